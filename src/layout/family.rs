//! What the name of a family of fonts says: whether it is made for text, with serifs or without, and for which script.
//!
//! A folder can have dozens of families that could print a word. The first file that has its letters is often one for
//! headings, or one that few readers can read at the size of text, so names decide, not the order of the files.

use std::cmp::Ordering;

use unicode_script::{Script, UnicodeScript};

/// Words of the names of families that are not made for running text.
const LAST: [&str; 24] = [
    "kufi",
    "rashi",
    "looped",
    "nastaliq",
    "display",
    "condensed",
    "mono",
    "symbols",
    "symbols2",
    "ui",
    "emoji",
    "math",
    "music",
    "slanted",
    "unjoined",
    "traditional",
    "supplement",
    "narrow",
    "caption",
    "poster",
    "stencil",
    "handwriting",
    "script",
    "signwriting",
];

/// What is known of a family by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Traits {
    /// The words of the name in lower case.
    words: Vec<String>,
    /// Whether it is made for text.
    is_text: bool,
    /// With serifs or without; `None` when the name does not say it.
    serif: Option<bool>,
}

impl Traits {
    pub(super) fn of(name: &str) -> Self {
        let words: Vec<String> =
            name.split(|c: char| !c.is_alphanumeric()).filter(|it| !it.is_empty()).map(str::to_lowercase).collect();
        let has = |word: &str| words.iter().any(|it| it == word);
        let serif = match () {
            () if has("sans") => Some(false),
            // Naskh is to Arabic what a serif is to Latin: the hand of books.
            () if has("serif") || has("naskh") => Some(true),
            () => None,
        };
        Self { is_text: !LAST.iter().any(|word| has(word)), serif, words }
    }

    /// Whether it is a family with serifs; one whose name does not say it is taken for one.
    pub(super) fn is_serif(&self) -> bool {
        self.serif != Some(false)
    }

    /// How far it is from a family for text with serifs or without: 0 for one, then what the name leaves open, then the
    /// other kind, then what is not made for text.
    pub(super) fn distance(&self, serif: bool) -> u8 {
        match self.serif {
            _ if !self.is_text => 3,
            Some(own) if own == serif => 0,
            None => 1,
            Some(_) => 2,
        }
    }

    /// Whether the name has the script of one of the characters, as that of "Noto Sans Thai" has.
    pub(super) fn names_script_of(&self, text: &str) -> bool {
        text.chars().any(|c| c.script_extension().iter().any(|script| self.names(script)))
    }

    /// Whether the name has a script.
    pub(super) fn names(&self, script: Script) -> bool {
        let mut parts = script.full_name().split('_');
        let Some(first) = parts.next() else { return false };
        let Some(at) = self.words.iter().position(|word| word.eq_ignore_ascii_case(first)) else { return false };
        parts.zip(at + 1..).all(|(part, at)| self.words.get(at).is_some_and(|word| word.eq_ignore_ascii_case(part)))
    }
}

/// The script in which a language (BCP 47) is written, for scripts that share characters with others: a comma alone
/// does not say whose it is.
pub(super) fn script_of(language: &str) -> Option<Script> {
    match language.split('-').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "ar" | "ckb" | "fa" | "ks" | "ps" | "sd" | "ug" | "ur" => Some(Script::Arabic),
        "he" | "yi" => Some(Script::Hebrew),
        "hi" | "mr" | "ne" | "sa" => Some(Script::Devanagari),
        "as" | "bn" => Some(Script::Bengali),
        "dv" => Some(Script::Thaana),
        _ => None,
    }
}

/// The order of families that are as good as each other: by name, so that the order of the files does not matter.
pub(super) fn by_name(a: &str, b: &str) -> Ordering {
    a.len().cmp(&b.len()).then_with(|| a.cmp(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_for_text_come_first() {
        let order = |serif: bool, names: &[&str]| -> Vec<String> {
            let mut names: Vec<_> = names.iter().map(|it| (*it).to_owned()).collect();
            names.sort_by(|a, b| {
                let far = |name: &str| Traits::of(name).distance(serif);
                far(a).cmp(&far(b)).then_with(|| by_name(a, b))
            });
            names
        };
        let arabic = ["Noto Kufi Arabic", "Noto Nastaliq Urdu", "Amiri", "Noto Sans Arabic", "Noto Naskh Arabic"];
        let serif = ["Noto Naskh Arabic", "Amiri", "Noto Sans Arabic", "Noto Kufi Arabic", "Noto Nastaliq Urdu"];
        assert_eq!(order(true, &arabic), serif);
        let sans = ["Noto Sans Arabic", "Amiri", "Noto Naskh Arabic", "Noto Kufi Arabic", "Noto Nastaliq Urdu"];
        assert_eq!(order(false, &arabic), sans);
        // "UI" is a word of the name, and no part of one.
        assert_eq!(Traits::of("Noto Naskh Arabic UI").distance(true), 3);
        assert_eq!(Traits::of("Guinness Serif").distance(true), 0);
        assert_eq!(Traits::of("Noto Sans Symbols2").distance(false), 3);
    }

    #[test]
    fn a_name_has_its_script() {
        assert!(Traits::of("Noto Sans Thai").names_script_of("ไทย"));
        assert!(Traits::of("Noto Sans Canadian Aboriginal").names_script_of("ᐃ"));
        assert!(!Traits::of("Noto Sans Old Italic").names_script_of("𐤀"));
        assert!(!Traits::of("Noto Sans").names_script_of("ไทย"));
        // A comma of several scripts.
        assert!(Traits::of("Noto Sans Arabic").names_script_of("،"));
    }
}
