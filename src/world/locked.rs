//! A file that is changed in place.

use std::io;
use std::path::{Path, PathBuf};

use super::{FileLock, World};

/// A file that is locked from the moment it is read until it has been written, so that of several programs that change
/// it at once each begins with what the one before it wrote.
///
/// The lock is the file's own (`flock` on Unix, `LockFileEx` on Windows): there is no other file that could be left
/// behind or that a read-only folder could refuse. Programs that know nothing of it, such as editors, are not kept out;
/// what they save in between is found by comparing, and is not written over.
pub struct LockedFile<'a> {
    world: &'a dyn World,
    path: PathBuf,
    lock: FileLock,
    before: Vec<u8>,
}

/// Why a file was not written.
#[derive(Debug)]
pub enum ReplaceError {
    /// It has changed since it was read.
    Changed,
    /// An error of the file system.
    Io(io::Error),
}

impl std::fmt::Display for ReplaceError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Changed => f.write_str("it has changed since it was read; run the command again"),
            Self::Io(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ReplaceError {}

impl From<io::Error> for ReplaceError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl<'a> LockedFile<'a> {
    /// Locks a file and reads it. A link is followed, and stays a link when the file is written.
    ///
    /// # Errors
    /// As for [`World::lock`].
    pub fn open(path: &Path, limit: u64, world: &'a dyn World) -> io::Result<Self> {
        let path = world.target(path)?;
        let (lock, before) = world.lock(&path, limit)?;
        Ok(Self { world, path, lock, before })
    }

    /// The file itself, where links lead to it.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What was read.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.before
    }

    /// Whether the file still has what was read, as far as it can be read.
    #[must_use]
    pub fn is_unchanged(&self) -> bool {
        let limit = self.before.len() as u64;
        let now = self.world.read(&self.path, limit);
        now.map_or_else(|error| error.kind() != io::ErrorKind::FileTooLarge, |now| now == self.before)
    }

    /// Rewrites the file, and gives the lock up.
    ///
    /// # Errors
    /// As for [`World::replace`].
    pub fn replace(self, bytes: &[u8]) -> Result<(), ReplaceError> {
        self.world.replace(&self.lock, &self.path, &self.before, bytes)
    }
}
