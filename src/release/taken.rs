//! The content that a release withholds from one edition, and what that means for an earlier edition.

use std::collections::{HashMap, HashSet};

use crate::parse::TomlDocument;
use crate::record::{LocatedTable, around, is_within, tables};

/// The paths that are withheld from an edition, and those that the edition has.
#[derive(Debug, Clone)]
pub(super) struct TakenOut {
    /// The withheld records, fields and items: `claims.mining`, `parties.north.interests[1]`.
    paths: HashSet<String>,
    /// The paths of all records and fields of the edition.
    present: HashSet<String>,
    /// How many records are withheld, and how many fields and items of other records.
    counts: (usize, usize),
    /// The tables with withheld content, by their path in the schema: `claims.ID`.
    tables: HashSet<&'static str>,
}

impl TakenOut {
    /// Records that `paths` are withheld from a brief.
    pub(super) fn of(document: &TomlDocument, paths: HashSet<String>) -> Self {
        let all = tables(document);
        let records: HashMap<&str, &'static str> = all.iter().map(|it| (it.path.as_str(), it.table.path)).collect();
        let table_of = |path: &String| around(path).rev().find_map(|path| records.get(path).copied());
        let tables = paths.iter().filter_map(table_of).collect();
        let fields = all.iter().flat_map(|it| it.fields().map(|(field, _)| it.field(field.name)));
        let present = fields.chain(all.iter().map(|it| it.path.clone())).collect();
        let count = paths.iter().filter(|path| records.contains_key(path.as_str())).count();
        let is_part = |path: &&String| {
            !records.contains_key(path.as_str()) && !around(path).rev().skip(1).any(|path| paths.contains(path))
        };
        let counts = (count, paths.iter().filter(is_part).count());
        Self { paths, present, counts, tables }
    }

    /// How many records are withheld, and how many fields and items of other records.
    pub(super) fn counts(&self) -> (usize, usize) {
        self.counts
    }

    /// Whether the content at a path is withheld, by itself or as part of something larger.
    pub(super) fn has(&self, path: &str) -> bool {
        is_within(path, |path| self.paths.contains(path))
    }

    /// Whether a record of an earlier edition, or the field at `path` in it, must be withheld too.
    ///
    /// That is the case if it is withheld here. It is also the case if this edition does not have it and withholds
    /// something from the same table: that may be the same content under another id, in the same words or in others,
    /// which no program can tell.
    pub(super) fn covers(&self, record: &LocatedTable<'_>, path: &str) -> bool {
        self.has(path) || self.tables.contains(record.table.path) && !self.present.contains(path)
    }
}
