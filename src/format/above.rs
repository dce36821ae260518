//! Comments that are above a blank line, and so are about no field and no table.
//!
//! When the layout puts another statement first, such comments stay where they are: what is said at the top of the file
//! is said of the whole file, and what is elsewhere is not.

use std::ops::Range;

use crate::parse::{TomlTable, statements};

/// A text in which a statement can be moved to the top, without the comments that would be about something else there.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parted {
    /// What is said of the whole file, with its blank lines.
    pub(super) opening: String,
    /// All else.
    pub(super) rest: String,
}

/// Parts a text whose lines end in `\n`; `None` when the statement that comes first in its canonical layout is its
/// first. `first` is that statement in a text laid out.
pub(super) fn part(text: &str, before: &TomlTable, laid_out: &str, after: &TomlTable) -> Option<Parted> {
    let statements = statements(text);
    let place = place_of(before, after, &self::statements(laid_out).first()?.0)?;
    let at = statements.iter().position(|(range, _)| range.contains(&place)).filter(|at| *at > 0)?;
    let line_end = |from: usize| text[from..].find('\n').map_or(text.len(), |end| from + end + 1);
    let head = detached(&text[..statements[0].0.start]).len();
    let start = line_end(statements[at - 1].0.end);
    let moved = start..start + detached(&text[start..statements[at].0.start]).len();
    // Comments stay before what followed the statement, or the table of which it is the header.
    let next = at + 1..statements.len();
    let last = if statements[at].1 { next.clone().find(|it| statements[*it].1).unwrap_or(next.end) - 1 } else { at };
    let end = line_end(statements[last].0.end);
    let piece = &text[moved.clone()];
    let between = if piece.is_empty() || text[..end].ends_with('\n') { "" } else { "\n" };
    let rest = [&text[head..moved.start], &text[moved.end..end], between, piece, &text[end..]].concat();
    Some(Parted { opening: text[..head].to_owned(), rest })
}

/// The lines up to the last blank one that follows a comment; none where no comment is above a blank line.
fn detached(lines: &str) -> &str {
    let (mut at, mut end, mut has_comment) = (0, 0, false);
    for line in lines.split_inclusive('\n').filter(|line| line.ends_with('\n')) {
        at += line.len();
        has_comment |= line.trim_start().starts_with('#');
        if has_comment && line.trim().is_empty() {
            end = at;
        }
    }
    &lines[..end]
}

/// Where in the text the value, or the header, begins that is in a range of the text laid out.
fn place_of(before: &TomlTable, after: &TomlTable, range: &Range<usize>) -> Option<usize> {
    after.entries.iter().find_map(|(name, entry)| {
        let old = before.get(name)?;
        let inner = old.as_table().zip(entry.value.as_table());
        let inner = inner.and_then(|(before, after)| place_of(before, after, range));
        inner.or_else(|| range.contains(&entry.value.span.start).then_some(old.span.start))
    })
}
