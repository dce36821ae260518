//! What a party has promised to do, and how far that has been carried out.

use serde::Serialize;

use super::serialize::{is_default, one_or_more};
use super::{Attribution, CommitmentStatus, Date, HandlingMarks, Id, Owner, PartialDate, Prose};

/// `[commitments.ID]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Commitment {
    /// `by`, ids of the parties that promised it together; at least one, each once.
    #[serde(serialize_with = "one_or_more")]
    pub by: Vec<Id>,
    /// `to`, ids of the parties to whom it was promised.
    #[serde(skip_serializing_if = "is_default")]
    pub to: Vec<Id>,
    /// `text`
    pub text: Prose,
    /// `ref`, where it is in the agreement.
    #[serde(skip_serializing_if = "is_default", rename = "ref")]
    pub reference: Option<String>,
    /// `due`
    #[serde(skip_serializing_if = "is_default")]
    pub due: Option<PartialDate>,
    /// `circa`: whether the date is approximate.
    #[serde(skip_serializing_if = "is_default")]
    pub circa: bool,
    /// `trigger`: after what it is due, where that is not a date.
    #[serde(skip_serializing_if = "is_default")]
    pub trigger: Option<Prose>,
    /// `status`
    #[serde(skip_serializing_if = "is_default")]
    pub status: Option<CommitmentStatus>,
    /// `reviewed`: the day as of which `status` was last looked at.
    #[serde(skip_serializing_if = "is_default")]
    pub reviewed: Option<Date>,
    /// `progress`: what has been done so far.
    #[serde(skip_serializing_if = "is_default")]
    pub progress: Option<Prose>,
    /// `verifier`: a party, or any other name.
    #[serde(skip_serializing_if = "is_default")]
    pub verifier: Option<Owner>,
    /// `evidence`: ids of the sources that show how far it has been carried out.
    #[serde(skip_serializing_if = "is_default")]
    pub evidence: Vec<Id>,
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

impl Commitment {
    /// Whether its date is past at the information cut-off ([`PartialDate::is_past`]) and something is still to be
    /// done.
    #[must_use]
    pub fn is_overdue(&self, as_of: Date) -> bool {
        let open = self.status.is_none_or(CommitmentStatus::is_open);
        open && self.due.is_some_and(|due| due.circa(self.circa).is_past(as_of))
    }
}
