//! The project of a file, also while its project file has errors.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::project::{self, Project};
use crate::source::Sources;
use crate::world::World;

/// A project that was read. The default is that of a file without one.
#[derive(Clone, Default)]
pub(super) struct KnownProject {
    /// The project file.
    pub(super) file: Option<PathBuf>,
    pub(super) project: Arc<Project>,
    /// The errors of the project file. Their places are in the only file of its sources.
    pub(super) errors: Arc<[Diagnostic]>,
}

impl KnownProject {
    /// Reads a project file. While it has errors, `last` stands in for it: what was last read of it without errors.
    pub(super) fn read(file: &Path, last: Option<Arc<Project>>, world: &dyn World) -> Self {
        let (project, errors) = match project::read(file, world, &mut Sources::default()) {
            Ok(project) => (Arc::new(project), Vec::new()),
            Err(errors) => (last.unwrap_or_default(), errors.0),
        };
        Self { file: Some(file.to_path_buf()), project, errors: errors.into() }
    }

    /// Whether its file has errors, so that shared records may not be known.
    pub(super) fn is_broken(&self) -> bool {
        !self.errors.is_empty()
    }
}
