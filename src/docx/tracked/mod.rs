//! Merges two documents into one in which every difference is marked, so that a Word file can have it as tracked
//! changes.
//!
//! Two properties hold by construction: without the text that is marked as deleted, the result is the new document;
//! without the text that is marked as inserted, it is the old one. For this reason the printed documents are compared,
//! not the data from which a template makes them. A separator, a number or a heading that appears or disappears with a
//! record is marked too.
//!
//! Blocks are matched first (`align.rs`), then the words of matching blocks (`line.rs`). A text that moved is deleted
//! in one place and inserted in the other. Text that looks the same counts as unchanged; the result then has that of
//! the new document.

mod align;
mod flat;
mod line;
mod table;

use std::collections::{BTreeMap, HashMap, HashSet};

use super::edits::lines;
use crate::markdown::{Block, BlockKind, Document, Edit, Inline, Note, PictureBlock, Region, references};

use align::{Likeness, Pair, align};
use flat::Flat;
use line::{line, wrapped};

/// Both editions in one document.
pub(super) struct MergedEditions {
    pub(super) document: Document,
    /// The number that a reader sees for each note, by its number in this document.
    pub(super) shown: HashMap<usize, usize>,
}

/// The most rounds of matching references; after that, sources that both editions cite are not merged into one
/// footnote.
const MOST_ROUNDS: usize = 8;

/// Merges an old and a new edition.
pub(super) fn merge(old: &Document, new: &Document) -> MergedEditions {
    let (old, new) = (Flat::of(old), Flat::of(new));
    // A footnote is at the first citation of its source. If that is at different places in the editions, there are two
    // footnotes: one is deleted, the other is inserted.
    let mut apart: HashSet<String> = HashSet::new();
    for round in 0.. {
        let numbers = Numbers::of(&old, &new, &apart);
        let before = numbers.renumbered(&old);
        let blocks = blocks(&before.blocks, &new.blocks);
        let moved: Vec<String> = numbers.shared_without_one_place(&blocks);
        if moved.is_empty() {
            let markings = merged_markings(&before.markings, &new.markings);
            let notes = notes(&before.notes, &new.notes);
            return in_order(markings, blocks, notes, &numbers.shown);
        }
        apart.extend(if round < MOST_ROUNDS { moved } else { numbers.shared.into_keys().collect() });
    }
    unreachable!("each round takes a source out of those that are shared")
}

/// Renumbers the notes in the order of their first citation: `LibreOffice` goes by the order of the notes, not by their
/// ids.
fn in_order(
    markings: Option<Block>,
    mut blocks: Vec<Block>,
    mut notes: Vec<Note>,
    shown: &HashMap<usize, usize>,
) -> MergedEditions {
    let mut places: HashMap<usize, usize> = HashMap::new();
    let mut place = |number: usize| {
        let next = places.len() + 1;
        places.entry(number).or_insert(next);
    };
    lines(&blocks, &mut |text| references(text, &mut |_, number| place(number)));
    notes.iter().for_each(|note| place(note.number));
    let number = |number: usize| places.get(&number).copied().unwrap_or(number);
    flat::renumber(&mut blocks, &number);
    for note in &mut notes {
        flat::renumber_line(&mut note.text, &number);
        note.number = number(note.number);
    }
    notes.sort_by_key(|note| note.number);
    let shown = places.iter().map(|(before, now)| (*now, shown.get(before).copied().unwrap_or(*before))).collect();
    let end = (!notes.is_empty()).then(|| plain(BlockKind::Notes(notes)));
    MergedEditions { document: Document { blocks: markings.into_iter().chain(blocks).chain(end).collect() }, shown }
}

/// A block without a position in a Markdown text.
fn plain(kind: BlockKind) -> Block {
    Block { kind, span: 0..0 }
}

/// The numbers of the old edition's notes in the merged document.
struct Numbers {
    /// The new numbers, by old number.
    new: HashMap<usize, usize>,
    /// The number of each source that has one footnote for both editions.
    shared: BTreeMap<String, usize>,
    /// The same as [`MergedEditions::shown`].
    shown: HashMap<usize, usize>,
}

impl Numbers {
    fn of(old: &Flat, new: &Flat, apart: &HashSet<String>) -> Self {
        let known: HashMap<&str, usize> = new.notes.iter().map(|note| (note.label.as_str(), note.number)).collect();
        let mut next = new.notes.iter().chain(&old.notes).map(|note| note.number).max().unwrap_or(0);
        let mut numbers = Self { new: HashMap::new(), shared: BTreeMap::new(), shown: HashMap::new() };
        for note in &old.notes {
            let both = known.get(note.label.as_str()).filter(|_| !apart.contains(&note.label));
            let number = if let Some(both) = both {
                numbers.shared.insert(note.label.clone(), *both);
                *both
            } else {
                next += 1;
                numbers.shown.insert(next, note.number);
                next
            };
            numbers.new.insert(note.number, number);
        }
        numbers
    }

    fn renumbered(&self, old: &Flat) -> Flat {
        let mut old = old.clone();
        flat::renumber(&mut old.blocks, &|number| self.new.get(&number).copied().unwrap_or(number));
        for note in &mut old.notes {
            flat::renumber_line(&mut note.text, &|number| self.new.get(&number).copied().unwrap_or(number));
            note.number = self.new.get(&note.number).copied().unwrap_or(note.number);
        }
        old
    }

    /// The shared sources whose first citations in the two editions are at different places.
    fn shared_without_one_place(&self, blocks: &[Block]) -> Vec<String> {
        let mut first: HashMap<usize, bool> = HashMap::new();
        lines(blocks, &mut |text| {
            for inline in text {
                let is_edited = matches!(inline, Inline::Edited { .. });
                references(std::slice::from_ref(inline), &mut |_, number| _ = first.entry(number).or_insert(is_edited));
            }
        });
        let has_no_place = |number: &usize| first.get(number).copied().unwrap_or(true);
        self.shared.iter().filter(|(_, number)| has_no_place(number)).map(|(label, _)| label.clone()).collect()
    }
}

/// The markings at the top and bottom of the pages, merged into one.
fn merged_markings(old: &[Block], new: &[Block]) -> Option<Block> {
    match (old.first(), new.first()) {
        (Some(old), Some(new)) => Some(pair(old, new)),
        (Some(old), None) => edited(old, Edit::Deleted),
        (None, Some(new)) => edited(new, Edit::Inserted),
        (None, None) => None,
    }
}

fn notes(old: &[Note], new: &[Note]) -> Vec<Note> {
    let before: HashMap<usize, &Note> = old.iter().map(|note| (note.number, note)).collect();
    let after: HashSet<usize> = new.iter().map(|note| note.number).collect();
    let with = |note: &Note, text| Note { text, ..note.clone() };
    let here = new.iter().map(|note| match before.get(&note.number) {
        Some(old) => with(note, line(&old.text, &note.text)),
        None => with(note, wrapped(&note.text, Edit::Inserted)),
    });
    let gone = old.iter().filter(|note| !after.contains(&note.number));
    here.chain(gone.map(|note| with(note, wrapped(&note.text, Edit::Deleted)))).collect()
}

/// Merges blocks. Removed blocks come before inserted ones.
fn blocks(old: &[Block], new: &[Block]) -> Vec<Block> {
    align(old, new, &BlockLikeness).into_iter().filter_map(|it| one_block(old, new, it)).collect()
}

fn one_block(old: &[Block], new: &[Block], it: Pair) -> Option<Block> {
    match it {
        Pair::Both(before, after) => Some(pair(&old[before], &new[after])),
        Pair::Old(at) => edited(&old[at], Edit::Deleted),
        Pair::New(at) => edited(&new[at], Edit::Inserted),
    }
}

struct BlockLikeness;

impl Likeness<Block> for BlockLikeness {
    fn words(&self, block: &Block) -> Vec<String> {
        let mut words = Vec::new();
        lines(std::slice::from_ref(block), &mut |text| line::words_of(text, &mut words));
        words
    }

    fn least(&self, old: &Block, new: &Block) -> Option<u8> {
        match (&old.kind, &new.kind) {
            // A document has at most one title, and at most one of each of these.
            (BlockKind::Heading { level: 1, .. }, BlockKind::Heading { level: 1, .. })
            | (BlockKind::Quote(_), BlockKind::Quote(_)) => Some(0),
            (BlockKind::Region(Region::Subtitle | Region::Dateline, _), BlockKind::Region(after, _)) if matches!(&old.kind, BlockKind::Region(before, _) if before == after) => {
                Some(0)
            }
            (BlockKind::Heading { level: before, .. }, BlockKind::Heading { level: after, .. }) => {
                (before == after).then_some(LEAST)
            }
            (BlockKind::Paragraph(_), BlockKind::Paragraph(_)) => Some(LEAST),
            (BlockKind::Table(_), BlockKind::Table(_)) => Some(LEAST / 2),
            (BlockKind::List { start: before, .. }, BlockKind::List { start: after, .. }) => {
                (before.is_some() == after.is_some()).then_some(LEAST / 2)
            }
            (BlockKind::Region(before, _), BlockKind::Region(after, _)) => {
                (std::mem::discriminant(before) == std::mem::discriminant(after)).then_some(LEAST / 2)
            }
            (before, after) => (before == after).then_some(0),
        }
    }
}

/// Texts with a smaller share of common words, in percent, are not matched.
const LEAST: u8 = 30;

/// Merges two blocks of the same kind.
fn pair(old: &Block, new: &Block) -> Block {
    if old == new {
        return new.clone();
    }
    plain(match (&old.kind, &new.kind) {
        (BlockKind::Heading { text: before, .. }, BlockKind::Heading { level, text }) => {
            BlockKind::Heading { level: *level, text: line(before, text) }
        }
        (BlockKind::Paragraph(before), BlockKind::Paragraph(after)) => BlockKind::Paragraph(line(before, after)),
        (BlockKind::Quote(before), BlockKind::Quote(after)) => BlockKind::Quote(blocks(before, after)),
        (BlockKind::List { items: before, .. }, BlockKind::List { start, items }) => {
            BlockKind::List { start: *start, items: list(before, items) }
        }
        (BlockKind::Table(before), BlockKind::Table(after)) => BlockKind::Table(table::merge(before, after)),
        (
            BlockKind::Region(Region::Columns { .. }, before),
            BlockKind::Region(region @ Region::Columns { .. }, after),
        ) => BlockKind::Region(region.clone(), columns(before, after)),
        (BlockKind::Region(_, before), BlockKind::Region(region, after)) => {
            BlockKind::Region(region.clone(), blocks(before, after))
        }
        (_, kind) => kind.clone(),
    })
}

/// Merges columns with explicit breaks one by one.
fn columns(old: &[Block], new: &[Block]) -> Vec<Block> {
    let is_break = |block: &Block| block.kind == BlockKind::ColumnBreak;
    let (before, after): (Vec<_>, Vec<_>) = (old.split(is_break).collect(), new.split(is_break).collect());
    let mut all = Vec::new();
    for at in 0..before.len().max(after.len()) {
        if at > 0 {
            all.push(plain(BlockKind::ColumnBreak));
        }
        let of = |columns: &[&[Block]]| columns.get(at).map_or_else(Vec::new, |column| column.to_vec());
        all.extend(blocks(&of(&before), &of(&after)));
    }
    all
}

struct ItemLikeness;

impl Likeness<Vec<Block>> for ItemLikeness {
    fn words(&self, item: &Vec<Block>) -> Vec<String> {
        let mut words = Vec::new();
        lines(item, &mut |text| line::words_of(text, &mut words));
        words
    }

    fn least(&self, _: &Vec<Block>, _: &Vec<Block>) -> Option<u8> {
        Some(LEAST)
    }
}

fn list(old: &[Vec<Block>], new: &[Vec<Block>]) -> Vec<Vec<Block>> {
    let all = |item: &[Block], edit| item.iter().filter_map(|block| edited(block, edit)).collect();
    let item = |it| match it {
        Pair::Both(before, after) => item(&old[before], &new[after]),
        Pair::Old(at) => all(&old[at], Edit::Deleted),
        Pair::New(at) => all(&new[at], Edit::Inserted),
    };
    align(old, new, &ItemLikeness).into_iter().map(item).collect()
}

/// Merges two items. Their first paragraphs, which are beside the bullets, are always matched.
fn item(old: &[Block], new: &[Block]) -> Vec<Block> {
    match (old, new) {
        ([first @ Block { kind: BlockKind::Paragraph(_), .. }, before @ ..], [head, after @ ..])
            if matches!(head.kind, BlockKind::Paragraph(_)) =>
        {
            std::iter::once(pair(first, head)).chain(blocks(before, after)).collect()
        }
        _ => blocks(old, new),
    }
}

/// A block that only one edition has; `None` for a deleted block that prints nothing.
fn edited(block: &Block, edit: Edit) -> Option<Block> {
    let all = |blocks: &[Block]| blocks.iter().filter_map(|block| edited(block, edit)).collect::<Vec<_>>();
    Some(plain(match &block.kind {
        BlockKind::Heading { level, text } => BlockKind::Heading { level: *level, text: wrapped(text, edit) },
        BlockKind::Paragraph(text) => BlockKind::Paragraph(wrapped(text, edit)),
        BlockKind::Quote(inner) => BlockKind::Quote(all(inner)),
        BlockKind::List { start, items } => {
            BlockKind::List { start: *start, items: items.iter().map(|item| all(item)).collect() }
        }
        BlockKind::Table(table) => BlockKind::Table(table::edited(table, edit)),
        BlockKind::Region(region, inner) => BlockKind::Region(region.clone(), all(inner)),
        BlockKind::Picture(picture) => BlockKind::Picture(PictureBlock { edit: Some(edit), ..picture.clone() }),
        BlockKind::Rule | BlockKind::PageBreak | BlockKind::Contents if edit == Edit::Deleted => return None,
        kind => kind.clone(),
    }))
}

#[cfg(test)]
mod tests;
