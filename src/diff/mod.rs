//! What changed in meaning between two editions of a brief: by record and field, never by line.
//!
//! Comments, layout and the order of keys do not count. [`diff`] compares; [`apply`] turns the old edition into
//! the new one, which is how the tests know that nothing is left out.

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

/// All that changed between two editions.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Diff {
    /// The old edition, with parties, issues and sources under their new ids.
    pub old: Records,
    /// The new edition.
    pub new: Records,
    /// Records that go by another id.
    pub renamed: Vec<Renamed>,
    /// Records that say the same in another table, as a claim that is now a development: the old path of each new one, and
    /// the new path of each old one.
    pub refiled: HashMap<String, String>,
    /// The records that changed, in the reading order of the new edition; one that was removed is where it was.
    pub changes: Vec<RecordChange>,
}

/// The changes in one record.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RecordChange {
    /// Its path in the new edition; in the old one when it was removed.
    pub path: String,
    /// Its description in the schema.
    pub table: &'static TableSchema,
    /// What became of the record.
    pub kind: ChangeKind,
    /// Its path in the old edition and how sure that is, when it goes by another id.
    pub renamed: Option<Renamed>,
    /// Whether it is in another place among the records of its table.
    pub moved: bool,
    /// The path of the record before it in the same table of the new edition.
    pub after: Option<String>,
    /// The fields that changed, in the order of the schema; none of a record that was added or removed.
    pub fields: Vec<FieldChange>,
    /// Whether it is the first change of a text under negotiation, at which the count of open brackets is said.
    pub is_first_of_texts: bool,
}

/// The kind of change of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It is in both editions.
    Kept,
}

/// The change of one field.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct FieldChange {
    /// Its description in the schema.
    pub field: &'static Field,
    /// The old value.
    pub old: Option<Value>,
    /// The new value.
    pub new: Option<Value>,
    /// The words that changed, when both are texts.
    pub words: Option<Comparison>,
    /// The items that changed, when it is a list.
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
    /// The words that changed, when both are texts.
    pub words: Option<Comparison>,
}

impl RecordChange {
    /// The class of its most serious part.
    #[must_use]
    pub fn class(&self) -> Class {
        match self.kind {
            // The shared records are compared one by one, whatever file they are in.
            _ if self.table.path == "use" => Class::Editorial,
            ChangeKind::Kept => self.fields.iter().map(|it| it.class).min().unwrap_or(Class::Editorial),
            _ if self.table.path == "sources.ID" => Class::Evidential,
            _ => Class::Substantive,
        }
    }
}

impl Diff {
    /// Whether nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The same with the changes of one class only.
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

    /// How many changes there are of each class, in the order of [`Class::ALL`]: fields, and records that were added,
    /// removed, moved or renamed.
    #[must_use]
    pub fn counts(&self) -> [usize; 3] {
        Class::ALL.map(|class| self.changes.iter().flat_map(RecordChange::classes).filter(|it| *it == class).count())
    }

    /// The changes in words, a line each, in the language of a BCP 47 tag such as `en`; [`headlines`] has those of one
    /// record.
    #[must_use]
    pub fn headlines(&self, language: &str) -> Vec<Headline> {
        let locale = Locale::of(language, &BTreeMap::new());
        self.changes.iter().flat_map(|change| headlines(self, change, &locale)).collect()
    }

    /// The change of a record.
    #[must_use]
    pub fn change(&self, path: &str) -> Option<&RecordChange> {
        self.changes.iter().find(|it| it.path == path)
    }
}

impl RecordChange {
    /// The class of each of its changes.
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
        // A record that also changed may have moved for that reason, as a development with another date.
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

/// The changes of the records of the new edition, and those of the records of the old one that are gone: each follows the
/// one that it followed, if that changed or is gone, too; else it is the last of its table.
fn with_removed(changes: Vec<RecordChange>, old: &Records, is_kept: impl Fn(&str) -> bool) -> Vec<RecordChange> {
    let rank = |it: &RecordChange| crate::schema::TABLES.iter().position(|table| table.path == it.table.path);
    let places: HashMap<&str, usize> = changes.iter().enumerate().map(|(at, it)| (it.path.as_str(), at)).collect();
    let mut after: HashMap<usize, Vec<RecordChange>> = HashMap::new();
    let mut last: BTreeMap<Option<usize>, Vec<RecordChange>> = BTreeMap::new();
    // The table of the last record that changed or is gone, and the change that it is or that it follows.
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

/// The records that were added and say in their text what one of another table said that was removed.
fn refiled(old: &Records, new: &Records, changes: &[RecordChange]) -> HashMap<String, String> {
    let text =
        |records: &Records, path: &str| records.get(path).and_then(|it| it.text("text")).filter(|it| it.contains(' '));
    let of = |kind| changes.iter().filter(move |it| it.kind == kind && it.table.path != "positions.ISSUE.PARTY");
    let gone = of(ChangeKind::Removed).filter_map(|it| Some((text(old, &it.path)?, it)));
    let mut gone: HashMap<String, &RecordChange> = gone.collect();
    let mut found = HashMap::new();
    for come in of(ChangeKind::Added) {
        let Some(text) = text(new, &come.path) else { continue };
        // One of the same table with other dates is another record.
        if gone.get(&text).is_some_and(|it| it.table.path != come.table.path)
            && let Some(gone) = gone.remove(&text)
        {
            found.insert(come.path.clone(), gone.path.clone());
            found.insert(gone.path.clone(), come.path.clone());
        }
    }
    found
}

/// The table of the texts under negotiation.
const TEXTS: &str = "texts.ID";

/// The table of their versions.
const VARIANTS: &str = "texts.ID.variants.VARIANT";

/// The path of the outcome.
const OUTCOME: &str = "outcome";

/// Up to this many days apart two outcomes of one name are one whose date was corrected.
const CORRECTION: i64 = 7;

/// The table of the meetings.
const MEETINGS: &str = "meetings.ID";

/// The paths under which the editions have different meetings.
fn replaced(old: &Records, new: &Records) -> HashSet<String> {
    let paths = new.of(MEETINGS).map(Record::path).chain([OUTCOME.to_owned()]);
    paths.filter(|path| old.get(path).zip(new.get(path)).is_some_and(|(old, new)| is_replaced(old, new))).collect()
}

/// Whether the outcome or meeting of the new edition is that of another event and not the same one corrected: it has
/// another day and another name, or a day more than [`CORRECTION`] days away, or on the same day a name with little in
/// common. One that had not been held and keeps its name may have been put off to any day.
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

/// For each record of the new edition the one before it in the same table, and whether it was moved.
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

/// The words that changed, when both values are texts.
fn compared(old: &Value, new: &Value) -> Option<Comparison> {
    match (old, new) {
        (Value::Prose(old), Value::Prose(new)) => Some(words::prose(old, new)),
        (Value::Text(old), Value::Text(new)) => Some(words::text(old, new)),
        _ => None,
    }
}

/// Above this part of common words, in percent, two items of a list are one item that was changed.
const SAME_ITEM: u8 = 50;

/// The items that changed; none when only their order or their characters did.
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

/// Turns the old edition into the new one: the inverse of [`diff`].
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

/// What a field takes when it is a list: the type of its items.
fn item_type(field: &Field) -> Option<&'static Type> {
    if let Type::List(item) = field.kind { Some(item) } else { None }
}

/// The record that an id names.
fn target<'a>(records: &'a Records, target: Target, id: &str) -> Option<&'a Record> {
    records.get(&format!("{}.{id}", target.table()))
}

#[cfg(test)]
mod tests;
