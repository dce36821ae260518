//! Which records name a party or an issue by its id.

use super::CheckSubject;
use crate::parse::{TomlValue, ValueKind};
use crate::schema::{Target, Type};

impl CheckSubject<'_> {
    /// The ids of one kind that the fields of records name, each with the path of the record. They follow from the
    /// schema, so a new field counts by itself.
    pub(super) fn references(&self, target: Target) -> Vec<(&str, &str)> {
        let mut found = Vec::new();
        for record in &self.tables {
            for (field, entry) in record.fields() {
                ids(&entry.value, &field.kind, target, &mut |id| found.push((id, record.path.as_str())));
            }
        }
        found
    }
}

/// The ids of one kind in a value.
fn ids<'v>(value: &'v TomlValue, kind: &Type, target: Target, found: &mut impl FnMut(&'v str)) {
    match (&value.kind, kind) {
        (ValueKind::Text(id), Type::Id(of)) if *of == target => found(id),
        (ValueKind::Text(id), Type::PartyOrText) if target == Target::Party => found(id),
        (ValueKind::List(items), Type::List(item) | Type::OneOrMore(item)) => {
            items.iter().for_each(|it| ids(it, item, target, found));
        }
        (_, Type::OneOrMore(item)) => ids(value, item, target, found),
        (ValueKind::Table(table), Type::Record(fields)) => {
            for field in *fields {
                if let Some(value) = table.get(field.name) {
                    ids(value, &field.kind, target, found);
                }
            }
        }
        _ => {}
    }
}
