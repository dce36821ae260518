//! The nearest known name to what somebody wrote, and a well-formed id for it.

use std::borrow::Cow;

/// Longer names are not compared: the comparison takes the square of the length.
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
    /// The candidate that was most likely meant: at most a third of its letters differ. Case, hyphens and underscores
    /// are no differences.
    pub(super) fn nearest<'a>(
        &mut self,
        written: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        if written.is_empty() || written.len() > LONGEST {
            return None;
        }
        let plain = |text: &str| text.to_lowercase().replace(['_', ' '], "-");
        let wanted = plain(written);
        let mut best: Option<(usize, &str)> = None;
        for candidate in candidates {
            let Some(left) = self.budget.checked_sub(1) else { break };
            self.budget = left;
            if candidate.len() > LONGEST || candidate == written {
                continue;
            }
            let other = plain(candidate);
            let mut distance = strsim::damerau_levenshtein(&wanted, &other);
            let letters = wanted.chars().count().max(other.chars().count());
            // `source` for `sources-list`: a beginning of four letters says enough.
            if wanted.len() >= 4 && (other.starts_with(&wanted) || wanted.starts_with(&other) && other.len() >= 4) {
                distance = distance.min(1);
            }
            if distance * 3 <= letters && best.is_none_or(|(least, _)| distance < least) {
                best = Some((distance, candidate));
            }
        }
        best.map(|(_, candidate)| candidate)
    }
}

/// The text as an id, kebab-case ASCII; `None` when nothing is left of it. Accents of Latin letters fall away.
pub(super) fn slug(text: &str) -> Option<String> {
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
pub(super) fn shortened(text: &str) -> Cow<'_, str> {
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

    #[test]
    fn the_nearest_name_is_one_that_was_meant() {
        let known = ["stance", "text", "sources", "red_line", "as_of"];
        let nearest = |written| Suggest::default().nearest(written, known);
        for (written, expected) in [
            ("stanse", Some("stance")),
            ("Red-Line", Some("red_line")),
            ("source", Some("sources")),
            ("asof", Some("as_of")),
            ("colour", None),
            ("", None),
        ] {
            assert_eq!(nearest(written), expected, "{written}");
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
