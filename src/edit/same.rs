//! Whether a change did what was asked and nothing else.

use crate::parse::{Entry, Kind, Table, Value};

/// Whether two trees are the same, also in the order of their entries, but for what stands at a path.
pub(super) fn but(one: &Table, other: &Table, path: &str) -> bool {
    // A table that only holds what was added is implied by its name.
    let nothing = Table::default();
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let others = |table: &Table| table.entries.keys().filter(|key| *key != name).cloned().collect::<Vec<_>>();
    let same = |key: &String| match (one.get(key), other.get(key)) {
        (Some(one), Some(other)) => value(one, other),
        _ => false,
    };
    let rest_is_same = others(one) == others(other) && others(one).iter().all(same);
    let inner = |table: &'_ Table| table.get(name).map(|value| value.as_table().cloned());
    rest_is_same
        && match (rest, inner(one), inner(other)) {
            (None, ..) | (_, None, None) => true,
            (Some(rest), one, other) => match (one.unwrap_or(Some(nothing.clone())), other.unwrap_or(Some(nothing))) {
                (Some(one), Some(other)) => but(&one, &other, rest),
                _ => false,
            },
        }
}

/// Whether two trees are the same but for records that only the second has, at these paths.
pub(super) fn but_new(one: &Table, other: &Table, paths: &[String]) -> bool {
    let mut rest = other.clone();
    paths.iter().rev().all(|path| take_out(&mut rest, one, path)) && tables(one, &rest)
}

/// Takes out what stands at a path, and what is there only because of it. `old` is the tree without it. Gives whether it was
/// there.
fn take_out(table: &mut Table, old: &Table, path: &str) -> bool {
    let Some((name, rest)) = path.split_once('.') else { return table.entries.shift_remove(path).is_some() };
    let was = old.get(name).and_then(Value::as_table);
    let Some(Kind::Table(inner)) = table.entries.get_mut(name).map(|entry| &mut entry.value.kind) else {
        return false;
    };
    let found = take_out(inner, was.unwrap_or(&Table::default()), rest);
    if inner.entries.is_empty() && was.is_none() {
        table.entries.shift_remove(name);
    }
    found
}

/// Whether two values are the same, wherever they stand and however they are spelt.
pub(super) fn value(one: &Value, other: &Value) -> bool {
    match (&one.kind, &other.kind) {
        (Kind::Text(one), Kind::Text(other)) => one == other,
        (Kind::Integer(one), Kind::Integer(other)) => one == other,
        (Kind::Boolean(one), Kind::Boolean(other)) => one == other,
        (Kind::Date(one), Kind::Date(other)) => one == other,
        // What they say is not kept; they are never what a brief takes.
        (Kind::Float, Kind::Float) | (Kind::Time, Kind::Time) => true,
        (Kind::List(one), Kind::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| value(one, other))
        }
        (Kind::Table(one), Kind::Table(other)) => tables(one, other),
        _ => false,
    }
}

fn tables(one: &Table, other: &Table) -> bool {
    let same = |((name, one), (other_name, other)): ((&String, &Entry), (&String, &Entry))| {
        name == other_name && value(&one.value, &other.value)
    };
    one.entries.len() == other.entries.len() && one.entries.iter().zip(&other.entries).all(same)
}
