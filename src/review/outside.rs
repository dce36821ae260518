//! Changed text that is in no field.

use std::collections::{HashMap, VecDeque};

use crate::diff::words::{TextChange, sequences};
use crate::docx::{OutsideText, Revision};
use crate::record::{straight, visible};

/// A changed paragraph outside of fields: text of the template, or added text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutsideChange {
    /// The heading above it.
    pub heading: String,
    /// The words that were sent, with `…` in place of a field; `None` for a new paragraph.
    pub old: Option<String>,
    /// The words that were returned; `None` for a deleted paragraph.
    pub new: Option<String>,
    /// Who changed it, as far as it was tracked.
    pub revisions: Vec<Revision>,
}

/// The changed paragraphs.
pub(super) fn changes(sent: &[String], back: &[OutsideText]) -> Vec<OutsideChange> {
    let old: Vec<String> = sent.iter().map(|text| key(text)).collect();
    let new: Vec<String> = back.iter().map(|it| key(&it.text)).collect();
    let mut all: Vec<OutsideChange> = Vec::new();
    let (mut at, mut deleted) = (0, Vec::new());
    let heading = |at: usize| back.get(at.min(back.len().saturating_sub(1))).map_or("", |it| it.heading.as_str());
    let gone = |all: &mut Vec<OutsideChange>, deleted: &mut Vec<usize>, at: usize| {
        all.extend(deleted.drain(..).map(|old| OutsideChange {
            heading: heading(at).to_owned(),
            old: Some(sent[old].clone()),
            new: None,
            revisions: Vec::new(),
        }));
    };
    for (change, range) in sequences(&old, &new) {
        match change {
            TextChange::Deleted => deleted.extend(range),
            TextChange::Inserted => {
                at = range.end;
                let range = without_kept(&mut deleted, range.collect(), &old, &new);
                // If there are equally many, each deleted paragraph is taken for an old version of an inserted one.
                let pairs = deleted.len() == range.len();
                let mut olds = if pairs { std::mem::take(&mut deleted).into_iter() } else { Vec::new().into_iter() };
                for new in range {
                    let old = olds.next().map(|old: usize| sent[old].clone());
                    let OutsideText { heading, text, revisions } = back[new].clone();
                    all.push(OutsideChange { heading, old, new: Some(text), revisions });
                }
                gone(&mut all, &mut deleted, at);
            }
            _ => {
                gone(&mut all, &mut deleted, at);
                at += range.len();
            }
        }
    }
    gone(&mut all, &mut deleted, at);
    // Differences around fields only are ignored, since fields are compared separately. Text that was removed together
    // with a field is ignored, too.
    all.retain(|change| change.old.as_deref().map(key) != change.new.as_deref().map(key));
    all
}

/// The inserted paragraphs without those that are among the deleted ones: a paragraph kept between two changes is not a
/// change.
fn without_kept(deleted: &mut Vec<usize>, mut inserted: Vec<usize>, old: &[String], new: &[String]) -> Vec<usize> {
    let mut by_key: HashMap<&str, VecDeque<usize>> = HashMap::new();
    for at in &*deleted {
        by_key.entry(&old[*at]).or_default().push_back(*at);
    }
    // Equal paragraphs are removed in order, so the first remaining one shows whether one was removed.
    inserted.retain(|at| by_key.get_mut(new[*at].as_str()).and_then(VecDeque::pop_front).is_none());
    deleted.retain(|at| by_key[old[*at].as_str()].front().is_some_and(|next| next <= at));
    inserted
}

/// The key by which a paragraph is compared. It ignores changes of quotation marks, hyphens and dots by Word.
fn key(text: &str) -> String {
    let text = text.replace("...", "…");
    let text: String = text.chars().map(|c| if c == '…' { ' ' } else { straight(c) }).collect();
    visible(&text).split_whitespace().collect::<Vec<_>>().join(" ")
}
