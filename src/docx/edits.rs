//! What was done to all of a line, of some lines, of some blocks.

use crate::markdown::{Block, BlockKind, Edit, Inline, Table};

/// What was done to all words of a line; `None` when some were kept, when both was done, and when there are none.
pub(super) fn whole_edit(text: &[Inline]) -> Option<Edit> {
    let mut all = text.iter().map(|inline| match inline {
        Inline::Edited { edit, .. } => Some(*edit),
        _ => None,
    });
    let first = all.next()??;
    all.all(|edit| edit == Some(first)).then_some(first)
}

/// What was done to all words of some lines; lines without words do not count.
pub(super) fn whole_edit_of<'t>(lines: impl Iterator<Item = &'t [Inline]>) -> Option<Edit> {
    let mut all = lines.filter(|text| !text.is_empty()).map(whole_edit);
    let first = all.next()??;
    all.all(|edit| edit == Some(first)).then_some(first)
}

/// What was done to all words of some blocks.
pub(super) fn whole_edit_of_blocks(blocks: &[Block]) -> Option<Edit> {
    let mut all: Vec<Vec<Inline>> = Vec::new();
    lines(blocks, &mut |text| all.push(text.to_vec()));
    whole_edit_of(all.iter().map(Vec::as_slice))
}

/// Calls `found` with each line of some blocks, in their order.
pub(super) fn lines(blocks: &[Block], found: &mut impl FnMut(&[Inline])) {
    for block in blocks {
        match &block.kind {
            BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) => found(text),
            BlockKind::Quote(inner) | BlockKind::Region(_, inner) => lines(inner, found),
            BlockKind::List { items, .. } => items.iter().for_each(|item| lines(item, found)),
            BlockKind::Table(Table { header, rows }) => {
                header.iter().chain(rows.iter().flatten()).for_each(|cell| found(cell));
            }
            _ => {}
        }
    }
}

/// For each column what was done to all of it; rows that one edition has alone do not count.
pub(super) fn edits_of_columns(table: &Table) -> Vec<Option<Edit>> {
    let rows = || std::iter::once(&table.header).chain(&table.rows);
    let of_row = |row: &[Vec<Inline>]| whole_edit_of(row.iter().map(Vec::as_slice));
    let common: Vec<&Vec<Vec<Inline>>> = rows().filter(|row| of_row(row).is_none()).collect();
    let column = |at: usize| whole_edit_of(common.iter().filter_map(|row| row.get(at)).map(Vec::as_slice));
    (0..table.header.len()).map(column).collect()
}
