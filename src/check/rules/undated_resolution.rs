//! A judgement that is resolved on no day.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;

rule! {
    "undated-resolution" Warning Tables
    "A judgement has `resolved` without `resolved_on`, or `resolved_on` without `resolved`, or it was resolved after `as_of`."
    "How good judgements are can only be measured if it is known how long beforehand they were made. The day cannot be after the information cut-off."
    { r#"[judgements.accepts]
text = "Upstream accepts seven years."
likelihood = "likely"
resolved = true"# => r#"[judgements.accepts]
text = "Upstream accepts seven years."
likelihood = "likely"
resolved = true
resolved_on = 2024-05-12"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let as_of = subject.brief.as_of;
    for (id, judgement) in &subject.brief.judgements {
        let path = format!("judgements.{id}");
        let (field, message, help) = match (judgement.resolved, judgement.resolved_on) {
            (Some(_), None) => (
                "resolved",
                "this judgement is resolved without a date".to_owned(),
                "add `resolved_on` with the day on which it was known",
            ),
            (None, Some(_)) => (
                "resolved_on",
                "this judgement has the date on which it was resolved, but not the result".to_owned(),
                "add `resolved = true` if it came true, `resolved = false` if it did not",
            ),
            (Some(_), Some(day)) if day > as_of => (
                "resolved_on",
                format!("this judgement is resolved on {day}, after the information cut-off, {as_of}"),
                "correct the date, or `as_of`",
            ),
            _ => continue,
        };
        out.push(Diagnostic::new(RULE.code, message).at(subject.place(&format!("{path}.{field}"))).help(help));
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_resolution_has_a_day_that_is_not_to_come() {
        let with = |fields: &str| format!("[judgements.a]\ntext = \"T.\"\nlikelihood = \"likely\"\n{fields}\n");
        finds(&RULE, 0, &with(""));
        finds(&RULE, 1, &with("resolved = false"));
        finds(&RULE, 1, &with("resolved_on = 2024-05-12"));
        finds(&RULE, 0, &with("resolved = false\nresolved_on = 2024-05-14"));
        finds(&RULE, 1, &with("resolved = false\nresolved_on = 2024-05-15"));
    }
}
