//! The files that the client has open, the projects that they belong to, and what is known of them.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use gen_lsp_types as types;

use super::analysis::{Analysis, FileText, analyse, kind_of};
use super::client::Client;
use super::project::KnownProject;
use super::uri;
use crate::picture;
use crate::pipeline::{self, LARGEST_BRIEF};
use crate::project::{self, FileKind, Project};
use crate::world::{Overlay, World};

/// Why a request is not answered, for people to read.
pub(super) type RequestRefusal = crate::error::Error;

/// Where the private file of a brief is, or the brief of a private file, whether it is there or not: each is checked
/// with the other.
fn counterpart(path: &Path) -> Option<PathBuf> {
    let path = path.to_str()?;
    pipeline::brief_of_private(path).or_else(|| pipeline::private_path(path))
}

/// The place that a request is about.
pub(super) fn place(params: &types::TextDocumentPositionParams) -> (&types::Uri, types::Position) {
    (&params.text_document.uri, params.position)
}

/// A file that the client has open.
struct OpenFile {
    /// As the client writes it.
    uri: types::Uri,
    version: i32,
    text: String,
    /// Made when it is first asked for after a change; `None` for a file that is nothing to the server.
    analysis: OnceCell<Option<Rc<Analysis>>>,
}

/// All that the server knows.
pub(super) struct ServerState<'w> {
    pub(super) client: Client,
    pub(super) world: Overlay<'w>,
    /// The folders that the client has open.
    pub(super) folders: BTreeSet<PathBuf>,
    open: BTreeMap<PathBuf, OpenFile>,
    /// By project file.
    projects: RefCell<BTreeMap<PathBuf, KnownProject>>,
    /// What projects were before their files changed, for as long as they cannot be read.
    last: RefCell<BTreeMap<PathBuf, Arc<Project>>>,
    /// Whether a change of one file may have changed what is known of others.
    others_changed: bool,
    /// The project file of the files in a folder.
    files: RefCell<BTreeMap<PathBuf, Option<PathBuf>>>,
}

impl<'w> ServerState<'w> {
    pub(super) fn new(client: Client, world: &'w dyn World) -> Self {
        Self {
            client,
            world: Overlay::new(world),
            folders: BTreeSet::new(),
            open: BTreeMap::new(),
            projects: RefCell::default(),
            last: RefCell::default(),
            others_changed: false,
            files: RefCell::default(),
        }
    }

    /// Takes the text of a file that is open now.
    pub(super) fn open(&mut self, uri: types::Uri, version: i32, text: String) {
        let path = uri::path(&uri);
        self.world.lay(&path, Some(text.clone()));
        self.open.insert(path.clone(), OpenFile { uri, version, text, analysis: OnceCell::new() });
        self.changed(&path);
    }

    /// Changes the text of a file, if it is open.
    pub(super) fn edit(&mut self, uri: &types::Uri, version: i32, edit: impl FnOnce(&mut String)) {
        let path = uri::path(uri);
        let Some(file) = self.open.get_mut(&path) else { return };
        file.version = version;
        edit(&mut file.text);
        self.world.lay(&path, Some(file.text.clone()));
        self.changed(&path);
    }

    /// Forgets the editor's text of a file: what is on the disk counts again.
    pub(super) fn close(&mut self, path: &Path) {
        self.open.remove(path);
        self.world.lay(path, None);
        self.changed(path);
    }

    /// Forgets what followed from a file that has come, gone or changed on the disk.
    pub(super) fn changed_on_disk(&mut self, path: &Path) {
        self.others_changed = true;
        let is_in = |(file, known): (&PathBuf, &KnownProject)| {
            known.is_broken() && file.parent().is_some_and(|folder| path.starts_with(folder))
        };
        // What the project file names and was not there may be there now.
        if self.projects.borrow().iter().any(is_in) {
            self.forget_projects();
        }
        self.changed(path);
    }

    /// Forgets what followed from a file that has changed.
    fn changed(&mut self, path: &Path) {
        if let Some(file) = self.open.get_mut(path) {
            file.analysis.take();
        }
        if let Some(other) = counterpart(path).and_then(|path| self.open.get_mut(&path)) {
            other.analysis.take();
            self.others_changed = true;
        }
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
        if picture::ENDINGS.contains(&ending.as_str()) {
            // Any brief may name it.
            self.open.values_mut().for_each(|file| _ = file.analysis.take());
            self.others_changed = true;
        }
        let is_settings = path.file_name().is_some_and(|name| name == project::FILE);
        let in_shared = |known: &KnownProject| {
            known.project.shared.as_ref().is_some_and(|shared| path.starts_with(shared.folder()))
        };
        let follows = is_settings || self.projects.borrow().values().any(in_shared);
        if follows {
            self.forget_projects();
        }
    }

    fn forget_projects(&mut self) {
        let known = std::mem::take(&mut *self.projects.borrow_mut());
        let sound = known.into_iter().filter(|(_, it)| !it.is_broken());
        self.last.borrow_mut().extend(sound.map(|(file, it)| (file, it.project)));
        self.files.borrow_mut().clear();
        self.open.values_mut().for_each(|file| _ = file.analysis.take());
        self.others_changed = true;
    }

    /// The files that are open, as the client writes them, with their versions.
    pub(super) fn open_files(&self) -> Vec<(types::Uri, i32)> {
        self.open.values().map(|file| (file.uri.clone(), file.version)).collect()
    }

    /// Whether a change of one file may have changed what is known of others since this was last asked.
    pub(super) fn take_others_changed(&mut self) -> bool {
        std::mem::take(&mut self.others_changed)
    }

    /// The version of an open file.
    pub(super) fn version(&self, path: &Path) -> Option<i32> {
        self.open.get(path).map(|file| file.version)
    }

    /// The address of a file: as the client writes it where it is open.
    pub(super) fn uri(&self, path: &Path) -> types::Uri {
        self.open.get(path).map_or_else(|| uri::of(path), |file| file.uri.clone())
    }

    /// The text of a file as the editor has it, or else the disk.
    pub(super) fn text(&self, path: &Path) -> Option<String> {
        if let Some(file) = self.open.get(path) {
            return Some(file.text.clone());
        }
        String::from_utf8(self.world.read(path, LARGEST_BRIEF).ok()?).ok()
    }

    /// The private file of a brief, or the brief of a private file, if there is one.
    pub(super) fn counterpart(&self, path: &Path) -> Option<FileText> {
        let path = counterpart(path)?;
        Some(FileText::new(&path, &self.text(&path)?, self.client.encoding))
    }

    /// What is known of an open file, or of one on the disk; `None` for one that is nothing to the server.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(super) fn analysis(&self, uri: &types::Uri) -> Result<Option<Rc<Analysis>>, RequestRefusal> {
        let path = uri::path(uri);
        let known = self.known_project(&path);
        let analyse = |text: &str| analyse(&path, text, &known, &self.world, self.client.encoding).map(Rc::new);
        if let Some(file) = self.open.get(&path) {
            return Ok(file.analysis.get_or_init(|| analyse(&file.text)).clone());
        }
        let text = self.text(&path).ok_or_else(|| RequestRefusal::new(format!("cannot read {}", path.display())))?;
        Ok(analyse(&text))
    }

    /// The project of a file.
    pub(super) fn project(&self, path: &Path) -> Arc<Project> {
        self.known_project(path).project
    }

    fn known_project(&self, path: &Path) -> KnownProject {
        let folder = path.parent().unwrap_or(Path::new("")).to_path_buf();
        let mut files = self.files.borrow_mut();
        let file = files.entry(folder).or_insert_with(|| project::find(path, &self.world)).clone();
        drop(files);
        let Some(file) = file else { return KnownProject::default() };
        let mut projects = self.projects.borrow_mut();
        let read = || KnownProject::read(&file, self.last.borrow().get(&file).cloned(), &self.world);
        projects.entry(file.clone()).or_insert_with(read).clone()
    }

    /// All briefs and shared files that belong together with a file: those of its project, or else those in the folders
    /// that the client has open. Sorted by path; `path` itself is among them.
    pub(super) fn related(&self, path: &Path) -> Vec<FileText> {
        let project = self.project(path);
        let folders = if project.folder.is_some() { project.briefs.clone() } else { Vec::new() };
        let shared = project.shared.iter().flat_map(|shared| shared.all()).map(|(_, file)| file.path.clone());
        let mut paths: BTreeSet<PathBuf> = shared.chain(std::iter::once(path.to_path_buf())).collect();
        paths.extend(self.briefs_in(&folders));
        self.read_all(paths)
    }

    /// All briefs and shared files in the folders that the client has open, and those that it has open from elsewhere.
    pub(super) fn everything(&self) -> Vec<FileText> {
        let mut paths: BTreeSet<PathBuf> = self.open.keys().cloned().collect();
        paths.extend(self.briefs_in(&self.folders));
        self.read_all(paths)
    }

    fn briefs_in<'a>(&self, folders: impl IntoIterator<Item = &'a PathBuf>) -> Vec<PathBuf> {
        folders.into_iter().filter_map(|folder| project::files(folder, &self.world).ok()).flatten().collect()
    }

    fn read_all(&self, paths: BTreeSet<PathBuf>) -> Vec<FileText> {
        let read = |path: PathBuf| {
            let text = self.text(&path)?;
            let kind = kind_of(&path, &text, &self.project(&path), &self.world)?;
            (kind != FileKind::Project).then(|| FileText::new(&path, &text, self.client.encoding))
        };
        paths.into_iter().filter_map(read).collect()
    }
}
