//! Texts under negotiation, paragraph by paragraph, with their versions.

use serde::Serialize;

use super::serialize::is_default;
use super::{Attribution, ById, HandlingMarks, Id, Prose, TextStatus};

/// `[texts.ID]`: a paragraph of a text under negotiation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct DraftText {
    /// `title`
    pub title: Prose,
    /// `ref`: where it is in the text.
    #[serde(skip_serializing_if = "is_default", rename = "ref")]
    pub reference: Option<String>,
    /// `issue`, id of an issue.
    #[serde(skip_serializing_if = "is_default")]
    pub issue: Option<Id>,
    /// `base`: the words from which the versions start.
    #[serde(skip_serializing_if = "is_default")]
    pub base: Option<String>,
    /// `status`; without it the text is open.
    #[serde(skip_serializing_if = "is_default")]
    pub status: Option<TextStatus>,
    /// The attribution fields.
    #[serde(flatten)]
    pub attribution: Attribution,
    /// Who may read it.
    #[serde(flatten)]
    pub marks: HandlingMarks,
    /// `[texts.ID.variants.VARIANT]`
    #[serde(skip_serializing_if = "ById::is_empty")]
    pub variants: ById<Variant>,
}

/// `[texts.ID.variants.VARIANT]`: one version of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Variant {
    /// `words`, character by character.
    pub words: String,
    /// `by`, ids of the parties that propose it.
    #[serde(skip_serializing_if = "is_default")]
    pub by: Vec<Id>,
    /// `support`, ids of parties.
    #[serde(skip_serializing_if = "is_default")]
    pub support: Vec<Id>,
    /// `oppose`, ids of parties.
    #[serde(skip_serializing_if = "is_default")]
    pub oppose: Vec<Id>,
    /// `reserve`, ids of parties.
    #[serde(skip_serializing_if = "is_default")]
    pub reserve: Vec<Id>,
    /// `compromise`
    #[serde(skip_serializing_if = "is_default")]
    pub compromise: bool,
    /// The attribution fields.
    #[serde(flatten)]
    pub attribution: Attribution,
    /// Who may read it.
    #[serde(flatten)]
    pub marks: HandlingMarks,
}

impl DraftText {
    /// Whether it is still negotiated: neither agreed nor dropped.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.status.is_none_or(TextStatus::is_open)
    }

    /// Its versions, the base first.
    #[must_use]
    pub fn versions(&self) -> Vec<&str> {
        let variants = self.variants.values().filter(|it| !it.compromise).map(|it| it.words.as_str());
        self.base.as_deref().into_iter().chain(variants).collect()
    }
}

impl Variant {
    /// The parties behind it, each once: those that propose it, then those that support it.
    #[must_use]
    pub fn backers(&self) -> Vec<&Id> {
        let mut all: Vec<&Id> = Vec::new();
        for id in self.by.iter().chain(&self.support) {
            if !all.contains(&id) {
                all.push(id);
            }
        }
        all
    }
}
