//! Numbers in a text: where they are, how they are written, and which of them say something. For those that a release
//! looks for see `large_number.rs`.

use std::ops::Range;

use crate::language::{Language, WordList, without_small};

/// The numbers of a text: digits with the characters that group them. A common space groups three digits: `370 000`.
pub(super) fn numbers(text: &str) -> Vec<(Range<usize>, &str)> {
    let is_digit = |c: char| c.is_ascii_digit();
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(is_digit).map(|start| at + start) {
        let mut end = start + digits(&text[start..]);
        // A comma after a number ends it: `242, 338`.
        while (end - start <= 3 || text[start..end].contains(' ')) && text[..end].ends_with(is_digit) {
            let Some(rest) = text[end..].strip_prefix(' ') else { break };
            if rest.bytes().take(4).take_while(u8::is_ascii_digit).count() != 3 {
                break;
            }
            // What follows the group may be a part of the number, `1 250,5`, or end the sentence.
            let whole = digits(rest);
            end += 1 + whole;
            if whole != 3 {
                break;
            }
        }
        let number = text[start..end].trim_end_matches(|c| !is_digit(c));
        at = start + number.len();
        all.push((start..at, number));
    }
    all
}

/// The length of the digits at the start of a text, with the characters that group them.
fn digits(text: &str) -> usize {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '\u{a0}' | '\u{202f}');
    text.find(|c: char| !is_part(c)).unwrap_or(text.len())
}

/// A number without the characters that group three digits each, and with one character for decimals: 1,250 is 1 250,
/// and 1.5 is not 15.
pub(super) fn ungrouped(number: &str) -> String {
    let mut parts = number.split(|c: char| !c.is_ascii_digit());
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |whole, part| if part.len() == 3 { whole + part } else { whole + "." + part })
}

/// The year that a number is the end of, where a span of years is written in short: `2008–12`.
pub(super) fn year_in_short(text: &str, range: &Range<usize>, number: &str) -> Option<String> {
    let before = text[..range.start].strip_suffix(['-', '–', '/'])?;
    let first = before.get(before.len().checked_sub(4)?..).filter(|it| it.bytes().all(|byte| byte.is_ascii_digit()))?;
    let is_longer = before[..before.len() - 4].ends_with(|c: char| c.is_ascii_digit());
    (number.len() == 2 && first.starts_with(['1', '2']) && !is_longer).then(|| format!("{}{number}", &first[..2]))
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
    // No month is longer, and a word may go on to the end of the text.
    let before = before.char_indices().rev().nth(LONGEST).map_or(before, |(at, _)| &before[at..]);
    let after = after.char_indices().nth(LONGEST).map_or(after, |(at, _)| &after[..at]);
    let after = after.strip_prefix(['-', '–']).map_or(after, |rest| rest.trim_start_matches(is_digit));
    let before = before.strip_suffix(['-', '–']).map_or(before, |rest| rest.trim_end_matches(is_digit));
    // German and others set a stop after the number of a day.
    word(after.trim_start_matches('.').split_whitespace().next()) || word(before.split_whitespace().next_back())
}

/// So much of a text on either side of a number is read for its month, in characters.
const LONGEST: usize = 40;

/// Whether the number after a text says where something is in a text, or which text: `§ 12`, `Art. 12`, `No. 12`.
pub(super) fn is_reference(before: &str, words: &[String]) -> bool {
    let is_part = |c: &char| c.is_alphanumeric() || matches!(c, '.' | '§' | '№' | '°');
    let last: Vec<char> = before.trim_end().chars().rev().take_while(is_part).take(LONGEST).collect();
    let word: String = last.into_iter().rev().flat_map(char::to_lowercase).collect();
    let word = word.trim_start_matches('.');
    // `no` and `с` are words of their own; what is listed with its stop needs it.
    let bare = word.strip_suffix('.').unwrap_or(word);
    let is_listed = |word: &str| words.iter().any(|entry| is_form(entry, word));
    word.ends_with('§') || is_listed(word) || without_small(bare).any(is_listed)
}

/// The word for a number from 10 to 20, in the language of a list.
pub(super) fn word_of<'l>(list: &'l WordList, number: &str) -> Option<&'l str> {
    list.numbers.get(number.parse::<usize>().ok()?.checked_sub(10)?).map(String::as_str)
}

/// Whether a text has a word for a number; of several between `|`, any; with `-` at its end, a word that begins so.
pub(super) fn has_word(text: &str, word: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '’')));
    words.any(|it| word.split('|').any(|word| is_form(word, it)))
}

/// Whether a word of a text, in lower case, is one of a list; with `-` at its end, that of the list is the beginning.
pub(super) fn is_form(listed: &str, word: &str) -> bool {
    listed.strip_suffix('-').map_or(listed == word, |start| word.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::{is_telling, numbers, ungrouped, year_in_short};

    #[test]
    fn the_end_of_a_span_of_years_may_have_two_digits() {
        for (text, year) in [
            ("in 2008–12", Some("2012")),
            ("1914-18", Some("1918")),
            ("2008/09", Some("2009")),
            ("12008–12", None),
            ("300–40", None),
            ("3008–12", None),
            ("2008–125", None),
            ("2008, 12", None),
        ] {
            let all = numbers(text);
            let (range, number) = all.last().unwrap();
            assert_eq!(year_in_short(text, range, number).as_deref(), year, "{text}");
        }
    }

    #[test]
    fn a_number_ends_where_its_digits_and_their_groups_end() {
        for (text, found) in [
            ("370 000.", &["370 000"][..]),
            ("370 000, and", &["370 000"]),
            ("1 250,5 million", &["1 250,5"]),
            ("1 250 000.", &["1 250 000"]),
            ("370 000, 400 000", &["370 000", "400 000"]),
            ("242, 338 and 425.", &["242", "338", "425"]),
            ("370 0005", &["370", "0005"]),
            ("1990 500", &["1990", "500"]),
            ("1\u{a0}250,5 and 1.250", &["1\u{a0}250,5", "1.250"]),
        ] {
            let all: Vec<&str> = numbers(text).into_iter().map(|(_, number)| number).collect();
            assert_eq!(all, found, "{text}");
        }
    }

    #[test]
    fn a_number_is_the_same_however_its_digits_are_grouped() {
        for same in ["1,250", "1.250", "1 250", "1\u{a0}250", "1\u{202f}250"] {
            assert_eq!(ungrouped(same), "1250", "{same}");
        }
        assert_eq!(ungrouped("1 250,5"), ungrouped("1,250.5"));
        assert_ne!(ungrouped("1.5"), ungrouped("15"));
    }

    #[test]
    fn many_numbers_in_a_row_are_read_in_linear_time() {
        assert!(crate::growth::is_linear(1_000, |count| {
            let text = "12-".repeat(count);
            assert!(numbers(&text).iter().all(|(range, number)| is_telling(&text, range, number)));
        }));
    }
}
