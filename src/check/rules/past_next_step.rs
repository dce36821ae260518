//! A next step whose day has passed.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;

rule! {
    "past-next-step" Warning Tables
    "A next step is dated before `as_of`, the information cut-off."
    "The page announces something that has already happened or failed to happen, and the reader plans by it. Usually the step was left over from the previous edition. Report what became of it as a development; if it was postponed, correct the date."
    { r#"[next_steps.meet]
text = "The committee meets."
date = 2024-05-02"# => r#"[developments.meeting-2024-05-02]
date = 2024-05-02
text = "The committee met without a result."
sources = ["ministry"]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let as_of = subject.brief.as_of;
    for (id, step) in &subject.brief.next_steps {
        let Some(date) = step.date.filter(|_| step.is_past(as_of)) else { continue };
        let message = format!("this next step is dated {date}, before the information cut-off, {as_of}");
        out.push(
            Diagnostic::new(RULE.code, message)
                .at(subject.place(&format!("next_steps.{id}.date")))
                .related(subject.place("brief.as_of"), "the information cut-off")
                .help("report what became of it under [developments.ID], or delete it; if it was postponed, correct the date"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn what_may_still_come_is_not_past() {
        let step = |date: &str| format!("[next_steps.a]\ntext = \"They meet.\"\n{date}");
        for (date, count) in [
            ("date = 2024-05-13", 1),
            ("date = 2024-05-14", 0),
            ("date = \"2024-05\"", 0),
            ("date = \"2024-04\"", 1),
            ("date = \"2024-05-01/2024-05-20\"", 0),
            ("date = \"2024-04\"\ncirca = true", 0),
            ("", 0),
        ] {
            finds(&RULE, count, &step(date));
        }
    }
}
