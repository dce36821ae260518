//! Batches: only outputs whose inputs changed are rendered again, a brief with errors does not affect others, and a
//! batch that is interrupted leaves no incomplete file and none that wrongly counts as up to date.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::program::{brief, folder, have, root, run};

/// Writes a number of different briefs to a folder.
fn briefs(folder: &Path, count: usize) {
    fs::create_dir_all(folder).unwrap();
    let text = fs::read_to_string(root().join("tests/cases/check/valid/brief.toml")).unwrap();
    for at in 0..count {
        let text = text.replacen("title = \"", &format!("title = \"{at}: "), 1);
        fs::write(folder.join(format!("{at:04}.toml")), text).unwrap();
    }
}

/// The files in a folder and its subfolders, without hidden ones.
pub(super) fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(at) = open.pop() {
        for entry in fs::read_dir(&at).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.file_name().unwrap().to_string_lossy().starts_with('.') {
                continue;
            }
            if path.is_dir() {
                open.push(path);
            } else {
                found.insert(path.strip_prefix(folder).unwrap().to_path_buf(), fs::read(&path).unwrap_or_default());
            }
        }
    }
    found
}

/// The last line of a batch's messages.
fn summary(errors: &str) -> &str {
    errors.lines().last().unwrap_or_default()
}

pub(super) fn batch(here: &Path, arguments: &[&str]) -> (i32, String) {
    let (exit, out, errors) = run(brief(["render"]).args(arguments).current_dir(here));
    assert_eq!(out, "");
    (exit, errors)
}

#[test]
fn only_what_changed_is_made_again() {
    let here = folder("batch-changes");
    briefs(&here.join("b/in"), 3);
    let render = |arguments: &[&str]| batch(&here, &[&["b", "-o", "out"], arguments].concat());
    assert_eq!(render(&[]), (0, "3 briefs: 3 rendered\n".to_owned()));
    let before = files(&here.join("out"));
    assert_eq!(before.len(), 6);
    assert_eq!(render(&[]), (0, "3 briefs: 3 up to date\n".to_owned()));
    assert_eq!(render(&["--force"]).1, "3 briefs: 3 rendered\n");
    // The bytes are the same with one thread or several, and with empty or filled caches.
    assert_eq!(render(&["--force", "-j", "1"]).1, "3 briefs: 3 rendered\n");
    assert_eq!(files(&here.join("out")), before);
    let change = |path: &str, from: &str, to: &str| {
        let text = fs::read_to_string(here.join(path)).unwrap();
        assert!(text.contains(from));
        fs::write(here.join(path), text.replacen(from, to, 1)).unwrap();
    };
    change("b/in/0001.toml", "title = \"1", "title = \"One");
    assert_eq!(render(&[]).1, "3 briefs: 1 rendered, 2 up to date\n");
    // An output that is missing or was edited is rendered again.
    fs::remove_file(here.join("out/in/0000.pdf")).unwrap();
    fs::write(here.join("out/in/0002.md"), "changed by hand").unwrap();
    let (exit, errors) = render(&["--check"]);
    assert_eq!(
        (exit, errors.as_str()),
        (1, "out/in/0000.pdf: missing\nout/in/0002.md: edited by hand\n3 briefs: 1 up to date, 2 not up to date\n")
    );
    assert_eq!(render(&[]).1, "3 briefs: 2 rendered, 1 up to date\n");
    // Another format, another template.
    assert_eq!(render(&["--to", "md"]).1, "3 briefs: 3 up to date\n");
    assert_eq!(render(&["--template", "full"]).1, "3 briefs: 3 rendered\n");
    assert_eq!(run(brief(["template", "export", "one-page", "t"]).current_dir(&here)).0, 0);
    assert_eq!(render(&["--template", "t"]).1, "3 briefs: 3 rendered\n");
    assert_eq!(render(&["--template", "t"]).1, "3 briefs: 3 up to date\n");
    change("t/style.toml", "floor = 8.5", "floor = 8.6");
    assert_eq!(render(&["--template", "t"]).1, "3 briefs: 3 rendered\n");
    change("t/template.md.hbs", "\n", "\n\n");
    assert_eq!(render(&["--template", "t"]).1, "3 briefs: 3 rendered\n");
    fs::create_dir(here.join("type")).unwrap();
    fs::copy(root().join("fonts/source-sans/SourceSans3-It.ttf"), here.join("type/a.ttf")).unwrap();
    assert_eq!(render(&["--template", "t", "--fonts", "type"]).1, "3 briefs: 3 rendered\n");
    assert_eq!(render(&["--template", "t", "--fonts", "type"]).1, "3 briefs: 3 up to date\n");
    fs::copy(root().join("fonts/source-sans/SourceSans3-Regular.ttf"), here.join("type/a.ttf")).unwrap();
    assert_eq!(render(&["--template", "t", "--fonts", "type"]).1, "3 briefs: 3 rendered\n");
    // The record can be deleted. `--check` does not use it: it compares the bytes.
    assert_eq!(render(&["--force"]).1, "3 briefs: 3 rendered\n");
    fs::remove_dir_all(here.join("out/.briefing")).unwrap();
    assert_eq!(render(&["--check"]), (0, "3 briefs: 3 up to date\n".to_owned()));
    assert!(!here.join("out/.briefing").exists(), "--check has written");
    change("b/in/0000.toml", "title = \"0", "title = \"Zero");
    // Without a record, it is unknown whether the brief or its page was changed.
    let first = |errors: String| errors.lines().next().unwrap_or_default().to_owned();
    assert_eq!(
        first(render(&["--check"]).1),
        "out/in/0000.md: stale or edited by hand; there is no record to tell which"
    );
    assert_eq!(render(&[]).1, "3 briefs: 3 rendered\n");
    change("b/in/0000.toml", "title = \"Zero", "title = \"Nought");
    assert_eq!(
        first(render(&["--check"]).1),
        "out/in/0000.md: stale: the brief or something it is rendered with has changed"
    );
    assert_eq!(render(&[]).1, "3 briefs: 1 rendered, 2 up to date\n");
    // A comment does not change the page. The page is rendered again, but is not stale.
    change("b/in/0000.toml", "schema = 1", "# A remark.\nschema = 1");
    assert_eq!(render(&["--check"]).0, 0);
}

#[test]
fn a_batch_removes_no_file_of_others() {
    let here = folder("batch-foreign");
    briefs(&here.join("b"), 1);
    let foreign = ["out/notes/.thesis.2024-05.part", "out/.0000.md.2024.part", "out/.other.md.1-2.part"];
    fs::create_dir_all(here.join("out/notes")).unwrap();
    for name in foreign.iter().chain(&["out/.0000.md.1-2.part"]) {
        fs::write(here.join(name), "my only copy").unwrap();
    }
    for _ in 0..2 {
        assert_eq!(batch(&here, &["b", "-o", "out"]).0, 0);
    }
    assert!(foreign.iter().all(|name| here.join(name).exists()));
    // Temporary files that a killed batch left for its own outputs are removed.
    assert!(!here.join("out/.0000.md.1-2.part").exists());
}

#[test]
fn a_check_believes_no_record() {
    let here = folder("batch-forged");
    briefs(&here.join("b"), 2);
    let render = |arguments: &[&str]| batch(&here, &[&["b", "-o", "out", "--to", "md"], arguments].concat());
    fs::copy(here.join("b/0001.toml"), here.join("kept.toml")).unwrap();
    // The record of another text, with its outputs and hashes in place of the right ones.
    let text = fs::read_to_string(here.join("b/0001.toml")).unwrap();
    fs::write(here.join("b/0000.toml"), text.replace("title = \"1", "title = \"forged")).unwrap();
    assert_eq!(render(&[]).0, 0);
    let forged = fs::read(here.join("out/0000.md")).unwrap();
    let record = fs::read_to_string(here.join("out/.briefing/record")).unwrap();
    let hash = |record: &str| -> String {
        let line = record.lines().rfind(|line| line.contains(" 0000.md\t")).unwrap();
        line.split(' ').nth(2).unwrap().to_owned()
    };
    briefs(&here.join("b"), 2);
    assert_eq!(render(&[]).0, 0);
    assert_eq!(render(&["--check"]).0, 0);
    let now = fs::read_to_string(here.join("out/.briefing/record")).unwrap();
    fs::write(here.join("out/.briefing/record"), now.replace(&hash(&now), &hash(&record))).unwrap();
    fs::write(here.join("out/0000.md"), &forged).unwrap();
    for arguments in [&["--check"][..], &["--check", "--force"]] {
        let (exit, errors) = render(arguments);
        assert!(exit == 1 && errors.starts_with("out/0000.md: "), "{errors}");
    }
    assert_eq!(fs::read(here.join("out/0000.md")).unwrap(), forged, "--check has written");
}

#[test]
fn git_does_not_see_the_record() {
    let here = folder("batch-git");
    briefs(&here.join("b"), 1);
    let git = |arguments: &[&str]| run(std::process::Command::new("git").args(arguments).current_dir(&here));
    assert_eq!(git(&["init", "-q"]).0, 0);
    assert_eq!(batch(&here, &["b", "-o", "out"]).0, 0);
    assert!(here.join("out/.briefing/record").exists());
    let (_, status, _) = git(&["status", "--porcelain", "--untracked-files=all"]);
    assert_eq!(status, "?? b/0000.toml\n?? out/0000.md\n?? out/0000.pdf\n");
}

#[test]
fn pages_of_deleted_briefs_are_reported_and_removed_when_asked_to() {
    let here = folder("batch-orphans");
    briefs(&here.join("b"), 3);
    briefs(&here.join("others"), 1);
    fs::rename(here.join("others/0000.toml"), here.join("others/other.toml")).unwrap();
    let render = |arguments: &[&str]| batch(&here, &[&["b", "-o", "out", "--to", "md"], arguments].concat());
    assert_eq!(render(&[]).0, 0);
    // The briefs of another folder with the same output folder still exist.
    assert_eq!(batch(&here, &["others", "-o", "out", "--to", "md"]).0, 0);
    fs::write(here.join("out/mine.md"), "mine").unwrap();
    for name in ["b/0001.toml", "b/0002.toml"] {
        fs::remove_file(here.join(name)).unwrap();
    }
    fs::write(here.join("out/0002.md"), "edited by hand").unwrap();
    let report = "out/0001.md: its brief no longer exists\n\
                  brief render --prune removes the pages of deleted briefs\n1 brief: 1 up to date\n";
    assert_eq!(render(&[]), (0, report.to_owned()));
    assert!(here.join("out/0001.md").exists());
    let pruned = "out/0001.md: removed, since its brief no longer exists\n1 brief: 1 up to date\n";
    assert_eq!(render(&["--prune"]), (0, pruned.to_owned()));
    assert_eq!(render(&[]), (0, "1 brief: 1 up to date\n".to_owned()));
    let left: Vec<_> = files(&here.join("out")).into_keys().collect();
    assert_eq!(left, ["0000.md", "0002.md", "mine.md", "other.md"].map(PathBuf::from));
}

#[test]
fn pages_of_the_last_brief_of_a_folder_are_removed_too() {
    let here = folder("batch-last");
    briefs(&here.join("b"), 1);
    fs::write(here.join("briefing.toml"), "[project]\nbriefs = [\"b\"]\n[render]\noutput = \"out\"\nto = [\"md\"]\n")
        .unwrap();
    let removed = "out/0000.md: removed, since its brief no longer exists\n";
    for arguments in [&[] as &[&str], &["b"]] {
        assert_eq!(batch(&here, arguments).0, 0);
        fs::rename(here.join("b/0000.toml"), here.join("kept")).unwrap();
        let (exit, said) = batch(&here, arguments);
        assert!(exit == 0 && said.starts_with("out/0000.md: its brief no longer exists\n"), "{said}");
        assert_eq!(batch(&here, &[arguments, &["--prune"]].concat()), (0, removed.to_owned()));
        assert!(!here.join("out/0000.md").exists());
        fs::rename(here.join("kept"), here.join("b/0000.toml")).unwrap();
    }
    // A folder that cannot be read may still have all its briefs, so nothing is removed.
    assert_eq!(batch(&here, &[]).0, 0);
    fs::rename(here.join("b"), here.join("c")).unwrap();
    assert_eq!(batch(&here, &["--prune"]).0, 2);
    assert!(here.join("out/0000.md").exists());
}

#[cfg(unix)]
#[test]
fn links_in_a_folder_and_names_that_are_no_text_are_mentioned() {
    use std::os::unix::ffi::OsStrExt;
    let here = folder("batch-links");
    briefs(&here.join("b"), 1);
    for (link, target) in
        [("link.toml", "0000.toml"), ("folder", "."), ("note.txt", "0000.toml"), ("gone.toml", "nowhere")]
    {
        std::os::unix::fs::symlink(target, here.join("b").join(link)).unwrap();
    }
    let (_, said) = batch(&here, &["b", "-o", "out"]);
    assert!(
        said.starts_with("links are not followed: b/folder, b/gone.toml, b/link.toml; name one to use it\n"),
        "{said}"
    );
    let name = std::ffi::OsStr::from_bytes(b"n\xff.toml");
    if fs::copy(here.join("b/0000.toml"), here.join("b").join(name)).is_ok() {
        let (exit, said) = batch(&here, &["b", "-o", "out"]);
        assert!(exit == 2 && said.contains("its name is not UTF-8 text"), "{said}");
    }
}

#[cfg(unix)]
#[test]
fn a_long_name_is_rendered_like_others() {
    let here = folder("batch-long");
    briefs(&here.join("b"), 2);
    let name = "n".repeat(250);
    fs::copy(here.join("b/0000.toml"), here.join(format!("b/{name}.toml"))).unwrap();
    assert_eq!(batch(&here, &["b", "-o", "out"]), (0, "3 briefs: 3 rendered\n".to_owned()));
    assert!(here.join(format!("out/{name}.pdf")).exists());
}

#[test]
fn the_current_folder_is_a_folder_like_others() {
    let here = folder("batch-here");
    for inner in ["a", "b/c"] {
        briefs(&here.join("in").join(inner), 1);
    }
    let inside = here.join("in");
    let outputs = ["a/0000.md", "a/0000.pdf", "b/c/0000.md", "b/c/0000.pdf"].map(PathBuf::from);
    let made = |folder: &Path| -> Vec<PathBuf> {
        files(folder).into_keys().filter(|path| path.extension().is_none_or(|it| it != "toml")).collect()
    };
    for (name, out) in [(".", None), ("./", Some("../out-1")), (".", Some("../out-2")), ("../in", Some("../out-3"))] {
        let options = out.map_or(vec![name], |out| vec![name, "-o", out]);
        assert_eq!(batch(&inside, &options), (0, "2 briefs: 2 rendered\n".to_owned()), "{name}");
        assert_eq!(made(&inside.join(out.unwrap_or("."))), outputs, "{name}");
        assert_eq!(batch(&inside, &options).1, "2 briefs: 2 up to date\n", "{name}");
    }
    // A link to a folder, if it is named, is treated like that folder.
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("in", here.join("link")).unwrap();
        assert_eq!(batch(&here, &["link", "-o", "out-4"]), (0, "2 briefs: 2 rendered\n".to_owned()));
        assert_eq!(made(&here.join("out-4")), outputs);
        let (exit, _, errors) = run(brief(["check", "link"]).current_dir(&here));
        assert!(exit == 0 && errors.contains("2 briefs checked"), "{errors}");
        // A pipe in place of the record is not read.
        fs::remove_file(here.join("out-4/.briefing/record")).unwrap();
        let made_pipe = std::process::Command::new("mkfifo").arg(here.join("out-4/.briefing/record")).status();
        if made_pipe.is_ok_and(|status| status.success()) {
            assert_eq!(batch(&here, &["link", "-o", "out-4"]), (0, "2 briefs: 2 rendered\n".to_owned()));
        }
    }
}

#[test]
fn one_brief_that_is_named_is_held_to_the_record_beside_it() {
    let here = folder("batch-check-one");
    briefs(&here, 2);
    assert_eq!(batch(&here, &["."]).0, 0);
    assert_eq!(batch(&here, &["--check", "0001.toml"]).0, 0);
    fs::write(here.join("0001.md"), "changed by hand").unwrap();
    let (exit, errors) = batch(&here, &["--check", "0001.toml"]);
    assert!(exit == 1 && errors.starts_with("0001.md: edited by hand\n"), "{errors}");
    // Temporary files in the current folder are found, too.
    fs::write(here.join(".0001.md.1-0.part"), "x").unwrap();
    assert_eq!(batch(&here, &["."]).0, 0);
    assert!(!here.join(".0001.md.1-0.part").exists());
    // A file that cannot be read is not missing.
    fs::remove_file(here.join("0001.md")).unwrap();
    fs::create_dir(here.join("0001.md")).unwrap();
    let (exit, errors) = batch(&here, &["--check", "."]);
    assert!(exit == 1 && errors.starts_with("0001.md: cannot be read\n"), "{errors}");
}

#[test]
fn errors_in_a_shared_record_are_reported_for_each_brief() {
    let here = crate::projects::project("shared-records", "batch-shared-errors");
    for name in ["faulty", "misspelt-file"] {
        fs::remove_file(here.join(format!("briefs/{name}.toml"))).unwrap();
    }
    let press = here.join("shared/press.toml");
    let text = fs::read_to_string(&press).unwrap();
    // Newer than the cut-off of the briefs that use it.
    fs::write(&press, text.replace("date = 2024-05-13", "date = 2024-06-13")).unwrap();
    fs::write(
        here.join("briefing.toml"),
        "[project]\nbriefs = [\"briefs\"]\nshared = \"shared\"\n[render]\noutput = \"out\"\n[check]\nwarnings = \"deny\"\n",
    )
    .unwrap();
    fs::copy(here.join("briefs/north/good.toml"), here.join("briefs/other.toml")).unwrap();
    let (exit, errors) = batch(&here, &[]);
    let (one, other) = errors.split_once("briefs/north/good.toml: nothing written\n").unwrap();
    let (other, _) = other.split_once("briefs/other.toml: nothing written\n").unwrap();
    assert_eq!(exit, 1);
    assert!(one.contains("shared/press.toml:"), "{errors}");
    assert_eq!(one.replace("briefs/north/good.toml", "briefs/other.toml"), other, "{errors}");
    // A template that cannot be read is one error, however many briefs use it.
    let (exit, errors) = batch(&here, &["--template", "nowhere", "--keep-going"]);
    assert_eq!((exit, errors.matches("nowhere").count(), summary(&errors)), (2, 1, "2 briefs: 2 failed"), "{errors}");
}

#[test]
fn a_file_that_another_shared_file_makes_faulty_is_seen() {
    let here = crate::projects::project("shared-records", "batch-shared-other");
    for name in ["faulty", "misspelt-file"] {
        fs::remove_file(here.join(format!("briefs/{name}.toml"))).unwrap();
    }
    assert_eq!(batch(&here, &[]), (0, "1 brief: 1 rendered\n".to_owned()));
    assert_eq!(batch(&here, &[]), (0, "1 brief: 1 up to date\n".to_owned()));
    // The brief does not use this file, but a record in a file that it uses names one of its records.
    let union = "\n[parties.league]\nname = \"League\"\nrole = \"mediator\"\nred_lines = [\"None [@wire].\"]\n";
    let group = here.join("shared/contact-group.toml");
    let text = fs::read_to_string(&group).unwrap();
    fs::write(&group, text + union).unwrap();
    let wire = here.join("shared/wire.toml");
    fs::write(&wire, "schema = 1\n[sources.wire]\npublisher = \"Wire\"\ndate = 2024-05-01\n").unwrap();
    assert_eq!(batch(&here, &[]), (0, "1 brief: 1 up to date\n".to_owned()));
    fs::remove_file(&wire).unwrap();
    let (exit, errors) = batch(&here, &[]);
    assert!(exit == 1 && errors.contains("error[faulty-shared-file]"), "{errors}");
}

#[test]
fn a_change_of_a_shared_record_touches_the_briefs_that_name_it_and_no_other() {
    let here = crate::projects::project("shared-records", "batch-shared");
    for name in ["faulty", "misspelt-file"] {
        fs::remove_file(here.join(format!("briefs/{name}.toml"))).unwrap();
    }
    let text = fs::read_to_string(here.join("briefs/north/good.toml")).unwrap();
    fs::write(
        here.join("briefs/other.toml"),
        text.replace("\"ministry\"", "\"paper\"").replace("2024-05-14", "2024-05-21"),
    )
    .unwrap();
    assert_eq!(batch(&here, &[]), (0, "2 briefs: 2 rendered\n".to_owned()));
    assert!(here.join("out/north/good.md").exists() && here.join("out/other.md").exists());
    let press = here.join("shared/press.toml");
    let change = |from: &str, to: &str| {
        let text = fs::read_to_string(&press).unwrap();
        assert!(text.contains(from));
        fs::write(&press, text.replacen(from, to, 1)).unwrap();
    };
    let said = || summary(&batch(&here, &[]).1).to_owned();
    assert_eq!(said(), "2 briefs: 2 up to date");
    change("\"Paper\"", "\"The Paper\"");
    assert_eq!(said(), "2 briefs: 1 rendered, 1 up to date");
    assert!(fs::read_to_string(here.join("out/other.md")).unwrap().contains("The Paper"));
    change("schema = 1", "# A remark.\nschema = 1");
    assert_eq!(said(), "2 briefs: 2 up to date");
    change("Paper\"", "Paper");
    let (exit, errors) = batch(&here, &[]);
    assert!(exit == 1 && errors.contains("error[faulty-shared-file]"), "{errors}");
    assert_eq!(summary(&errors), "2 briefs: 2 with errors");
}

#[test]
fn one_bad_brief_stops_no_other_and_the_worst_decides() {
    let here = folder("batch-bad");
    briefs(&here.join("b"), 6);
    fs::write(here.join("b/0002.toml"), "[brief]\ntitle = \n").unwrap();
    fs::write(here.join("b/0004.toml"), [0x5b, b'b', 0xff, 0xfe]).unwrap();
    fs::write(here.join("b/Cargo.toml"), "[package]\nname = \"x\"\n").unwrap();
    let (exit, errors) = batch(&here, &["b", "-o", "out"]);
    assert_eq!((exit, summary(&errors)), (2, "6 briefs: 4 rendered, 1 with errors, 1 failed"));
    // Messages are in the order of the files.
    let places = ["0002.toml:2:", "b/0002.toml: nothing written", "b/0004.toml: it is not UTF-8"];
    assert!(places.map(|place| errors.find(place).unwrap()).is_sorted(), "{errors}");
    assert_eq!(files(&here.join("out")).len(), 8);
    fs::remove_file(here.join("b/0004.toml")).unwrap();
    assert_eq!(batch(&here, &["b", "-o", "out"]).0, 1);
    // If two briefs have the same outputs, nothing is written.
    fs::copy(here.join("b/0000.toml"), here.join("b/0001.brief.toml")).unwrap();
    let (exit, errors) = batch(&here, &["b", "-o", "other"]);
    assert!(exit == 2 && errors.contains("would both be written to other/0001"), "{errors}");
    assert!(!here.join("other").exists());
}

#[test]
fn parts_make_the_whole() {
    let here = folder("batch-parts");
    briefs(&here.join("b"), 10);
    assert_eq!(batch(&here, &["b", "-o", "whole"]).0, 0);
    for part in 1..=3 {
        let part = format!("{part}/3");
        let (exit, errors) = batch(&here, &["b", "-o", "parts", "--shard", &part]);
        assert!(exit == 0 && ["3 briefs: 3 rendered", "4 briefs: 4 rendered"].contains(&summary(&errors)), "{errors}");
    }
    assert_eq!(files(&here.join("whole")), files(&here.join("parts")));
    assert_eq!(batch(&here, &["b", "-o", "parts"]).1, "10 briefs: 10 up to date\n");
    for bad in ["4/3", "1/99999999999999999999999"] {
        let (exit, errors) = batch(&here, &["b", "--shard", bad]);
        assert!(exit == 2 && errors.contains("write K/N"), "{errors}");
    }
    // With far more parts than briefs, each brief is in one part, and nothing overflows.
    assert_eq!(batch(&here, &["b", "-o", "parts", "--shard", "1/18446744073709551615"]).0, 0);
    let (exit, rules, _) = run(brief(["render", "b", "-o", "parts", "--depfile", "-"]).current_dir(&here));
    assert!(exit == 0 && rules.contains("parts/0000.md"), "{rules}");
}

#[test]
fn ninja_and_make_learn_what_a_page_depends_on() {
    let here = crate::projects::project("shared-records", "batch-depfile");
    assert_eq!(run(brief(["template", "export", "one-page", "a style"]).current_dir(&here)).0, 0);
    let arguments = ["briefs/north/good.toml", "--template", "a style", "--depfile", "good.d"];
    assert_eq!(batch(&here, &arguments).0, 0);
    let rule = fs::read_to_string(here.join("good.d")).unwrap();
    let start = "out/north/good.md: briefs/north/good.toml shared/contact-group.toml shared/press.toml briefing.toml ";
    assert!(rule.starts_with(start) && rule.contains(" a\\ style/style.toml"), "{rule}");
    let ninja = format!(
        "rule brief\n  command = {} render $in --template 'a style' --depfile $out.d\n  depfile = $out.d\n  deps = gcc\n\
         build out/north/good.md: brief briefs/north/good.toml\n",
        env!("CARGO_BIN_EXE_brief")
    );
    fs::write(here.join("build.ninja"), ninja).unwrap();
    if !have("ninja") {
        return;
    }
    let said = |touched: &str| {
        if !touched.is_empty() {
            // The clock of the file system is less precise than that of the program.
            std::thread::sleep(Duration::from_millis(20));
            let text = fs::read(here.join(touched)).unwrap();
            fs::write(here.join(touched), text).unwrap();
        }
        let (exit, out, _) = run(std::process::Command::new("ninja").arg("-v").current_dir(&here));
        assert_eq!(exit, 0, "{out}");
        out.contains("no work to do")
    };
    let quiet: Vec<bool> =
        ["briefs/north/good.toml", "", "shared/press.toml", "", "a style/style.toml", "", "briefing.toml", ""]
            .map(said)
            .to_vec();
    assert_eq!(quiet, [false, true].repeat(4));
}

#[cfg(unix)]
mod interruptions {
    use std::process::{Child, Stdio};

    use super::*;

    const COUNT: usize = 16;

    fn begin(here: &Path) -> Child {
        let mut command = brief(["render", "b", "-o", "out", "--force"]);
        command.current_dir(here).stderr(Stdio::null()).spawn().unwrap()
    }

    /// Checks that every file with a final name is complete, and that the next batch makes all outputs as expected.
    fn fixed(here: &Path, good: &BTreeMap<PathBuf, Vec<u8>>, when: &str) {
        for (path, bytes) in files(&here.join("out")) {
            assert!(good[&path] == bytes, "{when}: {} is torn", path.display());
        }
        let (exit, errors) = batch(here, &["b", "-o", "out"]);
        assert_eq!(exit, 0, "{when}: {errors}");
        assert!(files(&here.join("out")) == *good, "{when}: a false “up to date”");
        let mut parts = fs::read_dir(here.join("out")).unwrap().map(|entry| entry.unwrap().file_name());
        assert!(parts.all(|name| !name.to_string_lossy().ends_with(".part")), "{when}: a part was left");
    }

    /// A folder with briefs, their expected outputs, and the duration of a batch.
    fn scene(name: &str) -> (PathBuf, BTreeMap<PathBuf, Vec<u8>>, Duration) {
        let here = folder(name);
        briefs(&here.join("b"), COUNT);
        let start = std::time::Instant::now();
        assert_eq!(batch(&here, &["b", "-o", "out"]).0, 0);
        let time = start.elapsed();
        let good = files(&here.join("out"));
        assert_eq!(good.len(), 2 * COUNT);
        (here, good, time)
    }

    #[test]
    fn a_killed_batch_leaves_no_incomplete_file() {
        let (here, good, time) = scene("batch-killed");
        // `BRIEFING_KILLS` is the number of kills, which are evenly distributed over the duration of the batch.
        let kills = std::env::var("BRIEFING_KILLS").ok().and_then(|it| it.parse().ok()).unwrap_or(10);
        for turn in 0..kills {
            if turn % 3 == 0 {
                let _ = fs::remove_dir_all(here.join("out"));
            }
            let mut child = begin(&here);
            std::thread::sleep(time * turn / kills);
            child.kill().unwrap();
            child.wait().unwrap();
            fixed(&here, &good, &format!("kill {turn}"));
        }
    }

    #[test]
    fn two_batches_into_one_folder_do_not_disturb_each_other() {
        let (here, good, _) = scene("batch-two");
        for turn in 0..3 {
            let (mut one, mut other) = (begin(&here), begin(&here));
            assert!(one.wait().unwrap().success() && other.wait().unwrap().success(), "turn {turn}");
            fixed(&here, &good, &format!("turn {turn}"));
        }
        assert_eq!(batch(&here, &["b", "-o", "out"]).1, format!("{COUNT} briefs: {COUNT} up to date\n"));
    }

    #[test]
    fn an_output_folder_that_vanishes_is_made_again() {
        let (here, good, time) = scene("batch-vanishing");
        for turn in 0..5 {
            let mut child = begin(&here);
            std::thread::sleep(time * turn / 5);
            let _ = fs::remove_dir_all(here.join("out"));
            child.wait().unwrap();
            fixed(&here, &good, &format!("turn {turn}"));
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_ends_the_batch_and_leaves_nothing_torn() {
        let (here, good, _) = scene("batch-full");
        fs::remove_dir_all(here.join("out")).unwrap();
        fs::create_dir(here.join("out")).unwrap();
        let mount = |arguments: &[&str]| {
            std::process::Command::new(arguments[0]).args(&arguments[1..]).current_dir(&here).output().unwrap()
        };
        let mounted = mount(&["mount", "-t", "tmpfs", "-o", "size=256k", "brief", "out"]);
        if !mounted.status.success() {
            eprintln!("skipped: a small disk needs the right to mount one");
            return;
        }
        let (exit, errors) = batch(&here, &["b", "-o", "out"]);
        let written = files(&here.join("out"));
        let parts = fs::read_dir(here.join("out"))
            .unwrap()
            .filter(|entry| entry.as_ref().is_ok_and(|entry| entry.file_name().to_string_lossy().ends_with(".part")));
        let parts = parts.count();
        assert!(mount(&["umount", "out"]).status.success());
        assert!(exit == 2 && errors.contains("error: cannot write out/"), "{errors}");
        assert!(summary(&errors).contains("--keep-going continues"), "{errors}");
        assert_eq!(parts, 0);
        assert!(!written.is_empty() && written.len() < good.len());
        for (path, bytes) in written {
            assert!(good[&path] == bytes, "{} is torn", path.display());
        }
    }
}
