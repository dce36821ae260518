//! Which briefs a command works on, and where their outputs go.

use std::path::PathBuf;

use super::files::{self, NamedFile};
use super::project_cache::ProjectCache;
use super::{Exit, Ui};
use crate::batch::{Clash, Format, OutputOptions, Task};
use crate::project::FILE;
use crate::world::World;

/// The options that say what is to be made, and where; without them, what the project says.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct OutputArgs {
    /// The folder for the files; without it they stand beside the brief.
    #[arg(short, long, value_name = "DIR")]
    pub(in crate::cli) output: Option<PathBuf>,

    /// What to write: md, pdf, or both.
    #[arg(long, value_delimiter = ',', value_name = "FORMAT", value_parser = format)]
    pub(in crate::cli) to: Option<Vec<Format>>,

    /// A built-in template, or the folder of one's own; without it, one-page.
    #[arg(long, value_name = "NAME or FOLDER")]
    template: Option<String>,

    /// A folder with fonts (TTF, OTF, TTC) for the scripts that the program's own fonts lack.
    #[arg(long, value_name = "DIR")]
    fonts: Option<PathBuf>,
}

impl OutputArgs {
    pub(in crate::cli) fn options(&self) -> OutputOptions {
        OutputOptions {
            output: self.output.clone(),
            template: self.template.clone(),
            fonts: self.fonts.clone(),
            to: self.to.clone(),
        }
    }
}

fn format(text: &str) -> Result<Format, String> {
    Format::of(text).ok_or_else(|| "the formats are md and pdf".to_owned())
}

/// The tasks of a command line: those of the files and folders that it names, or else of the project.
pub(in crate::cli) fn tasks(
    names: &[String],
    options: &OutputOptions,
    projects: &mut ProjectCache<'_>,
    world: &dyn World,
    ui: &Ui,
) -> Option<(Vec<Task>, Exit)> {
    let (inputs, mut exit) = if names.is_empty() {
        let project = projects.project("-", world, ui)?;
        let Some(of_project) = &project.folder else {
            ui.fail(
                "there is no project here: no folder from here upwards has a briefing.toml",
                Some("name briefs or folders of them, or see docs/projects.md"),
            );
            return None;
        };
        let mut found = Vec::new();
        let help = format!("{} names it as one of the folders of briefs", of_project.join(FILE).display());
        let exits = project.briefs.iter().map(|folder| files::in_folder(folder, Some(&help), world, ui, &mut found));
        let exit = exits.max().unwrap_or(Exit::Done);
        (found, exit)
    } else {
        files::named(names, world, ui)
    };
    let mut tasks = Vec::with_capacity(inputs.len());
    for NamedFile { name, folder } in inputs {
        match projects.project(&name, world, ui) {
            Some(project) => tasks.push(Task::new(&name, folder.as_deref(), &project, options, world)),
            None => exit = exit.max(Exit::Usage),
        }
    }
    Some((tasks, exit))
}

/// The tasks of a command that only reads briefs: those of the files and folders that it names, or else of the project,
/// or else of the current folder.
pub(in crate::cli) fn tasks_to_read(
    files: &[String],
    projects: &mut ProjectCache<'_>,
    world: &dyn World,
    ui: &Ui,
) -> Option<(Vec<Task>, Exit)> {
    let here = [".".to_owned()];
    let no_project = files.is_empty() && projects.project("-", world, ui)?.folder.is_none();
    tasks(if no_project { &here } else { files }, &OutputOptions::default(), projects, world, ui)
}

/// Reports which briefs would write over each other's outputs.
pub(in crate::cli) fn report_clashes(clashes: &[Clash], ui: &Ui) {
    for Clash { names: [one, other], target } in clashes {
        let message = format!("{one} and {other} would both be written to {}", target.display());
        ui.fail(&message, Some("render them into different folders, or rename one"));
    }
}
