//! What somebody says, agrees or does: the records with an attribution, but for meetings.

use serde::Serialize;

use super::serialize::is_default;
use super::{
    Basis, ById, Confidence, Date, HandlingMarks, Id, Instrument, Likelihood, OutcomeResult, PartialDate, PointResult,
    Prose, Stance, Trend, Verification, Wording,
};

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

/// `[positions.ISSUE.PARTY]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Position {
    /// `stance`
    pub stance: Stance,
    /// `text`
    pub text: Prose,
    /// `short`: a form of the text for a page that has no room for it.
    #[serde(skip_serializing_if = "is_default")]
    pub short: Option<Prose>,
    /// `on`, id of the proposal that the stance is about.
    #[serde(skip_serializing_if = "is_default")]
    pub on: Option<Id>,
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
    pub marks: HandlingMarks,
}

impl Position {
    /// What a page prints in the place of the text when it has no room for that. One that is empty, or no shorter than
    /// the text, is not a short form: it would save no space.
    #[must_use]
    pub fn short_form(&self) -> Option<&Prose> {
        let length = |prose: &Prose| prose.plain().chars().count();
        self.short.as_ref().filter(|short| (1..length(&self.text)).contains(&length(short)))
    }
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
    pub marks: HandlingMarks,
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
    pub points: ById<OutcomePoint>,
    /// The attribution fields.
    #[serde(flatten)]
    pub attribution: Attribution,
    /// Who may read it.
    #[serde(flatten)]
    pub marks: HandlingMarks,
}

/// `[outcome.points.ID]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct OutcomePoint {
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
    pub marks: HandlingMarks,
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
    pub marks: HandlingMarks,
}
