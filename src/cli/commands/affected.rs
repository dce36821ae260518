//! `brief affected`

use std::collections::BTreeSet;

use serde_json::json;

use crate::batch::{self, Task};
use crate::cli::shared::files::FileOrigin;
use crate::cli::shared::json::{FormatArgs, JsonList};
use crate::cli::shared::noun::count;
use crate::cli::shared::tasks::{Selected, tasks_to_read};
use crate::cli::shared::{Exit, Ui, project_cache};
use crate::diagnostic::nearest;
use crate::diagnostic::render::escaped;
use crate::error::Error;
use crate::pipeline::{self, Uses};
use crate::schema::Target;
use crate::world::World;

/// List every place that uses a source, a party or an issue.
#[derive(Debug, clap::Args)]
#[command(after_help = "If a party and an issue have the same id, write parties.ID or issues.ID.")]
pub(in crate::cli) struct Args {
    /// The id.
    #[arg(value_name = "ID")]
    id: String,

    /// Briefs, or folders of briefs [default: the project, or the current folder].
    #[arg(value_name = "FILE or FOLDER")]
    files: Vec<String>,

    #[command(flatten)]
    format: FormatArgs,
}

pub(in crate::cli) fn run(args: &Args, world: &dyn World, ui: &Ui) -> Exit {
    let severities = project_cache::SeverityArgs::default();
    let Some(mut projects) = severities.project_cache(ui) else { return Exit::Usage };
    let Some(selected) = tasks_to_read(&args.files, &mut projects, world, ui) else { return Exit::Usage };
    let Selected { tasks, origin, mut exit } = selected;
    let (target, id) = split(&args.id);
    let all = batch::all(&tasks, None, |task| uses(task, world));
    let is_meant = |kind: Target, known: &str| known == id && target.is_none_or(|target| target == kind);
    let (mut ids, mut known, mut briefs, mut places) = (BTreeSet::new(), false, 0, 0);
    let is_json = args.format.is_json();
    let (mut text, mut items, mut read) = (String::new(), Vec::new(), 0);
    for (task, uses) in tasks.iter().zip(all) {
        let uses = match uses {
            None => continue,
            Some(Ok(uses)) => uses,
            Some(Err(error)) => {
                ui.fail(&error.message, error.help.as_deref());
                exit = Exit::Usage;
                continue;
            }
        };
        read += 1;
        known |= uses.records.iter().any(|(kind, id)| is_meant(*kind, id));
        ids.extend(uses.records.iter().map(|(_, id)| id.clone()));
        let found: Vec<_> = uses.mentions.iter().filter(|it| is_meant(it.target, &it.id)).collect();
        if found.is_empty() {
            continue;
        }
        briefs += 1;
        places += found.len();
        for mention in found {
            let place = uses.sources.place(mention.span);
            let file = &uses.sources.file(mention.span.file).name;
            if is_json {
                let line = json!({
                    "brief": task.name,
                    "kind": mention.target.noun(),
                    "id": mention.id,
                    "path": mention.path,
                    "file": file,
                    "line": place.line,
                    "column": place.column,
                });
                items.push(line.to_string());
            } else {
                // A place in a shared file is one of the brief that uses the file.
                let of = if *file == task.name { String::new() } else { format!(" (in {})", task.name) };
                let (line, column, path) = (place.line, place.column, &mention.path);
                let found = format!("{file}:{line}:{column}: {path}: {} {}{of}", mention.target.noun(), mention.id);
                // A line break in a name would begin another line.
                text.push_str(&(escaped(&found) + "\n"));
            }
        }
    }
    if read == 0 && exit == Exit::Done && origin != FileOrigin::Named {
        return origin.refuse_none(ui);
    }
    if !known && places == 0 {
        let help = nearest(id, ids.iter().map(String::as_str)).map(|near| format!("did you mean `{near}`?"));
        ui.fail(&format!("no brief has a source, party or issue `{}`", args.id), help.as_deref());
        return Exit::Usage;
    }
    if is_json {
        let list = JsonList::begin("places", ui);
        items.iter().for_each(|item| list.item(item));
        list.end();
        return exit;
    }
    ui.result(text.as_bytes());
    ui.say(&format!("{id}: used in {} of {}{}", count(places, "place"), count(briefs, "brief"), origin.phrase()));
    exit
}

/// The kind of record, where the argument names it, and the id.
fn split(id: &str) -> (Option<Target>, &str) {
    let split = id.split_once('.').and_then(|(table, id)| {
        Target::ALL.into_iter().find(|target| target.table() == table).map(|target| (target, id))
    });
    split.map_or((None, id), |(target, id)| (Some(target), id))
}

/// What a file uses; `None` when it was found in a folder and is not a brief.
fn uses(task: &Task, world: &dyn World) -> Option<Result<Uses, Error>> {
    match pipeline::read(&task.name, world) {
        Ok(input) => task.is_brief(&input.text, world).then(|| Ok(pipeline::uses(&input, &task.project))),
        Err(error) => Some(Err(error)),
    }
}
