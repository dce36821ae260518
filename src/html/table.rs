//! Tables.

use super::HtmlWriter;
use crate::markdown::{Inline, Table, plain_text};

/// A table with so many columns or more may be too wide for the page. It must then be possible to scroll it with the
/// keyboard.
const MANY_COLUMNS: usize = 6;
/// The most characters of a column heading that are repeated in each cell for phones. The limit keeps the size of the
/// file proportional to the text.
const LONGEST_LABEL: usize = 80;

impl HtmlWriter<'_> {
    /// Writes a table. A table with a class has row headings in its first column. On a phone, where each row is a
    /// block, a cell shows the heading of its column, from `data-label`.
    pub(super) fn table(&mut self, table: &Table, class: Option<&str>) {
        let class_of_box = class.map_or("table".to_owned(), |class| format!("table {class}"));
        let heading = self.written.checked_sub(1).map(|at| self.outline.headings[at].id.clone());
        let name = heading.as_deref().map(|id| ("aria-labelledby", id));
        let mut attributes = vec![("class", class_of_box.as_str())];
        if table.header.len() >= MANY_COLUMNS {
            attributes.extend([("tabindex", "0"), ("role", "group")].into_iter().chain(name));
        }
        let labels: Vec<String> =
            table.header.iter().map(|cell| plain_text(cell).chars().take(LONGEST_LABEL).collect()).collect();
        self.group("div", &attributes, |writer| {
            writer.group("table", name.as_slice(), |writer| {
                writer.group("thead", &[], |writer| {
                    writer.row(table.header.len(), |writer, at| writer.header_cell(&table.header[at]));
                });
                writer.group("tbody", &[], |writer| {
                    for cells in &table.rows {
                        writer.row(cells.len(), |writer, at| match class {
                            Some(_) if at == 0 => writer.row_heading(&cells[at]),
                            _ => writer.data_cell(labels.get(at).map_or("", String::as_str), &cells[at]),
                        });
                    }
                });
            });
        });
    }

    fn row(&mut self, cells: usize, mut cell: impl FnMut(&mut Self, usize)) {
        self.open("tr", &[]);
        (0..cells).for_each(|at| cell(self, at));
        self.close("tr");
        self.end_line();
    }

    /// Writes a header cell. An empty cell is not a heading.
    fn header_cell(&mut self, cell: &[Inline]) {
        if cell.is_empty() {
            return self.line("td", &[], cell);
        }
        self.line("th", &[("scope", "col")], cell);
    }

    /// Writes a row heading. Text below the name of the row is less prominent.
    fn row_heading(&mut self, cell: &[Inline]) {
        let Some(end) = cell.iter().position(|inline| *inline == Inline::Break) else {
            return self.line("th", &[("scope", "row")], cell);
        };
        self.open("th", &[("scope", "row")]);
        self.inlines(&cell[..end]);
        self.open("br", &[]);
        self.line("small", &[], &cell[end + 1..]);
        self.close("th");
    }

    fn data_cell(&mut self, label: &str, cell: &[Inline]) {
        let label = Some(("data-label", label)).filter(|(_, label)| !label.is_empty() && !cell.is_empty());
        self.line("td", label.as_slice(), cell);
    }
}
