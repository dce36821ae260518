//! Applies the new ids of one side to the texts that still have the old ones.

use std::ops::Range;

use super::Version;
use crate::diff::{Renamed, diff};
use crate::schema::{self, Target, Type};

/// The records whose ids differ between `from` and `to`, and for which `other` still has the old id.
pub(super) fn found(from: &Version, to: &Version, other: &Version) -> Vec<Renamed> {
    let mut all = diff(&from.records, &to.records).renamed;
    all.retain(|it| other.records.get(&it.from).is_some() && other.records.get(&it.to).is_none());
    all
}

/// The text with a new id for a record and for all references to it; `None` when the record is not a table with its own
/// header.
pub(super) fn renamed(it: &Version, renamed: &Renamed) -> Option<String> {
    let id = |path: &str| path.rsplit('.').next().unwrap_or_default().to_owned();
    let (from, to) = (id(&renamed.from), id(&renamed.to));
    let table = renamed.to.rsplit_once('.')?.0;
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    for (path, record) in &it.records.list {
        // The part of the table name that is the id.
        let part = match (record.table.path, renamed.target()) {
            ("positions.ISSUE.PARTY" | "aims.ISSUE", Some(Target::Issue)) => 1,
            ("positions.ISSUE.PARTY", Some(Target::Party)) => 2,
            _ if record.group() == table => table.split('.').count(),
            _ => usize::MAX,
        };
        if path.split('.').nth(part) == Some(&from) {
            let span = it.document.span(path)?;
            edits.push(header_part(&it.text, span.start, part, &from)?);
        }
        for field in record.table.all_fields() {
            let place = format!("{path}.{}", field.name);
            if let Some(target) = renamed.target() {
                references(it, &place, &field.kind, target, &from, &mut edits);
            }
        }
    }
    let mut text = it.text.clone();
    edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    for (range, old) in edits {
        let new = text.get(range.clone())?.replace(&old, &old.replace(&from, &to));
        text.replace_range(range, &new);
    }
    Some(text)
}

/// The byte range of a part of a header's name, and the new text of that part.
fn header_part(text: &str, start: usize, part: usize, id: &str) -> Option<(Range<usize>, String)> {
    let line = text[start..].lines().next()?;
    let name = line.strip_prefix('[')?.split(']').next()?;
    let mut at = start + 1;
    for (number, piece) in name.split('.').enumerate() {
        if number == part {
            return (piece.trim() == id).then(|| (at..at + piece.len(), id.to_owned()));
        }
        at += piece.len() + 1;
    }
    None
}

/// The byte ranges where a field refers to an id, and the text there.
fn references(
    it: &Version,
    place: &str,
    kind: &Type,
    target: Target,
    id: &str,
    edits: &mut Vec<(Range<usize>, String)>,
) {
    let Some(value) = it.document.value(place) else { return };
    let mut same = |place: &str| {
        if let Some(value) = it.document.value(place).filter(|value| value.as_text() == Some(id)) {
            edits.push((value.span.range(), id.to_owned()));
        }
    };
    match kind {
        Type::Id(kind) if *kind == target => same(place),
        Type::PartyOrText if target == Target::Party => same(place),
        Type::OneOrMore(item) if value.as_text().is_some() => references(it, place, item, target, id, edits),
        Type::List(item) | Type::OneOrMore(item) => {
            let schema_item: &schema::Type = item;
            if let crate::parse::ValueKind::List(items) = &value.kind {
                for at in 0..items.len() {
                    references(it, &format!("{place}[{at}]"), schema_item, target, id, edits);
                }
            }
        }
        Type::Record(fields) => {
            for field in *fields {
                references(it, &format!("{place}.{}", field.name), &field.kind, target, id, edits);
            }
        }
        Type::Prose | Type::Passage if target == Target::Source => {
            let cited = format!("[@{id}]");
            let raw = &it.text[value.span.range()];
            for (at, _) in raw.match_indices(&cited) {
                let start = value.span.start + at;
                edits.push((start..start + cited.len(), cited.clone()));
            }
        }
        _ => {}
    }
}
