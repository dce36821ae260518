//! A table of a brief as CSV (RFC 4180), and back.

use std::ops::Range;

use super::cell;
use super::rows::{Cell, RecordRow, Rows};
use crate::check;
use crate::diagnostic::{Code, Diagnostic};
use crate::error::Error;
use crate::parse::TomlDocument;
use crate::record;
use crate::schema::{self, Field, TABLES, TableSchema};
use crate::source::{FileId, Span};

/// What can be between two cells. Spreadsheets write a semicolon where the comma parts the digits of a number.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// The tables that hold records by id, in the order of the format.
pub fn tables() -> impl Iterator<Item = &'static TableSchema> {
    TABLES.iter().filter(|table| !table.id_parts().is_empty())
}

/// The name of a table without ids: `positions`, `outcome.points`.
#[must_use]
pub fn name(table: &TableSchema) -> String {
    let steps = table.path.split('.').filter(|step| !schema::is_id_part(step));
    steps.collect::<Vec<_>>().join(".")
}

/// The columns of a table: the ids in the names of its records, then its fields.
#[must_use]
pub fn columns(table: &TableSchema) -> Vec<String> {
    let ids = table.id_parts().into_iter().map(str::to_lowercase);
    ids.chain(table.all_fields().map(|field| field.name.to_owned())).collect()
}

/// The records of a table as CSV, a line each, in the order of the brief. `document` is a brief without errors, with
/// the shared records that it names.
///
/// # Errors
/// [`Error`] when the lines cannot be written, which is an error in the program.
pub fn to_csv(document: &TomlDocument, table: &TableSchema) -> Result<String, Error> {
    let failed = |error: String| Error::new(format!("the table cannot be written as CSV: {error}"));
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(columns(table)).map_err(|error| failed(error.to_string()))?;
    for record in record::tables(document).into_iter().filter(|it| it.table.path == table.path) {
        let mut line = record.ids();
        for field in table.all_fields() {
            let values = record.node.get(field.name).and_then(cell::values).unwrap_or_default();
            line.push(cell::written(&field.kind, &values));
        }
        writer.write_record(line).map_err(|error| failed(error.to_string()))?;
    }
    let bytes = writer.into_inner().map_err(|error| failed(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| failed(error.to_string()))
}

/// Reads the records of a table from CSV. The first line names the columns, in any order; those that are not there say
/// nothing of their field.
#[must_use]
pub fn from_csv(text: &str, file: FileId, table: &'static TableSchema) -> Rows {
    let mut rows = Rows { table, rows: Vec::new(), of_entries: false, errors: Vec::new() };
    let lines = match lines(text, file) {
        Ok(lines) => lines,
        Err(error) => {
            rows.errors.push(*error);
            return rows;
        }
    };
    let mut lines = lines.into_iter().filter(|line| !line.cells.iter().all(|(text, _)| text.trim().is_empty()));
    let Some(head) = lines.next() else {
        let error = Diagnostic::new(Code::SYNTAX_ERROR, "the file is empty").at(Span::new(file, 0..0));
        rows.errors.push(error.help(format!("its first line names the columns: {}", columns(table).join(","))));
        return rows;
    };
    let columns = header(&head, table, &mut rows.errors);
    if rows.errors.is_empty() {
        for line in lines {
            match row(&line, &columns, table) {
                Ok(row) => rows.rows.push(row),
                Err(error) => rows.errors.push(*error),
            }
        }
    }
    rows
}

/// A line with its cells.
struct CsvLine {
    cells: Vec<(String, Span)>,
    span: Span,
}

/// What a column has.
#[derive(Clone, Copy, PartialEq)]
enum CsvColumn {
    /// An id, by its number among those in the name.
    Id(usize),
    Field(&'static str),
}

/// The lines of a file.
fn lines(text: &str, file: FileId) -> Result<Vec<CsvLine>, Box<Diagnostic>> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let body = &text[start..];
    let delimiter = delimiter(body);
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(body.as_bytes());
    let (mut lines, mut record, mut at) = (Vec::new(), csv::StringRecord::new(), 0);
    let unread = |at: usize, what: &str| {
        let error = Diagnostic::new(Code::SYNTAX_ERROR, format!("this line cannot be read: {what}"));
        Box::new(error.at(Span::new(file, at..at)).help("save the file again as CSV in UTF-8"))
    };
    while reader.read_record(&mut record).map_err(|error| unread(start + at, &error.to_string()))? {
        let end = reader.position().byte() as usize;
        let from = at + body[at..end].len() - body[at..end].trim_start_matches(['\r', '\n']).len();
        let ranges = match ranges(&body[..end], from, delimiter) {
            Ok(ranges) => ranges,
            Err(quote) => {
                let place = start + quote..start + quote + 1;
                let error = Diagnostic::new(Code::SYNTAX_ERROR, "this quotation mark is not closed");
                let help = "close it; within a cell that begins with one, write each quotation mark twice";
                return Err(Box::new(error.at(Span::new(file, place)).help(help)));
            }
        };
        let whole = start + from..start + ranges.last().map_or(end, |last| last.end);
        let place = |nth: usize| ranges.get(nth).map_or(whole.clone(), |it| start + it.start..start + it.end);
        let cells = record.iter().enumerate().map(|(nth, it)| (it.to_owned(), Span::new(file, place(nth))));
        lines.push(CsvLine { cells: cells.collect(), span: Span::new(file, whole.clone()) });
        at = end;
    }
    Ok(lines)
}

/// The character between the cells of the first line that is there most often.
fn delimiter(text: &str) -> u8 {
    let head = text.lines().next().unwrap_or_default();
    let count = |sign: u8| head.bytes().filter(|byte| *byte == sign).count();
    // Of several, the last is the greatest; the comma is the first choice.
    DELIMITERS.into_iter().rev().max_by_key(|sign| count(*sign)).unwrap_or(b',')
}

/// Where the cells of a line are, with their quotation marks; the reader of CSV knows only what is in them. Fails with
/// the place of a quotation mark that is not closed.
fn ranges(text: &str, from: usize, delimiter: u8) -> Result<Vec<Range<usize>>, usize> {
    let bytes = text.as_bytes();
    let (mut found, mut at) = (Vec::new(), from);
    loop {
        let start = at;
        if bytes.get(at) == Some(&b'"') {
            at += 1;
            while at < bytes.len() && (bytes[at] != b'"' || bytes.get(at + 1) == Some(&b'"')) {
                at += if bytes[at] == b'"' { 2 } else { 1 };
            }
            if at >= bytes.len() {
                return Err(start);
            }
            at += 1;
        }
        while at < bytes.len() && bytes[at] != delimiter && !matches!(bytes[at], b'\r' | b'\n') {
            at += 1;
        }
        found.push(start..at);
        if bytes.get(at) != Some(&delimiter) {
            return Ok(found);
        }
        at += 1;
    }
}

/// The columns that the first line names.
fn header(head: &CsvLine, table: &'static TableSchema, errors: &mut Vec<Diagnostic>) -> Vec<CsvColumn> {
    let (ids, names) = (table.id_parts(), columns(table));
    let mut found: Vec<CsvColumn> = Vec::new();
    for (written, span) in &head.cells {
        let name = cell::read(&schema::Type::Text, written).concat().trim().to_owned();
        let Some(nth) = names.iter().position(|known| *known == name) else {
            let message = format!("`{}` is not a column of {}", crate::source::shortened(&name), self::name(table));
            let help = match check::meant(&name, names.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("its columns are {}", names.join(", ")),
            };
            errors.push(Diagnostic::new(Code::UNKNOWN_FIELD, message).at(*span).help(help));
            continue;
        };
        let field = nth.checked_sub(ids.len()).and_then(|nth| table.all_fields().nth(nth));
        let column = field.map_or(CsvColumn::Id(nth), |field| CsvColumn::Field(field.name));
        if found.contains(&column) {
            let message = format!("the column `{name}` is given twice");
            errors.push(Diagnostic::new(Code::SYNTAX_ERROR, message).at(*span).help("delete one of the two"));
        }
        found.push(column);
    }
    for (nth, part) in ids.iter().enumerate().filter(|(nth, _)| !found.contains(&CsvColumn::Id(*nth))) {
        let message = format!("the column `{}` is missing", names[nth]);
        let help = format!("it says which record a line is about: {part} of [{}]", table.path);
        errors.push(Diagnostic::new(Code::MISSING_FIELD, message).at(head.span).help(help));
    }
    found
}

/// What a line says.
fn row(line: &CsvLine, columns: &[CsvColumn], table: &'static TableSchema) -> Result<RecordRow, Box<Diagnostic>> {
    let counts = (line.cells.len(), columns.len());
    let is_blank = |(text, _): &(String, Span)| text.trim().is_empty();
    if counts.0 < counts.1 || line.cells[counts.1..].iter().any(|it| !is_blank(it)) {
        let message = format!("this line and the first have different numbers of cells: {} and {}", counts.0, counts.1);
        let help = "put quotation marks around a cell that contains a comma, a quotation mark or a line break";
        return Err(Box::new(Diagnostic::new(Code::SYNTAX_ERROR, message).at(line.span).help(help)));
    }
    let mut ids = vec![(String::new(), line.span); table.id_parts().len()];
    let (mut cells, mut span) = (Vec::new(), None);
    for (column, (text, place)) in columns.iter().zip(&line.cells) {
        match column {
            CsvColumn::Id(nth) => {
                ids[*nth] = (cell::read(&schema::Type::Text, text).concat().trim().to_owned(), *place);
                span = span.or(Some(*place));
            }
            CsvColumn::Field(name) => {
                let of_field =
                    |field: &'static Field| Cell { field, values: cell::read(&field.kind, text), span: *place };
                cells.extend(table.field(name).map(of_field));
            }
        }
    }
    let (ids, id_spans) = ids.into_iter().unzip();
    Ok(RecordRow { ids, id_spans, cells, span: span.unwrap_or(line.span) })
}
