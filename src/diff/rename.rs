//! Finds renamed records: a removed and an added record with the same content.

use std::sync::Arc;

use super::{MEETINGS, is_replaced, words};
use crate::record::{Record, Records, Value};
use crate::schema::Target;

/// A record whose id changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamed {
    /// The type of the references to it, if there are any.
    target: Option<Target>,
    /// The old and the new id. They cannot be derived from the paths, since an invalid id may contain a full stop.
    ids: [String; 2],
    /// The old path.
    pub from: String,
    /// The new path.
    pub to: String,
    /// How much of the content is the same, in percent.
    pub alike: u8,
}

impl Renamed {
    /// The type of the references to the record; `None` when nothing can refer to it.
    #[must_use]
    pub fn target(&self) -> Option<Target> {
        self.target
    }
}

/// A record counts as renamed from this share of equal content on, in percent.
const LEAST_ALIKE: u8 = 70;

/// If a table has more candidate pairs than this, none of its records are compared: when so many are gone, it is a
/// different brief.
const MOST_PAIRS: usize = 40_000;

/// The tables whose records can be renamed. Positions follow their issue and party, and aims follow their issue.
const TABLES: [(&str, Option<Target>); 21] = [
    ("parties.ID", Some(Target::Party)),
    ("issues.ID", Some(Target::Issue)),
    ("sources.ID", Some(Target::Source)),
    ("proposals.ID", Some(Target::Proposal)),
    ("texts.ID.variants.VARIANT", None),
    ("claims.ID", None),
    ("outcome.points.ID", None),
    ("commitments.ID", None),
    ("judgements.ID", None),
    ("developments.ID", None),
    ("next_steps.ID", None),
    ("talking_points.ID", None),
    (MEETINGS, Some(Target::Meeting)),
    ("people.ID", Some(Target::Person)),
    ("agenda.ID", None),
    ("asks.ID", None),
    ("arguments.ID", None),
    ("options.ID", Some(Target::Option)),
    ("recommendations.ID", None),
    ("clearances.ID", None),
    ("figures.ID", None),
];

/// Finds renamed records, and gives those of the old edition, and all references to them, their new ids.
pub(super) fn detect(old: &mut Records, new: &Records) -> Vec<Renamed> {
    let mut all = Vec::new();
    for (table, target) in TABLES {
        let gone: Vec<&Record> = old.of(table).filter(|it| new.get(&it.path()).is_none()).collect();
        let come: Vec<&Record> = new.of(table).filter(|it| old.get(&it.path()).is_none()).collect();
        if gone.len() * come.len() > MOST_PAIRS {
            continue;
        }
        let mut pairs = Vec::new();
        for (from, one) in gone.iter().enumerate() {
            for (to, other) in come.iter().enumerate() {
                let alike = alike(one, other);
                if alike >= LEAST_ALIKE {
                    pairs.push((100 - alike, from, to));
                }
            }
        }
        // The most similar pairs are matched first, and each record only once.
        pairs.sort_unstable();
        let mut found: Vec<(usize, usize, Renamed)> = Vec::new();
        for (unlike, from, to) in pairs {
            if found.iter().all(|(one, other, _)| *one != from && *other != to) {
                let (one, other) = (gone[from], come[to]);
                let ids = [one, other].map(|record| record.id().to_owned());
                let renamed = Renamed { target, ids, from: one.path(), to: other.path(), alike: 100 - unlike };
                found.push((from, to, renamed));
            }
        }
        found.sort_by_key(|(_, to, _)| *to);
        for (_, _, renamed) in found {
            rename(old, &renamed);
            all.push(renamed);
        }
    }
    all
}

/// Gives a record, and all references to it, its new id.
pub(super) fn rename(records: &mut Records, renamed: &Renamed) {
    let [from, to] = &renamed.ids;
    if let Some(target) = renamed.target {
        records.rename(target, from, to);
    } else {
        let Some(at) = records.list.get_index_of(&renamed.from) else { return };
        if let Some((_, mut shared)) = records.list.shift_remove_index(at) {
            if let Some(last) = Arc::make_mut(&mut shared).ids.last_mut() {
                to.clone_into(last);
            }
            records.list.shift_insert(at, renamed.to.clone(), shared);
        }
    }
}

/// The similarity of two records, in percent. Prose weighs as much as its number of words, from 2 to 12; a text without
/// markup weighs 2, and any other value 1, as does a field that only one record has. A date weighs 3, because it
/// distinguishes two articles or events.
fn alike(one: &Record, other: &Record) -> u8 {
    // Two different meetings may have nearly the same participants and place.
    if one.table.path == MEETINGS && is_replaced(one, other) {
        return 0;
    }
    let (mut weights, mut common) = (0, 0);
    for field in one.table.all_fields() {
        let (alike, weight) = match (one.fields.get(field.name), other.fields.get(field.name)) {
            (None, None) => continue,
            (Some(one), Some(other)) => match (one, other) {
                (Value::Prose(a), Value::Prose(b)) => {
                    let (a, b) = (a.plain(), b.plain());
                    let longest = a.split(' ').count().max(b.split(' ').count());
                    (usize::from(words::alike(&a, &b)), longest.clamp(2, 12))
                }
                (Value::Text(a), Value::Text(b)) => (usize::from(words::alike(a, b)), 2),
                (Value::Date(_) | Value::PartialDate(_), Value::Date(_) | Value::PartialDate(_)) => {
                    (if one == other { 100 } else { 0 }, 3)
                }
                _ => (if one == other { 100 } else { 0 }, 1),
            },
            _ => (0, 1),
        };
        weights += weight;
        common += alike * weight;
    }
    common.checked_div(weights).unwrap_or(0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;
    use crate::record::records;
    use crate::source::Sources;

    #[test]
    fn an_id_with_a_full_stop_is_renamed_as_a_whole() {
        let read = |id: &str| {
            let mut sources = Sources::default();
            let text = format!("[claims.{id}]\ntext = \"The dam holds sixty cubic kilometres of water.\"\n");
            let file = sources.add("", text);
            records(&parse(&sources, file).0)
        };
        let (mut old, new) = (read("\"a.b\""), read("\"c.d\""));
        assert_eq!(detect(&mut old, &new).len(), 1);
        assert!(old == new, "{old:?}");
    }
}
