//! The files that a command line names: briefs, and those in folders.

use std::path::Path;

use super::{Exit, Ui};
use crate::project;
use crate::world::{Kind, World};

/// One file.
pub(super) struct Named {
    /// As the user named it, or the folder and what was found in it.
    pub(super) name: String,
    /// Whether a folder held it, so that it may be no brief.
    pub(super) found: bool,
}

impl Named {
    /// Whether the file is to be passed over: it was found in a folder and is no brief.
    pub(super) fn is_other(&self, text: &str) -> bool {
        self.found && !project::is_brief(Path::new(&self.name), text)
    }
}

/// The files in the order in which they were named, those of a folder sorted. `-` is standard input.
pub(super) fn named(names: &[String], world: &dyn World, ui: &Ui) -> (Vec<Named>, Exit) {
    let mut all = Vec::new();
    let mut exit = Exit::Done;
    for name in names {
        if name == "-" || !matches!(world.kind(Path::new(name)), Ok(Kind::Folder)) {
            all.push(Named { name: name.clone(), found: false });
            continue;
        }
        match project::files(Path::new(name), world) {
            Ok(files) => {
                let names = files.into_iter().map(|file| file.to_string_lossy().into_owned());
                all.extend(names.map(|name| Named { name, found: true }));
            }
            Err((folder, error)) => {
                ui.fail(&format!("cannot read {}: {error}", folder.display()), None);
                exit = Exit::Usage;
            }
        }
    }
    (all, exit)
}

/// Whether a folder was among the names.
pub(super) fn has_folder(names: &[String], world: &dyn World) -> bool {
    names.iter().any(|name| name != "-" && matches!(world.kind(Path::new(name)), Ok(Kind::Folder)))
}
