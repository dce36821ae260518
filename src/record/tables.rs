//! The tables of a document that the format knows, with their paths.

use crate::parse::{TomlDocument, TomlTable};
use crate::schema::{self, Field};
use crate::source::{FileId, Span};

/// One table of a document: `[brief]`, `[positions.donbas.russia]`.
#[derive(Debug, Clone)]
pub struct LocatedTable<'a> {
    /// What the schema says of it.
    pub table: &'static schema::TableSchema,
    /// Its path in the file; empty for the top.
    pub path: String,
    /// Its fields and tables.
    pub node: &'a TomlTable,
    /// The last part of its name; `None` for the top.
    pub key: Option<Span>,
    /// Whether it is in the private file of the brief.
    pub is_private: bool,
}

impl LocatedTable<'_> {
    /// The ids in its name, in order.
    #[must_use]
    pub fn ids(&self) -> Vec<String> {
        let steps = self.table.path.split('.').zip(self.path.split('.'));
        steps.filter(|(step, _)| schema::is_id_part(step)).map(|(_, id)| id.to_owned()).collect()
    }

    /// The path of one of its fields.
    #[must_use]
    pub fn field(&self, name: &str) -> String {
        joined(&self.path, name)
    }

    /// The fields that it has, in the order of the schema.
    pub fn fields(&self) -> impl Iterator<Item = (&'static Field, &crate::parse::TomlEntry)> {
        self.table.all_fields().filter_map(|field| Some((field, self.node.entries.get(field.name)?)))
    }
}

/// Every table that the format knows, table by table in its order.
#[must_use]
pub fn tables(document: &TomlDocument) -> Vec<LocatedTable<'_>> {
    let mut found = Vec::new();
    for table in schema::TABLES {
        let steps: Vec<&str> = table.path.split('.').filter(|step| !step.is_empty()).collect();
        let top = LocatedTable { table, path: String::new(), node: document.root(), key: None, is_private: false };
        descend(top, &steps, document.private(), &mut found);
    }
    found
}

fn descend<'a>(at: LocatedTable<'a>, steps: &[&str], private: Option<FileId>, found: &mut Vec<LocatedTable<'a>>) {
    let Some((step, rest)) = steps.split_first() else {
        found.push(at);
        return;
    };
    for (name, entry) in &at.node.entries {
        if (schema::is_id_part(step) || step == name)
            && let Some(node) = entry.value.as_table()
        {
            let path = joined(&at.path, name);
            let is_private = private == Some(entry.key.file);
            descend(
                LocatedTable { table: at.table, path, node, key: Some(entry.key), is_private },
                rest,
                private,
                found,
            );
        }
    }
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { [path, ".", name].concat() }
}

/// The paths of what a path is in, the outermost first, and the path itself: `claims`, `claims.a`, `claims.a.text`.
pub(crate) fn around(path: &str) -> impl DoubleEndedIterator<Item = &str> {
    path.match_indices(['.', '[']).map(|(at, _)| at).chain([path.len()]).map(|end| &path[..end])
}

/// Whether a path, or one that contains it, has a property.
pub(crate) fn is_within(path: &str, has: impl Fn(&str) -> bool) -> bool {
    around(path).any(has)
}
