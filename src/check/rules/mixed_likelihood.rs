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
    "A reader who meets “unlikely” and then “improbable” looks for a difference that is not meant. ICD 203 (D.6.e.2.a) has two rows of words and asks for one; the field `likelihood` has the first."
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
    for it in second {
        let said = format!("“{}” is of another row of likelihood words than the rest", it.phrase);
        let instead = first_row(subject).into_iter().find(|(band, _)| *band == it.band).map_or("", |(_, word)| word);
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
/// What is denied, as in “not very likely”, has no band.
pub(super) fn likelihoods(subject: &CheckSubject<'_>, text: &str) -> Vec<Said<'static>> {
    let mut found = all_likelihoods(subject, text);
    let list = language::wording(&subject.brief.language, "negation").map(|list| &list.words[..]).unwrap_or_default();
    found.retain(|it| !is_denied(&text[..it.range.start], list));
    found
}

/// Whether a text ends with one of the words that deny what follows.
fn is_denied(before: &str, list: &[String]) -> bool {
    // The words are short.
    let start = before.floor_char_boundary(before.len().saturating_sub(60));
    let near = language::lower(before[start..].trim_end()).replace('’', "'");
    list.iter().any(|word| {
        let rest = near.strip_suffix(word.as_str());
        // “Isn’t” has one at its end.
        rest.is_some_and(|rest| word.contains('\'') || !rest.ends_with(char::is_alphanumeric))
    })
}

/// The same with those that are denied.
pub(super) fn all_likelihoods(subject: &CheckSubject<'_>, text: &str) -> Vec<Said<'static>> {
    let language = &subject.brief.language;
    let row = |name| forms(language, name);
    let [first, second] = [row("likelihood"), row("probability")];
    let except = language::wording(language, "likelihood").map(|list| &list.except[..]).unwrap_or_default();
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

/// The words of the first row.
fn first_row(subject: &CheckSubject<'_>) -> Vec<(Likelihood, &'static str)> {
    forms(&subject.brief.language, "likelihood")
}

/// The words of a row with their bands, from the list of a language: an entry a band, with `|` between several forms.
fn forms(language: &str, row: &str) -> Vec<(Likelihood, &'static str)> {
    let list = language::wording(language, row).map(|list| &list.words[..]).unwrap_or_default();
    let bands = Likelihood::ALL.iter().zip(list);
    bands.flat_map(|(band, words)| words.split('|').map(|word| (*band, word))).filter(|(_, word)| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE, forms};
    use crate::language::Language;
    use crate::model::{Likelihood, Vocabulary as _};

    #[test]
    fn a_row_has_each_band_and_begins_with_the_words_that_the_page_prints() {
        for tag in ["en", "de", "fr", "es", "pt", "ru", "uk"] {
            let language = Language::of(tag).unwrap();
            let row = forms(tag, "likelihood");
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
        let claim = "[claims.a]\ntext = \"T.\"\nlikelihood = \"likely\"\nsources = [\"ministry\"]";
        finds(&RULE, 1, &format!("{}{claim}", head("It is probably so.")));
    }
}
