//! The words that rules about wording look for, by language: lists in TOML files that a translator can edit.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::file::subtags;
use crate::parse;

/// What one rule looks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WordList {
    /// Words and phrases, in small letters.
    pub words: Vec<String>,
    /// Phrases that have one of the words and mean something else.
    pub except: Vec<String>,
    /// The words for 10 to 20, in order; `-` at the end of one whose end changes.
    pub numbers: Vec<String>,
}

/// The lists of one language by the name of their rule.
type WordLists = BTreeMap<String, WordList>;

macro_rules! lists {
    ($($tag:literal),*) => {
        [$(($tag, include_str!(concat!("wording/", $tag, ".toml")), OnceLock::new())),*]
    };
}

static LISTS: [(&str, &str, OnceLock<WordLists>); 7] = lists!["en", "de", "fr", "es", "pt", "ru", "uk"];

/// What a rule looks for in the language of a BCP 47 tag; `None` where the program has no list for it.
#[must_use]
pub fn wording(tag: &str, rule: &str) -> Option<&'static WordList> {
    let (primary, _) = subtags(tag);
    let (_, text, lists) = LISTS.iter().find(|(known, ..)| known.eq_ignore_ascii_case(primary))?;
    lists.get_or_init(|| parse::built_in(text).unwrap_or_default()).get(rule)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_can_be_read_and_has_words() {
        for (tag, text, _) in &LISTS {
            let lists: WordLists = parse::built_in(text).unwrap_or_else(|| panic!("{tag}"));
            assert!(!lists.is_empty() && lists.values().all(|list| !list.words.is_empty()), "{tag}");
        }
        assert!(wording("en-GB", "relative-day").is_some_and(|list| list.words.iter().any(|it| it == "yesterday")));
        assert!(wording("ja", "relative-day").is_none() && wording("en", "no-rule").is_none());
    }
}
