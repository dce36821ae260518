//! What a template sees: the model as plain data, with what it would otherwise have to look up.
//!
//! `docs/templates.md` lists every field; a test compares the two. Every field is always there; one that the brief does
//! not give is null, or an empty list. Prose and citations are ready Markdown, all other text is escaped when printed.
//!
//! A field is made when the template asks for it: of the many that a brief has, a page prints few.

mod comparison;
mod decision;
#[macro_use]
mod fields;
mod figure;
mod judgement;
mod monitor;
mod party_names;
mod path;
mod record;
mod sign;
mod sources;
mod text;
mod value;
mod view;

use std::borrow::Cow;

use crate::model::{
    ArgumentUse, Basis, ClearanceResult, CommitmentStatus, Party, PointResult, TalkingPointKind, TextStatus,
    Vocabulary, anchor,
};
use crate::rank::Item;
pub(super) use record::{Record, is_silent};
use sign::{stance_mark, status_mark, trend_mark};
use text::Column;
use value::{
    Value, date, issue_name, issue_names, list, meeting_name, number, party_name, party_names, party_references,
    passage, person_name, prose, proses, text, texts, word,
};
pub(super) use view::View;
use view::{STEPS, Who};

/// The names of all fields that a record can have; some are there twice.
pub(super) fn all_names() -> impl Iterator<Item = &'static str> {
    OWN_NAMES.iter().copied().flatten().chain(record::ATTRIBUTION).chain(&["changed"]).copied()
}

fields! { Record, view;
    Record::Root => {
        "brief": Value::Record(Record::Brief),
        "parties": list(&view.brief.parties, Record::Party),
        "described_parties": view.described_parties(),
        "abbreviated_parties": view.abbreviated_parties(),
        "issues": view.issues(|_, _| true),
        "open_issues": view.open_issues(|_| true),
        "issues_without_row": view.open_issues(|id| view.positions(id).is_none()),
        "settled_issues": view.issues(|_, issue| !issue.status.is_open()),
        "matrix": Value::Record(Record::Matrix),
        "strip": Value::Record(Record::Strip),
        "claims": view.shown(&view.brief.claims, Item::Claim, Record::Claim),
        "speakers": view.speakers(),
        "outcome": view.brief.outcome.as_ref().map_or(Value::Null, |it| Value::Record(Record::Outcome(it))),
        "commitments": view.shown(&view.brief.commitments, Item::Commitment, Record::Commitment),
        "monitor": Value::Record(Record::Monitor),
        "judgements": view.shown(&view.brief.judgements, Item::Judgement, Record::Judgement),
        "developments": view.developments(),
        "next_steps": view.next_steps(),
        "talking_points": Value::Record(Record::TalkingPoints(&view.brief.talking_points)),
        "texts": list(&view.brief.texts, Record::Text),
        "text_columns": view.column_records(),
        "open_brackets": Value::Number(view.open_brackets()),
        "meetings": view.meetings(),
        "coming": view.coming(),
        "other_meetings": view.other_meetings(),
        "other_people": view.other_people(),
        "people": view.shown(&view.brief.people, Item::Person, Record::Person),
        "agenda": view.shown(&view.brief.agenda, Item::AgendaItem, Record::AgendaItem),
        "agenda_minutes": view.agenda_minutes(),
        "asks": view.shown(&view.brief.asks, Item::Ask, Record::Ask),
        "push_backs": Value::Bool(view.has_push_backs()),
        "own_side": view.own_side(),
        "aims": view.aims(),
        "arguments": Value::Record(Record::Arguments),
        "options": view.shown(&view.brief.options, Item::Option, Record::Option),
        "comparison": Value::Record(Record::Comparison),
        "recommendations": view.shown(&view.brief.recommendations, Item::Recommendation, Record::Recommendation),
        "decision_issues": view.decision_issues(),
        "cleared": view.cleared(true),
        "not_cleared": view.cleared(false),
        "clearances": view.shown(&view.brief.clearances, Item::Clearance, Record::Clearance),
        "figures": view.shown(&view.brief.figures, Item::Figure, Record::Figure),
        "verifications": view.verifications(),
        "sources": list(&view.brief.sources, Record::Source),
        "cited_sources": view.sources(true),
        "only_source": view.only_source(),
        "graded": Value::Bool(view.is_graded()),
        "uncited_sources": view.sources(false),
        "since": Value::Null,
    }
    Record::Brief => {
        "title": Value::Prose(&view.brief.title),
        "subtitle": prose(view.brief.subtitle.as_ref()),
        "as_of": Value::Date(view.brief.as_of.into()),
        "bottom_line": Value::Prose(&view.brief.bottom_line),
        "kind": word(view.brief.kind),
        "edition": number(view.brief.edition),
        "status": word(view.brief.status),
        "handling": text(view.brief.handling.as_ref()),
        "own_side": view.brief.own_side.as_ref().map_or(Value::Null, |id| Value::Record(Record::PartyReference(id))),
        "audience": text(view.brief.audience.as_ref()),
        "authors": texts(&view.brief.authors),
        "cleared_by": texts(&view.brief.cleared_by),
        "language": Value::text(&view.brief.language),
        "background": passage(view.brief.background.as_ref()),
        "assessment": passage(view.brief.assessment.as_ref()),
        "to": text(view.brief.addressee()),
        "to_in": Value::text(view.brief.addressee_place().word()),
        "from": text(view.brief.routing.from.as_ref()),
        "through": texts(&view.brief.routing.through),
        "copy": texts(&view.brief.routing.copy),
        "reference": text(view.brief.routing.reference.as_ref()),
        "occasion": text(view.brief.routing.occasion.as_ref()),
        "respond_by": date(view.brief.routing.respond_by.map(Into::into)),
        "respond_why": prose(view.brief.routing.respond_why.as_ref()),
    }
    Record::Word(vocabulary, id) => {
        "id": Value::text(id),
        "label": Value::Text(view.language.label_of(vocabulary, id)),
    }
    Record::PartyName(id) | Record::PartyReference(id) => {
        "id": Value::text(id.as_str()),
        "name": Value::text(view.brief.parties.get(id).map_or(id.as_str(), |party| party.name.as_str())),
        "short": Value::text(view.brief.parties.get(id).map_or(id.as_str(), Party::short)),
    }
    Record::PartyNames(ids) => {
        "id": view.joined_names(ids, |id, _| id.as_str()),
        "name": view.joined_names(ids, |id, party| party.map_or(id.as_str(), |it| it.name.as_str())),
        "short": view.joined_names(ids, |id, party| party.map_or(id.as_str(), Party::short)),
    }
    Record::IssueName(id) => {
        "id": Value::text(id.as_str()),
        "title": match view.brief.issues.get(id) {
            Some(issue) => Value::Prose(&issue.title),
            None => Value::text(id.as_str()),
        },
    }
    Record::Party(id, party) => {
        "id": Value::text(id.as_str()),
        "name": Value::text(&party.name),
        "short": Value::text(party.short()),
        "role": word(Some(party.role)),
        "kind": word(party.kind),
        "representatives": Value::List(
            party.representatives.iter().map(|it| Value::Record(Record::Representative(it))).collect(),
        ),
        "interests": proses(&party.interests),
        "red_lines": proses(&party.red_lines),
        "alternatives": prose(party.alternatives.as_ref()),
        "members": Value::List(party.members.iter().map(|it| view.party_or_name(it)).collect()),
        "speaks_for": party_names(&party.speaks_for),
        "changed": Value::Null,
    }
    Record::Representative(person) => {
        "name": Value::text(&person.name),
        "title": text(person.title.as_ref()),
        "person": person_name(person.person.as_ref()),
        "listed": Value::Bool(view.brief.lists(person)),
    }
    Record::Issue(id, issue) => {
        "id": Value::text(id.as_str()),
        "title": Value::Prose(&issue.title),
        // What a link to the heading of the title ends with.
        "anchor": Value::Text(Cow::Owned(anchor(&issue.title.plain()))),
        "status": word(Some(issue.status)),
        "status_mark": Value::text(status_mark(issue.status)),
        "open": Value::Bool(issue.status.is_open()),
        "question": prose(issue.question.as_ref().filter(|_| !view.cut.hides(Item::Question(id)))),
        "summary": prose(issue.summary.as_ref()),
        "category": word(issue.category),
        "priority": number(issue.priority),
        "linked": issue_names(&issue.linked),
        "asked": Value::Bool(view.is_asked(id, issue)),
        "options": proses(&issue.options),
        "between": party_names(&issue.between),
        "proposals": view.proposals(id),
        "positions": view.positions(id).map_or(Value::List(Vec::new()), |all| {
            list(all, |party, it| Record::Position(id, party, it))
        }),
        "changed": Value::Null,
    }
    Record::Position(issue, party, position) => {
        "party": Value::Record(Record::PartyName(party)),
        "stance": word(Some(position.stance)),
        "mark": Value::text(stance_mark(position.stance)),
        // The text, or else its short form.
        "text": view.words_of(issue, party, position).map_or(Value::text(""), Value::Prose),
        "on": view.named_proposal(issue, position),
        "as_of": Value::Date(position.as_of.unwrap_or(view.brief.as_of).into()),
        "red_line": Value::Bool(position.red_line),
        // They go with the text.
        "conditions": if view.cut.hides(Item::Text(issue, party)) {
            Value::List(Vec::new())
        } else {
            proses(&position.conditions)
        },
        "basis": word(position.basis),
        "indirect": word(position.basis.filter(|basis| *basis != Basis::Stated)),
        "held": date(position.as_of.filter(|day| *day != view.brief.as_of).map(Into::into)),
    }
    Record::Matrix => {
        "parties": view.matrix_names(),
        "silent": view.silent(),
        "gaps": Value::Bool(view.has_gaps()),
        "legend": view.legend(),
        "rows": view.rows(Record::Row),
    }
    Record::LegendEntry(_, _, stance) => {
        "mark": Value::text(stance_mark(stance)),
        "stance": word(Some(stance)),
    }
    Record::Row(id, issue) => {
        "issue": Value::Record(Record::Issue(id, issue)),
        "cells": Value::List(
            view.matrix_parties().iter().map(|party| Value::Record(Record::Cell(id, party))).collect(),
        ),
    }
    Record::Cell(issue, party) => {
        "party": Value::Record(Record::PartyName(party)),
        "position": match view.positions(issue).and_then(|all| all.get_key_value(party)) {
            Some((party, position)) => Value::Record(Record::Position(issue, party, position)),
            None => Value::Null,
        },
        // What stands in the cell without a position.
        "empty": Value::Text(view.empty_cell(issue, party)),
    }
    Record::Strip => {
        "steps": view.step_words(),
        "rows": view.strip_rows(),
    }
    Record::StripRow(id, proposal, it) => {
        "issue": Value::Record(Record::IssueName(id)),
        "proposal": Value::Record(Record::Proposal(proposal, it)),
        "steps": Value::List((0..STEPS.len()).map(|step| view.on_step(id, step)).collect()),
    }
    Record::StripPosition(_, party, position) => {
        "party": Value::Record(Record::PartyName(party)),
        "mark": Value::text(stance_mark(position.stance)),
        "stance": word(Some(position.stance)),
        "changed": Value::Null,
    }
    Record::Proposal(id, proposal) => {
        "id": Value::text(id.as_str()),
        "issue": Value::Record(Record::IssueName(&proposal.issue)),
        "title": prose(proposal.title.as_ref()),
        "text": if view.hides_words(id, proposal) { Value::text("") } else { Value::Prose(&proposal.text) },
        "by": party_names(&proposal.by),
        "date": date(proposal.date.map(|date| date.circa(proposal.circa))),
        "meeting": meeting_name(proposal.meeting.as_ref()),
        // Whether something but its text can name it.
        "named": Value::Bool(proposal.is_named()),
    }
    Record::Claim(id, claim) => {
        "id": Value::text(id.as_str()),
        "text": Value::Prose(&claim.text),
        "about": issue_names(&claim.about),
        "denied_by": party_names(&claim.denied_by),
    }
    Record::Speaker(who) => {
        "id": Value::Text(Cow::Owned(who.key())),
        "name": view.speaker(who),
        "party": match who {
            Who::Person(_, Some(party)) => Value::Record(Record::PartyName(party)),
            _ => Value::Null,
        },
        "claims": Value::List(
            view.claims_of(who).iter().map(|(id, claim)| Value::Record(Record::Claim(id, claim))).collect(),
        ),
    }
    Record::OnlySource(relayed, reliability) => {
        "relayed": Value::Bool(relayed),
        "reliability": word(reliability.map(|(_, reliability)| reliability)),
    }
    Record::Tally(verification, count) => {
        "id": Value::text(verification.word()),
        "word": word(Some(verification)),
        "count": Value::Number(count),
    }
    Record::Outcome(outcome) => {
        "event": Value::text(&outcome.event),
        "date": Value::Date(outcome.date.circa(outcome.circa)),
        "result": word(Some(outcome.result)),
        "place": text(outcome.place.as_ref()),
        "summary": prose(outcome.summary.as_ref()),
        "instrument": word(outcome.instrument),
        "points": view.shown(&outcome.points, Item::Point, Record::Point),
        "agreed": view.points(outcome, PointResult::Agreed),
        "not_agreed": view.points(outcome, PointResult::NotAgreed),
        "deferred": view.points(outcome, PointResult::Deferred),
    }
    Record::Point(id, point) => {
        "id": Value::text(id.as_str()),
        "result": word(Some(point.result)),
        "text": Value::Prose(&point.text),
        "issue": issue_name(point.issue.as_ref()),
        "meeting": meeting_name(point.meeting.as_ref()),
    }
    Record::Commitment(id, commitment) => {
        "id": Value::text(id.as_str()),
        "by": Value::Record(Record::PartyNames(&commitment.by)),
        "to": party_references(&commitment.to),
        "text": Value::Prose(&commitment.text),
        "ref": text(commitment.reference.as_ref()),
        "due": date(commitment.due.map(|due| due.circa(commitment.circa))),
        "trigger": prose(commitment.trigger.as_ref()),
        "status": word(commitment.status),
        "is_overdue": Value::Bool(commitment.is_overdue(view.brief.as_of)),
        "reviewed": date(commitment.reviewed.map(Into::into)),
        "verifier": view.owner(commitment.verifier.as_ref()),
        "evidence": view.citations(&commitment.evidence),
        "meeting": meeting_name(commitment.meeting.as_ref()),
    }
    Record::Judgement(id, judgement) => {
        "id": Value::text(id.as_str()),
        "text": Value::Prose(&judgement.text),
        "likelihood": word(Some(judgement.likelihood)),
        "band": view.band(judgement.likelihood),
        "confidence": word(judgement.confidence),
        "certainty": view.certainty(judgement.confidence),
        "because": prose(judgement.because.as_ref()),
        "assumptions": proses(&judgement.assumptions),
        "alternatives": proses(&judgement.alternatives),
        "would_change": proses(&judgement.would_change),
        "about": issue_names(&judgement.about),
        "horizon": date(judgement.horizon),
        "horizon_in_part": Value::Bool(judgement.horizon.is_some_and(|it| it.to.is_none() && it.start() != it.end())),
        "resolution": view.resolution(judgement.resolved),
        "resolved_on": date(judgement.resolved_on.map(Into::into)),
        "changed": Value::Null,
    }
    Record::Monitor => {
        "total": Value::Number(view.brief.commitments.len() as i64),
        "late": Value::Number(view.count_overdue()),
        "shares": view.shares(),
        "rows": view.rows_by_status(),
        "overdue": view.overdue(),
        "groups": view.groups(),
    }
    Record::Share(status, count, percent) => {
        "id": Value::text(status.map_or("none", Vocabulary::word)),
        "name": match status {
            Some(status) => Value::Text(view.language.label_of(CommitmentStatus::NAME, status.word())),
            None => Value::text(view.language.label("no-status").unwrap_or_default()),
        },
        "count": Value::Number(count),
        "percent": Value::Number(percent),
    }
    Record::MonitorRow(parties) => {
        "by": Value::Record(Record::PartyNames(parties)),
        "counts": view.counts_of(parties),
        "total": Value::Number(view.count_by(parties)),
        "late": Value::Number(view.count_overdue_by(parties)),
    }
    Record::MonitorGroup(parties) => {
        "by": Value::Record(Record::PartyNames(parties)),
        "id": view.joined_names(parties, |id, _| id.as_str()),
        "commitments": view.not_overdue(parties),
    }
    Record::Development(id, development, day) => {
        "id": Value::text(id.as_str()),
        "date": Value::Date(development.date.circa(development.circa)),
        "day": Value::Number(day),
        "text": Value::Prose(&development.text),
        "affects": issue_names(&development.affects),
        "trend": word(development.trend),
        "meeting": meeting_name(development.meeting.as_ref()),
        "mark": development.trend.map_or(Value::Null, |trend| Value::text(trend_mark(trend))),
    }
    Record::NextStep(id, step) => {
        "id": Value::text(id.as_str()),
        "text": Value::Prose(&step.text),
        "date": date(step.date.map(|date| date.circa(step.circa))),
        "owner": view.owner(step.owner.as_ref()),
        "past": Value::Bool(step.is_past(view.brief.as_of)),
        "changed": Value::Null,
    }
    Record::TalkingPoints(all) => {
        "make": view.talking_points(all, TalkingPointKind::Make),
        "if_raised": view.talking_points(all, TalkingPointKind::IfRaised),
        "avoid": view.talking_points(all, TalkingPointKind::Avoid),
        "press_line": view.talking_points(all, TalkingPointKind::PressLine),
        "any": Value::Bool(all.keys().any(|id| !view.cut.hides(Item::TalkingPoint(id)))),
    }
    Record::TalkingPoint(id, point) => {
        "id": Value::text(id.as_str()),
        "kind": word(Some(point.kind)),
        "text": Value::Prose(&point.text),
        "issue": issue_name(point.issue.as_ref()),
        "changed": Value::Null,
    }
    Record::Aim(id, aim) => {
        "id": Value::text(id.as_str()),
        "issue": match view.brief.issues.get_key_value(id) {
            Some((id, issue)) => Value::Record(Record::Issue(id, issue)),
            None => Value::Null,
        },
        "goal": Value::Prose(&aim.goal),
        "opening": prose(aim.opening.as_ref()),
        "fallback": proses(&aim.fallback),
        "walk_away": prose(aim.walk_away.as_ref()),
        "trade_for": issue_names(&aim.trade_for),
        "priority": number(view.brief.priority_of_aim(id, aim)),
        "positions": view.positions_with_ours(id),
        "changed": Value::Null,
    }
    Record::Arguments => {
        "make": view.arguments(ArgumentUse::Make),
        "tactical": view.arguments(ArgumentUse::Tactical),
        "if_raised": view.arguments(ArgumentUse::IfRaised),
    }
    Record::Argument(id, argument) => {
        "id": Value::text(id.as_str()),
        "text": Value::Prose(&argument.text),
        "use": word(Some(argument.used())),
        "raised_by": party_name(argument.raised_by.as_ref()),
        "response": prose(argument.response.as_ref()),
        "issue": issue_name(argument.issue.as_ref()),
        "changed": Value::Null,
    }
    Record::Text(id, it) => {
        "id": Value::text(id.as_str()),
        "title": Value::Prose(&it.title),
        "ref": text(it.reference.as_ref()),
        "issue": issue_name(it.issue.as_ref()),
        "base": it.base.as_deref().map_or(Value::Null, View::literal),
        "status": word(it.status.or(Some(TextStatus::Open))),
        "line": Value::Text(Cow::Owned(view.bracketed_line(id, it))),
        "open_brackets": Value::Number(text::brackets_in(it)),
        "variants": list(&it.variants, |variant, version| Record::Variant(id, variant, it, version)),
        "cells": view.text_cells(id, it),
    }
    Record::Variant(_, id, text, it) => {
        "id": Value::text(id.as_str()),
        "words": View::literal(&it.words),
        "marked": view.marked_words(text, it),
        "by": party_references(&it.by),
        "by_here": party_references(view.unnamed_in_column(id, it)),
        "support": party_references(&it.support),
        "oppose": party_references(&it.oppose),
        "reserve": party_references(&it.reserve),
        "compromise": Value::Bool(it.compromise),
    }
    Record::TextColumn(column) => {
        "id": Value::Text(Cow::Owned(column.id())),
        "name": Value::Text(Cow::Owned(view.column_name(column))),
    }
    Record::TextCell(id, it, column) => {
        "id": Value::Text(Cow::Owned(column.id())),
        "base": it.base.as_deref().filter(|_| column == Column::Base).map_or(Value::Null, View::literal),
        "cite": if column == Column::Base { Value::Cite(&it.attribution, None) } else { Value::text("") },
        "variant": view.variant_in(id, it, column),
    }
    Record::Meeting(id, meeting) => {
        "id": Value::text(id.as_str()),
        "event": Value::text(&meeting.event),
        "date": Value::Date(meeting.date.circa(meeting.circa)),
        "time": text(meeting.time.as_ref()),
        "place": text(meeting.place.as_ref()),
        "participants": view.people(&meeting.participants),
        "order": Value::List(meeting.order.iter().map(|id| Value::Record(Record::PersonName(id))).collect()),
        "interpreter": text(meeting.interpreter.as_ref()),
        "press": prose(meeting.press.as_ref()),
        "result": word(meeting.result),
        "summary": prose(meeting.summary.as_ref()),
        "instrument": word(meeting.instrument),
        "to_come": Value::Bool(meeting.is_coming(view.brief.as_of)),
    }
    Record::MeetingName(id) => {
        "id": Value::text(id.as_str()),
        "event": Value::text(view.brief.meetings.get(id).map_or(id.as_str(), |meeting| meeting.event.as_str())),
        "date": date(view.brief.meetings.get(id).map(|meeting| meeting.date.circa(meeting.circa))),
    }
    Record::Person(id, person) => {
        "id": Value::text(id.as_str()),
        "name": Value::text(&person.name),
        "also": texts(&person.also),
        "title": text(person.title.as_ref()),
        "party": party_name(person.party.as_ref()),
        "pronunciation": text(person.pronunciation.as_ref()),
        "biography": prose(person.biography.as_ref()),
        "languages": texts(&person.languages),
        "last_met": date(person.last_met),
        "note": prose(person.note.as_ref()),
        "changed": Value::Null,
    }
    Record::PersonName(id) => {
        "id": Value::text(id.as_str()),
        "name": Value::text(view.brief.people.get(id).map_or(id.as_str(), |person| person.name.as_str())),
    }
    Record::AgendaItem(id, item) => {
        "id": Value::text(id.as_str()),
        "title": Value::Prose(&item.title),
        "lead": person_name(item.lead.as_ref()),
        "minutes": number(item.minutes),
        "issue": issue_name(item.issue.as_ref()),
        "changed": Value::Null,
    }
    Record::Ask(id, ask) => {
        "id": Value::text(id.as_str()),
        "party": Value::Record(Record::PartyName(&ask.party)),
        "text": Value::Prose(&ask.text),
        "response": Value::Prose(&ask.response),
        "push_back": prose(ask.push_back.as_ref()),
        "issue": issue_name(ask.issue.as_ref()),
        "changed": Value::Null,
    }
    Record::Option(id, option) => {
        "id": Value::text(id.as_str()),
        "title": Value::Prose(&option.title),
        "text": prose(option.text.as_ref()),
        "issue": issue_name(option.issue.as_ref()),
        "pros": proses(&option.pros),
        "cons": proses(&option.cons),
        "cost": prose(option.cost.as_ref()),
        "risk": prose(option.risk.as_ref()),
        "consequence": prose(option.consequence.as_ref()),
        "supported_by": party_references(&option.supported_by),
        "status": word(option.status),
        "changed": Value::Null,
    }
    Record::OptionName(id) => {
        "id": Value::text(id.as_str()),
        "title": match view.brief.options.get(id) {
            Some(option) => Value::Prose(&option.title),
            None => Value::text(id.as_str()),
        },
    }
    Record::Comparison => {
        "options": view.shown(&view.brief.options, Item::Option, Record::Option),
        "rows": view.comparison_rows(),
    }
    Record::ComparisonRow(field) => {
        "id": Value::text(field.label),
        "cells": view.shown(&view.brief.options, Item::Option, |id, it| Record::ComparisonCell(id, it, field)),
    }
    Record::ComparisonCell(id, option, field) => {
        "id": Value::text(id.as_str()),
        "value": field.value(option),
        "values": field.values(option),
        "parties": field.parties(option),
    }
    Record::Recommendation(id, it) => {
        "id": Value::text(id.as_str()),
        "text": Value::Prose(&it.text),
        "option": it.option.as_ref().map_or(Value::Null, |id| Value::Record(Record::OptionName(id))),
        "issue": issue_name(it.issue.as_ref()),
        "choices": view.choices(it),
        "asks": Value::Bool(it.asks()),
        "by": date(it.by.or(view.brief.routing.respond_by).map(Into::into)),
        "why": prose(it.why.as_ref()),
        "recommended_by": texts(&it.recommended_by),
        "opposed_by": texts(&it.opposed_by),
        "decision": prose(it.decision.as_ref()),
        "decided": date(it.decided),
        "changed": Value::Null,
    }
    Record::Clearance(id, clearance) => {
        "id": Value::text(id.as_str()),
        "office": Value::text(&clearance.office),
        "person": text(clearance.person.as_ref()),
        "date": date(clearance.date.map(Into::into)),
        "result": word(clearance.result.or(Some(ClearanceResult::Pending))),
        "changed": Value::Null,
    }
    Record::Figure(id, figure) => {
        "id": Value::text(id.as_str()),
        "file": Value::Text(Cow::Owned(View::destination(&figure.file))),
        "alt": Value::text(&figure.alt),
        "caption": prose(figure.caption.as_ref()),
        "cite": view.citations_beside(&figure.sources, figure.caption.as_ref()),
        "width": Value::Number(i64::from(figure.width())),
        "issue": issue_name(figure.issue.as_ref()),
        "changed": Value::Null,
    }
    Record::Source(id, source) => {
        "id": Value::text(id.as_str()),
        "publisher": Value::text(&source.publisher),
        "date": Value::Date(source.date.circa(source.circa)),
        "kind": word(source.kind),
        "title": text(view.title_of(id, source)),
        "url": text(source.url.as_ref()),
        "link": Value::Text(Cow::Owned(view.link(id, source))),
        "language": text(source.language.as_ref()),
        "reliability": word(source.reliability),
        "relays": source.relays.as_ref().map_or(Value::Null, |id| Value::Record(Record::SourceName(id))),
        "accessed": date(source.accessed.map(Into::into)),
    }
    Record::SourceName(id) => {
        "id": Value::text(id.as_str()),
        "publisher": Value::text(view.brief.sources.get(id).map_or(id.as_str(), |it| it.publisher.as_str())),
    }
}
