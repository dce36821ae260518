//! A number in the bottom line that stands nowhere else.

use std::collections::HashSet;
use std::ops::Range;

use super::{Subject, rule};
use crate::diagnostic::Diagnostic;
use crate::language::Language;
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
    let others: HashSet<&str> =
        subject.texts.iter().filter(|other| other.path != text.path).flat_map(|other| numbers(&other.plain)).map(|(_, number)| number).collect();
    for sentence in sentences(text.written) {
        // What it cites has the number.
        if text.written[sentence.clone()].contains("[@") {
            continue;
        }
        for (range, number) in numbers(&text.plain[sentence.clone()]) {
            // Whether it is a day is asked last: that reads every language.
            if !others.contains(number) && is_telling(&text.plain[sentence.clone()], &range, number) {
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

/// Whether a number is the day of a date in words: `14 May`, `May 14`.
fn follows_a_month(text: &str, number: &Range<usize>) -> bool {
    let word = |part: Option<&str>| part.is_some_and(|it| Language::month(it.trim_matches(['.', ','])).is_some());
    word(text[number.end..].split_whitespace().next()) || word(text[..number.start].split_whitespace().next_back())
}

/// The numbers of a text: digits with the signs that group them.
pub(super) fn numbers(text: &str) -> Vec<(Range<usize>, &str)> {
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()).map(|start| at + start) {
        let length = text[start..].find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '\u{a0}' | '\u{202f}')));
        let number = text[start..length.map_or(text.len(), |length| start + length)].trim_end_matches(|c: char| !c.is_ascii_digit());
        at = start + number.len();
        all.push((start..at, number));
    }
    all
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
        ] {
            finds(&RULE, count, &line(text));
        }
    }
}
