//! A document reduced to what a Word file prints: without content printed elsewhere or not at all, and without
//! positions and fields, so that equal output has equal blocks.

use super::plain;
use crate::docx::outline::WordOutline;
use crate::markdown::{Block, BlockKind, Document, FieldText, Inline, Note, PictureBlock, Region, Table};

/// The parts of a document.
#[derive(Debug, Clone, Default)]
pub(super) struct Flat {
    /// The markings of the pages.
    pub(super) markings: Vec<Block>,
    /// The body.
    pub(super) blocks: Vec<Block>,
    /// The footnotes, by ascending number.
    pub(super) notes: Vec<Note>,
}

impl Flat {
    pub(super) fn of(document: &Document) -> Self {
        let is_marking = |block: &&Block| matches!(block.kind, BlockKind::Region(Region::Marking, _));
        let (markings, flow): (Vec<&Block>, Vec<&Block>) = document.blocks.iter().partition(is_marking);
        let outline = WordOutline::of(&flow);
        let mut flattening = Flattening { outline: &outline, headings: 0 };
        let blocks = flattening.blocks(flow.iter().copied());
        let cited = outline.notes.values().filter(|note| outline.cited.contains(&note.number));
        let note = |note: &&Note| Note { text: bare(&note.text), ..(*note).clone() };
        let marking = |block: &&Block| match &block.kind {
            BlockKind::Region(region, inner) => {
                plain(BlockKind::Region(region.clone(), flattening.blocks(inner.iter())))
            }
            kind => plain(kind.clone()),
        };
        let notes = cited.copied().map(|it| note(&it)).collect();
        Self { markings: markings.iter().map(marking).collect(), blocks, notes }
    }
}

struct Flattening<'a> {
    outline: &'a WordOutline<'a>,
    /// The number of headings seen so far.
    headings: usize,
}

impl Flattening<'_> {
    fn blocks<'b>(&mut self, blocks: impl Iterator<Item = &'b Block>) -> Vec<Block> {
        let mut all = Vec::new();
        for block in blocks {
            self.block(block, &mut all);
        }
        all
    }

    fn block(&mut self, block: &Block, all: &mut Vec<Block>) {
        let kind = match &block.kind {
            BlockKind::Heading { level, text } => {
                let at = self.headings;
                self.headings += 1;
                if self.outline.headings.get(at).is_some_and(|heading| heading.dropped) {
                    return;
                }
                BlockKind::Heading { level: *level, text: bare(text) }
            }
            BlockKind::Paragraph(text) => BlockKind::Paragraph(bare(text)),
            BlockKind::Quote(inner) => BlockKind::Quote(self.blocks(inner.iter())),
            BlockKind::List { start, items } => {
                BlockKind::List { start: *start, items: items.iter().map(|item| self.blocks(item.iter())).collect() }
            }
            BlockKind::Table(Table { header, rows }) => {
                let row = |cells: &Vec<Vec<Inline>>| cells.iter().map(|cell| bare(cell)).collect();
                BlockKind::Table(Table { header: row(header), rows: rows.iter().map(row).collect() })
            }
            BlockKind::Notes(notes) => {
                for note in notes.iter().filter(|note| !self.outline.cited.contains(&note.number)) {
                    let number = Inline::Text(FieldText::from(format!("{}. ", note.number).as_str()));
                    let text = std::iter::once(number).chain(bare(&note.text)).collect();
                    all.push(plain(BlockKind::Region(Region::Small, vec![plain(BlockKind::Paragraph(text))])));
                }
                return;
            }
            BlockKind::Region(Region::Marking, _) => return,
            BlockKind::Region(Region::Drop { .. }, inner) => {
                return inner.iter().for_each(|block| self.block(block, all));
            }
            BlockKind::Region(region, inner) => BlockKind::Region(region.clone(), self.blocks(inner.iter())),
            BlockKind::Picture(it) => {
                BlockKind::Picture(PictureBlock { alt: FieldText::from(it.alt.text.as_str()), ..it.clone() })
            }
            kind => kind.clone(),
        };
        all.push(plain(kind));
    }
}

/// A line without the fields that it was printed from.
fn bare(inlines: &[Inline]) -> Vec<Inline> {
    let text = |text: &FieldText| FieldText::from(text.text.as_str());
    let one = |inline: &Inline| match inline {
        Inline::Text(it) => Inline::Text(text(it)),
        Inline::Code(it) => Inline::Code(text(it)),
        Inline::Emphasis(inner) => Inline::Emphasis(bare(inner)),
        Inline::Strong(inner) => Inline::Strong(bare(inner)),
        Inline::Link { url, text } => Inline::Link { url: url.clone(), text: bare(text) },
        Inline::NoteReference { label, number, .. } => {
            Inline::NoteReference { label: label.clone(), number: *number, field: None }
        }
        Inline::Language { tag, text } => Inline::Language { tag: tag.clone(), text: bare(text) },
        Inline::Edited { edit, text } => Inline::Edited { edit: *edit, text: bare(text) },
        Inline::Break => Inline::Break,
    };
    inlines.iter().map(one).collect()
}

/// Replaces the numbers of notes in references.
pub(super) fn renumber(blocks: &mut [Block], number: &dyn Fn(usize) -> usize) {
    let line = |text: &mut Vec<Inline>| renumber_line(text, number);
    for block in blocks {
        match &mut block.kind {
            BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) => line(text),
            BlockKind::Quote(inner) | BlockKind::Region(_, inner) => renumber(inner, number),
            BlockKind::List { items, .. } => items.iter_mut().for_each(|item| renumber(item, number)),
            BlockKind::Table(Table { header, rows }) => {
                header.iter_mut().chain(rows.iter_mut().flatten()).for_each(line);
            }
            _ => {}
        }
    }
}

/// Replaces the numbers of notes in the references of a line.
pub(super) fn renumber_line(inlines: &mut [Inline], number: &dyn Fn(usize) -> usize) {
    for inline in inlines {
        match inline {
            Inline::NoteReference { number: own, .. } => *own = number(*own),
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Link { text: inner, .. }
            | Inline::Language { text: inner, .. }
            | Inline::Edited { text: inner, .. } => renumber_line(inner, number),
            Inline::Text(_) | Inline::Code(_) | Inline::Break => {}
        }
    }
}
