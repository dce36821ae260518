//! What a brief that prepares a meeting has: people, an agenda, and what the others will ask.

use serde::Serialize;

use super::serialize::is_default;
use super::{
    Attribution, Brief, Date, DatePrecision, HandlingMarks, Id, Instrument, OutcomeResult, PartialDate, Prose,
    Representative,
};

/// `[meetings.ID]`: one of several meetings, held or to come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Meeting {
    /// `event`
    pub event: String,
    /// `date`
    pub date: PartialDate,
    /// `circa`: whether the date is approximate.
    #[serde(skip_serializing_if = "is_default")]
    pub circa: bool,
    /// `time`
    #[serde(skip_serializing_if = "is_default")]
    pub time: Option<String>,
    /// `place`
    #[serde(skip_serializing_if = "is_default")]
    pub place: Option<String>,
    /// `participants`, ids of people.
    #[serde(skip_serializing_if = "is_default")]
    pub participants: Vec<Id>,
    /// `order` of the speakers, ids of people.
    #[serde(skip_serializing_if = "is_default")]
    pub order: Vec<Id>,
    /// `interpreter`
    #[serde(skip_serializing_if = "is_default")]
    pub interpreter: Option<String>,
    /// `press`
    #[serde(skip_serializing_if = "is_default")]
    pub press: Option<Prose>,
    /// `result`; `None` when it is not known, or the meeting has not been held.
    #[serde(skip_serializing_if = "is_default")]
    pub result: Option<OutcomeResult>,
    /// `summary`
    #[serde(skip_serializing_if = "is_default")]
    pub summary: Option<Prose>,
    /// `instrument`
    #[serde(skip_serializing_if = "is_default")]
    pub instrument: Option<Instrument>,
    /// `on_page`: whether a page that is too full always has it, or never; `None` leaves it to its rank.
    #[serde(skip_serializing_if = "is_default")]
    pub on_page: Option<bool>,
    /// The attribution fields.
    #[serde(flatten)]
    pub attribution: Attribution,
    /// Who may read it.
    #[serde(flatten)]
    pub marks: HandlingMarks,
}

impl Meeting {
    /// Whether it is still to come at the cut-off of a brief: it has no result, and its date is not past
    /// ([`PartialDate::is_past`]).
    #[must_use]
    pub fn is_coming(&self, as_of: Date) -> bool {
        self.result.is_none() && !self.date.circa(self.circa).is_past(as_of)
    }

    /// Its place among others, by the last day on which it may begin, so that one of which only the year is known
    /// does not come before all others of that year. Within a day, one that is known to the day is first.
    fn order_by_date(&self) -> (Date, bool, PartialDate) {
        let is_partial = !matches!(self.date.from, DatePrecision::Day(_));
        (self.date.from.end(), is_partial, self.date)
    }
}

impl Brief {
    /// The meetings by the day on which they begin at the latest, and in the order of the file within a day.
    #[must_use]
    pub fn meetings_by_date(&self) -> Vec<(&Id, &Meeting)> {
        let mut all: Vec<_> = self.meetings.iter().collect();
        all.sort_by_key(|(_, meeting)| meeting.order_by_date());
        all
    }

    /// Whether a representative is one of the people, and their record there says all that the party says of them.
    #[must_use]
    pub fn lists(&self, representative: &Representative) -> bool {
        let person = representative.person.as_ref().and_then(|id| self.people.get(id));
        person.is_some_and(|person| person.title.is_some() || representative.title.is_none())
    }

    /// The meeting that the brief prepares: the first that is still to come. One whose approximate date has passed is
    /// it only when no other is to come.
    #[must_use]
    pub fn coming_meeting(&self) -> Option<(&Id, &Meeting)> {
        let coming = self.meetings_by_date().into_iter().filter(|(_, meeting)| meeting.is_coming(self.as_of));
        coming.min_by_key(|(_, meeting)| meeting.date.end() < self.as_of)
    }
}

/// `[people.ID]`: somebody whom the reader meets or hears of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Person {
    /// `name`
    pub name: String,
    /// `also`, other spellings of the name.
    #[serde(skip_serializing_if = "is_default")]
    pub also: Vec<String>,
    /// `title`
    #[serde(skip_serializing_if = "is_default")]
    pub title: Option<String>,
    /// `party`, id of a party.
    #[serde(skip_serializing_if = "is_default")]
    pub party: Option<Id>,
    /// `pronunciation`
    #[serde(skip_serializing_if = "is_default")]
    pub pronunciation: Option<String>,
    /// `biography`
    #[serde(skip_serializing_if = "is_default")]
    pub biography: Option<Prose>,
    /// `languages`, by their names.
    #[serde(skip_serializing_if = "is_default")]
    pub languages: Vec<String>,
    /// `last_met`
    #[serde(skip_serializing_if = "is_default")]
    pub last_met: Option<PartialDate>,
    /// `note`
    #[serde(skip_serializing_if = "is_default")]
    pub note: Option<Prose>,
    /// `on_page`: whether a page that is too full always has it, or never; `None` leaves it to its rank.
    #[serde(skip_serializing_if = "is_default")]
    pub on_page: Option<bool>,
    /// Who may read it.
    #[serde(flatten)]
    pub marks: HandlingMarks,
}

impl Person {
    /// The name and its other spellings.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name).chain(&self.also).map(String::as_str)
    }
}

/// `[agenda.ID]`: an item of the agenda of the coming meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct AgendaItem {
    /// `title`
    pub title: Prose,
    /// `lead`, id of a person.
    #[serde(skip_serializing_if = "is_default")]
    pub lead: Option<Id>,
    /// `minutes`
    #[serde(skip_serializing_if = "is_default")]
    pub minutes: Option<u32>,
    /// `issue`, id of an issue.
    #[serde(skip_serializing_if = "is_default")]
    pub issue: Option<Id>,
    /// `on_page`: whether a page that is too full always has it, or never; `None` leaves it to its rank.
    #[serde(skip_serializing_if = "is_default")]
    pub on_page: Option<bool>,
    /// Who may read it.
    #[serde(flatten)]
    pub marks: HandlingMarks,
}

/// `[asks.ID]`: what another party will raise, and the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Ask {
    /// `party`, id of the party that will raise it.
    pub party: Id,
    /// `text`
    pub text: Prose,
    /// `response`
    pub response: Prose,
    /// `push_back`, the answer if the party insists.
    #[serde(skip_serializing_if = "is_default")]
    pub push_back: Option<Prose>,
    /// `issue`, id of an issue.
    #[serde(skip_serializing_if = "is_default")]
    pub issue: Option<Id>,
    /// `on_page`: whether a page that is too full always has it, or never; `None` leaves it to its rank.
    #[serde(skip_serializing_if = "is_default")]
    pub on_page: Option<bool>,
    /// Who may read it.
    #[serde(flatten)]
    pub marks: HandlingMarks,
}
