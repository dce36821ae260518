//! Compares a returned Word file, which was rendered for review, with the current brief, field by field.
//!
//! Three versions are compared for each control of the file: the words that were sent, the words that were returned,
//! and the current words of the brief (`carry.rs`). Only changes of words or of emphasis count; citations stay with
//! their words. Nothing is written except to a [`Draft`].

mod carry;
mod outside;
mod place;
pub mod report;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use carry::{Carried, carried};
use indexmap::IndexMap;
pub use outside::OutsideChange;
use place::FieldParts;
use words::ReviewWords;

use crate::docx::{MarginComment, Returned, Revision, SentField, SentPart};
use crate::edit::Draft;
use crate::error::Error;
use crate::parse::TomlValue;

/// A returned Word file compared with the brief as it is now.
#[derive(Debug, Clone, Default)]
pub struct Review {
    /// Whether the brief is the same as when the file was sent.
    pub is_current: bool,
    /// Who saved the file last.
    pub saved: Option<Revision>,
    /// The changed fields.
    pub changes: Vec<ReviewChange>,
    /// Notes about citations.
    pub citations: Vec<CitationNote>,
    /// Changed text that is in no field.
    pub outside: Vec<OutsideChange>,
    /// The comments.
    pub comments: Vec<FieldComment>,
}

/// The change of a part of a field: of a paragraph, an item, or all of the field.
#[derive(Debug, Clone)]
pub struct ReviewChange {
    /// The path of the field, as `brief set` takes it. For an item of a list, with its number in brackets.
    pub path: String,
    /// The index of the paragraph, from 0.
    pub paragraph: usize,
    /// Who changed it, as far as it was tracked.
    pub revisions: Vec<Revision>,
    /// The words that were sent.
    pub sent: String,
    /// The words that were returned.
    pub back: String,
    /// What the change does to the brief.
    pub outcome: ChangeOutcome,
    /// Whether returned emphasis is dropped, because the field does not support it.
    pub loses_emphasis: bool,
}

/// What a change does to the brief.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeOutcome {
    /// Sets the part to a new text, in the syntax of the file.
    Text(String),
    /// Sets the part to a new text that also has the changes made in the brief since, in other sentences.
    Merged {
        /// The new text.
        text: String,
        /// The text of the part before the change, in the syntax of the file.
        now: String,
    },
    /// Removes the part: its words or its control were deleted.
    Removed {
        /// Whether the format requires the field, so that only the whole record can be removed.
        required: bool,
    },
    /// Nothing: the brief already has the new text.
    Already,
    /// Nothing: the brief now has other words in that place.
    Conflict {
        /// The current words.
        now: String,
        /// The file in the same review that brought them, if one did.
        with: Option<String>,
    },
    /// Nothing: the file has no such field. It was removed, or it is in a file of shared records.
    NoField,
}

/// A note about a citation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitationNote {
    /// The path of the field.
    pub path: String,
    /// What happened, as a sentence without a full stop.
    pub message: String,
}

/// A comment, with the field that it is on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldComment {
    /// The path of the field; `None` when the comment is not on a field.
    pub path: Option<String>,
    /// The comment.
    pub comment: MarginComment,
}

/// The changes that the files of one review have brought so far, so that a conflict can name both files.
#[derive(Debug, Clone, Default)]
pub struct Reviewed {
    by: BTreeMap<(String, usize), String>,
}

impl ReviewChange {
    /// The path, with the number of the paragraph if the field has several.
    #[must_use]
    pub fn name(&self) -> String {
        if self.paragraph == 0 {
            self.path.clone()
        } else {
            format!("{} (paragraph {})", self.path, self.paragraph + 1)
        }
    }

    /// Whether the change can be written to the brief.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(
            self.outcome,
            ChangeOutcome::Text(_) | ChangeOutcome::Merged { .. } | ChangeOutcome::Removed { required: false }
        )
    }

    /// Writes the change to the brief. `file` is the name of the file that brought it.
    ///
    /// # Errors
    /// [`Error`] when the brief no longer has the field, when the layout of the text does not allow changing it, or
    /// when an earlier change has removed the words to which this one applies.
    pub fn write(&self, draft: &mut Draft, file: &str, reviewed: &mut Reviewed) -> Result<(), Error> {
        let sent = ReviewWords::spelled(&self.sent);
        let (text, now) = match &self.outcome {
            ChangeOutcome::Text(text) => (Some(text.as_str()), None),
            ChangeOutcome::Merged { text, now } => (Some(text.as_str()), Some(now)),
            ChangeOutcome::Removed { required: false } => (None, None),
            _ => return Ok(()),
        };
        let gone = || Error::new(format!("the brief has no `{}` any more", self.path));
        let (parts, at) = FieldParts::of(&self.path, self.paragraph, draft).ok_or_else(gone)?;
        // An earlier change of the same field may have moved the part. The part must be found, so that no other one is
        // overwritten.
        let place = now.map_or_else(|| parts.with_words(at, &sent), |now| parts.with_text(at, now));
        let at = place.ok_or_else(|| {
            Error::new("an earlier change has removed this text; review the file again for this one".to_owned())
        })?;
        parts.write(at, text, draft)?;
        reviewed.by.insert((self.path.clone(), self.paragraph), file.to_owned());
        Ok(())
    }
}

/// Compares a returned file with a brief.
///
/// # Errors
/// [`Error`] when the file was not rendered for review, or when it comes from another brief.
pub fn review(returned: &Returned, base: &str, draft: &Draft, reviewed: &Reviewed) -> Result<Review, Error> {
    let Some(sent) = &returned.sent else {
        return Err(Error::new("it was not rendered for review, or has lost its record of that")
            .help("render it with `brief render FILE --to docx --review`, and have the changes made in that file; or add --match, which finds the fields by their words"));
    };
    if !is_of(sent, base, draft) {
        let help = "name the brief that it was rendered from; or add --match, which finds the fields by their words";
        return Err(Error::new("it was rendered from another brief").help(help));
    }
    let review = Review { is_current: sent.base == base, saved: returned.saved.clone(), ..Review::default() };
    let mut comparison = FieldComparison { sent, returned, draft, reviewed, review };
    // A field that is printed several times is compared once.
    let mut fields: IndexMap<(&str, usize), Vec<&SentField>> = IndexMap::new();
    for field in &sent.fields {
        fields.entry((&field.path, field.paragraph)).or_default().push(field);
    }
    for all in fields.values() {
        comparison.part(all);
    }
    let mut review = comparison.review;
    review.outside = outside::changes(&sent.outside, &returned.outside);
    let paths: BTreeMap<usize, &str> = sent.fields.iter().rev().map(|field| (field.number, &*field.path)).collect();
    let path = |number: usize| paths.get(&number).map(|path| (*path).to_owned());
    let comments = returned.comments.iter();
    review.comments =
        comments.map(|comment| FieldComment { path: comment.field.and_then(path), comment: comment.clone() }).collect();
    Ok(review)
}

/// Whether a file was rendered from a brief. `base` is the identifier of the brief's text. If the brief has changed
/// since, at least most records of the file must still exist.
#[must_use]
pub fn is_of(sent: &SentPart, base: &str, draft: &Draft) -> bool {
    if sent.base == base {
        return true;
    }
    let records: BTreeSet<&str> = sent.fields.iter().filter_map(|field| Some(field.path.rsplit_once('.')?.0)).collect();
    // These do not identify a brief: any brief may have the first two, and sources and parties may be in a file of
    // shared records.
    let shared = ["brief", "outcome", "sources", "parties"];
    let own = |record: &&&str| !shared.contains(&record.split('.').next().unwrap_or_default());
    let own: Vec<&&str> = records.iter().filter(own).collect();
    if own.is_empty() {
        let title = sent.fields.iter().find(|field| field.path == "brief.title");
        let now = draft.document().value("brief.title").and_then(TomlValue::as_text);
        return title.is_some_and(|field| Some(field.text.as_str()) == now);
    }
    let there = own.iter().filter(|record| draft.has(record)).count();
    2 * there >= own.len()
}

/// The inputs of a comparison, and the results so far.
struct FieldComparison<'a> {
    sent: &'a SentPart,
    returned: &'a Returned,
    draft: &'a Draft,
    reviewed: &'a Reviewed,
    review: Review,
}

impl FieldComparison<'_> {
    /// Compares one part of a field, wherever it was printed.
    fn part(&mut self, all: &[&SentField]) {
        let returned = self.returned;
        let found = all.iter().filter_map(|field| Some((*field, returned.fields.get(&field.number)?)));
        let (there, blank): (Vec<_>, Vec<_>) = found.partition(|(_, found)| !found.passage.is_blank());
        let words = ReviewWords::spelled(&all[0].text);
        if there.is_empty() {
            let revisions = blank.iter().flat_map(|(_, found)| found.revisions.clone()).collect();
            let outcome = self.removal(all[0], &words);
            self.push(all[0], String::new(), revisions, outcome, false);
            return;
        }
        let mut known: Vec<Vec<String>> = Vec::new();
        for (field, found) in there {
            let back = ReviewWords::returned(&found.passage, field.bold, field.italic);
            let parts = FieldParts::of(&field.path, field.paragraph, self.draft);
            let back = parts.as_ref().map_or(back.clone(), |(parts, _)| parts.as_it_can_be(back));
            let marks = &found.passage.marks;
            let keys = back.keys();
            if keys == words.keys() || known.contains(&keys) {
                self.marks(field, marks, &[]);
                continue;
            }
            known.push(keys);
            let (outcome, loses, dropped) = match parts {
                Some((parts, at)) => self.outcome(field, &words, &back, &parts, at, marks),
                None => (ChangeOutcome::NoField, false, Vec::new()),
            };
            self.marks(field, marks, &dropped);
            // The same field has different words in another place of the file.
            let outcome = match self.review.changes.last() {
                Some(last) if known.len() > 1 && last.path == field.path && last.paragraph == field.paragraph => {
                    ChangeOutcome::Conflict {
                        now: last.back.clone(),
                        with: Some("another place of the same file".to_owned()),
                    }
                }
                _ => outcome,
            };
            self.push(field, back.plain(), found.revisions.clone(), outcome, loses);
        }
    }

    /// The outcome for a part whose words were deleted.
    fn removal(&self, field: &SentField, words: &ReviewWords) -> ChangeOutcome {
        let Some((parts, at)) = FieldParts::of(&field.path, field.paragraph, self.draft) else {
            return ChangeOutcome::NoField;
        };
        match parts.words(parts.find(at, words)) {
            Some(now) if now.keys() == words.keys() => ChangeOutcome::Removed { required: parts.is_required() },
            Some(now) => self.conflict(field, &now),
            None => ChangeOutcome::Already,
        }
    }

    /// The outcome for a part with changed words. Also determines whether emphasis is dropped, and which citations are
    /// removed.
    fn outcome(
        &mut self,
        field: &SentField,
        sent: &ReviewWords,
        back: &ReviewWords,
        parts: &FieldParts,
        at: usize,
        marks: &[Option<usize>],
    ) -> (ChangeOutcome, bool, Vec<String>) {
        let at = parts.find(at, sent);
        let Some(now) = parts.words(at) else {
            return (ChangeOutcome::Conflict { now: String::new(), with: None }, false, Vec::new());
        };
        let count = |marks: &mut dyn Iterator<Item = usize>, id: &str| {
            let is = |number: usize| self.sent.notes.iter().any(|(known, label)| *known == number && label == id);
            marks.filter(|number| is(*number)).count()
        };
        let is_gone = |id: &str| {
            let before = count(&mut field.marks.iter().copied(), id);
            before == 0 || count(&mut marks.iter().copied().flatten(), id) < before
        };
        match carried(sent, back, &now, &is_gone) {
            Carried::Unchanged | Carried::Already => (ChangeOutcome::Already, false, Vec::new()),
            Carried::Conflict => (self.conflict(field, &now), false, Vec::new()),
            Carried::New { words, dropped, merged } => {
                for id in &dropped {
                    let message = format!("[@{id}] is removed with the words that it followed");
                    self.review.citations.push(CitationNote { path: field.path.clone(), message });
                }
                let (text, keeps) = parts.spelled(&words);
                let outcome = if merged {
                    ChangeOutcome::Merged { text, now: parts.text(at).to_owned() }
                } else {
                    ChangeOutcome::Text(text)
                };
                (outcome, !keeps, dropped)
            }
        }
    }

    fn push(
        &mut self,
        field: &SentField,
        back: String,
        revisions: Vec<Revision>,
        outcome: ChangeOutcome,
        loses_emphasis: bool,
    ) {
        let (path, paragraph) = (field.path.clone(), field.paragraph);
        let sent = field.text.clone();
        self.review.changes.push(ReviewChange { path, paragraph, revisions, sent, back, outcome, loses_emphasis });
    }

    /// Notes the citation marks that were deleted, moved or added. Those of `dropped` sources were removed with their
    /// words.
    fn marks(&mut self, field: &SentField, marks: &[Option<usize>], dropped: &[String]) {
        let back: Vec<usize> = marks.iter().copied().flatten().collect();
        if back == field.marks && back.len() == marks.len() {
            return;
        }
        let label = |number: usize| {
            let label = self.sent.notes.iter().find(|(known, _)| *known == number).map(|(_, label)| label.as_str());
            label.unwrap_or_default()
        };
        let mut say = |message: String| self.review.citations.push(CitationNote { path: field.path.clone(), message });
        let mut left = back.clone();
        for number in &field.marks {
            let label = label(*number);
            match left.iter().position(|it| it == number) {
                Some(at) => _ = left.remove(at),
                None if dropped.iter().any(|id| id == label) => {}
                None => say(format!("the mark of note {number} was deleted; the brief still cites [@{label}]")),
            }
        }
        for number in &left {
            say(format!("a mark of note {number} was added; cite [@{}] by hand", label(*number)));
        }
        if marks.len() > back.len() {
            say("a note was added; add its source by hand".to_owned());
        }
        let sorted = |marks: &[usize]| {
            let mut marks = marks.to_vec();
            marks.sort_unstable();
            marks
        };
        if back != field.marks && sorted(&back) == sorted(&field.marks) {
            say("the marks of notes were moved; the citations of the brief stay where they are".to_owned());
        }
    }

    fn conflict(&self, field: &SentField, now: &ReviewWords) -> ChangeOutcome {
        let with = self.reviewed.by.get(&(field.path.clone(), field.paragraph)).cloned();
        ChangeOutcome::Conflict { now: now.plain(), with }
    }
}

#[cfg(test)]
mod tests;
