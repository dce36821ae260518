//! What a brief has of our side: what it wants on each issue, and what it says for it.

use serde::Serialize;

use super::serialize::is_default;
use super::{ArgumentUse, Brief, HandlingMarks, Id, Party, Prose};

/// `[aims.ISSUE]`: what our side wants on an issue, and how far it can go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Aim {
    /// `goal`
    pub goal: Prose,
    /// `opening`, what it asks for first.
    #[serde(skip_serializing_if = "is_default")]
    pub opening: Option<Prose>,
    /// `fallback`, in the order in which it is offered.
    #[serde(skip_serializing_if = "is_default")]
    pub fallback: Vec<Prose>,
    /// `walk_away`, where it ends the talks.
    #[serde(skip_serializing_if = "is_default")]
    pub walk_away: Option<Prose>,
    /// `trade_for`, ids of issues.
    #[serde(skip_serializing_if = "is_default")]
    pub trade_for: Vec<Id>,
    /// `priority`, from 1; [`Brief::priority_of_aim`] falls back to that of the issue.
    #[serde(skip_serializing_if = "is_default")]
    pub priority: Option<u32>,
    /// `on_page`: whether a page that is too full always has it, or never; `None` leaves it to its rank.
    #[serde(skip_serializing_if = "is_default")]
    pub on_page: Option<bool>,
    /// Who may read it: `own-side`, whatever is written there.
    #[serde(flatten)]
    pub marks: HandlingMarks,
}

/// `[arguments.ID]`: what our side says for what it wants, or answers to the argument of another party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Argument {
    /// `text`
    pub text: Prose,
    /// `use`; [`Argument::used`] has what holds without it.
    #[serde(skip_serializing_if = "is_default", rename = "use")]
    pub usage: Option<ArgumentUse>,
    /// `raised_by`, id of a party.
    #[serde(skip_serializing_if = "is_default")]
    pub raised_by: Option<Id>,
    /// `response`
    #[serde(skip_serializing_if = "is_default")]
    pub response: Option<Prose>,
    /// `issue`, id of an issue.
    #[serde(skip_serializing_if = "is_default")]
    pub issue: Option<Id>,
    /// `on_page`: whether a page that is too full always has it, or never; `None` leaves it to its rank.
    #[serde(skip_serializing_if = "is_default")]
    pub on_page: Option<bool>,
    /// Who may read it: `own-side`, whatever is written there.
    #[serde(flatten)]
    pub marks: HandlingMarks,
}

impl Argument {
    /// When to use it: without `use`, one that another party makes is for when it is raised, and all others are to be
    /// made.
    #[must_use]
    pub fn used(&self) -> ArgumentUse {
        let by_itself = if self.raised_by.is_some() { ArgumentUse::IfRaised } else { ArgumentUse::Make };
        self.usage.unwrap_or(by_itself)
    }
}

impl Brief {
    /// The party for which the brief is written.
    #[must_use]
    pub fn own_party(&self) -> Option<(&Id, &Party)> {
        self.own_side.as_ref().and_then(|id| self.parties.get_key_value(id))
    }

    /// The priority of an aim on an issue: its own, or else that of the issue.
    #[must_use]
    pub fn priority_of_aim(&self, issue: &Id, aim: &Aim) -> Option<u32> {
        aim.priority.or_else(|| self.issues.get(issue)?.priority)
    }

    /// The aims by priority, those without one last, and in the order of the file within one.
    #[must_use]
    pub fn aims_by_priority(&self) -> Vec<(&Id, &Aim)> {
        let mut all: Vec<_> = self.aims.iter().collect();
        all.sort_by_key(|(issue, aim)| self.priority_of_aim(issue, aim).unwrap_or(u32::MAX));
        all
    }
}
