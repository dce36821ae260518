//! A likelihood and a confidence in one sentence.

use super::likelihood::likelihoods;
use super::subject::all_within;
use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::sentences;

rule! {
    "likelihood-with-confidence" Warning Values
    "One sentence says how likely something is and how confident the author is."
    "Readers add the two up: “likely, with low confidence” is taken for a low probability. ICD 203 (D.6.e.2.b) does not allow both in one sentence. State the likelihood, and in a second sentence what it is based on."
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
        let confident = subject.wording(RULE.code.name(), text);
        if confident.is_empty() {
            continue;
        }
        let said = likelihoods(subject, &text.plain);
        for sentence in sentences(&text.plain) {
            let said = all_within(&said, |it| &it.range, &sentence).first();
            let Some((said, confident)) = said.zip(all_within(&confident, |it| it, &sentence).first()) else {
                continue;
            };
            out.push(
                Diagnostic::new(RULE.code, "one sentence gives a likelihood and a confidence")
                    .at_with(subject.within(text, said.range.clone()), "how likely it is")
                    .related(subject.within(text, confident.clone()), "how sure the author is")
                    .help("make two sentences of it"),
            );
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
        finds(&RULE, 1, &head("We assess with moderate confidence that an agreement is not very likely."));
        finds(&RULE, 0, &head("Confidence between the parties is unlikely to grow."));
        let arabic = |text: &str| head(text) + "language = \"ar\"\n";
        finds(&RULE, 1, &arabic("نقدر بثقة عالية أن من المرجح التوصل إلى اتفاق."));
        finds(&RULE, 0, &arabic("من المرجح التوصل إلى اتفاق. وثقتنا متوسطة."));
    }
}
