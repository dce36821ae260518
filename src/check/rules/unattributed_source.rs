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
    for text in subject.texts.iter().filter(|text| text.prose && !text.is_spoken()) {
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

    #[test]
    fn who_is_believed_to_know_is_somebody_in_every_language() {
        for (tag, text, count) in [
            ("en", "He is believed to have seen them.", 1),
            ("en", "They are said to be ready.", 1),
            ("en", "According to sources, they meet.", 1),
            ("en", "According to sources in the ministry, they meet.", 0),
            ("en", "The draft is reported to the Council.", 0),
            ("de", "Beobachter glauben, dass sie sich treffen.", 1),
            ("fr", "Selon des sources concordantes, ils attendent.", 1),
            ("fr", "Selon des sources proches du ministre, ils attendent.", 0),
            ("es", "Según fuentes, hay retrasos.", 1),
            ("es", "Según fuentes del Ministerio, hay retrasos.", 0),
            ("pt", "Segundo especialistas, há atrasos.", 1),
            ("ru", "По мнению экспертов, прорыв близок.", 1),
            ("ru", "По мнению министра, прорыв близок.", 0),
            ("uk", "На думку експертів, прорив близько.", 1),
            ("ar", "وأفادت مصادر بأن اللجنة ستجتمع.", 1),
            ("ar", "وفقًا لمصادر، ستجتمع اللجنة.", 1),
            ("ar", "قالت مصادر في وزارة المياه إن اللجنة ستجتمع.", 0),
        ] {
            let head =
                format!("[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nlanguage = \"{tag}\"\nbottom_line = \"B.\"\n");
            finds(&RULE, count, &format!("{head}[next_steps.a]\ntext = \"{text}\""));
        }
    }
}
