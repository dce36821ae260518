//! The words that rules about wording look for, by language: lists in TOML files that a translator can edit.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use serde::Deserialize;

use super::arabic::Unmarked;
use super::file::subtags;

/// What a rule looks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WordList {
    /// Words and phrases, in lower case, and without the marks of Arabic. A word before a number ends with `-` if its
    /// ending changes. A list of likelihoods has one entry per band, empty if there is none, with `|` between several
    /// forms.
    pub words: Vec<String>,
    /// Phrases that have one of the words and mean something else.
    pub except: Vec<String>,
    /// The words for 10 to 20, in order; `|` between several for one number, `-` at the end of one whose end changes.
    pub numbers: Vec<String>,
    /// All of them, to be looked for at once; `None` where that cannot be.
    #[serde(skip)]
    finder: OnceLock<Option<AhoCorasick>>,
}

impl WordList {
    /// Where a text has one of the words and phrases, the exceptions among them, also within a word and within one
    /// another, in any case, with or without the marks of Arabic; in bytes.
    pub fn find<'l>(&'l self, text: &str) -> Vec<(Range<usize>, &'l str)> {
        let phrase = |at: usize| self.words.iter().chain(&self.except).nth(at).map_or("", String::as_str);
        let build = || {
            let all = self.words.iter().chain(&self.except);
            // The kind that is quickest to build: a process mostly checks one brief.
            let kind = Some(AhoCorasickKind::NoncontiguousNFA);
            AhoCorasick::builder().kind(kind).prefilter(false).build(all).ok()
        };
        let text = Unmarked::of(Cow::Owned(lower(text)));
        let finder = self.finder.get_or_init(build).iter();
        let found = finder.flat_map(|it| it.find_overlapping_iter(&*text.text));
        found.map(|it| (text.place(it.range()), phrase(it.pattern().as_usize()))).collect()
    }
}

/// A text in lower case, in which every byte keeps its place: a letter whose lower-case form has another length stays.
pub(crate) fn lower(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let small = |c: char| {
        let mut all = c.to_lowercase();
        all.next().filter(|it| all.next().is_none() && it.len_utf8() == c.len_utf8()).unwrap_or(c)
    };
    text.chars().map(small).collect()
}

/// A long word without its last two letters, which change in an inflected language.
pub(crate) fn stem(word: &str) -> &str {
    let count = word.chars().count();
    let keep = if count > 5 { count - 2 } else { count };
    word.char_indices().nth(keep).map_or(word, |(end, _)| &word[..end])
}

/// The lists of one language, by the name of their rule or of what several rules ask for.
type WordLists = BTreeMap<String, WordList>;

macro_rules! lists {
    ($($tag:literal),*) => {
        [$(($tag, include_str!(concat!(env!("OUT_DIR"), "/language/wording/", $tag, ".json")), OnceLock::new())),*]
    };
}

/// The lists as the build script has read them.
static LISTS: [(&str, &str, OnceLock<WordLists>); 8] = lists!["en", "de", "fr", "es", "pt", "ru", "uk", "ar"];

/// The list of a name in the language of a BCP 47 tag; `None` where the program has none.
#[must_use]
pub fn wording(tag: &str, name: &str) -> Option<&'static WordList> {
    let (primary, _) = subtags(tag);
    let (_, json, lists) = LISTS.iter().find(|(known, ..)| known.eq_ignore_ascii_case(primary))?;
    lists.get_or_init(|| serde_json::from_str(json).unwrap_or_default()).get(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Likelihood, Vocabulary as _};

    #[test]
    fn words_are_found_within_words_and_in_any_case() {
        let list = |words: &[&str], except: &[&str]| WordList {
            words: words.iter().map(|it| (*it).to_owned()).collect(),
            except: except.iter().map(|it| (*it).to_owned()).collect(),
            ..WordList::default()
        };
        let list_of_days = list(&["day", "today"], &["today’s"]);
        let mut found = list_of_days.find("TODAY’s days");
        found.sort_by_key(|(range, _)| (range.start, range.end));
        assert_eq!(found, [(0..5, "today"), (0..9, "today’s"), (2..5, "day"), (10..13, "day")]);
        assert_eq!(list(&[], &[]).find("today"), []);
        assert_eq!(list(&["вчера"], &[]).find("İ ВЧЕРА"), [(3..13, "вчера")]);
        assert_eq!(list(&["غدا"], &[]).find("غدًا"), [(0..8, "غدا")]);
    }

    #[test]
    fn every_list_can_be_read_and_has_words() {
        for (tag, json, _) in &LISTS {
            let lists: WordLists = serde_json::from_str(json).unwrap_or_else(|error| panic!("{tag}: {error}"));
            assert!(!lists.is_empty() && lists.values().all(|list| !list.words.is_empty()), "{tag}");
            assert!(lists.contains_key("negation"), "{tag}");
            for row in ["likelihood", "probability"].into_iter().filter_map(|row| lists.get(row)) {
                assert_eq!(row.words.len(), Likelihood::ALL.len(), "{tag}");
            }
            for (name, list) in &lists {
                let all =
                    list.words.iter().chain(&list.except).flat_map(|it| it.split('|')).filter(|it| !it.is_empty());
                let mut known = std::collections::BTreeSet::new();
                for word in all {
                    let plain = Unmarked::of(Cow::Owned(lower(word))).text;
                    assert!(word == plain && known.insert(word), "{tag}, {name}: {word}");
                }
            }
        }
        assert!(wording("en-GB", "relative-day").is_some_and(|list| list.words.iter().any(|it| it == "yesterday")));
        assert!(wording("ja", "relative-day").is_none() && wording("en", "no-rule").is_none());
    }
}
