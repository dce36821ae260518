//! What stays in doubt in a document with syntax errors: what seems to be missing may be where it cannot be read.

use std::collections::HashSet;
use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::parse::{TomlDocument, TomlStatement, outline};
use crate::schema::Target;
use crate::source::{Sources, Span};

/// What could not be looked at in a document with syntax errors, one sentence; `None` for one without. `sources` must
/// be those that it was parsed from.
#[must_use]
pub fn not_looked_at(document: &TomlDocument, sources: &Sources) -> Option<String> {
    if document.has_all_names() {
        return None;
    }
    if !document.is_sound() {
        return Some("until this is fixed, only the syntax of the file is checked".to_owned());
    }
    let doubt = Doubt::of(document, sources);
    let tables = if doubt.tables.len() > 1 { "these tables" } else { "this table" };
    let ids = if doubt.ids { " and unknown ids" } else { "" };
    Some(format!("until this is fixed, missing fields of {tables}{ids} are not reported"))
}

/// Removes the diagnostics that may only follow from a syntax error.
pub(super) fn retain_certain(document: &TomlDocument, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.retain(|diagnostic| diagnostic.primary.as_ref().is_none_or(|label| !document.is_damaged(label.span)));
    // Of most documents that is all, and the rest is not looked for.
    if !document.has_all_names() {
        let doubt = Doubt::of(document, sources);
        diagnostics.retain(|diagnostic| !doubt.has(diagnostic));
    }
}

/// What is in doubt in a document.
struct Doubt {
    /// Whether it is doubtful which table a field belongs to, so that every table may lack what is in another.
    structure: bool,
    /// Where the headers are.
    headers: Vec<usize>,
    /// The tables that have a part which cannot be read, by the number of headers up to it.
    tables: HashSet<usize>,
    /// Whether such a part may be a record that others refer to.
    ids: bool,
}

impl Doubt {
    fn of(document: &TomlDocument, sources: &Sources) -> Self {
        let headers = document.headers();
        let statements = outline(&sources.file(document.file()).text);
        let named: Vec<&TomlStatement> = statements.iter().filter(|it| it.is_header).collect();
        let table = |at: usize| headers.partition_point(|header| *header <= at);
        let tables = document.damaged().flat_map(|part| table(part.start)..=table(part.end)).collect();
        let ids = document.damaged().any(|part| may_be_record(&named, &part));
        Self { structure: !document.is_sound(), headers, tables, ids }
    }

    /// Whether a diagnostic may only follow from a syntax error.
    fn has(&self, diagnostic: &Diagnostic) -> bool {
        let code = diagnostic.code;
        if self.structure {
            return [Code::MISSING_TABLE, Code::UNKNOWN_REFERENCE, Code::MISSING_FIELD].contains(&code);
        }
        let is_of_damaged = |span: Span| self.tables.contains(&self.headers.partition_point(|at| *at <= span.start));
        code == Code::MISSING_TABLE
            || code == Code::UNKNOWN_REFERENCE && self.ids
            || code == Code::MISSING_FIELD && diagnostic.primary.as_ref().is_none_or(|label| is_of_damaged(label.span))
    }
}

/// Whether what is at a place may be a record that others refer to: its header, or one within a table of such records.
fn may_be_record(headers: &[&TomlStatement], part: &Range<usize>) -> bool {
    let after = headers.partition_point(|header| header.range.start < part.end.max(part.start + 1));
    // At the top of the file, any table can be in braces.
    let Some(header) = after.checked_sub(1).map(|last| headers[last]) else { return true };
    let names = header.names();
    let holds_records = |name: &str| Target::ALL.iter().any(|target| target.table() == name);
    match names[..] {
        [] | [""] => true,
        [table] => holds_records(table) || part.start <= header.range.start,
        [table, ..] => holds_records(table) && part.start <= header.range.start,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::check;
    use crate::parse;

    const BRIEF: &str = "schema = 1\n[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"B [@nobody].\"\n\
        [parties.a]\nname = \"A\"\nrole = \"principal\"\n[issues.i]\nstatus = \"contested\"\n\
        [positions.i.a]\nstance = \"demands\"\ntext = \"T.\"\n[sources.s]\npublisher = \"P\"\ndate = 2024-05-13\n";

    /// What is reported in addition to syntax errors, and what is said not to be.
    fn found(text: &str) -> (Vec<String>, String) {
        let mut sources = Sources::default();
        let file = sources.add("a.toml", text);
        let (document, _) = parse::parse(&sources, file);
        let all = check(&document, &sources).1;
        let seen = [Code::UNKNOWN_REFERENCE, Code::MISSING_FIELD, Code::MISSING_TABLE];
        let seen = all.into_iter().filter(|it| seen.contains(&it.code)).map(|it| it.message).collect();
        (seen, not_looked_at(&document, &sources).unwrap_or_default())
    }

    #[test]
    fn what_a_syntax_error_cannot_hide_is_reported_beside_it() {
        let (reference, field) = ("there is no source `nobody`", "`[issues.i]` has no `title`");
        let (here, ids) = ("missing fields of this table are", "missing fields of this table and unknown ids are");
        for (from, to, expected, said) in [
            ("", "", vec![reference, field], ""),
            ("text = \"T.\"", "text = [\"T.", vec![reference, field], here),
            // What it says cannot be read, but its name can.
            ("name = \"A\"", "name = \"A", vec![reference, field], ""),
            // The part that cannot be read may be the title.
            ("status =", "status", vec![reference], here),
            // A source may be about to be written, or may be in braces.
            ("[sources.s]", "[sources.s]\n[sources.", vec![field], ids),
            ("[sources.s]", "[sources.s]\n[", vec![field], ids),
            ("schema = 1", "schema = 1\nsources = {", vec![field], ids),
            ("publisher = \"P\"", "publisher = \"P", vec![reference, field], ""),
        ] {
            let (seen, not_seen) = found(&BRIEF.replacen(from, to, 1));
            assert_eq!(seen, expected, "{to}");
            assert!(not_seen.contains(said) && not_seen.is_empty() == said.is_empty(), "{to}: {not_seen}");
        }
    }
}
