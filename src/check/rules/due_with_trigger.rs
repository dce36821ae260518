//! A commitment that is due on a day and after an event.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;

rule! {
    "due-with-trigger" Warning Tables
    "A commitment has both `due` and `trigger`."
    "The page prints one of them. `trigger` is for a commitment without a date; once the event has taken place, the date is known and belongs in `due`."
    { r#"[commitments.data]
by = "upstream"
text = "Publishes the flow data."
due = 2024-06-30
trigger = "Thirty days after ratification."
sources = ["ministry"]"# => r#"[commitments.data]
by = "upstream"
text = "Publishes the flow data."
trigger = "Thirty days after ratification."
sources = ["ministry"]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    for (id, _) in subject.brief.commitments.iter().filter(|(_, it)| it.due.is_some() && it.trigger.is_some()) {
        out.push(
            Diagnostic::new(RULE.code, "this commitment has both a date and an event after which it is due")
                .at(subject.place(&format!("commitments.{id}.trigger")))
                .related(subject.place(&format!("commitments.{id}.due")), "the day")
                .help("keep `due` if the day is known, else `trigger`"),
        );
    }
}
