//! Likelihoods in the words of a text.

use std::ops::Range;

use super::CheckSubject;
use super::subject::phrases;
use crate::language;
use crate::model::{Likelihood, Vocabulary as _};

/// A likelihood in words.
pub(super) struct SaidLikelihood<'p> {
    /// Where, in bytes.
    pub(super) range: Range<usize>,
    /// The words, as the list has them.
    pub(super) phrase: &'p str,
    /// The band that they name.
    pub(super) band: Likelihood,
    /// Whether they are of the second row of the table of ICD 203: “probable”, and not “likely”.
    pub(super) is_second: bool,
}

/// The likelihoods that a text says in the words of the brief's language, in its order; none where no list has them.
pub(super) fn likelihoods(subject: &CheckSubject<'_>, text: &str) -> Vec<SaidLikelihood<'static>> {
    let [first, second] = ["likelihood", "probability"].map(|row| forms(subject.listed_words(row)));
    let list = language::wording(&subject.brief.language, "likelihood");
    let except = list.map(|list| &list.except[..]).unwrap_or_default();
    let all = first.iter().chain(&second).map(|(_, phrase)| *phrase).chain(except.iter().map(String::as_str));
    let all: Vec<&'static str> = all.collect();
    let known =
        |row: &[(Likelihood, &str)], phrase: &str| row.iter().find(|(_, it)| *it == phrase).map(|(band, _)| *band);
    phrases(text, &all)
        .into_iter()
        .filter_map(|(range, phrase)| {
            let is_second = known(&second, phrase).is_some();
            let band = known(&first, phrase).or_else(|| known(&second, phrase))?;
            Some(SaidLikelihood { range, phrase, band, is_second })
        })
        .collect()
}

/// The words of a row with their bands: one entry per band, with `|` between several forms.
pub(super) fn forms(words: &'static [String]) -> Vec<(Likelihood, &'static str)> {
    let bands = Likelihood::ALL.iter().zip(words);
    bands
        .flat_map(|(band, words)| words.split('|').map(|word| (*band, word)))
        .filter(|(_, word)| !word.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{Language, Unmarked, wording};

    #[test]
    fn a_row_has_each_band_and_begins_with_the_words_that_the_page_prints() {
        for tag in ["en", "de", "fr", "es", "pt", "ru", "uk", "ar"] {
            let language = Language::of(tag).unwrap();
            let row = forms(&wording(tag, "likelihood").unwrap().words);
            for band in Likelihood::ALL {
                let word = Unmarked::of(language.word(*band)).text;
                assert!(row.iter().any(|(it, said)| it == band && said.starts_with(&*word)), "{tag}: {word}");
            }
        }
    }
}
