//! The marks of a brief: of the whole, of its records and of their fields.

use std::fmt;

use super::OWN_SIDE;
use super::own_side::{OwnSide, is_not_to_be_said, is_of_own_side};
use super::scheme::{Scheme, SchemeMark, Schemes};
use crate::parse::{TomlDocument, TomlTable, TomlValue};
use crate::record::LocatedTable;

/// What is in a brief for the marks of what it holds.
#[derive(Debug, Clone)]
pub struct Marking {
    /// The scheme of its marks.
    pub scheme: Scheme,
    /// `[brief] handling`: the mark of the whole.
    pub whole: SchemeMark,
    /// The mark of what bears none: `[brief] unmarked`, or else that of the whole.
    pub unmarked: SchemeMark,
    /// What is for our side alone by what it is.
    pub own_side: OwnSide,
}

/// Why the marks of a brief say nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkingError {
    /// It has no `handling`.
    None,
    /// Its `handling` is a level of no scheme.
    Unknown,
}

impl fmt::Display for MarkingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "the brief has no `handling`, which says what may be released",
            Self::Unknown => "the `handling` of the brief is not a level of any scheme",
        })
    }
}

impl std::error::Error for MarkingError {}

impl Marking {
    /// The marks of a brief.
    ///
    /// # Errors
    /// [`MarkingError`] when `[brief] handling` is missing, or a level of no scheme.
    pub fn of(document: &TomlDocument, schemes: &Schemes) -> Result<Self, MarkingError> {
        let text = |path: &str| document.value(path).and_then(TomlValue::as_text);
        let handling = text("brief.handling").ok_or(MarkingError::None)?;
        let (scheme, whole) = schemes.of(handling).ok_or(MarkingError::Unknown)?;
        // What cannot be read is above everything, so that nothing comes of a mistake.
        let unmarked = text("brief.unmarked").map_or_else(|| whole.clone(), |text| read(&scheme, text));
        Ok(Self { scheme, whole, unmarked, own_side: OwnSide::of(document) })
    }

    /// As [`Self::of`], for a brief that is not released: one without a `handling` of a scheme may have marks of any, and is
    /// as high as the highest level, so that only what is `own-side` is above it. `None` when it says neither who may read it
    /// nor whose side it is on.
    #[must_use]
    pub fn for_own_side(document: &TomlDocument, schemes: &Schemes) -> Option<Self> {
        let own_side = OwnSide::of(document);
        Self::of(document, schemes).ok().or_else(|| {
            let text = |path: &str| document.value(path).and_then(TomlValue::as_text);
            let scheme = schemes.joined(text("brief.handling"));
            let whole = scheme.highest();
            let unmarked = text("brief.unmarked").map_or_else(|| whole.clone(), |text| read(&scheme, text));
            own_side.is_named().then_some(Self { scheme, whole, unmarked, own_side })
        })
    }

    /// The mark of a record: its own, or that of what bears none. `[brief]` counts as a record without one, since its
    /// `handling` is the mark of the whole. A mark that cannot be read is above everything.
    #[must_use]
    pub fn record(&self, record: &LocatedTable<'_>) -> SchemeMark {
        // No mark lowers what is for our side alone by its table or its file.
        if is_of_own_side(record) {
            return SchemeMark::own_side();
        }
        let own = own_mark(record).or_else(|| is_not_to_be_said(record).then_some(OWN_SIDE));
        own.map_or_else(|| self.unmarked.clone(), |text| read(&self.scheme, text))
    }

    /// The mark of a field that has one of its own: in `marks`, or else by what it is. A mark that cannot be read is above
    /// everything.
    #[must_use]
    pub fn field(&self, record: &LocatedTable<'_>, field: &str) -> Option<SchemeMark> {
        let mark = record.node.get("marks").and_then(TomlValue::as_table).and_then(|marks| marks.get(field));
        let Some(mark) = mark else {
            return self.own_side.is_field_by_itself(record, field).then(SchemeMark::own_side);
        };
        Some(mark.as_text().map_or_else(|| read(&self.scheme, OWN_SIDE), |text| read(&self.scheme, text)))
    }
}

fn read(scheme: &Scheme, text: &str) -> SchemeMark {
    scheme.read(text).unwrap_or_else(|_| SchemeMark::own_side())
}

/// The paths of the marks in a record: its own, then those of its fields. Of `[brief]` they are `unmarked` and those of its
/// fields, since its `handling` is the mark of the whole.
#[must_use]
pub fn mark_paths(record: &LocatedTable<'_>) -> Vec<String> {
    if record.table.marking().is_empty() {
        return Vec::new();
    }
    let own = if record.table.path == "brief" { "unmarked" } else { "handling" };
    let own = record.node.get(own).is_some().then(|| record.field(own));
    let fields = record.node.get("marks").and_then(TomlValue::as_table);
    let names = fields.into_iter().flat_map(|fields| fields.entries.keys());
    own.into_iter().chain(names.map(|name| record.field(&format!("marks.{name}")))).collect()
}

/// The text of a record's own mark.
fn own_mark<'a>(record: &LocatedTable<'a>) -> Option<&'a str> {
    if record.table.path == "brief" {
        return None;
    }
    // What is not a text cannot be read.
    record.node.get("handling").map(|value| value.as_text().unwrap_or_default())
}

/// Whether a record or one of its fields bears a mark of its own.
#[must_use]
pub fn is_marked(record: &LocatedTable<'_>) -> bool {
    let fields: Option<&TomlTable> = record.node.get("marks").and_then(TomlValue::as_table);
    own_mark(record).is_some() || fields.is_some_and(|fields| !fields.entries.is_empty())
}
