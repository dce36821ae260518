//! An edition of a brief as the command line names it: a file, `-`, or a version in git.

use std::path::Path;
use std::sync::Arc;

use super::{Exit, Ui};
use crate::error::Error;
use crate::git::{self, Git};
use crate::pipeline::{self, Input, LARGEST_BRIEF};
use crate::project::Project;
use crate::version::{self, VersionedBrief};
use crate::world::{LockedFile, World};

/// A reference to an edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) enum EditionRef {
    /// A file, or `-`.
    File(String),
    /// A file in a version, by the path that git takes.
    InGit { revision: String, path: String },
    /// A file of the work tree as it was in a version.
    EarlierEdition { revision: String, file: String },
}

impl EditionRef {
    /// What a name refers to: a file if there is one, or else `REV:PATH`.
    pub(in crate::cli) fn of(name: &str, world: &dyn World) -> Self {
        if name == "-" || world.kind(Path::new(name)).is_ok() {
            return Self::File(name.to_owned());
        }
        match git::split(name) {
            Some((revision, path)) => Self::InGit { revision: revision.to_owned(), path: path.to_owned() },
            None => Self::File(name.to_owned()),
        }
    }

    /// The path of the file, by which its project is found.
    pub(in crate::cli) fn path(&self) -> &str {
        match self {
            Self::File(path) | Self::InGit { path, .. } | Self::EarlierEdition { file: path, .. } => path,
        }
    }

    /// Its name in messages.
    pub(in crate::cli) fn name(&self) -> String {
        match self {
            Self::File(name) => name.clone(),
            Self::InGit { revision, path } => format!("{revision}:{path}"),
            Self::EarlierEdition { revision, file } => format!("{revision}:{file}"),
        }
    }

    /// Reads it.
    pub(in crate::cli) fn read(&self, world: &dyn World) -> Result<Input, Error> {
        let decode = |bytes: Result<Vec<u8>, Error>| match bytes {
            Ok(bytes) => pipeline::decode(&self.name(), bytes),
            Err(Error { message, help }) => Err(Error { message, help }),
        };
        match self {
            Self::File(name) => pipeline::read(name, world),
            Self::InGit { revision, path } => decode(git::show(revision, path, LARGEST_BRIEF).map(|(bytes, _)| bytes)),
            Self::EarlierEdition { revision, file } => decode(git::show_file(revision, Path::new(file), LARGEST_BRIEF)),
        }
    }
}

impl EditionRef {
    /// The project of an edition that was read: that of today, with the records that it shared in the edition's
    /// version.
    pub(in crate::cli) fn project(&self, input: &Input, today: &Arc<Project>) -> Result<Arc<Project>, Error> {
        let today = || Ok(Arc::clone(today));
        let (git, revision, path) = match self {
            Self::File(_) => return today(),
            Self::InGit { revision, path } => (Git::at(Path::new("")), revision, path.clone()),
            Self::EarlierEdition { revision, file } => {
                let file = Path::new(file);
                let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
                (Git::at(file.parent().unwrap_or(Path::new(""))), revision, format!("./{name}"))
            }
        };
        let files = version::used_by_text(&input.text);
        if files.is_empty() {
            return today();
        }
        let shared = || {
            let path = match self {
                Self::InGit { .. } => git::show(revision, &path, LARGEST_BRIEF)?.1,
                _ => git.from_top(&path)?,
            };
            let brief = VersionedBrief { revision: revision.clone(), path, files };
            Ok(version::shared(&git, &[brief])?.pop().flatten())
        };
        match shared() {
            Ok(shared) => {
                let mut project = Project::clone(&*today()?);
                project.shared = shared.map(Arc::new);
                Ok(Arc::new(project))
            }
            Err(Error { message, help }) => Err(Error { message, help }),
        }
    }
}

/// Reads editions and reports all that cannot be read. `locked` is a file that this command has locked: on Windows it
/// cannot be opened a second time.
pub(in crate::cli) fn read(
    places: &[EditionRef],
    locked: Option<&LockedFile<'_>>,
    world: &dyn World,
    ui: &Ui,
) -> Result<Vec<Input>, Exit> {
    let mut inputs = Vec::new();
    for place in places {
        let read = match (place, locked) {
            (EditionRef::File(name), Some(locked))
                if world.target(Path::new(name)).is_ok_and(|file| file == locked.path()) =>
            {
                pipeline::decode(name, locked.bytes().to_vec())
            }
            _ => place.read(world),
        };
        match read {
            Ok(input) => inputs.push(input),
            Err(error) => ui.fail(&error.message, error.help.as_deref()),
        }
    }
    if inputs.len() == places.len() { Ok(inputs) } else { Err(Exit::Usage) }
}
