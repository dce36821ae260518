//! Several programs that change the same brief at the same time.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::program::{brief, folder, root, run};

fn start(command: &mut Command) -> Child {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

fn sources_of(path: &Path, prefix: &str) -> usize {
    let header = format!("[{prefix}");
    fs::read_to_string(path).unwrap().lines().filter(|line| line.starts_with(&header)).count()
}

#[test]
fn no_change_is_lost_among_two_hundred_at_once() {
    let here = folder("locks");
    let path = here.join("d.toml");
    fs::copy(root().join("tests/cases/locks/d.toml"), &path).unwrap();
    let command = |number: usize| {
        let id = number.to_string();
        let arguments: Vec<String> = match number % 10 {
            0..=3 => {
                let text = format!("Round {id} [@report].");
                ["add", "development", "d.toml", "--date", "2024-05-14", "--id", &format!("dev-{id}"), "--text", &text]
                    .map(str::to_owned)
                    .to_vec()
            }
            4..=5 => [
                "add",
                "source",
                "d.toml",
                "--publisher",
                "Ministry",
                "--date",
                "2024-05-13",
                "--id",
                &format!("s-{id}"),
            ]
            .map(str::to_owned)
            .to_vec(),
            6..=7 => ["set", "d.toml", "--new-edition"].map(str::to_owned).to_vec(),
            8 => ["fmt", "d.toml"].map(str::to_owned).to_vec(),
            _ => ["check", "--fix", "d.toml"].map(str::to_owned).to_vec(),
        };
        start(brief(arguments).current_dir(&here))
    };
    let all: Vec<Child> = (0..200).map(command).collect();
    for child in all {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    assert_eq!((sources_of(&path, "developments.dev-"), sources_of(&path, "sources.s-")), (80, 40));
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("edition = 41\n"), "{text}");
    assert_eq!(run(brief(["fmt", "--check", "d.toml"]).current_dir(&here)).0, 0);
    let names: Vec<_> = fs::read_dir(&here).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["d.toml"], "something was left behind");
}

#[test]
fn a_new_brief_is_written_by_one_only() {
    let here = folder("locks-new");
    let all: Vec<Child> = (0..12).map(|_| start(brief(["new", "a.toml"]).current_dir(&here))).collect();
    let outputs: Vec<_> = all.into_iter().map(|child| child.wait_with_output().unwrap()).collect();
    assert_eq!(outputs.iter().filter(|output| output.status.success()).count(), 1);
    for output in outputs.iter().filter(|output| !output.status.success()) {
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && errors.contains("a.toml already exists"), "{errors}");
    }
    assert_eq!(run(brief(["check", "a.toml"]).current_dir(&here)).0, 0);
}

#[test]
fn a_merge_into_a_side_keeps_what_is_added_to_it_meanwhile() {
    let here = folder("locks-merge");
    let from = root().join("tests/cases/locks/d.toml");
    for name in ["base.toml", "ours.toml", "theirs.toml"] {
        fs::copy(&from, here.join(name)).unwrap();
    }
    let theirs = fs::read_to_string(&from).unwrap().replace("Five years, fixed.", "Six years, fixed.");
    fs::write(here.join("theirs.toml"), theirs).unwrap();
    let merge = ["merge", "base.toml", "ours.toml", "theirs.toml", "-o", "ours.toml"];
    let add = |number: usize| {
        let id = format!("s-{number}");
        let add = ["add", "source", "ours.toml", "--publisher", "Ministry", "--date", "2024-05-13", "--id", &id];
        start(brief(if number.is_multiple_of(2) { &merge[..] } else { &add[..] }).current_dir(&here))
    };
    let all: Vec<Child> = (0..40).map(add).collect();
    for child in all {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let ours = here.join("ours.toml");
    assert_eq!(sources_of(&ours, "sources.s-"), 20);
    assert!(fs::read_to_string(&ours).unwrap().contains("Six years, fixed."));
}
