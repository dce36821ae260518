//! Information about a page that is needed before writing: its headings, and the notes on it.

use std::collections::{HashMap, HashSet};

use crate::markdown::{Block, BlockKind, FieldText, Inline, Table, plain_field_text, references};
use crate::model::anchor;

/// A heading.
pub(super) struct HtmlHeading {
    /// The level, from 1 to 6; no level is skipped.
    pub(super) level: u8,
    pub(super) text: FieldText,
    pub(super) id: String,
}

/// The headings in the order in which they are written, and the notes.
#[derive(Default)]
pub(super) struct HtmlOutline {
    pub(super) headings: Vec<HtmlHeading>,
    /// The title: the first heading of level 1.
    pub(super) title: Option<usize>,
    /// The ids of the headings.
    ids: HashSet<String>,
    /// How many headings have the same anchor.
    anchors: HashMap<String, usize>,
    /// The numbers of the notes that are on the page.
    pub(super) notes: HashSet<usize>,
    /// The numbers of the notes that are referred to.
    pub(super) cited: HashSet<usize>,
}

impl HtmlOutline {
    /// Collects the outline of blocks, in the order in which they are written.
    pub(super) fn of<'b>(blocks: impl Iterator<Item = &'b Block>) -> Self {
        let mut outline = Self::default();
        blocks.for_each(|block| outline.block(block));
        outline.title = outline.headings.iter().position(|heading| heading.level == 1);
        outline
    }

    /// Whether a heading has the id.
    pub(super) fn has(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    fn blocks(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Heading { level, text } => {
                self.heading(*level, plain_field_text(text));
                self.inlines(text);
            }
            BlockKind::Paragraph(text) => self.inlines(text),
            BlockKind::Quote(inner) | BlockKind::Region(_, inner) => self.blocks(inner),
            BlockKind::List { items, .. } => items.iter().for_each(|item| self.blocks(item)),
            BlockKind::Table(Table { header, rows }) => {
                header.iter().chain(rows.iter().flatten()).for_each(|cell| self.inlines(cell));
            }
            BlockKind::Notes(notes) => {
                for note in notes {
                    self.notes.insert(note.number);
                    self.inlines(&note.text);
                }
            }
            BlockKind::Rule
            | BlockKind::PageBreak
            | BlockKind::Contents
            | BlockKind::ColumnBreak
            | BlockKind::Picture(_) => {}
        }
    }

    fn heading(&mut self, level: u8, text: FieldText) {
        let above = self.headings.last().map_or(0, |heading| heading.level);
        let level = level.clamp(1, (above + 1).min(6));
        let anchor = anchor(&text.text);
        let count = self.anchors.entry(anchor.clone()).or_default();
        *count += 1;
        let id = if *count == 1 && !anchor.is_empty() { anchor } else { format!("{anchor}.{count}") };
        self.ids.insert(id.clone());
        self.headings.push(HtmlHeading { level, text, id });
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        references(inlines, &mut |_, number| _ = self.cited.insert(number));
    }
}

/// The number of headings in a block.
pub(super) fn count_headings(block: &Block) -> usize {
    let all = |blocks: &[Block]| blocks.iter().map(count_headings).sum();
    match &block.kind {
        BlockKind::Heading { .. } => 1,
        BlockKind::Quote(inner) | BlockKind::Region(_, inner) => all(inner),
        BlockKind::List { items, .. } => items.iter().map(|item| all(item)).sum(),
        _ => 0,
    }
}
