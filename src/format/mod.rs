//! TOML text of a brief → the same in its canonical layout.
//!
//! The tables are in the order of the format, with one blank line between them; a field is `name = value` with one
//! space on each side and nothing aligned; a list that is too long for a line has one item a line; prose of several
//! lines has one sentence a line, so that a comparison of two versions shows sentences. Comments stay with what they
//! come before or beside. What the brief means never changes: the result is read again and compared.

mod above;
mod prose;
mod same;

use std::fmt;
use std::ops::RangeBounds;

use toml_edit::{Array, Decor, DocumentMut, InlineTable, Item, RawString, Table, Value};

use crate::parse::{self, TomlDocument};
use crate::schema::{self, Type};
use crate::source::{self, Sources};

/// The longest line of a list, in characters.
const WIDEST: usize = 100;
/// What comes before each item of a list that is too long for a line.
const INDENT: &str = "  ";

/// Why a text cannot be brought into its canonical layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormatError {
    /// It has syntax errors, which `parse` reports.
    Syntax,
    /// The result would mean something else. This is a bug in the program.
    Meaning(
        /// The path of the first value that would change.
        String,
    ),
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax => f.write_str("the text is not valid TOML"),
            Self::Meaning(path) => write!(f, "formatting would change the meaning of `{path}`"),
        }
    }
}

impl std::error::Error for FormatError {}

/// The line endings of the formatted text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LineEndings {
    /// Those of the file: the ending of its first line.
    #[default]
    Auto,
    /// `\n`
    Unix,
    /// `\r\n`
    Windows,
}

/// Returns the text in its canonical layout, with the line endings of its first line. A byte order mark stays.
///
/// # Errors
/// [`FormatError`] when the text cannot be read.
pub fn format(text: &str) -> Result<String, FormatError> {
    format_with(text, LineEndings::Auto)
}

/// Returns the text in its canonical layout, with the line endings given. A byte order mark stays.
///
/// # Errors
/// [`FormatError`] when the text cannot be read.
pub fn format_with(text: &str, line_endings: LineEndings) -> Result<String, FormatError> {
    let mut sources = Sources::default();
    let file = sources.add("", text);
    let (before, errors) = parse::parse(&sources, file);
    if !errors.is_empty() {
        return Err(FormatError::Syntax);
    }
    let (mark, content) = text.strip_prefix('\u{feff}').map_or(("", text), |rest| ("\u{feff}", rest));
    // A carriage return can only be at the end of a line: elsewhere it is a syntax error.
    let content = content.replace("\r\n", "\n");
    let mut laid_out = canonical(&content)?;
    if content.contains('#')
        && let Some(parted) = above::part(&content, read(&content).root(), &laid_out, read(&laid_out).root())
    {
        laid_out = parted.opening + &canonical(&parted.rest)?;
        // Its comments are laid out with the rest.
        laid_out = canonical(&laid_out)?;
    }
    let ending = match line_endings {
        LineEndings::Auto => source::line_ending(text),
        LineEndings::Unix => "\n",
        LineEndings::Windows => "\r\n",
    };
    let out = format!("{mark}{}", if ending == "\n" { laid_out } else { laid_out.replace('\n', ending) });
    let file = sources.add("", out.as_str());
    let (after, errors) = parse::parse(&sources, file);
    match same::difference(before.root(), after.root()) {
        None if errors.is_empty() => Ok(out),
        path => Err(FormatError::Meaning(path.unwrap_or_default())),
    }
}

fn read(text: &str) -> TomlDocument {
    let mut sources = Sources::default();
    let file = sources.add("", text);
    parse::parse(&sources, file).0
}

/// Lays out a text whose lines end in `\n`.
fn canonical(text: &str) -> Result<String, FormatError> {
    let mut document = text.parse::<DocumentMut>().map_err(|_| FormatError::Syntax)?;
    // What comes after the last table belongs to nothing and stays at the end.
    let trailing = lines(document.trailing().as_str().unwrap_or_default(), Before::End);
    document.set_trailing("");
    sort_tables(document.as_table_mut());
    Layout { position: 0, written: false }.table(document.as_table_mut(), "");
    let body = document.to_string();
    let mut out = body.trim_end().to_owned();
    if !trailing.is_empty() {
        out.push_str(if out.is_empty() { "" } else { "\n" });
        out.push_str(&trailing);
    }
    let mut out = out.trim_end().to_owned();
    if !out.is_empty() {
        out.push('\n');
    }
    Ok(out)
}

/// Brings the fields and tables at the top into the order of the format; what the format does not have comes last.
fn sort_tables(root: &mut Table) {
    let known = schema::parts_after("");
    let mut names: Vec<String> = root.iter().map(|(name, _)| name.to_owned()).collect();
    names.sort_by_key(|name| {
        let is_field = root.get(name).is_some_and(Item::is_value);
        let last = if is_field { 0 } else { known.len() + 1 };
        known.iter().position(|known| known == name).map_or(last, |at| at + 1)
    });
    // Its own sort descends into tables in dotted names, whose order is that of the file.
    let mut sorted = Table::new();
    for name in names {
        if let Some((key, item)) = root.get_key_value(&name) {
            sorted.insert_formatted(key, item.clone());
        }
    }
    *sorted.decor_mut() = root.decor().clone();
    *root = sorted;
}

/// What follows some blank lines and comments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    /// The first thing of the file.
    Start,
    /// A table's header.
    Header,
    /// A table's first field.
    FirstField,
    /// A further field.
    Field,
    /// The end of the file.
    End,
}

struct Layout {
    /// The place of the next table.
    position: isize,
    /// Whether something comes before it in the file.
    written: bool,
}

impl Layout {
    /// Lays out the fields of a table, then the tables in it. `at` is its path in the schema.
    fn table(&mut self, table: &mut Table, at: &str) {
        self.fields(table, at, at.is_empty(), &mut true);
        self.tables(table, at, first_field(table, at)..);
    }

    /// Lays out the tables with a header of their own, also those in tables that are in dotted names; of the entries
    /// those of a range.
    fn tables(&mut self, table: &mut Table, at: &str, range: impl RangeBounds<usize>) {
        for (_, (mut key, item)) in table.iter_mut().enumerate().filter(|(nth, _)| range.contains(nth)) {
            let inner = inner_path(at, key.get());
            match item {
                Item::Table(table) if table.is_dotted() => self.tables(table, &inner, first_field(table, &inner)..),
                Item::Table(table) => {
                    key.fmt();
                    self.header(table, &inner);
                }
                Item::ArrayOfTables(tables) => {
                    key.fmt();
                    for table in tables.iter_mut() {
                        self.header(table, &inner);
                    }
                }
                _ => {}
            }
        }
    }

    /// Lays out the records with a header that come before those in dotted names: `[outcome.points.a]` before
    /// `points.b.text` of `[outcome]`.
    fn tables_before_dotted(&mut self, table: &mut Table, at: &str) {
        for (key, item) in table.iter_mut() {
            if let Item::Table(table) = item
                && table.is_dotted()
            {
                let inner = inner_path(at, key.get());
                self.tables(table, &inner, ..first_field(table, &inner));
                self.tables_before_dotted(table, &inner);
            }
        }
    }

    fn header(&mut self, table: &mut Table, at: &str) {
        self.tables(table, at, ..first_field(table, at));
        self.tables_before_dotted(table, at);
        if !table.is_implicit() {
            let before = if self.written { Before::Header } else { Before::Start };
            head(table.decor_mut(), before);
            table.set_position(Some(self.position));
            self.position += 1;
            self.written = true;
        }
        self.table(table, at);
    }

    /// Lays out the fields of a table, and those of tables that are in dotted names: `points.a.text = "…"`.
    fn fields(&mut self, table: &mut Table, at: &str, top: bool, first: &mut bool) {
        for (mut key, item) in table.iter_mut() {
            let name = key.get().to_owned();
            match item {
                Item::Value(value) => {
                    let before = match (*first, self.written) {
                        (true, false) => Before::Start,
                        (true, true) if !top => Before::FirstField,
                        _ => Before::Field,
                    };
                    // Of a dotted name the last part has what comes before the whole.
                    let prefix = text_of(key.leaf_decor().prefix());
                    key.fmt();
                    key.leaf_decor_mut().set_prefix(lines(&prefix, before));
                    key.leaf_decor_mut().set_suffix(" ");
                    let kind = schema::table(at).and_then(|table| table.field(&name)).map(|field| field.kind);
                    field(value, kind.as_ref(), name.chars().count() + 3);
                    *first = false;
                    self.written = true;
                }
                Item::Table(table) if table.is_dotted() => {
                    key.fmt();
                    self.fields(table, &inner_path(at, &name), top, first);
                }
                _ => {}
            }
        }
    }
}

/// The place of the first field in a table that holds records: those with a header that come before it stay before it,
/// for the order of records says something. 0 in every other table.
fn first_field(table: &Table, at: &str) -> usize {
    let holds_records = schema::parts_after(at).first().is_some_and(|part| schema::is_id_part(part));
    let is_field = |item: &Item| item.is_value() || item.as_table().is_some_and(Table::is_dotted);
    let first = if holds_records { table.iter().position(|(_, item)| is_field(item)) } else { None };
    first.unwrap_or(0)
}

/// The path in the schema of a table in another.
fn inner_path(at: &str, name: &str) -> String {
    let parts = schema::parts_after(at);
    let part = parts.first().filter(|part| schema::is_id_part(part)).copied().unwrap_or(name);
    if at.is_empty() { part.to_owned() } else { format!("{at}.{part}") }
}

fn text_of(raw: Option<&RawString>) -> String {
    raw.and_then(RawString::as_str).unwrap_or_default().to_owned()
}

/// Sets the lines before a header, and the comment next to it.
fn head(decor: &mut Decor, before: Before) {
    let prefix = lines(&text_of(decor.prefix()), before);
    let suffix = beside(&text_of(decor.suffix()));
    decor.set_prefix(prefix);
    decor.set_suffix(suffix);
}

/// Blank lines and comments in their canonical form: no blank line is followed by another, none is at the start of
/// the file or of a table, one comes before each header and what is said of it.
fn lines(raw: &str, before: Before) -> String {
    let mut kept: Vec<&str> = Vec::new();
    // The last piece is on the line of what follows.
    let count = raw.matches('\n').count();
    for line in raw.split('\n').take(if before == Before::End { count + 1 } else { count }).map(str::trim) {
        if !(line.is_empty() && kept.last().is_none_or(|last| last.is_empty())) {
            kept.push(line);
        }
    }
    let blank = match before {
        Before::Header | Before::End => !kept.is_empty() || before == Before::Header,
        Before::Field => raw.split('\n').take(count).next().is_some_and(|line| line.trim().is_empty()),
        Before::Start | Before::FirstField => false,
    };
    if before == Before::FirstField && kept.iter().all(|line| line.is_empty()) {
        // A blank line between a header and its first field says nothing; below a comment it says that the comment is
        // not about the field.
        kept.clear();
    }
    let text: String = kept.iter().map(|line| format!("{line}\n")).collect();
    if blank { format!("\n{text}") } else { text }
}

/// A comment on the line of what it is about.
fn beside(raw: &str) -> String {
    let comment = raw.trim();
    if comment.is_empty() { String::new() } else { format!(" {comment}") }
}

/// Lays out the value of a field whose name and character take `before` characters.
fn field(value: &mut Value, kind: Option<&Type>, before: usize) {
    let comment = beside(&text_of(value.decor().suffix()));
    // A comment after a list, and the blanks before it, do not make the list longer.
    value.decor_mut().clear();
    self::value(value, kind, before, 0);
    value.decor_mut().set_prefix(" ");
    value.decor_mut().set_suffix(comment);
}

fn value(value: &mut Value, kind: Option<&Type>, before: usize, depth: usize) {
    match value {
        Value::String(text) => {
            let raw = text.as_repr().and_then(|repr| repr.as_raw().as_str()).unwrap_or_default();
            if matches!(kind, Some(Type::Prose | Type::Passage))
                && let Some(laid) = prose::sentence_a_line(raw)
                && let Ok(laid) = laid.parse::<Value>()
            {
                *value = laid;
            }
        }
        Value::Array(array) => list(array, kind, before, depth),
        Value::InlineTable(table) => inline(table),
        _ => {}
    }
}

/// `depth` counts the lists around it.
fn list(array: &mut Array, kind: Option<&Type>, before: usize, depth: usize) {
    let item = match kind {
        Some(Type::List(item) | Type::OneOrMore(item)) => Some(*item),
        _ => None,
    };
    let commented = array.trailing().as_str().is_none_or(|text| text.contains('#'))
        || array.iter().any(|item| has_comment(item.decor()));
    if commented {
        // It is not certain which item a comment is about: such a list stays as it is.
        return;
    }
    for inner in array.iter_mut() {
        // First, for a table in braces that begins on a line of its own does not thereby have lines of its own.
        inner.decor_mut().clear();
        value(inner, item, INDENT.len() * (depth + 1), depth + 1);
    }
    array.set_trailing("");
    array.set_trailing_comma(false);
    for (at, inner) in array.iter_mut().enumerate() {
        inner.decor_mut().set_prefix(if at == 0 { "" } else { " " });
    }
    let line = array.to_string();
    let line = line.trim();
    let long = line.contains('\n') || before + line.chars().count() > WIDEST;
    if long && !array.is_empty() {
        for inner in array.iter_mut() {
            inner.decor_mut().set_prefix(format!("\n{}", INDENT.repeat(depth + 1)));
        }
        array.set_trailing(format!("\n{}", INDENT.repeat(depth)));
        array.set_trailing_comma(true);
    }
}

fn has_comment(decor: &Decor) -> bool {
    [decor.prefix(), decor.suffix()]
        .into_iter()
        .flatten()
        .any(|raw| raw.as_str().is_some_and(|text| text.contains('#')))
}

fn inline(table: &mut InlineTable) {
    // Comments may be in it since TOML 1.1.
    let raw = table.to_string();
    let quoted = raw.contains('"') || raw.contains('\'');
    if raw.contains('\n') || !quoted && raw.contains('#') {
        return;
    }
    table.fmt();
}

#[cfg(test)]
mod tests;
