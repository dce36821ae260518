//! What another program says of the records of a table, and a brief that takes it.

use std::collections::HashMap;

use super::cell;
use crate::diagnostic::{Code, Diagnostic};
use crate::edit::{self, Draft, FieldPlace, NewRecord, NewValue};
use crate::error::Error;
use crate::model::Id;
use crate::parse::{self, TomlDocument};
use crate::schema::{self, Field, TableSchema};
use crate::source::{FileId, Sources, Span};

/// More errors than these are only counted.
pub const MOST_ERRORS: usize = 50;

/// What is said of one field of a record. Nothing is said of it without values: then it stays as it is.
#[derive(Debug, Clone)]
pub struct Cell {
    /// The field.
    pub field: &'static Field,
    /// Its value, or those of its list, as a person types them.
    pub values: Vec<String>,
    /// Where they are.
    pub span: Span,
}

/// What is said of one record.
#[derive(Debug, Clone)]
pub struct RecordRow {
    /// The ids in its name, in order.
    pub ids: Vec<String>,
    /// Where each of them is.
    pub id_spans: Vec<Span>,
    /// What is said of its fields.
    pub cells: Vec<Cell>,
    /// Where it begins: its first id.
    pub span: Span,
}

/// What is said of the records of a table.
#[derive(Debug, Clone)]
pub struct Rows {
    /// The table.
    pub table: &'static TableSchema,
    /// The records, in the order of the file.
    pub rows: Vec<RecordRow>,
    /// Whether an id was made of the key of an entry: then a record of that id need not be meant.
    pub of_entries: bool,
    /// What could not be read.
    pub errors: Vec<Diagnostic>,
}

/// What became of the rows.
#[derive(Debug, Clone, Default)]
pub struct TakenRows {
    /// The rows whose record was added, by number from 0.
    pub added: Vec<usize>,
    /// How many records were changed.
    pub changed: usize,
    /// How many records were already as their row says.
    pub same: usize,
    /// Where what was changed comes from.
    pub places: Vec<CellPlace>,
    /// What is wrong with the rows, at the places where they are. When there is one, the draft is only good for finding
    /// what else is wrong: it lacks the rows whose record is not certain, and the values that their fields do not take.
    pub errors: Vec<Diagnostic>,
    /// Whether the draft lacks a record that the input has.
    pub lacks_records: bool,
}

/// Where what is at a path comes from.
#[derive(Debug, Clone)]
pub struct CellPlace {
    /// The path of a record or a field in the brief, or of the records of one issue, `positions.donbas`.
    pub path: String,
    /// Where the last part of the path is in the file that was read.
    pub name: Span,
    /// Where the rest of it is; `None` where that is not from one place.
    pub value: Option<Span>,
}

/// Changes a brief by rows. Records that no row names stay, and so do fields of which a row says nothing.
///
/// `whole` is the brief with the records of other files, from those of `sources`: these are not changed.
#[must_use]
pub fn take(rows: &Rows, draft: &mut Draft, whole: &TomlDocument, sources: &Sources) -> TakenRows {
    let mut looker = Looker { rows, draft, whole, sources, errors: rows.errors.clone(), seen: HashMap::new() };
    let (mut taken, mut new, mut changes) = (TakenRows::default(), Vec::new(), Vec::new());
    for (nth, row) in rows.rows.iter().enumerate() {
        match looker.look(row) {
            Meant::New => {
                let fields = row.fields().into_iter().filter(|(field, values)| edit::takes(field, values).is_ok());
                new.push(NewRecord { ids: row.ids.clone(), fields: fields.collect() });
                taken.added.push(nth);
                taken.places.extend(places(rows.table, row, &row.cells.iter().collect::<Vec<_>>()));
            }
            Meant::Change(cells) => {
                taken.changed += 1;
                taken.places.extend(places(rows.table, row, &cells));
                changes.extend(cells.into_iter().map(|cell| (row, cell)));
            }
            Meant::Same => taken.same += 1,
            Meant::Nothing => taken.lacks_records = true,
        }
    }
    taken.lacks_records |= !rows.errors.is_empty();
    taken.errors = looker.errors;
    let new_value = |(row, cell): &(&RecordRow, &Cell)| {
        let place = FieldPlace { table: rows.table, ids: row.ids.clone(), field: cell.field };
        NewValue { place, values: cell.values.clone() }
    };
    let values: Vec<NewValue> = changes.iter().map(new_value).collect();
    if let Err(errors) = draft.set_all(&values) {
        taken.errors.extend(errors.into_iter().map(|(nth, error)| refused(error, changes[nth].1.span)));
    }
    if let Some(first) = taken.added.first() {
        let added = draft.add_all(rows.table, &new);
        taken.errors.extend(added.err().map(|error| refused(error, rows.rows[*first].span)));
    }
    taken
}

/// Gives the places of errors another number of their file.
pub fn move_to(errors: &mut [Diagnostic], file: FileId) {
    let labels = errors.iter_mut().flat_map(|error| error.primary.iter_mut().chain(&mut error.related));
    labels.for_each(|label| label.span.file = file);
}

/// Moves errors of the changed brief to the places where what is wrong comes from, in the file `input` of their
/// sources.
pub fn place_errors(diagnostics: &mut [Diagnostic], document: &TomlDocument, places: &[CellPlace], input: FileId) {
    // A field is within its record, so fields come first.
    let depth = |place: &&CellPlace| std::cmp::Reverse(place.path.split('.').count());
    let mut sorted: Vec<&CellPlace> = places.iter().collect();
    sorted.sort_by_key(depth);
    // The header of a record has the names of all its ids, so names come before values.
    let names = sorted.iter().map(|place| (document.key_span(&place.path), Some(place.name)));
    let values = sorted.iter().map(|place| (document.span(&place.path), place.value));
    let known: Vec<(Span, Span)> = names.chain(values).filter_map(|(span, from)| span.zip(from)).collect();
    for diagnostic in diagnostics {
        let Some(primary) = &mut diagnostic.primary else { continue };
        let at = primary.span;
        let is_in = |span: &Span| span.file == at.file && span.start <= at.start && at.end <= span.end;
        let Some((_, from)) = known.iter().find(|(span, _)| is_in(span)) else { continue };
        primary.span = Span::new(input, from.range());
        // An edit of the brief is not one of the other file.
        diagnostic.fix = None;
    }
}

/// What a row means.
enum Meant<'a> {
    New,
    Change(Vec<&'a Cell>),
    Same,
    /// Which record it speaks of is not certain, or that is kept elsewhere and stays.
    Nothing,
}

/// Compares rows with the brief.
struct Looker<'a, 'b> {
    rows: &'a Rows,
    draft: &'b Draft,
    whole: &'b TomlDocument,
    sources: &'b Sources,
    errors: Vec<Diagnostic>,
    /// The paths of the rows so far.
    seen: HashMap<String, Span>,
}

impl<'a> Looker<'a, '_> {
    fn look(&mut self, row: &'a RecordRow) -> Meant<'a> {
        let before = self.errors.len();
        self.look_at_ids(row);
        let is_certain = self.errors.len() == before;
        for cell in row.cells.iter().filter(|cell| !cell.values.is_empty()) {
            if let Err(error) = edit::takes(cell.field, &cell.values) {
                self.errors.push(refused(error, cell.span));
            }
        }
        let path = edit::path_of(self.rows.table, &row.ids);
        let (own, other) = (self.draft.document().value(&path), self.whole.value(&path));
        // What is wrong with one value of a record does not hide what is wrong with the others.
        let meant = match own.or(other).map(parse::TomlValue::as_table) {
            None => self.look_at_new(row, &path),
            Some(None) => Meant::Nothing,
            Some(Some(record)) => self.look_at_known(row, record, &path, own.is_some()),
        };
        if is_certain { meant } else { Meant::Nothing }
    }

    fn look_at_ids(&mut self, row: &RecordRow) {
        let ids = row.ids.iter().zip(&row.id_spans).zip(self.rows.table.id_parts());
        for ((id, span), part) in ids.filter(|((id, _), _)| Id::new(id).is_err()) {
            let error = if id.is_empty() {
                let example = "write one of a–z, 0–9 and single hyphens, as in `north-coast`";
                let message = format!("this record has no `{}`", part.to_lowercase());
                Diagnostic::new(Code::MISSING_FIELD, message).at(*span).help(example)
            } else {
                reported(Code::BAD_ID, edit::invalid_id(id, |better| format!("write {better}")), *span)
            };
            self.errors.push(error);
        }
        let path = edit::path_of(self.rows.table, &row.ids);
        if let Some(first) = self.seen.get(&path) {
            let error = Diagnostic::new(Code::DUPLICATE_RECORD, format!("`{path}` is given twice in this file"));
            self.errors.push(error.at(row.span).related(*first, "here first").help("give it another id, or delete it"));
        } else {
            self.seen.insert(path, row.span);
        }
    }

    fn look_at_new(&mut self, row: &RecordRow, path: &str) -> Meant<'a> {
        let has = |name: &str| row.cells.iter().any(|it| it.field.name == name && !it.values.is_empty());
        for field in self.rows.table.all_fields().filter(|field| field.is_missing(has)) {
            let place = row.cells.iter().find(|it| it.field.name == field.name).map_or(row.span, |cell| cell.span);
            let message = match field.unless {
                Some(other) => format!("`{path}` is new, and has neither `{}` nor `{other}`", field.name),
                None => format!("`{path}` is new, and has no `{}`", field.name),
            };
            let help = format!("give it one, as in {}", field.example.trim_matches('"'));
            self.errors.push(Diagnostic::new(Code::MISSING_FIELD, message).at(place).help(help));
        }
        Meant::New
    }

    /// `is_own` says that the record is in the brief's own file.
    fn look_at_known(&mut self, row: &'a RecordRow, record: &parse::TomlTable, path: &str, is_own: bool) -> Meant<'a> {
        let is_entry = self.rows.of_entries;
        if is_entry && !is_same_source(row, record) {
            let message = format!("`{path}` is already the id of another source");
            let help = format!("give the entry another key, such as {}-2", row.ids.concat());
            self.errors.push(Diagnostic::new(Code::DUPLICATE_RECORD, message).at(row.span).help(help));
            return Meant::Nothing;
        }
        let differs = |cell: &&Cell| {
            let now = record.get(cell.field.name);
            // An entry whose type says nothing does not know better than the brief.
            let is_vague = is_entry && cell.values == ["other"] && now.is_some();
            let is_valid = edit::takes(cell.field, &cell.values).is_ok();
            is_valid && !is_vague && now.and_then(cell::values).as_ref() != Some(&cell.values)
        };
        let cells: Vec<&Cell> = row.cells.iter().filter(differs).collect();
        let Some(first) = cells.first() else { return Meant::Same };
        if is_own {
            return Meant::Change(cells);
        }
        if is_entry {
            return Meant::Same;
        }
        let file = self.whole.key_span(path).map_or("", |key| self.sources.file(key.file).name.as_str());
        let message = format!("`{path}` is in {file}, which this command does not change");
        let error = Diagnostic::new(Code::DUPLICATE_RECORD, message).at(first.span);
        self.errors.push(error.help("change it in that file"));
        Meant::Nothing
    }
}

impl RecordRow {
    /// The fields that it gives, with their values.
    #[must_use]
    pub fn fields(&self) -> Vec<(&'static Field, Vec<String>)> {
        let given = self.cells.iter().filter(|cell| !cell.values.is_empty());
        given.map(|cell| (cell.field, cell.values.clone())).collect()
    }
}

/// Where a record, each id in its name and some of its fields come from.
fn places(table: &'static TableSchema, row: &RecordRow, cells: &[&Cell]) -> Vec<CellPlace> {
    let path = edit::path_of(table, &row.ids);
    // What comes before an id in the name, and that id: `texts.ID` and `texts.ID.variants.VARIANT`.
    let steps: Vec<&str> = path.split('.').collect();
    let depths = table.path.split('.').enumerate().filter(|(_, step)| schema::is_id_part(step)).map(|(at, _)| at + 1);
    let records = depths.zip(&row.id_spans).map(|(depth, name)| CellPlace {
        path: steps[..depth].join("."),
        name: *name,
        value: (depth == steps.len()).then_some(row.span),
    });
    let field = |cell: &&Cell| {
        let path = format!("{path}.{}", cell.field.name);
        CellPlace { path, name: cell.span, value: Some(cell.span) }
    };
    let fields = cells.iter().map(field).collect::<Vec<_>>();
    records.chain(fields).collect()
}

fn refused(error: Error, span: Span) -> Diagnostic {
    reported(Code::WRONG_TYPE, error, span)
}

/// An error at a place.
fn reported(code: Code, error: Error, span: Span) -> Diagnostic {
    let mut diagnostic = Diagnostic::new(code, error.message).at(span);
    diagnostic.help = error.help;
    diagnostic
}

/// Whether a record is the source of an entry: they have the same address; or, where one has none, the same title; or,
/// where one has none of these, the same publisher and date.
fn is_same_source(row: &RecordRow, record: &parse::TomlTable) -> bool {
    let given = |name: &str| {
        let cell = row.cells.iter().find(|cell| cell.field.name == name)?;
        cell.values.first().map(|text| folded(text))
    };
    let known = |name: &str| {
        let values = cell::values(record.get(name)?)?;
        values.first().map(|text| folded(text))
    };
    let both = |name: &str| given(name).zip(known(name)).map(|(one, other)| one == other);
    both("url")
        .or_else(|| both("title"))
        .unwrap_or_else(|| both("publisher") == Some(true) && both("date") == Some(true))
}

/// A text without what does not make two of them different: case, white space, a slash at the end.
fn folded(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ").trim_end_matches('/').to_owned()
}
