//! Locks of files: waiting for one that another program has.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use same_file::Handle;

use crate::world::FileLock;

/// How long one waits for a file that another program has locked while nobody finishes with it. A command keeps it for
/// milliseconds.
pub(super) const LONGEST_WAIT: Duration = Duration::from_secs(10);
/// How long one waits before one tries again, at first and at most.
const WAITS: [Duration; 2] = [Duration::from_millis(1), Duration::from_millis(20)];

/// Locks a file alone. `patience` begins again each time that somebody has written the file.
pub(super) fn lock_within(path: &Path, patience: Duration) -> io::Result<FileLock> {
    let mut since = Instant::now();
    let mut wait = WAITS[0];
    let mut last: Option<Handle> = None;
    loop {
        let found = fs::metadata(path)?;
        if found.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        } else if !found.is_file() {
            return Err(io::Error::other("it is a pipe or a device, which cannot be changed in place"));
        }
        let file = File::open(path)?;
        match try_lock(&file, path)? {
            // A file system that has no locks: comparing has to do.
            Tried::Unsupported => return Ok(FileLock::default()),
            // The process that had the lock may have put another file in the place of this one.
            Tried::Locked(file) if is_at(&file, path)? => return Ok(FileLock { file: Some(file) }),
            Tried::Locked(_) => {
                since = Instant::now();
                continue;
            }
            Tried::Taken => {}
        }
        let now = Handle::from_file(file)?;
        // Somebody has written it: the others go on.
        if last.as_ref().is_some_and(|last| *last != now) {
            since = Instant::now();
        }
        last = Some(now);
        if since.elapsed() >= patience {
            return Err(io::ErrorKind::TimedOut.into());
        }
        std::thread::sleep(wait);
        wait = (wait * 2).min(WAITS[1]);
    }
}

/// The result of trying to lock a file.
enum Tried {
    Locked(File),
    Taken,
    Unsupported,
}

fn try_lock(file: &File, path: &Path) -> io::Result<Tried> {
    let attempt = |file: &File| match file.try_lock() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    };
    let locked = |file: &File, is_locked| {
        if is_locked { file.try_clone().map(Tried::Locked) } else { Ok(Tried::Taken) }
    };
    match attempt(file) {
        Ok(is_locked) => return locked(file, is_locked),
        Err(error) if error.kind() == io::ErrorKind::Unsupported => return Ok(Tried::Unsupported),
        Err(_) => {}
    }
    // Some network file systems give such a lock only to one who may write. Others have none.
    let Ok(file) = OpenOptions::new().read(true).write(true).open(path) else { return Ok(Tried::Unsupported) };
    attempt(&file).map_or(Ok(Tried::Unsupported), |is_locked| locked(&file, is_locked))
}

/// Whether an open file is the one at a path.
pub(super) fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    match Handle::from_path(path) {
        Ok(there) => Ok(there == Handle::from_file(file.try_clone()?)?),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}
