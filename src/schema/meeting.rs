//! The tables of a brief that prepares a meeting.

use super::field::{ON_PAGE, field, required};
use super::{Field, TableSchema, TakenWith, Target, Type};
use crate::model::{Instrument, OutcomeResult, Vocabulary};

use Type::{Boolean, Id, Integer, List, PartialDate, Prose, Text, Word};

pub(super) const MEETINGS: TableSchema = TableSchema {
    path: "meetings.ID",
    required: false,
    attribution: true,
    doc: "A meeting, held or to come. One without `result` whose day has not passed is still to come; the first of these is the one for which the brief prepares. With `circa` it counts as still to come for another month, or for another year if only its year is known. A brief on one meeting that was held has `[outcome]` instead.",
    fields: &[
        required("event", Text, "\"Fourth round\"", "The meeting."),
        required("date", PartialDate, "2024-05-13", "When it is or was held."),
        field("circa", Boolean, "true", "Whether the date is approximate.").takes(TakenWith::Record),
        field("time", Text, "\"10:00–11:30, local time\"", "From when to when."),
        field("place", Text, "\"Geneva, Palais des Nations, room VII\"", "Where."),
        field("participants", List(&Id(Target::Person)), "[\"diallo\"]", "Who is there, in the order of the page."),
        field("order", List(&Id(Target::Person)), "[\"diallo\"]", "Who speaks, in this order."),
        field("interpreter", Text, "\"Consecutive, theirs\"", "Who interprets, and how."),
        field("press", Prose, "\"Photographs at the start, no questions.\"", "What the press sees of it."),
        field(
            "result",
            Word(OutcomeResult::NAME, OutcomeResult::WORDS),
            "\"procedural\"",
            "What came out of it. Without it: not known, or not held yet.",
        )
        .takes(TakenWith::Record),
        field("summary", Prose, "\"The committee goes on.\"", "What came out of it, or is to come, in words."),
        field("instrument", Word(Instrument::NAME, Instrument::WORDS), "\"announced\"", "The form that it took."),
        ON_PAGE,
    ],
};

/// At which meeting something was said, agreed or promised.
pub(super) const MEETING: Field = field(
    "meeting",
    Id(Target::Meeting),
    "\"fourth-round\"",
    "The meeting at which it was, where the brief has several.",
)
.evidential();

pub(super) const PEOPLE: TableSchema = TableSchema {
    path: "people.ID",
    required: false,
    attribution: false,
    doc: "Somebody whom the reader meets or hears of. The template `meeting` prints how to pronounce the name, the office and what to know.",
    fields: &[
        required("name", Text, "\"Amina Diallo\"", "The name, as the reader should say it."),
        field("also", List(&Text), "[\"Aminata Diallo\"]", "Other spellings of the name.").editorial(),
        field("title", Text, "\"Minister of Water\"", "Their office."),
        field("party", Id(Target::Party), "\"upstream\"", "The party for which they speak."),
        field("pronunciation", Text, "\"ah-MEE-nah JAH-loh\"", "How the name is said.").editorial(),
        field(
            "biography",
            Prose,
            "\"An engineer; in office since 2019 [@ministry].\"",
            "Who they are, in a sentence or two.",
        ),
        field("languages", List(&Text), "[\"French\", \"some English\"]", "What they speak."),
        field("last_met", PartialDate, "2024-03-02", "When the reader met them last."),
        field("note", Prose, "\"Comes to the point at once.\"", "What else to know before meeting them."),
        ON_PAGE,
    ],
};

pub(super) const AGENDA: TableSchema = TableSchema {
    path: "agenda.ID",
    required: false,
    attribution: false,
    doc: "An item of the agenda of the coming meeting, in the order of the file.",
    fields: &[
        required("title", Prose, "\"Filling schedule\"", "What is talked about."),
        field("lead", Id(Target::Person), "\"diallo\"", "The person who opens the item."),
        field("minutes", Integer { least: 1, most: 999 }, "20", "How many minutes it has."),
        field("issue", Id(Target::Issue), "\"filling\"", "The issue that it is about."),
        ON_PAGE,
    ],
};

pub(super) const ASKS: TableSchema = TableSchema {
    path: "asks.ID",
    required: false,
    attribution: false,
    doc: "What another party will raise, and what the reader answers.",
    fields: &[
        required("party", Id(Target::Party), "\"downstream\"", "The party that will raise it."),
        required("text", Prose, "\"Will you pay for the gauges?\"", "What it will ask or say."),
        required("response", Prose, "\"Half of them, once the data are public.\"", "The answer, in words to say."),
        field("push_back", Prose, "\"We have paid for the first ten.\"", "The answer if it insists."),
        field("issue", Id(Target::Issue), "\"filling\"", "The issue that it belongs to."),
        ON_PAGE,
    ],
};
