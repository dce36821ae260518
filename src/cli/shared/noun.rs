//! What `brief add` calls the records of a table.

use crate::schema::{self, Table};

/// The name of one record of a table: `next-step`. `None` for a table that a brief has once.
pub(in crate::cli) fn noun(table: &Table) -> Option<String> {
    let mut parts = table.path.split('.').rev().skip_while(|part| schema::is_id_part(part));
    let many = parts.next().filter(|many| !many.is_empty() && !table.path.ends_with(many))?;
    let one = match many.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => many.strip_suffix('s').unwrap_or(many).to_owned(),
    };
    Some(one.replace('_', "-"))
}
