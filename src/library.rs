//! The font library: the embedded fonts, and those from the folders that a user names.

use std::path::{Path, PathBuf};

use elsa::sync::FrozenMap;

use crate::error::Error;
use crate::layout::Fonts;
use crate::world::{PathKind, World, read_file};

/// How large a font file may be, in bytes. A collection with all ideographs has about 30 million.
const LARGEST_FONT: u64 = 128 * 1024 * 1024;
/// How the names of font files end.
const EXTENSIONS: [&str; 3] = ["ttf", "otf", "ttc"];

/// Fonts, read once for each set of folders and shared by all threads. They are kept as long as the library is.
#[derive(Default)]
pub struct FontLibrary {
    by_folders: FrozenMap<Vec<PathBuf>, Box<Fonts>>,
}

impl FontLibrary {
    /// The program's fonts with those of all files in the folders and below them. Fonts of the system are not used.
    ///
    /// # Errors
    /// [`Error`] when a folder cannot be read or has no font, or when one of its fonts is damaged.
    pub fn fonts(&self, folders: &[PathBuf], world: &dyn World) -> Result<&Fonts, Error> {
        if let Some(known) = self.by_folders.get(folders) {
            return Ok(known);
        }
        let mut fonts = Fonts::embedded();
        for folder in folders {
            read(folder, &mut fonts, world)?;
        }
        // When two threads have read them, the first to come is kept.
        Ok(self.by_folders.insert(folders.to_vec(), Box::new(fonts)))
    }
}

fn read(folder: &Path, fonts: &mut Fonts, world: &dyn World) -> Result<(), Error> {
    for (path, data) in files(folder, world)? {
        fonts.add(data).map_err(|error| file_error(&path, &error))?;
    }
    Ok(())
}

fn file_error(path: &Path, reason: &dyn std::fmt::Display) -> Error {
    Error {
        message: format!("the font file {} {reason}", path.display()),
        help: Some("remove it from the folder, or download it again".to_owned()),
    }
}

/// The font files in a folder and in the folders below it, with their contents, in the order of their paths. Hidden
/// folders are left out, and links to folders, which could lead in a circle.
///
/// # Errors
/// [`Error`] when a folder or a file cannot be read, or when there is no font.
pub fn files(folder: &Path, world: &dyn World) -> Result<Vec<(PathBuf, Vec<u8>)>, Error> {
    let mut found = Vec::new();
    // The last one is read next; of each folder first its files, then its folders.
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let names = world.list_kinds(&folder).map_err(|error| Error {
            message: format!("cannot read the font folder {}: {error}", folder.display()),
            help: Some("name a folder with TTF, OTF or TTC files".to_owned()),
        })?;
        for (name, _) in names.iter().filter(|(name, kind)| *kind != PathKind::Folder && is_font(name)) {
            let path = folder.join(name);
            let data = read_file(&path, LARGEST_FONT, world)
                .map_err(|error| file_error(&path, &format_args!("cannot be read: {error}")))?;
            found.push((path, data));
        }
        let below = names.iter().rev().filter(|(name, kind)| *kind == PathKind::Folder && !name.starts_with('.'));
        folders.extend(below.map(|(name, _)| folder.join(name)));
    }
    if !found.is_empty() {
        return Ok(found);
    }
    Err(Error {
        message: format!("the font folder {} has no font", folder.display()),
        help: Some("put TTF, OTF or TTC files into it".to_owned()),
    })
}

/// Whether a file is a font by its name.
fn is_font(name: &str) -> bool {
    let extension = Path::new(name).extension().map(|it| it.to_string_lossy().to_ascii_lowercase());
    extension.is_some_and(|extension| EXTENSIONS.contains(&extension.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::Memory;

    #[test]
    fn a_font_folder_is_read_with_the_folders_below_and_a_broken_font_is_named() {
        let world = Memory::default();
        let font = include_bytes!("../fonts/source-sans/SourceSans3-Regular.ttf");
        world.put("fonts/b.TTF", &font[..]);
        world.put("fonts/LICENCE.md", "words");
        let library = FontLibrary::default();
        assert_eq!(library.fonts(&[], &world).unwrap().len(), 9);
        assert_eq!(library.fonts(&["fonts".into()], &world).unwrap().len(), 10);
        // Fonts are found in folders below, but for hidden ones.
        world.put("tree/google/serif/a.ttf", &font[..]);
        world.put("tree/google/b.otf", &font[..]);
        world.put("tree/.git/c.ttf", &font[..]);
        let paths = |folder: &str| -> Vec<String> {
            let files = files(folder.as_ref(), &world).unwrap();
            files.into_iter().map(|(path, _)| path.display().to_string().replace('\\', "/")).collect()
        };
        assert_eq!(paths("tree"), ["tree/google/b.otf", "tree/google/serif/a.ttf"]);
        world.put("fonts/a.otf", &font[..5000]);
        // It was read already; another run meets the broken one.
        assert_eq!(library.fonts(&["fonts".into()], &world).unwrap().len(), 10);
        let error = FontLibrary::default().fonts(&["fonts".into()], &world).err().unwrap();
        assert!(error.message.contains("fonts/a.otf is damaged"), "{}", error.message);
        world.put("empty/LICENCE.md", "words");
        assert!(library.fonts(&["empty".into()], &world).err().unwrap().message.ends_with("has no font"));
        assert!(library.fonts(&["nowhere".into()], &world).is_err());
    }
}
