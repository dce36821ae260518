//! `brief remove`

use crate::check::mention::Mention;
use crate::cli::shared::amend::{self, PendingEdit, Removable, refuse};
use crate::cli::shared::{Exit, Ui};
use crate::diagnostic::{Code, Diagnostic};
use crate::edit::{FieldPlace, RecordPath};
use crate::source::Sources;
use crate::world::World;

/// Remove records from a brief.
#[derive(Debug, clap::Args)]
#[command(
    after_long_help = "\
The comments in a record and directly above it go with it; everything else
stays. If other places refer to the record, all of them are listed and nothing
is removed. Records that refer to each other can be removed in one command.",
    after_help = "\
Examples:
  brief remove FILE developments.talks-2025-12-24
  brief remove FILE parties.osce positions.donbas.osce
  brief remove FILE sources.report --force"
)]
pub(in crate::cli) struct Args {
    /// The brief; `-` is standard input, written to standard output.
    #[arg(value_name = "FILE")]
    file: String,

    /// Records, such as parties.osce, or fields, such as parties.osce.short.
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<String>,

    /// Remove them even if the brief is invalid without them.
    #[arg(long)]
    force: bool,

    #[command(flatten)]
    amend: amend::Args,
}

pub(in crate::cli) fn run(args: &Args, world: &dyn World, ui: &Ui) -> Exit {
    let mut pending = match args.amend.open_at(&args.file, &args.paths, world, ui) {
        Ok(pending) => pending,
        Err(exit) => return exit,
    };
    let Removed { fields, records } = match removed(&args.paths, &pending, ui) {
        Ok(removed) => removed,
        Err(exit) => return exit,
    };
    let fields_and_records = fields.iter().map(FieldPlace::path).chain(records.iter().map(RecordPath::path));
    let paths: Vec<String> = fields_and_records.collect();
    let references = pending.draft.references(&records, &paths);
    if !(references.is_empty() || args.force) {
        return args.refuse_referenced(&pending, &records, &references, ui);
    }
    for field in &fields {
        match pending.draft.unset(field) {
            Ok(true) => pending.done.push(format!("removed {}", field.path())),
            Ok(false) => pending.done.push(format!("{} is not set", field.path())),
            Err(refused) => return refuse(&refused, ui),
        }
    }
    for record in &records {
        let path = record.path();
        // It may have been in another that is removed, or be named twice.
        if !pending.draft.has(&path) {
            continue;
        }
        if let Err(refused) = pending.draft.remove(record) {
            return refuse(&refused, ui);
        }
        pending.done.push(format!("removed {path}"));
    }
    if !references.is_empty() {
        pending.done.push(format!("{} what was removed", refer(references.len())));
    }
    pending.force = args.force;
    args.amend.finish(pending, None, ui)
}

/// What is to be removed.
#[derive(Default)]
struct Removed {
    fields: Vec<FieldPlace>,
    records: Vec<RecordPath>,
}

/// What some paths name. Those that name nothing have been reported.
fn removed(paths: &[String], pending: &PendingEdit<'_>, ui: &Ui) -> Result<Removed, Exit> {
    let mut removed = Removed::default();
    let mut exit = None;
    for path in paths {
        match pending.place(path) {
            Ok(Removable::Field(field)) => removed.fields.push(field),
            Ok(Removable::Record(record)) => removed.records.push(record),
            Err(refused) => exit = Some(pending.refuse_elsewhere(path, ui).unwrap_or_else(|| refuse(&refused, ui))),
        }
    }
    exit.map_or(Ok(removed), Err)
}

impl Args {
    /// Reports the places that refer to records, and what can be done.
    fn refuse_referenced(
        &self,
        pending: &PendingEdit<'_>,
        records: &[RecordPath],
        references: &[Mention],
        ui: &Ui,
    ) -> Exit {
        let name = pending.name();
        let mut sources = Sources::default();
        sources.add(name, pending.draft.text());
        let mut diagnostics = Vec::new();
        for record in records {
            let own: Vec<&Mention> =
                references.iter().filter(|it| record.target() == Some((it.target, it.id.as_str()))).collect();
            let path = record.path();
            let Some(key) = pending.draft.document().key_span(&path).filter(|_| !own.is_empty()) else { continue };
            let message = format!("`{path}` cannot be removed: {} it", refer(own.len()));
            let mut diagnostic = Diagnostic::new(Code::UNKNOWN_REFERENCE, message).at(key);
            for mention in &own {
                diagnostic = diagnostic.related(mention.span, mention.path.as_str());
            }
            diagnostics.push(diagnostic.help(self.way_out(pending, &own)));
        }
        ui.diagnostics(&diagnostics, &sources);
        ui.say(&format!("{name}: nothing written"));
        Exit::Errors
    }

    /// What to do about the places that refer to a record.
    fn way_out(&self, pending: &PendingEdit<'_>, references: &[&Mention]) -> String {
        let is_record = |it: &&&Mention| matches!(pending.place(&it.path), Ok(Removable::Record(_)));
        let positions: Vec<&str> = references.iter().filter(is_record).map(|it| it.path.as_str()).collect();
        let force = "`--force` removes it all the same";
        if positions.is_empty() {
            return format!("change these places first; {force}");
        }
        let command = format!("`brief remove {} {} {}`", self.file, self.paths.join(" "), positions.join(" "));
        let others = if positions.len() < references.len() { "; change the other places first" } else { "" };
        format!("remove its positions with it: {command}{others}; {force}")
    }
}

/// `3 places refer to`
fn refer(places: usize) -> String {
    if places == 1 { "1 place refers to".to_owned() } else { format!("{places} places refer to") }
}
