//! What parties have promised.

use super::{TableFields, attribution, marks, party_or_name};
use crate::model::Commitment;
use crate::parse::TomlTable;

pub(super) fn commitment(fields: &TableFields<'_>, root: &TomlTable) -> Option<Commitment> {
    let by = fields.one_or_more("by");
    Some(Commitment {
        by: if by.is_empty() { return None } else { by },
        to: fields.ids("to"),
        text: fields.prose("text")?,
        reference: fields.line("ref"),
        due: fields.partial_date("due"),
        circa: fields.flag("circa"),
        trigger: fields.prose("trigger"),
        status: fields.word("status"),
        reviewed: fields.date("reviewed"),
        progress: fields.prose("progress"),
        verifier: fields.line("verifier").map(|name| party_or_name(name, root)),
        evidence: fields.ids("evidence"),
        meeting: fields.id("meeting"),
        on_page: fields.choice("on_page"),
        attribution: attribution(fields),
        marks: marks(fields),
    })
}
