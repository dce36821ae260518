//! `brief diff`

use std::path::{Path, PathBuf};

use crate::cli::shared::edition::{self, Place};
use crate::cli::shared::{Exit, Ui, project_cache};
use crate::diagnostic::{Severity, has_errors};
use crate::diff::Diff;
use crate::diff::render::{self, Edition, Editions};
use crate::language::Locale;
use crate::library::FontLibrary;
use crate::pipeline::{self, Input, RenderOptions};
use crate::schema::Class;
use crate::template::BUILT_IN;
use crate::world::World;

/// Show what changed in meaning between two editions of a brief.
///
/// An edition is a file, `-` (standard input), or REV:PATH, a file in a version that git keeps. `brief diff REV FILE`
/// compares a version of a file with the file, `brief diff FILE` its last commit.
///
/// Ends with exit code 0 when nothing changed in meaning, 1 when something did, 2 when an edition cannot be read.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The old edition, or a version; alone, the new edition.
    #[arg(value_name = "OLD")]
    old: String,

    /// The new edition.
    #[arg(value_name = "NEW")]
    new: Option<String>,

    /// How to show it.
    #[arg(long, value_enum, default_value_t = Format::Human, value_name = "FORMAT")]
    format: Format,

    /// Where to write it; without it, to standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Show changes of one class only.
    #[arg(long, value_enum, value_name = "CLASS")]
    only: Option<Only>,

    /// For the redline (pdf): a built-in template, or the folder of one's own.
    #[arg(long, default_value = BUILT_IN[0].name, value_name = "NAME or FOLDER")]
    template: String,

    /// For the redline (pdf): a folder with fonts.
    #[arg(long, value_name = "DIR")]
    fonts: Option<PathBuf>,

    #[command(flatten)]
    house: project_cache::Args,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For the terminal.
    Human,
    /// Markdown, for a pull request.
    Md,
    /// For programs; docs/editions.md describes it.
    Json,
    /// The redline: the new page with every change marked in it.
    Pdf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Only {
    /// What is the case, or what somebody wants, does or has promised.
    Substantive,
    /// Where it comes from and how sure it is.
    Evidential,
    /// How it is put and filed.
    Editorial,
}

pub(in crate::cli) fn run(args: &Args, world: &dyn World, ui: &Ui) -> Exit {
    if args.format == Format::Pdf && args.output.is_none() && ui.shows_results() {
        ui.fail("a PDF is not for a terminal", Some("name a file (--output FILE) or redirect the output"));
        return Exit::Usage;
    }
    if args.format == Format::Pdf && args.only.is_some() {
        ui.fail("a redline marks every change", Some("leave --only away, or choose another --format"));
        return Exit::Usage;
    }
    let places = match places(args, world) {
        Ok(places) => places,
        Err((message, help)) => {
            ui.fail(&message, Some(&help));
            return Exit::Usage;
        }
    };
    let inputs = match edition::read(&places, world, ui) {
        Ok(inputs) => inputs,
        Err(exit) => return exit,
    };
    let Some(mut house) = args.house.house(ui) else { return Exit::Usage };
    let mut checked = Vec::new();
    for (place, input) in places.iter().zip(&inputs) {
        let Some(project) = house.project(place.path(), world, ui) else { return Exit::Usage };
        match place.project(input, &project) {
            Ok(project) => checked.push(pipeline::check(input, &project)),
            Err(error) => {
                ui.fail(&error.message, error.help.as_deref());
                return Exit::Usage;
            }
        }
    }
    let [old, new] = &checked[..] else { return Exit::Usage };
    let diff = pipeline::compare(old, new);
    let changed = !diff.is_empty();
    if args.format == Format::Pdf {
        return args.redline(checked, world, ui).max(if changed { Exit::Faults } else { Exit::Done });
    }
    let diff = match args.only {
        Some(Only::Substantive) => diff.only(Class::Substantive),
        Some(Only::Evidential) => diff.only(Class::Evidential),
        Some(Only::Editorial) => diff.only(Class::Editorial),
        None => diff,
    };
    let editions = editions([&inputs[0], &inputs[1]], &checked);
    // The program speaks English; the page speaks the language of the brief.
    let speech = Locale::of("en", &std::collections::BTreeMap::new());
    let (color, width) = ui.screen();
    let text = match args.format {
        Format::Human | Format::Pdf => {
            let color = color && args.output.is_none();
            render::human(&diff, &editions, &speech, color, width)
        }
        Format::Md => render::markdown(&diff, &editions, &speech),
        Format::Json => render::json(&diff, &editions, &speech),
    };
    match &args.output {
        Some(path) => {
            if let Err((path, error)) = world.write(&[(path.clone(), text.into_bytes())]) {
                ui.cannot_write(&path, &error);
                return Exit::Usage;
            }
        }
        None => ui.result(text.as_bytes()),
    }
    if diff.is_empty() { Exit::Done } else { Exit::Faults }
}

/// What git calls the old version of a file that is new.
pub(in crate::cli) const NOTHING: &str = "/dev/null";

fn editions(inputs: [&Input; 2], checked: &[pipeline::Checked]) -> Editions {
    let edition = |at: usize| Edition {
        name: inputs[at].name.clone(),
        // No file is not a faulty one.
        errors: checked[at]
            .diagnostics
            .iter()
            .filter(|it| it.severity == Severity::Error && inputs[at].name != NOTHING)
            .count(),
    };
    Editions { old: edition(0), new: edition(1) }
}

/// A diff for the terminal.
pub(in crate::cli) fn human(diff: &Diff, inputs: [&Input; 2], checked: &[pipeline::Checked], ui: &Ui) -> String {
    let speech = Locale::of("en", &std::collections::BTreeMap::new());
    let (color, width) = ui.screen();
    render::human(diff, &editions(inputs, checked), &speech, color, width)
}

/// The two editions that the arguments name.
fn places(args: &Args, world: &dyn World) -> Result<Vec<Place>, (String, String)> {
    let is_file = |name: &str| name == "-" || world.kind(Path::new(name)).is_ok();
    let Some(new) = &args.new else {
        if args.old == "-" {
            return Err((
                "standard input has no earlier version".into(),
                "name both editions: brief diff OLD -".into(),
            ));
        }
        let file = args.old.clone();
        return match Place::of(&file, world) {
            Place::File(_) => {
                Ok(vec![Place::EarlierEdition { revision: "HEAD".to_owned(), file: file.clone() }, Place::File(file)])
            }
            _ => Err((format!("{file} is a version; with which is it to be compared?"), "brief diff OLD NEW".into())),
        };
    };
    if args.old == "-" && new == "-" {
        return Err(("standard input can be read once only".into(), "name a file for one of the editions".into()));
    }
    // A version without a path: that of the other edition. A file of that name comes first.
    if !is_file(&args.old) && crate::git::split(&args.old).is_none() && new != "-" && is_file(new) {
        let earlier = Place::EarlierEdition { revision: args.old.clone(), file: new.clone() };
        return Ok(vec![earlier, Place::File(new.clone())]);
    }
    Ok(vec![Place::of(&args.old, world), Place::of(new, world)])
}

impl Args {
    fn redline(&self, checked: Vec<pipeline::Checked>, world: &dyn World, ui: &Ui) -> Exit {
        let mut checked = checked.into_iter();
        let (Some(old), Some(mut new)) = (checked.next(), checked.next()) else { return Exit::Usage };
        let mut faulty = false;
        for it in [&old, &new] {
            if it.brief.is_none() {
                ui.diagnostics(&it.diagnostics, &it.sources);
                faulty = true;
            }
        }
        if faulty {
            ui.fail(
                "a redline needs two editions without errors; nothing written",
                Some("mend them, or see what can be read: --format human"),
            );
            return Exit::Usage;
        }
        new.diagnostics.clear();
        let library = FontLibrary::default();
        let job = RenderOptions { template: &self.template, fonts: self.fonts.as_deref(), pdf: true };
        let rendered = match pipeline::Renderer::new(&library).redline(&old, &mut new, job, world) {
            Ok(rendered) => rendered,
            Err(error) => {
                ui.fail(&error.message, error.help.as_deref());
                return Exit::Usage;
            }
        };
        ui.diagnostics(&new.diagnostics, &new.sources);
        let page = match rendered {
            Some(pipeline::Rendered { pdf: Some(page), .. }) if !has_errors(&new.diagnostics) => page,
            _ => {
                ui.say("the redline: nothing written");
                return Exit::Usage;
            }
        };
        if let Some(path) = &self.output {
            match world.write(&[(path.clone(), page.bytes)]) {
                Ok(()) => Exit::Done,
                Err((path, error)) => {
                    ui.cannot_write(&path, &error);
                    Exit::Usage
                }
            }
        } else {
            ui.result(&page.bytes);
            Exit::Done
        }
    }
}
