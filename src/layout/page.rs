//! Pages as they will be printed: placed glyphs, rules, areas and pictures, each with its structure element.
//!
//! Lengths are points (1/72 inch); x grows to the right and y *down* from the top left corner of the page.
//!
//! # Reading order
//!
//! Items are in reading order, page by page. [`Pages::elements`] is the structure tree as an arena in reading order:
//! every parent comes before its children, and siblings are in order. The position of an element among its siblings,
//! and among the items of its parent, is that of its first item, or of the first item inside it; an element without
//! items comes before its next sibling in the arena that has some, or else last. An item without an element is an
//! artifact, such as a header or footer, which a screen reader skips (ISO 32000-1, 14.8.2.2).

use std::ops::Range;
use std::sync::Arc;

use smol_str::SmolStr;
use unicode_bidi::{BidiClass, bidi_class};

pub use super::color::Color;
use super::font::FontId;
pub use crate::markdown::Edit;
use crate::picture::Picture;
use crate::provenance::FieldPath;

/// Identifies an element: an index into [`Pages::elements`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ElementId(pub usize);

/// The finished layout.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pages {
    /// The pages.
    pub pages: Vec<Page>,
    /// The structure tree; the first element is the `Document`.
    pub elements: Vec<Element>,
    /// The headings, for the PDF outline, in order.
    pub outline: Vec<OutlineEntry>,
}

impl Pages {
    /// The paths of the fields whose text is on the pages, in reading order, with repetitions.
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
    /// The items, in reading order.
    pub items: Vec<PageItem>,
}

/// An item on a page. Coordinates are in points from the top left corner of the page.
#[derive(Debug, Clone, PartialEq)]
pub enum PageItem {
    /// Glyphs on one baseline.
    Glyphs(GlyphRun),
    /// A straight line.
    Rule {
        /// The figure that it is part of; `None` for a decorative line.
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
        /// The figure that it is part of; `None` for a decorative area.
        element: Option<ElementId>,
        /// The corners.
        points: Vec<(f32, f32)>,
        /// Colour.
        color: Color,
    },
    /// A picture.
    Picture {
        /// The figure element of the picture; `None` for a decorative one.
        element: Option<ElementId>,
        /// The top left corner.
        corner: (f32, f32),
        /// Width and height.
        size: (f32, f32),
        /// What is drawn.
        picture: Arc<Picture>,
        /// The fields of the brief with its alternative text.
        fields: Vec<FieldPath>,
    },
}

impl PageItem {
    /// The paths of the fields that it was printed from, in reading order.
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
    /// The left edge of the run, in points.
    pub x: f32,
    /// Whether the text runs to the left: the first glyph, in the order of the text, is then at the right edge.
    pub to_the_left: bool,
    /// The baseline, in points; for a superscript it is already raised.
    pub y: f32,
    /// The glyphs.
    pub glyphs: Vec<Glyph>,
    /// Colour.
    pub color: Color,
    /// The element that the text belongs to; `None` for an artifact.
    pub element: Option<ElementId>,
    /// The ranges of glyphs that were printed from fields of the brief, in order and without overlap.
    pub fields: Vec<FieldGlyphs>,
}

/// Glyphs that were printed from one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldGlyphs {
    /// The range of glyphs in the run.
    pub glyphs: Range<usize>,
    /// The path of the field.
    pub path: FieldPath,
}

/// Whether a character takes width: it is neither a combining mark nor an invisible control such as a joiner
/// (bidirectional classes NSM and BN of UAX 9).
#[must_use]
pub fn has_width(c: char) -> bool {
    !matches!(bidi_class(c), BidiClass::NSM | BidiClass::BN)
}

/// One glyph.
#[derive(Debug, Clone, PartialEq)]
pub struct Glyph {
    /// The glyph id in the font file.
    pub id: u16,
    /// The advance in thousandths of the size, after kerning and justification.
    pub advance: f32,
    /// The offset from the pen to the right and upwards, in thousandths of the size.
    pub offset: (f32, f32),
    /// The text of the glyph: empty for the second and further glyphs of a cluster, U+00AD for a hyphen that a line
    /// break added. A word space at the end of a line is a glyph too, so that copied text keeps its spaces.
    pub text: SmolStr,
}

/// One element of the structure tree (ISO 32000-1, 14.8.4).
#[derive(Debug, Clone, PartialEq)]
pub struct Element {
    /// The structure type.
    pub role: StructureRole,
    /// The parent element; `None` for the root only.
    pub parent: Option<ElementId>,
}

/// The standard structure types that a page uses.
#[derive(Debug, Clone, PartialEq)]
pub enum StructureRole {
    /// The whole document.
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
    /// The bullet or number of a list item.
    ListLabel,
    /// The content of a list item.
    ListBody,
    /// A table.
    Table,
    /// A table row.
    Row,
    /// A header cell.
    HeaderCell {
        /// Whether it is the header of a row; otherwise of a column.
        heads_row: bool,
    },
    /// A data cell.
    DataCell,
    /// A link to an address.
    Link {
        /// The address, whose scheme is http, https or mailto.
        url: String,
        /// The description that a screen reader says.
        description: String,
    },
    /// A link from a citation number to its source, or from words to a heading.
    Reference {
        /// The element of the source or of the heading.
        target: ElementId,
        /// The description that a screen reader says.
        description: String,
    },
    /// A numbered source: a PDF `Note`.
    Note,
    /// A picture.
    Figure {
        /// The alternative text.
        alt: String,
    },
    /// The caption of a picture.
    Caption,
    /// Text in another language than the document's.
    Language {
        /// BCP 47 tag.
        tag: String,
    },
    /// Text that was changed between two editions.
    Edited {
        /// The kind of change.
        edit: Edit,
        /// The description that a screen reader says: `deleted: conditional`.
        description: String,
    },
    /// The list of contents.
    Contents,
    /// A line of the list of contents.
    ContentsItem,
}

/// One heading for the outline.
#[derive(Debug, Clone, PartialEq)]
pub struct OutlineEntry {
    /// The text of the heading.
    pub title: String,
    /// The level, from 1 to 6.
    pub level: u8,
    /// The index of its page.
    pub page: usize,
    /// The top of the heading on that page, in points.
    pub y: f32,
}
