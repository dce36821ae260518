//! `brief set`

use crate::cli::shared::amend::{self, refuse, refuse_value};
use crate::cli::shared::noun::noun;
use crate::cli::shared::question;
use crate::cli::shared::{Exit, Ui};
use crate::edit::{self, Draft, PathError, PathTarget};
use crate::error::Error;
use crate::schema::{self, Type};
use crate::world::World;

/// Set a field of a brief.
#[derive(Debug, clap::Args)]
#[command(
    after_long_help = "\
Comments and layout stay. The brief is checked first, and not written if the
change would make it invalid.",
    after_help = "\
Examples:
  brief set FILE issues.donbas.status deadlocked
  brief set FILE positions.donbas.russia.sources report,kommersant
  brief set FILE brief.subtitle --unset
  brief set FILE --new-edition --as-of 2025-12-27"
)]
pub(in crate::cli) struct Args {
    /// The brief; `-` is standard input, written to standard output.
    #[arg(value_name = "FILE")]
    file: String,

    /// The field, such as issues.donbas.status.
    #[arg(value_name = "PATH")]
    path: Option<String>,

    #[arg(
        value_name = "VALUE",
        help = "The value; for a list, ids separated by commas, or several texts",
        long_help = "The value, without TOML's quotation marks; for a list, ids separated by commas, or several texts"
    )]
    values: Vec<String>,

    /// Remove the field.
    #[arg(long, conflicts_with = "values")]
    unset: bool,

    #[command(flatten)]
    amend: amend::Args,
}

pub(in crate::cli) fn run(args: &Args, world: &dyn World, ui: &Ui) -> Exit {
    // The cut-off date and the edition can be set without another field.
    let moves_on = args.path.is_none() && !args.unset && args.amend.moves_on();
    if moves_on {
        return match args.amend.open(&args.file, world, ui) {
            Ok(pending) => args.amend.finish(pending, None, ui),
            Err(exit) => exit,
        };
    }
    let lacks_value = args.values.is_empty() && !args.unset;
    if (args.path.is_none() || lacks_value) && !(ui.can_ask() && args.file != "-") {
        let lacks = match (&args.path, lacks_value) {
            (Some(_), _) => "VALUE",
            (None, true) => "PATH and VALUE",
            (None, false) => "PATH",
        };
        ui.fail(&format!("`brief set` needs {lacks}"), Some("see `brief set --help`"));
        return Exit::Usage;
    }
    let (path, values) = if args.path.is_none() || lacks_value {
        match args.ask(world, ui) {
            Ok(answers) => answers,
            Err(exit) => return exit,
        }
    } else {
        (args.path.clone().unwrap_or_default(), args.values.clone())
    };
    let mut pending = match args.amend.open_at(&args.file, std::slice::from_ref(&path), world, ui) {
        Ok(pending) => pending,
        Err(exit) => return exit,
    };
    let place = match args.place(&path, &pending.draft) {
        Ok(place) => place,
        Err(refused) => {
            return pending.refuse_elsewhere(&path, ui).unwrap_or_else(|| refuse(&refused, ui));
        }
    };
    if !args.unset
        && let Err(refused) = edit::takes(place.field, &values)
    {
        let takes_one = !matches!(place.field.kind, Type::List(_) | Type::OneOrMore(_) | Type::Each(..));
        return if values.len() > 1 && takes_one { refuse(&refused, ui) } else { refuse_value(&refused, ui) };
    }
    let path = place.path();
    let (was_there, old) = (pending.draft.has(&path), pending.draft.short_value(&path));
    let changed = if args.unset { pending.draft.unset(&place) } else { pending.draft.set(&place, &values) };
    match changed {
        Err(refused) => return refuse(&refused, ui),
        Ok(false) if args.unset => pending.done.push(format!("{path} is not set")),
        Ok(false) => pending.done.push(format!("{path} already has that value")),
        Ok(true) if args.unset => pending.done.push(format!("removed {path}")),
        Ok(true) => {
            let new = pending.draft.short_value(&path);
            pending.done.push(match (old, new, was_there) {
                (Some(old), Some(new), _) => format!("{path} {old} → {new}"),
                (_, Some(new), false) => format!("set {path} to {new}"),
                (_, _, false) => format!("set {path}"),
                _ => format!("changed {path}"),
            });
        }
    }
    args.amend.finish(pending, None, ui)
}

impl Args {
    /// The field at a path.
    fn place(&self, path: &str, draft: &Draft) -> Result<edit::FieldPlace, Error> {
        if self.unset
            && let Ok(PathTarget::Record(record)) = edit::place(path, draft.document())
        {
            let path = record.path();
            let help = format!("`brief remove {} {path}` removes it; `--unset` takes the path of a field", self.file);
            return Err(Error::new(format!("`{path}` is a record, not a field")).help(help));
        }
        edit::resolve(path, draft.document()).map_err(|error| no_place(error, path, &self.file))
    }

    /// Asks for the path and the values, as far as they were not given.
    fn ask(&self, world: &dyn World, ui: &Ui) -> Result<(String, Vec<String>), Exit> {
        let draft = self.amend.look(&self.file, world, ui)?.draft;
        let unanswered = |_| question::left(&self.file, ui);
        let path = if let Some(path) = &self.path {
            path.clone()
        } else {
            let takes = |path: &str| self.place(path, &draft).map(drop).map_err(question::objection);
            ui.ask("PATH, such as issues.ID.status", false, takes).map_err(unanswered)?.unwrap_or_default()
        };
        let values = match self.place(&path, &draft) {
            Ok(place) if self.values.is_empty() && !self.unset => {
                question::field(place.field, true, &draft, ui).map_err(unanswered)?
            }
            // A path that names no field is reported when the brief is changed.
            _ => self.values.clone(),
        };
        Ok((path, values))
    }
}

/// Why a path names no field, with the command that makes it name one.
fn no_place(error: PathError, path: &str, file: &str) -> Error {
    let (table, ids, meant) = match error {
        PathError::Unknown(refused) => return refused,
        PathError::NoRecord { table, ids, meant } => (table, ids, meant),
    };
    let known = schema::table(table);
    let record = known.map_or_else(|| path.to_owned(), |known| edit::path_of(known, &ids));
    let add = match (known.and_then(noun), &ids[..]) {
        (Some(noun), [issue, party]) => format!("`brief add {noun} {file} --issue {issue} --party {party} …` adds it"),
        (Some(noun), [id]) => format!("`brief add {noun} {file} --id {id} …` adds it"),
        _ => format!("write [{record}] and its fields into the file"),
    };
    let help = meant.map_or(add.clone(), |meant| format!("did you mean `{meant}`? Otherwise {add}"));
    Error { message: format!("the file has no `{record}`"), help: Some(help) }
}
