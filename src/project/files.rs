//! The briefs in a folder.

use std::io;
use std::path::{Path, PathBuf};

use super::{FILE, Project};
use crate::world::{Kind, World};

/// Every TOML file in a folder and the folders in it, sorted by path. Hidden folders, links, `target`, `node_modules`
/// and project files are passed over.
///
/// # Errors
/// The folder that cannot be read, and the error of the file system.
pub fn files(folder: &Path, world: &dyn World) -> Result<Vec<PathBuf>, (PathBuf, io::Error)> {
    Ok(walk(folder, world)?.1)
}

/// A folder and all folders in which [`files`] looks.
///
/// # Errors
/// As for [`files`].
pub fn folders(folder: &Path, world: &dyn World) -> Result<Vec<PathBuf>, (PathBuf, io::Error)> {
    Ok(walk(folder, world)?.0)
}

/// The folders and the files.
type Tree = (Vec<PathBuf>, Vec<PathBuf>);

fn walk(folder: &Path, world: &dyn World) -> Result<Tree, (PathBuf, io::Error)> {
    let (mut walked, mut found) = (Vec::new(), Vec::new());
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let here = if folder.as_os_str().is_empty() { Path::new(".") } else { &folder };
        for (name, kind) in world.list_kinds(here).map_err(|error| (folder.clone(), error))? {
            if name.starts_with('.') || ["target", "node_modules", FILE].contains(&name.as_str()) {
                continue;
            }
            // Without this, `.` would precede every name in the messages.
            let path = if folder == Path::new(".") { PathBuf::from(&name) } else { folder.join(&name) };
            match kind {
                Kind::Folder => folders.push(path),
                Kind::File if path.extension().is_some_and(|extension| extension == "toml") => found.push(path),
                _ => {}
            }
        }
        walked.push(folder);
    }
    found.sort();
    Ok((walked, found))
}

/// What a TOML file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A brief, also one with errors.
    Brief,
    /// The project file.
    Project,
    /// A file of shared records.
    Shared,
}

impl Project {
    /// What a file of this project is for, by its path. One that was found in a folder may still not be a brief, see
    /// [`is_brief`].
    #[must_use]
    pub fn kind_of(&self, path: &Path, world: &dyn World) -> FileKind {
        if path.file_name().is_some_and(|name| name == FILE) {
            FileKind::Project
        } else if self.shared.as_ref().is_some_and(|shared| shared.at(path, world).is_some()) {
            FileKind::Shared
        } else {
            FileKind::Brief
        }
    }
}

/// Whether a file that was found in a folder is meant to be a brief: by its name, `NAME.brief.toml`, or because it has
/// the header of a table that only briefs have, or `brief` in braces at its top.
#[must_use]
pub fn is_brief(path: &Path, text: &str) -> bool {
    let named = path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(".brief.toml"));
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
    named || text.lines().any(header) || top.any(in_braces)
}
