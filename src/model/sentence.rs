//! Where sentences end, and where words do.

use std::ops::Range;

/// What ends a sentence: the characters of Unicode's `Sentence_Terminal` (UAX #44) that a brief may have, in Latin,
/// Cyrillic, Armenian, Arabic, Devanagari, Ethiopic, Chinese and Japanese. Two more are not among these: the Greek
/// question mark, for which Unicode has a semicolon, and the ellipsis, after which no full stop is set.
pub(crate) const SENTENCE_ENDS: [char; 21] =
    ['.', '!', '?', '…', '‽', '‼', '⁇', '⁈', '⁉', '\u{37E}', '։', '؟', '۔', '।', '॥', '።', '፧', '。', '．', '！', '？'];

/// The sentences of a text, without the white space around them. Two are only separated where it is certain: after `.`,
/// `!`, `?` or `…`, closing marks, white space, and before a capital letter or one of a script that has none, or before
/// an opening mark.
///
/// A citation `[@id]` may follow the stop that ends a sentence; it belongs to that sentence.
#[must_use]
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    let mut start = None;
    let mut word = 0;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let next = at + c.len_utf8();
        if c.is_whitespace() {
            word = next;
        } else {
            start.get_or_insert(at);
            if ".!?…؟۔".contains(c) {
                let end = closed(text, next);
                let stops = !(c == '.' && is_abbreviation(&text[word..at]));
                if stops && starts_anew(&text[end..]) {
                    all.extend(start.take().map(|start| start..end));
                    at = end;
                    continue;
                }
            }
        }
        at = next;
    }
    all.extend(start.map(|start| start..start + text[start..].trim_end().len()));
    all
}

/// The end of the further stops, closing marks and citations at `at`.
fn closed(text: &str, mut at: usize) -> usize {
    loop {
        let rest = &text[at..];
        let citation = rest.trim_start_matches(' ');
        if citation.starts_with("[@")
            && let Some(end) = citation.find(']')
        {
            at = text.len() - citation.len() + end + 1;
            continue;
        }
        match rest.chars().next() {
            Some(c) if ".!?…؟۔”»“\"'’)]*".contains(c) => at += c.len_utf8(),
            _ => return at,
        }
    }
}

fn starts_anew(rest: &str) -> bool {
    let trimmed = rest.trim_start();
    if trimmed.len() == rest.len() {
        return false;
    }
    trimmed.chars().find(|c| !"“”«„\"'‘’([*".contains(*c)).is_some_and(is_initial)
}

/// Whether a sentence may begin with a letter: a capital, or one that has no small form.
fn is_initial(c: char) -> bool {
    c.is_alphabetic() && !c.is_lowercase()
}

/// Where a text has a word, or words in a row, that is not a part of a longer one.
pub(crate) fn word_places<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    text.match_indices(word).map(|(at, _)| at..at + word.len()).filter(|place| {
        let (before, after) = (&text[..place.start], &text[place.end..]);
        !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric)
    })
}

/// Whether a text has a word, or words in a row, that is not a part of a longer one.
pub(crate) fn has_word(text: &str, word: &str) -> bool {
    word_places(text, word).next().is_some()
}

/// Whether a full stop after this word is likely part of it and ends no sentence: an initial, `U.S`, `Mr`, a number
/// of one or two digits, which may be an ordinal.
#[must_use]
pub fn is_abbreviation(word: &str) -> bool {
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let known = [
        "Art", "art", "approx", "cf", "Dr", "etc", "Gen", "Lt", "Mr", "Mrs", "Ms", "No", "Nos", "p", "para", "pp",
        "Prof", "Sen", "Sgt", "St", "vs", "ім", "ст", "див", "напр",
    ];
    word.contains('.')
        || word.chars().count() == 1 && word.chars().all(is_initial)
        || (1..=2).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit())
        || known.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sentences_end_where_it_is_certain() {
        for (text, expected) in [
            ("One. Two! Three? “Four.” Five", &["One.", "Two!", "Three?", "“Four.”", "Five"][..]),
            ("The U.S. Senate and Mr. A. Smith met.", &["The U.S. Senate and Mr. A. Smith met."]),
            ("About 3.5 per cent. then more.", &["About 3.5 per cent. then more."]),
            (
                "Said so [@a]. Then [@b].\nNext. [@c] [@d] Last",
                &["Said so [@a].", "Then [@b].", "Next. [@c] [@d]", "Last"],
            ),
            ("Am 5. Mai. Später.", &["Am 5. Mai.", "Später."]),
            ("قال نعم. ثم غادر؟ نعم؟ د. سعيد لم يقل.", &["قال نعم.", "ثم غادر؟", "نعم؟", "د. سعيد لم يقل."]),
            ("In 2025. Then", &["In 2025.", "Then"]),
            ("  ", &[]),
        ] {
            let found: Vec<&str> = sentences(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected);
        }
    }

    proptest! {
        #[test]
        fn nothing_but_white_space_lies_between_sentences(text in "[aB1 .!?”\\[\\]@\n…\"]{0,40}") {
            let mut rest = text.clone();
            for range in sentences(&text).into_iter().rev() {
                rest.replace_range(range, "");
            }
            prop_assert!(rest.trim().is_empty(), "{:?} leaves {:?}", text, rest);
        }
    }
}
