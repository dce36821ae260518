//! A brief that is read and checked as its readers may see it.

use crate::batch::Task;
use crate::error::Error;
use crate::pipeline::{self, Checked};
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
    let checked = match release.map(|release| pipeline::release(&input, &task.project, release, None)) {
        None => pipeline::check(&input, &task.project),
        Some(Ok(released)) => released.check(),
        Some(Err(error)) => return Some(Err(error)),
    };
    Some(Ok((input.name, checked)))
}
