//! Writes tracked changes (ECMA-376-1, 17.13.5): of text, of paragraph ends, of table rows and of table columns.

use std::collections::HashMap;

use super::WordWriter;
use super::edits::whole_edit;
use super::inline::WordFace;
use super::returned::Revision;
use super::xml::Xml;
use crate::markdown::{Edit, Inline, plain_text};

/// Pieces of text, each with its edit.
pub(super) type Pieces = Vec<(Option<Edit>, String)>;

/// The first id of a tracked change, high enough not to collide with the ids of bookmarks and controls.
const FIRST_ID: usize = 2_000_000;

/// The state of writing tracked changes.
#[derive(Default)]
pub(super) struct Changes<'a> {
    /// The author and date of the changes; `None` for a file without tracked changes.
    by: Option<&'a Revision>,
    /// The number of changes written.
    written: usize,
    /// Whether the current paragraph is inserted or deleted as a whole.
    pub(super) in_whole: bool,
    /// The number that a reader sees for a note, if it differs from the note's own number.
    shown: HashMap<usize, usize>,
}

impl<'a> Changes<'a> {
    /// Tracked changes by an author.
    pub(super) fn of(by: &'a Revision, shown: HashMap<usize, usize>) -> Self {
        Self { by: Some(by), shown, ..Self::default() }
    }

    /// Whether changes are tracked; otherwise changed text only has a style.
    pub(super) fn is_tracked(&self) -> bool {
        self.by.is_some()
    }

    /// The number that a reader sees for a note.
    pub(super) fn shown(&self, number: usize) -> usize {
        self.shown.get(&number).copied().unwrap_or(number)
    }

    /// Opens the element of a change, and returns its tag; `None` if changes are not tracked.
    pub(super) fn open<'t>(&mut self, xml: &mut Xml, tag: &'t str) -> Option<&'t str> {
        let by = self.by?;
        xml.open(tag, &self.attributes(by).each_ref().map(|(name, value)| (*name, value.as_str())));
        Some(tag)
    }

    /// Writes a change as an empty element.
    pub(super) fn mark(&mut self, xml: &mut Xml, tag: &str) {
        if let Some(by) = self.by {
            xml.empty(tag, &self.attributes(by).each_ref().map(|(name, value)| (*name, value.as_str())));
        }
    }

    fn attributes(&mut self, by: &Revision) -> [(&'static str, String); 3] {
        self.written += 1;
        let id = (FIRST_ID + self.written).to_string();
        // LibreOffice merges new words at the end of a paragraph with a new paragraph after it if their times differ by
        // a minute or less. When that change is rejected, the paragraphs are joined.
        let date = if self.in_whole { by.date.replacen(":00:00Z", ":05:00Z", 1) } else { by.date.clone() };
        [("w:id", id), ("w:author", by.author.clone()), ("w:date", date)]
    }

    /// Writes text in a part that has only text, such as a header or footer.
    pub(super) fn words(&mut self, xml: &mut Xml, edit: Option<Edit>, inner: impl FnOnce(&mut Xml, &'static str)) {
        let open = edit.and_then(|edit| self.open(xml, tag(edit)));
        inner(xml, if open == Some("w:del") { "w:delText" } else { "w:t" });
        if let Some(tag) = open {
            xml.close(tag);
        }
    }
}

/// The element for a change of text, of a paragraph end, or of a row.
pub(super) fn tag(edit: Edit) -> &'static str {
    match edit {
        Edit::Deleted => "w:del",
        Edit::Inserted | Edit::Moved => "w:ins",
    }
}

/// The element for a change of a column, which is in each of its cells.
pub(super) fn cell_tag(edit: Edit) -> &'static str {
    match edit {
        Edit::Deleted => "w:cellDel",
        Edit::Inserted | Edit::Moved => "w:cellIns",
    }
}

impl WordWriter<'_> {
    /// The edit of the current text, if changes are tracked.
    pub(super) fn tracked_edit(&self) -> Option<Edit> {
        self.face.edit.filter(|_| self.changes.is_tracked())
    }

    /// Whether text with this face is tracked as deleted.
    pub(super) fn is_deleted(&self, face: &WordFace) -> bool {
        self.changes.is_tracked() && face.edit == Some(Edit::Deleted)
    }

    /// Opens a change of text; returns the element to close.
    pub(super) fn begin_change(&mut self, edit: Option<Edit>) -> Option<&'static str> {
        self.changes.open(&mut self.xml, tag(edit?))
    }

    /// Marks the end of the next paragraph as changed, if all of its text has the same edit.
    pub(super) fn whole_change(&mut self, text: &[Inline]) {
        self.end_of_paragraph = whole_edit(text).filter(|_| self.changes.is_tracked());
    }
}

/// Appends text; text with the same edit as the last piece is added to that piece.
pub(super) fn push_words(all: &mut Pieces, edit: Option<Edit>, words: &str) {
    match all.last_mut() {
        Some((last, text)) if *last == edit => text.push_str(words),
        _ => all.push((edit, words.to_owned())),
    }
}

/// The text of a line without emphasis, citations and line breaks, in pieces with their edits.
pub(super) fn plain_pieces(text: &[Inline], is_tracked: bool) -> Pieces {
    fn walk(inlines: &[Inline], edit: Option<Edit>, all: &mut Pieces) {
        for inline in inlines {
            let words = match inline {
                Inline::Text(text) | Inline::Code(text) => text.text.as_str(),
                Inline::Emphasis(inner)
                | Inline::Strong(inner)
                | Inline::Link { text: inner, .. }
                | Inline::Language { text: inner, .. } => {
                    walk(inner, edit, all);
                    continue;
                }
                Inline::Edited { edit, text } => {
                    walk(text, Some(*edit), all);
                    continue;
                }
                Inline::NoteReference { .. } => continue,
                Inline::Break => " ",
            };
            push_words(all, edit, words);
        }
    }
    if !is_tracked {
        return vec![(None, plain_text(text))];
    }
    let mut all = Vec::new();
    walk(text, None, &mut all);
    all
}
