//! Compares two editions of a brief by meaning: by record and field, never by line.
//!
//! Comments, layout and the order of keys are ignored. [`diff`] compares two editions, and [`apply`] turns the old
//! edition into the new one, which the tests use to verify that nothing is missing.

pub mod brackets;
mod headline;
mod lines;
pub mod order;
mod rename;
pub mod render;
mod speaker;
mod token;
mod weight;
pub mod words;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

pub use headline::{Headline, headlines, place};
pub use lines::{joined, merge_by_line, replacements, unified};
pub use rename::Renamed;
pub use speaker::Speaker;
use words::{Comparison, Fragment, TextChange};

use crate::language::Locale;
use crate::record::{Record, Records, Value};
use crate::schema::{Class, Field, TableSchema, Target, Type};

/// All changes between two editions.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Diff {
    /// The old edition, with parties, issues and sources under their new ids.
    pub old: Records,
    /// The new edition.
    pub new: Records,
    /// The records whose ids changed.
    pub renamed: Vec<Renamed>,
    /// The records that moved to another table with the same text, such as a claim that became a development. Maps the
    /// old path to the new one and the new path to the old one.
    pub refiled: HashMap<String, String>,
    /// The changed records, in the reading order of the new edition. A removed record is where it was.
    pub changes: Vec<RecordChange>,
}

/// The changes in one record.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RecordChange {
    /// The path in the new edition; for a removed record, the path in the old one.
    pub path: String,
    /// The schema of its table.
    pub table: &'static TableSchema,
    /// Whether the record was added, removed or kept.
    pub kind: ChangeKind,
    /// Its old path, and how similar the two are, when its id changed.
    pub renamed: Option<Renamed>,
    /// Whether its position among the records of its table changed.
    pub moved: bool,
    /// The path of the record before it in the same table of the new edition.
    pub after: Option<String>,
    /// The changed fields, in the order of the schema; empty for a record that was added or removed.
    pub fields: Vec<FieldChange>,
    /// Whether it is the first change of a text under negotiation, where the number of open brackets is given.
    pub is_first_of_texts: bool,
}

/// The kind of change of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ChangeKind {
    /// It is only in the new edition.
    Added,
    /// It is only in the old edition.
    Removed,
    /// It is in both editions.
    Kept,
}

/// The change of one field.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct FieldChange {
    /// The schema of the field.
    pub field: &'static Field,
    /// The old value.
    pub old: Option<Value>,
    /// The new value.
    pub new: Option<Value>,
    /// The words that changed, if both values are texts.
    pub words: Option<Comparison>,
    /// The items that changed, if the value is a list.
    pub items: Vec<ItemChange>,
    /// The class of the change.
    pub class: Class,
}

/// The change of one item of a list.
#[derive(Debug, Clone)]
pub struct ItemChange {
    /// The old item.
    pub old: Option<Value>,
    /// The new item.
    pub new: Option<Value>,
    /// The words that changed, if both items are texts.
    pub words: Option<Comparison>,
}

impl RecordChange {
    /// The class of its most serious change.
    #[must_use]
    pub fn class(&self) -> Class {
        match self.kind {
            // Shared records are compared themselves; the file that they are in does not matter.
            _ if self.table.path == "use" => Class::Editorial,
            ChangeKind::Kept => self.fields.iter().map(|it| it.class).min().unwrap_or(Class::Editorial),
            _ if self.table.path == "sources.ID" => Class::Evidential,
            _ => Class::Substantive,
        }
    }
}

impl Diff {
    /// Whether there are no changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The same diff, with only the changes of one class.
    #[must_use]
    pub fn only(mut self, class: Class) -> Self {
        self.changes.retain_mut(|change| {
            change.fields.retain(|field| field.class == class);
            if class != Class::Editorial {
                change.moved = false;
                change.renamed = None;
            }
            match change.kind {
                ChangeKind::Kept => !change.fields.is_empty() || change.moved || change.renamed.is_some(),
                _ => change.class() == class,
            }
        });
        mark_first_of_texts(&mut self.changes);
        self
    }

    /// The number of changes of each class, in the order of [`Class::ALL`]. Counts fields, and records that were added,
    /// removed, moved or renamed.
    #[must_use]
    pub fn counts(&self) -> [usize; 3] {
        Class::ALL.map(|class| self.changes.iter().flat_map(RecordChange::classes).filter(|it| *it == class).count())
    }

    /// The headlines of all changes, one line each, in the language with a BCP 47 tag such as `en`; [`headlines`]
    /// returns those of one record.
    #[must_use]
    pub fn headlines(&self, language: &str) -> Vec<Headline> {
        let locale = Locale::of(language, &BTreeMap::new());
        self.changes.iter().flat_map(|change| headlines(self, change, &locale)).collect()
    }

    /// The changes in the record at a path.
    #[must_use]
    pub fn change(&self, path: &str) -> Option<&RecordChange> {
        self.changes.iter().find(|it| it.path == path)
    }
}

impl RecordChange {
    /// The classes of its changes.
    fn classes(&self) -> Vec<Class> {
        match self.kind {
            ChangeKind::Kept => {
                let other = usize::from(self.moved) + usize::from(self.renamed.is_some());
                let fields = self.fields.iter().map(|it| it.class);
                fields.chain(std::iter::repeat_n(Class::Editorial, other)).collect()
            }
            _ => vec![self.class()],
        }
    }
}

/// Compares two editions.
#[must_use]
pub fn diff(old: &Records, new: &Records) -> Diff {
    let (mut old, new) = (old.clone(), new.clone());
    let renamed = rename::detect(&mut old, &new);
    let replaced = replaced(&old, &new);
    let in_both = |path: &str| !replaced.contains(path);
    let mut changes = Vec::new();
    let moved = moved(&old, &new);
    let renamed_to: HashMap<&str, &Renamed> = renamed.iter().map(|it| (it.to.as_str(), it)).collect();
    for (path, record) in &new.list {
        let renamed = renamed_to.get(path.as_str()).copied().cloned();
        let (kind, fields) = match old.get(path).filter(|_| in_both(path)) {
            Some(before) => (ChangeKind::Kept, fields(before, record)),
            None => (ChangeKind::Added, Vec::new()),
        };
        let (after, moved) = moved.get(path).cloned().unwrap_or_default();
        // If a record also changed, that may be the reason why it moved, as for a development with a new date.
        let moved_only = moved && kind == ChangeKind::Kept;
        if kind == ChangeKind::Added || !fields.is_empty() || moved_only || renamed.is_some() {
            changes.push(RecordChange {
                path: path.clone(),
                table: record.table,
                kind,
                renamed,
                moved: moved_only,
                after,
                fields,
                is_first_of_texts: false,
            });
        }
    }
    let mut changes = with_removed(changes, &old, |path| new.get(path).is_some() && in_both(path));
    let refiled = refiled(&old, &new, &changes);
    mark_first_of_texts(&mut changes);
    Diff { old, new, renamed, refiled, changes }
}

/// Adds the removed records to the changes. A removed record comes after the last record before it in its table that
/// changed or was removed; if there is none, after all changes of its table.
fn with_removed(changes: Vec<RecordChange>, old: &Records, is_kept: impl Fn(&str) -> bool) -> Vec<RecordChange> {
    let rank = |it: &RecordChange| crate::schema::TABLES.iter().position(|table| table.path == it.table.path);
    let places: HashMap<&str, usize> = changes.iter().enumerate().map(|(at, it)| (it.path.as_str(), at)).collect();
    let mut after: HashMap<usize, Vec<RecordChange>> = HashMap::new();
    let mut last: BTreeMap<Option<usize>, Vec<RecordChange>> = BTreeMap::new();
    // The table of the last record so far that changed or was removed, and the index of the change that it is, or that
    // it follows.
    let mut before: Option<(&str, Option<usize>)> = None;
    for (path, record) in &old.list {
        if is_kept(path) {
            before = places.get(path.as_str()).map(|at| (record.table.path, Some(*at))).or(before);
            continue;
        }
        let change = RecordChange {
            path: path.clone(),
            table: record.table,
            kind: ChangeKind::Removed,
            renamed: None,
            moved: false,
            after: None,
            fields: Vec::new(),
            is_first_of_texts: false,
        };
        let place = before.filter(|(table, _)| *table == record.table.path).and_then(|(_, place)| place);
        let followers = match place {
            Some(place) => after.entry(place).or_default(),
            None => last.entry(rank(&change)).or_default(),
        };
        followers.push(change);
        before = Some((record.table.path, place));
    }
    let mut all = Vec::new();
    for (at, change) in changes.into_iter().enumerate() {
        let own = rank(&change);
        while let Some(earlier) = last.first_entry().filter(|earlier| *earlier.key() < own) {
            all.append(&mut earlier.remove());
        }
        all.push(change);
        all.append(&mut after.remove(&at).unwrap_or_default());
    }
    all.extend(last.into_values().flatten());
    all
}

/// Marks the first change of a text under negotiation.
fn mark_first_of_texts(changes: &mut [RecordChange]) {
    let is_of_text = |it: &&mut RecordChange| matches!(it.table.path, TEXTS | VARIANTS);
    if let Some(first) = changes.iter_mut().find(is_of_text) {
        first.is_first_of_texts = true;
    }
}

/// Finds records that were added and have the same text as a removed record of another table.
fn refiled(old: &Records, new: &Records, changes: &[RecordChange]) -> HashMap<String, String> {
    let text =
        |records: &Records, path: &str| records.get(path).and_then(|it| it.text("text")).filter(|it| it.contains(' '));
    let of = |kind| changes.iter().filter(move |it| it.kind == kind && it.table.path != "positions.ISSUE.PARTY");
    let gone = of(ChangeKind::Removed).filter_map(|it| Some((text(old, &it.path)?, it)));
    let mut gone: HashMap<String, &RecordChange> = gone.collect();
    let mut found = HashMap::new();
    for come in of(ChangeKind::Added) {
        let Some(text) = text(new, &come.path) else { continue };
        // If both are in the same table, they are different records, with different dates for example.
        if gone.get(&text).is_some_and(|it| it.table.path != come.table.path)
            && let Some(gone) = gone.remove(&text)
        {
            found.insert(come.path.clone(), gone.path.clone());
            found.insert(gone.path.clone(), come.path.clone());
        }
    }
    found
}

/// The table of texts under negotiation.
const TEXTS: &str = "texts.ID";

/// The table of versions of these texts.
const VARIANTS: &str = "texts.ID.variants.VARIANT";

/// The path of the outcome.
const OUTCOME: &str = "outcome";

/// Two outcomes with the same name whose dates differ by at most this many days are the same one, with a corrected
/// date.
const CORRECTION: i64 = 7;

/// The table of meetings.
const MEETINGS: &str = "meetings.ID";

/// The paths at which the editions have different meetings or outcomes.
fn replaced(old: &Records, new: &Records) -> HashSet<String> {
    let paths = new.of(MEETINGS).map(Record::path).chain([OUTCOME.to_owned()]);
    paths.filter(|path| old.get(path).zip(new.get(path)).is_some_and(|(old, new)| is_replaced(old, new))).collect()
}

/// Whether the outcome or meeting of the new edition is another event than that of the old one, and not the same one
/// with corrections. It is another event if both the day and the name differ, if the days are more than [`CORRECTION`]
/// days apart, or if it is on the same day but its name has little in common. A meeting that has not been held and
/// keeps its name may have been postponed to any day.
fn is_replaced(old: &Record, new: &Record) -> bool {
    let name = |record: &Record| record.text("event").unwrap_or_default();
    let names = words::text(&name(old), &name(new));
    let days = old.date("date").zip(new.date("date")).map_or(0, |(old, new)| (new - old).whole_days().abs());
    let was_to_come = old.table.path == MEETINGS && !old.fields.contains_key("result");
    match days {
        _ if was_to_come && names.class != Class::Substantive => false,
        0 => names.alike < SAME_ITEM,
        _ => days > CORRECTION || names.class == Class::Substantive,
    }
}

/// For each record of the new edition, the record before it in the same table, and whether it was moved.
fn moved(old: &Records, new: &Records) -> HashMap<String, (Option<String>, bool)> {
    let groups = |records: &Records| {
        let mut groups: indexmap::IndexMap<String, Vec<String>> = indexmap::IndexMap::new();
        for (path, record) in &records.list {
            groups.entry(record.group()).or_default().push(path.clone());
        }
        groups
    };
    let before = groups(old);
    let mut all = HashMap::new();
    for (group, paths) in groups(new) {
        let places: HashMap<&str, usize> =
            before.get(&group).into_iter().flatten().enumerate().map(|(at, path)| (path.as_str(), at)).collect();
        let common: Vec<usize> = paths.iter().filter_map(|path| places.get(path.as_str()).copied()).collect();
        let mut moved = order::moved(&common).into_iter();
        let mut last: Option<String> = None;
        for path in paths {
            let is_moved = places.contains_key(path.as_str()) && moved.next().unwrap_or(false);
            all.insert(path.clone(), (last.replace(path), is_moved));
        }
    }
    all
}

fn fields(old: &Record, new: &Record) -> Vec<FieldChange> {
    let change = |field: &'static Field| {
        let (old, new) = (old.fields.get(field.name), new.fields.get(field.name));
        if old == new {
            return None;
        }
        let words = old.zip(new).and_then(|(old, new)| compared(old, new));
        let items = items(old, new);
        let same_items = items.is_empty() && matches!((old, new), (Some(Value::List(_)), Some(Value::List(_))));
        let class = if same_items {
            Class::Editorial
        } else if !items.is_empty() && items.iter().all(|it| it.words.is_some()) {
            items.iter().filter_map(|it| it.words.as_ref()).map(|it| it.class).min().unwrap_or(Class::Editorial)
        } else {
            words.as_ref().map_or(Class::Substantive, |it| it.class)
        };
        let class = class.max(field.class);
        Some(FieldChange { field, old: old.cloned(), new: new.cloned(), words, items, class })
    };
    new.table.all_fields().filter_map(change).collect()
}

/// The words that changed, if both values are texts.
fn compared(old: &Value, new: &Value) -> Option<Comparison> {
    match (old, new) {
        (Value::Prose(old), Value::Prose(new)) => Some(words::prose(old, new)),
        (Value::Text(old), Value::Text(new)) => Some(words::text(old, new)),
        _ => None,
    }
}

/// Two list items with a larger share of common words, in percent, are one item that was changed.
const SAME_ITEM: u8 = 50;

/// The items that changed; empty when only their order or their typography did.
fn items(old: Option<&Value>, new: Option<&Value>) -> Vec<ItemChange> {
    let list = |value: Option<&Value>| match value {
        Some(Value::List(items)) => Some(items.clone()),
        None => Some(Vec::new()),
        _ => None,
    };
    let (Some(mut gone), Some(mut come)) = (list(old), list(new)) else { return Vec::new() };
    gone.retain(|item| match come.iter().position(|it| it.looks_like(item)) {
        Some(at) => {
            come.remove(at);
            false
        }
        None => true,
    });
    let mut changes: Vec<ItemChange> = Vec::new();
    for old in gone {
        let likest = come.iter().enumerate().filter_map(|(at, new)| {
            let words = compared(&old, new)?;
            (words.alike >= SAME_ITEM).then_some((at, words))
        });
        let likest = likest.max_by_key(|(at, words)| (words.alike, usize::MAX - at));
        match likest {
            Some((at, words)) => {
                let new = come.remove(at);
                changes.push(ItemChange { old: Some(old), new: Some(new), words: Some(words) });
            }
            None => changes.push(ItemChange { old: Some(old), new: None, words: None }),
        }
    }
    changes.extend(come.into_iter().map(|new| ItemChange { old: None, new: Some(new), words: None }));
    changes
}

/// Turns the old edition into the new one, using a diff of the two.
#[must_use]
pub fn apply(diff: &Diff, old: &Records) -> Records {
    let mut records = old.clone();
    for renamed in &diff.renamed {
        rename::rename(&mut records, renamed);
    }
    for gone in diff.changes.iter().filter(|it| it.kind == ChangeKind::Removed) {
        records.list.shift_remove(&gone.path);
    }
    let mut placed: Vec<(Option<String>, String, Record)> = Vec::new();
    for change in &diff.changes {
        let mut record = match change.kind {
            ChangeKind::Removed => continue,
            ChangeKind::Added => diff.new.get(&change.path).cloned(),
            ChangeKind::Kept => records.get(&change.path).cloned(),
        };
        for field in &change.fields {
            if let Some(record) = &mut record {
                match &field.new {
                    Some(value) => drop(record.fields.insert(field.field.name, value.clone())),
                    None => drop(record.fields.shift_remove(field.field.name)),
                }
            }
        }
        let Some(record) = record else { continue };
        if change.moved || change.kind == ChangeKind::Added {
            records.list.shift_remove(&change.path);
            placed.push((change.after.clone(), change.path.clone(), record));
        } else {
            records.list.insert(change.path.clone(), Arc::new(record));
        }
    }
    for (after, path, record) in placed {
        let place = if let Some(at) = after.and_then(|after| records.list.get_index_of(&after)) {
            at + 1
        } else {
            let group = record.group();
            records.list.values().position(|it| it.group() == group).unwrap_or(records.list.len())
        };
        records.list.shift_insert(place, path, Arc::new(record));
    }
    records.sort();
    records
}

/// The type of the items of a field, if it is a list.
fn item_type(field: &Field) -> Option<&'static Type> {
    if let Type::List(item) = field.kind { Some(item) } else { None }
}

/// The record that an id names.
fn target<'a>(records: &'a Records, target: Target, id: &str) -> Option<&'a Record> {
    records.get(&format!("{}.{id}", target.table()))
}

#[cfg(test)]
mod tests;
