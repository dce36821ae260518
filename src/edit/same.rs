//! Whether a change did what was asked and nothing else.

use std::collections::HashMap;

use crate::parse::{TomlEntry, TomlTable, TomlValue, ValueKind};

/// Whether two trees are the same, also in the order of their entries, but for what is at some paths.
pub(super) fn but(one: &TomlTable, other: &TomlTable, paths: &[&str]) -> bool {
    // What of each name may differ: the rest of some paths, or all of it where one of them ends.
    let mut changed: HashMap<&str, Option<Vec<&str>>> = HashMap::new();
    for path in paths {
        let (name, rest) = path.split_once('.').map_or((*path, None), |(name, rest)| (name, Some(rest)));
        let rests = changed.entry(name).or_insert_with(|| Some(Vec::new()));
        *rests = rests.take().zip(rest).map(|(mut rests, rest)| {
            rests.push(rest);
            rests
        });
    }
    // What is there only because of a path may come and go with it.
    let is_kept = |key: &&String| match changed.get(key.as_str()) {
        None => true,
        Some(rests) => rests.is_some() && one.get(key).is_some() && other.get(key).is_some(),
    };
    let is_same = |key: &str| match (one.get(key), other.get(key), changed.get(key)) {
        (Some(one), Some(other), None) => value(one, other),
        (.., Some(None)) | (None, None, _) => true,
        (one, other, Some(Some(rests))) => {
            // A table that only holds what was added is implied by its name.
            let nothing = TomlTable::default();
            let inner = |value: Option<&'_ TomlValue>| value.map_or(Some(nothing.clone()), |it| it.as_table().cloned());
            inner(one).zip(inner(other)).is_some_and(|(one, other)| but(&one, &other, rests))
        }
        _ => false,
    };
    one.entries.keys().filter(is_kept).eq(other.entries.keys().filter(is_kept))
        && one.entries.keys().chain(other.entries.keys().filter(|key| one.get(key).is_none())).all(|key| is_same(key))
}

/// Whether two trees are the same but for records that only the second has, at these paths.
pub(super) fn but_new(one: &TomlTable, other: &TomlTable, paths: &[String]) -> bool {
    let mut rest = other.clone();
    paths.iter().rev().all(|path| take_out(&mut rest, one, path)) && tables(one, &rest)
}

/// Takes out what is at a path, and what is there only because of it. `old` is the tree without it. Returns whether it
/// was there.
fn take_out(table: &mut TomlTable, old: &TomlTable, path: &str) -> bool {
    let Some((name, rest)) = path.split_once('.') else { return table.entries.shift_remove(path).is_some() };
    let was = old.get(name).and_then(TomlValue::as_table);
    let Some(ValueKind::Table(inner)) = table.entries.get_mut(name).map(|entry| &mut entry.value.kind) else {
        return false;
    };
    let found = take_out(inner, was.unwrap_or(&TomlTable::default()), rest);
    if inner.entries.is_empty() && was.is_none() {
        table.entries.shift_remove(name);
    }
    found
}

/// Whether two values are the same, wherever they are and however they are spelt.
pub(super) fn value(one: &TomlValue, other: &TomlValue) -> bool {
    match (&one.kind, &other.kind) {
        (ValueKind::Text(one), ValueKind::Text(other)) => one == other,
        (ValueKind::Integer(one), ValueKind::Integer(other)) => one == other,
        (ValueKind::Boolean(one), ValueKind::Boolean(other)) => one == other,
        (ValueKind::Date(one), ValueKind::Date(other)) => one == other,
        // What they say is not kept; they are never what a brief takes.
        (ValueKind::Float, ValueKind::Float) | (ValueKind::Time, ValueKind::Time) => true,
        (ValueKind::List(one), ValueKind::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| value(one, other))
        }
        (ValueKind::Table(one), ValueKind::Table(other)) => tables(one, other),
        _ => false,
    }
}

fn tables(one: &TomlTable, other: &TomlTable) -> bool {
    let same = |((name, one), (other_name, other)): ((&String, &TomlEntry), (&String, &TomlEntry))| {
        name == other_name && value(&one.value, &other.value)
    };
    one.entries.len() == other.entries.len() && one.entries.iter().zip(&other.entries).all(same)
}
