//! `brief fmt`

use std::path::Path;

use crate::cli::shared::files::named;
use crate::cli::shared::{Exit, Ui};
use crate::diff;
use crate::format::{self, Refused};
use crate::pipeline::{self, Input};
use crate::project::Project;
use crate::world::World;

/// Lay out briefs in one canonical way, so that comparisons of versions stay small.
///
/// The tables stand in the order of the format, prose of several lines has one sentence a line, nothing is aligned.
/// Comments stay, and what the brief means does not change.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// Briefs, and folders of them; `-` is standard input, which goes to standard output.
    #[arg(required = true, value_name = "FILE or FOLDER")]
    files: Vec<String>,

    /// Write nothing; show what would change as a diff, and end with exit code 1 when something would.
    #[arg(long)]
    check: bool,
}

pub(in crate::cli) fn run(args: &Args, world: &dyn World, ui: &Ui) -> Exit {
    let (files, mut exit) = named(&args.files, world, ui);
    for file in &files {
        let input = match pipeline::read(&file.name, world) {
            Ok(input) => input,
            Err(error) => {
                ui.fail(&error.message, error.help.as_deref());
                exit = exit.max(Exit::Usage);
                continue;
            }
        };
        if !file.is_other(&input.text) {
            exit = exit.max(args.format(&file.name, &input, world, ui));
        }
    }
    exit
}

impl Args {
    fn format(&self, name: &str, input: &Input, world: &dyn World, ui: &Ui) -> Exit {
        let text = match format::format(&input.text) {
            Ok(text) => text,
            Err(Refused::Syntax) => {
                let checked = pipeline::check(input, &Project::default());
                ui.diagnostics(&checked.diagnostics, &checked.sources);
                ui.say(&format!("{}: not formatted", input.name));
                return Exit::Faults;
            }
            Err(Refused::Meaning(path)) => {
                let message = format!("{}: formatting would change the meaning of `{path}`", input.name);
                ui.fail(&message, Some("this is a fault of the program: please report it with the brief"));
                return Exit::Faults;
            }
        };
        if self.check {
            ui.result(diff::unified(&input.name, &input.text, &text).as_bytes());
            return if text == input.text { Exit::Done } else { Exit::Faults };
        }
        if name == "-" {
            ui.result(text.as_bytes());
        } else if text != input.text {
            if let Err((path, error)) = world.write(&[(Path::new(name).to_path_buf(), text.into_bytes())]) {
                ui.cannot_write(&path, &error);
                return Exit::Usage;
            }
            ui.say(&format!("formatted {}", input.name));
        }
        Exit::Done
    }
}
