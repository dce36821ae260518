//! `brief render`

mod report;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::batch::{
    self, Batch, BatchOptions, BatchOutcome, Failure, FolderRecords, OutputFormat, OutputOptions, Shard, Task,
};
use crate::cli::shared::edition::EditionRef;
use crate::cli::shared::files::{self, FileOrigin};
use crate::cli::shared::json::{FormatArgs, JsonList};
use crate::cli::shared::outcome::{failed, warnings, withheld};
use crate::cli::shared::project_cache::ProjectCache;
use crate::cli::shared::tasks::{
    Destination, OutputArgs, Selected, can_read_templates, keep_first_templates, report_clashes, tasks,
};
use crate::cli::shared::{Exit, Ui, output, project_cache};
use crate::diagnostic::Severity;
use crate::library::FontLibrary;
use crate::pipeline::{self, Checked, ReleasedBrief, Rendered, Renderer};
use crate::release::Withheld;
use crate::world::World;

use self::report::{BatchReport, exit_of, shown};

/// Render briefs as Markdown, HTML, Word and PDF.
#[derive(Debug, clap::Args)]
#[command(mut_arg("format", |it| it.hide_short_help(true)))]
#[command(after_long_help = "\
Several files, a folder, or the project are a batch: outputs that are up to date
are not written again, and a brief with errors does not stop the others.

--check renders in memory, compares every byte, and trusts no record.")]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(in crate::cli) struct Args {
    /// Briefs, or folders of briefs; `-` is standard input [default: the project, or the current folder].
    #[arg(value_name = "FILE or FOLDER")]
    files: Vec<String>,

    #[command(flatten)]
    output: OutputArgs,

    #[arg(
        long,
        value_name = "EDITION",
        conflicts_with_all = ["check", "depfile"],
        help = "Mark what changed since an edition",
        long_help = "List and mark what changed since an edition: a commit, REV:PATH or a file"
    )]
    since: Option<String>,

    #[arg(
        long,
        conflicts_with = "depfile",
        help = "Write nothing; exit with 1 if a page is stale",
        long_help = "Write nothing; list outputs that are stale, missing or edited by hand, and exit with 1 if there are any"
    )]
    check: bool,

    /// In a batch, also render what is up to date.
    #[arg(long, hide_short_help = true)]
    force: bool,

    /// In a batch, remove the pages of deleted briefs that it wrote and nobody has edited.
    #[arg(long, conflicts_with_all = ["check", "since"], hide_short_help = true)]
    prune: bool,

    /// In a batch, go on if a template or font cannot be read or an output cannot be written.
    #[arg(long, hide_short_help = true)]
    keep_going: bool,

    /// Render only part K of N equal parts of the batch, for N machines.
    #[arg(long, value_name = "K/N", value_parser = shard, hide_short_help = true)]
    shard: Option<Shard>,

    #[arg(
        long,
        conflicts_with_all = ["check", "depfile", "shard"],
        help = "Open the page when it is written",
        long_help = "Open the page when it is written: the PDF, or else the HTML or the Markdown"
    )]
    open: bool,

    #[arg(
        long,
        conflicts_with_all = ["check", "depfile", "explain"],
        help = "Write what is too long on more pages",
        long_help = "Write a brief that is too long for its pages on as many as it takes, marked as a draft, and exit with 1"
    )]
    draft: bool,

    #[arg(
        long,
        conflicts_with_all = ["since", "explain"],
        help = "Make Word files for `brief review`",
        long_help = "Make Word files for review: `brief review` reads the changes that were made in them"
    )]
    review: bool,

    #[arg(
        long,
        conflicts_with_all = ["check", "force", "depfile", "shard", "open", "since", "output"],
        help = "List which field is printed on which page",
        long_help = "Write no page; list which field is printed on which page, and what is left out"
    )]
    explain: bool,

    /// Write the dependencies of each output as rules for make and ninja.
    #[arg(long, value_name = "FILE", hide_short_help = true)]
    depfile: Option<PathBuf>,

    /// How many briefs to render at once [default: the number of processors].
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), hide_short_help = true)]
    jobs: Option<u16>,

    #[command(flatten)]
    severities: project_cache::SeverityArgs,

    #[command(flatten)]
    format: FormatArgs,

    /// In a batch, report each brief: what was written and how its page was fitted; also which fonts of a folder were
    /// used.
    #[arg(short, long, hide_short_help = true)]
    verbose: bool,
}

fn has_word(tasks: &[Task]) -> bool {
    tasks.iter().any(|task| task.formats.contains(&OutputFormat::Docx))
}

fn shard(text: &str) -> Result<Shard, String> {
    Shard::read(text).ok_or_else(|| "write K/N, such as 2/5 for the second of five parts".to_owned())
}

pub(in crate::cli) fn run(args: &Args, world: &dyn World, ui: &Ui) -> Exit {
    let destination = match args.destination(world, ui) {
        Ok(destination) => destination,
        Err((message, help)) => {
            ui.fail(&message, Some(help));
            return Exit::Usage;
        }
    };
    let options = match &destination {
        Destination::Files(options) | Destination::Stream(_, options) => options,
    };
    let Some(mut projects) = args.severities.project_cache(ui) else { return Exit::Usage };
    let Some(Selected { mut tasks, origin, exit }) = tasks(&args.files, options, &mut projects, world, ui) else {
        return Exit::Usage;
    };
    if args.review && !has_word(&tasks) {
        ui.fail("--review is for Word files, but none is requested", Some("add --to docx"));
        return Exit::Usage;
    }
    if let Some(file) = options.reference.as_ref().filter(|_| !has_word(&tasks)) {
        let message = format!("--reference {} is for Word files, but none is requested", file.display());
        ui.fail(&message, Some("add --to docx"));
        return Exit::Usage;
    }
    if args.explain || matches!(destination, Destination::Stream(..)) {
        // One page of each, with the first of its templates.
        keep_first_templates(&mut tasks);
    }
    let is_json = args.format.is_json();
    if is_json && (args.explain || matches!(destination, Destination::Stream(..))) {
        ui.fail("--format json needs outputs in files", Some("omit it, or write to a folder: -o out/"));
        return Exit::Usage;
    }
    if args.explain {
        return tasks.iter().map(|task| explain(task, world, ui)).fold(exit, Exit::max);
    }
    let earlier = |task: &Task| args.earlier(task, world);
    let batch_options = BatchOptions {
        record: false,
        force: args.force || args.draft,
        check: args.check,
        keep_going: args.keep_going,
        depends: args.depfile.is_some(),
        threads: args.jobs.map(usize::from),
        earlier: args.since.as_ref().map(|_| &earlier as _),
    };
    if let Destination::Stream(path, _) = destination {
        return tasks.iter().map(|task| to_stream(task, path, batch_options, world, ui)).fold(exit, Exit::max);
    }
    let tasks = match batch::plan(tasks, world) {
        Ok(tasks) => tasks,
        Err(clashes) => {
            report_clashes(&clashes, ui);
            return Exit::Usage;
        }
    };
    if tasks.windows(2).any(|pair| pair[0].name == pair[1].name) && !can_read_templates(&tasks, world, ui) {
        return Exit::Usage;
    }
    // A single brief that is named is rendered even if it is up to date.
    let is_batch = tasks.iter().any(|task| task.name != tasks[0].name)
        || origin != FileOrigin::Named
        || args.shard.is_some()
        || files::has_folder(&args.files, world);
    let tasks = match args.shard {
        Some(part) => batch::shard(tasks, part, world),
        None => tasks,
    };
    let batch_options =
        BatchOptions { record: (is_batch || args.check) && args.since.is_none() && !args.draft, ..batch_options };
    let mut batch_report = BatchReport::new(&tasks, args.verbose, is_batch, origin, ui);
    batch_report.list = is_json.then(|| JsonList::begin("briefs", ui));
    let batch_report = Mutex::new(batch_report);
    batch::run(&tasks, batch_options, world, |at, report| {
        batch_report.lock().unwrap_or_else(PoisonError::into_inner).take(at, report);
    });
    let mut batch_report = batch_report.into_inner().unwrap_or_else(PoisonError::into_inner);
    let last = batch_report.last.take();
    let mut pruned = None;
    if batch_options.record && is_batch {
        // A folder whose last brief is gone has no task left. One that cannot be read may have all of its briefs.
        let roots = if exit == Exit::Done { args.roots(origin, options, &mut projects, world, ui) } else { Vec::new() };
        pruned = batch_report.bar.aside(|| args.orphans(&tasks, &roots, world, ui));
    }
    if let Some(pruned) = pruned.filter(|_| tasks.is_empty() && !is_json) {
        return exit.max(pruned);
    }
    let (ended, rules) = batch_report.end(args.shard.is_some());
    let mut exit = exit.max(ended).max(pruned.unwrap_or(Exit::Done));
    if let Some(page) = last.filter(|_| args.open)
        && let Err(error) = open::that_detached(&page)
    {
        ui.fail(&format!("cannot open {}: {error}", page.display()), None);
        exit = Exit::Usage;
    }
    if let Some(path) = &args.depfile {
        exit = exit.max(output::write(Some(path), rules.into_bytes(), world, ui));
    }
    exit
}

impl Args {
    /// Where the outputs go, or why they cannot go there as the options say.
    fn destination(&self, world: &dyn World, ui: &Ui) -> Result<Destination<'_>, (String, &'static str)> {
        let mut destination = self.output.destination(&self.files, world)?;
        let (Destination::Files(options) | Destination::Stream(_, options)) = &mut destination;
        options.draft = self.draft;
        options.review = self.review;
        if self.open && (self.files.len() != 1 || files::has_folder(&self.files, world)) {
            return Err(("--open opens one page".into(), "name one brief"));
        }
        if let Destination::Stream(path, options) = &destination {
            if self.check || self.depfile.is_some() || self.open {
                let help = "name a folder (--output DIR)";
                return Err(("--check, --depfile and --open need outputs in files".into(), help));
            }
            if path.is_none() && options.to.as_deref() == Some(&[OutputFormat::Pdf]) && ui.shows_results() {
                let help = "name a file (-o brief.pdf), or redirect the output to one";
                return Err(("a PDF cannot be shown on a terminal".into(), help));
            }
        }
        Ok(destination)
    }

    /// The folders of the outputs of the folders that are rendered, whether there are briefs in them or not.
    fn roots(
        &self,
        origin: FileOrigin,
        options: &OutputOptions,
        projects: &mut ProjectCache<'_>,
        world: &dyn World,
        ui: &Ui,
    ) -> Vec<PathBuf> {
        let folders: Vec<PathBuf> = match origin {
            FileOrigin::Named => {
                self.files.iter().filter(|it| files::is_folder(it, world)).map(PathBuf::from).collect()
            }
            FileOrigin::Project { .. } => {
                projects.project("-", world, ui).map(|it| it.briefs.clone()).unwrap_or_default()
            }
            FileOrigin::Folder => vec![PathBuf::from(".")],
        };
        let root = |folder: PathBuf| {
            let brief = folder.join("brief.toml").to_string_lossy().into_owned();
            let project = projects.project(&brief, world, ui)?;
            Some(Task::new(&brief, Some(&folder), &project, options, world).root)
        };
        folders.into_iter().filter_map(root).collect()
    }

    /// Reports the pages of deleted briefs, or removes them with `--prune`. `None` when there are none.
    fn orphans(&self, tasks: &[Task], roots: &[PathBuf], world: &dyn World, ui: &Ui) -> Option<Exit> {
        let orphans = batch::orphans(tasks, roots, world);
        let mut exit = Exit::Done;
        for path in &orphans {
            if !self.prune {
                ui.say(&format!("{}: its brief no longer exists", path.display()));
            } else if let Err(error) = world.remove(path) {
                ui.fail(&format!("cannot remove {}: {error}", path.display()), None);
                exit = Exit::Usage;
            } else {
                ui.say(&format!("{}: removed, since its brief no longer exists", path.display()));
            }
        }
        if !self.prune && !orphans.is_empty() {
            ui.say("brief render --prune removes the pages of deleted briefs");
        }
        (!orphans.is_empty()).then_some(exit)
    }

    /// The edition that `--since` refers to.
    fn earlier(&self, task: &Task, world: &dyn World) -> Result<(Checked, Option<Arc<Withheld>>), Failure> {
        let since = self.since.as_deref().unwrap_or_default();
        let place = match EditionRef::of(since, world) {
            // Neither a file nor a path in a commit: a commit of this file.
            EditionRef::File(name) if world.kind(Path::new(&name)).is_err() => {
                EditionRef::EarlierEdition { revision: name, file: task.name.clone() }
            }
            place => place,
        };
        let input = place.read(world).map_err(Failure::Read)?;
        let project = place.project(&input, &task.project).map_err(Failure::Read)?;
        let (earlier, withheld) = match &task.release {
            None => (pipeline::check(&input, &project), None),
            Some(release) => {
                let released = pipeline::release(&input, &project, release, task.withheld.as_deref());
                let released = released.map_err(Failure::Release)?;
                (released.check(), Some(released.withheld))
            }
        };
        if earlier.brief.is_none() {
            return Err(Failure::EarlierEdition(Box::new(earlier), input.name));
        }
        Ok((earlier, withheld))
    }
}

/// Renders one brief in one format, and writes it to standard output, or to a pipe or a device.
fn to_stream(task: &Task, path: Option<&Path>, batch_options: BatchOptions<'_>, world: &dyn World, ui: &Ui) -> Exit {
    let (records, library) = (FolderRecords::default(), FontLibrary::default());
    let input = pipeline::read(&task.name, world).map_err(Failure::Read);
    match input.and_then(|input| Batch::new(batch_options, world, &records, &library).render(task, &input)) {
        Ok((report, outputs)) => {
            let name = shown(task);
            ui.diagnostics(&report.diagnostics, &report.sources);
            warnings(name, &report, ui);
            withheld(name, &report, ui);
            let Some(outputs) = outputs else {
                ui.say(&format!("{name}: nothing written"));
                return Exit::Errors;
            };
            let written = outputs.into_iter().map(|(_, bytes)| output::write(path, bytes, world, ui));
            let fit = match &report.outcome {
                BatchOutcome::Rendered { page, .. } => page.as_ref().map(|(_, fit)| fit),
                _ => None,
            };
            written.max().unwrap_or(Exit::Done).max(exit_of(fit))
        }
        Err(failure) => failed(&failure, ui),
    }
}

/// Prints which fields of a brief are on which of its pages, and writes no page.
fn explain(task: &Task, world: &dyn World, ui: &Ui) -> Exit {
    let input = match pipeline::read(&task.name, world) {
        Ok(input) => input,
        Err(error) => {
            ui.fail(&error.message, error.help.as_deref());
            return Exit::Usage;
        }
    };
    let released = match task.release.as_ref().map(|it| pipeline::release(&input, &task.project, it, None)).transpose()
    {
        Ok(released) => released,
        Err(error) => {
            ui.fail(&error.message, error.help.as_deref());
            return Exit::Usage;
        }
    };
    let mut checked = released.as_ref().map_or_else(|| pipeline::check(&input, &task.project), ReleasedBrief::check);
    let library = FontLibrary::default();
    let rendered = Renderer::new(&library).render(&mut checked, task.job().pdf(true).explain(true), world);
    checked.diagnostics.retain(|it| it.severity == Severity::Error);
    ui.diagnostics(&checked.diagnostics, &checked.sources);
    match rendered {
        Ok(Some(Rendered { explanation: Some(explanation), .. })) => {
            ui.result(ui.safe(&format!("{}\n{explanation}", input.name)).as_bytes());
            Exit::Done
        }
        Ok(_) => Exit::Errors,
        Err(error) => {
            ui.fail(&error.message, error.help.as_deref());
            Exit::Usage
        }
    }
}
