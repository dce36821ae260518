//! Whether a text denies what it says.

use std::ops::Range;

use super::subject::words;
use crate::language::{self, without_article, word_start};

/// At most this many words are between a denial and what it denies: “has not yet accepted”.
const BEFORE: usize = 2;
/// This many words after something are looked at: “nimmt den Plan nicht an”, “Upstream has not yet replied”.
const AFTER: usize = 3;

/// Whether a text ends with one of the words that deny what follows.
pub(super) fn is_denied(before: &str, negation: &[String]) -> bool {
    // The words are short.
    let start = before.floor_char_boundary(before.len().saturating_sub(60));
    // What is denied may begin with “the”, which Arabic writes together with it.
    let near = without_article(&before[start..]).trim_end();
    let near = language::lower(near).replace('’', "'");
    negation.iter().any(|word| {
        let rest = near.strip_suffix(word.as_str());
        // “Isn’t” has one at its end, and Arabic writes “and not” as one word.
        rest.is_some_and(|rest| {
            let start = word_start(&near, rest.len());
            word.contains('\'') || !near[..start].ends_with(char::is_alphanumeric)
        })
    })
}

/// A sentence whose denials are looked for.
pub(super) struct Sentence<'t> {
    text: &'t str,
    words: Vec<Range<usize>>,
    negation: &'t [String],
}

impl<'t> Sentence<'t> {
    pub(super) fn new(text: &'t str, negation: &'t [String]) -> Self {
        Self { text, words: words(text).map(|(range, _)| range).collect(), negation }
    }

    pub(super) fn text(&self) -> &'t str {
        self.text
    }

    /// Whether a denial is near a place, with no comma or stop between: what is denied elsewhere in the sentence is
    /// something else.
    pub(super) fn denies(&self, place: &Range<usize>) -> bool {
        let first = self.words.partition_point(|word| word.end <= place.start);
        let next = self.words.partition_point(|word| word.start < place.end);
        let before = (first.saturating_sub(BEFORE)..=first).any(|at| {
            let start = self.words.get(at).map_or(place.start, |word| word.start.min(place.start));
            is_one_clause(&self.text[start..place.start]) && is_denied(&self.text[..start], self.negation)
        });
        before
            || self.words.iter().skip(next).take(AFTER).any(|word| {
                is_one_clause(&self.text[place.end..word.end]) && is_denied(&self.text[..word.end], self.negation)
            })
    }
}

/// Whether nothing in a text divides a sentence.
fn is_one_clause(text: &str) -> bool {
    !text.contains([',', ';', ':', '–', '—', '(', '،', '؛'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::wording;

    #[test]
    fn a_denial_is_near_what_it_denies() {
        for (tag, text, word, expected) in [
            ("en", "It has not yet accepted seven years.", "accepted", true),
            ("en", "It won’t accept seven years.", "accept", true),
            ("en", "It refused to accept seven years.", "accept", true),
            ("en", "It accepts no review.", "accepts", true),
            ("en", "It has not replied.", "It", true),
            ("en", "It accepts seven years, not five.", "accepts", false),
            ("en", "Not surprisingly, it accepts seven years.", "accepts", false),
            ("en", "It accepts seven years of filling and no war follows.", "accepts", false),
            ("de", "Es nimmt den Plan nicht an.", "nimmt", true),
            ("fr", "Il n’accepte pas le plan.", "accepte", true),
            ("fr", "Il n’a pas accepté le plan.", "accepté", true),
            ("es", "No acepta el plan.", "acepta", true),
            ("ru", "Она не принимает план.", "принимает", true),
            ("ru", "Она принимает план, а не срок.", "принимает", false),
            ("ar", "الشمال لم يقبل الخطة.", "يقبل", true),
            ("ar", "تحدث الشمال ولا يقبل الخطة.", "يقبل", true),
            ("ar", "كلا الطرفين يقبل الخطة.", "يقبل", false),
            ("ar", "الأمر ليس المرجح.", "مرجح", true),
        ] {
            let at = text.find(word).unwrap();
            let negation = &wording(tag, "negation").unwrap().words;
            assert_eq!(Sentence::new(text, negation).denies(&(at..at + word.len())), expected, "{text}");
        }
    }
}
