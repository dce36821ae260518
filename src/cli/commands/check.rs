//! `brief check`

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::batch::{self, OutputOptions, Task};
use crate::cli::shared::brief_file::BriefFile;
use crate::cli::shared::files::{
    FileOrigin, NamedFile, Selection, has_folder, is_folder, refuse_empty, selection_with_shared,
};
use crate::cli::shared::noun::count;
use crate::cli::shared::project_cache::ProjectCache;
use crate::cli::shared::release::ReleaseArgs;
use crate::cli::shared::reporter::{ReportFormat, Reporter};
use crate::cli::shared::{Exit, Ui, project_cache};
use crate::diagnostic::{self, Code, Diagnostic, has_errors, render};
use crate::diff;
use crate::error::Error;
use crate::fix::AppliedFix;
use crate::library::FontLibrary;
use crate::pipeline::{self, Checked, Input, Renderer};
use crate::project::{self, FILE, FileKind, Project};
use crate::source::{Sources, Span};
use crate::world::{ReplaceError, World};

/// Report every error and warning of briefs, with a suggested fix.
#[derive(Debug, clap::Args)]
#[command(mut_arg("deny", |it| it.hide_short_help(false)), mut_arg("allow", |it| it.hide_short_help(false)))]
pub(in crate::cli) struct Args {
    /// Briefs, or folders of briefs; `-` is standard input [default: the project, or the current folder].
    #[arg(value_name = "FILE or FOLDER")]
    files: Vec<String>,

    /// How to report: human (to standard error), short, json, sarif, github, gitlab or junit.
    #[arg(long, value_enum, default_value_t = ReportFormat::Human, value_name = "FORMAT", hide_possible_values = true)]
    format: ReportFormat,

    #[command(flatten)]
    severities: project_cache::SeverityArgs,

    #[command(flatten)]
    release: ReleaseArgs,

    /// Apply the safe fixes and report each.
    #[arg(long, conflicts_with = "release")]
    fix: bool,

    /// With --fix, print a diff and write nothing.
    #[arg(long, requires = "fix")]
    dry_run: bool,
}

/// Fewer briefs are checked on one thread: they are done before a second one has started.
const FEW: usize = 8;

/// How many briefs are checked before they are reported and their texts dropped.
const CHUNK: usize = 128;

/// A file and its project.
struct CheckedFile {
    file: NamedFile,
    project: Arc<Project>,
}

/// The result for one file.
enum Done {
    /// It was found in a folder and is not a brief.
    NoBrief,
    /// It cannot be read or released.
    Failed(Code, Error),
    /// It is not checked for a release.
    Withheld,
    /// It is a project file without errors, since it has been read.
    Project,
    /// It is a file of shared records, which its project has checked.
    Shared,
    /// It is a file of shared records that no project names.
    SharedAlone(Vec<Diagnostic>, Sources),
    /// It is the style of its project.
    Style(Vec<Diagnostic>, Sources),
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
    if args.format != ReportFormat::Human {
        projects.keep_diagnostics();
    }
    let (items, origin, mut exit) = items(&args.files, &mut projects, world, ui);
    let mut reporter = Reporter::begin(args.format, world, ui);
    let of_projects = projects.kept_diagnostics();
    for (name, diagnostics, sources) in &of_projects {
        reporter.file(name, diagnostics, sources);
    }
    let (mut counts, mut others, mut alone) = (CheckCounts::default(), Vec::new(), Vec::new());
    let threads = if items.len() < FEW { Some(1) } else { None };
    let library = FontLibrary::default();
    // A few at a time, so that memory does not grow with their number.
    let done = items.chunks(CHUNK).flat_map(|items| {
        let one = |renderer: &mut Renderer<'_>, item: &CheckedFile| args.one(item, renderer, world, ui);
        let done = batch::all_with(items, threads, || Renderer::new(&library), one);
        items.iter().zip(done).collect::<Vec<_>>()
    });
    for (item, done) in done {
        let checked = match done {
            Done::NoBrief => {
                others.push(item.file.name.as_str());
                continue;
            }
            Done::Withheld => continue,
            Done::Project => {
                counts.others += 1;
                args.report(&item.file, &[], &Sources::default(), &mut reporter, ui);
                continue;
            }
            Done::Shared => {
                let Some((diagnostics, sources)) = item.shared(world) else { continue };
                counts.others += 1;
                exit = exit.max(counts.take(&diagnostics));
                args.report(&item.file, &diagnostics, sources, &mut reporter, ui);
                continue;
            }
            Done::Style(diagnostics, sources) => {
                counts.others += 1;
                exit = exit.max(counts.take(&diagnostics));
                args.report(&item.file, &diagnostics, &sources, &mut reporter, ui);
                continue;
            }
            Done::SharedAlone(diagnostics, sources) => {
                counts.others += 1;
                alone.push(item.file.shown());
                exit = exit.max(counts.take(&diagnostics));
                args.report(&item.file, &diagnostics, &sources, &mut reporter, ui);
                continue;
            }
            Done::Failed(code, error) => {
                exit = exit.max(Exit::Usage);
                if args.format == ReportFormat::Human {
                    ui.fail(&error.message, error.help.as_deref());
                } else {
                    let (diagnostics, sources) = failed(&item.file.name, code, error);
                    reporter.file(&item.file.name, &diagnostics, &sources);
                }
                continue;
            }
            Done::Checked(checked) => checked,
            Done::Fixed { before, after, made, saved, checked } => {
                exit = exit.max(args.fixed(&before, &after, &made, saved, ui));
                checked
            }
        };
        counts.briefs += 1;
        let diagnostics = checked.all_diagnostics();
        exit = exit.max(counts.take(&diagnostics));
        args.report(&item.file, &diagnostics, &checked.sources, &mut reporter, ui);
    }
    reporter.end();
    if counts.briefs + counts.others == 0 && exit == Exit::Done {
        match origin {
            FileOrigin::Folder => return origin.refuse_none(ui),
            FileOrigin::Named if has_folder(&args.files, world) => return refuse_empty(&args.files, ui),
            _ => {}
        }
    }
    let say_list = |what: &str, names: &[&str]| {
        if let Some(first) = names.first() {
            let more = if names.len() > 1 { format!(" and {} more", names.len() - 1) } else { String::new() };
            ui.say(&format!("{what}: {first}{more}"));
        }
    };
    if args.format == ReportFormat::Human {
        if origin != FileOrigin::Named || has_folder(&args.files, world) {
            ui.say(&counts.summary(origin));
            say_list("skipped, without a table of a brief", &others);
        }
        say_list("checked as shared records, although no project names them", &alone);
    }
    exit
}

/// What was checked.
#[derive(Default)]
struct CheckCounts {
    briefs: usize,
    /// Project files, files of shared records and styles.
    others: usize,
    suppressed: usize,
}

impl CheckCounts {
    /// Takes in what was found in a file.
    fn take(&mut self, diagnostics: &[Diagnostic]) -> Exit {
        self.suppressed += render::suppressed(diagnostics);
        if has_errors(diagnostics) { Exit::Errors } else { Exit::Done }
    }

    fn summary(&self, origin: FileOrigin) -> String {
        let suppressed = match self.suppressed {
            0 => String::new(),
            suppressed => format!(", {} suppressed", count(suppressed, "warning")),
        };
        format!("{}{} checked{suppressed}", count(self.briefs, "brief"), origin.phrase())
    }
}

/// A file that cannot be read, or not be released, as a diagnostic at its first character, so that programs learn its
/// name.
fn failed(name: &str, code: Code, error: Error) -> (Vec<Diagnostic>, Sources) {
    let mut sources = Sources::default();
    let file = sources.add(name, "");
    let mut diagnostic = Diagnostic::new(code, error.message).at(Span { file, start: 0, end: 0 });
    diagnostic.help = error.help;
    (vec![diagnostic], sources)
}

/// The files with their projects.
fn items(
    names: &[String],
    projects: &mut ProjectCache<'_>,
    world: &dyn World,
    ui: &Ui,
) -> (Vec<CheckedFile>, FileOrigin, Exit) {
    let Some(Selection { files, origin, mut exit }) = selection_with_shared(names, projects, world, ui) else {
        return (Vec::new(), FileOrigin::Named, Exit::Usage);
    };
    let mut items = Vec::new();
    // The project files in a folder are checked even if there is no brief in or below their folder.
    let here = [".".to_owned()];
    let folders = if origin == FileOrigin::Folder { &here[..] } else { names };
    for folder in folders.iter().filter(|name| is_folder(name, world)) {
        let inner = project::folders(Path::new(folder), world).unwrap_or_default();
        let has_own = |inner: &&PathBuf| world.kind(&inner.join(FILE)).is_ok();
        for folder in std::iter::once(&PathBuf::from(folder)).chain(inner.iter().filter(has_own)) {
            if projects.project(&folder.join("brief.toml").to_string_lossy(), world, ui).is_none() {
                exit = Exit::Usage;
            }
        }
    }
    for file in files {
        match projects.project(&file.name, world, ui) {
            Some(project) => items.push(CheckedFile { file, project }),
            None => exit = exit.max(Exit::Usage),
        }
    }
    (items, origin, exit)
}

impl CheckedFile {
    /// Adds what the page of the brief does not print.
    fn add_unprinted(&self, checked: &mut Checked, renderer: &mut Renderer<'_>, world: &dyn World) {
        let task = Task::new(self.file.shown(), None, &self.project, &OutputOptions::default(), world);
        if !task.has_dossier() {
            // A template that cannot be read is reported when something is rendered.
            let _ = checked.add_unprinted(renderer, task.job(), world);
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
    /// Reports the diagnostics of a file, and for people whether it is in order.
    fn report(
        &self,
        file: &NamedFile,
        diagnostics: &[Diagnostic],
        sources: &Sources,
        reporter: &mut Reporter<'_>,
        ui: &Ui,
    ) {
        reporter.file(&file.name, diagnostics, sources);
        if self.format != ReportFormat::Human {
            return;
        }
        let summary = render::summary(diagnostics);
        // In a folder, only files with diagnostics are named; what is suppressed is counted at the end.
        let is_silent = render::suppressed(diagnostics) == diagnostics.len();
        if !(file.folder.is_some() && is_silent) {
            let name = file.shown();
            ui.say(&format!("{name}: {}", if summary.is_empty() { "no errors" } else { &summary }));
        }
    }

    fn one(&self, item: &CheckedFile, renderer: &mut Renderer<'_>, world: &dyn World, ui: &Ui) -> Done {
        let release = self.release.release();
        let path = Path::new(&item.file.name);
        match item.project.kind_by_path(path, world) {
            // What is said of shared records is not for these readers.
            Some(FileKind::Shared) if release.is_some() => return Done::Withheld,
            Some(FileKind::Project) => return Done::Project,
            // It is checked with its brief, or its template.
            Some(FileKind::Private | FileKind::Template) if item.file.folder.is_some() => return Done::NoBrief,
            Some(FileKind::Private) => {
                let brief = pipeline::brief_of_private(&item.file.name).unwrap_or_default();
                let error = Error::new(format!("{} is the private file of a brief", item.file.name));
                return Done::Failed(
                    Code::UNREADABLE_FILE,
                    error.help(format!("check it with its brief: `brief check {}`", brief.display())),
                );
            }
            Some(FileKind::Shared) => return Done::Shared,
            Some(FileKind::Style) => {
                return match pipeline::check_style(&item.project, world) {
                    Ok((diagnostics, sources)) => Done::Style(diagnostics, sources),
                    Err(error) => Done::Failed(Code::UNREADABLE_FILE, error),
                };
            }
            Some(FileKind::Template) => {
                let folder = item.project.template_at(path, world).unwrap_or_default();
                let error = Error::new(format!("{} is a file of a template", item.file.name));
                return Done::Failed(
                    Code::UNREADABLE_FILE,
                    error.help(format!("check the template: `brief template check {}`", folder.display())),
                );
            }
            _ => {}
        }
        // A file that is not going to be written is not locked.
        let open = if self.fix && !self.dry_run { BriefFile::open } else { BriefFile::look };
        let file = match open(&item.file.name, world) {
            Ok(file) => file,
            Err(error) => return Done::Failed(Code::UNREADABLE_FILE, error),
        };
        let before = file.input().clone();
        match item.project.kind_of(path, &before.text, world) {
            FileKind::Shared if release.is_some() => return Done::Withheld,
            FileKind::Shared => {
                let (diagnostics, sources) =
                    project::check_alone(&before.name, &before.text, &item.project.severities, &item.project.schemes);
                return Done::SharedAlone(diagnostics, sources);
            }
            FileKind::Other if item.file.folder.is_some() => return Done::NoBrief,
            _ => {}
        }
        if let Some(release) = release {
            return match pipeline::release(&before, &item.project, &release, None) {
                Ok(released) => Done::Checked(Box::new(released.check())),
                Err(error) => Done::Failed(Code::NOT_RELEASED, error),
            };
        }
        if !self.fix {
            let mut checked = pipeline::check(&before, &item.project);
            item.add_unprinted(&mut checked, renderer, world);
            return Done::Checked(Box::new(checked));
        }
        let mut fixed = pipeline::fix(before.clone(), &item.project);
        item.add_unprinted(&mut fixed.checked, renderer, world);
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
            ui.say(&format!("{}:{}:{}: fixed {}: {title}", before.name, place.line, place.column, code.name()));
        }
        Exit::Done
    }
}
