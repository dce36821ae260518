//! Applies changes of the sent text to the current text of the brief.

use std::collections::BTreeSet;
use std::ops::Range;

use super::words::{Cited, ReviewWords, Sign};
use crate::diff::words::{TextChange, sequences};
use crate::model::sentences;

/// A changed part: a range of the old text, and the range of the new text that replaces it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Hunk {
    /// The range of the removed words in the old text.
    old: Range<usize>,
    /// The range of the added words in the new text.
    new: Range<usize>,
}

/// The result of combining the returned and the current text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Carried {
    /// The returned text has no changes.
    Unchanged,
    /// The brief already has the changed text.
    Already,
    /// The new text, and the citations that were removed with their words.
    New {
        words: ReviewWords,
        dropped: Vec<String>,
        /// Whether the brief had changed in other sentences.
        merged: bool,
    },
    /// Both changed the same sentence.
    Conflict,
}

/// Combines three versions of a text: as it was sent, as it was returned, as it is in the brief now. `is_gone` tells
/// whether the mark of a citation was deleted.
pub(super) fn carried(
    sent: &ReviewWords,
    back: &ReviewWords,
    now: &ReviewWords,
    is_gone: &dyn Fn(&str) -> bool,
) -> Carried {
    let (sent_keys, back_keys, now_keys) = (sent.keys(), back.keys(), now.keys());
    if sent_keys == back_keys {
        return Carried::Unchanged;
    }
    if back_keys == now_keys {
        return Carried::Already;
    }
    let theirs = hunks(&sent_keys, &back_keys);
    let ours = hunks(&sent_keys, &now_keys);
    if !ours.is_empty() {
        let touched = |hunks: &[Hunk]| -> BTreeSet<usize> {
            let of_word = sentence_of_words(sent);
            let last = of_word.last().copied().unwrap_or(0);
            let at = |word: usize| of_word.get(word).copied().unwrap_or(last);
            // Words that are added between two sentences affect both.
            let sentences = |Hunk { old, .. }: &Hunk| {
                if old.is_empty() {
                    at(old.start.saturating_sub(1))..=at(old.end)
                } else {
                    at(old.start)..=at(old.end - 1)
                }
            };
            hunks.iter().flat_map(sentences).collect()
        };
        if !touched(&theirs).is_disjoint(&touched(&ours)) {
            return Carried::Conflict;
        }
    }
    let moved: Vec<Hunk> = theirs.iter().map(|hunk| moved(hunk, &ours)).collect();
    let (words, dropped) = replaced(now, &moved, back, is_gone);
    Carried::New { words, dropped, merged: !ours.is_empty() }
}

fn hunks(old: &[String], new: &[String]) -> Vec<Hunk> {
    let (mut all, mut at): (Vec<Hunk>, _) = (Vec::new(), (0, 0));
    let mut open: Option<Hunk> = None;
    for (change, range) in sequences(old, new) {
        if change == TextChange::Kept {
            all.extend(open.take());
            at = (at.0 + range.len(), at.1 + range.len());
            continue;
        }
        let hunk = open.get_or_insert(Hunk { old: at.0..at.0, new: at.1..at.1 });
        if change == TextChange::Deleted {
            hunk.old.end = range.end;
            at.0 = range.end;
        } else {
            hunk.new.end = range.end;
            at.1 = range.end;
        }
    }
    all.extend(open);
    all
}

/// The range of a change, adjusted for the other changes before it.
fn moved(hunk: &Hunk, others: &[Hunk]) -> Hunk {
    let before = others.iter().filter(|other| other.old.end <= hunk.old.start);
    let (gone, come) = before.fold((0, 0), |(gone, come), it| (gone + it.old.len(), come + it.new.len()));
    Hunk { old: hunk.old.start + come - gone..hunk.old.end + come - gone, new: hunk.new.clone() }
}

/// The index of the sentence of each word.
fn sentence_of_words(words: &ReviewWords) -> Vec<usize> {
    let ranges = words.ranges();
    let (mut text, mut starts) = (String::new(), Vec::new());
    for range in ranges {
        if !text.is_empty() {
            text.push(' ');
        }
        starts.push(text.len());
        text.extend(words.signs[range].iter().map(|sign| sign.c));
    }
    let sentences = sentences(&text);
    starts.iter().map(|start| sentences.partition_point(|sentence| sentence.end <= *start)).collect()
}

/// A text with some of its words replaced. Citations stay with their words. Citations of replaced words stay with the
/// new words; those of removed words are removed if their marks are.
fn replaced(
    now: &ReviewWords,
    hunks: &[Hunk],
    back: &ReviewWords,
    is_gone: &dyn Fn(&str) -> bool,
) -> (ReviewWords, Vec<String>) {
    let (ranges, new_ranges) = (now.ranges(), back.ranges());
    let mut out = ReviewWords { links: now.links.clone(), ..ReviewWords::default() };
    let mut dropped = Vec::new();
    let mut at = 0;
    for hunk in hunks.iter().chain([&Hunk { old: ranges.len()..ranges.len(), new: 0..0 }]) {
        for word in at..hunk.old.start.min(ranges.len()) {
            out.keep(now, &ranges, word);
        }
        at = hunk.old.end;
        let old = hunk.old.start.min(ranges.len())..hunk.old.end.min(ranges.len());
        let cited: Vec<&Cited> = now.cited.iter().filter(|it| is_of(it, &ranges, &old)).collect();
        let link = old.clone().find_map(|word| now.signs[ranges[word].start].link);
        for word in hunk.new.clone() {
            out.add(&back.signs[new_ranges[word].clone()], link);
        }
        for citation in cited {
            if hunk.new.is_empty() && is_gone(citation.id.as_str()) {
                dropped.push(citation.id.to_string());
                continue;
            }
            // If it was before the full stop, it still is.
            let tail = ranges.get(old.end.wrapping_sub(1)).map_or(0, |range| range.end.saturating_sub(citation.at));
            let ends_alike = tail > 0
                && tail <= 2
                && out.signs.len() >= tail
                && out.signs[out.signs.len() - tail..].iter().all(|sign| !sign.c.is_alphanumeric());
            let place = out.signs.len() - if ends_alike { tail } else { 0 };
            out.cited.push(Cited { at: place, ..citation.clone() });
        }
    }
    out.cited.sort_by_key(|it| it.at);
    (out, dropped)
}

/// Whether a citation belongs to one of some words: it is inside or after the word.
fn is_of(citation: &Cited, ranges: &[Range<usize>], words: &Range<usize>) -> bool {
    word_of(citation, ranges).is_some_and(|word| words.contains(&word))
}

/// The index of the word that a citation belongs to: the one that it is inside or after, or the first word if it is
/// before all of them.
fn word_of(citation: &Cited, ranges: &[Range<usize>]) -> Option<usize> {
    let before = ranges.partition_point(|range| range.start < citation.at);
    (!ranges.is_empty()).then(|| before.saturating_sub(1))
}

impl ReviewWords {
    /// Appends a word of another text with its citations and the space before it.
    fn keep(&mut self, from: &Self, ranges: &[Range<usize>], word: usize) {
        let range = ranges[word].clone();
        let before = word.checked_sub(1).map_or(0, |before| ranges[before].end);
        let space = from.signs.get(before..range.start).filter(|space| !space.is_empty());
        if self.signs.last().is_some_and(|sign| sign.c != '\n') {
            match space {
                Some(space) => self.signs.extend(space.iter().filter(|sign| sign.c != '\n')),
                None => self.space(),
            }
        }
        let start = self.signs.len();
        self.signs.extend(&from.signs[range.clone()]);
        for citation in from.cited.iter().filter(|it| word_of(it, ranges) == Some(word)) {
            let inner = citation.at.saturating_sub(range.start).min(range.len());
            self.cited.push(Cited { at: start + inner, ..citation.clone() });
        }
    }

    /// Appends a new word.
    fn add(&mut self, word: &[Sign], link: Option<usize>) {
        if !self.signs.is_empty() && word.first().is_some_and(|sign| sign.c != '\n') {
            self.space();
        }
        self.signs.extend(word.iter().map(|sign| Sign { link: sign.link.and(link), ..*sign }));
    }

    fn space(&mut self) {
        if self.signs.last().is_some_and(|sign| !sign.c.is_whitespace()) {
            self.signs.push(Sign { c: ' ', bold: false, italic: false, link: None });
        }
    }
}
