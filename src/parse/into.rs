//! A TOML file of settings straight into a Rust type.

use serde::de::DeserializeOwned;

/// Reads a TOML text into a `T` without some of its fields, each given by the names that lead to it; `None` when what is
/// left does not fit.
#[must_use]
pub fn read_without<T: DeserializeOwned>(text: &str, fields: &[Vec<String>]) -> Option<T> {
    let mut root: toml::Table = toml::from_str(text).ok()?;
    for path in fields {
        let Some((last, holders)) = path.split_last() else { continue };
        let holder = holders.iter().try_fold(&mut root, |table, name| table.get_mut(name)?.as_table_mut());
        holder.and_then(|table| table.remove(last));
    }
    root.try_into().ok()
}

/// Reads a TOML text that the program carries; `None` when it does not fit `T`.
pub(crate) fn built_in<T: DeserializeOwned>(text: &str) -> Option<T> {
    toml::from_str(text).ok()
}
