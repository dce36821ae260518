//! What the author concludes about what is to come, or about what nobody says.

use super::field::{ON_PAGE, field, required};
use super::{TableSchema, TakenWith, Target, Type};
use crate::model::{Confidence, Likelihood, Vocabulary};

use Type::{Boolean, Date, Id, List, PartialDate, Prose, Word};

pub(super) const JUDGEMENTS: TableSchema = TableSchema {
    path: "judgements.ID",
    required: false,
    attribution: false,
    doc: "What the author concludes, in the order of ICD 203 (D.6.e): how probable it is, then, in another sentence, how sure the author is, and what it is based on. `likelihood` or `confidence` is required; a judgement may have both. `brief judgements` lists those of a project, and how good they were.",
    fields: &[
        required(
            "text",
            Prose,
            "\"Upstream accepts seven years.\"",
            "What is the case, or will be, without saying how probable that is: the page prints `likelihood` before it. With `confidence` alone it is in bold.",
        ),
        required(
            "likelihood",
            Word(Likelihood::NAME, Likelihood::WORDS),
            "\"likely\"",
            "How probable it is, in the bands of ICD 203. A judgement of what is or was the case may have `confidence` alone.",
        )
        .unless("confidence"),
        field(
            "confidence",
            Word(Confidence::NAME, Confidence::WORDS),
            "\"moderate\"",
            "How sure the author is. The page prints it as a sentence of its own, after the judgement.",
        )
        .evidential()
        .takes(TakenWith::Record),
        field("because", Prose, "\"It has paid for the gauges [@ministry].\"", "What it is based on."),
        field("assumptions", List(&Prose), "[\"The rains come in June.\"]", "What is taken for granted."),
        field("alternatives", List(&Prose), "[\"It plays for time.\"]", "What else would explain the same facts."),
        field(
            "would_change",
            List(&Prose),
            "[\"New pumps at the dam.\"]",
            "What would make the author think otherwise.",
        ),
        field("about", List(&Id(Target::Issue)), "[\"filling\"]", "The issues that it bears on.").editorial(),
        field("horizon", PartialDate, "2024-07-01", "By when it will be known whether it was right."),
        field("resolved", Boolean, "true", "Whether it came true: `true`, or `false`. Without it: not known yet.")
            .of_three()
            .takes(TakenWith::Record),
        field("resolved_on", Date, "2024-06-28", "The day on which that was known."),
        ON_PAGE,
    ],
};
