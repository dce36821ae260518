//! The files that a command line names: briefs, and those in folders.

use std::path::{Path, PathBuf};

use super::{Exit, Ui};
use crate::project::{self, FileKind};
use crate::world::{Kind, World};

/// One file.
pub(in crate::cli) struct NamedFile {
    /// As the user named it, or the folder and what was found in it.
    pub(in crate::cli) name: String,
    /// The folder in which it was found; such a file need not be a brief.
    pub(in crate::cli) folder: Option<PathBuf>,
}

impl NamedFile {
    /// Whether the file is to be skipped: it was found in a folder and is not a brief.
    pub(in crate::cli) fn is_other(&self, text: &str) -> bool {
        self.folder.is_some() && !project::is_brief(Path::new(&self.name), text)
    }
}

/// The files in the order in which they were named, those of a folder sorted. `-` is standard input.
pub(in crate::cli) fn named(names: &[String], world: &dyn World, ui: &Ui) -> (Vec<NamedFile>, Exit) {
    let mut all = Vec::new();
    let mut exit = Exit::Done;
    for name in names {
        if !is_folder(name, world) {
            all.push(NamedFile { name: name.clone(), folder: None });
            continue;
        }
        exit = exit.max(in_folder(Path::new(name), None, world, ui, &mut all));
    }
    (all, exit)
}

/// Adds the files of a folder and of the folders in it, sorted. `help` goes with the error if a folder cannot be read.
pub(in crate::cli) fn in_folder(
    folder: &Path,
    help: Option<&str>,
    world: &dyn World,
    ui: &Ui,
    all: &mut Vec<NamedFile>,
) -> Exit {
    match project::files(folder, world) {
        Ok(files) => {
            let names = files.into_iter().map(|file| file.to_string_lossy().into_owned());
            all.extend(names.map(|name| NamedFile { name, folder: Some(folder.to_path_buf()) }));
            Exit::Done
        }
        Err((folder, error)) => {
            ui.fail(&format!("cannot read {}: {error}", folder.display()), help);
            Exit::Usage
        }
    }
}

/// Whether a folder was among the names.
pub(in crate::cli) fn has_folder(names: &[String], world: &dyn World) -> bool {
    names.iter().any(|name| is_folder(name, world))
}

/// Whether a name is that of a folder, or of a link to one.
pub(in crate::cli) fn is_folder(name: &str, world: &dyn World) -> bool {
    let path = Path::new(name);
    let kind =
        world.kind(path).and_then(|kind| if kind == Kind::Link { world.kind(&world.target(path)?) } else { Ok(kind) });
    name != "-" && matches!(kind, Ok(Kind::Folder))
}

/// What messages call a kind of file.
pub(in crate::cli) fn noun(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Brief => "a brief",
        FileKind::Project => "the project file",
        FileKind::Shared => "a file of shared records",
    }
}
