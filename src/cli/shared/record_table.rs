//! The tables whose records are exported and imported, by name.

use super::outcome::listed;
use crate::check;
use crate::error::Error;
use crate::exchange;
use crate::schema::TableSchema;

/// The table of a name such as `positions`.
///
/// # Errors
/// [`Error`] when no table that holds records has that name.
pub(in crate::cli) fn record_table(given: &str) -> Result<&'static TableSchema, Error> {
    if let Some(table) = exchange::tables().find(|table| exchange::name(table) == given) {
        return Ok(table);
    }
    let names: Vec<String> = exchange::tables().map(exchange::name).collect();
    let help = match check::meant(given, names.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the tables are {}", listed(&names)),
    };
    Err(Error::new(format!("`{given}` is not a table of records")).help(help))
}
