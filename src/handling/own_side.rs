//! What of a brief is for the own side alone by what it is, whatever the scheme of its marks is.

use super::OWN_SIDE;
use crate::parse::{Document, Value};
use crate::record::LocatedTable;
use crate::source::FileId;

/// What tells apart what is for the own side alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnSide {
    /// `[brief] own_side`: the party for which the brief is written.
    party: Option<String>,
    /// Whether it has aims or arguments.
    has_aims: bool,
    /// The private file, whose records are all for the own side alone.
    private: Option<FileId>,
}

impl OwnSide {
    /// That of a brief.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        let party = document.value("brief.own_side").and_then(Value::as_text).map(str::to_owned);
        Self {
            party,
            private: document.private(),
            has_aims: ["aims", "arguments"].iter().any(|it| document.value(it).is_some()),
        }
    }

    /// Whether the brief says whose side it is on, or has aims or a private file. Only then is what is `own-side` kept from a page that is not
    /// released: a brief from before there was such a field is printed as it was.
    #[must_use]
    pub fn is_named(&self) -> bool {
        self.party.is_some() || self.has_aims || self.private.is_some()
    }

    /// Whether a record is for the own side alone, by its mark or by what it is.
    #[must_use]
    pub fn has_record(&self, record: &LocatedTable<'_>) -> bool {
        if is_of_own_side(record.table.path) || self.is_private(record) {
            return true;
        }
        // The mark of `[brief]` is that of the whole.
        let own = record.node.get("handling").filter(|_| record.table.path != "brief");
        own.map_or_else(|| is_not_to_be_said(record), |mark| mark.as_text() == Some(OWN_SIDE))
    }

    /// Whether a record stands in the private file.
    #[must_use]
    pub fn is_private(&self, record: &LocatedTable<'_>) -> bool {
        self.private.is_some() && record.key.map(|key| key.file) == self.private
    }

    /// Whether a field is for the own side alone, by its mark or by what it is; `None` when neither says anything of it.
    #[must_use]
    pub fn has_field(&self, record: &LocatedTable<'_>, field: &str) -> Option<bool> {
        let mark = record.node.get("marks").and_then(Value::as_table).and_then(|marks| marks.get(field));
        match mark {
            Some(mark) => Some(mark.as_text() == Some(OWN_SIDE)),
            None => self.is_field_by_itself(record, field).then_some(true),
        }
    }

    /// Whether a field is for the own side alone by what it is: what the own side can do without an agreement, its answer
    /// to who insists, and which side it is.
    #[must_use]
    pub fn is_field_by_itself(&self, record: &LocatedTable<'_>, field: &str) -> bool {
        match (record.table.path, field) {
            ("asks.ID", "push_back") | ("brief", "own_side") => true,
            ("parties.ID", "alternatives") => {
                self.party.as_deref().is_some_and(|own| record.path.strip_prefix("parties.") == Some(own))
            }
            _ => false,
        }
    }
}

/// Whether the records of a table are for the own side alone, whatever their marks say.
#[must_use]
pub fn is_of_own_side(table: &str) -> bool {
    matches!(table, "aims.ISSUE" | "arguments.ID")
}

/// Whether a record is what the reader must not say: without a mark it is for the own side alone.
#[must_use]
pub fn is_not_to_be_said(record: &LocatedTable<'_>) -> bool {
    let is = |field: &str, word: &str| record.node.get(field).and_then(Value::as_text) == Some(word);
    record.table.path == "talking_points.ID" && is("kind", "avoid")
}
