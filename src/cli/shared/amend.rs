//! What `add` and `set` share: the brief is read and checked, changed, checked again, and only then written.

use std::path::Path;
use std::sync::Arc;

use super::{Exit, Ui, project_cache};
use crate::diagnostic::{Diagnostic, Severity, render};
use crate::diff;
use crate::edit::{self, Draft, NoPlace, Refused};
use crate::model::Date;
use crate::pipeline::{self, Checked, Input, LARGEST_BRIEF};
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
pub(in crate::cli) struct PendingEdit {
    file: String,
    input: Input,
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

    /// Reads a brief that is to be changed. An error has been told.
    pub(in crate::cli) fn open(&self, file: &str, world: &dyn World, ui: &Ui) -> Result<PendingEdit, Exit> {
        let mut projects = self.severities.project_cache(ui).ok_or(Exit::Usage)?;
        let input = pipeline::read(file, world).map_err(|error| {
            ui.fail(&error.message, error.help.as_deref());
            Exit::Usage
        })?;
        let project = projects.project(file, world, ui).ok_or(Exit::Usage)?;
        if project.shared.as_ref().is_some_and(|shared| shared.at(Path::new(file), world).is_some()) {
            let message = format!("{file} is a file of shared records, which these commands do not change");
            ui.fail(&message, Some("change it in an editor; `brief check` says what is wrong with it"));
            return Err(Exit::Usage);
        }
        let before = check(&input, &project);
        let Some(draft) = Draft::new(input.text.as_str()) else {
            ui.diagnostics(&before.diagnostics, &before.sources);
            ui.say(&format!(
                "{}: nothing written; a file that cannot be read as a whole has to be mended first",
                input.name
            ));
            return Err(Exit::Faults);
        };
        let (before, done) = (before.diagnostics, Vec::new());
        Ok(PendingEdit { file: file.to_owned(), input, project, before, draft, done })
    }

    /// Moves `as_of` and the edition, checks the new text and writes it. `latest` is the day of what was added.
    pub(in crate::cli) fn finish(
        &self,
        mut amending: PendingEdit,
        latest: Option<Date>,
        world: &dyn World,
        ui: &Ui,
    ) -> Exit {
        let moved = amending.move_on(self.brief_as_of.as_deref(), self.new_edition, latest);
        if let Err(refused) = moved {
            return refuse(&refused, ui);
        }
        amending.finish(self.dry_run, world, ui)
    }
}

impl PendingEdit {
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

    fn finish(self, dry_run: bool, world: &dyn World, ui: &Ui) -> Exit {
        let name = &self.input.name;
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
            let diff = diff::unified(name, &self.input.text, text);
            // What goes to a file is to be the text itself.
            ui.result(if ui.shows_results() { ui.safe(&diff) } else { diff }.as_bytes());
        } else if self.file == "-" {
            ui.result(text.as_bytes());
        } else if text != self.input.text
            && let Err(exit) = self.write(world, ui)
        {
            return exit;
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

    /// Writes the text where it was read from, unless somebody else has written there meanwhile.
    fn write(&self, world: &dyn World, ui: &Ui) -> Result<(), Exit> {
        let path = Path::new(&self.file);
        let now = pipeline::read(&self.file, world).ok().map(|input| input.text);
        if now.as_deref() != Some(self.input.text.as_str()) {
            let message = format!("{} has changed since it was read; nothing written", self.input.name);
            ui.fail(&message, Some("run the command again"));
            return Err(Exit::Usage);
        }
        // A link stays a link: the file that it leads to is written.
        let target = world.target(path).unwrap_or_else(|_| path.to_path_buf());
        world.write(&[(target, self.draft.text().as_bytes().to_vec())]).map_err(|(path, error)| {
            ui.cannot_write(&path, &error);
            Exit::Usage
        })
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
        let ui = Ui::new(Color::Never, &world);
        let command = <Args as clap::Args>::augment_args(clap::Command::new("set"));
        let args = Args::from_arg_matches(&command.get_matches_from(["set", "--new-edition"])).unwrap();
        for (meanwhile, exit) in [(EXAMPLE.to_owned(), Exit::Done), (format!("{EXAMPLE}# Theirs\n"), Exit::Usage)] {
            world.put("a.toml", EXAMPLE);
            let Ok(amending) = args.open("a.toml", &world, &ui) else { panic!("the example is sound") };
            world.put("a.toml", meanwhile.as_str());
            assert_eq!(args.finish(amending, None, &world, &ui), exit);
            let now = String::from_utf8(world.get("a.toml").unwrap()).unwrap();
            assert_eq!(now.contains("edition = 2\n"), exit == Exit::Done);
            assert_eq!(now == meanwhile, exit == Exit::Usage);
        }
    }
}
