//! Shared records: parties and sources that are kept once and used by many briefs.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::files::files;
use super::severities::Severities;
use crate::check::{self, mention::mentions};
use crate::diagnostic::{Code, Diagnostic, Severity, has_errors, nearest};
use crate::handling::Schemes;
use crate::parse::{self, TomlDocument, TomlValue};
use crate::source::{FileId, SourceFile, Sources, Span};
use crate::world::{FileError, World};

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
    document: TomlDocument,
}

/// The tables that a file of shared records has.
const TABLES: [&str; 2] = ["parties", "sources"];

/// A record by the index of its table in [`TABLES`] and its id.
type RecordKey = (usize, String);

/// Where each record is and what it names, so that a file is checked with what it names and not with all others.
struct KnownRecords {
    /// The first file that has a record, and the place of the record in its table.
    places: HashMap<RecordKey, (usize, usize)>,
    /// What each record names.
    names: HashMap<RecordKey, Vec<RecordKey>>,
    /// What the records of each file name.
    names_of_file: Vec<Vec<RecordKey>>,
}

impl KnownRecords {
    fn new(all: &[(String, SharedFile)], sources: &Sources) -> Self {
        let table = |name: &str| TABLES.iter().position(|known| *known == name);
        let mut known = Self { places: HashMap::new(), names: HashMap::new(), names_of_file: Vec::new() };
        for (at, (_, file)) in all.iter().enumerate() {
            for (table, name) in TABLES.iter().enumerate() {
                let records = file.document.root().get(name).and_then(TomlValue::as_table);
                for (place, id) in records.iter().flat_map(|records| records.entries.keys()).enumerate() {
                    known.places.entry((table, id.clone())).or_insert((at, place));
                }
            }
            let mut names = Vec::new();
            for mention in mentions(&file.document, sources) {
                let mut steps = mention.path.split('.');
                let by = steps.next().and_then(table).zip(steps.next());
                let Some((by, to)) = by.zip(table(mention.target.table())) else { continue };
                let (by, to) = ((by.0, by.1.to_owned()), (to, mention.id));
                if known.places.get(&by).is_some_and(|(first, _)| *first == at) {
                    known.names.entry(by).or_default().push(to.clone());
                }
                names.push(to);
            }
            known.names_of_file.push(names);
        }
        known
    }

    /// Adds to the document of a file the records of the others that it names, itself or through another of these.
    fn add_named(&self, at: usize, all: &[(String, SharedFile)], document: &mut TomlDocument) {
        let own = &all[at].1.document;
        let mut open: Vec<&RecordKey> = self.names_of_file[at].iter().collect();
        let mut seen: HashSet<&RecordKey> = open.iter().copied().collect();
        // By file, table and place, which is the order in which whole files would be added.
        let mut named: BTreeMap<(usize, usize), BTreeMap<usize, &str>> = BTreeMap::new();
        while let Some(key) = open.pop() {
            let is_own = own.root().get(TABLES[key.0]).and_then(TomlValue::as_table);
            if is_own.is_some_and(|records| records.entries.contains_key(&key.1)) {
                continue;
            }
            let Some((file, place)) = self.places.get(key) else { continue };
            named.entry((*file, key.0)).or_default().insert(*place, &key.1);
            open.extend(self.names.get(key).into_iter().flatten().filter(|next| seen.insert(next)));
        }
        for ((file, table), records) in named {
            let ids: Vec<&str> = records.into_values().collect();
            document.add_shared_records(&all[file].1.document, TABLES[table], &ids);
        }
    }
}

impl SharedFile {
    /// The file as a tree; its places are those of [`Shared::sources`].
    #[must_use]
    pub fn document(&self) -> &TomlDocument {
        &self.document
    }

    /// Whether it has something at a path.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.document.value(path).is_some()
    }

    /// What is wrong with it with the severities of the project, sorted by place, and the warnings that it suppresses.
    #[must_use]
    pub fn diagnostics(&self, severities: &Severities) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
        let mut diagnostics = self.diagnostics.clone();
        let is_complete = self.document.is_whole() && !has_errors(&diagnostics);
        let is_warning = |code| severities.is_warning(code);
        let (_, mut suppressed) =
            check::suppress(&self.document, &self.source.text, is_warning, is_complete, &mut diagnostics);
        severities.apply(&mut diagnostics);
        suppressed.retain(|it| !severities.allows(it));
        (diagnostics, suppressed)
    }
}

/// Checks a file of shared records that no project names. What it names may be in another file, so it is not looked
/// for. Returns the warnings that it suppresses, too.
#[must_use]
pub fn check_alone(name: &str, text: &str, severities: &Severities, schemes: &Schemes) -> (Vec<Diagnostic>, Sources) {
    let mut sources = Sources::default();
    let source = Arc::new(SourceFile::new(name.to_owned(), text.to_owned()));
    let file = sources.share(Arc::clone(&source));
    let (document, mut diagnostics) = parse::parse(&sources, file);
    diagnostics.extend(check::check_shared(&document, &sources, schemes));
    diagnostics.retain(|diagnostic| diagnostic.code != Code::UNKNOWN_REFERENCE);
    let file = SharedFile { path: PathBuf::from(name), source, diagnostics, document };
    let (mut diagnostics, suppressed) = file.diagnostics(severities);
    diagnostics.extend(suppressed);
    crate::diagnostic::sort(&mut diagnostics);
    (diagnostics, sources)
}

impl Shared {
    /// Reads all files of a folder and checks them. A file that cannot be read is one with a diagnostic.
    ///
    /// # Errors
    /// [`FileError`] for a folder that cannot be read.
    pub fn read(folder: &Path, world: &dyn World, schemes: &Schemes) -> Result<Self, FileError> {
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
        let known = KnownRecords::new(&all, &sources);
        for at in 0..all.len() {
            let mut joined = all[at].1.document.clone();
            known.add_named(at, &all, &mut joined);
            let mut found = check::check_shared(&joined, &sources, schemes);
            // What the file names is nowhere: all records are at hand to suggest the one that was meant.
            if found.iter().any(|diagnostic| diagnostic.code == Code::UNKNOWN_REFERENCE) && !damaged {
                for (_, other) in all.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, it)| it) {
                    for table in TABLES {
                        joined.add_shared(&other.document, table);
                    }
                }
                found = check::check_shared(&joined, &sources, schemes);
            }
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

    /// The same folder with other texts for some of its files, by their places in the sources of a brief; the other
    /// files are left out.
    #[must_use]
    pub fn with_texts(&self, mut texts: Vec<(FileId, String)>) -> Self {
        let mut taken = Vec::new();
        for (at, name) in self.files.keys().enumerate() {
            // The brief is the first file.
            if let Some(found) = texts.iter().position(|(file, _)| *file == FileId::after(at + 1)) {
                taken.push((name.clone(), texts.swap_remove(found).1));
            }
        }
        Self::of_version(self.folder.clone(), taken)
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

    /// The file at a path, however that is written.
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

    /// Adds the parties and sources of some files to a brief. Returns the errors in the names of the files.
    pub(super) fn add_shared(
        &self,
        names: &[TomlValue],
        severities: &Severities,
        document: &mut TomlDocument,
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
            let (found, _) = file.diagnostics(severities);
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
            for table in TABLES {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::growth::is_linear;
    use crate::world::Memory;

    /// A file with one source, which may relay that of another file.
    fn source(id: usize, relayed: Option<usize>) -> String {
        let via = relayed.map_or_else(String::new, |other| format!("relays = \"s{other}\"\n"));
        format!("schema = 1\n\n[sources.s{id}]\npublisher = \"P\"\ndate = 2024-05-13\nkind = \"official\"\n{via}")
    }

    #[test]
    fn many_files_are_read_in_linear_time() {
        assert!(is_linear(100, |files| {
            let world = Memory::default();
            for at in 0..files {
                world.put(format!("shared/{at:04}.toml"), source(at, (at % 2 == 1).then(|| at - 1)));
            }
            let shared = Shared::read("shared".as_ref(), &world, &Schemes::default()).unwrap();
            let diagnostics: Vec<_> = shared.all().flat_map(|(_, file)| &file.diagnostics).collect();
            assert!(diagnostics.is_empty(), "{diagnostics:?}");
        }));
    }

    #[test]
    fn what_a_file_names_is_found_in_the_others_directly_or_not() {
        let world = Memory::default();
        let put = |name: &str, text: String| world.put(format!("shared/{name}.toml"), text);
        put("a", source(1, Some(2)));
        put("b", source(2, Some(3)));
        put("c", source(3, None));
        let codes = |world: &Memory| -> Vec<(String, &'static str, Option<String>)> {
            let shared = Shared::read("shared".as_ref(), world, &Schemes::default()).unwrap();
            let of = |(name, file): (&str, &SharedFile)| -> Vec<_> {
                let of = file.diagnostics.iter();
                of.map(|it| (name.to_owned(), it.code.name(), it.help.clone())).collect()
            };
            shared.all().flat_map(of).collect()
        };
        assert_eq!(codes(&world), []);
        // A loop over three files is seen from each of them.
        put("c", source(3, Some(1)));
        let found = codes(&world);
        assert!(!found.is_empty() && found.iter().all(|(_, code, _)| *code == "relay-loop"), "{found:?}");
        // A misspelt id: all files are searched for the one that was meant.
        put("c", source(3, None));
        put("d", source(4, None).replace("s4", "ministry"));
        put("e", source(5, None) + "relays = \"minstry\"\n");
        let found = codes(&world);
        assert!(
            matches!(&found[..], [(name, "unknown-reference", Some(help))] if name == "e.toml" && help.contains("ministry")),
            "{found:?}"
        );
    }
}
