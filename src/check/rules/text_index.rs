//! Which texts of a brief have the words of a name.

use super::CheckSubject;
use super::subject::{Text, words};
use crate::language::stem;

/// Texts by their words.
pub(super) struct TextIndex<'s> {
    texts: Vec<&'s Text<'s>>,
    /// The words of all texts with the numbers of their texts, sorted; of a compound its parts, too.
    words: Vec<(&'s str, usize)>,
}

/// In this many texts a word is looked for together with others; one in more is so common that it says nothing.
const MOST_TEXTS: usize = 500;

/// What joins the parts of a compound.
const HYPHENS: [char; 2] = ['-', '‑'];

impl<'s> TextIndex<'s> {
    /// The texts that are asked for.
    pub(super) fn of(subject: &'s CheckSubject<'_>, is_asked_for: impl Fn(&Text<'_>) -> bool) -> Self {
        let texts: Vec<_> = subject.texts.iter().filter(|text| is_asked_for(text)).collect();
        let mut all: Vec<_> = Vec::new();
        for (at, text) in texts.iter().enumerate() {
            all.extend(words(&text.plain).flat_map(|(_, word)| endings(word)).map(|word| (word, at)));
        }
        all.sort_unstable();
        all.dedup();
        Self { texts, words: all }
    }

    /// Whether a text of another record than `own` has a name. Inflected languages change its end, so the start of each
    /// long word is enough; `Front Line` is `Front-Line`, too.
    pub(super) fn has_name(&self, name: &str, own: &str) -> bool {
        let Some(first) = words(name).next().and_then(|(_, word)| word.split(HYPHENS).next()) else { return true };
        let with_first = self.texts_with(first, own);
        if with_first.len() > MOST_TEXTS || with_first.iter().any(|at| self.texts[*at].plain.contains(name)) {
            return true;
        }
        let parts = words(name).flat_map(|(_, word)| word.split(HYPHENS));
        let long = parts.filter(|part| part.chars().count() > 3);
        let mut found = long.map(|word| self.texts_with(stem(word), own));
        let Some(mut common) = found.next() else { return false };
        for other in found {
            if common.len() > MOST_TEXTS {
                common = other;
            } else if other.len() <= MOST_TEXTS {
                common.retain(|at| other.binary_search(at).is_ok());
            }
        }
        !common.is_empty()
    }

    /// The texts of other records with a word that begins so, in order; of more than [`MOST_TEXTS`] only some.
    fn texts_with(&self, start: &str, own: &str) -> Vec<usize> {
        let from = self.words.partition_point(|(word, _)| *word < start);
        let words = self.words[from..].iter().take_while(|(word, _)| word.starts_with(start)).map(|(_, at)| *at);
        let others = words.filter(|at| self.texts[*at].record() != own);
        let mut texts: Vec<usize> = others.take(MOST_TEXTS + 1).collect();
        texts.sort_unstable();
        texts.dedup();
        texts
    }
}

/// A word, and what follows each of its hyphens.
fn endings(word: &str) -> impl Iterator<Item = &str> {
    let after = word.match_indices(HYPHENS).map(|(at, hyphen)| &word[at + hyphen.len()..]);
    std::iter::once(word).chain(after)
}
