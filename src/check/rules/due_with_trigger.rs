//! A commitment that is due on a day and after an event.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::Commitment;

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
    // An event may be the reason for a day that is only about right.
    let has_both = |it: &Commitment| it.due.is_some() && !it.circa && it.trigger.is_some();
    for (id, _) in subject.brief.commitments.iter().filter(|(_, it)| has_both(it)) {
        out.push(
            Diagnostic::new(RULE.code, "this commitment has both a date and an event after which it is due")
                .at(subject.place(&format!("commitments.{id}.trigger")))
                .related(subject.place(&format!("commitments.{id}.due")), "the day")
                .help("keep `due` if the day is known, else `trigger`"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn an_event_may_explain_an_approximate_day() {
        let commitment = "[commitments.a]\nby = \"upstream\"\ntext = \"Pays.\"\ndue = 2024-06-30\ntrigger = \"Six weeks after the vote.\"\n";
        finds(&RULE, 1, commitment);
        finds(&RULE, 0, &format!("{commitment}circa = true\n"));
    }
}
