//! A word that takes a side, or only sounds like news.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;

rule! {
    "loaded-word" Warning Values
    "“Regime”, “admitted”, “significant progress”: a word that judges, or says nothing that can be checked."
    "“Admitted” implies that it is true and that it was wrong; “regime” that a government is not legitimate; “significant progress” is what a communiqué wants readers to believe (Reuters Handbook of Journalism, on loaded words). Write what was said or done: “said”, “government”, which points were agreed."
    { r#"[next_steps.meet]
text = "The committee builds on significant progress.""# => r#"[next_steps.meet]
text = "The committee builds on the drought clause.""# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    for text in subject.texts.iter().filter(|text| text.prose) {
        for range in subject.wording("loaded-word", text) {
            let word = &text.plain[range.clone()];
            out.push(
                Diagnostic::new(RULE.code, format!("“{word}” judges, or says nothing that can be checked"))
                    .at(subject.within(text, range.clone()))
                    .help("write what was said or done"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_regime_of_rules_is_let_through() {
        for (text, count) in [
            ("The sanctions regime ends.", 0),
            ("The regime ends.", 1),
            ("They were admitted to the talks.", 0),
            ("He admitted that it leaks.", 1),
            ("It admitted the leak.", 1),
            ("They admitted their mistakes.", 1),
            ("It admitted the inspectors.", 0),
            ("He was admitted to hospital.", 0),
        ] {
            finds(&RULE, count, &format!("[next_steps.a]\ntext = \"{text}\""));
        }
    }
}
