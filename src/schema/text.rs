//! The tables of texts under negotiation: a text, and its versions.

use super::field::{field, required};
use super::{TableSchema, TakenWith, Target, Type};
use crate::model::{TextStatus, Vocabulary};

use Type::{Boolean, Id, List, Literal, Prose, Text, Word};

pub(super) const TEXTS: TableSchema = TableSchema {
    path: "texts.ID",
    required: false,
    attribution: true,
    doc: "A paragraph of a text under negotiation, whose versions are in `[texts.ID.variants.VARIANT]`. The template `columns` prints them side by side, as in the four-column documents of EU trilogues; `full` prints the bracketed line.",
    fields: &[
        required("title", Prose, "\"Temperature goal\"", "What the paragraph is about."),
        field("ref", Text, "\"Article 2(1)(a)\"", "Its place in the text."),
        field("issue", Id(Target::Issue), "\"filling\"", "The issue that it would settle."),
        field(
            "base",
            Literal,
            "\"The reservoir is filled in [five] years.\"",
            "The words from which the versions start: the draft of the chair or the proposal. Every character is printed as it is, so brackets make no links.",
        ),
        field("status", Word(TextStatus::NAME, TextStatus::WORDS), "\"open\"", "How far it is. Without it: open.")
            .takes(TakenWith::Record),
    ],
};

pub(super) const VARIANTS: TableSchema = TableSchema {
    path: "texts.ID.variants.VARIANT",
    required: false,
    attribution: true,
    doc: "One version of the text. Versions of several texts that have the same id are printed in one column.",
    fields: &[
        required(
            "words",
            Literal,
            "\"The reservoir is filled in seven years.\"",
            "The words, character by character. Brackets and `[shall](AOSIS)` are neither links nor citations.",
        ),
        field("by", List(&Id(Target::Party)), "[\"downstream\"]", "Who proposes it.")
            .takes(TakenWith::RecordIfEmptied { unless: None }),
        field("support", List(&Id(Target::Party)), "[\"downstream\"]", "Who supports it.")
            .takes(TakenWith::RecordIfEmptied { unless: Some("by") }),
        field("oppose", List(&Id(Target::Party)), "[\"upstream\"]", "Who is against it."),
        field("reserve", List(&Id(Target::Party)), "[\"upstream\"]", "Who has reserved its position on it."),
        field("compromise", Boolean, "true", "Whether it is a compromise. It is printed in the last column.")
            .takes(TakenWith::Record),
    ],
};
