//! When a text repeats another: words in a row, or a name.

/// How many words in a row are no chance.
const RUN: usize = 3;
/// So many of them must be longer than [`SHORT`]: "at the end" and "in the Alliance" are in many texts.
const LONG_WORDS: usize = 2;
/// How long a short word is at most, in characters.
const SHORT: usize = 4;
/// How many words of a name are looked for; of a longer one, [`RUN`] are found.
const LONGEST_NAME: usize = 5;
/// How many letters a name has at least: "UN" is in many texts.
const LETTERS: usize = 4;
/// The fields that have a name.
const NAMES: [&str; 8] = ["name", "also", "interpreter", "short", "office", "person", "speaker", "publisher"];

/// Three words in a row of a text, those that are in many texts left out. The words are in small letters.
pub(crate) fn runs(words: &[String]) -> impl Iterator<Item = &[String]> {
    let is_long = |word: &&String| word.chars().count() > SHORT;
    words.windows(RUN).filter(move |run| run.iter().filter(is_long).count() >= LONG_WORDS)
}

/// Words in a row of a text that may be a name, the shortest first.
pub(crate) fn names_in(words: &[String]) -> impl Iterator<Item = &[String]> {
    (1..=LONGEST_NAME).flat_map(|length| words.windows(length))
}

/// The name that the text at a path is, if it is one that is looked for in other texts.
pub(crate) fn name_of<'w>(path: &str, words: &'w [String]) -> Option<&'w [String]> {
    let field = path.split('[').next().unwrap_or(path).rsplit('.').next().unwrap_or(path);
    let is_long = || words.iter().flat_map(|word| word.chars()).filter(|c| c.is_alphabetic()).count() >= LETTERS;
    (NAMES.contains(&field) && words.len() <= LONGEST_NAME && is_long()).then_some(words)
}

/// Whether the text at a path is a name rather than a sentence.
pub(crate) fn is_name(path: &str) -> bool {
    let name = path.rsplit('.').next().and_then(|name| name.split('[').next()).unwrap_or_default();
    NAMES.contains(&name) || name == "title" && path.starts_with("issues.")
}
