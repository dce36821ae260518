//! Blocks → a Word file: Office Open XML, transitional (ECMA-376, parts 1, 2 and 4). The only user of zip.
//!
//! The file has the same text as the Markdown. Everything has a style that an office can change: `styles.rs` takes
//! sizes, spaces and colours from the template's style and from the fit of the page. The same blocks give the same
//! bytes: the parts have a fixed order, and their time is 1980-01-01, the earliest in a zip file.
//!
//! | on the page | in the file |
//! | --- | --- |
//! | marking, dateline, page number | header and footer |
//! | note | footnote; the second reference to one is a cross-reference to it |
//! | heading of the sources | nothing, when all of them are footnotes |
//! | columns | a section with balanced columns; a table without lines where the text breaks them |
//! | strip, timeline | their tables |
//! | picture | an inline drawing with alternative text |
//!
//! A file with two editions ([`write_tracked`]) has the new edition, with every difference from the old one as a
//! tracked change (`tracked/` finds the changes, `change.rs` writes them).
//!
//! A file with a [`Reference`] looks like the reference (`restyled.rs`).
//!
//! A file for review ([`write_for_review`]) also has a content control around each field (`control.rs`); [`read`] reads
//! the returned file.
//!
//! XML is written by `xml.rs` and not by quick-xml: the parts only have elements, attributes and text, and characters
//! that XML forbids must be replaced, which quick-xml leaves to its caller.

mod block;
mod change;
mod control;
mod edits;
mod inline;
mod names;
mod outline;
mod package;
mod passage;
mod picture;
mod reference;
mod restyled;
mod returned;
mod section;
mod styles;
mod table;
mod text;
mod tracked;
mod xml;

use std::collections::HashSet;
use std::sync::Arc;

use crate::layout::{FitSummary, Style};
use crate::markdown::{Block, BlockKind, Document, Edit, FieldText, Region};
use crate::model::{Date, is_right_to_left};
use crate::picture::Picture;

use change::{Changes, Pieces, plain_pieces, push_words};
pub use control::ForReview;
use inline::WordFace;
use outline::WordOutline;
pub use package::midnight;
pub use reference::Reference;
pub use returned::{
    LARGEST, Letter, MarginComment, Matched, OutsideText, Passage, Portion, ReadError, Returned, ReturnedField,
    Revision, SentField, SentPart, read, read_by_words,
};
use styles::WordFigures;
pub use text::parts;
use xml::Xml;

/// The metadata and layout of a Word file, apart from its blocks.
#[derive(Debug, Clone)]
pub struct WordInfo<'a> {
    /// The title, for the document properties.
    pub title: String,
    /// The authors that the text names.
    pub authors: Vec<String>,
    /// BCP 47 tag of the text's language. It also decides the direction of reading.
    pub language: &'a str,
    /// The date of creation and modification: that of the brief, never that of the clock. Written as midnight UTC.
    pub date: Date,
    /// The page number: `Page {page} of {pages}`.
    pub page_of: &'a str,
    /// An office's own file, whose look this file gets.
    pub reference: Option<&'a Reference>,
}

/// Why a Word file could not be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordError(String);

impl std::fmt::Display for WordError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the Word file cannot be written: {}", self.0)
    }
}

impl std::error::Error for WordError {}

/// Writes a document as a Word file, in a style and at the sizes that were chosen for its page.
///
/// # Errors
/// [`WordError`] when the file would be larger than a zip file can be.
pub fn write(document: &Document, style: &Style, fit: &FitSummary, info: &WordInfo<'_>) -> Result<Vec<u8>, WordError> {
    write_file(document, style, fit, info, Changes::default(), None)
}

/// Writes a new edition with every difference from an old one as a tracked change. `change` is the author and date of
/// the changes. Accepting all changes gives the text of the new edition, rejecting all gives that of the old one.
///
/// # Errors
/// [`WordError`] when the file would be larger than a zip file can be.
pub fn write_tracked(
    old: &Document,
    new: &Document,
    style: &Style,
    fit: &FitSummary,
    info: &WordInfo<'_>,
    change: &Revision,
) -> Result<Vec<u8>, WordError> {
    let merged = tracked::merge(old, new);
    write_file(&merged.document, style, fit, info, Changes::of(change, merged.shown), None)
}

/// Writes a document as [`write()`] does, with a content control around each field, so that [`read`] can find the
/// fields in the returned file.
///
/// # Errors
/// [`WordError`] when the file would be larger than a zip file can be, or larger than [`read`] accepts.
pub fn write_for_review(
    document: &Document,
    style: &Style,
    fit: &FitSummary,
    info: &WordInfo<'_>,
    review: &ForReview,
) -> Result<Vec<u8>, WordError> {
    let file = write_file(document, style, fit, info, Changes::default(), Some(review))?;
    // Reports files that are too large now and not when they come back.
    let reason = match read(&file) {
        Ok(Returned { sent: Some(_), .. }) => return Ok(file),
        Ok(_) => "it is larger than what can be read".to_owned(),
        Err(error) => error.to_string(),
    };
    Err(WordError(format!("`brief review` could not read it when it comes back: {reason}")))
}

fn write_file(
    document: &Document,
    style: &Style,
    fit: &FitSummary,
    info: &WordInfo<'_>,
    changes: Changes<'_>,
    review: Option<&ForReview>,
) -> Result<Vec<u8>, WordError> {
    let figures = WordFigures::of(style, fit);
    let figures = info.reference.map_or(figures, |reference| figures.as_in(reference));
    let is_marking = |block: &&Block| matches!(block.kind, BlockKind::Region(Region::Marking, _));
    let (markings, flow): (Vec<&Block>, Vec<&Block>) = document.blocks.iter().partition(is_marking);
    let outline = WordOutline::of(&flow);
    let is_tracked = changes.is_tracked();
    let rtl = is_right_to_left(info.language);
    let mut writer = WordWriter {
        xml: Xml::default(),
        figures,
        outline,
        rtl,
        face: WordFace::of(rtl),
        written: 0,
        bookmarks: 0,
        links: Vec::new(),
        noted: HashSet::new(),
        in_note: false,
        look: block::WordLook::default(),
        numbered: Vec::new(),
        page_break: false,
        after_table: false,
        after_section: false,
        width: figures.measure(),
        sections: 0,
        controls: control::Controls::of(review),
        changes,
        end_of_paragraph: None,
        pictures: Vec::new(),
        drawn: 0,
    };
    let body = writer.body(&flow);
    let body_links = std::mem::take(&mut writer.links);
    let footnotes = writer.footnotes();
    let controls = std::mem::take(&mut writer.controls);
    let notes = std::mem::take(&mut writer.outline.notes);
    let furniture = package::WordFurniture {
        marking: markings.first().map_or_else(Vec::new, |block| words(block, is_tracked)),
        dateline: flow
            .iter()
            .find(|it| matches!(it.kind, BlockKind::Region(Region::Dateline, _)))
            .map_or_else(Vec::new, |it| words(it, is_tracked)),
    };
    let contents = package::Contents {
        body,
        body_links,
        footnotes,
        footnote_links: writer.links,
        pictures: writer.pictures,
        numbered: writer.numbered,
        furniture,
        controls,
        notes,
        changes: writer.changes,
    };
    package::write(contents, style, &figures, info).map_err(|error| WordError(error.to_string()))
}

/// The text of a region's paragraphs.
fn words(block: &Block, is_tracked: bool) -> Pieces {
    let BlockKind::Region(_, blocks) = &block.kind else { return Vec::new() };
    let mut all = Pieces::new();
    for block in blocks {
        if let BlockKind::Paragraph(text) = &block.kind {
            if !all.is_empty() {
                push_words(&mut all, edits::whole_edit(text).filter(|_| is_tracked), " · ");
            }
            plain_pieces(text, is_tracked).iter().for_each(|(edit, words)| push_words(&mut all, *edit, words));
        }
    }
    all
}

#[expect(clippy::struct_excessive_bools, reason = "each is a state of its own")]
struct WordWriter<'a> {
    xml: Xml,
    figures: WordFigures,
    outline: WordOutline<'a>,
    rtl: bool,
    /// The look of the current text.
    face: WordFace,
    /// The number of headings written.
    written: usize,
    /// The number of bookmarks written.
    bookmarks: usize,
    /// The link targets of the current part.
    links: Vec<String>,
    /// The numbers of the notes that have been written as footnotes.
    noted: HashSet<usize>,
    /// Whether a footnote is being written: it cannot contain another one.
    in_note: bool,
    /// The settings inherited from the blocks around the current one.
    look: block::WordLook,
    /// The level and the first number of each numbered list.
    numbered: Vec<(usize, u64)>,
    /// Whether the next paragraph begins on a new page.
    page_break: bool,
    /// Whether the last block was a table. Word joins adjacent tables.
    after_table: bool,
    /// Whether the last block ended a section.
    after_section: bool,
    /// The width of the text in twentieths of a point.
    width: u32,
    /// The number of sections that have ended.
    sections: usize,
    controls: control::Controls<'a>,
    changes: Changes<'a>,
    /// The edit of the next paragraph's end.
    end_of_paragraph: Option<Edit>,
    /// The distinct pictures.
    pictures: Vec<Arc<Picture>>,
    /// The number of drawings written.
    drawn: usize,
}

impl WordWriter<'_> {
    /// Writes text with the current look.
    fn words(&mut self, text: &FieldText) {
        let face = self.face.clone();
        self.run(&face, &text.text);
    }
}
