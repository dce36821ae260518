//! Files that are written next to their place and then renamed.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// A file that is written next to its place, before it gets its name. What is dropped before that is removed.
pub(super) struct PartFile<'a> {
    pub(super) path: PathBuf,
    pub(super) target: &'a Path,
    /// Open, and so locked, until it has been renamed: what nobody holds is what a run that was killed has left.
    pub(super) file: File,
    renamed: bool,
}

impl<'a> PartFile<'a> {
    pub(super) fn write(target: &'a Path, bytes: &[u8]) -> io::Result<Self> {
        make_folder_of(target)?;
        let mut part = Self::begin(target)?;
        if let Ok(there) = fs::metadata(target) {
            // Before a byte is in it: what only some may read is never open to all.
            part.file.set_permissions(there.permissions())?;
        }
        part.file.write_all(bytes)?;
        Ok(part)
    }

    /// Begins a file next to its place, under a name that nobody else has, and locks it.
    fn begin(target: &'a Path) -> io::Result<Self> {
        // The process id keeps two runs at the same file apart, and no name is used twice in one run; neither reaches
        // an output.
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let name = part_stem(&name);
        for _ in 0..MOST_PARTS {
            let number = NUMBER.fetch_add(1, Ordering::Relaxed);
            let path = target.with_file_name(format!(".{name}.{}-{number}.part", std::process::id()));
            match File::create_new(&path) {
                Ok(file) => {
                    // A file system without locks has none who would look for them, either.
                    let _ = file.lock();
                    // One who tidies the folder may have taken it for a leftover before it was locked.
                    if path.symlink_metadata().is_ok() {
                        return Ok(Self { path, target, file, renamed: false });
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    pub(super) fn rename(&mut self) -> io::Result<()> {
        fs::rename(&self.path, self.target)?;
        self.renamed = true;
        Ok(())
    }
}

impl Drop for PartFile<'_> {
    fn drop(&mut self) {
        if !self.renamed {
            // There is nothing left to do about one that stays.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// How many names of a half-written file are tried: another machine may write into the same folder.
const MOST_PARTS: usize = 100;

/// How much of a name a half-written file has in its own, in bytes: most file systems allow 255.
const LONGEST_STEM: usize = 200;

/// What the half-written files of an output have of its name.
#[must_use]
pub fn part_stem(name: &str) -> &str {
    &name[..name.floor_char_boundary(LONGEST_STEM)]
}

/// The [`part_stem`] of the output that a half-written file is of, by the file's name; `None` for other files.
#[must_use]
pub fn output_of_part(name: &str) -> Option<&str> {
    let (stem, number) = name.strip_prefix('.')?.strip_suffix(".part")?.rsplit_once('.')?;
    let (process, number) = number.split_once('-')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (!stem.is_empty() && is_number(process) && is_number(number)).then_some(stem)
}

pub(super) fn make_folder_of(path: &Path) -> io::Result<()> {
    match path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        // A file on the way, which the standard library reports as the folder being there.
        Some(folder) => fs::create_dir_all(folder).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => io::ErrorKind::NotADirectory.into(),
            _ => error,
        }),
        None => Ok(()),
    }
}
