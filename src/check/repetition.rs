//! When a text repeats another: words in a row, or a name. For numbers see `large_number.rs`.

use std::ops::RangeInclusive;

/// How many words in a row cannot be chance.
const RUN: usize = 3;
/// So many of them must be longer than [`SHORT`]: "at the end" and "in the Alliance" are in many texts.
const LONG_WORDS: usize = 2;
/// How long a short word is at most, in characters.
const SHORT: usize = 4;
/// How many words in a row cannot be chance, though all of them are short.
const SHORT_RUN: usize = 7;
/// How many words a sentence has that is looked for as a whole: of a longer one, [`SHORT_RUN`] are found.
const WHOLE: RangeInclusive<usize> = RUN..=SHORT_RUN - 1;
/// How many words of a name are looked for; of a longer one, [`RUN`] are found. A title of so many is a name, too.
const LONGEST_NAME: usize = 5;
/// The same where each character is a word; and how many words the name of a party or a person has at most.
const LONGEST_UNSPACED: usize = 24;
/// How many letters a name has at least, where a character of Chinese, Japanese or Korean counts as two: "UN" is in
/// many texts.
const LETTERS: usize = 4;
/// The other fields that are names and nothing else, each with its table: a field of the same name is a sentence
/// elsewhere, as `short` of a position is.
const NAMES: [(&str, &str); 6] = [
    ("clearances", "office"),
    ("clearances", "person"),
    ("sources", "publisher"),
    ("parties", "members"),
    ("recommendations", "recommended_by"),
    ("recommendations", "opposed_by"),
];
/// Those that are names of the record itself.
const IDENTITIES: [(&str, &str); 5] = [
    ("parties", "name"),
    ("parties", "short"),
    ("parties", "representatives.name"),
    ("people", "name"),
    ("people", "also"),
];
/// The field of every attribution that is a name.
const SPEAKER: &str = "speaker";
/// The fields that may be a name, or words about it: they are looked for as a name, and hide no words as one.
const PERHAPS_NAMES: [(&str, &str); 3] =
    [("meetings", "interpreter"), ("next_steps", "owner"), ("commitments", "verifier")];
/// Those of them that make a name known: who reads that the commission acts here may read that it acts there.
const ACTORS: [(&str, &str); 2] = [("next_steps", "owner"), ("commitments", "verifier")];

/// Three words in a row of a text, those that are in many texts left out; and seven of any length. The words are in
/// lower case.
pub(crate) fn runs(words: &[String]) -> impl Iterator<Item = &[String]> {
    let is_long = |word: &&String| word.chars().count() > SHORT;
    let telling = words.windows(RUN).filter(move |run| run.iter().filter(is_long).count() >= LONG_WORDS);
    telling.chain(words.windows(SHORT_RUN))
}

/// The words of a short sentence, if it is one that is looked for as a whole. However common its words are, who has
/// them all in a row has the sentence.
pub(crate) fn whole(sentence: &[String]) -> Option<&[String]> {
    Some(sentence).filter(|words| WHOLE.contains(&words.len()))
}

/// Words in a row of a text that may be such a sentence.
pub(crate) fn wholes_in(words: &[String]) -> impl Iterator<Item = &[String]> {
    WHOLE.flat_map(|length| words.windows(length))
}

/// Four words in a row of a text, of which at least three are long: these are no name and no phrase of the language.
pub(crate) fn long_runs(words: &[String]) -> impl Iterator<Item = &[String]> {
    let is_long = |word: &&String| word.chars().count() > SHORT;
    words.windows(RUN + 1).filter(move |run| run.iter().filter(is_long).count() > LONG_WORDS)
}

/// Whether the text at a path, which says whom the brief is from, may have a withheld name at another path: a reader
/// sees who signs, but not that the same office is a source, or recommends something.
pub(crate) fn may_sign(path: &str, other: &str) -> bool {
    path == "brief.from" && is_among(other, &[("sources", "publisher"), ("recommendations", "recommended_by")])
}

/// Words in a row of a text that may be a name, the shortest first.
pub(crate) fn names_in(words: &[String]) -> impl Iterator<Item = &[String]> {
    (1..=LONGEST_NAME).flat_map(|length| words.windows(length))
}

/// The name that the text at a path is, if it is one that is looked for in other texts.
pub(crate) fn name_of<'w>(path: &str, words: &'w [String]) -> Option<&'w [String]> {
    let letters = || words.iter().flat_map(|word| word.chars()).filter(|c| c.is_alphabetic());
    let is_long = || letters().map(|c| if is_syllable(c) { 2 } else { 1 }).sum::<usize>() >= LETTERS;
    let most = if letters().all(is_unspaced) { LONGEST_UNSPACED } else { LONGEST_NAME };
    let may_be = is_named(path) || is_among(path, &PERHAPS_NAMES);
    (may_be && words.len() <= most && is_long()).then_some(words)
}

/// Whether a character is of a script in which no space is between words, or in which endings follow a name without
/// one, as in Korean: Thai, Lao, Burmese, Khmer, Chinese, Japanese, Korean (the class `Complex_Context` and the
/// ideographs of UAX #14).
pub(crate) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}') || is_syllable(c)
}

/// Whether a character of such a script is a syllable or a word.
fn is_syllable(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether a name at a path is that of the record itself: of a party or a person. Only such a name makes it known; one
/// that another record has may have been written there by mistake.
pub(crate) fn is_identity(path: &str) -> bool {
    is_among(path, &IDENTITIES)
}

/// Whether who reads the text at a path knows the name that it is.
pub(crate) fn makes_known(path: &str, words: usize) -> bool {
    is_name(path, words) || is_among(path, &ACTORS)
}

/// Whether the text at a path, of so many words, is a name rather than a sentence.
pub(crate) fn is_name(path: &str, words: usize) -> bool {
    let is_long_name = words <= LONGEST_UNSPACED && is_identity(path);
    is_long_name || words <= LONGEST_NAME && (is_named(path) || is_among(path, &[("issues", "title")]))
}

/// Whether the text at a path is the name of a party, a person, an office or a publisher.
fn is_named(path: &str) -> bool {
    is_identity(path)
        || is_among(path, &NAMES)
        || path.rsplit_once('.').is_some_and(|(_, last)| without_place(last) == SPEAKER)
}

/// Whether a path is that of one of some fields of a record, or of an item of it.
fn is_among(path: &str, fields: &[(&str, &str)]) -> bool {
    let mut steps = path.split('.').map(without_place);
    let (Some(table), Some(_)) = (steps.next(), steps.next()) else { return false };
    fields.iter().any(|(of, field)| *of == table && steps.clone().eq(field.split('.')))
}

/// A part of a path, without the place of an item.
fn without_place(step: &str) -> &str {
    step.split_once('[').map_or(step, |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::schema::{ATTRIBUTION, TABLES, Type, field_at};

    #[test]
    fn a_name_is_a_field_of_its_table() {
        for (table, field) in IDENTITIES.iter().chain(&NAMES).chain(&PERHAPS_NAMES) {
            let names: Vec<&str> = [*table, "a"].into_iter().chain(field.split('.')).collect();
            let known = field_at(TABLES, &names).unwrap_or_else(|| panic!("{table}.{field}"));
            assert!(matches!(known.kind.item(), Type::Text | Type::PartyOrText), "{table}.{field}");
        }
        assert!(ATTRIBUTION.iter().any(|field| field.name == SPEAKER));
        let is_other = |it: &&crate::schema::TableSchema| it.fields.iter().any(|field| field.name == SPEAKER);
        assert!(TABLES.iter().find(is_other).is_none());
    }

    #[test]
    fn a_field_is_a_name_by_its_table() {
        for path in [
            "parties.north.short",
            "parties.north.representatives[1].name",
            "people.diallo.also[0]",
            "texts.a.variants.b.speaker",
            "outcome.speaker",
            "parties.north.members[2]",
            "recommendations.a.opposed_by[0]",
        ] {
            assert!(is_name(path, 1) && name_of(path, &["zebrania".to_owned()]).is_some(), "{path}");
        }
        for path in ["meetings.a.interpreter", "commitments.a.verifier", "next_steps.a.owner"] {
            assert!(!is_name(path, 1) && name_of(path, &["zebrania".to_owned()]).is_some(), "{path}");
        }
        assert!(
            is_name("issues.land.title", 5)
                && !is_name("issues.land.title", 6)
                && name_of("issues.land.title", &["land".to_owned()]).is_none()
        );
        for path in ["positions.land.north.short", "sources.a.title", "claims.short.text", "parties.name.interests[0]"]
        {
            assert!(!is_name(path, 1) && name_of(path, &["zebrania".to_owned()]).is_none(), "{path}");
        }
    }
}
