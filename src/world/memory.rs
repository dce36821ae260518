//! Files in memory.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use time::Date;

use super::{EPOCH, FileError, FileLock, PathKind, ReplaceError, World};

/// A [`World`] whose files are in memory. It has no environment and no standard input, and its day is 1 January 1970.
#[derive(Debug, Default)]
pub struct Memory {
    files: Mutex<BTreeMap<PathBuf, Vec<u8>>>,
}

impl Memory {
    /// Adds a file, or replaces it.
    pub fn put(&self, path: impl Into<PathBuf>, bytes: impl Into<Vec<u8>>) {
        self.files().insert(path.into(), bytes.into());
    }

    /// The bytes of a file.
    #[must_use]
    pub fn get(&self, path: impl AsRef<Path>) -> Option<Vec<u8>> {
        self.files().get(path.as_ref()).cloned()
    }

    fn files(&self) -> std::sync::MutexGuard<'_, BTreeMap<PathBuf, Vec<u8>>> {
        // A map is whole after every call, even if another thread has panicked.
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl World for Memory {
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        if self.kind(path)? == PathKind::Folder {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        let bytes = self.get(path).ok_or(io::ErrorKind::NotFound)?;
        if bytes.len() as u64 > limit { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
    }

    fn read_standard_input(&self, limit: u64) -> io::Result<Vec<u8>> {
        self.read(Path::new("-"), limit)
    }

    fn kind(&self, path: &Path) -> io::Result<PathKind> {
        let files = self.files();
        if files.contains_key(path) {
            Ok(PathKind::File)
        } else if files.keys().any(|file| file.starts_with(path)) {
            Ok(PathKind::Folder)
        } else {
            Err(io::ErrorKind::NotFound.into())
        }
    }

    fn kind_of_target(&self, path: &Path) -> io::Result<PathKind> {
        self.kind(path)
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
        let files = self.files();
        let inside = files.keys().filter_map(|file| file.strip_prefix(folder).ok()?.components().next());
        let mut names: Vec<_> = inside.map(|name| name.as_os_str().to_string_lossy().into_owned()).collect();
        names.dedup();
        Ok(names)
    }

    fn write(&self, files: &[(PathBuf, Vec<u8>)]) -> Result<(), FileError> {
        self.files().extend(files.iter().cloned());
        Ok(())
    }

    fn write_stream(&self, _: &Path, _: &[u8]) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn create(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        match self.files().entry(path.to_path_buf()) {
            std::collections::btree_map::Entry::Occupied(_) => Err(io::ErrorKind::AlreadyExists.into()),
            std::collections::btree_map::Entry::Vacant(place) => {
                place.insert(bytes.to_vec());
                Ok(())
            }
        }
    }

    fn lock(&self, path: &Path, limit: u64) -> io::Result<(FileLock, Vec<u8>)> {
        Ok((FileLock::default(), self.read(path, limit)?))
    }

    fn replace(&self, _: &FileLock, path: &Path, before: &[u8], bytes: &[u8]) -> Result<(), ReplaceError> {
        match self.files().get_mut(path) {
            Some(file) if file == before => bytes.clone_into(file),
            _ => return Err(ReplaceError::Changed),
        }
        Ok(())
    }

    fn append(&self, path: &Path, head: &[u8], bytes: &[u8]) -> io::Result<()> {
        let mut files = self.files();
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
        self.files().remove(path).map(drop).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn scratch(&self) -> io::Result<PathBuf> {
        Ok(PathBuf::from("scratch"))
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        self.files().retain(|path, _| !path.starts_with(folder));
        Ok(())
    }

    fn variable(&self, _: &str) -> Option<String> {
        None
    }
}
