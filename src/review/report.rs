//! Prints a review.

use serde_json::{Value, json};

use super::{ChangeOutcome, FieldComment, OutsideChange, Review, ReviewChange};
use crate::diff::words::{self, TextChange};
use crate::docx::Revision;
use crate::record::{plain_line, prose};

/// The most characters of a text that a line of the report shows.
const LONGEST: usize = 200;

/// The information about a returned file that `brief diff` does not have: who made the changes, which ones cannot be
/// applied, changes outside of fields, and comments. The text may contain anything that the file contains, and must be
/// escaped for the terminal.
#[must_use]
pub fn human(file: &str, review: &Review) -> String {
    let mut out = format!("{file}{}\n", about(review));
    if review.is_empty() {
        out.push_str("  nothing was changed\n");
        return out;
    }
    let mut line = |text: String| out.push_str(&format!("  {}\n", one_line(&text)));
    for change in &review.changes {
        line(format!("{}: {}", change.name(), outcome(change)));
        if let ChangeOutcome::Conflict { now, .. } = &change.outcome {
            line(format!("    {}", excerpt(now, &change.back)));
        }
    }
    for note in &review.citations {
        line(format!("{}: {}", note.path, note.message));
    }
    for change in &review.outside {
        outside(change).into_iter().for_each(&mut line);
    }
    for comment in &review.comments {
        line(remark(comment));
    }
    out
}

/// Who saved the file, and whether the brief has changed since it was sent.
fn about(review: &Review) -> String {
    let saved = review.saved.as_ref().map(|saved| format!("saved by {}", who(saved)));
    let old =
        (!review.is_current).then(|| "the brief has changed since it was sent, or it was sent as a release".to_owned());
    let all: Vec<String> = saved.into_iter().chain(old).collect();
    if all.is_empty() { String::new() } else { format!(" ({})", all.join("; ")) }
}

fn who(revision: &Revision) -> String {
    let author = short(&revision.author);
    let author = if author.is_empty() { "somebody without a name" } else { &author };
    let day: String = revision.date.chars().take(10).collect();
    if day.is_empty() { author.to_owned() } else { format!("{author}, {day}") }
}

/// The authors of a change.
#[must_use]
pub fn authors(change: &ReviewChange) -> String {
    let mut all: Vec<String> = change.revisions.iter().map(who).collect();
    all.dedup();
    if all.is_empty() { "not tracked".to_owned() } else { all.join("; ") }
}

fn outcome(change: &ReviewChange) -> String {
    let by = authors(change);
    let look = if change.loses_emphasis { "; its emphasis is left out, which the field cannot have there" } else { "" };
    match &change.outcome {
        ChangeOutcome::Text(_) => format!("changed ({by}){look}"),
        ChangeOutcome::Merged { .. } => {
            format!("changed ({by}), merged with what changed in the brief: read it as a whole{look}")
        }
        ChangeOutcome::Removed { required: false } => format!("removed ({by}); a removal must be confirmed"),
        ChangeOutcome::Removed { required: true } => {
            format!("removed ({by}), but the format requires it: `brief remove` removes the whole record")
        }
        ChangeOutcome::Already => format!("changed ({by}), but the brief already has the change"),
        ChangeOutcome::Conflict { with: Some(file), .. } => format!("conflict with {file} ({by})"),
        ChangeOutcome::Conflict { with: None, .. } => format!("conflict: it has changed in the brief, too ({by})"),
        ChangeOutcome::NoField => {
            format!("changed ({by}) to \"{}\", but this file has no such text: change it by hand", short(&change.back))
        }
    }
}

fn outside(change: &OutsideChange) -> Vec<String> {
    let place =
        if change.heading.is_empty() { String::new() } else { format!(", under \"{}\"", short(&change.heading)) };
    let mut by: Vec<String> = change.revisions.iter().map(who).collect();
    by.dedup();
    let by = if by.is_empty() { String::new() } else { format!(" ({})", by.join("; ")) };
    let mut lines = vec![format!("not in a field{place}{by}:")];
    lines.extend(change.old.as_ref().map(|old| format!("    - {}", short(old))));
    lines.extend(change.new.as_ref().map(|new| format!("    + {}", short(new))));
    lines
}

/// A comment on one line.
fn remark(it: &FieldComment) -> String {
    let comment = &it.comment;
    let place = match (&it.path, comment.heading.as_str()) {
        (Some(path), _) => path.clone(),
        (None, "") => "not in a field".to_owned(),
        (None, heading) => format!("not in a field, under \"{}\"", short(heading)),
    };
    let words = comment.words.trim();
    let about = if words.is_empty() { String::new() } else { format!(" on \"{}\"", short(words)) };
    let by = Revision { author: comment.author.clone(), date: comment.date.clone() };
    format!("{place}: comment by {}{about}: {}", who(&by), comment.text)
}

fn short(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= LONGEST {
        return text;
    }
    format!("{} …", text.chars().take(LONGEST).collect::<String>().trim_end())
}

/// A text with spaces instead of line breaks and of other characters that could begin a new line.
fn one_line(text: &str) -> String {
    text.replace(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'), " ")
}

/// The effect of a change on the words of the brief, in the format of `brief diff`: deleted words in `[-…-]`, inserted
/// ones in `{+…+}`.
#[must_use]
pub fn marked(change: &ReviewChange) -> String {
    let plain = |text: &str| plain_line(&prose::read(text).prose);
    one_line(&match &change.outcome {
        // Compared with the current text of the brief, since the sent text is no longer there.
        ChangeOutcome::Merged { text, now } => excerpt(&plain(now), &plain(text)),
        _ => excerpt(&plain(&change.sent), &change.back),
    })
}

/// The path of a change and its authors, on one line.
#[must_use]
pub fn heading(change: &ReviewChange) -> String {
    one_line(&format!("{} ({})", change.name(), authors(change)))
}

/// The number of unchanged words that are shown around a change.
const CONTEXT: usize = 8;

/// The changed words, with some unchanged words around them.
fn excerpt(old: &str, new: &str) -> String {
    let fragments = words::text(old, new).fragments;
    let count = fragments.len();
    let mark = |(at, fragment): (usize, &words::Fragment)| match fragment.change {
        TextChange::Deleted => format!("[-{}-]", fragment.text),
        TextChange::Inserted => format!("{{+{}+}}", fragment.text),
        _ => around(&fragment.text, at > 0, at + 1 < count),
    };
    fragments.iter().enumerate().map(mark).collect()
}

/// Shortens unchanged words: keeps the first ones if a change comes `before` them, and the last ones if one comes
/// `after` them.
fn around(text: &str, before: bool, after: bool) -> String {
    let all: Vec<&str> = text.split_whitespace().collect();
    if all.len() <= CONTEXT * (usize::from(before) + usize::from(after)) {
        return text.to_owned();
    }
    let head = if before { all[..CONTEXT].join(" ") + " " } else { String::new() };
    let tail = if after { format!(" {} ", all[all.len() - CONTEXT..].join(" ")) } else { String::new() };
    format!("{}{head}…{tail}", if before && text.starts_with(' ') { " " } else { "" })
}

/// The comments of a file as JSON.
#[must_use]
pub fn comments(file: &str, review: &Review) -> Vec<Value> {
    let one = |it: &FieldComment| {
        let comment = &it.comment;
        json!({
            "file": file,
            "path": it.path,
            "heading": comment.heading,
            "words": comment.words.trim(),
            "author": comment.author,
            "date": comment.date,
            "text": comment.text,
        })
    };
    review.comments.iter().map(one).collect()
}

impl FieldComment {
    /// The comment in the form of a comment in the brief: `Legal, 2026-11-26: …`. An author with the name `brief`
    /// cannot write a suppression of a warning in this way.
    #[must_use]
    pub fn line(&self) -> String {
        let author = self.comment.author.replace([':', '#'], " ");
        let letters: String = author.chars().filter(|c| c.is_alphanumeric()).collect();
        let author = match author.trim() {
            "" => "Comment".to_owned(),
            author if letters.eq_ignore_ascii_case("brief") => format!("Comment by {author}"),
            author => author.to_owned(),
        };
        let day: String = self.comment.date.chars().take(10).collect();
        let date = if day.is_empty() { String::new() } else { format!(", {}", day.replace(':', " ")) };
        format!("{author}{date}: {}", self.comment.text)
    }
}

impl Review {
    /// Whether there are no changes and no comments.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.citations.is_empty() && self.outside.is_empty() && self.comments.is_empty()
    }
}
