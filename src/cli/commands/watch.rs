//! `brief watch`

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::batch::{self, Batch, BatchOptions, BatchOutcome, FolderRecords, Report, Task};
use crate::cli::shared::files::{FileOrigin, is_folder};
use crate::cli::shared::noun::count;
use crate::cli::shared::outcome::failed;
use crate::cli::shared::project_cache::ProjectCache;
use crate::cli::shared::tasks::{Destination, OutputArgs, Selected, report_clashes, tasks};
use crate::cli::shared::{Exit, Ui, project_cache};
use crate::diagnostic::render::summary;
use crate::error::Error;
use crate::library::FontLibrary;
use crate::picture;
use crate::pipeline::{self, Input};
use crate::project::{self, FILE};
use crate::watch::{FileChange, Watch};
use crate::world::{PathKind, World};

/// Render briefs again whenever they are saved.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Shared records, templates, styles and fonts are watched, too. While a brief has
errors, its last good page stays. Press Ctrl-C to stop.")]
pub(in crate::cli) struct Args {
    /// Briefs, or folders of briefs [default: the project, or the current folder].
    #[arg(value_name = "FILE or FOLDER")]
    files: Vec<String>,

    #[command(flatten)]
    output: OutputArgs,

    #[command(flatten)]
    severities: project_cache::SeverityArgs,
}

/// How long a file must be left alone before its errors are reported: some programs save in several steps.
const PATIENCE: Duration = Duration::from_millis(60);
/// From this many briefs on, they are rendered on several threads.
const MANY: usize = 4;
/// How briefs are rendered.
const OPTIONS: BatchOptions<'_> = BatchOptions {
    record: true,
    force: false,
    check: false,
    keep_going: true,
    depends: false,
    threads: None,
    earlier: None,
};

pub(in crate::cli) fn run(args: &Args, world: &dyn World, ui: &Ui) -> Exit {
    if args.files.iter().any(|file| file == "-") {
        ui.fail("standard input cannot be watched", Some("name files or folders"));
        return Exit::Usage;
    }
    let missing: Vec<_> = args.files.iter().filter(|file| world.kind(Path::new(file)).is_err()).collect();
    if !missing.is_empty() {
        for file in missing {
            ui.fail(&format!("cannot watch {file}: there is no such file or folder"), Some("name an existing one"));
        }
        return Exit::Usage;
    }
    let watched = Watch::begin().and_then(|mut watch| args.watch(&mut watch, world, ui));
    watched.unwrap_or_else(|Error { message, help }| {
        ui.fail(&message, help.as_deref());
        Exit::Usage
    })
}

/// What is watched, as of the last search.
#[derive(Default)]
struct Scene {
    /// The briefs, and other files that may become briefs.
    tasks: Vec<Task>,
    /// The index of each task by the path of its file.
    by_path: HashMap<PathBuf, usize>,
    /// The files and folders that the user has named.
    named: BTreeSet<PathBuf>,
    /// Where a new brief may appear, and where the files of projects, templates and fonts are or should be.
    folders: BTreeSet<PathBuf>,
    /// The project files, and whether each is valid.
    projects: BTreeMap<String, bool>,
    /// The messages about all that.
    messages: String,
    /// Where the briefs come from; `None` when there has been an error.
    origin: Option<FileOrigin>,
}

impl Args {
    fn watch(&self, watch: &mut Watch, world: &dyn World, ui: &Ui) -> Result<Exit, Error> {
        let mut reports =
            Reports { world, ui, messages: String::new(), states: BTreeMap::new(), inputs: HashMap::new() };
        let mut scene = Scene::default();
        let mut first = true;
        // Whether no file has changed for long enough.
        let mut settled = true;
        loop {
            let start = Instant::now();
            loop {
                scene = self.look(&scene, world, ui);
                // What appeared in a folder before it was watched is found by searching again.
                if !watch.folders(&scene.folders)? {
                    break;
                }
            }
            // Later errors may be fixed; at the start there is nothing to wait for.
            if first && scene.tasks.is_empty() && !scene.messages.is_empty() {
                ui.write(&scene.messages);
                return Ok(Exit::Usage);
            }
            let looked = reports.look(&scene, settled);
            let (records, library) = (FolderRecords::open(&scene.tasks, OPTIONS, world), FontLibrary::default());
            let mut maker = Batch::new(OPTIONS, world, &records, &library);
            let all = (0..scene.tasks.len()).collect();
            let mut round = Round { all: true, settled, start };
            let mut pending = reports.render(&scene, &all, &mut maker, round);
            if first {
                let briefs = reports.inputs.len();
                let origin = scene.origin.unwrap_or(FileOrigin::Named);
                // A project says where briefs will be. In any other folder there would be nothing to wait for.
                if briefs == 0 && origin == FileOrigin::Folder {
                    return Ok(origin.refuse_none(ui));
                }
                let briefs = count(briefs, "brief");
                ui.say(&format!("watching {briefs}{}; press Ctrl-C to stop", origin.phrase()));
                first = false;
            }
            let quiet = |pending: &BTreeSet<usize>| {
                let wait = !looked || !pending.is_empty();
                wait.then(|| Instant::now() + PATIENCE)
            };
            let mut until = quiet(&pending);
            // What may have been read in the middle of a save is looked at again when all is quiet.
            settled = loop {
                let change = watch.next(until);
                round = Round { all: false, settled: change.is_none(), start: Instant::now() };
                let briefs = match change {
                    None if !looked => break true,
                    None => std::mem::take(&mut pending),
                    Some(FileChange::End) => return Ok(Exit::Done),
                    Some(FileChange::Anything) => {
                        // More changes usually follow, and a folder that is being removed must not be written to.
                        std::thread::sleep(PATIENCE);
                        break false;
                    }
                    Some(FileChange::Paths(paths)) => match scene.changed(&paths, world) {
                        Some(briefs) => briefs,
                        None => break false,
                    },
                };
                if !briefs.is_empty() {
                    pending = &pending - &briefs;
                    pending.extend(reports.render(&scene, &briefs, &mut maker, round));
                    until = quiet(&pending);
                }
            };
        }
    }

    /// Searches for what to watch. After an error, the folders of `before` are still watched.
    fn look(&self, before: &Scene, world: &dyn World, ui: &Ui) -> Scene {
        let mut scene = Scene { origin: before.origin, ..Scene::default() };
        let held = ui.held();
        if world.absolute(Path::new(".")).is_err() {
            // A folder that is made again at its path is another one.
            held.fail("the current folder has been removed", Some("start again in another folder"));
        } else if let Some(mut projects) = self.severities.project_cache(&held) {
            self.look_with(&mut projects, &mut scene, world, &held);
        }
        scene.messages = held.into_messages();
        if !scene.messages.is_empty() {
            scene.folders.extend(before.folders.iter().cloned());
        }
        scene
    }

    fn look_with(&self, projects: &mut ProjectCache<'_>, scene: &mut Scene, world: &dyn World, held: &Ui) {
        let options = match self.output.destination(&self.files, world) {
            Ok(Destination::Files(options)) => options,
            Ok(Destination::Stream(..)) => {
                held.fail("`brief watch` writes to files", Some("name a file or a folder for --output"));
                return;
            }
            Err((message, suggestion)) => {
                held.fail(&message, Some(suggestion));
                return;
            }
        };
        let tasks = match tasks(&self.files, &options, projects, world, held) {
            // Without its project file a page would be written to another place.
            Some(Selected { origin: FileOrigin::Folder, .. })
                if matches!(scene.origin, Some(FileOrigin::Project { .. })) =>
            {
                held.fail(
                    "no project found: neither this folder nor one above it has a briefing.toml any more",
                    Some("put it back, or start again"),
                );
                Vec::new()
            }
            Some(Selected { tasks, origin, .. }) => {
                scene.origin = Some(origin);
                tasks
            }
            None => Vec::new(),
        };
        scene.tasks = batch::plan(tasks, world).unwrap_or_else(|clashes| {
            report_clashes(&clashes, held);
            Vec::new()
        });
        scene.tasks.retain(|task| world.kind(Path::new(&task.name)).is_ok());
        let absolute = |path: &Path| world.absolute(&Path::new(".").join(path)).ok();
        // A brief is rendered again when its private file comes, goes or changes.
        let files = |task: &Task| [Some(PathBuf::from(&task.name)), pipeline::private_path(&task.name)];
        let tasks = scene.tasks.iter().enumerate();
        let files = tasks.flat_map(|(at, task)| files(task).into_iter().flatten().map(move |path| (path, at)));
        scene.by_path = files.filter_map(|(path, at)| Some((absolute(&path)?, at))).collect();
        // A brief that is named through a link is saved where the link leads.
        let targets: Vec<(PathBuf, usize)> = scene
            .by_path
            .iter()
            .filter_map(|(path, at)| Some((world.target(path).ok()?, *at)))
            .filter(|(target, _)| !scene.by_path.contains_key(target))
            .collect();
        let target_folders: Vec<PathBuf> =
            targets.iter().filter_map(|(target, _)| target.parent().map(Path::to_path_buf)).collect();
        scene.by_path.extend(targets);
        scene.named = self.files.iter().filter_map(|file| absolute(Path::new(file))).collect();
        // Folders that are watched with those in them.
        let mut trees: BTreeSet<PathBuf> = BTreeSet::new();
        let mut folders: BTreeSet<PathBuf> = projects.folders(world);
        for (name, project) in projects.projects(world) {
            match project {
                Some(project) => {
                    trees.extend(project.shared.iter().map(|shared| shared.folder().to_path_buf()));
                    if self.files.is_empty() {
                        trees.extend(project.briefs.iter().cloned());
                    }
                }
                // What it names and misses may appear anywhere in its folder.
                None => trees.extend(Path::new(&name).parent().map(Path::to_path_buf)),
            }
            scene.projects.insert(name, project.is_some());
        }
        trees.extend(self.files.iter().filter(|name| is_folder(name, world)).map(PathBuf::from));
        trees.extend((scene.origin == Some(FileOrigin::Folder)).then(|| PathBuf::from(".")));
        for tree in trees {
            folders.extend(project::folders(&tree, world).unwrap_or_default());
            folders.insert(tree);
        }
        // A picture is named by its brief, and may be in a folder below.
        let briefs = scene.tasks.iter().filter_map(|task| pipeline::read(&task.name, world).ok());
        let pictures = briefs.flat_map(|brief| brief.picture_paths());
        folders.extend(pictures.filter_map(|path| path.parent().map(Path::to_path_buf)));
        let mut equipment = BTreeSet::new();
        for task in &scene.tasks {
            if equipment.insert((&task.template, &task.style, &task.fonts)) {
                folders.extend(pipeline::folders(task.job(), world));
            }
        }
        scene.folders = folders.iter().filter_map(|folder| absolute(folder)).chain(target_folders).collect();
    }
}

impl Scene {
    /// The indices of the briefs that have changed; `None` when what to watch has to be searched for again.
    fn changed(&self, paths: &BTreeSet<PathBuf>, world: &dyn World) -> Option<BTreeSet<usize>> {
        let known = |path: &PathBuf| self.by_path.get(path).copied();
        let others = paths.iter().filter(|path| known(path).is_none());
        let news = others.filter(|path| self.is_news(path, world)).count() > 0;
        (!news).then(|| paths.iter().filter_map(known).collect())
    }

    /// Whether a change at a path that is not a brief may change what is watched.
    fn is_news(&self, path: &Path, world: &dyn World) -> bool {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        // A missing folder has appeared, or one above it.
        let is_above = self.folders.range(path.to_path_buf()..).next().is_some_and(|folder| folder.starts_with(path));
        if name == FILE || is_above || self.named.contains(path) {
            return true;
        }
        let extension = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
        // The program's own outputs and the temporary files of editors do not count.
        let counts = ["toml", "hbs", "ttf", "otf", "ttc"].contains(&extension.as_str())
            || picture::ENDINGS.contains(&extension.as_str())
            || matches!(world.kind(path), Ok(PathKind::Folder));
        counts && !name.starts_with('.') && path.parent().is_some_and(|folder| self.folders.contains(folder))
    }
}

/// What is rendered, and why.
#[derive(Clone, Copy)]
struct Round {
    /// Whether all briefs are rendered, not only those that were saved: then nothing is reported twice.
    all: bool,
    /// Whether the files have been left alone long enough to report their errors.
    settled: bool,
    start: Instant,
}

/// What was reported of a brief or a project file.
enum WatchState {
    Valid,
    /// With these messages. Those of a project file are among those of the scene.
    HasErrors(String),
    Gone,
}

/// What has been reported.
struct Reports<'a> {
    world: &'a dyn World,
    ui: &'a Ui,
    /// The messages of the last search.
    messages: String,
    states: BTreeMap<String, WatchState>,
    /// Each brief, with its files, when it was last rendered.
    inputs: HashMap<String, Input>,
}

impl Reports<'_> {
    /// Reports what is new in what is watched. Returns false when something is not reported yet, because it may be
    /// different once all is `settled`.
    fn look(&mut self, scene: &Scene, settled: bool) -> bool {
        let fresh = scene.messages != self.messages;
        let valid = scene.messages.is_empty();
        let mut looked = settled || valid || !fresh;
        if looked && fresh {
            self.ui.write(&scene.messages);
            self.messages.clone_from(&scene.messages);
        }
        for (name, valid) in &scene.projects {
            match self.states.get(name) {
                Some(WatchState::HasErrors(_)) if *valid => self.ui.say(&format!("{name}: fixed")),
                Some(WatchState::Gone) if *valid => self.ui.say(&format!("{name}: back")),
                _ => {}
            }
            if *valid {
                self.states.insert(name.clone(), WatchState::Valid);
            } else if looked {
                self.states.insert(name.clone(), WatchState::HasErrors(String::new()));
            }
        }
        let known: HashSet<&str> = scene.tasks.iter().map(|task| task.name.as_str()).collect();
        let others = self.states.iter().filter(|(name, state)| {
            let known = known.contains(name.as_str()) || scene.projects.contains_key(*name);
            !known && !matches!(state, WatchState::Gone) && self.world.kind(Path::new(name)).is_err()
        });
        for name in others.map(|(name, _)| name.clone()).collect::<Vec<_>>() {
            if settled {
                self.gone(&name);
            } else {
                looked = false;
            }
        }
        looked
    }

    /// Renders briefs and reports the results. Returns those that may have been read in the middle of a save, of which
    /// nothing is reported.
    fn render(
        &mut self,
        scene: &Scene,
        briefs: &BTreeSet<usize>,
        maker: &mut Batch<'_>,
        round: Round,
    ) -> BTreeSet<usize> {
        // What is rendered is what was read here: were it read again, a save in between would be rendered twice.
        let read = |at: &usize| {
            let task = &scene.tasks[*at];
            (*at, task, pipeline::read(&task.name, self.world))
        };
        let mut briefs: Vec<_> = briefs.iter().map(read).collect();
        briefs.retain(|(_, task, input)| {
            round.all || round.settled || input.is_err() || self.inputs.get(&task.name) != input.as_ref().ok()
        });
        let mut pending = BTreeSet::new();
        let mut reports = BTreeMap::new();
        if briefs.len() >= MANY {
            let tasks: Vec<Task> = briefs.iter().map(|(_, task, _)| (*task).clone()).collect();
            let results = Mutex::new(BTreeMap::new());
            batch::run(&tasks, OPTIONS, self.world, |at, report| {
                results.lock().unwrap_or_else(PoisonError::into_inner).insert(at, report);
            });
            reports = results.into_inner().unwrap_or_else(PoisonError::into_inner);
        }
        for (place, (at, task, input)) in briefs.into_iter().enumerate() {
            let known = input.as_ref().ok().cloned();
            let report = reports.remove(&place).unwrap_or_else(|| maker.make_of(task, input));
            if !self.report(&task.name, known, &report, round) {
                pending.insert(at);
            }
        }
        pending
    }

    /// Reports the result of a brief. Returns false when it is not reported yet.
    fn report(&mut self, name: &str, input: Option<Input>, report: &Report, round: Round) -> bool {
        let held = self.ui.held();
        held.diagnostics(&report.diagnostics, &report.sources);
        let was = match self.states.get(name) {
            Some(WatchState::HasErrors(_)) => "fixed; ",
            Some(WatchState::Gone) => "back; ",
            _ => "",
        };
        let is_good = match &report.outcome {
            BatchOutcome::Rendered { .. } => {
                let warnings = match summary(&report.warnings) {
                    warnings if warnings.is_empty() => warnings,
                    warnings => format!("; {warnings}"),
                };
                let time = round.start.elapsed().as_secs_f64() * 1000.0;
                held.say(&format!("{name}: {was}rendered in {time:.0} ms{warnings}"));
                true
            }
            BatchOutcome::UpToDate => {
                if !was.is_empty() {
                    held.say(&format!("{name}: {was}unchanged"));
                }
                true
            }
            BatchOutcome::HasErrors => {
                held.say(&format!("{name}: {}; the last good page stays", summary(&report.diagnostics)));
                false
            }
            BatchOutcome::Failed(failure) => {
                failed(failure, &held);
                false
            }
            // A file that is no longer a brief keeps its state until it is one again.
            BatchOutcome::NoBrief | BatchOutcome::Outdated(_) | BatchOutcome::Left => return true,
        };
        let messages = held.into_messages();
        if round.all && matches!(self.states.get(name), Some(WatchState::HasErrors(known)) if *known == messages) {
            return true;
        }
        if !is_good && !round.settled {
            return false;
        }
        if !is_good && self.world.kind(Path::new(name)).is_err() {
            self.gone(name);
            return true;
        }
        self.ui.write(&messages);
        // A failure is tried again when the file is saved, even without a change.
        match input.filter(|_| !matches!(report.outcome, BatchOutcome::Failed(_))) {
            Some(input) => self.inputs.insert(name.to_owned(), input),
            None => self.inputs.remove(name),
        };
        self.states.insert(name.to_owned(), if is_good { WatchState::Valid } else { WatchState::HasErrors(messages) });
        true
    }

    /// Reports once that a brief or a project file is gone.
    fn gone(&mut self, name: &str) {
        self.inputs.remove(name);
        let before = self.states.insert(name.to_owned(), WatchState::Gone);
        if matches!(before, Some(WatchState::Valid | WatchState::HasErrors(_))) {
            self.ui.say(&format!("{name}: gone"));
        }
    }
}
