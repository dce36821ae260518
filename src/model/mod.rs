//! A brief as typed values: what `check` makes of a TOML document and what every later stage works on.
//!
//! No place in a file is kept here; a stage that must point into the file asks the document for the span of a path
//! such as `positions.donbas.russia.stance`. Field meanings are those of `docs/format.md`.

mod attributed;
mod bloc;
mod commitment;
mod date;
mod decision;
mod direction;
mod duration;
mod figure;
mod id;
mod judgement;
mod mandate;
mod meeting;
mod proposal;
pub mod prose;
mod relays;
mod routing;
mod sentence;
mod serialize;
mod statement;
mod text;
pub mod vocabulary;
mod written_date;

pub(crate) use attributed::AttributedStatement;
pub use bloc::Blocs;
pub use commitment::Commitment;
pub use date::{Date, DatePrecision, InvalidDate, PartialDate};
pub use decision::{Clearance, DecisionOption, Recommendation};
pub use direction::is_right_to_left;
pub use duration::Duration;
pub use figure::{Figure, USUAL_WIDTH};
pub use id::{Id, InvalidId};
pub use judgement::{Judgement, LEAST_RESOLVED, brier_score};
pub use mandate::{Aim, Argument};
pub use meeting::{AgendaItem, Ask, Meeting, Person};
pub use proposal::Proposal;
pub use prose::{ITEM, Paragraph, Prose, ProseInline, anchor};
pub(crate) use relays::Relays;
pub use routing::{AddresseePlace, Routing};
pub(crate) use sentence::{SENTENCE_ENDS, has_word, word_places};
pub use sentence::{is_abbreviation, sentences};
pub use statement::{Attribution, Claim, Development, Outcome, OutcomePoint, Position};
pub use text::{DraftText, Variant};
pub use vocabulary::*;
pub use written_date::{MeantDate, english_month};

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use serde::Serialize;

use serialize::is_default;

/// Records by id, in the order of the file, which is the reading order.
pub type ById<T> = IndexMap<Id, T>;

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
    /// `own_side`, id of the party for which the brief is written.
    pub own_side: Option<Id>,
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
    pub parties: ById<Party>,
    /// `[issues.ID]`
    pub issues: ById<Issue>,
    /// `[positions.ISSUE.PARTY]`: by issue, then by party, in the order of the file.
    pub positions: ById<ById<Position>>,
    /// `[proposals.ID]`
    pub proposals: ById<Proposal>,
    /// `[claims.ID]`
    pub claims: ById<Claim>,
    /// `[outcome]`; `None` when nothing has been held yet.
    pub outcome: Option<Outcome>,
    /// `[commitments.ID]`
    pub commitments: ById<Commitment>,
    /// `[judgements.ID]`
    pub judgements: ById<Judgement>,
    /// `[developments.ID]`, in the order of the file; [`Brief::developments_by_date`] gives the reading order.
    pub developments: ById<Development>,
    /// `[next_steps.ID]`, in the order of the file; [`Brief::next_steps_by_date`] gives the reading order.
    pub next_steps: ById<NextStep>,
    /// `[talking_points.ID]`
    pub talking_points: ById<TalkingPoint>,
    /// `[aims.ISSUE]`, in the order of the file; [`Brief::aims_by_priority`] gives the reading order.
    pub aims: ById<Aim>,
    /// `[arguments.ID]`
    pub arguments: ById<Argument>,
    /// `[texts.ID]`
    pub texts: ById<DraftText>,
    /// `[meetings.ID]`, in the order of the file; [`Brief::meetings_by_date`] gives the reading order.
    pub meetings: ById<Meeting>,
    /// `[people.ID]`
    pub people: ById<Person>,
    /// `[agenda.ID]`
    pub agenda: ById<AgendaItem>,
    /// `[asks.ID]`
    pub asks: ById<Ask>,
    /// `[options.ID]`
    pub options: ById<DecisionOption>,
    /// `[recommendations.ID]`
    pub recommendations: ById<Recommendation>,
    /// `[clearances.ID]`
    pub clearances: ById<Clearance>,
    /// `[figures.ID]`
    pub figures: ById<Figure>,
    /// `[sources.ID]`
    pub sources: ById<Source>,
    /// The positions, by issue and party, in whose place a page says that something is withheld. No file has them.
    pub withheld: BTreeSet<(Id, Id)>,
    /// Whether the page is for our side, and the brief has content for our side alone: then the page says so. No file has
    /// it.
    pub own_side_only: bool,
}

impl Brief {
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

/// Who may read a record, and some of its fields.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct HandlingMarks {
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
    /// `members` of a bloc.
    #[serde(skip_serializing_if = "is_default")]
    pub members: Vec<Owner>,
    /// `speaks_for`, ids of parties; [`Party::represented`] falls back to all members.
    #[serde(skip_serializing_if = "is_default")]
    pub speaks_for: Vec<Id>,
    /// Who may read it.
    #[serde(flatten)]
    pub marks: HandlingMarks,
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
    /// `between`, ids of the parties that it concerns; empty for all.
    #[serde(skip_serializing_if = "is_default")]
    pub between: Vec<Id>,
    /// `on_page`: whether a page that is too full always has it, or never; `None` leaves it to its rank.
    #[serde(skip_serializing_if = "is_default")]
    pub on_page: Option<bool>,
    /// Who may read it.
    #[serde(flatten)]
    pub marks: HandlingMarks,
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
    pub marks: HandlingMarks,
}

impl NextStep {
    /// Whether its date is past at the cut-off of the brief ([`PartialDate::is_past`]).
    #[must_use]
    pub fn is_past(&self, as_of: Date) -> bool {
        self.date.is_some_and(|date| date.circa(self.circa).is_past(as_of))
    }
}

/// A party, or somebody who is not one: who has to take a next step, a member of a bloc.
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
    pub marks: HandlingMarks,
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
    pub marks: HandlingMarks,
}
