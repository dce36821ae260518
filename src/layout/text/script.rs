//! Properties of characters: their script, which of them form a word of a script, and which print nothing.

use std::ops::Range;

use unicode_script::UnicodeScript;

use super::super::font::Font;

/// Whether a font can print a character or one with the same meaning. Also true for a character that prints nothing.
pub(super) fn is_printed_by(font: &Font, c: char) -> bool {
    c.is_control() || ignorable(c) || c == '\u{ad}' || font.has(c) || stand_in(c).is_some_and(|c| font.has(c))
}

/// The byte ranges of the words of a text. A word ends at a space or at a letter of another script; it begins with a
/// letter, ends with a letter and its marks, and may have punctuation in between.
pub(super) fn words_of_a_script(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let mut word: Option<(Range<usize>, unicode_script::Script)> = None;
        while let Some((at, c)) = chars.peek().copied() {
            let own = own_script(c).map(of_one_font);
            match (&mut word, own) {
                (Some(_), _) if c.is_whitespace() => break,
                (Some((_, script)), Some(own)) if own != *script => break,
                (Some((range, _)), Some(_)) => range.end = at + c.len_utf8(),
                // A combining mark stays with its letter.
                (Some((range, _)), None) if is_mark(c) && range.end == at => {
                    range.end = at + c.len_utf8();
                }
                (None, Some(own)) => word = Some((at..at + c.len_utf8(), own)),
                _ => {}
            }
            chars.next();
        }
        word.map(|(range, _)| range)
    })
}

/// Maps scripts that are set in the same font to one of them.
fn of_one_font(script: unicode_script::Script) -> unicode_script::Script {
    use unicode_script::Script::{Bopomofo, Han, Hangul, Hiragana, Katakana};
    if [Bopomofo, Hangul, Hiragana, Katakana].contains(&script) { Han } else { script }
}

/// Whether a character is a space or punctuation, which is set in the font of the words before it.
pub(super) fn is_shared(c: char) -> bool {
    c == ' ' || c == '\u{a0}' || (own_script(c).is_none() && !c.is_numeric() && !c.is_control() && !is_sign(c))
}

/// Whether a character is a symbol that the page adds: a shape or an arrow.
fn is_sign(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{21ff}' | '\u{25a0}'..='\u{25ff}' | '✗' | '✘' | '•')
}

/// The script of a character; `None` for a character that several scripts share.
pub(super) fn own_script(c: char) -> Option<unicode_script::Script> {
    use unicode_script::Script::{Common, Cyrillic, Inherited, Latin, Unknown};
    if c.is_ascii() {
        return c.is_ascii_alphabetic().then_some(Latin);
    }
    // A shortcut without a search for the blocks of European languages.
    match c {
        '\u{c0}'..='\u{24f}' if c != '×' && c != '÷' => return Some(Latin),
        '\u{400}'..='\u{484}' | '\u{487}'..='\u{52f}' => return Some(Cyrillic),
        '\u{a0}' | '\u{2010}'..='\u{2027}' | '\u{25a0}'..='\u{25ff}' => return None,
        _ => {}
    }
    Some(c.script()).filter(|script| ![Common, Inherited, Unknown].contains(script))
}

/// Whether a character is a combining mark, which belongs to the letter before it.
pub(super) fn is_mark(c: char) -> bool {
    c.script() == unicode_script::Script::Inherited
}

/// The first script of a text; Latin when no character has a script of its own.
pub(super) fn first_script(text: &str) -> unicode_script::Script {
    text.chars().find_map(own_script).unwrap_or(unicode_script::Script::Latin)
}

/// The four-letter code of a script (ISO 15924).
pub(super) fn tag(script: unicode_script::Script) -> [u8; 4] {
    script.short_name().as_bytes().try_into().unwrap_or(*b"Latn")
}

/// Characters that print nothing and that a font need not have (the most common ones with the Unicode property
/// `Default_Ignorable_Code_Point`).
pub(super) fn ignorable(c: char) -> bool {
    matches!(u32::from(c), 0x061C | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0xFE00..=0xFE0F | 0xFEFF | 0xE0000..=0xE0FFF)
}

/// A character with the same meaning, for fonts that lack the exact one.
pub(super) fn stand_in(c: char) -> Option<char> {
    match u32::from(c) {
        0x00A0 | 0x2007 | 0x202F => Some('\u{a0}'),
        0x2000..=0x200A | 0x205F | 0x3000 => Some(' '),
        0x2010 | 0x2011 => Some('-'),
        0x2012 | 0x2015 | 0x2212 => Some('–'),
        0x02BC => Some('’'),
        _ => None,
    }
}
