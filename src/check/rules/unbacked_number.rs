//! A number in the bottom line that is nowhere else.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::number::{has_word, is_reference, is_telling, numbers, ungrouped, word_of};
use super::subject::{Text, words};
use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::language::{self, Language, Unmarked};
use crate::model::sentences;

rule! {
    "unbacked-number" Warning Tables
    "A number in the bottom line is nowhere else in the brief, and no source is cited next to it."
    "The bottom line sums up what the brief says; a number that appears only there was changed in one place and not in the other, or has no source. Correct it, or cite its source after it. A day, a time, a year, a whole number below 10 (unless it is one of thousands, millions, billions or per cent) and the number of a provision (`Article 12`) are ignored; 10 to 20 may be spelled out elsewhere."
    { r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The dam holds 62 km³. The talks go on [@ministry]."

[claims.capacity]
text = "The dam holds 60 km³."
sources = ["ministry"]"# => r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The dam holds 60 km³. The talks go on [@ministry]."

[claims.capacity]
text = "The dam holds 60 km³."
sources = ["ministry"]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(text) = subject.text("brief.bottom_line") else { return };
    let list = language::wording(&subject.brief.language, "unbacked-number");
    let words = list.map_or(&[][..], |list| &list.words);
    let and = Language::of(&subject.brief.language).and_then(|language| language.label("and"));
    let others = || subject.texts.iter().filter(|other| other.path != text.path);
    let in_others: HashSet<String> =
        others().flat_map(|other| numbers(&other.plain)).map(|(_, number)| ungrouped(number)).collect();
    let large = LargeNumbers::of(subject);
    let in_others_large: HashSet<(&str, usize)> = others()
        .flat_map(|other| sentences(&other.plain).into_iter().map(|sentence| &other.plain[sentence]))
        .flat_map(|sentence| large.of_series(sentence))
        .collect();
    let in_words_large: HashSet<usize> = others().flat_map(|other| large.after_words(&other.plain)).collect();
    // Those from 10 to 20, once one is asked for.
    let mut in_words: HashMap<&str, bool> = HashMap::new();
    for sentence in sentences(text.written) {
        // What it cites has the number.
        if text.written[sentence.clone()].contains("[@") {
            continue;
        }
        let plain = &text.plain[sentence.clone()];
        for (range, number) in counts(plain, words, and) {
            // A small number is in every text; one of billions is not.
            let of_large = large.size_after(plain, range.end).filter(|_| number.len() == 1);
            if let Some(size) = of_large {
                if !in_others_large.contains(&(number, size)) && !in_words_large.contains(&size) {
                    out.push(report(subject, text, number, sentence.start + range.start..sentence.start + range.end));
                }
                continue;
            }
            let mut is_in_words = || {
                let Some(word) = list.and_then(|list| word_of(list, number)) else { return false };
                *in_words.entry(word).or_insert_with(|| others().any(|other| has_word(&other.plain, word)))
            };
            // Whether it is a day is asked last: that reads every language.
            let is_new = !in_others.contains(&ungrouped(number)) && !is_in_words();
            if is_new && is_telling(plain, &range, number) {
                out.push(report(subject, text, number, sentence.start + range.start..sentence.start + range.end));
            }
        }
    }
}

fn report(subject: &CheckSubject<'_>, text: &Text<'_>, number: &str, place: Range<usize>) -> Diagnostic {
    Diagnostic::new(RULE.code, format!("{number} is nowhere else in the brief"))
        .at(subject.within(text, place))
        .help("correct it, or cite its source after it, as in `[@id]`")
}

/// Words that make a small number a large one, and those of percentages.
struct LargeNumbers {
    /// An entry a size, with `|` between several forms.
    sizes: &'static [String],
    percentage: &'static [String],
}

/// A series has at least this many numbers.
const SERIES: usize = 3;

impl LargeNumbers {
    fn of(subject: &CheckSubject<'_>) -> Self {
        Self { sizes: subject.listed_words("large-number"), percentage: subject.listed_words("percentage") }
    }

    /// The numbers of a text that are of a large size. One that is joined to another has the size of that: “5 to 8 per
    /// cent”.
    fn of_text<'t>(&self, text: &'t str) -> Vec<(&'t str, usize)> {
        let (mut found, mut next) = (Vec::new(), None);
        for (range, number) in numbers(text).into_iter().rev() {
            let joined = next.and_then(|(start, size)| (start - range.end <= JOINED).then_some(size));
            let size = self.size_after(text, range.end).or(joined);
            found.extend(size.map(|size| (number, size)));
            next = size.map(|size| (range.start, size));
        }
        found
    }

    /// The same; in a series, whose first number alone says its size, each of its numbers: “30 per cent each for both,
    /// 10 for the third and 5 for the fourth”.
    fn of_series<'t>(&self, text: &'t str) -> Vec<(&'t str, usize)> {
        let mut found = self.of_text(text);
        if let [(first, size)] = found[..] {
            let all = numbers(text);
            if all.len() >= SERIES && all[0].1.as_ptr() == first.as_ptr() {
                found = all.into_iter().map(|(_, number)| (number, size)).collect();
            }
        }
        found
    }

    /// The sizes in a text that are not after digits: “eight billion”.
    fn after_words(&self, text: &str) -> Vec<usize> {
        let starts = words(text).map(|(range, _)| range.start);
        let is_after_word = |start: &usize| !text[..*start].trim_end().ends_with(|c: char| c.is_ascii_digit());
        starts.filter(is_after_word).filter_map(|start| self.size_after(text, start)).collect()
    }

    /// Which of them is after a number that ends here: the place of its entry.
    fn size_after(&self, text: &str, end: usize) -> Option<usize> {
        let near = &text[end..text.ceil_char_boundary((end + LONGEST).min(text.len()))];
        let near = Unmarked::of(language::lower(near).into()).text;
        let near = near.trim_start();
        let is_next = |word: &str| {
            let rest = near.strip_prefix(word);
            rest.is_some_and(|rest| !word.ends_with(char::is_alphabetic) || !rest.starts_with(char::is_alphanumeric))
        };
        let size = self.sizes.iter().position(|size| size.split('|').any(is_next));
        size.or_else(|| self.percentage.iter().any(|word| is_next(word)).then_some(self.sizes.len()))
    }
}

/// Whether a number is one of those of a time of day: `12:30`.
fn is_time(text: &str, number: &Range<usize>) -> bool {
    let pair = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let (before, after) = (&text[..number.start], &text[number.end..]);
    let follows = after.strip_prefix(':').is_some_and(|rest| pair(rest.chars().next()));
    number.len() <= 2 && (follows || before.strip_suffix(':').is_some_and(|rest| pair(rest.chars().next_back())))
}

/// The numbers of a sentence that count something: not a time of day, nor one that says where something is.
fn counts<'t>(sentence: &'t str, words: &[String], and: Option<&str>) -> Vec<(Range<usize>, &'t str)> {
    // Where the last number ends that says where something is.
    let mut reference: Option<usize> = None;
    let mut is_reference = |range: &Range<usize>| {
        let is = is_reference(&sentence[..range.start], words)
            || reference.is_some_and(|end| is_joined(&sentence[end..range.start], and));
        if is {
            reference = Some(range.end);
        }
        is
    };
    let mut found = numbers(sentence);
    found.retain(|(range, _)| !is_reference(range) && !is_time(sentence, range));
    found
}

/// Whether what is between two numbers says that the second is one of the same kind: `Articles 12 and 13`, `pp. 12–14`,
/// `Resolutions 242 (1967) and 338`. `and` is the word for it in the language of the text.
fn is_joined(between: &str, and: Option<&str>) -> bool {
    if between.len() > LONGEST {
        return false;
    }
    let between = between.trim_start();
    let year = between.strip_prefix('(').and_then(|inner| inner.split_once(')'));
    let rest = year.map_or(between, |(_, rest)| rest).trim();
    let word = rest.trim_start_matches([',', '،']).trim_start();
    matches!(rest, "-" | "–" | "," | "،") || Some(word) == and
}

/// No word before a number is longer, in characters, and nothing between two numbers that go together, in bytes.
const LONGEST: usize = 40;
/// The most bytes between two numbers that share a size: “5 and 8 per cent”.
const JOINED: usize = 6;

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
            ("It costs 8 billion.", 1),
            ("It costs €3 million.", 1),
            ("It rises by 7 % or 7 per cent.", 2),
            ("It costs 3 millionaires.", 0),
            ("It costs 1,250 million.", 1),
            ("They meet on 23–25 May, or on 23-25 May.", 0),
            ("They meet on May 23–25.", 0),
            ("They meet at 12:30 p.m.", 0),
            ("It is in § 12, Art. 13, p. 14 and No. 15; see annex 16.", 0),
            ("There were no 16 votes.", 1),
            ("Observers note 25 breaches.", 1),
            ("It holds 23–25 km³.", 2),
            ("It holds 23: 25 less than before.", 2),
            ("Resolutions 242 and 338, and 339, 340 stand.", 0),
            ("Resolutions 242 (1967) and 338 (1973) stand.", 0),
            ("Articles 12, 13, and 14; (Paragraphs 15–17), §§ 18-19.", 0),
            ("The UN-Resolution 242 and the treaty's article 51.", 0),
            ("Under Article 12 they moved 338 men.", 1),
            ("They annexed 12 villages and 13 towns.", 2),
            ("In the arts 12 agree.", 1),
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
            ("en", "It has 370 000 men.", "It has 370 000.", 0),
            ("en", "It has 370 000 men.", "It has 370 000, and they stay.", 0),
            ("en", "It has 370 000 men.", "It has 370,000 men.", 0),
            ("en", "It has 1,250 tanks.", "Of 1 250 tanks.", 0),
            ("ru", "Стоит 1\u{a0}250,5 миллиона.", "Стоит 1 250,5 миллиона.", 0),
            ("ru", "Стоит 1\u{a0}250,5 миллиона.", "Стоит 1 250,6 миллиона.", 1),
            ("en", "It costs 8 billion.", "It costs 8 bn.", 0),
            ("en", "It costs 8 million.", "It costs 8 billion.", 1),
            ("en", "It costs eight billion.", "It costs 8 billion.", 0),
            ("en", "Between 5 and 8 per cent.", "It rises by 5 per cent.", 0),
            ("en", "It has 5 gates and 8 per cent.", "It rises by 5 per cent.", 1),
            ("en", "30 per cent for both, 10 for the third and 5 for the rest.", "It rises by 5 per cent.", 0),
            ("en", "In 1990 it had 5 gates and 8 per cent.", "It rises by 5 per cent.", 1),
            ("en", "Both get 30 per cent. It was built in 1990. It has 5 gates.", "It rises by 5 per cent.", 1),
            ("en", "It rises by 7%.", "It rises by 7 per cent.", 0),
            ("de", "Es kostet 8 Mrd. Euro.", "Es kostet 8 Milliarden.", 0),
            ("ru", "Стоит 8 млрд долларов.", "Стоит 9 млрд долларов.", 1),
            ("ar", "يكلف 8 مليارات.", "يكلف 8 مليارات يورو.", 0),
            ("ar", "يكلف 8 مليارات.", "يكلف 9 ملياراتٍ يورو.", 1),
            ("en", "In 1990 and 338.", "Of these 242, 338 stay.", 1),
        ] {
            finds(&RULE, count, &claim(language, text, line));
        }
    }

    #[test]
    fn a_number_that_says_where_something_stands_is_let_through_in_every_language() {
        for (language, line) in [
            ("en", "Resolutions 242 and 338, paragraphs 15–17."),
            ("de", "Die Resolutionen 242 und 338, den Artikeln 12, 13, Absätze 15–17."),
            ("fr", "Les résolutions 242 et 338, l’article 51, aux paragraphes 15–17."),
            ("es", "Las resoluciones 242 y 338, los artículos 12, 13, párrafos 15–17."),
            ("pt", "As resoluções 242 e 338, os artigos 12, 13, parágrafos 15–17."),
            ("ru", "В резолюции 242 и 338, по статье 51, из пункта 12, статьями 15–17."),
            ("uk", "У резолюції 242 і 338, за статтею 51, з пункту 12, додатків 15–17."),
            ("ar", "القراران 242 و338، وفق المادة 51، والفقرات 15–17، ورقم 18، وبالبندين 21 و22، للصفحة 23."),
        ] {
            let brief = |line: &str| {
                format!(
                    "[brief]\ntitle = \"T\"\nlanguage = \"{language}\"\nas_of = 2024-05-14\nbottom_line = \"{line}\""
                )
            };
            finds(&RULE, 0, &brief(line));
            let counted: String = line.chars().map(|c| if c.is_alphabetic() { 'x' } else { c }).collect();
            assert!(super::numbers(&counted).len() > 3, "{counted}");
            finds(&RULE, super::numbers(&counted).len(), &brief(&counted));
        }
    }
}
