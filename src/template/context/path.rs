//! From which field of the file a field of the context is printed.

use std::borrow::Cow;

use super::{Record, View, is_silent};
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

impl<'a> Record<'a> {
    /// The path of the record in the file; `None` when it is not one of the file.
    pub(super) fn path(&self) -> Option<String> {
        let of = |table: &str, id: &Id| Some([table, ".", id.as_str()].concat());
        match *self {
            Record::Brief => Some("brief".to_owned()),
            Record::Outcome(_) => Some("outcome".to_owned()),
            Record::PartyName(id) | Record::PartyNames([id]) | Record::Party(id, _) => of("parties", id),
            Record::IssueName(id) | Record::Issue(id, _) => of("issues", id),
            Record::Position(issue, party, _)
            | Record::StripPosition(issue, party, _)
            | Record::LegendEntry(issue, party, _) => {
                Some(["positions.", issue.as_str(), ".", party.as_str()].concat())
            }
            Record::Proposal(id, _) => of("proposals", id),
            Record::Claim(id, _) => of("claims", id),
            Record::Point(id, _) => of("outcome.points", id),
            Record::Commitment(id, _) => of("commitments", id),
            Record::Judgement(id, _) => of("judgements", id),
            Record::Development(id, ..) => of("developments", id),
            Record::NextStep(id, _) => of("next_steps", id),
            Record::TalkingPoint(id, _) => of("talking_points", id),
            Record::Text(id, _) | Record::TextCell(id, ..) => of("texts", id),
            Record::Variant(text, id, ..) => Some(["texts.", text.as_str(), ".variants.", id.as_str()].concat()),
            Record::Meeting(id, _) | Record::MeetingName(id) => of("meetings", id),
            Record::Aim(id, _) => of("aims", id),
            Record::Argument(id, _) => of("arguments", id),
            Record::Person(id, _) | Record::PersonName(id) => of("people", id),
            Record::AgendaItem(id, _) => of("agenda", id),
            Record::Ask(id, _) => of("asks", id),
            Record::Option(id, _) | Record::OptionName(id) | Record::ComparisonCell(id, ..) => of("options", id),
            Record::Recommendation(id, _) => of("recommendations", id),
            Record::Clearance(id, _) => of("clearances", id),
            Record::Figure(id, _) => of("figures", id),
            Record::Source(id, _) | Record::SourceName(id) | Record::OnlySource(_, Some((id, _))) => of("sources", id),
            Record::Root
            | Record::Word(..)
            | Record::PartyReference(_)
            | Record::PartyNames(_)
            | Record::Monitor
            | Record::Share(..)
            | Record::MonitorGroup(_)
            | Record::MonitorRow(_)
            | Record::Representative(_)
            | Record::TextColumn(_)
            | Record::Matrix
            | Record::Row(..)
            | Record::Comparison
            | Record::ComparisonRow(_)
            | Record::Cell(..)
            | Record::Strip
            | Record::StripRow(..)
            | Record::Speaker(_)
            | Record::OnlySource(_, None)
            | Record::Tally(..)
            | Record::TalkingPoints(_)
            | Record::Arguments => None,
        }
    }

    /// The path of the field of the file that a field of the record is printed from. `own` is that of the record, and `around`
    /// gives that of the field that the record is in.
    pub(super) fn path_of(
        &self,
        view: &View<'a>,
        name: &str,
        own: Option<&str>,
        around: &dyn Fn() -> Option<String>,
    ) -> Option<String> {
        if is_silent(if matches!(self, Record::Brief) { "brief" } else { "" }, name) {
            return None;
        }
        match self {
            Record::Word(..) | Record::PartyReference(_) => return around(),
            Record::PartyNames(ids) if ids.len() != 1 => return around(),
            _ => {}
        }
        if matches!(self, Record::Root) && name == ABBREVIATED_PARTIES {
            return Some(name.to_owned());
        }
        if let (Record::MonitorRow(parties) | Record::MonitorGroup(parties), "by") = (*self, name) {
            return Some(["commitments.", view.first_promise(parties)?.as_str(), ".by"].concat());
        }
        if let (Record::TextColumn(column), "name") = (*self, name) {
            return view.column_path(column);
        }
        if let Record::Speaker(who) = *self {
            let (id, claim) = view.claims_of(who).first()?;
            return Some(["claims.", id.as_str(), said_in(&claim.attribution)].concat());
        }
        if let (Record::Share(status, ..), "name") = (*self, name) {
            let (id, _) = view.brief.commitments.iter().find(|(_, it)| status.is_some() && it.status == status)?;
            return Some(["commitments.", id.as_str(), ".status"].concat());
        }
        let record = own.map(Cow::Borrowed).or_else(|| around().map(Cow::Owned))?;
        let party_has_short = |id: &Id| view.brief.parties.get(id).is_some_and(|party| party.short.is_some());
        let field = match (*self, name) {
            (Record::PartyName(id) | Record::PartyNames([id]) | Record::Party(id, _), "short")
                if !party_has_short(id) =>
            {
                "name"
            }
            (Record::Position(..) | Record::StripPosition(..) | Record::LegendEntry(..), "mark") => "stance",
            // Its short form stands in its place.
            (Record::Position(issue, party, _), "text") if view.cut.hides(Item::Text(issue, party)) => "short",
            (Record::Position(_, _, it), "as_of") if it.as_of.is_none() => return Some("brief.as_of".to_owned()),
            (Record::Development(..), "mark") => "trend",
            (Record::Issue(..), "status_mark") => "status",
            (Record::ComparisonCell(_, _, field), "value" | "values" | "parties") => field.name,
            // What is compared with a date or with other fields; of several versions, each with its own path; and counted.
            (Record::NextStep(..), "past")
            | (Record::Recommendation(..), "asks")
            | (Record::Text(..), "line" | "open_brackets") => return None,
            (Record::Variant(..), "marked") => "words",
            (Record::Variant(..), "by_here") => "by",
            // Those that the language gives.
            (Record::Recommendation(_, it), "choices") if it.choices.is_empty() => return None,
            (Record::Brief, "to") if view.brief.routing.to.is_none() => "audience",
            (Record::Recommendation(_, it), "by") if it.by.is_none() => return Some("brief.respond_by".to_owned()),
            (Record::Aim(id, aim), "priority") if aim.priority.is_none() => {
                return Some(["issues.", id.as_str(), ".priority"].concat());
            }
            (Record::Position(..), "indirect") => "basis",
            (Record::Position(..), "held") => "as_of",
            (_, "band") => "likelihood",
            (_, "certainty") => "confidence",
            (Record::Judgement(..), "resolution") => "resolved",
            (_, "doubt") => "verification",
            (Record::Outcome(_), "agreed" | "not_agreed" | "deferred") => "points",
            (Record::Source(id, source), "link") => {
                if view.title_of(id, source).is_some() {
                    "title"
                } else {
                    "publisher"
                }
            }
            // Those of a text that the page does not have.
            (Record::Position(_, _, it), "cite") if it.attribution.sources.is_empty() => return None,
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
