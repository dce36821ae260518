//! What a house and a user set for briefs: severities, fonts.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::Ui;
use crate::project::{self, Level, Project, Severities};
use crate::source::Sources;
use crate::world::World;

/// The options that set severities.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(super) struct Args {
    /// Make an error of a code; `warnings` stands for all warnings.
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    deny: Vec<String>,

    /// Do not tell a code.
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    allow: Vec<String>,
}

/// The project of each brief: its project file, with the severities of the options on top.
pub(super) struct House<'a> {
    args: &'a Args,
    /// By project file; `None` for one with faults, which have been told.
    projects: HashMap<PathBuf, Option<Project>>,
}

impl Args {
    /// Checks the options. `None` when one cannot be taken, which has then been told.
    pub(super) fn house(&self, ui: &Ui) -> Option<House<'_>> {
        let house = House { args: self, projects: HashMap::new() };
        match house.set(&mut Severities::default()) {
            Ok(()) => Some(house),
            Err(refused) => {
                ui.fail(&refused.message, refused.help.as_deref());
                None
            }
        }
    }
}

impl House<'_> {
    fn set(&self, severities: &mut Severities) -> Result<(), project::Refused> {
        for (codes, level) in [(&self.args.allow, Level::Allow), (&self.args.deny, Level::Deny)] {
            for code in codes {
                severities.set(code, level)?;
            }
        }
        Ok(())
    }

    /// The project of a brief. `None` when its file has faults, which are told once.
    pub(super) fn project(&mut self, brief: &str, world: &dyn World, ui: &Ui) -> Option<Project> {
        // Standard input stands in the current folder.
        let brief = if brief == "-" { "brief.toml" } else { brief };
        let mut project = match project::find(Path::new(brief), world) {
            None => Project::default(),
            Some(path) => {
                if !self.projects.contains_key(&path) {
                    let read = read(&path, world, ui);
                    self.projects.insert(path.clone(), read);
                }
                self.projects.get(&path)?.clone()?
            }
        };
        // They have been taken before.
        let _ = self.set(&mut project.severities);
        Some(project)
    }
}

/// Reads a project file, and tells its faults.
fn read(path: &Path, world: &dyn World, ui: &Ui) -> Option<Project> {
    let mut sources = Sources::default();
    // In messages it is named from the current folder, as a brief is.
    let here = world.absolute(Path::new(".")).ok();
    let name = here.and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path);
    let read = project::read(path, &name.display().to_string(), world, &mut sources);
    read.map_err(|faults| ui.diagnostics(&faults, &sources)).ok()
}
