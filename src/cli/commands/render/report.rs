//! What `brief render` reports of a batch.

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;

use serde_json::json;

use crate::batch::{BatchOutcome, Failure, OutputState, Report, Task, depfile};
use crate::cli::shared::files::FileOrigin;
use crate::cli::shared::json::JsonList;
use crate::cli::shared::noun::count;
use crate::cli::shared::outcome::{failed, warnings, withheld, wrote};
use crate::cli::shared::{Exit, Ui, ui};
use crate::diagnostic::Severity;
use crate::layout::FitSummary;
use crate::pipeline::STANDARD_INPUT;

/// Reports the results of the tasks, in their order and while the batch runs.
pub(super) struct BatchReport<'a> {
    tasks: &'a [Task],
    verbose: bool,
    is_batch: bool,
    origin: FileOrigin,
    ui: &'a Ui,
    pub(super) bar: ui::Progress,
    /// Results that came before their turn.
    early: BTreeMap<usize, Report>,
    next: usize,
    /// Diagnostics of templates that have been reported: many briefs have the same.
    known: HashSet<String>,
    exit: Exit,
    rules: String,
    /// The results for programs, where they are asked for.
    pub(super) list: Option<JsonList<'a>>,
    /// The last output that was written; a PDF comes after its HTML, which comes after its Markdown.
    pub(super) last: Option<PathBuf>,
    counts: RenderCounts,
}

/// How many briefs, each with each of its templates, had which result.
#[derive(Default)]
struct RenderCounts {
    /// How many briefs there are.
    briefs: usize,
    rendered: usize,
    up_to_date: usize,
    with_errors: usize,
    failed: usize,
    outdated: usize,
    left: usize,
    warned: usize,
}

impl<'a> BatchReport<'a> {
    pub(super) fn new(tasks: &'a [Task], verbose: bool, is_batch: bool, origin: FileOrigin, ui: &'a Ui) -> Self {
        Self {
            tasks,
            verbose,
            is_batch,
            origin,
            ui,
            bar: ui.progress("rendering"),
            early: BTreeMap::new(),
            next: 0,
            known: HashSet::new(),
            exit: Exit::Done,
            rules: String::new(),
            list: None,
            last: None,
            counts: RenderCounts::default(),
        }
    }

    pub(super) fn take(&mut self, at: usize, report: Report) {
        self.early.insert(at, report);
        while let Some(report) = self.early.remove(&self.next) {
            let task = &self.tasks[self.next];
            self.next += 1;
            let exit = self.report(task, &report);
            self.exit = self.exit.max(exit);
        }
        if self.is_batch {
            self.bar.at(self.next + self.early.len(), self.tasks.len());
        }
    }

    fn report(&mut self, task: &Task, report: &Report) -> Exit {
        let (ui, counts, known) = (self.ui, &mut self.counts, &mut self.known);
        // What is wrong with a brief is reported once, not with each of its templates.
        let is_first = self.next < 2 || self.tasks[self.next - 2].name != task.name;
        counts.briefs += usize::from(is_first && !matches!(report.outcome, BatchOutcome::NoBrief));
        if let (Some(list), Some(item)) = (&self.list, item(task, report)) {
            list.item(&item.to_string());
        }
        if let BatchOutcome::Rendered { outputs, .. } = &report.outcome {
            self.last = outputs.last().cloned();
        }
        let name = shown(task);
        if !report.depends.is_empty() {
            let outputs: Vec<_> = task.formats.iter().map(|format| task.output(*format)).collect();
            self.rules.push_str(&depfile::rule(&outputs, &report.depends));
        }
        let mut lines = || {
            let new = report.diagnostics.iter().filter(|diagnostic| {
                let Some(label) = &diagnostic.primary else { return true };
                let file = report.sources.file(label.span.file).name.as_str();
                // Those of a brief and its shared records are reported for each brief, those of a template once.
                let is_own = || {
                    let shared = task.project.shared.as_ref();
                    file == name || shared.is_some_and(|shared| shared.all().any(|(_, it)| it.source.name == file))
                };
                known.insert(format!("{file} {:?} {}", label.span, diagnostic.message)) || is_first && is_own()
            });
            ui.diagnostics(&new.cloned().collect::<Vec<_>>(), &report.sources);
            if !is_first {
                // They have been counted.
            } else if self.is_batch {
                counts.warned += usize::from(!report.warnings.is_empty());
            } else {
                warnings(name, report, ui);
            }
            if is_first {
                withheld(name, report, ui);
            }
            match &report.outcome {
                BatchOutcome::NoBrief if task.found => Exit::Done,
                BatchOutcome::NoBrief => {
                    let message = format!("{name} is a file of shared records, not a brief");
                    ui.fail(&message, Some("name briefs, or folders of them"));
                    Exit::Usage
                }
                BatchOutcome::UpToDate => {
                    counts.up_to_date += 1;
                    Exit::Done
                }
                BatchOutcome::Rendered { outputs, page } => {
                    counts.rendered += 1;
                    if self.verbose || !self.is_batch {
                        let notes = if report.notes.is_empty() {
                            ""
                        } else {
                            "; `brief check` reports what its template does not print"
                        };
                        ui.say(&(wrote(outputs, page.as_ref()) + notes));
                        if self.verbose {
                            families(report, ui);
                        }
                    }
                    exit_of(page.as_ref().map(|(_, fit)| fit))
                }
                BatchOutcome::HasErrors => {
                    counts.with_errors += 1;
                    if is_first {
                        ui.say(&format!("{name}: nothing written"));
                    }
                    Exit::Errors
                }
                BatchOutcome::Failed(failure) => {
                    counts.failed += 1;
                    // A template that cannot be read is reported once.
                    match failure {
                        Failure::Load(error) if !known.insert(error.message.clone()) => Exit::Usage,
                        _ => failed(failure, ui),
                    }
                }
                BatchOutcome::Outdated(outputs) => {
                    counts.outdated += 1;
                    for (path, state) in outputs {
                        ui.show(&format!("{}: {}", path.display(), reason(*state)));
                    }
                    Exit::Errors
                }
                BatchOutcome::Left => {
                    counts.left += 1;
                    Exit::Usage
                }
            }
        };
        // Without a message there is no need to move the progress bar.
        if matches!(report.outcome, BatchOutcome::UpToDate | BatchOutcome::Left)
            || matches!(report.outcome, BatchOutcome::NoBrief) && task.found
            || matches!(report.outcome, BatchOutcome::Rendered { .. })
                && report.diagnostics.is_empty()
                && self.is_batch
                && !self.verbose
        {
            lines()
        } else {
            self.bar.aside(lines)
        }
    }

    /// Ends the report. A part of a batch may be empty. Returns the exit code and the dependency rules.
    pub(super) fn end(mut self, is_part: bool) -> (Exit, String) {
        self.bar.end();
        self.list.take().into_iter().for_each(JsonList::end);
        if self.origin != FileOrigin::Named && self.counts.briefs == 0 && self.exit == Exit::Done && !is_part {
            return (self.origin.refuse_none(self.ui), self.rules);
        }
        if self.is_batch {
            self.ui.say(&self.counts.summary(self.origin));
            if self.counts.left > 0 {
                self.ui.say("the batch stopped where something could not be read or written; --keep-going continues");
            }
        }
        (self.exit, self.rules)
    }
}

/// The result for one page of a brief; `None` for a file of a folder that is not a brief.
fn item(task: &Task, report: &Report) -> Option<serde_json::Value> {
    let up_to_date = || task.formats.iter().map(|format| (task.output(*format), None)).collect();
    let (result, outputs, page): (_, Vec<(PathBuf, Option<&str>)>, _) = match &report.outcome {
        BatchOutcome::NoBrief => return None,
        BatchOutcome::UpToDate => ("up-to-date", up_to_date(), None),
        BatchOutcome::Rendered { outputs, page } => {
            ("rendered", outputs.iter().map(|path| (path.clone(), None)).collect(), page.as_ref())
        }
        BatchOutcome::HasErrors => ("errors", Vec::new(), None),
        BatchOutcome::Failed(_) => ("failed", Vec::new(), None),
        BatchOutcome::Outdated(outputs) => {
            ("outdated", outputs.iter().map(|(path, state)| (path.clone(), Some(word(*state)))).collect(), None)
        }
        BatchOutcome::Left => ("not-started", Vec::new(), None),
    };
    let errors = report.diagnostics.iter().filter(|it| it.severity == Severity::Error).count();
    let output =
        |(path, state): &(PathBuf, Option<&str>)| json!({ "file": path.display().to_string(), "state": state });
    Some(json!({
        "file": task.name,
        "template": report.template.as_deref().or_else(|| task.names_template().then_some(&*task.template)),
        "result": result,
        "outputs": outputs.iter().map(output).collect::<Vec<_>>(),
        "pages": page.map(|(pages, _)| pages),
        "fit": page.map(|(_, fit)| fit.to_string()),
        "errors": errors,
        "warnings": report.warnings.len(),
    }))
}

/// Which families of fonts of the user are on the pages, and for what.
fn families(report: &Report, ui: &Ui) {
    for (family, scripts) in &report.families {
        let scripts: Vec<&str> = scripts.iter().map(String::as_str).collect();
        ui.say(&format!("  font: {family} for {}", scripts.join(", ")));
    }
}

/// Why an output is not up to date.
fn reason(state: OutputState) -> &'static str {
    match state {
        OutputState::Missing => "missing",
        OutputState::Stale => "stale: the brief or something it is rendered with has changed",
        OutputState::Edited => "edited by hand",
        OutputState::Different => "stale or edited by hand; there is no record to tell which",
        OutputState::Unreadable => "cannot be read",
    }
}

/// The same in a word, for programs.
fn word(state: OutputState) -> &'static str {
    match state {
        OutputState::Missing => "missing",
        OutputState::Stale => "stale",
        OutputState::Edited => "edited",
        OutputState::Different => "different",
        OutputState::Unreadable => "unreadable",
    }
}

impl RenderCounts {
    fn summary(&self, origin: FileOrigin) -> String {
        let parts = [
            (self.rendered, "rendered"),
            (self.up_to_date, "up to date"),
            (self.outdated, "not up to date"),
            (self.with_errors, "with errors"),
            (self.failed, "failed"),
            (self.left, "not started"),
        ];
        let all: usize = parts.iter().map(|(count, _)| count).sum();
        let parts: Vec<_> =
            parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
        let briefs = count(self.briefs, "brief");
        let briefs = if all > self.briefs { format!("{all} pages of {briefs}") } else { briefs } + origin.phrase();
        let warned = match self.warned {
            0 => String::new(),
            warned => format!("; {warned} with warnings, which `brief check` shows"),
        };
        match parts.len() {
            0 => briefs,
            _ => format!("{briefs}: {}{warned}", parts.join(", ")),
        }
    }
}

/// What messages call the brief of a task.
pub(super) fn shown(task: &Task) -> &str {
    if task.name == "-" { STANDARD_INPUT } else { &task.name }
}

/// A draft that is too long is written, and yet no success.
pub(super) fn exit_of(fit: Option<&FitSummary>) -> Exit {
    if fit.is_some_and(|fit| fit.overrun > 0) { Exit::Errors } else { Exit::Done }
}
