//! What `add` and `set` share: the brief is read and checked, changed, checked again, and only then written.

use std::sync::Arc;

use super::brief_file::BriefFile;
use super::files::FileKind;
use super::{Exit, Ui, project_cache};
use crate::diagnostic::{Diagnostic, Severity, render};
use crate::diff;
use crate::edit::{self, Draft, NoPlace, Refused};
use crate::model::Date;
use crate::pipeline::{self, Checked, Input, LARGEST_BRIEF, ReadError};
use crate::project::Project;
use crate::world::World;

/// The options of both.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(in crate::cli) struct Args {
    /// Set the information cut-off of the brief.
    #[arg(long = "as-of", value_name = "DATE")]
    brief_as_of: Option<String>,

    /// Count one edition more.
    #[arg(long)]
    new_edition: bool,

    /// Show what would change as a diff, and write nothing.
    #[arg(long)]
    dry_run: bool,

    #[command(flatten)]
    severities: project_cache::SeverityArgs,
}

/// A brief on its way to its next text.
pub(in crate::cli) struct PendingEdit<'a> {
    file: BriefFile<'a>,
    project: Arc<Project>,
    before: Vec<Diagnostic>,
    pub(in crate::cli) draft: Draft,
    /// What was done, for the last line.
    pub(in crate::cli) done: Vec<String>,
}

/// Tells why something is refused.
pub(in crate::cli) fn refuse(refused: &Refused, ui: &Ui) -> Exit {
    ui.fail(&refused.message, refused.help.as_deref());
    Exit::Usage
}

/// Checks a text; the only place of these commands that does.
fn check(input: &Input, project: &Project) -> Checked {
    pipeline::check(input, project)
}

impl Args {
    /// Whether the cut-off or the edition is to be moved on.
    pub(in crate::cli) fn moves_on(&self) -> bool {
        self.brief_as_of.is_some() || self.new_edition
    }

    /// Reads a brief that is to be changed, and keeps others from changing it meanwhile. An error has been reported.
    pub(in crate::cli) fn open<'a>(&self, name: &str, world: &'a dyn World, ui: &Ui) -> Result<PendingEdit<'a>, Exit> {
        // What is not going to be written need keep nobody waiting.
        if self.dry_run {
            return self.look(name, world, ui);
        }
        self.begin(name, BriefFile::open(name, world), world, ui)
    }

    /// Reads a brief to ask about it: nobody else has to wait for the answers. It cannot be saved.
    pub(in crate::cli) fn look<'a>(&self, name: &str, world: &'a dyn World, ui: &Ui) -> Result<PendingEdit<'a>, Exit> {
        self.begin(name, BriefFile::look(name, world), world, ui)
    }

    fn begin<'a>(
        &self,
        name: &str,
        file: Result<BriefFile<'a>, ReadError>,
        world: &'a dyn World,
        ui: &Ui,
    ) -> Result<PendingEdit<'a>, Exit> {
        let mut projects = self.severities.project_cache(ui).ok_or(Exit::Usage)?;
        let file = file.map_err(|error| {
            ui.fail(&error.message, error.help.as_deref());
            Exit::Usage
        })?;
        let project = projects.project(name, world, ui).ok_or(Exit::Usage)?;
        let kind = FileKind::of(name, &project, world);
        if kind != FileKind::Brief {
            let message = format!("{name} is {}, which this command does not change", kind.noun());
            ui.fail(&message, Some("change it in an editor, then run `brief check`"));
            return Err(Exit::Usage);
        }
        let input = file.input();
        let before = check(input, &project);
        let Some(draft) = Draft::new(input.text.as_str()) else {
            ui.diagnostics(&before.diagnostics, &before.sources);
            ui.say(&format!("{}: nothing written; fix the syntax errors first", input.name));
            return Err(Exit::Faults);
        };
        let (before, done) = (before.diagnostics, Vec::new());
        Ok(PendingEdit { file, project, before, draft, done })
    }

    /// Moves `as_of` and the edition, checks the new text and writes it. `latest` is the day of what was added.
    pub(in crate::cli) fn finish(&self, mut amending: PendingEdit<'_>, latest: Option<Date>, ui: &Ui) -> Exit {
        let moved = amending.move_on(self.brief_as_of.as_deref(), self.new_edition, latest);
        if let Err(refused) = moved {
            return refuse(&refused, ui);
        }
        amending.finish(self.dry_run, ui)
    }
}

impl PendingEdit<'_> {
    /// Sets `brief.as_of` and `brief.edition`.
    fn move_on(&mut self, as_of: Option<&str>, new_edition: bool, latest: Option<Date>) -> Result<(), Refused> {
        let old = self.draft.date("brief.as_of");
        let later = latest.filter(|latest| old.is_some_and(|old| *latest > old)).map(|date| date.to_string());
        if let Some(new) = as_of.or(later.as_deref()) {
            self.set("brief.as_of", new)?;
        }
        if new_edition {
            // A brief that does not count is in its first edition.
            let edition = if self.draft.has("brief.edition") { self.draft.number("brief.edition") } else { Some(1) };
            let Some(edition) = edition else {
                let help = "set it: `brief set FILE brief.edition 2`".to_owned();
                return Err(Refused { message: "`brief.edition` is no number".to_owned(), help: Some(help) });
            };
            self.set("brief.edition", &edition.saturating_add(1).to_string())?;
        }
        Ok(())
    }

    /// Whether the brief, or a shared file that it uses, has something at a path.
    pub(in crate::cli) fn has(&self, path: &str) -> bool {
        self.draft.has(path) || self.shared_file(path).is_some()
    }

    /// The shared file, among those that the brief uses, that has something at a path.
    pub(in crate::cli) fn shared_file(&self, path: &str) -> Option<&str> {
        let used = self.project.used(self.draft.document());
        used.into_iter().find(|file| file.has(path)).map(|file| file.source.name.as_str())
    }

    /// Sets a field of `[brief]`, and notes it.
    fn set(&mut self, path: &str, value: &str) -> Result<(), Refused> {
        let place = edit::place(path, self.draft.document()).map_err(|error| match error {
            NoPlace::Unknown(refused) => refused,
            NoPlace::NoRecord { .. } => {
                let help = "add [brief] with `title`, `as_of` and `bottom_line`".to_owned();
                Refused { message: "the brief has no table [brief]".to_owned(), help: Some(help) }
            }
        })?;
        let old = self.draft.told(path);
        if self.draft.set(&place, &[value.to_owned()])? {
            let name = place.field.name;
            self.done.push(match old {
                Some(old) => format!("{name} {old} → {}", value.trim()),
                None => format!("{name} {}", value.trim()),
            });
        }
        Ok(())
    }

    fn finish(self, dry_run: bool, ui: &Ui) -> Exit {
        let Input { name, text: before } = self.file.input().clone();
        let text = self.draft.text();
        if text.len() as u64 > LARGEST_BRIEF {
            ui.fail(&format!("{name} would have more than {} MB", LARGEST_BRIEF >> 20), None);
            return Exit::Usage;
        }
        let after = check(&Input { name: name.clone(), text: text.to_owned() }, &self.project);
        let (errors, others) = self.news(&after);
        let left: Vec<Diagnostic> = after.diagnostics.iter().filter(|it| is_error(it)).cloned().collect();
        let mended = self.before.iter().filter(|it| is_error(it)).count() > left.len();
        if !errors.is_empty() {
            ui.diagnostics(&errors, &after.sources);
            ui.say(&format!("{name}: nothing written; the lines above are those of the text as it would be"));
            return Exit::Faults;
        }
        if !left.is_empty() && !mended {
            ui.diagnostics(&left, &after.sources);
            ui.say(&format!("{name}: nothing written; the brief has errors that this would not mend"));
            return Exit::Faults;
        }
        if dry_run {
            let diff = diff::unified(&name, &before, text);
            // What goes to a file is to be the text itself.
            ui.result(if ui.shows_results() { ui.safe(&diff) } else { diff }.as_bytes());
        } else if let Err(error) = self.file.save(text, ui) {
            ui.cannot_save(&name, &error);
            return Exit::Usage;
        }
        ui.diagnostics(&left, &after.sources);
        // An edition that moves on can make many a position stale: that is for `brief check` to tell.
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
        ui.say(&format!("{name}: {} left", render::summary(&left)));
        Exit::Faults
    }

    /// The errors and the other faults that were not there before.
    fn news(&self, after: &Checked) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
        let mut known: Vec<(&str, &str, bool)> = self.before.iter().map(key).collect();
        let new = after.diagnostics.iter().filter(|fault| {
            let at = known.iter().position(|known| *known == key(fault));
            at.map(|at| known.swap_remove(at)).is_none()
        });
        new.cloned().partition(is_error)
    }
}

fn is_error(fault: &Diagnostic) -> bool {
    fault.severity == Severity::Error
}

/// What makes two faults the same although the lines have moved.
fn key(fault: &Diagnostic) -> (&str, &str, bool) {
    (fault.code.name(), &fault.message, is_error(fault))
}

/// More new warnings than these are only counted.
const MOST_WARNINGS: usize = 3;

#[cfg(test)]
mod tests {
    use clap::FromArgMatches as _;

    use super::*;
    use crate::cli::Color;
    use crate::schema::EXAMPLE;
    use crate::world::Memory;

    #[test]
    fn what_somebody_else_wrote_meanwhile_is_not_written_over() {
        let world = Memory::default();
        let ui = Ui::new(Color::Never, false, &world);
        let command = <Args as clap::Args>::augment_args(clap::Command::new("set"));
        let args = Args::from_arg_matches(&command.get_matches_from(["set", "--new-edition"])).unwrap();
        for (meanwhile, exit) in [(EXAMPLE.to_owned(), Exit::Done), (format!("{EXAMPLE}# Theirs\n"), Exit::Usage)] {
            world.put("a.toml", EXAMPLE);
            let Ok(amending) = args.open("a.toml", &world, &ui) else { panic!("the example is sound") };
            world.put("a.toml", meanwhile.as_str());
            assert_eq!(args.finish(amending, None, &ui), exit);
            let now = String::from_utf8(world.get("a.toml").unwrap()).unwrap();
            assert_eq!(now.contains("edition = 2\n"), exit == Exit::Done);
            assert_eq!(now == meanwhile, exit == Exit::Usage);
        }
    }
}
