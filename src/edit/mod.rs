//! Changes of a brief's text: a record added, removed or given another id, a field set or taken away.
//!
//! A change is made at a place that the parser knows, and every other byte stays: comments, layout, line endings. What
//! is written is laid out as `format` would lay it out, so that a text in its canonical layout stays in it. Each change
//! is read again and compared with what was asked for; a change that does more or less is refused.

mod additions;
mod anchor;
mod field_path;
mod id;
mod items;
mod literal;
mod remark;
mod removal;
mod renaming;
mod same;
mod setting;
mod values;

use std::ops::Range;

use crate::check::mention::{self, Mention};
use crate::error::Error;
use crate::parse::{self, About, Comment, TomlDocument, TomlEntry, TomlTable, ValueKind};
use crate::record;
use crate::schema::{self, Field};
use crate::source::Sources;

pub use additions::NewRecord;
pub use field_path::{FieldPlace, PathError, PathTarget, RecordPath, path_of, place, resolve};
pub use id::{id, invalid_id};
pub use literal::{date, in_a_row};
pub use setting::NewValue;

/// The text is valid, but laid out so that the place cannot be changed without touching others.
fn layout_error(path: &str) -> Error {
    Error::new(format!("the layout around `{path}` cannot be changed here"))
        .help("give every table a header of its own, or make the change by hand")
}

/// A brief's text while it is changed.
#[derive(Debug, Clone)]
pub struct Draft {
    text: String,
    document: TomlDocument,
}

impl Draft {
    /// Takes the text of a brief. `None` when it has syntax errors, which `parse` reports.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Option<Self> {
        let text = text.into();
        let document = read(&text)?;
        Some(Self { text, document })
    }

    /// The text as it is now.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The same as a tree.
    #[must_use]
    pub fn document(&self) -> &TomlDocument {
        &self.document
    }

    /// Whether there is a record, a table or a field at a path of the file.
    #[must_use]
    pub fn has(&self, record: &str) -> bool {
        self.document.value(record).is_some()
    }

    /// Adds a record after the last one of its table. `ids` are those in its name; each field has the values that were
    /// given for it, as [`Draft::set`] takes them.
    ///
    /// # Errors
    /// [`Error`] when the record is there already, a value is not what its field takes, or the text is laid out so
    /// that a table cannot follow.
    pub fn add(
        &mut self,
        table: &'static schema::TableSchema,
        ids: &[String],
        fields: &[(&'static Field, Vec<String>)],
    ) -> Result<(), Error> {
        self.add_all(table, &[NewRecord { ids: ids.to_vec(), fields: fields.to_vec() }])
    }

    /// Adds several records of a table, each after the last one of its like, in their order.
    ///
    /// # Errors
    /// As for [`Draft::add`], of any of them; then none is added.
    pub fn add_all(&mut self, table: &'static schema::TableSchema, records: &[NewRecord]) -> Result<(), Error> {
        let (text, paths) = additions::with(&self.text, &self.document, table, records)?;
        let first = paths.first().map_or(table.path, String::as_str);
        let document = read(&text).ok_or_else(|| layout_error(first))?;
        if !same::but_new(self.document.root(), document.root(), &paths) {
            return Err(layout_error(first));
        }
        (self.text, self.document) = (text, document);
        Ok(())
    }

    /// Sets a field to values as a person types them: one, or several for a list. Returns whether anything changed.
    ///
    /// # Errors
    /// [`Error`] when a value is not what the field takes, or the text is laid out so that it cannot be changed.
    pub fn set(&mut self, place: &FieldPlace, values: &[String]) -> Result<bool, Error> {
        let value = NewValue { place: place.clone(), values: values.to_vec() };
        let changed = self.set_all(&[value]).map_err(|errors| errors.into_iter().map(|(_, error)| error).next());
        changed.map(|changed| changed > 0).map_err(|error| error.unwrap_or_else(|| layout_error(&place.path())))
    }

    /// Sets several fields, each of them once. The text is read and written once, however many they are. Returns how
    /// many of them changed.
    ///
    /// # Errors
    /// As for [`Draft::set`], of each field that cannot be set, with its number in `values`; then none is.
    pub(crate) fn set_all(&mut self, values: &[NewValue]) -> Result<usize, Vec<(usize, Error)>> {
        let edits = setting::edits(self, values)?;
        if !edits.is_empty() {
            (self.text, self.document) = setting::with(self, &edits)?;
        }
        Ok(edits.len())
    }

    /// Takes a field away; a comment next to it stays, on a line of its own, unless it suppresses a warning of the
    /// field. Returns whether the field was there.
    ///
    /// # Errors
    /// [`Error`] when the text is laid out so that it cannot be taken out.
    pub fn unset(&mut self, place: &FieldPlace) -> Result<bool, Error> {
        let path = place.path();
        let Some(table) = self.table(place) else { return Ok(false) };
        let Some(entry) = table.entries.get(place.field.name) else { return Ok(false) };
        if literal::has_comment(&self.text, &entry.value) {
            return Err(Error::new(format!("the list `{path}` has comments in it, which would be lost"))
                .help("remove it by hand"));
        }
        let mut next = self.clone();
        if !anchor::in_braces(&self.text, entry.key.start) {
            let key = entry.key.start;
            let is_about = |it: &&Comment| matches!(&it.about, About::Field(range) if range.contains(&key));
            let goes = |it: &&Comment| is_about(it) && it.allows(&self.text);
            for comment in self.document.comments().iter().filter(goes).rev() {
                next.change(comment.with_its_line(&self.text), "", &path)?;
            }
        }
        if let Some(table) = next.table(place)
            && let Some(entry) = table.entries.get(place.field.name)
        {
            let range = anchor::without(&next.text, table, next.header(place).as_ref(), entry);
            next.change(range, "", &path)?;
        }
        *self = next;
        Ok(true)
    }

    /// Removes a record with all that is in it, and with the comments in it and directly above it.
    ///
    /// # Errors
    /// [`Error`] when the text is laid out so that it cannot be taken out.
    pub fn remove(&mut self, record: &RecordPath) -> Result<(), Error> {
        let path = record.path();
        let mut next = self.clone();
        next.take(removal::without(&self.text, &self.document, &path), &path)?;
        if next.has(&path) {
            return Err(layout_error(&path));
        }
        *self = next;
        Ok(())
    }

    /// Gives a record another id, in its own name and wherever the brief refers to it. Returns how many references
    /// there were.
    ///
    /// # Errors
    /// [`Error`] when the text is laid out so that the result cannot be verified.
    pub fn rename(&mut self, record: &RecordPath, to: &str) -> Result<usize, Error> {
        let path = record.path();
        let references = self.references(std::slice::from_ref(record), &[]);
        let text = renaming::renamed(&self.text, &self.places(record), to);
        let document = read(&text).ok_or_else(|| layout_error(&path))?;
        let mut expected = record::records(&self.document);
        match record.target() {
            Some((target, from)) => expected.rename(target, from, to),
            None => expected.rename_record(&path, to),
        }
        if expected != record::records(&document) {
            return Err(layout_error(&path));
        }
        (self.text, self.document) = (text, document);
        Ok(references.len())
    }

    /// Where the id of a record is written: in its own name, and wherever the brief refers to it. Ranges of bytes
    /// without quotation marks, sorted; [`Draft::rename`] changes exactly these.
    #[must_use]
    pub fn places(&self, record: &RecordPath) -> Vec<Range<usize>> {
        self.places_of(std::slice::from_ref(record)).pop().unwrap_or_default()
    }

    /// The same of several records.
    #[must_use]
    pub fn places_of(&self, records: &[RecordPath]) -> Vec<Vec<Range<usize>>> {
        let mut sources = Sources::default();
        sources.add("", self.text.as_str());
        let references = self.references(records, &[]);
        renaming::places(&sources, &self.document, records, &references)
    }

    /// The places that refer to any of some records, other than what is at the paths of `removed`. Their spans are
    /// of this text, as the first of some sources.
    #[must_use]
    pub fn references(&self, records: &[RecordPath], removed: &[String]) -> Vec<Mention> {
        let named: Vec<_> = records.iter().filter_map(RecordPath::target).collect();
        if named.is_empty() {
            return Vec::new();
        }
        let mut sources = Sources::default();
        sources.add("", self.text.as_str());
        let is_left = |mention: &Mention| {
            let mut inside = removed.iter().filter_map(|path| mention.path.strip_prefix(path.as_str()));
            !inside.any(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        let mut found = mention::mentions(&self.document, &sources);
        found.retain(|mention| named.contains(&(mention.target, mention.id.as_str())) && is_left(mention));
        found
    }

    fn table(&self, place: &FieldPlace) -> Option<&TomlTable> {
        let record = place.record();
        if record.is_empty() { Some(self.document.root()) } else { self.document.value(&record)?.as_table() }
    }

    /// The header of the table of a place, when it has one of its own.
    fn header(&self, place: &FieldPlace) -> Option<Range<usize>> {
        let value = self.document.value(&place.record())?;
        let range = value.span.range();
        let explicit = value.as_table().is_some_and(|table| table.explicit);
        (explicit && self.text.get(range.clone())?.starts_with('[')).then_some(range)
    }

    /// Makes a change, and reads it again: nothing may differ but what is at `path`.
    fn change(&mut self, range: Range<usize>, piece: &str, path: &str) -> Result<(), Error> {
        let text = format!("{}{piece}{}", &self.text[..range.start], &self.text[range.end..]);
        self.take(text, path)
    }

    /// Takes a changed text. Nothing may differ but what is at `path`.
    fn take(&mut self, text: String, path: &str) -> Result<(), Error> {
        let document = read(&text).ok_or_else(|| layout_error(path))?;
        if !same::but(self.document.root(), document.root(), &[path]) {
            return Err(layout_error(path));
        }
        (self.text, self.document) = (text, document);
        Ok(())
    }
}

/// Whether values as a person types them are what a field takes, as far as the notation goes: whether a word or an id
/// is known is for `check` to say.
///
/// # Errors
/// [`Error`] when they are not.
pub fn takes(field: &Field, values: &[String]) -> Result<(), Error> {
    literal::literal(field, values, true).map(drop)
}

fn read(text: &str) -> Option<TomlDocument> {
    let mut sources = Sources::default();
    let file = sources.add("", text);
    let (document, diagnostics) = parse::parse(&sources, file);
    diagnostics.is_empty().then_some(document)
}

/// Whether an entry is a field: its value comes after an equals sign, and not under a header.
fn is_field(text: &str, entry: &TomlEntry) -> bool {
    match &entry.value.kind {
        ValueKind::Table(table) => table.explicit && text[entry.value.span.start..].starts_with('{'),
        _ => true,
    }
}

#[cfg(test)]
mod tests;
