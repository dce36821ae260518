//! Tracked changes, as they are written (ECMA-376-1, 17.13.5): of words, of the ends of paragraphs, of rows and of columns.

use std::collections::HashMap;

use super::WordWriter;
use super::edits::whole_edit;
use super::inline::WordFace;
use super::returned::Revision;
use super::xml::Xml;
use crate::markdown::{Edit, Inline, plain_text};

/// Words, each with what was done to it.
pub(super) type Pieces = Vec<(Option<Edit>, String)>;

/// The ids of tracked changes begin here, out of the way of those of bookmarks and controls.
const FIRST_ID: usize = 2_000_000;

/// The changes as they are written.
#[derive(Default)]
pub(super) struct Changes<'a> {
    /// Who made them; `None` for a file that tracks none.
    by: Option<&'a Revision>,
    /// How many have been written.
    written: usize,
    /// Whether the paragraph at hand comes or goes whole.
    pub(super) in_whole: bool,
    /// The number that a reader sees of a note, where it is not its own.
    shown: HashMap<usize, usize>,
}

impl<'a> Changes<'a> {
    /// None yet.
    pub(super) fn of(by: &'a Revision, shown: HashMap<usize, usize>) -> Self {
        Self { by: Some(by), shown, ..Self::default() }
    }

    /// Whether changes are tracked: otherwise they are words with a style.
    pub(super) fn is_tracked(&self) -> bool {
        self.by.is_some()
    }

    /// The number that a reader sees of a note.
    pub(super) fn shown(&self, number: usize) -> usize {
        self.shown.get(&number).copied().unwrap_or(number)
    }

    /// Writes the start of a change with an element, and what it is called; `None` where nothing is tracked.
    pub(super) fn open<'t>(&mut self, xml: &mut Xml, tag: &'t str) -> Option<&'t str> {
        let by = self.by?;
        xml.open(tag, &self.attributes(by).each_ref().map(|(name, value)| (*name, value.as_str())));
        Some(tag)
    }

    /// Writes a change that has nothing in it.
    pub(super) fn mark(&mut self, xml: &mut Xml, tag: &str) {
        if let Some(by) = self.by {
            xml.empty(tag, &self.attributes(by).each_ref().map(|(name, value)| (*name, value.as_str())));
        }
    }

    fn attributes(&mut self, by: &Revision) -> [(&'static str, String); 3] {
        self.written += 1;
        let id = (FIRST_ID + self.written).to_string();
        // LibreOffice takes new words at the end of a paragraph and a new paragraph after it for one change if they are no more
        // than a minute apart, and joins the paragraphs when it is rejected.
        let date = if self.in_whole { by.date.replacen(":00:00Z", ":05:00Z", 1) } else { by.date.clone() };
        [("w:id", id), ("w:author", by.author.clone()), ("w:date", date)]
    }

    /// Words of a part with nothing but words, as header and footer are.
    pub(super) fn words(&mut self, xml: &mut Xml, edit: Option<Edit>, inner: impl FnOnce(&mut Xml, &'static str)) {
        let open = edit.and_then(|edit| self.open(xml, tag(edit)));
        inner(xml, if open == Some("w:del") { "w:delText" } else { "w:t" });
        if let Some(tag) = open {
            xml.close(tag);
        }
    }
}

/// The element of a change of words, of the end of a paragraph and of a row.
pub(super) fn tag(edit: Edit) -> &'static str {
    match edit {
        Edit::Deleted => "w:del",
        Edit::Inserted | Edit::Moved => "w:ins",
    }
}

/// The element of a change of a column, in each of its cells.
pub(super) fn cell_tag(edit: Edit) -> &'static str {
    match edit {
        Edit::Deleted => "w:cellDel",
        Edit::Inserted | Edit::Moved => "w:cellIns",
    }
}

impl WordWriter<'_> {
    /// What was done to the words at hand, if that is tracked.
    pub(super) fn tracked_edit(&self) -> Option<Edit> {
        self.face.edit.filter(|_| self.changes.is_tracked())
    }

    /// Whether words are tracked as deleted.
    pub(super) fn is_deleted(&self, face: &WordFace) -> bool {
        self.changes.is_tracked() && face.edit == Some(Edit::Deleted)
    }

    /// Begins a change of words; returns the element that ends it.
    pub(super) fn begin_change(&mut self, edit: Option<Edit>) -> Option<&'static str> {
        self.changes.open(&mut self.xml, tag(edit?))
    }

    /// Says of the next paragraph that its end is a change, when all of its words are.
    pub(super) fn whole_change(&mut self, text: &[Inline]) {
        self.end_of_paragraph = whole_edit(text).filter(|_| self.changes.is_tracked());
    }
}

/// Appends words to those of the same change.
pub(super) fn push_words(all: &mut Pieces, edit: Option<Edit>, words: &str) {
    match all.last_mut() {
        Some((last, text)) if *last == edit => text.push_str(words),
        _ => all.push((edit, words.to_owned())),
    }
}

/// The words of a line without emphasis, citations and breaks, each with what was done to it.
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
