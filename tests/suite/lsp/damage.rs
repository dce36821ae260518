//! Requests to `brief lsp` while a brief is damaged. `BRIEFING_LSP_MUTANTS` is the number of damaged briefs,
//! `BRIEFING_SEED` the seed.

use std::ops::Range;

use serde_json::json;

use super::BRIEF;
use super::editor::Editor;
use crate::laws::{mixed, number};
use crate::mutants::mutant;
use crate::mutation::Random;
use crate::program::{folder, shipped_briefs};

/// The requests with a position.
const AT_PLACES: [&str; 9] = [
    "textDocument/completion",
    "textDocument/hover",
    "textDocument/definition",
    "textDocument/references",
    "textDocument/documentHighlight",
    "textDocument/prepareRename",
    "textDocument/rename",
    "textDocument/codeAction",
    "textDocument/rangeFormatting",
];

/// The requests about a file.
const OF_FILES: [&str; 8] = [
    "textDocument/diagnostic",
    "textDocument/documentSymbol",
    "textDocument/foldingRange",
    "textDocument/inlayHint",
    "textDocument/codeLens",
    "textDocument/formatting",
    "textDocument/semanticTokens/full",
    "briefing/preview",
];

/// The default number of damaged briefs.
const MUTANTS: u64 = 60;

/// An editor that requests diagnostics, so that a crash while computing them is noticed.
fn editor(name: &str) -> Editor {
    Editor::new(&folder(name), &json!({ "textDocument": { "diagnostic": {} } }))
}

/// Sends all of these requests for a position. The server may refuse, but must not crash.
fn ask(editor: &mut Editor, methods: &[&str], text: &str, at: usize) {
    let at = text.floor_char_boundary(at.min(text.len()));
    let place = editor.place("a.toml", text, at, &json!({}));
    let end = editor.place("a.toml", text, text.len(), &json!({}));
    let more = json!({ "range": { "start": place["position"], "end": end["position"] }, "newName": "x",
        "context": { "diagnostics": [], "includeDeclaration": true, "triggerKind": 1 },
        "options": { "tabSize": 2, "insertSpaces": true } });
    let params = editor.place("a.toml", text, at, &more);
    for method in methods {
        let answer = editor.answer(method, params.clone());
        let code = &answer["error"]["code"];
        assert!(*code != -32603 && *code != -32602, "{method} at {at}: {answer}\n{text}");
    }
}

/// A text that is damaged at a byte, and other positions to send requests for.
fn damaged(corpus: &[String], of: usize, at: usize, random: &mut Random) -> String {
    let text = &corpus[of];
    let (before, behind) = text.split_at(text.floor_char_boundary(at));
    match random.below(8) {
        0 | 1 => before.to_owned(),
        2 => format!("{before}[\"{behind}"),
        3 => format!("{before}\"\"\"{behind}"),
        4 => format!("{before}\r[@é𝄞.{behind}"),
        5 => format!("{before} = {{ a.b = {{ {behind}"),
        6 => format!("{before}{}", behind.get(random.below(80)..).unwrap_or_default()),
        _ => mutant(corpus, of, random),
    }
}

#[test]
fn every_request_on_a_damaged_brief_is_answered() {
    let corpus: Vec<String> = shipped_briefs().iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    // At every 50th byte of each brief.
    let cuts = |of: usize| (0..corpus[of].len()).step_by(50).map(move |at| (of, at));
    let cuts: Vec<(usize, usize)> = (0..corpus.len()).flat_map(cuts).collect();
    let (mutants, seed) = (number("BRIEFING_LSP_MUTANTS", MUTANTS), number("BRIEFING_SEED", 1));
    let mut editor = editor("lsp-damage");
    editor.open("a.toml", &corpus[0]);
    for nth in 0..mutants {
        let mut random = Random(mixed(mixed(seed).wrapping_add(nth)));
        let (of, at) = cuts[(nth as usize * cuts.len() / mutants as usize) % cuts.len()];
        let text = damaged(&corpus, of, at, &mut random);
        editor.write("a.toml", &text);
        ask(&mut editor, &OF_FILES, &text, 0);
        let elsewhere = [(); 4].map(|()| random.below(text.len() + 1));
        for place in [at.saturating_sub(1), at, at + 1].into_iter().chain(elsewhere) {
            ask(&mut editor, &AT_PLACES, &text, place);
        }
    }
    let unknown = editor.answer("textDocument/nothing", json!({}));
    assert_eq!(unknown["error"]["code"], -32601);
    editor.end();
}

#[test]
fn every_request_is_answered_at_every_byte_of_a_text_that_ends_anywhere() {
    let mut editor = editor("lsp-cut");
    let braces = "\n[parties]\nhost = { name = \"Host\", representatives = [{ name = \"A\" }] }\n";
    let text = format!("{BRIEF}{braces}positions = {{ filling.host = {{ sources = [\"communique\"], text = \"é\"");
    editor.open("a.toml", &text);
    let mutants = number("BRIEFING_LSP_MUTANTS", MUTANTS) as usize;
    // All positions when there are many mutants; otherwise only those on the last screen of each text.
    let shown = |end: usize| -> Range<usize> { end.saturating_sub(if mutants > 500 { end } else { 60 })..end + 1 };
    for end in (0..text.len()).rev().step_by(50) {
        let cut = &text[..text.floor_char_boundary(end)];
        editor.write("a.toml", cut);
        shown(cut.len()).for_each(|at| ask(&mut editor, &AT_PLACES, cut, at));
    }
    editor.end();
}
