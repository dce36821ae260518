//! A recommendation that gives no grounds, or no day.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;

rule! {
    "bare-recommendation" Warning Tables
    "A recommendation with neither `option` nor `why`, or without a date: its own `by` or `respond_by` of the brief."
    "The reader signs it, and must see what it is based on and by when to decide. One that has been decided, or asks only to be noted, needs no date. In a Cabinet paper each recommendation is supported by a statement in the body (New Zealand, CabGuide)."
    { r#"[recommendations.accept]
text = "That you accept seven years.""# => r#"[recommendations.accept]
text = "That you accept seven years."
why = "It is the last offer before the rains."
by = 2024-05-17"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let brief = subject.brief;
    for (id, it) in &brief.recommendations {
        let no_support = it.option.is_none() && it.why.is_none();
        let open = it.asks() && it.decision.is_none();
        let no_date = open && it.by.is_none() && brief.routing.respond_by.is_none();
        let (message, help) = match (no_support, no_date) {
            (true, true) => {
                ("this recommendation gives neither a reason nor a date", "add `option` or `why`, and `by`")
            }
            (true, false) => ("this recommendation gives no reason", "add `option` or `why`"),
            (false, true) => (
                "this recommendation does not say by when to decide",
                "add `by`, or `respond_by` under [brief] for all of them",
            ),
            (false, false) => continue,
        };
        out.push(Diagnostic::new(RULE.code, message).at(subject.place(&format!("recommendations.{id}"))).help(help));
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn grounds_and_a_day_are_asked_for() {
        let with = |fields: &str| format!("[recommendations.a]\ntext = \"T.\"\n{fields}");
        finds(&RULE, 1, &with(""));
        finds(&RULE, 1, &with("why = \"W.\""));
        finds(&RULE, 1, &with("by = 2024-06-01"));
        finds(&RULE, 0, &with("why = \"W.\"\nby = 2024-06-01"));
        finds(&RULE, 0, &with("why = \"W.\"\nchoices = [\"note\"]"));
        finds(&RULE, 0, &with("why = \"W.\"\ndecision = \"Approved.\""));
    }
}
