//! What changed in a text, word by word, and how much that matters.

use similar::{Algorithm, DiffOp, DiffTag};

use crate::model::{Inline, Likelihood, Prose, Vocabulary};
use crate::schema::Class;

/// A part of a text that stands in both versions or in one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Where it stands.
    pub change: Change,
    /// The words, with the spaces between them; citations as `[@id]`.
    pub text: String,
}

/// Where a part of a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// In both versions.
    Kept,
    /// In the old one only.
    Deleted,
    /// In the new one only.
    Inserted,
}

/// A word, a space, a sign or a citation, as it stands on the page.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Token {
    kind: Kind,
    text: String,
    emphasis: bool,
    strong: bool,
    url: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Kind {
    Word,
    Space,
    Sign,
    Citation,
}

/// The words of a text without markers.
fn tokens_of_text(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    split(
        text,
        &Token { kind: Kind::Word, text: String::new(), emphasis: false, strong: false, url: None },
        &mut tokens,
    );
    tokens
}

fn tokens(prose: &Prose) -> Vec<Token> {
    let plain = Token { kind: Kind::Word, text: String::new(), emphasis: false, strong: false, url: None };
    let mut tokens = Vec::new();
    for (at, paragraph) in prose.paragraphs.iter().enumerate() {
        if at > 0 {
            tokens.push(Token { kind: Kind::Space, text: "\n\n".to_owned(), ..plain.clone() });
        }
        walk(paragraph, &plain, &mut tokens);
    }
    tokens
}

fn walk(inlines: &[Inline], style: &Token, tokens: &mut Vec<Token>) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => split(text, style, tokens),
            Inline::Emphasis(inner) => walk(inner, &Token { emphasis: true, ..style.clone() }, tokens),
            Inline::Strong(inner) => walk(inner, &Token { strong: true, ..style.clone() }, tokens),
            Inline::Link { text, url } => walk(text, &Token { url: Some(url.clone()), ..style.clone() }, tokens),
            Inline::Citation(id) => {
                tokens.push(Token { kind: Kind::Citation, text: format!("[@{id}]"), ..style.clone() });
            }
        }
    }
}

/// Whether a sign between two characters holds a word together: `12,5`, `don’t`, `cease-fire`.
fn joins(c: char, before: Option<char>, after: Option<char>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return false };
    match c {
        '.' | ',' | ':' | '/' => before.is_ascii_digit() && after.is_ascii_digit(),
        '\'' | '’' | '-' | '\u{2011}' => before.is_alphanumeric() && after.is_alphanumeric(),
        _ => false,
    }
}

fn split(text: &str, style: &Token, tokens: &mut Vec<Token>) {
    let chars: Vec<char> = text.chars().collect();
    let mut word = String::new();
    let flush = |word: &mut String, tokens: &mut Vec<Token>| {
        if !word.is_empty() {
            tokens.push(Token { kind: Kind::Word, text: std::mem::take(word), ..style.clone() });
        }
    };
    for (at, c) in chars.iter().copied().enumerate() {
        let before = at.checked_sub(1).map(|at| chars[at]);
        let after = chars.get(at + 1).copied();
        // A sign that makes a number what it is belongs to it.
        let of_number = match c {
            '%' | '‰' | '°' => before.is_some_and(|it| it.is_ascii_digit()),
            '+' | '−' | '-' | '<' | '>' | '≤' | '≥' | '±' | '~' | '≈' | '$' | '€' | '£' => {
                after.is_some_and(|it| it.is_ascii_digit()) && !before.is_some_and(char::is_alphanumeric)
            }
            _ => false,
        };
        if c.is_alphanumeric() || of_number || is_combining(c) || joins(c, before, after) {
            word.push(c);
        } else {
            flush(&mut word, tokens);
            let kind = if c.is_whitespace() { Kind::Space } else { Kind::Sign };
            tokens.push(Token { kind, text: c.to_string(), ..style.clone() });
        }
    }
    flush(&mut word, tokens);
}

/// Whether a character is written on the one before it.
fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{200c}' | '\u{200d}')
}

/// A comparison of two texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The parts in order.
    pub pieces: Vec<Piece>,
    /// How much the change matters, if all of the text did.
    pub class: Class,
    /// How much of the words of both is common to both, from 0 to 1, in percent.
    pub alike: u8,
}

/// Compares two texts with markers. `english` tells whether articles are those of English.
#[must_use]
pub fn prose(old: &Prose, new: &Prose, english: bool) -> Comparison {
    compare(&tokens(old), &tokens(new), english)
}

/// Compares two texts without markers.
#[must_use]
pub fn text(old: &str, new: &str, english: bool) -> Comparison {
    compare(&tokens_of_text(old), &tokens_of_text(new), english)
}

fn compare(old: &[Token], new: &[Token], english: bool) -> Comparison {
    let ops = tidy(&similar::capture_diff_slices(Algorithm::Myers, old, new), old, new);
    let kept: usize = ops.iter().filter(|op| op.tag() == DiffTag::Equal).map(|op| words(&old[op.old_range()])).sum();
    let all = words(old) + words(new);
    let alike = (200_usize * kept).checked_div(all).unwrap_or(100) as u8;
    let class = ops
        .iter()
        .filter(|op| op.tag() != DiffTag::Equal)
        .map(|op| hunk_class(&old[op.old_range()], &new[op.new_range()], english))
        .min()
        .unwrap_or(Class::Editorial);
    let mut pieces: Vec<Piece> = Vec::new();
    for op in &ops {
        let write = |tokens: &[Token]| tokens.iter().map(|it| it.text.as_str()).collect::<String>();
        let mut push = |change, text: String| {
            if !text.is_empty() {
                pieces.push(Piece { change, text });
            }
        };
        if op.tag() == DiffTag::Equal {
            push(Change::Kept, write(&old[op.old_range()]));
        } else {
            push(Change::Deleted, write(&old[op.old_range()]));
            push(Change::Inserted, write(&new[op.new_range()]));
        }
    }
    Comparison { pieces, class, alike }
}

/// Compares two sequences of texts, words or whatever is not to be taken apart: runs in order, as ranges of the old
/// sequence for what was kept or deleted, of the new one for what was inserted.
#[must_use]
pub fn sequences(old: &[String], new: &[String]) -> Vec<(Change, std::ops::Range<usize>)> {
    let tokens = |texts: &[String]| -> Vec<Token> {
        let kind = |text: &str| if text.chars().any(char::is_alphanumeric) { Kind::Word } else { Kind::Sign };
        let token =
            |text: &String| Token { kind: kind(text), text: text.clone(), emphasis: false, strong: false, url: None };
        texts.iter().map(token).collect()
    };
    let (old, new) = (tokens(old), tokens(new));
    let mut runs = Vec::new();
    for op in tidy(&similar::capture_diff_slices(Algorithm::Myers, &old, &new), &old, &new) {
        if op.tag() == DiffTag::Equal {
            runs.push((Change::Kept, op.old_range()));
        } else {
            runs.push((Change::Deleted, op.old_range()));
            runs.push((Change::Inserted, op.new_range()));
        }
    }
    runs.retain(|(_, range)| !range.is_empty());
    runs
}

fn words(tokens: &[Token]) -> usize {
    tokens.iter().filter(|it| it.kind == Kind::Word).count()
}

/// Below this part of common words, in percent, two texts are shown whole, one after the other: what they share is
/// chance, and a mosaic of it cannot be read.
const LEAST_ALIKE: usize = 30;

/// Joins changes between which little is kept: two words, or a sign, between longer changes are chance, too.
fn tidy(ops: &[DiffOp], old: &[Token], new: &[Token]) -> Vec<DiffOp> {
    let size = |op: &DiffOp| words(&old[op.old_range()]) + words(&new[op.new_range()]);
    let kept: usize = ops.iter().filter(|op| op.tag() == DiffTag::Equal).map(size).sum();
    let all = words(old) + words(new);
    let whole = || DiffOp::Replace { old_index: 0, old_len: old.len(), new_index: 0, new_len: new.len() };
    if all > 4 && kept * 100 < LEAST_ALIKE * all {
        return vec![whole()];
    }
    let mut tidied: Vec<DiffOp> = Vec::new();
    for (at, op) in ops.iter().enumerate() {
        let short = op.tag() == DiffTag::Equal && size(op) <= 4 && op.old_range().len() <= 5;
        let joins = short
            && at > 0
            && ops
                .get(at + 1)
                .is_some_and(|next| size(next) >= size(op).max(1) && size(&ops[at - 1]) >= size(op).max(1));
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

/// How much one change of words matters. It is substantive unless it can be shown to be less: other citations and
/// addresses are evidential; capitals, signs, emphasis, articles and slips of spelling are editorial.
fn hunk_class(old: &[Token], new: &[Token], english: bool) -> Class {
    let words = |tokens: &[Token]| -> Vec<String> {
        let words = tokens.iter().filter(|it| it.kind == Kind::Word);
        let words = words.filter(|it| !english || !is_article(&it.text)).map(|it| plain(&it.text));
        words.collect()
    };
    let (one, other) = (words(old), words(new));
    let same =
        one.len() == other.len() && one.iter().zip(&other).all(|(one, other)| one == other || is_slip(one, other));
    // The words that an emphasis sets apart are the same; a sign such as a question mark is not nothing.
    if !same || signs(old) != signs(new) {
        return Class::Substantive;
    }
    let evidence = |tokens: &[Token]| {
        let of = |it: &Token| {
            let citation = (it.kind == Kind::Citation).then(|| it.text.clone());
            (citation, it.url.clone())
        };
        let mut all: Vec<_> = tokens.iter().map(of).filter(|it| *it != (None, None)).collect();
        all.sort();
        all.dedup();
        all
    };
    if evidence(old) == evidence(new) { Class::Editorial } else { Class::Evidential }
}

/// The signs of a text that say something: a question, and what stands for an amount or a relation.
fn signs(tokens: &[Token]) -> Vec<&str> {
    const HARMLESS: &str = ".,;:!–—-‐‑…()[]«»“”„\"'‘’/·•";
    let signs = tokens.iter().filter(|it| it.kind == Kind::Sign).map(|it| it.text.as_str());
    signs.filter(|sign| !HARMLESS.contains(*sign)).collect()
}

fn is_article(word: &str) -> bool {
    ["a", "an", "the", "A", "An", "The"].contains(&word)
}

/// A word as it sounds: in small letters, with straight apostrophes. One in capitals alone stays: `US` is not `us`.
fn plain(word: &str) -> String {
    let straight = word.replace('’', "'").replace('\u{2011}', "-");
    let shouted =
        straight.chars().filter(|c| c.is_alphabetic()).count() > 1 && !straight.chars().any(char::is_lowercase);
    if shouted { straight } else { straight.to_lowercase() }
}

/// Words that turn a sentence round, and those that say how sure or how bound somebody is. A change to or from one is
/// never a slip.
const WEIGHTY: [&str; 42] = [
    "no",
    "not",
    "nor",
    "none",
    "never",
    "neither",
    "nothing",
    "nobody",
    "without",
    "cannot",
    "unless",
    "except",
    "only",
    "all",
    "any",
    "some",
    "every",
    "most",
    "few",
    "both",
    "either",
    "may",
    "might",
    "can",
    "could",
    "must",
    "shall",
    "should",
    "will",
    "would",
    "before",
    "after",
    "until",
    "since",
    "under",
    "over",
    "through",
    "though",
    "within",
    "probably",
    "possibly",
    "allegedly",
];

/// Whether two words differ as a slip of the pen does: one letter dropped, added or exchanged with its neighbour inside
/// a long word, or `s` for `z`. Never in numbers, at the ends, where grammar sits, nor in a weighty word.
fn is_slip(one: &str, other: &str) -> bool {
    let weighty = |word: &str| {
        WEIGHTY.contains(&word) || Likelihood::ALL.iter().any(|it| it.word().split('-').any(|part| part == word))
    };
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    let letters = a.iter().chain(&b).all(|c| c.is_lowercase());
    if short.len() < 5 || !letters || weighty(one) || weighty(other) {
        return false;
    }
    let start = short.iter().zip(long.iter()).take_while(|(a, b)| a == b).count();
    let end = short[start..].iter().rev().zip(long[start..].iter().rev()).take_while(|(a, b)| a == b).count();
    if start < 2 || end < 1 {
        return false;
    }
    match (&short[start..short.len() - end], &long[start..long.len() - end]) {
        ([], [_]) | (['s'], ['z']) | (['z'], ['s']) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

/// How much two texts have in common, in percent of their words: the coefficient of Dice over bags of words.
#[must_use]
pub(super) fn alike(one: &str, other: &str) -> u8 {
    let bag = |text: &str| -> Vec<String> {
        let mut words: Vec<String> =
            tokens_of_text(text).into_iter().filter(|it| it.kind == Kind::Word).map(|it| plain(&it.text)).collect();
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

    fn class(old: &str, new: &str) -> Class {
        text(old, new, true).class
    }

    #[test]
    fn what_may_change_the_meaning_is_substantive() {
        for (old, new) in [
            ("about 60 km³", "about 80 km³"),
            ("5% of it", "5 of it"),
            ("it will withdraw", "it will not withdraw"),
            ("Russia accepts it", "Russia rejects it"),
            ("it is likely", "it is unlikely"),
            ("the US asks", "the us asks"),
            ("it may agree", "it must agree"),
            ("it agrees", "it agreed"),
            ("Will it be signed.", "Will it be signed?"),
            ("before the summit", "after the summit"),
            ("it was formally done", "it was formerly done"),
            ("adopted", "adapted"),
            ("12,5", "125"),
            ("-5 degrees", "5 degrees"),
        ] {
            assert_eq!(class(old, new), Class::Substantive, "{old} → {new}");
        }
    }

    #[test]
    fn slips_signs_capitals_and_articles_are_editorial() {
        for (old, new) in [
            ("The goverment said", "The government said"),
            ("to recognise it", "to recognize it"),
            ("the negotiatoin of", "the negotiation of"),
            ("said, that", "said that"),
            ("the talks in Geneva", "talks in Geneva"),
            ("Initial Positions", "Initial positions"),
            ("don't go", "don’t go"),
            ("\"on the fly\"", "“on the fly”"),
        ] {
            assert_eq!(class(old, new), Class::Editorial, "{old} → {new}");
        }
    }

    #[test]
    fn a_change_is_told_in_whole_words() {
        let pieces = text("Five years, fixed.", "Seven years, fixed.", true).pieces;
        let told: Vec<_> = pieces.iter().map(|it| (it.change, it.text.as_str())).collect();
        assert_eq!(told, [(Change::Deleted, "Five"), (Change::Inserted, "Seven"), (Change::Kept, " years, fixed.")]);
    }

    #[test]
    fn texts_with_little_in_common_are_told_whole() {
        let comparison = text("The dam was begun in 2011 by them.", "Nobody in Geneva expects a result now.", true);
        assert_eq!(comparison.pieces.len(), 2);
        assert!(comparison.alike < 30, "{}", comparison.alike);
    }
}
