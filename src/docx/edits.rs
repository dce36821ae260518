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
fn whole_edit_of<'t>(lines: impl Iterator<Item = &'t [Inline]>) -> Option<Edit> {
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

/// An empty cell of a row or column that one edition has alone. An empty cell of any other kind is in both.
pub(super) fn empty_cell(edit: Edit) -> Vec<Inline> {
    vec![Inline::Edited { edit, text: Vec::new() }]
}

/// A cell that neither edition has: of a row that only one has, in a column that only the other has.
pub(super) fn cell_of_neither() -> Vec<Inline> {
    [Edit::Deleted, Edit::Inserted].into_iter().flat_map(empty_cell).collect()
}

/// What was done to all cells of a row or a column; `None` when one of them is in both editions.
fn whole_edit_of_cells<'t>(cells: impl Iterator<Item = &'t Vec<Inline>>) -> Option<Edit> {
    let neither = cell_of_neither();
    let mut all = cells.filter(|cell| **cell != neither).map(|cell| whole_edit(cell));
    let first = all.next()??;
    all.all(|edit| edit == Some(first)).then_some(first)
}

/// What was done to all of a row.
pub(super) fn edit_of_row(row: &[Vec<Inline>]) -> Option<Edit> {
    whole_edit_of_cells(row.iter())
}

/// For each column what was done to all of it; rows that one edition has alone do not count.
pub(super) fn edits_of_columns(table: &Table) -> Vec<Option<Edit>> {
    let rows = std::iter::once(&table.header).chain(&table.rows);
    let common: Vec<&Vec<Vec<Inline>>> = rows.filter(|row| edit_of_row(row).is_none()).collect();
    let column = |at: usize| whole_edit_of_cells(common.iter().filter_map(|row| row.get(at)));
    (0..table.header.len()).map(column).collect()
}
