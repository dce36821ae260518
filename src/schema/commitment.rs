//! What a party has promised to do, and how far that has been carried out.
//!
//! The levels from `pending` to `met` are the four of the Peace Accords Matrix of the Kroc Institute: not initiated,
//! minimum, intermediate and full implementation (D. Cortright, L. Stone, "A barometer of peace implementation in
//! Colombia", Peace Policy, 11 October 2017).

use super::field::{ON_PAGE, field, required};
use super::meeting::MEETING;
use super::{TableSchema, TakenWith, Target, Type};
use crate::model::{CommitmentStatus, Vocabulary};

use Type::{Boolean, Date, Id, List, OneOrMore, PartialDate, PartyOrText, Prose, Text, Word};

pub(super) const COMMITMENTS: TableSchema = TableSchema {
    path: "commitments.ID",
    required: false,
    attribution: true,
    doc: "What one party has promised to do, or several together. The template `monitor` prints how far it has been carried out, by party and date, after what is due or broken.",
    fields: &[
        required(
            "by",
            OneOrMore(&Id(Target::Party)),
            "\"upstream\"",
            "Who promised; a list for a promise of several together.",
        ),
        field("to", List(&Id(Target::Party)), "[\"downstream\"]", "To whom.")
            .takes(TakenWith::RecordIfEmptied { unless: None }),
        required("text", Prose, "\"Publishes the flow data.\"", "What was promised."),
        field("ref", Text, "\"Art. 4(2)\"", "Its place in the agreement.").evidential(),
        field(
            "due",
            PartialDate,
            "2024-06-30",
            "By when. It is overdue when that is before `as_of` and `status` is pending, begun, partial or not given; with `circa` a month later, or a year later if only the year is known.",
        ),
        field("circa", Boolean, "true", "Whether the date is approximate.").takes(TakenWith::Record),
        field("trigger", Prose, "\"Thirty days after ratification.\"", "The event after which it is due, instead of a date."),
        field(
            "status",
            Word(CommitmentStatus::NAME, CommitmentStatus::WORDS),
            "\"pending\"",
            "How far it has been carried out. The levels of the Peace Accords Matrix (Kroc Institute; Cortright and Stone, Peace Policy, 11 October 2017) are `pending` (not initiated), `begun` (minimum), `partial` (intermediate) and `met` (full). Without it: not reported; overdue as if pending.",
        )
        .takes(TakenWith::Record),
        field("reviewed", Date, "2024-05-10", "The day on which `status` was last checked.").evidential(),
        field(
            "progress",
            Prose,
            "\"Three of the five gauges [@agency].\"",
            "What has been done so far. It is printed next to `status`; `text` has only the promise.",
        ),
        field(
            "verifier",
            PartyOrText,
            "\"Joint commission\"",
            "Who verifies it: the id of a party, or any other name. If nobody does, leave it out and write `verification = \"unverified\"`, which is printed next to `status`.",
        )
        .evidential(),
        field(
            "evidence",
            List(&Id(Target::Source)),
            "[\"ministry\"]",
            "The sources that show how far it has been carried out; `sources` is where the promise can be read.",
        )
        .evidential(),
        MEETING,
        ON_PAGE,
    ],
};
