//! Sessions of an editor with `brief lsp`, over standard input and output.

mod actions;
mod braces;
mod completion;
mod damage;
mod editor;
mod preview;

use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};

use crate::program::{folder, have, run};
use editor::{Editor, apply, name_of};

/// A brief without errors.
pub(super) const BRIEF: &str = "schema = 1

[brief]
title = \"Talks é\"
as_of = 2024-05-14
bottom_line = \"So *it* is [@communique].\"

[parties.upstream]
name = \"Upstream Republic\"
role = \"principal\"

[parties.downstream]
name = \"Downstream\"
role = \"principal\"

[issues.filling]
title = \"Filling schedule\"
status = \"contested\"

[positions.filling.upstream]
stance = \"demands\"
text = \"Five years.\"
sources = [\"communique\"]

[positions.filling.downstream]
stance = \"rejects\"
text = \"Never [@communique].\"

[outcome]
event = \"Third round\"
date = 2024-05-11
result = \"procedural\"
summary = \"Nothing.\"

[sources.communique]
publisher = \"Ministry of Water\"
date = 2024-05-13
kind = \"official\"
";

#[test]
fn diagnostics_follow_each_change_with_their_places() {
    let mut editor = Editor::new(&folder("lsp-diagnostics"), &json!({}));
    editor.open("a.toml", BRIEF);
    let codes = |all: &[Value]| all.iter().map(|it| it["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    let clean = codes(&editor.diagnostics("a.toml"));
    assert!(!clean.iter().any(|code| code.starts_with("un") && code != "unsourced-statement"), "{clean:?}");
    // The positions are in UTF-16, after a letter of two bytes.
    let change = json!([{ "range": { "start": { "line": 5, "character": 0 }, "end": { "line": 5, "character": 6 } },
        "text": "botom" }, { "range": { "start": { "line": 3, "character": 14 }, "end": { "line": 3, "character": 15 } }, "text": "è" }]);
    let document = json!({ "uri": editor.uri("a.toml"), "version": 7 });
    editor.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": change }));
    let found = editor.diagnostics("a.toml");
    let unknown = found.iter().find(|it| it["code"] == "unknown-field").unwrap();
    assert_eq!(
        unknown["range"],
        json!({ "start": { "line": 5, "character": 0 }, "end": { "line": 5, "character": 10 } })
    );
    assert!(unknown["message"].as_str().unwrap().contains("help: "), "{unknown}");
    // An unclosed list does not hide errors above or below it.
    editor.write("a.toml", &BRIEF.replace("role = ", "roel = ").replace("sources = [\"communique\"]", "sources = [\""));
    let found = codes(&editor.diagnostics("a.toml"));
    assert!(found.contains(&"syntax-error".to_owned()), "{found:?}");
    assert_eq!(found.iter().filter(|code| *code == "unknown-field").count(), 2, "{found:?}");
    // A diagnostic that applies in several places has the other places, too.
    editor.write("a.toml", &BRIEF.replace("name = \"Downstream\"", "name = \"Downstream\"\nname = \"D\""));
    let found = editor.diagnostics("a.toml");
    assert!(found.iter().any(|it| it["relatedInformation"][0]["location"]["range"].is_object()), "{found:?}");
    // Errors with one cause are one message in a terminal, but an editor marks each of their places.
    let more = "\n[next_steps.a]\ntext = \"It's so.\"\n[next_steps.b]\ntext = \"It isn't.\"\n";
    editor.write("a.toml", &format!("{BRIEF}{more}"));
    let found = editor.diagnostics("a.toml");
    assert_eq!(found.iter().filter(|it| it["code"] == "typewriter-marks").count(), 2, "{found:?}");
    editor.notify("textDocument/didClose", json!({ "textDocument": { "uri": editor.uri("a.toml") } }));
    assert_eq!(editor.diagnostics("a.toml"), Vec::<Value>::new());
    editor.end();
    let pulls = json!({ "textDocument": { "diagnostic": {} } });
    let mut editor = Editor::new(&folder("lsp-pull"), &pulls);
    editor.open("a.toml", &BRIEF.replace("title =", "titel ="));
    let report = editor.request("textDocument/diagnostic", json!({ "textDocument": { "uri": editor.uri("a.toml") } }));
    assert!(report["items"].as_array().unwrap().iter().any(|it| it["code"] == "unknown-field"), "{report}");
    editor.diagnostics("a.toml");
    assert!(editor.diagnostics.is_empty(), "nothing is sent to one that asks");
    editor.end();
}

#[test]
fn errors_in_a_private_file_are_shown_in_it() {
    let here = folder("lsp-private");
    let mut editor = Editor::new(&here, &json!({}));
    let private =
        "schema = 1\n\n[claims.tap]\ntext = \"It is so.\"\nsaid_by = \"upstrem\"\nsources = [\"communique\"]\n";
    editor.open("a.toml", BRIEF);
    editor.open("a.private.toml", private);
    let lines = |all: Vec<Value>, code: &str| -> Vec<Value> {
        all.iter().filter(|it| it["code"] == code).map(|it| it["range"]["start"]["line"].clone()).collect()
    };
    // The records of the brief are known in the private file.
    assert_eq!(lines(editor.diagnostics("a.private.toml"), "unknown-reference"), [json!(4)]);
    assert!(lines(editor.diagnostics("a.toml"), "unknown-reference").is_empty());
    // The brief has an error because it has the same record.
    editor.write("a.private.toml", &private.replace("upstrem", "upstream"));
    assert!(lines(editor.diagnostics("a.private.toml"), "unknown-reference").is_empty());
    editor.write("a.toml", &format!("{BRIEF}\n[claims.tap]\ntext = \"It is so.\"\n"));
    assert_eq!(lines(editor.diagnostics("a.toml"), "duplicate-record"), [json!(BRIEF.lines().count() + 1)]);
    // A change in one file has an immediate effect on the other.
    editor.write("a.private.toml", &private.replace("upstrem", "upstream").replace("tap", "tape"));
    assert!(lines(editor.diagnostics("a.toml"), "duplicate-record").is_empty());
    editor.write("a.toml", &BRIEF.replace("[parties.upstream]", "[parties.upper]"));
    assert_eq!(lines(editor.diagnostics("a.private.toml"), "unknown-reference"), [json!(4)]);
    editor.end();
}

#[test]
fn an_id_is_renamed_in_a_brief_and_its_private_file() {
    let here = folder("lsp-private-rename");
    let mut editor = Editor::new(&here, &json!({}));
    let private = "schema = 1\n\n[claims.tap]\ntext = \"It is so.\"\nsaid_by = \"upstream\"\nsources = [\"tape\"]\n\n[sources.tape]\npublisher = \"P\"\n";
    std::fs::write(here.join("a.private.toml"), private).unwrap();
    editor.open("a.toml", BRIEF);
    let at = BRIEF.find("[parties.upstream]").unwrap() + "[parties.u".len();
    let params = editor.place("a.toml", BRIEF, at, &json!({ "newName": "upper" }));
    let edit = editor.request("textDocument/rename", params);
    let renamed = editor.applied(&edit);
    assert_eq!(renamed["a.private.toml"], private.replace("upstream", "upper"));
    assert!(!renamed["a.toml"].contains("\"upstream\""));
    // An id in the other file is taken.
    let source = BRIEF.split("[sources.").nth(1).unwrap().split(']').next().unwrap();
    let at = BRIEF.find(&format!("[sources.{source}]")).unwrap() + "[sources.u".len();
    let params = editor.place("a.toml", BRIEF, at, &json!({ "newName": "tape" }));
    let refused = editor.answer("textDocument/rename", params);
    assert!(refused["error"]["message"].as_str().unwrap().contains("`sources.tape` is taken"), "{refused}");
    editor.end();
}

#[test]
fn other_toml_files_are_ignored() {
    let here = folder("lsp-other");
    let mut editor = Editor::new(&here, &json!({}));
    let text = "# One\n# comment\n[claims.c]\ntext   = \"P\"\n\n[package]\nname = \"x\"\n";
    for name in ["Cargo.toml", "b.brief.toml"] {
        editor.open(name, text);
        let is_brief = name != "Cargo.toml";
        assert_eq!(editor.diagnostics(name).is_empty(), !is_brief, "{name}");
        let range = json!({ "start": { "line": 3, "character": 0 }, "end": { "line": 9, "character": 0 } });
        let more = json!({ "range": range, "options": { "tabSize": 2, "insertSpaces": true },
            "context": { "diagnostics": [], "includeDeclaration": true, "triggerKind": 1 } });
        let params = editor.place(name, text, text.find("ext   =").unwrap(), &more);
        for (method, part) in [
            ("textDocument/diagnostic", "/items"),
            ("textDocument/completion", "/items"),
            ("textDocument/hover", ""),
            ("textDocument/documentSymbol", ""),
            ("textDocument/foldingRange", ""),
            ("textDocument/codeAction", ""),
            ("textDocument/formatting", ""),
            ("textDocument/rangeFormatting", ""),
            ("textDocument/semanticTokens/full", "/data"),
        ] {
            let answer = editor.request(method, params.clone());
            let found = answer.pointer(part).unwrap();
            let is_empty = found.is_null() || found.as_array().is_some_and(Vec::is_empty);
            assert_eq!(is_empty, !is_brief, "{name}, {method}: {found}");
        }
        let page = editor.answer("briefing/preview", params);
        assert_eq!(page["error"].is_object(), !is_brief, "{page}");
    }
    editor.end();
}

#[test]
fn a_hover_explains_fields_words_and_ids() {
    let mut editor = Editor::new(&folder("lsp-hover"), &json!({}));
    for (place, marked, said) in [
        ("publisher =", "publis|her =", "Who published it."),
        ("stance = \"demands\"", "stance = \"dem|ands\"", "demands"),
        ("[positions.filling.up", "[positions.fill|ing.up", "Filling schedule"),
        ("filling.upstream]", "filling.up|stream]", "Upstream Republic"),
        ("[@communique].\"\n\n[parties", "[@comm|unique].\"\n\n[parties", "Ministry of Water"),
        ("[outcome]", "[outc|ome]", "What came of the last summit"),
        ("status = \"contested\"", "stat|is = \"contested\"", "unknown-field"),
    ] {
        let found = editor.at("textDocument/hover", "a.toml", &BRIEF.replacen(place, marked, 1), &json!({}));
        let text = found["contents"]["value"].as_str().unwrap_or_default();
        assert!(text.contains(said), "{marked}: {found}");
    }
    editor.end();
}

/// A project with a shared source that two briefs use, and a third brief with a source of its own that has the same id.
fn project(name: &str) -> PathBuf {
    let here = folder(name);
    let write = |file: &str, text: &str| std::fs::write(here.join(file), text).unwrap();
    std::fs::create_dir_all(here.join("shared")).unwrap();
    write("briefing.toml", "[project]\nshared = \"shared\"\n");
    let source = &BRIEF[BRIEF.find("[sources.").unwrap()..];
    write("shared/water.toml", &format!("schema = 1\n\n{source}"));
    let using = BRIEF.replace(source, "").replace("schema = 1\n", "schema = 1\n\n[use]\nfiles = [\"water.toml\"]\n");
    write("a.toml", &using);
    write("b.toml", &using);
    write("own.toml", BRIEF);
    here
}

#[test]
fn a_shared_record_is_found_and_renamed_in_all_files_that_mean_it() {
    let here = project("lsp-project");
    let mut editor = Editor::new(&here, &json!({ "workspace": { "workspaceEdit": { "documentChanges": true } } }));
    let a = std::fs::read_to_string(here.join("a.toml")).unwrap();
    let marked = a.replacen("sources = [\"comm", "sources = [\"co|mm", 1);
    let definition = editor.at("textDocument/definition", "a.toml", &marked, &json!({}));
    assert_eq!(name_of(definition[0]["uri"].as_str().unwrap()), "water.toml", "{definition}");
    let all = json!({ "context": { "includeDeclaration": true } });
    let found = editor.at("textDocument/references", "a.toml", &marked, &all);
    let files: Vec<String> = found.as_array().unwrap().iter().map(|it| name_of(it["uri"].as_str().unwrap())).collect();
    assert_eq!(files.iter().filter(|it| *it == "a.toml").count(), 3, "{files:?}");
    assert_eq!(files.iter().filter(|it| *it == "b.toml").count(), 3, "{files:?}");
    assert!(files.contains(&"water.toml".to_owned()) && !files.contains(&"own.toml".to_owned()), "{files:?}");
    let prepared = editor.at("textDocument/prepareRename", "a.toml", &marked, &json!({}));
    assert_eq!(prepared["placeholder"], "communique");
    let edit = editor.at("textDocument/rename", "a.toml", &marked, &json!({ "newName": "note" }));
    let after = editor.applied(&edit);
    assert_eq!(after.keys().collect::<Vec<_>>(), ["a.toml", "b.toml", "water.toml"]);
    let expected = |text: &str| text.replace("communique", "note");
    assert_eq!(after["a.toml"], expected(&a));
    let shared = std::fs::read_to_string(here.join("shared/water.toml")).unwrap();
    assert_eq!(apply(&shared, &edit["documentChanges"][2]["edits"]), expected(&shared));
    let place = editor.place("a.toml", &a, a.find("comm").unwrap() + 2, &json!({ "newName": "No id" }));
    assert!(editor.answer("textDocument/rename", place)["error"]["message"].is_string());
    // Changes in the shared file count immediately, without saving.
    assert!(editor.diagnostics("a.toml").iter().all(|it| it["code"] != "unknown-reference"));
    editor.open("shared/water.toml", &shared.replace("communique", "other"));
    assert!(editor.diagnostics("a.toml").iter().any(|it| it["code"] == "unknown-reference"));
    editor.end();
}

#[test]
fn a_record_of_a_brief_is_renamed_in_its_own_brief() {
    let mut editor = Editor::new(&folder("lsp-rename"), &json!({}));
    for (marked, from, to) in [
        ("[positions.fil|ling.upstream]", "filling", "schedule"),
        ("[parties.up|stream]", "upstream", "north"),
        ("[@commun|ique]", "communique", "note"),
    ] {
        let text = BRIEF.replacen(&marked.replace('|', ""), marked, 1);
        let edit = editor.at("textDocument/rename", "a.toml", &text, &json!({ "newName": to }));
        let after = editor.applied(&edit);
        let expected =
            BRIEF.replace(&format!(".{from}"), &format!(".{to}")).replace(&format!("\"{from}\""), &format!("\"{to}\""));
        assert_eq!(after["a.toml"], expected.replace(&format!("[@{from}]"), &format!("[@{to}]")));
    }
    let marks =
        editor.at("textDocument/documentHighlight", "a.toml", &BRIEF.replacen("[issues.", "[issues.|", 1), &json!({}));
    assert_eq!(marks.as_array().unwrap().len(), 3, "{marks}");
    let taken = BRIEF.find("[parties.up").unwrap() + 12;
    let place = editor.place("a.toml", BRIEF, taken, &json!({ "newName": "downstream" }));
    let refused = editor.answer("textDocument/rename", place);
    assert!(refused["error"]["message"].as_str().unwrap().contains("taken"), "{refused}");
    editor.end();
}

#[test]
fn records_are_listed_folded_and_found_by_title() {
    let here = project("lsp-outline");
    let mut editor = Editor::new(&here, &json!({}));
    editor.open("own.toml", BRIEF);
    let params = json!({ "textDocument": { "uri": editor.uri("own.toml") } });
    let outline = editor.request("textDocument/documentSymbol", params.clone());
    let names: Vec<&str> = outline.as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Talks é", "parties", "issues", "positions", "Third round", "sources"]);
    assert_eq!(outline[3]["children"][0]["name"], "Upstream Republic on Filling schedule");
    let folds = editor.request("textDocument/foldingRange", params);
    assert!(folds.as_array().unwrap().iter().any(|it| it["startLine"] == 2 && it["endLine"] == 5), "{folds}");
    let found = editor.request("workspace/symbol", json!({ "query": "ministry" }));
    let files: Vec<String> =
        found.as_array().unwrap().iter().map(|it| name_of(it["location"]["uri"].as_str().unwrap())).collect();
    assert_eq!(files, ["own.toml", "water.toml"], "{found}");
    // A file that another program creates is found, too.
    std::fs::write(here.join("new.toml"), BRIEF).unwrap();
    let change = json!([{ "uri": editor.uri("new.toml"), "type": 1 }]);
    editor.notify("workspace/didChangeWatchedFiles", json!({ "changes": change }));
    let found = editor.request("workspace/symbol", json!({ "query": "ministry" }));
    assert_eq!(found.as_array().unwrap().len(), 3);
    editor.end();
}

#[test]
fn a_file_changed_by_another_program_updates_the_diagnostics_of_open_files() {
    let here = project("lsp-watch");
    let watches = json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true },
        "codeLens": { "refreshSupport": true } } });
    let mut editor = Editor::new(&here, &watches);
    let a = std::fs::read_to_string(here.join("a.toml")).unwrap();
    editor.open("a.toml", &a);
    let has = |all: &[Value], code: &str| all.iter().any(|it| it["code"] == code);
    assert!(!has(&editor.diagnostics("a.toml"), "unknown-reference"));
    assert!(editor.asked.contains(&"client/registerCapability".to_owned()));
    let changed = |editor: &mut Editor, file: &str| {
        let change = json!([{ "uri": editor.uri(file), "type": 2 }]);
        editor.notify("workspace/didChangeWatchedFiles", json!({ "changes": change }));
    };
    let shared = here.join("shared/water.toml");
    let text = std::fs::read_to_string(&shared).unwrap();
    std::fs::write(&shared, text.replace("communique", "other")).unwrap();
    changed(&mut editor, "shared/water.toml");
    assert!(has(&editor.diagnostics("a.toml"), "unknown-reference"));
    std::fs::remove_file(&shared).unwrap();
    changed(&mut editor, "shared/water.toml");
    assert!(has(&editor.diagnostics("a.toml"), "unknown-shared-file"));
    std::fs::write(&shared, text).unwrap();
    changed(&mut editor, "shared/water.toml");
    assert!(!has(&editor.diagnostics("a.toml"), "unknown-shared-file"));
    // If several files change at once, the editor is asked to refresh once.
    let before = editor.asked.len();
    let files = ["shared/water.toml", "b.toml"].map(|name| json!({ "uri": editor.uri(name), "type": 2 }));
    editor.notify("workspace/didChangeWatchedFiles", json!({ "changes": files }));
    editor.diagnostics("a.toml");
    assert_eq!(editor.asked[before..], ["workspace/codeLens/refresh"]);
    // While the project file has errors, its last valid version counts.
    editor.open("briefing.toml", "[project\nshared = \"shared\"\n");
    assert!(has(&editor.diagnostics("briefing.toml"), "bad-project"));
    assert!(!has(&editor.diagnostics("a.toml"), "unknown-reference"));
    editor.end();
}

#[test]
fn a_project_is_read_again_when_the_folder_that_it_lacks_appears() {
    let here = project("lsp-broken");
    let (shared, away) = (here.join("shared"), here.join("away"));
    std::fs::rename(&shared, &away).unwrap();
    let mut editor = Editor::new(&here, &json!({}));
    editor.open("briefing.toml", &std::fs::read_to_string(here.join("briefing.toml")).unwrap());
    let text = std::fs::read_to_string(here.join("a.toml")).unwrap().replacen("[@comm", "[@co|mm", 1);
    assert_eq!(editor.at("textDocument/definition", "a.toml", &text, &json!({})), json!([]));
    let has = |all: &[Value], code: &str| all.iter().any(|it| it["code"] == code);
    assert!(has(&editor.diagnostics("briefing.toml"), "bad-project"));
    std::fs::rename(&away, &shared).unwrap();
    let change = json!([{ "uri": editor.uri("shared/water.toml"), "type": 1 }]);
    editor.notify("workspace/didChangeWatchedFiles", json!({ "changes": change }));
    assert!(!has(&editor.diagnostics("briefing.toml"), "bad-project"));
    let found = editor.at("textDocument/definition", "a.toml", &text, &json!({}));
    assert_eq!(name_of(found[0]["uri"].as_str().unwrap()), "water.toml", "{found}");
    editor.end();
}

#[test]
fn a_file_is_formatted_in_whole_or_in_part() {
    let mut editor = Editor::new(&folder("lsp-format"), &json!({}));
    let untidy = BRIEF.replace("role = ", "role   =   ");
    editor.open("a.toml", &untidy);
    let mut params = json!({ "textDocument": { "uri": editor.uri("a.toml") },
        "options": { "tabSize": 2, "insertSpaces": true } });
    let edits = editor.request("textDocument/formatting", params.clone());
    assert_eq!(edits.as_array().unwrap().len(), 2, "line by line: {edits}");
    assert_eq!(apply(&untidy, &edits), BRIEF);
    params["range"] = json!({ "start": { "line": 7, "character": 0 }, "end": { "line": 10, "character": 0 } });
    let edits = editor.request("textDocument/rangeFormatting", params.clone());
    assert_eq!(apply(&untidy, &edits), BRIEF.replacen("\"Downstream\"\nrole = ", "\"Downstream\"\nrole   =   ", 1));
    editor.write("a.toml", "[brief\n");
    params["range"] = Value::Null;
    assert_eq!(editor.request("textDocument/formatting", params), json!([]));
    editor.end();
}

#[test]
fn titles_and_distances_are_shown_beside_ids_and_dates() {
    let mut editor = Editor::new(&folder("lsp-hints"), &json!({}));
    editor.open("a.toml", BRIEF);
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
    let params = json!({ "textDocument": { "uri": editor.uri("a.toml") }, "range": range });
    let hints = editor.request("textDocument/inlayHint", params);
    let labels: Vec<&str> = hints.as_array().unwrap().iter().map(|it| it["label"].as_str().unwrap()).collect();
    let expected = [
        "Upstream Republic on Filling sch…",
        "Ministry of Water",
        "Downstream on Filling schedule",
        "3 days before the cut-off",
        "1 day before the cut-off",
    ];
    assert_eq!(labels, expected);
    editor.end();
}

#[test]
fn a_code_lens_shows_the_changes_since_the_last_commit() {
    if !have("git") {
        return;
    }
    let here = folder("lsp-lens");
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.current_dir(&here).args(["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]).args(arguments);
        assert_eq!(run(&mut command).0, 0);
    };
    std::fs::write(here.join("a.toml"), BRIEF).unwrap();
    git(&["init", "-q"]);
    git(&["add", "a.toml"]);
    git(&["commit", "-q", "-m", "x"]);
    let mut editor = Editor::new(&here, &json!({}));
    let added = BRIEF.replace("demands", "offers") + "\n[claims.c]\ntext = \"Yes.\"\n";
    editor.open("a.toml", &added);
    let params = json!({ "textDocument": { "uri": editor.uri("a.toml") } });
    let lenses = editor.request("textDocument/codeLens", params);
    let titles: Vec<&str> =
        lenses.as_array().unwrap().iter().map(|it| it["command"]["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["changed since HEAD: stance", "new since HEAD"]);
    editor.end();
}

#[test]
fn words_are_coloured_by_what_they_are() {
    let mut editor = Editor::new(&folder("lsp-tokens"), &json!({}));
    editor.open("a.toml", BRIEF);
    let params = json!({ "textDocument": { "uri": editor.uri("a.toml") } });
    let data = editor.request("textDocument/semanticTokens/full", params)["data"].clone();
    let numbers: Vec<usize> = data.as_array().unwrap().iter().map(|it| it.as_u64().unwrap() as usize).collect();
    let lines: Vec<&str> = BRIEF.lines().collect();
    let (mut line, mut start) = (0, 0);
    let mut words = Vec::new();
    for token in numbers.chunks(5) {
        start = if token[0] > 0 { token[1] } else { start + token[1] };
        line += token[0];
        let units: Vec<u16> = lines[line].encode_utf16().collect();
        words.push((String::from_utf16(&units[start..start + token[2]]).unwrap(), token[3], token[4]));
    }
    for expected in [("*it*", 3, 0), ("communique", 2, 0), ("upstream", 0, 1), ("upstream", 0, 0), ("principal", 1, 0)]
    {
        let expected = (expected.0.to_owned(), expected.1, expected.2);
        assert!(words.contains(&expected), "{expected:?} in {words:?}");
    }
    editor.end();
}

#[test]
fn a_session_that_ends_without_shutdown_is_an_error() {
    let mut editor = Editor::new(&folder("lsp-end"), &json!({}));
    editor.notify("exit", Value::Null);
    assert_eq!(editor.child.wait().unwrap().code(), Some(1));
    let Editor { mut child, input, .. } = Editor::new(&folder("lsp-end"), &json!({}));
    drop(input);
    assert_eq!(child.wait().unwrap().code(), Some(1));
}
