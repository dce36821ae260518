//! The marks of a brief: those of the whole brief, of its records and of their fields.

use std::fmt;

use super::OWN_SIDE;
use super::own_side::{OwnSide, is_not_to_be_said, is_of_own_side};
use super::scheme::{Scheme, SchemeMark, Schemes};
use crate::parse::{TomlDocument, TomlTable, TomlValue};
use crate::record::LocatedTable;

/// The settings of a brief that determine the marks of its content.
#[derive(Debug, Clone)]
pub struct Marking {
    /// The scheme of its marks.
    pub scheme: Scheme,
    /// `[brief] handling`: the mark of the whole brief.
    pub whole: SchemeMark,
    /// The mark of content without one: `[brief] unmarked`, or else that of the whole brief.
    pub unmarked: SchemeMark,
    /// What decides which content is only for our side by its nature.
    pub own_side: OwnSide,
}

/// Why a brief has no usable marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkingError {
    /// The brief has no `handling`.
    None,
    /// Its `handling` is not a level of any scheme.
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
    /// Reads the marks of a brief.
    ///
    /// # Errors
    /// [`MarkingError`] when `[brief] handling` is missing, or is not a level of any scheme.
    pub fn of(document: &TomlDocument, schemes: &Schemes) -> Result<Self, MarkingError> {
        let text = |path: &str| document.value(path).and_then(TomlValue::as_text);
        let handling = text("brief.handling").ok_or(MarkingError::None)?;
        let (scheme, whole) = schemes.of(handling).ok_or(MarkingError::Unknown)?;
        // A mark that cannot be read counts as above everything, so that a typing error releases nothing.
        let unmarked = text("brief.unmarked").map_or_else(|| whole.clone(), |text| read(&scheme, text));
        Ok(Self { scheme, whole, unmarked, own_side: OwnSide::of(document) })
    }

    /// Like [`Self::of`], for a brief that is not released. If the brief has no valid `handling`, its marks may be of
    /// any scheme, and the brief gets the highest level, so that only `own-side` content is above it. `None` when the
    /// brief has no valid `handling` and [`OwnSide::is_named`] is false.
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

    /// The mark of a record: its own, or the one for unmarked content. `[brief]` counts as unmarked, since its
    /// `handling` is the mark of the whole brief. A mark that cannot be read is above everything.
    #[must_use]
    pub fn record(&self, record: &LocatedTable<'_>) -> SchemeMark {
        // Records that are for our side because of their table or file cannot be lowered by a mark.
        if is_of_own_side(record) {
            return SchemeMark::own_side();
        }
        let own = own_mark(record).or_else(|| is_not_to_be_said(record).then_some(OWN_SIDE));
        own.map_or_else(|| self.unmarked.clone(), |text| read(&self.scheme, text))
    }

    /// The mark of a field, from `marks` or because of its nature; `None` when it has neither. A mark that cannot be
    /// read is above everything.
    #[must_use]
    pub fn field(&self, record: &LocatedTable<'_>, field: &str) -> Option<SchemeMark> {
        let mark = record.node.get("marks").and_then(TomlValue::as_table).and_then(|marks| marks.get(field));
        let Some(mark) = mark else {
            return self.own_side.is_own_side_field(record, field).then(SchemeMark::own_side);
        };
        Some(mark.as_text().map_or_else(|| read(&self.scheme, OWN_SIDE), |text| read(&self.scheme, text)))
    }
}

fn read(scheme: &Scheme, text: &str) -> SchemeMark {
    scheme.read(text).unwrap_or_else(|_| SchemeMark::own_side())
}

/// The paths of the marks in a record: its own mark, then those of its fields. For `[brief]` they are `unmarked` and
/// those of its fields, since its `handling` is the mark of the whole brief.
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
    // A value that is not a text cannot be read as a mark.
    record.node.get("handling").map(|value| value.as_text().unwrap_or_default())
}

/// Whether a record or one of its fields has a mark of its own.
#[must_use]
pub fn is_marked(record: &LocatedTable<'_>) -> bool {
    let fields: Option<&TomlTable> = record.node.get("marks").and_then(TomlValue::as_table);
    own_mark(record).is_some() || fields.is_some_and(|fields| !fields.entries.is_empty())
}
