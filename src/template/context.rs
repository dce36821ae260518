//! What a template sees: the model as plain data, with what it would otherwise have to look up.
//!
//! `docs/templates.md` lists every field; a test compares the two. Every field is always there; one that the brief does
//! not give is null, or an empty list. Prose and citations are ready Markdown, all other text is escaped when printed.

mod view;

use super::language::Language;
use super::prose::{citations, destination, ready};
use crate::model::{
    Attribution, Brief, Claim, Commitment, Date, Development, Id, Issue, NextStep, Outcome, Owner, Party, Point,
    PointResult, Position, Prose, Records, Role, Source, Stance, TalkingPoint, TalkingPointKind, Vocabulary, anchor,
};
pub(super) use view::Context;
use view::{
    AttributionView, BriefView, Cell, ClaimView, CommitmentView, DevelopmentView, IssueName, IssueView, Matrix,
    NextStepView, OutcomeView, PartyName, PartyView, PointView, PositionView, Representative, Row, SourceName,
    SourceView, Strip, StripPosition, StripRow, TalkingPointView, TalkingPoints, Word,
};

/// The shape that stands for a stance beside its word, so that it can be told apart without colour. Filled shapes take
/// a side; open ones leave room. Every one is in the fonts and none is an emoji.
fn stance_mark(stance: Stance) -> &'static str {
    match stance {
        Stance::Demands => "▲",
        Stance::Offers => "△",
        Stance::Accepts => "●",
        Stance::Supports => "◉",
        Stance::Concedes => "▽",
        Stance::Conditional => "◆",
        Stance::Opposes => "✗",
        Stance::Rejects => "✘",
        Stance::Threatens => "▼",
        Stance::Reserves => "◊",
        Stance::Undeclared => "○",
    }
}

/// The steps of the strip: the stances on each, of which the first two name it. Who has declared nothing stands on none.
const STEPS: [&[Stance]; 5] = [
    &[Stance::Rejects, Stance::Threatens],
    &[Stance::Opposes, Stance::Demands],
    &[Stance::Conditional, Stance::Reserves],
    &[Stance::Offers, Stance::Concedes],
    &[Stance::Accepts, Stance::Supports],
];

/// Makes the context of a brief for a page on which `cites` tells of a source's id whether something cites it.
pub(super) fn context(brief: &Brief, language: &Language, cites: &dyn Fn(&str) -> bool) -> Context {
    View { brief, language, cites }.context()
}

struct View<'a> {
    brief: &'a Brief,
    language: &'a Language,
    cites: &'a dyn Fn(&str) -> bool,
}

impl View<'_> {
    fn context(&self) -> Context {
        let brief = self.brief;
        let issues: Vec<_> = brief.issues.iter().map(|(id, issue)| self.issue(id, issue)).collect();
        let mut open_issues: Vec<_> = issues.iter().filter(|issue| issue.open).cloned().collect();
        open_issues.sort_by_key(|issue| issue.priority.unwrap_or(u32::MAX));
        let settled_issues = issues.iter().filter(|issue| !issue.open).cloned().collect();
        let sources: Vec<_> = brief.sources.iter().map(|(id, source)| self.source(id, source)).collect();
        let (cited_sources, uncited_sources) = sources.iter().cloned().partition(|source| (self.cites)(&source.id));
        Context {
            brief: self.brief_view(),
            parties: brief.parties.iter().map(|(id, party)| self.party(id, party)).collect(),
            matrix: self.matrix(&issues),
            strip: self.strip(&issues),
            issues,
            open_issues,
            settled_issues,
            claims: brief.claims.iter().map(|(id, claim)| self.claim(id, claim)).collect(),
            outcome: self.outcome(&brief.outcome),
            commitments: brief.commitments.iter().map(|(id, commitment)| self.commitment(id, commitment)).collect(),
            developments: self.developments(),
            next_steps: self.next_steps(&brief.next_steps),
            talking_points: self.talking_points(&brief.talking_points),
            sources,
            cited_sources,
            uncited_sources,
        }
    }

    fn word<V: Vocabulary>(&self, value: V) -> Word {
        Word { id: value.word(), label: self.language.word(value) }
    }

    fn brief_view(&self) -> BriefView {
        let brief = self.brief;
        BriefView {
            title: ready(&brief.title),
            subtitle: brief.subtitle.as_ref().map(ready),
            as_of: iso(brief.as_of),
            bottom_line: ready(&brief.bottom_line),
            kind: brief.kind.map(|kind| self.word(kind)),
            edition: brief.edition,
            status: brief.status.map(|status| self.word(status)),
            handling: brief.handling.clone(),
            audience: brief.audience.clone(),
            authors: brief.authors.clone(),
            cleared_by: brief.cleared_by.clone(),
            language: brief.language.clone(),
            background: brief.background.as_ref().map(ready),
            assessment: brief.assessment.as_ref().map(ready),
        }
    }

    fn party_name(&self, id: &Id) -> PartyName {
        let party = self.brief.parties.get(id);
        let name = party.map_or(id.as_str(), |party| party.name.as_str());
        PartyName {
            id: id.to_string(),
            name: name.to_owned(),
            short: party.map_or(id.as_str(), Party::short).to_owned(),
        }
    }

    fn issue_name(&self, id: &Id) -> IssueName {
        let title = self.brief.issues.get(id).map_or_else(|| id.to_string(), |issue| ready(&issue.title));
        IssueName { id: id.to_string(), title }
    }

    fn issue_names(&self, ids: &[Id]) -> Vec<IssueName> {
        ids.iter().map(|id| self.issue_name(id)).collect()
    }

    fn party(&self, id: &Id, party: &Party) -> PartyView {
        let representatives = party.representatives.iter();
        PartyView {
            id: id.to_string(),
            name: party.name.clone(),
            short: party.short().to_owned(),
            role: self.word(party.role),
            kind: party.kind.map(|kind| self.word(kind)),
            representatives: representatives
                .map(|person| Representative { name: person.name.clone(), title: person.title.clone() })
                .collect(),
            interests: party.interests.iter().map(ready).collect(),
            red_lines: party.red_lines.iter().map(ready).collect(),
            alternatives: party.alternatives.as_ref().map(ready),
        }
    }

    fn issue(&self, id: &Id, issue: &Issue) -> IssueView {
        let positions = self.brief.positions.get(id);
        IssueView {
            id: id.to_string(),
            title: ready(&issue.title),
            anchor: anchor(&issue.title.plain()),
            status: self.word(issue.status),
            open: issue.status.is_open(),
            question: issue.question.as_ref().map(ready),
            summary: issue.summary.as_ref().map(ready),
            category: issue.category.map(|category| self.word(category)),
            priority: issue.priority,
            linked: self.issue_names(&issue.linked),
            options: issue.options.iter().map(ready).collect(),
            positions: positions.into_iter().flatten().map(|(party, it)| self.position(party, it)).collect(),
        }
    }

    fn position(&self, party: &Id, position: &Position) -> PositionView {
        PositionView {
            party: self.party_name(party),
            stance: self.word(position.stance),
            mark: stance_mark(position.stance),
            text: ready(&position.text),
            as_of: iso(position.as_of.unwrap_or(self.brief.as_of)),
            red_line: position.red_line,
            conditions: position.conditions.iter().map(ready).collect(),
            basis: position.basis.map(|basis| self.word(basis)),
            attribution: self.attribution(&position.attribution, Some(&position.text)),
        }
    }

    fn attribution(&self, attribution: &Attribution, text: Option<&Prose>) -> AttributionView {
        let already = text.map_or_else(Vec::new, Prose::citations);
        let said_by = attribution.said_by.as_ref().map(|id| self.party_name(id));
        AttributionView {
            cite: citations(attribution.sources.iter().filter(|id| !already.contains(id))),
            sources: attribution.sources.iter().map(ToString::to_string).collect(),
            who: attribution.speaker.clone().or_else(|| said_by.as_ref().map(|party| party.short.clone())),
            said_by,
            speaker: attribution.speaker.clone(),
            verification: attribution.verification.map(|it| self.word(it)),
            wording: attribution.wording.map(|it| self.word(it)),
            confidence: attribution.confidence.map(|it| self.word(it)),
            likelihood: attribution.likelihood.map(|it| self.word(it)),
            credibility: attribution.credibility,
            disputed: attribution.disputed.as_ref().map(ready),
        }
    }

    fn matrix(&self, issues: &[IssueView]) -> Matrix {
        let positions = &self.brief.positions;
        let shown = |(id, party): &(&Id, &Party)| {
            party.role == Role::Principal || positions.values().any(|by| by.contains_key(*id))
        };
        let parties: Vec<_> = self.brief.parties.iter().filter(shown).map(|(id, _)| id).collect();
        let rows = issues.iter().filter(|issue| !issue.positions.is_empty()).map(|issue| Row {
            cells: parties
                .iter()
                .map(|party| Cell {
                    party: self.party_name(party),
                    position: issue.positions.iter().find(|it| it.party.id == party.as_str()).cloned(),
                })
                .collect(),
            issue: issue.clone(),
        });
        Matrix { rows: rows.collect(), parties: parties.iter().map(|party| self.party_name(party)).collect() }
    }

    fn strip(&self, issues: &[IssueView]) -> Strip {
        let named = |step: &&[Stance]| step.iter().map(|stance| self.language.word(*stance)).collect::<Vec<_>>();
        let on = |issue: &IssueView, step: &[Stance]| {
            let positions = issue.positions.iter().filter(|it| step.iter().any(|stance| stance.word() == it.stance.id));
            let position =
                |it: &PositionView| StripPosition { party: it.party.clone(), mark: it.mark, stance: it.stance.clone() };
            positions.map(position).collect()
        };
        let rows = issues.iter().filter(|issue| !issue.positions.is_empty()).map(|issue| StripRow {
            issue: IssueName { id: issue.id.clone(), title: issue.title.clone() },
            steps: STEPS.iter().map(|step| on(issue, step)).collect(),
        });
        // Where nobody stands on a step there is nothing to see.
        let rows = rows.filter(|row| row.steps.iter().any(|step: &Vec<_>| !step.is_empty()));
        Strip { rows: rows.collect(), steps: STEPS.iter().map(|step| named(step).join(", ")).collect() }
    }

    fn claim(&self, id: &Id, claim: &Claim) -> ClaimView {
        ClaimView {
            id: id.to_string(),
            text: ready(&claim.text),
            about: self.issue_names(&claim.about),
            denied_by: claim.denied_by.iter().map(|id| self.party_name(id)).collect(),
            attribution: self.attribution(&claim.attribution, Some(&claim.text)),
        }
    }

    fn outcome(&self, outcome: &Outcome) -> OutcomeView {
        let points: Vec<_> = outcome.points.iter().map(|(id, point)| self.point(id, point)).collect();
        let with = |result: PointResult| points.iter().filter(|it| it.result.id == result.word()).cloned().collect();
        OutcomeView {
            event: outcome.event.clone(),
            date: iso(outcome.date),
            result: self.word(outcome.result),
            place: outcome.place.clone(),
            summary: outcome.summary.as_ref().map(ready),
            instrument: outcome.instrument.map(|it| self.word(it)),
            agreed: with(PointResult::Agreed),
            not_agreed: with(PointResult::NotAgreed),
            deferred: with(PointResult::Deferred),
            points,
            attribution: self.attribution(&outcome.attribution, outcome.summary.as_ref()),
        }
    }

    fn point(&self, id: &Id, point: &Point) -> PointView {
        PointView {
            id: id.to_string(),
            result: self.word(point.result),
            text: ready(&point.text),
            issue: point.issue.as_ref().map(|id| self.issue_name(id)),
            attribution: self.attribution(&point.attribution, Some(&point.text)),
        }
    }

    fn commitment(&self, id: &Id, commitment: &Commitment) -> CommitmentView {
        CommitmentView {
            id: id.to_string(),
            by: self.party_name(&commitment.by),
            text: ready(&commitment.text),
            due: commitment.due.map(iso),
            status: commitment.status.map(|it| self.word(it)),
            attribution: self.attribution(&commitment.attribution, Some(&commitment.text)),
        }
    }

    fn developments(&self) -> Vec<DevelopmentView> {
        let all = self.brief.developments_by_date();
        let first = all.first().map(|(_, first)| first.date);
        let day = |date: Date| first.map_or(0, |first| (date - first).whole_days());
        all.into_iter().map(|(id, it)| self.development(id, it, day(it.date))).collect()
    }

    fn development(&self, id: &Id, development: &Development, day: i64) -> DevelopmentView {
        use crate::model::Trend;
        DevelopmentView {
            id: id.to_string(),
            date: iso(development.date),
            day,
            text: ready(&development.text),
            affects: self.issue_names(&development.affects),
            trend: development.trend.map(|it| self.word(it)),
            mark: development.trend.map(|trend| match trend {
                Trend::Improved => "↗",
                Trend::Unchanged => "→",
                Trend::Deteriorated => "↘",
            }),
            attribution: self.attribution(&development.attribution, Some(&development.text)),
        }
    }

    fn next_steps(&self, steps: &Records<NextStep>) -> Vec<NextStepView> {
        let view = |(id, step): (&Id, &NextStep)| NextStepView {
            id: id.to_string(),
            text: ready(&step.text),
            date: step.date.map(iso),
            owner: step.owner.as_ref().map(|owner| match owner {
                Owner::Party(id) => self.party_name(id).short,
                Owner::Other(name) => name.clone(),
            }),
        };
        steps.iter().map(view).collect()
    }

    fn talking_points(&self, points: &Records<TalkingPoint>) -> TalkingPoints {
        let mut all = TalkingPoints { any: !points.is_empty(), ..TalkingPoints::default() };
        for (id, point) in points {
            let list = match point.kind {
                TalkingPointKind::Make => &mut all.make,
                TalkingPointKind::IfRaised => &mut all.if_raised,
                TalkingPointKind::Avoid => &mut all.avoid,
                TalkingPointKind::PressLine => &mut all.press_line,
            };
            list.push(TalkingPointView {
                id: id.to_string(),
                kind: self.word(point.kind),
                text: ready(&point.text),
                issue: point.issue.as_ref().map(|id| self.issue_name(id)),
            });
        }
        all
    }

    /// Whether a language tag is that of the brief, or not one at all.
    fn is_own(&self, tag: &str) -> bool {
        let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let is_tag = !tag.is_empty() && tag.len() < 36 && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        !is_tag || primary(tag) == primary(&self.brief.language)
    }

    fn source(&self, id: &Id, source: &Source) -> SourceView {
        use super::escape::{READY, escape};
        let words = escape(source.title.as_ref().unwrap_or(&source.publisher), true);
        let link = match &source.url {
            Some(url) => format!("{READY}[{words}]({})", destination(url)),
            None => format!("{READY}{words}"),
        };
        // A screen reader says a title in its own language.
        let foreign = source.title.as_ref().and(source.language.as_deref()).filter(|it| !self.is_own(it));
        let link = match foreign {
            Some(tag) => format!("{READY}<span lang=\"{tag}\">{}</span>", &link[READY.len_utf8()..]),
            None => link,
        };
        SourceView {
            id: id.to_string(),
            publisher: source.publisher.clone(),
            date: iso(source.date),
            kind: source.kind.map(|it| self.word(it)),
            title: source.title.clone(),
            url: source.url.clone(),
            link,
            language: source.language.clone(),
            reliability: source.reliability.map(|it| self.word(it)),
            relays: source.relays.as_ref().map(|id| SourceName {
                id: id.to_string(),
                publisher: self.brief.sources.get(id).map_or_else(|| id.to_string(), |it| it.publisher.clone()),
            }),
            accessed: source.accessed.map(iso),
        }
    }
}

/// A date as the context has it: ISO 8601.
fn iso(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day())
}
