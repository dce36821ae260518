//! What a page says of the parties beside their positions.

use super::ContextRecord;
use super::value::ContextValue;
use super::view::View;
use crate::model::{Id, Party};

/// Whether the brief says what a party wants, will not accept, or can do without an agreement.
fn is_described(party: &Party) -> bool {
    !party.interests.is_empty() || !party.red_lines.is_empty() || party.alternatives.is_some()
}

impl<'a> View<'a> {
    fn parties_that(&self, holds: impl Fn(&Party) -> bool) -> ContextValue<'a> {
        let record = |(id, party): (&'a Id, &'a Party)| ContextValue::Record(ContextRecord::Party(id, party));
        ContextValue::List(self.brief.parties.iter().filter(|(_, party)| holds(party)).map(record).collect())
    }

    /// The parties of which the brief says what they want, will not accept, or can do without an agreement.
    pub(super) fn described_parties(&self) -> ContextValue<'a> {
        self.parties_that(is_described)
    }

    /// The parties of which it only says who speaks for them, if not all of these are people whom it has. In the table
    /// of the others each would be a row of empty cells.
    pub(super) fn represented_parties(&self) -> ContextValue<'a> {
        let is_listed = |it: &Party| it.representatives.iter().all(|person| self.brief.lists(person));
        self.parties_that(|it| !is_described(it) && !is_listed(it))
    }

    /// Whether the brief says something of at least one party: a column of a table of them is not empty.
    pub(super) fn is_described_by(&self, has: impl Fn(&Party) -> bool) -> ContextValue<'a> {
        ContextValue::Bool(self.brief.parties.values().any(has))
    }
}
