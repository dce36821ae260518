//! How positions, issues and the outcome moved over the versions of a file.

use std::path::Path;

use serde_json::json as object;

use crate::diff::{self, Kind, RecordChange, Speaker};
use crate::git::{self, Commit, Git, GitError};
use crate::parse;
use crate::record::{Record, Records, Value, records};
use crate::source::Sources;

/// One thing that moved in one commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryEntry {
    /// The commit.
    pub commit: Commit,
    /// The cut-off of the edition: `2025-12-26`.
    pub as_of: Option<String>,
    /// What moved: `positions.donbas.russia`.
    pub path: String,
    /// In words: "Russia on Donbas: conditional → demands".
    pub text: String,
    /// The old value, as the file spells it.
    pub old: Option<String>,
    /// The new one.
    pub new: Option<String>,
    /// The sources that the record names since.
    pub sources: Vec<String>,
}

/// The largest brief that is read, in bytes.
const LARGEST: u64 = 8 << 20;

/// The versions that are read at once.
const AT_ONCE: usize = 64;

/// What moved over the commits of a file, the oldest first. Without a path: stances, statuses and results; with one, all
/// that stands there. `progress` is told how many versions have been read, and of how many.
///
/// # Errors
/// [`GitError`] when the versions cannot be read.
pub fn history(
    file: &Path,
    revision: &str,
    path: Option<&str>,
    speaker: &dyn Speaker,
    progress: &dyn Fn(usize, usize),
) -> Result<Vec<HistoryEntry>, GitError> {
    let commits = git::log(file, revision)?;
    if commits.is_empty() {
        return Err(GitError {
            message: format!("no commit up to {revision} has {}", file.display()),
            help: Some("commit it first, or name it as it was called then".to_owned()),
        });
    }
    let git = Git::at(file.parent().unwrap_or(Path::new("")));
    let mut moments = Vec::new();
    let mut old = Records::default();
    let mut before: Option<Vec<u8>> = None;
    // The path at the end; going back, a record may have had another.
    let mut told: Vec<(usize, diff::Diff)> = Vec::new();
    for (chunk, some) in commits.chunks(AT_ONCE).enumerate() {
        let names: Vec<String> = some
            .iter()
            .map(|it| it.path.as_ref().map_or_else(|| "none".to_owned(), |path| format!("{}:{path}", it.hash)))
            .collect();
        // A version that was removed, or that says what the one before said, says nothing.
        let versions: Vec<Option<Vec<u8>>> = git
            .read(&names, LARGEST)?
            .into_iter()
            .map(|bytes| {
                let new = bytes.filter(|bytes| before.as_ref() != Some(bytes))?;
                before = Some(new.clone());
                Some(new)
            })
            .collect();
        for (at, new) in read_all(&versions).into_iter().enumerate() {
            let at = chunk * AT_ONCE + at;
            progress(at + 1, commits.len());
            let Some(new) = new else { continue };
            told.push((at, diff::diff(&old, &new)));
            old = new;
        }
    }
    let mut wanted: Option<String> = path.map(str::to_owned);
    for (at, diff) in told.into_iter().rev() {
        let mut these = moments_of(&diff, &commits[at], wanted.as_deref(), speaker);
        these.reverse();
        moments.extend(these);
        wanted = wanted.map(|path| earlier(&diff, &path));
    }
    moments.reverse();
    Ok(moments)
}

/// Reads versions, as many at once as there are processors.
fn read_all(versions: &[Option<Vec<u8>>]) -> Vec<Option<Records>> {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let each = versions.len().div_ceil(threads).max(1);
    let some = |versions: &[Option<Vec<u8>>]| versions.iter().map(|it| it.as_deref().map(read)).collect::<Vec<_>>();
    std::thread::scope(|scope| {
        let parts: Vec<_> = versions.chunks(each).map(|part| scope.spawn(move || some(part))).collect();
        parts
            .into_iter()
            .zip(versions.chunks(each))
            // A thread that cannot end is as good as none: the work is done here.
            .flat_map(|(part, versions)| part.join().unwrap_or_else(|_| some(versions)))
            .collect()
    })
}

fn read(bytes: &[u8]) -> Records {
    let mut sources = Sources::default();
    let file = sources.add("version", String::from_utf8_lossy(bytes));
    records(&parse::parse(&sources, file).0)
}

/// A path as it was before a change.
fn earlier(diff: &diff::Diff, path: &str) -> String {
    let mut path = path.to_owned();
    for renamed in &diff.renamed {
        let id = |path: &str| path.rsplit('.').next().unwrap_or_default().to_owned();
        let (from, to) = (id(&renamed.from), id(&renamed.to));
        let table = renamed.to.split('.').next().unwrap_or_default();
        let mut parts: Vec<String> = path.split('.').map(str::to_owned).collect();
        // An id stands in the table of its records, and in the names of positions.
        let place = match (parts.first().map(String::as_str), table) {
            (Some("positions"), "issues") => Some(1),
            (Some("positions"), "parties") | (Some("outcome"), "outcome") => Some(2),
            (Some(first), table) if first == table => Some(1),
            _ => None,
        };
        if let Some(part) = place.and_then(|at| parts.get_mut(at)).filter(|part| **part == to) {
            *part = from;
        }
        path = parts.join(".");
    }
    path
}

/// Whether a path is, or lies below, another.
fn below(path: &str, wanted: &str) -> bool {
    path.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The fields whose course is told without being asked for.
fn is_course(table: &str, field: &str) -> bool {
    matches!(
        (table, field),
        ("positions.ISSUE.PARTY", "stance" | "red_line")
            | ("issues.ID", "status")
            | ("outcome" | "outcome.points.ID", "result")
    )
}

fn moments_of(diff: &diff::Diff, commit: &Commit, wanted: Option<&str>, speaker: &dyn Speaker) -> Vec<HistoryEntry> {
    let as_of = diff.new.get("brief").and_then(|it| it.date("as_of")).map(iso);
    let mut changes: Vec<&RecordChange> = diff.changes.iter().collect();
    changes.sort_by_key(|it| diff::place(it, None));
    let mut moments = Vec::new();
    for change in changes {
        let records = if change.kind == Kind::Removed { &diff.old } else { &diff.new };
        let Some(record) = records.get(&change.path) else { continue };
        let moment = |path: String, text: String, old: Option<String>, new: Option<String>| HistoryEntry {
            commit: commit.clone(),
            as_of: as_of.clone(),
            path,
            text,
            old,
            new,
            sources: sources(record, records),
        };
        for headline in diff::headlines(diff, change, speaker) {
            let field = headline.field.map(|at| &change.fields[at]);
            let shown = match (wanted, field) {
                (Some(wanted), Some(_)) => below(&headline.path, wanted),
                (Some(wanted), None) => below(&change.path, wanted) || below(wanted, &change.path),
                (None, Some(field)) => is_course(change.table.path, field.field.name),
                (None, None) => {
                    change.kind != Kind::Kept
                        && record.table.all_fields().any(|it| is_course(record.table.path, it.name))
                }
            };
            if !shown {
                continue;
            }
            let course = || {
                let field = ["stance", "status", "result"].into_iter().find(|it| is_course(record.table.path, it));
                field.and_then(|field| record.word(field)).map(str::to_owned)
            };
            let (old, new) = match (field, change.kind) {
                (Some(field), _) => (field.old.as_ref().map(spelled), field.new.as_ref().map(spelled)),
                (None, Kind::Added) => (None, course()),
                (None, Kind::Removed) => (course(), None),
                (None, Kind::Kept) => (None, None),
            };
            moments.push(moment(headline.path.clone(), headline.text, old, new));
        }
    }
    moments
}

/// The publishers of the sources that a record names.
fn sources(record: &Record, records: &Records) -> Vec<String> {
    let Some(Value::List(ids)) = record.fields.get("sources") else { return Vec::new() };
    let name = |value: &Value| {
        let Value::Id(_, id) = value else { return None };
        records.get(&format!("sources.{id}")).and_then(|it| it.text("publisher")).or_else(|| Some(id.clone()))
    };
    ids.iter().filter_map(name).collect()
}

fn spelled(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Word(_, text) | Value::Id(_, text) => text.clone(),
        Value::Prose(prose) => prose.source(),
        Value::Date(date) => iso(*date),
        Value::PartialDate(date) => date.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Boolean(yes) => yes.to_string(),
        Value::Duration(_) => String::new(),
        Value::List(items) => items.iter().map(spelled).collect::<Vec<_>>().join(", "),
        Value::Fields(fields) => fields.iter().map(|(_, it)| spelled(it)).collect::<Vec<_>>().join(", "),
    }
}

fn iso(date: crate::model::Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day())
}

/// The course as text: a paragraph for each commit.
#[must_use]
pub fn human(moments: &[HistoryEntry]) -> String {
    let mut out = String::new();
    let mut last: Option<&Commit> = None;
    for it in moments {
        if last != Some(&it.commit) {
            if last.is_some() {
                out.push('\n');
            }
            let Commit { hash, date, author, subject, .. } = &it.commit;
            out.push_str(&format!("{date} {} {author}: {subject}\n", &hash[..hash.len().min(9)]));
            last = Some(&it.commit);
        }
        let sources = if it.sources.is_empty() { String::new() } else { format!(" [{}]", it.sources.join("; ")) };
        out.push_str(&format!("  {}{sources}\n", it.text.replace('\n', " ")));
    }
    out
}

/// The course as a Markdown table.
#[must_use]
pub fn markdown(moments: &[HistoryEntry]) -> String {
    let escaped = diff::render::escaped;
    let mut out = String::from("| Date | Commit | What moved | Sources |\n| --- | --- | --- | --- |\n");
    for it in moments {
        let hash = &it.commit.hash[..it.commit.hash.len().min(9)];
        let sources = escaped(&it.sources.join("; "));
        out.push_str(&format!("| {} | {hash} | {} | {sources} |\n", it.commit.date, escaped(&it.text)));
    }
    out
}

/// The course as JSON, with a line end. `docs/editions.md` describes it.
#[must_use]
pub fn json(moments: &[HistoryEntry]) -> String {
    let moment = |it: &HistoryEntry| {
        object!({
            "commit": it.commit.hash,
            "date": it.commit.date,
            "author": it.commit.author,
            "subject": it.commit.subject,
            "file": it.commit.path,
            "as_of": it.as_of,
            "path": it.path,
            "text": it.text,
            "old": it.old,
            "new": it.new,
            "sources": it.sources,
        })
    };
    let all = object!({ "version": diff::render::VERSION, "moments": moments.iter().map(moment).collect::<Vec<_>>() });
    format!("{all:#}\n")
}
