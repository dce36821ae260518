//! The tables of what is on the table: proposals.

use super::field::{ON_PAGE, field, required};
use super::meeting::MEETING;
use super::{Field, TableSchema, TakenWith, Target, Type};

use Type::{Boolean, Id, OneOrMore, PartialDate, Prose};

pub(super) const PROPOSALS: TableSchema = TableSchema {
    path: "proposals.ID",
    required: false,
    attribution: true,
    doc: "What somebody has put on the table to settle an issue. A position on it names it with `on`; if all positions on an issue are on one proposal, a page can show who stands where between rejection and acceptance.",
    fields: &[
        required("issue", Id(Target::Issue), "\"filling\"", "The issue that it would settle."),
        required("text", Prose, "\"Seven years, with a review in a drought [@ministry].\"", "What it proposes."),
        field(
            "title",
            Prose,
            "\"The mediator’s draft\"",
            "Its name in tables. Without it: who made it and when, or else its text.",
        ),
        field(
            "by",
            OneOrMore(&Id(Target::Party)),
            "\"upstream\"",
            "Who made it; a list for a proposal of several together.",
        ),
        field("date", PartialDate, "2024-05-09", "When it was made."),
        field("circa", Boolean, "true", "Whether the date is approximate.").takes(TakenWith::Record),
        MEETING,
        ON_PAGE,
    ],
};

/// The proposal that a position is on.
pub(super) const ON: Field = field(
    "on",
    Id(Target::Proposal),
    "\"draft\"",
    "The proposal that the stance is about. The party accepts, rejects or reserves it, or answers it with a demand or an offer of its own. Without it: the issue as such.",
)
.takes(TakenWith::Record);
