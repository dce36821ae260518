//! A statement of nobody in particular.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;

rule! {
    "unattributed-source" Warning Values
    "“Sources say”, “it is believed”: somebody says so, but the text does not say who."
    "The reader cannot weigh it, and nobody can check it. AP and Reuters never let sources stand unmodified: say what kind of source it is, how it knows, and cite it."
    { r#"[next_steps.meet]
text = "Sources say that the committee meets in June.""# => r#"[next_steps.meet]
text = "Two members of the committee say that it meets in June.""# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    for text in subject.texts.iter().filter(|text| text.prose && !text.path.starts_with("talking_points.")) {
        for range in subject.wording("unattributed-source", text) {
            let word = &text.plain[range.clone()];
            out.push(
                Diagnostic::new(RULE.code, format!("“{word}” does not say who"))
                    .at(subject.within(text, range.clone()))
                    .help("say who, or what kind of source it is and how it knows"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_modified_source_and_a_quotation_are_let_through() {
        for (text, count) in [
            ("It is believed that they meet.", 1),
            ("But sources say no.", 1),
            ("The minister says “sources say no” [@ministry].", 0),
            ("Three ministry officials say no.", 0),
        ] {
            finds(&RULE, count, &format!("[next_steps.a]\ntext = \"{text}\""));
        }
        finds(&RULE, 0, "[talking_points.a]\nkind = \"make\"\ntext = \"Sources say no.\"");
    }
}
