//! Each folder of `tests/cases/projects` is a project; `expected.txt` has what `brief check` says of it. To add a case,
//! make a folder with a `briefing.toml` and briefs and run the tests with `UPDATE=1`; then read the file.

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
fn every_project_says_what_is_expected() {
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
    // The ministry relays the agency; nobody names the union or the paper.
    assert!(markdown.contains("relays Agency") && !markdown.contains("Union of States") && !markdown.contains("Paper"));
    let (exit, _, errors) = run(brief(["check", "../shared/press.toml"]).current_dir(here.join("briefs")));
    assert_eq!((exit, errors.as_str()), (0, "../shared/press.toml: no faults\n"));
    // Within its own folder, too; and no other command takes it for a brief.
    let shared = here.join("shared");
    assert_eq!(run(brief(["check", "--format", "short"]).current_dir(&shared)).0, 0);
    for arguments in [&["render", "press.toml"][..], &["set", "press.toml", "sources.paper.kind", "wire"][..]] {
        let (exit, _, errors) = run(brief(arguments).current_dir(&shared));
        assert!(exit == 2 && errors.contains("press.toml is a file of shared records"), "{errors}");
    }
    let (exit, _, errors) = run(brief(["watch", "nowhere.toml"]).current_dir(&shared));
    assert!(exit == 2 && errors.contains("cannot watch nowhere.toml"), "{errors}");
    // What the folder of shared records leads to is nobody's business.
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
        let (found, out, _) = run(brief(["list", "--json", "--stale", "--today", today]).current_dir(&here));
        assert_eq!((found, out.lines().count()), (exit, exit as usize), "{today}: {out}");
        if exit == 1 {
            let row: serde_json::Value = serde_json::from_str(&out).unwrap();
            assert_eq!(row["fresh_until"], "2024-05-28");
            assert_eq!((&row["stale"], &row["status"]), (&true.into(), &"cleared".into()));
        }
    }
    let (exit, out, errors) = run(brief(["affected", "agency", "briefs/north"]).current_dir(&here));
    let line = "shared/press.toml:6:10: sources.ministry.relays: source agency (in briefs/north/good.toml)\n";
    assert_eq!((exit, out.as_str(), errors.as_str()), (0, line, "agency: used in 1 place of 1 brief\n"));
    let (_, out, _) = run(brief(["affected", "parties.upstream", "--json"]).current_dir(&here));
    let row: serde_json::Value = serde_json::from_str(out.lines().last().unwrap()).unwrap();
    assert_eq!((&row["brief"], &row["line"]), (&"briefs/north/good.toml".into(), &22.into()), "{out}");
    let (exit, _, errors) = run(brief(["affected", "agancy"]).current_dir(&here));
    assert!(exit == 2 && errors.contains("did you mean `agency`?"), "{errors}");
    // What a title says is shown and not obeyed.
    fs::write(&good, text.replace("Reservoir talks", "Reservoir\\u001b[31m talks")).unwrap();
    let (_, out, _) = run(brief(["list", "briefs/north"]).current_dir(&here));
    assert!(!out.contains('\u{1b}'), "{out}");
}

#[test]
fn the_fields_of_the_project_file_are_documented() {
    let page = fs::read_to_string(root().join("docs/projects.md")).unwrap();
    let example = page.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    for table in briefing::schema::PROJECT {
        let (_, part) = example.split_once(&table.header()).unwrap_or_else(|| panic!("{} is missing", table.header()));
        let part = part.split("\n[").next().unwrap();
        for field in table.fields {
            assert!(part.contains(&format!("\n{} = {}", field.name, field.example)), "{}", field.name);
        }
    }
    // The example is a project file without faults.
    let here = folder("documented-project");
    fs::create_dir_all(here.join("shared")).unwrap();
    fs::write(here.join("briefing.toml"), example).unwrap();
    let (exit, _, errors) = run(brief(["check"]).current_dir(&here));
    assert_eq!((exit, errors.as_str()), (0, "0 briefs checked\n"));
}
