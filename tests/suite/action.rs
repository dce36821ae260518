//! Runs the shell scripts of `action.yml` in real repositories, with a fake `gh` that stores comments in files.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use crate::git::Repository;
use crate::program::{have, output, root, run};
use crate::withheld;

/// A fake `gh` with the parts that the action uses. Comments are files in the folder `comments`. If there is a file
/// `read-only`, it refuses to write, as GitHub does with the token of a fork.
const GH: &str = r#"#!/usr/bin/env bash
set -euo pipefail
here="$(dirname "$0")/../comments"
mkdir -p "$here"
value() { for it in "${all[@]}"; do case "$it" in "$1="*) echo "${it#*=}" ;; esac; done; }
writes() { if [ -e "$here/../read-only" ]; then echo "Resource not accessible by integration" >&2; exit 1; fi; }
all=("$@")
case "$*" in
  *deleteIssueComment*) writes; rm "$here/$(value id)" ;;
  *updateIssueComment*) writes; file="$(value body)"; cp "${file#@}" "$here/$(value id)" ;;
  *"api graphql"*)
    for file in "$here"/*; do
      [ -e "$file" ] || continue
      jq -n --arg id "$(basename "$file")" --rawfile body "$file" \
        '{id: $id, viewerDidAuthor: ($id | startswith("foreign") | not), body: $body}'
    done | jq -s '{data: {repository: {pullRequest: {comments: {nodes: .}}}}}' ;;
  "pr comment 7 "*) writes; cp "${!#}" "$here/C$(ls "$here" | wc -l)" ;;
  *) echo "gh $*" >&2; exit 1 ;;
esac
"#;

/// The result of running the action.
struct Ran {
    exit: i32,
    log: String,
    summary: String,
}

/// A repository with a pull request, which branches off `main`; and the input `release`.
struct Action(Repository, &'static str);

impl Action {
    /// A project without errors and with shared records. `None` if a program that the action uses is missing.
    fn new(name: &str) -> Option<Self> {
        if !have("bash") || !have("jq") {
            return None;
        }
        let it = Self(Repository::new(name)?, "");
        let from = root().join("tests/cases/projects/shared-records");
        for file in ["briefing.toml", "shared/press.toml", "shared/contact-group.toml", "briefs/north/good.toml"] {
            let text = fs::read_to_string(from.join(file)).unwrap();
            it.0.write(file, &text.replace("to = [\"md\"]", "to = [\"md\", \"pdf\"]"));
        }
        it.0.write("Cargo.toml", "[package]\nname = \"no-brief\"\n");
        it.0.write(".gitignore", "/outside\n");
        it.0.write("outside/bin/gh", GH);
        fs::set_permissions(it.0.0.join("outside/bin/gh"), fs::Permissions::from_mode(0o755)).unwrap();
        it.0.commit("Base");
        it.0.git(&["switch", "-q", "-c", "change"]);
        Some(it)
    }

    fn step(&self, name: &str, result: &str) -> (i32, String) {
        let outside = self.0.0.join("outside");
        let mut command: Command = self.0.command("bash");
        let path = command.get_envs().find(|(name, _)| *name == "PATH").unwrap().1.unwrap().to_owned();
        let path = format!("{}:{}", outside.join("bin").display(), path.to_str().unwrap());
        command.arg(root().join(".github/action/action.sh")).arg(name).env("PATH", path);
        command.env("RUNNER_TEMP", &outside).env("BRIEFS", ".").env("RESULT", result).env("NUMBER", "7");
        command.env("GITHUB_REPOSITORY", "desk/briefs").env("BASE", self.0.git(&["rev-parse", "main"]).trim());
        command.env("RELEASE", self.1);
        for file in ["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_PATH"] {
            command.env(file, outside.join(file));
        }
        let (exit, out, errors) = run(&mut command);
        (exit, out + &errors)
    }

    /// Runs all steps, as on a new runner.
    fn run(&self) -> Ran {
        let outside = self.0.0.join("outside");
        for old in ["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"] {
            let _ = fs::remove_file(outside.join(old));
        }
        let _ = fs::remove_dir_all(outside.join("briefing"));
        let (exit, mut log) = self.step("check", "");
        assert_eq!(exit, 0, "{log}");
        let (exit, said) = self.step("comment", "");
        assert_eq!(exit, 0, "{said}");
        log += &said;
        let outputs = fs::read_to_string(outside.join("GITHUB_OUTPUT")).unwrap();
        let result = outputs.lines().find_map(|line| line.strip_prefix("result=")).unwrap();
        let (exit, said) = self.step("result", result);
        log += &said;
        Ran { exit, log, summary: fs::read_to_string(outside.join("GITHUB_STEP_SUMMARY")).unwrap() }
    }

    /// The comments on the pull request.
    fn comments(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.0.join("outside/comments")).unwrap();
        entries.map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap()).collect()
    }

    /// Replaces a text in a file, and commits the change.
    fn change(&self, file: &str, from: &str, to: &str) {
        let text = self.0.read(file);
        assert!(text.contains(from), "{file}: {from}");
        self.0.write(file, &text.replacen(from, to, 1));
        self.0.commit("Change");
    }
}

#[test]
fn a_sound_project_with_shared_records_passes() {
    let Some(action) = Action::new("action-sound") else { return };
    let Ran { exit, log, summary } = action.run();
    assert_eq!(exit, 0, "{log}");
    assert!(summary.starts_with("## Briefs\n\nErrors: 0. Warnings: 0.\n"), "{summary}");
    assert!(action.0.0.join("outside/briefing/pages/briefs/north/good.pdf").exists(), "{log}");
    assert_eq!(action.comments(), [""; 0]);
}

#[test]
fn an_error_is_an_annotation_and_is_in_the_summary() {
    let Some(action) = Action::new("action-error") else { return };
    // A text that would be markup in the summary and a command in the log.
    action.change("briefs/north/good.toml", "[positions.filling.upstream]", "[positions.filling.upstreem]");
    action.0.write("briefs/bad.toml", "[brief]\n\"<b>%0A::error::x\" = 1\n");
    action.0.commit("A second brief");
    let Ran { exit, log, summary } = action.run();
    assert_eq!(exit, 1, "{log}");
    let annotation = "::error file=briefs/north/good.toml,line=";
    assert!(log.contains(annotation) && log.contains("title=error[unknown-reference]::"), "{log}");
    assert!(summary.contains("unknown-reference") && summary.contains("&lt;b&gt;"), "{summary}");
    assert!(!summary.contains("<b>") && !log.contains("\n::error::x") && log.contains("%250A"), "{log}{summary}");
    // The output of brief is between two markers; the runner executes no command there.
    let (before, inside) = log.split_once("::stop-commands::").unwrap();
    assert!(before.contains(annotation) && inside.contains("2 briefs: 2 with errors"), "{log}");
}

#[test]
fn an_error_of_the_project_file_is_an_annotation_and_is_in_the_summary() {
    let Some(action) = Action::new("action-project") else { return };
    action.change("briefing.toml", "[render]", "[rendr]");
    let Ran { exit, log, summary } = action.run();
    assert_eq!(exit, 2, "{log}");
    assert!(log.contains("::error file=briefing.toml,line="), "{log}");
    assert!(summary.contains("Errors: 1.") && summary.contains("briefing.toml:5:2: error[bad-project]: "), "{summary}");
}

#[test]
fn an_annotation_names_any_file_as_the_runner_reads_it() {
    let Some(action) = Action::new("action-name") else { return };
    action.0.write("briefs/round 2, 100%.toml", "[brief]\ntitel = \"x\"\n");
    action.0.commit("A second brief");
    let Ran { exit, log, summary } = action.run();
    assert_eq!(exit, 1, "{log}");
    assert!(log.contains("::error file=briefs/round 2%2C 100%25.toml,line="), "{log}");
    assert!(summary.contains("briefs/round 2, 100%.toml:2:1: error["), "{summary}");
}

#[test]
fn errors_that_are_not_listed_are_counted() {
    let Some(action) = Action::new("action-many") else { return };
    // Each has four errors.
    for brief in 0..51 {
        action.0.write(&format!("briefs/{brief}.toml"), "schema = 1\n[brief]\ntitle = \"x\"\nas_of = 2024-05-14\n");
    }
    action.0.commit("More briefs");
    let Ran { exit, summary, .. } = action.run();
    assert_eq!(exit, 1, "{summary}");
    let list = summary.split("<pre>\n").nth(1).and_then(|it| it.split_once("\n</pre>")).unwrap().0;
    let (list, more) = list.rsplit_once('\n').unwrap();
    assert_eq!((list.lines().count(), more), (200, "… and 4 more"), "{summary}");
    assert!(summary.contains("Errors: 204."), "{summary}");
}

#[test]
fn what_a_template_does_not_print_is_listed_where_the_project_makes_it_a_warning() {
    let Some(action) = Action::new("action-unprinted") else { return };
    let text = action.0.read("briefs/north/good.toml");
    action.0.write(
        "briefs/north/good.toml",
        &format!("{text}\n[talking_points.a]\nkind = \"make\"\ntext = \"Ask for a date.\"\n"),
    );
    action.0.commit("A talking point");
    let Ran { exit, log, summary } = action.run();
    assert!(exit == 0 && !log.contains("unprinted-content") && summary.contains("Warnings: 0."), "{log}{summary}");
    action.change("briefing.toml", "[render]", "[check]\nunprinted-content = \"warn\"\n\n[render]");
    let Ran { exit, log, summary } = action.run();
    assert!(exit == 0 && summary.contains("Warnings: 1."), "{log}{summary}");
    assert!(
        log.contains("title=warning[unprinted-content]::") && summary.contains("warning[unprinted-content]"),
        "{log}"
    );
}

#[test]
fn a_run_with_a_release_reveals_nothing_else() {
    let Some(mut action) = Action::new("action-release") else { return };
    action.0.git(&["switch", "-q", "main"]);
    action.0.write("briefs/water.toml", withheld::BRIEF);
    action.0.git(&["rm", "-q", "briefs/north/good.toml"]);
    action.0.commit("A brief with marks");
    action.0.git(&["switch", "-q", "-C", "change"]);
    action.change("briefs/water.toml", "Five years, fixed", "Six years, fixed");
    action.change("briefs/water.toml", "in front of them", "in front of anybody");
    let said = |action: &Action| {
        let Ran { exit, log, summary } = action.run();
        let all = [&[log, summary][..], &action.comments()].concat().join("\n");
        (exit, all)
    };
    let (exit, all) = said(&action);
    assert!(exit == 0 && withheld::has_word(&all) && all.contains("<ins>Six</ins> years"), "{all}");
    action.1 = "TLP:GREEN";
    let (exit, all) = said(&action);
    assert!(exit == 0 && !withheld::has_word(&all) && all.contains("<ins>Six</ins> years"), "{all}");
    // A brief with an error is not released.
    action.change("briefs/water.toml", "by = \"zebra-broker\"", "by = \"zebra-brker\"");
    let (exit, all) = said(&action);
    assert!(exit == 2 && !withheld::has_word(&all) && all.contains("error[not-released]"), "{all}");
}

#[test]
fn a_page_that_is_too_full_fails_though_the_brief_is_sound() {
    let Some(action) = Action::new("action-full") else { return };
    let long = "A word of it. ".repeat(1500);
    let text = action.0.read("briefs/north/good.toml");
    let line = text.lines().find(|line| line.starts_with("bottom_line")).unwrap().to_owned();
    action.change("briefs/north/good.toml", &line, &line.replacen('"', &format!("\"{long}"), 1));
    let Ran { exit, summary, .. } = action.run();
    assert!(exit == 1 && summary.contains("page-overflow"), "{summary}");
}

#[test]
fn the_comment_is_made_updated_and_removed() {
    let Some(action) = Action::new("action-comment") else { return };
    // A comment of somebody else with the same beginning is not changed.
    let foreign = "<!-- briefing: . -->\nmine";
    action.0.write("outside/comments/foreign", foreign);
    action.change("briefs/north/good.toml", "title = \"Reservoir talks\"", "title = \"Reservoir talks, round two\"");
    let Ran { exit, summary, log } = action.run();
    assert_eq!(exit, 0, "{log}");
    let own = || action.comments().into_iter().filter(|it| it != foreign).collect::<Vec<_>>();
    let first = own();
    assert!(first.len() == 1 && first[0].starts_with("<!-- briefing: . -->\n"), "{first:?}");
    assert!(first[0].contains("round two") && summary.contains("round two"), "{summary}{first:?}");
    assert!(action.0.0.join("outside/briefing/pages/briefs/north/good-redline.pdf").exists());
    action.change("briefs/north/good.toml", "round two", "round three");
    assert_eq!(action.run().exit, 0);
    assert!(own().len() == 1 && own()[0].contains("round three"), "{:?}", own());
    action.change("briefs/north/good.toml", ", round three", "");
    assert_eq!(action.run().exit, 0);
    assert_eq!(action.comments(), [foreign]);
}

#[test]
fn a_fork_whose_token_may_not_write_has_the_summary() {
    let Some(action) = Action::new("action-fork") else { return };
    action.0.write("outside/read-only", "");
    action.change("briefs/north/good.toml", "title = \"Reservoir talks\"", "title = \"Reservoir talks, round two\"");
    let Ran { exit, log, summary } = action.run();
    assert_eq!(exit, 0, "{log}");
    assert!(log.contains("::notice::no comment was written") && summary.contains("round two"), "{log}{summary}");
    assert_eq!(action.comments(), [""; 0]);
}

#[test]
fn a_released_binary_is_taken_only_with_its_checksum() {
    let Some(action) = Action::new("action-install") else { return };
    if !have("curl") || !have("tar") {
        return;
    }
    let outside = action.0.0.join("outside");
    let version = env!("CARGO_PKG_VERSION");
    let release = outside.join(format!("desk/briefing/releases/download/v{version}"));
    let name = format!("briefing-v{version}-x86_64-unknown-linux-musl");
    fs::create_dir_all(release.join(&name)).unwrap();
    let program = release.join(&name).join("brief");
    fs::write(&program, "#!/bin/sh\necho released\n").unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let archive = release.join(format!("{name}.tar.gz"));
    output("tar", &["-czf", archive.to_str().unwrap(), "-C", release.to_str().unwrap(), &name]);
    let install = || {
        let mut command = action.0.command("bash");
        command.arg(root().join(".github/action/action.sh")).arg("install").env("ACTION_PATH", root());
        command.env("RUNNER_TEMP", &outside).env("RUNNER_OS", "Linux").env("RUNNER_ARCH", "X64");
        command.env("GITHUB_SERVER_URL", format!("file://{}", outside.display()));
        command.env("ACTION_REPOSITORY", "desk/briefing");
        for file in ["GITHUB_OUTPUT", "GITHUB_PATH"] {
            let _ = fs::remove_file(outside.join(file));
            command.env(file, outside.join(file));
        }
        let (exit, out, errors) = run(&mut command);
        (exit, out + &errors, fs::read_to_string(outside.join("GITHUB_OUTPUT")).unwrap_or_default())
    };
    // There is no release of this version, so it is built from source, and cached under the hash of the source.
    let (exit, log, outputs) = install();
    assert_eq!(exit, 0, "{log}");
    assert!(outputs.starts_with("build=true\nkey=briefing-Linux-X64-"), "{outputs}");
    let sums = |sum: &str| {
        fs::write(release.join("SHA256SUMS"), format!("{sum}  {name}.tar.gz\n")).unwrap();
    };
    sums(&"0".repeat(64));
    let (exit, log, _) = install();
    assert!(exit == 2 && log.contains("the checksum of"), "{log}");
    assert!(!outside.join("briefing/bin/brief").exists());
    sums(output("sha256sum", &[archive.to_str().unwrap()]).split(' ').next().unwrap());
    let (exit, log, outputs) = install();
    assert_eq!((exit, outputs.as_str()), (0, "build=false\n"), "{log}");
    assert_eq!(output(outside.join("briefing/bin/brief").to_str().unwrap(), &[]), "released\n");
}
