//! Texts as ids.

use unicode_normalization::UnicodeNormalization;

use super::is_combining_mark;

/// The longest id that is proposed, in characters.
const LONGEST: usize = 64;

/// The text as an id, kebab-case ASCII; `None` when nothing is left of it, or when it has letters that ASCII cannot
/// write. Marks on Latin letters fall away (Unicode normalization form D), and letters that are Latin ones with a
/// stroke, or two in one, are written as these.
#[must_use]
pub fn slug(text: &str) -> Option<String> {
    let mut slug = String::new();
    for c in text.chars().take(LONGEST).nfd() {
        let plain = match c {
            '\'' | '’' | '@' => "",
            c if is_combining_mark(c) => "",
            c if c.is_ascii_alphanumeric() => {
                slug.push(c.to_ascii_lowercase());
                continue;
            }
            c if c.is_alphanumeric() => as_ascii(c)?,
            _ => "-",
        };
        if plain != "-" || !(slug.is_empty() || slug.ends_with('-')) {
            slug.push_str(plain);
        }
    }
    let slug = slug.trim_matches('-');
    (!slug.is_empty()).then(|| slug.to_owned())
}

/// A Latin letter that is not an ASCII one with marks; what cannot be written in ASCII is not guessed at.
fn as_ascii(c: char) -> Option<&'static str> {
    Some(match c {
        'æ' | 'Æ' => "ae",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'ħ' | 'Ħ' => "h",
        'ı' => "i",
        'ł' | 'Ł' => "l",
        'ø' | 'Ø' => "o",
        'œ' | 'Œ' => "oe",
        'ß' | 'ẞ' => "ss",
        'þ' | 'Þ' => "th",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Id;
    use proptest::prelude::*;

    #[test]
    fn marks_on_latin_letters_fall_away_and_other_scripts_are_refused() {
        for (text, expected) in [
            ("Čedo Ž", Some("cedo-z")),
            ("C\u{30c}edo", Some("cedo")),
            ("Łukasz Đặng", Some("lukasz-dang")),
            ("Søren Ærø", Some("soren-aero")),
            ("Straße", Some("strasse")),
            ("İstanbul ışık", Some("istanbul-isik")),
            ("Þórður Œuvre Ħal", Some("thordur-oeuvre-hal")),
            ("communiqué n° 5", Some("communique-n-5")),
            ("d’Ivoire", Some("divoire")),
            ("Жук", None),
            ("Ž Йод", None),
            ("\u{30c}", None),
        ] {
            assert_eq!(slug(text).as_deref(), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_slug_is_an_id(text in "\\PC{0,20}") {
            if let Some(slug) = slug(&text) {
                prop_assert!(Id::new(&slug).is_ok(), "{}", slug);
            }
        }
    }
}
