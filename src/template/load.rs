//! A template by name or from its folder.

use std::path::Path;

use super::{BUILT_IN, EXTENSION, LANGUAGE_FILE, MAIN_FILE, STYLE_FILE, TemplateFile};
use crate::diagnostic::{Code, Diagnostic, is_slip, nearest};
use crate::error::Error;
use crate::source::{FileId, Sources, Span};
use crate::world::{PathKind, World, read_file};

/// How large a file of a template may be, in bytes; the larger ones of its limits.
pub const LARGEST_FILE: u64 = 1024 * 1024;

/// A template that has been read.
#[derive(Debug, Clone)]
pub struct Template {
    /// The built-in name, or the folder as the user gave it.
    pub name: String,
    /// Its Handlebars files.
    pub files: Vec<TemplateFile>,
    /// Its style; `None` when it has none of its own.
    pub style: Option<FileId>,
    /// The style that it has in common with others, whose fields come before its own.
    pub shared_style: Option<FileId>,
    /// Its language files, by BCP 47 tag.
    pub languages: Vec<(String, FileId)>,
}

/// Whether a template is a folder, and not one that the program carries.
#[must_use]
pub fn is_folder(name: &str) -> bool {
    BUILT_IN.iter().all(|built_in| built_in.name != name)
}

/// Reads a template: a built-in one by its name, else the folder of that path.
///
/// Only files that are in the folder itself are read: no subfolder, and no link, which could lead out of it.
///
/// # Errors
/// [`Error`] when there is no such template or folder, when it has no [`MAIN_FILE`], or when a file cannot be read.
pub fn load(name: &str, world: &dyn World, sources: &mut Sources) -> Result<Template, Error> {
    if let Some(built_in) = BUILT_IN.iter().find(|built_in| built_in.name == name) {
        let mut template = Template::new(name);
        for (file, text) in built_in.files {
            template.take(sources, name, file, (*text).to_owned());
        }
        return Ok(template);
    }
    let folder = Path::new(name);
    if !matches!(world.kind(folder), Ok(PathKind::Folder | PathKind::Link)) {
        let names = || BUILT_IN.iter().map(|built_in| built_in.name);
        let help = match nearest(name, names()) {
            Some(near) => format!("did you mean the built-in template `{near}`?"),
            None => format!("the built-in templates are {}", names().collect::<Vec<_>>().join(", ")),
        };
        return Err(Error { message: format!("no template and no folder `{name}`"), help: Some(help) });
    }
    let diagnostic = |file: &str, reason: String| Error {
        message: format!("the template's file `{}` {reason}", folder.join(file).display()),
        help: None,
    };
    let mut template = Template::new(name);
    let entries = world.list(folder).map_err(|error| Error {
        message: format!("the template folder `{name}` cannot be read: {error}"),
        help: None,
    })?;
    for file in &entries {
        if let Some(meant) = misnamed(file).filter(|meant| !entries.contains(meant)) {
            let error = diagnostic(file, "would not be read".to_owned());
            return Err(error.help(format!("did you mean `{meant}`? give the file that name")));
        }
    }
    for file in entries.iter().filter(|file| is_part(file)) {
        let path = folder.join(file);
        if matches!(world.kind(&path), Ok(PathKind::Link)) {
            return Err(diagnostic(file, "is a link; a template's files must be in its folder".to_owned()));
        }
        let bytes = read_file(&path, LARGEST_FILE, world)
            .map_err(|error| diagnostic(file, format!("cannot be read: {error}")))?;
        let text = String::from_utf8(bytes).map_err(|_| diagnostic(file, "is not UTF-8 text".to_owned()))?;
        template.take(sources, name, file, text);
    }
    if !template.files.iter().any(|file| file.name == MAIN_FILE) {
        return Err(Error {
            message: format!("the folder `{name}` has no file `{MAIN_FILE}`"),
            help: Some(match nearest(MAIN_FILE, entries.iter().map(String::as_str)) {
                Some(near) => format!("give the file `{near}` that name"),
                None => "start from a copy: brief template export one-page DIR".to_owned(),
            }),
        });
    }
    Ok(template)
}

/// Whether a file of that name in a template's folder belongs to the template.
fn is_part(name: &str) -> bool {
    name.ends_with(EXTENSION) || name == STYLE_FILE || language_of(name).is_some()
}

/// The name that a file was probably meant to have, which has the name of no part of a template.
fn misnamed(name: &str) -> Option<String> {
    // What editors leave.
    if is_part(name) || name.starts_with(['.', '#']) || name.ends_with('~') {
        return None;
    }
    let plain = name.to_ascii_lowercase();
    if let Some(known) = [MAIN_FILE, STYLE_FILE].into_iter().find(|known| is_slip(&plain, known)) {
        return Some(known.to_owned());
    }
    if let Some(stem) = name.strip_suffix(".hbs") {
        return Some(format!("{stem}{EXTENSION}"));
    }
    let tag = plain.strip_prefix("language")?.strip_suffix(LANGUAGE_FILE.1)?;
    let tag = tag.trim_start_matches(['_', '.', ' ']);
    (!tag.is_empty()).then(|| format!("{}{tag}{}", LANGUAGE_FILE.0, LANGUAGE_FILE.1))
}

/// The BCP 47 tag in the name of a language file.
fn language_of(name: &str) -> Option<&str> {
    name.strip_prefix(LANGUAGE_FILE.0)?.strip_suffix(LANGUAGE_FILE.1)
}

impl Template {
    fn new(name: &str) -> Self {
        let (files, languages) = (Vec::new(), Vec::new());
        Self { name: name.to_owned(), files, style: None, shared_style: None, languages }
    }

    fn take(&mut self, sources: &mut Sources, folder: &str, name: &str, text: String) {
        if !is_part(name) {
            return;
        }
        let file = sources.add(format!("{folder}/{name}"), text);
        if name == STYLE_FILE {
            self.style = Some(file);
        } else if let Some(tag) = language_of(name) {
            self.languages.push((tag.to_owned(), file));
        } else {
            self.files.push(TemplateFile { name: name.to_owned(), file });
        }
    }

    /// Where a character is in the template's files.
    #[must_use]
    pub fn find(&self, c: char, sources: &Sources) -> Option<Span> {
        self.files.iter().find_map(|file| {
            let at = sources.file(file.file).text.find(c)?;
            Some(Span::new(file.file, at..at + c.len_utf8()))
        })
    }
}

impl Error {
    /// As a diagnostic without a place.
    #[must_use]
    pub fn diagnostic(self) -> Diagnostic {
        let diagnostic = Diagnostic::new(Code::TEMPLATE_ERROR, self.message);
        match self.help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    }
}
