//! What a release takes out of an edition, and what that means for the edition before it.

use std::collections::{HashMap, HashSet};

use crate::parse::TomlDocument;
use crate::record::{LocatedTable, around, is_within, tables};

/// What a release takes out of an edition, by path, and what the edition has.
#[derive(Debug, Clone)]
pub(super) struct TakenOut {
    /// The paths of the records, fields and items that are taken out: `claims.mining`, `parties.north.interests[1]`.
    paths: HashSet<String>,
    /// The paths of all records and fields of the edition.
    present: HashSet<String>,
    /// How many records are taken out, and how many fields and items of records that stay.
    counts: (usize, usize),
    /// The tables of which something is taken out, as the schema names them: `claims.ID`.
    tables: HashSet<&'static str>,
}

impl TakenOut {
    /// `paths` are taken out of a brief.
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

    /// How many records are taken out, and how many fields and items of records that stay.
    pub(super) fn counts(&self) -> (usize, usize) {
        self.counts
    }

    /// Whether what is at a path is taken out, by itself or with what it is in.
    pub(super) fn has(&self, path: &str) -> bool {
        is_within(path, |path| self.paths.contains(path))
    }

    /// Whether a record of an earlier edition, or the field of one at `path`, goes with what is taken out of this one.
    ///
    /// That is what is taken out here, and what is not here where something of the same table is taken out: it may be
    /// that under another name, in the same words or in others, and no program can tell.
    pub(super) fn covers(&self, record: &LocatedTable<'_>, path: &str) -> bool {
        self.has(path) || self.tables.contains(record.table.path) && !self.present.contains(path)
    }
}
