//! For tests: pieces of a brief put into a brief that is otherwise right.

use crate::diagnostic::{self, Diagnostic};
use crate::schema::EXAMPLE;
use crate::source::Sources;

/// The example with each table of `piece` in the place of the table of its name, or at the end.
pub(super) fn brief(piece: &str) -> String {
    let mut tables = tables(EXAMPLE);
    for (header, text) in self::tables(piece) {
        match tables.iter_mut().find(|(known, _)| *known == header) {
            Some(known) => known.1 = text,
            None => tables.push((header, text)),
        }
    }
    tables.into_iter().map(|(_, text)| text + "\n").collect()
}

/// Each header line with the text from it to the next.
fn tables(text: &str) -> Vec<(String, String)> {
    let mut tables: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        if line.starts_with('[') || tables.is_empty() {
            tables.push((line.to_owned(), String::new()));
        }
        if let Some((_, text)) = tables.last_mut() {
            text.push_str(line);
            text.push('\n');
        }
    }
    tables
}

/// All that is said of a brief.
pub(super) fn diagnostics(text: &str) -> Vec<Diagnostic> {
    let mut sources = Sources::default();
    let file = sources.add("brief.toml", text);
    let (document, mut diagnostics) = crate::parse::parse(&sources, file);
    let (brief, found) = super::check(&document, &sources);
    diagnostics.extend(found);
    let may_be_suppressed = |code: crate::diagnostic::Code| code.entry().severity != diagnostic::Severity::Error;
    super::suppress(&document, text, may_be_suppressed, brief.is_some(), &mut diagnostics);
    diagnostics
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::code::ExampleKind;

    #[test]
    fn an_example_of_a_brief_has_its_error_and_its_fix_has_none() {
        for code in crate::check::codes() {
            let entry = code.entry();
            let Some(example) = entry.example else { continue };
            let whole = |piece: &str| match example.piece {
                ExampleKind::Brief => brief(piece),
                ExampleKind::Top => piece.to_owned(),
                _ => String::new(),
            };
            if whole(example.wrong).is_empty() {
                continue;
            }
            let codes =
                |text: String| diagnostics(&text).into_iter().map(|diagnostic| diagnostic.code).collect::<Vec<_>>();
            let found = codes(whole(example.wrong));
            // A missing table is reported once for each.
            assert!(!found.is_empty() && found.iter().all(|found| *found == code), "{}: {found:?}", entry.name);
            let fixed = codes(whole(example.right));
            let start = code == crate::diagnostic::Code::UNSUPPORTED_SCHEMA;
            assert!(fixed.is_empty() || start && !fixed.contains(&code), "{}: {fixed:?}", entry.name);
        }
    }

    #[test]
    fn codes_are_kebab_case_and_unique_and_explain_themselves() {
        let mut names: Vec<&str> = crate::check::codes().map(crate::diagnostic::Code::name).collect();
        for code in crate::check::codes() {
            let entry = code.entry();
            assert!(entry.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", entry.name);
            assert!(entry.meaning.ends_with('.') && entry.reason.ends_with(['.', ')']), "{}", entry.name);
            assert!(entry.summary().chars().count() < 200, "{}", entry.name);
        }
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), crate::check::codes().count());
    }
}
