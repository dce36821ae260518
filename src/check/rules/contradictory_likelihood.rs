//! A judgement whose words say another likelihood than its field.

use super::mixed_likelihood::{LIKELY, PROBABLE};
use super::subject::phrases;
use super::{Subject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::{Likelihood, Vocabulary as _};

rule! {
    "contradictory-likelihood" Warning Values
    "The text of a judgement has a likelihood word of another band than its `likelihood`."
    "The page prints both, and the reader does not know which holds. The text says what will be, and `likelihood` how probable that is (ICD 203, D.6.e.2.a)."
    { r#"[judgements.accepts]
text = "Upstream is unlikely to accept seven years."
likelihood = "very-unlikely""# => r#"[judgements.accepts]
text = "Upstream accepts seven years."
likelihood = "very-unlikely""# }
    check
}

/// The band of a word of either row.
fn band(phrase: &str) -> Option<Likelihood> {
    Some(match phrase {
        "almost no chance" | "remote chance" => Likelihood::AlmostNoChance,
        "very unlikely" | "highly improbable" => Likelihood::VeryUnlikely,
        "unlikely" | "improbable" | "improbably" => Likelihood::Unlikely,
        "roughly even chance" | "roughly even odds" => Likelihood::RoughlyEven,
        "likely" | "probable" | "probably" => Likelihood::Likely,
        "very likely" | "highly probable" => Likelihood::VeryLikely,
        "almost certain" | "almost certainly" | "nearly certain" | "nearly certainly" => Likelihood::AlmostCertain,
        _ => return None,
    })
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    if !subject.is_english() {
        return;
    }
    for (id, judgement) in &subject.brief.judgements {
        let path = format!("judgements.{id}");
        let Some(text) = subject.text(&format!("{path}.text")) else { continue };
        let said = [LIKELY, PROBABLE].into_iter().flat_map(|row| phrases(&text.plain, row));
        for (range, phrase) in said.filter(|(_, phrase)| band(phrase).is_some_and(|band| band != judgement.likelihood)) {
            let word = judgement.likelihood.word();
            out.push(
                Diagnostic::new(RULE.code, format!("“{phrase}” is another likelihood than `{word}`"))
                    .at(subject.within(text, range))
                    .related(subject.place(&format!("{path}.likelihood")), "the likelihood")
                    .help("say in the text what will be, and in `likelihood` alone how probable that is"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::mixed_likelihood::{LIKELY, PROBABLE};
    use super::{super::tests::finds, RULE, band};

    #[test]
    fn every_likelihood_word_has_a_band() {
        for phrase in LIKELY.iter().chain(PROBABLE) {
            assert!(band(phrase).is_some(), "{phrase}");
        }
    }

    #[test]
    fn the_same_band_in_other_words_is_none() {
        let with = |text: &str| format!("[judgements.a]\ntext = \"{text}\"\nlikelihood = \"likely\"\n");
        finds(&RULE, 0, &with("They accept."));
        finds(&RULE, 0, &with("They are likely to accept."));
        finds(&RULE, 1, &with("They are very likely to accept."));
        finds(&RULE, 1, &with("They are unlikely to accept."));
        finds(&RULE, 1, &with("They probably accept, which is improbable."));
    }
}
