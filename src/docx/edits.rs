//! The common edit of all text in a line, in several lines or in several blocks.

use crate::markdown::{Block, BlockKind, Edit, Inline, Table};

/// The edit of all text in a line; `None` when some text is unchanged, when there are different edits, or when there is
/// no text.
pub(super) fn whole_edit(text: &[Inline]) -> Option<Edit> {
    let mut all = text.iter().map(|inline| match inline {
        Inline::Edited { edit, .. } => Some(*edit),
        _ => None,
    });
    let first = all.next()??;
    all.all(|edit| edit == Some(first)).then_some(first)
}

/// The edit of all text in several lines, not counting lines without text.
fn whole_edit_of<'t>(lines: impl Iterator<Item = &'t [Inline]>) -> Option<Edit> {
    let mut all = lines.filter(|text| !text.is_empty()).map(whole_edit);
    let first = all.next()??;
    all.all(|edit| edit == Some(first)).then_some(first)
}

/// The edit of all text in several blocks.
pub(super) fn whole_edit_of_blocks(blocks: &[Block]) -> Option<Edit> {
    let mut all: Vec<Vec<Inline>> = Vec::new();
    lines(blocks, &mut |text| all.push(text.to_vec()));
    whole_edit_of(all.iter().map(Vec::as_slice))
}

/// Calls `found` with each line of some blocks, in order.
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

/// An empty cell of a row or column that only one edition has. Empty cells of other rows and columns are in both
/// editions.
pub(super) fn empty_cell(edit: Edit) -> Vec<Inline> {
    vec![Inline::Edited { edit, text: Vec::new() }]
}

/// A cell that neither edition has: its row is only in one of them, its column only in the other.
pub(super) fn cell_of_neither() -> Vec<Inline> {
    [Edit::Deleted, Edit::Inserted].into_iter().flat_map(empty_cell).collect()
}

/// The common edit of the cells of a row or a column; `None` when a cell is in both editions.
fn whole_edit_of_cells<'t>(cells: impl Iterator<Item = &'t Vec<Inline>>) -> Option<Edit> {
    let neither = cell_of_neither();
    let mut all = cells.filter(|cell| **cell != neither).map(|cell| whole_edit(cell));
    let first = all.next()??;
    all.all(|edit| edit == Some(first)).then_some(first)
}

/// The edit of a whole row.
pub(super) fn edit_of_row(row: &[Vec<Inline>]) -> Option<Edit> {
    whole_edit_of_cells(row.iter())
}

/// The edit of each whole column, not counting rows that only one edition has.
pub(super) fn edits_of_columns(table: &Table) -> Vec<Option<Edit>> {
    let rows = std::iter::once(&table.header).chain(&table.rows);
    let common: Vec<&Vec<Vec<Inline>>> = rows.filter(|row| edit_of_row(row).is_none()).collect();
    let column = |at: usize| whole_edit_of_cells(common.iter().filter_map(|row| row.get(at)));
    (0..table.header.len()).map(column).collect()
}
