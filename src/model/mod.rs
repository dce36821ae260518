//! A brief as typed values: what `check` makes of a TOML document and what every later stage works on.
//!
//! No place in a file is kept here; a stage that must point into the file asks the document for the span of a path
//! such as `positions.donbas.russia.stance`. Field meanings are those of `docs/format.md`.

mod date;
mod decision;
mod direction;
mod id;
mod meeting;
pub mod prose;
mod sentence;
mod serialize;
pub mod vocabulary;
mod written_date;

pub use date::{Date, InvalidDate, Known, PartialDate};
pub use decision::{Clearance, DecisionOption, Recommendation};
pub use direction::is_right_to_left;
pub use id::{Id, InvalidId};
pub use meeting::{AgendaItem, Ask, Meeting, Person};
pub use prose::{Inline, Prose, anchor};
pub use sentence::{is_abbreviation, sentences};
pub use vocabulary::*;
pub use written_date::{either_date, english_month, written_date};

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use serde::Serialize;

use serialize::is_default;

/// Records by id, in the order of the file, which is the reading order.
pub type Records<T> = IndexMap<Id, T>;

/// A length of time in whole calendar units, as in `"21d"`, `"6w"`, `"3m"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Duration {
    /// Days.
    Days(u32),
    /// Weeks.
    Weeks(u32),
    /// Calendar months.
    Months(u32),
}

impl Duration {
    /// The day that lies this long after another; `None` beyond the year 9999. A month ends on its last day: a month
    /// after 31 January is 28 or 29 February.
    #[must_use]
    pub fn after(self, date: Date) -> Option<Date> {
        match self {
            Self::Days(days) => date.checked_add(time::Duration::days(days.into())),
            Self::Weeks(weeks) => date.checked_add(time::Duration::weeks(weeks.into())),
            Self::Months(months) => {
                let month = date.year().checked_mul(12)? + i32::from(u8::from(date.month())) - 1;
                let month = month.checked_add(i32::try_from(months).ok()?)?;
                let (year, month) = (month.div_euclid(12), month.rem_euclid(12) as u8 + 1);
                let month = time::Month::try_from(month).ok()?;
                Date::from_calendar_date(year, month, date.day().min(month.length(year))).ok()
            }
        }
    }
}

/// One brief.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Brief {
    /// `title`
    pub title: Prose,
    /// `as_of`, the information cut-off: the only "today" that an output knows.
    pub as_of: Date,
    /// `bottom_line`
    pub bottom_line: Prose,
    /// `subtitle`
    pub subtitle: Option<Prose>,
    /// `kind`
    pub kind: Option<BriefKind>,
    /// `edition`, from 1.
    pub edition: Option<u32>,
    /// `status`
    pub status: Option<BriefStatus>,
    /// `handling`, one of the TLP 2.0 labels or free text.
    pub handling: Option<String>,
    /// `unmarked`, the level of what bears no mark.
    pub unmarked: Option<String>,
    /// `marks`: the levels of the fields of `[brief]`, by their names.
    pub marks: BTreeMap<String, String>,
    /// `audience`
    pub audience: Option<String>,
    /// `authors`
    pub authors: Vec<String>,
    /// `cleared_by`
    pub cleared_by: Vec<String>,
    /// `language`, a BCP 47 tag; `en` when the file does not say.
    pub language: String,
    /// `stale_after`
    pub stale_after: Option<Duration>,
    /// `pages`: how many pages it may take, from 1; `None` leaves it to the style of the template.
    pub pages: Option<u32>,
    /// `background`
    pub background: Option<Prose>,
    /// `assessment`
    pub assessment: Option<Prose>,
    /// `template`: the built-in template of its page; `None` leaves it to the project and to `kind`.
    pub template: Option<PageTemplate>,
    /// Who is to do what with it: `to`, `from`, `respond_by` and so on.
    pub routing: Routing,
    /// `[parties.ID]`
    pub parties: Records<Party>,
    /// `[issues.ID]`
    pub issues: Records<Issue>,
    /// `[positions.ISSUE.PARTY]`: by issue, then by party, in the order of the file.
    pub positions: Records<Records<Position>>,
    /// `[claims.ID]`
    pub claims: Records<Claim>,
    /// `[outcome]`; `None` when nothing has been held yet.
    pub outcome: Option<Outcome>,
    /// `[commitments.ID]`
    pub commitments: Records<Commitment>,
    /// `[developments.ID]`, in the order of the file; [`Brief::developments_by_date`] gives the reading order.
    pub developments: Records<Development>,
    /// `[next_steps.ID]`, in the order of the file; [`Brief::next_steps_by_date`] gives the reading order.
    pub next_steps: Records<NextStep>,
    /// `[talking_points.ID]`
    pub talking_points: Records<TalkingPoint>,
    /// `[meetings.ID]`, in the order of the file; [`Brief::meetings_by_date`] gives the reading order.
    pub meetings: Records<Meeting>,
    /// `[people.ID]`
    pub people: Records<Person>,
    /// `[agenda.ID]`
    pub agenda: Records<AgendaItem>,
    /// `[asks.ID]`
    pub asks: Records<Ask>,
    /// `[options.ID]`
    pub options: Records<DecisionOption>,
    /// `[recommendations.ID]`
    pub recommendations: Records<Recommendation>,
    /// `[clearances.ID]`
    pub clearances: Records<Clearance>,
    /// `[sources.ID]`
    pub sources: Records<Source>,
    /// The positions, by issue and party, in whose place a page says that something is withheld. No file has them.
    pub withheld: BTreeSet<(Id, Id)>,
}

impl Brief {
    /// To whom the head of the page says that it goes: `to`; without it `audience`.
    #[must_use]
    pub fn addressee(&self) -> Option<&String> {
        self.routing.to.as_ref().or(self.audience.as_ref())
    }

    /// Where the head of the page says to whom it goes, if it says so: beside what else it says of the way of the brief.
    #[must_use]
    pub fn addressee_place(&self) -> AddresseePlace {
        let Routing { from, through, copy, reference, occasion, respond_by, .. } = &self.routing;
        if from.is_some() || respond_by.is_some() || reference.is_some() {
            AddresseePlace::Table
        } else if !through.is_empty() || !copy.is_empty() || occasion.is_some() {
            AddresseePlace::Line
        } else {
            AddresseePlace::Dateline
        }
    }

    /// The developments in reading order: by date, and in the order of the file within a day.
    #[must_use]
    pub fn developments_by_date(&self) -> Vec<(&Id, &Development)> {
        let mut all: Vec<_> = self.developments.iter().collect();
        all.sort_by_key(|(_, development)| development.date);
        all
    }

    /// The next steps in reading order: by date, in the order of the file within a day, and those without a date last.
    #[must_use]
    pub fn next_steps_by_date(&self) -> Vec<(&Id, &NextStep)> {
        let mut all: Vec<_> = self.next_steps.iter().collect();
        all.sort_by_key(|(_, step)| (step.date.is_none(), step.date));
        all
    }
}

/// A part of the head of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddresseePlace {
    /// The table of what a submission says above its text: from whom, by when, under which reference.
    Table,
    /// The line below, of those whom a brief passes and the occasion.
    Line,
    /// The line of dates, where a brief has neither.
    Dateline,
}

impl AddresseePlace {
    /// Its name in a template: `table`, `line` or `dateline`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Line => "line",
            Self::Dateline => "dateline",
        }
    }
}

/// To whom a brief goes, by which way, and what is asked for by when: fields of `[brief]`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Routing {
    /// `to`
    #[serde(skip_serializing_if = "is_default")]
    pub to: Option<String>,
    /// `from`
    #[serde(skip_serializing_if = "is_default")]
    pub from: Option<String>,
    /// `through`
    #[serde(skip_serializing_if = "is_default")]
    pub through: Vec<String>,
    /// `copy`
    #[serde(skip_serializing_if = "is_default")]
    pub copy: Vec<String>,
    /// `reference`
    #[serde(skip_serializing_if = "is_default")]
    pub reference: Option<String>,
    /// `occasion`
    #[serde(skip_serializing_if = "is_default")]
    pub occasion: Option<String>,
    /// `respond_by`
    #[serde(skip_serializing_if = "is_default")]
    pub respond_by: Option<Date>,
    /// `respond_why`
    #[serde(skip_serializing_if = "is_default")]
    pub respond_why: Option<Prose>,
}

/// What any statement may say about where it comes from and how sure it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Attribution {
    /// `sources`, ids of sources.
    #[serde(skip_serializing_if = "is_default")]
    pub sources: Vec<Id>,
    /// `said_by`, id of a party.
    #[serde(skip_serializing_if = "is_default")]
    pub said_by: Option<Id>,
    /// `speaker`
    #[serde(skip_serializing_if = "is_default")]
    pub speaker: Option<String>,
    /// `verification`
    #[serde(skip_serializing_if = "is_default")]
    pub verification: Option<Verification>,
    /// `wording`
    #[serde(skip_serializing_if = "is_default")]
    pub wording: Option<Wording>,
    /// `confidence`
    #[serde(skip_serializing_if = "is_default")]
    pub confidence: Option<Confidence>,
    /// `likelihood`
    #[serde(skip_serializing_if = "is_default")]
    pub likelihood: Option<Likelihood>,
    /// `credibility`, 1 to 6 (Admiralty code).
    #[serde(skip_serializing_if = "is_default")]
    pub credibility: Option<u8>,
    /// `disputed`
    #[serde(skip_serializing_if = "is_default")]
    pub disputed: Option<Prose>,
}

/// Who may read a record, and some of its fields.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Marks {
    /// `handling`, a level of the scheme of the brief or `own-side`.
    #[serde(skip_serializing_if = "is_default")]
    pub handling: Option<String>,
    /// `marks`: the levels of fields, by their names.
    #[serde(skip_serializing_if = "is_default", rename = "marks")]
    pub of_fields: BTreeMap<String, String>,
}

/// `[parties.ID]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Party {
    /// `name`
    pub name: String,
    /// `short`; [`Party::short`] falls back to the name.
    #[serde(skip_serializing_if = "is_default")]
    pub short: Option<String>,
    /// `role`
    pub role: Role,
    /// `kind`
    #[serde(skip_serializing_if = "is_default")]
    pub kind: Option<PartyKind>,
    /// `representatives`
    #[serde(skip_serializing_if = "is_default")]
    pub representatives: Vec<Representative>,
    /// `interests`
    #[serde(skip_serializing_if = "is_default")]
    pub interests: Vec<Prose>,
    /// `red_lines`
    #[serde(skip_serializing_if = "is_default")]
    pub red_lines: Vec<Prose>,
    /// `alternatives`
    #[serde(skip_serializing_if = "is_default")]
    pub alternatives: Option<Prose>,
    /// Who may read it.
    #[serde(flatten)]
    pub marks: Marks,
}

impl Party {
    /// The name for tables and running text.
    #[must_use]
    pub fn short(&self) -> &str {
        self.short.as_deref().unwrap_or(&self.name)
    }
}

/// One of a party's `representatives`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Representative {
    /// `name`
    pub name: String,
    /// `title`
    #[serde(skip_serializing_if = "is_default")]
    pub title: Option<String>,
    /// `person`, id of a person.
    #[serde(skip_serializing_if = "is_default")]
    pub person: Option<Id>,
}

/// `[issues.ID]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Issue {
    /// `title`
    pub title: Prose,
    /// `status`
    pub status: IssueStatus,
    /// `question`
    #[serde(skip_serializing_if = "is_default")]
    pub question: Option<Prose>,
    /// `summary`
    #[serde(skip_serializing_if = "is_default")]
    pub summary: Option<Prose>,
    /// `category`
    #[serde(skip_serializing_if = "is_default")]
    pub category: Option<Category>,
    /// `priority`, 1 is the highest.
    #[serde(skip_serializing_if = "is_default")]
    pub priority: Option<u32>,
    /// `linked`, ids of issues.
    #[serde(skip_serializing_if = "is_default")]
    pub linked: Vec<Id>,
    /// `options`
    #[serde(skip_serializing_if = "is_default")]
    pub options: Vec<Prose>,
    /// `on_page`: whether a page that is too full always has it, or never; `None` leaves it to its rank.
    #[serde(skip_serializing_if = "is_default")]
    pub on_page: Option<bool>,
    /// Who may read it.
    #[serde(flatten)]
    pub marks: Marks,
}

/// `[positions.ISSUE.PARTY]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Position {
    /// `stance`
    pub stance: Stance,
    /// `text`
    pub text: Prose,
    /// `as_of`; the brief's own when the file does not say.
    #[serde(skip_serializing_if = "is_default")]
    pub as_of: Option<Date>,
    /// `red_line`
    #[serde(skip_serializing_if = "is_default")]
    pub red_line: bool,
    /// `conditions`
    #[serde(skip_serializing_if = "is_default")]
    pub conditions: Vec<Prose>,
    /// `basis`
    #[serde(skip_serializing_if = "is_default")]
    pub basis: Option<Basis>,
    /// `on_page`: whether a page that is too full always has it, or never; `None` leaves it to its rank.
    #[serde(skip_serializing_if = "is_default")]
    pub on_page: Option<bool>,
    /// The attribution fields.
    #[serde(flatten)]
    pub attribution: Attribution,
    /// Who may read it.
    #[serde(flatten)]
    pub marks: Marks,
}

/// `[claims.ID]`: what somebody asserts as fact, which is not a position.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Claim {
    /// `text`
    pub text: Prose,
    /// `about`, ids of issues.
    #[serde(skip_serializing_if = "is_default")]
    pub about: Vec<Id>,
    /// `denied_by`, ids of parties.
    #[serde(skip_serializing_if = "is_default")]
    pub denied_by: Vec<Id>,
    /// `on_page`: whether a page that is too full always has it, or never; `None` leaves it to its rank.
    #[serde(skip_serializing_if = "is_default")]
    pub on_page: Option<bool>,
    /// The attribution fields.
    #[serde(flatten)]
    pub attribution: Attribution,
    /// Who may read it.
    #[serde(flatten)]
    pub marks: Marks,
}

/// `[outcome]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Outcome {
    /// `event`
    pub event: String,
    /// `date`
    pub date: PartialDate,
    /// `circa`: whether the date is approximate.
    #[serde(skip_serializing_if = "is_default")]
    pub circa: bool,
    /// `result`
    pub result: OutcomeResult,
    /// `place`
    #[serde(skip_serializing_if = "is_default")]
    pub place: Option<String>,
    /// `summary`
    #[serde(skip_serializing_if = "is_default")]
    pub summary: Option<Prose>,
    /// `instrument`
    #[serde(skip_serializing_if = "is_default")]
    pub instrument: Option<Instrument>,
    /// `[outcome.points.ID]`
    #[serde(skip_serializing_if = "is_default")]
    pub points: Records<Point>,
    /// The attribution fields.
    #[serde(flatten)]
    pub attribution: Attribution,
    /// Who may read it.
    #[serde(flatten)]
    pub marks: Marks,
}

/// `[outcome.points.ID]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Point {
    /// `result`
    pub result: PointResult,
    /// `text`
    pub text: Prose,
    /// `issue`, id of an issue.
    #[serde(skip_serializing_if = "is_default")]
    pub issue: Option<Id>,
    /// `meeting`, id of the meeting at which it was.
    #[serde(skip_serializing_if = "is_default")]
    pub meeting: Option<Id>,
    /// `on_page`: whether a page that is too full always has it, or never; `None` leaves it to its rank.
    #[serde(skip_serializing_if = "is_default")]
    pub on_page: Option<bool>,
    /// The attribution fields.
    #[serde(flatten)]
    pub attribution: Attribution,
    /// Who may read it.
    #[serde(flatten)]
    pub marks: Marks,
}

/// `[commitments.ID]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Commitment {
    /// `by`, id of a party.
    pub by: Id,
    /// `text`
    pub text: Prose,
    /// `due`
    #[serde(skip_serializing_if = "is_default")]
    pub due: Option<PartialDate>,
    /// `circa`: whether the date is approximate.
    #[serde(skip_serializing_if = "is_default")]
    pub circa: bool,
    /// `status`
    #[serde(skip_serializing_if = "is_default")]
    pub status: Option<CommitmentStatus>,
    /// `meeting`, id of the meeting at which it was.
    #[serde(skip_serializing_if = "is_default")]
    pub meeting: Option<Id>,
    /// `on_page`: whether a page that is too full always has it, or never; `None` leaves it to its rank.
    #[serde(skip_serializing_if = "is_default")]
    pub on_page: Option<bool>,
    /// The attribution fields.
    #[serde(flatten)]
    pub attribution: Attribution,
    /// Who may read it.
    #[serde(flatten)]
    pub marks: Marks,
}

/// `[developments.ID]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Development {
    /// `date`
    pub date: PartialDate,
    /// `circa`: whether the date is approximate.
    #[serde(skip_serializing_if = "is_default")]
    pub circa: bool,
    /// `text`
    pub text: Prose,
    /// `affects`, ids of issues.
    #[serde(skip_serializing_if = "is_default")]
    pub affects: Vec<Id>,
    /// `trend`
    #[serde(skip_serializing_if = "is_default")]
    pub trend: Option<Trend>,
    /// `meeting`, id of the meeting at which it was.
    #[serde(skip_serializing_if = "is_default")]
    pub meeting: Option<Id>,
    /// `on_page`: whether a page that is too full always has it, or never; `None` leaves it to its rank.
    #[serde(skip_serializing_if = "is_default")]
    pub on_page: Option<bool>,
    /// The attribution fields.
    #[serde(flatten)]
    pub attribution: Attribution,
    /// Who may read it.
    #[serde(flatten)]
    pub marks: Marks,
}

/// `[next_steps.ID]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NextStep {
    /// `text`
    pub text: Prose,
    /// `date`
    #[serde(skip_serializing_if = "is_default")]
    pub date: Option<PartialDate>,
    /// `circa`: whether the date is approximate.
    #[serde(skip_serializing_if = "is_default")]
    pub circa: bool,
    /// `owner`
    #[serde(skip_serializing_if = "is_default")]
    pub owner: Option<Owner>,
    /// `on_page`: whether a page that is too full always has it, or never; `None` leaves it to its rank.
    #[serde(skip_serializing_if = "is_default")]
    pub on_page: Option<bool>,
    /// Who may read it.
    #[serde(flatten)]
    pub marks: Marks,
}

impl NextStep {
    /// Whether it was due before the cut-off of the brief. A step with an approximate date may still come.
    #[must_use]
    pub fn is_past(&self, as_of: Date) -> bool {
        self.date.is_some_and(|date| !self.circa && date.end() < as_of)
    }
}

/// Who has to take a next step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// A party, by id.
    Party(Id),
    /// Somebody else, by name.
    Other(String),
}

/// `[talking_points.ID]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TalkingPoint {
    /// `kind`
    pub kind: TalkingPointKind,
    /// `text`
    pub text: Prose,
    /// `issue`, id of an issue.
    #[serde(skip_serializing_if = "is_default")]
    pub issue: Option<Id>,
    /// `on_page`: whether a page that is too full always has it, or never; `None` leaves it to its rank.
    #[serde(skip_serializing_if = "is_default")]
    pub on_page: Option<bool>,
    /// Who may read it.
    #[serde(flatten)]
    pub marks: Marks,
}

/// `[sources.ID]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Source {
    /// `publisher`
    pub publisher: String,
    /// `date`
    pub date: PartialDate,
    /// `circa`: whether the date is approximate.
    #[serde(skip_serializing_if = "is_default")]
    pub circa: bool,
    /// `kind`
    #[serde(skip_serializing_if = "is_default")]
    pub kind: Option<SourceKind>,
    /// `title`
    #[serde(skip_serializing_if = "is_default")]
    pub title: Option<String>,
    /// `url`, http or https.
    #[serde(skip_serializing_if = "is_default")]
    pub url: Option<String>,
    /// `language`, a BCP 47 tag.
    #[serde(skip_serializing_if = "is_default")]
    pub language: Option<String>,
    /// `reliability` (Admiralty code).
    #[serde(skip_serializing_if = "is_default")]
    pub reliability: Option<Reliability>,
    /// `relays`, id of the source that this one only repeats.
    #[serde(skip_serializing_if = "is_default")]
    pub relays: Option<Id>,
    /// `accessed`
    #[serde(skip_serializing_if = "is_default")]
    pub accessed: Option<Date>,
    /// Who may read it.
    #[serde(flatten)]
    pub marks: Marks,
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::Month::{February, January, March};

    #[test]
    fn a_length_of_time_ends_on_a_day_of_the_calendar() {
        let day = |year, month, day| Date::from_calendar_date(year, month, day).unwrap();
        assert_eq!(Duration::Days(29).after(day(2024, February, 1)), Some(day(2024, March, 1)));
        assert_eq!(Duration::Weeks(2).after(day(2024, January, 31)), Some(day(2024, February, 14)));
        assert_eq!(Duration::Months(1).after(day(2023, January, 31)), Some(day(2023, February, 28)));
        assert_eq!(Duration::Months(14).after(day(2023, January, 5)), Some(day(2024, March, 5)));
        assert_eq!(Duration::Months(u32::MAX).after(day(2023, January, 5)), None);
        assert_eq!(Duration::Days(u32::MAX).after(day(2023, January, 5)), None);
    }
}
