//! The files that a command line names: briefs, and those in folders.

use std::path::{Path, PathBuf};

use super::project_cache::ProjectCache;
use super::{Exit, Ui};
use crate::pipeline::STANDARD_INPUT;
use crate::project::{self, FILE, FileKind, FoundFiles};
use crate::world::{FileError, PathKind, World};

/// One file.
pub(in crate::cli) struct NamedFile {
    /// As the user named it, or the folder and what was found in it.
    pub(in crate::cli) name: String,
    /// The folder in which it was found; such a file need not be a brief.
    pub(in crate::cli) folder: Option<PathBuf>,
}

impl NamedFile {
    /// Its name in messages.
    pub(in crate::cli) fn shown(&self) -> &str {
        if self.name == "-" { STANDARD_INPUT } else { &self.name }
    }

    /// Whether the file is to be skipped: it was found in a folder, and has neither a brief nor shared records.
    pub(in crate::cli) fn is_other(&self, text: &str) -> bool {
        self.folder.is_some() && project::kind_by_text(Path::new(&self.name), text) == FileKind::Other
    }
}

/// Where the files of a command come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum FileOrigin {
    /// The command line names them.
    Named,
    /// It names none: they are those of the project, whose file is in the current folder or above it.
    Project { above: bool },
    /// It names none, and there is no project: they are those of the current folder.
    Folder,
}

impl FileOrigin {
    /// What is said after the number of files: ` in this folder`; nothing where there is nothing to guess.
    pub(in crate::cli) fn phrase(self) -> &'static str {
        match self {
            Self::Named | Self::Project { above: false } => "",
            Self::Project { above: true } => " of the project",
            Self::Folder => " in this folder",
        }
    }

    /// Reports that no brief was found, unless the command line names the files: then their number says it.
    pub(in crate::cli) fn refuse_none(self, ui: &Ui) -> Exit {
        let message = match self {
            Self::Named => return Exit::Done,
            Self::Project { .. } => "the project has no brief yet",
            Self::Folder => "there is no brief in this folder or the folders in it",
        };
        ui.fail(message, Some("write a first one: `brief new brief.toml`; or name files or folders"));
        Exit::Usage
    }
}

/// Reports that no brief is in the folders that the command line names.
pub(in crate::cli) fn refuse_empty(names: &[String], ui: &Ui) -> Exit {
    let message = format!("there is no brief in {} or the folders in it", names.join(", "));
    ui.fail(&message, Some("write a first one: `brief new FOLDER/brief.toml`; or name other files or folders"));
    Exit::Usage
}

/// The files that a command works on.
pub(in crate::cli) struct Selection {
    pub(in crate::cli) files: Vec<NamedFile>,
    pub(in crate::cli) origin: FileOrigin,
    pub(in crate::cli) exit: Exit,
}

/// The files that the command line names, or else those of the project, or else those of the current folder. `None`
/// when the project file has errors, which are reported or kept.
pub(in crate::cli) fn selection(
    names: &[String],
    projects: &mut ProjectCache<'_>,
    world: &dyn World,
    ui: &Ui,
) -> Option<Selection> {
    if !names.is_empty() {
        let (files, exit) = named(names, world, ui);
        return Some(Selection { files, origin: FileOrigin::Named, exit });
    }
    let project = projects.project("-", world, ui)?;
    let Some(of_project) = &project.folder else {
        let (files, exit) = named(&[".".to_owned()], world, ui);
        return Some(Selection { files, origin: FileOrigin::Folder, exit });
    };
    let mut files = Vec::new();
    let help = format!("{} names it as one of the folders of briefs", of_project.join(FILE).display());
    let exits = project.briefs.iter().map(|folder| in_folder(folder, Some(&help), world, ui, &mut files));
    let exit = exits.max().unwrap_or(Exit::Done);
    let above = !of_project.as_os_str().is_empty();
    Some(Selection { files, origin: FileOrigin::Project { above }, exit })
}

/// The files that the command line names, or else those of the project with its shared records, or else those of the
/// current folder. `None` as for [`selection`].
pub(in crate::cli) fn selection_with_shared(
    names: &[String],
    projects: &mut ProjectCache<'_>,
    world: &dyn World,
    ui: &Ui,
) -> Option<Selection> {
    let mut selected = selection(names, projects, world, ui)?;
    if let FileOrigin::Project { .. } = selected.origin
        && let Some(project) = projects.project("-", world, ui)
        && let Some(shared) = &project.shared
        && !project.briefs.iter().any(|folder| shared.folder().starts_with(folder))
    {
        selected.exit = selected.exit.max(in_folder(shared.folder(), None, world, ui, &mut selected.files));
    }
    Some(selected)
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

/// More links that are passed over are only counted.
const MOST_LINKS: usize = 4;

/// Adds the files of a folder and of the folders in it, sorted. `help` goes with the error if a folder cannot be read.
pub(in crate::cli) fn in_folder(
    folder: &Path,
    help: Option<&str>,
    world: &dyn World,
    ui: &Ui,
    all: &mut Vec<NamedFile>,
) -> Exit {
    match project::walk(folder, world) {
        Ok(FoundFiles { files, links, .. }) => {
            if !links.is_empty() {
                let some: Vec<_> = links.iter().take(MOST_LINKS).map(|link| link.to_string_lossy()).collect();
                let more = links.len() - some.len();
                let more = if more == 0 { String::new() } else { format!(" and {more} more") };
                ui.say(&format!("links are not followed: {}{more}; name one to use it", some.join(", ")));
            }
            let mut exit = Exit::Done;
            for file in files {
                let name = file.to_string_lossy().into_owned();
                // A name of other bytes is listed with this character in their place.
                if name.contains('\u{fffd}') && world.kind(&file).is_err() {
                    let help = "give the file another name";
                    ui.fail(&format!("cannot read {name}: its name is not UTF-8 text"), Some(help));
                    exit = Exit::Usage;
                } else {
                    all.push(NamedFile { name, folder: Some(folder.to_path_buf()) });
                }
            }
            exit
        }
        Err(FileError { path: folder, error }) => {
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
    let kind = world
        .kind(path)
        .and_then(|kind| if kind == PathKind::Link { world.kind(&world.target(path)?) } else { Ok(kind) });
    name != "-" && matches!(kind, Ok(PathKind::Folder))
}

/// What messages call a kind of file.
pub(in crate::cli) fn noun(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Brief | FileKind::Other => "a brief",
        FileKind::Project => "the project file",
        FileKind::Shared => "a file of shared records",
        FileKind::Private => "the private file of a brief",
        FileKind::Style => "the style of the project",
        FileKind::Template => "a file of a template",
    }
}
