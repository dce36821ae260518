//! Where in the text a record or field belongs.

use std::ops::Range;

use super::field_path::FieldPlace;
use super::items::{Spelling, items};
use super::{is_field, same};
use crate::parse::{TomlDocument, TomlEntry, TomlTable};
use crate::schema;
use crate::source::line_ending;

pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

pub(super) fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end + 1)
}

/// The byte at which a new record is written: after the last of its like; where there is none, after the table that
/// comes before it in the order of the format. Comments that follow belong to what comes after them.
pub(super) fn for_record(text: &str, document: &TomlDocument, path: &str) -> usize {
    let mut items = items(text, document);
    items.retain(|item| item.spelling != Spelling::Braces);
    let mut group = path;
    let mut last = None;
    while let Some((outer, _)) = group.rsplit_once('.').filter(|_| last.is_none()) {
        group = outer;
        last = items.iter().rposition(|item| item.is_within(group));
    }
    let last = last.or_else(|| {
        let order = schema::parts_after("");
        let rank = |path: &str| order.iter().position(|name| path.split('.').next() == Some(name));
        let own = rank(path);
        let nearest = items.iter().map(|item| rank(&item.path)).filter(|rank| *rank < own).max()?;
        items.iter().rposition(|item| rank(&item.path) == nearest)
    });
    let Some(mut last) = last else { return text.len() };
    // A header ends the table before it: the fields that follow would fall into the new one.
    while items.get(last + 1).is_some_and(|next| !next.is_header()) {
        last += 1;
    }
    line_end(text, items[last].end)
}

/// What is written, with the line endings of the file.
pub(super) fn with_line_ends_of(text: &str, piece: &str) -> String {
    piece.replace('\n', line_ending(text))
}

/// A record with one blank line before it and one before what follows. A text without a last line ending gets none.
pub(super) fn as_paragraph(text: &str, at: usize, record: &str) -> String {
    let (before, after) = text.split_at(at);
    let mut piece = String::new();
    if !before.trim_start_matches('\u{feff}').is_empty() {
        piece.push_str(if before.ends_with('\n') { "\n" } else { "\n\n" });
    }
    piece.push_str(record.trim_end());
    if after.is_empty() {
        piece.push_str(if before.ends_with('\n') || before.is_empty() { "\n" } else { "" });
    } else {
        let blank = after[..line_end(after, 0)].trim().is_empty();
        piece.push_str(if blank { "\n" } else { "\n\n" });
    }
    with_line_ends_of(text, &piece)
}

/// Where a new field of a table is written, and what is around it.
pub(super) struct Around {
    pub(super) at: usize,
    /// Whether it is in braces, on the line of its neighbours.
    pub(super) braces: bool,
    before: String,
    after: &'static str,
}

impl Around {
    /// A field with what is around it, in the line endings of the file.
    pub(super) fn piece(&self, text: &str, field: &str) -> String {
        with_line_ends_of(text, &format!("{}{field}{}", self.before, self.after))
    }
}

/// Whether a field is in braces: something else than the parts of its name comes before it on the line.
pub(super) fn in_braces(text: &str, key: usize) -> bool {
    start_of(text, key).is_none()
}

/// What is on the line before a key: white space, and the first parts of a dotted name.
fn start_of(text: &str, key: usize) -> Option<&str> {
    let start = text[line_start(text, key)..key].trim_start_matches('\u{feff}');
    let plain = |c: char| c.is_ascii_alphanumeric() || " \t_-.\"'".contains(c);
    start.chars().all(plain).then_some(start)
}

/// The place of a new field: after the nearest field that comes before it in the order of the format, otherwise first.
/// `None` when the table has neither a header nor a field that shows how its fields are written.
pub(super) fn for_field(
    text: &str,
    table: &TomlTable,
    header: Option<Range<usize>>,
    place: &FieldPlace,
) -> Option<Around> {
    let fields: Vec<(&String, &TomlEntry)> = table.entries.iter().filter(|(_, entry)| is_field(text, entry)).collect();
    let earlier = place.table.all_fields().map(|field| field.name).take_while(|name| *name != place.field.name);
    let previous = earlier.filter_map(|name| fields.iter().find(|(field, _)| *field == name)).last();
    if let Some((_, entry)) = previous {
        let end = entry.value.span.end;
        let Some(start) = start_of(text, entry.key.start) else {
            return Some(Around { at: end, braces: true, before: ", ".to_owned(), after: "" });
        };
        let at = line_end(text, end);
        return Some(if text[..at].ends_with('\n') {
            Around { at, braces: false, before: start.to_owned(), after: "\n" }
        } else {
            Around { at, braces: false, before: format!("\n{start}"), after: "" }
        });
    }
    if let Some(header) = header {
        let at = line_end(text, header.end);
        let indent = fields.iter().min_by_key(|(_, entry)| entry.key.start);
        let indent = indent.and_then(|(_, entry)| start_of(text, entry.key.start)).unwrap_or_default();
        let indent = if indent.trim().is_empty() { indent } else { "" };
        return Some(if text[..at].ends_with('\n') {
            Around { at, braces: false, before: indent.to_owned(), after: "\n" }
        } else {
            Around { at, braces: false, before: format!("\n{indent}"), after: "" }
        });
    }
    if let Some((_, first)) = fields.iter().min_by_key(|(_, entry)| entry.key.start) {
        let key = first.key.start;
        return Some(match start_of(text, key) {
            Some(start) => {
                let at = line_start(text, key).max(start_of_text(text));
                Around { at, braces: false, before: start.to_owned(), after: "\n" }
            }
            None => Around { at: key, braces: true, before: String::new(), after: ", " },
        });
    }
    // The top of a file without fields: below what is said of the file.
    place.table.path.is_empty().then(|| {
        let mut at = start_of_text(text);
        while text[at..].starts_with('#') {
            at = line_end(text, at);
        }
        let before = if at > 0 && !text[..at].ends_with(['\n', '\u{feff}']) { "\n" } else { "" };
        let blank = text[at..].starts_with(['\n', '\r']) || text[at..].is_empty();
        Around { at, braces: false, before: before.to_owned(), after: if blank { "\n" } else { "\n\n" } }
    })
}

/// The range of the text to take out with a field: its lines without a comment next to it, or its part of the line when
/// it is in braces.
pub(super) fn without(text: &str, table: &TomlTable, header: Option<&Range<usize>>, entry: &TomlEntry) -> Range<usize> {
    let end = entry.value.span.end;
    let key = entry.key.start;
    let others = || table.entries.values().filter(|other| is_field(text, other) && !same_place(other, entry));
    if start_of(text, key).is_none() {
        let next = others().map(|other| other.key.start).filter(|start| *start > key).min();
        let previous = others().filter(|other| other.key.start < key).map(|other| other.value.span.end).max();
        return match (next, previous) {
            (Some(next), _) => key..next,
            (None, Some(previous)) => previous..end,
            (None, None) => key..end,
        };
    }
    let from = line_start(text, key).max(start_of_text(text));
    let to = line_end(text, end);
    let beside = text[end..to].trim();
    if !beside.is_empty() {
        // The comment is where the field was, before the line ending.
        let start = end + text[end..to].find(beside).unwrap_or(0);
        return from..start;
    }
    let first = header.is_some() && others().all(|other| other.key.start > key);
    closed_up(text, from..to, first && others().next().is_some())
}

/// Whole lines that are taken out, with the blank lines that would be too many without them. `below_header` says that
/// the first of them is directly below a header, and that other fields follow.
pub(super) fn closed_up(text: &str, lines: Range<usize>, below_header: bool) -> Range<usize> {
    let start = start_of_text(text);
    let Range { start: mut from, end: mut to } = lines;
    let blank_before = from == start || text[line_start(text, from - 1)..from].trim().is_empty();
    if is_blank_line(text, to) && (blank_before || below_header) {
        // Two blank lines would meet, or one would be below a header.
        to = line_end(text, to);
    }
    if to == text.len() {
        while from > start && text[..from].ends_with('\n') {
            let last = line_start(text, from - 1);
            if !text[last..from].trim().is_empty() {
                break;
            }
            from = last;
        }
        if !text.ends_with('\n') && from > start {
            // The text has no last line ending, and gets none.
            from -= 1;
            from -= usize::from(text[..from].ends_with('\r'));
        }
    }
    from..to
}

/// The byte after a byte order mark.
pub(super) fn start_of_text(text: &str) -> usize {
    if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}

fn same_place(one: &TomlEntry, other: &TomlEntry) -> bool {
    one.key == other.key && same::value(&one.value, &other.value)
}

fn is_blank_line(text: &str, at: usize) -> bool {
    at < text.len() && text[at..line_end(text, at)].trim().is_empty()
}
