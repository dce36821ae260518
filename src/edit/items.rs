//! The headers and fields of a text, and where each part of their names is written.

use std::ops::Range;

use super::is_field;
use crate::parse::{TomlDocument, TomlTable};

/// How an item is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelling {
    /// `[name]`
    Header,
    /// `name = value` on lines of its own.
    Line,
    /// `name = value` within the braces of another.
    Braces,
}

/// A header or a field in the text.
pub(super) struct TextItem {
    pub(super) path: String,
    /// From the first part of its name, or the bracket of a header.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) spelling: Spelling,
    /// The last parts of its path, as they are written here: all of them in a header, one in most fields.
    parts: Vec<Range<usize>>,
}

impl TextItem {
    pub(super) fn is_header(&self) -> bool {
        self.spelling == Spelling::Header
    }

    /// Whether it is what is at a path, or a part of it.
    pub(super) fn is_within(&self, path: &str) -> bool {
        self.path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }

    /// Where the part of its path with an index is written, from 0; `None` when it is in braces or under a header
    /// that has the part.
    pub(super) fn part(&self, index: usize) -> Option<Range<usize>> {
        let before = self.path.split('.').count().checked_sub(self.parts.len())?;
        self.parts.get(index.checked_sub(before)?).cloned()
    }
}

/// Every header and field, those in braces too, in the order of the text.
pub(super) fn items(text: &str, document: &TomlDocument) -> Vec<TextItem> {
    let mut found = FoundItems { text, list: Vec::new() };
    found.table(document.root(), "", false);
    found.list.sort_by_key(|item| item.start);
    found.list
}

struct FoundItems<'a> {
    text: &'a str,
    list: Vec<TextItem>,
}

impl FoundItems<'_> {
    fn table(&mut self, table: &TomlTable, path: &str, in_braces: bool) {
        for (name, entry) in &table.entries {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            let span = entry.value.span;
            let inner = entry.value.as_table();
            if is_field(self.text, entry) {
                let parts = self.dotted(entry.key.range());
                let start = parts.first().map_or(entry.key.start, |part| part.start);
                let end = span.end.max(entry.key.end);
                let spelling = if in_braces { Spelling::Braces } else { Spelling::Line };
                self.list.push(TextItem { path: path.clone(), start, end, spelling, parts });
                inner.into_iter().for_each(|inner| self.table(inner, &path, true));
            } else if let Some(inner) = inner {
                if inner.explicit {
                    let parts = self.header(span.range());
                    let spelling = Spelling::Header;
                    self.list.push(TextItem { path: path.clone(), start: span.start, end: span.end, spelling, parts });
                }
                self.table(inner, &path, in_braces);
            }
        }
    }

    /// The parts of a dotted name whose last part is known.
    fn dotted(&self, last: Range<usize>) -> Vec<Range<usize>> {
        let mut parts = vec![last.clone()];
        let mut at = last.start;
        while let Some(before) = self.text[..at].trim_end_matches(BLANK).strip_suffix('.') {
            let before = before.trim_end_matches(BLANK);
            let quote = before.chars().next_back().filter(|c| QUOTES.contains(c));
            let start = match quote {
                Some(quote) => before[..before.len() - 1].rfind(quote).unwrap_or(0),
                None => before.trim_end_matches(is_bare).len(),
            };
            parts.insert(0, start..before.len());
            at = start;
        }
        parts
    }

    /// The parts of the name in a header.
    fn header(&self, span: Range<usize>) -> Vec<Range<usize>> {
        let mut parts = Vec::new();
        let mut at = span.start + 1;
        while at < span.end {
            let rest = &self.text[at..span.end];
            let name = rest.trim_start_matches(BLANK);
            at = span.end - name.len();
            let length = match name.chars().next().filter(|c| QUOTES.contains(c)) {
                Some(quote) => name[1..].find(quote).map_or(name.len(), |end| end + 2),
                None => name.len() - name.trim_start_matches(is_bare).len(),
            };
            parts.push(at..at + length);
            let rest = name[length..].trim_start_matches(BLANK);
            let Some(next) = rest.strip_prefix('.') else { break };
            at = span.end - next.len();
        }
        parts
    }
}

/// What may be between the parts of a name (TOML 1.0, "Keys").
const BLANK: [char; 2] = [' ', '\t'];
const QUOTES: [char; 2] = ['"', '\''];

fn is_bare(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '-'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::read;

    #[test]
    fn every_part_of_a_name_is_found_where_it_is_written() {
        let text = "a.b = 1\n 'c' . \"d\".e = { f.g = 2, h = { i = 3 } }\n[ j . \"k\" ]\nl = 4\n[j]\nm.n = 5\n";
        let document = read(text).unwrap();
        let shown: Vec<String> = items(text, &document)
            .iter()
            .map(|item| {
                let parts: Vec<_> =
                    (0..item.path.split('.').count()).map(|at| item.part(at).map_or("-", |part| &text[part])).collect();
                format!("{:?} {} {}", item.spelling, item.path, parts.join(" "))
            })
            .collect();
        assert_eq!(
            shown,
            [
                "Line a.b a b",
                "Line c.d.e 'c' \"d\" e",
                "Braces c.d.e.f.g - - - f g",
                "Braces c.d.e.h - - - h",
                "Braces c.d.e.h.i - - - - i",
                "Header j.k j \"k\"",
                "Line j.k.l - - l",
                "Header j j",
                "Line j.m.n - m n",
            ]
        );
    }
}
