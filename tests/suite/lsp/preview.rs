//! The preview of a brief in `brief lsp`.

use serde_json::{Value, json};

use super::BRIEF;
use super::editor::Editor;
use crate::program::folder;

#[test]
fn the_page_knows_where_its_fields_are_written() {
    let mut editor = Editor::new(&folder("lsp-preview"), &json!({}));
    editor.open("a.toml", BRIEF);
    let params = json!({ "textDocument": { "uri": editor.uri("a.toml") } });
    let page = editor.request("briefing/preview", params.clone());
    let html = page["html"].as_str().unwrap();
    assert_eq!((&page["isCurrent"], &page["errors"]), (&json!(true), &json!(0)));
    let fields = page["fields"].as_array().unwrap();
    for field in fields {
        let path = field["path"].as_str().unwrap();
        assert!(html.contains(&format!("data-field=\"{path}\"")), "{path}");
        assert!(field["range"].is_object(), "{path}");
    }
    let title = fields.iter().find(|it| it["path"] == "brief.title").unwrap();
    assert_eq!(title["range"]["start"], json!({ "line": 3, "character": 8 }));
    // While the text is invalid, the last page is kept.
    editor.write("a.toml", &BRIEF.replace("title = ", "title "));
    let broken = editor.request("briefing/preview", params.clone());
    assert_eq!((&broken["html"], &broken["isCurrent"]), (&page["html"], &json!(false)));
    assert_ne!(broken["errors"], 0);
    // A page of another template, or of a closed text, does not count as the last one.
    let mut full = params.clone();
    full["template"] = json!("full");
    assert_eq!(editor.request("briefing/preview", full.clone())["html"], Value::Null);
    editor.write("a.toml", BRIEF);
    assert_ne!(editor.request("briefing/preview", full)["html"], page["html"]);
    editor.write("a.toml", &BRIEF.replace("title = ", "title "));
    assert_eq!(editor.request("briefing/preview", params.clone())["html"], Value::Null);
    editor.write("a.toml", BRIEF);
    assert_eq!(editor.request("briefing/preview", params.clone())["html"], page["html"]);
    editor.notify("textDocument/didClose", json!({ "textDocument": { "uri": editor.uri("a.toml") } }));
    editor.open("a.toml", &BRIEF.replace("title = ", "title "));
    assert_eq!(editor.request("briefing/preview", params)["html"], Value::Null);
    editor.end();
}

#[test]
fn the_pages_of_paper_are_drawn_with_their_fields() {
    let mut editor = Editor::new(&folder("lsp-pages"), &json!({}));
    let hostile = BRIEF.replace("Talks é", "<script>&\\\" é").replace("Five years.", "Five *years*, “fixed” — 5 km³.");
    editor.open("a.toml", &hostile);
    let mut params = json!({ "textDocument": { "uri": editor.uri("a.toml") }, "pages": true });
    let page = editor.request("briefing/preview", params.clone());
    let html = page["html"].as_str().unwrap();
    assert_eq!((&page["isCurrent"], &page["fit"]), (&json!(true), &json!({ "pages": 1, "leftOut": [] })));
    assert_eq!(html.matches("<svg class=\"page\"").count(), 1);
    assert!(!html.contains("<script"), "{html}");
    let fields = page["fields"].as_array().unwrap();
    assert!(fields.iter().any(|it| it["path"] == "positions.filling.upstream.text"), "{fields:?}");
    for field in fields {
        assert!(html.contains(&format!("data-field=\"{}\"><rect ", field["path"].as_str().unwrap())), "{field}");
    }
    // Each glyph in use has an outline, and each outline is used.
    let all = |before: &str| -> std::collections::BTreeSet<&str> {
        html.split(before).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
    };
    let used = all("<use href=\"#");
    assert!(used.len() > 40 && used.iter().all(|id| html.contains(&format!("<path id=\"{id}\" d=\"M"))), "{used:?}");
    assert_eq!(editor.request("briefing/preview", params.clone()), page, "the same each time");
    // The web page is a separate view, and has no fit.
    params["pages"] = json!(false);
    let web = editor.request("briefing/preview", params.clone());
    assert_eq!((web["html"] == page["html"], &web["fit"]), (false, &Value::Null));
    // The response says that a brief does not fit.
    let claim = |nth: usize| {
        let text = "A claim that takes a line of the page or two, so that many of them do not fit on it.";
        format!("\n[claims.c{nth}]\ntext = \"{nth}. {text}\"\nsources = [\"communique\"]\n")
    };
    editor.write("a.toml", &(BRIEF.to_owned() + &(0..60).map(claim).collect::<String>()));
    params["pages"] = json!(true);
    let fit = &editor.request("briefing/preview", params)["fit"];
    assert_eq!(fit["pages"], 1);
    assert!(fit["leftOut"][0].as_str().unwrap().contains("claims"), "{fit}");
    editor.end();
}

#[test]
fn the_page_has_the_template_that_render_would_take() {
    let here = folder("lsp-template");
    let mut editor = Editor::new(&here, &json!({}));
    let settled = |field: &str| BRIEF.replace("as_of =", &format!("{field}\nas_of ="));
    editor.open("a.toml", BRIEF);
    let page = |editor: &mut Editor, text: &str, template: Option<&str>| {
        editor.write("a.toml", text);
        let mut params = json!({ "textDocument": { "uri": editor.uri("a.toml") } });
        if let Some(template) = template {
            params["template"] = json!(template);
        }
        let page = editor.request("briefing/preview", params);
        assert_eq!(page["isCurrent"], true, "{page}");
        page["html"].as_str().unwrap().to_owned()
    };
    let (readout, named) = (settled("kind = \"readout\""), settled("template = \"matrix\""));
    let one_page = page(&mut editor, BRIEF, None);
    let by_kind = page(&mut editor, &readout, None);
    assert_eq!(by_kind, page(&mut editor, &readout, Some("readout")));
    assert_ne!(by_kind, page(&mut editor, &readout, Some("one-page")));
    assert_eq!(page(&mut editor, &named, None), page(&mut editor, &named, Some("matrix")));
    assert_ne!(page(&mut editor, &named, None), one_page);
    // The project's template takes precedence over that of the kind, but not over the one that the brief names.
    std::fs::write(here.join("briefing.toml"), "[render]\ntemplate = \"full\"\n").unwrap();
    let change = json!([{ "uri": editor.uri("briefing.toml"), "type": 1 }]);
    editor.notify("workspace/didChangeWatchedFiles", json!({ "changes": change }));
    assert_eq!(page(&mut editor, &readout, None), page(&mut editor, &readout, Some("full")));
    assert_eq!(page(&mut editor, &named, None), page(&mut editor, &named, Some("matrix")));
    editor.end();
}
