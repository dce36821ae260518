//! How far commitments have been carried out: what is overdue, and how many have which status.

use std::borrow::Cow;

use super::Record;
use super::value::Value;
use super::view::View;
use crate::model::{Commitment, CommitmentStatus, Id, Party, Vocabulary as _};
use crate::rank::Item;

impl<'a> View<'a> {
    /// Names of parties as one, in the order in which they stand.
    pub(super) fn joined_names(&self, ids: &'a [Id], name: impl Fn(&'a Id, Option<&'a Party>) -> &'a str) -> Value<'a> {
        let name = |id: &'a Id| name(id, self.brief.parties.get(id));
        match ids {
            [id] => Value::text(name(id)),
            ids => {
                let names: Vec<&str> = ids.iter().map(name).collect();
                Value::Text(Cow::Owned(names.join(self.language.label("comma").unwrap_or(", "))))
            }
        }
    }

    /// Citations of some sources; null of none.
    pub(super) fn citations(&self, ids: &'a [Id]) -> Value<'a> {
        if ids.is_empty() { Value::Null } else { Value::Citations(ids) }
    }

    /// The commitments of the page that are overdue, the longest overdue first.
    pub(super) fn overdue(&self) -> Value<'a> {
        self.sorted(|it| it.is_overdue(self.brief.as_of))
    }

    /// Those of some parties that are not overdue, by date; those without one last.
    pub(super) fn not_overdue(&self, parties: &[Id]) -> Value<'a> {
        self.sorted(|it| it.is_by(parties) && !it.is_overdue(self.brief.as_of))
    }

    fn sorted(&self, wanted: impl Fn(&Commitment) -> bool) -> Value<'a> {
        let mut all: Vec<_> =
            self.kept(&self.brief.commitments, Item::Commitment).filter(|(_, it)| wanted(it)).collect();
        all.sort_by_key(|(_, it)| (it.due.is_none(), it.trigger.is_none(), it.due));
        Value::List(all.into_iter().map(|(id, it)| Record::Commitment(id, it)).map(Value::Record).collect())
    }

    /// Those who promised something that is not overdue.
    pub(super) fn groups(&self) -> Value<'a> {
        let kept = |parties: &&'a [Id]| matches!(self.not_overdue(parties), Value::List(all) if !all.is_empty());
        Value::List(self.promisers().into_iter().filter(kept).map(Record::MonitorGroup).map(Value::Record).collect())
    }

    /// Those who promised something, with how many of it have which status.
    pub(super) fn rows_by_status(&self) -> Value<'a> {
        Value::List(self.promisers().into_iter().map(Record::MonitorRow).map(Value::Record).collect())
    }

    /// Those who promised something, in the order of the parties; those who promised it together last.
    fn promisers(&self) -> Vec<&'a [Id]> {
        let mut all: Vec<&'a [Id]> = Vec::new();
        for commitment in self.brief.commitments.values() {
            if !all.iter().any(|parties| commitment.is_by(parties)) {
                all.push(&commitment.by);
            }
        }
        let place = |id: &Id| self.brief.parties.get_index_of(id).unwrap_or(usize::MAX);
        all.sort_by_key(|parties| (parties.len() > 1, parties.first().map(place)));
        all
    }

    /// How many commitments of the brief are overdue, also of those that the page leaves out.
    pub(super) fn count_overdue(&self, wanted: impl Fn(&Commitment) -> bool) -> i64 {
        self.count(|it| wanted(it) && it.is_overdue(self.brief.as_of))
    }

    /// How many some parties have promised.
    pub(super) fn count_by(&self, parties: &[Id]) -> i64 {
        self.count(|it| it.is_by(parties))
    }

    fn count(&self, wanted: impl Fn(&Commitment) -> bool) -> i64 {
        self.brief.commitments.values().filter(|it| wanted(it)).count() as i64
    }

    /// The statuses that commitments have, in the order of the vocabulary, then those without one.
    fn statuses(&self) -> impl Iterator<Item = Option<CommitmentStatus>> {
        let all = CommitmentStatus::ALL.iter().copied().map(Some).chain([None]);
        all.filter(|status| self.brief.commitments.values().any(|it| it.status == *status))
    }

    /// How many commitments of the brief have each status, also of those that the page leaves out.
    pub(super) fn shares(&self) -> Value<'a> {
        let all = self.count(|_| true);
        let share = |status| {
            let count = self.count(|it| it.status == status);
            Value::Record(Record::Share(status, count, percent(count, all)))
        };
        Value::List(self.statuses().map(share).collect())
    }

    /// How many of some parties have each of these statuses.
    pub(super) fn counts_of(&self, parties: &[Id]) -> Value<'a> {
        let count = |status| self.count(|it| it.is_by(parties) && it.status == status);
        Value::List(self.statuses().map(|status| Value::Number(count(status))).collect())
    }
}

/// A part of a whole in whole per cents, rounded. Equal parts have equal figures, so the sum may be 99 or 101.
fn percent(part: i64, whole: i64) -> i64 {
    if whole == 0 { 0 } else { (part * 200 + whole) / (whole * 2) }
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn per_cents_are_rounded() {
        assert_eq!([percent(1, 3), percent(2, 3), percent(1, 8), percent(3, 8)], [33, 67, 13, 38]);
        assert_eq!([percent(0, 7), percent(7, 7), percent(0, 0)], [0, 100, 0]);
    }
}
