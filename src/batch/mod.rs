//! Renders many briefs in parallel, but only those that changed.
//!
//! `plan` decides which outputs are made from which brief, and where they are written. [`run`] renders them on all
//! processors, each of which has only one brief in memory at a time. `record` tracks which outputs are up to date.

pub mod depfile;
mod key;
mod plan;
mod record;

pub use key::BriefKey;
pub use plan::{Clash, Clashes, OutputFormat, OutputOptions, Shard, Task, plan, shard};

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use key::SharedKeys;
use record::{FolderRecord, OutputEntry};

use crate::diagnostic::{Diagnostic, Severity, has_errors};
use crate::digest::Digest;
use crate::error::Error;
use crate::library::FontLibrary;
use crate::pipeline::{self, Checked, Input, Rendered, Renderer};
use crate::release::{Withheld, compared_leak};
use crate::source::Sources;
use crate::world::{FileError, World};

/// The largest output that is compared, in bytes.
const LARGEST_OUTPUT: u64 = 1 << 30;

/// The options of a batch.
#[derive(Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
pub struct BatchOptions<'a> {
    /// Whether to use and update the record of outputs that are up to date.
    pub record: bool,
    /// Whether to render everything, whatever the record says.
    pub force: bool,
    /// Whether to write nothing, and only report which outputs are out of date.
    pub check: bool,
    /// Whether to continue with the other briefs when a file cannot be read or written.
    pub keep_going: bool,
    /// Whether to report the files that the outputs depend on.
    pub depends: bool,
    /// The number of threads; `None` for the number of processors.
    pub threads: Option<usize>,
    /// Returns the edition of a brief that its reader has seen.
    pub earlier: Option<&'a EarlierOf<'a>>,
}

/// Returns the edition of a brief that its reader has seen, as it is released to them, and the content that was removed
/// from it for the release.
pub type EarlierOf<'a> = dyn Fn(&Task) -> Result<(Checked, Option<Arc<Withheld>>), Failure> + Sync + 'a;

/// An error whose cause is not in the brief.
#[derive(Debug)]
#[non_exhaustive]
pub enum Failure {
    /// A file cannot be read.
    Read(Error),
    /// A template or font cannot be read.
    Load(Error),
    /// An output cannot be written.
    Write(FileError),
    /// The brief cannot be released to the readers in question.
    Release(Error),
    /// An output contains content that should have been removed: a bug in the program or in a template.
    Leak {
        /// The name of the brief.
        name: String,
        /// The name of the output in a sentence.
        output: &'static str,
    },
    /// The edition that the reader has seen has errors. The text is the name of that edition.
    EarlierEdition(Box<Checked>, String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(error) | Self::Load(error) | Self::Release(error) => error.fmt(f),
            Self::Write(error) => error.fmt(f),
            Self::Leak { name, output } => write!(f, "{name}: the {output} has words that the release withholds"),
            Self::EarlierEdition(_, name) => write!(f, "{name}: this edition has errors"),
        }
    }
}

impl std::error::Error for Failure {}

/// The outcome for one brief.
#[derive(Debug)]
#[non_exhaustive]
pub enum BatchOutcome {
    /// The file was found in a folder, and is not a brief.
    NoBrief,
    /// Its outputs were up to date.
    UpToDate,
    /// It was rendered.
    Rendered {
        /// The files that were written.
        outputs: Vec<PathBuf>,
        /// The number of pages, and the result of fitting the brief to them; `None` without a PDF.
        page: Option<(usize, crate::layout::FitSummary)>,
    },
    /// The brief or its template has errors. Nothing was written.
    HasErrors,
    /// There was another error. Nothing was written.
    Failed(Failure),
    /// Some outputs are out of date, each with its state. Only with [`BatchOptions::check`].
    Outdated(Vec<(PathBuf, OutputState)>),
    /// It was not started, since the batch had ended before.
    Left,
}

/// Why an output is not up to date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum OutputState {
    /// It does not exist.
    Missing,
    /// The brief, or something else that it is made from, has changed.
    Stale,
    /// It was changed after the program wrote it.
    Edited,
    /// It differs from what would be rendered now, and no record says whether it is stale or edited.
    Different,
    /// It cannot be read.
    Unreadable,
}

/// The result for one brief.
#[derive(Debug)]
#[non_exhaustive]
pub struct Report {
    /// Whether the brief was rendered, and if not, why.
    pub outcome: BatchOutcome,
    /// The template that was used; `None` when none was. The brief may choose another template than that of the task.
    pub template: Option<String>,
    /// The errors and warnings from rendering; for a brief with errors, all its diagnostics.
    pub diagnostics: Vec<Diagnostic>,
    /// The warnings about a brief without errors. They are for its author.
    pub warnings: Vec<Diagnostic>,
    /// The user's font families that are on the pages, each with the scripts that it was used for.
    pub families: BTreeMap<String, BTreeSet<String>>,
    /// Notes about the page.
    pub notes: Vec<Diagnostic>,
    /// How many records and fields a release removed; `None` when there was no release.
    pub withheld: Option<(usize, usize)>,
    /// The files that positions in diagnostics refer to.
    pub sources: Sources,
    /// The files that the outputs depend on, if anything was to be rendered.
    pub depends: Vec<PathBuf>,
}

impl Report {
    fn of(outcome: BatchOutcome) -> Self {
        Self {
            outcome,
            template: None,
            diagnostics: Vec::new(),
            warnings: Vec::new(),
            families: BTreeMap::new(),
            notes: Vec::new(),
            withheld: None,
            sources: Sources::default(),
            depends: Vec::new(),
        }
    }
}

/// Processes items on several threads, each of which has a state of its own. Passes each result to `report`, with the
/// index of its item, in no particular order. `new_state` makes the state of a thread, and `process` handles an item.
pub fn each<T: Sync, S, R>(
    items: &[T],
    threads: Option<usize>,
    new_state: impl Fn() -> S + Sync,
    process: impl Fn(&mut S, &T) -> R + Sync,
    report: impl Fn(usize, R) + Sync,
) {
    // For a single item, asking the system takes longer than a second thread would save.
    let all = || if items.len() > 1 { std::thread::available_parallelism().map_or(1, usize::from) } else { 1 };
    let threads = threads.unwrap_or_else(all);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut state = new_state();
        while let Some((at, item)) =
            Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|at| Some((at, items.get(at)?)))
        {
            report(at, process(&mut state, item));
        }
    };
    let work = &work;
    std::thread::scope(|scope| {
        // This thread processes items too, so that everything is done even if no other thread can be started.
        for _ in 1..threads.min(items.len()) {
            if std::thread::Builder::new().spawn_scoped(scope, work).is_err() {
                break;
            }
        }
        work();
    });
}

/// Processes items on several threads, each of which has a state of its own, and returns the results in the order of
/// the items. The number of threads is the same as for [`each`].
pub fn all_with<T: Sync, S, R: Send>(
    items: &[T],
    threads: Option<usize>,
    new_state: impl Fn() -> S + Sync,
    process: impl Fn(&mut S, &T) -> R + Sync,
) -> Vec<R> {
    let results: Mutex<Vec<(usize, R)>> = Mutex::new(Vec::with_capacity(items.len()));
    let report = |at, result| results.lock().unwrap_or_else(PoisonError::into_inner).push((at, result));
    each(items, threads, new_state, process, report);
    let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.sort_by_key(|(at, _)| *at);
    results.into_iter().map(|(_, result)| result).collect()
}

/// The same as [`all_with`], for threads without state.
pub fn all<T: Sync, R: Send>(items: &[T], threads: Option<usize>, process: impl Fn(&T) -> R + Sync) -> Vec<R> {
    all_with(items, threads, || (), |(), item| process(item))
}

/// The records of output folders, by folder. They are locked while a batch runs.
#[derive(Default)]
pub struct FolderRecords(HashMap<PathBuf, FolderRecord>);

impl FolderRecords {
    /// Reads the records of all folders that the tasks write to, if records are used.
    #[must_use]
    pub fn open(tasks: &[Task], how: BatchOptions<'_>, world: &dyn World) -> Self {
        let mut records = HashMap::new();
        let mut planned: HashMap<&PathBuf, Vec<String>> = HashMap::new();
        for task in tasks.iter().filter(|_| how.record && !how.check) {
            let outputs = task.formats.iter().map(|format| task.name_in_root(&task.output(*format)));
            planned.entry(&task.root).or_default().extend(outputs);
        }
        for task in tasks.iter().filter(|_| how.record) {
            if !records.contains_key(&task.root) {
                let record = if how.check {
                    FolderRecord::peek(&task.root, world)
                } else {
                    FolderRecord::open(&task.root, &planned.remove(&task.root).unwrap_or_default(), world)
                };
                records.insert(task.root.clone(), record);
            }
        }
        Self(records)
    }
}

/// The outputs that a batch wrote to the folders of some tasks, or to other folders, and whose briefs no longer exist,
/// sorted by path. Outputs that were edited since are not included.
#[must_use]
pub fn orphans(tasks: &[Task], others: &[PathBuf], world: &dyn World) -> Vec<PathBuf> {
    let roots: BTreeSet<&PathBuf> = tasks.iter().map(|task| &task.root).chain(others).collect();
    let planned: HashSet<PathBuf> =
        tasks.iter().flat_map(|task| task.formats.iter().map(|format| task.output(*format))).collect();
    let orphans = roots.into_iter().flat_map(|root| FolderRecord::peek(root, world).orphans(root, world));
    let mut orphans: Vec<_> = orphans.filter(|path| !planned.contains(path)).collect();
    orphans.sort();
    orphans.dedup();
    orphans
}

/// Renders everything that is out of date. Reports the result of each task as soon as it is known, from several threads
/// and in no particular order.
pub fn run(tasks: &[Task], how: BatchOptions<'_>, world: &dyn World, report: impl Fn(usize, Report) + Sync) {
    let records = FolderRecords::open(tasks, how, world);
    let (keys, library) = (SharedKeys::default(), FontLibrary::default());
    let ended = AtomicBool::new(false);
    each(
        tasks,
        how.threads,
        || Batch { keys: keys.clone(), ..Batch::new(how, world, &records, &library) },
        |maker, task| {
            if ended.load(Ordering::Relaxed) {
                return Report::of(BatchOutcome::Left);
            }
            let report = maker.make(task);
            let ends = match &report.outcome {
                // An invalid name, such as one that is too long, concerns only this brief, so the batch continues.
                BatchOutcome::Failed(Failure::Write(it)) => it.error.kind() != io::ErrorKind::InvalidFilename,
                outcome => matches!(outcome, BatchOutcome::Failed(Failure::Load(_))),
            };
            if ends && !how.keep_going {
                ended.store(true, Ordering::Relaxed);
            }
            report
        },
        report,
    );
}

/// The released brief of a task, with a task for it; `None` when there is no release, or when the task's brief is
/// released already.
fn released(task: &Task, input: &Input) -> Result<Option<(Task, Input)>, Failure> {
    let Some(release) = task.release.as_ref().filter(|_| task.withheld.is_none()) else { return Ok(None) };
    let released = pipeline::release(input, &task.project, release, None).map_err(Failure::Release)?;
    let task = Task { project: released.project, withheld: Some(released.withheld), ..task.clone() };
    Ok(Some((task, released.input)))
}

/// Checks that no output contains removed content. The first element of `taken_out` is the content removed from the
/// brief itself.
fn no_leak(task: &Task, rendered: &Rendered, taken_out: &[Arc<Withheld>]) -> Result<(), Failure> {
    let Some((own, others)) = taken_out.split_first() else { return Ok(()) };
    let mut proof = own.proof.clone();
    for other in others {
        proof = proof.with(&other.proof);
    }
    match pipeline::leak(rendered, &proof) {
        Some(leak) if !others.is_empty() && !leak.paths.is_empty() => {
            let shown = format!("{}: the {}, compared with an earlier edition,", task.name, leak.output);
            let Error { message, help } = compared_leak(&shown, &leak.paths);
            Err(Failure::Release(Error { message: format!("{message}; nothing written"), help }))
        }
        Some(leak) => Err(Failure::Leak { name: task.name.clone(), output: leak.output }),
        None => Ok(()),
    }
}

/// An output: its path and bytes.
pub type OutputFile = (PathBuf, Vec<u8>);

/// Renders one brief after another, with caches that are kept between them.
pub struct Batch<'a> {
    how: BatchOptions<'a>,
    world: &'a dyn World,
    records: &'a FolderRecords,
    keys: SharedKeys,
    renderer: Renderer<'a>,
}

impl<'a> Batch<'a> {
    /// A batch with empty caches. The caches are valid as long as templates and fonts do not change.
    #[must_use]
    pub fn new(
        how: BatchOptions<'a>,
        world: &'a dyn World,
        records: &'a FolderRecords,
        library: &'a FontLibrary,
    ) -> Self {
        Self { how, world, records, keys: SharedKeys::default(), renderer: Renderer::new(library) }
    }

    /// Reads a brief and makes its outputs.
    pub fn make(&mut self, task: &Task) -> Report {
        self.make_of(task, pipeline::read(&task.name, self.world))
    }

    /// Makes the outputs of a brief; `read` is the result of reading it.
    pub fn make_of(&mut self, task: &Task, read: Result<Input, Error>) -> Report {
        let made = read.map_err(Failure::Read).and_then(|input| self.try_make(task, input));
        made.unwrap_or_else(|failure| Report::of(BatchOutcome::Failed(failure)))
    }

    fn record(&self, task: &Task) -> Option<&'a FolderRecord> {
        self.records.0.get(&task.root)
    }

    fn try_make(&mut self, task: &Task, input: Input) -> Result<Report, Failure> {
        if !task.is_brief(&input.text, self.world) {
            return Ok(Report::of(BatchOutcome::NoBrief));
        }
        let original = input;
        let released = released(task, &original)?;
        let (task, input) = released.as_ref().map_or((task, original.clone()), |(task, input)| (task, input.clone()));
        let record = self.record(task);
        let key = if record.is_some() || self.how.depends {
            Some(self.keys.of(task, &input, self.world).map_err(Failure::Load)?)
        } else {
            None
        };
        if let (Some(record), Some(key)) = (record, &key)
            && !self.how.force
            // A check does not trust the record: somebody may have written one that matches the outputs.
            && !self.how.check
            && self.is_up_to_date(record, task, key, &input)
        {
            return Ok(Report {
                depends: self.depends(task, key, &original, &input),
                ..Report::of(BatchOutcome::UpToDate)
            });
        }
        let (mut report, outputs) = self.render(task, &input)?;
        if let Some(key) = &key {
            report.depends = self.depends(task, key, &original, &input);
        }
        let (BatchOutcome::Rendered { page, .. }, Some(outputs)) = (&mut report.outcome, outputs) else {
            return Ok(report);
        };
        if let Some((path, _)) = outputs.first().filter(|(path, _)| task.leads_out(path, self.world)) {
            let error = io::Error::other("a link on the way leads out of the folder of outputs");
            return Err(Failure::Write(FileError { path: path.clone(), error }));
        }
        if self.how.check {
            report.outcome = self.compared(task, &outputs, key.as_ref());
            return Ok(report);
        }
        self.world.write(&outputs).map_err(Failure::Write)?;
        if let (Some(record), Some(key)) = (record, &key) {
            let content = key.content(task, &input);
            let brief = task.brief_from_root(self.world);
            let entry =
                |bytes| OutputEntry { files: key.files, content, output: Digest::of(&[bytes]), brief: brief.clone() };
            let entries: Vec<_> = outputs.iter().map(|(path, bytes)| (task.name_in_root(path), entry(bytes))).collect();
            record.add(&entries, self.world);
        }
        let page = page.take();
        report.outcome = BatchOutcome::Rendered { outputs: outputs.into_iter().map(|(path, _)| path).collect(), page };
        Ok(report)
    }

    /// The files that the outputs depend on, if they were asked for. `released` is the brief that is printed.
    fn depends(&mut self, task: &Task, key: &BriefKey, input: &Input, released: &Input) -> Vec<PathBuf> {
        if !self.how.depends {
            return Vec::new();
        }
        // Without its private file, which no output may name.
        let open = Input::new(released.name.as_str(), released.text.as_str());
        let checked = pipeline::check(&open, &task.project);
        let pictures = self.renderer.picture_paths(checked, task.job(), self.world).unwrap_or_default();
        key.depends(task, input, pictures)
    }

    /// Renders one brief in memory. Returns the report, and the outputs if the brief has no errors.
    ///
    /// # Errors
    /// [`Failure`] when something cannot be read.
    pub fn render(&mut self, task: &Task, input: &Input) -> Result<(Report, Option<Vec<OutputFile>>), Failure> {
        if let Some((task, input)) = released(task, input)? {
            return self.render(&task, &input);
        }
        let mut checked = pipeline::check(input, &task.project);
        if let (Some(brief), Some(withheld)) = (&mut checked.brief, &task.withheld) {
            brief.withheld.clone_from(&withheld.shown);
        }
        // Warnings about the brief are for its author, who gets them from `check`. Here they are only counted.
        let warnings = checked.brief.as_ref().map(|_| std::mem::take(&mut checked.diagnostics)).unwrap_or_default();
        let mut taken_out: Vec<Arc<Withheld>> = task.withheld.iter().cloned().collect();
        let job = task.job();
        let rendered = if checked.brief.is_none() {
            None
        } else {
            match self.how.earlier {
                None => self.renderer.render(&mut checked, job, self.world),
                Some(earlier) => {
                    let (earlier, more) = earlier(task)?;
                    taken_out.extend(more);
                    self.renderer.since(&earlier, &mut checked, job, self.world)
                }
            }
            .map_err(Failure::Load)?
        };
        if let Some(rendered) = &rendered {
            no_leak(task, rendered, &taken_out)?;
        }
        let Checked { mut diagnostics, sources, brief, .. } = checked;
        let notes = diagnostics.extract_if(.., |it| it.severity == Severity::Note).collect();
        let withheld = task.withheld.as_ref().map(|it| it.counts());
        let mut report =
            Report { diagnostics, warnings, notes, withheld, sources, ..Report::of(BatchOutcome::HasErrors) };
        let Some(rendered) = rendered.filter(|_| !has_errors(&report.diagnostics)) else { return Ok((report, None)) };
        report.template = Some(rendered.template.clone());
        if report.diagnostics.is_empty() && report.warnings.is_empty() && report.notes.is_empty() {
            report.sources = Sources::default();
        }
        let mut outputs = Vec::new();
        if task.formats.contains(&OutputFormat::Md) {
            let with_front_matter = brief.filter(|_| task.project.front_matter);
            let text = with_front_matter.map(|brief| rendered.markdown_with_front_matter(&brief));
            let text = text.unwrap_or_else(|| rendered.markdown.clone());
            outputs.push((task.output(OutputFormat::Md), text.into_bytes()));
        }
        let Rendered { html, docx, pdf, .. } = rendered;
        if let Some(html) = html {
            outputs.push((task.output(OutputFormat::Html), html.into_bytes()));
        }
        if let Some(docx) = docx {
            outputs.push((task.output(OutputFormat::Docx), docx));
        }
        let mut page = None;
        if let Some(pdf) = pdf {
            page = Some((pdf.pages.pages.len(), pdf.fit));
            report.families = pdf.families;
            outputs.push((task.output(OutputFormat::Pdf), pdf.bytes));
        }
        report.outcome = BatchOutcome::Rendered { outputs: Vec::new(), page };
        Ok((report, Some(outputs)))
    }

    /// Whether the outputs are those in the record, and were made from the current files.
    fn is_up_to_date(&self, record: &FolderRecord, task: &Task, key: &BriefKey, input: &Input) -> bool {
        let mut known = Vec::new();
        for format in &task.formats {
            let path = task.output(*format);
            let name = task.name_in_root(&path);
            let Some(entry) = record.get(&name).cloned() else { return false };
            known.push((path, name, entry));
        }
        let same_files = known.iter().all(|(.., entry)| entry.files == key.files);
        // The change of a shared file may be in records that this brief does not name.
        if !same_files
            && (!key.has_shared() || !known.iter().all(|(.., entry)| entry.content == key.content(task, input)))
        {
            return false;
        }
        let unchanged = known.iter().all(|(path, _, entry)| {
            self.world.read(path, LARGEST_OUTPUT).is_ok_and(|bytes| Digest::of(&[&bytes]) == entry.output)
        });
        if unchanged && !same_files {
            let renewed: Vec<_> =
                known.into_iter().map(|(_, name, entry)| (name, OutputEntry { files: key.files, ..entry })).collect();
            record.add(&renewed, self.world);
        }
        unchanged
    }

    /// The outputs that differ from what would be rendered now. The bytes decide; the record only explains the
    /// difference.
    fn compared(&self, task: &Task, outputs: &[OutputFile], key: Option<&BriefKey>) -> BatchOutcome {
        let mut outdated = Vec::new();
        for (path, wanted) in outputs {
            match self.world.read(path, LARGEST_OUTPUT) {
                Ok(found) if found == *wanted => {}
                Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                    outdated.push((path.clone(), OutputState::Missing));
                }
                Err(_) => outdated.push((path.clone(), OutputState::Unreadable)),
                Ok(_) => {
                    let entry = self.record(task).and_then(|record| record.get(&task.name_in_root(path)));
                    // It was rendered from the current files but differs, so it was edited.
                    let state = match (entry, key) {
                        (Some(entry), Some(key)) if entry.files == key.files => OutputState::Edited,
                        (Some(_), _) => OutputState::Stale,
                        (None, _) => OutputState::Different,
                    };
                    outdated.push((path.clone(), state));
                }
            }
        }
        if outdated.is_empty() { BatchOutcome::UpToDate } else { BatchOutcome::Outdated(outdated) }
    }
}
