//! What came back from Word: the changes of a file that was rendered for review, field by field, against the brief as it is
//! now.
//!
//! Three texts are compared for each control of the file: the words that were sent, the words that came back, and the words
//! that the brief has now (`carry.rs`). Only a change of words or of how they look is one; citations stay with their words.
//! Nothing is written here but to a [`Draft`].

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
    /// Whether the brief is as it was when it was sent.
    pub is_current: bool,
    /// Who saved the file last.
    pub saved: Option<Revision>,
    /// The fields that were changed.
    pub changes: Vec<ReviewChange>,
    /// What must be known of citations.
    pub citations: Vec<CitationNote>,
    /// What was changed in no field.
    pub outside: Vec<OutsideChange>,
    /// The comments.
    pub comments: Vec<FieldComment>,
}

/// A part of a field that was changed: a paragraph, an item, or all of it.
#[derive(Debug, Clone)]
pub struct ReviewChange {
    /// The path of the field, as `brief set` takes it; with the number of the item in brackets in a list.
    pub path: String,
    /// Which paragraph of it, from 0.
    pub paragraph: usize,
    /// Who changed it, as far as it was tracked.
    pub revisions: Vec<Revision>,
    /// The words that were sent.
    pub sent: String,
    /// The words that came back.
    pub back: String,
    /// What becomes of it.
    pub outcome: ChangeOutcome,
    /// Whether emphasis that came back is left out, because the field takes none there.
    pub loses_emphasis: bool,
}

/// What becomes of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeOutcome {
    /// The new text of the part, as the file spells it.
    Text(String),
    /// The same, merged with what changed in the brief meanwhile, in other sentences.
    Merged {
        /// The new text.
        text: String,
        /// The text of the part before, as the file spells it.
        now: String,
    },
    /// The words are gone, or the control with them.
    Removed {
        /// Whether the format asks for the field, so that only its record can be removed.
        required: bool,
    },
    /// The brief says so already.
    Already,
    /// The brief has other words there by now.
    Conflict {
        /// The words that it has.
        now: String,
        /// The file that brought them, if one of those that are reviewed did.
        with: Option<String>,
    },
    /// The file has no such field: it is gone, or in a file of shared records.
    NoField,
}

/// What must be known of a citation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitationNote {
    /// The path of the field.
    pub path: String,
    /// What happened, a sentence without a full stop.
    pub message: String,
}

/// A comment, with the field that it is next to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldComment {
    /// The path of the field; `None` next to no field.
    pub path: Option<String>,
    /// The comment.
    pub comment: MarginComment,
}

/// What files of one review have brought so far, so that a conflict can name both.
#[derive(Debug, Clone, Default)]
pub struct Reviewed {
    by: BTreeMap<(String, usize), String>,
}

impl ReviewChange {
    /// Its path, with the number of the paragraph where a field has several.
    #[must_use]
    pub fn name(&self) -> String {
        if self.paragraph == 0 {
            self.path.clone()
        } else {
            format!("{} (paragraph {})", self.path, self.paragraph + 1)
        }
    }

    /// Whether there is something to write.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(
            self.outcome,
            ChangeOutcome::Text(_) | ChangeOutcome::Merged { .. } | ChangeOutcome::Removed { required: false }
        )
    }

    /// Writes it. `file` is the name of the file that brought it.
    ///
    /// # Errors
    /// [`Error`] when the text is laid out so that the field cannot be changed, or when an earlier change has left no part
    /// with the words that this one is of.
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
        // An earlier change of the same field may have moved the part, and must not be overwritten.
        let place = now.map_or_else(|| parts.with_words(at, &sent), |now| parts.with_text(at, now));
        let at = place.ok_or_else(|| {
            Error::new("an earlier change has removed this text; review the file again for this one".to_owned())
        })?;
        parts.write(at, text, draft)?;
        reviewed.by.insert((self.path.clone(), self.paragraph), file.to_owned());
        Ok(())
    }
}

/// Compares what came back with a brief.
///
/// # Errors
/// [`Error`] when the file was not rendered for review, or from another brief.
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
    // A field that is printed twice is looked at once.
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

/// Whether a file was rendered from a brief, of which `base` is what its text is known by; also from one that has changed
/// since: then most of its records are still there.
#[must_use]
pub fn is_of(sent: &SentPart, base: &str, draft: &Draft) -> bool {
    if sent.base == base {
        return true;
    }
    let records: BTreeSet<&str> = sent.fields.iter().filter_map(|field| Some(field.path.rsplit_once('.')?.0)).collect();
    // Every brief has these, and sources and parties can be in a file of shared records.
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

/// What is compared, and what has come of it so far.
struct FieldComparison<'a> {
    sent: &'a SentPart,
    returned: &'a Returned,
    draft: &'a Draft,
    reviewed: &'a Reviewed,
    review: Review,
}

impl FieldComparison<'_> {
    /// One part of a field, wherever it was printed.
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
            // The same field with other words in another place of the file.
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

    /// What becomes of a part whose words are gone.
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

    /// What becomes of a part that has other words, whether it loses emphasis, and the citations that go.
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

    /// Marks that were deleted, moved or added. Those of `dropped` sources went with their words.
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
