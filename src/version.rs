//! Shared records as they were in a version that git keeps.
//!
//! An edition is compared with the parties and sources that its readers saw: those that its project shared at the time.

use std::path::PathBuf;

use crate::error::Error;
use crate::git::Git;
use crate::parse::{self, TomlDocument, TomlValue, ValueKind};
use crate::project::{self, Shared};
use crate::source::Sources;

/// A brief in a version, for [`shared`].
#[derive(Debug, Clone)]
pub struct VersionedBrief {
    /// The version, by a name that git understands.
    pub revision: String,
    /// The path of the brief from the top of the repository, with `/` between its parts.
    pub path: String,
    /// The names of the shared files that it uses: [`used`].
    pub files: Vec<String>,
}

/// The largest project file and the largest file of shared records that are read, in bytes.
const LARGEST: u64 = 8 << 20;

/// The names of the shared files that the text of a brief uses; none when it has no table `[use]`.
#[must_use]
pub fn used_by_text(text: &str) -> Vec<String> {
    // Most briefs need no parser to know that they use none.
    if !text.contains("use") {
        return Vec::new();
    }
    let mut sources = Sources::default();
    let file = sources.add("version", text);
    used(&parse::parse(&sources, file).0)
}

/// The names of the shared files that a brief uses; none when it has no table `[use]`.
#[must_use]
pub fn used(document: &TomlDocument) -> Vec<String> {
    let Some(TomlValue { kind: ValueKind::List(files), .. }) = document.value("use.files") else { return Vec::new() };
    files.iter().filter_map(TomlValue::as_text).map(str::to_owned).collect()
}

/// The shared files of several briefs, each as of its version: those that the brief uses and that were there. `None`
/// for a brief whose project shared no records then. However many briefs there are, git is started twice.
///
/// # Errors
/// [`Error`] when git cannot be started, or when a file is too large.
pub fn shared(git: &Git, briefs: &[VersionedBrief]) -> Result<Vec<Option<Shared>>, Error> {
    // The nearest project file in or above the folder of each brief decides.
    let mut names = Vec::new();
    for brief in briefs {
        names.extend(folders(&brief.path).map(|folder| format!("{}:{folder}{}", brief.revision, project::FILE)));
    }
    let mut found = git.read(&names, LARGEST)?.into_iter();
    let mut places: Vec<Option<String>> = Vec::new();
    for brief in briefs {
        let mut place = None;
        for folder in folders(&brief.path) {
            let text = found.next().flatten();
            if let (None, Some(text)) = (&place, text) {
                let shared = project::shared_folder(&String::from_utf8_lossy(&text));
                place = Some(shared.map(|shared| format!("{folder}{shared}")));
            }
        }
        places.push(place.flatten());
    }
    let mut names = Vec::new();
    let mut wanted = Vec::new();
    for (at, (brief, place)) in briefs.iter().zip(&places).enumerate() {
        let Some(place) = place else { continue };
        for file in brief.files.iter().filter(|file| !file.contains(char::is_control)) {
            names.push(format!("{}:{place}/{file}", brief.revision));
            wanted.push((at, file.clone()));
        }
    }
    let mut texts: Vec<Vec<(String, String)>> = vec![Vec::new(); briefs.len()];
    for ((at, file), bytes) in wanted.into_iter().zip(git.read(&names, LARGEST)?) {
        if let Some(bytes) = bytes {
            texts[at].push((file, String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
    let each = places.into_iter().zip(texts);
    Ok(each.map(|(place, texts)| Some(Shared::of_version(PathBuf::from(place?), texts))).collect())
}

/// The folders of a path, the nearest first, each with `/` at its end; the top of the repository is empty.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    let ends = path.rmatch_indices('/').map(|(at, _)| &path[..=at]);
    ends.chain(std::iter::once(""))
}

#[cfg(test)]
mod tests {
    use super::folders;

    #[test]
    fn the_folders_of_a_path_lead_to_the_top() {
        assert_eq!(folders("a/b/c.toml").collect::<Vec<_>>(), ["a/b/", "a/", ""]);
        assert_eq!(folders("c.toml").collect::<Vec<_>>(), [""]);
    }
}
