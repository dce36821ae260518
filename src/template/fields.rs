//! The marks of fields: put around values in the context, taken out of the text that a template makes of them.
//!
//! A mark is two noncharacters around a number, which stands for a path. `check` refuses noncharacters in a brief, so
//! no text from outside can forge one.

use std::cell::RefCell;
use std::collections::HashSet;
use std::fmt::Write as _;

use super::escape::{END, FIELD, VALUE};
use crate::provenance::{FieldPath, FieldSpan, Fields};

/// The number of a field rarely has more digits than this.
const DIGITS: usize = 4;

/// The paths of the fields in a context, by number.
#[derive(Debug, Default)]
pub(super) struct FieldPaths(RefCell<Vec<ValueOrigin>>);

/// Where a value comes from: the path of its field, and that of the field by which its record is named there.
type ValueOrigin = (FieldPath, Option<FieldPath>);

impl FieldPaths {
    /// A value with the mark of a field. `naming` is the path of the field that names the record of which the value is:
    /// that of `by`, where a commitment prints the name of a party.
    pub(super) fn mark(&self, path: &str, naming: Option<&str>, value: &str) -> String {
        let mut paths = self.0.borrow_mut();
        let number = paths.len();
        paths.push((path.into(), naming.map(Into::into)));
        let mut marked = String::with_capacity(FIELD.len_utf8() + DIGITS + VALUE.len_utf8() + value.len());
        marked.push(FIELD);
        let _ = write!(marked, "{number}");
        marked.push(VALUE);
        marked.push_str(value);
        marked
    }

    /// A text without the values that a list of the context has: `list` is its path.
    pub(super) fn without(&self, marked: &str, list: &str) -> String {
        let paths = self.0.borrow();
        let is_of_list = |number: &str| {
            let origin = number.parse().ok().and_then(|number: usize| paths.get(number));
            origin.and_then(|(_, naming)| naming.as_ref()).is_some_and(|it| it.strip_prefix(list).is_some())
        };
        let mut text = String::with_capacity(marked.len());
        let mut rest = marked;
        while let Some((before, after)) = rest.split_once(FIELD) {
            text.push_str(before);
            let (number, value) = after.split_once(VALUE).unwrap_or_default();
            rest = if is_of_list(number) { value.split_once(END).unwrap_or_default().1 } else { value };
        }
        text.push_str(rest);
        // Two values that stand close together, with no width between them, are one word.
        text.retain(|c| c != END);
        text
    }

    /// Takes the marks out of a text, and returns the parts that they were around, and the fields that name the records
    /// of which some of these parts are. A mark without an end, or with a number that stands for nothing, is around
    /// nothing.
    pub(super) fn take(&self, marked: &str) -> (String, Fields, HashSet<FieldPath>) {
        let paths = self.0.borrow();
        let mut text = String::with_capacity(marked.len());
        let mut spans: Vec<FieldSpan> = Vec::new();
        let mut names = HashSet::new();
        // The spans that have begun, and are to end.
        let mut open: Vec<Option<usize>> = Vec::new();
        let mut rest = marked;
        while let Some(at) = rest.find([FIELD, END]) {
            text.push_str(&rest[..at]);
            if rest[at..].starts_with(END) {
                rest = &rest[at + END.len_utf8()..];
                if let Some(span) = open.pop().flatten() {
                    spans[span].range.end = text.len();
                }
                continue;
            }
            let (number, after) = rest[at + FIELD.len_utf8()..].split_once(VALUE).unwrap_or_default();
            rest = after;
            let path = number.parse().ok().and_then(|number: usize| paths.get(number));
            open.push(path.map(|(path, naming)| {
                spans.push(FieldSpan { range: text.len()..text.len(), path: FieldPath::clone(path) });
                names.extend(naming.clone());
                spans.len() - 1
            }));
        }
        text.push_str(rest);
        spans.retain(|span| !span.range.is_empty());
        (text, Fields { spans }, names)
    }
}

/// Removes trailing spaces and all but one of blank lines in a row, and ends the text with one line break. What is left
/// keeps its fields.
pub(super) fn tidy(markdown: &str, fields: &mut Fields) -> String {
    let mut out = String::with_capacity(markdown.len() + 1);
    // Where each line that is left begins in the old text and in the new one, and its length.
    let mut lines: Vec<(usize, usize, usize)> = Vec::new();
    let mut start = 0;
    for whole in markdown.split_inclusive('\n') {
        let line = whole.trim_end();
        if !(line.is_empty() && (out.is_empty() || out.ends_with("\n\n"))) {
            lines.push((start, out.len(), line.len()));
            out.push_str(line);
            out.push('\n');
        }
        start += whole.len();
    }
    out.truncate(out.trim_end_matches('\n').len());
    let length = out.len();
    let moved = |at: usize| {
        let after = lines.partition_point(|(old, ..)| *old <= at);
        let place = after.checked_sub(1).and_then(|line| lines.get(line));
        place.map_or(0, |(old, new, length)| new + (at - old).min(*length)).min(length)
    };
    for span in &mut fields.spans {
        span.range = moved(span.range.start)..moved(span.range.end);
    }
    fields.spans.retain(|span| !span.range.is_empty());
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_out_and_what_they_were_around_is_known() {
        let paths = FieldPaths::default();
        let (one, two) = (paths.mark("a.b", None, "x  y"), paths.mark("c", None, "é"));
        let marked = format!("- {one}{END} \n\n\n\n## {FIELD}9{VALUE}z{END} {two} w{two}{END}{END}  \n");
        let (text, mut fields, _) = paths.take(&marked);
        let text = tidy(&text, &mut fields);
        assert_eq!(text, "- x  y\n\n## z é wé\n");
        let found: Vec<_> = fields.spans.iter().map(|it| (&text[it.range.clone()], &*it.path)).collect();
        assert_eq!(found, [("x  y", "a.b"), ("é wé", "c"), ("é", "c")]);
    }

    #[test]
    fn the_field_that_names_a_record_is_known_where_the_name_is_printed() {
        let paths = FieldPaths::default();
        let printed = paths.mark("parties.a.name", Some("claims.x.said_by"), "Upstream");
        let _ = paths.mark("parties.a.name", Some("claims.y.said_by"), "Upstream");
        let (text, fields, naming) = paths.take(&format!("{printed}{END} says"));
        assert_eq!((text.as_str(), &*fields.spans[0].path), ("Upstream says", "parties.a.name"));
        assert_eq!(naming.into_iter().collect::<Vec<_>>(), ["claims.x.said_by".into()]);
    }

    #[test]
    fn a_mark_without_an_end_is_around_nothing() {
        let paths = FieldPaths::default();
        let open = paths.mark("a", None, "x");
        let (text, fields, _) = paths.take(&format!("{END}{open} {FIELD}"));
        assert_eq!((text.as_str(), fields.spans.len()), ("x ", 0));
    }
}
