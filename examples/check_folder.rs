//! Checks every brief in a folder and counts the diagnostics: `cargo run --example check_folder -- briefs`.

use std::error::Error;

use briefing::world::Disk;
use briefing::{Checked, Project, Severity};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: check_folder FOLDER")?;
    let mut errors = 0;
    for entry in std::fs::read_dir(&folder)? {
        let path = entry?.path();
        if path.extension().is_none_or(|it| it != "toml") || path.ends_with("briefing.toml") {
            continue;
        }
        let name = path.display().to_string();
        let project = Project::of(&path, &Disk)?;
        let checked = Checked::in_project(&name, &std::fs::read_to_string(&path)?, &project);
        let found = checked.diagnostics.iter().filter(|it| it.severity == Severity::Error).count();
        println!("{name}: {found} errors, {} warnings", checked.diagnostics.len() - found);
        errors += found;
    }
    if errors > 0 { Err(format!("{errors} errors").into()) } else { Ok(()) }
}
