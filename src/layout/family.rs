//! Reads from the name of a font family whether it is made for text, whether it has serifs, and for which script it is.
//!
//! A folder can have dozens of families that have the characters of a word. The first file that has them is often a
//! display family, or one that is hard to read at the size of text. So the choice depends on the names, not on the
//! order of the files.

use std::cmp::Ordering;

use unicode_script::{Script, UnicodeScript};

/// Words in the names of families that are not made for running text.
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

/// What the name of a family says about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Traits {
    /// The words of the name in lower case.
    words: Vec<String>,
    /// Whether it is made for running text.
    is_text: bool,
    /// Whether it has serifs; `None` when the name does not say so.
    serif: Option<bool>,
}

impl Traits {
    pub(super) fn of(name: &str) -> Self {
        let words: Vec<String> =
            name.split(|c: char| !c.is_alphanumeric()).filter(|it| !it.is_empty()).map(str::to_lowercase).collect();
        let has = |word: &str| words.iter().any(|it| it == word);
        let serif = match () {
            () if has("sans") => Some(false),
            // Naskh is the book hand of Arabic, as serif is of Latin.
            () if has("serif") || has("naskh") => Some(true),
            () => None,
        };
        Self { is_text: !LAST.iter().any(|word| has(word)), serif, words }
    }

    /// Whether the family has serifs. A family whose name does not say so is taken for one that has.
    pub(super) fn is_serif(&self) -> bool {
        self.serif != Some(false)
    }

    /// How far the family is from a text family with (or without) serifs: 0 when the name says so, 1 when it does not
    /// say, 2 for the other kind, 3 for a family that is not made for text.
    pub(super) fn distance(&self, serif: bool) -> u8 {
        match self.serif {
            _ if !self.is_text => 3,
            Some(own) if own == serif => 0,
            None => 1,
            Some(_) => 2,
        }
    }

    /// Whether the name includes the script of one of the characters, as "Noto Sans Thai" does for Thai text.
    pub(super) fn names_script_of(&self, text: &str) -> bool {
        text.chars().any(|c| c.script_extension().iter().any(|script| self.names(script)))
    }

    /// Whether the name includes the name of a script.
    pub(super) fn names(&self, script: Script) -> bool {
        let mut parts = script.full_name().split('_');
        let Some(first) = parts.next() else { return false };
        let Some(at) = self.words.iter().position(|word| word.eq_ignore_ascii_case(first)) else { return false };
        parts.zip(at + 1..).all(|(part, at)| self.words.get(at).is_some_and(|word| word.eq_ignore_ascii_case(part)))
    }
}

/// The script of a language (BCP 47), where several scripts share characters: a comma alone does not show its script.
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

/// Orders families that are equally good, by name, so that the order of the files does not matter.
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
        // "UI" matches only a whole word of the name.
        assert_eq!(Traits::of("Noto Naskh Arabic UI").distance(true), 3);
        assert_eq!(Traits::of("Guinness Serif").distance(true), 0);
        assert_eq!(Traits::of("Noto Sans Symbols2").distance(false), 3);
    }

    #[test]
    fn a_family_name_tells_its_script() {
        assert!(Traits::of("Noto Sans Thai").names_script_of("ไทย"));
        assert!(Traits::of("Noto Sans Canadian Aboriginal").names_script_of("ᐃ"));
        assert!(!Traits::of("Noto Sans Old Italic").names_script_of("𐤀"));
        assert!(!Traits::of("Noto Sans").names_script_of("ไทย"));
        // Several scripts share this comma.
        assert!(Traits::of("Noto Sans Arabic").names_script_of("،"));
    }
}
