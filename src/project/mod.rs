//! The project: what applies to all of its briefs, in the file `briefing.toml` in or above their folder, and the
//! records that they share.

mod files;
mod severities;
mod shared;

pub use files::{FileKind, FoundFiles, PRIVATE, files, folders, is_brief, kind_by_text, walk};
pub use severities::{Severities, SeverityLevel};
pub use shared::{Shared, SharedFile, check_alone};

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use crate::check::mention::{Mention, mentions};
use crate::check::{SettingsErrors, check_settings};
use crate::diagnostic::{self, Code, Diagnostic, Diagnostics, render};
use crate::error::Error;
use crate::handling::{OWN_SIDE, Schemes};
use crate::model::Id;
use crate::parse::{self, TomlTable, TomlValue, ValueKind};
use crate::schema;
use crate::source::{Sources, Span};
use crate::world::{self, FileError, World, read_file};

/// The name of the project file.
pub const FILE: &str = "briefing.toml";

/// How large a project file may be, in bytes.
const LARGEST: u64 = 256 * 1024;

/// A project: the settings that apply to all of its briefs. The default is that of a brief without a project.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Project {
    /// The folder of the project file, as paths in messages begin; `None` for a brief without a project.
    pub folder: Option<PathBuf>,
    /// The folders of briefs: `[project] briefs`, or the project's own folder.
    pub briefs: Vec<PathBuf>,
    /// The folder for outputs: `[render] output`.
    pub output: Option<PathBuf>,
    /// The templates as the file names them: `[render] template` or `templates`. A folder is named from the project's.
    /// Without any: the built-in one that is the default.
    pub templates: Vec<String>,
    /// The formats by their names: `[render] to`.
    pub to: Option<Vec<String>>,
    /// The style file that all templates have in common: `[render] style`.
    pub style: Option<PathBuf>,
    /// The folder with the project's fonts: `[render] fonts`.
    pub fonts: Option<PathBuf>,
    /// The Word file whose look Word files have: `[word] reference`.
    pub reference: Option<PathBuf>,
    /// Whether Markdown files begin with front matter: `[render] front_matter`.
    pub front_matter: bool,
    /// The severities: `[check]`.
    pub severities: Severities,
    /// The handling marks: `[handling]`, and the built-in ones.
    pub schemes: Schemes,
    /// The shared records: `[project] shared`.
    pub shared: Option<Arc<Shared>>,
}

/// The project file that a brief belongs to: the nearest one in or above its folder.
#[must_use]
pub fn find(brief: &Path, world: &dyn World) -> Option<PathBuf> {
    let folder = world.absolute(brief).ok()?;
    folder.ancestors().skip(1).map(|folder| folder.join(FILE)).find(|file| world.kind(file).is_ok())
}

/// Reads a project file, and the shared records that it names. `path` is shown in messages, and the text of the file
/// is added to `sources`.
///
/// ```
/// use briefing::source::Sources;
/// use briefing::world::Memory;
///
/// let world = Memory::default();
/// world.put("water/briefing.toml", "[check]\nwarnings = \"deny\"\n");
/// let project = briefing::project::read("water/briefing.toml".as_ref(), &world, &mut Sources::default())?;
/// assert_eq!(project.folder.as_deref(), Some("water".as_ref()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// The errors in the file, or one without a place when it cannot be read. Errors in shared records are not among
/// them: [`Shared`] has those.
pub fn read(path: &Path, world: &dyn World, sources: &mut Sources) -> Result<Project, Diagnostics> {
    let name = path.display().to_string();
    // Of what it leads to, lines would be printed: a stranger's project must not choose the file.
    if matches!(world.kind(path), Ok(world::PathKind::Link))
        && leads_out(path.parent().unwrap_or(Path::new("")), path, world)
    {
        let message = format!("cannot read {name}: it is a link that leads out of its folder");
        let diagnostic = Diagnostic::new(Code::BAD_PROJECT, message).help("replace the link with a copy of the file");
        return Err(Diagnostics(vec![diagnostic]));
    }
    let text = text(path, LARGEST, Code::BAD_PROJECT, world).map_err(|diagnostic| vec![*diagnostic])?;
    let file = sources.add(name, text);
    let (document, mut diagnostics) = parse::parse(sources, file);
    for diagnostic in &mut diagnostics {
        diagnostic.code = Code::BAD_PROJECT;
    }
    let folder = path.parent().unwrap_or(Path::new("")).to_path_buf();
    let errors = check_settings(&document, sources, schema::PROJECT, "a project file", Code::BAD_PROJECT);
    diagnostics.extend(errors.diagnostics.iter().cloned());
    let mut reader = ProjectReader { folder: &folder, world, errors: &errors, diagnostics };
    let mut project = Project::default();
    for (table, known) in document.root().entries.iter().filter_map(|(name, entry)| {
        Some((entry.value.as_table()?, schema::PROJECT.iter().find(|table| table.path == name)?))
    }) {
        if known.path == "check" {
            reader.levels(table, &mut project.severities);
        } else {
            reader.fields(table, known, &mut project);
        }
    }
    project.schemes = reader.schemes(&document);
    let mut diagnostics = reader.diagnostics;
    diagnostic::sort(&mut diagnostics);
    if project.briefs.is_empty() {
        project.briefs.push(folder.clone());
    }
    if let Some(place) = document.span("project.shared")
        && let Some(shared) = document.value("project.shared").and_then(TomlValue::as_text)
        && diagnostics.is_empty()
    {
        match Shared::read(&joined(&folder, shared), world, &project.schemes) {
            Ok(shared) => project.shared = Some(Arc::new(shared)),
            Err(FileError { path, error }) => diagnostics.push(
                Diagnostic::new(Code::BAD_PROJECT, format!("cannot read {}: {error}", path.display()))
                    .at(place)
                    .help("name a folder beside the project file with the files of parties and sources"),
            ),
        }
    }
    project.folder = Some(folder);
    if diagnostics.is_empty() { Ok(project) } else { Err(Diagnostics(diagnostics)) }
}

/// The folder of shared records that the text of a project file names, from the folder of that file and with `/`
/// between its parts; `None` when it names none, or one outside its own folder.
#[must_use]
pub fn shared_folder(text: &str) -> Option<String> {
    let mut sources = Sources::default();
    let file = sources.add(FILE, text);
    let (document, _) = parse::parse(&sources, file);
    let named = document.value("project.shared").and_then(TomlValue::as_text)?;
    let parts: Option<Vec<&str>> = Path::new(named)
        .components()
        .filter(|part| *part != Component::CurDir)
        .map(|part| if let Component::Normal(name) = part { name.to_str() } else { None })
        .collect();
    Some(parts?.join("/"))
}

/// Reads a text; a diagnostic without a place says why it cannot be read.
fn text(path: &Path, limit: u64, code: Code, world: &dyn World) -> Result<String, Box<Diagnostic>> {
    let diagnostic = |reason: &str| Diagnostic::new(code, format!("cannot read {}: {reason}", path.display()));
    let bytes = read_file(path, limit, world).map_err(|error| diagnostic(&error.to_string()))?;
    String::from_utf8(bytes).map_err(|_| diagnostic("it is not UTF-8 text").help("save it again as UTF-8").into())
}

/// Whether a link on the way to a path in a folder, or at its end, leads out of that folder.
#[must_use]
pub fn leads_out(folder: &Path, path: &Path, world: &dyn World) -> bool {
    let target = |path: &Path| world.target(if path.as_os_str().is_empty() { Path::new(".") } else { path }).ok();
    // What is not there yet will be made where its last folder is that is there.
    let there = path.ancestors().find_map(target);
    there.zip(target(folder)).is_some_and(|(there, folder)| !there.starts_with(folder))
}

/// A path from a folder; `.` is the folder itself.
fn joined(folder: &Path, path: &str) -> PathBuf {
    let path: PathBuf = Path::new(path).components().filter(|part| *part != Component::CurDir).collect();
    if path.as_os_str().is_empty() { folder.to_path_buf() } else { folder.join(path) }
}

impl Project {
    /// The project that a brief belongs to: that of the next `briefing.toml` in its folder or above; one without
    /// settings when there is none.
    ///
    /// # Errors
    /// When the project file has errors; the error's help is their report.
    pub fn of(brief: &Path, world: &dyn World) -> Result<Self, Error> {
        let Some(file) = find(brief, world) else { return Ok(Self::default()) };
        let mut sources = Sources::default();
        read(&file, world, &mut sources).map_err(|errors| {
            let report = render::human(&errors.0, &sources, false);
            Error::new(format!("{} has {}", file.display(), render::summary(&errors.0))).help(report)
        })
    }

    /// Adds the records that a brief takes with `[use]` to its document. Returns the errors in that table.
    ///
    /// `document` must be that of the only file of `sources`; the shared files are taken in after it.
    pub fn add_shared(&self, document: &mut parse::TomlDocument, sources: &mut Sources) -> Vec<Diagnostic> {
        let Some(TomlValue { kind: ValueKind::List(files), .. }) = document.value("use.files") else {
            return Vec::new();
        };
        if let Some(shared) = &self.shared {
            return shared.add_shared(&files.clone(), &self.severities, document, sources);
        }
        let Some(place) = document.key_span("use.files") else { return Vec::new() };
        let (message, help) = match &self.folder {
            Some(folder) => (
                "the brief uses shared records, and the project names no folder of them",
                format!("add `shared = \"shared\"` under [project] in {}", folder.join(FILE).display()),
            ),
            None => (
                "the brief uses shared records, and there is no project file beside or above it",
                format!("write a file {FILE} with [project] and the line `shared = \"shared\"`"),
            ),
        };
        vec![Diagnostic::new(Code::UNKNOWN_SHARED_FILE, message).at(place).help(help)]
    }

    /// Says of what a brief names and does not have, which shared file that it does not use has it.
    pub fn say_where(&self, document: &parse::TomlDocument, diagnostics: &mut [Diagnostic], sources: &Sources) {
        let Some(shared) = &self.shared else { return };
        let mut diagnostics =
            diagnostics.iter_mut().filter(|diagnostic| diagnostic.code == Code::UNKNOWN_REFERENCE).peekable();
        if diagnostics.peek().is_none() {
            return;
        }
        let used: Vec<_> = self.used(document).into_iter().map(|file| &file.path).collect();
        let mentions = mentions(document, sources);
        for diagnostic in diagnostics {
            let Some(label) = &diagnostic.primary else { continue };
            let here = mentions.iter().filter(|it| it.span == label.span && Id::new(&it.id).is_ok());
            let mut help = here.filter_map(|Mention { target, id, .. }| {
                let path = format!("{}.{id}", target.table());
                let (name, _) = shared.all().find(|(_, file)| !used.contains(&&file.path) && file.has(&path))?;
                Some(format!("`{id}` is in the shared file `{name}`: name that under [use]"))
            });
            if let Some(help) = help.next() {
                diagnostic.help = Some(help);
                diagnostic.fix = None;
            }
        }
    }

    /// The files of shared records that a brief takes with `[use]`, and that are there.
    #[must_use]
    pub fn used(&self, document: &parse::TomlDocument) -> Vec<&SharedFile> {
        let Some(TomlValue { kind: ValueKind::List(files), .. }) = document.value("use.files") else {
            return Vec::new();
        };
        let names = files.iter().filter_map(TomlValue::as_text);
        names.filter_map(|name| self.shared.as_ref()?.file(name)).collect()
    }
}

struct ProjectReader<'a> {
    folder: &'a Path,
    world: &'a dyn World,
    errors: &'a SettingsErrors,
    diagnostics: Vec<Diagnostic>,
}

impl ProjectReader<'_> {
    fn diagnostic(&mut self, message: impl Into<String>, place: Span, help: impl Into<String>) {
        self.diagnostics.push(Diagnostic::new(Code::BAD_PROJECT, message).at(place).help(help));
    }

    /// Takes over the fields of a table that have no error.
    fn fields(&mut self, table: &TomlTable, known: &'static schema::TableSchema, project: &mut Project) {
        for (name, entry) in &table.entries {
            let place = entry.value.span;
            if let ("render", "front_matter", ValueKind::Boolean(wanted)) =
                (known.path, name.as_str(), &entry.value.kind)
            {
                project.front_matter = *wanted;
                continue;
            }
            let items = match &entry.value.kind {
                _ if self.errors.is_wrong(&format!("{}.{name}", known.path)) => continue,
                ValueKind::List(items) => items.as_slice(),
                _ => std::slice::from_ref(&entry.value),
            };
            let texts: Vec<&str> = items.iter().filter_map(TomlValue::as_text).collect();
            let Some(first) = texts.first().map(|first| (*first).to_owned()) else {
                self.diagnostic(format!("`{name}` is empty"), place, "name at least one, or delete the line");
                continue;
            };
            match (known.path, name.as_str()) {
                ("project", "briefs") => {
                    project.briefs.extend(texts.iter().filter_map(|text| self.inside(name, text, place)));
                }
                // Read when all else is known to be right.
                ("project", "shared") => _ = self.inside(name, &first, place),
                ("render", "output") => project.output = self.inside(name, &first, place),
                ("render", "template") if project.templates.is_empty() => project.templates = vec![first],
                ("render", "templates") => project.templates = texts.into_iter().map(str::to_owned).collect(),
                ("render", "to") => project.to = Some(texts.into_iter().map(str::to_owned).collect()),
                // Its lines are printed where it has errors.
                ("render", "style") => project.style = self.inside(name, &first, place),
                ("render", "fonts") => project.fonts = Some(joined(self.folder, &first)),
                ("word", "reference") => project.reference = Some(joined(self.folder, &first)),
                _ => {}
            }
        }
    }

    /// A folder that must lie in the project's: what is cloned from elsewhere must not read or write outside it.
    fn inside(&mut self, field: &str, text: &str, place: Span) -> Option<PathBuf> {
        let plain = Path::new(text).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        let path = joined(self.folder, text);
        if plain && !leads_out(self.folder, &path, self.world) {
            return Some(path);
        }
        self.diagnostic(
            format!("`{field}` leads out of the folder of the project file"),
            place,
            if field == "style" {
                "name a file in it, as in \"style.toml\"; the option --style may name any other"
            } else {
                "name a folder in it, as in \"out\" or \"north/briefs\"; an option of the command may name any other"
            },
        );
        None
    }

    /// The handling marks.
    fn schemes(&mut self, document: &parse::TomlDocument) -> Schemes {
        let names = |path: &str| match document.value(path) {
            Some(TomlValue { kind: ValueKind::List(items), .. }) => {
                items.iter().filter_map(|it| Some((it.as_text()?, it.span))).collect()
            }
            _ => Vec::new(),
        };
        let (levels, caveats) = (names("handling.levels"), names("handling.caveats"));
        let mut known: Vec<&str> = vec![OWN_SIDE];
        for (name, place) in levels.iter().chain(&caveats) {
            if name.contains("//") || name.trim() != *name || name.is_empty() {
                let help = "write a name without `//` and without spaces at its ends";
                self.diagnostic(format!("`{name}` cannot be the name of a level or a caveat"), *place, help);
            } else if known.contains(name) {
                self.diagnostic(format!("`{name}` has a meaning already"), *place, "give it another name");
            }
            known.push(name);
        }
        if levels.is_empty() {
            if let (Some((_, place)), true) = (caveats.first(), self.diagnostics.is_empty()) {
                self.diagnostic("the caveats have no levels", *place, "add `levels`, the most open first");
            }
            return Schemes::default();
        }
        let owned = |names: Vec<(&str, Span)>| names.into_iter().map(|(name, _)| name.to_owned()).collect();
        Schemes::of_project(owned(levels), owned(caveats))
    }

    fn levels(&mut self, table: &TomlTable, severities: &mut Severities) {
        for (name, entry) in &table.entries {
            // Of a code that does not exist, that it does not is said whatever its level.
            let level = entry.value.as_text().and_then(SeverityLevel::of).unwrap_or(SeverityLevel::Deny);
            if let Err(refused) = severities.set(name, level) {
                let mut diagnostic = Diagnostic::new(Code::BAD_PROJECT, refused.message).at(entry.key);
                diagnostic.help = refused.help;
                self.diagnostics.push(diagnostic);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check;
    use crate::diagnostic::{Severity, code::ExampleKind};
    use crate::world::Memory;

    fn of(text: &str) -> Result<Project, String> {
        let world = Memory::default();
        world.put("/p/briefing.toml", text);
        let mut sources = Sources::default();
        read("/p/briefing.toml".as_ref(), &world, &mut sources)
            .map_err(|diagnostics| render::short(&diagnostics.0, &sources))
    }

    #[test]
    fn every_error_in_a_project_file_is_reported_at_its_place() {
        let diagnostics =
            of("[chek]\n[check]\nuncited-sources = \"deny\"\nsyntax-error = \"allow\"\nmixed-script = \"off\"\n")
                .unwrap_err();
        assert_eq!(
            diagnostics,
            "/p/briefing.toml:1:2: error[bad-project]: `chek` is not a table of a project file\n\
             /p/briefing.toml:3:1: error[bad-project]: no diagnostic is called `uncited-sources`\n\
             /p/briefing.toml:4:1: error[bad-project]: `syntax-error` is always an error: nothing can be made of a brief with this diagnostic\n\
             /p/briefing.toml:5:16: error[bad-project]: `mixed-script` cannot be \"off\"\n"
        );
        assert!(of("[check\n").is_err());
        assert_eq!(of("[render]\nto = []\n").unwrap_err(), "/p/briefing.toml:2:6: error[bad-project]: `to` is empty\n");
        assert_eq!(of("").unwrap().briefs, [PathBuf::from("/p")]);
        assert_eq!(of("[render]\nfonts = \"type\"\n").unwrap().fonts, Some("/p/type".into()));
        assert_eq!(
            of("[render]\nfonts = 1\nfont = \"type\"\n").unwrap_err(),
            "/p/briefing.toml:2:9: error[bad-project]: `fonts` takes a text, but this is a number\n\
             /p/briefing.toml:3:1: error[bad-project]: `font` is not a field of [render]\n"
        );
    }

    #[test]
    fn the_examples_are_what_they_say() {
        for code in check::codes() {
            let Some(example) = code.entry().example.filter(|example| example.piece == ExampleKind::Project) else {
                continue;
            };
            assert!(of(example.wrong).is_err() && of(example.right).is_ok());
        }
    }

    #[test]
    fn a_project_sets_its_severities_and_a_code_wins_over_all_warnings() {
        let severities =
            of("[check]\nmixed-script = \"allow\"\nwarnings = \"deny\"\noutcome-after-cut-off = \"warn\"\n").unwrap();
        let severities = severities.severities;
        let report = |name: &str| {
            let mut all = vec![Diagnostic::new(check::code(name).unwrap(), "m")];
            severities.apply(&mut all);
            all.first().map(|diagnostic| diagnostic.severity)
        };
        assert_eq!(report("mixed-script"), None);
        assert_eq!(report("uncited-source"), Some(Severity::Error));
        assert_eq!(report("outcome-after-cut-off"), Some(Severity::Warning));
        assert_eq!(report("syntax-error"), Some(Severity::Error));
    }

    #[test]
    fn a_folder_gives_its_toml_files_and_only_briefs_are_briefs() {
        let world = Memory::default();
        for path in [
            "b/z.toml",
            "b/a.toml",
            "b/in/c.brief.toml",
            "b/.git/x.toml",
            "b/target/x.toml",
            "b/n.md",
            "b/briefing.toml",
        ] {
            world.put(path, "");
        }
        let found = files("b".as_ref(), &world).unwrap();
        assert_eq!(found, ["b/a.toml", "b/in/c.brief.toml", "b/z.toml"].map(PathBuf::from));
        for (name, text, is) in [
            ("Cargo.toml", "[package]\nname = \"brief\"\n", false),
            ("a.toml", "# note\n[brief]\n", true),
            ("a.toml", "[[positions.a.b]]", true),
            ("a.toml", "brief = { title = \"T\" }", true),
            ("a.toml", "brief . title = \"T\"", true),
            ("a.toml", "briefs = { }\nbrief = \"T\"\n[dependencies]\nbrief = { version = \"1\" }", false),
            ("a.brief.toml", "", true),
            ("a.toml", "", false),
        ] {
            assert_eq!(is_brief(name.as_ref(), text), is, "{name} {text}");
        }
    }

    #[test]
    fn a_file_is_a_brief_or_shared_records_by_what_it_has() {
        let party = "[parties.a]\nname = \"A\"\n";
        for (name, text, kind) in [
            ("a.toml", format!("schema = 1\n{party}"), FileKind::Shared),
            (
                "a.toml",
                format!("\u{feff}schema = 1\n# [brief]\n\n{party}[sources.b]\ntitle = \"\"\"\n[issues.x]\n\"\"\"\n"),
                FileKind::Shared,
            ),
            ("a.toml", "schema = 1\nsources.a.publisher = \"A\"\n".to_owned(), FileKind::Shared),
            ("a.toml", format!("schema = 1\n{party}[issues.b]\n"), FileKind::Brief),
            ("a.toml", format!("schema = 1\n{party}[use]\nfiles = []\n"), FileKind::Brief),
            ("a.toml", format!("schema = 1\n{party}[brief"), FileKind::Brief),
            ("a.brief.toml", format!("schema = 1\n{party}"), FileKind::Brief),
            // Without `schema`, the table may be that of another program.
            ("a.toml", party.to_owned(), FileKind::Brief),
            ("a.toml", "[sources.a]\nurl = \"\"\n".to_owned(), FileKind::Other),
            ("a.toml", "schema = 1\n".to_owned(), FileKind::Other),
            ("Cargo.toml", "[package]\n".to_owned(), FileKind::Other),
        ] {
            assert_eq!(kind_by_text(name.as_ref(), &text), kind, "{name} {text}");
        }
    }

    #[test]
    fn the_nearest_project_file_above_a_brief_counts() {
        let world = Memory::default();
        world.put("/p/briefing.toml", "");
        world.put("/p/a/b/x.toml", "");
        world.put("/p/a/briefing.toml", "");
        assert_eq!(find("/p/a/b/x.toml".as_ref(), &world), Some("/p/a/briefing.toml".into()));
        assert_eq!(find("/p/x.toml".as_ref(), &world), Some("/p/briefing.toml".into()));
        assert_eq!(find("/q/x.toml".as_ref(), &world), None);
    }
}
