//! What of a brief is for our side alone by what it is, whatever the scheme of its marks is.

use crate::parse::{TomlDocument, TomlValue};
use crate::record::LocatedTable;

/// What tells apart what is for our side alone. It holds for every edition of a brief, so it has no places in files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnSide {
    /// `[brief] own_side`: the party for which the brief is written.
    party: Option<String>,
    /// Whether it has aims or arguments.
    has_mandate: bool,
    /// Whether it has a private file.
    has_private: bool,
}

impl OwnSide {
    /// That of a brief.
    #[must_use]
    pub fn of(document: &TomlDocument) -> Self {
        let party = document.value("brief.own_side").and_then(TomlValue::as_text).map(str::to_owned);
        Self {
            party,
            has_private: document.private().is_some(),
            has_mandate: ["aims", "arguments"].iter().any(|it| document.value(it).is_some()),
        }
    }

    /// Whether the brief says whose side it is on, or has aims or a private file. Only then is what is `own-side` kept from a page that is not
    /// released: a brief from before there was such a field is printed as it was.
    #[must_use]
    pub fn is_named(&self) -> bool {
        self.party.is_some() || self.has_mandate || self.has_private
    }

    /// Whether a field is for our side alone by what it is: what our side can do without an agreement, its answer to who
    /// insists, and which side it is.
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

/// Whether a record is for our side alone, whatever its marks say: one of a table of our side, or of the private file.
#[must_use]
pub fn is_of_own_side(record: &LocatedTable<'_>) -> bool {
    record.is_private || matches!(record.table.path, "aims.ISSUE" | "arguments.ID")
}

/// Whether a record is what the reader must not say: without a mark it is for our side alone.
#[must_use]
pub fn is_not_to_be_said(record: &LocatedTable<'_>) -> bool {
    let is = |field: &str, word: &str| record.node.get(field).and_then(TomlValue::as_text) == Some(word);
    record.table.path == "talking_points.ID" && is("kind", "avoid")
}
