//! git's own merge of texts.

use super::{Git, absent};
use crate::error::Error;
use crate::world::World;

/// Merges two texts that come from a third line by line, with diff3 markers at conflicts. Returns the text, and whether it
/// is free of conflicts. `labels` are those of ours, the base and theirs; `size` is the number of characters of a
/// marker.
///
/// # Errors
/// [`Error`] when git is not there, or when its files cannot be written.
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
    // What is left in a folder for temporary files harms nobody.
    let _ = world.remove_folder(&folder);
    let output = result?;
    // The number of conflicts, up to 127; more is a failure.
    match output.status.code() {
        Some(code @ 0..=127) => Ok((String::from_utf8_lossy(&output.stdout).into_owned(), code == 0)),
        _ => Err(Git::at(&folder).failed(&output.stderr)),
    }
}
