//! `brief import`

use std::io;
use std::path::Path;

use crate::cli::shared::amend::{self, RecordOrigin, refuse};
use crate::cli::shared::noun::count;
use crate::cli::shared::record_date::record_date;
use crate::cli::shared::{Exit, Ui, record_table};
use crate::error::Error;
use crate::exchange::{self, Rows, TakenRows};
use crate::model::Date;
use crate::pipeline::{self, LARGEST_BRIEF, STANDARD_INPUT};
use crate::schema::TableSchema;
use crate::source::Sources;
use crate::world::{World, read_file};

/// Import records from CSV or a bibliography into a brief.
#[derive(Debug, clap::Args)]
#[command(
    group = clap::ArgGroup::new("form").required(true).args(["csv", "bibtex", "csl_json"]),
    override_usage = "brief import [OPTIONS] <FILE> --csv <TABLE> <INPUT>\n       brief import [OPTIONS] <FILE> --bibtex|--csl-json <INPUT>",
    after_long_help = "\
All records are imported, or none. New ones are added, existing ones changed.
Records that the input lacks stay, and so do comments and layout. An empty cell
changes nothing. INPUT may be `-`, standard input.",
    after_help = "\
Examples:
  brief import FILE --csv positions positions.csv --dry-run
  brief import FILE --bibtex sources.bib"
)]
pub(in crate::cli) struct Args {
    /// The brief; `-` is standard input, written to standard output.
    #[arg(value_name = "FILE")]
    file: String,

    #[arg(
        long,
        num_args = 2,
        value_names = ["TABLE", "INPUT"],
        help = "Records of a table from CSV",
        long_help = "Records of a table from CSV with a header, as `brief export --csv` prints it"
    )]
    csv: Option<Vec<String>>,

    /// Sources from BibTeX or BibLaTeX.
    #[arg(long, value_name = "INPUT")]
    bibtex: Option<String>,

    /// Sources from CSL-JSON.
    #[arg(long, value_name = "INPUT")]
    csl_json: Option<String>,

    #[command(flatten)]
    amend: amend::Args,
}

/// A form of the input.
#[derive(Clone, Copy)]
enum InputForm {
    Csv(&'static TableSchema),
    BibTeX,
    CslJson,
}

pub(in crate::cli) fn run(args: &Args, world: &dyn World, ui: &Ui) -> Exit {
    let read = args.form().and_then(|(form, name)| Ok((form, name, args.input(name, world)?)));
    let (form, name, text) = match read {
        Ok(read) => read,
        Err(error) => return refuse(&error, ui),
    };
    let mut sources = Sources::default();
    let file = sources.add(name, text.as_str());
    let rows = match form {
        InputForm::Csv(table) => exchange::from_csv(&text, file, table),
        InputForm::BibTeX => exchange::from_bibtex(&text, file),
        InputForm::CslJson => exchange::from_csl_json(&text, file),
    };
    let mut pending = match args.amend.open(&args.file, world, ui) {
        Ok(pending) => pending,
        Err(exit) => return exit,
    };
    let before = pending.checked();
    let mut taken = exchange::take(&rows, &mut pending.draft, before.whole(), &before.sources);
    pending.origin = Some(RecordOrigin { name: name.to_owned(), text, places: std::mem::take(&mut taken.places) });
    if !taken.errors.is_empty() {
        return pending.refuse_origin(taken, rows.table.target().is_some(), ui);
    }
    pending.done.push(summary(&rows, &taken));
    args.amend.finish(pending, latest(&rows, &taken), ui)
}

impl Args {
    /// The form of the input, and its name.
    fn form(&self) -> Result<(InputForm, &str), Error> {
        match (self.csv.as_deref(), &self.bibtex, &self.csl_json) {
            (Some([table, input]), ..) => Ok((InputForm::Csv(record_table::record_table(table)?), input)),
            (_, Some(input), _) => Ok((InputForm::BibTeX, input)),
            (_, _, Some(input)) => Ok((InputForm::CslJson, input)),
            _ => Err(Error::new("`brief import` needs a format").help("see `brief import --help`")),
        }
    }

    /// The text of the input.
    fn input(&self, name: &str, world: &dyn World) -> Result<String, Error> {
        let bytes = match name {
            "-" if self.file == "-" => {
                let help = "write one of them to a file first";
                return Err(Error::new("standard input cannot be both the brief and the input").help(help));
            }
            "-" => world.read_standard_input(LARGEST_BRIEF),
            _ => read_file(Path::new(name), LARGEST_BRIEF, world),
        };
        let name = if name == "-" { STANDARD_INPUT } else { name };
        let bytes = bytes.map_err(|error| match error.kind() {
            // What is said of a large brief is not true of these.
            io::ErrorKind::FileTooLarge => {
                Error::new(format!("cannot read {name}: it has more than {} MB", LARGEST_BRIEF >> 20))
                    .help("import it in parts")
            }
            _ => pipeline::read_error(name, &error, world),
        })?;
        pipeline::decode(name, bytes).map(|input| input.text)
    }
}

/// What was done, for the status line: `sources: 2 added, 1 changed, 3 as they were`.
fn summary(rows: &Rows, taken: &TakenRows) -> String {
    let parts = [(taken.added.len(), "added"), (taken.changed, "changed"), (taken.same, "as they were")];
    let parts: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    let name = exchange::name(rows.table);
    if parts.is_empty() { format!("{name}: {}", count(0, "record")) } else { format!("{name}: {}", parts.join(", ")) }
}

/// The latest day among the new records, where the cut-off date of the brief cannot be earlier.
fn latest(rows: &Rows, taken: &TakenRows) -> Option<Date> {
    let day = |nth: &usize| {
        let row = rows.rows.get(*nth)?;
        record_date(rows.table, &row.fields())
    };
    taken.added.iter().filter_map(day).max()
}
