//! Code actions of `brief lsp`.

use serde_json::{Value, json};

use super::BRIEF;
use super::editor::Editor;
use crate::program::folder;

/// The titles of the actions at the position of `|`, and the text after the action with a certain title was applied.
fn acted(editor: &mut Editor, marked: &str, title: &str, context: &Value) -> String {
    let byte = marked.find('|').unwrap();
    let text = marked.replacen('|', "", 1);
    editor.write("a.toml", &text);
    let place = editor.place("a.toml", &text, byte, &json!({}));
    let range = json!({ "start": place["position"], "end": place["position"] });
    let params = json!({ "textDocument": { "uri": editor.uri("a.toml") }, "range": range, "context": context });
    let all = editor.request("textDocument/codeAction", params);
    let titles: Vec<&str> = all.as_array().unwrap().iter().map(|it| it["title"].as_str().unwrap()).collect();
    let action = all.as_array().unwrap().iter().find(|it| it["title"].as_str().unwrap().starts_with(title));
    let action = action.unwrap_or_else(|| panic!("{title} in {titles:?}"));
    editor.applied(&action["edit"])["a.toml"].clone()
}

#[test]
fn fixes_and_missing_records_are_offered_where_they_are_wanted() {
    let mut editor = Editor::new(&folder("lsp-actions"), &json!({}));
    editor.open("a.toml", BRIEF);
    let none = json!({ "diagnostics": [] });
    let typo =
        BRIEF.replace("status = \"contested\"", "sta|tus = \"contestd\"").replace("sta|tus = \"", "status = \"|");
    assert_eq!(acted(&mut editor, &typo, "write \"contested\"", &none), BRIEF);
    let all = json!({ "diagnostics": [], "only": ["source.fixAll"] });
    let swapped = BRIEF.replace("[positions.filling.downstream]", "[positions.down|stream.filling]");
    assert_eq!(acted(&mut editor, &swapped, "apply all safe fixes", &all), BRIEF);
    let alone = BRIEF.replace("[issues.filling]", "[iss|ues.filling]");
    let alone =
        alone.replace("[positions.filling.downstream]\nstance = \"rejects\"\ntext = \"Never [@communique].\"\n\n", "");
    let with = acted(&mut editor, &alone, "add the position of Downstream on Filling schedule", &none);
    assert!(with.contains("[positions.filling.downstream]\nstance = \"unknown\"\n"), "{with}");
    let cited = BRIEF.replace("Never [@communique]", "Never [@rep|ort]");
    let with = acted(&mut editor, &cited, "add the source `report`", &none);
    assert!(with.contains("[sources.report]\npublisher = "), "{with}");
    let position = BRIEF.replace("stance = \"rejects\"", "stan|ce = \"rejects\"");
    let with = acted(&mut editor, &position, "add a source and name it here", &none);
    assert!(with.contains("[sources.source-1]") && with.contains("sources = [\"source-1\"]"), "{with}");
    let with = acted(&mut editor, &BRIEF.replace("as_of", "as|_of"), "set `as_of` to 20", &none);
    assert!(!with.contains("as_of = 2024-05-14"), "{with}");
    // A missing record is offered once, however often it is named; unwanted kinds of actions are not offered.
    let twice = BRIEF.replace("Never [@communique]", "Never [@re|port] [@report]");
    let with = acted(&mut editor, &twice, "add the source `report`", &none);
    assert!(with.contains("[sources.report]"), "{with}");
    let text = twice.replace('|', "");
    let line = text.lines().position(|line| line.contains("Never")).unwrap();
    let range = json!({ "start": { "line": line, "character": 0 }, "end": { "line": line + 1, "character": 0 } });
    let mut titles = |context: Value| {
        let params = json!({ "textDocument": { "uri": editor.uri("a.toml") }, "range": range, "context": context });
        let all = editor.request("textDocument/codeAction", params);
        let titles = all.as_array().unwrap().iter().map(|it| it["title"].as_str().unwrap().to_owned());
        titles.collect::<Vec<_>>()
    };
    let all = titles(json!({ "diagnostics": [] }));
    assert_eq!(all.iter().filter(|it| *it == "add the source `report`").count(), 1, "{all:?}");
    let fixes = titles(json!({ "diagnostics": [], "only": ["quickfix"] }));
    let changes = titles(json!({ "diagnostics": [], "only": ["refactor"] }));
    assert!(changes.contains(&"add a source and name it here".to_owned()), "{changes:?}");
    assert_eq!([fixes, changes].concat(), all);
    assert_eq!(titles(json!({ "diagnostics": [], "only": ["refactor.extract"] })), Vec::<String>::new());
    editor.end();
}
