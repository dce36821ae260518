//! `brief template`

use std::path::PathBuf;

use clap::ArgAction;

use crate::cli::shared::checked::checked;
use crate::cli::shared::files::refuse_empty;
use crate::cli::shared::noun::count;
use crate::cli::shared::project_cache::SeverityArgs;
use crate::cli::shared::reporter::{ReportFormat, Reporter};
use crate::cli::shared::tasks::tasks_to_read;
use crate::cli::shared::{Exit, Ui};
use crate::diagnostic::{Code, Diagnostic, has_errors, nearest, render};
use crate::library::FontLibrary;
use crate::pipeline::{self, Checked, RenderOptions, Renderer, TemplateReport};
use crate::source::Span;
use crate::template::{BUILT_IN, MAIN_FILE};
use crate::world::{FileError, World};

/// List the built-in templates, or copy one to change it.
#[derive(Debug, clap::Subcommand)]
pub(in crate::cli) enum Command {
    /// List the built-in templates.
    List,
    /// Copy a built-in template to a folder, to change it.
    #[command(after_help = "Render with the copy: brief render --template FOLDER")]
    Export {
        /// The name of a built-in template.
        #[arg(value_name = "NAME")]
        name: String,
        /// The folder, which is made if it is missing; no file is overwritten.
        #[arg(value_name = "FOLDER")]
        folder: PathBuf,
    },
    /// Report what is wrong with a template, and what it does not print.
    ///
    /// Every error of its files, its style and its language files at once, with its place; names that no record has,
    /// also in `{{#if}}`; tables that a block breaks; and which fields of the briefs it never prints.
    Check {
        /// The folder of a template, or the name of a built-in one.
        #[arg(value_name = "TEMPLATE")]
        template: String,
        /// The briefs to print with it, or folders of them [default: the starter of each kind].
        #[arg(value_name = "FILE or FOLDER")]
        files: Vec<String>,
        /// A folder with fonts, in addition to those of the template; can be given several times.
        #[arg(long, value_name = "DIR", action = ArgAction::Append)]
        fonts: Vec<PathBuf>,
        /// How to report: human (to standard error), short, json, sarif, github, gitlab or junit.
        #[arg(long, value_enum, default_value_t = ReportFormat::Human, value_name = "FORMAT", hide_possible_values = true)]
        format: ReportFormat,
    },
}

pub(in crate::cli) fn run(command: &Command, world: &dyn World, ui: &Ui) -> Exit {
    match command {
        Command::List => {
            let width = BUILT_IN.iter().map(|template| template.name.len()).max().unwrap_or(0);
            for template in BUILT_IN {
                ui.result(format!("{:width$}  {}\n", template.name, template.description).as_bytes());
            }
            Exit::Done
        }
        Command::Check { template, files, fonts, format } => check(template, files, fonts, *format, world, ui),
        Command::Export { name, folder } => {
            let Some(template) = BUILT_IN.iter().find(|template| template.name == name) else {
                let near = nearest(name, BUILT_IN.iter().map(|template| template.name));
                let help = near.map(|near| format!("did you mean `{near}`?"));
                let help = help.as_deref().or(Some("`brief template list` lists them"));
                ui.fail(&format!("no built-in template is called `{name}`"), help);
                return Exit::Usage;
            };
            let files: Vec<_> =
                template.files.iter().map(|(file, text)| (folder.join(file), text.as_bytes().to_vec())).collect();
            if let Some((path, _)) = files.iter().find(|(path, _)| world.kind(path).is_ok()) {
                ui.fail(&format!("{} already exists", path.display()), Some("name an empty or a new folder"));
                return Exit::Usage;
            }
            match world.write(&files) {
                Ok(()) => {
                    ui.say(&format!("wrote {} files to {}", files.len(), folder.display()));
                    Exit::Done
                }
                Err(FileError { path, error }) => {
                    ui.cannot_write(&path, &error);
                    Exit::Usage
                }
            }
        }
    }
}

/// The briefs that are named, also by their folders; the starters where none is. `None` when one cannot be read, which
/// has been reported.
fn briefs(files: &[String], world: &dyn World, ui: &Ui) -> Option<Vec<Checked>> {
    if files.is_empty() {
        return Some(pipeline::starters());
    }
    let severities = SeverityArgs::default();
    let mut projects = severities.project_cache(ui)?;
    let selected = tasks_to_read(files, &mut projects, world, ui).filter(|it| it.exit == Exit::Done)?;
    let mut briefs = Vec::new();
    for task in &selected.tasks {
        match checked(task, None, world) {
            None => {}
            Some(Ok((_, checked))) => briefs.push(checked),
            Some(Err(error)) => {
                ui.fail(&error.message, error.help.as_deref());
                return None;
            }
        }
    }
    if briefs.is_empty() {
        refuse_empty(files, ui);
        return None;
    }
    Some(briefs)
}

/// What the template prints of none of the briefs, as a note at its main file.
fn unprinted(report: &TemplateReport) -> Option<Diagnostic> {
    let fields = report.unprinted.values().map(Vec::len).sum();
    let message = format!("the template does not print {} of the briefs", count(fields, "field"));
    let mut note = Diagnostic::new(Code::UNPRINTED_CONTENT, message);
    for (table, names) in &report.unprinted {
        note = note.note(format!("[{table}] {}", names.join(", ")));
    }
    let main = report.briefs.first().and_then(|it| it.sources.find(|name| name.ends_with(MAIN_FILE)));
    if let Some(main) = main {
        note = note.at(Span::new(main, 0..0));
    }
    (fields > 0).then(|| note.help("print them, or leave them to another template"))
}

fn check(
    template: &str,
    files: &[String],
    fonts: &[PathBuf],
    format: ReportFormat,
    world: &dyn World,
    ui: &Ui,
) -> Exit {
    let Some(briefs) = briefs(files, world, ui) else { return Exit::Usage };
    let library = FontLibrary::default();
    let options = RenderOptions::new(template).fonts(fonts);
    let mut report = match Renderer::new(&library).check_template(options, briefs, world) {
        Ok(report) => report,
        Err(error) => {
            ui.fail(&error.message, error.help.as_deref());
            return Exit::Usage;
        }
    };
    let note = unprinted(&report).map(|note| (note, 0));
    report.found.extend(note);
    let mut reporter = Reporter::begin(format, world, ui);
    let mut all = Vec::new();
    for (at, brief) in report.briefs.iter().enumerate() {
        let mut own: Vec<_> = report.found.iter().filter(|(_, of)| *of == at).map(|(it, _)| it.clone()).collect();
        if brief.brief.is_none() {
            own.extend(brief.diagnostics.iter().filter(|it| has_errors(std::slice::from_ref(it))).cloned());
        }
        // What several briefs show is reported of the first, and of the others there is nothing more to say.
        if at == 0 || !own.is_empty() {
            let name = &brief.sources.file(brief.file).name;
            reporter.file(
                &if at == 0 { template.to_owned() } else { format!("{template} with {name}") },
                &own,
                &brief.sources,
            );
        }
        all.extend(own);
    }
    reporter.end();
    let has_errors = has_errors(&all);
    if format == ReportFormat::Human {
        let summary = render::summary(&all);
        ui.say(&format!("{template}: {}", if has_errors { &summary } else { "no errors" }));
    }
    if has_errors { Exit::Errors } else { Exit::Done }
}
