//! Measures diff, history and merge, and compares with git on the same texts in the same run.
//!
//! `cargo bench --bench editions`. Each run starts the program anew. Prints the least and the median time, and the
//! ratio of the medians.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on has failed")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const RUNS: usize = 25;

/// A brief of about 500 lines, which differ by `turn`.
fn brief(turn: usize) -> String {
    let stances = ["demands", "offers", "conditional", "opposes", "rejects"];
    let mut out = format!(
        "schema = 1\n\n[brief]\ntitle = \"Talks\"\nas_of = 2024-05-{:02}\nbottom_line = \"Round {turn} of the talks has ended without a result.\"\n",
        1 + turn % 28
    );
    for party in 0..5 {
        out.push_str(&format!("\n[parties.p{party}]\nname = \"Party {party}\"\nrole = \"principal\"\n"));
    }
    for issue in 0..10 {
        out.push_str(&format!("\n[issues.i{issue}]\ntitle = \"Issue {issue}\"\nstatus = \"contested\"\n"));
    }
    for issue in 0..10 {
        for party in 0..5 {
            let at = issue * 5 + party;
            let stance = stances[(at + usize::from(turn % 50 == at) + turn / 50) % stances.len()];
            out.push_str(&format!(
                "\n[positions.i{issue}.p{party}]\nstance = \"{stance}\"\ntext = \"Asks for {} km and no more than {} posts [@s].\"\nbasis = \"stated\"\nsaid_by = \"p{party}\"\nsources = [\"s\"]\n",
                10 + at,
                2 + (turn + at) % 7,
            ));
        }
    }
    out.push_str("\n[outcome]\nevent = \"Round\"\ndate = 2024-05-01\nresult = \"procedural\"\n");
    out.push_str("\n[sources.s]\npublisher = \"Ministry\"\ndate = 2024-05-01\n");
    out
}

fn timed(folder: &Path, program: &str, arguments: &[&str]) -> (Duration, Duration) {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            let status = Command::new(program)
                .args(arguments)
                .current_dir(folder)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .unwrap();
            assert!(status.code().is_some_and(|code| code < 2), "{program} {arguments:?}");
            start.elapsed()
        })
        .collect();
    times.sort();
    (times[0], times[RUNS / 2])
}

/// A repository in which one file was changed 1,000 times.
fn repository(folder: &Path) {
    let git = |arguments: &[&str]| {
        assert!(Command::new("git").args(arguments).current_dir(folder).status().unwrap().success(), "{arguments:?}");
    };
    git(&["init", "-q", "-b", "main"]);
    let mut child =
        Command::new("git").args(["fast-import", "--quiet"]).current_dir(folder).stdin(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    for turn in 0..1000 {
        let text = brief(turn);
        let when = 1_700_000_000 + turn * 3600;
        write!(
            input,
            "commit refs/heads/main\ncommitter Ada <ada@example.org> {when} +0000\ndata 4\nturn\nM 100644 inline brief.toml\ndata {}\n{text}\n",
            text.len()
        )
        .unwrap();
    }
    drop(input);
    assert!(child.wait().unwrap().success());
    git(&["reset", "-q", "--hard", "main"]);
}

fn main() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("bench-editions");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    for (name, text) in [
        ("old.toml", brief(1)),
        ("new.toml", brief(60)),
        ("ours.toml", brief(1).replace("Round 1", "Round one")),
        ("theirs.toml", brief(1).replace("Asks for 20 km", "Asks for 25 km")),
    ] {
        std::fs::write(folder.join(name), text).unwrap();
    }
    println!("a brief has {} lines", brief(1).lines().count());
    let program = env!("CARGO_BIN_EXE_brief");
    repository(&folder);
    let lines: [(&str, &[&str], &[&str]); 5] = [
        (
            "diff of two files",
            &["diff", "old.toml", "new.toml"],
            &["diff", "--no-index", "--word-diff", "old.toml", "new.toml"],
        ),
        (
            "diff of HEAD~1 and the file",
            &["diff", "HEAD~1", "brief.toml"],
            &["diff", "--word-diff", "HEAD~1", "--", "brief.toml"],
        ),
        ("history of 1,000 commits", &["history", "brief.toml"], &["log", "--follow", "-p", "--", "brief.toml"]),
        (
            "merge",
            &["merge", "old.toml", "ours.toml", "theirs.toml"],
            &["merge-file", "-p", "ours.toml", "old.toml", "theirs.toml"],
        ),
        ("redline", &["diff", "old.toml", "new.toml", "--format", "pdf"], &["version"]),
    ];
    for (name, ours, gits) in lines {
        let (least, median) = timed(&folder, program, ours);
        let (gits_least, gits_median) = timed(&folder, "git", gits);
        let ms = |time: Duration| time.as_secs_f64() * 1000.0;
        println!(
            "{name:28} least {:7.1} ms, median {:7.1} ms; git {:?}: {:7.1}, {:7.1}; ratio {:.2}",
            ms(least),
            ms(median),
            gits[0],
            ms(gits_least),
            ms(gits_median),
            median.as_secs_f64() / gits_median.as_secs_f64()
        );
    }
}
