//! `brief schema`

use crate::check;
use crate::cli::shared::{Exit, Ui};
use crate::schema::{json_schema, json_schema_of_project, json_schema_of_shared};

/// Print the JSON Schema of a brief, a project file or a file of shared records, with which an editor completes and checks
/// it.
///
/// `brief schema > brief.schema.json`, and `#:schema brief.schema.json` as the first line of the brief.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// What the schema is for.
    #[arg(value_enum, default_value_t = File::Brief)]
    file: File,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum File {
    /// A brief.
    Brief,
    /// The project file, briefing.toml.
    Project,
    /// A file of shared records.
    Shared,
}

pub(in crate::cli) fn run(args: &Args, ui: &Ui) -> Exit {
    let schema = match args.file {
        File::Brief => json_schema(),
        File::Project => json_schema_of_project(check::codes()),
        File::Shared => json_schema_of_shared(),
    };
    ui.result(schema.as_bytes());
    Exit::Done
}
