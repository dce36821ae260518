//! The nearest known name to what somebody wrote, and a well-formed id for it.

use std::borrow::Cow;

use super::confusion;
use crate::diagnostic;

/// The longest id that is proposed, in characters.
const LONGEST: usize = 64;

/// Finds nearest names, and stops comparing when a file has asked for very many.
#[derive(Debug)]
pub(super) struct Suggest {
    budget: usize,
}

impl Default for Suggest {
    fn default() -> Self {
        Self { budget: 500_000 }
    }
}

impl Suggest {
    /// The candidate that was most likely meant: another word for the same thing, or the nearest by its letters.
    pub(super) fn meant<'a>(
        &mut self,
        written: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        let candidates: Vec<&str> = candidates.into_iter().collect();
        confusion::meant(written, &candidates).or_else(|| self.nearest(written, candidates))
    }

    /// The candidate that is nearest by its letters, see [`diagnostic::nearest()`].
    pub(super) fn nearest<'a>(
        &mut self,
        written: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        let budget = &mut self.budget;
        diagnostic::nearest(
            written,
            candidates.into_iter().take_while(|_| {
                let left = budget.checked_sub(1);
                *budget = left.unwrap_or(0);
                left.is_some()
            }),
        )
    }
}

/// The name among `known` that was most likely meant: another word for the same thing, or the nearest by its letters.
#[must_use]
pub fn meant<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    Suggest::default().meant(written, known)
}

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

/// The start of a long text, on one line, for a message.
pub(crate) fn shortened(text: &str) -> Cow<'_, str> {
    let end = text.char_indices().nth(60).map(|(at, _)| at);
    let line = text.find(['\n', '\r']);
    match end.into_iter().chain(line).min() {
        Some(end) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

/// Names in a sentence: "`a`, `b` and `c`".
pub(super) fn listed<'a>(names: impl IntoIterator<Item = &'a str>, last: &str) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((end, [])) => end.clone(),
        Some((end, start)) => format!("{} {last} {end}", start.join(", ")),
        None => String::new(),
    }
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
