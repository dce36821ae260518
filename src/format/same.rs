//! Whether two documents mean the same.

use super::inner_path;
use super::prose::paragraphs;
use crate::parse::{TomlTable, TomlValue, ValueKind};
use crate::schema;

/// The path of the first value in which two documents differ; `None` when they mean the same: the same records in the
/// same order, the same fields and named tables in any order, and the same texts, except for white space that prose
/// does not show.
pub(super) fn difference(one: &TomlTable, other: &TomlTable) -> Option<String> {
    tables(one, other, "", "")
}

/// `at` is the path in the schema, `path` that in the file.
fn tables(one: &TomlTable, other: &TomlTable, at: &str, path: &str) -> Option<String> {
    let holds_records = schema::parts_after(at).first().is_some_and(|part| schema::is_id_part(part));
    if one.entries.len() != other.entries.len() || holds_records && !one.entries.keys().eq(other.entries.keys()) {
        return Some(path.to_owned());
    }
    one.entries.iter().find_map(|(name, entry)| {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        match other.get(name) {
            Some(other) => value(&entry.value, other, &inner_path(at, name), &path),
            None => Some(path),
        }
    })
}

fn value(one: &TomlValue, other: &TomlValue, at: &str, path: &str) -> Option<String> {
    match (&one.kind, &other.kind) {
        (ValueKind::Text(one), ValueKind::Text(other)) if one == other || paragraphs(one) == paragraphs(other) => None,
        (ValueKind::Integer(one), ValueKind::Integer(other)) if one == other => None,
        (ValueKind::Boolean(one), ValueKind::Boolean(other)) if one == other => None,
        (ValueKind::Date(one), ValueKind::Date(other)) if one == other => None,
        (ValueKind::Float, ValueKind::Float) | (ValueKind::Time, ValueKind::Time) => None,
        (ValueKind::List(one), ValueKind::List(other)) if one.len() == other.len() => one
            .iter()
            .zip(other)
            .enumerate()
            .find_map(|(nth, (one, other))| value(one, other, at, &format!("{path}[{nth}]"))),
        (ValueKind::Table(one), ValueKind::Table(other)) => tables(one, other, at, path),
        _ => Some(path.to_owned()),
    }
}
