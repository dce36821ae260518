//! The drivers with which git compares and merges briefs: settings in its config, and attributes that assign them to
//! files.

use std::path::{Path, PathBuf};

use super::Git;
use crate::error::Error;
use crate::world::{LockedFile, PathKind, ReplaceError, World};

/// The scope in which drivers are installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// One repository.
    Repository,
    /// All repositories of the user.
    User,
}

impl Scope {
    fn option(self) -> &'static str {
        match self {
            Self::Repository => "--local",
            Self::User => "--global",
        }
    }
}

/// A finding of `doctor`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Whether this is in order.
    pub good: bool,
    /// What was found, as one sentence.
    pub message: String,
    /// The suggested fix.
    pub help: Option<String>,
}

/// The lines before and after ours in an attributes file.
const BEGIN: &str = "# brief: begin (brief git uninstall takes these lines out)";
const END: &str = "# brief: end";

/// The pattern for briefs in any folder.
const PATTERN: &str = "*.brief.toml";

/// The settings, by key. If the program is missing, each command falls back to what git does by itself. So when the
/// program is moved or removed, no diff fails, and no side of a merge is lost.
const SETTINGS: [(&str, &str); 4] = [
    ("diff.brief.textconv", "f() { brief git textconv -- \"$1\" 2>/dev/null || cat -- \"$1\"; }; f"),
    ("diff.brief.xfuncname", "^\\[.*\\]$"),
    ("merge.brief.name", "briefs by record and field"),
    (
        "merge.brief.driver",
        "f() { brief merge --marker-size \"$4\" --path \"$5\" --labels \"$6\" \"$7\" \"$8\" -o \"$2\" -- \"$1\" \"$2\" \"$3\"; s=$?; test $s -lt 2 || { git merge-file --marker-size=\"$4\" -L ours -L base -L theirs \"$2\" \"$1\" \"$3\"; s=$?; }; return $s; }; f %O %A %B %L %P %S %X %Y",
    ),
];

/// The setting that makes `git diff` show changes in meaning.
const EXTERNAL: (&str, &str) = (
    "diff.brief.command",
    "f() { command -v brief >/dev/null && brief git external-diff -- \"$@\" || git diff --no-index --no-ext-diff -- \"$2\" \"$5\" || true; }; f",
);

fn settings(external: bool) -> impl Iterator<Item = (&'static str, &'static str)> {
    SETTINGS.into_iter().chain(external.then_some(EXTERNAL))
}

fn config(git: &Git, scope: Scope, key: &str) -> Option<String> {
    let value = git.run(["config", scope.option(), "--get", key]).ok()?;
    Some(String::from_utf8_lossy(&value).trim_end_matches('\n').to_owned())
}

fn line(git: &Git, arguments: &[&str]) -> Result<String, Error> {
    let text = git.run(arguments)?;
    Ok(String::from_utf8_lossy(&text).trim_end_matches('\n').to_owned())
}

/// The attributes file that assigns the drivers to files.
fn attributes_file(git: &Git, scope: Scope, world: &dyn World) -> Result<PathBuf, Error> {
    if scope == Scope::User {
        let set = git.run(["config", "--global", "--type=path", "--get", "core.attributesFile"]);
        if let Ok(set) = set {
            return Ok(PathBuf::from(String::from_utf8_lossy(&set).trim_end_matches('\n')));
        }
        let home = |name: &str| world.variable(name).filter(|it| !it.is_empty()).map(PathBuf::from);
        let folder = home("XDG_CONFIG_HOME").or_else(|| home("HOME").map(|home| home.join(".config")));
        return folder.map(|folder| folder.join("git").join("attributes")).ok_or_else(|| {
            Error::new("neither XDG_CONFIG_HOME nor HOME is set, so there is no place for the attributes file")
        });
    }
    if is_bare(git)? {
        let path = line(git, &["rev-parse", "--git-path", "info/attributes"])?;
        return Ok(git.folder.join(path));
    }
    let path = PathBuf::from(line(git, &["rev-parse", "--show-toplevel"])?).join(".gitattributes");
    // A repository from elsewhere must not make the program write outside of it. git does not follow such a link
    // either.
    if world.kind(&path).is_ok_and(|kind| kind == PathKind::Link) {
        return Err(Error::new(format!("{} is a link, which git does not follow", path.display())));
    }
    Ok(path)
}

fn is_bare(git: &Git) -> Result<bool, Error> {
    Ok(line(git, &["rev-parse", "--is-bare-repository"])? == "true")
}

/// The paths of the TOML files in the repository, relative to its root.
fn kept(git: &Git) -> Result<Vec<String>, Error> {
    let names = if is_bare(git)? {
        // A bare repository without commits has no files.
        git.run(["ls-tree", "-r", "-z", "--name-only", "HEAD"]).unwrap_or_default()
    } else {
        let top = line(git, &["rev-parse", "--show-toplevel"])?;
        Git::at(Path::new(&top)).run(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])?
    };
    let mut names: Vec<String> =
        names.split(|byte| *byte == 0).map(|name| String::from_utf8_lossy(name).into_owned()).collect();
    names.retain(|name| Path::new(name).extension().is_some_and(|it| it == "toml"));
    names.sort();
    names.dedup();
    Ok(names)
}

/// Divides the TOML files into briefs and others.
fn briefs(
    git: &Git,
    world: &dyn World,
    is_brief: &dyn Fn(&str, &str) -> bool,
) -> Result<(Vec<String>, Vec<String>), Error> {
    let names = kept(git)?;
    let texts: Vec<Option<Vec<u8>>> = if is_bare(git)? {
        git.read(&names.iter().map(|name| format!("HEAD:{name}")).collect::<Vec<_>>(), 8 << 20)?
    } else {
        let top = PathBuf::from(line(git, &["rev-parse", "--show-toplevel"])?);
        names.iter().map(|name| world.read(&top.join(name), 8 << 20).ok()).collect()
    };
    let (mut briefs, mut others) = (Vec::new(), Vec::new());
    for (name, text) in names.into_iter().zip(texts) {
        let text = String::from_utf8_lossy(&text.unwrap_or_default()).into_owned();
        if is_brief(&name, &text) { briefs.push(name) } else { others.push(name) }
    }
    Ok((briefs, others))
}

/// The patterns for the briefs. If all TOML files of a folder are briefs, the folder has one pattern; otherwise each
/// brief has one.
fn patterns(briefs: &[String], others: &[String]) -> Vec<String> {
    let folder = |name: &str| name.rsplit_once('/').map_or_else(String::new, |(folder, _)| format!("{folder}/"));
    let mut patterns = vec![PATTERN.to_owned()];
    for brief in briefs.iter().filter(|name| !name.ends_with(".brief.toml")) {
        let at = folder(brief);
        let shared = others.iter().any(|other| folder(other) == at);
        let pattern = if shared { quoted(brief, "") } else { quoted(&at, "*.toml") };
        if !patterns.contains(&pattern) {
            patterns.push(pattern);
        }
    }
    patterns
}

/// A gitattributes pattern that only matches one path. Special characters are escaped with a backslash; if there is a
/// space, a quote or a backslash, the pattern is quoted.
fn quoted(path: &str, end: &str) -> String {
    let mut pattern = String::from("/");
    for c in path.chars() {
        if matches!(c, '*' | '?' | '[' | ']' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push_str(end);
    if !pattern.contains([' ', '"', '\\', '\t', '\n']) {
        return pattern;
    }
    let escaped = pattern.replace('\\', "\\\\").replace('"', "\\\"").replace('\t', "\\t").replace('\n', "\\n");
    format!("\"{escaped}\"")
}

/// The text of an attributes file without our lines.
fn without(text: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches(['\n', '\r']);
        if bare == BEGIN {
            inside = true;
        } else if bare == END && inside {
            inside = false;
        } else if !inside {
            out.push_str(line);
        }
    }
    out
}

fn read(path: &Path, world: &dyn World) -> Result<Option<String>, Error> {
    match world.read(path, 8 << 20) {
        Ok(bytes) => String::from_utf8(bytes)
            .map(Some)
            .map_err(|_| Error::new(format!("{} is not UTF-8 text and was left unchanged", path.display()))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::new(format!("cannot read {}: {error}", path.display()))),
    }
}

/// Writes an attributes file whose text was `before`. If that is empty, the file may not exist yet.
fn write(path: &Path, before: &str, text: &str, world: &dyn World) -> Result<(), Error> {
    let written = match LockedFile::open(path, 8 << 20, world) {
        Ok(file) if file.bytes() == before.as_bytes() => file.replace(text.as_bytes()),
        Ok(_) => Err(ReplaceError::Changed),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && before.is_empty() => {
            world.create(path, text.as_bytes()).map_err(ReplaceError::Io)
        }
        Err(error) => Err(ReplaceError::Io(error)),
    };
    written.map_err(|error| Error::new(format!("cannot write {}: {error}", path.display())))
}

/// Installs the drivers; running it again changes nothing. `is_brief` decides by name and text whether a TOML file is a
/// brief. With `external`, `git diff` shows changes in meaning. Returns what was done, one sentence each.
///
/// # Errors
/// [`Error`] when git is not installed, when the folder is in no repository, when another driver has the same name, or
/// when a file cannot be written.
pub fn install(
    folder: &Path,
    scope: Scope,
    external: bool,
    world: &dyn World,
    is_brief: &dyn Fn(&str, &str) -> bool,
) -> Result<Vec<String>, Error> {
    let git = Git::at(folder);
    let path = attributes_file(&git, scope, world)?;
    let text = read(&path, world)?.unwrap_or_default();
    let patterns = match scope {
        Scope::User => vec![PATTERN.to_owned()],
        Scope::Repository => {
            let (briefs, others) = briefs(&git, world, is_brief)?;
            patterns(&briefs, &others)
        }
    };
    let mut done = Vec::new();
    for (key, value) in settings(external) {
        match config(&git, scope, key) {
            Some(found) if found == value => {}
            Some(found) if !is_ours(key, &found) => {
                return Err(Error::new(format!("{key} is set to something else: {found}"))
                    .help(format!("git config {} --unset {key}, if nobody needs it", scope.option())));
            }
            _ => {
                git.run(["config", scope.option(), key, value])?;
                done.push(format!("set {key}"));
            }
        }
    }
    if !external && config(&git, scope, EXTERNAL.0).is_some_and(|found| is_ours(EXTERNAL.0, &found)) {
        git.run(["config", scope.option(), "--unset", EXTERNAL.0])?;
        done.push(format!("removed {}", EXTERNAL.0));
    }
    let mut new = without(&text);
    if !new.is_empty() && !new.ends_with('\n') {
        new.push('\n');
    }
    let lines: String = patterns.iter().map(|it| format!("{it} diff=brief merge=brief\n")).collect();
    new.push_str(&format!("{BEGIN}\n{lines}{END}\n"));
    if new != text {
        write(&path, &text, &new, world)?;
        done.push(format!("wrote {}: {}", path.display(), patterns.join(" ")));
    }
    Ok(done)
}

/// Whether a value was set by this version of the program or an earlier one.
fn is_ours(key: &str, value: &str) -> bool {
    match key {
        "diff.brief.xfuncname" | "merge.brief.name" => settings(true).any(|(it, ours)| it == key && ours == value),
        _ => value.contains("brief git ") || value.contains("brief merge "),
    }
}

/// Removes what [`install`] added, and nothing else. Returns what was done, one sentence each.
///
/// # Errors
/// The same as for [`install`].
pub fn uninstall(folder: &Path, scope: Scope, world: &dyn World) -> Result<Vec<String>, Error> {
    let git = Git::at(folder);
    let path = attributes_file(&git, scope, world)?;
    let mut done = Vec::new();
    for (key, _) in settings(true) {
        if config(&git, scope, key).is_some_and(|found| is_ours(key, &found)) {
            git.run(["config", scope.option(), "--unset", key])?;
            done.push(format!("removed {key}"));
        }
    }
    for section in ["diff.brief", "merge.brief"] {
        let pattern = format!("^{}\\.", section.replace('.', "\\."));
        if git.run(["config", scope.option(), "--get-regexp", &pattern]).is_err() {
            // Removes the header of the empty section; git fails when there is none.
            let _ = git.run(["config", scope.option(), "--remove-section", section]);
        }
    }
    if let Some(text) = read(&path, world)? {
        let new = without(&text);
        if new != text {
            if new.is_empty() {
                world
                    .remove(&path)
                    .map_err(|error| Error::new(format!("cannot remove {}: {error}", path.display())))?;
            } else {
                write(&path, &text, &new, world)?;
            }
            done.push(format!("removed our lines from {}", path.display()));
        }
    }
    Ok(done)
}

/// Checks the settings of git, and whether the drivers can work.
///
/// # Errors
/// [`Error`] when git is not installed, or when the folder is in no repository.
pub fn doctor(folder: &Path, world: &dyn World, is_brief: &dyn Fn(&str, &str) -> bool) -> Result<Vec<Finding>, Error> {
    let git = Git::at(folder);
    let mut findings = Vec::new();
    let mut find = |good: bool, message: String, help: Option<&str>| {
        let help = help.filter(|_| !good).map(str::to_owned);
        findings.push(Finding { good, message, help });
    };
    let version = line(&git, &["version"])?;
    find(true, version, None);
    let in_path = world.variable("PATH").is_some_and(|path| {
        let separator = if cfg!(windows) { ';' } else { ':' };
        let name = if cfg!(windows) { "brief.exe" } else { "brief" };
        path.split(separator).any(|folder| world.kind(&Path::new(folder).join(name)).is_ok())
    });
    find(
        in_path,
        if in_path {
            "the program brief is in the PATH"
        } else {
            "the program brief is not in the PATH, where git looks for it"
        }
        .to_owned(),
        Some("add its folder to PATH; until then git compares and merges line by line"),
    );
    let get = |key: &str| config(&git, Scope::Repository, key).or_else(|| config(&git, Scope::User, key));
    for (key, value) in SETTINGS {
        let found = get(key);
        let (good, message) = match &found {
            Some(found) if found == value => (true, format!("{key} is set")),
            Some(found) if is_ours(key, found) => (false, format!("{key} was set by another version of brief")),
            Some(found) => (false, format!("{key} is set to something else: {found}")),
            None => (false, format!("{key} is not set")),
        };
        find(good, message, Some("brief git install"));
    }
    if let Some(found) = get(EXTERNAL.0) {
        find(is_ours(EXTERNAL.0, &found), format!("{} is set: git diff shows changes in meaning", EXTERNAL.0), None);
    }
    let (briefs, _) = briefs(&git, world, is_brief)?;
    let mut uncovered = Vec::new();
    if !briefs.is_empty() {
        let top = if is_bare(&git)? {
            git.clone()
        } else {
            Git::at(Path::new(&line(&git, &["rev-parse", "--show-toplevel"])?))
        };
        let mut arguments = vec!["check-attr", "-z", "diff", "merge", "--"];
        arguments.extend(briefs.iter().map(String::as_str));
        let printed = top.run(arguments)?;
        let parts: Vec<String> =
            printed.split(|byte| *byte == 0).map(|part| String::from_utf8_lossy(part).into_owned()).collect();
        for three in parts.chunks_exact(3) {
            if three[2] != "brief" && !uncovered.contains(&three[0]) {
                uncovered.push(three[0].clone());
            }
        }
    }
    match (briefs.len(), uncovered.as_slice()) {
        (0, _) => find(true, "there is no brief in this repository yet".to_owned(), None),
        (count, []) => find(true, format!("the attributes cover all briefs: {count}"), None),
        (_, uncovered) => {
            find(false, format!("no attribute covers {}", uncovered.join(", ")), Some("run brief git install again"));
        }
    }
    Ok(findings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_briefs_has_one_line_and_a_brief_among_others_its_own() {
        let names = |all: &[&str]| all.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let briefs = names(&["briefs/a.toml", "briefs/b.toml", "main.toml", "x/y.brief.toml", "мир 1/[a].toml"]);
        assert_eq!(
            patterns(&briefs, &names(&["Cargo.toml", "мир 1/b.toml"])),
            ["*.brief.toml", "/briefs/*.toml", "/main.toml", "\"/мир 1/\\\\[a\\\\].toml\""]
        );
    }

    #[test]
    fn only_our_lines_are_removed() {
        let text = format!("*.png binary\r\n{BEGIN}\n*.brief.toml diff=brief\n{END}\n# last");
        assert_eq!(without(&text), "*.png binary\r\n# last");
        assert_eq!(without("a\n"), "a\n");
    }
}
