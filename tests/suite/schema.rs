//! Tests the JSON Schema with the programs that editors use.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use briefing::schema;

use crate::program::{brief, folder, have, root, run, shipped_briefs};

#[test]
fn the_schema_in_docs_is_that_of_the_table() {
    super::check::compare("docs/brief.schema.json".as_ref(), &schema::json_schema());
}

/// Errors that a schema can find: a text of the example, and its replacement.
const SEEDS: &[(&str, &str)] = &[
    ("schema = 1\n", ""),
    ("schema = 1\n", "schema = \"1\"\n"),
    ("schema = 1\n", "schema = 2\n"),
    ("title = \"Reservoir", "titel = \"Reservoir"),
    ("as_of = 2024-05-14\n", ""),
    ("as_of = 2024-05-14\n", "as_of = \"14 May\"\n"),
    ("as_of = 2024-05-14\n", "as_of = 20240514\n"),
    ("bottom_line = \"The filling", "bottom_line = \"\"\nx = \"The filling"),
    ("handling = \"TLP:GREEN\"", "stale_after = \"21 days\""),
    ("handling = \"TLP:GREEN\"", "language = \"in English\""),
    ("handling = \"TLP:GREEN\"", "edition = 0"),
    ("handling = \"TLP:GREEN\"", "authors = \"Water desk\""),
    ("handling = \"TLP:GREEN\"", "status = \"drafted\""),
    ("[parties.upstream]", "[parties.Upstream]"),
    ("[parties.upstream]", "[party.upstream]"),
    ("short = \"Upstream\"", "representatives = [{ title = \"Minister\" }]"),
    ("short = \"Upstream\"", "representatives = [{ name = \"A\", office = \"Minister\" }]"),
    ("role = \"principal\"", "role = \"principle\""),
    ("status = \"converging\"", "status = \"open\""),
    ("priority = 1", "priority = \"1\""),
    ("[positions.filling.upstream]", "[[positions.filling.upstream]]"),
    ("[positions.filling.upstream]", "[positions.filling.upstream.x]"),
    ("stance = \"demands\"", "stance = \"Demands\""),
    ("red_line = true", "red_line = \"yes\""),
    ("sources = [\"ministry\"]", "sources = \"ministry\""),
    ("sources = [\"ministry\"]", "sources = [\"The ministry\"]"),
    ("sources = [\"ministry\"]", "credibility = 7"),
    ("[outcome]\n", "[outcomes]\n"),
    ("result = \"procedural\"", "result = \"talks\""),
    ("[outcome.points.drought]", "[outcome.point.drought]"),
    ("reliability = \"B\"", "reliability = \"G\""),
    ("reliability = \"B\"", "url = \"example.org\""),
];

/// Briefs without errors, and briefs with one error each, in a folder for one test.
fn files(name: &str) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let here = folder(name);
    let mut faulty = Vec::new();
    for (at, (right, wrong)) in SEEDS.iter().enumerate() {
        assert!(schema::EXAMPLE.contains(right), "{right}");
        let path = here.join(format!("seed-{at:02}.toml"));
        fs::write(&path, schema::EXAMPLE.replacen(right, wrong, 1)).unwrap();
        faulty.push(path);
    }
    let example = here.join("example.toml");
    fs::write(&example, schema::EXAMPLE).unwrap();
    let mut right = shipped_briefs();
    right.push(example);
    (right, faulty)
}

/// Runs a validator on each file, and compares its results with the expected ones.
fn validate(right: &[PathBuf], faulty: &[PathBuf], validator: impl Fn(&Path) -> Command + Sync) {
    let accepts = |path: &PathBuf| {
        let output = validator(path).output().unwrap();
        (
            output.status.success(),
            format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)),
        )
    };
    for path in right {
        let (accepted, said) = accepts(path);
        assert!(accepted, "{}: {said}", path.display());
    }
    // Half of them in another thread, since the validators are slow to start.
    let (first, second) = faulty.split_at(faulty.len() / 2);
    let refuses = |paths: &[PathBuf]| {
        for path in paths {
            let (accepted, said) = accepts(path);
            assert!(!accepted, "{} is accepted: {said}", fs::read_to_string(path).unwrap());
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(|| refuses(first));
        refuses(second);
    });
}

#[test]
fn check_jsonschema_accepts_every_brief_and_refuses_every_seeded_error() {
    if !have("check-jsonschema") {
        return;
    }
    let (right, faulty) = files("check-jsonschema");
    let schema = root().join("docs/brief.schema.json");
    validate(&right, &faulty, |path| {
        let mut command = Command::new("check-jsonschema");
        command.arg("--schemafile").arg(&schema).arg(path);
        command
    });
}

#[test]
fn the_schemas_of_a_project_and_of_shared_records_take_what_the_program_takes() {
    if !have("check-jsonschema") {
        return;
    }
    let here = folder("schema-project");
    for file in ["project", "shared"] {
        let (exit, out, _) = run(&mut brief(["schema", file]));
        assert_eq!(exit, 0);
        fs::write(here.join(file), out).unwrap();
    }
    let cases = root().join("tests/cases/projects");
    for (schema, file, accepted) in [
        ("project", "shared-records/briefing.toml", true),
        ("project", "faulty-project/briefing.toml", false),
        ("shared", "shared-records/shared/press.toml", true),
        ("shared", "shared-records/shared/contact-group.toml", true),
        ("shared", "faulty-shared-records/shared/press.toml", false),
        ("shared", "faulty-shared-records/shared/contact-group.toml", false),
        ("shared", "shared-records/briefs/north/good.toml", false),
    ] {
        let mut command = Command::new("check-jsonschema");
        let output = command.arg("--schemafile").arg(here.join(schema)).arg(cases.join(file)).output().unwrap();
        assert_eq!(output.status.success(), accepted, "{file}: {output:?}");
    }
    // Every vocabulary word of a project file.
    fs::copy(root().join("tests/cases/check/valid/brief.toml"), here.join("brief.toml")).unwrap();
    for (line, accepted) in [
        ("[check]\nmixed-script = \"allow\"\nwarnings = \"deny\"\n", true),
        ("[check]\nmixed-scripts = \"allow\"\n", false),
        ("[check]\nmixed-script = \"off\"\n", false),
        ("[check]\nsyntax-error = \"allow\"\n", false),
        ("[render]\nto = [\"odt\"]\n", false),
        ("[projekt]\n", false),
        ("[project]\nbriefs = []\n", false),
        ("[project]\nshared = \"\"\n", false),
        ("[render]\noutput = \" \"\n", false),
    ] {
        let file = here.join("briefing.toml");
        fs::write(&file, line).unwrap();
        let mut command = Command::new("check-jsonschema");
        let output = command.arg("--schemafile").arg(here.join("project")).arg(&file).output().unwrap();
        assert_eq!(output.status.success(), accepted, "{line}: {output:?}");
        let (exit, ..) = run(brief(["check", "."]).current_dir(&here));
        assert_eq!(exit == 0, accepted, "{line}");
    }
}

#[test]
fn taplo_accepts_every_brief_and_refuses_every_seeded_error() {
    if !have("taplo") {
        return;
    }
    let (right, faulty) = files("taplo");
    let address = format!("file://{}", root().join("docs/brief.schema.json").display());
    validate(&right, &faulty, |path| {
        let mut command = Command::new("taplo");
        command.args(["check", "--schema", &address]).arg(path);
        command
    });
}

#[test]
fn an_editor_finds_the_schema_by_the_first_line_of_a_shipped_brief() {
    if !have("taplo") {
        return;
    }
    let here = folder("schema-line");
    fs::create_dir_all(here.join("briefs")).unwrap();
    fs::create_dir_all(here.join("docs")).unwrap();
    fs::copy(root().join("docs/brief.schema.json"), here.join("docs/brief.schema.json")).unwrap();
    for brief in shipped_briefs() {
        let text = fs::read_to_string(&brief).unwrap();
        for (name, text, accepted) in
            [("right", text.clone(), true), ("wrong", text.replacen("\"principal\"", "\"principle\"", 1), false)]
        {
            let path = here.join("briefs").join(format!("{name}.toml"));
            fs::write(&path, text).unwrap();
            let output = Command::new("taplo").arg("check").arg(&path).output().unwrap();
            assert_eq!(output.status.success(), accepted, "{}: {output:?}", brief.display());
        }
    }
}

#[test]
fn what_a_schema_refuses_the_program_refuses_too() {
    for (right, wrong) in SEEDS {
        let text = schema::EXAMPLE.replacen(right, wrong, 1);
        let mut sources = briefing::source::Sources::default();
        let file = sources.add("brief.toml", text.as_str());
        let (document, _) = briefing::parse::parse(&sources, file);
        let (brief, errors) = briefing::check::check(&document, &sources);
        assert!(brief.is_none() && briefing::diagnostic::has_errors(&errors), "{text}");
    }
}

/// The schema for SARIF 2.1.0 by OASIS; `.ci/run` downloads it.
const SARIF_SCHEMA: &str = "target/sarif-schema-2.1.0.json";

#[test]
fn sarif_is_what_its_published_schema_says() {
    if !have("check-jsonschema") {
        return;
    }
    if !root().join(SARIF_SCHEMA).exists() {
        assert!(!crate::program::required(), "{SARIF_SCHEMA} is not there");
        eprintln!("skipped: {SARIF_SCHEMA} is not there");
        return;
    }
    let here = folder("sarif");
    let (exit, sarif, errors) =
        run(brief(["check", "--format", "sarif", "briefs", "tests/cases/check"]).current_dir(root()));
    assert_eq!((exit, errors.as_str()), (1, ""));
    let value: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    let results = value["runs"][0]["results"].as_array().unwrap();
    assert!(results.len() > 100, "{}", results.len());
    let located =
        results.iter().all(|result| result["locations"][0]["physicalLocation"]["region"]["startLine"].is_u64());
    assert!(located, "code scanning shows no result without a place");
    assert!(results.iter().any(|result| result["fixes"].is_array()));
    let accepted = |name: &str, text: &str| {
        fs::write(here.join(name), text).unwrap();
        let mut command = Command::new("check-jsonschema");
        // One pattern in the published schema is not a valid regular expression in the strict mode of ECMAScript.
        command.args(["--regex-variant", "nonunicode", "--schemafile"]).arg(root().join(SARIF_SCHEMA));
        let output = command.arg(here.join(name)).output().unwrap();
        (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let (good, said) = accepted("right.sarif.json", &sarif);
    assert!(good, "{said}");
    assert!(!accepted("wrong.sarif.json", &sarif.replacen("\"level\": \"error\"", "\"level\": \"fatal\"", 1)).0);
}
