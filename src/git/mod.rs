//! Reads versions of a brief with the program `git`. The only module that starts processes.
//!
//! A program is used instead of a library because it is installed wherever there is a repository, supports every
//! repository format, and starts in 2 ms; the libraries take minutes to build. Everything that a repository could make
//! it execute is disabled in `Git::command`. Names from outside are passed on standard input or after
//! `--end-of-options`, so that they are never read as options.

mod install;
mod lines;
mod log;

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub use install::{Finding, Scope, doctor, install, uninstall};
pub use lines::merge_lines;
pub use log::{Commit, log};

use crate::error::Error;

/// Runs git in a folder.
#[derive(Debug, Clone)]
pub struct Git {
    folder: PathBuf,
}

impl Git {
    /// git in a folder; an empty path is the current folder.
    #[must_use]
    pub fn at(folder: &Path) -> Self {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        Self { folder: folder.to_path_buf() }
    }

    /// A command that nothing in the repository can change: without hooks, helpers for signatures, file systems or
    /// remotes, pagers, prompts or locks.
    fn command(&self) -> Command {
        let mut command = Command::new("git");
        command
            .arg("-C")
            .arg(&self.folder)
            .args(["--no-pager", "-c", "core.fsmonitor=false", "-c", "log.showSignature=false"])
            .args(["-c", "core.hooksPath=/dev/null", "-c", "diff.external="])
            .env("GIT_ALLOW_PROTOCOL", "none")
            .env("GIT_NO_LAZY_FETCH", "1")
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("LC_ALL", "C")
            .env_remove("GIT_EXTERNAL_DIFF")
            .env_remove("GIT_TRACE")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs a git command and returns its output.
    fn run<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Result<Vec<u8>, Error> {
        let output = self.command().args(arguments).output().map_err(|error| absent(&error))?;
        if output.status.success() { Ok(output.stdout) } else { Err(self.failed(&output.stderr)) }
    }

    /// The error for a message of git, in our own words for known cases.
    fn failed(&self, stderr: &[u8]) -> Error {
        let message = String::from_utf8_lossy(stderr);
        let message = message.lines().next().unwrap_or("git failed").trim();
        let message = message.strip_prefix("fatal: ").or_else(|| message.strip_prefix("error: ")).unwrap_or(message);
        if message.starts_with("not a git repository") {
            let folder = if self.folder == Path::new(".") { "this folder" } else { "the folder of the file" };
            return Error::new(format!("{folder} is in no git repository"))
                .help("`git init` makes one; `brief diff OLD NEW` compares two files without it");
        }
        if message.contains("dubious ownership") {
            return Error::new("the repository belongs to somebody else, so git does not trust it")
                .help("git config --global --add safe.directory FOLDER, if you do");
        }
        Error::new(format!("git: {message}"))
    }

    /// The contents of several objects. Each is named in the syntax of git: `HEAD:./brief.toml`. The result has `None`
    /// for an object that does not exist. `limit` is the largest size in bytes.
    ///
    /// # Errors
    /// [`Error`] when git is not installed, when the folder is in no repository, when an object is too large, or when a
    /// name contains a line ending.
    pub fn read(&self, names: &[String], limit: u64) -> Result<Vec<Option<Vec<u8>>>, Error> {
        if let Some(name) = names.iter().find(|name| name.contains(['\n', '\r', '\0'])) {
            return Err(Error::new(format!("{name} is not the name of a version")));
        }
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let mut child = self
            .command()
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .spawn()
            .map_err(|error| absent(&error))?;
        let mut input = child.stdin.take().ok_or_else(|| Error::new("git takes no input"))?;
        let output = child.stdout.take().ok_or_else(|| Error::new("git gives no output"))?;
        // git answers while it reads, so writing the names must not block reading the answers.
        let asked = names.join("\n") + "\n";
        let writer = std::thread::spawn(move || {
            // If git has already ended, its own message is reported below.
            let _ = input.write_all(asked.as_bytes());
        });
        let mut reader = BufReader::new(output);
        let mut all = Vec::with_capacity(names.len());
        for name in names {
            match answer(&mut reader, limit) {
                Ok(Answer::Blob(bytes)) => all.push(Some(bytes)),
                Ok(Answer::Missing) => all.push(None),
                Ok(Answer::TooLarge) => {
                    return Err(Error::new(format!("{name} has more than {} MB; a brief is far smaller", limit >> 20)));
                }
                Ok(Answer::End) | Err(_) => break,
            }
        }
        let _ = writer.join();
        drop(reader);
        let ended = child.wait_with_output().map_err(|error| Error::new(error.to_string()))?;
        if all.len() < names.len() { Err(self.failed(&ended.stderr)) } else { Ok(all) }
    }

    /// Converts a path relative to the folder to one relative to the root of the repository, separated by `/`.
    ///
    /// # Errors
    /// [`Error`] when git is not installed, or when the folder is in no work tree.
    pub fn from_top(&self, path: &str) -> Result<String, Error> {
        let prefix = self.run(["rev-parse", "--show-prefix"])?;
        let prefix = String::from_utf8_lossy(&prefix);
        let mut parts: Vec<&str> = Vec::new();
        for part in prefix.trim_end_matches('\n').split('/').chain(path.split('/')) {
            match part {
                "" | "." => {}
                ".." => drop(parts.pop()),
                part => parts.push(part),
            }
        }
        Ok(parts.join("/"))
    }

    /// Whether a commit with this name exists.
    ///
    /// # Errors
    /// The same as for [`Git::read`].
    pub fn is_commit(&self, name: &str) -> Result<bool, Error> {
        Ok(self.read(&[format!("{name}^{{commit}}")], 1 << 20)?.pop().flatten().is_some())
    }
}

/// The error when git cannot be started.
fn absent(error: &std::io::Error) -> Error {
    match error.kind() {
        std::io::ErrorKind::NotFound => Error::new("git is not installed, or not in the PATH")
            .help("install git, or name two files: brief diff OLD NEW"),
        _ => Error::new(format!("git cannot be started: {error}")),
    }
}

enum Answer {
    Blob(Vec<u8>),
    Missing,
    TooLarge,
    End,
}

/// Parses an answer of `git cat-file --batch`: a line `NAME TYPE SIZE`, the contents and a line ending; or `NAME
/// missing`.
fn answer(reader: &mut impl BufRead, limit: u64) -> std::io::Result<Answer> {
    let mut line = Vec::new();
    if reader.read_until(b'\n', &mut line)? == 0 {
        return Ok(Answer::End);
    }
    let line = String::from_utf8_lossy(&line);
    let parts: Vec<&str> = line.trim_end().rsplitn(3, ' ').collect();
    let size = match parts[..] {
        [size, "blob" | "commit" | "tag" | "tree", _] => size.parse::<u64>().ok(),
        _ => None,
    };
    let Some(size) = size else { return Ok(Answer::Missing) };
    let is_file = matches!(parts[1], "blob" | "commit");
    if is_file && size > limit {
        return Ok(Answer::TooLarge);
    }
    let mut bytes = Vec::new();
    reader.by_ref().take(size + 1).read_to_end(&mut bytes)?;
    bytes.pop();
    Ok(if is_file { Answer::Blob(bytes) } else { Answer::Missing })
}

/// Splits `REV:PATH`; `None` when there is no path. A revision may contain a colon in braces: `HEAD^{/fix:
/// it}:brief.toml`.
#[must_use]
pub fn split(name: &str) -> Option<(&str, &str)> {
    let mut depth = 0_usize;
    for (at, c) in name.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ':' if depth == 0 => {
                let (revision, path) = (&name[..at], &name[at + 1..]);
                // A single letter is a drive: C:\brief.toml.
                let drive = revision.len() == 1 && path.starts_with(['\\', '/']);
                return (!path.is_empty() && !drive).then_some((revision, path));
            }
            _ => {}
        }
    }
    None
}

/// Reads a file in a version. As in git, the path is relative to the root of the repository; if there is no such file,
/// it is relative to the current folder. Returns the bytes, and the path relative to the root. `limit` is the largest
/// size in bytes.
///
/// # Errors
/// [`Error`] when there is no such version, when it has no such file, when the file is too large, or when git cannot be
/// run there.
pub fn show(revision: &str, path: &str, limit: u64) -> Result<(Vec<u8>, String), Error> {
    let git = Git::at(Path::new(""));
    let names = [format!("{revision}:{path}"), format!("{revision}^{{commit}}")];
    let mut found = git.read(&names, limit)?;
    let is_revision = found.pop().flatten().is_some();
    // Relative to the current folder, which is impossible without a work tree.
    let here = || git.read(&[format!("{revision}:./{path}")], limit).ok()?.pop()?;
    let from_here = || git.from_top(path);
    let found = match found.pop().flatten() {
        // In git, too, a path that begins with a dot is relative to the current folder.
        Some(bytes) if path.starts_with('.') => Some((bytes, from_here()?)),
        Some(bytes) => Some((bytes, path.to_owned())),
        None => here().map(|bytes| Ok((bytes, from_here()?))).transpose()?,
    };
    match found {
        Some(found) => Ok(found),
        None if is_revision || revision.is_empty() => Err(Error::new(format!("there is no file {path} in {revision}"))
            .help(format!("git ls-tree -r --name-only {revision} lists those that are"))),
        None => Err(no_revision(revision)),
    }
}

/// Reads a file of the work tree as it was in a version. `limit` is the largest size in bytes.
///
/// # Errors
/// [`Error`] when there is no such version, when it does not contain the file, when the file is too large, or when git
/// cannot be run there.
pub fn show_file(revision: &str, file: &Path, limit: u64) -> Result<Vec<u8>, Error> {
    let folder = file.parent().unwrap_or(Path::new(""));
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let git = Git::at(folder);
    let names = [format!("{revision}:./{name}"), format!("{revision}^{{commit}}")];
    let mut found = git.read(&names, limit)?;
    let is_revision = found.pop().flatten().is_some();
    match found.pop().flatten() {
        Some(bytes) => Ok(bytes),
        None if is_revision => Err(Error::new(format!("{revision} has no file {}", file.display()))
            .help("if it had another name then, write REV:OLDNAME; git log --follow -- FILE shows the names")),
        None => Err(no_revision(revision)),
    }
}

fn no_revision(revision: &str) -> Error {
    Error::new(format!("git does not know the version {revision}")).help("git log --oneline lists the versions")
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn a_version_ends_at_the_first_colon_outside_braces() {
        assert_eq!(split("HEAD~1:briefs/a.toml"), Some(("HEAD~1", "briefs/a.toml")));
        assert_eq!(split("HEAD^{/fix: it}:a b.toml"), Some(("HEAD^{/fix: it}", "a b.toml")));
        assert_eq!(split(":a.toml"), Some(("", "a.toml")));
        assert_eq!(split("a.toml"), None);
        assert_eq!(split("HEAD:"), None);
        assert_eq!(split("C:\\a.toml"), None);
    }
}
