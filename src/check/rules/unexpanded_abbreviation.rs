//! An abbreviation that is used and never written out.

use std::cell::LazyCell;
use std::collections::HashSet;

use super::subject::words;
use super::{Subject, rule};
use crate::diagnostic::Diagnostic;

/// Abbreviations that every reader of a brief knows better than what they stand for.
const KNOWN: &[&str] = &[
    "AI", "BBC", "CEO", "CNN", "COP", "COVID", "EU", "EUR", "GBP", "GDP", "GMT", "HIV", "IMF", "NATO", "OK", "PDF",
    "TLP", "TV", "UAE", "UK", "UN", "US", "USA", "USD", "USSR", "UTC", "WTO", "ЄС", "ЗМІ", "НАТО", "ООН", "РФ", "США",
];

rule! {
    "unexpanded-abbreviation" Warning File
    "An abbreviation that is used and never written out."
    "The reader may not be of the trade, and the page has no second one to look it up. Write it out where it stands first: “the Joint River Commission (JRC)”; or give the party its full `name` and the abbreviation as `short`."
    { r#"[next_steps.meet]
text = "The JRC meets.""# => r#"[next_steps.meet]
text = "The Joint River Commission (JRC) meets.""# }
    check
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let mut known: HashSet<&str> = KNOWN.iter().copied().collect();
    // A party's short name has its full name beside it.
    known.extend(subject.brief.parties.values().flat_map(|party| words(party.short()).map(|(_, word)| word)));
    let initials = LazyCell::new(|| subject.texts.iter().flat_map(|text| initials(&text.plain)).collect::<Vec<_>>());
    for text in subject.texts.iter().filter(|text| text.prose && may_abbreviate(&text.plain)) {
        for (range, word) in words(&text.plain) {
            // Nearly every word is done with here, cheaply.
            if word.chars().take(2).filter(|c| c.is_uppercase()).count() < 2 {
                continue;
            }
            let word = stem(word);
            if !is_abbreviation(word) || known.contains(word) || is_mentioned(&text.plain, range.start, word) {
                continue;
            }
            // Once each, however it is judged.
            known.insert(word);
            let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
            let spelt = initials.iter().any(|initials| initials.windows(letters.len()).any(|run| run == letters));
            let explained = |text: &str| {
                text.match_indices(word).any(|(at, _)| {
                    let before = text[..at].trim_end().ends_with('(');
                    let after = text[at + word.len()..].trim_start();
                    // “(JRC)”, “JRC (the joint river commission)”, “JRC, the joint commission”.
                    let explained = [", the ", ", a ", ", an ", ", which ", ", who "];
                    (before && after.starts_with([')', ',', ';']))
                        || after.starts_with('(')
                        || explained.iter().any(|it| name_end(after).starts_with(it))
                })
            };
            if spelt || subject.texts.iter().any(|text| explained(&text.plain)) {
                continue;
            }
            let place = subject.within(text, range.start..range.start + word.len());
            out.push(
                Diagnostic::new(RULE.code, format!("“{word}” is nowhere written out"))
                    .at(place)
                    .help(format!("write it out where it stands first, and then “({word})”")),
            );
        }
    }
}

/// Whether a text may have an abbreviation: two capitals of ASCII in a row, or a letter beyond ASCII.
fn may_abbreviate(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut capital = false;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let capital_before = std::mem::replace(&mut capital, byte.is_ascii_uppercase());
        if capital && capital_before {
            return true;
        }
        at += 1;
        if !byte.is_ascii() {
            // Dashes and quotation marks are no letters: U+2000 to U+203F.
            if *byte != 0xE2 || bytes.get(at) != Some(&0x80) {
                return true;
            }
            at += 2;
        }
    }
    false
}

/// What follows a name of several parts, such as `VMRO-DPMNE`.
fn name_end(after: &str) -> &str {
    after.trim_start_matches(|c: char| c == '-' || c.is_uppercase())
}

/// Whether it is spoken of as a word, “MK”, or is a part of a document's symbol, `1/CMA.6`.
fn is_mentioned(text: &str, at: usize, word: &str) -> bool {
    let before = text[..at].chars().next_back();
    let after = &text[at + word.len()..];
    let symbol = after.strip_prefix(['.', '/']).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    before.is_some_and(|c| "“„«\"‘'/".contains(c)) || symbol
}

/// Without the ending of a genitive or plural: `IAEA’s`, `MPs`, and what a hyphen adds: `EU-led`.
fn stem(word: &str) -> &str {
    let word = word.split(['’', '\'', '-', '‑']).next().unwrap_or(word);
    word.strip_suffix('s').filter(|stem| is_abbreviation(stem)).unwrap_or(word)
}

/// Two to eight capitals: a longer word in capitals is a shout. Roman numerals and codes with digits are none.
fn is_abbreviation(word: &str) -> bool {
    (2..=8).contains(&word.chars().count())
        && word.chars().all(char::is_uppercase)
        && !word.chars().all(|c| "IVXLCМХІ".contains(c))
}

/// The letters that names in a text begin with, in its order, as abbreviations take them: those of words in capitals,
/// of the same with the parts of compounds (`Co-operation` gives one letter or two), and of all words.
fn initials(text: &str) -> [Vec<char>; 3] {
    let [mut names, mut compounds, mut all] = [const { Vec::new() }; 3];
    for (_, word) in words(text) {
        for (nth, part) in word.split('-').enumerate() {
            let mut letters = part.chars();
            let Some(first) = letters.next().and_then(|c| c.to_uppercase().next()) else { continue };
            all.push(first);
            if part.starts_with(first) && letters.next().is_some_and(char::is_lowercase) {
                compounds.push(first);
                if nth == 0 {
                    names.push(first);
                }
            }
        }
    }
    [names, compounds, all]
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    fn step(text: &str) -> String {
        format!("[next_steps.a]\ntext = \"{text}\"\n")
    }

    #[test]
    fn each_abbreviation_is_told_once_and_known_ones_never() {
        finds(&RULE, 1, &step("The JRC and the JRC’s chair, the US and Chapter XIV."));
        finds(&RULE, 0, &step("The US, the EU-led mission, Chapter VII and COP29."));
        finds(&RULE, 0, &step("The Joint River Commission will meet. The JRC has met."));
        finds(&RULE, 0, &step("The Technical Committee on Youth; the TCY meets."));
        finds(&RULE, 0, &step("Organisation for Security and Co-operation in Europe. OSCE."));
        finds(&RULE, 0, &step("The JRC (joint river body) meets."));
        finds(&RULE, 0, &step("JRC-QX, the river body, meets; plates have “MK”; decision 1/CMA.6."));
        finds(&RULE, 0, &format!("{}[parties.jrc]\nname = \"River Body\"\nshort = \"JRC\"\nrole = \"host\"", step("The JRC meets.")));
    }
}
