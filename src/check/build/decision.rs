//! The records of a brief that asks for a decision.

use super::{TableFields, marks};
use crate::model::{Clearance, DecisionOption, Recommendation};

pub(super) fn option(fields: &TableFields<'_>) -> Option<DecisionOption> {
    Some(DecisionOption {
        title: fields.prose("title")?,
        text: fields.prose("text"),
        issue: fields.id("issue"),
        pros: fields.proses("pros"),
        cons: fields.proses("cons"),
        cost: fields.prose("cost"),
        risk: fields.prose("risk"),
        consequence: fields.prose("consequence"),
        supported_by: fields.ids("supported_by"),
        status: fields.word("status"),
        on_page: fields.choice("on_page"),
        marks: marks(fields),
    })
}

pub(super) fn recommendation(fields: &TableFields<'_>) -> Option<Recommendation> {
    Some(Recommendation {
        text: fields.prose("text")?,
        option: fields.id("option"),
        issue: fields.id("issue"),
        choices: fields.lines("choices"),
        by: fields.date("by"),
        why: fields.prose("why"),
        recommended_by: fields.lines("recommended_by"),
        opposed_by: fields.lines("opposed_by"),
        decision: fields.prose("decision"),
        decided: fields.partial_date("decided"),
        on_page: fields.choice("on_page"),
        marks: marks(fields),
    })
}

pub(super) fn clearance(fields: &TableFields<'_>) -> Option<Clearance> {
    Some(Clearance {
        office: fields.line("office")?,
        person: fields.line("person"),
        date: fields.date("date"),
        result: fields.word("result"),
        on_page: fields.choice("on_page"),
        marks: marks(fields),
    })
}
