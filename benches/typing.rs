//! Measures the time from a keystroke to its diagnostics in `brief lsp`, and the memory that a long session needs.
//!
//! `cargo bench --bench typing [-- PART…]`; the parts are `time` and `memory`. Set `BRIEFING_PROGRAM` to use another
//! `brief` than the one that was built with this benchmark. Each keystroke changes one letter in a prose field or a
//! name. It is sent when the diagnostics for the previous one have arrived, as an editor does. A letter in a name
//! changes the list of diagnostics, so it can be seen from outside when they have arrived.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on has failed")]

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Instant;

use serde_json::{Value, json};

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|it| !it.starts_with("--")).collect();
    let is_wanted = |part: &str| wanted.is_empty() || wanted.iter().any(|it| it == part);
    if is_wanted("time") {
        time(&brief(425), 400);
        time(&brief(8000), 60);
    }
    if is_wanted("memory") {
        memory(&brief(425), 20_000);
        memory(&brief(8000), 2_000);
    }
}

/// A brief with a number of lines: a shipped one, followed by as many claims and sources as necessary.
fn brief(lines: usize) -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/briefs/zerno.toml");
    let shipped = std::fs::read_to_string(path).unwrap();
    let mut text: String = shipped.lines().take(lines).map(|line| format!("{line}\n")).collect();
    let claim = |nth: usize| {
        format!(
            "\n[claims.more-{nth}]\ntext = \"Figure {nth} of the *port* was given [@more-{nth}].\"\n\
             sources = [\"more-{nth}\"]\nverification = \"single-source\"\n\n[sources.more-{nth}]\n\
             publisher = \"Agency {nth}\"\ndate = 2025-11-{:02}\nkind = \"media\"\n",
            1 + nth % 20
        )
    };
    for nth in 1.. {
        if text.lines().count() + 10 > lines {
            break;
        }
        text.push_str(&claim(nth));
    }
    text
}

/// The median and the slowest of 20 times from a letter to its diagnostics, in a name and in prose. Also the CPU time
/// of the server, which does not depend on other programs.
fn time(text: &str, keystrokes: usize) {
    let lines = text.lines().count();
    let mut editor = Editor::new();
    editor.open(text);
    // In a name, each letter changes the diagnostics, so the server sends new ones.
    let name = text.rfind("\nkind = ").unwrap() + 1;
    let before = editor.worked();
    let mut times: Vec<f64> = (0..keystrokes).map(|nth| editor.typed(text, name, nth)).collect();
    let worked = (editor.worked() - before) / keystrokes as f64;
    report(&format!("{lines} lines, a letter in a name"), &mut times, worked);
    // In prose, a letter may change nothing, so the editor asks for diagnostics.
    let prose = text.rfind("\ntext = \"").unwrap() + "\ntext = \"".len();
    let before = editor.worked();
    let mut times: Vec<f64> = (0..keystrokes)
        .map(|nth| {
            let start = Instant::now();
            editor.letter(text, prose, nth);
            editor.asked();
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    let worked = (editor.worked() - before) / keystrokes as f64;
    report(&format!("{lines} lines, a letter in prose"), &mut times, worked);
    editor.end();
}

fn report(what: &str, times: &mut [f64], worked: f64) {
    times.sort_by(f64::total_cmp);
    let (median, late) = (times[times.len() / 2], times[times.len() * 19 / 20]);
    println!("{what:<34} median {median:>6.1} ms, 19 of 20 within {late:>6.1} ms, worked {worked:>6.1} ms");
}

/// The memory of the server after a tenth of the keystrokes, and after all of them, with other requests of an editor in
/// between.
fn memory(text: &str, keystrokes: usize) {
    let mut editor = Editor::new();
    editor.open(text);
    let prose = text.rfind("\ntext = \"").unwrap() + "\ntext = \"".len();
    let (mut sizes, start) = (String::new(), Instant::now());
    for nth in 0..keystrokes {
        editor.letter(text, prose, nth);
        editor.asked();
        if nth % 20 == 0 {
            editor.beside(text, prose);
        }
        if (nth + 1) % (keystrokes / 10) == 0 {
            write!(sizes, " {}", editor.resident().map_or_else(|| "?".to_owned(), |it| it.to_string())).unwrap();
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    let lines = text.lines().count();
    println!("{lines} lines, {keystrokes} keystrokes in {seconds:.0} s, MiB after each tenth:{sizes}");
    editor.end();
}

const URI: &str = "file:///brief/a.toml";

struct Editor {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    requests: i64,
    version: i64,
}

#[expect(clippy::needless_pass_by_value, reason = "a message is written where it is sent")]
impl Editor {
    fn new() -> Self {
        let program = std::env::var("BRIEFING_PROGRAM").unwrap_or_else(|_| env!("CARGO_BIN_EXE_brief").to_owned());
        let mut child = Command::new(program).arg("lsp").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (input, output) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let mut editor = Self { child, input, output, requests: 0, version: 1 };
        editor.request("initialize", json!({ "processId": null, "rootUri": null, "capabilities": {} }));
        editor.notify("initialized", json!({}));
        editor
    }

    fn send(&mut self, message: Value) {
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        self.input.flush().unwrap();
    }

    fn notify(&mut self, method: &str, params: Value) {
        self.send(json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn read(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(self.output.read_line(&mut line).unwrap() > 0, "the server is gone");
            match line.trim().strip_prefix("Content-Length: ") {
                Some(number) => length = number.parse().unwrap(),
                None if line.trim().is_empty() => break,
                None => {}
            }
        }
        let mut text = vec![0; length];
        self.output.read_exact(&mut text).unwrap();
        serde_json::from_slice(&text).unwrap()
    }

    fn request(&mut self, method: &str, params: Value) -> Value {
        self.requests += 1;
        let id = self.requests;
        self.send(json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.read();
            if message["id"] == id && message.get("method").is_none() {
                assert!(message.get("error").is_none(), "{method}: {message}");
                return message["result"].clone();
            }
        }
    }

    fn open(&mut self, text: &str) {
        let document = json!({ "uri": URI, "languageId": "toml", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
        self.asked();
    }

    /// Inserts a letter at a byte position, or removes it again.
    fn letter(&mut self, text: &str, at: usize, nth: usize) {
        self.version += 1;
        let (line, character) = place(text, at);
        let is_typed = nth.is_multiple_of(2);
        let range = json!({ "start": { "line": line, "character": character },
            "end": { "line": line, "character": character + usize::from(!is_typed) } });
        let change = json!({ "range": range, "text": if is_typed { "x" } else { "" } });
        let document = json!({ "uri": URI, "version": self.version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [change] }));
    }

    /// Types a letter; returns the milliseconds until the diagnostics for this version have arrived.
    fn typed(&mut self, text: &str, at: usize, nth: usize) -> f64 {
        let start = Instant::now();
        self.letter(text, at, nth);
        loop {
            let message = self.read();
            if message["method"] == "textDocument/publishDiagnostics" && message["params"]["version"] == self.version {
                return start.elapsed().as_secs_f64() * 1e3;
            }
        }
    }

    fn asked(&mut self) {
        let params = json!({ "textDocument": { "uri": URI } });
        self.request("textDocument/diagnostic", params);
    }

    /// The other requests of an editor.
    fn beside(&mut self, text: &str, at: usize) {
        let (line, character) = place(text, at);
        let place = json!({ "line": line, "character": character });
        let params = json!({ "textDocument": { "uri": URI }, "position": place,
            "range": { "start": place, "end": place }, "context": { "diagnostics": [], "triggerKind": 1 } });
        for method in [
            "textDocument/completion",
            "textDocument/hover",
            "textDocument/codeAction",
            "textDocument/documentSymbol",
            "textDocument/inlayHint",
            "textDocument/semanticTokens/full",
            "briefing/preview",
        ] {
            self.request(method, params.clone());
        }
    }

    /// The memory of the server, in MiB; `None` if the system does not report it.
    fn resident(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        Some(line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()? / 1024)
    }

    /// The CPU time of the server so far, in milliseconds; 0 if the system does not report it.
    fn worked(&self) -> f64 {
        let threads = std::fs::read_dir(format!("/proc/{}/task", self.child.id())).into_iter().flatten().flatten();
        let times = threads.filter_map(|it| std::fs::read_to_string(it.path().join("schedstat")).ok());
        times.filter_map(|it| it.split(' ').next()?.parse::<f64>().ok()).sum::<f64>() / 1e6
    }

    fn end(mut self) {
        self.request("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        self.child.wait().unwrap();
    }
}

/// The line of a byte position, and its offset in that line in UTF-16 code units.
fn place(text: &str, at: usize) -> (usize, usize) {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    (text[..at].matches('\n').count(), text[start..at].encode_utf16().count())
}
