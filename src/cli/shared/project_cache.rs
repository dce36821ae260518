//! The projects of the briefs that a command works on.

use std::collections::HashMap;
#[cfg(feature = "watch")]
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Ui;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::error::Error;
use crate::project::{self, Project, Severities, SeverityLevel};
use crate::source::Sources;
use crate::world::World;

/// The options that set severities.
#[derive(Debug, Default, clap::Args)]
#[group(skip)]
pub(in crate::cli) struct SeverityArgs {
    /// Report a diagnostic as an error; `warnings` means all warnings
    #[arg(long, value_name = "CODE", value_delimiter = ',', hide_short_help = true)]
    deny: Vec<String>,

    /// Suppress a diagnostic
    #[arg(long, value_name = "CODE", value_delimiter = ',', hide_short_help = true)]
    allow: Vec<String>,
}

/// The project of each brief: its project file, with the severities of the options on top.
pub(in crate::cli) struct ProjectCache<'a> {
    args: &'a SeverityArgs,
    /// The project of a brief that has none.
    none: Arc<Project>,
    /// The project file of the briefs in a folder.
    files: HashMap<PathBuf, Option<PathBuf>>,
    /// By project file; `None` for one with errors.
    projects: HashMap<PathBuf, Option<Arc<Project>>>,
    /// The diagnostics of project files, where the command reports them itself.
    kept: Option<Vec<(String, Vec<Diagnostic>, Sources)>>,
}

impl SeverityArgs {
    /// Checks the options. `None` when one names no diagnostic, which has been reported.
    pub(in crate::cli) fn project_cache(&self, ui: &Ui) -> Option<ProjectCache<'_>> {
        let mut none = Project::default();
        if let Err(refused) = self.set(&mut none.severities) {
            ui.fail(&refused.message, refused.help.as_deref());
            return None;
        }
        Some(ProjectCache {
            args: self,
            none: Arc::new(none),
            files: HashMap::new(),
            projects: HashMap::new(),
            kept: None,
        })
    }

    fn set(&self, severities: &mut Severities) -> Result<(), Error> {
        for (codes, level) in [(&self.allow, SeverityLevel::Allow), (&self.deny, SeverityLevel::Deny)] {
            for code in codes {
                severities.set(code, level)?;
            }
        }
        Ok(())
    }
}

impl ProjectCache<'_> {
    /// Keeps the diagnostics of project files, for a command that reports them in its own format.
    pub(in crate::cli) fn keep_diagnostics(&mut self) {
        self.kept = Some(Vec::new());
    }

    /// The diagnostics that were kept, with the name of each project file.
    pub(in crate::cli) fn kept_diagnostics(self) -> Vec<(String, Vec<Diagnostic>, Sources)> {
        self.kept.unwrap_or_default()
    }

    /// The project of a brief. `None` when its file has errors, which are reported once, or kept.
    pub(in crate::cli) fn project(&mut self, brief: &str, world: &dyn World, ui: &Ui) -> Option<Arc<Project>> {
        // Standard input is treated as a file in the current folder.
        let brief = Path::new(if brief == "-" { "brief.toml" } else { brief });
        let folder = brief.parent().unwrap_or(Path::new(""));
        if !self.files.contains_key(folder) {
            self.files.insert(folder.to_path_buf(), project::find(brief, world));
        }
        let Some(file) = self.files.get(folder)?.clone() else { return Some(Arc::clone(&self.none)) };
        if let Some(known) = self.projects.get(&file) {
            return known.clone();
        }
        let mut sources = Sources::default();
        let name = shown(&file, world);
        let read = match project::read(&name, world, &mut sources) {
            Ok(mut project) => {
                // They were checked when the cache was made.
                let _ = self.args.set(&mut project.severities);
                Some(Arc::new(project))
            }
            Err(Diagnostics(errors)) => {
                match &mut self.kept {
                    Some(kept) => kept.push((name.display().to_string(), errors, sources)),
                    None => ui.diagnostics(&errors, &sources),
                }
                None
            }
        };
        self.projects.insert(file, read.clone());
        read
    }

    /// The project files that were found, by their names in messages; without a project where they have errors.
    #[cfg(feature = "watch")]
    pub(in crate::cli) fn projects(&self, world: &dyn World) -> BTreeMap<String, Option<&Project>> {
        let named = |path: &PathBuf| shown(path, world).display().to_string();
        self.projects.iter().map(|(path, project)| (named(path), project.as_deref())).collect()
    }

    /// The folders in which the project files of the briefs were looked for, up to those that have them.
    #[cfg(feature = "watch")]
    pub(in crate::cli) fn folders(&self, world: &dyn World) -> BTreeSet<PathBuf> {
        let mut all = BTreeSet::new();
        for (folder, file) in &self.files {
            // The folder of a brief may be the empty path.
            let Ok(folder) = world.absolute(&Path::new(".").join(folder)) else { continue };
            let top = file.as_deref().and_then(Path::parent).unwrap_or(&folder);
            all.extend(folder.ancestors().take_while(|folder| folder.starts_with(top)).map(Path::to_path_buf));
        }
        all
    }
}

/// The project of one brief, for a command that takes no severities.
pub(in crate::cli) fn project(brief: &str, world: &dyn World, ui: &Ui) -> Option<Arc<Project>> {
    SeverityArgs::default().project_cache(ui)?.project(brief, world, ui)
}

/// A path as it is named from the current folder, like the briefs that a user names.
fn shown(path: &Path, world: &dyn World) -> PathBuf {
    let Ok(here) = world.absolute(Path::new(".")) else { return path.to_path_buf() };
    for (up, folder) in here.ancestors().enumerate() {
        // From a folder of the project its file is a few steps up; from elsewhere its whole path says more.
        if let Ok(rest) = path.strip_prefix(folder)
            && (up == 0 || path.parent() == Some(folder))
        {
            return std::iter::repeat_n("..", up).collect::<PathBuf>().join(rest);
        }
    }
    path.to_path_buf()
}
