//! Access to the file system, the environment and standard input; no other module has any.
//!
//! [`Disk`] is the real file system; [`Memory`] keeps files in memory, for tests and for programs that embed the
//! library.
//!
//! Files that a person writes are saved with [`LockedFile`] or [`World::create`]: these never overwrite another
//! program's change, and the data is on the disk before the program reports success. Outputs are written with
//! [`World::write`], which does not wait for the disk: they can be rendered again.

mod disk;
mod locked;
mod memory;
mod overlay;

pub use disk::{Disk, is_link, output_of_part, part_stem};
pub use locked::{LockedFile, ReplaceError};
pub use memory::Memory;
pub use overlay::Overlay;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use time::Date;

/// Reads a file; refuses a pipe or a device, for which a reader would wait. For files that the user has not named.
///
/// # Errors
/// As for [`World::read`], and when it is neither a file nor a link to one.
pub fn read_file(path: &Path, limit: u64, world: &dyn World) -> io::Result<Vec<u8>> {
    match world.kind_of_target(path)? {
        PathKind::Other => Err(io::Error::other("it is a pipe or a device")),
        _ => world.read(path, limit),
    }
}

/// The first day of 1970.
const EPOCH: Date = time::OffsetDateTime::UNIX_EPOCH.date();

/// The kind of file at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathKind {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    Link,
    /// A pipe, a device or the like: reading it may block for ever.
    Other,
}

/// A file or folder that cannot be read or written.
#[derive(Debug)]
pub struct FileError {
    /// Its path.
    pub path: PathBuf,
    /// The error of the file system.
    pub error: io::Error,
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.error)
    }
}

impl std::error::Error for FileError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

/// A lock on a file, see [`World::hold`] and [`World::lock`]. It lasts until it is dropped.
#[derive(Debug, Default)]
pub struct FileLock {
    /// The lock lasts as long as the file is open.
    file: Option<std::fs::File>,
}

/// The file system, environment and standard input of a run.
pub trait World: Sync {
    /// Reads a whole file.
    ///
    /// # Errors
    /// Those of the file system; [`io::ErrorKind::FileTooLarge`] when it has more than `limit` bytes.
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>>;

    /// Reads standard input to its end.
    ///
    /// # Errors
    /// As for [`World::read`].
    fn read_standard_input(&self, limit: u64) -> io::Result<Vec<u8>>;

    /// What is at a path; a link is not followed.
    ///
    /// # Errors
    /// Those of the file system, when there is nothing or it cannot be seen.
    fn kind(&self, path: &Path) -> io::Result<PathKind>;

    /// What a path leads to when links are followed; never [`PathKind::Link`]. An open file of a process, such as
    /// `/dev/stdout`, is [`PathKind::Other`] whatever it is open for.
    ///
    /// # Errors
    /// As for [`World::kind`], also for a link that leads nowhere.
    fn kind_of_target(&self, path: &Path) -> io::Result<PathKind>;

    /// A path from the root, without following links and without steps upwards.
    ///
    /// # Errors
    /// Those of the file system, when there is no current folder.
    fn absolute(&self, path: &Path) -> io::Result<PathBuf>;

    /// The file that a path leads to when links are followed, so that a link stays one when its file is written.
    ///
    /// # Errors
    /// Those of the file system, when there is nothing or it cannot be seen.
    fn target(&self, path: &Path) -> io::Result<PathBuf>;

    /// The day in the calendar of UTC, for what a person begins to write today. No output depends on it.
    fn today(&self) -> Date;

    /// The names in a folder, sorted.
    ///
    /// # Errors
    /// Those of the file system.
    fn list(&self, folder: &Path) -> io::Result<Vec<String>>;

    /// The names in a folder with what each is, sorted by name; a link is not followed.
    ///
    /// # Errors
    /// Those of the file system.
    fn list_kinds(&self, folder: &Path) -> io::Result<Vec<(String, PathKind)>> {
        let names = self.list(folder)?.into_iter();
        Ok(names
            .filter_map(|name| Some((self.kind(&folder.join(&name)).ok()?, name)))
            .map(|(kind, name)| (name, kind))
            .collect())
    }

    /// Writes outputs, each whole or not at all: all of them next to their places first, then each is renamed, so that
    /// no reader ever sees half of one and a full disk leaves the old ones as they were. Makes missing folders. An
    /// existing file keeps its permissions. Does not wait until the disk has the bytes.
    ///
    /// # Errors
    /// [`FileError`] for a file that cannot be written; also when a folder, a link, a pipe or a device is at its path.
    fn write(&self, files: &[(PathBuf, Vec<u8>)]) -> Result<(), FileError>;

    /// Writes to a pipe, a character device or an open file of a process, such as `/dev/stdout`.
    ///
    /// # Errors
    /// Those of the file system; also when something else is there.
    fn write_stream(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Writes a file that must not exist yet, whole or not at all, and waits until the disk has it. Makes missing
    /// folders.
    ///
    /// # Errors
    /// [`io::ErrorKind::AlreadyExists`] when something is there, even if it came at the same moment; those of the file
    /// system.
    fn create(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Locks a file for a change, alone, and reads it. Waits while somebody else has it. [`LockedFile::open`] is the
    /// way to call it.
    ///
    /// # Errors
    /// [`io::ErrorKind::TimedOut`] when somebody else keeps it for long; as for [`World::read`]; also when it is not a
    /// file.
    fn lock(&self, path: &Path, limit: u64) -> io::Result<(FileLock, Vec<u8>)>;

    /// Rewrites a locked file, whole or not at all, and waits until the disk has it. `before` is what was read.
    /// [`LockedFile::replace`] is the way to call it.
    ///
    /// # Errors
    /// [`ReplaceError::Changed`] when the file is not what was read: a program that knows nothing of the lock has
    /// written it.
    fn replace(&self, lock: &FileLock, path: &Path, before: &[u8], bytes: &[u8]) -> Result<(), ReplaceError>;

    /// Adds bytes to the end of a file in one write, on a line of their own. A file that is not there begins with
    /// `head`.
    ///
    /// # Errors
    /// Those of the file system; also when a link is there.
    fn append(&self, path: &Path, head: &[u8], bytes: &[u8]) -> io::Result<()>;

    /// Locks a file alone. Does not wait, and makes no file.
    ///
    /// # Errors
    /// [`io::ErrorKind::WouldBlock`] when somebody else has it; those of the file system.
    fn hold_alone(&self, path: &Path) -> io::Result<FileLock>;

    /// Locks a file together with all who do not want it alone. Waits for one who does. A missing file is made, empty,
    /// and its folder, too.
    ///
    /// # Errors
    /// Those of the file system; also when a link is there.
    fn hold(&self, path: &Path) -> io::Result<FileLock>;

    /// Removes a file.
    ///
    /// # Errors
    /// Those of the file system.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// A new empty folder for files that another program is to read.
    ///
    /// # Errors
    /// Those of the file system.
    fn scratch(&self) -> io::Result<PathBuf>;

    /// Removes a folder with the files in it.
    ///
    /// # Errors
    /// Those of the file system.
    fn remove_folder(&self, folder: &Path) -> io::Result<()>;

    /// An environment variable.
    fn variable(&self, name: &str) -> Option<String>;
}
