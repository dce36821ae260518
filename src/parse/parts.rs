//! Where the parts of a file with errors are: its lines, texts, brackets and keys.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::{TomlTable, ValueKind};

/// The starts of all lines.
pub(super) struct LineIndex<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> LineIndex<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, starts: std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect() }
    }

    pub(super) fn start(&self, byte: usize) -> usize {
        self.starts[self.starts.partition_point(|start| *start <= byte) - 1]
    }

    pub(super) fn end(&self, start: usize) -> usize {
        let next = self.starts.partition_point(|other| *other <= start);
        self.starts.get(next).map_or(self.text.len(), |next| next - 1)
    }
}

/// Where the texts, brackets and keys of the tree are: what later errors refer back to.
#[derive(Default)]
pub(super) struct Literals {
    pub(super) texts: Vec<Range<usize>>,
    pub(super) brackets: Vec<Range<usize>>,
    pub(super) keys: HashMap<String, Vec<Range<usize>>>,
    /// The bytes at which keys start.
    pub(super) starts: HashSet<usize>,
}

impl Literals {
    pub(super) fn of(text: &str, root: &TomlTable) -> Self {
        let mut all = Self::default();
        all.table(text, root);
        all.texts.sort_by_key(|place| place.start);
        // The outermost ones.
        all.brackets.sort_by_key(|place| (place.start, std::cmp::Reverse(place.end)));
        all.brackets.dedup_by(|next, place| next.start < place.end);
        all.keys.values_mut().for_each(|places| places.sort_by_key(|place| place.start));
        all
    }

    fn table(&mut self, text: &str, table: &TomlTable) {
        for (name, entry) in &table.entries {
            self.keys.entry(name.clone()).or_default().push(entry.key.range());
            self.starts.insert(entry.key.start);
            self.value(text, &entry.value);
        }
    }

    fn value(&mut self, text: &str, value: &super::TomlValue) {
        match &value.kind {
            ValueKind::Text(_) => self.texts.push(value.span.range()),
            ValueKind::Table(table) => {
                if text[value.span.start..].starts_with('{') {
                    self.brackets.push(value.span.range());
                }
                self.table(text, table);
            }
            ValueKind::List(list) => {
                // The place of a list of tables is its first header.
                if !text[value.span.start..].starts_with("[[") || list.iter().all(|item| item.as_table().is_none()) {
                    self.brackets.push(value.span.range());
                }
                for item in list {
                    self.value(text, item);
                }
            }
            _ => {}
        }
    }

    /// The text around a byte that opened last.
    pub(super) fn around(places: &[Range<usize>], byte: usize) -> Option<Range<usize>> {
        places.iter().filter(|place| place.start <= byte && byte <= place.end).max_by_key(|place| place.start).cloned()
    }
}

/// Whether a text is a name as a brief has it: bare parts, joined by dots.
pub(super) fn is_name(text: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    text.split('.').all(|name| part(name.trim()))
}

/// Whether a line is `[name]` or `name = …`, which no item of a list is.
pub(super) fn looks_like_a_new_part(line: &str) -> bool {
    let line = line.trim();
    // A header that is not closed is one, too.
    let header = line.trim_start_matches('[');
    let brackets = line.len() - header.len();
    let name = header.split([']', '#']).next().unwrap_or_default().trim();
    let letter = name.starts_with(|c: char| c.is_ascii_alphabetic());
    (brackets == 1 || brackets == 2) && letter && is_name(name)
        || line.split_once('=').is_some_and(|(name, _)| is_name(name))
}

/// The texts between three quotation marks, read line by line: unlike the tree, this has also those of a field that is
/// twice, and those after a line at which the crate stops. One that is not closed ends with the file. `taken_out` has
/// the starts of lines that were reported.
pub(super) fn long_texts(text: &str, taken_out: &HashSet<usize>) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    let mut open: Option<(usize, &str)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let mut from = 0;
        if open.is_none()
            && !taken_out.contains(&at)
            && let Some((name, value)) = line.split_once('=').filter(|(name, _)| is_name(name))
            && let Some(marks) = ["\"\"\"", "'''"]
                .into_iter()
                .find(|marks| value.trim_start().trim_start_matches('[').starts_with(marks))
        {
            from = name.len() + 1 + value.find(marks).unwrap_or_default();
            open = Some((at + from, marks));
            from += 3;
        }
        if let Some((start, marks)) = open
            && let Some(end) = line[from..].find(marks)
        {
            all.push(start..at + from + end + 3);
            open = None;
        }
        at += line.len();
    }
    all.extend(open.map(|(start, _)| start..text.len()));
    all
}
