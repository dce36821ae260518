//! `brief schema`

use crate::check;
use crate::cli::shared::{Exit, Ui};
use crate::schema::{json_schema, json_schema_of_project, json_schema_of_shared};

/// Print a JSON Schema with which editors complete and check a file.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Run `brief schema > brief.schema.json` and make `#:schema brief.schema.json` the
first line of the brief.")]
pub(in crate::cli) struct Args {
    /// What the schema describes: brief, project (briefing.toml) or shared (shared records).
    #[arg(value_enum, default_value_t = SchemaFile::Brief, hide_possible_values = true)]
    file: SchemaFile,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum SchemaFile {
    Brief,
    Project,
    Shared,
}

pub(in crate::cli) fn run(args: &Args, ui: &Ui) -> Exit {
    let schema = match args.file {
        SchemaFile::Brief => json_schema(),
        SchemaFile::Project => json_schema_of_project(check::codes()),
        SchemaFile::Shared => json_schema_of_shared(),
    };
    ui.result(schema.as_bytes());
    Exit::Done
}
