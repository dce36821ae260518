//! The files that rendering needs besides a brief.

use std::path::{Path, PathBuf};

use super::{RenderOptions, style};
use crate::error::Error;
use crate::layout::Style;
use crate::source::Sources;
use crate::world::World;
use crate::{docx, library, picture, template};

/// A file that rendering needs besides the brief.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct InputFile {
    /// The path of the file.
    pub path: PathBuf,
    /// Its contents.
    pub bytes: Vec<u8>,
}

/// The files of the template, the shared style, the logo, the fonts in the folders that the options and the style name,
/// and the reference for Word files. Built-in templates and fonts are not files.
///
/// # Errors
/// [`Error`] when the template or the fonts cannot be read.
pub fn input_files(options: RenderOptions<'_>, world: &dyn World) -> Result<Vec<InputFile>, Error> {
    let mut sources = Sources::default();
    let template = style::load(options.template, options.style, world, &mut sources)?;
    let mut all = Vec::new();
    if let Some((path, file)) = options.style.zip(template.shared_style) {
        all.push(InputFile { path: path.to_path_buf(), bytes: sources.file(file).text.clone().into_bytes() });
    }
    let files = template.files.iter().map(|file| file.file).chain(template.style);
    let files = files.chain(template.languages.iter().map(|(_, file)| *file));
    if template::is_folder(options.template) {
        all.extend(files.map(|file| {
            let file = sources.file(file);
            InputFile { path: PathBuf::from(&file.name), bytes: file.text.clone().into_bytes() }
        }));
    }
    // Errors in the style are reported when a brief is rendered.
    let style::ReadStyle { style, logo, .. } = style::of(&template, &sources);
    if let Some(path) = logo.map(|logo| logo.path()) {
        // A logo that cannot be read is reported when a brief is rendered.
        if let Ok(bytes) = crate::world::read_file(&path, picture::LARGEST, world) {
            all.push(InputFile { path, bytes });
        }
    }
    for folder in font_folders(options, &style) {
        let files = library::files(&folder, world)?;
        all.extend(files.into_iter().map(|(path, bytes)| InputFile { path, bytes }));
    }
    if let Some(path) = options.reference.filter(|_| options.docx) {
        all.push(InputFile { path: path.to_path_buf(), bytes: reference_file(path, world)? });
    }
    Ok(all)
}

/// The bytes of the reference for Word files.
pub(super) fn reference_file(path: &Path, world: &dyn World) -> Result<Vec<u8>, Error> {
    let name = path.display().to_string();
    crate::world::read_file(path, docx::LARGEST, world).map_err(|error| super::read_error(&name, &error, world))
}

/// The folders of the template, the shared style, the logo, the fonts and the reference for Word files, whether they
/// exist or not.
#[must_use]
pub fn folders(options: RenderOptions<'_>, world: &dyn World) -> Vec<PathBuf> {
    let folder = |path: &Path| match path.parent() {
        Some(folder) if folder != Path::new("") => folder.to_path_buf(),
        _ => PathBuf::from("."),
    };
    let files = options.reference.filter(|_| options.docx).into_iter().chain(options.style);
    // If the template cannot be read, its folder is watched all the same: once it can be, the files that its style
    // names are known.
    let mut sources = Sources::default();
    let template = style::load(options.template, options.style, world, &mut sources);
    let style::ReadStyle { style, logo, .. } = template.map(|it| style::of(&it, &sources)).unwrap_or_default();
    let logo = logo.map(|logo| logo.path());
    let own = template::is_folder(options.template).then(|| PathBuf::from(options.template));
    let files = files.chain(logo.as_deref()).map(folder);
    own.into_iter().chain(font_folders(options, &style)).chain(files).collect()
}

/// The font folders: those of the template first, then those of the user.
pub(super) fn font_folders(options: RenderOptions<'_>, style: &Style) -> Vec<PathBuf> {
    let own = style.font.folder.as_deref().map(|folder| Path::new(options.template).join(folder));
    own.into_iter().chain(options.fonts.iter().cloned()).collect()
}
