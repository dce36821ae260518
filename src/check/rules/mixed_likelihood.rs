//! Two ways of naming likelihoods in one brief.

use std::ops::Range;

use super::subject::phrases;
use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::language;
use crate::model::{Likelihood, Vocabulary as _};

rule! {
    "mixed-likelihood" Warning Values
    "The assessment mixes the two rows of likelihood words: “likely” and “probable”."
    "A reader who meets “unlikely” and then “improbable” looks for a difference that is not intended. ICD 203 (D.6.e.2.a) has two rows of words and asks for one; the field `likelihood` has the first."
    { r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
assessment = "A new round is very likely. An agreement this year is improbable.""# => r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
assessment = "A new round is very likely. An agreement this year is unlikely.""# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(text) = subject.text("brief.assessment") else { return };
    let said = likelihoods(subject, &text.plain);
    let (second, first): (Vec<_>, Vec<_>) = said.into_iter().partition(|it| it.is_second);
    let field = || subject.statements.iter().find(|statement| statement.attribution.likelihood.is_some());
    let other = match first.first() {
        Some(it) => subject.within(text, it.range.clone()),
        None => match field() {
            Some(statement) => subject.place(&format!("{}.likelihood", statement.path)),
            None => return,
        },
    };
    let first_row = forms(subject.listed_words("likelihood"));
    for it in second {
        let said = format!("“{}” is from a different row of likelihood words than the rest", it.phrase);
        let instead = first_row.iter().find(|(band, _)| *band == it.band).map_or("", |(_, word)| *word);
        out.push(
            Diagnostic::new(RULE.code, said)
                .at(subject.within(text, it.range))
                .related(other, "of the first row")
                .help(format!("write “{instead}”")),
        );
    }
}

/// A likelihood in words.
pub(super) struct Said<'p> {
    /// Where, in bytes.
    pub(super) range: Range<usize>,
    /// The words, as the list has them.
    pub(super) phrase: &'p str,
    /// The band that they stand for.
    pub(super) band: Likelihood,
    /// Whether they are of the second row of the table of ICD 203: “probable”, and not “likely”.
    is_second: bool,
}

/// The likelihoods that a text says in the words of the brief's language, in its order; none where no list has them.
pub(super) fn likelihoods(subject: &CheckSubject<'_>, text: &str) -> Vec<Said<'static>> {
    let [first, second] = ["likelihood", "probability"].map(|row| forms(subject.listed_words(row)));
    let list = language::wording(&subject.brief.language, "likelihood");
    let except = list.map(|list| &list.except[..]).unwrap_or_default();
    let all = first.iter().chain(&second).map(|(_, phrase)| *phrase).chain(except.iter().map(String::as_str));
    let all: Vec<&'static str> = all.collect();
    let known = |row: &[(Likelihood, &str)], phrase: &str| row.iter().find(|(_, it)| *it == phrase).map(|(band, _)| *band);
    phrases(text, &all)
        .into_iter()
        .filter_map(|(range, phrase)| {
            let is_second = known(&second, phrase).is_some();
            let band = known(&first, phrase).or_else(|| known(&second, phrase))?;
            Some(Said { range, phrase, band, is_second })
        })
        .collect()
}

/// The words of a row with their bands: an entry a band, with `|` between several forms.
fn forms(words: &'static [String]) -> Vec<(Likelihood, &'static str)> {
    let bands = Likelihood::ALL.iter().zip(words);
    bands.flat_map(|(band, words)| words.split('|').map(|word| (*band, word))).filter(|(_, word)| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE, forms};
    use crate::language::{Language, wording};
    use crate::model::{Likelihood, Vocabulary as _};

    #[test]
    fn a_row_has_each_band_and_begins_with_the_words_that_the_page_prints() {
        for tag in ["en", "de", "fr", "es", "pt", "ru", "uk"] {
            let language = Language::of(tag).unwrap();
            let row = forms(&wording(tag, "likelihood").unwrap().words);
            for band in Likelihood::ALL {
                let word = language.word(*band);
                assert!(row.iter().any(|(it, said)| it == band && said.starts_with(&*word)), "{tag}: {word}");
            }
        }
    }

    #[test]
    fn other_languages_have_their_own_rows() {
        let head = |tag: &str, text: &str| {
            format!("[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"B.\"\nlanguage = \"{tag}\"\nassessment = \"{text}\"\n")
        };
        finds(&RULE, 1, &head("de", "Eine Runde ist sehr wahrscheinlich. Vermutlich scheitert sie."));
        finds(&RULE, 1, &head("fr", "Un accord est improbable, un échec vraisemblable."));
        finds(&RULE, 0, &head("fr", "Un accord est peu probable, un échec très probable."));
        finds(&RULE, 1, &head("es", "Un acuerdo es improbable. El fracaso es verosímil."));
        finds(&RULE, 1, &head("ru", "Встреча очень вероятна. Скорее всего, она закончится ничем."));
        finds(&RULE, 1, &head("uk", "Зустріч дуже ймовірна. Навряд чи вона щось дасть."));
    }

    #[test]
    fn one_row_alone_is_not_mixed() {
        let head = |text: &str| {
            format!("[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"B.\"\nassessment = \"{text}\"\n")
        };
        finds(&RULE, 0, &head("It is probable, and that is improbable."));
        finds(&RULE, 1, &head("It is probable, and that is very unlikely."));
        finds(&RULE, 1, &head("A round is very likely, an agreement is not very probable."));
        let claim = "[claims.a]\ntext = \"T.\"\nlikelihood = \"likely\"\nsources = [\"ministry\"]";
        finds(&RULE, 1, &format!("{}{claim}", head("It is probably so.")));
    }
}
