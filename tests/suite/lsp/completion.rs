//! Completion in `brief lsp`.

use serde_json::{Value, json};

use super::BRIEF;
use super::editor::{Editor, apply};
use crate::program::folder;

fn labels(completion: &Value) -> Vec<&str> {
    completion["items"].as_array().unwrap().iter().map(|it| it["label"].as_str().unwrap()).collect()
}

/// The text after the completion with a label was applied.
fn completed(editor: &mut Editor, marked: &str, label: &str) -> String {
    let found = editor.at("textDocument/completion", "a.toml", marked, &json!({}));
    let item = found["items"].as_array().unwrap().iter().find(|it| it["label"] == label);
    let item = item.unwrap_or_else(|| panic!("{label} in {:?}", labels(&found)));
    apply(&editor.texts["a.toml"].clone(), &json!([item["textEdit"]]))
}

#[test]
fn ids_are_completed_with_their_titles_in_half_written_lines() {
    let mut editor = Editor::new(&folder("lsp-completion"), &json!({}));
    let more = |text: &str| format!("{BRIEF}\n{text}");
    for (typed, label, written) in [
        ("[cl|", "claims", "[claims."),
        ("[positions.|", "filling", "[positions.filling."),
        ("[positions.filling.|]", "upstream", "[positions.filling.upstream]"),
        ("[sources.|", "report", "[sources.report]"),
        ("[claims.c]\ntext = \"Yes [@com|\nsources = [\"report\"]", "communique", "text = \"Yes [@communique]\n"),
        ("[claims.c]\nsources = [\"|", "communique", "sources = [\"communique\""),
        ("[claims.c]\nsources = [|]", "communique", "sources = [\"communique\"]"),
        ("[claims.c]\nsaid_by = \"|\"\n", "upstream", "said_by = \"upstream\""),
        ("[claims.c]\nlikelihood = |\n", "likely", "likelihood = \"likely\""),
        ("[claims.c]\nte|\n", "text", "[claims.c]\ntext = \"\"\n"),
        ("[claims.c]\ncredibility = |\n", "2", "credibility = 2"),
        ("[developments.d]\ndate = |\n", "2024-05-14", "date = 2024-05-14"),
        ("[talking_points.t]\nissue = \"|", "filling", "issue = \"filling\""),
        ("[people.p]\nname = \"P\"\n[meetings.m]\nparticipants = [\"|\"]", "p", "participants = [\"p\"]"),
        ("[people.p]\nname = \"P\"\n[agenda.a]\nlead = |\n", "p", "lead = \"p\""),
        ("[people.p]\nname = \"P\"\n[parties.x]\nrepresentatives = [{ person = \"|\" }]", "p", "person = \"p\" }]"),
        ("[meetings.m]\nevent = \"M\"\n[commitments.c]\nmeeting = \"|\"", "m", "meeting = \"m\""),
        ("[parties.x]\nrepresentatives = [{ |", "title", "[{ title = "),
    ] {
        let rest = if typed.starts_with("[sources.|") { "\n[claims.d]\nsources = [\"report\"]\n" } else { "" };
        let text = completed(&mut editor, &more(&format!("{typed}{rest}")), label);
        assert!(text.contains(written), "{typed}: {}", &text[BRIEF.len()..]);
    }
    let found = editor.at(
        "textDocument/completion",
        "a.toml",
        &more("[claims.c]\nsources = [\"communique\", \"|\"]"),
        &json!({}),
    );
    assert_eq!(labels(&found), Vec::<&str>::new(), "what is in the list is not offered again");
    let found =
        editor.at("textDocument/completion", "a.toml", &more("[claims.|]\n[claims.c]\nsources = [\"x\"]"), &json!({}));
    assert_eq!(labels(&found), Vec::<&str>::new());
    let found = editor.at("textDocument/completion", "a.toml", &more("[positions.|"), &json!({}));
    assert_eq!(found["items"][0]["detail"], "Filling schedule");
    let found = editor.at("textDocument/completion", "a.toml", &more("[sources.s]\npublisher = \"P\"\n|"), &json!({}));
    let found = labels(&found);
    assert_eq!(found[0], "date", "what is required comes first");
    assert!(!found.contains(&"publisher") && found.contains(&"[claims.ID]"), "{found:?}");
    editor.end();
}

#[test]
fn marks_are_completed_from_the_scheme_of_the_brief() {
    let here = folder("lsp-marks");
    let project = "[handling]\nlevels = [\"OPEN\", \"CLOSED\"]\ncaveats = [\"DESK\", \"EMBASSY\"]\n";
    std::fs::write(here.join("briefing.toml"), project).unwrap();
    let mut editor = Editor::new(&here, &json!({}));
    let own = ["OPEN", "CLOSED", "own-side"];
    let behind = ["OPEN", "CLOSED", "CLOSED//DESK", "CLOSED//EMBASSY", "own-side"];
    let tlp = ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"];
    let uk = ["OFFICIAL", "OFFICIAL-SENSITIVE", "SECRET", "TOP SECRET"];
    let all = [&["OPEN", "CLOSED"][..], &tlp, &uk].concat();
    for (handling, typed, expected) in [
        ("|", "", all.clone()),
        ("OPEN|", "", [&["OPEN", "CLOSED", "OPEN//DESK", "OPEN//EMBASSY"][..], &tlp, &uk].concat()),
        ("", "handling = \"|", [&all[..], &["own-side"]].concat()),
        ("TLP:RED", "handling = |", [&tlp[..], &["own-side"]].concat()),
        ("OPEN", "handling = \"|\"", own.to_vec()),
        ("OPEN", "handling = \"CLOSED|\"", behind.to_vec()),
        ("OPEN", "handling = \"CLOSED//|\"", behind.to_vec()),
        ("OPEN", "handling = \"CLOSED//DESK//|\"", vec!["OPEN", "CLOSED", "CLOSED//DESK//EMBASSY", "own-side"]),
        ("OPEN", "marks = { text = \"|\" }", own.to_vec()),
        ("OPEN", "marks.text = \"|\"", own.to_vec()),
        ("OPEN", "[claims.c.marks]\ntext = \"|\"", own.to_vec()),
        ("OPEN", "marks = |", Vec::new()),
        ("OPEN", "marks = { | }", Vec::new()),
    ] {
        let head = BRIEF.replace("as_of =", &format!("handling = \"{handling}\"\nas_of ="));
        let text = format!("{head}\n[claims.c]\ntext = \"T.\"\n{typed}\n");
        let found = editor.at("textDocument/completion", "a.toml", &text, &json!({}));
        assert_eq!(labels(&found), expected, "{handling}, {typed}");
    }
    let text = BRIEF.replace("as_of =", "handling = \"OPEN\"\nas_of =");
    let written =
        completed(&mut editor, &format!("{text}\n[claims.c]\nmarks = {{ text = \"CLOSED//D|\" }}"), "CLOSED//DESK");
    assert!(written.ends_with("marks = { text = \"CLOSED//DESK\" }"), "{written}");
    editor.end();
}
