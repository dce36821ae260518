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
mod issue;
mod judgement;
mod monitor;
mod party;
mod party_names;
mod path;
mod record;
mod sign;
mod sources;
mod text;
mod value;
mod view;
mod years;

use std::borrow::Cow;

use crate::model::{
    ArgumentUse, Basis, ClearanceResult, CommitmentStatus, Party, PointResult, TalkingPointKind, TextStatus,
    Vocabulary, anchor,
};
use crate::rank::Item;
pub(super) use record::{ContextRecord, is_silent};
use sign::{stance_mark, status_mark, trend_mark};
use text::VersionColumn;
use value::{
    ContextValue, date, issue_name, issue_names, list, meeting_name, number, party_name, party_names, party_references,
    person_name, prose, proses, text, texts, word,
};
pub(super) use view::View;
use view::{STEPS, Who};

/// The names of all fields that a record can have; some are there twice.
pub(super) fn all_names() -> impl Iterator<Item = &'static str> {
    OWN_NAMES.iter().copied().flatten().chain(record::ATTRIBUTION).chain(&["changed"]).copied()
}

fields! { ContextRecord, view;
    ContextRecord::Root => {
        "brief": ContextValue::Record(ContextRecord::Brief),
        "parties": list(&view.brief.parties, ContextRecord::Party),
        "described_parties": view.described_parties(),
        "described": ContextValue::Record(ContextRecord::Described),
        "represented_parties": view.represented_parties(),
        "abbreviated_parties": view.abbreviated_parties(),
        "issues": view.issues(|_, _| true),
        "open_issues": view.open_issues(|_| true),
        "issues_without_row": view.open_issues(|id| view.positions(id).is_none()),
        "issues_without_aim": view.open_issues(|id| !view.brief.aims.contains_key(id)),
        "settled_issues": view.issues(|_, issue| !issue.status.is_open()),
        "matrix": ContextValue::Record(ContextRecord::Matrix),
        "strip": ContextValue::Record(ContextRecord::Strip),
        "claims": view.shown(&view.brief.claims, Item::Claim, ContextRecord::Claim),
        "speakers": view.speakers(),
        "outcome": view.brief.outcome.as_ref().map_or(ContextValue::Null, |it| ContextValue::Record(ContextRecord::Outcome(it))),
        "commitments": view.shown(&view.brief.commitments, Item::Commitment, ContextRecord::Commitment),
        "monitor": ContextValue::Record(ContextRecord::Monitor),
        "judgements": view.shown(&view.brief.judgements, Item::Judgement, ContextRecord::Judgement),
        "developments": view.developments(),
        "next_steps": view.next_steps(),
        "talking_points": ContextValue::Record(ContextRecord::TalkingPoints(&view.brief.talking_points)),
        "texts": list(&view.brief.texts, ContextRecord::Text),
        "text_columns": view.column_records(),
        "open_brackets": ContextValue::Number(view.open_brackets()),
        "meetings": view.meetings(),
        "coming": view.coming(),
        "other_meetings": view.other_meetings(),
        "other_people": view.other_people(),
        "people": view.shown(&view.brief.people, Item::Person, ContextRecord::Person),
        "agenda": view.shown(&view.brief.agenda, Item::AgendaItem, ContextRecord::AgendaItem),
        "agenda_minutes": view.agenda_minutes(),
        "asks": view.shown(&view.brief.asks, Item::Ask, ContextRecord::Ask),
        "push_backs": ContextValue::Bool(view.has_push_backs()),
        "own_side": view.own_side(),
        "aims": view.aims(),
        "arguments": ContextValue::Record(ContextRecord::Arguments),
        "options": view.shown(&view.brief.options, Item::Option, ContextRecord::Option),
        "comparison": ContextValue::Record(ContextRecord::Comparison),
        "recommendations": view.shown(&view.brief.recommendations, Item::Recommendation, ContextRecord::Recommendation),
        "decision_issues": view.decision_issues(),
        "cleared": view.cleared(true),
        "not_cleared": view.cleared(false),
        "clearances": view.shown(&view.brief.clearances, Item::Clearance, ContextRecord::Clearance),
        "figures": view.shown(&view.brief.figures, Item::Figure, ContextRecord::Figure),
        "verifications": view.verifications(),
        "sources": list(&view.brief.sources, ContextRecord::Source),
        "cited_sources": view.sources(true),
        "only_source": view.only_source(),
        "graded": ContextValue::Bool(view.is_graded()),
        "uncited_sources": view.sources(false),
        "year_of": ContextValue::Record(ContextRecord::Years),
        "since": ContextValue::Null,
    }
    ContextRecord::Years => {
        "developments": view.year_of_developments(),
        "judgements": view.year_of_judgements(),
        "meetings": view.year_of_meetings(),
        "next_steps": view.year_of_next_steps(),
    }
    ContextRecord::Described => {
        "interests": view.is_described_by(|it| !it.interests.is_empty()),
        "red_lines": view.is_described_by(|it| !it.red_lines.is_empty()),
        "alternatives": view.is_described_by(|it| it.alternatives.is_some()),
    }
    ContextRecord::Brief => {
        "title": ContextValue::Prose(&view.brief.title),
        "subtitle": prose(view.brief.subtitle.as_ref()),
        "as_of": ContextValue::Date(view.brief.as_of.into()),
        "bottom_line": ContextValue::Prose(&view.brief.bottom_line),
        "kind": word(view.brief.kind),
        "edition": number(view.brief.edition),
        "status": word(view.brief.status),
        "handling": text(view.brief.handling.as_ref()),
        "own_side": view.brief.own_side.as_ref().map_or(ContextValue::Null, |id| ContextValue::Record(ContextRecord::PartyReference(id))),
        "own_side_only": ContextValue::Bool(view.brief.own_side_only),
        "audience": text(view.brief.audience.as_ref()),
        "authors": texts(&view.brief.authors),
        "cleared_by": texts(&view.brief.cleared_by),
        "language": ContextValue::text(&view.brief.language),
        "background": prose(view.brief.background.as_ref().filter(|_| !view.cut.hides(Item::Background))),
        "assessment": prose(view.brief.assessment.as_ref()),
        "to": text(view.brief.addressee()),
        "to_in": ContextValue::text(view.brief.addressee_place().word()),
        "from": text(view.brief.routing.from.as_ref()),
        "through": texts(&view.brief.routing.through),
        "copy": texts(&view.brief.routing.copy),
        "reference": text(view.brief.routing.reference.as_ref()),
        "occasion": text(view.brief.routing.occasion.as_ref()),
        "respond_by": date(view.brief.routing.respond_by.map(Into::into)),
        "respond_why": prose(view.brief.routing.respond_why.as_ref()),
    }
    ContextRecord::Word(vocabulary, id) => {
        "id": ContextValue::text(id),
        "label": ContextValue::Text(view.language.label_of(vocabulary, id)),
    }
    ContextRecord::PartyName(id) | ContextRecord::PartyReference(id) => {
        "id": ContextValue::text(id.as_str()),
        "name": ContextValue::text(view.brief.parties.get(id).map_or(id.as_str(), |party| party.name.as_str())),
        "short": ContextValue::text(view.brief.parties.get(id).map_or(id.as_str(), Party::short)),
    }
    ContextRecord::PartyNames(ids) => {
        "id": view.joined_names(ids, |id, _| id.as_str()),
        "name": view.joined_names(ids, |id, party| party.map_or(id.as_str(), |it| it.name.as_str())),
        "short": view.joined_names(ids, |id, party| party.map_or(id.as_str(), Party::short)),
    }
    ContextRecord::IssueName(id) => {
        "id": ContextValue::text(id.as_str()),
        "title": view.title_of_issue(id),
    }
    ContextRecord::Party(id, party) => {
        "id": ContextValue::text(id.as_str()),
        "name": ContextValue::text(&party.name),
        "short": ContextValue::text(party.short()),
        "role": word(Some(party.role)),
        "kind": word(party.kind),
        "representatives": ContextValue::List(
            party.representatives.iter().map(|it| ContextValue::Record(ContextRecord::Representative(it))).collect(),
        ),
        "interests": proses(&party.interests),
        "red_lines": proses(&party.red_lines),
        "alternatives": prose(party.alternatives.as_ref()),
        "members": ContextValue::List(party.members.iter().map(|it| view.party_or_name(it)).collect()),
        "speaks_for": party_names(&party.speaks_for),
        "changed": ContextValue::Null,
    }
    ContextRecord::Representative(person) => {
        "name": ContextValue::text(&person.name),
        "title": text(person.title.as_ref()),
        "person": person_name(person.person.as_ref()),
        "listed": ContextValue::Bool(view.brief.lists(person)),
    }
    ContextRecord::Issue(id, issue) => {
        "id": ContextValue::text(id.as_str()),
        "title": ContextValue::Prose(&issue.title),
        // What a link to the heading of the title ends with.
        "anchor": ContextValue::Text(Cow::Owned(anchor(&issue.title.plain()))),
        "status": word(Some(issue.status)),
        "status_mark": ContextValue::text(status_mark(issue.status)),
        "open": ContextValue::Bool(issue.status.is_open()),
        "question": prose(issue.question.as_ref().filter(|_| !view.cut.hides(Item::Question(id)))),
        "summary": prose(issue.summary.as_ref()),
        "category": word(issue.category),
        "priority": number(issue.priority),
        "linked": issue_names(&issue.linked),
        "asked": ContextValue::Bool(view.has_questions && view.is_asked(id, issue)),
        "options": proses(&issue.options),
        "between": party_names(&issue.between),
        "proposals": view.proposals(id),
        "positions": view.positions_on(id),
        "changed": ContextValue::Null,
    }
    ContextRecord::Position(issue, party, position) => {
        "party": ContextValue::Record(ContextRecord::PartyName(party)),
        "stance": word(Some(position.stance)),
        "mark": ContextValue::text(stance_mark(position.stance)),
        // The text, or else its short form.
        "text": view.words_of(issue, party, position).map_or(ContextValue::text(""), ContextValue::Prose),
        "on": view.named_proposal(issue, position),
        "as_of": ContextValue::Date(position.as_of.unwrap_or(view.brief.as_of).into()),
        "red_line": ContextValue::Bool(position.red_line),
        "conditions": view.conditions_of(issue, party, position),
        "basis": word(position.basis),
        "indirect": word(position.basis.filter(|basis| *basis != Basis::Stated)),
        "held": date(position.as_of.filter(|day| *day != view.brief.as_of).map(Into::into)),
    }
    ContextRecord::Matrix => {
        "parties": view.matrix_names(),
        "silent": view.silent(),
        "gaps": ContextValue::Bool(view.has_gaps()),
        "shortened": ContextValue::Bool(view.has_words_left_out()),
        "legend": view.legend(),
        "rows": view.rows(ContextRecord::Row),
    }
    ContextRecord::LegendEntry(_, _, stance) => {
        "mark": ContextValue::text(stance_mark(stance)),
        "stance": word(Some(stance)),
    }
    ContextRecord::Row(id, issue) => {
        "issue": ContextValue::Record(ContextRecord::Issue(id, issue)),
        "cells": ContextValue::List(
            view.matrix_parties().iter().map(|party| ContextValue::Record(ContextRecord::Cell(id, party))).collect(),
        ),
    }
    ContextRecord::Cell(issue, party) => {
        "party": ContextValue::Record(ContextRecord::PartyName(party)),
        "position": view.position_of(issue, party),
        // What is in the cell without a position.
        "empty": ContextValue::Text(view.empty_cell(issue, party)),
    }
    ContextRecord::Strip => {
        "steps": view.step_words(),
        "rows": view.strip_rows(),
    }
    ContextRecord::StripRow(id, proposal, it) => {
        "issue": ContextValue::Record(ContextRecord::IssueName(id)),
        "proposal": ContextValue::Record(ContextRecord::Proposal(proposal, it)),
        "steps": ContextValue::List((0..STEPS.len()).map(|step| view.on_step(id, step)).collect()),
    }
    ContextRecord::StripPosition(_, party, position) => {
        "party": ContextValue::Record(ContextRecord::PartyName(party)),
        "mark": ContextValue::text(stance_mark(position.stance)),
        "stance": word(Some(position.stance)),
        "changed": ContextValue::Null,
    }
    ContextRecord::Proposal(id, proposal) => {
        "id": ContextValue::text(id.as_str()),
        "issue": ContextValue::Record(ContextRecord::IssueName(&proposal.issue)),
        "title": prose(proposal.title.as_ref()),
        "text": if view.hides_words(id, proposal) { ContextValue::text("") } else { ContextValue::Prose(&proposal.text) },
        "by": party_names(&proposal.by),
        "date": date(proposal.date.map(|date| date.circa(proposal.circa))),
        "meeting": meeting_name(proposal.meeting.as_ref()),
        // Whether something but its text can name it.
        "named": ContextValue::Bool(proposal.is_named()),
    }
    ContextRecord::Claim(id, claim) => {
        "id": ContextValue::text(id.as_str()),
        "text": ContextValue::Prose(&claim.text),
        "about": issue_names(&claim.about),
        "denied_by": party_names(&claim.denied_by),
    }
    ContextRecord::Speaker(who) => {
        "id": ContextValue::Text(Cow::Owned(who.key())),
        "name": view.speaker(who),
        "party": if let Who::Person(_, party) = who { party_name(party) } else { ContextValue::Null },
        "claims": ContextValue::List(
            view.claims_of(who).iter().map(|(id, claim)| ContextValue::Record(ContextRecord::Claim(id, claim))).collect(),
        ),
    }
    ContextRecord::OnlySource(relayed, reliability) => {
        "relayed": ContextValue::Bool(relayed),
        "reliability": word(reliability.map(|(_, reliability)| reliability)),
    }
    ContextRecord::Tally(verification, count) => {
        "id": ContextValue::text(verification.word()),
        "word": word(Some(verification)),
        "count": ContextValue::Number(count),
    }
    ContextRecord::Outcome(outcome) => {
        "event": ContextValue::text(&outcome.event),
        "date": ContextValue::Date(outcome.date.circa(outcome.circa)),
        "result": word(Some(outcome.result)),
        "place": text(outcome.place.as_ref()),
        "summary": prose(outcome.summary.as_ref()),
        "instrument": word(outcome.instrument),
        "points": view.shown(&outcome.points, Item::Point, ContextRecord::Point),
        "agreed": view.points(outcome, PointResult::Agreed),
        "not_agreed": view.points(outcome, PointResult::NotAgreed),
        "deferred": view.points(outcome, PointResult::Deferred),
    }
    ContextRecord::Point(id, point) => {
        "id": ContextValue::text(id.as_str()),
        "result": word(Some(point.result)),
        "text": ContextValue::Prose(&point.text),
        "issue": issue_name(point.issue.as_ref()),
        "meeting": meeting_name(point.meeting.as_ref()),
    }
    ContextRecord::Commitment(id, commitment) => {
        "id": ContextValue::text(id.as_str()),
        "by": ContextValue::Record(ContextRecord::PartyNames(&commitment.by)),
        "to": party_references(&commitment.to),
        "text": ContextValue::Prose(&commitment.text),
        "ref": text(commitment.reference.as_ref()),
        "due": date(commitment.due.map(|due| due.circa(commitment.circa))),
        "trigger": prose(commitment.trigger.as_ref()),
        "status": word(commitment.status),
        "is_overdue": ContextValue::Bool(commitment.is_overdue(view.brief.as_of)),
        "reviewed": date(commitment.reviewed.map(Into::into)),
        "verifier": view.owner(commitment.verifier.as_ref()),
        "evidence": view.citations_beside(&commitment.evidence, commitment.progress.as_ref()),
        "progress": prose(commitment.progress.as_ref()),
        "meeting": meeting_name(commitment.meeting.as_ref()),
    }
    ContextRecord::Judgement(id, judgement) => {
        "id": ContextValue::text(id.as_str()),
        "text": ContextValue::Prose(&judgement.text),
        "likelihood": word(judgement.likelihood),
        "band": judgement.likelihood.map_or(ContextValue::Null, |likelihood| view.band(likelihood)),
        "confidence": word(judgement.confidence),
        "certainty": view.certainty(judgement.confidence),
        "because": prose(judgement.because.as_ref()),
        "assumptions": proses(&judgement.assumptions),
        "alternatives": proses(&judgement.alternatives),
        "would_change": proses(Some(&*judgement.would_change).filter(|_| !view.cut.hides(Item::WouldChange(id))).unwrap_or_default()),
        "about": issue_names(&judgement.about),
        "horizon": date(judgement.horizon),
        "horizon_in_part": ContextValue::Bool(judgement.horizon.is_some_and(|it| it.to.is_none() && it.start() != it.end())),
        "resolution": view.resolution(judgement.resolved),
        "resolved_on": date(judgement.resolved_on.map(Into::into)),
        "changed": ContextValue::Null,
    }
    ContextRecord::Monitor => {
        "total": ContextValue::Number(view.brief.commitments.len() as i64),
        "late": ContextValue::Number(view.count_overdue()),
        "shares": view.shares(),
        "rows": view.rows_by_status(),
        "overdue": view.overdue(),
        "groups": view.groups(),
    }
    ContextRecord::Share(status, count, percent) => {
        "id": ContextValue::text(status.map_or("none", Vocabulary::word)),
        "name": match status {
            Some(status) => ContextValue::Text(view.language.label_of(CommitmentStatus::NAME, status.word())),
            None => ContextValue::text(view.language.label("no-status").unwrap_or_default()),
        },
        "count": ContextValue::Number(count),
        "percent": ContextValue::Number(percent),
    }
    ContextRecord::MonitorRow(parties) => {
        "by": ContextValue::Record(ContextRecord::PartyNames(parties)),
        "counts": view.counts_of(parties),
        "total": ContextValue::Number(view.count_by(parties)),
        "late": ContextValue::Number(view.count_overdue_by(parties)),
    }
    ContextRecord::MonitorGroup(parties) => {
        "by": ContextValue::Record(ContextRecord::PartyNames(parties)),
        "id": view.joined_names(parties, |id, _| id.as_str()),
        "commitments": view.others(parties),
    }
    ContextRecord::Development(id, development, day) => {
        "id": ContextValue::text(id.as_str()),
        "date": ContextValue::Date(development.date.circa(development.circa)),
        "day": ContextValue::Number(day),
        "text": ContextValue::Prose(&development.text),
        "affects": issue_names(&development.affects),
        "trend": word(development.trend),
        "meeting": meeting_name(development.meeting.as_ref()),
        "mark": development.trend.map_or(ContextValue::Null, |trend| ContextValue::text(trend_mark(trend))),
    }
    ContextRecord::NextStep(id, step) => {
        "id": ContextValue::text(id.as_str()),
        "text": ContextValue::Prose(&step.text),
        "date": date(step.date.map(|date| date.circa(step.circa))),
        "owner": view.owner(step.owner.as_ref()),
        "past": ContextValue::Bool(step.is_past(view.brief.as_of)),
        "changed": ContextValue::Null,
    }
    ContextRecord::TalkingPoints(all) => {
        "make": view.talking_points(all, TalkingPointKind::Make),
        "if_raised": view.talking_points(all, TalkingPointKind::IfRaised),
        "avoid": view.talking_points(all, TalkingPointKind::Avoid),
        "press_line": view.talking_points(all, TalkingPointKind::PressLine),
        "any": ContextValue::Bool(all.keys().any(|id| !view.cut.hides(Item::TalkingPoint(id)))),
    }
    ContextRecord::TalkingPoint(id, point) => {
        "id": ContextValue::text(id.as_str()),
        "kind": word(Some(point.kind)),
        "text": ContextValue::Prose(&point.text),
        "issue": issue_name(point.issue.as_ref()),
        "changed": ContextValue::Null,
    }
    ContextRecord::Aim(id, aim) => {
        "id": ContextValue::text(id.as_str()),
        "issue": view.whole_issue(id),
        "goal": ContextValue::Prose(&aim.goal),
        "opening": prose(aim.opening.as_ref()),
        "fallback": proses(&aim.fallback),
        "walk_away": prose(aim.walk_away.as_ref()),
        "trade_for": issue_names(&aim.trade_for),
        "priority": number(view.brief.priority_of_aim(id, aim)),
        "positions": view.positions_with_ours(id),
        "changed": ContextValue::Null,
    }
    ContextRecord::Arguments => {
        "make": view.arguments(ArgumentUse::Make),
        "tactical": view.arguments(ArgumentUse::Tactical),
        "if_raised": view.arguments(ArgumentUse::IfRaised),
    }
    ContextRecord::Argument(id, argument) => {
        "id": ContextValue::text(id.as_str()),
        "text": ContextValue::Prose(&argument.text),
        "use": word(Some(argument.used())),
        "raised_by": party_name(argument.raised_by.as_ref()),
        "response": prose(argument.response.as_ref()),
        "issue": issue_name(argument.issue.as_ref()),
        "changed": ContextValue::Null,
    }
    ContextRecord::Text(id, it) => {
        "id": ContextValue::text(id.as_str()),
        "title": ContextValue::Prose(&it.title),
        "ref": text(it.reference.as_ref()),
        "issue": issue_name(it.issue.as_ref()),
        "base": it.base.as_deref().map_or(ContextValue::Null, View::literal),
        "status": word(it.status.or(Some(TextStatus::Open))),
        "line": ContextValue::Text(Cow::Owned(view.bracketed_line(id, it))),
        "open_brackets": ContextValue::Number(text::brackets_in(it)),
        "variants": list(&it.variants, |variant, version| ContextRecord::Variant(id, variant, it, version)),
        "cells": view.text_cells(id, it),
    }
    ContextRecord::Variant(_, id, text, it) => {
        "id": ContextValue::text(id.as_str()),
        "words": View::literal(&it.words),
        "marked": view.marked_words(text, it),
        "by": party_references(&it.by),
        "by_here": party_references(view.unnamed_in_column(id, it)),
        "support": party_references(&it.support),
        "oppose": party_references(&it.oppose),
        "reserve": party_references(&it.reserve),
        "compromise": ContextValue::Bool(it.compromise),
    }
    ContextRecord::TextColumn(column) => {
        "id": ContextValue::Text(Cow::Owned(column.id())),
        "name": ContextValue::Text(Cow::Owned(view.column_name(column))),
    }
    ContextRecord::TextCell(id, it, column) => {
        "id": ContextValue::Text(Cow::Owned(column.id())),
        "base": it.base.as_deref().filter(|_| column == VersionColumn::Base).map_or(ContextValue::Null, View::literal),
        "cite": if column == VersionColumn::Base { ContextValue::Cite(&it.attribution, None) } else { ContextValue::text("") },
        "variant": view.variant_in(id, it, column),
    }
    ContextRecord::Meeting(id, meeting) => {
        "id": ContextValue::text(id.as_str()),
        "event": ContextValue::text(&meeting.event),
        "date": ContextValue::Date(meeting.date.circa(meeting.circa)),
        "time": text(meeting.time.as_ref()),
        "place": text(meeting.place.as_ref()),
        "participants": view.people(&meeting.participants),
        "order": ContextValue::List(meeting.order.iter().map(|id| ContextValue::Record(ContextRecord::PersonName(id))).collect()),
        "interpreter": text(meeting.interpreter.as_ref()),
        "press": prose(meeting.press.as_ref()),
        "result": word(meeting.result),
        "summary": prose(meeting.summary.as_ref()),
        "instrument": word(meeting.instrument),
        "to_come": ContextValue::Bool(meeting.is_coming(view.brief.as_of)),
    }
    ContextRecord::MeetingName(id) => {
        "id": ContextValue::text(id.as_str()),
        "event": ContextValue::text(view.brief.meetings.get(id).map_or(id.as_str(), |meeting| meeting.event.as_str())),
        "date": date(view.brief.meetings.get(id).map(|meeting| meeting.date.circa(meeting.circa))),
    }
    ContextRecord::Person(id, person) => {
        "id": ContextValue::text(id.as_str()),
        "name": ContextValue::text(&person.name),
        "also": texts(&person.also),
        "title": text(person.title.as_ref()),
        "party": party_name(person.party.as_ref()),
        "pronunciation": text(person.pronunciation.as_ref()),
        "biography": prose(person.biography.as_ref()),
        "languages": texts(&person.languages),
        "last_met": date(person.last_met),
        "note": prose(person.note.as_ref()),
        "changed": ContextValue::Null,
    }
    ContextRecord::PersonName(id) => {
        "id": ContextValue::text(id.as_str()),
        "name": ContextValue::text(view.brief.people.get(id).map_or(id.as_str(), |person| person.name.as_str())),
    }
    ContextRecord::AgendaItem(id, item) => {
        "id": ContextValue::text(id.as_str()),
        "title": ContextValue::Prose(&item.title),
        "lead": person_name(item.lead.as_ref()),
        "minutes": number(item.minutes),
        "issue": issue_name(item.issue.as_ref()),
        "changed": ContextValue::Null,
    }
    ContextRecord::Ask(id, ask) => {
        "id": ContextValue::text(id.as_str()),
        "party": ContextValue::Record(ContextRecord::PartyName(&ask.party)),
        "text": ContextValue::Prose(&ask.text),
        "response": ContextValue::Prose(&ask.response),
        "push_back": prose(ask.push_back.as_ref().filter(|_| !view.cut.hides(Item::PushBack(id)))),
        "issue": issue_name(ask.issue.as_ref()),
        "changed": ContextValue::Null,
    }
    ContextRecord::Option(id, option) => {
        "id": ContextValue::text(id.as_str()),
        "title": ContextValue::Prose(&option.title),
        "text": prose(option.text.as_ref()),
        "issue": issue_name(option.issue.as_ref()),
        "pros": proses(&option.pros),
        "cons": proses(&option.cons),
        "cost": prose(option.cost.as_ref()),
        "risk": prose(option.risk.as_ref()),
        "consequence": prose(option.consequence.as_ref()),
        "supported_by": party_references(&option.supported_by),
        "status": word(option.status),
        "changed": ContextValue::Null,
    }
    ContextRecord::OptionName(id) => {
        "id": ContextValue::text(id.as_str()),
        "title": view.title_of_option(id),
    }
    ContextRecord::Comparison => {
        "options": view.shown(&view.brief.options, Item::Option, ContextRecord::Option),
        "rows": view.comparison_rows(),
    }
    ContextRecord::ComparisonRow(field) => {
        "id": ContextValue::text(field.label),
        "cells": view.shown(&view.brief.options, Item::Option, |id, it| ContextRecord::ComparisonCell(id, it, field)),
    }
    ContextRecord::ComparisonCell(id, option, field) => {
        "id": ContextValue::text(id.as_str()),
        "value": field.value(option),
        "values": field.values(option),
        "parties": field.parties(option),
    }
    ContextRecord::Recommendation(id, it) => {
        "id": ContextValue::text(id.as_str()),
        "text": ContextValue::Prose(&it.text),
        "option": it.option.as_ref().map_or(ContextValue::Null, |id| ContextValue::Record(ContextRecord::OptionName(id))),
        "issue": issue_name(it.issue.as_ref()),
        "choices": view.choices(it),
        "asks": ContextValue::Bool(it.asks()),
        "by": date(it.by.or(view.brief.routing.respond_by).map(Into::into)),
        "why": prose(it.why.as_ref()),
        "recommended_by": texts(&it.recommended_by),
        "opposed_by": texts(&it.opposed_by),
        "decision": prose(it.decision.as_ref()),
        "decided": date(it.decided),
        "changed": ContextValue::Null,
    }
    ContextRecord::Clearance(id, clearance) => {
        "id": ContextValue::text(id.as_str()),
        "office": ContextValue::text(&clearance.office),
        "person": text(clearance.person.as_ref()),
        "date": date(clearance.date.map(Into::into)),
        "result": word(clearance.result.or(Some(ClearanceResult::Pending))),
        "changed": ContextValue::Null,
    }
    ContextRecord::Figure(id, figure) => {
        "id": ContextValue::text(id.as_str()),
        "file": ContextValue::Text(Cow::Owned(View::destination(&figure.file))),
        "alt": ContextValue::text(&figure.alt),
        "caption": prose(figure.caption.as_ref()),
        "cite": view.citations_beside(&figure.sources, figure.caption.as_ref()),
        "width": ContextValue::Number(i64::from(figure.width())),
        "issue": issue_name(figure.issue.as_ref()),
        "changed": ContextValue::Null,
    }
    ContextRecord::Source(id, source) => {
        "id": ContextValue::text(id.as_str()),
        "publisher": ContextValue::text(&source.publisher),
        "date": ContextValue::Date(source.date.circa(source.circa)),
        "kind": word(source.kind),
        "title": text(view.title_of(id, source)),
        "url": text(source.url.as_ref()),
        "link": ContextValue::Text(Cow::Owned(view.link(id, source))),
        "language": text(source.language.as_ref()),
        "reliability": word(source.reliability),
        "relays": source.relays.as_ref().map_or(ContextValue::Null, |id| ContextValue::Record(ContextRecord::SourceName(id))),
        "accessed": date(source.accessed.map(Into::into)),
    }
    ContextRecord::SourceName(id) => {
        "id": ContextValue::text(id.as_str()),
        "publisher": ContextValue::text(view.brief.sources.get(id).map_or(id.as_str(), |it| it.publisher.as_str())),
    }
}
