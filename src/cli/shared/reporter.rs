//! Diagnostics in the form that the user asks for: for people, or for one of several programs.

use super::Ui;
use super::json::JsonList;
use super::repository::FromRoot;
use crate::check;
use crate::diagnostic::{Diagnostic, render};
use crate::source::Sources;
use crate::world::World;

/// The forms in which diagnostics are reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(in crate::cli) enum ReportFormat {
    // With the line of the brief and the place marked.
    Human,
    // `file:line:column: error[code]: message`
    Short,
    // docs/schemas/check.schema.json
    Json,
    // SARIF 2.1.0, for code scanning.
    Sarif,
    // Commands of a workflow.
    Github,
    // Code Quality.
    Gitlab,
    // JUnit XML.
    Junit,
}

/// Writes diagnostics file by file. All forms but the first go to standard output.
pub(in crate::cli) struct Reporter<'a> {
    format: ReportFormat,
    root: FromRoot<'a>,
    ui: &'a Ui,
    /// Of JSON.
    list: Option<JsonList<'a>>,
    /// Of SARIF, which has all files in one list after its rules.
    kept: Vec<(Vec<Diagnostic>, Sources)>,
    /// Whether nothing has been written yet.
    is_first: bool,
}

impl<'a> Reporter<'a> {
    pub(in crate::cli) fn begin(format: ReportFormat, world: &'a dyn World, ui: &'a Ui) -> Self {
        match format {
            ReportFormat::Gitlab => ui.result(b"["),
            ReportFormat::Junit => ui.result(render::JUNIT_BEGIN.as_bytes()),
            _ => {}
        }
        let list = (format == ReportFormat::Json).then(|| JsonList::begin("diagnostics", ui));
        Self { format, root: FromRoot::new(world), ui, list, kept: Vec::new(), is_first: true }
    }

    /// Reports the diagnostics of the file `name`; it may have none.
    pub(in crate::cli) fn file(&mut self, name: &str, diagnostics: &[Diagnostic], sources: &Sources) {
        let path = |name: &str| self.root.path(name);
        let text = match self.format {
            ReportFormat::Human => return self.ui.diagnostics(diagnostics, sources),
            ReportFormat::Short => render::short(diagnostics, sources),
            ReportFormat::Json => {
                let lines = render::json(diagnostics, sources);
                return self.list.iter().for_each(|list| lines.lines().for_each(|line| list.item(line)));
            }
            ReportFormat::Sarif => {
                if !diagnostics.is_empty() {
                    self.kept.push((diagnostics.to_vec(), sources.clone()));
                }
                return;
            }
            ReportFormat::Github => render::github(diagnostics, sources, &path),
            ReportFormat::Gitlab => {
                let items = render::gitlab(name, diagnostics, sources, &path).into_iter();
                let line = |item| format!("{}\n{item}", if std::mem::take(&mut self.is_first) { "" } else { "," });
                items.map(line).collect()
            }
            ReportFormat::Junit => render::junit(name, diagnostics, sources, &path),
        };
        self.ui.result(text.as_bytes());
    }

    /// Ends the report.
    pub(in crate::cli) fn end(self) {
        match self.format {
            ReportFormat::Sarif => {
                let files = self.kept.iter().map(|(diagnostics, sources)| (diagnostics.as_slice(), sources));
                let text = render::sarif(check::codes(), files, &|name| self.root.path(name));
                self.ui.result(text.as_bytes());
            }
            ReportFormat::Gitlab => self.ui.result(if self.is_first { b"]\n" } else { b"\n]\n" }),
            ReportFormat::Junit => self.ui.result(render::JUNIT_END.as_bytes()),
            _ => {}
        }
        if let Some(list) = self.list {
            list.end();
        }
    }
}
