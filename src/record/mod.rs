//! A document as records: one shape for every table of the schema, for those who compare briefs field by field.
//!
//! A brief with errors has records, too: those that can be read.

pub use name::slug;
pub(crate) use paragraphs::{paragraphs, with_items};

use std::sync::Arc;

use indexmap::{IndexMap, IndexSet};

mod name;
mod paragraphs;
pub(crate) mod prose;
pub(crate) mod read;
mod tables;
mod visible;

pub use tables::{LocatedTable, tables};
pub(crate) use tables::{around, is_within};
pub(crate) use visible::compatible;
pub use visible::{is_combining_mark, straight, visible};

use crate::model::{Date, Duration, Id, PartialDate, Prose, ProseInline};
use crate::parse::{TomlDocument, TomlTable, TomlValue as Node, ValueKind};
use crate::schema::{self, Class, Field, Target, Type};

/// One table of a brief: `[brief]`, `[positions.donbas.russia]`.
#[derive(Debug, Clone)]
pub struct Record {
    /// What the schema says of it.
    pub table: &'static schema::TableSchema,
    /// The ids in its name, in order; the last is its own.
    pub ids: Vec<String>,
    /// Its fields in the order of the schema; one that says what its absence says is left out.
    pub fields: IndexMap<&'static str, Value>,
}

/// What a field means.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A text without markers; also one that is not what the field takes.
    Text(String),
    /// A text with markers.
    Prose(Prose),
    /// A date.
    Date(Date),
    /// A date that is known in part.
    PartialDate(PartialDate),
    /// A length of time.
    Duration(Duration),
    /// A whole number.
    Integer(i64),
    /// `true` or `false`.
    Boolean(bool),
    /// A word of the vocabulary of a name.
    Word(&'static str, String),
    /// The id of a record.
    Id(Target, String),
    /// A list.
    List(Vec<Value>),
    /// A table in braces, by field.
    Fields(Vec<(&'static str, Value)>),
}

/// The records of a brief in reading order: tables as the schema has them, developments by date, positions by issue,
/// all else as in the file.
#[derive(Debug, Clone, Default)]
pub struct Records {
    /// By path: `positions.donbas.russia`. Shared, for editions differ in few of them.
    pub list: IndexMap<String, Arc<Record>>,
}

/// The same records in the same order.
impl PartialEq for Records {
    fn eq(&self, other: &Self) -> bool {
        self.list.iter().eq(other.list.iter())
    }
}

impl PartialEq for Record {
    fn eq(&self, other: &Self) -> bool {
        self.table.path == other.table.path && self.ids == other.ids && self.fields == other.fields
    }
}

impl Record {
    /// The path in the file: `positions.donbas.russia`.
    #[must_use]
    pub fn path(&self) -> String {
        let mut ids = self.ids.iter();
        let part = |part| if schema::is_id_part(part) { ids.next().map_or(part, String::as_str) } else { part };
        self.table.path.split('.').map(part).collect::<Vec<_>>().join(".")
    }

    /// Its own id; empty for a table that is there once.
    #[must_use]
    pub fn id(&self) -> &str {
        self.ids.last().map_or("", String::as_str)
    }

    /// The path of the records among which it has its place.
    #[must_use]
    pub fn group(&self) -> String {
        // Not by the last full stop: an id that is not valid may have one.
        let (path, id) = (self.path(), self.id());
        path.strip_suffix(id).and_then(|it| it.strip_suffix('.')).unwrap_or_default().to_owned()
    }

    /// The text of a field that holds text or prose, without marks.
    #[must_use]
    pub fn text(&self, field: &str) -> Option<String> {
        match self.fields.get(field)? {
            Value::Text(text) => Some(text.clone()),
            Value::Prose(prose) => Some(plain_line(prose)),
            _ => None,
        }
    }

    /// The word that a field holds.
    #[must_use]
    pub fn word(&self, field: &str) -> Option<&str> {
        if let Some(Value::Word(_, word)) = self.fields.get(field) { Some(word) } else { None }
    }

    /// The length of time that a field holds.
    #[must_use]
    pub fn duration(&self, field: &str) -> Option<Duration> {
        if let Some(Value::Duration(duration)) = self.fields.get(field) { Some(*duration) } else { None }
    }

    /// The whole number that a field holds.
    #[must_use]
    pub fn integer(&self, field: &str) -> Option<i64> {
        if let Some(Value::Integer(number)) = self.fields.get(field) { Some(*number) } else { None }
    }

    /// The date that a field holds.
    #[must_use]
    pub fn date(&self, field: &str) -> Option<Date> {
        if let Some(Value::Date(date)) = self.fields.get(field) { Some(*date) } else { None }
    }

    /// The date that a field holds, as far as it is known.
    #[must_use]
    pub fn partial_date(&self, field: &str) -> Option<PartialDate> {
        match self.fields.get(field)? {
            Value::Date(date) => Some((*date).into()),
            Value::PartialDate(date) => Some(*date),
            _ => None,
        }
    }
}

impl Records {
    /// The record of a path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Record> {
        self.list.get(path).map(AsRef::as_ref)
    }

    /// Puts the records in reading order; positions on issues that are not there come last, by the ids of these.
    pub fn sort(&mut self) {
        let issues: IndexSet<String> = self.of("issues.ID").map(|it| it.id().to_owned()).collect();
        let texts: IndexSet<String> = self.of("texts.ID").map(|it| it.id().to_owned()).collect();
        let rank = |record: &Record| {
            let table = schema::TABLES.iter().position(|it| it.path == record.table.path);
            // What is in another record, or is about one, follows the order of those records.
            let issue = match record.table.path {
                "positions.ISSUE.PARTY" => issues.get_index_of(&record.ids[0]).unwrap_or(usize::MAX),
                "texts.ID.variants.VARIANT" => texts.get_index_of(&record.ids[0]).unwrap_or(usize::MAX),
                _ => 0,
            };
            // Positions on issues that are not there stand together, too: else their order would be that of the file,
            // which no group of records has.
            let unknown = if issue == usize::MAX { record.ids[0].clone() } else { String::new() };
            let day = match record.table.path {
                "developments.ID" => record.partial_date("date"),
                _ => None,
            };
            (table, issue, unknown, day)
        };
        self.list.sort_by_cached_key(|_, record| rank(record));
    }

    /// The records of a table, by its path in the schema.
    pub fn of<'a>(&'a self, table: &'a str) -> impl Iterator<Item = &'a Record> {
        self.list.values().map(AsRef::as_ref).filter(move |it| it.table.path == table)
    }

    /// Those records that one of two others has, too.
    #[must_use]
    pub fn of_either(mut self, one: &Self, other: &Self) -> Self {
        self.list.retain(|path, _| one.list.contains_key(path) || other.list.contains_key(path));
        self
    }

    /// Gives a record that nothing refers to another id, with what is in it.
    pub fn rename_record(&mut self, path: &str, to: &str) {
        let depth = self.get(path).map_or(0, |record| record.ids.len());
        let is_within =
            |known: &str| known.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        let list = std::mem::take(&mut self.list).into_iter().map(|(known, mut shared)| {
            if is_within(&known)
                && let Some(id) = depth.checked_sub(1).and_then(|at| Arc::make_mut(&mut shared).ids.get_mut(at))
            {
                to.clone_into(id);
            }
            (shared.path(), shared)
        });
        self.list = list.collect();
    }

    /// Gives a record to which others refer another id, wherever it is named.
    pub fn rename(&mut self, target: Target, from: &str, to: &str) {
        let list = std::mem::take(&mut self.list).into_values().map(|mut shared| {
            let record = Arc::make_mut(&mut shared);
            let own = record.table.path.strip_suffix(".ID") == Some(target.table());
            let names = record.table.path.split('.').filter(|it| schema::is_id_part(it));
            for (name, id) in names.zip(&mut record.ids) {
                if id == from && (own || target.part() == Some(name)) {
                    to.clone_into(id);
                }
            }
            record.fields.values_mut().for_each(|value| value.rename(target, from, to));
            (record.path(), shared)
        });
        self.list = list.collect();
    }
}

impl Value {
    fn rename(&mut self, target: Target, from: &str, to: &str) {
        match self {
            Self::Id(kind, id) if *kind == target && id == from => to.clone_into(id),
            Self::List(items) => items.iter_mut().for_each(|item| item.rename(target, from, to)),
            Self::Fields(fields) => fields.iter_mut().for_each(|(_, value)| value.rename(target, from, to)),
            Self::Prose(prose) if target == Target::Source => {
                prose.paragraphs.iter_mut().for_each(|paragraph| cite(&mut paragraph.words, from, to));
            }
            _ => {}
        }
    }

    /// Whether the field says with it what its absence says.
    fn is_nothing(&self, field: &Field) -> bool {
        match self {
            // A source without a language says nothing; a brief without one is English.
            Self::Text(text) => {
                text.is_empty() || text == "en" && field.name == "language" && field.class == Class::Editorial
            }
            Self::Prose(prose) => prose.paragraphs.is_empty(),
            Self::Boolean(yes) => !yes && !field.has_third,
            Self::List(items) => items.is_empty(),
            _ => false,
        }
    }
}

/// The words of prose in one line, for headlines and messages: without marks and citations, and without the spaces that
/// citations leave before a stop.
#[must_use]
pub fn plain_line(prose: &Prose) -> String {
    let mut out = String::new();
    for paragraph in &prose.paragraphs {
        let one = Prose { paragraphs: vec![paragraph.clone()] };
        for word in one.plain().split(' ').filter(|word| !word.is_empty()) {
            if !out.is_empty() && !word.starts_with(['.', ',', ';', ':', '!', '?']) {
                out.push(' ');
            }
            out.push_str(word);
        }
    }
    out
}

/// The name or title that a person knows a record by, in one line; of a record that has none, its text.
#[must_use]
pub fn title(record: &TomlTable) -> Option<String> {
    let text = |field: &&str| record.get(field).and_then(Node::as_text).filter(|text| !text.trim().is_empty());
    let text = ["short", "name", "publisher", "title", "event", "text"].iter().find_map(text)?;
    Some(plain_line(&prose::read(text).prose))
}

fn cite(inlines: &mut [ProseInline], from: &str, to: &str) {
    for inline in inlines {
        match inline {
            ProseInline::Citation(id) if id.as_str() == from => {
                if let Ok(new) = Id::new(to) {
                    *id = new;
                }
            }
            ProseInline::Emphasis(inner) | ProseInline::Strong(inner) | ProseInline::Link { text: inner, .. } => {
                cite(inner, from, to);
            }
            _ => {}
        }
    }
}

/// The records of a document, as far as they can be read.
#[must_use]
pub fn records(document: &TomlDocument) -> Records {
    let mut records = Records::default();
    let root = document.root();
    for table in schema::TABLES.iter().filter(|table| !table.path.is_empty()) {
        let steps: Vec<&str> = table.path.split('.').collect();
        collect(root, &steps, table, &mut Vec::new(), root, &mut records);
    }
    records.sort();
    records
}

fn collect(
    at: &TomlTable,
    steps: &[&str],
    table: &'static schema::TableSchema,
    ids: &mut Vec<String>,
    root: &TomlTable,
    records: &mut Records,
) {
    let Some((step, rest)) = steps.split_first() else {
        let fields = fields(at, table.all_fields(), root);
        let record = Record { table, ids: ids.clone(), fields: fields.into_iter().collect() };
        records.list.insert(record.path(), Arc::new(record));
        return;
    };
    if schema::is_id_part(step) {
        for (id, entry) in &at.entries {
            if let Some(inner) = entry.value.as_table() {
                ids.push(id.clone());
                collect(inner, rest, table, ids, root, records);
                ids.pop();
            }
        }
    } else if let Some(inner) = at.get(step).and_then(Node::as_table) {
        collect(inner, rest, table, ids, root, records);
    }
}

fn fields(at: &TomlTable, known: impl Iterator<Item = &'static Field>, root: &TomlTable) -> Vec<(&'static str, Value)> {
    let read = |field: &'static Field| {
        let value = value(at.get(field.name)?, &field.kind, root)?;
        (!value.is_nothing(field)).then_some((field.name, value))
    };
    known.filter_map(read).collect()
}

/// The marks of fields. A name that no table has is not a field.
fn marks(table: &TomlTable) -> Vec<(&'static str, Value)> {
    let named = |name: &str| {
        let mut all = schema::TABLES.iter().flat_map(schema::TableSchema::all_fields);
        all.find(|field| field.name == name).map(|field| field.name)
    };
    let marks = table.entries.iter().filter_map(|(name, entry)| Some((named(name)?, entry.value.as_text()?)));
    marks.map(|(name, mark)| (name, Value::Text(read::line(mark)))).collect()
}

fn value(node: &Node, kind: &'static Type, root: &TomlTable) -> Option<Value> {
    Some(match &node.kind {
        ValueKind::Text(text) => match kind {
            Type::PartialDate => match read::partial_date(node) {
                Some(date) => Value::PartialDate(date),
                None => Value::Text(read::line(text)),
            },
            Type::Prose | Type::Passage => Value::Prose(prose::read_as(text, kind).prose),
            Type::Word(name, _) => Value::Word(name, text.clone()),
            Type::Id(target) => Value::Id(*target, text.clone()),
            Type::Duration => read::duration(text).map_or_else(|| Value::Text(text.clone()), Value::Duration),
            Type::OneOrMore(kind) => return value(node, kind, root),
            Type::PartyOrText => {
                let parties = root.get("parties").and_then(Node::as_table);
                if parties.is_some_and(|parties| parties.entries.contains_key(text)) {
                    Value::Id(Target::Party, text.clone())
                } else {
                    Value::Text(read::line(text))
                }
            }
            _ => Value::Text(read::line(text)),
        },
        ValueKind::Integer(number) => Value::Integer((*number)?),
        ValueKind::Boolean(yes) => Value::Boolean(*yes),
        ValueKind::Date(date) => Value::Date(*date),
        ValueKind::List(items) => {
            let (item_kind, or_one) = match kind {
                Type::List(kind) => (kind, false),
                Type::OneOrMore(kind) => (kind, true),
                _ => return None,
            };
            let mut all: Vec<_> = items.iter().filter_map(|item| value(item, item_kind, root)).collect();
            match all.len() {
                // One in brackets is one.
                1 if or_one => all.remove(0),
                _ => Value::List(all),
            }
        }
        ValueKind::Table(table) => {
            let known = match kind {
                Type::Record(known) => known,
                Type::Marks => return Some(Value::Fields(marks(table))),
                _ => return None,
            };
            Value::Fields(fields(table, known.iter(), root))
        }
        ValueKind::Float | ValueKind::Time | ValueKind::Unread => return None,
    })
}
