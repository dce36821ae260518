//! Provenance: which field of the brief each part of a Markdown text comes from.
//!
//! A template prints values whose paths it knows. [`Fields`] keeps, beside the Markdown text, the byte ranges that were
//! printed from a field, so that the text itself stays as it is: what is parsed, laid out and written to a file has no
//! markers in it.

use std::ops::Range;
use std::sync::Arc;

/// The path of a field as `brief set` and `brief diff` write it: `positions.donbas.russia.text`,
/// `developments.2025-12-25-x.date`, `parties.russia.interests[1]`.
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
}
