//! The pictures that a brief names. They are read with the brief, so that every reader of a brief has them.
//!
//! A picture must be in the folder of the brief or below it, even when links are followed. If it cannot be read, the
//! error is at the place that names it.

use std::collections::{BTreeMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Checked, Input, STANDARD_INPUT};
use crate::address;
use crate::diagnostic::{Code, Diagnostic};
use crate::digest::Hasher;
use crate::parse::{self, TomlDocument, TomlEntry, TomlValue};
use crate::picture::{self, Picture};
use crate::record::read::line as one_line;
use crate::schema;
use crate::source::Sources;
use crate::world::{self, PathKind, World};

/// The largest total size of the pictures of a brief, in bytes. A picture that occurs twice counts twice.
const LARGEST_OF_ALL: u64 = 64 << 20;

/// The pictures that a brief names, by the file names that it gives.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pictures {
    files: BTreeMap<String, Result<Arc<Picture>, Unread>>,
}

/// Why a picture cannot be printed, and how to fix that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unread {
    pub(super) reason: String,
    pub(super) help: String,
}

impl Input {
    /// The same input with the pictures that it names, read again from their files.
    #[must_use]
    pub fn with_pictures(mut self, world: &dyn World) -> Self {
        let names = self.texts().flat_map(named).collect::<Vec<_>>().into_iter();
        self.pictures = Some(Arc::new(Pictures::read(&folder(&self.name), names, world)));
        self
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.text.as_str()).chain(self.private.iter().map(|private| private.text.as_str()))
    }

    /// The paths of the pictures that it and its private file name, whether they exist or not.
    #[must_use]
    pub fn picture_paths(&self) -> Vec<PathBuf> {
        let folder = folder(&self.name);
        self.pictures.iter().flat_map(|pictures| pictures.files.keys()).map(|name| folder.join(name)).collect()
    }
}

/// The folder of a brief.
fn folder(name: &str) -> PathBuf {
    if name == STANDARD_INPUT {
        return PathBuf::new();
    }
    Path::new(name).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// The ids of the pictures of a document, with the entries that name their files.
fn entries(document: &TomlDocument) -> impl Iterator<Item = (&String, &TomlEntry)> {
    let table = document.root().get("figures").and_then(TomlValue::as_table);
    let records = table.into_iter().flat_map(|table| &table.entries);
    records.filter_map(|(id, record)| Some((id, record.value.as_table()?.entries.get("file")?)))
}

/// The ids of the pictures of a document, with the names of their files. Pictures whose names are not allowed are left
/// out.
fn files(document: &TomlDocument) -> impl Iterator<Item = (&String, String)> {
    let names = entries(document).filter_map(|(id, entry)| Some((id, one_line(entry.value.as_text()?))));
    names.filter(|(_, name)| schema::picture_path(name).is_ok())
}

/// The picture files that a text names, as far as it can be parsed.
fn named(text: &str) -> Vec<String> {
    // Most briefs have no pictures, and need not be parsed a second time.
    if !text.contains("figures") {
        return Vec::new();
    }
    let mut sources = Sources::default();
    let file = sources.add("", text);
    let (document, _) = parse::parse(&sources, file);
    files(&document).map(|(_, name)| name).collect()
}

impl Pictures {
    fn read(folder: &Path, names: impl Iterator<Item = String>, world: &dyn World) -> Self {
        let mut files = BTreeMap::new();
        for name in names {
            files.entry(name).or_insert_with_key(|name| read(folder, name, world));
        }
        Self { files }
    }

    /// Reads the pictures that a brief names; `brief` is the name of the brief.
    pub(super) fn of(brief: &str, document: &TomlDocument, world: &dyn World) -> Self {
        Self::read(&folder(brief), files(document).map(|(_, name)| name), world)
    }

    /// The pictures of an earlier edition with which this one is compared, and those for a page that has both editions.
    /// `old` is `None` when the pictures of the earlier edition have not been read, as for an edition in git: then a
    /// record with the same file name in both editions has the picture of this one.
    ///
    /// If a name means different pictures in the two editions, the page of both has no picture of that name; the words
    /// are printed instead.
    fn beside(&self, own: &TomlDocument, old: Option<&Self>, earlier: &TomlDocument) -> (Self, Self) {
        let records: HashSet<(&String, String)> = files(own).collect();
        let (mut before, mut both) = (Self::default(), self.clone());
        for (id, name) in files(earlier) {
            let is_same = records.contains(&(id, name.clone()));
            let now = self.files.get(&name);
            let then = match old {
                Some(old) => old.files.get(&name),
                None => now.filter(|_| is_same),
            };
            match (then, now) {
                (Some(then), None) => _ = both.files.insert(name.clone(), then.clone()),
                (then, Some(now)) if then != Some(now) && !is_same => _ = both.files.remove(&name),
                _ => {}
            }
            before.files.extend(then.map(|then| (name, then.clone())));
        }
        (before, both)
    }

    /// Those of the pictures that another text names.
    pub(super) fn only(&self, text: &str) -> Self {
        let names: HashSet<String> = named(text).into_iter().collect();
        let files = self.files.iter().filter(|(name, _)| names.contains(*name));
        Self { files: files.map(|(name, picture)| (name.clone(), picture.clone())).collect() }
    }

    /// The paths of the pictures that a document of a brief names; `brief` is the name of the brief.
    pub(super) fn paths(brief: &str, document: &TomlDocument) -> Vec<PathBuf> {
        let folder = folder(brief);
        files(document).map(|(_, name)| folder.join(name)).collect()
    }

    /// The picture for a destination in the Markdown text.
    pub(super) fn find(&self, destination: &str) -> Option<Arc<Picture>> {
        // The Markdown parser has decoded the entities.
        let is_it = |name: &str| address::destination(name).replace("&amp;", "&") == destination;
        let (_, picture) = self.files.iter().find(|(name, _)| is_it(name))?;
        picture.clone().ok()
    }

    /// Adds everything about the pictures that is printed to a hash.
    pub(crate) fn hash(&self, hasher: &mut Hasher) {
        for (name, picture) in &self.files {
            hasher.part(name.as_bytes());
            match picture {
                Ok(picture) => hasher.part(b"picture").part(picture.bytes()),
                Err(unread) => hasher.part(unread.reason.as_bytes()),
            };
        }
    }

    /// The errors about the pictures, at the places of a brief that name them.
    pub(super) fn errors(&self, document: &TomlDocument) -> Vec<Diagnostic> {
        let mut errors = Vec::new();
        let mut all = 0;
        for (_, entry) in entries(document) {
            let Some(name) = entry.value.as_text().map(one_line) else { continue };
            let unread = match self.files.get(&name) {
                Some(Err(unread)) => unread.clone(),
                Some(Ok(picture)) => {
                    let before = all;
                    all += picture.bytes().len() as u64;
                    if before > LARGEST_OF_ALL || all <= LARGEST_OF_ALL {
                        continue;
                    }
                    let reason = format!("with it the pictures have more than {} MB", LARGEST_OF_ALL >> 20);
                    Unread { reason, help: "save them smaller, or leave some out".to_owned() }
                }
                None => continue,
            };
            let message = format!("the picture `{name}` cannot be printed: {}", unread.reason);
            errors.push(Diagnostic::new(Code::BAD_PICTURE, message).at(entry.value.span).help(unread.help));
        }
        errors
    }
}

/// The pictures of a page.
pub(super) struct PagePictures {
    /// The pictures of the printed edition.
    pub(super) current: Arc<Pictures>,
    /// The pictures of the earlier edition with which it is compared.
    pub(super) before: Arc<Pictures>,
    /// The pictures of both, for a page that also has removed content.
    pub(super) both: Arc<Pictures>,
}

impl PagePictures {
    /// The pictures of an edition as it is printed, alone or compared with an earlier one. Content that was removed
    /// from an edition has no pictures.
    pub(super) fn of(printed: &Checked, earlier: Option<&Checked>) -> Self {
        let current = printed.pictures.clone().unwrap_or_default();
        let Some(old) = earlier else { return Self { both: Arc::clone(&current), current, before: Arc::default() } };
        let (before, both) = current.beside(printed.whole(), old.pictures.as_deref(), old.whole());
        Self { current, before: Arc::new(before), both: Arc::new(both) }
    }
}

/// Reads a picture in a folder.
pub(super) fn read(folder: &Path, name: &str, world: &dyn World) -> Result<Arc<Picture>, Unread> {
    let unread = |reason: &str, help: &str| Unread { reason: reason.to_owned(), help: help.to_owned() };
    let path = folder.join(name);
    let of_file = |error: &io::Error| match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
            unread("there is no such file", "give its path from the folder of the file that names it")
        }
        io::ErrorKind::FileTooLarge => {
            let reason = format!("it has more than {} MB", picture::LARGEST >> 20);
            unread(&reason, "save it smaller: 3000 pixels are more than a page can show")
        }
        io::ErrorKind::IsADirectory => unread("it is a folder", "name a file in it"),
        _ => unread(&error.to_string(), "check whether it can be opened"),
    };
    let target = world.target(&path).map_err(|error| of_file(&error))?;
    if !root(folder, world).is_some_and(|root| target.starts_with(root)) {
        let help = "copy the file into the folder";
        return Err(unread("it is a link that leads out of the folder", help));
    }
    if matches!(world.kind_of_target(&target), Ok(PathKind::Folder)) {
        return Err(of_file(&io::ErrorKind::IsADirectory.into()));
    }
    // Reads the target found above, even if the link has changed since.
    let bytes = world::read_file(&target, picture::LARGEST, world).map_err(|error| of_file(&error))?;
    let picture = Picture::read(&bytes);
    picture.map(Arc::new).map_err(|refusal| unread(&refusal.to_string(), refusal.help()))
}

/// The canonical path of a folder; an empty path is the current folder.
fn root(folder: &Path, world: &dyn World) -> Option<PathBuf> {
    let own = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    world.target(own).or_else(|_| world.target(folder)).ok()
}
