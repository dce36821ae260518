//! Each folder of `tests/cases/check` has a brief, and the expected output of `check`. To add a case, create a folder
//! with a `brief.toml` and run the tests with `UPDATE=1`, which writes `expected.txt`; then review that file.

use std::fs;
use std::path::Path;

use briefing::diagnostic::{Suppression, has_errors, render};
use briefing::pipeline::{self, Input};
use briefing::project::Project;

#[test]
fn every_case_says_what_is_expected() {
    let mut folders: Vec<_> = fs::read_dir("tests/cases/check").unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    assert!(folders.len() >= 25, "only {} cases were found", folders.len());
    for folder in folders {
        let text = fs::read_to_string(folder.join("brief.toml")).unwrap();
        compare(&folder.join("expected.txt"), &said(&text));
    }
}

fn said(text: &str) -> String {
    let input = Input::new("brief.toml", text);
    let checked = pipeline::check(&input, &Project::default());
    assert_eq!(checked.brief.is_some(), !has_errors(&checked.diagnostics), "a brief, or errors");
    let summary = render::summary(&checked.all_diagnostics());
    let suppressed = checked.suppressed.iter().map(|it| {
        let place = checked.sources.place(it.primary.as_ref().unwrap().span);
        let Suppression { span, reason, .. } = it.suppression.as_ref().unwrap();
        let (code, by) = (it.code.name(), checked.sources.place(*span));
        format!("suppressed[{code}] on line {} by line {}: {reason}\n", place.line, by.line)
    });
    format!(
        "{}{}{}\n",
        render::human(&checked.diagnostics, &checked.sources, false),
        suppressed.collect::<String>(),
        if summary.is_empty() { "no errors" } else { &summary }
    )
}

/// Compares a text with a file, or writes the file if `UPDATE` is set in the environment.
pub(crate) fn compare(path: &Path, text: &str) {
    if std::env::var_os("UPDATE").is_some() {
        assert!(fs::write(path, text).is_ok(), "{} cannot be written", path.display());
    }
    let expected = fs::read_to_string(path).unwrap_or_default();
    assert!(expected == text, "{} differs; run with UPDATE=1 and read the change. Now:\n{text}", path.display());
}

#[test]
fn the_shipped_briefs_have_no_warning_but_those_that_they_suppress_with_a_reason() {
    let mut suppressed = 0;
    for path in crate::program::shipped_briefs() {
        let text = fs::read_to_string(&path).unwrap();
        let input = Input::new(path.display().to_string(), text);
        let checked = pipeline::check(&input, &Project::default());
        assert_eq!(render::short(&checked.diagnostics, &checked.sources), "");
        suppressed += checked.suppressed.len();
    }
    assert!(suppressed > 10, "{suppressed}");
}
