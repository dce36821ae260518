//! The model for serde, in the shape of the file: a brief that is serialized as TOML is a brief.
//!
//! Prose is written with its markers, dates as `YYYY-MM-DD`, vocabulary as its words. What a brief does not say is left
//! out.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::{
    AgendaItem, Aim, Argument, Ask, Brief, BriefKind, BriefStatus, ById, Claim, Clearance, Commitment, Date,
    DecisionOption, Development, DraftText, Duration, Figure, Id, Issue, Judgement, Meeting, NextStep, Outcome, Owner,
    PageTemplate, Party, Person, Position, Proposal, Prose, Recommendation, Routing, Source, TalkingPoint,
};

/// Whether a field has nothing to say, so that the file does without it.
pub(super) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// One id as a text, several as a list.
pub(super) fn one_or_more<S: Serializer>(ids: &[Id], serializer: S) -> Result<S::Ok, S::Error> {
    match ids {
        [id] => id.serialize(serializer),
        ids => ids.serialize(serializer),
    }
}

/// A brief as its file has it.
#[derive(Serialize)]
struct SerializedBrief<'a> {
    schema: u32,
    brief: Head<'a>,
    parties: &'a ById<Party>,
    issues: &'a ById<Issue>,
    positions: &'a ById<ById<Position>>,
    #[serde(skip_serializing_if = "is_empty")]
    proposals: &'a ById<Proposal>,
    #[serde(skip_serializing_if = "is_empty")]
    claims: &'a ById<Claim>,
    #[serde(skip_serializing_if = "is_default")]
    outcome: Option<&'a Outcome>,
    #[serde(skip_serializing_if = "is_empty")]
    commitments: &'a ById<Commitment>,
    #[serde(skip_serializing_if = "is_empty")]
    judgements: &'a ById<Judgement>,
    #[serde(skip_serializing_if = "is_empty")]
    developments: &'a ById<Development>,
    #[serde(skip_serializing_if = "is_empty")]
    next_steps: &'a ById<NextStep>,
    #[serde(skip_serializing_if = "is_empty")]
    talking_points: &'a ById<TalkingPoint>,
    #[serde(skip_serializing_if = "is_empty")]
    aims: &'a ById<Aim>,
    #[serde(skip_serializing_if = "is_empty")]
    arguments: &'a ById<Argument>,
    texts: &'a ById<DraftText>,
    #[serde(skip_serializing_if = "is_empty")]
    meetings: &'a ById<Meeting>,
    #[serde(skip_serializing_if = "is_empty")]
    people: &'a ById<Person>,
    #[serde(skip_serializing_if = "is_empty")]
    agenda: &'a ById<AgendaItem>,
    #[serde(skip_serializing_if = "is_empty")]
    asks: &'a ById<Ask>,
    #[serde(skip_serializing_if = "is_empty")]
    options: &'a ById<DecisionOption>,
    #[serde(skip_serializing_if = "is_empty")]
    recommendations: &'a ById<Recommendation>,
    #[serde(skip_serializing_if = "is_empty")]
    clearances: &'a ById<Clearance>,
    #[serde(skip_serializing_if = "is_empty")]
    figures: &'a ById<Figure>,
    sources: &'a ById<Source>,
}

/// The table `[brief]`.
#[derive(Serialize)]
struct Head<'a> {
    title: &'a Prose,
    as_of: Date,
    bottom_line: &'a Prose,
    #[serde(skip_serializing_if = "is_default")]
    subtitle: Option<&'a Prose>,
    #[serde(skip_serializing_if = "is_default")]
    kind: Option<BriefKind>,
    #[serde(skip_serializing_if = "is_default")]
    edition: Option<u32>,
    #[serde(skip_serializing_if = "is_default")]
    status: Option<BriefStatus>,
    #[serde(skip_serializing_if = "is_default")]
    handling: Option<&'a str>,
    #[serde(skip_serializing_if = "is_default")]
    unmarked: Option<&'a str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    marks: &'a BTreeMap<String, String>,
    #[serde(skip_serializing_if = "is_default")]
    own_side: Option<&'a Id>,
    #[serde(skip_serializing_if = "is_default")]
    audience: Option<&'a str>,
    #[serde(skip_serializing_if = "is_default")]
    authors: &'a [String],
    #[serde(skip_serializing_if = "is_default")]
    cleared_by: &'a [String],
    language: &'a str,
    #[serde(skip_serializing_if = "is_default")]
    stale_after: Option<Duration>,
    #[serde(skip_serializing_if = "is_default")]
    pages: Option<u32>,
    #[serde(skip_serializing_if = "is_default")]
    background: Option<&'a Prose>,
    #[serde(skip_serializing_if = "is_default")]
    assessment: Option<&'a Prose>,
    #[serde(skip_serializing_if = "is_default")]
    template: Option<PageTemplate>,
    #[serde(flatten)]
    routing: &'a Routing,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference to the field")]
fn is_empty<T>(records: &&ById<T>) -> bool {
    records.is_empty()
}

impl Serialize for Brief {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let brief = Head {
            title: &self.title,
            as_of: self.as_of,
            bottom_line: &self.bottom_line,
            subtitle: self.subtitle.as_ref(),
            kind: self.kind,
            edition: self.edition,
            status: self.status,
            handling: self.handling.as_deref(),
            unmarked: self.unmarked.as_deref(),
            marks: &self.marks,
            own_side: self.own_side.as_ref(),
            audience: self.audience.as_deref(),
            authors: &self.authors,
            cleared_by: &self.cleared_by,
            language: &self.language,
            stale_after: self.stale_after,
            pages: self.pages,
            background: self.background.as_ref(),
            assessment: self.assessment.as_ref(),
            template: self.template,
            routing: &self.routing,
        };
        SerializedBrief {
            schema: 1,
            brief,
            parties: &self.parties,
            issues: &self.issues,
            positions: &self.positions,
            proposals: &self.proposals,
            claims: &self.claims,
            outcome: self.outcome.as_ref(),
            commitments: &self.commitments,
            judgements: &self.judgements,
            developments: &self.developments,
            next_steps: &self.next_steps,
            talking_points: &self.talking_points,
            aims: &self.aims,
            arguments: &self.arguments,
            texts: &self.texts,
            meetings: &self.meetings,
            people: &self.people,
            agenda: &self.agenda,
            asks: &self.asks,
            options: &self.options,
            recommendations: &self.recommendations,
            clearances: &self.clearances,
            figures: &self.figures,
            sources: &self.sources,
        }
        .serialize(serializer)
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl Serialize for Prose {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.source())
    }
}

impl Serialize for Duration {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&match self {
            Self::Days(days) => format!("{days}d"),
            Self::Weeks(weeks) => format!("{weeks}w"),
            Self::Months(months) => format!("{months}m"),
        })
    }
}

impl Serialize for Owner {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Party(id) => id.serialize(serializer),
            Self::Other(name) => serializer.serialize_str(name),
        }
    }
}
