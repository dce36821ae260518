//! `brief check`

use super::{Exit, Ui};
use crate::diagnostic::{Severity, has_errors, render};
use crate::pipeline;
use crate::world::World;

/// Check briefs and report every fault with its place and its likely mend.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The briefs; `-` is standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,

    /// How faults are written: for people, or one a line on standard output.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,

    /// Count warnings as errors.
    #[arg(long, value_name = "warnings", value_parser = ["warnings"])]
    deny: Option<String>,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Format {
    /// With the line of the brief and the place marked.
    Human,
    /// `file:line:column: error[code]: message`
    Short,
}

pub(super) fn run(args: &Args, world: &dyn World, ui: &Ui) -> Exit {
    let mut exit = Exit::Done;
    for file in &args.files {
        let mut checked = match pipeline::read(file, world) {
            Ok(input) => pipeline::check(&input),
            Err(error) => {
                ui.fail(&error.message, error.help.as_deref());
                exit = exit.max(Exit::Usage);
                continue;
            }
        };
        if args.deny.is_some() {
            checked.diagnostics.iter_mut().for_each(|diagnostic| diagnostic.severity = Severity::Error);
        }
        match args.format {
            Format::Human => ui.diagnostics(&checked.diagnostics, &checked.sources),
            Format::Short => ui.result(render::short(&checked.diagnostics, &checked.sources).as_bytes()),
        }
        if has_errors(&checked.diagnostics) {
            exit = exit.max(Exit::Faults);
        }
        if matches!(args.format, Format::Human) {
            let summary = render::summary(&checked.diagnostics);
            ui.say(&format!("{file}: {}", if summary.is_empty() { "no faults" } else { &summary }));
        }
    }
    exit
}
