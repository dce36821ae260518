//! What the author concludes.

use super::{TableFields, marks};
use crate::model::Judgement;

pub(super) fn judgement(fields: &TableFields<'_>) -> Option<Judgement> {
    Some(Judgement {
        text: fields.prose("text")?,
        likelihood: fields.word("likelihood"),
        confidence: fields.word("confidence"),
        because: fields.prose("because"),
        assumptions: fields.proses("assumptions"),
        alternatives: fields.proses("alternatives"),
        would_change: fields.proses("would_change"),
        about: fields.ids("about"),
        horizon: fields.partial_date("horizon"),
        resolved: fields.choice("resolved"),
        resolved_on: fields.date("resolved_on"),
        on_page: fields.choice("on_page"),
        marks: marks(fields),
    })
}
