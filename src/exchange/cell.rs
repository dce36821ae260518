//! A value of the file as the text of a cell, and back.
//!
//! What is written is read again as the same values, whatever they are; a test asks that of any text.

use crate::parse::{TomlTable, TomlValue, ValueKind, quoted};
use crate::schema::Type;

/// What is between the items of a list.
const SEPARATOR: char = '|';
/// What comes before a separator or a space that is part of an item.
const ESCAPE: char = '\\';
/// The characters at which a spreadsheet takes a cell for a formula (OWASP, CSV Injection), with their full-width
/// forms.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
/// What comes before such a character, so that the cell is a text.
const GUARD: char = '\'';

/// The values of a field, as a person types them: one, or those of a list. `None` of what a sound brief does not have.
pub(super) fn values(value: &TomlValue) -> Option<Vec<String>> {
    match &value.kind {
        ValueKind::List(items) => items.iter().map(one).collect(),
        // Marks: `text=TLP:RED`.
        ValueKind::Table(table) => {
            table.entries.iter().map(|(name, entry)| Some(format!("{name}={}", one(&entry.value)?))).collect()
        }
        _ => one(value).map(|text| vec![text]),
    }
}

fn one(value: &TomlValue) -> Option<String> {
    match &value.kind {
        ValueKind::Text(text) => Some(text.clone()),
        ValueKind::Integer(number) => number.map(|number| number.to_string()),
        ValueKind::Boolean(value) => Some(value.to_string()),
        ValueKind::Date(date) => Some(date.to_string()),
        ValueKind::Table(table) => in_braces(table),
        ValueKind::Float | ValueKind::Time | ValueKind::List(_) | ValueKind::Unread => None,
    }
}

/// A table as it stands in the file in braces.
fn in_braces(table: &TomlTable) -> Option<String> {
    let pair = |(name, entry): (&String, &crate::parse::TomlEntry)| {
        let value = one(&entry.value)?;
        Some(format!("{name} = {}", if entry.value.as_text().is_some() { quoted(&value) } else { value }))
    };
    let pairs: Vec<String> = table.entries.iter().map(pair).collect::<Option<_>>()?;
    Some(format!("{{ {} }}", pairs.join(", ")))
}

/// Whether a field has several values in one cell.
fn is_list(kind: &Type) -> bool {
    matches!(kind, Type::List(_) | Type::OneOrMore(_) | Type::Marks)
}

/// Values as the text of a cell.
pub(super) fn written(kind: &Type, values: &[String]) -> String {
    let text = if is_list(kind) {
        values.iter().map(|item| item_written(item)).collect::<Vec<_>>().join(&format!(" {SEPARATOR} "))
    } else {
        values.concat()
    };
    guarded(text)
}

/// The values in a cell; none in an empty one.
pub(super) fn read(kind: &Type, cell: &str) -> Vec<String> {
    // Spreadsheets write the line endings of their system.
    let text = unguarded(cell).replace("\r\n", "\n");
    if text.trim().is_empty() {
        return Vec::new();
    }
    match kind {
        kind if is_list(kind) => items(&text),
        // Spreadsheets write TRUE and FALSE.
        Type::Boolean => vec![text.trim().to_lowercase()],
        _ => vec![text],
    }
}

fn item_written(item: &str) -> String {
    let mut text = String::new();
    let last = item.chars().count().saturating_sub(1);
    let mut chars = item.chars().enumerate().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let needs = match c {
            SEPARATOR => true,
            ESCAPE => next.is_none_or(is_special),
            _ => c.is_whitespace() && (at == 0 || at == last),
        };
        text.extend(needs.then_some(ESCAPE));
        text.push(c);
    }
    text
}

/// Whether an escape takes away the meaning of a character.
fn is_special(c: char) -> bool {
    c == SEPARATOR || c == ESCAPE || c.is_whitespace()
}

/// The items of a list, without the white space around each.
fn items(text: &str) -> Vec<String> {
    let mut all = vec![Vec::new()];
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let item = all.last_mut();
        match c {
            SEPARATOR => all.push(Vec::new()),
            ESCAPE if chars.peek().is_some_and(|next| is_special(*next)) => {
                let escaped = chars.next().map(|next| (next, true));
                item.into_iter().for_each(|item| item.extend(escaped));
            }
            _ => item.into_iter().for_each(|item| item.push((c, false))),
        }
    }
    let is_blank = |(c, escaped): &(char, bool)| c.is_whitespace() && !escaped;
    let trimmed = |item: Vec<(char, bool)>| -> String {
        let start = item.iter().position(|it| !is_blank(it)).unwrap_or(item.len());
        let end = item.iter().rposition(|it| !is_blank(it)).map_or(start, |last| last + 1);
        item[start..end].iter().map(|(c, _)| *c).collect()
    };
    all.into_iter().map(trimmed).collect()
}

/// A text that no spreadsheet takes for a formula.
fn guarded(text: String) -> String {
    let mut chars = text.chars();
    let is_taken = match chars.next() {
        Some(GUARD) => chars.next().is_some_and(is_guarded),
        Some(first) => FORMULA.contains(&first),
        None => false,
    };
    if is_taken { format!("{GUARD}{text}") } else { text }
}

/// The text again.
fn unguarded(cell: &str) -> &str {
    cell.strip_prefix(GUARD).filter(|text| text.starts_with(is_guarded)).unwrap_or(cell)
}

/// Whether a guard before a character is one.
fn is_guarded(c: char) -> bool {
    FORMULA.contains(&c) || c == GUARD
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LIST: Type = Type::List(&Type::Prose);

    #[test]
    fn no_cell_begins_as_a_formula() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("+49 30", "'+49 30"),
            ("-", "'-"),
            ("@ministry", "'@ministry"),
            ("\tx", "'\tx"),
            ("＝1", "'＝1"),
            ("'=1", "''=1"),
            ("''", "'''"),
            ("'tis", "'tis"),
            ("'", "'"),
            ("a=1", "a=1"),
        ] {
            assert_eq!(written(&Type::Text, &[text.to_owned()]), cell);
            assert_eq!(read(&Type::Text, cell), [text]);
        }
    }

    #[test]
    fn a_list_stands_in_one_cell() {
        let list = |cell: &str| read(&LIST, cell);
        assert_eq!(written(&LIST, &["a b".to_owned(), "c | d".to_owned(), " e".to_owned()]), "a b | c \\| d | \\ e");
        assert_eq!(list("a|b | c "), ["a", "b", "c"]);
        // A backslash of prose needs no other.
        assert_eq!(list("\\*a\\* | b"), ["\\*a\\*", "b"]);
        assert_eq!(list("  "), Vec::<String>::new());
        assert_eq!(read(&Type::Boolean, "TRUE"), ["true"]);
        assert_eq!(read(&Type::Prose, "a\r\n\r\nb"), ["a\n\nb"]);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(items in proptest::collection::vec("[-|\\\\ \t'=a*\n]{1,8}", 1..4)) {
            let cell = written(&LIST, &items);
            prop_assert!(!cell.starts_with(FORMULA));
            // A cell that is blank as a whole is an empty one.
            if !unguarded(&cell).trim().is_empty() {
                prop_assert_eq!(read(&LIST, &cell), items.clone());
            }
            let text = items.concat();
            if !text.trim().is_empty() {
                prop_assert_eq!(read(&Type::Prose, &written(&Type::Prose, std::slice::from_ref(&text))), [text]);
            }
        }
    }
}
