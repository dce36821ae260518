//! Arabic words as they are written: small words together with the next one, and marks that may be left out.

use std::borrow::Cow;
use std::ops::Range;

/// The most letters of small words before a word: `وبال`, and one more that makes them a word of their own.
const MOST_SMALL: usize = 5;

/// Where a word begins of which a part begins at `at`, if nothing but small words are before that part: the `و` (and),
/// `ف` (so), `ب` (in), `ل` (to) and `ال` (the) that Arabic writes together with the next word. Otherwise `at`.
pub(crate) fn word_start(text: &str, at: usize) -> usize {
    if !text[at..].starts_with(is_letter) {
        return at;
    }
    let before = text[..at].char_indices().rev().take_while(|(_, c)| is_letter(*c) || is_mark(*c));
    let mut letters: Vec<char> = Vec::new();
    let mut start = at;
    for (place, c) in before {
        if is_mark(c) {
            continue;
        }
        letters.push(c);
        if letters.len() == MOST_SMALL {
            return at;
        }
        start = place;
    }
    letters.reverse();
    if is_small(&letters.into_iter().collect::<String>()) { start } else { at }
}

/// A text without the article of the Arabic word in which it ends.
pub(crate) fn without_article(before: &str) -> &str {
    before.strip_suffix("ال").filter(|rest| rest.ends_with(char::is_whitespace)).unwrap_or(before)
}

/// A word, and what is left of it without each of the small words that it may begin with.
pub(crate) fn without_small(word: &str) -> impl Iterator<Item = &str> {
    let starts = word.char_indices().map(|(at, _)| at).take(2 * MOST_SMALL);
    starts.filter(|at| *at == 0 || word_start(word, *at) == 0).map(|at| &word[at..])
}

/// Whether letters are small words and nothing else, in the order in which they are written.
fn is_small(letters: &str) -> bool {
    let rest = letters.strip_prefix(['و', 'ف']).unwrap_or(letters);
    matches!(rest, "" | "ال" | "ب" | "بال" | "ل" | "لل")
}

/// Whether a word is a form of a verb that is listed as `يقبل`, he accepts: she, they, will, and did.
pub(crate) fn is_verb(listed: &str, word: &str) -> bool {
    let Some(root) = listed.strip_prefix('ي') else { return false };
    without_small(word).any(|word| {
        let present = word.strip_prefix('س').unwrap_or(word).strip_prefix(['ي', 'ت', 'ن']);
        let is_present = present.is_some_and(|it| it.starts_with(root));
        // `قبل` alone is “before”, too.
        is_present || word.strip_prefix(root).is_some_and(|end| matches!(end, "ت" | "تا" | "وا"))
    })
}

/// A text without the marks that may be left out.
pub(crate) struct Unmarked<'t> {
    pub(crate) text: Cow<'t, str>,
    /// Where marks were, in bytes of what is left, and how many bytes there were up to there.
    marks: Vec<(usize, usize)>,
}

impl<'t> Unmarked<'t> {
    pub(crate) fn of(text: Cow<'t, str>) -> Self {
        // The first byte of each of them, in UTF-8, and of letters beside them.
        if !text.as_bytes().contains(&0xd9) || !text.contains(is_mark) {
            return Self { text, marks: Vec::new() };
        }
        let (mut bare, mut marks, mut length) = (String::with_capacity(text.len()), Vec::new(), 0);
        for c in text.chars() {
            if is_mark(c) {
                length += c.len_utf8();
                marks.push((bare.len(), length));
            } else {
                bare.push(c);
            }
        }
        Self { text: Cow::Owned(bare), marks }
    }

    /// The place in the whole text of a part of what is left, with the marks of its last letter.
    pub(crate) fn place(&self, part: Range<usize>) -> Range<usize> {
        let whole = |at: usize| {
            let passed = self.marks.partition_point(|(place, _)| *place <= at);
            at + passed.checked_sub(1).map_or(0, |last| self.marks[last].1)
        };
        whole(part.start)..whole(part.end)
    }
}

/// The short vowels, the sign of a double letter, and the line that stretches a word.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{640}' | '\u{64b}'..='\u{652}' | '\u{670}')
}

fn is_letter(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{63f}' | '\u{641}'..='\u{64a}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_words_belong_to_the_next_one_and_other_letters_do_not() {
        for (word, part, is_whole) in [
            ("أمس", "أمس", true),
            ("والمرجح", "مرجح", true),
            ("وَبِالأمس", "أمس", true),
            ("للاتفاق", "اتفاق", true),
            ("ولاتفاق", "اتفاق", true),
            ("رغدا", "غدا", false),
            ("كلا", "لا", false),
            ("أولا", "لا", false),
            ("مبعض", "بعض", false),
            ("الوبعض", "بعض", false),
            ("والباتفاق", "اتفاق", false),
        ] {
            let at = word.find(part).unwrap();
            assert_eq!(word_start(word, at) == 0, is_whole, "{word}");
            assert_eq!(without_small(word).any(|it| it == part), is_whole, "{word}");
        }
        assert_eq!(word_start("في أمس", "في ".len()), "في ".len());
        assert_eq!(word_start("unlikely", 2), 2);
    }

    #[test]
    fn a_verb_has_its_forms_and_no_others() {
        for (word, expected) in [
            ("يقبل", true),
            ("تقبل", true),
            ("سيقبلون", true),
            ("وستقبل", true),
            ("قبلت", true),
            ("فقبلوا", true),
            ("قبل", false),
            ("مقبل", false),
            ("استقبل", false),
            ("قبله", false),
        ] {
            assert_eq!(is_verb("يقبل", word), expected, "{word}");
        }
        assert!(!is_verb("بشروط", "بشروط"));
    }

    #[test]
    fn what_is_found_without_marks_has_its_place_with_them() {
        let text = "هذا مرجَّحٌ جدًّا، نعم";
        let bare = Unmarked::of(Cow::Borrowed(text));
        for (part, whole) in [("مرجح", "مرجَّحٌ"), ("جدا", "جدًّا"), ("هذا", "هذا"), ("نعم", "نعم")]
        {
            let at = bare.text.find(part).unwrap();
            assert_eq!(&text[bare.place(at..at + part.len())], whole);
        }
        assert_eq!(Unmarked::of(Cow::Borrowed("Ünlikely")).place(2..4), 2..4);
    }
}
