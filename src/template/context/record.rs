//! The records that a template sees.

use std::cell::RefCell;
use std::collections::HashMap;
use std::mem::{Discriminant, discriminant};
use std::rc::Rc;

use foldhash::fast::RandomState;

use super::comparison::ComparedField;
use super::text::VersionColumn;
use super::value::ContextValue;
use super::view::{View, Who};
use crate::model::{
    AgendaItem, Aim, Argument, Ask, Attribution, ById, Claim, Clearance, Commitment, CommitmentStatus, DecisionOption,
    Development, DraftText, Figure, Id, Issue, Judgement, Meeting, NextStep, Outcome, OutcomePoint, Party, Person,
    Position, Proposal, Prose, Recommendation, Reliability, Representative, Source, Stance, TalkingPoint, Variant,
    Verification,
};
use crate::rank::Item;
use crate::template::names::TemplateNames;

/// A record that a template sees.
#[derive(Debug, Clone, Copy)]
pub(in crate::template) enum ContextRecord<'a> {
    /// The whole context.
    Root,
    Brief,
    /// A word of a vocabulary: the vocabulary's name, and the word as the file spells it.
    Word(&'static str, &'static str),
    PartyName(&'a Id),
    /// Several parties as one name.
    PartyNames(&'a [Id]),
    /// The same, printed as the content of the field that names the party.
    PartyReference(&'a Id),
    IssueName(&'a Id),
    Party(&'a Id, &'a Party),
    /// What the brief says of at least one of its parties.
    Described,
    /// For each list of dates the cut-off, where all of them are of its year.
    Years,
    Representative(&'a Representative),
    Issue(&'a Id, &'a Issue),
    /// The issue, the party and its position.
    Position(&'a Id, &'a Id, &'a Position),
    /// The issue × party table: a column for each party that holds a position, and a row for each issue on which
    /// somebody does. That none is known of a principal is a line below it.
    Matrix,
    /// A stance whose mark the table has: the issue and the party of the first position with it.
    LegendEntry(&'a Id, &'a Id, Stance),
    Row(&'a Id, &'a Issue),
    /// The issue and the party.
    Cell(&'a Id, &'a Id),
    /// The strip from rejection to acceptance: for each issue on which all positions are on one proposal who is on
    /// which step.
    Strip,
    /// The issue, and the proposal.
    StripRow(&'a Id, &'a Id, &'a Proposal),
    /// The issue, the party and its position.
    StripPosition(&'a Id, &'a Id, &'a Position),
    Proposal(&'a Id, &'a Proposal),
    Claim(&'a Id, &'a Claim),
    /// Who makes claims: a speaker, or else a party; nobody, of claims without either.
    Speaker(Who<'a>),
    /// How many statements of the page are so far verified.
    Tally(Verification, i64),
    /// What all that the page cites goes back to: whether it is relayed, and which of what is cited is the least
    /// reliable.
    OnlySource(bool, Option<(&'a Id, Reliability)>),
    Outcome(&'a Outcome),
    Point(&'a Id, &'a OutcomePoint),
    Commitment(&'a Id, &'a Commitment),
    Judgement(&'a Id, &'a Judgement),
    /// How far the commitments have been carried out.
    Monitor,
    /// How many have a status, and per cent of all; `None` for those of which the brief does not say.
    Share(Option<CommitmentStatus>, i64, i64),
    /// The commitments of some parties together.
    MonitorGroup(&'a [Id]),
    /// How many of them have each status.
    MonitorRow(&'a [Id]),
    /// A development, and the days since the first one.
    Development(&'a Id, &'a Development, i64),
    NextStep(&'a Id, &'a NextStep),
    TalkingPoints(&'a ById<TalkingPoint>),
    TalkingPoint(&'a Id, &'a TalkingPoint),
    /// The issue, and what our side wants on it.
    Aim(&'a Id, &'a Aim),
    /// The arguments of our side by their use.
    Arguments,
    Argument(&'a Id, &'a Argument),
    Text(&'a Id, &'a DraftText),
    /// The ids of the text and of the version, the text and the version.
    Variant(&'a Id, &'a Id, &'a DraftText, &'a Variant),
    TextColumn(VersionColumn<'a>),
    TextCell(&'a Id, &'a DraftText, VersionColumn<'a>),
    Meeting(&'a Id, &'a Meeting),
    MeetingName(&'a Id),
    Person(&'a Id, &'a Person),
    PersonName(&'a Id),
    AgendaItem(&'a Id, &'a AgendaItem),
    Ask(&'a Id, &'a Ask),
    Option(&'a Id, &'a DecisionOption),
    OptionName(&'a Id),
    /// The options side by side.
    Comparison,
    /// What the options have to say on one of their fields.
    ComparisonRow(&'static ComparedField),
    /// What an option has to say on it.
    ComparisonCell(&'a Id, &'a DecisionOption, &'static ComparedField),
    Recommendation(&'a Id, &'a Recommendation),
    Clearance(&'a Id, &'a Clearance),
    Figure(&'a Id, &'a Figure),
    Source(&'a Id, &'a Source),
    SourceName(&'a Id),
}

/// Whether a field names something for the template, and is compared or made a link of instead of being printed.
/// `record` is the name of the field in which its record is.
pub(in crate::template) fn is_silent(record: &str, field: &str) -> bool {
    SILENT.contains(&field) || (record, field) == ("brief", "language")
}

/// Those of all records.
const SILENT: &[&str] = &[
    "id",
    "anchor",
    "url",
    "file",
    "width",
    "day",
    "open",
    "any",
    "gaps",
    "shortened",
    "empty",
    "sources",
    "changed",
    "since",
    "to_in",
    "listed",
    "to_come",
    "push_backs",
    "legend",
    "graded",
    "is_overdue",
    "horizon_in_part",
    "named",
    "asked",
    "relayed",
];

/// The fields of an attribution, which statements have in addition to their own.
pub(super) const ATTRIBUTION: &[&str] = &[
    "cite",
    "sources",
    "said_by",
    "speaker",
    "who",
    "verification",
    "wording",
    "confidence",
    "likelihood",
    "credibility",
    "disputed",
    "doubt",
    "band",
    "judged",
    "certainty",
];

/// The fields that a template may reach, by kind of record: a page has many records of few kinds.
pub(super) struct Reached<'a> {
    names: &'a TemplateNames,
    known: RefCell<HashMap<Discriminant<ContextRecord<'a>>, FieldNames, RandomState>>,
}

/// The fields of a kind of record that a template may reach.
type FieldNames = Rc<[&'static str]>;

impl<'a> Reached<'a> {
    /// The names in a template.
    pub(super) fn new(names: &'a TemplateNames) -> Self {
        Self { names, known: RefCell::default() }
    }

    /// The names of those of a record, in order.
    pub(super) fn names(&self, record: &ContextRecord<'a>) -> Rc<[&'static str]> {
        let reached = || record.names().filter(|name| self.names.has(name)).collect();
        Rc::clone(self.known.borrow_mut().entry(discriminant(record)).or_insert_with(reached))
    }
}

impl<'a> ContextRecord<'a> {
    /// The names of all fields, in order. They follow from the kind of record.
    pub(in crate::template) fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        let statement: &[&[&str]] = if self.attribution().is_some() { &[ATTRIBUTION, &["changed"]] } else { &[] };
        self.own_names().iter().chain(statement.iter().copied().flatten()).copied()
    }

    /// The value of a field; `None` when there is no such field.
    pub(super) fn field(&self, view: &View<'a>, name: &str) -> Option<ContextValue<'a>> {
        self.own_field(view, name).or_else(|| {
            let (attribution, text) = self.attribution()?;
            match (*self, name) {
                (ContextRecord::Position(issue, party, it), "cite") => {
                    return Some(view.cited_beside(issue, party, it));
                }
                // It goes with the text.
                (ContextRecord::Position(issue, party, _), "disputed") if view.cut.hides(Item::Text(issue, party)) => {
                    return Some(ContextValue::Null);
                }
                (ContextRecord::Commitment(_, it), "doubt") => return Some(view.doubt_of(it)),
                _ => {}
            }
            if name == "changed" { Some(ContextValue::Null) } else { view.attributed(attribution, text, name) }
        })
    }

    /// The attribution of a statement, and its text.
    pub(super) fn attribution(&self) -> Option<(&'a Attribution, Option<&'a Prose>)> {
        Some(match *self {
            ContextRecord::Position(_, _, it) => (&it.attribution, Some(&it.text)),
            ContextRecord::Proposal(_, it) => (&it.attribution, Some(&it.text)),
            ContextRecord::Claim(_, it) => (&it.attribution, Some(&it.text)),
            ContextRecord::Outcome(it) => (&it.attribution, it.summary.as_ref()),
            ContextRecord::Text(_, it) => (&it.attribution, None),
            ContextRecord::Variant(_, _, _, it) => (&it.attribution, None),
            ContextRecord::Meeting(_, it) => (&it.attribution, it.summary.as_ref()),
            ContextRecord::Point(_, it) => (&it.attribution, Some(&it.text)),
            ContextRecord::Commitment(_, it) => (&it.attribution, Some(&it.text)),
            ContextRecord::Development(_, it, _) => (&it.attribution, Some(&it.text)),
            _ => return None,
        })
    }
}

impl<'a> View<'a> {
    /// The words of a position that the page has: its text, or else its short form.
    pub(super) fn words_of(&self, issue: &'a Id, party: &'a Id, position: &'a Position) -> Option<&'a Prose> {
        if !self.cut.hides(Item::Text(issue, party)) {
            return Some(&position.text);
        }
        position.short_form().filter(|_| !self.cut.hides(Item::Short(issue, party)))
    }

    /// Citations of the sources of a position that the words on the page do not cite themselves. Where these are not
    /// its text, or there are none, its sources are also those that the text cites.
    fn cited_beside(&self, issue: &'a Id, party: &'a Id, position: &'a Position) -> ContextValue<'a> {
        if !self.cut.hides(Item::Text(issue, party)) {
            return ContextValue::Cite(&position.attribution, Some(&position.text));
        }
        let mut sources = position.attribution.sources.clone();
        for id in position.text.citations() {
            if !sources.contains(id) {
                sources.push(id.clone());
            }
        }
        self.citations_beside(&sources, self.words_of(issue, party, position))
    }
}
