//! A TOML file of settings straight into a Rust type.

use serde::de::DeserializeOwned;

/// Reads a TOML text into a `T` without some of its fields, each given by the names that lead to it; `None` when what
/// is left does not fit.
#[must_use]
pub fn read_without<T: DeserializeOwned>(text: &str, fields: &[Vec<String>]) -> Option<T> {
    read_layers(&[(text, fields)])
}

/// As [`read_without`], of several texts: what a later one says comes before what an earlier one says of the same
/// field.
#[must_use]
pub fn read_layers<T: DeserializeOwned>(layers: &[(&str, &[Vec<String>])]) -> Option<T> {
    let mut all = toml::Table::new();
    for (text, without) in layers {
        let mut root: toml::Table = toml::from_str(text).ok()?;
        for path in *without {
            let Some((last, holders)) = path.split_last() else { continue };
            let holder = holders.iter().try_fold(&mut root, |table, name| table.get_mut(name)?.as_table_mut());
            holder.and_then(|table| table.remove(last));
        }
        lay(root, &mut all);
    }
    all.try_into().ok()
}

/// Lays the fields of a table over those of another.
fn lay(over: toml::Table, under: &mut toml::Table) {
    for (name, value) in over {
        match (under.get_mut(&name), value) {
            (Some(toml::Value::Table(under)), toml::Value::Table(over)) => lay(over, under),
            (_, value) => _ = under.insert(name, value),
        }
    }
}
