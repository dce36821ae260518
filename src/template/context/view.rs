//! What the records of the context look up in the brief: lists, names, and what is not left out.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap, HashSet};

use indexmap::{IndexMap, IndexSet};
use serde_json::Value as Json;

use super::ContextRecord;
use super::monitor::Promises;
use super::record::Reached;
use super::text::Versions;
use super::value::{self, ContextValue, number, prose, word};
use crate::address;
use crate::language::Language;
use crate::model::{
    ArgumentUse, Attribution, Blocs, Brief, ById, Claim, Commitment, Date, Id, Issue, Meeting, Outcome, Owner, Party,
    PointResult, Position, Proposal, Prose, Role, Source, Stance, TalkingPoint, TalkingPointKind, Verification,
    Vocabulary,
};
use crate::rank::{Cut, Item};
use crate::template::fields::FieldPaths;
use crate::template::names::TemplateNames;
use crate::template::printed::PrintedNames;

/// The stances that name the steps of the strip, see [`Stance::step`].
pub(super) const STEPS: [[Stance; 2]; 5] = [
    [Stance::Rejects, Stance::Threatens],
    [Stance::Opposes, Stance::Demands],
    [Stance::Conditional, Stance::Reserves],
    [Stance::Offers, Stance::Concedes],
    [Stance::Accepts, Stance::Supports],
];

/// What is in a cell of a party of which no position is known.
const NO_POSITION: &str = "–";

/// Who says something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::template) enum Who<'a> {
    /// Somebody by name, and the party for which they speak.
    Person(&'a str, Option<&'a Id>),
    Party(&'a Id),
    Nobody,
}

impl<'a> Who<'a> {
    /// The speaker, or else the party.
    pub(super) fn of(attribution: &'a Attribution) -> Self {
        match (&attribution.speaker, &attribution.said_by) {
            (Some(speaker), party) => Self::Person(speaker, party.as_ref()),
            (None, Some(party)) => Self::Party(party),
            (None, None) => Self::Nobody,
        }
    }

    /// What no other speaker has.
    pub(super) fn key(self) -> String {
        match self {
            Self::Person(name, party) => [name, ", ", party.map_or("", Id::as_str)].concat(),
            Self::Party(id) => id.to_string(),
            Self::Nobody => String::new(),
        }
    }
}

/// A brief as templates see it.
pub(in crate::template) struct View<'a> {
    pub(in crate::template) brief: &'a Brief,
    pub(super) language: &'a Language,
    /// What the page names; everything as long as that is not known.
    pub(super) printed: Option<&'a PrintedNames<'a>>,
    /// The names of the fields that the template may reach.
    pub(super) reached: Reached<'a>,
    /// Takes the paths of the fields; `None` when nobody asks for them.
    pub(super) paths: Option<&'a FieldPaths>,
    /// What is left out.
    pub(super) cut: &'a Cut<'a>,
    /// Whether the page has the section with the questions of the decision.
    pub(super) has_questions: bool,
    /// The parties of the matrix.
    matrix_parties: OnceCell<Vec<&'a Id>>,
    /// Which blocs speak for which parties.
    blocs: OnceCell<Blocs<'a>>,
    /// The issues that the recommendations or the options are to settle.
    pub(super) to_settle: OnceCell<HashSet<&'a Id>>,
    /// The claims of the page by who makes them.
    claims: OnceCell<IndexMap<Who<'a>, Vec<(&'a Id, &'a Claim)>>>,
    /// The proposals by the issues that they are on.
    proposals: OnceCell<HashMap<&'a Id, Vec<(&'a Id, &'a Proposal)>>>,
    /// The issues with one proposal alone, which all positions are on.
    only_proposals: OnceCell<HashMap<&'a Id, &'a Id>>,
    /// The versions of all texts by id.
    pub(super) versions: OnceCell<IndexMap<&'a Id, Versions<'a>>>,
    /// The commitments by who made them.
    pub(super) promises: OnceCell<Promises<'a>>,
}

impl<'a> View<'a> {
    /// The view of a page that has the section with the questions of the decision, or lacks it.
    pub(in crate::template) fn with_questions(self, has_questions: bool) -> Self {
        Self { has_questions, ..self }
    }

    pub(in crate::template) fn new(
        brief: &'a Brief,
        language: &'a Language,
        printed: Option<&'a PrintedNames<'a>>,
        cut: &'a Cut<'a>,
        (names, paths): (&'a TemplateNames, Option<&'a FieldPaths>),
    ) -> Self {
        Self {
            brief,
            language,
            printed,
            reached: Reached::new(names),
            paths,
            cut,
            has_questions: true,
            matrix_parties: OnceCell::new(),
            blocs: OnceCell::new(),
            to_settle: OnceCell::new(),
            claims: OnceCell::new(),
            proposals: OnceCell::new(),
            only_proposals: OnceCell::new(),
            versions: OnceCell::new(),
            promises: OnceCell::new(),
        }
    }

    /// The context as data.
    pub(in crate::template) fn json(&self) -> Json {
        ContextValue::Record(ContextRecord::Root).json(self, &|| None, &|| None)
    }

    pub(super) fn positions(&self, issue: &Id) -> Option<&'a ById<Position>> {
        self.brief.positions.get(issue).filter(|positions| !positions.is_empty())
    }

    pub(super) fn party_short(&self, id: &'a Id) -> ContextValue<'a> {
        ContextValue::text(self.brief.parties.get(id).map_or(id.as_str(), Party::short))
    }

    /// A party by its short name, or somebody else.
    pub(super) fn owner(&self, owner: Option<&'a Owner>) -> ContextValue<'a> {
        owner.map_or(ContextValue::Null, |owner| self.party_or_name(owner))
    }

    /// A party by its short name, or somebody else.
    pub(super) fn party_or_name(&self, who: &'a Owner) -> ContextValue<'a> {
        match who {
            Owner::Party(id) => self.party_short(id),
            Owner::Other(name) => ContextValue::text(name),
        }
    }

    pub(super) fn issues(&self, wanted: impl Fn(&Id, &Issue) -> bool) -> ContextValue<'a> {
        let issues = self.shown_issues().filter(|(id, issue)| wanted(id, issue));
        ContextValue::List(issues.map(|(id, issue)| ContextValue::Record(ContextRecord::Issue(id, issue))).collect())
    }

    /// The records that are not left out.
    pub(super) fn kept<T>(
        &self,
        records: &'a ById<T>,
        item: impl Fn(&'a Id) -> Item<'a>,
    ) -> impl Iterator<Item = (&'a Id, &'a T)> {
        records.iter().filter(move |(id, _)| !self.cut.hides(item(id)))
    }

    /// The same, as templates see them.
    pub(super) fn shown<T>(
        &self,
        records: &'a ById<T>,
        item: impl Fn(&'a Id) -> Item<'a>,
        record: impl Fn(&'a Id, &'a T) -> ContextRecord<'a>,
    ) -> ContextValue<'a> {
        ContextValue::List(self.kept(records, item).map(|(id, it)| ContextValue::Record(record(id, it))).collect())
    }

    pub(super) fn points(&self, outcome: &'a Outcome, result: PointResult) -> ContextValue<'a> {
        let points = self.kept(&outcome.points, Item::Point).filter(|(_, it)| it.result == result);
        ContextValue::List(points.map(|(id, point)| ContextValue::Record(ContextRecord::Point(id, point))).collect())
    }

    pub(super) fn talking_points(&self, all: &'a ById<TalkingPoint>, kind: TalkingPointKind) -> ContextValue<'a> {
        let points = self.kept(all, Item::TalkingPoint).filter(|(_, it)| it.kind == kind);
        ContextValue::List(
            points.map(|(id, point)| ContextValue::Record(ContextRecord::TalkingPoint(id, point))).collect(),
        )
    }

    /// The issues that are not left out.
    fn shown_issues(&self) -> impl Iterator<Item = (&'a Id, &'a Issue)> {
        self.kept(&self.brief.issues, Item::Issue)
    }

    /// Issues still to be settled, by priority.
    pub(super) fn open_issues(&self, wanted: impl Fn(&Id) -> bool) -> ContextValue<'a> {
        let shown =
            |(id, issue): &(&Id, &Issue)| issue.status.is_open() && !self.cut.hides(Item::Question(id)) && wanted(id);
        let mut open: Vec<_> = self.shown_issues().filter(shown).collect();
        open.sort_by_key(|(_, issue)| issue.priority.unwrap_or(u32::MAX));
        ContextValue::List(
            open.into_iter().map(|(id, issue)| ContextValue::Record(ContextRecord::Issue(id, issue))).collect(),
        )
    }

    /// The parties that hold a position on an issue of the page.
    pub(super) fn matrix_parties(&self) -> &[&'a Id] {
        self.matrix_parties.get_or_init(|| {
            let shown = self.kept(&self.brief.positions, Item::Issue);
            let mut holders: HashSet<&Id> = shown.flat_map(|(_, by)| by.keys()).collect();
            holders.extend(self.brief.withheld.iter().map(|(_, party)| party));
            self.brief.parties.keys().filter(|id| holders.contains(id)).collect()
        })
    }

    /// The principals that hold no position, also on no issue that is left out, and for which nobody speaks: that none
    /// is known is worth a line.
    pub(super) fn silent(&self) -> ContextValue<'a> {
        let mut has_column: HashSet<&Id> = self.brief.positions.values().flat_map(|by| by.keys()).collect();
        has_column.extend(self.brief.withheld.iter().map(|(_, party)| party));
        let principals = self.brief.parties.iter().filter(|(_, party)| party.role == Role::Principal);
        let speaks = |id: &Id| has_column.contains(id);
        let ids = principals.map(|(id, _)| id);
        let silent = ids.filter(|id| !speaks(id) && self.blocs().speaking_for(id, speaks).is_empty());
        ContextValue::List(silent.map(|id| ContextValue::Record(ContextRecord::PartyName(id))).collect())
    }

    /// The parties of the matrix for a template.
    pub(super) fn matrix_names(&self) -> ContextValue<'a> {
        ContextValue::List(
            self.matrix_parties().iter().map(|id| ContextValue::Record(ContextRecord::PartyName(id))).collect(),
        )
    }

    /// Whether a position is withheld, and the reader may know it.
    pub(super) fn is_withheld(&self, issue: &Id, party: &Id) -> bool {
        self.brief.withheld.contains(&(issue.clone(), party.clone()))
    }

    /// The stances that the table of positions has, in the order of the format's list.
    pub(super) fn legend(&self) -> ContextValue<'a> {
        let rows = self.shown_issues().filter_map(|(id, _)| Some((id, self.positions(id)?)));
        let held = rows.flat_map(|(issue, row)| row.iter().map(move |(party, it)| (issue, party, it.stance)));
        let mut first: BTreeMap<usize, ContextRecord<'a>> = BTreeMap::new();
        for (issue, party, stance) in held {
            let place = Stance::ALL.iter().position(|it| *it == stance).unwrap_or_default();
            first.entry(place).or_insert(ContextRecord::LegendEntry(issue, party, stance));
        }
        ContextValue::List(first.into_values().map(ContextValue::Record).collect())
    }

    fn blocs(&self) -> &Blocs<'a> {
        self.blocs.get_or_init(|| Blocs::of(self.brief))
    }

    /// Whether a cell of the matrix says that no position is known.
    pub(super) fn has_gaps(&self) -> bool {
        let mut rows = self.shown_issues().filter_map(|(id, _)| Some((id, self.positions(id)?)));
        let is_gap = |id: &Id, party: &Id| self.empty_cell(id, party) == NO_POSITION;
        rows.any(|(id, row)| self.matrix_parties().iter().any(|it| !row.contains_key(*it) && is_gap(id, it)))
    }

    /// What is in a cell without a position: that it is withheld, who speaks for the party, nothing for a party that
    /// the issue does not concern, and else the sign that no position is known.
    pub(super) fn empty_cell(&self, issue: &Id, party: &Id) -> Cow<'static, str> {
        if self.is_withheld(issue, party) {
            return Cow::Owned(format!("[{}]", self.language.label("withheld").unwrap_or_default()));
        }
        let speaks = |id: &Id| self.positions(issue).is_some_and(|all| all.contains_key(id));
        let blocs = self.blocs().speaking_for(party, speaks);
        if !blocs.is_empty() {
            return Cow::Owned(self.with_blocs(&blocs));
        }
        Cow::Borrowed(if self.brief.concerns(issue, party) { NO_POSITION } else { "" })
    }

    /// The claims of the page by who makes them, in the order of the first ones. Those of nobody come first, so that
    /// they cannot be read as those of somebody.
    fn claims(&self) -> &IndexMap<Who<'a>, Vec<(&'a Id, &'a Claim)>> {
        self.claims.get_or_init(|| {
            let mut all: IndexMap<Who<'a>, Vec<_>> = IndexMap::new();
            for (id, claim) in self.kept(&self.brief.claims, Item::Claim) {
                all.entry(Who::of(&claim.attribution)).or_default().push((id, claim));
            }
            if let Some(nobody) = all.get_index_of(&Who::Nobody) {
                all.move_index(nobody, 0);
            }
            all
        })
    }

    pub(super) fn speakers(&self) -> ContextValue<'a> {
        ContextValue::List(self.claims().keys().map(|who| ContextValue::Record(ContextRecord::Speaker(*who))).collect())
    }

    /// The claims of the page that somebody makes.
    pub(super) fn claims_of(&self, who: Who<'a>) -> &[(&'a Id, &'a Claim)] {
        self.claims().get(&who).map_or(&[], Vec::as_slice)
    }

    /// How far the statements of the page are verified, in the order of the vocabulary. None when all say it
    /// themselves.
    pub(super) fn verifications(&self) -> ContextValue<'a> {
        let brief = self.brief;
        let claims = || self.kept(&brief.claims, Item::Claim).map(|(_, it)| &it.attribution);
        let positions =
            self.kept(&brief.positions, Item::Issue).flat_map(|(_, by)| by.values()).map(|it| &it.attribution);
        let outcome = brief.outcome.as_ref();
        let points = outcome.into_iter().flat_map(|it| self.kept(&it.points, Item::Point));
        let others = (outcome.map(|it| &it.attribution).into_iter())
            .chain(positions)
            .chain(self.kept(&brief.proposals, Item::Proposal).map(|(_, it)| &it.attribution))
            .chain(self.kept(&brief.meetings, Item::Meeting).map(|(_, it)| &it.attribution))
            .chain(points.map(|(_, it)| &it.attribution))
            .chain(self.kept(&brief.developments, Item::Development).map(|(_, it)| &it.attribution));
        let commitments =
            self.kept(&brief.commitments, Item::Commitment).map(|(_, it)| (&it.attribution, cited_for(it)));
        let others: Vec<_> = others.map(|it| (it, it.sources.len())).chain(commitments).collect();
        // Claims always have theirs beside them.
        let is_said = |(it, cited): &(&Attribution, usize)| {
            it.verification.is_none_or(|verification| is_doubt(verification, *cited))
        };
        if others.iter().all(is_said) {
            return ContextValue::List(Vec::new());
        }
        let verifications: Vec<Verification> =
            others.into_iter().map(|(it, _)| it).chain(claims()).filter_map(|it| it.verification).collect();
        let count = |wanted: &Verification| verifications.iter().filter(|it| *it == wanted).count() as i64;
        let counted = Verification::ALL.iter().map(|it| (*it, count(it))).filter(|(_, count)| *count > 0);
        ContextValue::List(counted.map(|(it, count)| ContextValue::Record(ContextRecord::Tally(it, count))).collect())
    }

    /// The meeting that the brief prepares, unless it is left out.
    fn coming_meeting(&self) -> Option<(&'a Id, &'a Meeting)> {
        self.brief.coming_meeting().filter(|(id, _)| !self.cut.hides(Item::Meeting(id)))
    }

    /// The same for a template.
    pub(super) fn coming(&self) -> ContextValue<'a> {
        self.coming_meeting()
            .map_or(ContextValue::Null, |(id, it)| ContextValue::Record(ContextRecord::Meeting(id, it)))
    }

    /// The meetings by date.
    pub(super) fn meetings(&self) -> ContextValue<'a> {
        self.meetings_but(None)
    }

    /// The meetings by date without the one that the brief prepares.
    pub(super) fn other_meetings(&self) -> ContextValue<'a> {
        self.meetings_but(self.coming_meeting().map(|(id, _)| id))
    }

    fn meetings_but(&self, but: Option<&Id>) -> ContextValue<'a> {
        let mut all = self.brief.meetings_by_date();
        all.retain(|(id, _)| Some(*id) != but && !self.cut.hides(Item::Meeting(id)));
        ContextValue::List(
            all.into_iter().map(|(id, it)| ContextValue::Record(ContextRecord::Meeting(id, it))).collect(),
        )
    }

    /// Those of some people who are not left out, each once.
    pub(super) fn people(&self, ids: &'a [Id]) -> ContextValue<'a> {
        let ids: IndexSet<&'a Id> = ids.iter().collect();
        let known = ids.into_iter().filter_map(|id| self.brief.people.get(id).map(|it| (id, it)));
        let shown = known.filter(|(id, _)| !self.cut.hides(Item::Person(id)));
        ContextValue::List(shown.map(|(id, it)| ContextValue::Record(ContextRecord::Person(id, it))).collect())
    }

    /// The people who are not at the meeting that the brief prepares.
    pub(super) fn other_people(&self) -> ContextValue<'a> {
        let coming = self.coming_meeting();
        let is_there = |id: &Id| coming.is_some_and(|(_, it)| it.participants.contains(id));
        let others = self.kept(&self.brief.people, Item::Person).filter(|(id, _)| !is_there(id));
        ContextValue::List(others.map(|(id, it)| ContextValue::Record(ContextRecord::Person(id, it))).collect())
    }

    /// How many minutes the items of the agenda have together, those that are left out among them.
    pub(super) fn agenda_minutes(&self) -> ContextValue<'a> {
        let minutes: i64 = self.brief.agenda.values().filter_map(|it| it.minutes).map(i64::from).sum();
        if minutes == 0 { ContextValue::Null } else { ContextValue::Number(minutes) }
    }

    /// Whether the brief has an answer for somebody who insists.
    pub(super) fn has_push_backs(&self) -> bool {
        let mut asks = self.kept(&self.brief.asks, Item::Ask);
        asks.any(|(id, it)| it.push_back.is_some() && !self.cut.hides(Item::PushBack(id)))
    }

    /// The party for which the brief is written.
    pub(super) fn own_side(&self) -> ContextValue<'a> {
        self.brief
            .own_party()
            .map_or(ContextValue::Null, |(id, party)| ContextValue::Record(ContextRecord::Party(id, party)))
    }

    /// What our side wants, by priority.
    pub(super) fn aims(&self) -> ContextValue<'a> {
        let mut all = self.brief.aims_by_priority();
        all.retain(|(id, _)| !self.cut.hides(Item::Aim(id)));
        ContextValue::List(all.into_iter().map(|(id, it)| ContextValue::Record(ContextRecord::Aim(id, it))).collect())
    }

    /// The arguments of our side of a use.
    pub(super) fn arguments(&self, wanted: ArgumentUse) -> ContextValue<'a> {
        let all = self.kept(&self.brief.arguments, Item::Argument).filter(|(_, it)| it.used() == wanted);
        ContextValue::List(all.map(|(id, it)| ContextValue::Record(ContextRecord::Argument(id, it))).collect())
    }

    pub(super) fn speaker(&self, who: Who<'a>) -> ContextValue<'a> {
        match who {
            Who::Person(name, _) => ContextValue::text(name),
            Who::Party(id) => self.party_short(id),
            Who::Nobody => ContextValue::Null,
        }
    }

    /// A row for each issue on which somebody holds a position.
    pub(super) fn rows(&self, row: impl Fn(&'a Id, &'a Issue) -> ContextRecord<'a>) -> ContextValue<'a> {
        let issues = self.shown_issues().filter(|(id, _)| self.positions(id).is_some());
        ContextValue::List(issues.map(|(id, issue)| ContextValue::Record(row(id, issue))).collect())
    }

    /// The issues on which all positions are on one proposal.
    pub(super) fn strip_rows(&self) -> ContextValue<'a> {
        let row = |(id, _): (&'a Id, &'a Issue)| {
            let (proposal, it) = self.brief.proposals.get_key_value(self.brief.common_proposal(id)?)?;
            Some(ContextValue::Record(ContextRecord::StripRow(id, proposal, it)))
        };
        ContextValue::List(self.shown_issues().filter_map(row).collect())
    }

    pub(super) fn on_step(&self, issue: &'a Id, step: usize) -> ContextValue<'a> {
        let positions = self.positions(issue).into_iter().flatten();
        let positions = positions.filter(|(party, it)| self.brief.step_on(party, it) == Some(step));
        ContextValue::List(
            positions.map(|(party, it)| ContextValue::Record(ContextRecord::StripPosition(issue, party, it))).collect(),
        )
    }

    /// All proposals on an issue.
    fn proposals_on(&self, issue: &Id) -> &[(&'a Id, &'a Proposal)] {
        let by_issue = self.proposals.get_or_init(|| {
            let mut all: HashMap<&'a Id, Vec<_>> = HashMap::new();
            for (id, it) in &self.brief.proposals {
                all.entry(&it.issue).or_default().push((id, it));
            }
            all
        });
        by_issue.get(issue).map_or(&[], Vec::as_slice)
    }

    /// The proposals on an issue.
    pub(super) fn proposals(&self, issue: &Id) -> ContextValue<'a> {
        let of_it = self.proposals_on(issue).iter().filter(|(_, it)| it.on_page != Some(false));
        ContextValue::List(of_it.map(|(id, it)| ContextValue::Record(ContextRecord::Proposal(id, it))).collect())
    }

    /// Whether the words of a proposal are left out: those of one that has a name.
    pub(super) fn hides_words(&self, id: &Id, proposal: &Proposal) -> bool {
        proposal.is_named() && self.cut.hides(Item::Proposal(id))
    }

    /// The proposal that a position is on, where that is not that of all positions on an issue with no other.
    pub(super) fn named_proposal(&self, issue: &Id, position: &'a Position) -> ContextValue<'a> {
        let Some((id, it)) = position.on.as_ref().and_then(|on| self.brief.proposals.get_key_value(on)) else {
            return ContextValue::Null;
        };
        let only = self.only_proposals.get_or_init(|| {
            let only = |id| self.brief.common_proposal(id).filter(|_| self.proposals_on(id).len() == 1);
            self.brief.issues.keys().filter_map(|id| Some((id, only(id)?))).collect()
        });
        let is_only = only.get(issue) == Some(&id);
        if is_only { ContextValue::Null } else { ContextValue::Record(ContextRecord::Proposal(id, it)) }
    }

    pub(super) fn step_words(&self) -> ContextValue<'a> {
        let named = |step: &[Stance; 2]| step.iter().map(|stance| self.language.word(*stance)).collect::<Vec<_>>();
        ContextValue::List(STEPS.iter().map(|step| ContextValue::Text(Cow::Owned(named(step).join(", ")))).collect())
    }

    pub(super) fn developments(&self) -> ContextValue<'a> {
        let mut all = self.brief.developments_by_date();
        all.retain(|(id, _)| !self.cut.hides(Item::Development(id)));
        let first = all.first().map(|(_, first)| first.date.start());
        let day = |date: Date| first.map_or(0, |first| (date - first).whole_days());
        ContextValue::List(
            all.into_iter()
                .map(|(id, it)| ContextValue::Record(ContextRecord::Development(id, it, day(it.date.start()))))
                .collect(),
        )
    }

    pub(super) fn next_steps(&self) -> ContextValue<'a> {
        let mut all = self.brief.next_steps_by_date();
        all.retain(|(id, _)| !self.cut.hides(Item::NextStep(id)));
        ContextValue::List(
            all.into_iter().map(|(id, it)| ContextValue::Record(ContextRecord::NextStep(id, it))).collect(),
        )
    }

    /// A field of an attribution.
    pub(super) fn attributed(
        &self,
        it: &'a Attribution,
        text: Option<&'a Prose>,
        name: &str,
    ) -> Option<ContextValue<'a>> {
        Some(match name {
            // Citations of the sources which the text does not cite itself.
            "cite" => ContextValue::Cite(it, text),
            "sources" => ContextValue::List(it.sources.iter().map(|id| ContextValue::text(id.as_str())).collect()),
            "said_by" => {
                it.said_by.as_ref().map_or(ContextValue::Null, |id| ContextValue::Record(ContextRecord::PartyName(id)))
            }
            "speaker" => value::text(it.speaker.as_ref()),
            // The speaker, or else the party's short name.
            "who" => self.speaker(Who::of(it)),
            "verification" => word(it.verification),
            "doubt" => word(it.verification.filter(|verification| is_doubt(*verification, it.sources.len()))),
            "wording" => word(it.wording),
            "confidence" => word(it.confidence),
            "likelihood" => word(it.likelihood),
            "band" => it.likelihood.map_or(ContextValue::Null, |likelihood| self.band(likelihood)),
            "judged" => it.likelihood.map_or(ContextValue::Null, |likelihood| self.judged(likelihood)),
            "certainty" => self.certainty(it.confidence),
            "credibility" => number(it.credibility.map(u32::from)),
            "disputed" => prose(it.disputed.as_ref()),
            _ => return None,
        })
    }

    /// The doubt of a commitment.
    pub(super) fn doubt_of(&self, it: &'a Commitment) -> ContextValue<'a> {
        word(it.attribution.verification.filter(|verification| is_doubt(*verification, cited_for(it))))
    }

    /// Whether a language tag is that of the brief, or not one at all.
    fn is_own(&self, tag: &str) -> bool {
        let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let is_tag = !tag.is_empty() && tag.len() < 36 && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        !is_tag || primary(tag) == primary(&self.brief.language)
    }

    /// The title of a source, if it is not left out.
    pub(super) fn title_of(&self, id: &Id, source: &'a Source) -> Option<&'a String> {
        source.title.as_ref().filter(|_| !self.cut.hides(Item::Title(id)))
    }

    /// The title, or else the publisher, as a link where there is an address.
    pub(super) fn link(&self, id: &Id, source: &'a Source) -> String {
        use crate::template::escape::{READY, escape};
        let title = self.title_of(id, source);
        let words = escape(title.unwrap_or(&source.publisher), true);
        let link = match &source.url {
            Some(url) => format!("[{words}]({})", address::destination(url)),
            None => words,
        };
        // A screen reader says a title in its own language.
        let foreign = title.and(source.language.as_deref()).filter(|it| !self.is_own(it));
        match foreign {
            Some(tag) => format!("{READY}<span lang=\"{tag}\">{link}</span>"),
            None => format!("{READY}{link}"),
        }
    }
}

/// How many sources a page cites for a commitment: those of its status, if it has any, else those of the promise.
fn cited_for(commitment: &Commitment) -> usize {
    let evidence = commitment.evidence.len();
    if evidence > 0 { evidence } else { commitment.attribution.sources.len() }
}

/// Whether a page has to say beside a statement how far it is verified: not of what is confirmed, and not that there is
/// one source where one is cited. `cited` is how many are.
fn is_doubt(verification: Verification, cited: usize) -> bool {
    match verification {
        Verification::Confirmed | Verification::Corroborated => false,
        Verification::SingleSource => cited != 1,
        _ => true,
    }
}
