//! The world outside: file system, environment and standard input enter here alone.
//!
//! [`Disk`] is the real one, [`Memory`] its twin for tests and for those who embed the library.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use time::Date;

/// The first day of 1970.
const EPOCH: Date = time::OffsetDateTime::UNIX_EPOCH.date();

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    Link,
    /// A pipe, a device or the like: reading it may wait for ever.
    Other,
}

/// A file that is held, see [`World::hold`].
#[derive(Debug, Default)]
pub struct FileLock {
    /// The lock lasts as long as the file is open.
    _file: Option<std::fs::File>,
}

/// What a run may touch.
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

    /// What stands at a path; a link is not followed.
    ///
    /// # Errors
    /// Those of the file system, when there is nothing or it cannot be seen.
    fn kind(&self, path: &Path) -> io::Result<Kind>;

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

    /// The day in the calendar of UTC, for what a person begins to write today. Nothing that is printed depends on it.
    fn today(&self) -> Date;

    /// The names in a folder, sorted.
    ///
    /// # Errors
    /// Those of the file system.
    fn list(&self, folder: &Path) -> io::Result<Vec<String>>;

    /// The names in a folder with what stands there, sorted by name; a link is not followed.
    ///
    /// # Errors
    /// Those of the file system.
    fn list_kinds(&self, folder: &Path) -> io::Result<Vec<(String, Kind)>> {
        let names = self.list(folder)?.into_iter();
        Ok(names
            .filter_map(|name| Some((self.kind(&folder.join(&name)).ok()?, name)))
            .map(|(kind, name)| (name, kind))
            .collect())
    }

    /// Writes files, each whole or not at all: all of them beside their places first, then each is renamed, so that no
    /// reader ever sees half of one and a full disk leaves the old ones as they were. Makes missing folders. A file that
    /// is there keeps its permissions.
    ///
    /// # Errors
    /// The path at fault and the error of the file system.
    fn write(&self, files: &[(PathBuf, Vec<u8>)]) -> Result<(), (PathBuf, io::Error)>;

    /// Adds bytes to the end of a file in one write, on a line of their own. A file that is not there is begun with `head`.
    ///
    /// # Errors
    /// Those of the file system; also when a link stands there.
    fn append(&self, path: &Path, head: &[u8], bytes: &[u8]) -> io::Result<()>;

    /// Holds a file until the value is dropped, alone. Does not wait, and makes no file.
    ///
    /// # Errors
    /// [`io::ErrorKind::WouldBlock`] when somebody else holds it; those of the file system.
    fn hold_alone(&self, path: &Path) -> io::Result<FileLock>;

    /// Holds a file as [`World::hold_alone`] does, but together with all who do not want it alone. Waits for one who does.
    /// The file is made, empty, where it is not there, and its folder, too.
    ///
    /// # Errors
    /// Those of the file system; also when a link stands there.
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

/// The real world.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

fn read_limited(mut reader: impl Read, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.by_ref().take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
}

impl World for Disk {
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        // A folder opens like a file on some systems and only fails when it is read.
        if std::fs::metadata(path)?.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        read_limited(std::fs::File::open(path)?, limit)
    }

    fn read_standard_input(&self, limit: u64) -> io::Result<Vec<u8>> {
        read_limited(io::stdin().lock(), limit)
    }

    fn kind(&self, path: &Path) -> io::Result<Kind> {
        Ok(kind(std::fs::symlink_metadata(path)?.file_type()))
    }

    fn absolute(&self, path: &Path) -> io::Result<PathBuf> {
        let mut out = PathBuf::new();
        for part in std::path::absolute(path)?.components() {
            match part {
                std::path::Component::ParentDir => _ = out.pop(),
                part => out.push(part),
            }
        }
        Ok(out)
    }

    fn target(&self, path: &Path) -> io::Result<PathBuf> {
        std::fs::canonicalize(path)
    }

    fn today(&self) -> Date {
        let seconds = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default().as_secs();
        let days = i32::try_from(seconds / 86_400).unwrap_or(0);
        Date::from_julian_day(EPOCH.to_julian_day().saturating_add(days)).unwrap_or(EPOCH)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in std::fs::read_dir(folder)? {
            names.push(entry?.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        Ok(names)
    }

    fn list_kinds(&self, folder: &Path) -> io::Result<Vec<(String, Kind)>> {
        let mut all = Vec::new();
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            // The folder itself knows it: no other question to the file system.
            all.push((entry.file_name().to_string_lossy().into_owned(), kind(entry.file_type()?)));
        }
        all.sort_by(|(one, _), (other, _)| one.cmp(other));
        Ok(all)
    }

    fn write(&self, files: &[(PathBuf, Vec<u8>)]) -> Result<(), (PathBuf, io::Error)> {
        let mut parts: Vec<Part<'_>> = Vec::with_capacity(files.len());
        let result = write_beside(files, &mut parts).and_then(|()| {
            for part in &parts {
                std::fs::rename(&part.path, part.target).map_err(|error| (part.target.to_path_buf(), error))?;
            }
            Ok(())
        });
        if result.is_err() {
            for part in &parts {
                // One that was renamed already is gone, and there is nothing left to do about one that stays.
                let _ = std::fs::remove_file(&part.path);
            }
        }
        result
    }

    fn append(&self, path: &Path, head: &[u8], bytes: &[u8]) -> io::Result<()> {
        let mut file = to_add(path)?;
        let length = file.metadata()?.len();
        let mut last = [b'\n'];
        if length > 0 {
            io::Seek::seek(&mut file, io::SeekFrom::End(-1))?;
            file.read_exact(&mut last)?;
        }
        let start = if length == 0 { head } else { b"" };
        let line_end: &[u8] = if last == [b'\n'] { b"" } else { b"\n" };
        file.write_all(&[start, line_end, bytes].concat())
    }

    fn hold_alone(&self, path: &Path) -> io::Result<FileLock> {
        // Some network file systems want one who holds alone to be one who may write.
        let writing = std::fs::OpenOptions::new().read(true).write(true).open(path);
        let file = writing.or_else(|_| std::fs::File::open(path))?;
        file.try_lock().map_err(|error| match error {
            std::fs::TryLockError::WouldBlock => io::ErrorKind::WouldBlock.into(),
            std::fs::TryLockError::Error(error) => error,
        })?;
        Ok(FileLock { _file: Some(file) })
    }

    fn hold(&self, path: &Path) -> io::Result<FileLock> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)?;
        }
        let file = to_add(path)?;
        file.lock_shared()?;
        Ok(FileLock { _file: Some(file) })
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_file(path)
    }

    fn scratch(&self) -> io::Result<PathBuf> {
        let base = std::env::temp_dir();
        // A name that is taken may be somebody's trap: it is never used, the next one is.
        for number in 0..1_000 {
            let folder = base.join(format!("brief-{}-{number}", std::process::id()));
            match std::fs::create_dir(&folder) {
                Ok(()) => return Ok(folder),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        std::fs::remove_dir_all(folder)
    }

    fn variable(&self, name: &str) -> Option<String> {
        std::env::var(name).ok()
    }
}

/// Opens a file of ours, and makes it where it is not there. A link may lead to a file of somebody else's.
fn to_add(path: &Path) -> io::Result<std::fs::File> {
    if std::fs::symlink_metadata(path).is_ok_and(|there| there.is_symlink()) {
        return Err(io::Error::other("it is a link"));
    }
    std::fs::OpenOptions::new().read(true).append(true).create(true).open(path)
}

/// Whether a path is a link, or one of several names of a file.
#[must_use]
pub fn is_link(path: &Path) -> bool {
    #[cfg(unix)]
    let has_names = |there: &std::fs::Metadata| std::os::unix::fs::MetadataExt::nlink(there) > 1;
    #[cfg(not(unix))]
    let has_names = |_: &std::fs::Metadata| false;
    path.symlink_metadata().is_ok_and(|there| there.is_symlink() || has_names(&there))
}

fn kind(found: std::fs::FileType) -> Kind {
    if found.is_symlink() {
        Kind::Link
    } else if found.is_dir() {
        Kind::Folder
    } else if found.is_file() {
        Kind::File
    } else {
        Kind::Other
    }
}

/// A file that is written beside its place, before it is renamed.
struct Part<'a> {
    path: PathBuf,
    target: &'a Path,
    /// Open, and so held, until it has been renamed: what nobody holds is what a run that was killed has left.
    file: std::fs::File,
}

fn write_beside<'a>(files: &'a [(PathBuf, Vec<u8>)], parts: &mut Vec<Part<'a>>) -> Result<(), (PathBuf, io::Error)> {
    for (target, bytes) in files {
        let fault = |error| (target.clone(), error);
        if target.is_dir() {
            return Err(fault(io::ErrorKind::IsADirectory.into()));
        }
        if let Some(folder) = target.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(fault)?;
        }
        parts.push(begin_part(target).map_err(fault)?);
        let Some(Part { file, .. }) = parts.last_mut() else { continue };
        if let Ok(there) = std::fs::metadata(target) {
            // Before a byte is in it: what only some may read is never open to all.
            file.set_permissions(there.permissions()).map_err(fault)?;
        }
        file.write_all(bytes).map_err(fault)?;
    }
    Ok(())
}

/// How many names of a half-written file are tried: another machine may write into the same folder.
const MOST_PARTS: usize = 100;

/// Begins a file beside its place, under a name that nobody else has, and holds it.
fn begin_part(target: &Path) -> io::Result<Part<'_>> {
    // The process id keeps two runs at the same file apart, and no name is used twice in one run; neither reaches an
    // output.
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    for _ in 0..MOST_PARTS {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = target.with_file_name(format!(".{name}.{}-{number}.part", std::process::id()));
        match std::fs::File::create_new(&path) {
            Ok(file) => {
                // A file system without locks has none who would look for them, either.
                let _ = file.lock();
                // One who tidies the folder may have taken it for a leftover before it was held.
                if path.symlink_metadata().is_ok() {
                    return Ok(Part { path, target, file });
                }
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Whether a name is that of a file that [`World::write`] has begun and, if nobody is at it any more, not ended.
#[must_use]
pub fn is_part(name: &str) -> bool {
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    name.strip_prefix('.')
        .and_then(|name| name.strip_suffix(".part"))
        .and_then(|name| name.rsplit_once('.'))
        .is_some_and(|(name, process)| !name.is_empty() && number(process))
}

/// A world in memory.
#[derive(Debug, Default)]
pub struct Memory {
    files: Mutex<BTreeMap<PathBuf, Vec<u8>>>,
}

impl Memory {
    /// Puts a file there.
    pub fn put(&self, path: impl Into<PathBuf>, bytes: impl Into<Vec<u8>>) {
        self.lock().insert(path.into(), bytes.into());
    }

    /// The bytes of a file.
    #[must_use]
    pub fn get(&self, path: impl AsRef<Path>) -> Option<Vec<u8>> {
        self.lock().get(path.as_ref()).cloned()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<PathBuf, Vec<u8>>> {
        // A map is whole after every call, even if another thread has panicked.
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl World for Memory {
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        if self.kind(path)? == Kind::Folder {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        let bytes = self.get(path).ok_or(io::ErrorKind::NotFound)?;
        if bytes.len() as u64 > limit { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
    }

    fn read_standard_input(&self, limit: u64) -> io::Result<Vec<u8>> {
        self.read(Path::new("-"), limit)
    }

    fn kind(&self, path: &Path) -> io::Result<Kind> {
        let files = self.lock();
        if files.contains_key(path) {
            Ok(Kind::File)
        } else if files.keys().any(|file| file.starts_with(path)) {
            Ok(Kind::Folder)
        } else {
            Err(io::ErrorKind::NotFound.into())
        }
    }

    fn absolute(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(Path::new("/").join(path))
    }

    fn target(&self, path: &Path) -> io::Result<PathBuf> {
        self.kind(path).map(|_| path.to_path_buf())
    }

    fn today(&self) -> Date {
        EPOCH
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        let files = self.lock();
        let inside = files.keys().filter_map(|file| file.strip_prefix(folder).ok()?.components().next());
        let mut names: Vec<_> = inside.map(|name| name.as_os_str().to_string_lossy().into_owned()).collect();
        names.dedup();
        Ok(names)
    }

    fn write(&self, files: &[(PathBuf, Vec<u8>)]) -> Result<(), (PathBuf, io::Error)> {
        self.lock().extend(files.iter().cloned());
        Ok(())
    }

    fn append(&self, path: &Path, head: &[u8], bytes: &[u8]) -> io::Result<()> {
        let mut files = self.lock();
        let file = files.entry(path.to_path_buf()).or_default();
        if file.is_empty() {
            file.extend(head);
        } else if !file.ends_with(b"\n") {
            file.push(b'\n');
        }
        file.extend(bytes);
        Ok(())
    }

    fn hold_alone(&self, _: &Path) -> io::Result<FileLock> {
        Ok(FileLock::default())
    }

    fn hold(&self, _: &Path) -> io::Result<FileLock> {
        Ok(FileLock::default())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.lock().remove(path).map(drop).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn scratch(&self) -> io::Result<PathBuf> {
        Ok(PathBuf::from("scratch"))
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        self.lock().retain(|path, _| !path.starts_with(folder));
        Ok(())
    }

    fn variable(&self, _: &str) -> Option<String> {
        None
    }
}
