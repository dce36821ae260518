//! Each folder of `tests/cases/projects` is a project; its `expected.txt` has the output of `brief check`. To add a
//! case, create a folder with a `briefing.toml` and briefs, and run the tests with `UPDATE=1`; then review the file.

use std::fs;
use std::path::{Path, PathBuf};

use crate::program::{brief, folder, root, run};

/// A copy of a case in a folder of its own.
pub(super) fn project(case: &str, name: &str) -> PathBuf {
    let copy = folder(name);
    let from = root().join("tests/cases/projects").join(case);
    let mut open = vec![PathBuf::new()];
    while let Some(inner) = open.pop() {
        fs::create_dir_all(copy.join(&inner)).unwrap();
        for entry in fs::read_dir(from.join(&inner)).unwrap() {
            let path = inner.join(entry.unwrap().file_name());
            if from.join(&path).is_dir() {
                open.push(path);
            } else if path != Path::new("expected.txt") {
                fs::copy(from.join(&path), copy.join(&path)).unwrap();
            }
        }
    }
    copy
}

#[test]
fn every_project_has_the_expected_output() {
    let cases = fs::read_dir(root().join("tests/cases/projects")).unwrap();
    let mut cases: Vec<_> = cases.map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    assert!(cases.len() >= 4, "only {} cases were found", cases.len());
    for case in cases {
        let name = case.file_name().unwrap().to_str().unwrap();
        let (exit, out, errors) = run(brief(["check"]).current_dir(project(name, &format!("project-{name}"))));
        assert_eq!(out, "");
        crate::check::compare(&case.join("expected.txt"), &format!("{errors}exit code {exit}\n"));
    }
}

#[test]
fn a_brief_has_of_the_shared_records_what_it_names_and_is_checked_alike_from_every_folder() {
    let here = project("shared-records", "shared-records");
    let (exit, _, errors) = run(brief(["render", "briefs/north/good.toml", "--to", "md"]).current_dir(&here));
    assert_eq!(exit, 0, "{errors}");
    let markdown = fs::read_to_string(here.join("out/north/good.md")).unwrap();
    // The ministry relays the agency; the union and the paper are not named.
    assert!(markdown.contains("relays Agency") && !markdown.contains("Union of States") && !markdown.contains("Paper"));
    let (exit, _, errors) = run(brief(["check", "../shared/press.toml"]).current_dir(here.join("briefs")));
    assert_eq!((exit, errors.as_str()), (0, "../shared/press.toml: no errors\n"));
    // Also from inside its own folder; and no other command takes it for a brief.
    let shared = here.join("shared");
    assert_eq!(run(brief(["check", "--format", "short", "."]).current_dir(&shared)).0, 0);
    for arguments in [&["render", "press.toml"][..], &["set", "press.toml", "sources.paper.kind", "wire"][..]] {
        let (exit, _, errors) = run(brief(arguments).current_dir(&shared));
        assert!(exit == 2 && errors.contains("press.toml is a file of shared records"), "{errors}");
    }
    let (exit, _, errors) = run(brief(["watch", "nowhere.toml"]).current_dir(&shared));
    assert!(exit == 2 && errors.contains("cannot watch nowhere.toml"), "{errors}");
    // Files outside of the folder of shared records are never read.
    for name in ["../secret.toml", "/etc/hostname", "north/../../briefing.toml"] {
        let text = fs::read_to_string(here.join("briefs/north/good.toml")).unwrap();
        fs::write(here.join("briefs/bad.toml"), text.replace("press.toml", name)).unwrap();
        let (exit, _, errors) = run(brief(["check", "briefs/bad.toml"]).current_dir(&here));
        assert!(exit == 1 && errors.contains("error[unknown-shared-file]"), "{errors}");
    }
}

#[test]
fn a_project_is_listed_and_what_a_record_touches_is_named() {
    let here = project("shared-records", "listed");
    let (exit, out, _) = run(brief(["list", "--today", "2024-06-30"]).current_dir(&here));
    let lines: Vec<Vec<&str>> = out.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!((exit, lines.len()), (0, 4), "{out}");
    assert_eq!(lines[3], ["briefs/north/good.toml", "Reservoir", "talks", "2024-05-14", "–", "filling", "none", "–"]);
    let good = here.join("briefs/north/good.toml");
    let text = fs::read_to_string(&good).unwrap();
    fs::write(&good, text.replace("[use]", "stale_after = \"2w\"\nstatus = \"cleared\"\n\n[use]")).unwrap();
    for (today, exit) in [("2024-05-28", 0), ("2024-05-29", 1)] {
        let arguments = ["list", "--format", "json", "--stale", "--today", today];
        let (found, out, _) = run(brief(arguments).current_dir(&here));
        let list: serde_json::Value = serde_json::from_str(&out).unwrap();
        let rows = list["briefs"].as_array().unwrap();
        assert_eq!((found, rows.len()), (exit, exit as usize), "{today}: {out}");
        if let [row] = &rows[..] {
            assert_eq!(row["fresh_until"], "2024-05-28");
            assert_eq!((&row["stale"], &row["status"]), (&true.into(), &"cleared".into()));
        }
    }
    let (exit, out, errors) = run(brief(["affected", "agency", "briefs/north"]).current_dir(&here));
    let line = "shared/press.toml:6:10: sources.ministry.relays: source agency (in briefs/north/good.toml)\n";
    assert_eq!((exit, out.as_str(), errors.as_str()), (0, line, "agency: used in 1 place of 1 brief\n"));
    let (_, out, _) = run(brief(["affected", "parties.upstream", "--format", "json"]).current_dir(&here));
    let list: serde_json::Value = serde_json::from_str(&out).unwrap();
    let row = list["places"].as_array().unwrap().last().unwrap();
    assert_eq!((&row["brief"], &row["line"]), (&"briefs/north/good.toml".into(), &22.into()), "{out}");
    let (exit, _, errors) = run(brief(["affected", "agancy"]).current_dir(&here));
    assert!(exit == 2 && errors.contains("did you mean `agency`?"), "{errors}");
    // Control characters in a title are shown, not executed.
    fs::write(&good, text.replace("Reservoir talks", "Reservoir\\u001b[31m talks")).unwrap();
    let (_, out, _) = run(brief(["list", "briefs/north"]).current_dir(&here));
    assert!(!out.contains('\u{1b}'), "{out}");
}

#[test]
fn a_stale_brief_is_reported_though_it_has_errors() {
    let here = folder("stale-with-errors");
    let text = "[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nedition = 3\nstale_after = \"2w\"\nbottom_line = 1\n";
    fs::write(here.join("a.toml"), text).unwrap();
    for (today, stale) in [("2024-05-28", false), ("2024-05-29", true)] {
        let arguments = ["list", "--stale", "--format", "json", "--today", today];
        let (exit, out, _) = run(brief(arguments).current_dir(&here));
        assert_eq!((exit, out.matches("\"file\"").count()), (i32::from(stale), usize::from(stale)), "{out}");
        assert!(!stale || out.contains("\"edition\":3") && out.contains("\"fresh_until\":\"2024-05-28\""), "{out}");
    }
}

#[test]
fn the_severities_of_a_project_reach_its_shared_records() {
    let here = project("shared-records", "shared-severities");
    let press = here.join("shared/press.toml");
    let text = fs::read_to_string(&press).unwrap();
    // A Cyrillic letter among Latin ones is a warning, unless the project says otherwise.
    fs::write(&press, text.replace("\"Paper\"", "\"P\u{0430}per\"")).unwrap();
    let check = |arguments: &[&str]| run(brief(["check"]).args(arguments).current_dir(&here));
    let good = "briefs/north/good.toml";
    let (exit, _, errors) = check(&["shared/press.toml"]);
    assert!(exit == 0 && errors.contains("warning[mixed-script]"), "{errors}");
    assert_eq!(check(&["shared/press.toml", "--allow", "mixed-script"]).2, "shared/press.toml: no errors\n");
    assert_eq!(check(&["shared/press.toml", "--deny", "mixed-script"]).0, 1);
    let (exit, _, errors) = check(&[good, "--deny", "warnings"]);
    assert!(exit == 1 && errors.contains("error[faulty-shared-file]"), "{errors}");
    assert_eq!(check(&[good]).0, 0);
    // Outputs from before the project became stricter are not up to date.
    let render = || run(brief(["render", "briefs/north"]).current_dir(&here));
    assert_eq!(render().0, 0);
    let project = here.join("briefing.toml");
    let text = fs::read_to_string(&project).unwrap();
    fs::write(&project, text + "\n[check]\nmixed-script = \"deny\"\n").unwrap();
    let (exit, _, errors) = render();
    assert!(exit == 1 && errors.contains("error[faulty-shared-file]"), "{errors}");
}

#[test]
fn a_shared_file_that_cannot_be_read_is_the_error_of_those_who_use_it() {
    let here = project("shared-records", "shared-unreadable");
    fs::write(here.join("shared/old.toml"), [b'[', 0xff, b']']).unwrap();
    let quiet = ["check", "briefs/north/good.toml", "--allow", "unprinted-content"];
    let (exit, _, errors) = run(brief(quiet).current_dir(&here));
    assert_eq!((exit, errors.as_str()), (0, "briefs/north/good.toml: no errors\n"));
    let (exit, out, errors) = run(brief(["check", "shared/old.toml", "--format", "short"]).current_dir(&here));
    assert_eq!(exit, 1, "{errors}");
    assert!(out.starts_with("shared/old.toml:1:1: error[faulty-shared-file]: cannot read"), "{out}");
    let good = here.join("briefs/north/good.toml");
    let text = fs::read_to_string(&good).unwrap();
    fs::write(&good, text.replace("\"press.toml\"", "\"press.toml\", \"old.toml\"")).unwrap();
    let (exit, _, errors) = run(brief(["check", "briefs/north/good.toml"]).current_dir(&here));
    assert!(exit == 1 && errors.contains("shared/old.toml: it is not UTF-8 text"), "{errors}");
}

#[test]
fn places_in_shared_files_are_right_where_a_file_and_a_folder_have_one_name() {
    let here = project("shared-records", "shared-order");
    // In the order of names `a.toml` comes before `a/b.toml`; in the order of paths it comes after.
    fs::create_dir(here.join("shared/a")).unwrap();
    fs::write(here.join("shared/a.toml"), "schema = 1\n[sources.x]\npublisher = \"X\"\ndate = 2024-05-01\n").unwrap();
    fs::write(
        here.join("shared/a/b.toml"),
        "schema = 1\n\n\n[sources.y]\npublisher = \"Y\"\ndate = 2024-05-01\nrelays = \"nobody\"\n",
    )
    .unwrap();
    let (_, out, _) = run(brief(["check", "--format", "short"]).current_dir(&here));
    assert!(out.contains("shared/a/b.toml:7:10: error[unknown-reference]"), "{out}");
}

#[test]
fn a_new_record_has_an_id_that_no_shared_one_has() {
    let here = project("shared-records", "shared-ids");
    let add = ["add", "source", "briefs/north/good.toml", "--publisher", "Agency", "--date", "2024-05-13"];
    let (exit, _, errors) = run(brief(add).current_dir(&here));
    assert_eq!(exit, 0, "{errors}");
    let text = fs::read_to_string(here.join("briefs/north/good.toml")).unwrap();
    assert!(text.contains("[sources.agency-2024-05-13]"), "{text}");
    let (_, _, errors) = run(brief(["set", "briefs/north/good.toml", "sources", "x"]).current_dir(&here));
    assert!(!errors.contains("shared"), "{errors}");
    let set = ["set", "briefs/north/good.toml", "sources.ministry.kind", "official"];
    let (exit, _, errors) = run(brief(set).current_dir(&here));
    assert!(exit == 2 && errors.contains("`sources.ministry` is a shared record, in shared/press.toml"), "{errors}");
}

#[test]
fn what_a_brief_lacks_is_said_to_be_in_the_shared_file_that_has_it() {
    let here = project("shared-records", "shared-where");
    let good = here.join("briefs/north/good.toml");
    let text = fs::read_to_string(&good).unwrap();
    for (without, id, file) in
        [(", \"press.toml\"", "ministry", "press.toml"), ("\"contact-group.toml\", ", "upstream", "contact-group.toml")]
    {
        fs::write(&good, text.replace(without, "")).unwrap();
        let (exit, _, errors) = run(brief(["check", "briefs/north/good.toml"]).current_dir(&here));
        let help = format!("`{id}` is in the shared file `{file}`: name that under [use]");
        assert!(exit == 1 && errors.contains(&help), "{errors}");
        assert!(id != "upstream" || errors.contains("`downstream` is in the shared"), "{errors}");
    }
    // A party is not a source, and there is no field in an id.
    for wrong in ["upstream", "ministry.publisher"] {
        fs::write(&good, text.replace("[\"ministry\"]", &format!("[\"{wrong}\"]"))).unwrap();
        let (_, _, errors) = run(brief(["check", "briefs/north/good.toml"]).current_dir(&here));
        assert!(errors.contains(&format!("there is no source `{wrong}`")), "{errors}");
        assert!(!errors.contains("is in the shared"), "{errors}");
    }
}

#[test]
fn the_errors_of_a_project_file_are_reported_in_the_form_that_was_asked_for() {
    let here = project("faulty-project", "faulty-project-forms");
    for (form, line) in
        [("short", "briefing.toml:"), ("json", "\"code\":\"bad-project\""), ("sarif", "\"ruleId\":\"bad-project\"")]
    {
        let (exit, out, errors) = run(brief(["check", "--format", form]).current_dir(&here));
        assert_eq!((exit, errors.as_str()), (2, ""), "{form}");
        let out: String = if form == "sarif" { out.split_whitespace().collect() } else { out };
        assert!(out.contains(line), "{form}: {out}");
    }
}

#[test]
fn a_project_file_in_a_folder_is_checked_though_no_brief_is_beside_it() {
    let here = folder("project-file-alone");
    fs::create_dir_all(here.join("in/deep")).unwrap();
    fs::write(here.join("in/deep/briefing.toml"), "[chek]\n").unwrap();
    for arguments in [&["check", "--format", "short"][..], &["check", "--format", "short", "in"]] {
        let (exit, out, _) = run(brief(arguments).current_dir(&here));
        assert!(exit == 2 && out.starts_with("in/deep/briefing.toml:1:2: error[bad-project]"), "{arguments:?}: {out}");
        assert_eq!(out.lines().count(), 1, "{out}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_does_not_lead_out_of_the_project() {
    let here = folder("project-links");
    fs::create_dir_all(here.join("elsewhere")).unwrap();
    fs::create_dir_all(here.join("p/inside")).unwrap();
    std::os::unix::fs::symlink("../elsewhere", here.join("p/out")).unwrap();
    std::os::unix::fs::symlink("inside", here.join("p/in")).unwrap();
    for (line, good) in [
        ("[render]\noutput = \"out\"\n", false),
        ("[render]\noutput = \"out/deeper\"\n", false),
        ("[project]\nbriefs = [\"inside\", \"out\"]\n", false),
        ("[project]\nshared = \"out\"\n", false),
        ("[render]\noutput = \"in\"\n", true),
        ("[render]\noutput = \"in/deeper\"\n[project]\nbriefs = [\"in\"]\n", true),
    ] {
        fs::write(here.join("p/briefing.toml"), line).unwrap();
        let (exit, _, errors) = run(brief(["check"]).current_dir(here.join("p")));
        assert_eq!((exit == 0, errors.contains("leads out of the folder")), (good, !good), "{line}: {errors}");
    }
    // The same for a link in the output folder, or in place of the record.
    fs::create_dir_all(here.join("p/b/sub")).unwrap();
    fs::create_dir_all(here.join("p/pages")).unwrap();
    fs::copy(root().join("tests/cases/check/valid/brief.toml"), here.join("p/b/sub/notes.toml")).unwrap();
    fs::write(here.join("elsewhere/notes.md"), "precious").unwrap();
    std::os::unix::fs::symlink("../../elsewhere", here.join("p/pages/sub")).unwrap();
    std::os::unix::fs::symlink("../../elsewhere", here.join("p/pages/.briefing")).unwrap();
    fs::write(here.join("p/briefing.toml"), "[project]\nbriefs = [\"b\"]\n[render]\noutput = \"pages\"\n").unwrap();
    let (exit, _, errors) = run(brief(["render"]).current_dir(here.join("p")));
    assert!(exit == 2 && errors.contains("a link on the way leads out of the folder of outputs"), "{errors}");
    assert_eq!(fs::read(here.join("elsewhere/notes.md")).unwrap(), b"precious");
    assert!(!here.join("elsewhere/record").exists());
    fs::remove_file(here.join("p/pages/sub")).unwrap();
    assert_eq!(run(brief(["render"]).current_dir(here.join("p"))).0, 0);
    assert!(here.join("p/pages/sub/notes.md").exists());
    fs::write(here.join("p/briefing.toml"), "[project]\nbriefs = [\"gone\"]\n").unwrap();
    let (exit, _, errors) = run(brief(["render"]).current_dir(here.join("p")));
    assert!(exit == 2 && errors.contains("briefing.toml names it as one of the folders of briefs"), "{errors}");
}

#[test]
fn the_fields_of_the_project_file_are_documented() {
    let page = fs::read_to_string(root().join("docs/projects.md")).unwrap();
    let example = page.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    for table in briefing::schema::PROJECT {
        let (_, part) = example.split_once(&table.header()).unwrap_or_else(|| panic!("{} is missing", table.header()));
        let part = part.split("\n[").next().unwrap();
        for field in table.fields.iter().filter(|field| field.name != "CODE") {
            assert!(part.contains(&format!("\n{} = {}", field.name, field.example)), "{}", field.name);
        }
    }
    // The example is a valid project file.
    let here = folder("documented-project");
    for folder in ["shared", "briefs"] {
        fs::create_dir_all(here.join(folder)).unwrap();
    }
    fs::write(here.join("briefing.toml"), example).unwrap();
    let (exit, _, errors) = run(brief(["check"]).current_dir(&here));
    assert_eq!((exit, errors.as_str()), (0, "0 briefs checked\n"));
}

#[cfg(unix)]
#[test]
fn a_pipe_or_a_link_out_of_the_folder_is_no_project_file() {
    let here = crate::program::folder("project-pipe");
    fs::copy(crate::program::root().join("tests/cases/check/valid/brief.toml"), here.join("x.toml")).unwrap();
    let file = here.join("briefing.toml");
    let made = std::process::Command::new("mkfifo").arg(&file).status();
    if made.is_ok_and(|status| status.success()) {
        let (exit, _, errors) = run(brief(["check", "x.toml"]).current_dir(&here));
        assert!(
            exit == 2 && errors.contains("cannot read ") && errors.contains("it is a pipe or a device"),
            "{errors}"
        );
        fs::remove_file(&file).unwrap();
    }
    fs::create_dir(here.join("in")).unwrap();
    fs::write(here.join("secret"), "TOKEN=abc\n").unwrap();
    std::os::unix::fs::symlink("../secret", here.join("in/briefing.toml")).unwrap();
    fs::rename(here.join("x.toml"), here.join("in/x.toml")).unwrap();
    let (exit, out, errors) = run(brief(["check", "in/x.toml"]).current_dir(&here));
    assert!(exit == 2 && errors.contains("it is a link that leads out of its folder"), "{errors}");
    assert!(!errors.contains("TOKEN") && !out.contains("TOKEN"), "{errors}");
    // A link to a file in the same folder is followed.
    fs::remove_file(here.join("in/briefing.toml")).unwrap();
    fs::write(here.join("in/common"), "").unwrap();
    std::os::unix::fs::symlink("common", here.join("in/briefing.toml")).unwrap();
    assert_eq!(run(brief(["check", "in/x.toml"]).current_dir(&here)).0, 0);
}

#[cfg(unix)]
#[test]
fn a_pipe_in_a_folder_of_templates_or_fonts_is_not_waited_for() {
    let here = crate::program::folder("equipment-pipe");
    fs::copy(crate::program::root().join("tests/cases/check/valid/brief.toml"), here.join("x.toml")).unwrap();
    assert_eq!(run(brief(["template", "export", "one-page", "t"]).current_dir(&here)).0, 0);
    fs::create_dir(here.join("f")).unwrap();
    for (pipe, options) in [("t/extra.md.hbs", ["--template", "t"]), ("f/a.ttf", ["--fonts", "f"])] {
        let made = std::process::Command::new("mkfifo").arg(here.join(pipe)).status();
        if made.is_ok_and(|status| status.success()) {
            let (exit, _, errors) = run(brief(["render", "x.toml"]).args(options).current_dir(&here));
            assert!(exit == 2 && errors.contains("it is a pipe or a device"), "{errors}");
        }
    }
}

/// The kind of a file does not depend on the current folder or on the form of its path, which hooks and actions rely
/// on.
#[test]
fn shared_records_are_recognized_in_any_folder() {
    let here = crate::program::folder("shared-alone");
    fs::create_dir_all(here.join("common/press")).unwrap();
    fs::create_dir(here.join("briefs")).unwrap();
    fs::copy(root().join("briefs/donbas.toml"), here.join("briefs/a.toml")).unwrap();
    fs::copy(
        root().join("tests/cases/projects/shared-records/shared/press.toml"),
        here.join("common/press/press.toml"),
    )
    .unwrap();
    fs::write(here.join("Cargo.toml"), "[package]\nname = \"x\"\n\n[sources.x]\ndate = 1\n").unwrap();
    let alone = "checked as shared records, although no project names them: ";
    let inner = here.join("common/press");
    let absolute = inner.join("press.toml");
    for (folder, arguments) in [
        (&here, &["common/press/press.toml"][..]),
        (&here, &["briefs/a.toml", "common/press/press.toml"]),
        (&here, &["common"]),
        (&here, &["."]),
        (&here, &[]),
        (&here, &[absolute.to_str().unwrap()]),
        (&inner, &["press.toml"]),
        (&inner, &["."]),
        (&here.join("briefs"), &["../common/press/press.toml"]),
    ] {
        let (exit, _, errors) = run(brief([&["check"], arguments].concat()).current_dir(folder));
        assert!(exit == 0 && errors.contains(alone) && !errors.contains("error["), "{arguments:?}: {errors}");
    }
    // Its errors are found, but a missing `[brief]` is not an error.
    let text = fs::read_to_string(&absolute).unwrap();
    fs::write(&absolute, text.replace("publisher", "publsher")).unwrap();
    let (exit, out, _) = run(brief(["check", "--format", "short", "common"]).current_dir(&here));
    assert!(exit == 1 && out.contains("press.toml:") && !out.contains("missing-table"), "{out}");
    fs::write(&absolute, format!("{text}\n[sources.x\n")).unwrap();
    let (exit, out, _) = run(brief(["check", "--format", "short", "common"]).current_dir(&here));
    assert!(exit == 1 && out.contains("error[syntax-error]") && !out.contains("missing-table"), "{out}");
    fs::write(&absolute, &text).unwrap();
    // No other command takes it for a brief.
    for arguments in [&["render", "common/press/press.toml"][..], &["list", "common/press/press.toml"]] {
        let (exit, _, errors) = run(brief(arguments).current_dir(&here));
        assert!(exit == 2 && errors.contains("press.toml is a file of shared records"), "{arguments:?}: {errors}");
    }
    let (exit, _, errors) = run(brief(["render", "--to", "md"]).current_dir(&here));
    assert!(exit == 0 && errors.ends_with("1 brief in this folder: 1 rendered\n"), "{errors}");
    // A project does not change that, whatever folders it names.
    fs::write(here.join("briefing.toml"), "[project]\nbriefs = [\"briefs\"]\n").unwrap();
    for arguments in [&["check", "common/press/press.toml", "briefing.toml"][..], &["check", "."]] {
        let (exit, _, errors) = run(brief(arguments).current_dir(&here));
        assert!(exit == 0 && errors.contains(alone), "{arguments:?}: {errors}");
    }
    fs::write(here.join("briefing.toml"), "[project]\nbriefs = [\"briefs\"]\nshared = \"common\"\n").unwrap();
    let (exit, _, errors) = run(brief(["check", "common/press/press.toml"]).current_dir(&here));
    assert_eq!((exit, errors.as_str()), (0, "common/press/press.toml: no errors\n"));
    // A file with nothing but parties is a brief if its name says so.
    fs::write(here.join("new.brief.toml"), &text).unwrap();
    let (exit, _, errors) = run(brief(["check", "new.brief.toml"]).current_dir(&here));
    assert!(exit == 1 && errors.contains("missing-table"), "{errors}");
}

#[test]
fn markdown_has_front_matter_where_the_project_asks_for_it() {
    let here = folder("front-matter");
    let text = std::fs::read_to_string(root().join("briefs/donbas.toml")).unwrap();
    let text = text.replacen("title = \"Donbas: ", "title = \"Donbas\\\": \\\\ ", 1);
    std::fs::write(here.join("a.toml"), &text).unwrap();
    let markdown = || {
        let (exit, _, errors) = run(brief(["render", "a.toml", "--to", "md"]).current_dir(&here));
        assert_eq!(exit, 0, "{errors}");
        std::fs::read_to_string(here.join("a.md")).unwrap()
    };
    std::fs::write(here.join("briefing.toml"), "[render]\nfront_matter = false\n").unwrap();
    let plain = markdown();
    assert!(plain.starts_with("<!--") || plain.starts_with('#'), "{plain}");
    // An output that is up to date without front matter is not up to date with it.
    std::fs::write(here.join("briefing.toml"), "[render]\nfront_matter = true\n").unwrap();
    let with = markdown();
    let front = with.strip_suffix(&plain).unwrap();
    assert!(
        front.starts_with("---\ntitle: \"Donbas\\\": \\\\ Russia’s demands after Anchorage\"\ndate: 2025-12-26\n"),
        "{front}"
    );
    assert!(front.contains("\nlang: \"en\"\n") && front.ends_with("\n---\n\n"), "{front}");
}

#[test]
fn each_file_of_a_project_is_checked_as_what_it_is() {
    let here = folder("roles");
    let project = "[project]\nshared = \"shared\"\n\n[render]\nstyle = \"look.toml\"\ntemplate = \"page\"\n";
    fs::write(here.join("briefing.toml"), project).unwrap();
    fs::create_dir(here.join("shared")).unwrap();
    fs::write(here.join("shared/press.toml"), "schema = 1\n").unwrap();
    fs::write(here.join("look.toml"), "[text]\nsize = 10\n").unwrap();
    let brief_text = fs::read_to_string(root().join("briefs/donbas.toml")).unwrap();
    fs::write(here.join("donbas.toml"), &brief_text).unwrap();
    fs::write(here.join("donbas.private.toml"), "schema = 1\n").unwrap();
    assert_eq!(run(brief(["template", "export", "one-page", "page"]).current_dir(&here)).0, 0);
    fs::write(here.join("page/language-de.toml"), "[labels]\n").unwrap();
    let check = |file: &str| {
        let (exit, _, errors) = run(brief(["check", file]).current_dir(&here));
        (exit, errors)
    };
    for (file, exit, says) in [
        ("briefing.toml", 0, "briefing.toml: no errors"),
        ("shared/press.toml", 0, "shared/press.toml: no errors"),
        ("look.toml", 0, "look.toml: no errors"),
        ("./look.toml", 0, "./look.toml: no errors"),
        ("donbas.private.toml", 2, "is the private file of a brief"),
        ("page/style.toml", 2, "check the template: `brief template check page`"),
        ("page/language-de.toml", 2, "page/language-de.toml is a file of a template"),
    ] {
        let (found, errors) = check(file);
        assert!(found == exit && errors.contains(says), "{file}: {found} {errors}");
    }
    // No command changes them as if they were briefs.
    for file in ["look.toml", "page/style.toml"] {
        let (exit, _, errors) = run(brief(["set", file, "brief.title", "x"]).current_dir(&here));
        assert!(exit == 2 && errors.contains("which this command does not change"), "{errors}");
    }
    // Errors in a style are reported at their place, including those that depend on the template, and a missing logo.
    fs::write(here.join("look.toml"), "[text]\nsiz = 10\n\n[page]\nlogo = \"none.png\"\nlogo-alt = \"A\"\n").unwrap();
    let (exit, errors) = check("look.toml");
    assert!(exit == 1 && errors.contains("error[bad-style]: `siz` is not a field of [text]"), "{errors}");
    assert!(
        errors.contains("--> look.toml:2:1") && errors.contains("the logo `none.png` cannot be printed"),
        "{errors}"
    );
    let (exit, errors) = check(".");
    assert!(exit == 1 && errors.contains("look.toml: 2 errors"), "{errors}");
}

/// A project may have a folder of briefs with the same name as a built-in template.
#[test]
fn a_folder_of_briefs_is_no_template() {
    let here = crate::program::folder("project-named");
    fs::create_dir(here.join("meeting")).unwrap();
    fs::create_dir(here.join("page")).unwrap();
    let broken = "schema = 1\n\n[brief]\ntitle = \"Talks\"\n";
    for folder in ["meeting", "page"] {
        fs::write(here.join(folder).join("a.toml"), broken).unwrap();
        // Without its main file, a folder that the project names is not a template.
        let project = format!("[project]\nbriefs = [\"{folder}\"]\n[render]\ntemplate = \"{folder}\"\n");
        fs::write(here.join("briefing.toml"), project).unwrap();
        for arguments in [&["check"][..], &["check", folder], &["check", &format!("{folder}/a.toml")]] {
            let (exit, out, errors) = run(brief(arguments).current_dir(&here));
            assert!(exit == 1 && format!("{out}{errors}").contains("as_of"), "{arguments:?}: {out}{errors}");
        }
    }
    // With it, files in the folder are not checked as briefs.
    fs::write(here.join("page/template.md.hbs"), "# {{brief.title}}\n").unwrap();
    let (exit, out, errors) = run(brief(["check", "page/a.toml"]).current_dir(&here));
    assert!(exit == 2 && errors.contains("is a file of a template"), "{out}{errors}");
}
