//! Hyphenation: where a word may be divided (Liang's patterns, from `hypher`).

use hypher::Lang;

/// Words with fewer letters are not divided.
const SHORTEST_WORD: usize = 6;
/// Longer strings of letters are not words.
const LONGEST_WORD: usize = 60;

/// The hyphenation patterns for a BCP 47 tag; `None` when the language has none.
pub(super) fn patterns(language: &str) -> Option<Lang> {
    let primary = language.split(['-', '_']).next()?.to_ascii_lowercase();
    let code: [u8; 2] = primary.as_bytes().try_into().ok()?;
    Lang::from_iso(code)
}

/// Calls `found` with the byte offset of every position in `word` where a hyphen may be.
///
/// Words with digits, words in capitals and parts of addresses are not divided, since readers read them letter by
/// letter.
pub(super) fn points(word: &str, patterns: Lang, mut found: impl FnMut(usize)) {
    let letters = word.trim_matches(|c: char| !c.is_alphabetic());
    let Some(start) = word.find(letters) else { return };
    let mut count = 0;
    for c in letters.chars() {
        // The patterns do not cover words with an apostrophe, a dash or a digit.
        if !c.is_alphabetic() {
            return;
        }
        count += 1;
        if count > LONGEST_WORD {
            return;
        }
    }
    let capitals = letters.chars().filter(|c| c.is_uppercase()).count();
    // `25 January`, with a no-break space.
    let after_number = word[..start].trim_end_matches('.').ends_with(char::is_whitespace)
        && word[..start].contains(|c: char| c.is_ascii_digit());
    if after_number || count < SHORTEST_WORD || capitals > 1 || word[start + letters.len()..].contains(['/', '@']) {
        return;
    }
    let mut at = start;
    for syllable in hypher::hyphenate_bounded(letters, patterns, 2, 3) {
        at += syllable.len();
        if at < start + letters.len() {
            found(at);
        }
    }
}
