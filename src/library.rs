//! The font library: the fonts that the program carries, with those from the folders that a user names.

use std::path::{Path, PathBuf};

use elsa::sync::FrozenMap;

use crate::layout::Fonts;
use crate::world::World;

/// How large a font file may be, in bytes. A collection with all ideographs has about 30 million.
const LARGEST_FONT: u64 = 128 * 1024 * 1024;
/// How the names of font files end.
const EXTENSIONS: [&str; 3] = ["ttf", "otf", "ttc"];

/// The fonts of a run, read once for each set of folders and for all threads. They stay as long as the library does.
#[derive(Default)]
pub struct FontLibrary {
    by_folders: FrozenMap<Vec<PathBuf>, Box<Fonts>>,
}

/// Why fonts could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FontError {
    /// What is wrong, one sentence.
    pub message: String,
    /// The likely mend.
    pub help: String,
}

impl FontLibrary {
    /// The program's fonts with those of all files in the folders, in the order of their names. Nothing else is looked
    /// at: no folder in them, and no font of the system.
    ///
    /// # Errors
    /// [`FontError`] when a folder cannot be read or has no font, or when one of its fonts is damaged.
    pub fn fonts(&self, folders: &[PathBuf], world: &dyn World) -> Result<&Fonts, FontError> {
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

fn read(folder: &Path, fonts: &mut Fonts, world: &dyn World) -> Result<(), FontError> {
    for (path, data) in files(folder, world)? {
        fonts.add(data).map_err(|reason| fault(&path, reason))?;
    }
    Ok(())
}

fn fault(path: &Path, reason: &str) -> FontError {
    FontError {
        message: format!("the font file {} {reason}", path.display()),
        help: "take it out of the folder, or fetch it again".to_owned(),
    }
}

/// The font files in a folder and their contents, in the order of their names.
///
/// # Errors
/// [`FontError`] when the folder or a file cannot be read, or when there is none.
pub fn files(folder: &Path, world: &dyn World) -> Result<Vec<(PathBuf, Vec<u8>)>, FontError> {
    let shown = folder.display();
    let names = world.list(folder).map_err(|error| FontError {
        message: format!("the folder of fonts {shown} cannot be read: {error}"),
        help: "name a folder with TTF, OTF or TTC files".to_owned(),
    })?;
    let is_font = |name: &&String| {
        let extension = Path::new(name).extension().map(|it| it.to_string_lossy().to_ascii_lowercase());
        extension.is_some_and(|extension| EXTENSIONS.contains(&extension.as_str()))
    };
    let mut found = Vec::new();
    for name in names.iter().filter(is_font) {
        let path = folder.join(name);
        let data =
            world.read(&path, LARGEST_FONT).map_err(|error| fault(&path, &format!("cannot be read: {error}")))?;
        found.push((path, data));
    }
    if !found.is_empty() {
        return Ok(found);
    }
    Err(FontError {
        message: format!("the folder of fonts {shown} has no font"),
        help: "put TTF, OTF or TTC files into it".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::Memory;

    #[test]
    fn a_folder_of_fonts_is_read_by_its_files_and_a_broken_one_is_named() {
        let world = Memory::default();
        let font = include_bytes!("../fonts/source-sans/SourceSans3-Regular.ttf");
        world.put("fonts/b.TTF", &font[..]);
        world.put("fonts/LICENCE.md", "words");
        let library = FontLibrary::default();
        assert_eq!(library.fonts(&[], &world).unwrap().len(), 9);
        assert_eq!(library.fonts(&["fonts".into()], &world).unwrap().len(), 10);
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
