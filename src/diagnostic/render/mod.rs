//! Diagnostics as text for people and programs.
//!
//! What comes from a file or its name is shown so that it cannot write to the terminal: control characters and marks
//! that turn the direction of the text appear by their number.

mod github;
mod gitlab;
mod human;
mod json;
mod junit;
mod sarif;
mod terminal;

pub use github::github;
pub use gitlab::gitlab;
pub use human::human;
pub use json::json;
pub use junit::{JUNIT_BEGIN, JUNIT_END, junit};
pub use sarif::sarif;
pub use terminal::escaped;

use super::{Diagnostic, Severity};
use crate::source::Sources;

/// The path of a file from the root of the repository, by its name: programs that show diagnostics beside the lines of
/// a file look for it there.
pub type PathOf<'a> = &'a dyn Fn(&str) -> String;

/// One line for each diagnostic, for editors and scripts: `file:line:column: error[code]: message`.
///
/// Lines and columns count from 1, columns in characters. One without a place begins with its severity. Suppressed
/// warnings are left out.
#[must_use]
pub fn short(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics.iter().filter(|it| it.suppression.is_none()) {
        if let Some(label) = &diagnostic.primary {
            let place = sources.place(label.span);
            let name = terminal::escaped(&sources.file(label.span.file).name);
            out.push_str(&format!("{name}:{}:{}: ", place.line, place.column));
        }
        let message = terminal::escaped(&diagnostic.message);
        out.push_str(&format!("{}[{}]: {message}\n", diagnostic.severity.word(), diagnostic.code.name()));
    }
    out
}

/// The number of errors, warnings and notes in words: "3 errors, 1 warning"; empty when there are none. Suppressed
/// warnings are counted apart: "1 warning, 2 suppressed", "no errors, 2 suppressed".
#[must_use]
pub fn summary(diagnostics: &[Diagnostic]) -> String {
    let reported: Vec<_> = diagnostics.iter().filter(|it| it.suppression.is_none()).collect();
    let count = |severity| reported.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    let counted =
        [Severity::Error, Severity::Warning, Severity::Note].map(|severity| (count(severity), severity.word()));
    let parts = counted.into_iter().filter(|(count, _)| *count > 0);
    let mut said: Vec<String> =
        parts.map(|(count, word)| format!("{count} {word}{}", if count == 1 { "" } else { "s" })).collect();
    match suppressed(diagnostics) {
        0 => {}
        count if said.is_empty() => said.push(format!("no errors, {count} suppressed")),
        count => said.push(format!("{count} suppressed")),
    }
    said.join(", ")
}

/// How many of them are suppressed.
#[must_use]
pub fn suppressed(diagnostics: &[Diagnostic]) -> usize {
    diagnostics.iter().filter(|it| it.suppression.is_some()).count()
}

#[cfg(test)]
mod tests;
