//! Whether the dates of a list need their years.
//!
//! A day without its year is one of the year of the cut-off. Where another day of the list has a year, a reader may
//! take a day without one for one of that year: "31 Dec" beside "12 Jan 2026". So a list has its years everywhere or
//! nowhere, but for months and years, of which the year is a part.

use super::value::ContextValue;
use super::view::View;
use crate::model::PartialDate;
use crate::rank::Item;

impl<'a> View<'a> {
    /// The cut-off where all dates of a list are of its year.
    fn year_of(&self, mut dates: impl Iterator<Item = PartialDate>) -> ContextValue<'a> {
        let year = self.brief.as_of.year();
        let is_same = dates.all(|date| date.start().year() == year && date.end().year() == year);
        if is_same { ContextValue::Date(self.brief.as_of.into()) } else { ContextValue::Null }
    }

    pub(super) fn year_of_developments(&self) -> ContextValue<'a> {
        self.year_of(self.kept(&self.brief.developments, Item::Development).map(|(_, it)| it.date))
    }

    pub(super) fn year_of_judgements(&self) -> ContextValue<'a> {
        let all = self.kept(&self.brief.judgements, Item::Judgement);
        self.year_of(all.flat_map(|(_, it)| it.horizon.into_iter().chain(it.resolved_on.map(Into::into))))
    }

    pub(super) fn year_of_meetings(&self) -> ContextValue<'a> {
        self.year_of(self.kept(&self.brief.meetings, Item::Meeting).map(|(_, it)| it.date))
    }

    pub(super) fn year_of_next_steps(&self) -> ContextValue<'a> {
        self.year_of(self.kept(&self.brief.next_steps, Item::NextStep).filter_map(|(_, it)| it.date))
    }
}
