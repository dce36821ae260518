//! `brief watch`

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::render::{self, WishArgs};
use super::{Exit, Ui, house};
use crate::batch::{self, How, Maker, Outcome, Records, Report, Task};
use crate::diagnostic::render::summary;
use crate::library::Library;
use crate::pipeline;
use crate::project::{self, FILE};
use crate::watch::{Change, Watch, WatchError};
use crate::world::{Kind, World};

/// Render briefs again whenever they are saved.
///
/// Watches the briefs, the shared records that they use, their templates, styles and fonts. A brief with errors leaves its
/// last good page where it is. Ends with Ctrl-C.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Briefs, and folders of them. Without any, the briefs of the project.
    #[arg(value_name = "FILE or FOLDER")]
    files: Vec<String>,

    #[command(flatten)]
    wish: WishArgs,

    #[command(flatten)]
    house: house::Args,
}

/// How long a file must be left alone before its faults are told: some programs save in several steps.
const PATIENCE: Duration = Duration::from_millis(60);
/// From this many briefs on, they are rendered on several threads.
const MANY: usize = 4;

pub(super) fn run(args: &Args, world: &dyn World, ui: &Ui) -> Exit {
    if args.files.iter().any(|file| file == "-") {
        ui.fail("standard input cannot be watched", Some("name files or folders"));
        return Exit::Usage;
    }
    let missing: Vec<_> = args.files.iter().filter(|file| world.kind(Path::new(file)).is_err()).collect();
    if !missing.is_empty() {
        for file in missing {
            ui.fail(&format!("cannot watch {file}: there is no such file or folder"), Some("name one that is there"));
        }
        return Exit::Usage;
    }
    let watched = Watch::begin().and_then(|watch| {
        let mut watch = watch;
        args.watch(&mut watch, world, ui)
    });
    watched.unwrap_or_else(|WatchError { message, help }| {
        ui.fail(&message, help.as_deref());
        Exit::Usage
    })
}

/// What is watched, as it was when it was last looked for.
struct Scene {
    tasks: Vec<Task>,
    /// The place of each task by the path of its file.
    by_path: HashMap<PathBuf, usize>,
    /// Where a new brief may come up, and the files of projects, templates and fonts.
    folders: BTreeSet<PathBuf>,
    /// What each brief said when it was last rendered.
    texts: HashMap<PathBuf, String>,
    /// The briefs that had errors.
    faulty: BTreeSet<PathBuf>,
}

impl Args {
    fn watch(&self, watch: &mut Watch, world: &dyn World, ui: &Ui) -> Result<Exit, WatchError> {
        let how = How { record: true, keep_going: true, ..How::default() };
        let mut faulty = BTreeSet::new();
        let mut first = true;
        loop {
            let start = Instant::now();
            let Some(mut scene) = self.scene(faulty, world, ui) else {
                // A project file with faults may be mended; at the start there is nothing to wait for.
                if first {
                    return Ok(Exit::Usage);
                }
                match watch.next() {
                    Change::End => return Ok(Exit::Done),
                    Change::Paths(_) => {
                        faulty = BTreeSet::new();
                        continue;
                    }
                }
            };
            watch.folders(scene.folders.clone())?;
            let records = Records::open(&scene.tasks, how, world);
            let all: BTreeSet<usize> = (0..scene.tasks.len()).collect();
            scene.make_all(&all, how, start, world, ui);
            if first {
                let briefs = scene.texts.len();
                let briefs = if briefs == 1 { "1 brief".to_owned() } else { format!("{briefs} briefs") };
                ui.say(&format!("watching {briefs}; Ctrl-C ends"));
                first = false;
            }
            let library = Library::default();
            let mut maker = Maker::new(how, world, &records, &library);
            let mut pending = BTreeSet::new();
            loop {
                let change = if pending.is_empty() { Some(watch.next()) } else { watch.next_within(PATIENCE) };
                let start = Instant::now();
                // What was not to be trusted is looked at again when all is quiet.
                let (briefs, settled) = match change {
                    None => (std::mem::take(&mut pending), true),
                    Some(Change::End) => return Ok(Exit::Done),
                    Some(Change::Paths(paths)) => match scene.next(&paths, world) {
                        Some(briefs) => (briefs, false),
                        None => break,
                    },
                };
                if briefs.len() >= MANY {
                    scene.make_all(&briefs, how, start, world, ui);
                    continue;
                }
                for at in briefs {
                    pending.remove(&at);
                    if !scene.make(at, &mut maker, settled, start, world, ui) {
                        pending.insert(at);
                    }
                }
            }
            faulty = scene.faulty;
        }
    }

    /// Looks for what is to be watched. `None` when something is wrong with it, which has been told.
    fn scene(&self, faulty: BTreeSet<PathBuf>, world: &dyn World, ui: &Ui) -> Option<Scene> {
        let mut house = self.house.house(ui)?;
        let (tasks, _) = render::tasks(&self.files, &self.wish.wish(), &mut house, world, ui)?;
        let tasks = match batch::plan(tasks, world) {
            Ok(tasks) => tasks,
            Err(clashes) => {
                render::clashes(&clashes, ui);
                return None;
            }
        };
        let absolute = |path: &Path| {
            let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
            world.absolute(path).ok()
        };
        let mut folders = BTreeSet::new();
        let mut materials: BTreeSet<(String, Option<PathBuf>)> = BTreeSet::new();
        let mut projects: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
        for task in &tasks {
            folders.extend(Path::new(&task.name).parent().and_then(absolute));
            if materials.insert((task.template.clone(), task.fonts.clone())) {
                let files = pipeline::materials(task.job(), world).unwrap_or_default();
                folders.extend(files.iter().filter_map(|file| file.path.parent().and_then(absolute)));
            }
            if let Some(folder) = &task.project.folder {
                projects.entry(folder.clone()).or_insert_with(|| {
                    let shared = task.project.shared.iter().flat_map(|shared| shared.all());
                    shared.filter_map(|(_, file)| Some(file.path.parent()?.to_path_buf())).collect()
                });
            }
        }
        for (folder, shared) in &projects {
            folders.extend(absolute(folder));
            folders.extend(shared.iter().filter_map(|folder| absolute(folder)));
        }
        let named: Vec<PathBuf> = if self.files.is_empty() {
            house.project("-", world, ui)?.briefs.clone()
        } else {
            self.files.iter().map(PathBuf::from).collect()
        };
        for folder in named.iter().filter(|path| matches!(world.kind(path), Ok(Kind::Folder))) {
            let inner = project::folders(folder, world).unwrap_or_default();
            folders.extend(inner.iter().filter_map(|folder| absolute(folder)));
        }
        let by_path =
            tasks.iter().enumerate().filter_map(|(at, task)| Some((absolute(Path::new(&task.name))?, at))).collect();
        Some(Scene { tasks, by_path, folders, texts: HashMap::new(), faulty })
    }
}

impl Scene {
    /// The briefs that have changed, by their places; `None` when all that is watched is to be looked for again.
    fn next(&self, paths: &BTreeSet<PathBuf>, world: &dyn World) -> Option<BTreeSet<usize>> {
        let mut briefs = BTreeSet::new();
        for path in paths {
            if let Some(at) = self.by_path.get(path) {
                briefs.insert(*at);
                continue;
            }
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let extension = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
            // What the program writes itself, and what editors leave beside a file, says nothing.
            let counts = name == FILE
                || ["toml", "hbs", "ttf", "otf", "ttc"].contains(&extension.as_str())
                || matches!(world.kind(path), Ok(Kind::Folder)) && !self.folders.contains(path);
            if counts && !name.starts_with('.') {
                return None;
            }
        }
        Some(briefs)
    }

    /// Makes one brief and tells what came of it. Gives false when it may have been read in the middle of being saved:
    /// then nothing is told unless `settled`.
    fn make(
        &mut self,
        at: usize,
        maker: &mut Maker<'_>,
        settled: bool,
        start: Instant,
        world: &dyn World,
        ui: &Ui,
    ) -> bool {
        let task = &self.tasks[at];
        let path = PathBuf::from(&task.name);
        let text = pipeline::read(&task.name, world).map(|input| input.text).ok();
        if text.is_some() && self.texts.get(&path) == text.as_ref() {
            return true;
        }
        let report = maker.make(task);
        let good = matches!(report.outcome, Outcome::Rendered { .. } | Outcome::UpToDate | Outcome::NoBrief);
        if !good && !settled {
            return false;
        }
        if world.kind(&path).is_err() {
            self.faulty.remove(&path);
            self.texts.remove(&path);
            ui.say(&format!("{}: gone; its pages stay", task.name));
            return true;
        }
        if let Some(text) = text {
            self.texts.insert(path, text);
        }
        self.tell(at, &report, start, ui);
        true
    }

    /// Makes many briefs, on all processors.
    fn make_all(&mut self, briefs: &BTreeSet<usize>, how: How<'_>, start: Instant, world: &dyn World, ui: &Ui) {
        let tasks: Vec<Task> = briefs.iter().filter_map(|at| self.tasks.get(*at).cloned()).collect();
        // Before they are rendered: one that is saved meanwhile is rendered once more.
        let texts: Vec<_> = tasks.iter().map(|task| pipeline::read(&task.name, world).ok()).collect();
        let reports = Mutex::new(BTreeMap::new());
        batch::run(&tasks, how, world, |at, report| {
            reports.lock().unwrap_or_else(PoisonError::into_inner).insert(at, report);
        });
        let reports = reports.into_inner().unwrap_or_else(PoisonError::into_inner);
        for ((at, (_, report)), text) in briefs.iter().zip(reports).zip(texts) {
            let known = matches!(report.outcome, Outcome::Rendered { .. } | Outcome::UpToDate | Outcome::Faulty);
            if let Some(input) = text.filter(|_| known) {
                self.texts.insert(PathBuf::from(&self.tasks[*at].name), input.text);
            }
            self.tell(*at, &report, start, ui);
        }
    }

    fn tell(&mut self, at: usize, report: &Report, start: Instant, ui: &Ui) {
        let name = &self.tasks[at].name;
        let path = PathBuf::from(name);
        ui.diagnostics(&report.diagnostics, &report.sources);
        let mended = match &report.outcome {
            Outcome::Rendered { .. } | Outcome::UpToDate => self.faulty.remove(&path),
            _ => false,
        };
        let mended = if mended { "mended; " } else { "" };
        match &report.outcome {
            Outcome::Rendered { .. } => {
                let warnings = match summary(&report.warnings) {
                    warnings if warnings.is_empty() => warnings,
                    warnings => format!("; {warnings}"),
                };
                let time = start.elapsed().as_secs_f64() * 1000.0;
                ui.say(&format!("{name}: {mended}rendered in {time:.0} ms{warnings}"));
            }
            Outcome::UpToDate if !mended.is_empty() => ui.say(&format!("{name}: {mended}as it was before")),
            Outcome::Faulty => {
                ui.say(&format!("{name}: {}; the last good page stays", summary(&report.diagnostics)));
                self.faulty.insert(path);
            }
            Outcome::Failed(failure) => {
                render::failed(failure, ui);
                self.faulty.insert(path);
            }
            _ => {}
        }
    }
}
