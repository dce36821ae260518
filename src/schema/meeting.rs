//! The tables of a brief that prepares a meeting.

use super::field::{ON_PAGE, field, required};
use super::{Table, Target, Type};

use Type::{Id, Integer, List, PartialDate, Prose, Text};

pub(super) const PEOPLE: Table = Table {
    path: "people.ID",
    required: false,
    attribution: false,
    doc: "Somebody whom the reader meets or hears of. The template `meeting` says how to address them and what to know.",
    fields: &[
        required("name", Text, "\"Amina Diallo\"", "The name, as it is to be said."),
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

pub(super) const AGENDA: Table = Table {
    path: "agenda.ID",
    required: false,
    attribution: false,
    doc: "An item of the agenda of the coming meeting, in its order.",
    fields: &[
        required("title", Prose, "\"Filling schedule\"", "What is talked about."),
        field("lead", Id(Target::Person), "\"diallo\"", "The person who opens the item."),
        field("minutes", Integer { least: 1, most: 999 }, "20", "How many minutes it has."),
        field("issue", Id(Target::Issue), "\"filling\"", "The issue that it is about."),
        ON_PAGE,
    ],
};

pub(super) const ASKS: Table = Table {
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
