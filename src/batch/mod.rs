//! Many briefs, rendered at once, only where something changed.
//!
//! `plan` says what is to be made of which brief and where it goes; [`run`] does it on all processors, one brief at a time
//! on each, so that memory does not grow with their number; `record` knows what is up to date.

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

/// How large an output may be, in bytes, when it is compared.
const LARGEST_OUTPUT: u64 = 1 << 30;

/// The options of a batch.
#[derive(Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
pub struct BatchOptions<'a> {
    /// Whether the record of what is up to date is kept and used.
    pub record: bool,
    /// Whether all is made again, whatever the record says.
    pub force: bool,
    /// Whether nothing is written, and what is out of date is reported.
    pub check: bool,
    /// Whether the batch goes on when something cannot be read or written.
    pub keep_going: bool,
    /// Whether to report the files that the outputs depend on.
    pub depends: bool,
    /// The number of threads; as many as there are processors when it is `None`.
    pub threads: Option<usize>,
    /// Returns the edition that the reader of a brief has seen.
    pub earlier: Option<&'a EarlierOf<'a>>,
}

/// Returns the edition of a brief that its reader has seen, by the brief's name, as it is released to them; and what
/// was taken out of it for that.
pub type EarlierOf<'a> = dyn Fn(&Task) -> Result<(Checked, Option<Arc<Withheld>>), Failure> + Sync + 'a;

/// Why something could not be done that has nothing to do with what the brief says.
#[derive(Debug)]
#[non_exhaustive]
pub enum Failure {
    /// A file cannot be read.
    Read(Error),
    /// A template or font cannot be read.
    Load(Error),
    /// An output cannot be written.
    Write(FileError),
    /// It cannot be released to those for whom it is asked.
    Release(Error),
    /// An output has words that were to be taken out: an error of the program or of a template.
    Leak {
        /// The name of the brief.
        name: String,
        /// The output, in a sentence.
        output: &'static str,
    },
    /// The edition that the reader has seen has errors.
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
    /// It was found in a folder and is not a brief.
    NoBrief,
    /// Its outputs were up to date.
    UpToDate,
    /// It was rendered.
    Rendered {
        /// What was written.
        outputs: Vec<PathBuf>,
        /// The number of pages, and how the page was made to fit; `None` without a PDF.
        page: Option<(usize, crate::layout::FitSummary)>,
    },
    /// It, or its template, has errors. Nothing was written.
    HasErrors,
    /// Something else prevented it. Nothing was written.
    Failed(Failure),
    /// Its outputs are not what they should be, each for its reason. Only where nothing is to be written.
    Outdated(Vec<(PathBuf, OutputState)>),
    /// It was not begun, since the batch had ended.
    Left,
}

/// The state of an output that is not up to date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum OutputState {
    /// It is not there.
    Missing,
    /// The brief, or something that it is made with, has changed since.
    Stale,
    /// It is not what the program wrote.
    Edited,
    /// It is not what would be rendered now, and no record says why: stale, or edited by hand.
    Different,
    /// It cannot be read.
    Unreadable,
}

/// The result for one brief.
#[derive(Debug)]
#[non_exhaustive]
pub struct Report {
    /// Whether it was rendered, and if not, why.
    pub outcome: BatchOutcome,
    /// The template that was printed; `None` where none was, since a brief may choose another than the task names.
    pub template: Option<String>,
    /// What is wrong on the way to the page; in a brief with errors, all that is wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// The warnings about a brief without errors, which are for its author.
    pub warnings: Vec<Diagnostic>,
    /// The families of fonts of the user that are on its pages, each with the scripts that it was taken for.
    pub families: BTreeMap<String, BTreeSet<String>>,
    /// Notices about its page.
    pub notes: Vec<Diagnostic>,
    /// How many records and fields a release took out; `None` without one.
    pub withheld: Option<(usize, usize)>,
    /// What the places of diagnostics are in.
    pub sources: Sources,
    /// The files that the outputs depend on, when something was to be made.
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

/// Does the same with each item on several threads, each of which has something of its own, and passes the results to
/// `report`, in no particular order, with the places of their items.
pub fn each<T: Sync, O, R>(
    items: &[T],
    threads: Option<usize>,
    own: impl Fn() -> O + Sync,
    one: impl Fn(&mut O, &T) -> R + Sync,
    report: impl Fn(usize, R) + Sync,
) {
    // Asking the system takes longer than a second thread would save for one item.
    let all = || if items.len() > 1 { std::thread::available_parallelism().map_or(1, usize::from) } else { 1 };
    let threads = threads.unwrap_or_else(all);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut own = own();
        while let Some((at, item)) =
            Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|at| Some((at, items.get(at)?)))
        {
            report(at, one(&mut own, item));
        }
    };
    let work = &work;
    std::thread::scope(|scope| {
        // This thread works, too, so that everything is done even where no other can be had.
        for _ in 1..threads.min(items.len()) {
            if std::thread::Builder::new().spawn_scoped(scope, work).is_err() {
                break;
            }
        }
        work();
    });
}

/// Does the same with each item on several threads, each of which has something of its own, and returns the results in
/// the order of the items. The number of threads is as for [`each`].
pub fn all_with<T: Sync, O, R: Send>(
    items: &[T],
    threads: Option<usize>,
    own: impl Fn() -> O + Sync,
    one: impl Fn(&mut O, &T) -> R + Sync,
) -> Vec<R> {
    let results: Mutex<Vec<(usize, R)>> = Mutex::new(Vec::with_capacity(items.len()));
    let report = |at, result| results.lock().unwrap_or_else(PoisonError::into_inner).push((at, result));
    each(items, threads, own, one, report);
    let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.sort_by_key(|(at, _)| *at);
    results.into_iter().map(|(_, result)| result).collect()
}

/// The same, with nothing of a thread's own.
pub fn all<T: Sync, R: Send>(items: &[T], threads: Option<usize>, one: impl Fn(&T) -> R + Sync) -> Vec<R> {
    all_with(items, threads, || (), |(), item| one(item))
}

/// The records of the folders of outputs, by folder. Held while a batch runs.
#[derive(Default)]
pub struct FolderRecords(HashMap<PathBuf, FolderRecord>);

impl FolderRecords {
    /// Reads the records of all folders that the tasks write to, where they are kept and used.
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

/// The outputs in the folders of some tasks, and in other folders, that a batch has written and whose briefs are gone,
/// sorted by path. What somebody has edited since is not among them.
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

/// Renders what is out of date, and reports the result of each task as soon as it is known, from several threads and in no
/// particular order.
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
                // That a name is too long, or of no use, is a matter of this brief alone.
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

/// The brief of a task as it is released, with the task for it; `None` when it is for everybody, or released already.
fn released(task: &Task, input: &Input) -> Result<Option<(Task, Input)>, Failure> {
    let Some(release) = task.release.as_ref().filter(|_| task.withheld.is_none()) else { return Ok(None) };
    let released = pipeline::release(input, &task.project, release, None).map_err(Failure::Release)?;
    let task = Task { project: released.project, withheld: Some(released.withheld), ..task.clone() };
    Ok(Some((task, released.input)))
}

/// Proves that no output has what was taken out. `taken_out` begins with what was taken out of the brief itself.
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

/// Makes one brief after the other, with what it has learned from those before.
pub struct Batch<'a> {
    how: BatchOptions<'a>,
    world: &'a dyn World,
    records: &'a FolderRecords,
    keys: SharedKeys,
    renderer: Renderer<'a>,
}

impl<'a> Batch<'a> {
    /// Begins. What it learns of templates and fonts holds as long as they do not change.
    #[must_use]
    pub fn new(
        how: BatchOptions<'a>,
        world: &'a dyn World,
        records: &'a FolderRecords,
        library: &'a FontLibrary,
    ) -> Self {
        Self { how, world, records, keys: SharedKeys::default(), renderer: Renderer::new(library) }
    }

    /// Makes what is to be made of a brief, which is read first.
    pub fn make(&mut self, task: &Task) -> Report {
        self.make_of(task, pipeline::read(&task.name, self.world))
    }

    /// Makes what is to be made of a brief that has been read, or could not be.
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
            // A check believes no record: somebody may have written one to fit the outputs.
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

    /// The files that the outputs depend on, if asked for. `released` is what is printed of the brief.
    fn depends(&mut self, task: &Task, key: &BriefKey, input: &Input, released: &Input) -> Vec<PathBuf> {
        if !self.how.depends {
            return Vec::new();
        }
        // Without its private file, which nothing names.
        let open = Input::new(released.name.as_str(), released.text.as_str());
        let checked = pipeline::check(&open, &task.project);
        let pictures = self.renderer.picture_paths(checked, task.job(), self.world).unwrap_or_default();
        key.depends(task, input, pictures)
    }

    /// Renders one brief in memory: gives what to report, and the outputs of a brief without errors.
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
        // Warnings about the brief are for its author, who asks with `check`. Here they are counted.
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

    /// Whether the outputs are what the record says, made from what is there now.
    fn is_up_to_date(&self, record: &FolderRecord, task: &Task, key: &BriefKey, input: &Input) -> bool {
        let mut known = Vec::new();
        for format in &task.formats {
            let path = task.output(*format);
            let name = task.name_in_root(&path);
            let Some(entry) = record.get(&name).cloned() else { return false };
            known.push((path, name, entry));
        }
        let same_files = known.iter().all(|(.., entry)| entry.files == key.files);
        // A shared file may have changed in what this brief does not name.
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

    /// What is not as it would be rendered now. The bytes decide; the record only says why they differ.
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
                    // Rendered from what is there now, and not what it was then: somebody else wrote it.
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
