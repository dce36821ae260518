//! `brief render`

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::batch::{self, Batch, BatchOptions, Failure, Format, Outcome, Records, Report, Shard, State, Task, depfile};
use crate::cli::shared::edition::EditionRef;
use crate::cli::shared::files;
use crate::cli::shared::outcome::{failed, warnings, wrote};
use crate::cli::shared::tasks::{Destination, OutputArgs, report_clashes, tasks};
use crate::cli::shared::{Exit, Ui, output, project_cache, ui};
use crate::library::FontLibrary;
use crate::pipeline::{self, Checked, STANDARD_INPUT};
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
    output: OutputArgs,

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
    severities: project_cache::SeverityArgs,

    /// In a batch: also say what was written of each brief and how its page was fitted.
    #[arg(short, long)]
    verbose: bool,
}

fn shard(text: &str) -> Result<Shard, String> {
    Shard::read(text).ok_or_else(|| "write K/N, the K-th of N parts, as in 2/5".to_owned())
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
    let Some((tasks, exit)) = tasks(&args.files, options, &mut projects, world, ui) else { return Exit::Usage };
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
    if let Destination::Stream(path, _) = destination {
        return tasks.iter().map(|task| to_stream(task, path, how, world, ui)).fold(exit, Exit::max);
    }
    let tasks = match batch::plan(tasks, world) {
        Ok(tasks) => tasks,
        Err(clashes) => {
            report_clashes(&clashes, ui);
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
    if let Some(path) = &args.depfile {
        exit = exit.max(output::write(Some(path), rules.into_bytes(), world, ui));
    }
    exit
}

impl Args {
    /// Where the outputs go, or why they cannot go there as the options say.
    fn destination(&self, world: &dyn World, ui: &Ui) -> Result<Destination<'_>, (String, &'static str)> {
        let destination = self.output.destination(&self.files, world)?;
        if let Destination::Stream(path, options) = &destination {
            if self.check || self.depfile.is_some() {
                let help = "name a folder (--output DIR)";
                return Err(("--check and --depfile are for outputs that are files".into(), help));
            }
            if path.is_none() && options.to.as_deref() == Some(&[Format::Pdf]) && ui.shows_results() {
                let help = "name a file (-o brief.pdf), or redirect the output to one";
                return Err(("a PDF is not for a terminal".into(), help));
            }
        }
        Ok(destination)
    }

    /// The edition that the reader has seen.
    fn earlier(&self, task: &Task, world: &dyn World) -> Result<Checked, Failure> {
        let since = self.since.as_deref().unwrap_or_default();
        let place = match EditionRef::of(since, world) {
            // Not a file, and no path in it: a version of this file.
            EditionRef::File(name) if world.kind(Path::new(&name)).is_err() => {
                EditionRef::EarlierEdition { revision: name, file: task.name.clone() }
            }
            place => place,
        };
        let input = place.read(world).map_err(Failure::Read)?;
        let earlier = pipeline::check(&input, &task.project);
        if earlier.brief.is_none() {
            return Err(Failure::EarlierEdition(Box::new(earlier), input.name));
        }
        Ok(earlier)
    }
}

/// Renders one brief in one format, and writes it to standard output, or to a pipe or a device.
fn to_stream(task: &Task, path: Option<&Path>, how: BatchOptions<'_>, world: &dyn World, ui: &Ui) -> Exit {
    let (records, library) = (Records::default(), FontLibrary::default());
    let input = pipeline::read(&task.name, world).map_err(Failure::Read);
    match input.and_then(|input| Batch::new(how, world, &records, &library).render(task, &input)) {
        Ok((report, outputs)) => {
            let name = if task.name == "-" { STANDARD_INPUT } else { &task.name };
            ui.diagnostics(&report.diagnostics, &report.sources);
            warnings(name, &report, ui);
            let Some(outputs) = outputs else {
                ui.say(&format!("{name}: nothing written"));
                return Exit::Faults;
            };
            let written = outputs.into_iter().map(|(_, bytes)| output::write(path, bytes, world, ui));
            written.max().unwrap_or(Exit::Done)
        }
        Err(failure) => failed(&failure, ui),
    }
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
                    if self.verbose || !self.is_batch {
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
                        ui.show(&format!("{}: {state}", path.display()));
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
                && self.is_batch
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
