//! The full names of parties that a page names by an abbreviation.

use std::collections::HashSet;

use super::Record;
use super::value::Value;
use super::view::View;
use crate::language::needs_full_name;
use crate::model::{Id, Party};
use crate::rank::Item;

impl<'a> View<'a> {
    /// The parties that the positions and commitments of a page name by an abbreviation that a reader may not know.
    pub(super) fn abbreviated_parties(&self) -> Value<'a> {
        let (brief, cut) = (self.brief, self.cut);
        let positions = brief.positions.iter().filter(|(issue, _)| !cut.hides(Item::Issue(issue)));
        let commitments = brief.commitments.iter().filter(|(id, _)| !cut.hides(Item::Commitment(id)));
        let of_positions = positions.flat_map(|(_, of_issue)| of_issue.keys());
        let of_commitments = commitments.flat_map(|(_, it)| it.by.iter().chain(&it.to));
        let named: HashSet<&Id> = of_positions.chain(of_commitments).collect();
        let is_abbreviated =
            |party: &Party| party.short.as_ref().is_some_and(|short| needs_full_name(short, &party.name));
        let all = brief.parties.iter().filter(|(id, party)| named.contains(id) && is_abbreviated(party));
        Value::List(all.map(|(id, party)| Value::Record(Record::Party(id, party))).collect())
    }
}
