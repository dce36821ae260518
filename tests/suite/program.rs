//! Runs programs: `brief` itself, and those that examine its results.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use briefing::template::BUILT_IN;

/// The root of the repository.
pub(super) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The built-in templates.
pub(super) const TEMPLATES: [&str; BUILT_IN.len()] = {
    let mut names = [""; BUILT_IN.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = BUILT_IN[at].name;
        at += 1;
    }
    names
};

/// Those that print content that is only for our side.
pub(super) const OF_OWN_SIDE: [&str; 2] = ["meeting", "mandate"];

/// The shipped briefs, sorted.
pub(super) fn shipped_briefs() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root().join("briefs")).unwrap();
    let mut briefs: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    briefs.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    briefs.sort();
    assert!(briefs.len() >= 5, "the shipped briefs are gone");
    briefs
}

/// An empty folder for one test.
pub(super) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// A command that runs `brief` with arguments; not started yet.
pub(super) fn brief<S: AsRef<std::ffi::OsStr>>(arguments: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_brief"));
    command.args(arguments).env("NO_COLOR", "1");
    command
}

/// Runs a command and returns exit code, standard output and standard error.
pub(super) fn run(command: &mut Command) -> (i32, String, String) {
    let Output { status, stdout, stderr } = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (status.code().unwrap_or(-1), text(stdout), text(stderr))
}

/// Whether a program is installed. If not, prints that the test is skipped, or fails if the environment variable
/// `BRIEFING_REQUIRE_TOOLS` is set.
pub(super) fn have(program: &str) -> bool {
    let found = Command::new(program).arg("--version").output().is_ok();
    if !found {
        assert!(!required(), "{program} is not installed");
        eprintln!("skipped: {program} is not installed");
    }
    found
}

/// Whether no test may be skipped.
pub(super) fn required() -> bool {
    std::env::var_os("BRIEFING_REQUIRE_TOOLS").is_some()
}

/// The output of a program that must succeed.
pub(super) fn output(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {arguments:?}: {text}{errors}");
    text
}
