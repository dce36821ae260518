//! The private file of a brief: `NAME.private.toml` beside `NAME.toml`, with content that its author never passes on.
//!
//! Its records are treated like records of the brief, and are only for our side. No output names the file, and no
//! release reads it.

use std::io;
use std::path::{Path, PathBuf};

use super::{Input, LARGEST_BRIEF, decode, read_error};
use crate::check;
use crate::diagnostic::{Code, Diagnostic};
use crate::error::Error;
use crate::parse::{self, TomlDocument, TomlValue};
use crate::project::PRIVATE;
use crate::source::Sources;
use crate::world::World;

/// The text of a private file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PrivateFile {
    /// The file name, for messages.
    pub name: String,
    /// The text.
    pub text: String,
}

/// The path of the private file of a brief, whether it exists or not; `None` if `brief` cannot be the file of a brief.
#[must_use]
pub fn private_path(brief: &str) -> Option<PathBuf> {
    let path = Path::new(brief);
    let name = path.file_name()?.to_str()?;
    let stem = name.strip_suffix(".toml").filter(|stem| !stem.is_empty() && !name.ends_with(PRIVATE))?;
    Some(path.with_file_name(format!("{stem}{PRIVATE}")))
}

/// The path of the brief to which a private file belongs, whether it exists or not; `None` if `private` is not the name
/// of a private file.
#[must_use]
pub fn brief_of_private(private: &str) -> Option<PathBuf> {
    let path = Path::new(private);
    let stem = path.file_name()?.to_str()?.strip_suffix(PRIVATE).filter(|stem| !stem.is_empty())?;
    Some(path.with_file_name(format!("{stem}.toml")))
}

impl Input {
    /// The same input with the files that belong to it: its private file, if there is one, and its pictures.
    ///
    /// # Errors
    /// [`Error`] when there is a private file but it cannot be read.
    pub fn with_files(self, world: &dyn World) -> Result<Self, Error> {
        Ok(self.with_private(world)?.with_pictures(world))
    }

    /// The same input with its private file, if there is one.
    ///
    /// # Errors
    /// [`Error`] when there is a private file but it cannot be read.
    fn with_private(mut self, world: &dyn World) -> Result<Self, Error> {
        let Some(path) = private_path(&self.name) else { return Ok(self) };
        let name = path.display().to_string();
        match world.read(&path, LARGEST_BRIEF) {
            Ok(bytes) => {
                let Self { name, text, .. } = decode(&name, bytes)?;
                self.private = Some(Box::new(PrivateFile { name, text }));
                Ok(self)
            }
            // If the name is too long for a file, there is no such file.
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::InvalidFilename
                ) =>
            {
                Ok(self)
            }
            Err(error) => Err(read_error(&name, &error, world)),
        }
    }
}

/// Adds the records of a private file to a brief. Returns the errors in its text, and those in combination with the
/// brief.
pub(super) fn add(private: &PrivateFile, whole: &mut TomlDocument, sources: &mut Sources) -> Vec<Diagnostic> {
    let file = sources.add(private.name.as_str(), private.text.as_str());
    let (document, mut diagnostics) = parse::parse(sources, file);
    check::check_characters(&document, sources, &mut diagnostics);
    let refused = ["brief", "use", "outcome"];
    for (name, entry) in &document.root().entries {
        let is_version = name == "schema" && !matches!(entry.value.kind, parse::ValueKind::Table(_));
        let has_points = name == "outcome"
            && entry.value.as_table().is_some_and(|table| table.entries.keys().all(|name| name == "points"));
        if refused.contains(&name.as_str()) && !has_points || entry.value.as_table().is_none() && !is_version {
            let message = format!("`{name}` is in the private file of a brief, which has records only");
            let help = "write it into the brief, or mark it there with `own-side`";
            diagnostics.push(Diagnostic::new(Code::PRIVATE_RECORD, message).at(entry.key).help(help));
        }
    }
    for (path, here, there) in whole.add_private(&document) {
        let message = format!("`{path}` is in the brief and in its private file");
        diagnostics.push(
            Diagnostic::new(Code::DUPLICATE_RECORD, message)
                .at(here)
                .related(there, "and here")
                .help("delete one of them, or give one another id"),
        );
    }
    diagnostics
}

/// Errors for the places of a brief that name a record of its private file: someone who reads only the brief does not
/// have that record.
pub(super) fn named(whole: &TomlDocument, sources: &Sources) -> Vec<Diagnostic> {
    let is_private = |table: &str, id: &str| {
        let records = whole.root().get(table).and_then(TomlValue::as_table);
        let entry = records.and_then(|records| records.entries.get(id));
        entry.is_some_and(|entry| whole.private() == Some(entry.key.file))
    };
    let mentions = check::mention::mentions(whole, sources);
    let own = mentions.into_iter().filter(|it| it.span.file == whole.file() && is_private(it.target.table(), &it.id));
    own.map(|it| {
        let noun = it.target.noun();
        Diagnostic::new(Code::PRIVATE_RECORD, format!("the {noun} `{}` is only in the private file", it.id))
            .at(it.span)
            .help("write it into the brief, or move what refers to it into the private file")
    })
    .collect()
}
