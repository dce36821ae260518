//! `brief render`

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::batch::{
    self, Batch, BatchOptions, Clash, Failure, Format, Outcome, OutputOptions, Records, Report, Shard, State, Task,
    depfile,
};
use crate::cli::shared::edition::Place;
use crate::cli::shared::files::{self, Named};
use crate::cli::shared::project_cache::ProjectCache;
use crate::cli::shared::{Exit, Ui, project_cache, ui};
use crate::diagnostic::render;
use crate::library::FontLibrary;
use crate::pipeline::{self, Checked, ReadError};
use crate::project::FILE;
use crate::world::World;

/// Render briefs as Markdown and PDF.
///
/// Many files, a folder, or without any the project (`briefing.toml`) are a batch: what is up to date stays as it is, and
/// one brief with errors does not stop the others.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(in crate::cli) struct Args {
    /// Briefs, and folders of them; `-` is standard input. Without any, the briefs of the project.
    #[arg(value_name = "FILE or FOLDER")]
    files: Vec<String>,

    #[command(flatten)]
    wish: WishArgs,

    /// For the reader of an earlier edition: list and mark what changed since. A version that git keeps, REV:PATH, or a
    /// file.
    #[arg(long, value_name = "VERSION", conflicts_with_all = ["check", "depfile"])]
    since: Option<String>,

    /// Write nothing; name every output that is stale, missing or edited by hand, and end with exit code 1 when one is.
    #[arg(long, conflicts_with_all = ["force", "depfile"])]
    check: bool,

    /// In a batch: render what is up to date, too.
    #[arg(long)]
    force: bool,

    /// In a batch: go on when a template or font cannot be read or an output cannot be written. A brief with errors, or one
    /// that cannot be read, never stops the others.
    #[arg(long)]
    keep_going: bool,

    /// Only the K-th of N parts of the batch, for N machines; the parts are of equal size and stay the same.
    #[arg(long, value_name = "K/N", value_parser = shard)]
    shard: Option<Shard>,

    /// Write what each output depends on, as rules for make and ninja; `-` is standard output.
    #[arg(long, value_name = "FILE")]
    depfile: Option<PathBuf>,

    /// How many briefs are rendered at once; without it, as many as there are processors.
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,

    #[command(flatten)]
    house: project_cache::Args,

    /// Say what was written and how the page was made to fit.
    #[arg(short, long)]
    verbose: bool,
}

/// The options that say what is to be made, and where; without them, what the project says.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct WishArgs {
    /// The folder for the files; without it they stand beside the brief.
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,

    /// What to write: md, pdf, or both.
    #[arg(long, value_delimiter = ',', value_name = "FORMAT", value_parser = format)]
    to: Option<Vec<Format>>,

    /// A built-in template, or the folder of one's own; without it, one-page.
    #[arg(long, value_name = "NAME or FOLDER")]
    template: Option<String>,

    /// A folder with fonts (TTF, OTF, TTC) for the scripts that the program's own fonts lack.
    #[arg(long, value_name = "DIR")]
    fonts: Option<PathBuf>,
}

impl WishArgs {
    pub(in crate::cli) fn wish(&self) -> OutputOptions {
        OutputOptions {
            output: self.output.clone(),
            template: self.template.clone(),
            fonts: self.fonts.clone(),
            to: self.to.clone(),
        }
    }
}

fn format(text: &str) -> Result<Format, String> {
    Format::of(text).ok_or_else(|| "the formats are md and pdf".to_owned())
}

fn shard(text: &str) -> Result<Shard, String> {
    Shard::read(text).ok_or_else(|| "write K/N, the K-th of N parts, as in 2/5".to_owned())
}

pub(in crate::cli) fn run(args: &Args, world: &dyn World, ui: &Ui) -> Exit {
    if let Err((message, help)) = args.usage(ui) {
        ui.fail(message, Some(help));
        return Exit::Usage;
    }
    let Some(mut house) = args.house.house(ui) else { return Exit::Usage };
    let Some((tasks, exit)) = tasks(&args.files, &args.wish.wish(), &mut house, world, ui) else {
        return Exit::Usage;
    };
    let earlier = |task: &Task| args.earlier(task, world);
    let how = BatchOptions {
        record: false,
        force: args.force,
        check: args.check,
        keep_going: args.keep_going,
        depends: args.depfile.is_some(),
        threads: args.jobs.map(usize::from),
        earlier: args.since.as_ref().map(|_| &earlier as _),
    };
    if let [task] = &tasks[..]
        && task.name == "-"
        && args.wish.output.is_none()
    {
        return exit.max(to_standard_output(task, how, world, ui));
    }
    let tasks = match batch::plan(tasks, world) {
        Ok(tasks) => tasks,
        Err(clashes) => {
            self::clashes(&clashes, ui);
            return Exit::Usage;
        }
    };
    // One brief that is named is rendered whenever it is asked for.
    let is_batch =
        tasks.len() > 1 || args.files.is_empty() || args.shard.is_some() || files::has_folder(&args.files, world);
    let tasks = match args.shard {
        Some(part) => batch::shard(tasks, part, world),
        None => tasks,
    };
    let how = BatchOptions { record: (is_batch || args.check) && args.since.is_none(), ..how };
    let told = Mutex::new(Told::new(&tasks, args.verbose, is_batch, ui));
    batch::run(&tasks, how, world, |at, report| {
        told.lock().unwrap_or_else(PoisonError::into_inner).take(at, report);
    });
    let told = told.into_inner().unwrap_or_else(PoisonError::into_inner);
    let (ended, rules) = told.end();
    let mut exit = exit.max(ended);
    if args.depfile.as_deref() == Some(Path::new("-")) {
        ui.result(rules.as_bytes());
    } else if let Some(path) = &args.depfile
        && let Err((path, error)) = world.write(&[(path.clone(), rules.into_bytes())])
    {
        ui.cannot_write(&path, &error);
        exit = Exit::Usage;
    }
    exit
}

/// The tasks of a command line: those of the files and folders that it names, or else of the project.
pub(in crate::cli) fn tasks(
    names: &[String],
    wish: &OutputOptions,
    house: &mut ProjectCache<'_>,
    world: &dyn World,
    ui: &Ui,
) -> Option<(Vec<Task>, Exit)> {
    let (inputs, mut exit) = if names.is_empty() {
        let project = house.project("-", world, ui)?;
        let Some(of_project) = &project.folder else {
            ui.fail(
                "there is no project here: no folder from here upwards has a briefing.toml",
                Some("name briefs or folders of them, or see docs/projects.md"),
            );
            return None;
        };
        let mut found = Vec::new();
        let help = format!("{} names it as one of the folders of briefs", of_project.join(FILE).display());
        let exits = project.briefs.iter().map(|folder| files::in_folder(folder, Some(&help), world, ui, &mut found));
        let exit = exits.max().unwrap_or(Exit::Done);
        (found, exit)
    } else {
        files::named(names, world, ui)
    };
    let mut tasks = Vec::with_capacity(inputs.len());
    for Named { name, folder } in inputs {
        match house.project(&name, world, ui) {
            Some(project) => tasks.push(Task::new(&name, folder.as_deref(), &project, wish, world)),
            None => exit = exit.max(Exit::Usage),
        }
    }
    Some((tasks, exit))
}

/// Tells which briefs would write over each other's outputs.
pub(in crate::cli) fn clashes(clashes: &[Clash], ui: &Ui) {
    for Clash { names: [one, other], target } in clashes {
        let message = format!("{one} and {other} would both be written to {}", target.display());
        ui.fail(&message, Some("render them into different folders, or rename one"));
    }
}

impl Args {
    /// What cannot be done as it was asked for.
    fn usage(&self, ui: &Ui) -> Result<(), (&'static str, &'static str)> {
        let WishArgs { output, to, .. } = &self.wish;
        if output.is_some() || self.files.iter().all(|file| file != "-") {
            return Ok(());
        }
        if self.files.len() > 1 || self.check || self.depfile.is_some() {
            return Err(("what comes from standard input goes to standard output", "name a folder (--output DIR)"));
        }
        match to.as_deref() {
            Some([Format::Pdf]) if ui.shows_results() => {
                Err(("a PDF is not for a terminal", "name a folder (--output DIR) or redirect the output to a file"))
            }
            Some([_]) => Ok(()),
            _ => Err((
                "two formats cannot both go to standard output",
                "choose one (--to md) or a folder (--output DIR)",
            )),
        }
    }

    /// The edition that the reader has seen.
    fn earlier(&self, task: &Task, world: &dyn World) -> Result<Checked, Failure> {
        let since = self.since.as_deref().unwrap_or_default();
        let place = match Place::of(since, world) {
            // Not a file, and no path in it: a version of this file.
            Place::File(name) if world.kind(Path::new(&name)).is_err() => {
                Place::EarlierEdition { revision: name, file: task.name.clone() }
            }
            place => place,
        };
        let input = place.read(world).map_err(Failure::Read)?;
        let project = place.project(&input, &task.project).map_err(Failure::Read)?;
        let earlier = pipeline::check(&input, &project);
        if earlier.brief.is_none() {
            return Err(Failure::EarlierEdition(Box::new(earlier), input.name));
        }
        Ok(earlier)
    }
}

fn to_standard_output(task: &Task, how: BatchOptions<'_>, world: &dyn World, ui: &Ui) -> Exit {
    let (records, library) = (Records::default(), FontLibrary::default());
    let input = pipeline::read(&task.name, world).map_err(Failure::Read);
    match input.and_then(|input| Batch::new(how, world, &records, &library).render(task, &input)) {
        Ok((report, outputs)) => {
            let name = "standard input";
            ui.diagnostics(&report.diagnostics, &report.sources);
            warnings(name, &report, ui);
            let Some(outputs) = outputs else {
                ui.say(&format!("{name}: nothing written"));
                return Exit::Faults;
            };
            outputs.iter().for_each(|(_, bytes)| ui.result(bytes));
            Exit::Done
        }
        Err(failure) => failed(&failure, ui),
    }
}

/// Counts the warnings, which are for the author.
pub(in crate::cli) fn warnings(name: &str, report: &Report, ui: &Ui) {
    if !report.warnings.is_empty() {
        ui.say(&format!("{name}: {}; `brief check` shows them", render::summary(&report.warnings)));
    }
}

/// Says why something could not be done.
pub(in crate::cli) fn failed(failure: &Failure, ui: &Ui) -> Exit {
    match failure {
        Failure::Read(ReadError { message, help }) => ui.fail(message, help.as_deref()),
        Failure::Load(error) => ui.fail(&error.message, error.help.as_deref()),
        Failure::Write(path, error) => ui.cannot_write(path, error),
        Failure::EarlierEdition(checked, name) => {
            ui.diagnostics(&checked.diagnostics, &checked.sources);
            ui.fail(
                &format!("{name}: what changed since cannot be told, for that edition has errors; nothing written"),
                Some("name another edition, or compare what can be read: brief diff"),
            );
        }
    }
    Exit::Usage
}

/// What was written, and how the page was made to fit.
pub(in crate::cli) fn wrote(outputs: &[PathBuf], page: Option<&(usize, crate::layout::FitSummary)>) -> String {
    let names: Vec<_> = outputs.iter().map(|path| path.display().to_string()).collect();
    let choice = page.map_or_else(String::new, |(pages, choice)| {
        let pages = if *pages == 1 { "1 page".to_owned() } else { format!("{pages} pages") };
        format!(" ({pages}; {choice})")
    });
    format!("wrote {}{choice}", names.join(" and "))
}

/// Tells what came of the tasks, in their order and while the batch runs.
struct Told<'a> {
    tasks: &'a [Task],
    verbose: bool,
    is_batch: bool,
    ui: &'a Ui,
    progress: ui::Progress,
    /// What has come before its turn.
    early: BTreeMap<usize, Report>,
    next: usize,
    /// The faults of templates that have been told: many briefs meet the same.
    known: HashSet<String>,
    exit: Exit,
    rules: String,
    counts: Counts,
}

/// How many briefs came to what.
#[derive(Default)]
struct Counts {
    rendered: usize,
    up_to_date: usize,
    faulty: usize,
    failed: usize,
    outdated: usize,
    left: usize,
    warned: usize,
}

impl<'a> Told<'a> {
    fn new(tasks: &'a [Task], verbose: bool, is_batch: bool, ui: &'a Ui) -> Self {
        Self {
            tasks,
            verbose,
            is_batch,
            ui,
            progress: ui.progress("rendering"),
            early: BTreeMap::new(),
            next: 0,
            known: HashSet::new(),
            exit: Exit::Done,
            rules: String::new(),
            counts: Counts::default(),
        }
    }

    fn take(&mut self, at: usize, report: Report) {
        self.early.insert(at, report);
        while let Some(report) = self.early.remove(&self.next) {
            let task = &self.tasks[self.next];
            self.next += 1;
            let exit = self.tell(task, &report);
            self.exit = self.exit.max(exit);
        }
        if self.is_batch {
            self.progress.at(self.next + self.early.len(), self.tasks.len());
        }
    }

    fn tell(&mut self, task: &Task, report: &Report) -> Exit {
        let (ui, counts, known) = (self.ui, &mut self.counts, &mut self.known);
        let name = if task.name == "-" { "standard input" } else { &task.name };
        if !report.depends.is_empty() {
            let outputs: Vec<_> = task.formats.iter().map(|format| task.output(*format)).collect();
            self.rules.push_str(&depfile::rule(&outputs, &report.depends));
        }
        let mut lines = || {
            let new = report.diagnostics.iter().filter(|fault| {
                let Some(label) = &fault.primary else { return true };
                let file = report.sources.file(label.span.file).name.as_str();
                // What a brief uses is wrong in each brief in its own way; a template is wrong once.
                file == name
                    || task
                        .project
                        .shared
                        .as_ref()
                        .is_some_and(|shared| shared.all().any(|(_, it)| it.source.name == file))
                    || known.insert(format!("{file} {:?} {}", label.span, fault.message))
            });
            ui.diagnostics(&new.cloned().collect::<Vec<_>>(), &report.sources);
            if self.is_batch {
                counts.warned += usize::from(!report.warnings.is_empty());
            } else {
                warnings(name, report, ui);
            }
            match &report.outcome {
                Outcome::NoBrief if task.found => Exit::Done,
                Outcome::NoBrief => {
                    let message = format!("{name} is a file of shared records, which have no page of their own");
                    ui.fail(&message, Some("render the briefs that use it"));
                    Exit::Usage
                }
                Outcome::UpToDate => {
                    counts.up_to_date += 1;
                    Exit::Done
                }
                Outcome::Rendered { outputs, page } => {
                    counts.rendered += 1;
                    if self.verbose {
                        ui.say(&wrote(outputs, page.as_ref()));
                    }
                    Exit::Done
                }
                Outcome::Faulty => {
                    counts.faulty += 1;
                    ui.say(&format!("{name}: nothing written"));
                    Exit::Faults
                }
                Outcome::Failed(failure) => {
                    counts.failed += 1;
                    // A template that cannot be read is told once, as its faults are.
                    match failure {
                        Failure::Load(error) if !known.insert(error.message.clone()) => Exit::Usage,
                        _ => failed(failure, ui),
                    }
                }
                Outcome::Outdated(outputs) => {
                    counts.outdated += 1;
                    for (path, state) in outputs {
                        let state = match state {
                            State::Missing => "missing",
                            State::Stale => "stale: the brief or what it is made with has changed",
                            State::Edited => "edited by hand",
                            State::Different => "stale or edited by hand; no record says which",
                            State::Unreadable => "cannot be read",
                        };
                        ui.say(&format!("{}: {state}", path.display()));
                    }
                    Exit::Faults
                }
                Outcome::Left => {
                    counts.left += 1;
                    Exit::Usage
                }
            }
        };
        // A line that nobody is told of need not part the bar.
        if matches!(report.outcome, Outcome::UpToDate | Outcome::Left)
            || matches!(report.outcome, Outcome::NoBrief) && task.found
            || matches!(report.outcome, Outcome::Rendered { .. })
                && report.diagnostics.is_empty()
                && (self.is_batch || report.warnings.is_empty())
                && !self.verbose
        {
            lines()
        } else {
            self.progress.aside(lines)
        }
    }

    /// Ends the telling: the exit code, and the rules of what depends on what.
    fn end(self) -> (Exit, String) {
        self.progress.end();
        if self.is_batch {
            self.ui.say(&self.counts.summary());
            if self.counts.left > 0 {
                self.ui.say("the batch has ended where something could not be read or written; --keep-going goes on");
            }
        }
        (self.exit, self.rules)
    }
}

impl Counts {
    fn summary(&self) -> String {
        let parts = [
            (self.rendered, "rendered"),
            (self.up_to_date, "up to date"),
            (self.outdated, "not up to date"),
            (self.faulty, "with errors"),
            (self.failed, "failed"),
            (self.left, "not begun"),
        ];
        let count: usize = parts.iter().map(|(count, _)| count).sum();
        let parts: Vec<_> =
            parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
        let briefs = if count == 1 { "1 brief".to_owned() } else { format!("{count} briefs") };
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
