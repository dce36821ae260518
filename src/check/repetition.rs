//! When a text repeats another: words in a row, a name, or a large number.

use super::number::{numbers, ungrouped};
use crate::model::sentences;

/// How many words in a row cannot be chance.
const RUN: usize = 3;
/// So many of them must be longer than [`SHORT`]: "at the end" and "in the Alliance" are in many texts.
const LONG_WORDS: usize = 2;
/// How long a short word is at most, in characters.
const SHORT: usize = 4;
/// How long a word is at most that says nothing next to a name, in characters: "of", "the", "de".
const SMALL: usize = 3;
/// How many words of a name are looked for; of a longer one, [`RUN`] are found.
const LONGEST_NAME: usize = 5;
/// How many letters a name has at least: "UN" is in many texts.
const LETTERS: usize = 4;
/// How many digits a large number has at least.
const DIGITS: usize = 4;
/// The fields that are names and nothing else, each with its table: a field of the same name is a sentence elsewhere, as
/// `short` of a position is.
const NAMES: [(&str, &str); 11] = [
    ("parties", "name"),
    ("parties", "short"),
    ("parties", "representatives.name"),
    ("people", "name"),
    ("people", "also"),
    ("clearances", "office"),
    ("clearances", "person"),
    ("sources", "publisher"),
    ("parties", "members"),
    ("recommendations", "recommended_by"),
    ("recommendations", "opposed_by"),
];
/// The field of every attribution that is a name.
const SPEAKER: &str = "speaker";
/// The fields that may be a name, or words about it: they are looked for as a name, and hide no words as one.
const PERHAPS_NAMES: [(&str, &str); 3] =
    [("meetings", "interpreter"), ("next_steps", "owner"), ("commitments", "verifier")];
/// Those of them that make a name known: who reads that the commission acts here may read that it acts there.
const ACTORS: [(&str, &str); 2] = [("next_steps", "owner"), ("commitments", "verifier")];

/// Three words in a row of a text, those that are in many texts left out. The words are in lower case.
pub(crate) fn runs(words: &[String]) -> impl Iterator<Item = &[String]> {
    let is_long = |word: &&String| word.chars().count() > SHORT;
    words.windows(RUN).filter(move |run| run.iter().filter(is_long).count() >= LONG_WORDS)
}

/// The parts of a name that a run may have: all of its words, or some in a row.
pub(crate) fn name_parts(name: &[String]) -> impl Iterator<Item = &[String]> {
    (1..=RUN).flat_map(|length| name.windows(length))
}

/// Whether a run has no more than a part of a name that its readers know, and small words next to it, as "of Upper
/// Zebrania" has. It says nothing of the one who has the name.
pub(crate) fn is_of_name(run: &[String], is_known: impl Fn(&[String]) -> bool) -> bool {
    let is_small = |word: &String| word.chars().count() <= SMALL && word.chars().all(char::is_alphabetic);
    let first = run.iter().position(|word| !is_small(word)).unwrap_or_default();
    let last = run.iter().rposition(|word| !is_small(word)).unwrap_or_default();
    is_known(run) || is_known(&run[first..=last])
}

/// Whether the text at a path says whom the brief is from: its readers know that name, whatever else it is the name of.
pub(crate) fn is_sender(path: &str) -> bool {
    path == "brief.from"
}

/// The large numbers of a text, without what groups their digits: those of four digits or more that are no year. Who knows
/// one knows what it is of.
pub(crate) fn large_numbers(text: &str) -> Vec<String> {
    let is_year = |number: &str| number.len() == 4 && number.starts_with(['1', '2']);
    let telling = numbers(text).into_iter().filter(|(_, number)| !is_year(number));
    let ungrouped = telling.map(|(_, number)| ungrouped(number));
    ungrouped.filter(|it| it.bytes().take_while(u8::is_ascii_digit).count() >= DIGITS).collect()
}

/// The large numbers in the sentences of a text, as the file has it, that cite a source.
pub(crate) fn cited_numbers(written: &str) -> Vec<String> {
    let cited = sentences(written).into_iter().map(|sentence| &written[sentence]).filter(|it| it.contains("[@"));
    cited.flat_map(large_numbers).collect()
}

/// Words in a row of a text that may be a name, the shortest first.
pub(crate) fn names_in(words: &[String]) -> impl Iterator<Item = &[String]> {
    (1..=LONGEST_NAME).flat_map(|length| words.windows(length))
}

/// The name that the text at a path is, if it is one that is looked for in other texts.
pub(crate) fn name_of<'w>(path: &str, words: &'w [String]) -> Option<&'w [String]> {
    let is_long = || words.iter().flat_map(|word| word.chars()).filter(|c| c.is_alphabetic()).count() >= LETTERS;
    let may_be = is_named(path) || is_among(path, &PERHAPS_NAMES);
    (may_be && words.len() <= LONGEST_NAME && is_long()).then_some(words)
}

/// Whether who reads the text at a path knows the name that it is.
pub(crate) fn makes_known(path: &str) -> bool {
    is_name(path) || is_among(path, &ACTORS)
}

/// Whether the text at a path is a name rather than a sentence.
pub(crate) fn is_name(path: &str) -> bool {
    is_named(path) || is_among(path, &[("issues", "title")])
}

/// Whether the text at a path is the name of a party, a person, an office or a publisher.
fn is_named(path: &str) -> bool {
    is_among(path, &NAMES) || path.rsplit_once('.').is_some_and(|(_, last)| without_place(last) == SPEAKER)
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
        for (table, field) in NAMES.iter().chain(&PERHAPS_NAMES) {
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
            assert!(is_name(path) && name_of(path, &["zebrania".to_owned()]).is_some(), "{path}");
        }
        for path in ["meetings.a.interpreter", "commitments.a.verifier", "next_steps.a.owner"] {
            assert!(!is_name(path) && name_of(path, &["zebrania".to_owned()]).is_some(), "{path}");
        }
        assert!(is_name("issues.land.title") && name_of("issues.land.title", &["land".to_owned()]).is_none());
        for path in ["positions.land.north.short", "sources.a.title", "claims.short.text", "parties.name.interests[0]"]
        {
            assert!(!is_name(path) && name_of(path, &["zebrania".to_owned()]).is_none(), "{path}");
        }
    }
}
