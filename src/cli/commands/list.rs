//! `brief list`

mod commitments;

use std::path::Path;

use serde_json::json;
use time::Date;

use crate::batch::{self, Task};
use crate::cli::shared::checked::checked;
use crate::cli::shared::columns::{NONE, columns, short};
use crate::cli::shared::files::Origin;
use crate::cli::shared::json::{FormatArgs, JsonList};
use crate::cli::shared::noun::count;
use crate::cli::shared::release::ReleaseArgs;
use crate::cli::shared::tasks::{Selected, tasks_to_read};
use crate::cli::shared::{Exit, Ui, project_cache};
use crate::diagnostic::Severity;
use crate::error::Error;
use crate::model::{Brief, BriefStatus, IssueStatus, Vocabulary};
use crate::pipeline::{Checked, LARGEST_BRIEF};
use crate::project::{self, FILE, FileKind};
use crate::record::records;
use crate::release::Release;
use crate::world::{World, read_file};

/// List briefs with their cut-off date, status, issues and errors.
#[derive(Debug, Default, clap::Args)]
pub(in crate::cli) struct Args {
    /// Briefs, or folders of briefs [default: the project, or the current folder].
    #[arg(value_name = "FILE or FOLDER")]
    files: Vec<String>,

    /// List only stale briefs, and exit with 1 if there is one.
    #[arg(long)]
    stale: bool,

    /// The day for which to say what is stale [default: today].
    #[arg(long, value_name = "DATE", value_parser = date)]
    today: Option<Date>,

    /// List the commitments of the briefs instead, what is overdue first.
    #[arg(long, conflicts_with_all = ["stale", "today"])]
    commitments: bool,

    #[command(flatten)]
    format: FormatArgs,

    #[command(flatten)]
    release: ReleaseArgs,

    #[command(flatten)]
    severities: project_cache::SeverityArgs,
}

fn date(text: &str) -> Result<Date, String> {
    let mut parts = text.splitn(3, '-').map(str::parse::<u16>);
    let mut next = || parts.next()?.ok();
    let date = (|| {
        let (year, month, day) = (next()?, u8::try_from(next()?).ok()?, u8::try_from(next()?).ok()?);
        Date::from_calendar_date(year.into(), time::Month::try_from(month).ok()?, day).ok()
    })();
    date.ok_or_else(|| "write a date such as 2025-12-26".to_owned())
}

/// A line of the list. A brief with errors has what could be read.
struct Row {
    file: String,
    title: Option<String>,
    as_of: Option<Date>,
    edition: Option<u32>,
    status: Option<&'static str>,
    open_issues: Vec<String>,
    errors: usize,
    warnings: usize,
    /// The last day on which it is not stale.
    fresh_until: Option<Date>,
}

pub(in crate::cli) fn run(args: &Args, world: &dyn World, ui: &Ui) -> Exit {
    let Some(mut projects) = args.severities.project_cache(ui) else { return Exit::Usage };
    let Some(selected) = tasks_to_read(&args.files, &mut projects, world, ui) else { return Exit::Usage };
    let Selected { tasks, origin, mut exit } = selected;
    let release = args.release.release();
    if args.commitments {
        return list_commitments(args, &tasks, release.as_deref(), (origin, exit), world, ui);
    }
    let today = args.today.unwrap_or_else(|| world.today());
    let (mut shown, mut unread, mut briefs) = (Vec::new(), Vec::new(), 0);
    for (task, row) in tasks.iter().zip(batch::all(&tasks, None, |task| row(task, release.as_deref(), world))) {
        let Some(row) = row else { continue };
        briefs += 1;
        match row {
            Ok(row) if args.stale && !row.is_stale(today) => {}
            Ok(row) => shown.push(row),
            Err(error) => {
                ui.fail(&error.message, error.help.as_deref());
                unread.push(json!({ "file": task.name, "unreadable": error.message }).to_string());
                exit = Exit::Usage;
            }
        }
    }
    if args.format.is_json() {
        let list = JsonList::begin("briefs", ui);
        shown.iter().for_each(|row| list.item(&row.json(today).to_string()));
        unread.iter().for_each(|row| list.item(row));
        list.end();
    } else {
        ui.result(table(&shown, today).as_bytes());
        if briefs > 0 && origin != Origin::Named {
            let stale = if args.stale { format!("{} stale of ", shown.len()) } else { String::new() };
            ui.say(&format!("{stale}{}{}", count(briefs, "brief"), origin.phrase()));
        }
    }
    if briefs == 0 {
        return exit.max(origin.refuse_none(ui));
    }
    if args.stale && !shown.is_empty() { exit.max(Exit::Errors) } else { exit }
}

/// Lists the commitments of the briefs.
fn list_commitments(
    args: &Args,
    tasks: &[Task],
    release: Option<&Release>,
    (origin, mut exit): (Origin, Exit),
    world: &dyn World,
    ui: &Ui,
) -> Exit {
    let (mut rows, mut unread, mut briefs) = (Vec::new(), Vec::new(), 0);
    for (task, found) in tasks.iter().zip(batch::all(tasks, None, |task| commitments::rows(task, release, world))) {
        briefs += usize::from(found.is_some());
        match found {
            None => {}
            Some(Ok(found)) => rows.extend(found),
            Some(Err(error)) => {
                ui.fail(&error.message, error.help.as_deref());
                unread.push(json!({ "file": task.name, "unreadable": error.message }).to_string());
                exit = Exit::Usage;
            }
        }
    }
    commitments::sort(&mut rows);
    if args.format.is_json() {
        let list = JsonList::begin("commitments", ui);
        rows.iter().for_each(|row| list.item(&row.json().to_string()));
        unread.iter().for_each(|row| list.item(row));
        list.end();
    } else {
        ui.result(commitments::table(&rows).as_bytes());
        if origin != Origin::Named && briefs > 0 {
            let briefs = count(briefs, "brief");
            ui.say(&format!("{} in {briefs}{}", count(rows.len(), "commitment"), origin.phrase()));
        }
    }
    if briefs == 0 { exit.max(origin.refuse_none(ui)) } else { exit }
}

/// Lists the briefs that `brief` without a command is about: those of the project, or of the current folder when a brief
/// lies in it. `None` when there are none. The current folder may be any: only its own files are looked at for that.
pub(in crate::cli) fn overview(world: &dyn World, ui: &Ui) -> Option<Exit> {
    let is_brief = |name: &String| {
        let path = Path::new(name);
        let text = path
            .extension()
            .filter(|extension| *extension == "toml")
            .and_then(|_| read_file(path, LARGEST_BRIEF, world).ok());
        let kind = |text: &[u8]| project::kind_by_text(path, &String::from_utf8_lossy(text));
        name != FILE && text.is_some_and(|text| kind(&text) == FileKind::Brief)
    };
    let in_project = project::find(Path::new("brief.toml"), world).is_some();
    if !in_project && !world.list(Path::new(".")).ok()?.iter().any(is_brief) {
        return None;
    }
    let exit = run(&Args::default(), world, ui);
    if exit == Exit::Done {
        ui.say("`brief check` reports errors and warnings, `brief render` writes the pages, `brief --help` lists all commands");
    }
    Some(exit)
}

/// The row of a brief; `None` when it was found in a folder and is not a brief.
fn row(task: &Task, release: Option<&Release>, world: &dyn World) -> Option<Result<Row, Error>> {
    let (file, checked) = match checked(task, release, world)? {
        Ok(read) => read,
        Err(error) => return Some(Err(error)),
    };
    let count = |severity| checked.diagnostics.iter().filter(|it| it.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let row = match &checked.brief {
        Some(brief) => Row { file, errors, warnings, ..of_brief(brief) },
        None => Row { file, errors, warnings, ..of_document(&checked) },
    };
    Some(Ok(row))
}

fn of_brief(brief: &Brief) -> Row {
    let open = brief.issues.iter().filter(|(_, issue)| issue.status.is_open());
    Row {
        file: String::new(),
        title: Some(brief.title.plain()),
        as_of: Some(brief.as_of),
        edition: brief.edition,
        status: brief.status.map(Vocabulary::word),
        open_issues: open.map(|(id, _)| id.to_string()).collect(),
        errors: 0,
        warnings: 0,
        fresh_until: brief.stale_after.and_then(|time| time.after(brief.as_of)),
    }
}

/// What can be read of a brief with errors.
fn of_document(checked: &Checked) -> Row {
    let records = records(&checked.document);
    let head = records.get("brief");
    let open = records
        .of("issues.ID")
        .filter(|issue| issue.word("status").and_then(IssueStatus::from_word).is_some_and(IssueStatus::is_open));
    Row {
        file: String::new(),
        title: head.and_then(|head| head.text("title")),
        as_of: head.and_then(|head| head.date("as_of")),
        edition: head.and_then(|head| u32::try_from(head.integer("edition")?).ok()),
        status: head.and_then(|head| BriefStatus::from_word(head.word("status")?)).map(Vocabulary::word),
        open_issues: open.map(|issue| issue.id().to_owned()).collect(),
        errors: 0,
        warnings: 0,
        fresh_until: head.and_then(|head| head.duration("stale_after")?.after(head.date("as_of")?)),
    }
}

impl Row {
    fn is_stale(&self, today: Date) -> bool {
        self.fresh_until.is_some_and(|last| last < today)
    }

    fn findings(&self) -> String {
        let count = |count: usize, noun: &str| match count {
            0 => None,
            1 => Some(format!("1 {noun}")),
            many => Some(format!("{many} {noun}s")),
        };
        let parts: Vec<_> =
            [count(self.errors, "error"), count(self.warnings, "warning")].into_iter().flatten().collect();
        if parts.is_empty() { "none".to_owned() } else { parts.join(", ") }
    }

    fn json(&self, today: Date) -> serde_json::Value {
        json!({
            "file": self.file,
            "title": self.title,
            "as_of": self.as_of.map(iso),
            "edition": self.edition,
            "status": self.status,
            "open_issues": self.open_issues,
            "errors": self.errors,
            "warnings": self.warnings,
            "fresh_until": self.fresh_until.map(iso),
            "stale": self.is_stale(today),
        })
    }
}

fn iso(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day())
}

/// The rows in columns.
fn table(rows: &[Row], today: Date) -> String {
    let head = ["file", "title", "as of", "status", "open issues", "diagnostics", "stale"].map(str::to_owned);
    let none = || NONE.to_owned();
    if rows.is_empty() {
        return String::new();
    }
    let lines = rows.iter().map(|row| {
        let stale = match row.fresh_until {
            Some(last) if last < today => format!("yes, after {}", iso(last)),
            Some(last) => format!("no, until {}", iso(last)),
            None => none(),
        };
        [
            row.file.clone(),
            row.title.as_deref().map_or_else(none, short),
            row.as_of.map_or_else(none, iso),
            row.status.map_or_else(none, str::to_owned),
            if row.open_issues.is_empty() { "none".to_owned() } else { short(&row.open_issues.join(", ")) },
            row.findings(),
            stale,
        ]
    });
    columns(std::iter::once(head).chain(lines))
}
