//! Pages as they will be printed: placed glyphs, rules and areas, each with the structure element it belongs to.
//!
//! Lengths are points (1/72 inch); x grows to the right and y *down* from the top left corner of the page.
//!
//! # Reading order
//! Items are in reading order, page by page. [`Pages::elements`] is the structure tree as an arena in reading order
//! (every parent before its children, siblings in order); an element's place among its siblings and its parent's own
//! words follows from the order of items and arena. An item without an element is an artifact: furniture that a
//! screen reader skips (ISO 32000-1, 14.8.2.2).

use std::ops::Range;
use std::sync::Arc;

use smol_str::SmolStr;
use unicode_bidi::{BidiClass, bidi_class};

pub use super::color::Color;
use super::font::FontId;
pub use crate::markdown::Edit;
use crate::picture::Picture;
use crate::provenance::FieldPath;

/// Names an element: an index into [`Pages::elements`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ElementId(pub usize);

/// The finished layout.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pages {
    /// The pages.
    pub pages: Vec<Page>,
    /// The structure tree; the first is the `Document`.
    pub elements: Vec<Element>,
    /// The headings, for the PDF outline, in order.
    pub outline: Vec<OutlineEntry>,
}

impl Pages {
    /// The fields whose words are on the pages, in reading order; one may come several times.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.pages.iter().flat_map(|page| &page.items).flat_map(PageItem::fields)
    }
}

/// One page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// Width in points.
    pub width: f32,
    /// Height in points.
    pub height: f32,
    /// What is on it, in reading order.
    pub items: Vec<PageItem>,
}

/// Something on a page.
#[derive(Debug, Clone, PartialEq)]
pub enum PageItem {
    /// Glyphs on one baseline.
    Glyphs(GlyphRun),
    /// A straight line.
    Rule {
        /// The figure that it is part of; `None` for ornament.
        element: Option<ElementId>,
        /// Start.
        from: (f32, f32),
        /// End.
        to: (f32, f32),
        /// Thickness in points.
        thickness: f32,
        /// Colour.
        color: Color,
    },
    /// A filled polygon.
    Area {
        /// The figure that it is part of; `None` for ornament.
        element: Option<ElementId>,
        /// The corners.
        points: Vec<(f32, f32)>,
        /// Colour.
        color: Color,
    },
    /// A picture.
    Picture {
        /// The figure that it is.
        element: Option<ElementId>,
        /// The left top corner.
        corner: (f32, f32),
        /// Width and height.
        size: (f32, f32),
        /// What is drawn.
        picture: Arc<Picture>,
        /// The fields of the brief that say what it shows.
        fields: Vec<FieldPath>,
    },
}

impl PageItem {
    /// The fields that it was printed from, in reading order.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        let (run, picture) = match self {
            Self::Glyphs(run) => (run.fields.as_slice(), [].as_slice()),
            Self::Picture { fields, .. } => ([].as_slice(), fields.as_slice()),
            Self::Rule { .. } | Self::Area { .. } => ([].as_slice(), [].as_slice()),
        };
        run.iter().map(|field| &*field.path).chain(picture.iter().map(|path| &**path))
    }
}

/// Glyphs of one font and size on one baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct GlyphRun {
    /// The font.
    pub font: FontId,
    /// Size in points.
    pub size: f32,
    /// The left edge.
    pub x: f32,
    /// Whether the glyphs run to the left: the first one, in the order of the text, is at the right edge.
    pub to_the_left: bool,
    /// The baseline (already raised for a superscript).
    pub y: f32,
    /// The glyphs.
    pub glyphs: Vec<Glyph>,
    /// Colour.
    pub color: Color,
    /// The element whose words these are; `None` for furniture.
    pub element: Option<ElementId>,
    /// The glyphs that were printed from fields of the brief: in order, none twice.
    pub fields: Vec<FieldGlyphs>,
}

/// Glyphs that were printed from one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldGlyphs {
    /// Which glyphs of the run.
    pub glyphs: Range<usize>,
    /// The field.
    pub path: FieldPath,
}

/// Whether a character is wider than nothing: neither a mark on another one nor a joiner and the like (of the classes NSM
/// and BN of UAX 9).
#[must_use]
pub fn has_width(c: char) -> bool {
    !matches!(bidi_class(c), BidiClass::NSM | BidiClass::BN)
}

/// One glyph.
#[derive(Debug, Clone, PartialEq)]
pub struct Glyph {
    /// The glyph in the font file.
    pub id: u16,
    /// How far the pen moves, in thousandths of the size: after kerning and justification.
    pub advance: f32,
    /// How far it is from the pen, to the right and upwards, in thousandths of the size.
    pub offset: (f32, f32),
    /// The characters it stands for: empty for the second and further glyphs of a cluster, U+00AD for a hyphen that
    /// only a line break put there. A word space at a line's end is a glyph too, so that copied text keeps its spaces.
    pub text: SmolStr,
}

/// One element of the structure tree (ISO 32000-1, 14.8.4).
#[derive(Debug, Clone, PartialEq)]
pub struct Element {
    /// What it is.
    pub role: StructureRole,
    /// The element that it is part of; `None` for the first only.
    pub parent: Option<ElementId>,
}

/// The standard structure types that a brief needs.
#[derive(Debug, Clone, PartialEq)]
pub enum StructureRole {
    /// The whole.
    Document,
    /// A part: a region or a column.
    Section,
    /// A heading of level 1 to 6; levels never skip.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// A block quote.
    Quote,
    /// A list.
    List {
        /// Whether the items are numbered.
        numbered: bool,
    },
    /// A list item.
    ListItem,
    /// Its bullet or number.
    ListLabel,
    /// Its words.
    ListBody,
    /// A table.
    Table,
    /// A table row.
    Row,
    /// A heading cell.
    HeaderCell {
        /// Whether it heads a row (else a column).
        heads_row: bool,
    },
    /// A data cell.
    DataCell,
    /// A link to an address.
    Link {
        /// http, https or mailto.
        url: String,
        /// What a screen reader says.
        description: String,
    },
    /// A link from a citation number to its source, or from words to a heading.
    Reference {
        /// The element of the source or the heading.
        target: ElementId,
        /// What a screen reader says.
        description: String,
    },
    /// A numbered source: a PDF `Note`.
    Note,
    /// A picture.
    Figure {
        /// What it says.
        alt: String,
    },
    /// The words below a picture.
    Caption,
    /// Words in another language than the document's.
    Language {
        /// BCP 47 tag.
        tag: String,
    },
    /// Words that an edition has and another has not.
    Edited {
        /// What was done to them.
        edit: Edit,
        /// What a screen reader says: `deleted: conditional`.
        description: String,
    },
    /// The list of contents.
    Contents,
    /// A line of it.
    ContentsItem,
}

/// One heading for the outline.
#[derive(Debug, Clone, PartialEq)]
pub struct OutlineEntry {
    /// Its words.
    pub title: String,
    /// 1 to 6.
    pub level: u8,
    /// Index of the page.
    pub page: usize,
    /// The top of the heading on that page.
    pub y: f32,
}
