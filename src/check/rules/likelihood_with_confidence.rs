//! A likelihood and a confidence in one sentence.

use super::mixed_likelihood::likelihoods;
use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::sentences;

rule! {
    "likelihood-with-confidence" Warning Values
    "One sentence says how likely something is and how confident the author is."
    "Readers add the two up: “likely, with low confidence” is taken for a low probability. ICD 203 (D.6.e.2.b) forbids to combine them in one sentence. Say the likelihood, and in a second sentence on what it rests."
    { r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
assessment = "We assess with moderate confidence that an agreement is unlikely.""# => r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
assessment = "An agreement is unlikely. Our confidence is moderate: Downstream has not spoken since March.""# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    for text in subject.texts.iter().filter(|text| text.prose) {
        // Nearly every text is done with here, cheaply.
        let confident = subject.wording("likelihood-with-confidence", text);
        if confident.is_empty() {
            continue;
        }
        for sentence in sentences(&text.plain) {
            let Some(confident) = confident.iter().find(|it| sentence.start <= it.start && it.end <= sentence.end) else {
                continue;
            };
            if let Some(said) = likelihoods(subject, &text.plain[sentence.clone()]).into_iter().next() {
                let likely = sentence.start + said.range.start..sentence.start + said.range.end;
                out.push(
                    Diagnostic::new(RULE.code, "one sentence gives a likelihood and a confidence")
                        .at_with(subject.within(text, likely), "how likely it is")
                        .related(subject.within(text, confident.clone()), "how sure the author is")
                        .help("make two sentences of it"),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn two_sentences_may_stand_side_by_side() {
        let head = |text: &str| {
            format!("[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"B.\"\nassessment = \"{text}\"\n")
        };
        finds(&RULE, 0, &head("It is likely. We have low confidence in the number."));
        finds(&RULE, 1, &head("It is likely, and we have low confidence in it."));
        finds(&RULE, 0, &head("Confidence between the parties is unlikely to grow."));
    }
}
