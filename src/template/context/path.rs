//! From which field of the file a field of the context is printed.

use std::borrow::Cow;

use super::{ContextRecord, View, is_silent};
use crate::model::{Attribution, Id};
use crate::rank::Item;
use crate::template::escape::END;
use crate::template::printed::ABBREVIATED_PARTIES;

/// The end of the path of the field that says who says something.
fn said_in(attribution: &Attribution) -> &'static str {
    if attribution.speaker.is_some() { ".speaker" } else { ".said_by" }
}

impl View<'_> {
    /// The mark of a field before a part of a value; `None` when nobody asks for the fields.
    pub(super) fn mark(&self, path: &str) -> Option<String> {
        self.paths.map(|paths| paths.mark(path, None, ""))
    }

    /// A part of a value that comes from a field.
    pub(super) fn part(&self, path: &str, words: &str) -> String {
        self.mark(path).map_or(words.to_owned(), |mark| [&mark, words, END.encode_utf8(&mut [0; 4])].concat())
    }
}

impl<'a> ContextRecord<'a> {
    /// The path of the record in the file; `None` when it is not one of the file.
    pub(super) fn path(&self) -> Option<String> {
        let of = |table: &str, id: &Id| Some([table, ".", id.as_str()].concat());
        match *self {
            ContextRecord::Brief => Some("brief".to_owned()),
            ContextRecord::Outcome(_) => Some("outcome".to_owned()),
            ContextRecord::PartyName(id) | ContextRecord::PartyNames([id]) | ContextRecord::Party(id, _) => {
                of("parties", id)
            }
            ContextRecord::IssueName(id) | ContextRecord::Issue(id, _) => of("issues", id),
            ContextRecord::Position(issue, party, _)
            | ContextRecord::StripPosition(issue, party, _)
            | ContextRecord::LegendEntry(issue, party, _) => {
                Some(["positions.", issue.as_str(), ".", party.as_str()].concat())
            }
            ContextRecord::Proposal(id, _) => of("proposals", id),
            ContextRecord::Claim(id, _) => of("claims", id),
            ContextRecord::Point(id, _) => of("outcome.points", id),
            ContextRecord::Commitment(id, _) => of("commitments", id),
            ContextRecord::Judgement(id, _) => of("judgements", id),
            ContextRecord::Development(id, ..) => of("developments", id),
            ContextRecord::NextStep(id, _) => of("next_steps", id),
            ContextRecord::TalkingPoint(id, _) => of("talking_points", id),
            ContextRecord::Text(id, _) | ContextRecord::TextCell(id, ..) => of("texts", id),
            ContextRecord::Variant(text, id, ..) => Some(["texts.", text.as_str(), ".variants.", id.as_str()].concat()),
            ContextRecord::Meeting(id, _) | ContextRecord::MeetingName(id) => of("meetings", id),
            ContextRecord::Aim(id, _) => of("aims", id),
            ContextRecord::Argument(id, _) => of("arguments", id),
            ContextRecord::Person(id, _) | ContextRecord::PersonName(id) => of("people", id),
            ContextRecord::AgendaItem(id, _) => of("agenda", id),
            ContextRecord::Ask(id, _) => of("asks", id),
            ContextRecord::Option(id, _) | ContextRecord::OptionName(id) | ContextRecord::ComparisonCell(id, ..) => {
                of("options", id)
            }
            ContextRecord::Recommendation(id, _) => of("recommendations", id),
            ContextRecord::Clearance(id, _) => of("clearances", id),
            ContextRecord::Figure(id, _) => of("figures", id),
            ContextRecord::Source(id, _)
            | ContextRecord::SourceName(id)
            | ContextRecord::OnlySource(_, Some((id, _))) => of("sources", id),
            ContextRecord::Root
            | ContextRecord::Described
            | ContextRecord::Years
            | ContextRecord::Word(..)
            | ContextRecord::PartyReference(_)
            | ContextRecord::PartyNames(_)
            | ContextRecord::Monitor
            | ContextRecord::Share(..)
            | ContextRecord::MonitorGroup(_)
            | ContextRecord::MonitorRow(_)
            | ContextRecord::Representative(_)
            | ContextRecord::TextColumn(_)
            | ContextRecord::Matrix
            | ContextRecord::Row(..)
            | ContextRecord::Comparison
            | ContextRecord::ComparisonRow(_)
            | ContextRecord::Cell(..)
            | ContextRecord::Strip
            | ContextRecord::StripRow(..)
            | ContextRecord::Speaker(_)
            | ContextRecord::OnlySource(_, None)
            | ContextRecord::Tally(..)
            | ContextRecord::TalkingPoints(_)
            | ContextRecord::Arguments => None,
        }
    }

    /// The path of the field of the file that a field of the record is printed from. `own` is that of the record, and
    /// `around` gives that of the field that the record is in.
    pub(super) fn path_of(
        &self,
        view: &View<'a>,
        name: &str,
        own: Option<&str>,
        around: &dyn Fn() -> Option<String>,
    ) -> Option<String> {
        if is_silent(if matches!(self, ContextRecord::Brief) { "brief" } else { "" }, name) {
            return None;
        }
        match self {
            ContextRecord::Word(..) | ContextRecord::PartyReference(_) => return around(),
            ContextRecord::PartyNames(ids) if ids.len() != 1 => return around(),
            _ => {}
        }
        if matches!(self, ContextRecord::Root) && name == ABBREVIATED_PARTIES {
            return Some(name.to_owned());
        }
        if let (ContextRecord::MonitorRow(parties) | ContextRecord::MonitorGroup(parties), "by") = (*self, name) {
            return Some(["commitments.", view.first_promise(parties)?.as_str(), ".by"].concat());
        }
        if let (ContextRecord::TextColumn(column), "name") = (*self, name) {
            return view.column_path(column);
        }
        if let ContextRecord::Speaker(who) = *self {
            let (id, claim) = view.claims_of(who).first()?;
            return Some(["claims.", id.as_str(), said_in(&claim.attribution)].concat());
        }
        if let (ContextRecord::Share(status, ..), "name") = (*self, name) {
            let (id, _) = view.brief.commitments.iter().find(|(_, it)| status.is_some() && it.status == status)?;
            return Some(["commitments.", id.as_str(), ".status"].concat());
        }
        let record = own.map(Cow::Borrowed).or_else(|| around().map(Cow::Owned))?;
        let party_has_short = |id: &Id| view.brief.parties.get(id).is_some_and(|party| party.short.is_some());
        let field = match (*self, name) {
            (ContextRecord::PartyName(id) | ContextRecord::PartyNames([id]) | ContextRecord::Party(id, _), "short")
                if !party_has_short(id) =>
            {
                "name"
            }
            (
                ContextRecord::Position(..) | ContextRecord::StripPosition(..) | ContextRecord::LegendEntry(..),
                "mark",
            ) => "stance",
            // Its short form is in its place.
            (ContextRecord::Position(issue, party, _), "text") if view.cut.hides(Item::Text(issue, party)) => "short",
            (ContextRecord::Position(_, _, it), "as_of") if it.as_of.is_none() => {
                return Some("brief.as_of".to_owned());
            }
            (ContextRecord::Development(..), "mark") => "trend",
            (ContextRecord::Issue(..), "status_mark") => "status",
            (ContextRecord::ComparisonCell(_, _, field), "value" | "values" | "parties") => field.name,
            // What is compared with a date or with other fields; of several versions, each with its own path; and
            // counted.
            (ContextRecord::NextStep(..), "past")
            | (ContextRecord::Recommendation(..), "asks")
            | (ContextRecord::Text(..), "line" | "open_brackets") => return None,
            (ContextRecord::Variant(..), "marked") => "words",
            (ContextRecord::Variant(..), "by_here") => "by",
            // Those that the language gives.
            (ContextRecord::Recommendation(_, it), "choices") if it.choices.is_empty() => return None,
            (ContextRecord::Brief, "to") if view.brief.routing.to.is_none() => "audience",
            (ContextRecord::Recommendation(_, it), "by") if it.by.is_none() => {
                return Some("brief.respond_by".to_owned());
            }
            (ContextRecord::Aim(id, aim), "priority") if aim.priority.is_none() => {
                return Some(["issues.", id.as_str(), ".priority"].concat());
            }
            (ContextRecord::Position(..), "indirect") => "basis",
            (ContextRecord::Position(..), "held") => "as_of",
            (_, "band" | "judged") => "likelihood",
            (_, "certainty") => "confidence",
            (ContextRecord::Judgement(..), "resolution") => "resolved",
            (_, "doubt") => "verification",
            (ContextRecord::Outcome(_), "agreed" | "not_agreed" | "deferred") => "points",
            (ContextRecord::Source(id, source), "link") => {
                if view.title_of(id, source).is_some() {
                    "title"
                } else {
                    "publisher"
                }
            }
            // Those of a text that the page does not have.
            (ContextRecord::Position(_, _, it), "cite") if it.attribution.sources.is_empty() => return None,
            (_, "cite") => "sources",
            (_, "who") => {
                let (attribution, _) = self.attribution()?;
                return Some([&record, said_in(attribution)].concat());
            }
            (_, name) => name,
        };
        Some([&record, ".", field].concat())
    }
}
