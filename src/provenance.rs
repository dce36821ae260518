//! Provenance: which field of the brief each part of a Markdown text comes from.
//!
//! A template prints values whose paths it knows. [`Fields`] keeps, in addition to the Markdown text, the byte ranges
//! that were printed from a field, so that the text itself stays as it is: what is parsed, laid out and written to a
//! file has no markers in it.

use std::ops::Range;
use std::sync::Arc;

/// The path of a field as `brief set` and `brief diff` write it: `positions.donbas.russia.text`,
/// `developments.x-2025-12-25.date`, `parties.russia.interests[1]`.
pub type FieldPath = Arc<str>;

/// A part of a Markdown text that was printed from one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldSpan {
    /// Where it is in the Markdown text, in bytes.
    pub range: Range<usize>,
    /// The field.
    pub path: FieldPath,
}

/// The parts of a Markdown text that were printed from fields, in the order in which they begin. A part may contain
/// others, which follow it; two parts never overlap otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    /// The parts.
    pub spans: Vec<FieldSpan>,
}

impl Fields {
    /// Says that the text now begins this many bytes later.
    pub(crate) fn shift(&mut self, bytes: usize) {
        for FieldSpan { range, .. } in &mut self.spans {
            *range = range.start + bytes..range.end + bytes;
        }
    }

    /// The innermost parts alone: in their order, and none within another.
    #[must_use]
    pub fn innermost(&self) -> Vec<FieldSpan> {
        let mut found: Vec<FieldSpan> = Vec::with_capacity(self.spans.len());
        let mut put = |range: Range<usize>, path: &FieldPath| {
            if !range.is_empty() {
                found.push(FieldSpan { range, path: FieldPath::clone(path) });
            }
        };
        // The parts that have begun and not ended, and the end of what has been put.
        let mut open: Vec<&FieldSpan> = Vec::new();
        let mut at = 0;
        let ends = self.spans.iter().map(|span| (span.range.start, Some(span))).chain([(usize::MAX, None)]);
        for (start, span) in ends {
            while let Some(last) = open.pop_if(|last| last.range.end <= start) {
                put(at.max(last.range.start)..last.range.end, &last.path);
                at = at.max(last.range.end);
            }
            if let Some(last) = open.last() {
                put(at.max(last.range.start)..start, &last.path);
            }
            at = at.max(start);
            open.extend(span);
        }
        found
    }

    /// The innermost field that a byte of the text was printed from; `None` for words of the template.
    #[must_use]
    pub fn at(&self, byte: usize) -> Option<&FieldPath> {
        let begun = self.spans.partition_point(|span| span.range.start <= byte);
        self.spans[..begun].iter().rev().find(|span| byte < span.range.end).map(|span| &span.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_field_is_found() {
        let span = |range, path: &str| FieldSpan { range, path: path.into() };
        let fields = Fields { spans: vec![span(2..10, "a"), span(3..5, "a.b"), span(12..13, "c")] };
        let at = |byte| fields.at(byte).map(AsRef::as_ref);
        assert_eq!(
            [at(1), at(2), at(4), at(5), at(9), at(10), at(12), at(13)],
            [None, Some("a"), Some("a.b"), Some("a"), Some("a"), None, Some("c"), None]
        );
    }

    #[test]
    fn innermost_parts_are_those_that_each_byte_names() {
        let span = |range, path: &str| FieldSpan { range, path: path.into() };
        for spans in [
            vec![],
            vec![span(2..10, "a"), span(3..5, "a.b"), span(5..6, "a.c"), span(8..10, "a.d"), span(12..13, "c")],
            vec![span(0..9, "a"), span(0..9, "b"), span(0..4, "c"), span(1..2, "d"), span(9..9, "e"), span(9..11, "f")],
        ] {
            let fields = Fields { spans };
            let flat = fields.innermost();
            assert!(flat.is_sorted_by(|one, next| one.range.end <= next.range.start), "{flat:?}");
            for byte in 0..14 {
                let here = flat.iter().find(|span| span.range.contains(&byte)).map(|span| &span.path);
                assert_eq!(here, fields.at(byte), "{byte} of {fields:?}");
            }
        }
    }
}
