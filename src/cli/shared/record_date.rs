//! The date of a record, by which the cut-off date of a brief moves on.

use crate::model::{Date, PartialDate};
use crate::schema::{Field, TableSchema};

/// The fields with the date of a record: the cut-off date of the brief cannot be earlier.
const DAYS: [(&str, &str); 3] =
    [("developments.ID", "date"), ("sources.ID", "date"), ("positions.ISSUE.PARTY", "as_of")];

/// The date of a record, if the cut-off date of the brief cannot be earlier.
pub(in crate::cli) fn record_date(table: &TableSchema, fields: &[(&'static Field, Vec<String>)]) -> Option<Date> {
    let (_, name) = DAYS.iter().find(|(path, _)| *path == table.path)?;
    let (_, values) = fields.iter().find(|(field, _)| field.name == *name)?;
    let date: PartialDate = values.first()?.trim().parse().ok()?;
    // The first day on which it can have happened; of a span, the whole of it.
    Some(date.to.unwrap_or(date.from).start())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{self, Type};

    #[test]
    fn the_date_of_a_record_is_a_date() {
        for (table, name) in DAYS {
            let kind = schema::table(table).unwrap().field(name).unwrap().kind;
            assert!(matches!(kind, Type::Date | Type::PartialDate), "{table}.{name}");
        }
    }
}
