//! Warnings that a brief suppresses with a reason, in the output of commands. `tests/cases/check/` has the output of
//! `check` for each way to write a suppression.

use std::fs;
use std::path::Path;

use briefing::merge::{MarkerLabels, merge};
use briefing::pipeline::{self, Input};
use briefing::project::Project;
use briefing::{format, parse, source};

use crate::program::{brief, folder, root, run};

const LINE: &str = "bottom_line = \"Several questions are open [@ministry].\"";
const ALLOW: &str = " # brief: allow vague-quantifier -- the ministry names no number";

/// The example with a warning in its bottom line, and text before `[brief]` and beside the bottom line.
fn text(above: &str, beside: &str) -> String {
    let valid = fs::read_to_string(root().join("tests/cases/check/valid/brief.toml")).unwrap();
    let line = valid.lines().find(|line| line.starts_with("bottom_line")).unwrap();
    valid.replace(line, &format!("{LINE}{beside}")).replace("[brief]", &format!("{above}[brief]"))
}

fn check(here: &Path, options: &[&str]) -> (i32, String, String) {
    run(brief(["check", "a.toml"]).args(options).current_dir(here))
}

#[test]
fn a_summary_counts_what_is_suppressed_and_denied_is_what_is_left() {
    let here = folder("suppression-summary");
    fs::write(here.join("a.toml"), text("", ALLOW)).unwrap();
    let clean = (0, String::new(), "a.toml: no errors, 1 suppressed\n".to_owned());
    assert_eq!(check(&here, &[]), clean);
    assert_eq!(check(&here, &["--deny", "warnings"]), clean);
    assert_eq!(check(&here, &["--deny", "vague-quantifier"]), clean);
    assert_eq!(check(&here, &["--format", "short"]), (0, String::new(), String::new()));
    // A rule that the project allows is not counted, and its suppression is not unused.
    assert_eq!(check(&here, &["--allow", "vague-quantifier"]).2, "a.toml: no errors\n");
    let folder = run(brief(["check", "."]).current_dir(&here));
    assert_eq!(folder, (0, String::new(), "1 brief checked, 1 warning suppressed\n".to_owned()));
    let (_, _, errors) = run(brief(["render", "a.toml", "--to", "md"]).current_dir(&here));
    assert!(!errors.contains("warning"), "{errors}");
    fs::write(here.join("a.toml"), text("", "")).unwrap();
    assert_eq!(check(&here, &["--deny", "warnings"]).0, 1);
}

#[test]
fn an_error_is_suppressed_only_where_the_project_has_made_a_warning_of_it() {
    let here = folder("suppression-severity");
    let late = text("", ALLOW).replace(
        "date = 2024-05-12",
        "date = 2024-05-20 # brief: allow outcome-after-cut-off -- the round was announced before it was held",
    );
    fs::write(here.join("a.toml"), late).unwrap();
    let (exit, out, _) = check(&here, &["--format", "short"]);
    assert!(exit == 1 && out.contains("error[outcome-after-cut-off]"), "{out}");
    assert!(out.contains("warning[bad-suppression]: `outcome-after-cut-off` is an error"), "{out}");
    fs::write(here.join("briefing.toml"), "[check]\noutcome-after-cut-off = \"warn\"\n").unwrap();
    assert_eq!(check(&here, &[]).2, "a.toml: no errors, 2 suppressed\n");
}

#[test]
fn programs_get_the_suppressed_warnings_with_their_reasons() {
    let here = folder("suppression-programs");
    let step = "\n[next_steps.meet]\ntext = \"The JTWG meets.\"\n";
    fs::write(here.join("a.toml"), text("", ALLOW) + step).unwrap();
    let (exit, out, _) = check(&here, &["--format", "json"]);
    let all: serde_json::Value = serde_json::from_str(&out).unwrap();
    let lines = all["diagnostics"].as_array().unwrap().clone();
    assert_eq!((exit, lines.len()), (0, 2), "{out}");
    assert_eq!(lines[0]["suppression"]["reason"], "the ministry names no number");
    assert_eq!((&lines[0]["code"], &lines[0]["suppression"]["start"]["line"]), (&"vague-quantifier".into(), &6.into()));
    assert!(lines[1]["suppression"].is_null() && lines[1]["code"] == "unexpanded-abbreviation", "{out}");
    let (exit, out, _) = check(&here, &["--format", "sarif"]);
    let log: serde_json::Value = serde_json::from_str(&out).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!((exit, results.len()), (0, 2), "{out}");
    let suppression = &results[0]["suppressions"][0];
    assert_eq!(suppression["kind"], "inSource");
    assert_eq!(suppression["justification"], "the ministry names no number");
    assert_eq!(suppression["location"]["physicalLocation"]["region"]["startLine"], 6);
    // SARIF 3.27.23: either all results have this property, or none.
    assert_eq!(results[1]["suppressions"], serde_json::json!([]));
}

#[test]
fn fix_takes_out_what_suppresses_nothing_and_leaves_every_other_byte() {
    let here = folder("suppression-fix");
    let unused = "# brief: allow silent-party -- all have spoken\r\n";
    let more = ALLOW.replace("vague-quantifier", "mixed-script, vague-quantifier, long-bottom-line");
    let list =
        "interests = [\n  # brief: allow mixed-script -- none\n  \"Water.\", # brief: allow mixed-script -- none\n]\n";
    let name = "name = \"Upstream Republic\"\n";
    let before = text(&unused.repeat(3), &more).replace(name, &format!("{name}{list}"));
    fs::write(here.join("a.toml"), before).unwrap();
    let (exit, _, errors) = check(&here, &["--fix"]);
    assert_eq!(exit, 0, "{errors}");
    let list = "interests = [\n  \"Water.\",\n]\n";
    let expected = text("", ALLOW).replace(name, &format!("{name}{list}"));
    assert_eq!(fs::read_to_string(here.join("a.toml")).unwrap(), expected, "{errors}");
    assert!(errors.ends_with("a.toml: 1 note, 1 suppressed\n"), "{errors}");
}

#[test]
fn a_file_of_shared_records_suppresses_what_is_said_of_it_alone() {
    let here = folder("suppression-shared");
    fs::create_dir_all(here.join("shared")).unwrap();
    fs::write(here.join("briefing.toml"), "[project]\nshared = \"shared\"\n").unwrap();
    let record = "schema = 1\n\n[sources.water]\npublisher = \"Мinistry of Water\"\ndate = 2024-05-13\n";
    let allow = "# brief: allow mixed-script -- the letter is part of the name\npublisher";
    let shared = here.join("shared/a.toml");
    let said = || run(brief(["check", "shared/a.toml"]).current_dir(&here));
    fs::write(&shared, record).unwrap();
    assert!(said().2.contains("warning[mixed-script]"), "{}", said().2);
    fs::write(&shared, record.replace("publisher", allow)).unwrap();
    assert_eq!(said(), (0, String::new(), "shared/a.toml: no errors, 1 suppressed\n".to_owned()));
    fs::write(&shared, record.replace("publisher", &allow.replace("mixed-script", "silent-party"))).unwrap();
    assert!(said().2.contains("warning[unused-suppression]"), "{}", said().2);
}

#[test]
fn a_warning_of_the_page_is_suppressed_where_the_brief_names_its_language() {
    let here = folder("suppression-page");
    let language = |comment: &str| {
        text("# Talks of May\n", "")
            .replace("title = \"Reservoir", &format!("language = \"eo\"{comment}\ntitle = \"Reservoir"))
    };
    let render = |text: String| {
        fs::write(here.join("a.toml"), text).unwrap();
        run(brief(["render", "a.toml", "--to", "md"]).current_dir(&here)).2
    };
    let errors = render(language(""));
    assert!(errors.contains("warning[unsupported-language]") && errors.contains("a.toml:5:12"), "{errors}");
    let errors = render(language(" # brief: allow unsupported-language -- the labels are translated by hand"));
    assert!(!errors.contains("unsupported-language"), "{errors}");
    // `check` makes no page, so it does not report that this suppression is unused.
    assert!(!check(&here, &[]).2.contains("unused-suppression"));
}

#[test]
fn suppressions_of_rules_that_did_not_run_are_not_unused() {
    let here = folder("suppression-faulty-shared");
    fs::create_dir_all(here.join("shared")).unwrap();
    fs::write(here.join("briefing.toml"), "[project]\nshared = \"shared\"\n").unwrap();
    fs::write(here.join("shared/s.toml"), "schema = 1\n\n[sources.agency]\n").unwrap();
    let unused = text("# brief: allow silent-party -- r\n", "");
    fs::write(here.join("a.toml"), &unused).unwrap();
    assert!(check(&here, &[]).2.contains("unused-suppression"));
    fs::write(here.join("a.toml"), unused.replace("schema = 1", "schema = 1\nuse.files = [\"s.toml\"]")).unwrap();
    let errors = check(&here, &[]).2;
    assert!(errors.contains("faulty-shared-file") && !errors.contains("unused-suppression"), "{errors}");
}

/// The suppressed warnings, each with its reason.
fn suppressed(text: &str) -> Vec<(String, String)> {
    let checked = pipeline::check(&Input::new("a.toml", text), &Project::default());
    let pair = |it: &briefing::Diagnostic| (it.message.clone(), it.suppression.as_ref().unwrap().reason.clone());
    let mut all: Vec<_> = checked.suppressed.iter().map(pair).collect();
    all.sort();
    all
}

#[test]
fn formatting_keeps_every_suppression_with_what_it_is_about() {
    let mut seen = 0;
    for entry in fs::read_dir(root().join("tests/cases/check")).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path().join("brief.toml")).unwrap();
        let Ok(formatted) = format::format(&text.replace(" = ", "   =  ")) else { continue };
        assert_eq!(suppressed(&formatted), suppressed(&text), "{formatted}");
        let comments = |text: &str| {
            let mut sources = source::Sources::default();
            let file = sources.add("a.toml", text);
            parse::parse(&sources, file).0.comments().len()
        };
        assert_eq!(comments(&formatted), comments(&text));
        seen += suppressed(&text).len();
    }
    assert!(seen > 5, "{seen}");
}

fn labels() -> MarkerLabels {
    MarkerLabels { ours: "ours".into(), base: "base".into(), theirs: "theirs".into(), size: 7 }
}

#[test]
fn a_merge_keeps_the_suppressions_of_both_sides() {
    let base = text("", "");
    let (ours, step) = (
        text("", ALLOW),
        "\n# brief: allow unexpanded-abbreviation -- its name\n[next_steps.meet]\ntext = \"The JTWG meets.\"\n",
    );
    let theirs = format!("{base}{step}").replace("title = \"Filling schedule\"", "title = \"Filling\"");
    let merged = merge(&base, &ours, &theirs, &labels()).unwrap();
    assert!(merged.conflicts.is_empty());
    assert_eq!(suppressed(&merged.text).len(), 2, "{}", merged.text);
    assert!(merged.text.contains(ALLOW) && merged.text.contains("title = \"Filling\""), "{}", merged.text);
}
