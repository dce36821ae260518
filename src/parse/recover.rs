//! Reading on after a syntax error.
//!
//! A list, a text or a header that is not closed swallows what follows it. Such a statement is taken out of a copy of the
//! text, or closed in it, and the copy is read again, so that one error does not hide the others. While somebody types,
//! a file is in this state most of the time.

use std::borrow::Cow;
use std::ops::Range;

use toml::de::DeTable;

use super::Damage;
use super::syntax::{Problem, Reporter};
use super::tree::{self, Tree};
use crate::diagnostic::{self, Diagnostic};
use crate::source::FileId;

/// How often a text is read again. Each reading finds all damage but what other damage hides.
const MOST_READINGS: usize = 16;

/// What makes a statement readable, or harmless.
#[derive(Debug, Clone)]
pub(super) enum Repair {
    /// Blanks for a part of the text.
    Cut(Range<usize>),
    /// A bracket that is missing.
    Insert(usize, char),
}

/// A text with repairs.
pub(super) struct Repaired<'a> {
    pub(super) text: Cow<'a, str>,
    /// Where in it the inserted bytes stand, sorted.
    inserted: Vec<usize>,
}

impl<'a> Repaired<'a> {
    fn new(text: &'a str, repairs: &[Repair]) -> Self {
        if repairs.is_empty() {
            return Self { text: Cow::Borrowed(text), inserted: Vec::new() };
        }
        let mut bytes = text.as_bytes().to_vec();
        let mut brackets: Vec<(usize, char)> = Vec::new();
        for repair in repairs {
            match repair {
                Repair::Cut(range) => {
                    for byte in bytes[range.clone()].iter_mut().filter(|byte| !b"\r\n".contains(byte)) {
                        *byte = b' ';
                    }
                }
                Repair::Insert(at, bracket) => brackets.push((*at, *bracket)),
            }
        }
        // A cut begins and ends between characters.
        let cut = String::from_utf8(bytes).unwrap_or_default();
        brackets.sort_unstable();
        let mut repaired = String::with_capacity(cut.len() + brackets.len());
        let mut inserted = Vec::with_capacity(brackets.len());
        let mut done = 0;
        for (at, bracket) in brackets {
            repaired.push_str(&cut[done..at]);
            inserted.push(repaired.len());
            repaired.push(bracket);
            done = at;
        }
        repaired.push_str(&cut[done..]);
        Self { text: Cow::Owned(repaired), inserted }
    }

    /// The same place in the text without repairs.
    pub(super) fn original(&self, range: Range<usize>) -> Range<usize> {
        let place = |at: usize| at - self.inserted.partition_point(|inserted| *inserted < at);
        place(range.start)..place(range.end)
    }
}

/// Reads a text that may have errors: the tree of all that can be read, one diagnostic for each line that cannot, and
/// what stays in doubt.
pub(super) fn read(text: &str, file: FileId) -> (Tree, Vec<Diagnostic>, Option<Damage>) {
    let mut reporter = Reporter::new(text, file);
    let mut repairs = Vec::new();
    let mut damage = Damage::default();
    let mut readings = 0;
    loop {
        readings += 1;
        let repaired = Repaired::new(text, &repairs);
        let (table, errors) = DeTable::parse_recoverable(&repaired.text);
        let tree = tree::build(table.get_ref(), &repaired, file);
        if errors.is_empty() && readings == 1 {
            return (tree, Vec::new(), None);
        }
        let problems = errors.iter().map(|error| {
            let place = repaired.original(error.span().unwrap_or(repaired.text.len()..repaired.text.len()));
            let start = text.floor_char_boundary(place.start.min(text.len()));
            let end = text.ceil_char_boundary(place.end.min(text.len())).max(start);
            Problem { place: start..end, message: error.message() }
        });
        let more = reporter.report(&tree.root, problems.collect(), &mut damage);
        if more.is_empty() || readings == MOST_READINGS {
            damage.structure |= !more.is_empty();
            let mut diagnostics = reporter.into_diagnostics();
            diagnostic::sort(&mut diagnostics);
            return (tree, diagnostics, Some(damage));
        }
        repairs.extend(more);
    }
}
