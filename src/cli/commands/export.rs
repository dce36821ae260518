//! `brief export`

use std::path::Path;

use crate::check;
use crate::cli::shared::checked::for_readers;
use crate::cli::shared::release::ReleaseArgs;
use crate::cli::shared::{Exit, Ui, files, project_cache, record_table};
use crate::diagnostic::{Diagnostic, Severity, render};
use crate::error::Error;
use crate::exchange;
use crate::pipeline::{self, Checked};
use crate::schema::TableSchema;
use crate::world::World;

/// Print a brief for other programs: as JSON, or a table as CSV.
#[derive(Debug, clap::Args)]
#[command(
    group = clap::ArgGroup::new("form").required(true).args(["json", "csv"]),
    after_long_help = "\
The records are those of the brief with the shared ones that it names. What is
for our side alone is left out, unless --own-side is given.",
    after_help = "\
Examples:
  brief export FILE --json > brief.json
  brief export FILE --csv positions > positions.csv"
)]
pub(in crate::cli) struct Args {
    /// The brief; `-` is standard input.
    #[arg(value_name = "FILE")]
    file: String,

    /// One JSON object with all of the brief.
    #[arg(long)]
    json: bool,

    #[arg(
        long,
        value_name = "TABLE",
        help = "The records of a table, such as positions",
        long_help = "The records of a table, such as positions, parties or outcome.points, a line each"
    )]
    csv: Option<String>,

    #[arg(
        long,
        conflicts_with = "release",
        help = "Print what is for our side alone, too",
        long_help = "Print what is for our side alone, too: aims, arguments, what not to say, the private file"
    )]
    own_side: bool,

    #[command(flatten)]
    release: ReleaseArgs,

    #[command(flatten)]
    severities: project_cache::SeverityArgs,
}

pub(in crate::cli) fn run(args: &Args, world: &dyn World, ui: &Ui) -> Exit {
    let table = match args.csv.as_deref().map(record_table::record_table).transpose() {
        Ok(table) => table,
        Err(error) => return fail(&error, ui),
    };
    let checked = match args.checked(world, ui) {
        Ok(checked) => checked,
        Err(exit) => return exit,
    };
    match text(&checked, table) {
        Ok(text) => {
            ui.result(text.as_bytes());
            Exit::Done
        }
        Err(error) => fail(&error, ui),
    }
}

impl Args {
    /// The brief as its readers may see it. An error has been reported.
    fn checked(&self, world: &dyn World, ui: &Ui) -> Result<Checked, Exit> {
        let mut projects = self.severities.project_cache(ui).ok_or(Exit::Usage)?;
        let project = projects.project(&self.file, world, ui).ok_or(Exit::Usage)?;
        if let Some(kind) = project.kind_by_path(Path::new(&self.file), world) {
            let message = format!("{} is {}, not a brief", self.file, files::noun(kind));
            return Err(fail(&Error::new(message).help("name the brief"), ui));
        }
        let input = pipeline::read(&self.file, world).map_err(|error| fail(&error, ui))?;
        let release = self.release.release();
        let checked = for_readers(&input, &project, release.as_deref()).map_err(|error| fail(&error, ui))?;
        if checked.brief.is_none() {
            let is_error = |it: &&Diagnostic| it.severity == Severity::Error;
            let errors: Vec<Diagnostic> = checked.diagnostics.iter().filter(is_error).cloned().collect();
            ui.diagnostics(&errors, &checked.sources);
            ui.say(&format!("{}: nothing exported: {}", input.name, render::summary(&errors)));
            return Err(Exit::Errors);
        }
        if self.own_side {
            return Ok(checked);
        }
        pipeline::without_own_side(checked).map_err(|_| {
            let message = format!("{}: without what is for our side alone, no brief is left", input.name);
            fail(&Error::new(message).help("export it with --own-side, or mark less as own-side"), ui)
        })
    }
}

/// A table of the brief as CSV, or all of it as JSON.
fn text(checked: &Checked, table: Option<&'static TableSchema>) -> Result<String, Error> {
    match (table, &checked.brief) {
        (Some(table), _) => exchange::to_csv(&check::with_what_is_named(checked.whole(), &checked.sources), table),
        (None, Some(brief)) => exchange::json(brief),
        (None, None) => Err(Error::new("the brief has errors").help("`brief check` reports them")),
    }
}

fn fail(error: &Error, ui: &Ui) -> Exit {
    ui.fail(&error.message, error.help.as_deref());
    Exit::Usage
}
