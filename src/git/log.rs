//! The history of a file, including renames.

use std::path::Path;

use super::Git;
use crate::error::Error;

/// A commit in which the file changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// The hash of the commit.
    pub hash: String,
    /// The author's local date: `2025-12-26`.
    pub date: String,
    /// The author's name.
    pub author: String,
    /// The first line of its message.
    pub subject: String,
    /// The path of the file in this commit, relative to the root of the repository; `None` when the commit removed the
    /// file.
    pub path: Option<String>,
}

/// The commits up to a version that changed a file, the oldest first. Renames of the file are followed.
///
/// # Errors
/// [`Error`] when git is not installed, when the file is in no repository, or when there is no such version.
pub fn log(file: &Path, revision: &str) -> Result<Vec<Commit>, Error> {
    let folder = file.parent().unwrap_or(Path::new(""));
    let git = Git::at(folder);
    let name = file.file_name().unwrap_or_default();
    if !git.is_commit(revision)? {
        return Err(super::no_revision(revision));
    }
    let mut arguments: Vec<&std::ffi::OsStr> = Vec::new();
    let fixed = [
        "log",
        "--follow",
        "--no-show-signature",
        "--no-ext-diff",
        "--no-textconv",
        "--no-color",
        "--first-parent",
        "--diff-merges=first-parent",
        "--name-status",
        "-M40%",
        "-z",
        "--format=%x01%H%x00%as%x00%an%x00%s",
        "--end-of-options",
    ];
    arguments.extend(fixed.iter().map(std::ffi::OsStr::new));
    let literal = {
        // A name such as `:(exclude)x` or `*.toml` must not be interpreted as a pattern.
        let mut literal = std::ffi::OsString::from(":(literal)");
        literal.push(name);
        literal
    };
    arguments.extend([std::ffi::OsStr::new(revision), std::ffi::OsStr::new("--"), &literal]);
    let printed = git.run(arguments)?;
    let mut commits: Vec<Commit> =
        printed.split(|byte| *byte == 1).filter(|part| !part.is_empty()).filter_map(commit).collect();
    commits.reverse();
    Ok(commits)
}

/// `HASH\0DATE\0AUTHOR\0SUBJECT\0\nM\0PATH\0` or `…R100\0OLD\0NEW\0`
fn commit(part: &[u8]) -> Option<Commit> {
    let text = String::from_utf8_lossy(part);
    let mut fields = text.split('\0');
    let mut next = || fields.next().map(|it| it.trim_matches('\n').to_owned());
    let (hash, date, author, subject) = (next()?, next()?, next()?, next()?);
    let status = next().unwrap_or_default();
    let path = match status.chars().next() {
        Some('R' | 'C') => {
            next();
            next()
        }
        Some('D') | None => None,
        Some(_) => next(),
    };
    Some(Commit { hash, date, author, subject, path })
}
