//! Verifies that a merged brief follows from the three sides.

use std::collections::BTreeSet;

use super::SemanticConflict;
use super::decide::alike;
use super::merger::three_way;
use crate::record::{Record, Records, Value};

/// A value that is compared by how it is printed.
#[derive(Clone, Copy)]
struct PrintedValue<'a>(Option<&'a Value>);

impl PartialEq for PrintedValue<'_> {
    fn eq(&self, other: &Self) -> bool {
        alike(self.0, other.0)
    }
}

/// Whether every field of the result has the value that follows from the three sides: that of the side that changed it,
/// or of both. Fields in `open` are not checked, since they were decided in another way or are in conflict; the same
/// applies to the fields of tables in `open`.
pub(super) fn is_sound(
    base: &Records,
    ours: &Records,
    theirs: &Records,
    result: &Records,
    open: &BTreeSet<String>,
) -> bool {
    let is_open = |path: &str| open.contains(path) || path.match_indices('.').any(|(at, _)| open.contains(&path[..at]));
    let paths: BTreeSet<&String> = [base, ours, theirs, result].iter().flat_map(|it| it.list.keys()).collect();
    paths.into_iter().all(|path| {
        let [b, o, t, r] = [base, ours, theirs, result].map(|it| it.get(path));
        let expected = three_way(b.is_some(), o.is_some(), t.is_some());
        // A table that one side removed and the other left unchanged must be gone; any other table must be there.
        let there = expected.unwrap_or(true) == r.is_some();
        let names: BTreeSet<&str> = [b, o, t, r].iter().flatten().flat_map(|it| it.fields.keys().copied()).collect();
        (there || is_open(path))
            && names.into_iter().all(|name| {
                let [b, o, t, r] = [b, o, t, r].map(|it| PrintedValue(it.and_then(|it| it.fields.get(name))));
                match three_way(b, o, t) {
                    Some(expected) => expected == r || is_open(&format!("{path}.{name}")),
                    None => is_open(&format!("{path}.{name}")),
                }
            })
    })
}

/// Pairs of fields of which one is a keyword that summarizes the prose of the other.
const TOGETHER: [(&str, &str); 5] =
    [("stance", "text"), ("status", "summary"), ("result", "text"), ("result", "summary"), ("status", "text")];

/// Finds pairs of which one side changed the keyword and the other side changed the prose.
pub(super) fn semantic_conflicts(base: &Records, ours: &Records, theirs: &Records) -> Vec<SemanticConflict> {
    let mut conflicts = Vec::new();
    for (path, before) in &base.list {
        let (Some(o), Some(t)) = (ours.get(path), theirs.get(path)) else { continue };
        let changed = |it: &Record, name: &str| !alike(it.fields.get(name), before.fields.get(name));
        for (word, words) in TOGETHER {
            for (one, other) in [(word, words), (words, word)] {
                // If one side changed both fields, it has considered both.
                let apart = changed(o, one) && !changed(t, one) && changed(t, other) && !changed(o, other);
                if apart {
                    conflicts
                        .push(SemanticConflict { ours: format!("{path}.{one}"), theirs: format!("{path}.{other}") });
                }
            }
        }
    }
    conflicts
}
