//! Whether two documents mean the same.

use super::inner_path;
use super::prose::paragraphs;
use crate::parse::{Kind, Table, Value};
use crate::schema;

/// The path of the first value in which two documents differ; `None` when they mean the same: the same records in the
/// same order, the same fields and named tables in any order, and the same texts, except for white space that prose
/// does not show.
pub(super) fn difference(one: &Table, other: &Table) -> Option<String> {
    tables(one, other, "", "")
}

/// `at` is the path in the schema, `path` that in the file.
fn tables(one: &Table, other: &Table, at: &str, path: &str) -> Option<String> {
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

fn value(one: &Value, other: &Value, at: &str, path: &str) -> Option<String> {
    match (&one.kind, &other.kind) {
        (Kind::Text(one), Kind::Text(other)) if one == other || paragraphs(one) == paragraphs(other) => None,
        (Kind::Integer(one), Kind::Integer(other)) if one == other => None,
        (Kind::Boolean(one), Kind::Boolean(other)) if one == other => None,
        (Kind::Date(one), Kind::Date(other)) if one == other => None,
        (Kind::Float, Kind::Float) | (Kind::Time, Kind::Time) => None,
        (Kind::List(one), Kind::List(other)) if one.len() == other.len() => one
            .iter()
            .zip(other)
            .enumerate()
            .find_map(|(nth, (one, other))| value(one, other, at, &format!("{path}[{nth}]"))),
        (Kind::Table(one), Kind::Table(other)) => tables(one, other, at, path),
        _ => Some(path.to_owned()),
    }
}
