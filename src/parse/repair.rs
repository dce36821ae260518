//! A copy of a text with damaged statements cut out or closed, and the way from its bytes back to the file.

use std::borrow::Cow;
use std::ops::Range;

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
    /// Where in it the inserted bytes are, sorted.
    inserted: Vec<usize>,
}

impl<'a> Repaired<'a> {
    pub(super) fn new(text: &'a str, repairs: &[Repair]) -> Self {
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
