//! `brief diff`

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::ArgAction;

use crate::batch::{OutputOptions, Task};
use crate::cli::shared::comparison::editions;
use crate::cli::shared::edition::{self, EditionRef};
use crate::cli::shared::files::{NamedFile, Selection, selection};
use crate::cli::shared::noun::count;
use crate::cli::shared::project_cache::ProjectCache;
use crate::cli::shared::release::ReleaseArgs;
use crate::cli::shared::{Exit, Ui, output, project_cache};
use crate::diagnostic::has_errors;
use crate::diff::{Diff, render};
use crate::error::Error;
use crate::git::Git;
use crate::language::Locale;
use crate::library::FontLibrary;
use crate::pipeline::{self, Checked, Input};
use crate::project::{FileKind, Project};
use crate::release::{Proof, compared_leak};
use crate::schema::Class;
use crate::world::World;

/// The version with which a brief is compared when none is named.
const LAST: &str = "HEAD";

/// Show what changed in meaning between two editions of a brief.
#[derive(Debug, clap::Args)]
#[command(
    after_long_help = "\
The exit code is 0 if nothing changed, 1 if something did, and 2 after an error.",
    after_help = "\
An edition is a file, `-` for standard input, or REV:PATH in git:
  brief diff            the last commit and each brief of the project or folder
  brief diff FILE       the last commit and the file
  brief diff REV FILE   another commit and the file
  brief diff OLD NEW    any two editions"
)]
pub(in crate::cli) struct Args {
    /// The old edition; given alone, the file to compare with the last commit.
    #[arg(value_name = "OLD")]
    old: Option<String>,

    /// The new edition.
    #[arg(value_name = "NEW")]
    new: Option<String>,

    #[arg(
        long,
        value_enum,
        default_value_t = DiffFormat::Human,
        value_name = "FORMAT",
        hide_possible_values = true,
        help = "human, md, json, pdf or docx",
        long_help = "How to show it: human, md, json, or a redline as pdf or docx (tracked changes)"
    )]
    format: DiffFormat,

    #[arg(
        short,
        long,
        value_name = "FILE",
        help = "The file to write [default: standard output]",
        long_help = "Write to this file [default: standard output]"
    )]
    output: Option<PathBuf>,

    #[arg(
        long,
        value_enum,
        value_name = "CLASS",
        hide_possible_values = true,
        help = "substantive, evidential or editorial changes",
        long_help = "Show one class of changes: substantive, evidential or editorial"
    )]
    only: Option<Only>,

    #[arg(
        long,
        value_name = "NAME or FOLDER",
        help = "The template of a redline",
        long_help = "For a redline: a built-in template, or a folder with your own [default: as in `brief render`]"
    )]
    template: Option<String>,

    /// For a redline: a folder with fonts; can be given several times.
    #[arg(long, value_name = "DIR", action = ArgAction::Append, hide_short_help = true)]
    fonts: Vec<PathBuf>,

    /// For a redline in Word: a Word file whose styles, paper, header and footer it has.
    #[arg(long, value_name = "DOCX", hide_short_help = true)]
    reference: Option<PathBuf>,

    #[command(flatten)]
    release: ReleaseArgs,

    #[command(flatten)]
    severities: project_cache::SeverityArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum DiffFormat {
    // For the terminal.
    Human,
    // Markdown, for a pull request.
    Md,
    // For programs; docs/editions.md describes it.
    Json,
    // The redline: the new page with every change marked in it.
    Pdf,
    // The redline as a Word file with tracked changes.
    Docx,
}

impl DiffFormat {
    /// Whether it is a redline, and what it is called.
    fn redline(self) -> Option<&'static str> {
        match self {
            Self::Pdf => Some("a PDF"),
            Self::Docx => Some("a Word file"),
            Self::Human | Self::Md | Self::Json => None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Only {
    // What is the case, or what somebody wants, does or has promised.
    Substantive,
    // Where it comes from and how sure it is.
    Evidential,
    // How it is worded and filed.
    Editorial,
}

pub(in crate::cli) fn run(args: &Args, world: &dyn World, ui: &Ui) -> Exit {
    if let Some(what) = args.format.redline()
        && args.output.is_none()
        && ui.shows_results()
    {
        let help = "name a file (--output FILE), or redirect the output";
        ui.fail(&format!("{what} cannot be shown on a terminal"), Some(help));
        return Exit::Usage;
    }
    if args.format.redline().is_some() && args.only.is_some() {
        ui.fail(
            "a redline marks every change, so --only has no effect on it",
            Some("remove --only, or choose another --format"),
        );
        return Exit::Usage;
    }
    let Some(old) = &args.old else { return args.each(world, ui) };
    let places = match places(old, args.new.as_deref(), world) {
        Ok(places) => places,
        Err((message, help)) => {
            ui.fail(&message, Some(&help));
            return Exit::Usage;
        }
    };
    let severities = args.severities.project_cache(ui);
    match severities.ok_or(Exit::Usage).and_then(|mut projects| args.compare(&places, &mut projects, world, ui)) {
        Ok(compared) => args.print(compared, world, ui),
        Err(exit) => exit,
    }
}

/// Two editions and what changed between them.
struct Compared {
    inputs: Vec<Input>,
    projects: Vec<Arc<Project>>,
    checked: Vec<Checked>,
    proof: Option<Proof>,
    diff: Diff,
}

impl Args {
    /// Compares the last commit with each brief of the project, or of the current folder.
    fn each(&self, world: &dyn World, ui: &Ui) -> Exit {
        if !matches!(self.format, DiffFormat::Human | DiffFormat::Md) || self.output.is_some() {
            let message = "without a file, changes are printed to standard output as human or md";
            ui.fail(message, Some("name one brief: brief diff FILE"));
            return Exit::Usage;
        }
        match Git::at(Path::new("")).is_commit(LAST) {
            Ok(true) => {}
            Ok(false) => {
                ui.fail("there is no commit yet to compare with", Some("git commit makes one; or name two files"));
                return Exit::Usage;
            }
            Err(error) => {
                ui.fail(&error.message, error.help.as_deref());
                return Exit::Usage;
            }
        }
        let Some(mut projects) = self.severities.project_cache(ui) else { return Exit::Usage };
        let Some(Selection { files, origin, mut exit }) = selection(&[], &mut projects, world, ui) else {
            return Exit::Usage;
        };
        let (mut all, mut changed) = (0, 0);
        for NamedFile { name, .. } in files {
            match self.one(name, &mut projects, world, ui) {
                Ok(None) => continue,
                Ok(Some(done)) => {
                    changed += usize::from(done == Exit::Errors);
                    exit = exit.max(done);
                }
                Err(failed) => exit = exit.max(failed),
            }
            all += 1;
        }
        if all == 0 && exit == Exit::Done {
            return origin.refuse_none(ui);
        }
        ui.say(&format!("{changed} of {}{} changed since the last commit", count(all, "brief"), origin.phrase()));
        exit
    }

    /// Compares the last commit with a file; `None` when it is not a brief.
    fn one(
        &self,
        file: String,
        projects: &mut ProjectCache<'_>,
        world: &dyn World,
        ui: &Ui,
    ) -> Result<Option<Exit>, Exit> {
        let fail = |error: &Error| {
            ui.fail(&error.message, error.help.as_deref());
            Exit::Usage
        };
        let project = projects.project(&file, world, ui).ok_or(Exit::Usage)?;
        let input = pipeline::read(&file, world).map_err(|error| fail(&error))?;
        let path = Path::new(&file);
        if project.kind_of(path, &input.text, world) != FileKind::Brief {
            return Ok(None);
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let git = Git::at(path.parent().unwrap_or(Path::new("")));
        let before = git.read(&[format!("{LAST}:./{name}")], pipeline::LARGEST_BRIEF).map_err(|error| fail(&error))?;
        if before.iter().flatten().next().is_none() {
            ui.result(ui.safe(&format!("+ {file} is in no commit yet\n")).as_bytes());
            return Ok(Some(Exit::Errors));
        }
        let earlier = EditionRef::EarlierEdition { revision: LAST.to_owned(), file: file.clone() };
        let compared = self.compare(&[earlier, EditionRef::File(file)], projects, world, ui)?;
        if compared.diff.is_empty() {
            return Ok(Some(Exit::Done));
        }
        Ok(Some(self.print(compared, world, ui)))
    }

    fn compare(
        &self,
        places: &[EditionRef],
        projects: &mut ProjectCache<'_>,
        world: &dyn World,
        ui: &Ui,
    ) -> Result<Compared, Exit> {
        let inputs = edition::read(places, None, world, ui)?;
        let fail = |error: &Error| {
            ui.fail(&error.message, error.help.as_deref());
            Exit::Usage
        };
        let mut of_projects = Vec::new();
        for (place, input) in places.iter().zip(&inputs) {
            let project = projects.project(place.path(), world, ui).ok_or(Exit::Usage)?;
            of_projects.push(place.project(input, &project).map_err(|error| fail(&error))?);
        }
        let (checked, proof) = self.checked(&inputs, &of_projects).map_err(|error| fail(&error))?;
        let [old, new] = &checked[..] else { return Err(Exit::Usage) };
        let diff = pipeline::compare(old, new);
        Ok(Compared { inputs, projects: of_projects, checked, proof, diff })
    }

    fn print(&self, compared: Compared, world: &dyn World, ui: &Ui) -> Exit {
        let Compared { inputs, projects, checked, proof, diff } = compared;
        if self.format.redline().is_some() {
            let options = OutputOptions {
                templates: self.template.iter().cloned().collect(),
                fonts: self.fonts.clone(),
                reference: self.reference.clone(),
                ..OutputOptions::default()
            };
            let task = &Task::new(&inputs[1].name, None, &projects[1], &options, world);
            let exit = if diff.is_empty() { Exit::Done } else { Exit::Errors };
            return self.redline(checked, task, proof.as_ref(), world, ui).max(exit);
        }
        let diff = match self.only {
            Some(Only::Substantive) => diff.only(Class::Substantive),
            Some(Only::Evidential) => diff.only(Class::Evidential),
            Some(Only::Editorial) => diff.only(Class::Editorial),
            None => diff,
        };
        let editions = editions([&inputs[0], &inputs[1]], &checked);
        // The program speaks English; the page speaks the language of the brief.
        let speech = Locale::of("en", &std::collections::BTreeMap::new());
        let (color, width) = ui.screen();
        let text = match self.format {
            DiffFormat::Human | DiffFormat::Pdf | DiffFormat::Docx => {
                let color = color && self.output.is_none();
                render::human(&diff, &editions, &speech, color, width)
            }
            DiffFormat::Md => render::markdown(&diff, &editions, &speech),
            DiffFormat::Json => render::json(&diff, &editions, &speech),
        };
        if let Some(proof) = proof {
            let mut found = proof.found_in_words(&text);
            found.extend(proof.found_in_words(&render::markdown(&diff, &editions, &speech)));
            if !found.is_empty() {
                return leak(&found, ui);
            }
        }
        output::write(self.output.as_deref(), text.into_bytes(), world, ui).max(if diff.is_empty() {
            Exit::Done
        } else {
            Exit::Errors
        })
    }
}

/// The two editions that the arguments name.
fn places(old: &str, new: Option<&str>, world: &dyn World) -> Result<Vec<EditionRef>, (String, String)> {
    let is_file = |name: &str| name == "-" || world.kind(Path::new(name)).is_ok();
    let Some(new) = new else {
        if old == "-" {
            return Err((
                "standard input has no earlier version".into(),
                "name both editions: brief diff OLD -".into(),
            ));
        }
        let file = old.to_owned();
        return match EditionRef::of(&file, world) {
            EditionRef::File(_) => Ok(vec![
                EditionRef::EarlierEdition { revision: LAST.to_owned(), file: file.clone() },
                EditionRef::File(file),
            ]),
            _ => Err((
                format!("{file} is an edition in git; name the one to compare it with"),
                "brief diff OLD NEW".into(),
            )),
        };
    };
    if old == "-" && new == "-" {
        return Err(("standard input can only be read once".into(), "name a file for one of the editions".into()));
    }
    let is_name = |name: &str| !is_file(name) && crate::git::split(name).is_none();
    // Nothing that a brief is called: two commits without the file.
    if [old, new].into_iter().all(|name| is_name(name) && Path::new(name).extension().is_none_or(|it| it != "toml")) {
        return Err((
            format!("neither {old} nor {new} is a file"),
            format!("for two commits, name the file in both: brief diff {old}:FILE {new}:FILE"),
        ));
    }
    // A commit without a path means the file of the other edition. A file of that name comes first.
    if !is_file(old) && crate::git::split(old).is_none() && new != "-" && is_file(new) {
        let earlier = EditionRef::EarlierEdition { revision: old.to_owned(), file: new.to_owned() };
        return Ok(vec![earlier, EditionRef::File(new.to_owned())]);
    }
    Ok(vec![EditionRef::of(old, world), EditionRef::of(new, world)])
}

/// Reports that what was made has words of texts that the release withholds.
fn leak(paths: &BTreeSet<Arc<str>>, ui: &Ui) -> Exit {
    let error = compared_leak("the comparison", paths);
    ui.fail(&format!("{}; nothing written", error.message), error.help.as_deref());
    Exit::Usage
}

impl Args {
    /// The two editions, as they are released, and the words that must not be in a result.
    fn checked(&self, inputs: &[Input], projects: &[Arc<Project>]) -> Result<(Vec<Checked>, Option<Proof>), Error> {
        let checked = inputs.iter().zip(projects).map(|(input, project)| pipeline::check(input, project));
        let checked: Vec<Checked> = checked.collect();
        let Some(release) = self.release.release() else { return Ok((checked, None)) };
        // The newer edition says what is withheld from both, in whichever order they are named.
        let as_of = |at: usize| checked[at].brief.as_ref().map(|brief| brief.as_of);
        let newest = usize::from(as_of(1) >= as_of(0));
        let newer = pipeline::release(&inputs[newest], &projects[newest], &release, None)?;
        let (input, project) = (&inputs[1 - newest], &projects[1 - newest]);
        let older = pipeline::release(input, project, &release, Some(&newer.withheld))?;
        let proof = newer.withheld.proof.clone().with(&older.withheld.proof);
        let mut released = vec![older.check(), newer.check()];
        if newest == 0 {
            released.swap(0, 1);
        }
        Ok((released, Some(proof)))
    }

    fn redline(&self, checked: Vec<Checked>, task: &Task, proof: Option<&Proof>, world: &dyn World, ui: &Ui) -> Exit {
        let mut checked = checked.into_iter();
        let (Some(old), Some(mut new)) = (checked.next(), checked.next()) else { return Exit::Usage };
        let mut has_errors_before = false;
        for it in [&old, &new] {
            if it.brief.is_none() {
                ui.diagnostics(&it.diagnostics, &it.sources);
                has_errors_before = true;
            }
        }
        if has_errors_before {
            ui.fail(
                "a redline needs two editions without errors; nothing written",
                Some("fix them, or choose --format human, which compares what can be read"),
            );
            return Exit::Usage;
        }
        new.diagnostics.clear();
        let library = FontLibrary::default();
        let is_word = self.format == DiffFormat::Docx;
        let job = task.job().pdf(!is_word).html(false).docx(is_word);
        let rendered = match pipeline::Renderer::new(&library).redline(&old, &mut new, job, world) {
            Ok(rendered) => rendered,
            Err(error) => {
                ui.fail(&error.message, error.help.as_deref());
                return Exit::Usage;
            }
        };
        ui.diagnostics(&new.diagnostics, &new.sources);
        if let (Some(rendered), Some(proof)) = (&rendered, proof)
            && let Some(found) = pipeline::leak(rendered, proof)
        {
            return leak(&found.paths, ui);
        }
        let page = match rendered {
            Some(pipeline::Rendered { pdf: Some(page), .. }) if !has_errors(&new.diagnostics) => page.bytes,
            Some(pipeline::Rendered { docx: Some(file), .. }) if !has_errors(&new.diagnostics) => file,
            _ => {
                ui.show("nothing written");
                return Exit::Usage;
            }
        };
        output::write(self.output.as_deref(), page, world, ui)
    }
}
