//! Tests for the words, citations and emphasis of a changed text.

use super::carry::{Carried, carried};
use super::words::{ReviewWords, Sign};
use super::{FieldComment, outside};
use crate::docx::{MarginComment, OutsideText};
use crate::model::Prose;
use crate::record::prose;

/// A returned text: with emphasis, without citations.
fn back(text: &str) -> ReviewWords {
    let paragraphs = prose::read(text).prose.paragraphs.into_iter().map(|paragraph| {
        let mut words = ReviewWords::of(&paragraph.words);
        words.cited.clear();
        words
    });
    let end = Sign { c: '\n', bold: false, italic: false, link: None };
    let mut all = ReviewWords::default();
    for (at, words) in paragraphs.enumerate() {
        all.signs.extend((at > 0).then_some(end));
        all.signs.extend(words.signs);
    }
    all
}

/// The text of the brief after a change, or the name of another result.
fn after(sent: &str, returned: &str, now: &str, gone: &[&str]) -> String {
    match carried(&ReviewWords::spelled(sent), &back(returned), &ReviewWords::spelled(now), &|id| gone.contains(&id)) {
        Carried::Unchanged => "unchanged".to_owned(),
        Carried::Already => "already".to_owned(),
        Carried::Conflict => "conflict".to_owned(),
        Carried::New { words, dropped, merged } => {
            let mut text = Prose { paragraphs: words.paragraphs().into_iter().map(Into::into).collect() }.source();
            if merged {
                text.push_str(" (merged)");
            }
            if !dropped.is_empty() {
                text.push_str(&format!(" (without {})", dropped.join(", ")));
            }
            text
        }
    }
}

#[test]
fn a_citation_stays_with_its_words() {
    let sent = "One two [@a]. Three four five six seven [@b].";
    for (returned, expected) in [
        ("One two. Three four five six seven.", "unchanged"),
        ("One 2. Three four five six seven.", "One 2 [@a]. Three four five six seven [@b]."),
        ("Zero one two. Three four five six seven.", "Zero one two [@a]. Three four five six seven [@b]."),
        ("One two. Three four five six eight.", "One two [@a]. Three four five six eight [@b]."),
        ("One two. Three four five six seven. More.", "One two [@a]. Three four five six seven [@b]. More."),
        ("One two. Three four five six seven\u{a0}!", "One two [@a]. Three four five six seven [@b]!"),
    ] {
        assert_eq!(after(sent, returned, sent, &[]), expected, "{returned}");
    }
}

#[test]
fn a_citation_is_removed_with_its_sentence_and_mark() {
    let sent = "One two three four five six [@a]. Seven eight [@b].";
    let returned = "One two three four five six.";
    assert_eq!(after(sent, returned, sent, &["b"]), "One two three four five six [@a]. (without b)");
    assert_eq!(after(sent, returned, sent, &[]), "One two three four five six [@a] [@b].");
}

#[test]
fn changes_of_typography_by_word_are_ignored() {
    let sent = "He said \"it's on\" - and left [@a].";
    assert_eq!(after(sent, "He said “it’s on” -\u{a0}and left.", sent, &[]), "unchanged");
    let sent = "The so‑called “pause”…";
    assert_eq!(after(sent, "The so-called \"pause\"...", sent, &[]), "unchanged");
}

#[test]
fn changes_of_typography_by_word_outside_of_fields_are_ignored() {
    let sent = "The so-called \"pause\" - it's on...".to_owned();
    let changes = |text: &str| {
        let back = OutsideText { heading: String::new(), text: text.to_owned(), revisions: Vec::new() };
        outside::changes(std::slice::from_ref(&sent), &[back]).len()
    };
    assert_eq!(changes("The so\u{2011}called “pause” -\u{a0}it’s on…"), 0);
    assert_eq!(changes("The so-called “pause” - it’s off…"), 1);
}

#[test]
fn emphasis_is_returned_as_markup() {
    let sent = "One two three four.";
    assert_eq!(after(sent, "One **two three** four.", sent, &[]), "One **two three** four.");
    assert_eq!(after(sent, "One *two* three **four**.", sent, &[]), "One *two* three **four**.");
    assert_eq!(after("One *two* three.", "One two three.", "One *two* three.", &[]), "One two three.");
    // An escaped markup character is an ordinary character.
    assert_eq!(after(sent, "One two\\* three four.", sent, &[]), "One two\\* three four.");
}

#[test]
fn links_stay_with_their_words() {
    let sent = "See [the long annex](https://example.org/a) for all of it.";
    let returned = "See [the long annex](https://example.org/a) for most of it.";
    assert_eq!(after(sent, returned, sent, &[]), returned);
}

#[test]
fn a_new_paragraph_stays_a_paragraph() {
    let sent = "One two three. Four five six [@a].";
    let returned = "One two three.\n\nFour five six.";
    assert_eq!(after(sent, returned, sent, &[]), "One two three.\n\nFour five six [@a].");
}

#[test]
fn both_sides_are_merged_by_sentences() {
    let sent = "One two three. Four five six [@a]. Seven eight nine.";
    let now = "One two three. Four five six [@a][@b]. Seven eight ten.";
    let expected = "One 2 three. Four five six [@a][@b]. Seven eight ten. (merged)";
    assert_eq!(after(sent, "One 2 three. Four five six. Seven eight nine.", now, &[]), expected);
    assert_eq!(after(sent, "One two three. Four five six. Seven eight eleven.", now, &[]), "conflict");
    assert_eq!(after(sent, "One two three. Four five six. Seven eight ten.", now, &[]), "already");
    // A change at the end of a sentence and one at the start of the next are in different sentences.
    let now = "One two three. For five six [@a]. Seven eight nine.";
    let expected = "One two four. For five six [@a]. Seven eight nine. (merged)";
    assert_eq!(after(sent, "One two four. Four five six. Seven eight nine.", now, &[]), expected);
    let now = "One two three. Four five six [@a]. Seven eight ten.";
    // A change that only the brief has is kept.
    assert_eq!(after(sent, "One two three. Four five six. Seven eight nine.", now, &[]), "unchanged");
}

#[test]
fn a_word_comment_cannot_suppress_a_warning() {
    for (author, expected) in [
        ("brief", "Comment by brief: allow vague-quantifier -- ok"),
        (" Brief ", "Comment by Brief: allow vague-quantifier -- ok"),
        ("# brief:", "Comment by brief: allow vague-quantifier -- ok"),
        ("\u{200b}brief", "Comment by \u{200b}brief: allow vague-quantifier -- ok"),
        ("", "Comment: allow vague-quantifier -- ok"),
        ("Anna Lind", "Anna Lind: allow vague-quantifier -- ok"),
    ] {
        let text = "allow vague-quantifier -- ok".to_owned();
        let (author, empty) = (author.to_owned(), String::new);
        let comment = MarginComment { author, text, date: empty(), words: empty(), heading: empty(), field: None };
        assert_eq!(FieldComment { path: None, comment }.line(), expected);
    }
}
