//! The records that a template sees. Field names are those of the templates.

use serde::Serialize;

/// A word of a vocabulary.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Word {
    /// As the file spells it.
    pub(super) id: &'static str,
    /// As the page prints it, in the brief's language.
    pub(super) label: String,
}

/// The whole context.
#[derive(Debug, Serialize)]
pub(in crate::template) struct Context {
    pub(super) brief: BriefView,
    pub(super) parties: Vec<PartyView>,
    pub(super) issues: Vec<IssueView>,
    /// Issues still to be settled, by priority.
    pub(super) open_issues: Vec<IssueView>,
    /// The other issues.
    pub(super) settled_issues: Vec<IssueView>,
    pub(super) matrix: Matrix,
    pub(super) strip: Strip,
    pub(super) claims: Vec<ClaimView>,
    pub(super) outcome: OutcomeView,
    pub(super) commitments: Vec<CommitmentView>,
    pub(super) developments: Vec<DevelopmentView>,
    pub(super) next_steps: Vec<NextStepView>,
    pub(super) talking_points: TalkingPoints,
    pub(super) sources: Vec<SourceView>,
    /// Sources that something on the page cites.
    pub(super) cited_sources: Vec<SourceView>,
    /// Sources that nothing on the page cites.
    pub(super) uncited_sources: Vec<SourceView>,
}

#[derive(Debug, Serialize)]
pub(super) struct BriefView {
    pub(super) title: String,
    pub(super) subtitle: Option<String>,
    pub(super) as_of: String,
    pub(super) bottom_line: String,
    pub(super) kind: Option<Word>,
    pub(super) edition: Option<u32>,
    pub(super) status: Option<Word>,
    pub(super) handling: Option<String>,
    pub(super) audience: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) cleared_by: Vec<String>,
    pub(super) language: String,
    pub(super) background: Option<String>,
    pub(super) assessment: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct PartyName {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) short: String,
}

#[derive(Debug, Serialize)]
pub(super) struct PartyView {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) short: String,
    pub(super) role: Word,
    pub(super) kind: Option<Word>,
    pub(super) representatives: Vec<Representative>,
    pub(super) interests: Vec<String>,
    pub(super) red_lines: Vec<String>,
    pub(super) alternatives: Option<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct Representative {
    pub(super) name: String,
    pub(super) title: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct IssueName {
    pub(super) id: String,
    pub(super) title: String,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct IssueView {
    pub(super) id: String,
    pub(super) title: String,
    /// What a link to the heading of the title ends with.
    pub(super) anchor: String,
    pub(super) status: Word,
    pub(super) open: bool,
    pub(super) question: Option<String>,
    pub(super) summary: Option<String>,
    pub(super) category: Option<Word>,
    pub(super) priority: Option<u32>,
    pub(super) linked: Vec<IssueName>,
    pub(super) options: Vec<String>,
    pub(super) positions: Vec<PositionView>,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct PositionView {
    pub(super) party: PartyName,
    pub(super) stance: Word,
    /// The stance's shape.
    pub(super) mark: &'static str,
    pub(super) text: String,
    pub(super) as_of: String,
    pub(super) red_line: bool,
    pub(super) conditions: Vec<String>,
    pub(super) basis: Option<Word>,
    #[serde(flatten)]
    pub(super) attribution: AttributionView,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct AttributionView {
    /// Citations of the sources which the text does not cite itself.
    pub(super) cite: String,
    pub(super) sources: Vec<String>,
    pub(super) said_by: Option<PartyName>,
    pub(super) speaker: Option<String>,
    /// The speaker, or else the party's short name.
    pub(super) who: Option<String>,
    pub(super) verification: Option<Word>,
    pub(super) wording: Option<Word>,
    pub(super) confidence: Option<Word>,
    pub(super) likelihood: Option<Word>,
    pub(super) credibility: Option<u8>,
    pub(super) disputed: Option<String>,
}

/// The issue × party table: the principals and whoever else holds a position, and a row for each issue on which
/// somebody does. That no position of a principal is known is worth seeing.
#[derive(Debug, Serialize)]
pub(super) struct Matrix {
    pub(super) parties: Vec<PartyName>,
    pub(super) rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
pub(super) struct Row {
    pub(super) issue: IssueView,
    pub(super) cells: Vec<Cell>,
}

#[derive(Debug, Serialize)]
pub(super) struct Cell {
    pub(super) party: PartyName,
    pub(super) position: Option<PositionView>,
}

/// The strip from rejection to acceptance: for each issue on which somebody has said something who stands on which step.
#[derive(Debug, Serialize)]
pub(super) struct Strip {
    /// The words for the steps.
    pub(super) steps: Vec<String>,
    pub(super) rows: Vec<StripRow>,
}

#[derive(Debug, Serialize)]
pub(super) struct StripRow {
    pub(super) issue: IssueName,
    /// For each step the positions on it.
    pub(super) steps: Vec<Vec<StripPosition>>,
}

#[derive(Debug, Serialize)]
pub(super) struct StripPosition {
    pub(super) party: PartyName,
    pub(super) mark: &'static str,
    pub(super) stance: Word,
}

#[derive(Debug, Serialize)]
pub(super) struct ClaimView {
    pub(super) id: String,
    pub(super) text: String,
    pub(super) about: Vec<IssueName>,
    pub(super) denied_by: Vec<PartyName>,
    #[serde(flatten)]
    pub(super) attribution: AttributionView,
}

#[derive(Debug, Serialize)]
pub(super) struct OutcomeView {
    pub(super) event: String,
    pub(super) date: String,
    pub(super) result: Word,
    pub(super) place: Option<String>,
    pub(super) summary: Option<String>,
    pub(super) instrument: Option<Word>,
    pub(super) points: Vec<PointView>,
    pub(super) agreed: Vec<PointView>,
    pub(super) not_agreed: Vec<PointView>,
    pub(super) deferred: Vec<PointView>,
    #[serde(flatten)]
    pub(super) attribution: AttributionView,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct PointView {
    pub(super) id: String,
    pub(super) result: Word,
    pub(super) text: String,
    pub(super) issue: Option<IssueName>,
    #[serde(flatten)]
    pub(super) attribution: AttributionView,
}

#[derive(Debug, Serialize)]
pub(super) struct CommitmentView {
    pub(super) id: String,
    pub(super) by: PartyName,
    pub(super) text: String,
    pub(super) due: Option<String>,
    pub(super) status: Option<Word>,
    #[serde(flatten)]
    pub(super) attribution: AttributionView,
}

#[derive(Debug, Serialize)]
pub(super) struct DevelopmentView {
    pub(super) id: String,
    pub(super) date: String,
    /// Days since the first development.
    pub(super) day: i64,
    pub(super) text: String,
    pub(super) affects: Vec<IssueName>,
    pub(super) trend: Option<Word>,
    /// The trend's shape.
    pub(super) mark: Option<&'static str>,
    #[serde(flatten)]
    pub(super) attribution: AttributionView,
}

#[derive(Debug, Serialize)]
pub(super) struct NextStepView {
    pub(super) id: String,
    pub(super) text: String,
    pub(super) date: Option<String>,
    pub(super) owner: Option<String>,
}

#[derive(Debug, Default, Serialize)]
pub(super) struct TalkingPoints {
    pub(super) make: Vec<TalkingPointView>,
    pub(super) if_raised: Vec<TalkingPointView>,
    pub(super) avoid: Vec<TalkingPointView>,
    pub(super) press_line: Vec<TalkingPointView>,
    /// Whether there is any.
    pub(super) any: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct TalkingPointView {
    pub(super) id: String,
    pub(super) kind: Word,
    pub(super) text: String,
    pub(super) issue: Option<IssueName>,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct SourceView {
    pub(super) id: String,
    pub(super) publisher: String,
    pub(super) date: String,
    pub(super) kind: Option<Word>,
    pub(super) title: Option<String>,
    pub(super) url: Option<String>,
    /// The title, or else the publisher, as a link where there is an address.
    pub(super) link: String,
    pub(super) language: Option<String>,
    pub(super) reliability: Option<Word>,
    pub(super) relays: Option<SourceName>,
    pub(super) accessed: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct SourceName {
    pub(super) id: String,
    pub(super) publisher: String,
}
