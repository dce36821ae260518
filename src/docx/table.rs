//! Tables.

use super::WordWriter;
use super::change::{cell_tag, tag};
use super::edits::{edit_of_row, edits_of_columns};
use crate::markdown::{Edit, Inline, Table, plain_text};

/// A word counts as having at most this many characters; longer ones are divided.
const LONGEST_WORD: usize = 16;

impl WordWriter<'_> {
    /// Writes a table whose header is repeated on every page. With `rows`, its first column has row headings.
    pub(super) fn table(&mut self, table: &Table, rows: bool) {
        if self.after_table || self.page_break {
            self.gap(None);
        }
        let widths = widths(table, self.width, self.figures.cell());
        let width = self.width.to_string();
        self.xml.open("w:tbl", &[]);
        self.xml.open("w:tblPr", &[]);
        self.xml.val("w:tblStyle", "BriefTable");
        if self.rtl {
            self.xml.empty("w:bidiVisual", &[]);
        }
        self.xml.empty("w:tblW", &[("w:w", &width), ("w:type", "dxa")]);
        self.xml.empty("w:tblLayout", &[("w:type", "fixed")]);
        let first = if rows { "1" } else { "0" };
        self.xml.empty(
            "w:tblLook",
            &[
                ("w:val", if rows { "06A0" } else { "0620" }),
                ("w:firstRow", "1"),
                ("w:lastRow", "0"),
                ("w:firstColumn", first),
                ("w:lastColumn", "0"),
                ("w:noHBand", "1"),
                ("w:noVBand", "1"),
            ],
        );
        let heading = self.written.checked_sub(1).map(|at| self.outline.headings[at].text.clone());
        if let Some(heading) = heading {
            self.xml.val("w:tblCaption", &heading);
        }
        self.xml.close("w:tblPr");
        self.xml.group("w:tblGrid", &[], |xml| {
            widths.iter().for_each(|width| xml.empty("w:gridCol", &[("w:w", &width.to_string())]));
        });
        self.xml.end_line();
        let columns = if self.changes.is_tracked() { edits_of_columns(table) } else { Vec::new() };
        let kind = if rows { WordRow::Headed } else { WordRow::Plain };
        for (row, kind) in
            std::iter::once((&table.header, WordRow::Header)).chain(table.rows.iter().map(|row| (row, kind)))
        {
            self.row(row, &widths, kind, &columns);
        }
        self.xml.close("w:tbl");
        self.xml.end_line();
        (self.after_table, self.after_section) = (true, false);
    }

    fn row(&mut self, cells: &[Vec<Inline>], widths: &[u32], row: WordRow, columns: &[Option<Edit>]) {
        self.xml.open("w:tr", &[]);
        self.xml.open("w:trPr", &[]);
        self.xml.empty("w:cantSplit", &[]);
        if matches!(row, WordRow::Header) {
            self.xml.empty("w:tblHeader", &[]);
        }
        let edit = edit_of_row(cells).filter(|_| self.changes.is_tracked());
        if let Some(edit) = edit {
            self.changes.mark(&mut self.xml, tag(edit));
        }
        self.xml.close("w:trPr");
        for (at, width) in widths.iter().enumerate() {
            let cell = cells.get(at).map_or(&[][..], Vec::as_slice);
            self.xml.open("w:tc", &[]);
            self.xml.open("w:tcPr", &[]);
            self.xml.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")]);
            if let Some(edit) = columns.get(at).copied().flatten().filter(|_| edit.is_none()) {
                self.changes.mark(&mut self.xml, cell_tag(edit));
            }
            self.xml.close("w:tcPr");
            match row {
                WordRow::Header => self.paragraph("TableHeading", |writer| writer.inlines(cell)),
                WordRow::Headed if at == 0 => self.row_heading(cell),
                WordRow::Headed | WordRow::Plain => self.paragraph("TableText", |writer| writer.inlines(cell)),
            }
            self.xml.close("w:tc");
        }
        self.xml.close("w:tr");
        self.xml.end_line();
    }

    /// Writes a row heading. Text below the name of the row is less prominent.
    fn row_heading(&mut self, cell: &[Inline]) {
        let edit = |inline: &Inline| match inline {
            Inline::Break => Some(None),
            Inline::Edited { edit, text } if self.changes.is_tracked() && text == &[Inline::Break] => Some(Some(*edit)),
            _ => None,
        };
        let broken = cell.iter().enumerate().find_map(|(at, inline)| Some((at, edit(inline)?)));
        let (end, edit) = broken.unwrap_or((cell.len(), None));
        self.end_of_paragraph = edit;
        self.paragraph("TableHeading", |writer| writer.inlines(&cell[..end]));
        if let Some(below) = cell.get(end + 1..) {
            self.paragraph("TableText", |writer| {
                writer.within(|face| face.style = Some("Quiet"), |writer| writer.inlines(below));
            });
        }
    }
}

#[derive(Clone, Copy)]
enum WordRow {
    Header,
    Headed,
    Plain,
}

/// The widths of the columns, which add up to `width`. Each column has room for its longest word. The remaining width
/// is distributed in proportion to the longest cells.
fn widths(table: &Table, width: u32, (character, padding): (u32, u32)) -> Vec<u32> {
    let count = table.header.len().max(1);
    // In characters.
    let (mut least, mut most) = (vec![1_usize; count], vec![1_usize; count]);
    for cells in std::iter::once(&table.header).chain(&table.rows) {
        for (at, cell) in cells.iter().enumerate().take(count) {
            let words = plain_text(cell);
            let longest = words.split([' ', '-', '–', '/']).map(|word| word.chars().count()).max().unwrap_or(0);
            // One more character than the longest word: capitals are wider, and a word of two characters must not be
            // divided.
            least[at] = least[at].max(longest.min(LONGEST_WORD) + 1);
            most[at] = most[at].max(words.chars().count());
        }
    }
    let width = u64::from(width);
    let wanted = |characters: usize| characters as u64 * u64::from(character) + 2 * u64::from(padding);
    let bases: Vec<u64> = least.iter().map(|least| wanted(*least)).collect();
    let all_bases: u64 = bases.iter().sum();
    // A cell with several lines asks for at most the full width.
    let extra: Vec<u64> =
        most.iter().zip(&bases).map(|(most, base)| wanted(*most).min(width).saturating_sub(*base)).collect();
    let all_extra = extra.iter().sum::<u64>().max(1);
    let (room, rest) = (all_bases.min(width), width.saturating_sub(all_bases));
    let mut widths: Vec<u32> = bases
        .iter()
        .zip(&extra)
        .map(|(base, extra)| (base * room / all_bases.max(1) + rest * extra / all_extra) as u32)
        .collect();
    let sum: u32 = widths.iter().sum();
    if let Some(last) = widths.last_mut() {
        *last += width as u32 - sum;
    }
    widths
}
