//! How positions, issues and the outcome changed over the versions of a file.

use std::path::Path;
use std::sync::Arc;

use serde_json::json as object;

use crate::check::{check_in, suppress, with_what_is_named};
use crate::diagnostic::has_errors;
use crate::diff::{self, ChangeKind, RecordChange, Speaker};
use crate::error::Error;
use crate::git::{self, Commit, Git};
use crate::handling::Schemes;
use crate::parse::{self, TomlDocument};
use crate::project::Project;
use crate::record::{Record, Records, Value, records};
use crate::release::{self, Proof, Release, Released, Withheld, compared_leak};
use crate::source::Sources;
use crate::version::{self, VersionedBrief};

/// One change in one commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryEntry {
    /// The commit.
    pub commit: Commit,
    /// The cut-off of the edition: `2025-12-26`.
    pub as_of: Option<String>,
    /// What changed: `positions.donbas.russia`.
    pub path: String,
    /// In words: "Russia on Donbas: conditional → demands".
    pub text: String,
    /// The old value, as the file spells it.
    pub old: Option<String>,
    /// The new one.
    pub new: Option<String>,
    /// The sources that the record names from then on.
    pub sources: Vec<String>,
}

/// The largest brief that is read, in bytes.
const LARGEST: u64 = 8 << 20;

/// The versions that are read at once.
const AT_ONCE: usize = 64;

/// The changes over the commits of a file, the oldest first. Without a path: stances, statuses and results; with one,
/// everything at that path. With a release, each version is read without what is above it, by the marks of the last
/// version and by its own; a version that cannot be released is passed over. `progress` is called with the number of
/// versions that have been read, and of all.
///
/// # Errors
/// [`Error`] when the versions cannot be read, or when the last one cannot be released.
pub fn history(
    file: &Path,
    revision: &str,
    path: Option<&str>,
    release: Option<(&Release, &Schemes)>,
    speaker: &dyn Speaker,
    progress: &dyn Fn(usize, usize),
) -> Result<Vec<HistoryEntry>, Error> {
    let commits = git::log(file, revision)?;
    if commits.is_empty() {
        return Err(Error {
            message: format!("no commit up to {revision} has {}", file.display()),
            help: Some("commit it first, or give the name that it had then".to_owned()),
        });
    }
    let git = Git::at(file.parent().unwrap_or(Path::new("")));
    let filter = match release {
        Some((release, schemes)) => Some(Filter::new(&git, &commits, release, schemes)?),
        None => None,
    };
    let mut proof = filter.as_ref().map(|it| it.last.proof.clone());
    let mut entries = Vec::new();
    let mut old = VersionRecords::default();
    let mut before: Option<Vec<u8>> = None;
    let mut diffs: Vec<(usize, diff::Diff)> = Vec::new();
    for (chunk, some) in commits.chunks(AT_ONCE).enumerate() {
        let names: Vec<String> = some
            .iter()
            .map(|it| it.path.as_ref().map_or_else(|| "none".to_owned(), |path| format!("{}:{path}", it.hash)))
            .collect();
        // A version that was removed, or that is the same as the one before, changes nothing.
        let versions: Vec<Option<Vec<u8>>> = git
            .read(&names, LARGEST)?
            .into_iter()
            .map(|bytes| {
                let new = bytes.filter(|bytes| before.as_ref() != Some(bytes))?;
                before = Some(new.clone());
                Some(new)
            })
            .collect();
        let parsed = read_all(&git, some, &versions)?;
        let records = in_parallel(&parsed, |it| it.as_ref().and_then(|it| records_of(it, filter.as_ref())));
        for (at, new) in records.into_iter().enumerate() {
            let at = chunk * AT_ONCE + at;
            progress(at + 1, commits.len());
            let Some((new, withheld)) = new else { continue };
            proof = proof.zip(withheld).map(|(proof, withheld)| proof.with(&withheld));
            diffs.push((at, diff::diff(&old.compared_with(&new), &new.compared_with(&old))));
            old = new;
        }
    }
    // From the last commit back, since a record may have had another path before.
    let mut wanted: Option<String> = path.map(str::to_owned);
    for (at, diff) in diffs.into_iter().rev() {
        let mut these = entries_of(&diff, &commits[at], wanted.as_deref(), speaker);
        these.reverse();
        entries.extend(these);
        wanted = wanted.map(|path| earlier(&diff, &path));
    }
    entries.reverse();
    if let Some(proof) = proof {
        // What the commits say of themselves was not written for these readers.
        entries.iter_mut().for_each(|it| (it.commit.subject, it.commit.author) = (String::new(), String::new()));
        let found = proof.found_in_words(&human(&entries));
        if !found.is_empty() {
            return Err(compared_leak("the history", &found));
        }
    }
    Ok(entries)
}

/// What is released of each version.
struct Filter<'a> {
    release: &'a Release,
    schemes: &'a Schemes,
    /// What is taken out of the last version, and of all before it.
    last: Withheld,
}

impl<'a> Filter<'a> {
    fn new(git: &Git, commits: &[Commit], release: &'a Release, schemes: &'a Schemes) -> Result<Self, Error> {
        let there = commits.iter().rfind(|it| it.path.is_some());
        let Some(last) = there else { return Err(Error::new("the file is in none of the commits")) };
        let name = format!("{}:{}", last.hash, last.path.as_deref().unwrap_or_default());
        let versions = git.read(&[name], LARGEST)?;
        let parsed = read_all(git, std::slice::from_ref(last), &versions)?.pop().flatten();
        let released = parsed.map(|it| released(&it, release, schemes, None)).transpose()?.flatten();
        let released = released.ok_or_else(|| {
            Error::new("the last version cannot be released: it has errors").help("fix what `brief check` reports")
        })?;
        Ok(Self { release, schemes, last: released.withheld })
    }
}

/// A version as it is released; `None` when it has errors, so that its marks cannot be relied on.
fn released(
    version: &Parsed,
    release: &Release,
    schemes: &Schemes,
    newer: Option<&Withheld>,
) -> Result<Option<Released>, Error> {
    let (brief, mut found) = check_in(&version.document, &version.sources, schemes);
    if brief.is_none() || !version.document.is_whole() || has_errors(&found) {
        return Ok(None);
    }
    let text = &version.sources.file(version.document.file()).text;
    let (suppressions, suppressed) =
        suppress(&version.document, text, |code| code.entry().adjustable, true, &mut found);
    release::release(&version.document, &version.sources, schemes, release, newer, (&suppressions, &suppressed))
        .map(Some)
}

/// The records of a version.
#[derive(Default)]
struct VersionRecords {
    /// Its own, and the shared ones that it names.
    named: Records,
    /// With those that it finds in shared files and does not name; `None` when it uses none.
    whole: Option<Records>,
}

impl VersionRecords {
    /// Its records, with what it shares of another that it is compared with: that was moved there, not dropped.
    fn compared_with(&self, other: &Self) -> Records {
        self.whole.as_ref().map_or_else(|| self.named.clone(), |it| it.clone().of_either(&self.named, &other.named))
    }
}

/// The records of a version, as they are released; and what is taken out.
fn records_of(version: &Parsed, filter: Option<&Filter<'_>>) -> Option<(VersionRecords, Option<Proof>)> {
    let Some(Filter { release, schemes, last }) = filter else {
        let whole = version.whole.as_ref().map(records);
        return Some((VersionRecords { named: records(&version.document), whole }, None));
    };
    let released = released(version, release, schemes, Some(last)).ok().flatten()?;
    let mut document = parsed(released.text.as_bytes()).document;
    for (_, text) in &released.shared {
        let shared = parsed(text.as_bytes()).document;
        ["parties", "sources"].into_iter().for_each(|table| _ = document.add_shared(&shared, table));
    }
    Some((VersionRecords { named: records(&document), whole: None }, Some(released.withheld.proof)))
}

/// A version that has been parsed.
struct Parsed {
    document: TomlDocument,
    /// With the shared records that it does not name; `None` when it uses none.
    whole: Option<TomlDocument>,
    sources: Sources,
}

/// Reads versions, as many at once as there are processors, each with the records that its project shared then.
fn read_all(git: &Git, commits: &[Commit], versions: &[Option<Vec<u8>>]) -> Result<Vec<Option<Parsed>>, Error> {
    let mut parsed = in_parallel(versions, |bytes| bytes.as_deref().map(parsed));
    let (mut places, mut briefs) = (Vec::new(), Vec::new());
    for (at, (commit, version)) in commits.iter().zip(&parsed).enumerate() {
        let (Some(path), Some(version)) = (&commit.path, version) else { continue };
        let files = version::used(&version.document);
        if !files.is_empty() {
            places.push(at);
            briefs.push(VersionedBrief { revision: commit.hash.clone(), path: path.clone(), files });
        }
    }
    if !briefs.is_empty() {
        for (at, shared) in places.into_iter().zip(version::shared(git, &briefs)?) {
            let Some(version) = &mut parsed[at] else { continue };
            let project = Project { shared: shared.map(Arc::new), ..Project::default() };
            // What is wrong with `[use]` is for `brief check` to report.
            let _ = project.add_shared(&mut version.document, &mut version.sources);
            let named = with_what_is_named(&version.document, &version.sources).into_owned();
            version.whole = Some(std::mem::replace(&mut version.document, named));
        }
    }
    Ok(parsed)
}

/// Does the same to each of some things, to as many at once as there are processors.
fn in_parallel<T: Sync, R: Send>(all: &[T], each: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let size = all.len().div_ceil(threads).max(1);
    let some = |part: &[T]| part.iter().map(&each).collect::<Vec<_>>();
    std::thread::scope(|scope| {
        let some = &some;
        let parts: Vec<_> = all.chunks(size).map(|part| (part, scope.spawn(move || some(part)))).collect();
        // A thread that cannot end is as good as none: the work is done here.
        parts.into_iter().flat_map(|(part, thread)| thread.join().unwrap_or_else(|_| some(part))).collect()
    })
}

fn parsed(bytes: &[u8]) -> Parsed {
    let mut sources = Sources::default();
    let file = sources.add("version", String::from_utf8_lossy(bytes));
    Parsed { document: parse::parse(&sources, file).0, whole: None, sources }
}

/// A path as it was before a change.
fn earlier(diff: &diff::Diff, path: &str) -> String {
    let mut path = path.to_owned();
    for renamed in &diff.renamed {
        let id = |path: &str| path.rsplit('.').next().unwrap_or_default().to_owned();
        let (from, to) = (id(&renamed.from), id(&renamed.to));
        let table = renamed.to.split('.').next().unwrap_or_default();
        let mut parts: Vec<String> = path.split('.').map(str::to_owned).collect();
        // An id is part of the paths of its own table, and of positions and aims.
        let place = match (parts.first().map(String::as_str), table) {
            (Some("positions" | "aims"), "issues") => Some(1),
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

/// The fields that are shown without `--path`.
fn is_course(table: &str, field: &str) -> bool {
    matches!(
        (table, field),
        ("positions.ISSUE.PARTY", "stance" | "red_line")
            | ("issues.ID", "status")
            | ("outcome" | "outcome.points.ID", "result")
    )
}

fn entries_of(diff: &diff::Diff, commit: &Commit, wanted: Option<&str>, speaker: &dyn Speaker) -> Vec<HistoryEntry> {
    let as_of = diff.new.get("brief").and_then(|it| it.date("as_of")).map(iso);
    let mut changes: Vec<&RecordChange> = diff.changes.iter().collect();
    changes.sort_by_key(|it| diff::place(it, None));
    let mut entries = Vec::new();
    for change in changes {
        let records = if change.kind == ChangeKind::Removed { &diff.old } else { &diff.new };
        let Some(record) = records.get(&change.path) else { continue };
        let entry = |path: String, text: String, old: Option<String>, new: Option<String>| HistoryEntry {
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
                    change.kind != ChangeKind::Kept
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
                (None, ChangeKind::Added) => (None, course()),
                (None, ChangeKind::Removed) => (course(), None),
                (None, ChangeKind::Kept) => (None, None),
            };
            entries.push(entry(headline.path.clone(), headline.text, old, new));
        }
    }
    entries
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

/// The history as text: a paragraph for each commit.
#[must_use]
pub fn human(entries: &[HistoryEntry]) -> String {
    let mut out = String::new();
    let mut last: Option<&Commit> = None;
    for it in entries {
        if last != Some(&it.commit) {
            if last.is_some() {
                out.push('\n');
            }
            let Commit { hash, date, author, subject, .. } = &it.commit;
            let said = if author.is_empty() { String::new() } else { format!(" {author}: {subject}") };
            out.push_str(&format!("{date} {}{said}\n", &hash[..hash.len().min(9)]));
            last = Some(&it.commit);
        }
        let sources = if it.sources.is_empty() { String::new() } else { format!(" [{}]", it.sources.join("; ")) };
        out.push_str(&format!("  {}{sources}\n", it.text.replace('\n', " ")));
    }
    out
}

/// The history as a Markdown table.
#[must_use]
pub fn markdown(entries: &[HistoryEntry]) -> String {
    let escaped = diff::render::escaped;
    let mut out = String::from("| Date | Commit | What changed | Sources |\n| --- | --- | --- | --- |\n");
    for it in entries {
        let hash = &it.commit.hash[..it.commit.hash.len().min(9)];
        let sources = escaped(&it.sources.join("; "));
        out.push_str(&format!("| {} | {hash} | {} | {sources} |\n", it.commit.date, escaped(&it.text)));
    }
    out
}

/// The history as JSON, with a line ending. `docs/editions.md` describes it.
#[must_use]
pub fn json(entries: &[HistoryEntry]) -> String {
    let entry = |it: &HistoryEntry| {
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
    let all = object!({ "version": diff::render::VERSION, "moments": entries.iter().map(entry).collect::<Vec<_>>() });
    format!("{all:#}\n")
}
