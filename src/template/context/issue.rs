//! The issues of a page, and the positions on them.

use super::ContextRecord;
use super::value::{ContextValue, list, proses};
use super::view::View;
use crate::model::{Id, Position};
use crate::rank::{Item, ItemKind};

impl<'a> View<'a> {
    /// An issue with all that the brief says of it.
    pub(super) fn whole_issue(&self, id: &Id) -> ContextValue<'a> {
        let issue = self.brief.issues.get_key_value(id);
        issue.map_or(ContextValue::Null, |(id, it)| ContextValue::Record(ContextRecord::Issue(id, it)))
    }

    /// The title of an issue, or its id where the brief has no such issue.
    pub(super) fn title_of_issue(&self, id: &'a Id) -> ContextValue<'a> {
        let issue = self.brief.issues.get(id);
        issue.map_or(ContextValue::text(id.as_str()), |it| ContextValue::Prose(&it.title))
    }

    /// The position of a party on an issue.
    pub(super) fn position_of(&self, issue: &'a Id, party: &Id) -> ContextValue<'a> {
        let position = self.positions(issue).and_then(|all| all.get_key_value(party));
        let record = |(party, it)| ContextValue::Record(ContextRecord::Position(issue, party, it));
        position.map_or(ContextValue::Null, record)
    }

    /// The positions on an issue.
    pub(super) fn positions_on(&self, issue: &'a Id) -> ContextValue<'a> {
        let position = |party, it| ContextRecord::Position(issue, party, it);
        self.positions(issue).map_or(ContextValue::List(Vec::new()), |all| list(all, position))
    }

    /// The positions on an issue, that of our side first.
    pub(super) fn positions_with_ours(&self, issue: &'a Id) -> ContextValue<'a> {
        let mut all: Vec<_> = self.positions(issue).into_iter().flatten().collect();
        all.sort_by_key(|(party, _)| Some(*party) != self.brief.own_side.as_ref());
        ContextValue::List(
            all.into_iter()
                .map(|(party, it)| ContextValue::Record(ContextRecord::Position(issue, party, it)))
                .collect(),
        )
    }

    /// Whether some of the words of the issues on the page are left out for space, or are in their short form.
    pub(super) fn has_words_left_out(&self) -> bool {
        let words = [ItemKind::Text, ItemKind::Short, ItemKind::Question, ItemKind::Proposal];
        words.iter().any(|kind| self.cut.count(*kind).is_some())
    }

    /// The conditions of a position. They go with its text.
    pub(super) fn conditions_of(&self, issue: &'a Id, party: &'a Id, position: &'a Position) -> ContextValue<'a> {
        if self.cut.hides(Item::Text(issue, party)) {
            return ContextValue::List(Vec::new());
        }
        proses(&position.conditions)
    }
}
