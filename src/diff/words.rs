//! Compares texts word by word.

use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::Hash;

use similar::{Algorithm, DiffOp, DiffTag};

use super::token::{self, Token, TokenKind};
use super::{order, weight};
use crate::model::Prose;
pub use crate::record::{is_combining_mark, straight, visible};
use crate::schema::Class;

/// A part of a text that is in both versions or in one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fragment {
    /// In which version it is.
    pub change: TextChange,
    /// The words as they look on the page, with the spaces between them; citations as `[@id]`.
    pub text: String,
}

/// The kind of change of a part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextChange {
    /// It is in both versions.
    Kept,
    /// It is in the old version only.
    Deleted,
    /// It is in the new version only.
    Inserted,
    /// It is a paragraph of both versions that is in another place in the old one.
    Moved,
}

/// The comparison of two texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The parts in order.
    pub fragments: Vec<Fragment>,
    /// The importance of the change.
    pub class: Class,
    /// The share of words that both texts have in common, in percent.
    pub alike: u8,
}

/// Whether two texts look the same on the page.
#[must_use]
pub fn look_alike(old: &str, new: &str) -> bool {
    old == new || visible(old) == visible(new)
}

/// Compares two texts with markup.
#[must_use]
pub fn prose(old: &Prose, new: &Prose) -> Comparison {
    let (old, new) = (token::of_prose(old), token::of_prose(new));
    let (left, come) = moved(&old, &new);
    let old = joined(old.into_iter().enumerate().filter(|(at, _)| !left.contains(at)).map(|(_, tokens)| tokens));
    let paragraph = |(at, tokens): (usize, Vec<Token>)| {
        let is_moved = come.contains(&at);
        if is_moved { vec![Token::plain(TokenKind::Paragraph, text_of(&tokens))] } else { tokens }
    };
    let new = joined(new.into_iter().enumerate().map(paragraph));
    compare(&old, &new)
}

/// Compares two texts without markup.
#[must_use]
pub fn text(old: &str, new: &str) -> Comparison {
    compare(&token::of_text(old), &token::of_text(new))
}

/// The paragraphs that two texts have in different orders: their indices in the old text and in the new one.
#[must_use]
pub fn moved_paragraphs(old: &[&str], new: &[&str]) -> (HashSet<usize>, HashSet<usize>) {
    let seen = |texts: &[&'_ str]| texts.iter().map(|text| visible(text).into_owned()).collect::<Vec<_>>();
    moved(&seen(old), &seen(new))
}

fn moved<T: Eq + Hash>(old: &[T], new: &[T]) -> (HashSet<usize>, HashSet<usize>) {
    if old.len() < 2 || new.len() < 2 {
        return (HashSet::new(), HashSet::new());
    }
    let mut places: HashMap<&T, VecDeque<usize>> = HashMap::new();
    for (at, paragraph) in old.iter().enumerate() {
        places.entry(paragraph).or_default().push_back(at);
    }
    let common: Vec<(usize, usize)> = new
        .iter()
        .enumerate()
        .filter_map(|(at, paragraph)| Some((places.get_mut(paragraph)?.pop_front()?, at)))
        .collect();
    let flags = order::moved(&common.iter().map(|(old, _)| *old).collect::<Vec<_>>());
    common.into_iter().zip(flags).filter(|(_, moved)| *moved).map(|(places, _)| places).unzip()
}

/// Joins paragraphs, with an empty line between them.
fn joined(paragraphs: impl Iterator<Item = Vec<Token>>) -> Vec<Token> {
    let mut all = Vec::new();
    for (at, tokens) in paragraphs.enumerate() {
        if at > 0 {
            all.push(Token::plain(TokenKind::Space, "\n\n"));
        }
        all.extend(tokens);
    }
    all
}

fn text_of(tokens: &[Token]) -> String {
    tokens.iter().map(|it| it.text.as_str()).collect()
}

fn compare(old: &[Token], new: &[Token]) -> Comparison {
    let ops = tidy(&similar::capture_diff_slices(Algorithm::Myers, old, new), old, new);
    let kept: usize = ops.iter().filter(|op| op.tag() == DiffTag::Equal).map(|op| words(&old[op.old_range()])).sum();
    let all = words(old) + words(new);
    let alike = (200_usize * kept).checked_div(all).unwrap_or(100) as u8;
    let mut fragments: Vec<Fragment> = Vec::new();
    let mut push = |change, tokens: &[Token]| {
        if !tokens.is_empty() {
            fragments.push(Fragment { change, text: text_of(tokens) });
        }
    };
    for op in &ops {
        if op.tag() == DiffTag::Equal {
            push(TextChange::Kept, &new[op.new_range()]);
            continue;
        }
        push(TextChange::Deleted, &old[op.old_range()]);
        let is_moved = |it: &Token| it.kind == TokenKind::Paragraph;
        for run in new[op.new_range()].chunk_by(|one, other| is_moved(one) == is_moved(other)) {
            push(if is_moved(&run[0]) { TextChange::Moved } else { TextChange::Inserted }, run);
        }
    }
    Comparison { fragments, class: weight::class(old, new), alike }
}

/// Compares two sequences of indivisible texts, such as words. Returns runs in order: as ranges of the old sequence if
/// they are kept or deleted, of the new one if they are inserted.
#[must_use]
pub fn sequences(old: &[String], new: &[String]) -> Vec<(TextChange, std::ops::Range<usize>)> {
    let tokens = |texts: &[String]| -> Vec<Token> {
        let kind = |text: &str| if text.chars().any(char::is_alphanumeric) { TokenKind::Word } else { TokenKind::Sign };
        texts.iter().map(|text| Token::plain(kind(text), visible(text))).collect()
    };
    let (old, new) = (tokens(old), tokens(new));
    let mut runs = Vec::new();
    for op in tidy(&similar::capture_diff_slices(Algorithm::Myers, &old, &new), &old, &new) {
        if op.tag() == DiffTag::Equal {
            runs.push((TextChange::Kept, op.old_range()));
        } else {
            runs.push((TextChange::Deleted, op.old_range()));
            runs.push((TextChange::Inserted, op.new_range()));
        }
    }
    runs.retain(|(_, range)| !range.is_empty());
    runs
}

/// A run that both sequences have, or that differs between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aligned {
    /// Whether both sequences have it.
    pub is_kept: bool,
    /// Its range in the old sequence.
    pub old: std::ops::Range<usize>,
    /// Its range in the new sequence.
    pub new: std::ops::Range<usize>,
}

/// Aligns two sequences, with as many common elements as possible (Myers, 1986). Unlike [`sequences`], it keeps every
/// common element, even a single one between long changes.
#[must_use]
pub fn aligned(old: &[&str], new: &[&str]) -> Vec<Aligned> {
    let operations = similar::capture_diff_slices(Algorithm::Myers, old, new).into_iter();
    let run = |op: DiffOp| Aligned { is_kept: op.tag() == DiffTag::Equal, old: op.old_range(), new: op.new_range() };
    operations.map(run).collect()
}

fn words(tokens: &[Token]) -> usize {
    tokens.iter().filter(|it| it.kind == TokenKind::Word).count()
}

/// Below this share of common words, in percent, two texts are shown as a whole, one after the other: the common words
/// are coincidences, and a mixture would be unreadable.
const LEAST_ALIKE: usize = 30;

/// Joins changes with little kept text between them: two words or a punctuation mark between longer changes are
/// coincidences, too.
fn tidy(ops: &[DiffOp], old: &[Token], new: &[Token]) -> Vec<DiffOp> {
    let size = |op: &DiffOp| words(&old[op.old_range()]) + words(&new[op.new_range()]);
    let kept: usize = ops.iter().filter(|op| op.tag() == DiffTag::Equal).map(size).sum();
    let all = words(old) + words(new);
    let whole = || DiffOp::Replace { old_index: 0, old_len: old.len(), new_index: 0, new_len: new.len() };
    if all > 4 && kept * 100 < LEAST_ALIKE * all {
        return vec![whole()];
    }
    // A bracket or quotation mark belongs to the word that it encloses.
    let is_sign = |op: &DiffOp| {
        let mut tokens = old[op.old_range()].iter().chain(&new[op.new_range()]);
        tokens.all(|it| it.kind == TokenKind::Sign)
    };
    let mut tidied: Vec<DiffOp> = Vec::new();
    for (at, op) in ops.iter().enumerate() {
        let short = op.tag() == DiffTag::Equal && size(op) <= 4 && op.old_range().len() <= 5;
        let joins = short
            && at > 0
            && ops.get(at + 1).is_some_and(|next| {
                let least = size(op).max(1);
                size(next) >= least && size(&ops[at - 1]) >= least || is_sign(next) && is_sign(&ops[at - 1])
            });
        let last_changed = tidied.last().is_some_and(|last| last.tag() != DiffTag::Equal);
        if let Some(last) = tidied.last_mut().filter(|_| last_changed && (joins || op.tag() != DiffTag::Equal)) {
            let (from, to) = (last.old_range().start, last.new_range().start);
            *last = DiffOp::Replace {
                old_index: from,
                old_len: op.old_range().end - from,
                new_index: to,
                new_len: op.new_range().end - to,
            };
        } else {
            tidied.push(*op);
        }
    }
    tidied
}

/// The similarity of two texts, in percent of their words: Dice's coefficient over bags of words.
#[must_use]
pub(super) fn alike(one: &str, other: &str) -> u8 {
    let bag = |text: &str| -> Vec<String> {
        let mut words: Vec<String> = token::of_text(text)
            .into_iter()
            .filter(|it| it.kind == TokenKind::Word)
            .map(|it| weight::word(&it.text))
            .collect();
        words.sort_unstable();
        words
    };
    let (one, other) = (bag(one), bag(other));
    let (mut left, mut right, mut common) = (one.iter().peekable(), other.iter().peekable(), 0);
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        match a.cmp(b) {
            std::cmp::Ordering::Less => drop(left.next()),
            std::cmp::Ordering::Greater => drop(right.next()),
            std::cmp::Ordering::Equal => {
                common += 1;
                left.next();
                right.next();
            }
        }
    }
    let all = one.len() + other.len();
    (200_usize * common).checked_div(all).unwrap_or(100) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(comparison: &Comparison) -> Vec<(TextChange, &str)> {
        comparison.fragments.iter().map(|it| (it.change, it.text.as_str())).collect()
    }

    #[test]
    fn changes_are_whole_words() {
        let comparison = text("Five years, fixed.", "Seven years, fixed.");
        let expected =
            [(TextChange::Deleted, "Five"), (TextChange::Inserted, "Seven"), (TextChange::Kept, " years, fixed.")];
        assert_eq!(shown(&comparison), expected);
    }

    #[test]
    fn brackets_belong_to_their_word() {
        let comparison = text("The parties [shall] withdraw.", "The parties shall withdraw.");
        let expected = [
            (TextChange::Kept, "The parties "),
            (TextChange::Deleted, "[shall]"),
            (TextChange::Inserted, "shall"),
            (TextChange::Kept, " withdraw."),
        ];
        assert_eq!(shown(&comparison), expected);
    }

    #[test]
    fn texts_with_little_in_common_are_replaced_as_a_whole() {
        let comparison = text("The dam was begun in 2011 by them.", "Nobody in Geneva expects a result now.");
        assert_eq!(comparison.fragments.len(), 2);
        assert!(comparison.alike < 30, "{}", comparison.alike);
    }

    #[test]
    fn texts_that_look_the_same_have_one_fragment() {
        let comparison = text("The Kyi\u{308}v oﬃce", "The Kyïv of\u{ad}fice");
        assert_eq!(
            (shown(&comparison), comparison.class),
            (vec![(TextChange::Kept, "The Kyïv office")], Class::Editorial)
        );
    }

    #[test]
    fn a_paragraph_in_another_place_is_moved() {
        let read = |text: &str| crate::record::prose::read(text).prose;
        let (old, new) =
            (read("One dam.\n\nTwo gates.\n\nThree [@s] posts."), read("Three [@s] posts.\n\nOne dam.\n\nTwo gates."));
        let comparison = prose(&old, &new);
        assert_eq!(comparison.class, Class::Editorial);
        let moved: Vec<_> = shown(&comparison).into_iter().filter(|it| it.0 == TextChange::Moved).collect();
        assert_eq!(moved, [(TextChange::Moved, "Three [@s] posts.")]);
        assert!(shown(&comparison).iter().all(|it| it.0 != TextChange::Deleted), "{comparison:?}");
        // Moving a paragraph does not hide other changes.
        let new = read("Three [@s] posts.\n\nOne dam.\n\nNo gates.");
        let comparison = prose(&old, &new);
        assert_eq!(comparison.class, Class::Substantive);
        assert!(shown(&comparison).contains(&(TextChange::Deleted, "Two")), "{comparison:?}");
    }
}
