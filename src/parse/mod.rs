//! TOML text → [`TomlDocument`]: a tree in which every key and value knows its place.
//!
//! Nothing here knows what a brief is. All syntax errors are reported at once, in words for people who are not
//! programmers; what could be read is in the tree all the same.

mod braces;
mod comments;
pub mod cursor;
mod guard;
mod into;
mod literal;
mod outline;
mod parts;
mod recover;
mod repair;
mod syntax;
mod tree;

pub use braces::InnerName;
pub(crate) use comments::statements;
pub use comments::{About, Comment};
pub use into::{read_layers, read_without};
pub use literal::{LiteralOrigin, escaped, quoted};
pub use outline::{NamePart, TomlStatement, outline};

use std::ops::Range;

use foldhash::fast::RandomState;
use indexmap::IndexMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::Date;
use crate::source::{FileId, Sources, Span};

/// One TOML file as a tree, in the order of the file.
#[derive(Debug, Clone)]
pub struct TomlDocument {
    file: FileId,
    root: TomlTable,
    comments: Vec<Comment>,
    damage: Option<Damage>,
    /// The private file of which it has the records.
    private: Option<FileId>,
}

/// What the syntax errors leave in doubt.
#[derive(Debug, Clone, Default)]
struct Damage {
    /// The lines that could not be read, as ranges of bytes.
    lines: Vec<Range<usize>>,
    /// Whether it is doubtful which table a field belongs to.
    structure: bool,
    /// Whether a name may be among what could not be read: that of a field or of a record.
    names: bool,
}

/// The fields of a table.
#[derive(Debug, Clone, Default)]
pub struct TomlTable {
    /// By name, in the order of the file.
    pub entries: IndexMap<String, TomlEntry, RandomState>,
    /// Whether it has a header or braces of its own, and is not only implied by a longer name.
    pub explicit: bool,
}

/// A key with its value.
#[derive(Debug, Clone)]
pub struct TomlEntry {
    /// Where the key is, with its quotes if it has any.
    pub key: Span,
    /// The value.
    pub value: TomlValue,
}

/// A value with its place: a text with its quotes, a list with its brackets; a table's place is its header.
#[derive(Debug, Clone)]
pub struct TomlValue {
    /// Where it is.
    pub span: Span,
    /// What it is.
    pub kind: ValueKind,
}

/// What a value is.
#[derive(Debug, Clone)]
pub enum ValueKind {
    /// A text, decoded; its line endings are `\n` whatever the file's are.
    Text(String),
    /// A whole number; `None` when it is beyond 64 bits or has no digit.
    Integer(Option<i64>),
    /// A number with a fraction, an infinity or NaN.
    Float,
    /// `true` or `false`.
    Boolean(bool),
    /// A local date.
    Date(Date),
    /// A time, or a date with a time.
    Time,
    /// A list.
    List(Vec<TomlValue>),
    /// A table.
    Table(TomlTable),
    /// A value that could not be read; a syntax error says why.
    Unread,
}

impl TomlTable {
    /// The value of a field.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&TomlValue> {
        self.entries.get(name).map(|entry| &entry.value)
    }
}

impl TomlValue {
    /// The table that this value is.
    #[must_use]
    pub fn as_table(&self) -> Option<&TomlTable> {
        if let ValueKind::Table(table) = &self.kind { Some(table) } else { None }
    }

    /// The text that this value is.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        if let ValueKind::Text(text) = &self.kind { Some(text) } else { None }
    }
}

impl TomlDocument {
    /// The file it was read from.
    #[must_use]
    pub fn file(&self) -> FileId {
        self.file
    }

    /// The private file of the brief, whose records are among its own.
    #[must_use]
    pub fn private(&self) -> Option<FileId> {
        self.private
    }

    /// Whether a file is that of the brief, or its private one.
    #[must_use]
    pub fn is_own(&self, file: FileId) -> bool {
        file == self.file || self.private == Some(file)
    }

    /// The fields and tables at the top of the file.
    #[must_use]
    pub fn root(&self) -> &TomlTable {
        &self.root
    }

    /// The comments that speak to the program, `# brief: …`, in the order of the file.
    #[must_use]
    pub fn comments(&self) -> &[Comment] {
        &self.comments
    }

    /// Whether the whole file could be read.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.damage.is_none()
    }

    /// Whether it is certain which table each field belongs to.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.damage.as_ref().is_none_or(|damage| !damage.structure)
    }

    /// Whether every field and record is known by its name, even if a value could not be read: what seems to be missing
    /// is missing.
    #[must_use]
    pub fn has_all_names(&self) -> bool {
        self.damage.as_ref().is_none_or(|damage| !damage.structure && !damage.names)
    }

    /// Whether a place lies on a line with a syntax error, so that other diagnostics there may only follow from it.
    #[must_use]
    pub fn is_damaged(&self, span: Span) -> bool {
        let Some(damage) = self.damage.as_ref().filter(|_| span.file == self.file) else { return false };
        let next = damage.lines.partition_point(|line| line.end < span.start);
        damage.lines.get(next).is_some_and(|line| line.start <= span.end)
    }

    /// The lines with a part that could not be read.
    pub fn damaged(&self) -> impl Iterator<Item = Range<usize>> + use<'_> {
        self.damage.iter().flat_map(|damage| &damage.lines).cloned()
    }

    /// The bytes at which tables with a header of their own begin, sorted.
    #[must_use]
    pub fn headers(&self) -> Vec<usize> {
        fn walk(table: &TomlTable, file: FileId, found: &mut Vec<usize>) {
            for entry in table.entries.values() {
                if let ValueKind::Table(inner) = &entry.value.kind {
                    if inner.explicit && entry.value.span.file == file {
                        found.push(entry.value.span.start);
                    }
                    walk(inner, file, found);
                }
            }
        }
        let mut found = Vec::new();
        walk(&self.root, self.file, &mut found);
        found.sort_unstable();
        found
    }

    /// The place of a value, by its path: `positions.donbas.russia.stance`, `brief.authors[1]` (from 0).
    #[must_use]
    pub fn span(&self, path: &str) -> Option<Span> {
        self.find(path).map(|(_, value)| value.span)
    }

    /// The place of a key, by the path of its value. An item of a list has none.
    #[must_use]
    pub fn key_span(&self, path: &str) -> Option<Span> {
        self.find(path).and_then(|(key, _)| key)
    }

    /// The value at a path.
    #[must_use]
    pub fn value(&self, path: &str) -> Option<&TomlValue> {
        self.find(path).map(|(_, value)| value)
    }

    /// The place of a part of a text: `range` counts bytes in the decoded text at `path`.
    #[must_use]
    pub fn span_within(&self, sources: &Sources, path: &str, range: Range<usize>) -> Option<Span> {
        let value = self.value(path)?;
        value.as_text().map(|_| LiteralOrigin::of(sources, value.span).span(range))
    }

    /// Puts the records of another file before the own ones of a table at the top, `parties`. A record whose id is
    /// there already is left where it is: gives such ids, with the places of the key here and there.
    pub fn add_shared(&mut self, other: &Self, table: &str) -> Vec<(String, Span, Span)> {
        let records = other.root.entries.get(table).and_then(|entry| entry.value.as_table());
        let ids: Vec<&str> = records.iter().flat_map(|records| records.entries.keys().map(String::as_str)).collect();
        self.add_shared_records(other, table, &ids)
    }

    /// As [`TomlDocument::add_shared`], with only some of the records, in the order of `ids`.
    pub fn add_shared_records(&mut self, other: &Self, table: &str, ids: &[&str]) -> Vec<(String, Span, Span)> {
        let Some(shared) = other.root.entries.get(table) else { return Vec::new() };
        let Some(records) = shared.value.as_table() else { return Vec::new() };
        let own = self.root.entries.entry(table.to_owned()).or_insert_with(|| TomlEntry {
            key: shared.key,
            value: TomlValue { span: shared.value.span, kind: ValueKind::Table(TomlTable::default()) },
        });
        let ValueKind::Table(own) = &mut own.value.kind else { return Vec::new() };
        let mut twice = Vec::new();
        // What was shared before stays before.
        let mut at = own.entries.values().take_while(|entry| entry.key.file != self.file).count();
        for (id, entry) in ids.iter().filter_map(|id| Some((*id, records.entries.get(*id)?))) {
            if let Some(known) = own.entries.get(id) {
                twice.push((id.to_owned(), known.key, entry.key));
            } else {
                own.entries.shift_insert(at, id.to_owned(), entry.clone());
                at += 1;
            }
        }
        twice
    }

    /// Adds the records of its private file after its own. Those whose path it has already stay as they are, and are
    /// given with both places.
    pub fn add_private(&mut self, other: &Self) -> Vec<(String, Span, Span)> {
        self.private = Some(other.file);
        let mut twice = Vec::new();
        for (name, entry) in &other.root.entries {
            // How many names lead to a record: `positions.filling.upstream`.
            let depth = if matches!(name.as_str(), "positions" | "outcome") { 3 } else { 2 };
            if entry.value.as_table().is_some() && !matches!(name.as_str(), "brief" | "use") {
                merge(&mut self.root, name, entry, name.clone(), depth - 1, &mut twice);
            }
        }
        twice
    }

    /// Changes the text at a path, or each text of the list there.
    pub fn change_texts(&mut self, path: &str, change: &dyn Fn(&str) -> String) {
        fn change_value(value: &mut TomlValue, change: &dyn Fn(&str) -> String) {
            match &mut value.kind {
                ValueKind::Text(text) => *text = change(text),
                ValueKind::List(items) => items.iter_mut().for_each(|item| change_value(item, change)),
                _ => {}
            }
        }
        let mut table = &mut self.root;
        let mut steps = path.split('.').peekable();
        while let Some(step) = steps.next() {
            let Some(entry) = table.entries.get_mut(step) else { return };
            if steps.peek().is_none() {
                change_value(&mut entry.value, change);
                return;
            }
            let ValueKind::Table(inner) = &mut entry.value.kind else { return };
            table = inner;
        }
    }

    /// Takes out shared records that are not to be kept.
    pub fn give_back(&mut self, table: &str, keep: impl Fn(&str) -> bool) {
        let (file, private) = (self.file, self.private);
        if let Some(TomlEntry { value: TomlValue { kind: ValueKind::Table(records), .. }, .. }) =
            self.root.entries.get_mut(table)
        {
            records.entries.retain(|id, entry| entry.key.file == file || private == Some(entry.key.file) || keep(id));
        }
    }

    /// Whether it has records of another file.
    #[must_use]
    pub fn has_shared(&self) -> bool {
        let tables = self.root.entries.values().filter_map(|entry| entry.value.as_table());
        tables.flat_map(|table| table.entries.values()).any(|entry| !self.is_own(entry.key.file))
    }

    fn find(&self, path: &str) -> Option<(Option<Span>, &TomlValue)> {
        let mut table = Some(&self.root);
        let mut found = None;
        for step in path.split('.') {
            let (name, items) = step.split_once('[').map_or((step, None), |(name, items)| (name, Some(items)));
            let entry = table?.entries.get(name)?;
            let (mut key, mut value) = (Some(entry.key), &entry.value);
            for item in items.into_iter().flat_map(|items| items.split('[')) {
                let ValueKind::List(list) = &value.kind else { return None };
                value = list.get(item.strip_suffix(']')?.parse::<usize>().ok()?)?;
                key = None;
            }
            table = value.as_table();
            found = Some((key, value));
        }
        found
    }
}

/// Reads a file of `sources` as TOML.
///
/// Returns what could be read and one [`Code::SYNTAX_ERROR`] for each line that could not. A byte order mark and
/// Windows line endings are accepted.
#[must_use]
pub fn parse(sources: &Sources, file: FileId) -> (TomlDocument, Vec<Diagnostic>) {
    let text = sources.file(file).text.as_str();
    let long_name = guard::too_long_a_name(text).map(|place| {
        (
            place,
            "a name with this many dots cannot be read",
            "a name in a brief has at most three parts, as in `positions.border.north`",
        )
    });
    let refused = long_name.or_else(|| {
        let help = "give every table an id of its own";
        guard::too_many_repeated_headers(text).map(|place| (place, "too many tables are defined twice", help))
    });
    if let Some((place, message, help)) = refused {
        let diagnostic = Diagnostic::new(Code::SYNTAX_ERROR, message).at(Span::new(file, place.clone())).help(help);
        let damage = Damage { lines: vec![syntax::line_around(text, place.start)], structure: true, names: true };
        return (
            TomlDocument {
                file,
                root: TomlTable::default(),
                comments: Vec::new(),
                damage: Some(damage),
                private: None,
            },
            vec![diagnostic],
        );
    }
    let (tree, comments, mut diagnostics, mut damage) = recover::read(text, file);
    let too_deep = "lists and tables are nested too deeply to be read";
    let refused = tree.too_deep.iter().map(|span| (*span, too_deep.to_owned()));
    let no_number = |span: &Span| {
        let written = crate::source::shortened(&text[span.range()]);
        (*span, format!("`{written}` is neither a number nor a date"))
    };
    for (span, message) in refused.chain(tree.no_numbers.iter().map(no_number)) {
        damage.get_or_insert_with(Damage::default).lines.push(syntax::line_around(text, span.start));
        diagnostics.push(Diagnostic::new(Code::SYNTAX_ERROR, message).at(span));
    }
    if let Some(damage) = &mut damage {
        damage.structure |= !tree.too_deep.is_empty();
        damage.lines = syntax::joined(std::mem::take(&mut damage.lines));
    }
    (TomlDocument { file, root: tree.root, comments, damage, private: None }, diagnostics)
}

/// Adds an entry to a table: a record, at a depth of 0, unless one of its name is there; else what is in it.
fn merge(
    own: &mut TomlTable,
    name: &str,
    entry: &TomlEntry,
    path: String,
    depth: usize,
    twice: &mut Vec<(String, Span, Span)>,
) {
    let Some(known) = own.entries.get_mut(name) else {
        own.entries.insert(name.to_owned(), entry.clone());
        return;
    };
    if let (ValueKind::Table(known), Some(other), 1..) = (&mut known.value.kind, entry.value.as_table(), depth) {
        for (name, inner) in &other.entries {
            merge(known, name, inner, format!("{path}.{name}"), depth - 1, twice);
        }
    } else {
        twice.push((path, known.key, entry.key));
    }
}

#[cfg(test)]
mod tests;
