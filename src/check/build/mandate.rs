//! The records of our side.

use super::{TableFields, marks};
use crate::model::{Aim, Argument};

pub(super) fn aim(fields: &TableFields<'_>) -> Option<Aim> {
    Some(Aim {
        goal: fields.prose("goal")?,
        opening: fields.prose("opening"),
        fallback: fields.proses("fallback"),
        walk_away: fields.prose("walk_away"),
        trade_for: fields.ids("trade_for"),
        priority: fields.number("priority"),
        on_page: fields.choice("on_page"),
        marks: marks(fields),
    })
}

pub(super) fn argument(fields: &TableFields<'_>) -> Option<Argument> {
    Some(Argument {
        text: fields.prose("text")?,
        usage: fields.word("use"),
        raised_by: fields.id("raised_by"),
        response: fields.prose("response"),
        issue: fields.id("issue"),
        on_page: fields.choice("on_page"),
        marks: marks(fields),
    })
}
