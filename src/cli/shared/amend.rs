//! Changing a brief: it is read and checked, changed, checked again, and only then saved.

use std::path::Path;
use std::sync::Arc;

use super::brief_file::{self, BriefFile};
use super::noun::count;
use super::{Exit, Ui, files, project_cache, unknown};
use crate::diagnostic::{self, Code, Diagnostic, Severity, render};
use crate::diff;
use crate::edit::{self, Draft, FieldPlace, PathError, PathTarget, RecordPath};
use crate::error::Error;
use crate::exchange::{self, TakenRows};
use crate::model::Date;
use crate::pipeline::{self, Checked, Input, LARGEST_BRIEF, PrivateFile};
use crate::project::{FileKind, Project};
use crate::source::{FileId, Sources};
use crate::world::World;

/// The options of every command that changes a brief.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(in crate::cli) struct Args {
    /// Set the cut-off date of the brief.
    #[arg(long = "as-of", value_name = "DATE")]
    brief_as_of: Option<String>,

    /// Increase the edition number by one.
    #[arg(long)]
    new_edition: bool,

    /// Print a diff and write nothing.
    #[arg(long)]
    dry_run: bool,

    #[command(flatten)]
    severities: project_cache::SeverityArgs,
}

/// A brief that is being changed and not saved yet.
pub(in crate::cli) struct PendingEdit<'a> {
    file: BriefFile<'a>,
    world: &'a dyn World,
    /// The brief, when the file is its private one.
    brief: Option<Input>,
    /// The private file of the brief, when it is changed with it.
    private: Option<(BriefFile<'a>, Draft)>,
    project: Arc<Project>,
    before: Vec<Diagnostic>,
    pub(in crate::cli) draft: Draft,
    /// What was done, for the status line.
    pub(in crate::cli) done: Vec<String>,
    /// Whether it is saved although it has errors.
    pub(in crate::cli) force: bool,
    /// The old and the new id of a record that was renamed: what was reported about the old one is not new.
    pub(in crate::cli) new_id: Option<(String, String)>,
    /// Where the change comes from: what is wrong with it is reported there.
    pub(in crate::cli) origin: Option<RecordOrigin>,
}

/// A file from which a brief takes records.
pub(in crate::cli) struct RecordOrigin {
    pub(in crate::cli) name: String,
    pub(in crate::cli) text: String,
    pub(in crate::cli) places: Vec<exchange::CellPlace>,
}

/// Reports why something is refused.
pub(in crate::cli) fn refuse(refused: &Error, ui: &Ui) -> Exit {
    ui.fail(&refused.message, refused.help.as_deref());
    Exit::Usage
}

/// Reports why a value is refused that its field does not take: as for one that only the check of the brief refuses.
pub(in crate::cli) fn refuse_value(refused: &Error, ui: &Ui) -> Exit {
    ui.fail(&refused.message, refused.help.as_deref());
    Exit::Errors
}

/// What a path names that can be removed or renamed.
pub(in crate::cli) enum Removable {
    Field(FieldPlace),
    Record(RecordPath),
}

/// Checks a text; the only place of these commands that does.
fn check(input: &Input, project: &Project) -> Checked {
    pipeline::check(input, project)
}

/// The name of the private file of a brief, where a record that is there alone is in each of some paths.
fn in_private(name: &str, paths: &[String], world: &dyn World) -> Option<String> {
    // Standard input, which has none, can be read only once.
    pipeline::private_path(name)?;
    let brief = pipeline::read(name, world).ok()?;
    let private = brief.private.as_ref()?;
    let (of_brief, of_private) = (Draft::new(brief.text.as_str()), Draft::new(private.text.as_str())?);
    // A table such as `positions` may be in both.
    let is_there = |path: &String| {
        let names: Vec<&str> = path.split('.').map(str::trim).collect();
        (2..=names.len()).map(|depth| names[..depth].join(".")).any(|record| {
            let in_brief = of_brief.as_ref().is_some_and(|draft| draft.has(&record));
            !in_brief && of_private.has(&record)
        })
    };
    (!paths.is_empty() && paths.iter().all(is_there)).then(|| private.name.clone())
}

/// The brief of a private file, if it is there.
fn brief_of(private: &str, world: &dyn World) -> Option<Input> {
    let brief = pipeline::brief_of_private(private)?;
    pipeline::read(&brief.display().to_string(), world).ok()
}

/// A brief with another text of its private file.
fn with_private(brief: &Input, name: &str, text: &str) -> Input {
    let private = PrivateFile { name: name.to_owned(), text: text.to_owned() };
    Input { private: Some(Box::new(private)), ..brief.clone() }
}

impl Args {
    /// Whether the cut-off date or the edition is to be set.
    pub(in crate::cli) fn moves_on(&self) -> bool {
        self.brief_as_of.is_some() || self.new_edition
    }

    /// Reads a brief that is to be changed, and locks its file. An error has been reported.
    pub(in crate::cli) fn open<'a>(&self, name: &str, world: &'a dyn World, ui: &Ui) -> Result<PendingEdit<'a>, Exit> {
        // A file that is not going to be written is not locked.
        if self.dry_run {
            return self.look(name, world, ui);
        }
        self.begin(name, BriefFile::open(name, world), world, ui)
    }

    /// Reads a brief to ask questions about it. It is not locked while somebody answers, and cannot be saved.
    pub(in crate::cli) fn look<'a>(&self, name: &str, world: &'a dyn World, ui: &Ui) -> Result<PendingEdit<'a>, Exit> {
        self.begin(name, BriefFile::look(name, world), world, ui)
    }

    /// As [`Args::open`], of the file in which the records of some paths are: the brief, or else its private file.
    pub(in crate::cli) fn open_at<'a>(
        &self,
        name: &str,
        paths: &[String],
        world: &'a dyn World,
        ui: &Ui,
    ) -> Result<PendingEdit<'a>, Exit> {
        let private = in_private(name, paths, world);
        self.open(private.as_deref().unwrap_or(name), world, ui)
    }

    /// Gives a record another id where the private file of its brief refers to it. Returns how many places there are.
    pub(in crate::cli) fn rename_in_private(
        &self,
        record: &RecordPath,
        to: &str,
        pending: &mut PendingEdit<'_>,
    ) -> Result<usize, Error> {
        let Some(private) = pending.file.input().private.as_ref() else { return Ok(0) };
        let open = if self.dry_run { BriefFile::look } else { BriefFile::open };
        let file = open(&private.name, pending.world)?;
        let mut draft = Draft::new(file.input().text.as_str()).ok_or_else(|| {
            Error::new(format!("{} has syntax errors", private.name))
                .help(format!("see `brief check {}`", private.name))
        })?;
        let places = draft.rename(record, to)?;
        if places > 0 {
            pending.private = Some((file, draft));
        }
        Ok(places)
    }

    fn begin<'a>(
        &self,
        name: &str,
        file: Result<BriefFile<'a>, Error>,
        world: &'a dyn World,
        ui: &Ui,
    ) -> Result<PendingEdit<'a>, Exit> {
        let mut projects = self.severities.project_cache(ui).ok_or(Exit::Usage)?;
        let file = file.map_err(|error| {
            ui.fail(&error.message, error.help.as_deref());
            Exit::Usage
        })?;
        let project = projects.project(name, world, ui).ok_or(Exit::Usage)?;
        // By its place alone: a brief that is written record by record may have parties only.
        let kind = project.kind_by_path(Path::new(name), world);
        let brief = brief_of(name, world).filter(|_| kind == Some(FileKind::Private));
        if let Some(kind) = kind.filter(|_| brief.is_none()) {
            let message = format!("{name} is {}, which this command does not change", files::noun(kind));
            ui.fail(&message, Some("change it in an editor, then run `brief check`"));
            return Err(Exit::Usage);
        }
        let input = file.input();
        let whole = brief.as_ref().map(|brief| with_private(brief, &input.name, &input.text));
        let before = check(whole.as_ref().unwrap_or(input), &project);
        let Some(draft) = Draft::new(input.text.as_str()) else {
            ui.diagnostics(&before.diagnostics, &before.sources);
            ui.say(&format!("{}: nothing written; fix the syntax errors first", input.name));
            return Err(Exit::Errors);
        };
        let (before, done) = (before.diagnostics, Vec::new());
        Ok(PendingEdit {
            file,
            world,
            brief,
            private: None,
            project,
            before,
            draft,
            done,
            force: false,
            new_id: None,
            origin: None,
        })
    }

    /// Sets `as_of` and the edition, checks the new text and saves it. `latest` is the date of what was added.
    pub(in crate::cli) fn finish(&self, mut pending: PendingEdit<'_>, latest: Option<Date>, ui: &Ui) -> Exit {
        let moved = pending.move_on(self.brief_as_of.as_deref(), self.new_edition, latest);
        if let Err(refused) = moved {
            return refuse(&refused, ui);
        }
        pending.finish(self.dry_run, ui)
    }
}

impl PendingEdit<'_> {
    /// Sets `brief.as_of` and `brief.edition`.
    fn move_on(&mut self, as_of: Option<&str>, new_edition: bool, latest: Option<Date>) -> Result<(), Error> {
        let old = self.draft.date("brief.as_of");
        let later = latest.filter(|latest| old.is_some_and(|old| *latest > old)).map(|date| date.to_string());
        if let Some(new) = as_of.or(later.as_deref()) {
            self.set("brief.as_of", new)?;
        }
        if new_edition {
            // A brief without a number is in its first edition.
            let edition = if self.draft.has("brief.edition") { self.draft.number("brief.edition") } else { Some(1) };
            let Some(edition) = edition else {
                let help = "set it: `brief set FILE brief.edition 2`".to_owned();
                return Err(Error { message: "`brief.edition` is not a number".to_owned(), help: Some(help) });
            };
            self.set("brief.edition", &edition.saturating_add(1).to_string())?;
        }
        Ok(())
    }

    /// Whether the brief, or a shared file that it uses, has something at a path.
    pub(in crate::cli) fn has(&self, path: &str) -> bool {
        self.draft.has(path) || self.shared_file(path).is_some() || self.beside().is_some_and(|(_, it)| it.has(path))
    }

    /// The brief of a private file, or the private file of a brief, with its name.
    fn beside(&self) -> Option<(&str, Draft)> {
        let of_private = self.file.input().private.as_ref().map(|it| (it.name.as_str(), it.text.as_str()));
        let (name, text) =
            self.brief.as_ref().map(|brief| (brief.name.as_str(), brief.text.as_str())).or(of_private)?;
        Some((name, Draft::new(text)?))
    }

    /// The shared file, among those that the brief uses, that has something at a path.
    pub(in crate::cli) fn shared_file(&self, path: &str) -> Option<&str> {
        let used = self.project.used(self.draft.document());
        used.into_iter().find(|file| file.has(path)).map(|file| file.source.name.as_str())
    }

    /// Reports that the record of a path is in the other file of the brief, or in a shared one; `None` when in neither.
    pub(in crate::cli) fn refuse_elsewhere(&self, path: &str, ui: &Ui) -> Option<Exit> {
        if let Some(error) = self.stands_beside(path) {
            return Some(refuse(&error, ui));
        }
        let mut parts = path.split('.').map(str::trim);
        let record = format!("{}.{}", parts.next()?, parts.next()?);
        let file = self.shared_file(&record).filter(|_| !self.draft.has(&record))?;
        let message = format!("`{record}` is a shared record, in {file}");
        ui.fail(&message, Some("change it there, in an editor: other briefs use it too"));
        Some(Exit::Usage)
    }

    /// That the record of a path is in the other of the two files of the brief.
    fn stands_beside(&self, path: &str) -> Option<Error> {
        let (name, beside) = self.beside()?;
        let record = match edit::place(path, beside.document()).ok()? {
            PathTarget::Record(record) => record.path(),
            PathTarget::Field(field) => field.record(),
            PathTarget::Group { .. } => return None,
        };
        if !beside.has(&record) || self.draft.has(&record) {
            return None;
        }
        let which = if self.brief.is_some() { "the brief" } else { "the private file" };
        let error = Error::new(format!("`{record}` is in {which}, {name}"));
        Some(error.help("one command changes one file: use that one"))
    }

    /// What a path names, and why it is refused when it names nothing that can be removed or renamed.
    pub(in crate::cli) fn place(&self, path: &str) -> Result<Removable, Error> {
        let (message, group, meant) = match edit::place(path, self.draft.document()) {
            Ok(PathTarget::Group { path, .. }) => (format!("`{path}` is a table of records, not a record"), path, None),
            Ok(PathTarget::Field(field)) => return Ok(Removable::Field(field)),
            Ok(PathTarget::Record(record)) => return Ok(Removable::Record(record)),
            Err(PathError::Unknown(refused)) => return Err(refused),
            Err(PathError::NoRecord { table, ids, meant }) => {
                let path = RecordPath { table, ids }.path();
                if let Some(error) = self.stands_beside(&path) {
                    return Err(error);
                }
                let group = path.rsplit_once('.').map_or("", |(group, _)| group).to_owned();
                (format!("the file has no `{path}`"), group, meant)
            }
        };
        let known: Vec<String> =
            self.draft.names(&group).into_iter().take(MOST_NAMED).map(|(id, _)| format!("`{group}.{id}`")).collect();
        let help = match meant {
            Some(meant) => Some(format!("did you mean `{meant}`?")),
            None => Some(format!("name a record, such as {}", known.join(", "))).filter(|_| !known.is_empty()),
        };
        Err(Error { message, help })
    }

    /// The brief before the change, checked.
    pub(in crate::cli) fn checked(&self) -> Checked {
        let Input { name, text, .. } = self.file.input();
        match &self.brief {
            Some(brief) => check(&with_private(brief, name, text), &self.project),
            None => check(self.file.input(), &self.project),
        }
    }

    /// The project of the brief.
    pub(in crate::cli) fn project(&self) -> &Project {
        &self.project
    }

    /// The name of the file in messages.
    pub(in crate::cli) fn name(&self) -> &str {
        &self.file.input().name
    }

    /// Sets a field of `[brief]`, and notes it.
    fn set(&mut self, path: &str, value: &str) -> Result<(), Error> {
        let place = edit::resolve(path, self.draft.document()).map_err(|error| match error {
            PathError::Unknown(refused) => refused,
            PathError::NoRecord { .. } if self.brief.is_some() => {
                let help = format!("set `{path}` in a command of its own");
                Error::new("one command cannot change both a brief and its private file").help(help)
            }
            PathError::NoRecord { .. } => {
                let help = "add [brief] with `title`, `as_of` and `bottom_line`".to_owned();
                Error { message: "the brief has no table [brief]".to_owned(), help: Some(help) }
            }
        })?;
        let old = self.draft.short_value(path);
        if self.draft.set(&place, &[value.to_owned()])? {
            let name = place.field.name;
            self.done.push(match old {
                Some(old) => format!("{name} {old} → {}", value.trim()),
                None => format!("{name} {}", value.trim()),
            });
        }
        Ok(())
    }

    /// The brief after the change, checked. It may name other pictures than before.
    fn after(&self) -> Checked {
        let Input { name, private, .. } = self.file.input();
        let text = self.draft.text();
        let input = match (&self.brief, &self.private) {
            (Some(brief), _) => with_private(brief, name, text),
            (None, Some((file, draft))) => {
                with_private(&Input::new(name.as_str(), text), &file.input().name, draft.text())
            }
            (None, None) => Input { private: private.clone(), ..Input::new(name.as_str(), text) },
        };
        check(&input.with_pictures(self.world), &self.project)
    }

    /// What a command has for the brief, where a message suggests one.
    fn named(&self) -> &str {
        if self.name() == pipeline::STANDARD_INPUT { "-" } else { self.name() }
    }

    fn finish(self, dry_run: bool, ui: &Ui) -> Exit {
        let Input { name, text: before, .. } = self.file.input().clone();
        let text = self.draft.text();
        if text.len() as u64 > LARGEST_BRIEF {
            ui.fail(&format!("{name} would have more than {} MB", LARGEST_BRIEF >> 20), None);
            return Exit::Usage;
        }
        let after = self.after();
        let (mut errors, others) = self.news(&after);
        let mut left: Vec<Diagnostic> = after.diagnostics.iter().filter(|it| is_error(it)).cloned().collect();
        let fixed = self.before.iter().filter(|it| is_error(it)).count() > left.len();
        for diagnostics in [&mut errors, &mut left] {
            unknown::name_commands(diagnostics, &after, self.named());
        }
        let (sources, _) = self.at_origin(&mut errors, &after);
        if !(errors.is_empty() || self.force) {
            ui.diagnostics(&errors, &sources);
            let where_they_are =
                if self.origin.is_some() { "" } else { "; the errors above are those of the changed text" };
            ui.say(&format!("{name}: nothing written{where_they_are}"));
            return Exit::Errors;
        }
        if !(left.is_empty() || fixed || self.force) {
            ui.diagnostics(&left, &after.sources);
            ui.say(&format!("{name}: nothing written; the brief has errors that this change does not fix"));
            return Exit::Errors;
        }
        if dry_run {
            let mut diff = diff::unified(&name, &before, text);
            if let Some((file, draft)) = &self.private {
                diff.push_str(&diff::unified(&file.input().name, &file.input().text, draft.text()));
            }
            // What goes to a file is to be the text itself.
            ui.result(if ui.shows_results() { ui.safe(&diff) } else { diff }.as_bytes());
        } else {
            let private = self.private.map(|(file, draft)| (file, draft.text().to_owned()));
            let files = private.into_iter().chain([(self.file, text.to_owned())]).collect();
            if let Err(exit) = brief_file::save_all(files, ui) {
                return exit;
            }
        }
        if !self.force {
            ui.diagnostics(&left, &after.sources);
        }
        // A new cut-off date can make many positions stale: `brief check` reports them.
        if others.len() <= MOST_WARNINGS {
            ui.diagnostics(&others, &after.sources);
        } else {
            ui.say(&format!("{name}: new: {}; `brief check` shows them", render::summary(&others)));
        }
        if !dry_run {
            let done = if self.done.is_empty() { "nothing to do".to_owned() } else { self.done.join("; ") };
            ui.say(&format!("{name}: {done}"));
        }
        if left.is_empty() {
            return Exit::Done;
        }
        if self.force {
            ui.say(&format!("{name}: {}; `brief check` shows them", render::summary(&left)));
            return Exit::Done;
        }
        ui.say(&format!("{name}: {} left", render::summary(&left)));
        Exit::Errors
    }

    /// Moves the errors of the changed text to where the change comes from. Returns the files of their places, and
    /// which of them that is.
    fn at_origin(&self, errors: &mut [Diagnostic], after: &Checked) -> (Sources, Option<FileId>) {
        let mut sources = after.sources.clone();
        let Some(RecordOrigin { name, text, places }) = &self.origin else { return (sources, None) };
        let file = sources.add(name.as_str(), text.as_str());
        exchange::place_errors(errors, &after.document, places, file);
        (sources, Some(file))
    }

    /// Reports what is wrong with the file from which the change comes, and with the text that the rest of it makes;
    /// nothing is written. `referred` says that others may refer to a record that is not in that text: that they do is
    /// not another error.
    pub(in crate::cli) fn refuse_origin(self, taken: TakenRows, referred: bool, ui: &Ui) -> Exit {
        let (mut found, referred) = (taken.errors, referred && taken.lacks_records);
        let after = self.after();
        let (mut errors, _) = self.news(&after);
        errors.retain(|it| !(referred && it.code == Code::UNKNOWN_REFERENCE));
        // A field that a record lacks has been reported, or its value is wrong.
        errors.retain(|it| it.code != Code::MISSING_FIELD);
        unknown::name_commands(&mut errors, &after, self.named());
        let (sources, file) = self.at_origin(&mut errors, &after);
        file.into_iter().for_each(|file| exchange::move_to(&mut found, file));
        found.append(&mut errors);
        diagnostic::sort(&mut found);
        let more = found.len().saturating_sub(exchange::MOST_ERRORS);
        found.truncate(exchange::MOST_ERRORS);
        ui.diagnostics(&found, &sources);
        let more = if more > 0 { format!("; and {}", count(more, "more error")) } else { String::new() };
        ui.say(&format!("{}: nothing written{more}", self.name()));
        Exit::Errors
    }

    /// The errors and the warnings that were not there before.
    fn news(&self, after: &Checked) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
        let mut known: Vec<(&str, &str, bool)> = self.before.iter().map(key).collect();
        let new = after.diagnostics.iter().filter(|diagnostic| {
            let at = known.iter().position(|known| self.is_same(*known, key(diagnostic)));
            at.map(|at| known.swap_remove(at)).is_none()
        });
        new.cloned().partition(is_error)
    }

    /// Whether two keys are the same but for the id of a record that was renamed.
    fn is_same(&self, known: (&str, &str, bool), new: (&str, &str, bool)) -> bool {
        let renamed = |(from, to): &(String, String)| with_new_id(known.1, from, to) == new.1;
        known.0 == new.0 && known.2 == new.2 && (known.1 == new.1 || self.new_id.as_ref().is_some_and(renamed))
    }
}

fn is_error(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity == Severity::Error
}

/// What makes two diagnostics the same although the lines have moved.
fn key(diagnostic: &Diagnostic) -> (&str, &str, bool) {
    (diagnostic.code.name(), &diagnostic.message, is_error(diagnostic))
}

/// A message with another id for each that is a word of its own.
fn with_new_id(message: &str, from: &str, to: &str) -> String {
    let is_part = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    let mut out = String::new();
    let mut done = 0;
    for (at, _) in message.match_indices(from) {
        let end = at + from.len();
        if !message[..at].ends_with(is_part) && !message[end..].starts_with(is_part) {
            out.push_str(&message[done..at]);
            out.push_str(to);
            done = end;
        }
    }
    out + &message[done..]
}

/// More records than these are not suggested.
const MOST_NAMED: usize = 8;

/// More new warnings than these are only counted.
const MOST_WARNINGS: usize = 3;

#[cfg(test)]
mod tests {
    use clap::FromArgMatches as _;

    use super::*;
    use crate::cli::ColorChoice;
    use crate::schema::EXAMPLE;
    use crate::world::Memory;

    #[test]
    fn an_id_is_replaced_where_it_is_a_word() {
        let said = with_new_id("`us` and `us-eu`: us, bus, us", "us", "usa");
        assert_eq!(said, "`usa` and `us-eu`: usa, bus, usa");
    }

    /// The brief and its private file are one change.
    #[test]
    fn neither_of_two_files_is_written_when_one_has_changed_meanwhile() {
        const PRIVATE: &str = "schema = 1\n\n[claims.a]\ntext = \"So.\"\nsaid_by = \"downstream\"\n";
        let world = Memory::default();
        let ui = Ui::new(ColorChoice::Never, false, &world);
        let command = <Args as clap::Args>::augment_args(clap::Command::new("rename"));
        let args = Args::from_arg_matches(&command.get_matches_from(["rename"])).unwrap();
        for (file, exit) in [(None, Exit::Done), (Some("a.toml"), Exit::Usage), (Some("a.private.toml"), Exit::Usage)] {
            world.put("a.toml", EXAMPLE);
            world.put("a.private.toml", PRIVATE);
            let Ok(mut pending) = args.open("a.toml", &world, &ui) else { panic!("the example is valid") };
            let record = RecordPath { table: "parties.ID", ids: vec!["downstream".to_owned()] };
            pending.draft.rename(&record, "kingdom").unwrap();
            assert_eq!(args.rename_in_private(&record, "kingdom", &mut pending), Ok(1));
            file.into_iter().for_each(|file| world.put(file, [&world.get(file).unwrap()[..], b"# Theirs\n"].concat()));
            assert_eq!(args.finish(pending, None, &ui), exit, "{file:?}");
            for (name, before) in [("a.toml", EXAMPLE), ("a.private.toml", PRIVATE)] {
                let now = String::from_utf8(world.get(name).unwrap()).unwrap();
                assert_eq!(now.contains("kingdom"), exit == Exit::Done, "{name}: {now}");
                assert!(exit == Exit::Done || now.starts_with(before), "{name}");
            }
        }
    }

    #[test]
    fn what_somebody_else_saved_meanwhile_is_not_overwritten() {
        let world = Memory::default();
        let ui = Ui::new(ColorChoice::Never, false, &world);
        let command = <Args as clap::Args>::augment_args(clap::Command::new("set"));
        let args = Args::from_arg_matches(&command.get_matches_from(["set", "--new-edition"])).unwrap();
        for (meanwhile, exit) in [(EXAMPLE.to_owned(), Exit::Done), (format!("{EXAMPLE}# Theirs\n"), Exit::Usage)] {
            world.put("a.toml", EXAMPLE);
            let Ok(pending) = args.open("a.toml", &world, &ui) else { panic!("the example is valid") };
            world.put("a.toml", meanwhile.as_str());
            assert_eq!(args.finish(pending, None, &ui), exit);
            let now = String::from_utf8(world.get("a.toml").unwrap()).unwrap();
            assert_eq!(now.contains("edition = 2\n"), exit == Exit::Done);
            assert_eq!(now == meanwhile, exit == Exit::Usage);
        }
    }
}
