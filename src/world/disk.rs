//! The file system of the machine.

mod lock;
mod part;

pub use part::{output_of_part, part_stem};

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Component, Path, PathBuf};

use time::Date;

use self::lock::{LONGEST_WAIT, is_at, lock_within};
use self::part::{PartFile, make_folder_of};
use super::{EPOCH, FileError, FileLock, PathKind, ReplaceError, World};

/// The file system, environment and standard input of the machine.
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
        if fs::metadata(path)?.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        read_limited(File::open(path)?, limit)
    }

    fn read_standard_input(&self, limit: u64) -> io::Result<Vec<u8>> {
        read_limited(io::stdin().lock(), limit)
    }

    fn kind(&self, path: &Path) -> io::Result<PathKind> {
        Ok(kind(fs::symlink_metadata(path)?.file_type()))
    }

    fn kind_of_target(&self, path: &Path) -> io::Result<PathKind> {
        Ok(if is_open_file(path) { PathKind::Other } else { kind(fs::metadata(path)?.file_type()) })
    }

    fn absolute(&self, path: &Path) -> io::Result<PathBuf> {
        let mut out = PathBuf::new();
        for part in std::path::absolute(path)?.components() {
            match part {
                Component::ParentDir => _ = out.pop(),
                part => out.push(part),
            }
        }
        Ok(out)
    }

    fn target(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(path)
    }

    fn today(&self) -> Date {
        let seconds = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default().as_secs();
        let days = i32::try_from(seconds / 86_400).unwrap_or(0);
        Date::from_julian_day(EPOCH.to_julian_day().saturating_add(days)).unwrap_or(EPOCH)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(folder)? {
            names.push(entry?.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        Ok(names)
    }

    fn list_kinds(&self, folder: &Path) -> io::Result<Vec<(String, PathKind)>> {
        let mut all = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            // The folder itself knows it: no other question to the file system.
            all.push((entry.file_name().to_string_lossy().into_owned(), kind(entry.file_type()?)));
        }
        all.sort_by(|(one, _), (other, _)| one.cmp(other));
        Ok(all)
    }

    fn write(&self, files: &[(PathBuf, Vec<u8>)]) -> Result<(), FileError> {
        let mut parts: Vec<PartFile<'_>> = Vec::with_capacity(files.len());
        for (target, bytes) in files {
            let part = may_be_replaced(target).and_then(|()| PartFile::write(target, bytes));
            parts.push(part.map_err(|error| FileError { path: target.clone(), error })?);
        }
        for part in &mut parts {
            part.rename().map_err(|error| FileError { path: part.target.to_path_buf(), error })?;
        }
        Ok(())
    }

    fn write_stream(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        if !(is_open_file(path) || fs::metadata(path).is_ok_and(|it| is_stream(it.file_type()))) {
            return Err(io::Error::other("it is neither a pipe nor a character device"));
        }
        // At the end, since an open file may have something in it: `brief diff … -o /dev/stdout >> log`.
        OpenOptions::new().append(true).open(path)?.write_all(bytes)
    }

    fn create(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut part = PartFile::write(path, bytes)?;
        part.file.sync_all()?;
        // A link is made whole, and never over anything.
        match fs::hard_link(&part.path, path) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(error),
            // Some file systems have no links: the name is taken first, and then given to the file.
            Err(_) => {
                File::create_new(path)?;
                part.rename()?;
            }
        }
        sync_folder(path)
    }

    fn lock(&self, path: &Path, limit: u64) -> io::Result<(FileLock, Vec<u8>)> {
        let lock = lock_within(path, LONGEST_WAIT)?;
        let bytes = match &lock.file {
            Some(file) => read_limited(file, limit)?,
            None => self.read(path, limit)?,
        };
        Ok((lock, bytes))
    }

    fn replace(&self, lock: &FileLock, path: &Path, before: &[u8], bytes: &[u8]) -> Result<(), ReplaceError> {
        may_be_replaced(path)?;
        remove_left_parts(path);
        let mut part = PartFile::write(path, bytes)?;
        part.file.sync_all()?;
        // The last moment before the name is given to the new text.
        if !is_unchanged(lock, path, before)? {
            return Err(ReplaceError::Changed);
        }
        part.rename()?;
        Ok(sync_folder(path)?)
    }

    fn append(&self, path: &Path, head: &[u8], bytes: &[u8]) -> io::Result<()> {
        make_folder_of(path)?;
        let mut file = open_own(path)?;
        let length = file.metadata()?.len();
        let mut last = [b'\n'];
        if length > 0 {
            file.seek(SeekFrom::End(-1))?;
            file.read_exact(&mut last)?;
        }
        let start = if length == 0 { head } else { b"" };
        let line_end: &[u8] = if last == [b'\n'] { b"" } else { b"\n" };
        file.write_all(&[start, line_end, bytes].concat())
    }

    fn hold_alone(&self, path: &Path) -> io::Result<FileLock> {
        // Some network file systems want one who holds alone to be one who may write.
        let writing = OpenOptions::new().read(true).write(true).open(path);
        let file = writing.or_else(|_| File::open(path))?;
        file.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => io::ErrorKind::WouldBlock.into(),
            TryLockError::Error(error) => error,
        })?;
        Ok(FileLock { file: Some(file) })
    }

    fn hold(&self, path: &Path) -> io::Result<FileLock> {
        make_folder_of(path)?;
        let file = open_own(path)?;
        file.lock_shared()?;
        Ok(FileLock { file: Some(file) })
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn scratch(&self) -> io::Result<PathBuf> {
        let base = std::env::temp_dir();
        // A name that is taken may be somebody's trap: it is never used, the next one is.
        for number in 0..1_000 {
            let folder = base.join(format!("brief-{}-{number}", std::process::id()));
            match fs::create_dir(&folder) {
                Ok(()) => return Ok(folder),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        fs::remove_dir_all(folder)
    }

    fn variable(&self, name: &str) -> Option<String> {
        std::env::var(name).ok()
    }
}

/// Opens a file of the program's own, and makes a missing one. A link may lead to a file of somebody else's.
fn open_own(path: &Path) -> io::Result<File> {
    if fs::symlink_metadata(path).is_ok_and(|there| there.is_symlink()) {
        return Err(io::Error::other("it is a link"));
    }
    OpenOptions::new().read(true).append(true).create(true).open(path)
}

/// Whether a path is a link, or one of several names of a file.
#[must_use]
pub fn is_link(path: &Path) -> bool {
    #[cfg(unix)]
    let has_names = |there: &fs::Metadata| std::os::unix::fs::MetadataExt::nlink(there) > 1;
    #[cfg(not(unix))]
    let has_names = |_: &fs::Metadata| false;
    path.symlink_metadata().is_ok_and(|there| there.is_symlink() || has_names(&there))
}

fn kind(found: fs::FileType) -> PathKind {
    if found.is_symlink() {
        PathKind::Link
    } else if found.is_dir() {
        PathKind::Folder
    } else if found.is_file() {
        PathKind::File
    } else {
        PathKind::Other
    }
}

/// Whether bytes can be written to it one after the other. A block device cannot be meant: they would destroy what is
/// on it.
#[cfg(unix)]
fn is_stream(found: fs::FileType) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    found.is_fifo() || found.is_char_device()
}

#[cfg(not(unix))]
fn is_stream(found: fs::FileType) -> bool {
    !found.is_file() && !found.is_dir()
}

/// How many links are followed one after the other; Linux has the same limit.
const MOST_LINKS: usize = 40;

/// Whether a path is a name for an open file of a process: `/dev/stdout`, `/dev/fd/3`, `/proc/self/fd/1`. It must not
/// be renamed over, although it may lead to a file.
fn is_open_file(path: &Path) -> bool {
    let mut path = path.to_path_buf();
    for _ in 0..MOST_LINKS {
        let folder = folder_of(&path);
        let folder = fs::canonicalize(folder).unwrap_or_default();
        if folder.starts_with("/proc") || folder == Path::new("/dev/fd") {
            return true;
        }
        let Ok(next) = fs::read_link(&path) else { return false };
        path = folder.join(next);
    }
    false
}

/// Whether what is at a path may be replaced by a file: a file, or nothing.
fn may_be_replaced(path: &Path) -> io::Result<()> {
    let refused = match fs::symlink_metadata(path).map(|found| kind(found.file_type())) {
        Err(_) | Ok(PathKind::File) => return Ok(()),
        Ok(PathKind::Folder) => return Err(io::ErrorKind::IsADirectory.into()),
        Ok(PathKind::Link) => "it is a link, which could lead anywhere",
        Ok(PathKind::Other) => "it is a pipe or a device",
    };
    Err(io::Error::other(refused))
}

/// The folder of a file; that of a name alone is the current one.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Waits until the disk has the names in the folder of a file: without that a power cut could bring the old file back,
/// or none.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = folder_of(path);
    // One that may be written to and not read cannot be opened.
    let Ok(folder) = File::open(folder) else { return Ok(()) };
    match folder.sync_all() {
        // Some file systems do not know it of folders.
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
        result => result,
    }
}

/// A folder cannot be synced there; NTFS keeps its names in a journal.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Whether a file is still what was read.
fn is_unchanged(lock: &FileLock, path: &Path, before: &[u8]) -> io::Result<bool> {
    let longest = before.len() as u64;
    let now = match &lock.file {
        Some(file) if !is_at(file, path)? => return Ok(false),
        // On Windows nobody else may read a file that is locked, not even this program by another handle.
        Some(file) => {
            let mut file = file;
            file.seek(SeekFrom::Start(0))?;
            read_limited(file, longest)
        }
        None => Disk.read(path, longest),
    };
    match now {
        Ok(now) => Ok(now == before),
        Err(error) if matches!(error.kind(), io::ErrorKind::FileTooLarge | io::ErrorKind::NotFound) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Removes what runs that were killed have left of a file.
fn remove_left_parts(target: &Path) {
    let Some(name) = target.file_name().map(|name| name.to_string_lossy()) else { return };
    let folder = folder_of(target);
    let Ok(names) = Disk.list_kinds(folder) else { return };
    for (part, kind) in names {
        let is_of_target = output_of_part(&part) == Some(part_stem(&name));
        let path = folder.join(&part);
        if is_of_target && kind == PathKind::File && Disk.hold_alone(&path).is_ok() {
            let _ = fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::world::LockedFile;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("briefing-disk-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    fn names(folder: &Path) -> Vec<String> {
        Disk.list(folder).unwrap()
    }

    #[test]
    fn a_locked_file_is_waited_for_and_given_up_after_a_while() {
        let here = folder("lock");
        let path = here.join("a");
        fs::write(&path, "one").unwrap();
        let lock = lock_within(&path, Duration::ZERO).unwrap();
        let error = lock_within(&path, Duration::from_millis(5)).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        let second = std::thread::scope(|scope| {
            let waiting = scope.spawn(|| Disk.lock(&path, 100).map(|(_, bytes)| bytes));
            Disk.replace(&lock, &path, b"one", b"two").unwrap();
            drop(lock);
            waiting.join().unwrap().unwrap()
        });
        assert_eq!(second, b"two", "who has waited reads what was written meanwhile");
        assert_eq!(names(&here), ["a"]);
    }

    #[test]
    fn what_another_program_saved_meanwhile_is_not_written_over() {
        let here = folder("changed");
        let path = here.join("a");
        let saves: [fn(&Path); 3] = [
            |path| fs::write(path, "theirs").unwrap(),
            |path| {
                fs::write(path.with_file_name("b"), "one").unwrap();
                fs::rename(path.with_file_name("b"), path).unwrap();
            },
            |path| fs::remove_file(path).unwrap(),
        ];
        for save in saves {
            fs::write(&path, "one").unwrap();
            let file = LockedFile::open(&path, 100, &Disk).unwrap();
            save(&path);
            let theirs = fs::read(&path).ok();
            assert!(matches!(file.replace(b"ours"), Err(ReplaceError::Changed)));
            assert_eq!(fs::read(&path).ok(), theirs);
            assert!(names(&here).iter().all(|name| name == "a"), "nothing is left behind");
        }
    }

    #[test]
    fn a_file_is_created_once() {
        let here = folder("create");
        let path = here.join("in/a");
        let made = std::thread::scope(|scope| {
            let all: Vec<_> = (0..8).map(|_| scope.spawn(|| Disk.create(&path, b"x"))).collect();
            all.into_iter().filter_map(|one| one.join().unwrap().ok()).count()
        });
        assert_eq!((made, names(&here.join("in"))), (1, vec!["a".to_owned()]));
        assert_eq!(Disk.create(&path, b"y").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(Disk.create(&path.join("b"), b"y").unwrap_err().kind(), io::ErrorKind::NotADirectory);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_one_and_what_is_no_file_is_never_replaced() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let here = folder("kinds");
        let path = here.join("a");
        fs::write(&path, "one").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        symlink("a", here.join("link")).unwrap();
        LockedFile::open(&here.join("link"), 100, &Disk).unwrap().replace(b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        assert_eq!(Disk.kind(&here.join("link")).unwrap(), PathKind::Link);
        let write = |name: &str| Disk.write(&[(here.join(name), b"x".to_vec())]).map_err(|it| it.error);
        assert!(write("link").unwrap_err().to_string().contains("it is a link"));
        let pipe = here.join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert!(write("pipe").unwrap_err().to_string().contains("it is a pipe or a device"));
        assert!(LockedFile::open(&pipe, 100, &Disk).is_err());
        assert_eq!(
            (Disk.kind(&pipe).unwrap(), Disk.kind_of_target(&pipe).unwrap()),
            (PathKind::Other, PathKind::Other)
        );
        let read = std::thread::scope(|scope| {
            let reader = scope.spawn(|| fs::read(&pipe).unwrap());
            Disk.write_stream(&pipe, b"through").unwrap();
            reader.join().unwrap()
        });
        assert_eq!(read, b"through");
        assert!(Disk.write_stream(&path, b"x").is_err());
        // What an open file of a process is called must not be renamed over, whatever it leads to.
        assert_eq!(Disk.kind_of_target(Path::new("/dev/stdout")).unwrap(), PathKind::Other);
        assert_eq!(names(&here), ["a", "link", "pipe"]);
    }

    #[test]
    fn what_a_killed_run_has_left_of_a_file_is_removed_and_nothing_else() {
        let here = folder("parts");
        let path = here.join("a.toml");
        for name in ["a.toml", ".a.toml.77-0.part", ".a.toml.2024.part", ".b.toml.77-0.part", ".a.toml.77-x.part"] {
            fs::write(here.join(name), "one").unwrap();
        }
        let running = File::create(here.join(".a.toml.78-1.part")).unwrap();
        running.lock().unwrap();
        LockedFile::open(&path, 100, &Disk).unwrap().replace(b"two").unwrap();
        let left = [".a.toml.2024.part", ".a.toml.77-x.part", ".a.toml.78-1.part", ".b.toml.77-0.part", "a.toml"];
        assert_eq!(names(&here), left);
    }
}
