//! `brief merge`

use std::path::{Path, PathBuf};

use crate::cli::shared::edition::{self, Place};
use crate::cli::shared::{Exit, Ui, project_cache};
use crate::git;
use crate::merge::{MarkerLabels, MergeError, Side};
use crate::pipeline::{self, Input};
use crate::project;
use crate::world::World;

/// Merge two editions of a brief that come from a third, by record and field.
///
/// What only one side changed is taken; of a cut-off date both changed, the later; of a list, what either added. Where
/// both sides changed one value differently, it stands between markers, with the base in the middle. The result is
/// checked: what is clean as text and contradicts itself is told, too.
///
/// Ends with exit code 0 when all is merged, 1 when something is left to settle, 2 when an edition cannot be read.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The edition that both sides come from: a file, or REV:PATH.
    #[arg(value_name = "BASE")]
    base: String,

    /// Our side.
    #[arg(value_name = "OURS")]
    ours: String,

    /// Their side.
    #[arg(value_name = "THEIRS")]
    theirs: String,

    /// Where to write the result; without it, to standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// For git: how many signs a conflict marker has.
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u16).range(1..=200), hide = true)]
    marker_size: u16,

    /// For git: the name of the file, for messages.
    #[arg(long, hide = true)]
    path: Option<String>,

    /// For git: the labels of base, ours and theirs.
    #[arg(long, hide = true, num_args = 3, value_names = ["BASE", "OURS", "THEIRS"], allow_hyphen_values = true)]
    labels: Option<Vec<String>>,
}

pub(in crate::cli) fn run(args: &Args, world: &dyn World, ui: &Ui) -> Exit {
    let names = [&args.base, &args.ours, &args.theirs];
    if names.iter().filter(|name| **name == "-").count() > 1 {
        ui.fail("standard input can be read once only", Some("name files for the other editions"));
        return Exit::Usage;
    }
    let places = names.map(|name| Place::of(name, world));
    let inputs = match edition::read(&places, world, ui) {
        Ok(inputs) => inputs,
        Err(exit) => return exit,
    };
    let [base, ours, theirs] = &inputs[..] else { return Exit::Usage };
    let ours = &Input { name: args.path.clone().unwrap_or_else(|| ours.name.clone()), text: ours.text.clone() };
    let labels = args.labels();
    let is_brief = |input: &Input| project::is_brief(Path::new("brief.toml"), &input.text);
    let result = if is_brief(ours) || is_brief(theirs) {
        let Some(project) = project_cache::project(&ours.name, world, ui) else { return Exit::Usage };
        pipeline::merge(base, ours, theirs, &labels, &project).map_err(why)
    } else {
        Err("it is no brief".to_owned())
    };
    let (text, exit) = match result {
        Ok(report) => {
            ui.diagnostics(&report.diagnostics, &report.sources);
            for note in &report.merged.notes {
                ui.say(&format!("{}: {note}", ours.name));
            }
            for paths in &report.merged.conflicts {
                ui.say(&format!("{}: both sides changed {}", ours.name, paths.join(", ")));
            }
            let left = report.merged.conflicts.len() + report.diagnostics.len();
            if left > 0 {
                ui.say(&format!("{}: {left} left to settle", ours.name));
            }
            (report.merged.text, if left > 0 { Exit::Faults } else { Exit::Done })
        }
        Err(why) => {
            ui.say(&format!("{}: {}; merged line by line instead: read it, then brief check", ours.name, why));
            let texts = [ours.text.as_str(), base.text.as_str(), theirs.text.as_str()];
            let names = [labels.ours.as_str(), labels.base.as_str(), labels.theirs.as_str()];
            match git::merge_lines(texts, names, labels.size, world) {
                Ok((text, clean)) => {
                    if !clean {
                        ui.say(&format!("{}: conflicts are left to settle", ours.name));
                    }
                    (text, if clean { Exit::Done } else { Exit::Faults })
                }
                Err(error) => {
                    ui.fail(&error.message, error.help.as_deref());
                    return Exit::Usage;
                }
            }
        }
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
    exit
}

impl Args {
    fn labels(&self) -> MarkerLabels {
        let mut labels = MarkerLabels { size: usize::from(self.marker_size), ..MarkerLabels::default() };
        // A git before 2.45 knows no labels and gives their signs instead.
        let given = |at: usize| {
            let label = self.labels.as_ref()?.get(at)?;
            (!label.is_empty() && !label.starts_with('%')).then(|| label.clone())
        };
        if let Some(label) = given(0) {
            labels.base = label;
        }
        if let Some(label) = given(1) {
            labels.ours = label;
        }
        if let Some(label) = given(2) {
            labels.theirs = label;
        }
        labels
    }
}

fn why(error: MergeError) -> String {
    let side = |side: Side| match side {
        Side::Base => "the base",
        Side::Ours => "our side",
        Side::Theirs => "their side",
    };
    match error {
        MergeError::Syntax(it) => format!("{} is not valid TOML", side(it)),
        MergeError::Layout(it) => format!("{} has two fields on one line, or a table in two places", side(it)),
        MergeError::Unverified => "the merge by field did not pass its verification".to_owned(),
    }
}
