//! `brief list`

mod commitments;

use std::path::Path;

use serde_json::json;
use time::Date;

use crate::cli::shared::columns::{NONE, columns, short};
use crate::cli::shared::files::FileOrigin;
use crate::cli::shared::json::FormatArgs;
use crate::cli::shared::listing::Listing;
use crate::cli::shared::noun::count;
use crate::cli::shared::release::ReleaseArgs;
use crate::cli::shared::tasks::tasks_to_read;
use crate::cli::shared::{Exit, Ui, project_cache};
use crate::diagnostic::Severity;
use crate::model::{Brief, BriefStatus, IssueStatus, Vocabulary};
use crate::pipeline::{Checked, LARGEST_BRIEF};
use crate::project::{self, FILE, FileKind};
use crate::record::records;
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

    /// List the commitments of the briefs instead, overdue ones first.
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
struct ListRow {
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
    let release = args.release.release();
    if args.commitments {
        return list_commitments(args, Listing::of(selected, release.as_deref(), commitments::rows, world, ui), ui);
    }
    let today = args.today.unwrap_or_else(|| world.today());
    let mut found = Listing::of(selected, release.as_deref(), |file, checked| Ok(vec![row(file, checked)]), world, ui);
    found.rows.retain(|row| !args.stale || row.is_stale(today));
    let shown = found.rows.len();
    if args.format.is_json() {
        found.json("briefs", |row| row.json(today), "", ui);
    } else {
        ui.result(table(&found.rows, today).as_bytes());
        if found.briefs > 0 && found.origin != FileOrigin::Named {
            let stale = if args.stale { format!("{shown} stale of ") } else { String::new() };
            ui.say(&format!("{stale}{}{}", count(found.briefs, "brief"), found.origin.phrase()));
        }
    }
    let exit = found.exit(ui);
    if args.stale && shown > 0 { exit.max(Exit::Errors) } else { exit }
}

/// Lists the commitments of the briefs.
fn list_commitments(args: &Args, mut found: Listing<commitments::CommitmentRow>, ui: &Ui) -> Exit {
    commitments::sort(&mut found.rows);
    if args.format.is_json() {
        found.json("commitments", commitments::CommitmentRow::json, "", ui);
    } else {
        ui.result(commitments::table(&found.rows).as_bytes());
        if found.origin != FileOrigin::Named && found.briefs > 0 {
            let commitments = count(found.rows.len(), "commitment");
            ui.say(&format!("{commitments} in {}{}", count(found.briefs, "brief"), found.origin.phrase()));
        }
    }
    found.exit(ui)
}

/// Lists the briefs that `brief` without a command is about: those of the project, or of the current folder when a
/// brief lies in it. `None` when there are none. The current folder may be any: only its own files are looked at for
/// that.
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

/// The row of a brief.
fn row(file: &str, checked: &Checked) -> ListRow {
    let count = |severity| checked.diagnostics.iter().filter(|it| it.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let known = checked.brief.as_ref().map_or_else(|| of_document(checked), of_brief);
    ListRow { file: file.to_owned(), errors, warnings, ..known }
}

fn of_brief(brief: &Brief) -> ListRow {
    let open = brief.issues.iter().filter(|(_, issue)| issue.status.is_open());
    ListRow {
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
fn of_document(checked: &Checked) -> ListRow {
    let records = records(&checked.document);
    let head = records.get("brief");
    let open = records
        .of("issues.ID")
        .filter(|issue| issue.word("status").and_then(IssueStatus::from_word).is_some_and(IssueStatus::is_open));
    ListRow {
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

impl ListRow {
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
fn table(rows: &[ListRow], today: Date) -> String {
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
