//! Messages about briefs that are rendered.

use std::path::PathBuf;

use super::noun::count;
use super::{Exit, Ui};
use crate::batch::{Failure, Report};
use crate::diagnostic::{has_errors, render};
use crate::error::Error;
use crate::world::FileError;

/// Reports how many warnings there are; they are for the author, who runs `brief check`.
pub(in crate::cli) fn warnings(name: &str, report: &Report, ui: &Ui) {
    if !report.warnings.is_empty() {
        ui.say(&format!("{name}: {}; `brief check` shows them", render::summary(&report.warnings)));
    }
}

/// Reports how much a release took out, for the sender: counts alone.
pub(in crate::cli) fn withheld(name: &str, report: &Report, ui: &Ui) {
    if let Some((records, fields)) = report.withheld.filter(|_| !has_errors(&report.diagnostics)) {
        ui.say(&format!("{name}: withheld: {}, {}", count(records, "record"), count(fields, "field")));
    }
}

/// Reports why a brief could not be rendered.
pub(in crate::cli) fn failed(failure: &Failure, ui: &Ui) -> Exit {
    match failure {
        Failure::Read(Error { message, help })
        | Failure::Release(Error { message, help })
        | Failure::Load(Error { message, help }) => ui.fail(message, help.as_deref()),
        Failure::Leak { .. } => ui.fail(
            &format!("internal error: {failure}; nothing written"),
            Some("if the words are in your template, remove them; otherwise report this bug, without the brief"),
        ),
        Failure::Write(FileError { path, error }) => ui.cannot_write(path, error),
        Failure::EarlierEdition(checked, _) => {
            ui.diagnostics(&checked.diagnostics, &checked.sources);
            ui.fail(
                &format!("{failure}, so what changed since cannot be shown; nothing written"),
                Some("name another edition, or run `brief diff`, which compares what can be read"),
            );
        }
    }
    Exit::Usage
}

/// What was written, and how the page was fitted.
pub(in crate::cli) fn wrote(outputs: &[PathBuf], page: Option<&(usize, crate::layout::FitSummary)>) -> String {
    let names: Vec<_> = outputs.iter().map(|path| path.display().to_string()).collect();
    let choice = page.map_or_else(String::new, |(pages, choice)| format!(" ({}; {choice})", count(*pages, "page")));
    let fuller = page.filter(|(_, fit)| fit.leaves_out() && fit.overrun == 0);
    let more = fuller.map_or_else(String::new, |(pages, _)| format!("; `--pages {}` has room for more", pages + 1));
    format!("wrote {}{choice}{more}", listed(&names))
}

/// Names in a sentence: `a`, `a and b`, `a, b and c`.
pub(in crate::cli) fn listed(names: &[impl AsRef<str>]) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    match names.as_slice() {
        [all @ .., last] if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        names => names.concat(),
    }
}
