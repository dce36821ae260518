//! Hashes of everything that the outputs of a brief are made from.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::plan::Task;
use crate::check;
use crate::diagnostic::has_errors;
use crate::digest::{Digest, Hasher};
use crate::error::Error;
use crate::parse::{self, TomlValue, ValueKind};
use crate::pipeline::{self, Input};
use crate::source::Sources;
use crate::world::World;

/// The identifier of this build of the program; see `build/`.
const BUILD: &str = env!("BRIEFING_BUILD");

/// What briefs with the same template, fonts and reference share. It is read once.
#[derive(Clone, Default)]
pub(super) struct SharedKeys {
    common: Arc<Mutex<HashMap<BatchEquipment, Arc<Common>>>>,
}

/// What briefs are rendered with: the template, the shared style, the font folders and the reference for Word files.
type BatchEquipment = (String, Option<PathBuf>, Vec<PathBuf>, Option<PathBuf>);

struct Common {
    digest: Digest,
    /// The files of the template, of its shared style and of the fonts, and the reference.
    paths: Vec<PathBuf>,
}

/// The hashes of everything that one brief is made from.
pub struct BriefKey {
    /// The hash of all files (the brief, the shared files that it uses, the template, the fonts), of the severities and
    /// of the build.
    pub(super) files: Digest,
    common: Arc<Common>,
    /// Whether it uses shared records.
    shared: bool,
}

impl SharedKeys {
    /// Computes the key of a brief.
    pub(super) fn of(&self, task: &Task, input: &Input, world: &dyn World) -> Result<BriefKey, Error> {
        let common = self.common(task, world)?;
        let mut hasher = start(task, &common, input);
        let names = used(&input.text);
        for name in names.iter().flatten() {
            hasher.part(name.as_bytes());
            let file = task.project.shared.as_ref().and_then(|shared| shared.file(name));
            hasher.part(file.map_or(&[][..], |file| file.source.text.as_bytes()));
            // An error in this file may be caused by another file of the folder.
            hasher
                .part(&[u8::from(file.is_some_and(|file| has_errors(&file.diagnostics(&task.project.severities).0)))]);
        }
        Ok(BriefKey { files: hasher.end(), common, shared: names.is_some() })
    }

    fn common(&self, task: &Task, world: &dyn World) -> Result<Arc<Common>, Error> {
        let mut known = self.common.lock().unwrap_or_else(PoisonError::into_inner);
        // Only the Word format uses the reference.
        let reference = task.job().reference.filter(|_| task.job().docx).map(Path::to_path_buf);
        let name = (task.template.clone(), task.style.clone(), task.fonts.clone(), reference);
        if let Some(common) = known.get(&name) {
            return Ok(Arc::clone(common));
        }
        let materials = pipeline::input_files(task.job(), world)?;
        let mut hasher = Hasher::default();
        hasher.part(BUILD.as_bytes()).part(task.template.as_bytes());
        for material in &materials {
            hasher.part(material.path.to_string_lossy().as_bytes()).part(&material.bytes);
        }
        let paths = materials.into_iter().map(|material| material.path).collect();
        let common = Arc::new(Common { digest: hasher.end(), paths });
        known.insert(name, Arc::clone(&common));
        Ok(common)
    }
}

fn start(task: &Task, common: &Common, input: &Input) -> Hasher {
    let mut hasher = Hasher::default();
    hasher.part(common.digest.bytes()).part(format!("{:?}", task.project.severities).as_bytes());
    hasher
        .part(
            format!(
                "{:?} {:?} {} {} {}",
                task.pages, task.choice, task.review, task.own_side, task.project.front_matter
            )
            .as_bytes(),
        )
        .part(input.text.as_bytes());
    if let Some(private) = &input.private {
        hasher.part(b"private").part(private.text.as_bytes());
    }
    if let Some(pictures) = &input.pictures {
        pictures.hash(&mut hasher);
    }
    hasher
}

impl BriefKey {
    /// Whether the brief uses shared records.
    pub(super) fn has_shared(&self) -> bool {
        self.shared
    }

    /// The hash of the content that the page uses: for shared files, only of the records that the brief names.
    pub(super) fn content(&self, task: &Task, input: &Input) -> Digest {
        // With a private file, all files are hashed, since the records that it names are not looked up. The only cost
        // is that the brief is sometimes rendered without need.
        if !self.shared || input.private.is_some() {
            return self.files;
        }
        let mut hasher = start(task, &self.common, input);
        let mut sources = Sources::default();
        let file = sources.add(input.name.as_str(), input.text.as_str());
        let (mut document, _) = parse::parse(&sources, file);
        let diagnostics = task.project.add_shared(&mut document, &mut sources);
        if !diagnostics.is_empty() {
            // A brief with errors is never up to date.
            hasher.part(b"with errors").part(self.files.bytes());
        }
        let named = check::with_what_is_named(&document, &sources);
        for (table, entry) in &named.root().entries {
            for (id, entry) in entry.value.as_table().into_iter().flat_map(|table| &table.entries) {
                if entry.key.file != file {
                    hasher.part(table.as_bytes()).part(id.as_bytes());
                    take(&entry.value, &mut hasher);
                }
            }
        }
        hasher.end()
    }

    /// The files that the outputs of a brief depend on, the brief first. `pictures` are those that it prints.
    pub(super) fn depends(&self, task: &Task, input: &Input, pictures: Vec<PathBuf>) -> Vec<PathBuf> {
        let mut all = vec![PathBuf::from(&task.name)];
        for name in used(&input.text).iter().flatten() {
            let file = task.project.shared.as_ref().and_then(|shared| shared.file(name));
            all.extend(file.map(|file| file.path.clone()));
        }
        all.extend(pictures);
        all.extend(task.project.folder.as_ref().map(|folder| folder.join(crate::project::FILE)));
        all.extend(self.common.paths.iter().cloned());
        all
    }
}

/// Adds a value to a hash, without its position.
fn take(value: &TomlValue, hasher: &mut Hasher) {
    match &value.kind {
        ValueKind::Text(text) => _ = hasher.part(b"t").part(text.as_bytes()),
        ValueKind::Integer(number) => _ = hasher.part(format!("i{number:?}").as_bytes()),
        ValueKind::Boolean(yes) => _ = hasher.part(if *yes { b"yes" } else { b"no" }),
        ValueKind::Date(date) => _ = hasher.part(&date.to_julian_day().to_le_bytes()),
        ValueKind::Float | ValueKind::Time | ValueKind::Unread => _ = hasher.part(b"?"),
        ValueKind::List(items) => {
            hasher.part(b"[");
            items.iter().for_each(|item| take(item, hasher));
            hasher.part(b"]");
        }
        ValueKind::Table(table) => {
            hasher.part(b"{");
            for (name, entry) in &table.entries {
                hasher.part(name.as_bytes());
                take(&entry.value, hasher);
            }
            hasher.part(b"}");
        }
    }
}

/// The names of the shared files that a brief uses; `None` when it has no table `[use]`.
///
/// In nearly every brief the table has the usual form, so the rest of the file need not be parsed.
fn used(text: &str) -> Option<Vec<String>> {
    let begins = |line: &str| {
        let name = line.trim_start_matches(['[', ' ', '\t', '"', '\'', '\u{feff}']);
        name.strip_prefix("use").is_some_and(|rest| rest.trim_start().starts_with(['.', '=', ']', '"', '\'']))
    };
    let lines = text.split_inclusive('\n').scan(0, |at, line| Some((std::mem::replace(at, *at + line.len()), line)));
    let mut places = lines.filter(|(_, line)| begins(line));
    let (at, line) = places.next()?;
    let usual = places.next().is_none() && line.trim_end() == "[use]";
    let part = &text[at..];
    let part = &part[..part.find("\n[").map_or(part.len(), |end| end + 1)];
    // The text that was found may be inside a string. If it is not valid by itself, the whole file is parsed.
    usual.then(|| files(part, true)).flatten().or_else(|| files(text, false))
}

/// The names in the table `[use]` of a text; `None` when there is none. With `only_valid`, also `None` when the parser
/// reports errors.
fn files(text: &str, only_valid: bool) -> Option<Vec<String>> {
    let mut sources = Sources::default();
    let file = sources.add("", text);
    let (document, diagnostics) = parse::parse(&sources, file);
    document.root().get("use").filter(|_| diagnostics.is_empty() || !only_valid)?;
    let files = match document.value("use.files") {
        Some(TomlValue { kind: ValueKind::List(files), .. }) => files.as_slice(),
        _ => &[],
    };
    Some(files.iter().filter_map(TomlValue::as_text).map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_that_a_brief_uses_are_found_however_it_says_them() {
        let files = Some(vec!["a.toml".to_owned(), "b.toml".to_owned()]);
        for text in [
            "[use]\nfiles = [\"a.toml\", \"b.toml\"]\n[parties.x]\nname = \"n\"\n",
            "schema = 1\n\n[use]\nfiles = [\n  \"a.toml\",\n  \"b.toml\",\n]",
            "use = { files = [\"a.toml\", \"b.toml\"] }\n[brief]\n",
            "use.files = [\"a.toml\", 'b.toml']\n[brief]\n",
            "[ use ]\nfiles = [\"a.toml\", \"b.toml\"]\n",
            "[\"use\"]\nfiles = [\"a.toml\", \"b.toml\"]\n",
        ] {
            assert_eq!(used(text), files, "{text}");
        }
        let within = "[brief]\ntitle = \"\"\"\n[use]\n\"\"\"\n[\"use\"]\nfiles = [\"a.toml\", \"b.toml\"]\n";
        assert_eq!(used(within), files);
        for text in ["", "[brief]\ntitle = \"The use\"\n", "user = 1\n", "text = \"\"\"\n[use]\n\"\"\"\n"] {
            assert_eq!(used(text), None, "{text}");
        }
        assert_eq!(used("[use]\n"), Some(Vec::new()));
    }
}
