//! What `brief add` calls the records of a table, and their fields; and how many there are of something.

use crate::schema::{self, Field, TableSchema};

/// The name of one record of a table: `next-step`. `None` for a table that a brief has once.
pub(in crate::cli) fn noun(table: &TableSchema) -> Option<String> {
    let mut parts = table.path.split('.').rev().skip_while(|part| schema::is_id_part(part));
    let many = parts.next().filter(|many| !many.is_empty() && !table.path.ends_with(many))?;
    let one = match many.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None if many == "people" => "person".to_owned(),
        None if many == "agenda" => "agenda-item".to_owned(),
        None => many.strip_suffix('s').unwrap_or(many).to_owned(),
    };
    Some(one.replace('_', "-"))
}

/// How many there are of something: `1 brief`, `2 briefs`.
pub(in crate::cli) fn count(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// The option of a field: `said-by`; that of a list names one item.
pub(in crate::cli) fn option(field: &Field) -> String {
    let one = match field.name {
        "sources" | "representatives" | "interests" | "red_lines" | "options" | "conditions" | "assumptions" => {
            field.name.strip_suffix('s').unwrap_or(field.name)
        }
        name => name,
    };
    one.replace('_', "-")
}
