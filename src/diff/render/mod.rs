//! Prints a diff: for terminals, for pull requests, for programs.

mod human;
mod json;
mod markdown;
mod outline;

pub use human::human;
pub use json::{VERSION, json};
pub use markdown::{escaped, markdown};
pub use outline::outline;

use super::{Diff, FieldChange, Fragment, RecordChange, Speaker, headline, headlines, place};
use crate::record::Records;
use crate::schema::Class;

/// The name of an edition, for the top of a diff.
#[derive(Debug, Clone)]
pub struct EditionName {
    /// The name of the file as the user gave it, or `REV:PATH`.
    pub name: String,
    /// The number of errors in it. The parts that can be read are compared all the same.
    pub errors: usize,
}

/// The names of both editions.
#[derive(Debug, Clone)]
pub struct Editions {
    /// The old edition.
    pub old: EditionName,
    /// The new edition.
    pub new: EditionName,
}

/// The changes of a class, in the order of their importance to a reader, each with its headline and the changed words.
fn lines<'a>(
    diff: &'a Diff,
    class: Class,
    speaker: &dyn Speaker,
) -> Vec<(&'a RecordChange, headline::Headline, Option<&'a FieldChange>)> {
    let mut lines = Vec::new();
    for change in &diff.changes {
        for headline in headlines(diff, change, speaker) {
            if headline.class == class {
                let field = headline.field.map(|at| &change.fields[at]);
                lines.push((change, headline, field));
            }
        }
    }
    lines.sort_by_key(|(change, _, field)| place(change, *field));
    lines
}

/// The texts of a field with more changed words than the headline already has.
fn texts<'a>(change: &'a FieldChange, headline: &str) -> Vec<&'a [Fragment]> {
    let items = change.items.iter().filter_map(|it| it.words.as_ref());
    let all = change.words.iter().chain(items);
    all.map(|it| it.fragments.as_slice())
        .filter(|fragments| fragments.len() > 1 && !covers(headline, fragments))
        .collect()
}

/// Whether a headline already has all of the changed words, and no words were kept.
fn covers(headline: &str, fragments: &[Fragment]) -> bool {
    let kept: usize = fragments.iter().filter(|it| it.change == super::TextChange::Kept).map(|it| it.text.len()).sum();
    kept == 0 && fragments.iter().all(|it| headline.contains(it.text.trim()))
}

/// The edition number and date, as far as they are known: `edition 2, 26 Dec 2025`.
fn edition(records: &Records, speaker: &dyn Speaker) -> String {
    use crate::record::Value;
    let Some(head) = records.get("brief") else { return String::new() };
    let number = match head.fields.get("edition") {
        Some(Value::Integer(number)) => Some(format!("{} {number}", speaker.label("edition"))),
        _ => None,
    };
    let date = head.date("as_of").map(|date| speaker.date(date.into()).replace('\u{a0}', " "));
    number.into_iter().chain(date).collect::<Vec<_>>().join(", ")
}

/// The number of changes by class: `3 substantive, 1 editorial`.
fn counted(diff: &Diff) -> String {
    let counts = diff.counts();
    let each = Class::ALL.iter().zip(counts).filter(|(_, count)| *count > 0);
    let each: Vec<String> = each.map(|(class, count)| format!("{count} {}", class.name())).collect();
    if each.is_empty() { "no difference in meaning".to_owned() } else { each.join(", ") }
}
