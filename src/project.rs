//! The project file `briefing.toml`, beside or above the briefs: what a house sets for all of them.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use crate::check;
use crate::diagnostic::{Code, Diagnostic, Severity, nearest};
use crate::parse::{self, Kind, Table};
use crate::source::{Sources, Span};
use crate::world::{self, World};

/// The name of the project file.
pub const FILE: &str = "briefing.toml";

/// How large a project file may be, in bytes.
const LARGEST: u64 = 256 * 1024;

/// What is to become of a diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// It is an error.
    Deny,
    /// It is a warning.
    Warn,
    /// It is not told.
    Allow,
}

/// What a house sets for all of its briefs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Project {
    /// What becomes of diagnostics: `[check]`.
    pub severities: Severities,
    /// The folder of the house's fonts: `[render] fonts`.
    pub fonts: Option<PathBuf>,
}

/// The severities of a house. What is set last wins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Severities {
    codes: BTreeMap<Code, Level>,
    warnings: Option<Level>,
}

/// Why a severity cannot be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// What is wrong, one sentence.
    pub message: String,
    /// The likely mend.
    pub help: Option<String>,
}

impl Level {
    /// Every level with its word.
    const WORDS: [(&'static str, Self); 3] = [("deny", Self::Deny), ("warn", Self::Warn), ("allow", Self::Allow)];
}

impl Severities {
    /// Sets what is to become of a code; `warnings` stands for whatever else is a warning.
    ///
    /// # Errors
    /// [`Refused`] when there is no such code, or when a brief with that fault could not be read.
    pub fn set(&mut self, name: &str, level: Level) -> Result<(), Refused> {
        if name == "warnings" {
            self.warnings = Some(level);
            return Ok(());
        }
        let Some(code) = check::code(name) else {
            let near = nearest(name, check::codes().map(Code::name).chain(["warnings"]));
            return Err(Refused {
                message: format!("no diagnostic is called `{name}`"),
                help: Some(
                    near.map_or("`brief explain` lists them".to_owned(), |near| format!("did you mean `{near}`?")),
                ),
            });
        };
        if !code.entry().adjustable && level != Level::Deny {
            return Err(Refused {
                message: format!("`{name}` is always an error: nothing can be made of a brief with this fault"),
                help: Some("mend the brief".to_owned()),
            });
        }
        self.codes.insert(code, level);
        Ok(())
    }

    /// Gives each diagnostic the severity of the house, and takes out those that are not to be told.
    pub fn apply(&self, diagnostics: &mut Vec<Diagnostic>) {
        diagnostics.retain_mut(|diagnostic| {
            let own = if diagnostic.severity == Severity::Warning { self.warnings } else { None };
            match self.codes.get(&diagnostic.code).copied().or(own) {
                Some(Level::Deny) => diagnostic.severity = Severity::Error,
                Some(Level::Warn) => diagnostic.severity = Severity::Warning,
                Some(Level::Allow) => return false,
                None => {}
            }
            true
        });
    }
}

/// The project file that a brief belongs to: the nearest one beside or above it.
#[must_use]
pub fn find(brief: &Path, world: &dyn World) -> Option<PathBuf> {
    let folder = world.absolute(brief).ok()?;
    folder.ancestors().skip(1).map(|folder| folder.join(FILE)).find(|file| world.kind(file).is_ok())
}

/// Every TOML file in a folder and the folders in it, sorted by path. Hidden folders, links, `target`, `node_modules`
/// and project files are passed over.
///
/// # Errors
/// The folder that cannot be read, and the error of the file system.
pub fn files(folder: &Path, world: &dyn World) -> Result<Vec<PathBuf>, (PathBuf, io::Error)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for name in world.list(&folder).map_err(|error| (folder.clone(), error))? {
            if name.starts_with('.') || ["target", "node_modules", FILE].contains(&name.as_str()) {
                continue;
            }
            // `.` would stand before every name in the messages.
            let path = if folder == Path::new(".") { PathBuf::from(&name) } else { folder.join(&name) };
            match world.kind(&path) {
                Ok(world::Kind::Folder) => folders.push(path),
                Ok(world::Kind::File) if path.extension().is_some_and(|extension| extension == "toml") => {
                    found.push(path);
                }
                _ => {}
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Whether a file that was found in a folder is meant to be a brief: by its name, `NAME.brief.toml`, or because it has
/// the header of a table that only briefs have.
#[must_use]
pub fn is_brief(path: &Path, text: &str) -> bool {
    let named = path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(".brief.toml"));
    let header = |line: &str| {
        let name = line.trim_start().strip_prefix('[').map(|rest| rest.trim_start_matches(['[', ' ']));
        name.is_some_and(|name| {
            ["brief]", "brief ", "parties.", "issues.", "positions.", "outcome]"]
                .iter()
                .any(|known| name.starts_with(known))
        })
    };
    named || text.lines().any(header)
}

/// Reads a project file. `Err` has every fault of it, with places in `sources`.
///
/// # Errors
/// The faults of the file, or one without a place when it cannot be read.
pub fn read(path: &Path, name: &str, world: &dyn World, sources: &mut Sources) -> Result<Project, Vec<Diagnostic>> {
    let text = world.read(path, LARGEST).map_err(|error| error.to_string());
    let text = text.and_then(|bytes| String::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_owned()));
    let text =
        text.map_err(|reason| vec![Diagnostic::new(Code::BAD_PROJECT, format!("cannot read {name}: {reason}"))])?;
    let file = sources.add(name, text);
    let (document, mut faults) = parse::parse(sources, file);
    for fault in &mut faults {
        fault.code = Code::BAD_PROJECT;
    }
    let mut project = Project::default();
    for (name, entry) in &document.root().entries {
        match entry.value.as_table() {
            Some(table) if name == "check" => levels(table, &mut project.severities, &mut faults),
            Some(table) if name == "render" => project.fonts = fonts(table, path, &mut faults),
            _ => faults.push(unknown(
                &format!("`{name}` is no table of a project file"),
                entry.key,
                "its tables are [check] and [render]",
            )),
        }
    }
    if faults.is_empty() { Ok(project) } else { Err(faults) }
}

/// The folder of fonts, which stands beside the project file.
fn fonts(table: &Table, path: &Path, faults: &mut Vec<Diagnostic>) -> Option<PathBuf> {
    let mut found = None;
    for (name, entry) in &table.entries {
        match (name.as_str(), entry.value.as_text()) {
            ("fonts", Some(folder)) => found = Some(path.with_file_name(folder)),
            ("fonts", None) => {
                faults.push(unknown("`fonts` takes a folder", entry.value.span, "write it in quotation marks"));
            }
            _ => faults.push(unknown(&format!("`{name}` is no field of [render]"), entry.key, "its field is `fonts`")),
        }
    }
    found
}

fn unknown(message: &str, place: Span, help: &str) -> Diagnostic {
    Diagnostic::new(Code::BAD_PROJECT, message).at(place).help(help)
}

fn levels(table: &Table, severities: &mut Severities, faults: &mut Vec<Diagnostic>) {
    for (name, entry) in &table.entries {
        let level = match &entry.value.kind {
            Kind::Text(word) => Level::WORDS.iter().find(|(known, _)| known == word).map(|(_, level)| *level),
            Kind::Unread => continue,
            _ => None,
        };
        let Some(level) = level else {
            faults.push(unknown(
                &format!("`{name}` takes a level"),
                entry.value.span,
                "write \"deny\" for an error, \"warn\" for a warning, or \"allow\" not to be told",
            ));
            continue;
        };
        if let Err(refused) = severities.set(name, level) {
            let mut fault = Diagnostic::new(Code::BAD_PROJECT, refused.message).at(entry.key);
            fault.help = refused.help;
            faults.push(fault);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{code::Piece, render};
    use crate::world::Memory;

    fn of(text: &str) -> Result<Project, String> {
        let world = Memory::default();
        world.put("/p/briefing.toml", text);
        let mut sources = Sources::default();
        read("/p/briefing.toml".as_ref(), FILE, &world, &mut sources).map_err(|faults| render::short(&faults, &sources))
    }

    #[test]
    fn every_fault_of_a_project_file_is_told_at_its_place() {
        let faults =
            of("[chek]\n[check]\nuncited-sources = \"deny\"\nsyntax-error = \"allow\"\nmixed-script = \"off\"\n")
                .unwrap_err();
        assert_eq!(
            faults,
            "briefing.toml:1:2: error[bad-project]: `chek` is no table of a project file\n\
             briefing.toml:3:1: error[bad-project]: no diagnostic is called `uncited-sources`\n\
             briefing.toml:4:1: error[bad-project]: `syntax-error` is always an error: nothing can be made of a brief with this fault\n\
             briefing.toml:5:16: error[bad-project]: `mixed-script` takes a level\n"
        );
        assert!(of("[check\n").is_err());
        assert_eq!(of(""), Ok(Project::default()));
        assert_eq!(of("[render]\nfonts = \"type\"\n").unwrap().fonts, Some("/p/type".into()));
        assert_eq!(
            of("[render]\nfonts = 1\nfont = \"type\"\n").unwrap_err(),
            "briefing.toml:2:9: error[bad-project]: `fonts` takes a folder\n\
             briefing.toml:3:1: error[bad-project]: `font` is no field of [render]\n"
        );
    }

    #[test]
    fn the_examples_are_what_they_say() {
        for code in check::codes() {
            let Some(example) = code.entry().example.filter(|example| example.piece == Piece::Project) else {
                continue;
            };
            assert!(of(example.wrong).is_err() && of(example.right).is_ok());
        }
    }

    #[test]
    fn a_house_sets_its_severities_and_a_code_wins_over_all_warnings() {
        let severities =
            of("[check]\nmixed-script = \"allow\"\nwarnings = \"deny\"\noutcome-after-cut-off = \"warn\"\n").unwrap();
        let severities = severities.severities;
        let told = |name: &str| {
            let mut all = vec![Diagnostic::new(check::code(name).unwrap(), "m")];
            severities.apply(&mut all);
            all.first().map(|diagnostic| diagnostic.severity)
        };
        assert_eq!(told("mixed-script"), None);
        assert_eq!(told("uncited-source"), Some(Severity::Error));
        assert_eq!(told("outcome-after-cut-off"), Some(Severity::Warning));
        assert_eq!(told("syntax-error"), Some(Severity::Error));
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
            ("a.brief.toml", "", true),
            ("a.toml", "", false),
        ] {
            assert_eq!(is_brief(name.as_ref(), text), is, "{name} {text}");
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
