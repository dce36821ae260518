//! A number in the bottom line that stands nowhere else.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::{Subject, rule};
use crate::diagnostic::Diagnostic;
use crate::language::{self, Language, WordList};
use crate::model::sentences;

rule! {
    "unbacked-number" Warning Tables
    "A number in the bottom line stands nowhere else in the brief, and no source is cited beside it."
    "The bottom line sums up what the brief says; a number that only it has was changed in one place and not in the other, or has no source. Correct it, or cite its source after it."
    { r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The dam holds 62 km³."

[claims.capacity]
text = "The dam holds 60 km³."
sources = ["ministry"]"# => r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The dam holds 60 km³."

[claims.capacity]
text = "The dam holds 60 km³."
sources = ["ministry"]"# }
    check
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(text) = subject.text("brief.bottom_line") else { return };
    let list = language::wording(&subject.brief.language, "unbacked-number");
    let words = list.map_or(&[][..], |list| &list.words);
    let others = || subject.texts.iter().filter(|other| other.path != text.path);
    let in_others: HashSet<String> =
        others().flat_map(|other| numbers(&other.plain)).map(|(_, number)| one_spaced(number)).collect();
    // Those from 10 to 20, once one is asked for.
    let mut in_words: HashMap<&str, bool> = HashMap::new();
    for sentence in sentences(text.written) {
        // What it cites has the number.
        if text.written[sentence.clone()].contains("[@") {
            continue;
        }
        for (range, number) in numbers(&text.plain[sentence.clone()]) {
            let plain = &text.plain[sentence.clone()];
            let is_count = || !is_time(plain, &range) && !is_reference(plain, &range, words);
            let mut is_in_words = || {
                let Some(word) = list.and_then(|list| word_of(list, number)) else { return false };
                *in_words.entry(word).or_insert_with(|| others().any(|other| has_word(&other.plain, word)))
            };
            // Whether it is a day is asked last: that reads every language.
            let is_new = !in_others.contains(&one_spaced(number)) && is_count() && !is_in_words();
            if is_new && is_telling(plain, &range, number) {
                out.push(
                    Diagnostic::new(RULE.code, format!("{number} stands nowhere else in the brief"))
                        .at(subject.within(text, sentence.start + range.start..sentence.start + range.end))
                        .help("correct it, or cite its source after it, as in `[@id]`"),
                );
            }
        }
    }
}

/// Whether a number of a text is one that is written in one way alone: not a day, a year or a small number.
pub(super) fn is_telling(text: &str, range: &Range<usize>, number: &str) -> bool {
    let is_small = number.len() < 2 || (number.len() == 4 && number.starts_with(['1', '2']));
    let is_day = || number.len() <= 2 && follows_a_month(text, range);
    !is_small && !is_day()
}

/// Whether a number is the day of a date in words: `14 May`, `May 14`, also the first one of a span: `14–16 May`.
fn follows_a_month(text: &str, number: &Range<usize>) -> bool {
    let word = |part: Option<&str>| part.is_some_and(|it| Language::month(it.trim_matches(['.', ','])).is_some());
    let is_digit = |c: char| c.is_ascii_digit();
    let (before, after) = (&text[..number.start], &text[number.end..]);
    let after = after.strip_prefix(['-', '–']).map_or(after, |rest| rest.trim_start_matches(is_digit));
    let before = before.strip_suffix(['-', '–']).map_or(before, |rest| rest.trim_end_matches(is_digit));
    // German and others set a stop after the number of a day.
    word(after.trim_start_matches('.').split_whitespace().next()) || word(before.split_whitespace().next_back())
}

/// Whether a number is one of those of a time of day: `12:30`.
fn is_time(text: &str, number: &Range<usize>) -> bool {
    let pair = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let (before, after) = (&text[..number.start], &text[number.end..]);
    let follows = after.strip_prefix(':').is_some_and(|rest| pair(rest.chars().next()));
    number.len() <= 2 && (follows || before.strip_suffix(':').is_some_and(|rest| pair(rest.chars().next_back())))
}

/// Whether a number says where something stands in a text, or which text, and counts nothing: `§ 12`, `Art. 12`, `No. 12`.
fn is_reference(text: &str, number: &Range<usize>, words: &[String]) -> bool {
    let Some(word) = text[..number.start].split_whitespace().next_back() else { return false };
    let word = word.trim_start_matches(|c: char| c.is_ascii_punctuation()).to_lowercase();
    // `no` and `с` are words of their own; what is listed with its stop needs it.
    word.ends_with('§') || words.iter().any(|it| *it == word || word.strip_suffix('.') == Some(it))
}

/// The word for a number from 10 to 20, in the language of a list.
pub(super) fn word_of<'l>(list: &'l WordList, number: &str) -> Option<&'l str> {
    list.numbers.get(number.parse::<usize>().ok()?.checked_sub(10)?).map(String::as_str)
}

/// Whether a text has a word for a number; of several between `|`, any; with `-` at its end, a word that begins so.
pub(super) fn has_word(text: &str, word: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '’')));
    let is = |it: &str, word: &str| word.strip_suffix('-').map_or(it == word, |start| it.starts_with(start));
    words.any(|it| word.split('|').any(|word| is(it, word)))
}

/// A number with the same space in it as any other.
fn one_spaced(number: &str) -> String {
    number.replace([' ', '\u{202f}'], "\u{a0}")
}

/// The numbers of a text: digits with the signs that group them. A common space groups three digits: `370 000`.
pub(super) fn numbers(text: &str) -> Vec<(Range<usize>, &str)> {
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()).map(|start| at + start) {
        let mut end = start + digits(&text[start..]);
        while end - start <= 3 || text[start..end].contains(' ') {
            let Some(rest) = text[end..].strip_prefix(' ') else { break };
            if digits(rest) != 3 || rest.starts_with(|c: char| !c.is_ascii_digit()) {
                break;
            }
            end += 4;
        }
        let number = text[start..end].trim_end_matches(|c: char| !c.is_ascii_digit());
        at = start + number.len();
        all.push((start..at, number));
    }
    all
}

/// The length of the digits at the start of a text, with the signs that group them.
fn digits(text: &str) -> usize {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '\u{a0}' | '\u{202f}');
    text.find(|c: char| !is_part(c)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn days_years_and_cited_numbers_are_let_through() {
        let line = |line: &str| format!("[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"{line}\"");
        for (text, count) in [
            ("They meet on 23 May 2024.", 0),
            ("They meet on May 23.", 0),
            ("It holds 62 km³ [@ministry].", 0),
            ("It holds 62 km³. It is full [@ministry].", 1),
            ("It holds 40 km³.", 0),
            ("Two of 3 agree.", 0),
            ("It costs 1,250 million.", 1),
            ("They meet on 23–25 May, or on 23-25 May.", 0),
            ("They meet on May 23–25.", 0),
            ("They meet at 12:30 p.m.", 0),
            ("It is in § 12, Art. 13, p. 14 and No. 15; see annex 16.", 0),
            ("There were no 16 votes.", 1),
            ("Observers note 25 breaches.", 1),
            ("It holds 23–25 km³.", 2),
            ("It holds 23: 25 less than before.", 2),
        ] {
            finds(&RULE, count, &line(text));
        }
    }

    #[test]
    fn a_number_may_stand_elsewhere_in_words_or_with_another_space() {
        let claim = |language: &str, text: &str, line: &str| {
            format!(
                "[brief]\ntitle = \"T\"\nlanguage = \"{language}\"\nas_of = 2024-05-14\nbottom_line = \"{line}\"\n\
                 [claims.years]\ntext = \"{text}\"\nsources = [\"ministry\"]"
            )
        };
        for (language, text, line, count) in [
            ("fr", "Quinze ans.", "La base, pour 15 ans.", 0),
            ("en", "Fifteen years.", "It leases it for 16 years.", 1),
            ("en", "The fifteenth year.", "It leases it for 15 years.", 1),
            ("ru", "Пятнадцати лет.", "На 15 лет.", 0),
            ("ru", "Десятилетие.", "На 10 лет.", 1),
            ("pt", "Dezasseis anos.", "Por 16 anos.", 0),
            ("fr", "Le vote.", "La motion est rejetée par 25 voix.", 1),
            ("de", "Bis 370\u{a0}000 Mann.", "Bis 370 000 Mann.", 0),
            ("de", "Bis 370\u{202f}000 Mann.", "Bis 360 000 Mann.", 1),
            ("en", "Of 370 men.", "Of 370 000 men.", 1),
        ] {
            finds(&RULE, count, &claim(language, text, line));
        }
    }
}
