//! Applies the safe fixes of diagnostics to the text of the brief; everything else stays the same, byte for byte.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Fix, Replacement};
use crate::source::{FileId, LineColumn, Sources};

/// A fix that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppliedFix {
    /// Where, in the text as it was before this round.
    pub place: LineColumn,
    /// The diagnostic.
    pub code: Code,
    /// What was done, in the past tense: `wrote "principal"`.
    pub title: String,
}

/// Makes the safe fixes of some diagnostics of one file.
///
/// Returns the text with the fixes, and what was done in the order of the file. Of two fixes that touch each other only
/// the first is applied; the caller checks the text again and calls this again.
#[must_use]
pub fn fix(diagnostics: &[Diagnostic], sources: &Sources, file: FileId) -> (String, Vec<AppliedFix>) {
    let mut chosen: Vec<(&Diagnostic, &Fix)> = Vec::new();
    // What the chosen fixes change: where each range starts, and where it ends. No two of them touch.
    let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
    for diagnostic in diagnostics {
        let Some(fix) = diagnostic.fix.as_ref().filter(|fix| fix.safe) else { continue };
        let here = fix.edits.iter().all(|edit| edit.span.file == file);
        let touches =
            |edit: &Replacement| taken.range(..=edit.span.end).next_back().is_some_and(|it| *it.1 >= edit.span.start);
        if here && !fix.edits.iter().any(touches) {
            for edit in &fix.edits {
                let end = taken.entry(edit.span.start).or_default();
                *end = edit.span.end.max(*end);
            }
            chosen.push((diagnostic, fix));
        }
    }
    let mut edits: Vec<_> = chosen.iter().flat_map(|(_, fix)| &fix.edits).collect();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let before = &sources.file(file).text;
    let mut text = String::with_capacity(before.len());
    let mut at = 0;
    for edit in edits {
        text.push_str(before.get(at..edit.span.start).unwrap_or_default());
        text.push_str(&edit.text);
        at = edit.span.end.max(at);
    }
    text.push_str(before.get(at..).unwrap_or_default());
    let made = chosen.into_iter().filter_map(|(diagnostic, fix)| {
        let start = fix.edits.first()?.span;
        Some(AppliedFix { place: sources.place(start), code: diagnostic.code, title: done(&fix.title) })
    });
    (text, made.collect())
}

/// The title of a fix, which is in the imperative, in the past tense. A fix that is safe begins with one of these verbs.
fn done(title: &str) -> String {
    const VERBS: [(&str, &str); 4] =
        [("write ", "wrote "), ("add ", "added "), ("delete ", "deleted "), ("remove ", "removed ")];
    let verb = VERBS.into_iter().find_map(|(verb, done)| Some((done, title.strip_prefix(verb)?)));
    verb.map_or_else(|| title.to_owned(), |(done, rest)| format!("{done}{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    #[test]
    fn many_fixes_are_made_in_linear_time() {
        assert!(crate::growth::is_linear(2000, |count| {
            let mut sources = Sources::default();
            let file = sources.add("a", "a ".repeat(count));
            let diagnostics: Vec<Diagnostic> = (0..count)
                .map(|at| {
                    let span = Span::new(file, 2 * at..2 * at + 1);
                    let edits = vec![Replacement { span, text: "b".to_owned() }];
                    let fix = Fix { title: "write b".to_owned(), edits, safe: true };
                    Diagnostic::new(Code::BAD_VALUE, "m").at(span).fix(fix)
                })
                .collect();
            assert_eq!(fix(&diagnostics, &sources, file).1.len(), count);
        }));
    }

    #[test]
    fn fixes_that_touch_wait_for_the_next_round_and_unsafe_ones_for_a_person() {
        let mut sources = Sources::default();
        let file = sources.add("a", "one two three");
        let diagnostic = |range: std::ops::Range<usize>, text: &str, safe| {
            let edits = vec![Replacement { span: Span::new(file, range.clone()), text: text.to_owned() }];
            let fix = Fix { title: format!("write {text}"), edits, safe };
            Diagnostic::new(Code::BAD_VALUE, "m").at(Span::new(file, range)).fix(fix)
        };
        let diagnostics = [
            diagnostic(0..3, "1", true),
            diagnostic(3..3, "!", true),
            diagnostic(4..7, "2", false),
            diagnostic(8..13, "3", true),
        ];
        let (text, made) = fix(&diagnostics, &sources, file);
        assert_eq!(text, "1 two 3");
        assert_eq!(made.iter().map(|made| made.title.as_str()).collect::<Vec<_>>(), ["wrote 1", "wrote 3"]);
        assert_eq!(crate::diff::unified("a", "x\ny\n", "x\nz\n"), "--- a\n+++ a\n@@ -1,2 +1,2 @@\n x\n-y\n+z\n");
        assert_eq!(crate::diff::unified("a", "x\n", "x\n"), "");
    }
}
