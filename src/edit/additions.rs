//! Records that are written into a text.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{anchor, field_path, literal};
use crate::error::Error;
use crate::parse::TomlDocument;
use crate::schema::{self, Field};

/// A record that is not there yet.
#[derive(Debug, Clone)]
pub struct NewRecord {
    /// The ids in its name, in order.
    pub ids: Vec<String>,
    /// Its fields, each with the values that were given for it.
    pub fields: Vec<(&'static Field, Vec<String>)>,
}

/// The text with new records of a table, and their paths.
pub(super) fn with(
    text: &str,
    document: &TomlDocument,
    table: &'static schema::TableSchema,
    records: &[NewRecord],
) -> Result<(String, Vec<String>), Error> {
    let mut seen = HashSet::new();
    // Records of one group have one place; to find it, the whole text is looked at.
    let mut anchors: HashMap<String, usize> = HashMap::new();
    let mut pieces: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    let mut paths = Vec::new();
    for record in records {
        let path = field_path::path_of(table, &record.ids);
        if document.value(&path).is_some() || !seen.insert(path.clone()) {
            return Err(Error { message: format!("`{path}` already exists"), help: None });
        }
        let mut lines = String::new();
        for (field, values) in &record.fields {
            lines.push_str(&format!("{} = {}\n", field.name, literal::literal(field, values, true)?));
        }
        let group = path.rsplit_once('.').map_or("", |(group, _)| group).to_owned();
        let at = *anchors.entry(group).or_insert_with(|| anchor::for_record(text, document, &path));
        let laid = literal::laid_out(&format!("[{path}]\n{lines}"));
        pieces.entry(at).or_default().push(laid.trim_end().to_owned());
        paths.push(path);
    }
    let (mut out, mut done) = (String::with_capacity(text.len()), 0);
    for (at, records) in pieces {
        out.push_str(&text[done..at]);
        out.push_str(&anchor::as_paragraph(text, at, &records.join("\n\n")));
        done = at;
    }
    out.push_str(&text[done..]);
    Ok((out, paths))
}
