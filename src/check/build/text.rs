//! Texts under negotiation.

use super::{TableFields, attribution, marks, records};
use crate::model::{DraftText, Variant};

pub(super) fn text(fields: &TableFields<'_>) -> Option<DraftText> {
    Some(DraftText {
        title: fields.prose("title")?,
        reference: fields.line("ref"),
        issue: fields.id("issue"),
        base: fields.line("base"),
        status: fields.word("status"),
        attribution: attribution(fields),
        marks: marks(fields),
        variants: records(fields.0.get("variants"), variant)?,
    })
}

fn variant(fields: &TableFields<'_>) -> Option<Variant> {
    Some(Variant {
        words: fields.line("words")?,
        by: fields.ids("by"),
        support: fields.ids("support"),
        oppose: fields.ids("oppose"),
        reserve: fields.ids("reserve"),
        compromise: fields.flag("compromise"),
        attribution: attribution(fields),
        marks: marks(fields),
    })
}
