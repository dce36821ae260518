//! Lines in columns, for tables that people read in a terminal.

use crate::diagnostic::render::escaped;

/// What is in a cell that has nothing.
pub(in crate::cli) const NONE: &str = "–";

/// How long a text may be in a column, in characters.
const LONGEST: usize = 40;

/// Lines as text, each column as wide as its widest cell.
pub(in crate::cli) fn columns<const N: usize>(lines: impl IntoIterator<Item = [String; N]>) -> String {
    // A line break in a name would begin another line.
    let lines: Vec<[String; N]> = lines.into_iter().map(|line| line.map(|cell| escaped(&cell).into_owned())).collect();
    let mut widths = [0; N];
    for line in &lines {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut out = String::new();
    for line in &lines {
        let mut text = String::new();
        for (width, cell) in widths.iter().zip(line) {
            text.push_str(cell);
            text.extend(std::iter::repeat_n(' ', width + 2 - cell.chars().count()));
        }
        out.push_str(text.trim_end());
        out.push('\n');
    }
    out
}

/// A text on one line, cut where it is too long for a column.
pub(in crate::cli) fn short(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let cut: String = text.chars().take(LONGEST - 1).collect();
    format!("{}…", cut.trim_end())
}
