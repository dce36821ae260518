//! Texts as ids, and as the start of a message.

/// The longest id that is proposed, in characters.
const LONGEST: usize = 64;

/// The text as an id, kebab-case ASCII; `None` when nothing is left of it, or when it has letters that ASCII cannot
/// write. Accents of Latin letters fall away.
#[must_use]
pub fn slug(text: &str) -> Option<String> {
    let mut slug = String::new();
    for c in text.chars().take(LONGEST) {
        let plain = match c {
            'à'..='å' | 'À'..='Å' | 'ā' | 'ă' | 'ą' => "a",
            'ç' | 'Ç' | 'ć' | 'č' => "c",
            'è'..='ë' | 'È'..='Ë' | 'ē' | 'ę' | 'ě' => "e",
            'ì'..='ï' | 'Ì'..='Ï' | 'ı' | 'İ' => "i",
            'ñ' | 'Ñ' | 'ń' => "n",
            'ò'..='ö' | 'Ò'..='Ö' | 'ø' | 'Ø' | 'ő' => "o",
            'ù'..='ü' | 'Ù'..='Ü' | 'ű' | 'ů' => "u",
            'ý' | 'ÿ' | 'Ý' => "y",
            'š' | 'ś' | 'ş' | 'Š' => "s",
            'ž' | 'ź' | 'ż' | 'Ž' => "z",
            'ğ' => "g",
            'ł' | 'Ł' => "l",
            'ß' => "ss",
            'æ' | 'Æ' => "ae",
            '\'' | '’' | '@' => "",
            c if c.is_ascii_alphanumeric() => {
                slug.push(c.to_ascii_lowercase());
                continue;
            }
            // What cannot be written in ASCII is not guessed at.
            c if c.is_alphanumeric() => return None,
            _ => "-",
        };
        if plain != "-" || !(slug.is_empty() || slug.ends_with('-')) {
            slug.push_str(plain);
        }
    }
    let slug = slug.trim_matches('-');
    (!slug.is_empty()).then(|| slug.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Id;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_slug_is_an_id(text in "\\PC{0,20}") {
            if let Some(slug) = slug(&text) {
                prop_assert!(Id::new(&slug).is_ok(), "{}", slug);
            }
        }
    }
}
