//! What a path such as `issues.donbas.status` names.

use std::fmt;

use crate::check;
use crate::error::Error;
use crate::parse::{TomlDocument, TomlTable, TomlValue};
use crate::schema::{self, Field, Target};

/// A field of a record, there or not.
#[derive(Debug, Clone)]
pub struct FieldPlace {
    /// What the schema says of its table.
    pub table: &'static schema::TableSchema,
    /// The ids in the name of the record, in order.
    pub ids: Vec<String>,
    /// What the schema says of the field.
    pub field: &'static Field,
}

impl FieldPlace {
    /// The path of the record: `issues.donbas`; empty for the top of the file.
    #[must_use]
    pub fn record(&self) -> String {
        path_of(self.table, &self.ids)
    }

    /// The path of the field: `issues.donbas.status`.
    #[must_use]
    pub fn path(&self) -> String {
        joined(&self.record(), self.field.name)
    }
}

/// A record, such as `issues.donbas`, or a table that a brief has once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordPath {
    /// The path of its table in the schema: `issues.ID`.
    pub table: &'static str,
    /// The ids in its name, in order.
    pub ids: Vec<String>,
}

impl RecordPath {
    /// The path in the file: `issues.donbas`.
    #[must_use]
    pub fn path(&self) -> String {
        schema::table(self.table).map_or_else(String::new, |table| path_of(table, &self.ids))
    }

    /// What other records refer to it as; `None` for a record that nothing refers to.
    #[must_use]
    pub fn target(&self) -> Option<(Target, &str)> {
        Some((schema::table(self.table)?.target()?, self.ids.last()?))
    }
}

/// What a path of the file names.
#[derive(Debug, Clone)]
pub enum PathTarget {
    /// A field of a record that is there.
    Field(FieldPlace),
    /// A record that is there.
    Record(RecordPath),
    /// The records of a table: `issues`, `positions.donbas`.
    Group {
        /// The path in the file.
        path: String,
        /// The path of the table in the schema: `positions.ISSUE.PARTY`.
        table: &'static str,
    },
}

/// Why a path names nothing in a brief.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathError {
    /// The format has no such field.
    Unknown(Error),
    /// The format has it, but the file has no such record.
    NoRecord {
        /// The path of the table in the schema: `issues.ID`.
        table: &'static str,
        /// The ids in the name.
        ids: Vec<String>,
        /// The path with the ids of a record that was probably meant.
        meant: Option<String>,
    },
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(error) => error.fmt(f),
            Self::NoRecord { table, ids, .. } => {
                let name = schema::table(table).map_or_else(|| ids.join("."), |table| path_of(table, ids));
                write!(f, "the file has no `{name}`")
            }
        }
    }
}

impl std::error::Error for PathError {}

/// The field that a path of the file names.
///
/// # Errors
/// [`PathError`] when the format has no such field, or the file no such record.
pub fn resolve(path: &str, document: &TomlDocument) -> Result<FieldPlace, PathError> {
    let (path, help) = match place(path, document)? {
        PathTarget::Field(field) => return Ok(field),
        PathTarget::Record(record) => {
            let table = schema::table(record.table);
            let names: Vec<&str> =
                table.into_iter().flat_map(schema::TableSchema::all_fields).map(|field| field.name).collect();
            (record.path(), format!("add the name of a field: {}", listed(&names)))
        }
        PathTarget::Group { path, table } => (path, format!("name a field of [{table}]")),
    };
    Err(PathError::Unknown(Error::new(format!("`{path}` is a table, not a field")).help(help)))
}

/// What a path of the file names.
///
/// # Errors
/// [`PathError`] when the format has nothing at the path, or the file no such record.
pub fn place(path: &str, document: &TomlDocument) -> Result<PathTarget, PathError> {
    let unknown = |message: String, help: String| {
        Err(PathError::Unknown(Error { message, help: (!help.is_empty()).then_some(help) }))
    };
    let steps: Vec<&str> = path.trim().split('.').map(str::trim).collect();
    let mut at = String::new();
    let mut ids = Vec::new();
    for (nth, step) in steps.iter().enumerate() {
        let parts = schema::parts_after(&at);
        if parts.first().is_some_and(|part| schema::is_id_part(part)) {
            ids.push((*step).to_owned());
            at = joined(&at, parts[0]);
            continue;
        }
        if parts.contains(step) {
            at = joined(&at, step);
            continue;
        }
        let table = schema::table(&at);
        let field = table.and_then(|table| table.field(step));
        let (Some(table), Some(field)) = (table, field) else {
            let fields = table.into_iter().flat_map(schema::TableSchema::all_fields).map(|field| field.name);
            // At the top, `schema` is not what somebody looks for who names a table.
            let candidates: Vec<&str> = parts.iter().copied().chain(fields).collect();
            let said = match table {
                Some(table) if !at.is_empty() => format!("`{step}` is not a field of {}", table.header()),
                _ => format!("`{step}` is not a table of a brief"),
            };
            let help = match check::meant(step, candidates.iter().copied()) {
                Some(near) => {
                    let mut steps = steps.clone();
                    steps[nth] = near;
                    format!("did you mean `{}`?", steps.join("."))
                }
                None if at.is_empty() => format!("the tables are {}", listed(&parts)),
                None => format!("its fields are {}", listed(&candidates)),
            };
            return unknown(said, help);
        };
        if nth + 1 < steps.len() {
            return unknown(
                format!("`{}` is a field and contains no others", steps[..=nth].join(".")),
                format!("name the field: `{}`", steps[..=nth].join(".")),
            );
        }
        there(table, &ids, Some(field.name), document)?;
        return Ok(PathTarget::Field(FieldPlace { table, ids, field }));
    }
    let path = steps.join(".");
    if let Some(table) = schema::table(&at) {
        there(table, &ids, None, document)?;
        return Ok(PathTarget::Record(RecordPath { table: table.path, ids }));
    }
    let within = schema::TABLES.iter().find(|table| table.path.starts_with(&format!("{at}.")));
    let table = within.map_or("", |table| table.path);
    Ok(PathTarget::Group { path, table })
}

/// Whether the file has a record; `field` is the rest of the path that is asked for.
fn there(
    table: &'static schema::TableSchema,
    ids: &[String],
    field: Option<&str>,
    document: &TomlDocument,
) -> Result<(), PathError> {
    let Some((ids, meant)) = missing(table, ids, document.root()) else { return Ok(()) };
    let meant = meant.map(|meant| match field {
        Some(field) => joined(&path_of(table, &meant), field),
        None => path_of(table, &meant),
    });
    Err(PathError::NoRecord { table: table.path, ids, meant })
}

/// The ids of a record that the file does not have, and those of one that was probably meant. `None` when it is there.
fn missing(
    table: &'static schema::TableSchema,
    ids: &[String],
    root: &TomlTable,
) -> Option<(Vec<String>, Option<Vec<String>>)> {
    let mut at = Some(root);
    let mut nth = 0;
    for part in table.path.split('.').filter(|part| !part.is_empty()) {
        let is_id = schema::is_id_part(part);
        let name = if is_id { ids[nth].as_str() } else { part };
        let Some(next) = at.and_then(|at| at.get(name)).and_then(TomlValue::as_table) else {
            let keys = at.into_iter().flat_map(|at| at.entries.keys().map(String::as_str));
            // The id of a party that has no position yet is not a typo.
            let records =
                Target::of_part(part).and_then(|target| root.get(target.table())).and_then(TomlValue::as_table);
            let known = records.is_some_and(|records| records.entries.contains_key(name));
            let near = if is_id && !known { check::meant(name, keys) } else { None };
            let meant = near.map(|near| {
                let mut meant = ids.to_vec();
                near.clone_into(&mut meant[nth]);
                meant
            });
            let meant = meant.filter(|meant| self::missing(table, meant, root).is_none());
            return Some((ids.to_vec(), meant));
        };
        at = Some(next);
        nth += usize::from(is_id);
    }
    None
}

/// The path in the file of a table with ids in its name: `issues.donbas`.
#[must_use]
pub fn path_of(table: &schema::TableSchema, ids: &[String]) -> String {
    let mut ids = ids.iter();
    let part = |part| if schema::is_id_part(part) { ids.next().map_or(part, String::as_str) } else { part };
    table.path.split('.').filter(|part| !part.is_empty()).map(part).collect::<Vec<_>>().join(".")
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
