//! Which briefs a command works on, and where their outputs go.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::ArgAction;
use clap::builder::NonEmptyStringValueParser;

use super::files::{self, FileOrigin, NamedFile, Selection};
use super::outcome::listed;
use super::project_cache::ProjectCache;
use super::release::ReleaseArgs;
use super::{Exit, Ui};
use crate::batch::{Clashes, OutputFormat, OutputOptions, Task};
use crate::pipeline::{self, LARGEST_BRIEF};
use crate::project::{FileKind, Project};
use crate::source::Sources;
use crate::template;
use crate::world::{PathKind, World, read_file};

/// The options for what is rendered and where it is written. Where they are missing, the project decides.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct OutputArgs {
    #[arg(
        short,
        long,
        value_name = "PATH",
        help = "A folder or a file; `-` is standard output",
        long_help = "Write to this folder, or to this file if it ends in .md, .html, .docx or .pdf; `-` is standard output"
    )]
    output: Option<PathBuf>,

    #[arg(
        long,
        value_delimiter = ',',
        value_name = "FORMAT",
        value_parser = format,
        help = "md, html, docx and pdf [default: md,pdf]",
        long_help = "The formats to write, of md, html, docx and pdf [default: md,pdf]"
    )]
    to: Option<Vec<OutputFormat>>,

    #[arg(
        long,
        value_delimiter = ',',
        value_name = "NAME or FOLDER",
        value_parser = NonEmptyStringValueParser::new(),
        help = "A built-in template, or a folder with yours",
        long_help = "A built-in template, or a folder with your own; several separated by commas [default: that of the project, or of the brief's kind]"
    )]
    template: Vec<String>,

    /// A style file that overrides the template's own
    #[arg(long, value_name = "FILE", hide_short_help = true)]
    style: Option<PathBuf>,

    /// A folder with fonts (TTF, OTF, TTC) for scripts that the built-in fonts lack; can be given several times
    #[arg(long, value_name = "DIR", action = ArgAction::Append, hide_short_help = true)]
    fonts: Vec<PathBuf>,

    /// A Word file whose styles, paper size, header and footer are used in Word files
    #[arg(long, value_name = "DOCX", hide_short_help = true)]
    reference: Option<PathBuf>,

    #[arg(
        long,
        value_name = "N",
        value_parser = pages,
        help = "How many pages a brief may take, or `any`",
        long_help = "How many pages a brief may take: a number, or `any` [default: what it or its template says]"
    )]
    pages: Option<u16>,

    #[arg(
        long,
        conflicts_with = "release",
        help = "Print what is for our side alone",
        long_help = "Print what is for our side alone (aims, arguments, what not to say) with any template; without it, only `mandate` and `meeting` do",
        hide_short_help = true
    )]
    own_side: bool,

    #[command(flatten)]
    release: ReleaseArgs,
}

/// Where the outputs of a command go.
pub(in crate::cli) enum Destination<'a> {
    /// To files.
    Files(OutputOptions),
    /// One output to standard output, or to a pipe or a device.
    Stream(Option<&'a Path>, OutputOptions),
}

impl OutputArgs {
    /// Where the outputs of the named briefs go. The error has a suggested fix.
    pub(in crate::cli) fn destination(
        &self,
        names: &[String],
        world: &dyn World,
    ) -> Result<Destination<'_>, (String, &'static str)> {
        let mut options = OutputOptions {
            output: None,
            file: None,
            templates: self.template.clone(),
            style: self.style.clone(),
            fonts: self.fonts.clone(),
            reference: self.reference.clone(),
            to: self.to.clone(),
            pages: self.pages,
            draft: false,
            review: false,
            own_side: self.own_side,
            release: self.release.release(),
        };
        let is_one = matches!(names, [name] if !files::is_folder(name, world));
        let Some(path) = &self.output else {
            return match names.iter().any(|name| name == "-") {
                true if is_one => Self::stream(None, options),
                true => Err(("a brief from standard input has no folder".into(), "name one for the output: -o out/")),
                false => Ok(Destination::Files(options)),
            };
        };
        let shown = path.to_string_lossy();
        let format = path.extension().and_then(|it| OutputFormat::of(&it.to_string_lossy().to_ascii_lowercase()));
        let kind = world.kind_of_target(path);
        let is_stream = shown == "-" || matches!(kind, Ok(PathKind::Other));
        let is_folder = matches!(kind, Ok(PathKind::Folder)) || shown.ends_with(std::path::is_separator);
        // `out` and `v1.2` are folders; `page.txt` was meant as a file.
        let is_named_as_file = || path.extension().is_some_and(|it| it.to_string_lossy().contains(char::is_alphabetic));
        if !is_stream && !is_folder && format.is_none() && kind.is_err() && is_named_as_file() {
            let help = "write a .pdf, .md, .html or .docx file; for a folder, end the name with a slash";
            return Err((format!("{shown} does not have the extension of an output format"), help));
        }
        if !is_stream && (is_folder || format.is_none()) {
            options.output = Some(path.clone());
            return Ok(Destination::Files(options));
        }
        if !is_one {
            let place = if shown == "-" { "standard output" } else { &shown };
            return Err((
                format!("several briefs cannot be written to {place}"),
                "name one brief, or a folder for the outputs: -o out/",
            ));
        }
        if self.template.len() > 1 {
            let place = if shown == "-" { "standard output" } else { &shown };
            let help = "name one template, or a folder for the outputs: -o out/";
            return Err((format!("the pages of several templates cannot be written to {place}"), help));
        }
        let formats = self.to.clone().or(format.map(|format| vec![format]));
        options.to = formats.clone();
        if is_stream {
            return Self::stream(Some(path).filter(|_| shown != "-"), options);
        }
        if formats.as_deref() != format.as_ref().map(std::slice::from_ref) {
            let names: Vec<_> = formats.iter().flatten().map(|format| format.name()).collect();
            return Err((
                format!("--to asks for {}, but {shown} has another extension", listed(&names)),
                "omit --to, or name a folder: -o out/",
            ));
        }
        // A link that the user names is followed.
        let is_link = matches!(world.kind(path), Ok(PathKind::Link));
        options.file = Some(world.target(path).ok().filter(|_| is_link).unwrap_or_else(|| path.clone()));
        Ok(Destination::Files(options))
    }

    fn stream(path: Option<&PathBuf>, options: OutputOptions) -> Result<Destination<'_>, (String, &'static str)> {
        if let Some([_]) = options.to.as_deref() {
            return Ok(Destination::Stream(path.map(PathBuf::as_path), options));
        }
        let place = path.map_or("standard output".into(), |path| path.display().to_string());
        Err((format!("only one format can go to {place}"), "choose one (--to md), or a folder (--output DIR)"))
    }
}

fn format(text: &str) -> Result<OutputFormat, String> {
    OutputFormat::of(text).ok_or_else(|| "the formats are md, html, docx and pdf".to_owned())
}

fn pages(text: &str) -> Result<u16, String> {
    if text == "any" {
        return Ok(0);
    }
    text.parse()
        .ok()
        .filter(|pages| (1..=99).contains(pages))
        .ok_or_else(|| "write a number from 1 to 99, or any".to_owned())
}

/// What a command works on.
pub(in crate::cli) struct Selected {
    /// The briefs, and files of folders that may turn out not to be briefs.
    pub(in crate::cli) tasks: Vec<Task>,
    pub(in crate::cli) origin: FileOrigin,
    pub(in crate::cli) exit: Exit,
}

/// The tasks of a command line: those of the files and folders that it names, or else of the project, or else of the
/// current folder. `None` after an error that leaves nothing to do, which has been reported.
pub(in crate::cli) fn tasks(
    names: &[String],
    options: &OutputOptions,
    projects: &mut ProjectCache<'_>,
    world: &dyn World,
    ui: &Ui,
) -> Option<Selected> {
    let Selection { files: inputs, origin, mut exit } = files::selection(names, projects, world, ui)?;
    let mut tasks = Vec::with_capacity(inputs.len());
    let mut others = Vec::new();
    for NamedFile { name, folder } in inputs {
        // It is read with its brief.
        if folder.is_some() && pipeline::brief_of_private(&name).is_some() {
            continue;
        }
        let Some(project) = projects.project(&name, world, ui) else {
            exit = exit.max(Exit::Usage);
            continue;
        };
        // One that a folder had may still turn out not to be a brief.
        let kind = if folder.is_some() { FileKind::Brief } else { named_kind(&name, &project, world) };
        match kind {
            FileKind::Project | FileKind::Shared | FileKind::Private | FileKind::Style | FileKind::Template => {
                others.push((name, kind));
            }
            FileKind::Brief | FileKind::Other => {
                tasks.extend(Task::all(&name, folder.as_deref(), &project, options, world));
            }
        }
    }
    if tasks.is_empty() && exit == Exit::Done && !others.is_empty() {
        for (name, kind) in others {
            ui.fail(&format!("{name} is {}, not a brief", files::noun(kind)), Some("name briefs, or folders of them"));
        }
        return None;
    }
    // `*.toml` names them, too.
    for (name, kind) in others {
        ui.say(&format!("{name}: skipped: {}", files::noun(kind)));
    }
    Some(Selected { tasks, origin, exit })
}

/// What a file that the command line names is for. One that cannot be read is reported when it is read as a brief.
fn named_kind(name: &str, project: &Project, world: &dyn World) -> FileKind {
    let path = Path::new(name);
    let by_text = || {
        // Standard input can be read once only.
        let text = (name != "-").then(|| read_file(path, LARGEST_BRIEF, world).ok()).flatten()?;
        Some(project.kind_of(path, &String::from_utf8_lossy(&text), world))
    };
    project.kind_by_path(path, world).or_else(by_text).unwrap_or(FileKind::Brief)
}

/// The tasks of a command that only reads briefs, each with one template.
pub(in crate::cli) fn tasks_to_read(
    names: &[String],
    projects: &mut ProjectCache<'_>,
    world: &dyn World,
    ui: &Ui,
) -> Option<Selected> {
    let mut selected = tasks(names, &OutputOptions::default(), projects, world, ui)?;
    keep_first_templates(&mut selected.tasks);
    Some(selected)
}

/// Keeps of each brief the task with the first of its templates.
pub(in crate::cli) fn keep_first_templates(tasks: &mut Vec<Task>) {
    tasks.dedup_by(|next, first| next.name == first.name);
}

/// Reports the templates that cannot be read; `false` when there are any. Then no page of any template is written.
pub(in crate::cli) fn can_read_templates(tasks: &[Task], world: &dyn World, ui: &Ui) -> bool {
    let names: BTreeSet<&str> = tasks.iter().map(|task| task.template.as_str()).collect();
    let errors = names.into_iter().filter_map(|name| template::load(name, world, &mut Sources::default()).err());
    errors.map(|error| ui.fail(&error.message, error.help.as_deref())).count() == 0
}

/// Reports which briefs would write over each other's outputs.
pub(in crate::cli) fn report_clashes(clashes: &Clashes, ui: &Ui) {
    for clash in &clashes.0 {
        ui.fail(&clash.to_string(), Some("render them into different folders, or rename one"));
    }
}
