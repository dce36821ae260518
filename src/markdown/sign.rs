//! Signs: the characters beside a word that show a stance or a status.

/// A table cell that begins with this character has a heavy rule beside it. It is an ordinary character, so every
/// Markdown viewer shows something.
pub const RULE: char = '▌';

/// Whether a character can be a sign.
#[must_use]
pub fn is_sign(c: char) -> bool {
    matches!(c, '▲' | '△' | '▼' | '▽' | '●' | '◉' | '○' | '◆' | '◊' | '■' | '◧' | '□' | '✗' | '✘' | '✓')
}

/// The signs in a text, with their byte positions: one at its start, if `begins` says that a line begins there, and
/// those after a middle dot. Other such characters are part of the text.
pub fn signs_in(text: &str, begins: bool) -> impl Iterator<Item = (usize, char)> {
    let stands_alone = move |at: usize, c: char| {
        let (before, after) = (&text[..at], &text[at + c.len_utf8()..]);
        let opens = if at == 0 { begins } else { before.ends_with("· ") };
        opens && (after.is_empty() || after.starts_with([' ', '\u{a0}']))
    };
    text.char_indices().filter(move |(at, c)| is_sign(*c) && stands_alone(*at, *c))
}
