//! Line-based merges by git.

use super::{Git, absent};
use crate::error::Error;
use crate::world::World;

/// Merges two texts with a common ancestor line by line, with diff3 markers at conflicts. Returns the text, and whether
/// it has no conflicts. `texts` and `labels` are those of ours, the base and theirs; `size` is the number of characters
/// of a marker.
///
/// # Errors
/// [`Error`] when git is not installed, or when temporary files cannot be written.
pub fn merge_lines(
    texts: [&str; 3],
    labels: [&str; 3],
    size: usize,
    world: &dyn World,
) -> Result<(String, bool), Error> {
    let failed = |error: std::io::Error| Error::new(format!("cannot write files for git: {error}"));
    let folder = world.scratch().map_err(failed)?;
    let names = ["ours", "base", "theirs"];
    let files: Vec<_> =
        names.iter().zip(texts).map(|(name, text)| (folder.join(name), text.as_bytes().to_vec())).collect();
    let result = world.write(&files).map_err(|it| failed(it.error)).and_then(|()| {
        let mut command = Git::at(&folder).command();
        command.args(["merge-file", "-p", "--diff3", &format!("--marker-size={size}")]);
        for label in labels {
            command.args(["-L", label]);
        }
        command.args(names);
        command.output().map_err(|error| absent(&error))
    });
    // If this fails, files are left in the system's folder for temporary files, which does no harm.
    let _ = world.remove_folder(&folder);
    let output = result?;
    // The exit code is the number of conflicts, at most 127; a higher code is an error.
    match output.status.code() {
        Some(code @ 0..=127) => Ok((String::from_utf8_lossy(&output.stdout).into_owned(), code == 0)),
        _ => Err(Git::at(&folder).failed(&output.stderr)),
    }
}
