//! Diagnostics as commands of a GitHub workflow, which shows them beside the lines of a pull request.
//!
//! "Workflow commands for GitHub Actions", docs.github.com: `::error file={name},line={line},…::{message}`. How the
//! parts are escaped is what `@actions/core` does (`packages/core/src/command.ts` in github.com/actions/toolkit).

use super::{PathOf, escaped};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Sources;

/// One command a line for each diagnostic; suppressed ones are left out. `path` names a file from the root of the
/// repository.
#[must_use]
pub fn github(diagnostics: &[Diagnostic], sources: &Sources, path: PathOf<'_>) -> String {
    diagnostics.iter().filter(|it| it.suppression.is_none()).map(|it| command(it, sources, path)).collect()
}

fn command(diagnostic: &Diagnostic, sources: &Sources, path: PathOf<'_>) -> String {
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut properties = Vec::new();
    if let Some(label) = &diagnostic.primary {
        let file = sources.file(label.span.file);
        let (start, end) = (file.place(label.span.start), file.place(label.span.end));
        properties.push(format!("file={}", property(&path(&file.name))));
        properties.push(format!("line={},endLine={}", start.line, end.line));
        // Columns are for what is on one line.
        if start.line == end.line {
            properties.push(format!("col={},endColumn={}", start.column, end.column));
        }
    }
    properties.push(format!("title={}", property(&format!("{command}[{}]", diagnostic.code.name()))));
    let help = diagnostic.help.iter().map(|help| format!("help: {help}"));
    let lines = std::iter::once(diagnostic.message.clone()).chain(diagnostic.notes.iter().cloned()).chain(help);
    let message = lines.map(|line| escaped(&line).into_owned()).collect::<Vec<_>>().join("\n");
    format!("::{command} {}::{}\n", properties.join(","), data(&message))
}

/// A message: a line break would begin another command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
