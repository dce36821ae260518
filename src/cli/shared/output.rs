//! Where a command writes its result.

use std::io;
use std::path::Path;

use super::{Exit, Ui};
use crate::world::{PathKind, World};

/// Writes a result to the file that `--output` names, or else to standard output. `-` is standard output, too.
///
/// A link is followed, since the user named it. A pipe or a device is written to as it is.
pub(in crate::cli) fn write(path: Option<&Path>, bytes: Vec<u8>, world: &dyn World, ui: &Ui) -> Exit {
    let Some(path) = path.filter(|path| *path != Path::new("-")) else {
        ui.result(&bytes);
        return Exit::Done;
    };
    let written = match world.kind_of_target(path) {
        Ok(PathKind::Other) => world.write_stream(path, &bytes),
        Ok(_) => world.target(path).and_then(|target| replace(&target, bytes, world)),
        // Nothing is there, or a link that leads nowhere, which is refused.
        Err(_) => replace(path, bytes, world),
    };
    match written {
        Ok(()) => Exit::Done,
        Err(error) => {
            ui.cannot_write(path, &error);
            Exit::Usage
        }
    }
}

fn replace(path: &Path, bytes: Vec<u8>, world: &dyn World) -> io::Result<()> {
    world.write(&[(path.to_path_buf(), bytes)]).map_err(|it| it.error)
}
