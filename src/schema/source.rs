//! What was read, and how far it can be relied on.

use super::field::{field, required};
use super::{TableSchema, TakenWith, Target, Type};
use crate::model::{Reliability, SourceKind, Vocabulary};

use Type::{Boolean, Date, Id, Language, PartialDate, Text, Url, Word};

/// The table of sources.
pub const SOURCES: TableSchema = TableSchema {
    path: "sources.ID",
    required: false,
    attribution: false,
    doc: "What was read. `[@ID]` in prose and `sources = [\"ID\"]` in a table cite it.",
    fields: &[
        required("publisher", Text, "\"Ministry of Water, communiqué\"", "Who published it.").evidential(),
        required("date", PartialDate, "2024-05-13", "When it was published.").evidential(),
        field("circa", Boolean, "true", "Whether the date is approximate.").evidential().takes(TakenWith::Record),
        field("kind", Word(SourceKind::NAME, SourceKind::WORDS), "\"official\"", "What sort of source it is.")
            .evidential(),
        field("title", Text, "\"Statement on the third round\"", "Its title.").evidential(),
        field("url", Url, "\"https://example.org/statement\"", "Where it can be found.").evidential(),
        field("language", Language, "\"en\"", "The language it is written in.").evidential(),
        field(
            "reliability",
            Word(Reliability::NAME, Reliability::WORDS),
            "\"B\"",
            "How reliable the source is, by the Admiralty code.",
        )
        .evidential()
        .takes(TakenWith::Record),
        field("relays", Id(Target::Source), "\"agency\"", "The source that this one only repeats.")
            .evidential()
            .takes(TakenWith::Record),
        field("accessed", Date, "2024-05-14", "When it was read.").evidential(),
    ],
};
