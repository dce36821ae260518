//! Content that is only for our side by its nature. A mark of its own can open a field or a talking point to others,
//! but not an aim, an argument or a record of the private file.

use crate::parse::{TomlDocument, TomlValue};
use crate::record::LocatedTable;

/// The settings of a brief that decide which content is only for our side. They have no positions in files, since they
/// apply to every edition of the brief.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnSide {
    /// `[brief] own_side`: the party for which the brief is written.
    party: Option<String>,
    /// Whether the brief has aims or arguments.
    has_mandate: bool,
    /// Whether the brief has a private file.
    has_private: bool,
}

impl OwnSide {
    /// Reads the settings of a brief.
    #[must_use]
    pub fn of(document: &TomlDocument) -> Self {
        let party = document.value("brief.own_side").and_then(TomlValue::as_text).map(str::to_owned);
        Self {
            party,
            has_private: document.private().is_some(),
            has_mandate: ["aims", "arguments"].iter().any(|it| document.value(it).is_some()),
        }
    }

    /// Whether the brief says whose side it is on, or has aims, arguments or a private file. Only then is `own-side`
    /// content removed from pages that are not releases: a brief without any of these is printed as before.
    #[must_use]
    pub fn is_named(&self) -> bool {
        self.party.is_some() || self.has_mandate || self.has_private
    }

    /// Whether a field is only for our side by its nature: what our side can do without an agreement, its reply to an
    /// insistent question, and which side it is.
    #[must_use]
    pub fn is_own_side_field(&self, record: &LocatedTable<'_>, field: &str) -> bool {
        match (record.table.path, field) {
            ("asks.ID", "push_back") | ("brief", "own_side") => true,
            ("parties.ID", "alternatives") => {
                self.party.as_deref().is_some_and(|own| record.path.strip_prefix("parties.") == Some(own))
            }
            _ => false,
        }
    }
}

/// Whether a record is only for our side, whatever its marks say: because of its table, or because it is in the private
/// file.
#[must_use]
pub fn is_of_own_side(record: &LocatedTable<'_>) -> bool {
    record.is_private || matches!(record.table.path, "aims.ISSUE" | "arguments.ID")
}

/// Whether a record is something that the reader must not say. Without a mark, it is only for our side.
#[must_use]
pub fn is_not_to_be_said(record: &LocatedTable<'_>) -> bool {
    let is = |field: &str, word: &str| record.node.get(field).and_then(TomlValue::as_text) == Some(word);
    record.table.path == "talking_points.ID" && is("kind", "avoid")
}
