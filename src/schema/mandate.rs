//! The tables of our side: what it wants, and what it says for it.

use super::field::{ON_PAGE, field, required};
use super::{Field, TableSchema, TakenWith, Target, Type};
use crate::model::{ArgumentUse, Vocabulary};

use Type::{Id, Integer, List, Prose, Word};

/// Which party the brief is written for.
pub(super) const OWN_SIDE: Field = field(
    "own_side",
    Id(Target::Party),
    "\"upstream\"",
    "The party for which the brief is written. What is for it alone is printed only by the templates `mandate` and `meeting`, and is in no release; see docs/releases.md.",
);

pub(super) const AIMS: TableSchema = TableSchema {
    path: "aims.ISSUE",
    required: false,
    attribution: false,
    doc: "What our side wants on an issue, and how far it can go. It is `own-side` whatever its mark says. The name of the table has the id of the issue.",
    fields: &[
        required("goal", Prose, "\"Six years, with releases in a dry year.\"", "What it wants."),
        field("opening", Prose, "\"Nine years, no releases.\"", "What it asks for first."),
        field(
            "fallback",
            List(&Prose),
            "[\"Seven years.\", \"Seven years and one review.\"]",
            "What it accepts instead, in the order in which it is offered.",
        ),
        field("walk_away", Prose, "\"Anything under five years.\"", "Where it ends the talks."),
        field(
            "trade_for",
            List(&Id(Target::Issue)),
            "[\"flow-data\"]",
            "The issues on which it may give way for this one.",
        ),
        field("priority", Integer { least: 1, most: 999_999 }, "1", "1 is the highest. Without it: that of the issue.")
            .takes(TakenWith::Record),
        ON_PAGE,
    ],
};

pub(super) const ARGUMENTS: TableSchema = TableSchema {
    path: "arguments.ID",
    required: false,
    attribution: false,
    doc: "What our side says for what it wants, or answers to the argument of another party. It is `own-side` whatever its mark says.",
    fields: &[
        required(
            "text",
            Prose,
            "\"A slower filling costs us two winters.\"",
            "The argument; with `raised_by`, that of the party.",
        ),
        field(
            "use",
            Word(ArgumentUse::NAME, ArgumentUse::WORDS),
            "\"make\"",
            "When to use it. Without it: `make`, or `if-raised` with `raised_by`.",
        )
        .takes(TakenWith::Record),
        field("raised_by", Id(Target::Party), "\"downstream\"", "The party that makes it."),
        field(
            "response",
            Prose,
            "\"The gauges show the opposite.\"",
            "What our side answers: to it, or to the objection that it will meet.",
        ),
        field("issue", Id(Target::Issue), "\"filling\"", "The issue that it belongs to."),
        ON_PAGE,
    ],
};
