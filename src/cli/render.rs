//! `brief render`

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::edition::{self, Place};
use super::house::House;
use super::{Exit, Ui, house};
use crate::diagnostic::{has_errors, render};
use crate::library::Library;
use crate::pipeline::{self, Checked, Job, Rendered};
use crate::project::Project;
use crate::template::BUILT_IN;
use crate::world::World;

/// Render briefs as Markdown and PDF.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The briefs; `-` is standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,

    /// The folder for the files; without it they stand beside the brief.
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,

    /// What to write.
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [Format::Md, Format::Pdf], value_name = "FORMAT")]
    to: Vec<Format>,

    /// A built-in template, or the folder of one's own.
    #[arg(long, default_value = BUILT_IN[0].name, value_name = "NAME or FOLDER")]
    template: String,

    /// A folder with fonts (TTF, OTF, TTC) for the scripts that the program's own fonts lack.
    #[arg(long, value_name = "DIR")]
    fonts: Option<PathBuf>,

    /// For the reader of an earlier edition: list and mark what changed since. A version that git keeps, REV:PATH, or a
    /// file.
    #[arg(long, value_name = "VERSION")]
    since: Option<String>,

    #[command(flatten)]
    house: house::Args,

    /// Say what was written and how the page was made to fit.
    #[arg(short, long)]
    verbose: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Markdown.
    Md,
    /// PDF.
    Pdf,
}

impl Format {
    fn extension(self) -> &'static str {
        match self {
            Self::Md => "md",
            Self::Pdf => "pdf",
        }
    }
}

pub(super) fn run(args: &Args, world: &dyn World, ui: &Ui) -> Exit {
    if let Err((message, help)) = args.usage(ui) {
        ui.fail(&message, Some(help));
        return Exit::Usage;
    }
    let Some(mut house) = args.house.house(ui) else { return Exit::Usage };
    let mut library = Library::default();
    args.files.iter().map(|file| args.render(file, &mut library, &mut house, world, ui)).max().unwrap_or(Exit::Done)
}

impl Args {
    /// What cannot be done as it was asked for.
    fn usage(&self, ui: &Ui) -> Result<(), (String, &'static str)> {
        if self.files.iter().any(|file| file == "-") && self.output.is_none() {
            if self.to.len() > 1 {
                let message = "two formats cannot both go to standard output".to_owned();
                return Err((message, "choose one (--to md) or a folder (--output DIR)"));
            }
            if self.to == [Format::Pdf] && ui.shows_results() {
                let message = "a PDF is not for a terminal".to_owned();
                return Err((message, "name a folder (--output DIR) or redirect the output to a file"));
            }
        }
        let mut targets = BTreeMap::new();
        for file in &self.files {
            if let Some(other) = targets.insert(self.target(file), file) {
                let message = format!("{other} and {file} would both be written to {}", self.target(file).display());
                return Err((message, "render them into different folders"));
            }
        }
        Ok(())
    }

    /// The path of the outputs of a file, without extension.
    fn target(&self, file: &str) -> PathBuf {
        let path = if file == "-" { Path::new("brief.toml") } else { Path::new(file) };
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let stem = name.strip_suffix(".toml").unwrap_or(&name);
        let stem = stem.strip_suffix(".brief").unwrap_or(stem);
        match &self.output {
            Some(folder) => folder.join(stem),
            None => path.with_file_name(stem),
        }
    }

    fn render(&self, file: &str, library: &mut Library, house: &mut House<'_>, world: &dyn World, ui: &Ui) -> Exit {
        let input = match pipeline::read(file, world) {
            Ok(input) => input,
            Err(error) => {
                ui.fail(&error.message, error.help.as_deref());
                return Exit::Usage;
            }
        };
        let Some(project) = house.project(file, world, ui) else { return Exit::Usage };
        let mut checked = pipeline::check(&input, &project);
        // Warnings about the brief are for its author, who asks with `check`. Here they are counted.
        let warnings = checked.brief.as_ref().map(|_| std::mem::take(&mut checked.diagnostics)).unwrap_or_default();
        let fonts = self.fonts.as_deref().or(project.fonts.as_deref());
        let job = Job { template: &self.template, fonts, pdf: self.to.contains(&Format::Pdf) };
        let earlier = match self.since.as_ref().map(|since| self.earlier(since, file, &project, world, ui)) {
            None => None,
            Some(Ok(earlier)) => Some(earlier),
            Some(Err(exit)) => return exit,
        };
        let rendered = match &earlier {
            Some(earlier) => pipeline::since(earlier, &mut checked, job, library, world),
            None => pipeline::render(&mut checked, job, library, world),
        };
        let rendered = match rendered {
            Ok(rendered) => rendered,
            Err(error) => {
                ui.fail(&error.message, error.help.as_deref());
                return Exit::Usage;
            }
        };
        ui.diagnostics(&checked.diagnostics, &checked.sources);
        if !warnings.is_empty() {
            ui.say(&format!("{}: {}; `brief check` shows them", input.name, render::summary(&warnings)));
        }
        match rendered {
            Some(rendered) if !has_errors(&checked.diagnostics) => self.write(file, rendered, world, ui),
            _ => {
                ui.say(&format!("{}: nothing written", input.name));
                Exit::Faults
            }
        }
    }

    /// The edition that the reader has seen.
    fn earlier(&self, since: &str, file: &str, project: &Project, world: &dyn World, ui: &Ui) -> Result<Checked, Exit> {
        let place = match Place::of(since, world) {
            // Not a file, and no path in it: a version of this file.
            Place::File(name) if world.kind(Path::new(&name)).is_err() => {
                Place::Earlier { revision: name, file: file.to_owned() }
            }
            place => place,
        };
        let inputs = edition::read(&[place], world, ui)?;
        let Some(input) = inputs.first() else { return Err(Exit::Usage) };
        let earlier = pipeline::check(input, project);
        if earlier.brief.is_none() {
            ui.diagnostics(&earlier.diagnostics, &earlier.sources);
            ui.fail(
                &format!(
                    "{}: what changed since cannot be told, for that edition has errors; nothing written",
                    input.name
                ),
                Some("name another edition, or compare what can be read: brief diff"),
            );
            return Err(Exit::Usage);
        }
        Ok(earlier)
    }

    fn write(&self, file: &str, rendered: Rendered, world: &dyn World, ui: &Ui) -> Exit {
        let mut files = Vec::new();
        let target = self.target(file);
        let path = |format: Format| {
            let mut name = target.file_name().unwrap_or_default().to_os_string();
            name.push(".");
            name.push(format.extension());
            target.with_file_name(name)
        };
        if self.to.contains(&Format::Md) {
            files.push((path(Format::Md), rendered.markdown.into_bytes()));
        }
        let mut choice = String::new();
        if let Some(page) = rendered.pdf {
            choice = format!(" ({}; {})", pages(page.laid.pages.len()), page.choice);
            files.push((path(Format::Pdf), page.bytes));
        }
        if file == "-" && self.output.is_none() {
            files.iter().for_each(|(_, bytes)| ui.result(bytes));
            return Exit::Done;
        }
        if let Err((path, error)) = world.write(&files) {
            ui.cannot_write(&path, &error);
            return Exit::Usage;
        }
        if self.verbose {
            let names: Vec<_> = files.iter().map(|(path, _)| path.display().to_string()).collect();
            ui.say(&format!("wrote {}{choice}", names.join(" and ")));
        }
        Exit::Done
    }
}

fn pages(count: usize) -> String {
    if count == 1 { "1 page".to_owned() } else { format!("{count} pages") }
}
