//! The full names of parties that a page names by an abbreviation.

use std::collections::HashSet;

use super::Record;
use super::value::Value;
use super::view::View;
use crate::language::is_explained_by;
use crate::model::{Id, Party};

impl<'a> View<'a> {
    /// The parties that a page names by an abbreviation that a reader may not know.
    pub(super) fn abbreviated_parties(&self) -> Value<'a> {
        let (brief, commitments) = (self.brief, || self.brief.commitments.values());
        let of_commitments = commitments().flat_map(|it| it.by.iter().chain(&it.to));
        let named: HashSet<&Id> =
            brief.positions.values().flat_map(|of_issue| of_issue.keys()).chain(of_commitments).collect();
        let is_abbreviated =
            |party: &Party| party.short.as_ref().is_some_and(|short| is_explained_by(short, &party.name));
        let all = brief.parties.iter().filter(|(id, party)| named.contains(id) && is_abbreviated(party));
        Value::List(all.map(|(id, party)| Value::Record(Record::Party(id, party))).collect())
    }
}
