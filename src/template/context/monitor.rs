//! How far commitments have been carried out: what is due or broken, and how many have which status.

use std::borrow::Cow;
use std::collections::HashMap;

use indexmap::IndexMap;

use super::ContextRecord;
use super::value::ContextValue;
use super::view::View;
use crate::model::{Commitment, CommitmentStatus, Id, Party, Vocabulary as _};
use crate::rank::Item;

impl<'a> View<'a> {
    /// The names of parties in one text, in the given order.
    pub(super) fn joined_names(
        &self,
        ids: &'a [Id],
        name: impl Fn(&'a Id, Option<&'a Party>) -> &'a str,
    ) -> ContextValue<'a> {
        let name = |id: &'a Id| name(id, self.brief.parties.get(id));
        match ids {
            [id] => ContextValue::text(name(id)),
            ids => {
                let names: Vec<&str> = ids.iter().map(name).collect();
                ContextValue::Text(Cow::Owned(self.joined(&names)))
            }
        }
    }

    /// The commitments of the page that are due or broken, the worst first; those that are as bad by date.
    pub(super) fn overdue(&self) -> ContextValue<'a> {
        let mut all = self.sorted(|it| self.failing(it).is_some());
        all.sort_by_key(|record| match record {
            ContextRecord::Commitment(_, it) => self.failing(it),
            _ => None,
        });
        ContextValue::List(all.into_iter().map(ContextValue::Record).collect())
    }

    /// How a commitment is due or broken at the cut-off; `None` if it is neither.
    fn failing(&self, commitment: &Commitment) -> Option<Failing> {
        let as_of = self.brief.as_of;
        match commitment.status {
            Some(CommitmentStatus::Breached) => Some(Failing::Breached),
            Some(CommitmentStatus::Missed) => Some(Failing::Missed),
            _ if commitment.is_overdue(as_of) => Some(Failing::Overdue),
            // What is overdue the day after is due on the last day on which it can be met.
            _ => as_of.next_day().filter(|next| commitment.is_overdue(*next)).map(|_| Failing::DueToday),
        }
    }

    /// What some parties have promised together; `None` when that is nothing.
    fn promiser(&self, parties: &'a [Id]) -> Option<&Promiser<'a>> {
        self.promises().by.get(&key(parties))
    }

    /// The first commitment that some parties have made.
    pub(super) fn first_promise(&self, parties: &'a [Id]) -> Option<&'a Id> {
        self.promiser(parties).map(|it| it.first)
    }

    /// Those of some parties that are neither due nor broken, by date; those without one last.
    pub(super) fn others(&self, parties: &'a [Id]) -> ContextValue<'a> {
        let of_them = self.promiser(parties).map_or(&[][..], |it| &it.others);
        ContextValue::List(of_them.iter().copied().map(ContextValue::Record).collect())
    }

    fn sorted(&self, wanted: impl Fn(&Commitment) -> bool) -> Vec<ContextRecord<'a>> {
        let mut all: Vec<_> =
            self.kept(&self.brief.commitments, Item::Commitment).filter(|(_, it)| wanted(it)).collect();
        all.sort_by_key(|(_, it)| (it.due.is_none(), it.trigger.is_none(), it.due));
        all.into_iter().map(|(id, it)| ContextRecord::Commitment(id, it)).collect()
    }

    /// Those who promised something that is neither due nor broken.
    pub(super) fn groups(&self) -> ContextValue<'a> {
        let kept = self.promises().by.values().filter(|it| !it.others.is_empty());
        ContextValue::List(kept.map(|it| ContextValue::Record(ContextRecord::MonitorGroup(it.parties))).collect())
    }

    /// Those who promised something, with how many of it have which status.
    pub(super) fn rows_by_status(&self) -> ContextValue<'a> {
        let all = self.promises().by.values();
        ContextValue::List(all.map(|it| ContextValue::Record(ContextRecord::MonitorRow(it.parties))).collect())
    }

    /// The commitments by who made them, in the order of the parties; those who made them together last.
    fn promises(&self) -> &Promises<'a> {
        self.promises.get_or_init(|| {
            let mut by: IndexMap<Vec<&'a Id>, Promiser<'a>> = IndexMap::new();
            for (first, it) in &self.brief.commitments {
                let new =
                    || Promiser { first, parties: &it.by, total: 0, late: 0, counts: HashMap::new(), others: vec![] };
                let promiser = by.entry(key(&it.by)).or_insert_with(new);
                promiser.total += 1;
                promiser.late += i64::from(self.failing(it).is_some());
                *promiser.counts.entry(it.status).or_default() += 1;
            }
            for record in self.sorted(|it| self.failing(it).is_none()) {
                if let ContextRecord::Commitment(_, it) = record
                    && let Some(promiser) = by.get_mut(&key(&it.by))
                {
                    promiser.others.push(record);
                }
            }
            let place = |it: &Promiser<'a>| {
                let first = it.parties.first().map(|id| self.brief.parties.get_index_of(id).unwrap_or(usize::MAX));
                (it.parties.len() > 1, first)
            };
            by.sort_by_cached_key(|_, it| place(it));
            let all = CommitmentStatus::ALL.iter().copied().map(Some).chain([None]);
            let statuses = all.filter(|status| by.values().any(|it| it.counts.contains_key(status))).collect();
            Promises { by, statuses }
        })
    }

    /// How many commitments of the brief are due or broken, also of those that the page leaves out.
    pub(super) fn count_overdue(&self) -> i64 {
        self.promises().by.values().map(|it| it.late).sum()
    }

    /// How many of those that some parties have made are due or broken.
    pub(super) fn count_overdue_by(&self, parties: &'a [Id]) -> i64 {
        self.promiser(parties).map_or(0, |it| it.late)
    }

    /// How many some parties have made.
    pub(super) fn count_by(&self, parties: &'a [Id]) -> i64 {
        self.promiser(parties).map_or(0, |it| it.total)
    }

    /// How many commitments of the brief have each status, also of those that the page leaves out.
    pub(super) fn shares(&self) -> ContextValue<'a> {
        let promises = self.promises();
        let all = self.brief.commitments.len() as i64;
        let share = |status: &Option<CommitmentStatus>| {
            let count = promises.by.values().filter_map(|it| it.counts.get(status)).sum();
            ContextValue::Record(ContextRecord::Share(*status, count, percent(count, all)))
        };
        ContextValue::List(promises.statuses.iter().map(share).collect())
    }

    /// How many of some parties have each of these statuses.
    pub(super) fn counts_of(&self, parties: &'a [Id]) -> ContextValue<'a> {
        let promises = self.promises();
        let of_them = promises.by.get(&key(parties));
        let count = |status| of_them.and_then(|it| it.counts.get(status).copied()).unwrap_or_default();
        ContextValue::List(promises.statuses.iter().map(|status| ContextValue::Number(count(status))).collect())
    }
}

/// How a commitment is due or broken, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Failing {
    Breached,
    Missed,
    Overdue,
    DueToday,
}

/// The commitments of a brief by who made them.
#[derive(Debug)]
pub(super) struct Promises<'a> {
    by: IndexMap<Vec<&'a Id>, Promiser<'a>>,
    /// The statuses that commitments have, in the order of the vocabulary; `None` for those without one, last.
    statuses: Vec<Option<CommitmentStatus>>,
}

/// Those who made some commitments, and these: all of the brief are counted, also those that the page leaves out.
#[derive(Debug)]
struct Promiser<'a> {
    /// The first of the commitments.
    first: &'a Id,
    /// The parties as it names them.
    parties: &'a [Id],
    total: i64,
    /// How many are due or broken.
    late: i64,
    counts: HashMap<Option<CommitmentStatus>, i64>,
    /// Those of the page that are neither due nor broken, by date; those without one last.
    others: Vec<ContextRecord<'a>>,
}

/// What is the same for the same parties in another order.
fn key(parties: &[Id]) -> Vec<&Id> {
    let mut key: Vec<&Id> = parties.iter().collect();
    key.sort_unstable();
    key
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
