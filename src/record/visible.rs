//! Texts as a reader sees them: two spellings that look the same in print are one text.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_compatible;
pub use unicode_normalization::char::is_combining_mark;

use super::Value;
use crate::model::Prose;

/// A quotation mark as it is typed; Word makes curly ones of them. Other characters are as they are.
#[must_use]
pub fn straight(c: char) -> char {
    match c {
        '‘' | '’' | '‚' | '‛' | '`' => '\'',
        '“' | '”' | '„' | '‟' => '"',
        c => c,
    }
}

/// A text as it looks in print: composed (Normalization Form C, UAX #15), ligature characters as their letters, without
/// characters that nothing is printed for (`Default_Ignorable_Code_Point`, UAX #44), and with one form each of the
/// space and the hyphen.
///
/// Marks of direction stay, for they change the order in which numbers and characters are printed. So do the joiners
/// after letters of scripts that they shape, as in Persian.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut spelled = String::with_capacity(text.len());
    let mut before = None;
    for c in text.chars() {
        match c {
            c if is_invisible(c, before) => continue,
            c if is_ligature(c) => decompose_compatible(c, |part| spelled.push(part)),
            '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' => spelled.push(' '),
            '\u{2010}' | '\u{2011}' => spelled.push('-'),
            c => spelled.push(c),
        }
        before = Some(c);
    }
    Cow::Owned(spelled.nfc().collect())
}

/// A text in Normalization Form KC (UAX #15): composed, and characters that are another one in another form, such as
/// wide or mathematical letters and digits, as that one. For comparisons, never for print.
pub(crate) fn compatible(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.nfkc().collect()) }
}

/// Whether nothing is printed for a character, and nothing printed otherwise because of it.
fn is_invisible(c: char, before: Option<char>) -> bool {
    match c {
        '\u{ad}'
        | '\u{34f}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'
        | '\u{2060}'..='\u{2064}'
        | '\u{feff}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{e0100}'..='\u{e01ef}' => true,
        // Latin, Greek, Cyrillic, Armenian and Hebrew letters take no other form beside a joiner.
        '\u{200c}' | '\u{200d}' => {
            before.is_none_or(|it| it.is_whitespace() || it <= '\u{5ff}' || ('\u{1e00}'..='\u{1fff}').contains(&it))
        }
        _ => false,
    }
}

/// Whether a character looks like the letters that it stands for. Superscripts and the like do not: 10² is not 102.
fn is_ligature(c: char) -> bool {
    matches!(c,
        // Digraphs of Dutch, Catalan, Croatian and Serbian.
        '\u{132}' | '\u{133}' | '\u{13f}' | '\u{140}' | '\u{1c4}'..='\u{1cc}' | '\u{1f1}'..='\u{1f3}'
        // Roman numerals.
        | '\u{2160}'..='\u{217f}'
        // Latin and Armenian ligatures.
        | '\u{fb00}'..='\u{fb06}' | '\u{fb13}'..='\u{fb17}'
        // Arabic letters by their form in the word; the phrases at U+FDF0 look different.
        | '\u{fb50}'..='\u{fdcf}' | '\u{fe70}'..='\u{fefc}')
}

impl Value {
    /// Whether two values are printed alike: equal, or spelled with other characters that look the same.
    #[must_use]
    pub fn looks_like(&self, other: &Self) -> bool {
        if self == other {
            return true;
        }
        match (self, other) {
            (Self::Text(one), Self::Text(other)) => visible(one) == visible(other),
            (Self::Prose(one), Self::Prose(other)) => looks_alike(one, other),
            (Self::List(one), Self::List(other)) => {
                one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one.looks_like(other))
            }
            (Self::Fields(one), Self::Fields(other)) => {
                one.len() == other.len()
                    && one.iter().zip(other).all(|(one, other)| one.0 == other.0 && one.1.looks_like(&other.1))
            }
            _ => false,
        }
    }
}

fn looks_alike(one: &Prose, other: &Prose) -> bool {
    visible(&one.source()) == visible(&other.source())
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn what_looks_the_same_is_the_same() {
        for (one, other) in [
            ("Kyïv", "Kyi\u{308}v"),
            ("й", "и\u{306}"),
            ("Nuremberg", "Nurem\u{ad}berg"),
            ("upstream", "up\u{200b}stream"),
            ("upstream", "up\u{200c}stream"),
            ("office", "oﬃce"),
            ("Ljubljana", "ǈubljana"),
            ("60 km", "60\u{a0}km"),
            ("cease-fire", "cease\u{2011}fire"),
            ("سلام", "ﺳﻼم"),
        ] {
            assert_eq!(visible(one), visible(other), "{one}");
        }
    }

    #[test]
    fn what_looks_different_is_different() {
        for (one, other) in [
            ("10²", "102"),
            ("½", "1⁄2"),
            ("می\u{200c}خواهم", "میخواهم"),
            ("\u{200f}5-3", "5-3"),
            ("e", "é"),
            ("Ⅷ", "8"),
        ] {
            assert_ne!(visible(one), visible(other), "{one}");
        }
    }
}
