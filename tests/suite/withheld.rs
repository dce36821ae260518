//! No command prints or writes what a release withholds.

use std::fs;
use std::path::{Path, PathBuf};

use briefing::docx;
use briefing::exchange;
use briefing::pdf;

use crate::git::Repository;
use crate::program::{TEMPLATES, brief, folder, have, run};

/// A brief with withheld content in every table, and with withheld words in comments and in the layout.
pub(super) const BRIEF: &str = include_str!("../cases/withheld/water.toml");

/// The word that all withheld content contains.
const WORD: &str = "zebra";

pub(super) fn has_word(text: &str) -> bool {
    // Letters that are separated in an output would still be read as a word.
    text.to_lowercase().replace(['\u{ad}', '\n', ' '], "").contains(WORD)
}

/// A project with the brief, and the name of its file.
pub(super) fn project(name: &str) -> PathBuf {
    let here = folder(name);
    fs::write(here.join("briefing.toml"), "[render]\noutput = \"out\"\n").unwrap();
    fs::write(here.join("water.toml"), BRIEF).unwrap();
    here
}

/// Puts a folder under version control.
pub(super) fn versioned(here: &Path) -> Repository {
    let repository = Repository(here.to_path_buf());
    repository.git(&["init", "-q"]);
    repository
}

/// Runs `brief` in a folder, and checks that its messages do not contain the word.
fn clean(here: &Path, arguments: &[&str]) -> (i32, String) {
    let (exit, output, errors) = run(brief(arguments).current_dir(here));
    assert!(!has_word(&output) && !has_word(&errors), "{arguments:?}\n{output}\n{errors}");
    (exit, output + &errors)
}

/// The files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// Whether the name or the content of a file contains the word.
fn is_dirty(path: &Path) -> bool {
    let bytes = fs::read(path).unwrap();
    let mut texts =
        vec![String::from_utf8_lossy(&bytes).into_owned(), path.file_name().unwrap().to_string_lossy().into_owned()];
    match path.extension().and_then(|it| it.to_str()) {
        Some("docx") => texts.extend(docx::parts(&bytes).unwrap()),
        Some("pdf") => texts.extend(pdf::texts(&bytes).unwrap()),
        _ => {}
    }
    texts.iter().any(|text| has_word(text))
}

/// Checks that no name and no content of a file below a folder contains the word. Returns the number of files.
fn all_clean(folder: &Path) -> usize {
    let all = files(folder);
    let dirty: Vec<&PathBuf> = all.iter().filter(|path| is_dirty(path)).collect();
    assert!(dirty.is_empty(), "{dirty:?}");
    all.len()
}

/// Verifies these tests: they find the word in each output of the whole brief. In outputs that never contain it, they
/// find it after it is inserted.
#[test]
fn a_word_that_is_not_withheld_is_found_in_every_output() {
    let here = project("withheld-planted");
    let said = |arguments: &[&str]| {
        let (_, output, errors) = run(brief(arguments).current_dir(&here));
        output + &errors
    };
    said(&["render", "--template", "full,meeting", "--to", "md,html,docx,pdf", "--depfile", "out/depfile"]);
    let (dirty, rest): (Vec<PathBuf>, Vec<PathBuf>) =
        files(&here.join("out")).into_iter().partition(|path| is_dirty(path));
    let pages = |ending: &str| dirty.iter().filter(|it| it.extension().is_some_and(|it| it == ending)).count();
    assert_eq!([pages("md"), pages("html"), pages("docx"), pages("pdf")], [2, 2, 2, 2], "{dirty:?}");
    // The record of the batch, its `.gitignore`, and the dependency file.
    assert!(rest.len() == 3, "{rest:?}");
    for path in rest {
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, format!("{text}# a zeb\u{ad}ra\n")).unwrap();
        assert!(is_dirty(&path), "{}", path.display());
    }
    for format in ["human", "short", "json", "sarif", "junit", "gitlab", "github"] {
        let text = said(&["check", "--format", format, "water.toml"]);
        assert!(has_word(&text), "{format}: {text}");
    }
    assert!(has_word(&said(&["render", "--explain", "water.toml"])));
    assert!(has_word(&said(&["export", "--json", "--own-side", "water.toml"])));
    for table in ["parties", "positions", "claims", "sources"] {
        assert!(has_word(&said(&["export", "--own-side", "--csv", table, "water.toml"])), "{table}");
    }
}

#[test]
fn no_command_reveals_withheld_content() {
    let here = project("withheld");
    assert!(run(brief(["check", "water.toml"]).current_dir(&here)).0 == 0);
    let all = &TEMPLATES.join(",");
    let (exit, said) =
        clean(&here, &["render", "--release", "TLP:GREEN", "--template", all, "--to", "md,html,docx,pdf", "-v"]);
    assert_eq!(exit, 0, "{said}");
    assert!(said.contains("water.toml: withheld: 30 records, 19 fields"), "{said}");
    // The pages, the record of the batch and its `.gitignore`.
    assert_eq!(all_clean(&here.join("out")), TEMPLATES.len() * 4 + 2);
    assert!(here.join("out/water.tlp-green.full.pdf").exists(), "{said}");
    // Whether an output is up to date depends on the released text.
    let (exit, said) =
        clean(&here, &["render", "--release", "TLP:GREEN", "--template", all, "--to", "md,html,docx,pdf"]);
    assert!(exit == 0 && said.contains("up to date"), "{said}");
    assert_eq!(clean(&here, &["render", "--release", "TLP:GREEN", "--check"]).0, 0);
    // A file for review has the words that were sent, and nothing else.
    let out = ["--to", "docx", "--review", "--template", all, "-o", "review"];
    let (exit, said) = clean(&here, &[&["render", "--release", "TLP:GREEN"][..], &out].concat());
    assert_eq!(exit, 0, "{said}");
    assert!(all_clean(&here.join("review")) >= TEMPLATES.len());
    let one = ["--release", "TLP:GREEN", "water.toml"];
    let with = |more: &[&'static str]| [more, &one[..]].concat();
    assert_eq!(clean(&here, &with(&["render", "--depfile", "d", "-o", "page.pdf"])).0, 0);
    assert!(!has_word(&fs::read_to_string(here.join("d")).unwrap()));
    let (exit, said) = clean(&here, &with(&["render", "--explain"]));
    assert!(exit == 0 && said.contains("positions.filling.upstream.text"), "{said}");
    let (exit, said) = clean(&here, &with(&["render", "--to", "md", "-o", "-"]));
    assert!(exit == 0 && said.contains("Five years, fixed.[^ministry]"), "{said}");
    for format in ["human", "short", "json", "sarif"] {
        assert_eq!(clean(&here, &with(&["check", "--format", format])).0, 0);
    }
    assert_eq!(clean(&here, &with(&["list", "--format", "json"])).0, 0);
    let (exit, said) = clean(&here, &with(&["export", "--json"]));
    assert!(exit == 0 && said.contains("Five years, fixed [@ministry]"), "{said}");
    for table in exchange::tables() {
        let name = exchange::name(table);
        let (exit, said) = clean(&here, &[&["export", "--csv", &name][..], &one].concat());
        assert!(exit == 0 && said.starts_with(&exchange::columns(table).join(",")), "{said}");
    }
    assert_eq!(clean(&here, &["list", "--release", "TLP:GREEN"]).0, 0);
}

#[test]
fn a_position_is_withheld_in_its_place_where_the_readers_may_know_it() {
    let here = project("withheld-shown");
    let cell = |more: &[&str]| {
        let arguments =
            [&["render", "--release", "TLP:GREEN", "--to", "md", "-o", "-", "water.toml"][..], more].concat();
        let (exit, said) = clean(&here, &arguments);
        assert_eq!(exit, 0, "{said}");
        said
    };
    assert!(cell(&["--show-withheld"]).contains("withheld\\] |"));
    assert!(!cell(&[]).contains("withheld\\]"));
    for template in ["full", "matrix"] {
        assert!(cell(&["--show-withheld", "--template", template]).contains("withheld\\] |"), "{template}");
    }
}

#[test]
fn a_refused_release_reveals_nothing() {
    let here = project("withheld-refused");
    let refused = |text: &str, level: &str, says: &str| {
        fs::write(here.join("water.toml"), text).unwrap();
        for command in [&["render"][..], &["check"], &["list"], &["export", "--json"], &["export", "--csv", "claims"]] {
            let (exit, said) = clean(&here, &[command, &["--release", level, "water.toml"]].concat());
            assert!(exit == 2 && said.contains(says), "{command:?}: {said}");
        }
        assert!(!here.join("out").exists());
    };
    let without = |line: &str| BRIEF.replace(line, "");
    refused(&without("handling = \"TLP:RED\"\nunmarked"), "TLP:GREEN", "it has");
    refused(&without("unmarked = \"TLP:GREEN\"\n"), "TLP:GREEN", "the title or the bottom line is above TLP:GREEN");
    refused(&without("handling = \"TLP:RED\"\n"), "TLP:GREEN", "no `handling`");
    refused(BRIEF, "OFFICIAL", "has no level `OFFICIAL`");
    refused(BRIEF, "green", "did you mean `TLP:GREEN`?");
    refused(BRIEF, "TLP:GRN", "did you mean `TLP:GREEN`?");
    let repeated = BRIEF.replace("Upstream closed two gates", "They zebra settle it next week");
    refused(&repeated, "TLP:GREEN", "1 text would be released with words that are withheld: `developments.");
    refused(BRIEF, "own-side", "`own-side` is in no release");
    let (_, said) = clean(&here, &["check", "--release", "OFFICIAL", "--format", "json", "water.toml"]);
    assert!(said.contains("not-released") && !said.contains("unreadable-file"), "{said}");
    // A misspelt mark or field: then nothing can be decided.
    refused(&BRIEF.replace("handling = \"TLP:AMBER\"", "handling = \"TLP:AMBRE\""), "TLP:GREEN", "brief check");
    refused(&BRIEF.replace("handling = \"TLP:AMBER\"", "handlng = \"TLP:AMBER\""), "TLP:GREEN", "brief check");
    refused(&BRIEF.replace("marks = { alt", "marks = { Alt"), "TLP:GREEN", "brief check");
    refused(&BRIEF.replace("handling = \"TLP:AMBER\"", "handling = TLP:AMBER"), "TLP:GREEN", "brief check");
}

#[test]
fn an_edition_from_before_a_mark_is_read_with_the_mark() {
    if !have("git") {
        return;
    }
    let here = project("withheld-editions");
    let marks = ["handling", "unmarked", "marks"];
    let is_mark = |line: &&str| marks.iter().any(|mark| line.starts_with(mark));
    let unmarked: String = BRIEF.lines().filter(|line| !is_mark(line)).map(|line| format!("{line}\n")).collect();
    // Another id, other words around the withheld ones, and a change that everybody may see.
    let unmarked = unmarked
        .replace("Five years, fixed", "Six years, fixed")
        .replace("[developments.zebra-trench]", "[developments.trench]");
    let repository = versioned(&here);
    let commit = |message: &str| {
        repository.git(&["add", "-A"]);
        let mut git = repository.command("git");
        git.envs(["GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"].map(|name| (name, "Zebra Drafter")));
        assert_eq!(run(git.args(["commit", "-qm", message])).0, 0);
    };
    fs::write(here.join("water.toml"), unmarked).unwrap();
    commit("The zebra is loose");
    fs::write(here.join("water.toml"), BRIEF).unwrap();
    commit("Mark it");
    // The development had another id, so it is withheld with the others; also if it has the same id.
    let release = ["--release", "TLP:GREEN"];
    let (exit, said) = clean(&here, &[&["diff", "HEAD~1", "water.toml"][..], &release].concat());
    assert!(exit == 1 && said.contains("Five") && !said.contains("trench"), "{said}");
    fs::write(here.join("water.toml"), BRIEF.replace("[developments.zebra-trench]", "[developments.trench]")).unwrap();
    for format in ["human", "md", "json"] {
        let arguments = [&["diff", "HEAD~1", "water.toml", "--format", format][..], &release].concat();
        let (exit, said) = clean(&here, &arguments);
        assert!(exit == 1 && said.contains("Five"), "{said}");
    }
    let pdf = ["diff", "HEAD~1", "water.toml", "--format", "pdf", "-o", "out/redline.pdf"];
    assert_eq!(clean(&here, &[&pdf[..], &release].concat()).0, 1);
    let since = ["render", "water.toml", "--since", "HEAD~1", "--template", "full", "--to", "md,html,docx,pdf"];
    assert_eq!(clean(&here, &[&since[..], &release].concat()).0, 0);
    assert_eq!(all_clean(&here.join("out")), 5);
    commit("Name it again");
    for format in ["human", "md", "json"] {
        let (exit, said) = clean(&here, &[&["history", "water.toml", "--format", format][..], &release].concat());
        assert!(exit == 0 && said.contains("Upstream"), "{said}");
        let path = ["history", "water.toml", "--path", "developments", "--format", format];
        assert_eq!(clean(&here, &[&path[..], &release].concat()).0, 0);
    }
}

#[test]
fn removed_content_may_be_withheld_content() {
    if !have("git") {
        return;
    }
    let here = project("withheld-renamed");
    // Other ids, other words, names that are too short for the proof; and content that may be shown.
    let gone = "
[claims.gates]
text = \"The gates are of steel.\"
sources = [\"ministry\"]

[parties.x1]
name = \"Zebra\"
role = \"mediator\"

[positions.filling.x1]
stance = \"offers\"
text = \"Pays half, says the zebra.\"

[developments.x2]
date = 2024-05-12
text = \"Zebra engineers have a second ditch.\"

[options.x3]
title = \"Wait for rain\"
";
    let open = BRIEF.replace("\n[claims.zebra-room]\ntext = \"The zebra negotiator is recorded in his hotel room [@zebra-tap].\"\nsaid_by = \"zebra-broker\"\nsources = [\"zebra-tap\"]\n", "");
    // Without that claim, nothing withheld cites the source.
    let open = open.split("[sources.zebra-tap]").next().unwrap().to_owned();
    let repository = versioned(&here);
    fs::write(here.join("water.toml"), format!("{open}{gone}")).unwrap();
    repository.commit("One");
    fs::write(here.join("water.toml"), &open).unwrap();
    repository.commit("Two");
    let release = ["--release", "TLP:GREEN"];
    let shown = |arguments: &[&str], expected: i32| {
        let (exit, said) = clean(&here, &[arguments, &release].concat());
        assert_eq!(exit, expected, "{arguments:?}\n{said}");
        said
    };
    for format in ["human", "md", "json"] {
        let said = shown(&["diff", "HEAD~1", "water.toml", "--format", format], 1);
        // No claim is withheld, but an option is, and it may be this one.
        assert!(said.contains("The gates are of steel") && !said.contains("Wait for rain"), "{said}");
        shown(&["history", "water.toml", "--format", format], 0);
        shown(&["history", "water.toml", "--format", format, "--path", "parties"], 0);
    }
    shown(&["diff", "HEAD~1", "water.toml", "--format", "pdf", "-o", "out/redline.pdf"], 1);
    shown(&["render", "water.toml", "--since", "HEAD~1", "--template", "full", "--to", "md,html,docx,pdf"], 0);
    assert_eq!(all_clean(&here.join("out")), 5);
}

#[test]
fn a_comparison_that_has_the_words_names_the_text_and_a_way_out() {
    let here = project("withheld-elsewhere");
    // The older edition has words in a record of both editions that the newer one withholds in another record.
    let said = BRIEF.replace("Upstream closed two gates", "Engineers dig a zebra second diversion trench");
    fs::write(here.join("old.toml"), said).unwrap();
    let release = ["--release", "TLP:GREEN"];
    for arguments in [
        &["diff", "old.toml", "water.toml"][..],
        &["diff", "old.toml", "water.toml", "--format", "json"],
        &["diff", "old.toml", "water.toml", "--format", "pdf", "-o", "redline.pdf"],
        &["render", "water.toml", "--since", "old.toml"],
    ] {
        let (exit, output, errors) = run(brief([arguments, &release].concat()).current_dir(&here));
        assert!(exit == 2 && output.is_empty() && !errors.contains("internal"), "{arguments:?}: {errors}");
        assert!(errors.contains("`developments.zebra-trench.text`"), "{arguments:?}: {errors}");
        assert!(errors.contains("nothing written") && errors.contains("without a comparison"), "{errors}");
        assert!(!errors.contains("Engineers") && !errors.contains("diversion"), "{errors}");
    }
    assert!(!here.join("out").exists() && !here.join("redline.pdf").exists());
}

#[test]
fn a_template_that_has_the_words_itself_writes_nothing() {
    let here = project("withheld-template");
    let template = here.join("own");
    fs::create_dir_all(&template).unwrap();
    let render = |text: &str| {
        fs::write(template.join("template.md.hbs"), format!("# {{{{brief.title}}}}\n\n{text}\n")).unwrap();
        let arguments = ["render", "--release", "TLP:GREEN", "--template", "own", "--to", "html,pdf", "water.toml"];
        run(brief(arguments).current_dir(&here))
    };
    for text in [
        "Engineers dig a *zebra* second diversion trench.",
        "[See](https://zebra.example/41).",
        "In front: intercepted\nzebra call number forty one",
    ] {
        let (exit, _, errors) = render(text);
        assert!(exit == 2 && errors.contains("internal error") && !has_word(&errors), "{text}: {errors}");
        assert!(!here.join("out").exists(), "{text}");
    }
    assert_eq!(render("Engineers dig a trench.").0, 0);
}

#[test]
fn shared_records_have_marks_too() {
    let here = project("withheld-shared");
    let (start, sources) = BRIEF.split_once("[sources.talk]").unwrap();
    let start =
        start.replace("[parties.upstream]", "[use]\nfiles = [\"press.toml\", \"zebras.toml\"]\n\n[parties.upstream]");
    let (press, zebras) = sources.split_once("[sources.zebra-tap]").unwrap();
    fs::create_dir_all(here.join("shared")).unwrap();
    fs::write(here.join("briefing.toml"), "[project]\nshared = \"shared\"\n[render]\noutput = \"out\"\n").unwrap();
    fs::write(here.join("water.toml"), start).unwrap();
    fs::write(here.join("shared/press.toml"), format!("schema = 1\n[sources.talk]{press}")).unwrap();
    fs::write(here.join("shared/zebras.toml"), format!("schema = 1\n[sources.zebra-tap]{zebras}")).unwrap();
    let (exit, said) = clean(
        &here,
        &["render", "--release", "TLP:GREEN", "--template", "full", "--to", "md,html,docx,pdf", "water.toml"],
    );
    assert_eq!(exit, 0, "{said}");
    assert_eq!(all_clean(&here.join("out")), 4);
    let page = fs::read_to_string(here.join("out/water.tlp-green.md")).unwrap();
    assert!(page.contains("Ministry of Water"), "{page}");
    assert_eq!(clean(&here, &["check", "--release", "TLP:GREEN", "water.toml"]).0, 0);
    assert_eq!(clean(&here, &["list", "--release", "TLP:GREEN"]).0, 0);
}
