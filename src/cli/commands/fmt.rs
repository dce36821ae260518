//! `brief fmt`

use crate::cli::shared::brief_file::BriefFile;
use crate::cli::shared::files::named;
use crate::cli::shared::{Exit, Ui};
use crate::diff;
use crate::format::{self, Refused};
use crate::pipeline::{self, STANDARD_INPUT};
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
        // What is not going to be written need keep nobody waiting.
        let open = if args.check { BriefFile::look(&file.name, world) } else { BriefFile::open(&file.name, world) };
        match open {
            Ok(open) if file.is_other(&open.input().text) => {}
            Ok(open) => exit = exit.max(args.format(open, ui)),
            Err(error) => {
                ui.fail(&error.message, error.help.as_deref());
                exit = exit.max(Exit::Usage);
            }
        }
    }
    exit
}

impl Args {
    fn format(&self, file: BriefFile<'_>, ui: &Ui) -> Exit {
        let input = file.input().clone();
        let text = match format::format(&input.text) {
            Ok(text) => text,
            Err(Refused::Syntax) => {
                let checked = pipeline::check(&input, &Project::default());
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
        if let Err(error) = file.save(&text, ui) {
            ui.cannot_save(&input.name, &error);
            return Exit::Usage;
        }
        if input.name != STANDARD_INPUT && text != input.text {
            ui.say(&format!("formatted {}", input.name));
        }
        Exit::Done
    }
}
