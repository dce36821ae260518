//! What a brief that prepares a meeting has: people, an agenda, and what the others will ask.

use serde::Serialize;

use super::serialize::is_default;
use super::{Id, Marks, PartialDate, Prose};

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
    pub marks: Marks,
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
    pub marks: Marks,
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
    pub marks: Marks,
}
