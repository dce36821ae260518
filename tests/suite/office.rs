//! LibreOffice, driven by `tests/office.py`: one process for all files.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::program::{have, required, root};

/// A file that LibreOffice opens, changes and saves.
pub(super) struct Job {
    pub(super) from: PathBuf,
    /// The extension decides the format: PDF, Word or Open Document.
    pub(super) to: PathBuf,
    /// LibreOffice commands, such as `AcceptAllTrackedChanges`.
    pub(super) acts: Vec<&'static str>,
}

/// A Python with the module of LibreOffice. Debian's is tried even if another one is first in the path.
fn python() -> Option<&'static str> {
    let can = |python: &&str| {
        let import = Command::new(python).args(["-c", "import uno"]).output();
        import.is_ok_and(|it| it.status.success())
    };
    ["python3", "/usr/bin/python3"].into_iter().find(can)
}

/// Runs all jobs, with a profile in the folder. Returns `false` if LibreOffice or its Python is not installed and the
/// test may be skipped.
pub(super) fn office(here: &Path, jobs: &[Job]) -> bool {
    if !have("soffice") {
        return false;
    }
    let Some(python) = python() else {
        assert!(!required(), "no Python has the module `uno`: install python3-uno");
        eprintln!("skipped: no Python has the module `uno`");
        return false;
    };
    let mut script = Command::new(python);
    let mut script = script
        .arg(root().join("tests/office.py"))
        .arg(here.join("profile"))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = script.stdin.take().unwrap();
    for job in jobs {
        let line = serde_json::json!({ "from": job.from, "to": job.to, "do": job.acts });
        writeln!(input, "{line}").unwrap();
    }
    drop(input);
    assert!(script.wait().unwrap().success(), "tests/office.py failed");
    true
}
