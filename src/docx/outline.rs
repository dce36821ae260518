//! Information about a document that is needed before writing: its headings, and the notes that are cited.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::edits::whole_edit;
use crate::markdown::{Block, BlockKind, Edit, Inline, Note, Table, plain_text, references};
use crate::model::anchor;

/// A heading.
pub(super) struct WordHeading<'b> {
    /// The level, from 1 to 6.
    pub(super) level: u8,
    pub(super) text: String,
    pub(super) words: &'b [Inline],
    /// The edit of all its text.
    pub(super) edit: Option<Edit>,
    /// Whether it is left out, because it is above notes that are all footnotes.
    pub(super) dropped: bool,
}

/// The headings in the order in which they are written, and the notes.
#[derive(Default)]
pub(super) struct WordOutline<'b> {
    pub(super) headings: Vec<WordHeading<'b>>,
    /// The title: the first heading of level 1.
    pub(super) title: Option<usize>,
    /// The index of each heading, by its anchor.
    anchors: HashMap<String, usize>,
    /// How many headings have the same anchor.
    counts: HashMap<String, usize>,
    /// The notes, by number. If two have the same number, the first one is kept.
    pub(super) notes: BTreeMap<usize, &'b Note>,
    /// The numbers of the notes that the text cites, not counting references inside notes.
    pub(super) cited: HashSet<usize>,
    /// The headings with nothing but notes below them, and the numbers of these notes.
    above_notes: Vec<(usize, Vec<usize>)>,
}

impl<'b> WordOutline<'b> {
    /// Collects the outline of blocks, in the order in which they are written.
    pub(super) fn of(blocks: &[&'b Block]) -> Self {
        let mut outline = Self::default();
        outline.blocks(blocks.iter().copied());
        for (heading, notes) in std::mem::take(&mut outline.above_notes) {
            outline.headings[heading].dropped = notes.iter().all(|number| outline.cited.contains(number));
        }
        outline.title = outline.headings.iter().position(|heading| heading.level == 1);
        outline
    }

    /// The bookmark of the heading with an anchor; `None` when there is no such heading in the file.
    pub(super) fn bookmark(&self, anchor: &str) -> Option<String> {
        self.anchors.get(anchor).filter(|at| !self.headings[**at].dropped).map(|at| bookmark(*at))
    }

    fn blocks(&mut self, blocks: impl Iterator<Item = &'b Block>) {
        let mut blocks = blocks.peekable();
        let mut heading = None;
        while let Some(block) = blocks.next() {
            if let (BlockKind::Notes(notes), Some(heading)) = (&block.kind, heading)
                && blocks.peek().is_none_or(|next| matches!(next.kind, BlockKind::Heading { .. }))
            {
                self.above_notes.push((heading, notes.iter().map(|note| note.number).collect()));
            }
            heading = matches!(block.kind, BlockKind::Heading { .. }).then_some(self.headings.len());
            self.block(block);
        }
    }

    fn block(&mut self, block: &'b Block) {
        match &block.kind {
            BlockKind::Heading { level, text } => {
                let words = plain_text(text);
                let edit = whole_edit(text);
                // Links never lead to a deleted heading.
                if edit != Some(Edit::Deleted) {
                    let anchor = anchor(&words);
                    let count = self.counts.entry(anchor.clone()).or_default();
                    *count += 1;
                    let id = if *count == 1 { anchor } else { format!("{anchor}.{count}") };
                    self.anchors.insert(id, self.headings.len());
                }
                self.headings.push(WordHeading { level: *level, text: words, words: text, edit, dropped: false });
                self.inlines(text);
            }
            BlockKind::Paragraph(text) => self.inlines(text),
            BlockKind::Quote(inner) | BlockKind::Region(_, inner) => self.blocks(inner.iter()),
            BlockKind::List { items, .. } => items.iter().for_each(|item| self.blocks(item.iter())),
            BlockKind::Table(Table { header, rows }) => {
                header.iter().chain(rows.iter().flatten()).for_each(|cell| self.inlines(cell));
            }
            BlockKind::Notes(notes) => {
                for note in notes {
                    self.notes.entry(note.number).or_insert(note);
                }
            }
            BlockKind::Rule
            | BlockKind::PageBreak
            | BlockKind::Contents
            | BlockKind::ColumnBreak
            | BlockKind::Picture(_) => {}
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        references(inlines, &mut |_, number| _ = self.cited.insert(number));
    }
}

/// The bookmark of a heading, by its index. Word allows letters, digits and `_`, at most 40.
pub(super) fn bookmark(heading: usize) -> String {
    format!("heading_{}", heading + 1)
}
