//! What the commands that list have in common: every brief is read, on all threads, and one that cannot be read is
//! reported and listed as such.

use serde_json::{Value, json};

use super::files::FileOrigin;
use super::json::JsonList;
use super::tasks::Selected;
use super::{Exit, Ui, checked};
use crate::batch::{self, Task};
use crate::error::Error;
use crate::model::Brief;
use crate::pipeline::Checked;
use crate::release::Release;
use crate::world::World;

/// What was found in the briefs.
pub(in crate::cli) struct Listing<R> {
    /// The rows of all briefs, in the order of the briefs.
    pub(in crate::cli) rows: Vec<R>,
    /// How many briefs there are, with those that cannot be read.
    pub(in crate::cli) briefs: usize,
    pub(in crate::cli) origin: FileOrigin,
    /// The objects of those that cannot be read.
    unread: Vec<Value>,
    exit: Exit,
}

impl<R: Send> Listing<R> {
    /// Reads the briefs. `rows` has the name of a file and the brief as its readers may see it.
    pub(in crate::cli) fn of(
        selected: Selected,
        release: Option<&Release>,
        rows: impl Fn(&str, &Checked) -> Result<Vec<R>, Error> + Sync,
        world: &dyn World,
        ui: &Ui,
    ) -> Self {
        let Selected { tasks, origin, exit } = selected;
        let read = |task: &Task| {
            let read = checked::checked(task, release, world)?;
            Some(read.and_then(|(file, checked)| rows(&file, &checked)))
        };
        let mut listing = Self { rows: Vec::new(), briefs: 0, origin, unread: Vec::new(), exit };
        for (task, found) in tasks.iter().zip(batch::all(&tasks, None, read)) {
            listing.briefs += usize::from(found.is_some());
            match found {
                None => {}
                Some(Ok(rows)) => listing.rows.extend(rows),
                Some(Err(error)) => {
                    ui.fail(&error.message, error.help.as_deref());
                    listing.unread.push(json!({ "file": task.name, "unreadable": error.message }));
                    listing.exit = Exit::Usage;
                }
            }
        }
        listing
    }

    /// Prints the object with the list of this name, and other fields after it.
    pub(in crate::cli) fn json(&self, name: &str, row: impl Fn(&R) -> Value, fields: &str, ui: &Ui) {
        let list = JsonList::begin(name, ui);
        self.rows.iter().map(row).for_each(|row| list.item(&row.to_string()));
        self.unread.iter().for_each(|row| list.item(&row.to_string()));
        list.end_with(fields);
    }

    /// The exit code; that there is no brief is reported.
    pub(in crate::cli) fn exit(&self, ui: &Ui) -> Exit {
        if self.briefs == 0 { self.exit.max(self.origin.refuse_none(ui)) } else { self.exit }
    }
}

/// The brief, for a list that a brief with errors has no part in. `what` names what is listed.
///
/// # Errors
/// [`Error`] when the brief has errors.
pub(in crate::cli) fn valid<'a>(file: &str, checked: &'a Checked, what: &str) -> Result<&'a Brief, Error> {
    checked.brief.as_ref().ok_or_else(|| {
        let message = format!("{file} has errors, and its {what} are not listed");
        Error::new(message).help(format!("`brief check {file}` reports them"))
    })
}
