//! Signs: the characters that stand for a stance or a status beside its word.

/// A cell that begins with it has a heavy rule beside it. It is a character, so that every Markdown viewer shows it.
pub const RULE: char = '▌';

/// Whether a character is a sign where it stands as one.
#[must_use]
pub fn is_sign(c: char) -> bool {
    matches!(c, '▲' | '△' | '▼' | '▽' | '●' | '◉' | '○' | '◆' | '◊' | '■' | '◧' | '□' | '✗' | '✘' | '✓')
}

/// Where the signs of a text are: those with which a line begins, if the text `begins` one, or what is between middle
/// dots. Any other is a word of the text.
pub fn signs_in(text: &str, begins: bool) -> impl Iterator<Item = (usize, char)> {
    let stands_alone = move |at: usize, c: char| {
        let (before, after) = (&text[..at], &text[at + c.len_utf8()..]);
        let opens = if at == 0 { begins } else { before.ends_with("· ") };
        opens && (after.is_empty() || after.starts_with([' ', '\u{a0}']))
    };
    text.char_indices().filter(move |(at, c)| is_sign(*c) && stands_alone(*at, *c))
}
