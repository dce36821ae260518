//! What is named at a place of a file, and every place that names the same.

use std::ops::Range;

use super::analysis::{Analysis, FileText};
use crate::edit::RecordPath;
use crate::model::Id;
use crate::parse::cursor::At;
use crate::parse::{LiteralOrigin, NamePart};
use crate::schema::{self, Located, Target, Type, locate};

/// A record that is named at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NamedRecord {
    /// The record itself.
    pub(super) record: RecordPath,
    /// Where its id is, without quotation marks.
    pub(super) range: Range<usize>,
}

impl NamedRecord {
    pub(super) fn id(&self) -> &str {
        self.record.ids.last().map_or("", String::as_str)
    }

    /// What it is to those who refer to it; `None` for a record that nothing refers to.
    pub(super) fn target(&self) -> Option<Target> {
        schema::table(self.record.table)?.target()
    }

    fn of(target: Target, id: &str, range: Range<usize>) -> Self {
        Self { record: record_of(target, id), range }
    }
}

/// The path of a record that others name.
pub(super) fn record_of(target: Target, id: &str) -> RecordPath {
    let table = match target {
        Target::Party => "parties.ID",
        Target::Issue => "issues.ID",
        Target::Source => "sources.ID",
        Target::Option => "options.ID",
        Target::Person => "people.ID",
        Target::Meeting => "meetings.ID",
        Target::Proposal => "proposals.ID",
    };
    RecordPath { table, ids: vec![id.to_owned()] }
}

/// What is named at a byte.
pub(super) fn at(analysis: &Analysis, byte: usize) -> Option<NamedRecord> {
    if std::ptr::eq(analysis.tables(), schema::PROJECT) {
        return None;
    }
    let cursor = analysis.file.cursor(byte);
    let path = cursor.path();
    if let Some(index) = cursor.index() {
        return named_part(&path, index);
    }
    let At::Value(value) = &cursor.at else { return None };
    let inner = value.text.clone()?;
    let names: Vec<&str> = path.iter().map(|part| part.name.as_str()).collect();
    let text = analysis.text().get(inner.clone())?;
    match schema::field_at(schema::TABLES, &names)?.kind.item() {
        Type::Id(target) => Some(NamedRecord::of(*target, text, inner)),
        Type::PartyOrText if analysis.record(Target::Party, text).is_some() => {
            Some(NamedRecord::of(Target::Party, text, inner))
        }
        Type::Prose | Type::Passage => citation(text, byte.checked_sub(inner.start)?)
            .map(|range| inner.start + range.start..inner.start + range.end)
            .map(|range| NamedRecord::of(Target::Source, &analysis.text()[range.clone()], range)),
        _ => None,
    }
}

/// Where the id of the citation is that is written at a byte of prose.
fn citation(text: &str, at: usize) -> Option<Range<usize>> {
    let start = text.get(..at)?.rfind("[@").or_else(|| text.get(at..)?.starts_with("[@").then_some(at))? + 2;
    let end = start + text.get(start..)?.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))?;
    (at <= end && end > start).then_some(start..end)
}

/// The record that a part of a name is the id of.
fn named_part(parts: &[&NamePart], index: usize) -> Option<NamedRecord> {
    let names: Vec<&str> = parts.iter().map(|part| part.name.as_str()).collect();
    let part = parts.get(index).filter(|part| !part.name.is_empty())?;
    let found = locate(schema::TABLES, &names);
    match role(&found, index)? {
        IdRole::Target(target) => Some(NamedRecord::of(target, &part.name, part.inner())),
        IdRole::Own => {
            let record = own_record(&found, &names, index)?;
            Some(NamedRecord { record, range: part.inner() })
        }
    }
}

/// The record whose own id is a part of a name, which may go on to a table in that record.
fn own_record(found: &Located, names: &[&str], index: usize) -> Option<RecordPath> {
    let head: Vec<&str> = found.path.split('.').take(index + 1).collect();
    let table = schema::table(&head.join("."))?;
    let ids = head.iter().zip(names).filter(|(part, _)| schema::is_id_part(part));
    Some(RecordPath { table: table.path, ids: ids.map(|(_, name)| (*name).to_owned()).collect() })
}

/// What a part of a name that is an id stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum IdRole {
    /// A party, an issue or a source.
    Target(Target),
    /// A record that nothing refers to.
    Own,
}

/// What a part of a name stands for; `None` for one that is not an id.
pub(super) fn role(found: &Located, index: usize) -> Option<IdRole> {
    match found.part(index)? {
        "ISSUE" => Some(IdRole::Target(Target::Issue)),
        "PARTY" => Some(IdRole::Target(Target::Party)),
        part if schema::is_id_part(part) => {
            let head: Vec<&str> = found.path.split('.').take(index + 1).collect();
            let target = schema::table(&head.join(".")).and_then(schema::TableSchema::target);
            Some(target.map_or(IdRole::Own, IdRole::Target))
        }
        _ => None,
    }
}

/// A place that names a record.
pub(super) struct Occurrence {
    /// Where the id is, without quotation marks.
    pub(super) range: Range<usize>,
    /// Whether it is the record's own name.
    pub(super) is_own: bool,
}

/// Every place of a file that names a record, sorted, as far as the file can be read.
pub(super) fn occurrences(file: &FileText, subject: &NamedRecord) -> Vec<Occurrence> {
    let mut found = Vec::new();
    for name in file.names() {
        if !name.parts.iter().any(|part| part.name == subject.id()) {
            continue;
        }
        let located = locate(schema::TABLES, &name.path());
        for (at, part) in name.own().filter(|(_, part)| part.name == subject.id()) {
            let is_same = match role(&located, at) {
                Some(IdRole::Target(target)) => subject.target() == Some(target),
                Some(IdRole::Own) => own_record(&located, &name.path(), at).as_ref() == Some(&subject.record),
                None => false,
            };
            if is_same {
                let is_own = !located.path.starts_with("positions");
                found.push(Occurrence { range: part.inner(), is_own });
            }
        }
    }
    let Some(target) = subject.target() else { return found };
    for mention in file.mentions() {
        if mention.target != target || mention.id != subject.id() {
            continue;
        }
        let Some(text) = file.document.value(&mention.path).and_then(|value| value.as_text()) else { continue };
        let span = if text == mention.id && Id::new(text).is_ok() && file.sources.text(mention.span) != text {
            LiteralOrigin::of(&file.sources, mention.span).span(0..text.len())
        } else {
            mention.span
        };
        found.push(Occurrence { range: span.range(), is_own: false });
    }
    found.sort_by_key(|it| it.range.start);
    found.dedup_by_key(|it| it.range.clone());
    found
}
