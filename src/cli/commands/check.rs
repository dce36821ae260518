//! `brief check`

use std::path::Path;
use std::sync::Arc;

use crate::batch::{self, OutputOptions, Task};
use crate::check;
use crate::cli::shared::brief_file::BriefFile;
use crate::cli::shared::files::{NamedFile, has_folder, is_folder, named};
use crate::cli::shared::project_cache::ProjectCache;
use crate::cli::shared::{Exit, Ui, project_cache};
use crate::diagnostic::{self, Code, Diagnostic, has_errors, render};
use crate::diff;
use crate::error::Error;
use crate::fix::AppliedFix;
use crate::library::FontLibrary;
use crate::pipeline::{self, Checked, Input, Renderer, STANDARD_INPUT};
use crate::project::{FileKind, Project};
use crate::source::{Sources, Span};
use crate::world::{ReplaceError, World};

/// Check briefs and report every error and warning with a suggested fix.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// Briefs, or folders of briefs; `-` is standard input [default: the current folder].
    #[arg(value_name = "FILE or FOLDER")]
    files: Vec<String>,

    /// How to report: human (to standard error), short, json or sarif (to standard output).
    #[arg(long, value_enum, default_value_t = Format::Human, hide_possible_values = true)]
    format: Format,

    #[command(flatten)]
    severities: project_cache::SeverityArgs,

    /// Apply the safe fixes and report each.
    #[arg(long)]
    fix: bool,

    /// With --fix, print a diff and write nothing.
    #[arg(long, requires = "fix")]
    dry_run: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    // With the line of the brief and the place marked.
    Human,
    // `file:line:column: error[code]: message`
    Short,
    // One JSON object a line; docs/diagnostics.md describes it.
    Json,
    // SARIF 2.1.0, for code scanning.
    Sarif,
}

/// Fewer briefs are checked on one thread: they are done before a second one has started.
const FEW: usize = 8;

/// How many briefs are checked before they are reported and their texts dropped.
const CHUNK: usize = 128;

/// A file and its project.
struct Item {
    file: NamedFile,
    project: Arc<Project>,
}

/// The result for one file.
enum Done {
    /// It was found in a folder and is not a brief.
    NoBrief,
    Unreadable(Error),
    /// It is a project file without errors, since it has been read.
    Project,
    /// It is a file of shared records, which its project has checked.
    Shared,
    Checked(Box<Checked>),
    Fixed {
        before: Input,
        after: Input,
        made: Vec<AppliedFix>,
        saved: Result<(), ReplaceError>,
        checked: Box<Checked>,
    },
}

pub(in crate::cli) fn run(args: &Args, world: &dyn World, ui: &Ui) -> Exit {
    let Some(mut projects) = args.severities.project_cache(ui) else { return Exit::Usage };
    let here = [".".to_owned()];
    let files = if args.files.is_empty() { &here[..] } else { &args.files };
    if args.format != Format::Human {
        projects.keep_diagnostics();
    }
    let (items, mut exit) = items(files, &mut projects, world, ui);
    let of_projects = projects.kept_diagnostics();
    for (diagnostics, sources) in &of_projects {
        args.print(diagnostics, sources, ui);
    }
    let (mut all, mut shared, mut unread) = (Vec::new(), Vec::new(), Vec::new());
    let (mut briefs, mut suppressed, mut others) = (0, 0, Vec::new());
    let threads = if items.len() < FEW { Some(1) } else { None };
    // A few at a time, so that memory does not grow with their number.
    let done = items.chunks(CHUNK).flat_map(|items| {
        items.iter().zip(batch::all(items, threads, |item| args.one(item, world, ui))).collect::<Vec<_>>()
    });
    for (item, done) in done {
        let checked = match done {
            Done::NoBrief => {
                others.push(item.file.name.as_str());
                continue;
            }
            Done::Project => {
                args.report(&item.file, &[], &Sources::default(), ui);
                continue;
            }
            Done::Shared => {
                let Some((diagnostics, sources)) = item.shared(world) else { continue };
                if has_errors(&diagnostics) {
                    exit = exit.max(Exit::Errors);
                }
                suppressed += render::suppressed(&diagnostics);
                args.report(&item.file, &diagnostics, sources, ui);
                if args.format == Format::Sarif {
                    shared.push((diagnostics, sources));
                }
                continue;
            }
            Done::Unreadable(error) => {
                exit = exit.max(Exit::Usage);
                if args.format == Format::Human {
                    ui.fail(&error.message, error.help.as_deref());
                } else {
                    let (diagnostics, sources) = unreadable(&item.file.name, error);
                    args.print(&diagnostics, &sources, ui);
                    unread.push((diagnostics, sources));
                }
                continue;
            }
            Done::Checked(checked) => checked,
            Done::Fixed { before, after, made, saved, checked } => {
                exit = exit.max(args.fixed(&before, &after, &made, saved, ui));
                checked
            }
        };
        briefs += 1;
        if has_errors(&checked.diagnostics) {
            exit = exit.max(Exit::Errors);
        }
        let diagnostics = checked.all_diagnostics();
        suppressed += render::suppressed(&diagnostics);
        args.report(&item.file, &diagnostics, &checked.sources, ui);
        if args.format == Format::Sarif && !diagnostics.is_empty() {
            all.push((diagnostics, checked.sources));
        }
    }
    if args.format == Format::Sarif {
        let shared = shared.iter().map(|(diagnostics, sources)| (diagnostics.as_slice(), *sources));
        let of_projects = of_projects.iter().map(|(diagnostics, sources)| (diagnostics.as_slice(), sources));
        let files = all.iter().map(|(diagnostics, sources)| (diagnostics.as_slice(), sources));
        let unread = unread.iter().map(|(diagnostics, sources)| (diagnostics.as_slice(), sources));
        let all = of_projects.chain(files).chain(shared).chain(unread);
        ui.result(render::sarif(check::codes(), all).as_bytes());
    }
    if args.format == Format::Human && has_folder(files, world) {
        let noun = if briefs == 1 { "brief" } else { "briefs" };
        let suppressed = match suppressed {
            0 => String::new(),
            1 => ", 1 warning suppressed".to_owned(),
            count => format!(", {count} warnings suppressed"),
        };
        ui.say(&format!("{briefs} {noun} checked{suppressed}"));
        if let Some(first) = others.first() {
            let more = if others.len() > 1 { format!(" and {} more", others.len() - 1) } else { String::new() };
            ui.say(&format!("skipped, without a table of a brief: {first}{more}"));
        }
    }
    exit
}

/// A file that cannot be read as a diagnostic at its first character, so that programs learn its name.
fn unreadable(name: &str, error: Error) -> (Vec<Diagnostic>, Sources) {
    let mut sources = Sources::default();
    let file = sources.add(name, "");
    let mut diagnostic = Diagnostic::new(Code::UNREADABLE_FILE, error.message).at(Span { file, start: 0, end: 0 });
    diagnostic.help = error.help;
    (vec![diagnostic], sources)
}

/// The briefs with the severities of their houses.
fn items(files: &[String], projects: &mut ProjectCache<'_>, world: &dyn World, ui: &Ui) -> (Vec<Item>, Exit) {
    let (named, mut exit) = named(files, world, ui);
    let mut items = Vec::new();
    // The project of a folder is checked even if there is no brief in it.
    for folder in files.iter().filter(|name| is_folder(name, world)) {
        if projects.project(&Path::new(folder).join("brief.toml").to_string_lossy(), world, ui).is_none() {
            exit = Exit::Usage;
        }
    }
    for file in named {
        match projects.project(&file.name, world, ui) {
            Some(project) => items.push(Item { file, project }),
            None => exit = exit.max(Exit::Usage),
        }
    }
    (items, exit)
}

impl Item {
    /// Adds what the page of the brief does not print.
    fn add_unprinted(&self, checked: &mut Checked, world: &dyn World) {
        let name = if self.file.name == "-" { STANDARD_INPUT } else { &self.file.name };
        let task = Task::new(name, None, &self.project, &OutputOptions::default(), world);
        if !task.has_dossier() {
            let library = FontLibrary::default();
            // A template that cannot be read is reported when something is rendered.
            let _ = checked.add_unprinted(&mut Renderer::new(&library), task.job(), world);
        }
    }

    /// The diagnostics of the file, suppressed ones included, if it is one of its project's shared records.
    fn shared(&self, world: &dyn World) -> Option<(Vec<Diagnostic>, &Sources)> {
        let shared = self.project.shared.as_ref()?;
        let file = shared.at(Path::new(&self.file.name), world)?;
        let (mut diagnostics, mut suppressed) = file.diagnostics(&self.project.severities);
        diagnostics.append(&mut suppressed);
        diagnostic::sort(&mut diagnostics);
        Some((diagnostics, shared.sources()))
    }
}

impl Args {
    /// Reports the diagnostics of a file in every format but SARIF, which has all files in one.
    fn report(&self, file: &NamedFile, diagnostics: &[Diagnostic], sources: &Sources, ui: &Ui) {
        match self.format {
            Format::Human => {
                ui.diagnostics(diagnostics, sources);
                let summary = render::summary(diagnostics);
                // In a folder, only files with diagnostics are named; what is suppressed is counted at the end.
                let is_silent = render::suppressed(diagnostics) == diagnostics.len();
                if !(file.folder.is_some() && is_silent) {
                    ui.say(&format!("{}: {}", file.name, if summary.is_empty() { "no errors" } else { &summary }));
                }
            }
            _ => self.print(diagnostics, sources, ui),
        }
    }

    /// Prints diagnostics in a format for programs. SARIF has all in one at the end.
    fn print(&self, diagnostics: &[Diagnostic], sources: &Sources, ui: &Ui) {
        match self.format {
            Format::Short => ui.result(render::short(diagnostics, sources).as_bytes()),
            Format::Json => ui.result(render::json(diagnostics, sources).as_bytes()),
            Format::Human | Format::Sarif => {}
        }
    }

    fn one(&self, item: &Item, world: &dyn World, ui: &Ui) -> Done {
        match item.project.kind_of(Path::new(&item.file.name), world) {
            FileKind::Project => return Done::Project,
            FileKind::Shared => return Done::Shared,
            FileKind::Brief => {}
        }
        // A file that is not going to be written is not locked.
        let open = if self.fix && !self.dry_run { BriefFile::open } else { BriefFile::look };
        let file = match open(&item.file.name, world) {
            Ok(file) => file,
            Err(error) => return Done::Unreadable(error),
        };
        let before = file.input().clone();
        if item.file.is_other(&before.text) {
            return Done::NoBrief;
        }
        if !self.fix {
            let mut checked = pipeline::check(&before, &item.project);
            item.add_unprinted(&mut checked, world);
            return Done::Checked(Box::new(checked));
        }
        let mut fixed = pipeline::fix(before.clone(), &item.project);
        item.add_unprinted(&mut fixed.checked, world);
        let saved = file.save(&fixed.input.text, ui);
        Done::Fixed { before, after: fixed.input, made: fixed.made, saved, checked: Box::new(fixed.checked) }
    }

    /// Reports what was fixed.
    fn fixed(
        &self,
        before: &Input,
        after: &Input,
        made: &[AppliedFix],
        saved: Result<(), ReplaceError>,
        ui: &Ui,
    ) -> Exit {
        if self.dry_run {
            ui.result(diff::unified(&before.name, &before.text, &after.text).as_bytes());
            return Exit::Done;
        }
        if let Err(error) = saved {
            ui.cannot_save(&before.name, &error);
            return Exit::Usage;
        }
        for AppliedFix { place, code, title } in made {
            ui.say(&format!("{}:{}:{}: fixed: {title} [{}]", before.name, place.line, place.column, code.name()));
        }
        Exit::Done
    }
}
