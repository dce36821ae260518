//! The briefs in a folder.

use std::path::{Path, PathBuf};

use super::{FILE, Project};
use crate::parse::outline;
use crate::template::{self, MAIN_FILE};
use crate::world::{FileError, PathKind, World};

/// Every TOML file in a folder and the folders in it, sorted by path. Hidden folders, links, `target`, `node_modules`
/// and project files are passed over. [`Project::kind_of`] says which of them are briefs.
///
/// ```
/// use briefing::project::{self, FileKind};
/// use briefing::world::Memory;
/// use briefing::{Project, Severity, pipeline};
///
/// let world = Memory::default();
/// world.put("water/dam.toml", "schema = 1\n\n[brief]\ntitle = \"The dam\"\n");
/// let mut errors = 0;
/// for path in project::files("water".as_ref(), &world)? {
///     let project = Project::of(&path, &world)?;
///     let input = pipeline::read(&path.to_string_lossy(), &world)?;
///     if project.kind_of(&path, &input.text, &world) != FileKind::Brief {
///         continue;
///     }
///     let checked = pipeline::check(&input, &project);
///     for error in checked.diagnostics.iter().filter(|it| it.severity == Severity::Error) {
///         let line = error.primary.as_ref().map_or(0, |label| checked.sources.place(label.span).line);
///         println!("{}:{line}: {}", input.name, error.message);
///         errors += 1;
///     }
/// }
/// assert!(errors > 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`FileError`] for a folder that cannot be read.
pub fn files(folder: &Path, world: &dyn World) -> Result<Vec<PathBuf>, FileError> {
    Ok(walk(folder, world)?.files)
}

/// A folder and all folders in which [`files`] looks.
///
/// # Errors
/// As for [`files`].
pub fn folders(folder: &Path, world: &dyn World) -> Result<Vec<PathBuf>, FileError> {
    Ok(walk(folder, world)?.folders)
}

/// The TOML files in a folder and the folders in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FoundFiles {
    /// The TOML files, sorted by path.
    pub files: Vec<PathBuf>,
    /// The folder itself, and those in it.
    pub folders: Vec<PathBuf>,
    /// The links with the name of a TOML file, and those to folders, sorted by path: they are passed over.
    pub links: Vec<PathBuf>,
}

/// Looks in a folder and the folders in it.
///
/// # Errors
/// As for [`files`].
pub fn walk(folder: &Path, world: &dyn World) -> Result<FoundFiles, FileError> {
    let mut found = FoundFiles::default();
    let is_toml = |path: &Path| path.extension().is_some_and(|extension| extension == "toml");
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let here = if folder.as_os_str().is_empty() { Path::new(".") } else { &folder };
        for (name, kind) in world.list_kinds(here).map_err(|error| FileError { path: folder.clone(), error })? {
            if name.starts_with('.') || ["target", "node_modules", FILE].contains(&name.as_str()) {
                continue;
            }
            // Without this, `.` would precede every name in the messages.
            let path = if folder == Path::new(".") { PathBuf::from(&name) } else { folder.join(&name) };
            match kind {
                PathKind::Folder => folders.push(path),
                PathKind::File if is_toml(&path) => found.files.push(path),
                PathKind::Link if is_toml(&path) || matches!(world.kind_of_target(&path), Ok(PathKind::Folder)) => {
                    found.links.push(path);
                }
                _ => {}
            }
        }
        found.folders.push(folder);
    }
    found.files.sort();
    found.links.sort();
    Ok(found)
}

/// The purpose of a TOML file: [`Project::kind_of`] decides it, and [`kind_by_text`] where there is no project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A brief, also one with errors.
    Brief,
    /// The project file.
    Project,
    /// The private file of a brief, by its name.
    Private,
    /// A file of shared records: one of the project's, or one that has parties and sources only.
    Shared,
    /// The style that the templates of the project have in common.
    Style,
    /// A file in the folder of a template of the project: its style, or one of its language files.
    Template,
    /// Something else, such as `Cargo.toml`; or a brief of which too little is written to know.
    Other,
}

impl Project {
    /// What a file is for, by its place in the project, or else by its name and its text.
    #[must_use]
    pub fn kind_of(&self, path: &Path, text: &str, world: &dyn World) -> FileKind {
        self.kind_by_path(path, world).unwrap_or_else(|| kind_by_text(path, text))
    }

    /// What a file is for where the project decides that, whatever is in it.
    #[must_use]
    pub fn kind_by_path(&self, path: &Path, world: &dyn World) -> Option<FileKind> {
        if path.file_name().is_some_and(|name| name == FILE) {
            return Some(FileKind::Project);
        }
        if is_private(path) {
            return Some(FileKind::Private);
        }
        let is_shared = || self.shared.as_ref().is_some_and(|shared| shared.at(path, world).is_some());
        let place = world.absolute(path).ok()?;
        let is_at = |known: &Path| world.absolute(known).is_ok_and(|known| known == place);
        if is_shared() {
            Some(FileKind::Shared)
        } else if self.style.as_deref().is_some_and(is_at) {
            Some(FileKind::Style)
        } else {
            self.template_at(path, world).map(|_| FileKind::Template)
        }
    }

    /// The folder of a template of the project in which a file is, as far as the project names it. A template that the
    /// program carries has none, also where a folder has its name.
    #[must_use]
    pub fn template_at(&self, path: &Path, world: &dyn World) -> Option<PathBuf> {
        let place = world.absolute(path).ok()?;
        let named = self.templates.iter().filter(|name| template::is_folder(name));
        let mut folders = named.map(|name| self.folder.as_deref().unwrap_or(Path::new("")).join(name));
        let is_around = |folder: &Path| world.absolute(folder).is_ok_and(|folder| place.parent() == Some(&folder));
        let is_one = |folder: &Path| world.kind(&folder.join(MAIN_FILE)).is_ok_and(|kind| kind == PathKind::File);
        folders.find(|folder| is_around(folder) && is_one(folder))
    }
}

/// The end of the name of a brief's private file: `NAME.private.toml` next to `NAME.toml`.
pub const PRIVATE: &str = ".private.toml";

/// Whether a file is the private one of a brief.
fn is_private(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name.strip_suffix(PRIVATE).is_some_and(|stem| !stem.is_empty())
}

/// What a file is for that no project names, by its name and its text.
#[must_use]
pub fn kind_by_text(path: &Path, text: &str) -> FileKind {
    if is_private(path) {
        FileKind::Private
    } else if !is_named(path) && has_shared_records_only(text) {
        FileKind::Shared
    } else if is_brief(path, text) {
        FileKind::Brief
    } else {
        FileKind::Other
    }
}

/// Whether a text has the tables of a file of shared records and nothing of a brief, also where it is broken.
fn has_shared_records_only(text: &str) -> bool {
    // For most briefs a look at their headers is enough.
    if text.lines().any(|line| line.trim_start().starts_with("[brief]")) {
        return false;
    }
    let (mut in_table, mut has_schema, mut has_records) = (false, false, false);
    for statement in outline(text) {
        if in_table && !statement.is_header {
            continue;
        }
        in_table = statement.is_header;
        match statement.names().first() {
            Some(&"schema") if !statement.is_header => has_schema = true,
            Some(&("parties" | "sources")) => has_records = true,
            _ => return false,
        }
    }
    // Other programs have a table `sources`, too.
    has_records && has_schema
}

/// Whether the name of a file says that it is a brief: `NAME.brief.toml`.
fn is_named(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(".brief.toml"))
}

/// Whether a text has records of a brief, its own or shared ones: what git is to compare and merge by record. By the
/// name of the file, `NAME.brief.toml`, or by the header of a table that only they have, or `brief` in braces at its
/// top.
#[must_use]
pub fn is_brief(path: &Path, text: &str) -> bool {
    let header = |line: &str| {
        let name = line.trim_start().strip_prefix('[').map(|rest| rest.trim_start_matches(['[', ' ']));
        name.is_some_and(|name| {
            ["brief]", "brief ", "parties.", "issues.", "positions.", "outcome]"]
                .iter()
                .any(|known| name.starts_with(known))
        })
    };
    let in_braces = |line: &str| {
        let rest = line.trim_start().strip_prefix("brief").unwrap_or_default().trim_start();
        rest.starts_with('.') || rest.strip_prefix('=').is_some_and(|value| value.trim_start().starts_with('{'))
    };
    let mut top = text.lines().take_while(|line| !line.trim_start().starts_with('['));
    is_named(path) || text.lines().any(header) || top.any(in_braces)
}
