//! Records in inline tables, `parties = { host = { … } }`, are treated like other records.

use serde_json::{Value, json};

use super::editor::{Editor, apply};
use crate::program::folder;

/// The brief of the other tests, with most of its records in inline tables.
const BRIEF: &str = "schema = 1
brief = { title = \"Talks\", as_of = 2024-05-14, bottom_line = \"So it is [@note].\" }
issues = { dam = { title = \"Filling\", status = \"contested\" } }
sources = { note = { publisher = \"Ministry of Water\", date = 2024-05-13, kind = \"official\" } }

[parties]
up = { name = \"Upstream Republic\", role = \"principal\" }
\"low\".name = \"Downstream\"
low.role = \"principal\"

[positions]
dam = { up = { stance = \"demands\", text = \"Five years.\", sources = ['note'] }, low.stance = \"rejects\", \
    low . text = \"Never [@note].\", low.sources = [\"note\"] }

[outcome]
event = \"Third round\"
date = 2024-05-11
result = \"procedural\"
summary = \"Nothing.\"
points = { first = { text = \"Yes [@note].\", result = \"agreed\", said_by = \"up\" } }
";

/// The positions of a word in the text.
fn places(word: &str) -> Vec<usize> {
    BRIEF.match_indices(word).map(|(at, _)| at).collect()
}

#[test]
fn a_record_in_braces_is_found_and_renamed_wherever_it_is_named() {
    let mut editor = Editor::new(&folder("lsp-braces"), &json!({}));
    editor.open("a.toml", BRIEF);
    assert!(editor.diagnostics("a.toml").iter().all(|it| it["severity"] != 1), "{:?}", editor.diagnostics);
    for (id, is_of_record) in [("dam", "title"), ("note", "publisher"), ("up", "name"), ("low", "name")] {
        let all = places(id).into_iter().filter(|at| {
            let is_letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphabetic);
            !is_letter(BRIEF.as_bytes().get(at.wrapping_sub(1))) && !is_letter(BRIEF.as_bytes().get(at + id.len()))
        });
        let all: Vec<usize> = all.collect();
        assert!(all.len() > 1, "{id}");
        let mut expected = BRIEF.to_owned();
        all.iter().rev().for_each(|at| expected.replace_range(*at..at + id.len(), "other"));
        for at in &all {
            let more = json!({ "context": { "includeDeclaration": true }, "newName": "other" });
            let params = editor.place("a.toml", BRIEF, at + 1, &more);
            let found = editor.request("textDocument/references", params.clone());
            let found: Vec<Value> = found.as_array().unwrap().iter().map(|it| it["range"]["start"].clone()).collect();
            let wanted = all.iter().map(|at| editor.place("a.toml", BRIEF, *at, &json!({}))["position"].clone());
            assert_eq!(found, wanted.collect::<Vec<_>>(), "{id} at {at}");
            let edit = editor.request("textDocument/rename", params.clone());
            assert_eq!(editor.applied(&edit)["a.toml"], expected, "{id} at {at}");
            let definition = editor.request("textDocument/definition", params.clone());
            let line = definition[0]["range"]["start"]["line"].as_u64().unwrap() as usize;
            assert!(BRIEF.lines().nth(line).unwrap().contains(is_of_record), "{id} at {at}: {definition}");
            let hover = editor.request("textDocument/hover", params);
            assert!(hover["contents"]["value"].as_str().unwrap().contains(&format!("`{id}`")), "{hover}");
        }
    }
    editor.end();
}

#[test]
fn names_and_values_in_braces_are_completed() {
    let mut editor = Editor::new(&folder("lsp-braces-complete"), &json!({}));
    let head =
        BRIEF[..BRIEF.find("\"low\".name").unwrap()].replace("\n[parties]\nup", "parties.low.name = \"L\"\nparties.up");
    for (typed, label, written) in [
        ("positions = { |", "dam", "positions = { dam = { }"),
        ("positions = { dam = { |", "up", "dam = { up = { }"),
        ("positions = { dam.|", "low", "dam.low = { }"),
        ("positions = { d| = { up = { } } }", "dam", "positions = { dam = { up"),
        ("positions = { dam = { up = { |", "stance", "up = { stance = \"\""),
        ("positions = { dam = { up = { stance = \"|", "rejects", "stance = \"rejects\""),
        ("positions = { dam = { up = { sources = [\"|", "note", "sources = [\"note\""),
        ("positions = { dam = { up.sources = [|] } }", "note", "sources = [\"note\"]"),
        ("positions = { dam = { up = { text = \"No [@|", "note", "[@note]"),
        ("positions = { dam = { up = { said_by = |", "low", "said_by = \"low\""),
        ("[positions]\n|", "dam", "[positions]\ndam = { }"),
        ("[positions.dam]\nup.sta| = \"x\"", "stance", "up.stance = \"x\""),
        ("[developments]\nd = { date = |", "2024-05-14", "date = 2024-05-14"),
        ("[outcome]\npoints = { x = { |", "text", "x = { text = \"\""),
        ("[outcome]\npoints = { x = { marks = { text = \"|", "TLP:RED", "marks = { text = \"TLP:RED\""),
        ("[parties.x]\nrepresentatives = [{ name = \"A\" }, { |", "title", "{ title = "),
    ] {
        let typed = format!("{head}\n{typed}");
        let found = editor.at("textDocument/completion", "a.toml", &typed, &json!({}));
        let items = found["items"].as_array().unwrap();
        let item = items.iter().find(|it| it["label"] == label);
        let item = item.unwrap_or_else(|| panic!("{typed}: {label} in {items:?}"));
        let text = apply(&editor.texts["a.toml"].clone(), &json!([item["textEdit"]]));
        assert!(text.contains(written), "{typed}: {text}");
    }
    let more = format!("{head}positions = {{ dam = {{ up = {{ stance = \"demands\", | }}, low = {{}} }} }}");
    let found = editor.at("textDocument/completion", "a.toml", &more, &json!({}));
    assert!(found["items"].as_array().unwrap().iter().all(|it| it["label"] != "stance"), "{found}");
    editor.end();
}

#[test]
fn records_in_braces_are_listed_coloured_and_hinted_at() {
    let mut editor = Editor::new(&folder("lsp-braces-list"), &json!({}));
    editor.open("a.toml", BRIEF);
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
    let params = json!({ "textDocument": { "uri": editor.uri("a.toml") }, "range": range });
    let outline = editor.request("textDocument/documentSymbol", params.clone());
    let mut names = Vec::new();
    for it in outline.as_array().unwrap() {
        names.push(it["name"].as_str().unwrap());
        names.extend(it["children"].as_array().into_iter().flatten().map(|it| it["name"].as_str().unwrap()));
    }
    let expected = [
        "Talks",
        "issues",
        "Filling",
        "sources",
        "Ministry of Water",
        "parties",
        "Upstream Republic",
        "positions",
        "Upstream Republic on Filling",
        "Third round",
        "Yes.",
    ];
    assert_eq!(names, expected);
    let hints = editor.request("textDocument/inlayHint", params.clone());
    let labels: Vec<&str> = hints.as_array().unwrap().iter().map(|it| it["label"].as_str().unwrap()).collect();
    let expected = [
        "1 day before the cut-off",
        "Filling",
        "Upstream Republic",
        "Ministry of Water",
        "Ministry of Water",
        "3 days before the cut-off",
        "Upstream Republic",
    ];
    assert_eq!(labels, expected);
    let tokens = editor.request("textDocument/semanticTokens/full", params);
    let data: Vec<u64> = tokens["data"].as_array().unwrap().iter().map(|it| it.as_u64().unwrap()).collect();
    // Ids, words of vocabularies and citations, each at its position.
    let count = |kind: u64| data.chunks(5).filter(|token| token[3] == kind).count();
    assert_eq!((count(0), count(1), count(2)), (14, 8, 3), "{data:?}");
    editor.end();
}
