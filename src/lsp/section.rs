//! The tables of a file as they are written: under a header of their own, or in the braces of a field.

use std::ops::Range;

use super::analysis::FileText;
use crate::schema::{self, locate};

/// A table in the text.
pub(super) struct TableSection<'a> {
    /// The parts of its name, from the top of the file.
    pub(super) path: Vec<&'a str>,
    /// Its header, or its name before the braces.
    pub(super) name: Range<usize>,
    /// From its name to its last field.
    pub(super) range: Range<usize>,
}

/// The tables of a file, in its order. One in braces counts when the format has such a table.
pub(super) fn sections(file: &FileText) -> Vec<TableSection<'_>> {
    let mut all: Vec<TableSection<'_>> = Vec::new();
    // The section of the last header.
    let mut header: Option<usize> = None;
    for name in file.names() {
        let path = name.path();
        if name.is_header {
            header = Some(all.len());
            all.push(TableSection { path, name: name.range.clone(), range: name.range });
            continue;
        }
        if let Some(header) = header {
            let range = &mut all[header].range;
            range.end = range.end.max(name.range.end);
        }
        let found = locate(schema::TABLES, &path);
        let is_table = found.taken == path.len() && found.table(schema::TABLES).is_some();
        if let (true, Some(last)) = (is_table, name.parts.last()) {
            all.push(TableSection { path, name: name.range.start..last.range.end, range: name.range });
        }
    }
    all
}
