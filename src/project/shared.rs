//! Shared records: parties and sources that are kept once and used by many briefs.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::files::files;
use super::severities::Severities;
use crate::check;
use crate::diagnostic::{Code, Diagnostic, Severity, nearest};
use crate::parse::{self, Document, Value};
use crate::source::{SourceFile, Sources, Span};
use crate::world::World;

/// How large a file of shared records may be, in bytes.
const LARGEST: u64 = 8 * 1024 * 1024;

/// The files of a project's folder of shared records.
///
/// In all sources the brief that uses them is the first file and they follow in the order of their names, so that they
/// are read once for all briefs.
#[derive(Debug, Clone)]
pub struct Shared {
    folder: PathBuf,
    /// By name in the folder, with `/` between its parts.
    files: BTreeMap<String, SharedFile>,
    /// Their names by their paths from the root.
    places: BTreeMap<PathBuf, String>,
    sources: Sources,
}

/// One file of shared records.
#[derive(Debug, Clone)]
pub struct SharedFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its name and text.
    pub source: Arc<SourceFile>,
    diagnostics: Vec<Diagnostic>,
    document: Document,
}

impl SharedFile {
    /// Whether it has something at a path.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.document.value(path).is_some()
    }

    /// What is wrong with it with the severities of the project, sorted by place.
    #[must_use]
    pub fn diagnostics(&self, severities: &Severities) -> Vec<Diagnostic> {
        let mut diagnostics = self.diagnostics.clone();
        severities.apply(&mut diagnostics);
        diagnostics
    }
}

impl Shared {
    /// Reads all files of a folder and checks them. A file that cannot be read is one with a diagnostic.
    ///
    /// # Errors
    /// The folder that cannot be read.
    pub fn read(folder: &Path, world: &dyn World) -> Result<Self, (PathBuf, io::Error)> {
        // The place of the brief.
        let mut sources = Sources::default();
        sources.add("", "");
        let named = |path: PathBuf| {
            let name = path.strip_prefix(folder).unwrap_or(&path);
            let parts: Vec<_> = name.components().map(|part| part.as_os_str().to_string_lossy()).collect();
            (parts.join("/"), path)
        };
        // In the order of their names, which is that of `add_shared`; paths are sorted part by part.
        let mut paths: Vec<(String, PathBuf)> = files(folder, world)?.into_iter().map(named).collect();
        paths.sort();
        let mut all = Vec::new();
        for (name, path) in paths {
            let (text, unread) = match super::text(&path, LARGEST, Code::FAULTY_SHARED_FILE, world) {
                Ok(text) => (text, None),
                Err(diagnostic) => (String::new(), Some(diagnostic)),
            };
            let source = Arc::new(SourceFile::new(path.display().to_string(), text));
            let file = sources.share(Arc::clone(&source));
            let (document, mut diagnostics) = parse::parse(&sources, file);
            diagnostics.extend(unread.map(|diagnostic| diagnostic.at(Span { file, start: 0, end: 0 })));
            all.push((name, SharedFile { path, source, diagnostics, document }));
        }
        let damaged = all.iter().any(|(_, file)| !file.diagnostics.is_empty());
        for at in 0..all.len() {
            let mut joined = all[at].1.document.clone();
            for (_, other) in all.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, it)| it) {
                joined.add_shared(&other.document, "parties");
                joined.add_shared(&other.document, "sources");
            }
            let mut found = check::check_shared(&joined, &sources);
            // What a damaged file lacks, another may name.
            if damaged {
                found.retain(|diagnostic| diagnostic.code != Code::UNKNOWN_REFERENCE);
            }
            all[at].1.diagnostics.extend(found);
            crate::diagnostic::sort(&mut all[at].1.diagnostics);
        }
        let place = |(name, file): &(String, SharedFile)| Some((world.absolute(&file.path).ok()?, name.clone()));
        let places = all.iter().filter_map(place).collect();
        Ok(Self { folder: folder.to_path_buf(), files: all.into_iter().collect(), places, sources })
    }

    /// The files of an earlier version by name and text. Only what the parser finds is wrong with them: they were
    /// checked when they were current.
    #[must_use]
    pub fn of_version(folder: PathBuf, texts: Vec<(String, String)>) -> Self {
        let mut sources = Sources::default();
        // The place of the brief.
        sources.add("", "");
        let mut files = BTreeMap::new();
        for (name, text) in texts.into_iter().collect::<BTreeMap<_, _>>() {
            let path = folder.join(&name);
            let source = Arc::new(SourceFile::new(path.display().to_string(), text));
            let file = sources.share(Arc::clone(&source));
            let (document, diagnostics) = parse::parse(&sources, file);
            files.insert(name, SharedFile { path, source, diagnostics, document });
        }
        Self { folder, files, places: BTreeMap::new(), sources }
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The file of a name.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<&SharedFile> {
        self.files.get(name)
    }

    /// The file that stands at a path, however that is written.
    #[must_use]
    pub fn at(&self, path: &Path, world: &dyn World) -> Option<&SharedFile> {
        self.file(self.places.get(&world.absolute(path).ok()?)?)
    }

    /// All files with their names in the folder, sorted by these.
    pub fn all(&self) -> impl Iterator<Item = (&str, &SharedFile)> {
        self.files.iter().map(|(name, file)| (name.as_str(), file))
    }

    /// What the places of the diagnostics are in.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Adds the parties and sources of some files to a brief. Gives the errors in the names of the files.
    pub(super) fn add_shared(
        &self,
        names: &[Value],
        severities: &Severities,
        document: &mut Document,
        sources: &mut Sources,
    ) -> Vec<Diagnostic> {
        for file in self.files.values() {
            sources.share(Arc::clone(&file.source));
        }
        let mut diagnostics = Vec::new();
        for (at, value) in names.iter().enumerate() {
            let Some(name) = value.as_text() else { continue };
            if let Some(first) = names[..at].iter().find(|other| other.as_text() == Some(name)) {
                let diagnostic = Diagnostic::new(Code::DUPLICATE_RECORD, format!("the brief uses `{name}` twice"));
                diagnostics
                    .push(diagnostic.at(value.span).related(first.span, "here first").help("delete one of them"));
                continue;
            }
            let Some(file) = self.files.get(name) else {
                let mut diagnostic = Diagnostic::new(
                    Code::UNKNOWN_SHARED_FILE,
                    format!("the project has no file of shared records `{name}`"),
                )
                .at(value.span);
                let known = self.files.keys().map(String::as_str);
                diagnostic = match nearest(name, known.clone()) {
                    Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                    None if self.files.is_empty() => diagnostic.help("put it into the folder that briefing.toml names"),
                    None => diagnostic.help(format!("the files are {}", known.take(8).collect::<Vec<_>>().join(", "))),
                };
                diagnostics.push(diagnostic);
                continue;
            };
            let found = file.diagnostics(severities);
            if let Some(first) = found.iter().find(|diagnostic| diagnostic.severity == Severity::Error) {
                let mut diagnostic = Diagnostic::new(
                    Code::FAULTY_SHARED_FILE,
                    format!("the file of shared records `{name}` has errors"),
                )
                .at(value.span)
                .help(format!("brief check {}", file.source.name));
                if let Some(label) = &first.primary {
                    diagnostic = diagnostic.related(label.span, first.message.clone());
                }
                diagnostics.push(diagnostic);
                continue;
            }
            for table in ["parties", "sources"] {
                for (id, here, there) in document.add_shared(&file.document, table) {
                    let noun = if table == "parties" { "party" } else { "source" };
                    // The brief's own place first: that is the file that is being written.
                    let own = if here.file == document.file() { (here, there) } else { (there, here) };
                    let mut diagnostic = Diagnostic::new(
                        Code::DUPLICATE_RECORD,
                        if here.file == document.file() {
                            format!("the {noun} `{id}` is in the brief and in `{name}`")
                        } else {
                            format!("the {noun} `{id}` is in two files that the brief uses")
                        },
                    );
                    diagnostic = if own.0.file == document.file() {
                        diagnostic.at(own.0).help("delete one of them, or give yours another id")
                    } else {
                        diagnostic.at(value.span).related(own.0, "here").help("delete one of them")
                    };
                    diagnostics.push(diagnostic.related(own.1, "and here"));
                }
            }
        }
        diagnostics
    }
}
