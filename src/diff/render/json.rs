//! A diff as JSON. `docs/editions.md` describes it.

use serde_json::{Map, Value as Json, json as object};

use super::{Editions, headlines};
use crate::diff::words::TextChange;
use crate::diff::{ChangeKind, Diff, Fragment, Speaker};
use crate::model::Duration;
use crate::record::{Records, Value};
use crate::schema::Class;

/// The version of the JSON format. It changes when the meaning of a field changes or a field is removed.
pub const VERSION: u32 = 1;

/// A diff as JSON, followed by a line ending.
#[must_use]
pub fn json(diff: &Diff, editions: &Editions, speaker: &dyn Speaker) -> String {
    let changes: Vec<Json> = diff
        .changes
        .iter()
        .map(|change| {
            let headlines: Vec<Json> = headlines(diff, change, speaker)
                .into_iter()
                .map(|it| object!({ "path": it.path, "class": it.class.name(), "text": it.text }))
                .collect();
            let fields: Vec<Json> = change
                .fields
                .iter()
                .map(|it| {
                    object!({
                        "field": it.field.name,
                        "class": it.class.name(),
                        "old": it.old.as_ref().map(value),
                        "new": it.new.as_ref().map(value),
                        "words": it.words.as_ref().map(|it| words(&it.fragments)),
                        "items": it.items.iter().map(|it| object!({
                            "old": it.old.as_ref().map(value),
                            "new": it.new.as_ref().map(value),
                            "words": it.words.as_ref().map(|it| words(&it.fragments)),
                        })).collect::<Vec<_>>(),
                    })
                })
                .collect();
            let kind = match change.kind {
                ChangeKind::Added => "added",
                ChangeKind::Removed => "removed",
                ChangeKind::Kept => "changed",
            };
            object!({
                "path": change.path,
                "kind": kind,
                "class": change.class().name(),
                "moved": change.moved,
                "renamed": change.renamed.as_ref().map(|it| object!({ "from": it.from, "alike": it.alike })),
                "headlines": headlines,
                "fields": fields,
                "record": match change.kind {
                    ChangeKind::Added => record(&diff.new, &change.path),
                    ChangeKind::Removed => record(&diff.old, &change.path),
                    ChangeKind::Kept => Json::Null,
                },
            })
        })
        .collect();
    let side = |it: &super::EditionName, records: &Records| {
        let head = records.get("brief");
        object!({
            "name": it.name,
            "errors": it.errors,
            "edition": head.and_then(|it| it.fields.get("edition")).map(value),
            "as_of": head.and_then(|it| it.fields.get("as_of")).map(value),
        })
    };
    let counts: Map<String, Json> =
        Class::ALL.iter().zip(diff.counts()).map(|(class, count)| (class.name().to_owned(), count.into())).collect();
    let all = object!({
        "version": VERSION,
        "old": side(&editions.old, &diff.old),
        "new": side(&editions.new, &diff.new),
        "counts": counts,
        "changes": changes,
    });
    format!("{all:#}\n")
}

fn record(records: &Records, path: &str) -> Json {
    let Some(record) = records.get(path) else { return Json::Null };
    let fields = record.fields.iter().map(|(name, it)| ((*name).to_owned(), value(it)));
    Json::Object(fields.collect())
}

fn words(fragments: &[Fragment]) -> Json {
    let fragment = |it: &Fragment| {
        let key = match it.change {
            TextChange::Kept => "kept",
            TextChange::Deleted => "deleted",
            TextChange::Inserted => "inserted",
            TextChange::Moved => "moved",
        };
        object!({ key: it.text })
    };
    fragments.iter().map(fragment).collect()
}

fn value(value: &Value) -> Json {
    match value {
        Value::Text(text) | Value::Word(_, text) | Value::Id(_, text) => text.as_str().into(),
        Value::Prose(prose) => prose.source().into(),
        Value::Date(date) => format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day()).into(),
        Value::PartialDate(date) => date.to_string().into(),
        Value::Duration(length) => match length {
            Duration::Days(count) => format!("{count}d").into(),
            Duration::Weeks(count) => format!("{count}w").into(),
            Duration::Months(count) => format!("{count}m").into(),
        },
        Value::Integer(number) => (*number).into(),
        Value::Boolean(yes) => (*yes).into(),
        Value::List(items) => items.iter().map(self::value).collect(),
        Value::Fields(fields) => {
            Json::Object(fields.iter().map(|(name, it)| ((*name).to_owned(), self::value(it))).collect())
        }
    }
}
