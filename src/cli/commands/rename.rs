//! `brief rename`

use std::collections::BTreeSet;

use crate::check::mention::Mention;
use crate::cli::shared::amend::{self, PendingEdit, Removable, refuse};
use crate::cli::shared::{Exit, Ui};
use crate::diagnostic::{Code, Diagnostic};
use crate::edit::{self, RecordPath};
use crate::error::Error;
use crate::model::Id;
use crate::pipeline;
use crate::project::files;
use crate::schema;
use crate::source::Sources;
use crate::world::World;

/// Give a record of a brief another id.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The id is changed in the record's own name and in every place of the brief that
refers to it: positions, fields such as sources, and citations in prose.
Nothing else changes.

  brief rename FILE parties.russian-federation russia
  brief rename FILE outcome.points.point-1 ceasefire")]
pub(in crate::cli) struct Args {
    /// The brief; `-` is standard input, written to standard output.
    #[arg(value_name = "FILE")]
    file: String,

    /// The record, such as parties.russia.
    #[arg(value_name = "PATH")]
    path: String,

    /// Its new id.
    #[arg(value_name = "NEW-ID")]
    id: String,

    #[command(flatten)]
    amend: amend::Args,
}

pub(in crate::cli) fn run(args: &Args, world: &dyn World, ui: &Ui) -> Exit {
    if Id::new(&args.id).is_err() {
        let command = |better| format!("write `brief rename {} {} {better}`", args.file, args.path);
        return refuse(&edit::invalid_id(&args.id, command), ui);
    }
    let mut pending = match args.amend.open_at(&args.file, std::slice::from_ref(&args.path), world, ui) {
        Ok(pending) => pending,
        Err(exit) => return exit,
    };
    let record = match args.record(&pending) {
        Ok(record) => record,
        Err(refused) => return refuse(&args.shared(&pending, world).unwrap_or(refused), ui),
    };
    let (path, from) = (record.path(), record.ids.last().cloned().unwrap_or_default());
    if from == args.id {
        pending.done.push(format!("{path} already has that id"));
        return args.amend.finish(pending, None, ui);
    }
    let mut new = record.clone();
    new.ids.last_mut().into_iter().for_each(|id| args.id.clone_into(id));
    if let Some(exit) = refuse_taken(&pending, &new, ui) {
        return exit;
    }
    let renamed = pending.draft.rename(&record, &args.id);
    let renamed = renamed.and_then(|own| Ok((own, args.amend.rename_in_private(&record, &args.id, &mut pending)?)));
    match renamed {
        Ok((own, of_private)) => {
            let mut changed = match own + of_private {
                0 => String::new(),
                1 => ", and 1 place that refers to it".to_owned(),
                count => format!(", and {count} places that refer to it"),
            };
            if of_private > 0 {
                changed.push_str(&format!(" ({of_private} in the private file)"));
            }
            pending.done.push(format!("renamed {path} to {}{changed}", new.path()));
        }
        Err(refused) => return refuse(&refused, ui),
    }
    pending.new_id = Some((from, args.id.clone()));
    args.amend.finish(pending, None, ui)
}

impl Args {
    /// The record, which has an id of its own.
    fn record(&self, pending: &PendingEdit<'_>) -> Result<RecordPath, Error> {
        let path = &self.path;
        let record = match pending.place(path)? {
            Removable::Record(record) => record,
            Removable::Field(field) => {
                let help = format!("name the record: `{}`", field.record());
                return Err(Error::new(format!("`{path}` is a field, and fields have no ids")).help(help));
            }
        };
        match &record.ids[..] {
            [_] => Ok(record),
            [issue, party] => Err(Error::new(format!("`{path}` has the ids of its issue and its party"))
                .help(format!("rename one of these: `issues.{issue}` or `parties.{party}`"))),
            _ => Err(Error::new(format!("`{path}` has no id: a brief has only one"))),
        }
    }
}

impl Args {
    /// Why a shared record is refused, with the files that refer to it. `None` when the path names none.
    fn shared(&self, pending: &PendingEdit<'_>, world: &dyn World) -> Option<Error> {
        let path = self.path.trim();
        let file = pending.shared_file(path)?;
        let (table, id) = path.split_once('.')?;
        let project = pending.project();
        let is_meant = |mention: &Mention| mention.target.table() == table && mention.id == id;
        let refers = |file: &String| {
            let input = pipeline::read(file, world).ok()?;
            pipeline::uses(&input, project).mentions.iter().any(is_meant).then(|| file.clone())
        };
        let folders = project.briefs.iter().filter_map(|folder| files(folder, world).ok());
        let all: BTreeSet<String> = folders.flatten().map(|file| file.display().to_string()).collect();
        let others: Vec<String> = all.iter().filter_map(refers).filter(|name| *name != file).collect();
        let help = match others.len() {
            0 => "change its id there, in an editor".to_owned(),
            _ => format!("change its id there in an editor, and in the files that refer to it: {}", others.join(", ")),
        };
        Some(Error::new(format!("`{path}` is a shared record, in {file}")).help(help))
    }
}

/// Refuses an id that a record has, or that is referred to although no record has it.
fn refuse_taken(pending: &PendingEdit<'_>, new: &RecordPath, ui: &Ui) -> Option<Exit> {
    let path = new.path();
    if let Some(file) = pending.shared_file(&path) {
        let message = format!("`{path}` already exists, in {file}");
        return Some(refuse(&Error::new(message).help("choose another id"), ui));
    }
    let references = pending.draft.references(std::slice::from_ref(new), &[]);
    let diagnostic = if let Some(key) = pending.draft.document().key_span(&path) {
        Diagnostic::new(Code::DUPLICATE_RECORD, format!("`{path}` already exists"))
            .at(key)
            .help("choose another id, or rename this record first")
    } else {
        let (first, others) = references.split_first()?;
        let noun = schema::table(new.table)?.target()?.noun();
        let id = &first.id;
        let message = format!("`{id}` is already referred to, but there is no {noun} with that id");
        let mut diagnostic = Diagnostic::new(Code::UNKNOWN_REFERENCE, message).at(first.span);
        for mention in others {
            diagnostic = diagnostic.related(mention.span, "and here");
        }
        diagnostic.help("choose another id, or change these places first: they would refer to the renamed record")
    };
    let mut sources = Sources::default();
    sources.add(pending.name(), pending.draft.text());
    ui.diagnostics(&[diagnostic], &sources);
    ui.say(&format!("{}: nothing written", pending.name()));
    Some(Exit::Errors)
}
