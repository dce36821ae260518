//! Fields of `[brief]` above the first table: what is missing is its header, and that is one error.

use super::Checker;
use crate::diagnostic::{Code, Diagnostic, Fix, Replacement};
use crate::parse::{TomlEntry, TomlTable, TomlValue, ValueKind};
use crate::schema::{self, Field, TableSchema};
use crate::source::{Span, line_ending};

const TABLE: &str = "brief";

impl<'a> Checker<'a> {
    /// Checks the fields at the top of a file as those of `[brief]`, where the file has no such table and at least half
    /// of them are its fields. Returns whether that is so.
    pub(super) fn headless(&mut self, top: &'a TomlTable) -> bool {
        let Some(known) = schema::table(TABLE) else { return false };
        if self.is_shared || top.entries.contains_key(TABLE) {
            return false;
        }
        let fields: Vec<(&'a str, &'a TomlEntry)> = top
            .entries
            .iter()
            .filter(|(name, entry)| may_be_field(name, entry))
            .map(|(name, entry)| (name.as_str(), entry))
            .collect();
        let own: Vec<Span> = fields.iter().filter(|(name, _)| known.field(name).is_some()).map(|it| it.1.key).collect();
        if own.is_empty() || own.len() * 2 < fields.len() {
            return false;
        }
        let first = fields.iter().map(|(_, entry)| entry.key.start).min();
        let fix = first.filter(|first| self.takes_only_fields(top, *first)).map(|first| self.header_at(first));
        let mut diagnostic = Diagnostic::new(Code::MISSING_TABLE, "fields of [brief] without its header")
            .at_each(own, "this, too")
            .note(known.doc)
            .help("write [brief] on a line of its own above them");
        if let Some(fix) = fix {
            diagnostic = diagnostic.fix(fix);
        }
        self.report(diagnostic);
        self.headless_fields(&fields, known);
        true
    }

    fn headless_fields(&mut self, fields: &[(&'a str, &'a TomlEntry)], known: &'static TableSchema) {
        let mut meant: Vec<&str> = Vec::new();
        for (name, entry) in fields {
            match known.field(name) {
                Some(field) => self.value(&entry.value, field.into(), &field.kind, field.required),
                None => meant.extend(self.unknown(name, entry.key, &entry.value, TABLE)),
            }
        }
        let is_there =
            |field: &Field| meant.contains(&field.name) || fields.iter().any(|(name, _)| *name == field.name);
        for field in known.all_fields().filter(|field| field.required && !is_there(field)) {
            self.missing_field(field, TABLE, TABLE);
        }
    }

    /// Whether a header `[brief]` at a byte would have only fields of `[brief]` below it.
    fn takes_only_fields(&self, top: &TomlTable, at: usize) -> bool {
        let end = self.document.headers().first().copied().unwrap_or(usize::MAX);
        top.entries.iter().all(|(name, entry)| {
            let is_taken = (at..end).contains(&entry.key.start);
            !is_taken || may_be_field(name, entry)
        })
    }

    fn header_at(&self, at: usize) -> Fix {
        let text = &self.sources.file(self.document.file()).text;
        let edit = Replacement {
            span: Span::new(self.document.file(), at..at),
            text: format!("[{TABLE}]{}", line_ending(text)),
        };
        Fix { title: "write [brief] above them".to_owned(), edits: vec![edit], safe: false }
    }
}

/// Whether an entry at the top of a file can be a field whose header is missing: it belongs there neither as a field
/// nor as a table, in whatever form it is written.
pub(super) fn may_be_field(name: &str, entry: &TomlEntry) -> bool {
    let is_known =
        schema::table("").is_some_and(|top| top.field(name).is_some()) || schema::parts_after("").contains(&name);
    let is_table = |value: &TomlValue| value.as_table().is_some();
    let holds_tables = matches!(&entry.value.kind, ValueKind::List(items) if items.iter().any(is_table));
    !is_known && !is_table(&entry.value) && !holds_tables
}

#[cfg(test)]
mod tests {
    use crate::check::example;
    use crate::diagnostic::Code;

    #[test]
    fn a_table_written_as_a_list_is_no_field_of_the_brief() {
        let text = "schema = 1\ntitle = \"T\"\nas_of = 2024-05-14\n\n[[developments]]\ndate = 2024-05-13\n";
        let found = example::diagnostics(text);
        let of = |code: Code| found.iter().filter(|it| it.code == code).map(|it| &*it.message).collect::<Vec<_>>();
        assert!(of(Code::MISSING_TABLE).contains(&"fields of [brief] without its header"), "{found:?}");
        assert_eq!(of(Code::WRONG_TYPE), ["`developments` is not a list of tables"]);
        assert!(of(Code::UNKNOWN_FIELD).is_empty(), "{found:?}");
    }
}
