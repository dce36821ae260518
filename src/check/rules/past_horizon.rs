//! A judgement whose time is over and that says nothing of how it came out.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::Judgement;

rule! {
    "past-horizon" Warning Tables
    "The `horizon` of a judgement is before `as_of`, and it has no `resolved`."
    "By now it is known whether it came true, but the reader takes it for a current judgement."
    { r#"[judgements.accepts]
text = "Upstream accepts seven years."
likelihood = "likely"
horizon = 2024-05-01"# => r#"[judgements.accepts]
text = "Upstream accepts seven years."
likelihood = "likely"
horizon = 2024-05-01
resolved = false
resolved_on = 2024-05-02"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let as_of = subject.brief.as_of;
    // A day without an answer is for another rule.
    let is_open = |it: &Judgement| it.resolved.is_none() && it.resolved_on.is_none();
    for (id, judgement) in subject.brief.judgements.iter().filter(|(_, it)| is_open(it)) {
        let Some(horizon) = judgement.horizon.filter(|horizon| horizon.end() < as_of) else { continue };
        let message = format!("this was to be known by {horizon}, before the information cut-off, {as_of}");
        out.push(
            Diagnostic::new(RULE.code, message)
                .at(subject.place(&format!("judgements.{id}.horizon")))
                .related(subject.place("brief.as_of"), "the information cut-off")
                .help("add `resolved` and `resolved_on`, or a new `horizon`"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn the_last_day_is_not_past() {
        let with =
            |horizon: &str| format!("[judgements.a]\ntext = \"T.\"\nlikelihood = \"likely\"\nhorizon = {horizon}\n");
        finds(&RULE, 0, &with("2024-05-14"));
        finds(&RULE, 1, &with("2024-05-13"));
        finds(&RULE, 0, &with("\"2024\""));
        finds(&RULE, 0, &with("2024-05-13\nresolved_on = 2024-05-13"));
        finds(&RULE, 0, &with("2024-05-13\nresolved = true\nresolved_on = 2024-05-13"));
    }
}
