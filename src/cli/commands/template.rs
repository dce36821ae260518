//! `brief template`

use std::path::{Path, PathBuf};

use crate::cli::shared::noun::count;
use crate::cli::shared::reporter::{ReportFormat, Reporter};
use crate::cli::shared::{Exit, Ui};
use crate::diagnostic::{Code, Diagnostic, has_errors, nearest, render};
use crate::error::Error;
use crate::library::FontLibrary;
use crate::pipeline::{self, Checked, RenderOptions, Renderer};
use crate::project::Project;
use crate::source::Span;
use crate::template::{BUILT_IN, MAIN_FILE};
use crate::world::World;

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
    /// Every error of its files, its style and its language files at once, with its place; names that no record has, also
    /// in `{{#if}}`; tables that a block breaks; and which fields of the briefs it never prints.
    Check {
        /// The folder of a template, or the name of a built-in one.
        #[arg(value_name = "TEMPLATE")]
        template: String,
        /// The briefs to print with it [default: the starter of each kind].
        #[arg(value_name = "FILE")]
        files: Vec<String>,
        /// A folder with fonts, beside those of the template.
        #[arg(long, value_name = "DIR")]
        fonts: Option<PathBuf>,
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
        Command::Check { template, files, fonts, format } => {
            check(template, files, fonts.as_deref(), *format, world, ui)
        }
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
                Err((path, error)) => {
                    ui.cannot_write(&path, &error);
                    Exit::Usage
                }
            }
        }
    }
}

fn check(
    template: &str,
    files: &[String],
    fonts: Option<&Path>,
    format: ReportFormat,
    world: &dyn World,
    ui: &Ui,
) -> Exit {
    let failed = |error: &Error| {
        ui.fail(&error.message, error.help.as_deref());
        Exit::Usage
    };
    let read = |name: &String| -> Result<Checked, Error> {
        let project = Project::of(Path::new(name), world)?;
        Ok(pipeline::check(&pipeline::read(name, world)?, &project))
    };
    let briefs = match files {
        [] => pipeline::starters(),
        files => match files.iter().map(read).collect() {
            Ok(briefs) => briefs,
            Err(error) => return failed(&error),
        },
    };
    let library = FontLibrary::default();
    let options = RenderOptions::new(template).fonts(fonts);
    let mut report = match Renderer::new(&library).check_template(options, briefs, world) {
        Ok(report) => report,
        Err(error) => return failed(&error),
    };
    if !report.unprinted.is_empty() {
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
        report.found.push((note.help("print them, or leave them to another template"), 0));
    }
    let mut reporter = Reporter::begin(format, world, ui);
    let mut all = Vec::new();
    for (at, brief) in report.briefs.iter().enumerate() {
        let mut own: Vec<_> = report.found.iter().filter(|(_, of)| *of == at).map(|(it, _)| it.clone()).collect();
        if brief.brief.is_none() {
            own.extend(brief.diagnostics.iter().filter(|it| has_errors(std::slice::from_ref(it))).cloned());
        }
        reporter.file(template, &own, &brief.sources);
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
