//! What a person types as a value, in the notation of the file.

use crate::check;
use crate::error::Error;
use crate::format;
use crate::model::{Date, PartialDate};
use crate::parse::{TomlValue, ValueKind, escaped, quoted};
use crate::schema::{self, Field, Type};
use crate::source::shortened;

/// Values as TOML. `lines` says whether a text may be on several lines.
///
/// Only what decides the notation is looked at: whether a word or an id is known is for `check` to say.
pub(super) fn literal(field: &Field, values: &[String], lines: bool) -> Result<String, Error> {
    let name = field.name;
    if values.iter().all(|value| value.trim().is_empty()) {
        return Err(Error::new(format!("`{name}` cannot be empty")).help(format!("write it as in {}", field.example)));
    }
    if let Type::List(item) | Type::OneOrMore(item) = field.kind {
        let mut items: Vec<String> = match item {
            Type::Id(_) => values
                .iter()
                .flat_map(|value| value.split(','))
                .map(str::trim)
                .filter(|id| !id.is_empty())
                .map(quoted)
                .collect(),
            Type::Record(fields) => {
                values.iter().map(|value| record(field, fields, value)).collect::<Result<_, _>>()?
            }
            _ => values.iter().map(|value| one(field, item, value, false)).collect::<Result<_, _>>()?,
        };
        if let (Type::OneOrMore(_), [_]) = (field.kind, &items[..]) {
            return Ok(items.remove(0));
        }
        return Ok(format!("[{}]", items.join(", ")));
    }
    if matches!(field.kind, Type::Marks) {
        return marks(field, values);
    }
    match values {
        [value] => one(field, &field.kind, value, lines),
        _ => Err(Error::new(format!("`{name}` takes one value, and {} were given", values.len()))
            .help("put a value of several words in quotation marks")),
    }
}

fn one(field: &Field, kind: &Type, value: &str, lines: bool) -> Result<String, Error> {
    let name = field.name;
    let refused = |what: &str, help: &str| {
        // A pasted novel has no place in a message.
        let start = shortened(value);
        Err(Error::new(format!("`{name}` takes {what}, not \"{start}\"")).help(help))
    };
    match kind {
        Type::Date => {
            if let Some(date) = date(value.trim()) {
                return Ok(date.to_string());
            }
            let form = || format!("write year, month and day, as in {}", field.example);
            refused("a date", &check::date_help(value, false).unwrap_or_else(form))
        }
        Type::PartialDate => match value.trim().parse::<PartialDate>() {
            Ok(date) if date.circa => {
                refused("a date without `~`", &format!("write {}, and set `circa` to true", date.circa(false)))
            }
            Ok(date) if date.day().is_some() => Ok(date.to_string()),
            Ok(date) => Ok(quoted(&date.to_string())),
            Err(_) => {
                let form = || format!("write it as in {}, 2024-05, 2024 or 2024-05-12/2024-05-14", field.example);
                refused("a date", &check::date_help(value, true).unwrap_or_else(form))
            }
        },
        Type::Integer { .. } => match value.trim().parse::<i64>() {
            Ok(number) => Ok(number.to_string()),
            Err(_) => refused("a whole number", &format!("write a number, such as {}", field.example)),
        },
        Type::Boolean => match value.trim() {
            value @ ("true" | "false") => Ok(value.to_owned()),
            _ => refused("true or false", "write true or false"),
        },
        Type::Prose | Type::Passage if value.contains(['\n', '\r']) && lines => {
            let open = paragraphs(value);
            // A text whose lines come to a single one needs no more than a line: header, name, text.
            let single = laid_out(&format!("[brief]\ntitle = {open}\n")).lines().count() == 3;
            let words = value.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty());
            Ok(if single { quoted(&words.collect::<Vec<_>>().join(" ")) } else { open })
        }
        Type::Prose | Type::Passage | Type::Text | Type::Literal => Ok(quoted(value)),
        // A word or an id has no spaces at its ends.
        _ => Ok(quoted(value.trim())),
    }
}

/// Fields with their marks, as a person types them: `text = TLP:RED`, several with commas between.
fn marks(field: &Field, values: &[String]) -> Result<String, Error> {
    let mut pairs = Vec::new();
    for value in values.iter().flat_map(|value| value.split(',')).map(str::trim).filter(|value| !value.is_empty()) {
        let Some((name, mark)) = value.split_once('=') else {
            let start = shortened(value);
            let message = format!("`{}` takes fields with their marks, not \"{start}\"", field.name);
            return Err(Error::new(message).help("write the field and its mark, as in text=TLP:RED"));
        };
        let name = name.trim();
        let is_bare = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let name = if is_bare { name.to_owned() } else { quoted(name) };
        pairs.push(format!("{name} = {}", quoted(mark.trim())));
    }
    Ok(format!("{{ {} }}", pairs.join(", ")))
}

/// The fields of a table in braces that are written in a row, separated by commas: its texts. What it names can only be
/// written in the file.
pub fn in_a_row(fields: &[Field]) -> impl Iterator<Item = &Field> {
    fields.iter().filter(|field| matches!(field.kind, Type::Text))
}

/// A record in braces: as it is given, or of its texts in a row. The last takes what is left: a comma may be part of
/// it.
fn record(field: &Field, fields: &[Field], value: &str) -> Result<String, Error> {
    let given = value.trim();
    if given.starts_with('{') {
        return if is_in_braces(given) {
            Ok(given.to_owned())
        } else {
            let start = shortened(given);
            let message = format!("`{}` takes tables in braces, but this is not one: {start}", field.name);
            Err(Error::new(message).help(format!("write it on one line, as in {}", field.example)))
        };
    }
    let texts: Vec<&Field> = in_a_row(fields).collect();
    let parts = value.splitn(texts.len().max(1), ',').map(str::trim);
    let pairs = texts.into_iter().zip(parts).filter(|(_, part)| !part.is_empty());
    let pairs: Vec<String> = pairs.map(|(field, part)| format!("{} = {}", field.name, quoted(part))).collect();
    Ok(format!("{{ {} }}", pairs.join(", ")))
}

/// Whether a text is one table in braces and nothing else.
fn is_in_braces(text: &str) -> bool {
    let start = "x = ";
    let document = super::read(&format!("{start}{text}\n"));
    let value = document.as_ref().filter(|it| it.root().entries.len() == 1).and_then(|it| it.value("x"));
    let is_all = |value: &TomlValue| value.span.range() == (start.len()..start.len() + text.len());
    !text.contains(['\n', '\r']) && value.is_some_and(|value| value.as_table().is_some() && is_all(value))
}

/// A date as the file has it: `2025-12-25`.
#[must_use]
pub fn date(text: &str) -> Option<Date> {
    text.parse::<PartialDate>().ok()?.day()
}

/// Prose of several lines between three quotation marks. `format` gives it one sentence a line.
fn paragraphs(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut out = String::new();
    for (at, c) in text.char_indices() {
        // Three marks in a row would end the text, and one at its end would run into them.
        let runs = matches!(text.as_bytes().get(at + 1..at + 3), Some(b"\"\"")) || at + 1 == text.len();
        match c {
            '\n' | '\t' => out.push(c),
            '"' if runs => out.push_str("\\\""),
            '"' => out.push('"'),
            _ => out.push_str(&escaped(c)),
        }
    }
    format!("\"\"\"\n{out}\"\"\"")
}

/// Whether a text of one line is between three quotation marks all the same. Its field keeps them.
pub(super) fn is_open(text: &str, value: &TomlValue) -> bool {
    let literal = text.get(value.span.range()).unwrap_or_default();
    literal.starts_with("\"\"\"") && value.as_text().is_some_and(|text| !text.contains('\n'))
}

/// A text of one line between three quotation marks.
pub(super) fn opened(written: String) -> String {
    match written.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')) {
        Some(inner) if !inner.starts_with('"') => format!("\"\"\"\n{inner}\"\"\""),
        _ => written,
    }
}

/// A record in its canonical layout.
pub(super) fn laid_out(record: &str) -> String {
    // It is TOML by construction; if `format` cannot vouch for it, it stays as it is.
    format::format(record).unwrap_or_else(|_| record.to_owned())
}

/// A value as it stands in the canonical layout after the name of its field.
pub(super) fn value(table: &schema::TableSchema, field: &Field, written: &str) -> String {
    let header = match table.path {
        "" => String::new(),
        path => format!("[{}]\n", path.to_lowercase()),
    };
    let start = format!("{} = ", field.name);
    let laid = laid_out(&format!("{header}{start}{written}\n"));
    let value = laid.strip_prefix(&header).and_then(|rest| rest.strip_prefix(&start));
    value.map_or_else(|| written.to_owned(), |value| value.trim_end_matches('\n').to_owned())
}

/// Whether comments are in a list, between its brackets.
pub(super) fn has_comment(text: &str, value: &TomlValue) -> bool {
    let ValueKind::List(items) = &value.kind else { return false };
    let mut at = value.span.start;
    let mut between = String::new();
    for item in items {
        between.push_str(text.get(at..item.span.start).unwrap_or_default());
        let inner = text.get(item.span.range()).unwrap_or_default();
        // In braces a comment can only be on a line of its own.
        if item.as_table().is_some() && inner.contains('\n') {
            return true;
        }
        at = item.span.end;
    }
    between.push_str(text.get(at..value.span.end).unwrap_or_default());
    between.contains('#')
}
