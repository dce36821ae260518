//! What is on the table: proposals, and who stands where on them.

use serde::Serialize;

use super::serialize::{is_default, one_or_more};
use super::{Attribution, Brief, ById, HandlingMarks, Id, PartialDate, Position, Prose, Stance};

/// `[proposals.ID]`: what somebody has put on the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Proposal {
    /// `issue`, id of the issue that it would settle.
    pub issue: Id,
    /// `text`
    pub text: Prose,
    /// `title`
    #[serde(skip_serializing_if = "is_default")]
    pub title: Option<Prose>,
    /// `by`, ids of the parties that made it together, each once.
    #[serde(skip_serializing_if = "is_default", serialize_with = "one_or_more")]
    pub by: Vec<Id>,
    /// `date`
    #[serde(skip_serializing_if = "is_default")]
    pub date: Option<PartialDate>,
    /// `circa`: whether the date is approximate.
    #[serde(skip_serializing_if = "is_default")]
    pub circa: bool,
    /// `meeting`, id of the meeting at which it was made.
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

impl Proposal {
    /// Whether something but its text can name it: a title, who made it, or when.
    #[must_use]
    pub fn is_named(&self) -> bool {
        self.title.is_some() || !self.by.is_empty() || self.date.is_some()
    }
}

impl Stance {
    /// The step on which the stance on a proposal is between rejection (0) and acceptance (4); `None` of a party that
    /// has not said, or of which nothing is known. A demand and an offer answer the proposal with something else.
    #[must_use]
    pub fn step(self) -> Option<usize> {
        Some(match self {
            Self::Rejects | Self::Threatens => 0,
            Self::Opposes | Self::Demands => 1,
            Self::Conditional | Self::Reserves => 2,
            Self::Offers | Self::Concedes => 3,
            Self::Accepts | Self::Supports => 4,
            Self::Undeclared | Self::Unknown => return None,
        })
    }
}

impl Brief {
    /// The step on which a party is between rejection (0) and acceptance (4) of the proposal that its position is on.
    /// Who made the proposal demands or offers just that.
    #[must_use]
    pub fn step_on(&self, party: &Id, position: &Position) -> Option<usize> {
        let proposal = position.on.as_ref().and_then(|on| self.proposals.get(on));
        let is_own = proposal.is_some_and(|it| it.by.contains(party));
        match position.stance {
            Stance::Demands | Stance::Offers | Stance::Concedes if is_own => Stance::Supports.step(),
            stance => stance.step(),
        }
    }

    /// The proposal that all positions on an issue are on, of those that are on a step. `None` when one is on none, or
    /// on another: what each of two parties demands may be the opposite of what the other does.
    #[must_use]
    pub fn common_proposal(&self, issue: &Id) -> Option<&Id> {
        let positions: &ById<Position> = self.positions.get(issue)?;
        let mut on = positions.values().filter(|it| it.stance.step().is_some()).map(|it| it.on.as_ref());
        let first = on.next()??;
        let is_known = self.proposals.get(first).is_some_and(|it| it.issue == *issue);
        (is_known && on.all(|other| other == Some(first))).then_some(first)
    }
}
