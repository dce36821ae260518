//! The placeholders to fill in before the first release: a single word, in the files that the checklist names.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::program::root;

/// The placeholder for the name of the account, which is not known yet.
const PLACEHOLDER: &str = "OWNER";

/// Other common placeholders.
const OTHERS: [&str; 11] = [
    "<owner>",
    "<OWNER>",
    "your-org",
    "YOUR_ORG",
    "your-name",
    "your-user",
    "YOUR-",
    "CHANGEME",
    "FIXME",
    "TODO",
    "ACCOUNT/",
];

/// The texts that people read or programs run, without the source, the briefs and the tests.
fn texts() -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut folders: Vec<PathBuf> =
        ["", "docs", "packaging", ".github", ".ci", "editors"].map(|it| root().join(it)).into();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if path.is_dir() {
                let is_made = ["node_modules", "out", "target"].contains(&name.as_str());
                if folder != root() && !is_made {
                    folders.push(path);
                }
            } else if let Ok(text) = fs::read_to_string(&path) {
                let is_made = name.contains("lock") || name.ends_with(".schema.json");
                let path = path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
                if !is_made {
                    all.push((path, text));
                }
            }
        }
    }
    assert!(all.len() > 30 && all.iter().any(|(path, _)| path == "action.yml"), "{}", all.len());
    all
}

/// The owners of this project's repositories that a line names.
fn owners(line: &str) -> Vec<&str> {
    let named = ["github.com/", "--repo ", "uses: "].into_iter().flat_map(|before| line.split(before).skip(1));
    let named = named.filter_map(|rest| rest.split_once('/'));
    named.filter(|(_, repository)| repository.starts_with("briefing")).map(|(owner, _)| owner).collect()
}

#[test]
fn every_placeholder_is_the_one_that_the_checklist_names() {
    let mut files = BTreeSet::new();
    for (path, text) in texts() {
        for (number, line) in text.lines().enumerate() {
            for owner in owners(line) {
                assert_eq!(owner, PLACEHOLDER, "{path}:{}: {line}", number + 1);
            }
            let other = OTHERS.iter().find(|other| line.contains(**other));
            assert!(other.is_none(), "{path}:{}: {line}", number + 1);
        }
        if text.contains(PLACEHOLDER) && path != "docs/releasing.md" {
            files.insert(path);
        }
    }
    let checklist = fs::read_to_string(Path::new(root()).join("docs/releasing.md")).unwrap();
    let step = checklist.lines().find(|line| line.starts_with("- [ ]")).unwrap();
    assert!(step.contains("`OWNER`, the only placeholder"), "{step}");
    let (_, listed) = step.split_once("which are ").unwrap();
    let (listed, _) = listed.split_once(". ").unwrap();
    let listed: BTreeSet<String> = listed.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    assert_eq!(files, listed);
}
