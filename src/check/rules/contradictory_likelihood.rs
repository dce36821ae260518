//! A judgement whose words say another likelihood than its field.

use super::denial::is_denied;
use super::likelihood::{SaidLikelihood, likelihoods};
use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::Vocabulary as _;

rule! {
    "contradictory-likelihood" Warning Values
    "The text of a judgement uses a likelihood word of another band than its `likelihood`."
    "The page prints both, and the reader does not know which one to believe. The text states what will happen, and `likelihood` how probable that is (ICD 203, D.6.e.2.a)."
    { r#"[judgements.accepts]
text = "Upstream is unlikely to accept seven years."
likelihood = "very-unlikely""# => r#"[judgements.accepts]
text = "Upstream accepts seven years."
likelihood = "very-unlikely""# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let negation = subject.listed_words("negation");
    let with_likelihood = subject.brief.judgements.iter().filter_map(|(id, it)| Some((id, it.likelihood?)));
    for (id, likelihood) in with_likelihood {
        let path = format!("judgements.{id}");
        let Some(text) = subject.text(&format!("{path}.text")) else { continue };
        // What is denied, as in “not very likely”, has no band.
        let has_band = |said: &SaidLikelihood<'_>| !is_denied(&text.plain[..said.range.start], negation);
        let said = likelihoods(subject, &text.plain).into_iter().filter(has_band);
        for said in said.filter(|said| said.band != likelihood) {
            let (phrase, word) = (said.phrase, likelihood.word());
            out.push(
                Diagnostic::new(RULE.code, format!("“{phrase}” is a different likelihood from `{word}`"))
                    .at(subject.within(text, said.range))
                    .related(subject.place(&format!("{path}.likelihood")), "the likelihood")
                    .help("state in the text what will happen, and only in `likelihood` how probable that is"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn other_languages_have_their_own_words() {
        let with = |tag: &str, text: &str| {
            let head =
                format!("[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"B.\"\nlanguage = \"{tag}\"\n");
            format!("{head}[judgements.a]\ntext = \"{text}\"\nlikelihood = \"likely\"\n")
        };
        for (tag, same, other) in [
            ("de", "Es ist wahrscheinlich.", "Es ist sehr unwahrscheinlich."),
            ("fr", "C’est probable.", "C’est peu probable."),
            ("es", "Es probable.", "Es poco probable."),
            ("pt", "É provável.", "É muito provável."),
            ("ru", "Это вероятно.", "Это маловероятно."),
            ("uk", "Це ймовірно.", "Це малоймовірно."),
            ("ar", "ومن المرجّح أن يوافق.", "ومن غير المرجح أن يوافق."),
            ("ar", "تبقى الفصائل المستبعدة من الحوار خارجه، وهذا مرجح.", "الاتفاق مستبعد جداً."),
        ] {
            finds(&RULE, 0, &with(tag, same));
            finds(&RULE, 1, &with(tag, other));
        }
    }

    #[test]
    fn what_is_denied_or_intensified_is_read_as_it_is_meant() {
        let with = |tag: &str, text: &str, band: &str| {
            let head =
                format!("[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"B.\"\nlanguage = \"{tag}\"\n");
            format!("{head}[judgements.a]\ntext = \"{text}\"\nlikelihood = \"{band}\"\n")
        };
        for (tag, text) in [
            ("en", "It is not very likely."),
            ("en", "It isn’t likely."),
            ("en", "Hardly likely."),
            ("de", "Es ist nicht sehr wahrscheinlich."),
            ("fr", "Ce n’est pas très probable, ni guère probable."),
            ("es", "No es muy probable."),
            ("pt", "Não é muito provável."),
            ("ru", "Это не очень вероятно."),
            ("uk", "Це не дуже ймовірно."),
            ("ar", "ليس من المرجح أن يوافق."),
            ("fr", "C’est plus que probable."),
            ("ru", "Более чем вероятно."),
        ] {
            finds(&RULE, 0, &with(tag, text, "unlikely"));
        }
        for (tag, text) in [
            ("en", "HIGHLY UNLIKELY."),
            ("de", "Äußerst unwahrscheinlich."),
            ("fr", "Hautement improbable."),
            ("es", "Altamente improbable."),
            ("pt", "Altamente improvável."),
            ("ru", "ОЧЕНЬ МАЛОВЕРОЯТНО."),
            ("uk", "Украй малоймовірно."),
        ] {
            finds(&RULE, 0, &with(tag, text, "very-unlikely"));
            finds(&RULE, 1, &with(tag, text, "unlikely"));
        }
        for (tag, text) in
            [("fr", "Fort probable, extrêmement probable."), ("pt", "Altamente provável."), ("ru", "Весьма вероятно.")]
        {
            finds(&RULE, 0, &with(tag, text, "very-likely"));
        }
        // “Still” and “so” do not deny.
        for (tag, text) in [("de", "Noch unwahrscheinlich."), ("fr", "C’est à ce point probable.")] {
            finds(&RULE, 1, &with(tag, text, "very-unlikely"));
        }
        finds(&RULE, 0, &with("fr", "Ce n’est point probable.", "unlikely"));
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
