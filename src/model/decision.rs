//! What a brief that asks for a decision has: options, recommendations, and who has cleared it.

use serde::Serialize;

use super::serialize::is_default;
use super::{ClearanceResult, Date, HandlingMarks, Id, OptionStatus, PartialDate, Prose};

/// `[options.ID]`: one course that the reader can choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct DecisionOption {
    /// `title`
    pub title: Prose,
    /// `text`
    #[serde(skip_serializing_if = "is_default")]
    pub text: Option<Prose>,
    /// `issue`, id of an issue.
    #[serde(skip_serializing_if = "is_default")]
    pub issue: Option<Id>,
    /// `pros`
    #[serde(skip_serializing_if = "is_default")]
    pub pros: Vec<Prose>,
    /// `cons`
    #[serde(skip_serializing_if = "is_default")]
    pub cons: Vec<Prose>,
    /// `cost`
    #[serde(skip_serializing_if = "is_default")]
    pub cost: Option<Prose>,
    /// `risk`
    #[serde(skip_serializing_if = "is_default")]
    pub risk: Option<Prose>,
    /// `consequence`
    #[serde(skip_serializing_if = "is_default")]
    pub consequence: Option<Prose>,
    /// `supported_by`, ids of parties.
    #[serde(skip_serializing_if = "is_default")]
    pub supported_by: Vec<Id>,
    /// `status`
    #[serde(skip_serializing_if = "is_default")]
    pub status: Option<OptionStatus>,
    /// `on_page`: whether a page that is too full always has it, or never; `None` leaves it to its rank.
    #[serde(skip_serializing_if = "is_default")]
    pub on_page: Option<bool>,
    /// Who may read it.
    #[serde(flatten)]
    pub marks: HandlingMarks,
}

/// `[recommendations.ID]`: what the reader is asked to decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Recommendation {
    /// `text`
    pub text: Prose,
    /// `option`, id of the option that it recommends.
    #[serde(skip_serializing_if = "is_default")]
    pub option: Option<Id>,
    /// `issue`, id of an issue.
    #[serde(skip_serializing_if = "is_default")]
    pub issue: Option<Id>,
    /// `choices`; empty for those of the language: approve, decline, discuss.
    #[serde(skip_serializing_if = "is_default")]
    pub choices: Vec<String>,
    /// `by`, the day by which to decide; that of the brief when the file does not say.
    #[serde(skip_serializing_if = "is_default")]
    pub by: Option<Date>,
    /// `why`
    #[serde(skip_serializing_if = "is_default")]
    pub why: Option<Prose>,
    /// `recommended_by`, offices.
    #[serde(skip_serializing_if = "is_default")]
    pub recommended_by: Vec<String>,
    /// `opposed_by`, offices.
    #[serde(skip_serializing_if = "is_default")]
    pub opposed_by: Vec<String>,
    /// `decision`, once it is taken.
    #[serde(skip_serializing_if = "is_default")]
    pub decision: Option<Prose>,
    /// `decided`, the day on which it was taken.
    #[serde(skip_serializing_if = "is_default")]
    pub decided: Option<PartialDate>,
    /// `on_page`: whether a page that is too full always has it, or never; `None` leaves it to its rank.
    #[serde(skip_serializing_if = "is_default")]
    pub on_page: Option<bool>,
    /// Who may read it.
    #[serde(flatten)]
    pub marks: HandlingMarks,
}

/// The choices of a recommendation that names none.
const CHOICES: [&str; 3] = ["approve", "decline", "discuss"];
/// The choice of a recommendation that asks for nothing but to be read.
const NOTE: &str = "note";

impl Recommendation {
    /// What the reader can tick: `choices`, or else approve, decline, discuss.
    #[must_use]
    pub fn choices(&self) -> Vec<&str> {
        if self.choices.is_empty() { CHOICES.to_vec() } else { self.choices.iter().map(String::as_str).collect() }
    }

    /// Whether it asks the reader for more than to note it.
    #[must_use]
    pub fn asks(&self) -> bool {
        self.choices() != [NOTE]
    }
}

/// `[clearances.ID]`: an office that has to agree to the brief.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Clearance {
    /// `office`
    pub office: String,
    /// `person`
    #[serde(skip_serializing_if = "is_default")]
    pub person: Option<String>,
    /// `date`
    #[serde(skip_serializing_if = "is_default")]
    pub date: Option<Date>,
    /// `result`
    #[serde(skip_serializing_if = "is_default")]
    pub result: Option<ClearanceResult>,
    /// `on_page`: whether a page that is too full always has it, or never; `None` leaves it to its rank.
    #[serde(skip_serializing_if = "is_default")]
    pub on_page: Option<bool>,
    /// Who may read it.
    #[serde(flatten)]
    pub marks: HandlingMarks,
}
