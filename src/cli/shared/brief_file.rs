//! A brief that a command changes in its file.

use std::path::Path;

use super::{Exit, Ui};
use crate::error::Error;
use crate::pipeline::{self, Input, LARGEST_BRIEF};
use crate::world::{LockedFile, ReplaceError, World};

/// A brief and its file, which nobody else changes until it is saved or dropped.
pub(in crate::cli) struct BriefFile<'a> {
    input: Input,
    destination: BriefDestination<'a>,
}

enum BriefDestination<'a> {
    File(LockedFile<'a>),
    /// Of a brief from standard input.
    StandardOutput,
    /// Of a brief that is only looked at.
    Nowhere,
}

impl<'a> BriefFile<'a> {
    /// Locks and reads a file; `-` is standard input, which is saved to standard output.
    pub(in crate::cli) fn open(name: &str, world: &'a dyn World) -> Result<Self, Error> {
        if name == "-" {
            let destination = BriefDestination::StandardOutput;
            return Ok(Self { input: pipeline::read(name, world)?, destination });
        }
        let file = LockedFile::open(Path::new(name), LARGEST_BRIEF, world);
        let file = file.map_err(|error| pipeline::read_error(name, &error, world))?;
        let input = pipeline::decode(name, file.bytes().to_vec())?.with_files(world)?;
        Ok(Self { input, destination: BriefDestination::File(file) })
    }

    /// Reads a file that is not going to be saved, and locks nothing.
    pub(in crate::cli) fn look(name: &str, world: &'a dyn World) -> Result<Self, Error> {
        Ok(Self { input: pipeline::read(name, world)?, destination: BriefDestination::Nowhere })
    }

    /// The text, and the name for messages.
    pub(in crate::cli) fn input(&self) -> &Input {
        &self.input
    }

    /// Whether nobody else has changed the file since it was read.
    pub(in crate::cli) fn is_unchanged(&self) -> bool {
        match &self.destination {
            BriefDestination::File(file) => file.is_unchanged(),
            BriefDestination::StandardOutput | BriefDestination::Nowhere => true,
        }
    }

    /// Saves a text unless it is what the file has.
    pub(in crate::cli) fn save(self, text: &str, ui: &Ui) -> Result<(), ReplaceError> {
        match self.destination {
            BriefDestination::StandardOutput => ui.result(text.as_bytes()),
            BriefDestination::File(file) if text != self.input.text => file.replace(text.as_bytes())?,
            BriefDestination::File(_) | BriefDestination::Nowhere => {}
        }
        Ok(())
    }
}

/// Saves the files of a change: all of them, or none where one is found to have changed. Where one cannot be saved
/// after another has been, the message says which has.
pub(in crate::cli) fn save_all(files: Vec<(BriefFile<'_>, String)>, ui: &Ui) -> Result<(), Exit> {
    if let Some((file, _)) = files.iter().find(|(file, _)| !file.is_unchanged()) {
        ui.cannot_save(&file.input().name, &ReplaceError::Changed);
        return Err(Exit::Usage);
    }
    let mut saved: Option<String> = None;
    for (file, text) in files {
        let name = file.input().name.clone();
        if let Err(error) = file.save(&text, ui) {
            match &saved {
                None => ui.cannot_save(&name, &error),
                Some(other) => ui.fail(
                    &format!("{other} was written, but {name} could not be: {error}"),
                    Some("run the command again once the file can be written: it changes what is left"),
                ),
            }
            return Err(Exit::Usage);
        }
        saved = Some(name);
    }
    Ok(())
}
