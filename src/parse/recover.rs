//! Reading on after a syntax error.
//!
//! A list, a text or a header that is not closed swallows what follows it. Such a statement is taken out of a copy of
//! the text, or closed in it, and the copy is read again, so that one error does not hide the others. While somebody
//! types, a file is in this state most of the time.

use toml::de::DeTable;

use super::Damage;
use super::comments::{self, Comment};
use super::repair::Repaired;
use super::syntax::{Problem, SyntaxReporter};
use super::tree::{self, Tree};
use crate::diagnostic::{self, Diagnostic};
use crate::source::FileId;

/// How often a text is read again. Each reading finds all damage but what other damage hides.
const MOST_READINGS: usize = 16;

/// Reads a text that may have errors: the tree of all that can be read, the comments to the program, one diagnostic for
/// each line that cannot be read, and what stays in doubt.
pub(super) fn read(text: &str, file: FileId) -> (Tree, Vec<Comment>, Vec<Diagnostic>, Option<Damage>) {
    let mut reporter = SyntaxReporter::new(text, file);
    let mut repairs = Vec::new();
    let mut damage = Damage::default();
    let mut readings = 0;
    loop {
        readings += 1;
        let repaired = Repaired::new(text, &repairs);
        let (table, errors) = DeTable::parse_recoverable(&repaired.text);
        let tree = tree::build(table.get_ref(), &repaired, file);
        if errors.is_empty() && readings == 1 {
            return (tree, comments::read(&repaired, file), Vec::new(), None);
        }
        let problems = errors.iter().map(|error| {
            let place = repaired.original(error.span().unwrap_or(repaired.text.len()..repaired.text.len()));
            let start = text.floor_char_boundary(place.start.min(text.len()));
            let end = text.ceil_char_boundary(place.end.min(text.len())).max(start);
            Problem { place: start..end, message: error.message() }
        });
        let more = reporter.report(&tree.root, problems.collect(), &mut damage);
        if more.is_empty() || readings == MOST_READINGS {
            damage.structure |= !more.is_empty();
            let mut diagnostics = reporter.into_diagnostics();
            diagnostic::sort(&mut diagnostics);
            return (tree, comments::read(&repaired, file), diagnostics, Some(damage));
        }
        repairs.extend(more);
    }
}
