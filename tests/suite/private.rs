//! `NAME.private.toml` beside a brief: its records are for our side alone, and nothing names it.

use std::fs;
use std::path::{Path, PathBuf};

use briefing::{docx, pdf};

use crate::program::{brief, folder, run};

const BRIEF: &str = "schema = 1

[brief]
title = \"Reservoir talks\"
as_of = 2024-05-14
bottom_line = \"The schedule is open [@ministry].\"
handling = \"TLP:RED\"
unmarked = \"TLP:GREEN\"
own_side = \"upstream\"

[parties.upstream]
name = \"Upstream Republic\"
role = \"principal\"

[parties.downstream]
name = \"Downstream Kingdom\"
role = \"principal\"

[issues.filling]
title = \"Filling schedule\"
status = \"contested\"

[positions.filling.upstream]
stance = \"undeclared\"
text = \"Has not answered.\"
sources = [\"ministry\"]

[positions.filling.downstream]
stance = \"demands\"
text = \"Seven years.\"
sources = [\"ministry\"]

[sources.ministry]
publisher = \"Ministry of Water\"
date = 2024-05-13
";

const PRIVATE: &str = "schema = 1

[aims.filling]
goal = \"Six zebra years.\"

[claims.tap]
text = \"The zebra negotiator is recorded.\"
said_by = \"downstream\"
sources = [\"tap\"]

[sources.tap]
publisher = \"Zebra Recording\"
date = 2024-05-12
";

fn project(name: &str) -> PathBuf {
    let here = folder(name);
    fs::write(here.join("briefing.toml"), "[render]\noutput = \"out\"\n").unwrap();
    fs::write(here.join("water.toml"), BRIEF).unwrap();
    fs::write(here.join("water.private.toml"), PRIVATE).unwrap();
    here
}

fn say(here: &Path, arguments: &[&str]) -> (i32, String) {
    let (exit, output, errors) = run(brief(arguments).current_dir(here));
    (exit, output + &errors)
}

/// The files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn texts(path: &Path) -> String {
    let bytes = fs::read(path).unwrap();
    let mut texts = vec![String::from_utf8_lossy(&bytes).into_owned()];
    match path.extension().and_then(|it| it.to_str()) {
        Some("docx") => texts.extend(docx::parts(&bytes).unwrap()),
        Some("pdf") => texts.extend(pdf::texts(&bytes).unwrap()),
        _ => {}
    }
    texts.join("\n").to_lowercase()
}

#[test]
fn its_records_are_on_the_pages_of_the_own_side_and_nothing_names_it() {
    let here = project("private");
    let (exit, said) = say(&here, &["check", "--deny", "warnings", "water.toml"]);
    assert_eq!(exit, 0, "{said}");
    // A batch does not take it for a brief.
    let (exit, said) =
        say(&here, &["render", "--template", "full,mandate", "--to", "md,html,docx,pdf", "--depfile", "out/d"]);
    assert!(exit == 0 && said.contains("2 pages of 1 brief"), "{said}");
    let all = files(&here.join("out"));
    assert_eq!(all.len(), 11, "{all:?}");
    for path in &all {
        let text = texts(path);
        assert!(!text.contains("private"), "{}", path.display());
        let is_mandate = path.to_string_lossy().contains("mandate");
        // The pages of a PDF only contain codes of its fonts.
        if !is_mandate || path.extension().is_none_or(|it| it != "pdf") {
            assert_eq!(text.contains("zebra"), is_mandate, "{}", path.display());
        }
    }
    // Exports do not contain it either, unless asked to.
    for form in [&["--json"][..], &["--csv", "claims"], &["--csv", "sources"]] {
        for (more, expected) in [(&[][..], false), (&["--release", "TLP:RED"], false), (&["--own-side"], true)] {
            let (exit, said) = say(&here, &[&["export", "water.toml"], form, more].concat());
            assert_eq!((exit, said.to_lowercase().contains("zebra")), (0, expected), "{form:?}: {said}");
        }
    }
    // Whether an output is up to date depends on the private file.
    let render = ["render", "--template", "full,mandate", "--to", "md"];
    say(&here, &render);
    let (_, said) = say(&here, &render);
    assert!(said.contains("up to date") && !said.contains("rendered"), "{said}");
    fs::write(here.join("water.private.toml"), PRIVATE.replace("Six", "Seven")).unwrap();
    let (_, said) = say(&here, &render);
    assert!(said.contains("rendered"), "{said}");
    assert!(fs::read_to_string(here.join("out/water.mandate.md")).unwrap().contains("Seven zebra years"));
    // A release of any level is the same as without the private file.
    let release = |folder: &str| {
        let arguments =
            ["render", "--release", "TLP:RED", "--template", "mandate,full", "--to", "md,html,docx,pdf", "-o", folder];
        let (exit, said) = say(&here, &arguments);
        assert!(exit == 0 && !said.to_lowercase().contains("zebra") && !said.contains("private"), "{said}");
        let mut all: Vec<(PathBuf, Vec<u8>)> = files(&here.join(folder))
            .into_iter()
            .filter(|path| !path.to_string_lossy().contains(".briefing"))
            .map(|path| (path.file_name().unwrap().into(), fs::read(&path).unwrap()))
            .collect();
        all.sort();
        all
    };
    let with = release("with");
    for format in ["json", "sarif", "human"] {
        let (exit, said) = say(&here, &["check", "--release", "TLP:RED", "--format", format, "water.toml"]);
        // SARIF lists all rules, including those about private files.
        assert!(exit == 0 && !said.to_lowercase().contains("zebra") && !said.contains("water.private"), "{said}");
    }
    fs::remove_file(here.join("water.private.toml")).unwrap();
    assert!(with == release("without"));
}

#[test]
fn nothing_is_renamed_while_the_private_file_cannot_be_read() {
    let here = project("private-rename-broken");
    fs::write(here.join("water.private.toml"), "schema = 1\n[aims.filling]\ngoal = \"Six\n").unwrap();
    let (exit, said) = say(&here, &["rename", "water.toml", "parties.upstream", "north"]);
    assert!(exit == 2 && said.contains("water.private.toml has syntax errors"), "{said}");
    assert_eq!(fs::read_to_string(here.join("water.toml")).unwrap(), BRIEF);
}

#[test]
fn a_field_is_set_in_the_file_that_has_its_record() {
    let here = project("private-set");
    let (exit, said) = say(&here, &["set", "water.toml", "aims.filling.walk_away", "More than nine."]);
    assert!(exit == 0 && said.contains("water.private.toml: set aims.filling.walk_away"), "{said}");
    assert_eq!(fs::read_to_string(here.join("water.toml")).unwrap(), BRIEF);
    let private = fs::read_to_string(here.join("water.private.toml")).unwrap();
    assert!(private.contains("goal = \"Six zebra years.\"\nwalk_away = \"More than nine.\""), "{private}");
    let (exit, said) = say(&here, &["set", "water.toml", "issues.filling.status", "converging"]);
    assert!(exit == 0 && said.contains("water.toml: issues.filling.status contested → converging"), "{said}");
    assert_eq!(fs::read_to_string(here.join("water.private.toml")).unwrap(), private);
    let (exit, said) = say(&here, &["remove", "water.toml", "aims.filling", "issues.filling.status"]);
    assert!(exit == 2 && said.contains("`aims.filling` is in the private file, water.private.toml"), "{said}");
    for (command, value) in [("set", Some("X")), ("remove", None)] {
        let path = if value.is_some() { "parties.upstream.name" } else { "parties.upstream" };
        let arguments: Vec<&str> = [command, "water.private.toml", path].into_iter().chain(value).collect();
        let (exit, said) = say(&here, &arguments);
        assert!(exit == 2 && said.contains("`parties.upstream` is in the brief, water.toml"), "{said}");
    }
    // A command changes only one file.
    let (exit, said) = say(&here, &["set", "water.toml", "aims.filling.goal", "Six.", "--as-of", "2024-05-15"]);
    assert!(exit == 2 && said.contains("cannot change both a brief and its private file"), "{said}");
    assert_eq!(fs::read_to_string(here.join("water.private.toml")).unwrap(), private);
    // A change that would make the two inconsistent is refused.
    let (exit, said) = say(&here, &["set", "water.toml", "claims.tap.said_by", "nobody"]);
    assert!(exit == 1 && said.contains("there is no party `nobody`") && said.contains("water.private.toml:"), "{said}");
}

#[test]
fn records_are_added_removed_and_renamed_in_the_file_that_has_them() {
    let here = project("private-records");
    let text = |file: &str| fs::read_to_string(here.join(file)).unwrap();
    let done = |arguments: &[&str], says: &str| {
        let (exit, said) = say(&here, arguments);
        assert!(exit == 0 && said.contains(says), "{arguments:?}: {said}");
    };
    // Renames a record in the private file, and the references to it there.
    done(&["rename", "water.toml", "sources.tap", "wire"], "water.private.toml: renamed sources.tap to sources.wire");
    assert!(text("water.private.toml").contains("sources = [\"wire\"]\n\n[sources.wire]"));
    assert_eq!(text("water.toml"), BRIEF);
    // Renames a record in the brief, and the references to it in both files.
    let renamed = "water.toml: renamed parties.downstream to parties.kingdom, and 2 places that refer to it (1 in the private file)";
    let (exit, said) = say(&here, &["rename", "water.toml", "parties.downstream", "kingdom", "--dry-run"]);
    assert!(exit == 0 && said.contains("-said_by = \"downstream\"\n+said_by = \"kingdom\""), "{said}");
    assert_eq!(text("water.toml"), BRIEF);
    done(&["rename", "water.toml", "parties.downstream", "kingdom"], renamed);
    assert!(text("water.private.toml").contains("said_by = \"kingdom\""));
    assert!(text("water.toml").contains("[positions.filling.kingdom]"));
    done(&["rename", "water.toml", "issues.filling", "schedule"], "in the private file)");
    assert!(text("water.private.toml").contains("[aims.schedule]"));
    done(&["check", "water.toml"], "1 note");
    // Adds a record to the file that is named.
    let claim = ["--text", "It is a second zebra.", "--said-by", "kingdom", "--sources", "wire", "--id", "second"];
    done(&[&["add", "claim", "water.private.toml"][..], &claim].concat(), "water.private.toml: added claims.second");
    let (exit, said) = say(&here, &[&["add", "claim", "water.private.toml"][..], &claim].concat());
    assert!(exit == 2 && said.contains("`claims.second` already exists"), "{said}");
    done(&["set", "water.private.toml", "claims.second.text", "Third."], "water.private.toml: claims.second.text");
    // An id of the brief is also taken in the private file.
    let party = ["--name", "Other", "--role", "mediator", "--id", "upstream"];
    let (exit, said) = say(&here, &[&["add", "party", "water.private.toml"][..], &party].concat());
    assert!(exit == 1 && said.contains("is in the brief and in its private file"), "{said}");
    // Removes a record, unless something refers to it.
    let (exit, said) = say(&here, &["remove", "water.toml", "sources.wire"]);
    assert!(exit == 1 && said.contains("2 places refer to it") && said.contains("water.private.toml:"), "{said}");
    done(&["remove", "water.toml", "claims.second", "claims.tap", "sources.wire"], "removed claims.second");
    assert!(!text("water.private.toml").contains("zebra Recording") && !text("water.private.toml").contains("claims"));
    done(&["add", "claim", "water.private.toml", "--text", "So.", "--said-by", "kingdom", "--id", "last"], "added");
    let (exit, said) = say(&here, &["remove", "water.toml", "parties.kingdom", "positions.schedule.kingdom"]);
    assert!(
        exit == 1 && said.contains("there is no party `kingdom`") && said.contains("water.private.toml:"),
        "{said}"
    );
    // A private file without a brief is not changed.
    fs::write(here.join("other.private.toml"), PRIVATE).unwrap();
    let (exit, said) = say(&here, &["remove", "other.private.toml", "aims.filling"]);
    assert!(exit == 2 && said.contains("which this command does not change"), "{said}");
}

#[test]
fn errors_in_a_private_file_are_reported_at_their_place() {
    let here = project("private-errors");
    let errors = |private: &str, more: &str| {
        fs::write(here.join("water.private.toml"), private).unwrap();
        fs::write(here.join("water.toml"), BRIEF.to_owned() + more).unwrap();
        let (exit, said) = say(&here, &["check", "water.toml"]);
        assert_eq!(exit, 1, "{said}");
        said
    };
    let claim = "[claims.tap]\ntext = \"It is so.\"\nsaid_by = \"upstream\"\nsources = [\"ministry\"]\n";
    let said = errors(PRIVATE, claim);
    assert!(said.contains("error[duplicate-record]: `claims.tap` is in the brief and in its private file"), "{said}");
    assert!(said.contains("water.toml:") && said.contains("water.private.toml:6"), "{said}");
    let said = errors(&PRIVATE.replace("[aims.filling]", "[aims.fillings]"), "");
    assert!(said.contains("there is no issue `fillings`") && said.contains("--> water.private.toml:3"), "{said}");
    let said = errors("schema = 1\n[brief]\ntitle = \"T\"\n", "");
    assert!(said.contains("error[private-record]: `brief` is in the private file"), "{said}");
    let said = errors(PRIVATE, "[claims.b]\ntext = \"It is so.\"\nsaid_by = \"upstream\"\nsources = [\"tap\"]\n");
    assert!(said.contains("error[private-record]: the source `tap` is only in the private file"), "{said}");
    let said = errors(&PRIVATE.replace("goal =", "goal \u{202e}="), "");
    assert!(said.contains("water.private.toml:4"), "{said}");
    let said = errors(&PRIVATE.replace("goal = \"Six", "handling = \"TLP:GREEN\"\ngoal = \"Six"), "");
    assert!(said.contains("error[lowered-aim]"), "{said}");
    // A private file is not a brief by itself.
    fs::write(here.join("water.toml"), BRIEF).unwrap();
    let (exit, said) = say(&here, &["check", "water.private.toml"]);
    assert!(exit == 2 && said.contains("`brief check water.toml`"), "{said}");
    let (exit, said) = say(&here, &["render", "water.private.toml"]);
    assert!(exit == 2 && said.contains("is the private file of a brief"), "{said}");
}
