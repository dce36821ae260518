//! Cuts the text of a brief at its tables and fields, so that unchanged parts stay the same byte for byte.

use indexmap::IndexMap;

use crate::parse::{TomlDocument, TomlTable, ValueKind};

/// A text that is cut at its tables and fields. All parts together are the whole text.
#[derive(Debug, Default)]
pub(super) struct CutText<'a> {
    /// The tables by path, in order. The top of the file has the empty path.
    pub(super) tables: IndexMap<String, CutTable<'a>>,
    /// The text after the last field.
    pub(super) tail: &'a str,
}

/// A table: the comments and empty lines before its header, the line of the header, and its fields.
#[derive(Debug, Default)]
pub(super) struct CutTable<'a> {
    pub(super) lead: &'a str,
    pub(super) header: &'a str,
    /// The fields, by full path.
    pub(super) fields: IndexMap<String, CutField<'a>>,
}

/// A field: the comments and empty lines before it, its lines up to the end of the value, and the rest of the last
/// line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct CutField<'a> {
    pub(super) lead: &'a str,
    pub(super) body: &'a str,
    /// The rest of the last line: spaces, a comment, the line ending.
    pub(super) rest: &'a str,
}

enum CutPart {
    Header { path: String, start: usize },
    Field { path: String, start: usize, end: usize },
}

impl CutPart {
    fn start(&self) -> usize {
        match self {
            Self::Header { start, .. } | Self::Field { start, .. } => *start,
        }
    }
}

impl<'a> CutText<'a> {
    /// Cuts a text; `None` when its layout does not permit that: two fields on one line, or one table in two places.
    pub(super) fn of(text: &'a str, document: &TomlDocument) -> Option<Self> {
        let mut items = Vec::new();
        collect(document.root(), "", text, &mut items);
        items.sort_by_key(CutPart::start);
        let line_end = |at: usize| text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
        let line_start = |at: usize| text[..at].rfind('\n').map_or(0, |end| end + 1);
        let mut cut = CutText::default();
        let mut path = String::new();
        cut.tables.insert(String::new(), CutTable::default());
        let mut at = 0;
        for item in items {
            let start = line_start(item.start());
            if start < at {
                return None;
            }
            let lead = &text[at..start];
            match item {
                CutPart::Header { path: name, start: header } => {
                    at = line_end(header);
                    path = name;
                    let block = CutTable { lead, header: &text[start..at], fields: IndexMap::new() };
                    if cut.tables.insert(path.clone(), block).is_some() {
                        return None;
                    }
                }
                CutPart::Field { path: name, end, .. } => {
                    at = line_end(end);
                    let entry = CutField { lead, body: &text[start..end], rest: &text[end..at] };
                    if cut.tables.get_mut(&path)?.fields.insert(name, entry).is_some() {
                        return None;
                    }
                }
            }
        }
        cut.tail = &text[at..];
        Some(cut)
    }
}

fn collect(table: &TomlTable, path: &str, text: &str, items: &mut Vec<CutPart>) {
    for (name, entry) in &table.entries {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        let value = &entry.value;
        match &value.kind {
            ValueKind::Table(inner) if !inner.explicit => collect(inner, &path, text, items),
            ValueKind::Table(inner) if text[value.span.start..].starts_with('[') => {
                items.push(CutPart::Header { path: path.clone(), start: value.span.start });
                collect(inner, &path, text, items);
            }
            _ => items.push(CutPart::Field { path, start: entry.key.start, end: value.span.end }),
        }
    }
}
