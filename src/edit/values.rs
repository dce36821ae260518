//! Values of a draft, for messages and questions.

use super::Draft;
use crate::model::Date;
use crate::parse::{TomlValue, ValueKind, quoted};
use crate::record;

/// The longest value that a message shows, in characters.
const LONGEST: usize = 60;

impl Draft {
    /// The value at a path, short enough for a line of what was done. `None` when there is none, or it is longer.
    #[must_use]
    pub fn short_value(&self, path: &str) -> Option<String> {
        let text = match &self.document.value(path)?.kind {
            ValueKind::Text(text) => text.clone(),
            ValueKind::Integer(Some(number)) => number.to_string(),
            ValueKind::Boolean(yes) => yes.to_string(),
            ValueKind::Date(date) => date.to_string(),
            // An item may have a comma itself.
            ValueKind::List(items) => {
                items.iter().map(|item| item.as_text().map(quoted)).collect::<Option<Vec<String>>>()?.join(", ")
            }
            _ => return None,
        };
        (text.chars().count() <= LONGEST && !text.contains('\n') && !text.is_empty()).then_some(text)
    }

    /// The date at a path.
    #[must_use]
    pub fn date(&self, path: &str) -> Option<Date> {
        if let ValueKind::Date(date) = self.document.value(path)?.kind { Some(date) } else { None }
    }

    /// The whole number at a path.
    #[must_use]
    pub fn number(&self, path: &str) -> Option<i64> {
        if let ValueKind::Integer(number) = self.document.value(path)?.kind { number } else { None }
    }

    /// The ids of the records in a table, each with the name or title that a person knows it by.
    #[must_use]
    pub fn names(&self, table: &str) -> Vec<(String, String)> {
        let records = self.document.value(table).and_then(TomlValue::as_table);
        let name = |value: &TomlValue| value.as_table().and_then(record::title);
        let entries = records.into_iter().flat_map(|records| &records.entries);
        entries.map(|(id, entry)| (id.clone(), name(&entry.value).unwrap_or_default())).collect()
    }
}
