//! The destinations of results: files, folders, standard output, pipes; and errors when writing.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::program::{brief, folder, root, run};

fn donbas(here: &Path) -> String {
    fs::copy(root().join("briefs/donbas.toml"), here.join("a.toml")).unwrap();
    "a.toml".to_owned()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Every command that writes a result, with `-` where it reads standard input.
const RESULTS: [&[&str]; 18] = [
    &["--help"],
    &["--version"],
    &["explain"],
    &["explain", "unknown-field"],
    &["schema"],
    &["template", "list"],
    &["new", "-"],
    &["fmt", "-"],
    &["set", "-", "brief.title", "New"],
    &["check", "--format", "json", "b.toml"],
    &["check", "--format", "short", "b.toml"],
    &["check", "--format", "sarif", "a.toml"],
    &["list", "a.toml"],
    &["list", "--format", "json", "a.toml"],
    &["affected", "russia", "a.toml"],
    &["diff", "a.toml", "b.toml"],
    &["merge", "a.toml", "a.toml", "a.toml"],
    &["render", "-", "--to", "md"],
];

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cannot_be_written_is_an_error() {
    let here = folder("stdout-lost");
    donbas(&here);
    fs::write(here.join("b.toml"), "schema = 1\n").unwrap();
    for arguments in RESULTS {
        let input = fs::File::open(here.join("a.toml")).unwrap();
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut command = brief(arguments);
        let output = command.current_dir(&here).stdin(input).stdout(full).output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {errors}");
        assert!(errors.contains("error: cannot write to standard output: No space left"), "{arguments:?}: {errors}");
    }
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    let here = folder("stdout-closed");
    donbas(&here);
    for arguments in [&["schema"][..], &["explain"], &["--help"], &["list", "a.toml"]] {
        let mut child =
            brief(arguments).current_dir(&here).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]), "{arguments:?}");
    }
}

#[test]
fn an_output_is_a_file_a_folder_or_standard_output_as_it_is_named() {
    let here = folder("output-names");
    donbas(&here);
    fs::create_dir(here.join("there.pdf")).unwrap();
    let render = |arguments: &[&str]| run(brief([&["render"], arguments].concat()).current_dir(&here));
    for (output, files) in [
        ("one.pdf", &["one.pdf"][..]),
        ("deep/one.md", &["deep/one.md"]),
        ("one.PDF", &["one.PDF"]),
        ("out", &["out/a.md", "out/a.pdf"]),
        ("out.md/", &["out.md/a.md", "out.md/a.pdf"]),
        ("there.pdf", &["there.pdf/a.md", "there.pdf/a.pdf"]),
    ] {
        let (exit, out, errors) = render(&["a.toml", "-o", output]);
        assert_eq!((exit, out.as_str()), (0, ""), "{output}: {errors}");
        for file in files {
            assert!(here.join(file).is_file() && errors.contains(file), "{file}: {errors}");
        }
    }
    assert_eq!(names(&here), ["a.toml", "deep", "one.PDF", "one.pdf", "out", "out.md", "there.pdf"]);
    let markdown = fs::read_to_string(here.join("out/a.md")).unwrap();
    assert_eq!(fs::read_to_string(here.join("deep/one.md")).unwrap(), markdown);
    assert_eq!(fs::read(here.join("one.pdf")).unwrap(), fs::read(here.join("out/a.pdf")).unwrap());
    let (exit, out, errors) = render(&["a.toml", "-o", "-", "--to", "md"]);
    assert_eq!((exit, out, errors.contains("wrote")), (0, markdown, false));
    assert_eq!(render(&["a.toml", "-o", "one.pdf", "--check"]).0, 0);
    fs::write(here.join("one.pdf"), "x").unwrap();
    assert_eq!(render(&["a.toml", "-o", "one.pdf", "--check"]).0, 1);
    fs::copy(here.join("a.toml"), here.join("b.toml")).unwrap();
    for (arguments, message) in [
        (&["a.toml", "-o", "-"][..], "only one format can go to standard output"),
        (&["a.toml", "b.toml", "-o", "-", "--to", "md"], "several briefs cannot be written to standard output"),
        (&["a.toml", "b.toml", "-o", "x.pdf"], "several briefs cannot be written to x.pdf"),
        (
            &["a.toml", "--template", "matrix,full", "-o", "x.pdf"],
            "the pages of several templates cannot be written to x.pdf",
        ),
        // If one of the templates does not exist, nothing is written.
        (&["a.toml", "--template", "matrix,fill", "-o", "x"], "fill"),
        (&["out", "-o", "x.pdf"], "several briefs cannot be written to x.pdf"),
        (&["a.toml", "-o", "x.pdf", "--to", "md"], "--to asks for md, but x.pdf has another extension"),
        (&["a.toml", "-o", "x.pdf", "--to", "md,pdf"], "--to asks for md and pdf"),
    ] {
        let (exit, out, errors) = render(arguments);
        assert_eq!((exit, out.as_str()), (2, ""), "{arguments:?}");
        assert!(errors.contains(message) && errors.contains("help: "), "{errors}");
    }
    assert!(!here.join("x.pdf").exists() && !here.join("x").exists() && !here.join("-").exists());
}

#[test]
fn render_says_in_one_line_what_it_wrote() {
    let here = folder("output-line");
    donbas(&here);
    let (exit, _, errors) = run(brief(["render", "a.toml"]).current_dir(&here));
    let is_one_line = errors.lines().count() == 1;
    assert!(exit == 0 && is_one_line && errors.starts_with("wrote a.md and a.pdf (1 page; text "), "{errors}");
    let (exit, _, errors) = run(brief(["render", "a.toml", "--quiet"]).current_dir(&here));
    assert_eq!((exit, errors.as_str()), (0, ""));
    let text = fs::read_to_string(here.join("a.toml")).unwrap();
    fs::write(here.join("a.toml"), text.replace("# brief: allow", "# Not suppressed:")).unwrap();
    let (_, _, errors) = run(brief(["-q", "check", "a.toml"]).current_dir(&here));
    assert!(!errors.contains("a.toml: ") && errors.contains("warning["), "{errors}");
    // Errors are not silenced.
    fs::write(here.join("b.toml"), "schema = 1\n").unwrap();
    assert!(run(brief(["render", "-q", "b.toml"]).current_dir(&here)).2.contains("error["));
}

#[cfg(unix)]
#[test]
fn a_pipe_is_written_to_and_a_link_is_followed() {
    let here = folder("output-pipe");
    donbas(&here);
    fs::write(here.join("b.toml"), fs::read_to_string(here.join("a.toml")).unwrap().replace("Russia", "Russland"))
        .unwrap();
    let pipe = here.join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    std::os::unix::fs::symlink("pipe", here.join("link")).unwrap();
    for arguments in [
        &["render", "a.toml", "--to", "md", "-o"][..],
        &["diff", "a.toml", "b.toml", "-o"],
        &["merge", "a.toml", "a.toml", "b.toml", "-o"],
        &["render", "a.toml", "--depfile"],
    ] {
        for output in ["pipe", "link"] {
            let reader = std::thread::spawn({
                let pipe = pipe.clone();
                move || fs::read(pipe).unwrap()
            });
            let (exit, _, errors) = run(brief([arguments, &[output]].concat()).current_dir(&here));
            assert!(exit < 2, "{arguments:?}: {errors}");
            assert!(reader.join().unwrap().len() > 10, "{arguments:?}: {errors}");
        }
    }
    // A link to a file is kept; names chosen by the program never follow links.
    fs::write(here.join("page"), "old").unwrap();
    std::os::unix::fs::symlink("page", here.join("p.md")).unwrap();
    assert_eq!(run(brief(["render", "a.toml", "-o", "p.md"]).current_dir(&here)).0, 0);
    assert!(fs::read_to_string(here.join("page")).unwrap().len() > 100);
    fs::remove_file(here.join("a.md")).unwrap();
    std::os::unix::fs::symlink("b.toml", here.join("a.md")).unwrap();
    let (exit, _, errors) = run(brief(["render", "a.toml"]).current_dir(&here));
    assert!(exit == 2 && errors.contains("cannot write a.md: it is a link"), "{errors}");
    assert!(here.join("link").is_symlink() && here.join("p.md").is_symlink());
    // A file that is open is appended to.
    fs::write(here.join("log"), "first\n").unwrap();
    let log = fs::OpenOptions::new().append(true).open(here.join("log")).unwrap();
    let mut command = brief(["diff", "a.toml", "b.toml", "--format", "md", "-o", "/dev/stdout"]);
    assert_eq!(command.current_dir(&here).stdout(log).status().unwrap().code(), Some(1));
    assert!(fs::read_to_string(here.join("log")).unwrap().starts_with("first\n"));
}

#[test]
fn a_project_file_and_shared_records_are_known_when_they_are_named() {
    let here = folder("output-kinds");
    donbas(&here);
    fs::create_dir(here.join("shared")).unwrap();
    fs::write(here.join("briefing.toml"), "[project]\nshared = \"shared\"\n").unwrap();
    let shared = "schema = 1\n\n[sources.s]\npublisher = \"S\"\ndate = 2024-05-13\n";
    fs::write(here.join("shared/s.toml"), shared).unwrap();
    let all = ["a.toml", "briefing.toml", "shared/s.toml"];
    let with = |command: &[&str]| run(brief([command, &all].concat()).current_dir(&here));
    let (exit, _, errors) = with(&["check"]);
    assert!(exit == 0 && errors.contains("briefing.toml: no ") && errors.contains("shared/s.toml: no "), "{errors}");
    let (exit, _, errors) = with(&["render", "-o", "out"]);
    assert_eq!(exit, 0, "{errors}");
    assert!(errors.contains("briefing.toml: skipped: the project file"), "{errors}");
    assert!(errors.contains("shared/s.toml: skipped: a file of shared records"), "{errors}");
    assert_eq!(names(&here.join("out")).iter().filter(|name| name.starts_with("a.")).count(), 2);
    let (exit, out, _) = with(&["list", "--format", "json"]);
    assert_eq!((exit, out.matches("\"file\"").count()), (0, 1));
    assert_eq!(with(&["fmt", "--check"]).0 & 2, 0);
    for name in &all[1..] {
        let (exit, _, errors) = run(brief(["render", name]).current_dir(&here));
        assert!(exit == 2 && errors.contains(", not a brief"), "{errors}");
        let (exit, _, errors) = run(brief(["set", name, "brief.title", "x"]).current_dir(&here));
        assert!(exit == 2 && errors.contains("which this command does not change"), "{errors}");
    }
    // A project file with errors is reported as one.
    fs::write(here.join("briefing.toml"), "[chek]\n").unwrap();
    let (exit, out, _) = run(brief(["check", "--format", "short", "briefing.toml"]).current_dir(&here));
    assert!(exit == 2 && out.starts_with("briefing.toml:1:2: error[bad-project]") && out.lines().count() == 1, "{out}");
}

#[test]
fn unreadable_files_are_in_every_report_format() {
    let here = folder("output-unread");
    donbas(&here);
    fs::write(here.join("latin.toml"), b"schema = 1\ntitle = \"caf\xe9\"\n").unwrap();
    for name in ["latin.toml", "missing.toml"] {
        for format in ["json", "sarif", "short", "github", "gitlab", "junit"] {
            let (exit, out, _) = run(brief(["check", "--format", format, "a.toml", name]).current_dir(&here));
            let shown = out.contains(name) && out.contains("unreadable-file");
            assert!(exit == 2 && shown, "{format}: {out}");
        }
        let (exit, out, _) = run(brief(["list", "--format", "json", "a.toml", name]).current_dir(&here));
        assert!(exit == 2 && out.lines().count() == 4 && out.contains(name), "{out}");
    }
}

#[cfg(unix)]
#[test]
fn a_line_end_in_a_name_is_shown_and_begins_no_line() {
    let here = folder("output-line-end");
    fs::copy(root().join("briefs/donbas.toml"), here.join("a\nb.toml")).unwrap();
    let (exit, out, _) = run(brief(["list", "."]).current_dir(&here));
    assert_eq!((exit, out.lines().count()), (0, 2), "{out}");
    let (exit, out, _) = run(brief(["affected", "russia", "."]).current_dir(&here));
    assert!(exit == 0 && out.lines().all(|line| line.starts_with('a') && line.contains("b.toml:")), "{out}");
}

#[cfg(target_os = "linux")]
#[test]
fn the_page_is_opened_when_it_is_written() {
    let here = folder("output-open");
    donbas(&here);
    let opener = here.join("xdg-open");
    fs::write(&opener, format!("#!/bin/sh\necho \"$1\" >> {}\n", here.join("opened").display())).unwrap();
    fs::set_permissions(&opener, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let render = |arguments: &[&str]| {
        let path = format!("{}:/usr/bin:/bin", here.display());
        run(brief([&["render", "--open"], arguments].concat()).current_dir(&here).env("PATH", path))
    };
    let (exit, _, errors) = render(&["a.toml"]);
    assert_eq!(exit, 0, "{errors}");
    // The program that opens the page is not waited for.
    for _ in 0..1000 {
        if fs::read_to_string(here.join("opened")).is_ok_and(|text| text.ends_with('\n')) {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    assert_eq!(fs::read_to_string(here.join("opened")).unwrap(), "a.pdf\n");
    for arguments in [&["."][..], &["a.toml", "a.toml"], &["a.toml", "-o", "-", "--to", "md"], &["a.toml", "--check"]] {
        assert_eq!(render(arguments).0, 2, "{arguments:?}");
    }
}

#[test]
fn an_outcome_without_a_summary_keeps_its_sources() {
    let here = folder("output-outcome");
    let text = include_str!("../../src/schema/example.toml")
        .replace("summary = \"A technical committee meets again on 3 June.\"", "sources = [\"host\"]")
        + "\n[sources.host]\npublisher = \"Host\"\ndate = 2024-05-12\n";
    fs::write(here.join("a.toml"), text).unwrap();
    for template in ["one-page", "readout", "full"] {
        let arguments = ["render", "a.toml", "--template", template, "--to", "md", "-o", "-"];
        let (exit, markdown, errors) = run(brief(arguments).current_dir(&here));
        assert_eq!(exit, 0, "{template}: {errors}");
        let cited = markdown.lines().any(|line| line.contains("Third round") && line.contains("[^host]"));
        assert!(cited && markdown.contains("\n[^host]: "), "{template}: {markdown}");
    }
}
