//! Reads a Word file that has lost the information about fields: it was saved by a program that drops controls, or
//! pasted into a new file. Its words are aligned with those of the page as it would be sent. Each word is assigned to
//! the field of the word that it corresponds to, or that it replaces.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::story::{self, NoteMarks, PlacedLetter};
use super::tags::{XmlNode, attribute, walk};
use super::values::one_line;
use super::{Portion, ReadError, Returned, ReturnedField, archive};
use crate::diff::words::{aligned, is_combining_mark, straight, visible};

/// A file with more than this many times the words of the page is not compared, apart from an allowance.
const MOST_TIMES: usize = 2;
/// The allowance: this many additional words are accepted.
const MOST_MORE: usize = 2000;

/// A file whose fields were found by comparing words.
#[derive(Debug, Clone, Default)]
pub struct Matched {
    /// The returned file. Its `sent` part is that of the page with which it was compared.
    pub returned: Returned,
    /// The number of words of the page.
    pub words: usize,
    /// How many of them are in the file, in the same order.
    pub found: usize,
}

/// Reads a returned file by comparing words. `page` is the file that would be sent for review.
///
/// # Errors
/// [`ReadError`] when the file is not a Word file, or has far more words than the page.
pub fn read_by_words(file: &[u8], page: &[u8]) -> Result<Matched, ReadError> {
    let (page, file) = (archive::open(page)?, archive::open(file)?);
    let sent = page.sent()?.unwrap_or_default();
    let known: Vec<usize> = sent.fields.iter().map(|field| field.number).collect();
    let sent_letters = story::letters(&page.texts(), &known)?.letters;
    let old = tokens(&sent_letters);
    let letters = story::letters(&file.texts(), &[])?.letters;
    let new = tokens(&letters);
    if new.len() > MOST_TIMES * old.len() + MOST_MORE {
        return Err(ReadError::TooLarge { what: "far more words than the page of the brief", portion: Portion::Text });
    }
    let runs = aligned(&keys(&old), &keys(&new));
    let mut fields = vec![None; new.len()];
    let mut found = 0;
    for kept in runs.iter().filter(|run| run.is_kept) {
        for (from, to) in kept.old.clone().zip(kept.new.clone()) {
            fields[to] = old[from].field;
            found += usize::from(old[from].is_word());
        }
    }
    for run in runs.into_iter().filter(|run| !run.is_kept) {
        place(&old[run.old], &new, run.new, &mut fields);
    }
    let notes = same_notes(page.footnotes.as_deref(), file.footnotes.as_deref())?;
    // Without its control, a field includes the note marks after it. To compare like with like, the page is read in the
    // same way.
    let of_sent = sent_letters.iter().map(|it| it.field).collect();
    let as_sent = story::read_placed(&page.texts(), of_sent, HashMap::new(), NoteMarks::default())?;
    let marks = |field: &ReturnedField| field.passage.marks.iter().copied().flatten().collect();
    let mut behind: HashMap<Option<usize>, Vec<usize>> =
        as_sent.fields.iter().map(|(number, field)| (Some(*number), marks(field))).collect();
    behind.insert(None, sent.notes.iter().map(|(number, _)| *number).collect());
    let within = sent.fields.iter().map(|field| (field.number, field.marks.clone())).collect();
    let fields = by_letter(&letters, &new, &fields);
    let ends = ends(&letters, &fields);
    let mut read = story::read_placed(&file.texts(), fields, notes, NoteMarks { within, behind, ends })?;
    for field in &sent.fields {
        let (Some(back), Some(whole)) = (read.fields.get_mut(&field.number), as_sent.fields.get(&field.number)) else {
            continue;
        };
        let behind = without(&whole.passage.marks, &field.marks.iter().copied().map(Some).collect::<Vec<_>>());
        back.passage.marks = without(&back.passage.marks, &behind);
    }
    // The page numbers in a table of contents are ordinary text now.
    let known: HashSet<&str> = sent.outside.iter().map(String::as_str).collect();
    for outside in &mut read.outside {
        let bare = outside.text.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
        if !known.contains(outside.text.as_str()) && known.contains(bare) {
            outside.text.truncate(bare.len());
        }
    }
    let words = old.iter().filter(|it| it.is_word()).count();
    Ok(Matched { returned: file.returned(sent, read)?, words, found })
}

/// Removes some marks from others, each once, starting from the end.
fn without(marks: &[Option<usize>], others: &[Option<usize>]) -> Vec<Option<usize>> {
    let mut left = marks.to_vec();
    for other in others.iter().rev() {
        if let Some(at) = left.iter().rposition(|mark| mark == other) {
            left.remove(at);
        }
    }
    left
}

/// A word, or a single character that is not part of one.
struct MatchedToken {
    key: String,
    letters: Range<usize>,
    field: Option<usize>,
    paragraph: usize,
    is_raised: bool,
}

impl MatchedToken {
    fn is_word(&self) -> bool {
        self.key.starts_with(char::is_alphanumeric)
    }
}

/// The keys by which tokens are compared.
fn keys(tokens: &[MatchedToken]) -> Vec<&str> {
    tokens.iter().map(|it| it.key.as_str()).collect()
}

/// Splits a text into words and other characters. Differences in quotation marks, which Word may change, are ignored.
fn tokens(letters: &[PlacedLetter]) -> Vec<MatchedToken> {
    let is_in_word = |c: char| c.is_alphanumeric() || is_combining_mark(c);
    let mut all: Vec<MatchedToken> = Vec::new();
    for (at, PlacedLetter { c, field, paragraph, is_raised }) in letters.iter().copied().enumerate() {
        if c.is_whitespace() {
            continue;
        }
        if visible(c.encode_utf8(&mut [0; 4])).is_empty() {
            // A character that does not end a word stays with the word that it is in.
            all.last_mut().filter(|last| last.letters.end == at).into_iter().for_each(|last| last.letters.end += 1);
            continue;
        }
        let goes_on = |last: &&mut MatchedToken| {
            let is_word = last.key.ends_with(is_in_word) && is_in_word(c);
            last.letters.end == at && last.paragraph == paragraph && last.is_raised == is_raised && is_word
        };
        match all.last_mut().filter(goes_on) {
            Some(last) => {
                last.key.push(c);
                last.letters.end = at + 1;
            }
            None => {
                all.push(MatchedToken { key: straight(c).into(), letters: at..at + 1, field, paragraph, is_raised });
            }
        }
    }
    for token in &mut all {
        if let Cow::Owned(seen) = visible(&token.key) {
            token.key = seen;
        }
    }
    all.retain(|token| !token.key.is_empty());
    all
}

/// Assigns fields to words that the page does not have: the field of the words that they replace (`old`), or else that
/// of the words beside them in their paragraph.
fn place(old: &[MatchedToken], new: &[MatchedToken], range: Range<usize>, fields: &mut [Option<usize>]) {
    let mut of_old = old.iter().map(|it| it.field);
    if let Some(first) = of_old.next()
        && of_old.all(|field| field == first)
    {
        return fields[range].fill(first);
    }
    let beside = |at: Option<usize>| at.and_then(|at| Some((new.get(at)?.paragraph, fields[at])));
    let (before, after) = (beside(range.start.checked_sub(1)), beside(Some(range.end)));
    let paragraphs = |tokens: &[MatchedToken]| tokens.chunk_by(|one, other| one.paragraph == other.paragraph).count();
    let is_one_for_one = paragraphs(old) == paragraphs(&new[range.clone()]);
    let mut olds = old.chunk_by(|one, other| one.paragraph == other.paragraph);
    let mut at = range.start;
    for group in new[range].chunk_by(|one, other| one.paragraph == other.paragraph) {
        let paragraph = group[0].paragraph;
        let here = |beside: Option<(usize, Option<usize>)>| beside.filter(|it| it.0 == paragraph).map(|it| it.1);
        let replaced = olds.next().filter(|_| is_one_for_one).and_then(|old| old.iter().find_map(|it| it.field));
        let field = match (here(before), here(after)) {
            (None, None) => replaced,
            (one, other) => one.flatten().or(other.flatten()),
        };
        fields[at..at + group.len()].fill(field);
        at += group.len();
    }
}

/// The field of each letter. White space belongs to a field if the words on both sides do.
fn by_letter(letters: &[PlacedLetter], tokens: &[MatchedToken], fields: &[Option<usize>]) -> Vec<Option<usize>> {
    let mut all = vec![None; letters.len()];
    let mut last: Option<(usize, Option<usize>)> = None;
    for (token, field) in tokens.iter().zip(fields) {
        if let Some((end, before)) = last
            && before == *field
        {
            all[end..token.letters.start].fill(*field);
        }
        all[token.letters.clone()].fill(*field);
        last = Some((token.letters.end, *field));
    }
    all
}

/// The index of the last letter of each field.
fn ends(letters: &[PlacedLetter], fields: &[Option<usize>]) -> HashMap<usize, usize> {
    let words = letters.iter().zip(fields).enumerate().filter(|(_, (letter, _))| !letter.is_raised);
    words.filter_map(|(at, (letter, field))| Some((field.filter(|_| !letter.c.is_whitespace())?, at))).collect()
}

/// Maps the ids of notes in the file to the numbers of notes in the page with the same text. If both have the same
/// number of notes, a note whose text changed is mapped by its position.
fn same_notes(page: Option<&str>, file: Option<&str>) -> Result<HashMap<String, usize>, ReadError> {
    let (page, file) = (notes(page)?, notes(file)?);
    let number = |id: &String| id.parse::<usize>().ok();
    let is_one_for_one = page.len() == file.len();
    let by_words: HashMap<&str, usize> = page.iter().filter_map(|(id, text)| Some((&**text, number(id)?))).collect();
    let numbers = file.iter().enumerate().filter_map(|(at, (id, text))| {
        let same = by_words.get(text.as_str()).copied();
        let there = || page.get(at).filter(|_| is_one_for_one).and_then(|(id, _)| number(id));
        Some((id.clone(), same.or_else(there)?))
    });
    Ok(numbers.collect())
}

/// The ids and texts of the notes of a file, in order.
fn notes(part: Option<&str>) -> Result<Vec<(String, String)>, ReadError> {
    let mut all: Vec<(String, String)> = Vec::new();
    let (mut is_note, mut in_text) = (false, false);
    let Some(part) = part else { return Ok(all) };
    walk("word/footnotes.xml", part, |node| {
        match node {
            XmlNode::Open(tag) => match tag.local_name().as_ref() {
                // The other footnotes are the separators between text and notes.
                "footnote" if attribute(&tag, "type").is_none() => {
                    is_note = true;
                    all.push((attribute(&tag, "id").unwrap_or_default(), String::new()));
                }
                "t" => in_text = is_note,
                _ => {}
            },
            XmlNode::Close(name) => match name.as_str() {
                "footnote" => is_note = false,
                "t" => in_text = false,
                _ => {}
            },
            XmlNode::Text(text) if in_text => {
                if let Some((_, words)) = all.last_mut() {
                    words.extend(text.chars().map(straight));
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    all.iter_mut().for_each(|(_, words)| *words = one_line(words));
    Ok(all)
}
