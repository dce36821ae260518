//! TOML text of a brief → the same in its canonical layout.
//!
//! The tables stand in the order of the format, with one blank line between them; a field is `name = value` with one
//! space on each side and nothing aligned; a list that is too long for a line has one item a line; prose of several
//! lines has one sentence a line, so that a comparison of two versions shows sentences. Comments stay with what they
//! stand before or beside. What the brief means never changes: the result is read again and compared.

mod prose;
mod same;

use toml_edit::{Array, ArrayOfTables, Decor, DocumentMut, InlineTable, Item, RawString, Table, Value};

use crate::parse;
use crate::schema::{self, Type};
use crate::source::Sources;

/// The longest line of a list, in characters.
const WIDEST: usize = 100;
/// What stands before each item of a list that is too long for a line.
const INDENT: &str = "  ";

/// Why a text cannot be brought into its canonical layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// It has syntax errors, which `parse` tells.
    Syntax,
    /// The result would mean something else. This is a fault of the program.
    Meaning(
        /// The path of the first value that would change.
        String,
    ),
}

/// Gives the text in its canonical layout.
///
/// # Errors
/// [`Refused`] when the text cannot be read; nothing is guessed.
pub fn format(text: &str) -> Result<String, Refused> {
    let mut sources = Sources::default();
    let file = sources.add("", text);
    let (before, faults) = parse::parse(&sources, file);
    if !faults.is_empty() {
        return Err(Refused::Syntax);
    }
    // A carriage return can only stand at a line's end: elsewhere it is a syntax error.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
    let mut document = text.parse::<DocumentMut>().map_err(|_| Refused::Syntax)?;
    // What stands after the last table belongs to nothing and stays at the end.
    let trailing = lines(document.trailing().as_str().unwrap_or_default(), Before::End);
    document.set_trailing("");
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
    let file = sources.add("", out.as_str());
    let (after, faults) = parse::parse(&sources, file);
    match same::difference(before.root(), after.root()) {
        None if faults.is_empty() => Ok(out),
        path => Err(Refused::Meaning(path.unwrap_or_default())),
    }
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
    /// Whether something stands before it in the file.
    written: bool,
}

impl Layout {
    /// Lays out the fields of a table, then the tables in it. `at` is its path in the schema.
    fn table(&mut self, table: &mut Table, at: &str) {
        let names = order(table, at);
        table.sort_values_by(|one, _, other, _| place(&names, one.get()).cmp(&place(&names, other.get())));
        self.fields(table, at, at.is_empty(), &mut true);
        for (mut key, item) in table.iter_mut() {
            let inner = inner_path(at, key.get());
            let dotted = matches!(item, Item::Table(table) if table.is_dotted());
            if matches!(item, Item::Table(_) | Item::ArrayOfTables(_)) && !dotted {
                key.fmt();
            }
            match item {
                Item::Table(table) if !table.is_dotted() => self.header(table, &inner),
                Item::ArrayOfTables(tables) => self.list(tables, &inner),
                _ => {}
            }
        }
    }

    fn header(&mut self, table: &mut Table, at: &str) {
        if !table.is_implicit() {
            let before = if self.written { Before::Header } else { Before::Start };
            head(table.decor_mut(), before);
            table.set_position(Some(self.position));
            self.position += 1;
            self.written = true;
        }
        self.table(table, at);
    }

    fn list(&mut self, tables: &mut ArrayOfTables, at: &str) {
        for table in tables.iter_mut() {
            self.header(table, at);
        }
    }

    /// Lays out the fields of a table, and those of tables that stand in dotted names: `points.a.text = "…"`.
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
                    // Of a dotted name the last part has what stands before the whole.
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

/// The names in a table in their canonical order: at the top the order of the format, elsewhere that of the file.
fn order(table: &Table, at: &str) -> Vec<String> {
    let mut names: Vec<String> = table.iter().map(|(name, _)| name.to_owned()).collect();
    if at.is_empty() {
        let known = schema::parts_after("");
        names.sort_by_key(|name| known.iter().position(|known| known == name).unwrap_or(known.len()));
    }
    names
}

fn place(names: &[String], name: &str) -> usize {
    names.iter().position(|known| known == name).unwrap_or(names.len())
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

/// Sets the lines before a header, and the comment beside it.
fn head(decor: &mut Decor, before: Before) {
    let prefix = lines(&text_of(decor.prefix()), before);
    let suffix = beside(&text_of(decor.suffix()));
    decor.set_prefix(prefix);
    decor.set_suffix(suffix);
}

/// Blank lines and comments in their canonical form: no blank line is followed by another, none stands at the start of
/// the file or of a table, one stands before each header and what is said of it.
fn lines(raw: &str, before: Before) -> String {
    let mut kept: Vec<&str> = Vec::new();
    // The last piece stands on the line of what follows.
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
    if before == Before::FirstField {
        // A blank line between a header and its first field says nothing.
        while kept.last().is_some_and(|last| last.is_empty()) {
            kept.pop();
        }
    }
    let text: String = kept.iter().map(|line| format!("{line}\n")).collect();
    if blank { format!("\n{text}") } else { text }
}

/// A comment on the line of what it is about.
fn beside(raw: &str) -> String {
    let comment = raw.trim();
    if comment.is_empty() { String::new() } else { format!(" {comment}") }
}

/// Lays out the value of a field whose name and sign take `before` characters.
fn field(value: &mut Value, kind: Option<&Type>, before: usize) {
    let comment = beside(&text_of(value.decor().suffix()));
    self::value(value, kind, before, 0);
    value.decor_mut().set_prefix(" ");
    value.decor_mut().set_suffix(comment);
}

fn value(value: &mut Value, kind: Option<&Type>, before: usize, depth: usize) {
    match value {
        Value::String(text) => {
            let raw = text.as_repr().and_then(|repr| repr.as_raw().as_str()).unwrap_or_default();
            if matches!(kind, Some(Type::Prose))
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
        Some(Type::List(item)) => Some(*item),
        _ => None,
    };
    let commented = array.trailing().as_str().is_none_or(|text| text.contains('#'))
        || array.iter().any(|item| has_comment(item.decor()));
    if commented {
        // Which item a comment is about cannot be told: such a list stays as it is.
        return;
    }
    for inner in array.iter_mut() {
        value(inner, item, INDENT.len() * (depth + 1), depth + 1);
        inner.decor_mut().clear();
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
    // Comments may stand in it since TOML 1.1.
    let raw = table.to_string();
    let quoted = raw.contains('"') || raw.contains('\'');
    if raw.contains('\n') || !quoted && raw.contains('#') {
        return;
    }
    table.fmt();
}

#[cfg(test)]
mod tests;
