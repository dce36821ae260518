//! A world in which some files have another text than on the disk: those that an editor has open.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use time::Date;

use super::{FileError, FileLock, PathKind, ReplaceError, World};

/// Another world with texts laid over its files. Only reading sees them: what is written goes to the world below.
pub struct Overlay<'w> {
    below: &'w dyn World,
    texts: BTreeMap<PathBuf, String>,
}

impl<'w> Overlay<'w> {
    /// A world as it is.
    #[must_use]
    pub fn new(below: &'w dyn World) -> Self {
        Self { below, texts: BTreeMap::new() }
    }

    /// Lays a text over a file, by its path from the root; `None` takes it away again.
    pub fn lay(&mut self, path: &Path, text: Option<String>) {
        match text {
            Some(text) => _ = self.texts.insert(path.to_path_buf(), text),
            None => _ = self.texts.remove(path),
        }
    }

    fn text(&self, path: &Path) -> Option<&String> {
        if self.texts.is_empty() {
            return None;
        }
        self.texts.get(&self.below.absolute(path).ok()?)
    }
}

impl World for Overlay<'_> {
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        match self.text(path) {
            Some(text) if text.len() as u64 > limit => Err(io::ErrorKind::FileTooLarge.into()),
            Some(text) => Ok(text.clone().into_bytes()),
            None => self.below.read(path, limit),
        }
    }

    fn read_standard_input(&self, limit: u64) -> io::Result<Vec<u8>> {
        self.below.read_standard_input(limit)
    }

    fn kind(&self, path: &Path) -> io::Result<PathKind> {
        self.below.kind(path).or_else(|error| self.text(path).map(|_| PathKind::File).ok_or(error))
    }

    fn kind_of_target(&self, path: &Path) -> io::Result<PathKind> {
        self.below.kind_of_target(path).or_else(|error| self.text(path).map(|_| PathKind::File).ok_or(error))
    }

    fn absolute(&self, path: &Path) -> io::Result<PathBuf> {
        self.below.absolute(path)
    }

    fn target(&self, path: &Path) -> io::Result<PathBuf> {
        self.below.target(path)
    }

    fn today(&self) -> Date {
        self.below.today()
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        self.below.list(folder)
    }

    fn list_kinds(&self, folder: &Path) -> io::Result<Vec<(String, PathKind)>> {
        self.below.list_kinds(folder)
    }

    fn write(&self, files: &[(PathBuf, Vec<u8>)]) -> Result<(), FileError> {
        self.below.write(files)
    }

    fn write_stream(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.below.write_stream(path, bytes)
    }

    fn create(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.below.create(path, bytes)
    }

    fn lock(&self, path: &Path, limit: u64) -> io::Result<(FileLock, Vec<u8>)> {
        self.below.lock(path, limit)
    }

    fn replace(&self, lock: &FileLock, path: &Path, before: &[u8], bytes: &[u8]) -> Result<(), ReplaceError> {
        self.below.replace(lock, path, before, bytes)
    }

    fn append(&self, path: &Path, head: &[u8], bytes: &[u8]) -> io::Result<()> {
        self.below.append(path, head, bytes)
    }

    fn hold_alone(&self, path: &Path) -> io::Result<FileLock> {
        self.below.hold_alone(path)
    }

    fn hold(&self, path: &Path) -> io::Result<FileLock> {
        self.below.hold(path)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.below.remove(path)
    }

    fn scratch(&self) -> io::Result<PathBuf> {
        self.below.scratch()
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        self.below.remove_folder(folder)
    }

    fn variable(&self, name: &str) -> Option<String> {
        self.below.variable(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::Memory;

    #[test]
    fn an_open_file_is_read_as_the_editor_has_it() {
        let disk = Memory::default();
        disk.put("/a", "old");
        let mut world = Overlay::new(&disk);
        let read = |world: &Overlay<'_>, path: &str| world.read(path.as_ref(), 9).ok();
        world.lay("/a".as_ref(), Some("new".to_owned()));
        world.lay("/b".as_ref(), Some("b".to_owned()));
        assert_eq!(read(&world, "/a"), Some(b"new".to_vec()));
        assert_eq!(read(&world, "a"), Some(b"new".to_vec()), "however the path is written");
        assert_eq!((read(&world, "/b"), world.kind("/b".as_ref()).ok()), (Some(b"b".to_vec()), Some(PathKind::File)));
        assert!(world.read("/a".as_ref(), 2).is_err());
        world.lay("/a".as_ref(), None);
        assert_eq!(read(&world, "/a"), Some(b"old".to_vec()));
    }
}
