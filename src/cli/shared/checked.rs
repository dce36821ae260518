//! A brief that is read and checked as its readers may see it.

use crate::batch::Task;
use crate::error::Error;
use crate::pipeline::{self, Checked, Input};
use crate::project::Project;
use crate::release::Release;
use crate::world::World;

/// Reads and checks the brief of a task, of a release if there is one; with the name of its file. `None` when it was
/// found in a folder and is not a brief.
pub(in crate::cli) fn checked(
    task: &Task,
    release: Option<&Release>,
    world: &dyn World,
) -> Option<Result<(String, Checked), Error>> {
    let input = match pipeline::read(&task.name, world) {
        Ok(input) => input,
        Err(error) => return Some(Err(error)),
    };
    if !task.is_brief(&input.text, world) {
        return None;
    }
    Some(for_readers(&input, &task.project, release).map(|checked| (input.name, checked)))
}

/// Checks a brief, or what is released of it.
///
/// # Errors
/// [`Error`] when it cannot be released.
pub(in crate::cli) fn for_readers(
    input: &Input,
    project: &Project,
    release: Option<&Release>,
) -> Result<Checked, Error> {
    match release {
        None => Ok(pipeline::check(input, project)),
        Some(release) => Ok(pipeline::release(input, project, release, None)?.check()),
    }
}
