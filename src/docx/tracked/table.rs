//! Aligns the rows and columns of two tables.

use super::LEAST;
use super::align::{Likeness, Pair, align};
use super::line::{line, words_of, wrapped};
use crate::docx::edits::{cell_of_neither, empty_cell};
use crate::markdown::{Edit, FieldText, Inline, Table};

type CellContent = Vec<Inline>;

/// A column: its header and its cells.
#[derive(Debug, PartialEq)]
struct TrackedColumn<'t> {
    head: &'t CellContent,
    cells: Vec<&'t CellContent>,
}

struct ColumnLikeness;

impl Likeness<TrackedColumn<'_>> for ColumnLikeness {
    fn words(&self, column: &TrackedColumn<'_>) -> Vec<String> {
        let mut words = Vec::new();
        column.cells.iter().for_each(|cell| words_of(cell, &mut words));
        words
    }

    fn least(&self, old: &TrackedColumn<'_>, new: &TrackedColumn<'_>) -> Option<u8> {
        Some(if old.head == new.head { 0 } else { LEAST })
    }
}

struct RowLikeness;

impl Likeness<Vec<CellContent>> for RowLikeness {
    fn words(&self, row: &Vec<CellContent>) -> Vec<String> {
        let mut words = Vec::new();
        row.iter().for_each(|cell| words_of(cell, &mut words));
        words
    }

    fn least(&self, old: &Vec<CellContent>, new: &Vec<CellContent>) -> Option<u8> {
        // The subject of a row is the first line of its first cell.
        let name = |row: &[CellContent]| parts(row.first().map_or(&[], Vec::as_slice)).0;
        Some(if name(old) == name(new) { 0 } else { LEAST })
    }
}

/// Merges an old and a new table. The result has the columns of both.
pub(super) fn merge(old: &Table, new: &Table) -> Table {
    let columns = align(&columns(old), &columns(new), &ColumnLikeness);
    let cell = |old: Option<&Vec<CellContent>>, new: Option<&Vec<CellContent>>, column: Pair| -> CellContent {
        let before = |at: usize| old.and_then(|row| row.get(at));
        let after = |at: usize| new.and_then(|row| row.get(at));
        let (before, after) = match column {
            Pair::Both(left, right) => (before(left), after(right)),
            Pair::Old(at) => (before(at), None),
            Pair::New(at) => (None, after(at)),
        };
        match (before, after) {
            (Some(before), Some(after)) => cell(before, after),
            (Some(before), None) => cell_of_one(before, Edit::Deleted),
            (None, Some(after)) => cell_of_one(after, Edit::Inserted),
            (None, None) => cell_of_neither(),
        }
    };
    let row = |old: Option<&Vec<CellContent>>, new: Option<&Vec<CellContent>>| {
        columns.iter().map(|column| cell(old, new, *column)).collect::<Vec<CellContent>>()
    };
    let rows = align(&old.rows, &new.rows, &RowLikeness).into_iter().map(|it| match it {
        Pair::Both(before, after) => row(Some(&old.rows[before]), Some(&new.rows[after])),
        Pair::Old(at) => row(Some(&old.rows[at]), None),
        Pair::New(at) => row(None, Some(&new.rows[at])),
    });
    Table { header: row(Some(&old.header), Some(&new.header)), rows: rows.collect() }
}

/// Merges two cells. The part below the first line is compared separately, because it is a separate paragraph.
fn cell(old: &CellContent, new: &CellContent) -> CellContent {
    let ((head, below), (new_head, new_below)) = (parts(old), parts(new));
    let mut all = line(&head, &new_head);
    let broken = |edit| vec![Inline::Edited { edit, text: vec![Inline::Break] }];
    match (below, new_below) {
        (Some(before), Some(after)) => {
            all.push(Inline::Break);
            all.extend(line(&before, &after));
        }
        (Some(before), None) => {
            all.extend(broken(Edit::Deleted));
            all.extend(wrapped(&before, Edit::Deleted));
        }
        (None, Some(after)) => {
            all.extend(broken(Edit::Inserted));
            all.extend(wrapped(&after, Edit::Inserted));
        }
        (None, None) => {}
    }
    // If a cell becomes empty, or was empty before, the cell itself is not inserted or deleted with its words.
    if old.is_empty() != new.is_empty() {
        all.push(Inline::Text(FieldText::default()));
    }
    all
}

/// A cell that only one edition has.
fn cell_of_one(cell: &[Inline], edit: Edit) -> CellContent {
    if cell.is_empty() { empty_cell(edit) } else { wrapped(cell, edit) }
}

/// The first line of a cell, and the text below it.
fn parts(cell: &[Inline]) -> (CellContent, Option<CellContent>) {
    match cell.iter().position(|inline| *inline == Inline::Break) {
        Some(at) => (cell[..at].to_vec(), Some(cell[at + 1..].to_vec())),
        None => (cell.to_vec(), None),
    }
}

/// A table that only one edition has.
pub(super) fn edited(table: &Table, edit: Edit) -> Table {
    let row = |cells: &Vec<CellContent>| cells.iter().map(|cell| cell_of_one(cell, edit)).collect();
    Table { header: row(&table.header), rows: table.rows.iter().map(row).collect() }
}

fn columns(table: &Table) -> Vec<TrackedColumn<'_>> {
    let cells = |at: usize| table.rows.iter().filter_map(|row| row.get(at)).collect();
    table.header.iter().enumerate().map(|(at, head)| TrackedColumn { head, cells: cells(at) }).collect()
}
