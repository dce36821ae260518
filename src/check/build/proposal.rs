//! What is on the table.

use super::{TableFields, attribution, marks};
use crate::model::Proposal;

pub(super) fn proposal(fields: &TableFields<'_>) -> Option<Proposal> {
    Some(Proposal {
        issue: fields.id("issue")?,
        text: fields.prose("text")?,
        title: fields.prose("title"),
        by: fields.one_or_more("by"),
        date: fields.partial_date("date"),
        circa: fields.flag("circa"),
        meeting: fields.id("meeting"),
        on_page: fields.choice("on_page"),
        attribution: attribution(fields),
        marks: marks(fields),
    })
}
