//! A percentage next to a likelihood in words.

use std::ops::Range;

use super::likelihood::likelihoods;
use super::subject::{Text, all_within};
use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::language;
use crate::model::sentences;

rule! {
    "number-with-likelihood" Warning Values
    "A likelihood is given in words and as a percentage side by side: “likely (70 per cent)”."
    "Each word already stands for a band, which the page prints (ICD 203, D.6.e.2.a); a number next to it claims a precision that nobody has, or contradicts it. Write the word alone."
    { r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
assessment = "An agreement this year is likely (70 per cent).""# => r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
assessment = "An agreement this year is likely.""# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let judgements = ["brief.assessment", "brief.bottom_line"].into_iter().filter_map(|path| subject.text(path));
    let (units, joins) = (subject.listed_words("percentage"), subject.listed_words("chance-of"));
    for text in judgements {
        let (said, chances) = (likelihoods(subject, &text.plain), subject.wording(RULE.code.name(), text));
        for sentence in sentences(&text.plain) {
            let said = all_within(&said, |it| &it.range, &sentence);
            if said.is_empty() {
                continue;
            }
            // “A 70 per cent chance, which is likely.”
            let mut chances = all_within(&chances, |it| it, &sentence).iter();
            let is_given = chances.any(|chance| is_chance(text, chance, units, joins));
            for said in said {
                let (before, after) = (sentence.start..said.range.start, said.range.end..sentence.end);
                let is_before = || is_percentage_before(&text.plain[before], units);
                if is_given || is_percentage_after(&text.plain[after], units) || is_before() {
                    out.push(
                        Diagnostic::new(RULE.code, format!("there is a percentage next to “{}”", said.phrase))
                            .at(subject.within(text, said.range.clone()))
                            .help("write the word alone: it stands for a band"),
                    );
                }
            }
        }
    }
}

/// Whether a word for a chance has its percentage: “70 per cent chance”, “chance of 70 per cent”. “A chance that 70 per
/// cent fail” is something else.
pub(super) fn is_chance(text: &Text<'_>, chance: &Range<usize>, units: &[String], joins: &[String]) -> bool {
    let after = text.plain[chance.end..].trim_start();
    let is_join = |word: &str| joins.iter().any(|it| it == word);
    let joined = after.split_once(char::is_whitespace).filter(|(word, _)| is_join(word));
    let number = joined.map_or(after, |(_, rest)| rest.trim_start());
    is_percentage_before(text.plain[..chance.start].trim_end_matches([' ', '-']), units)
        || begins_with_percentage(number, units)
}

/// Whether a text begins with a number and the character or word of a percentage.
fn begins_with_percentage(text: &str, units: &[String]) -> bool {
    let rest =
        text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '–' | '-' | ' ' | '\u{a0}'));
    // A unit is short, and its capital letters as long as its small ones.
    let near = language::lower(&rest[..rest.floor_char_boundary(40)]);
    rest.len() < text.len() && units.iter().any(|unit| near.starts_with(unit.as_str()))
}

/// Whether a text begins with a percentage, after a character that opens an aside.
fn is_percentage_after(text: &str, units: &[String]) -> bool {
    let aside = text.trim_start().strip_prefix(['(', ',', '–', '—']);
    aside.is_some_and(|aside| begins_with_percentage(aside.trim_start(), units))
}

/// Whether a text ends with a percentage: “70 per cent”.
fn is_percentage_before(text: &str, units: &[String]) -> bool {
    let text = text.trim_end();
    let near = language::lower(&text[text.floor_char_boundary(text.len().saturating_sub(60))..]);
    let number = units.iter().find_map(|unit| near.strip_suffix(unit.as_str())).map(str::trim_end);
    number.is_some_and(|it| it.ends_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};
    use crate::check::example;

    #[test]
    fn a_share_of_something_else_is_let_through() {
        for (text, count) in [
            ("It is 70 per cent likely.", 1),
            ("It is likely, 60–70 %, to hold.", 1),
            ("It is unlikely to exceed 70 per cent of the volume.", 0),
            ("There is a 70 per cent chance that it ends, which is likely.", 1),
            ("It ends with a probability of 70 %, so it is likely.", 1),
            ("It lost 70 per cent of its water, so the chance is unlikely to come back.", 0),
            ("There is a likelihood that 70 per cent of the crop fails, and a drought is likely.", 0),
            ("It lost 70 per cent. A drought is likely.", 0),
            ("An agreement is not very likely (20 per cent).", 1),
        ] {
            let head = "[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"B.\"\n";
            finds(&RULE, count, &format!("{head}assessment = \"{text}\""));
        }
    }

    #[test]
    fn other_languages_have_their_own_words() {
        for (tag, text, count) in [
            ("ar", "من المرجح (70 في المئة) أن يوافق.", 1),
            ("ar", "هناك احتمال بنسبة 70٪ أن يوافق، وهو مرجَّح.", 1),
            ("ar", "من غير المرجح أن يخسر 70 في المئة من مياهه.", 0),
        ] {
            let head = "[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"B.\"\n";
            finds(&RULE, count, &format!("{head}language = \"{tag}\"\nassessment = \"{text}\""));
        }
    }

    #[test]
    fn likelihoods_beside_chances_are_looked_at_in_linear_time() {
        let head = "[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"B.\"\n";
        let check = |count: usize| {
            _ = example::diagnostics(&example::brief(&format!(
                "{head}assessment = \"{}\"",
                "likely chance ".repeat(count)
            )));
        };
        assert!(crate::growth::is_linear(2_000, check));
    }
}
