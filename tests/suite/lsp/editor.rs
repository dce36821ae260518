//! A client of the Language Server Protocol for `brief lsp`.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use serde_json::{Value, json};

use crate::program::brief;

/// A client with one open folder.
pub(super) struct Editor {
    pub(super) child: Child,
    pub(super) input: ChildStdin,
    output: BufReader<ChildStdout>,
    folder: PathBuf,
    requests: i64,
    version: i64,
    /// The last text of each file.
    pub(super) texts: std::collections::BTreeMap<String, String>,
    /// The last diagnostics of each file.
    pub(super) diagnostics: std::collections::BTreeMap<String, Value>,
    /// The requests of the server.
    pub(super) asked: Vec<String>,
}

#[expect(clippy::needless_pass_by_value, reason = "a message is written where it is sent")]
impl Editor {
    pub(super) fn new(folder: &Path, capabilities: &Value) -> Self {
        let mut child = brief(["lsp"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (input, output) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let mut editor = Self {
            child,
            input,
            output,
            folder: folder.to_path_buf(),
            requests: 0,
            version: 0,
            texts: std::collections::BTreeMap::new(),
            diagnostics: std::collections::BTreeMap::new(),
            asked: Vec::new(),
        };
        let uri = format!("file://{}", folder.display());
        let params = json!({ "processId": null, "rootUri": uri, "capabilities": capabilities,
            "workspaceFolders": [{ "uri": uri, "name": "x" }] });
        let greeting = editor.request("initialize", params);
        assert_eq!(greeting["serverInfo"]["name"], "brief");
        editor.notify("initialized", json!({}));
        editor
    }

    pub(super) fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        self.input.flush().unwrap();
    }

    pub(super) fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    pub(super) fn read(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(self.output.read_line(&mut line).unwrap() > 0, "the server is gone");
            let line = line.trim();
            if line.is_empty() {
                break;
            }
            if let Some(number) = line.strip_prefix("Content-Length: ") {
                length = number.parse().unwrap();
            }
        }
        let mut text = vec![0; length];
        self.output.read_exact(&mut text).unwrap();
        serde_json::from_slice(&text).unwrap()
    }

    /// The raw response to a request.
    pub(super) fn answer(&mut self, method: &str, params: Value) -> Value {
        self.requests += 1;
        let id = self.requests;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.read();
            if message["method"] == "textDocument/publishDiagnostics" {
                let name = name_of(message["params"]["uri"].as_str().unwrap());
                self.diagnostics.insert(name, message["params"]["diagnostics"].clone());
            } else if let Some(method) = message["method"].as_str() {
                self.asked.push(method.to_owned());
                self.send(&json!({ "jsonrpc": "2.0", "id": message["id"], "result": null }));
            } else if message["id"] == id {
                return message;
            }
        }
    }

    pub(super) fn request(&mut self, method: &str, params: Value) -> Value {
        let answer = self.answer(method, params);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    pub(super) fn uri(&self, name: &str) -> String {
        format!("file://{}", self.folder.join(name).display())
    }

    pub(super) fn open(&mut self, name: &str, text: &str) {
        self.texts.insert(name.to_owned(), text.to_owned());
        let uri = self.uri(name);
        self.notify(
            "textDocument/didOpen",
            json!({ "textDocument": { "uri": uri, "languageId": "toml", "version": 1, "text": text } }),
        );
    }

    /// Replaces the whole text of a file.
    pub(super) fn write(&mut self, name: &str, text: &str) {
        self.texts.insert(name.to_owned(), text.to_owned());
        self.version += 1;
        let document = json!({ "uri": self.uri(name), "version": self.version });
        self.notify(
            "textDocument/didChange",
            json!({ "textDocument": document, "contentChanges": [{ "text": text }] }),
        );
    }

    /// The diagnostics of a file after all changes so far.
    pub(super) fn diagnostics(&mut self, name: &str) -> Vec<Value> {
        // Two requests are sent, since the server sends diagnostics when it has no more messages to read.
        for _ in 0..2 {
            std::thread::sleep(std::time::Duration::from_millis(30));
            self.request("workspace/symbol", json!({ "query": "nothing of the kind" }));
        }
        self.diagnostics.get(name).and_then(Value::as_array).cloned().unwrap_or_default()
    }

    /// A request for the position of `|` in the text of a file, which is written without it.
    pub(super) fn at(&mut self, method: &str, name: &str, marked: &str, more: &Value) -> Value {
        let byte = marked.find('|').unwrap();
        let text = marked.replacen('|', "", 1);
        if self.texts.contains_key(name) {
            self.write(name, &text);
        } else {
            self.open(name, &text);
        }
        self.request(method, self.place(name, &text, byte, more))
    }

    pub(super) fn place(&self, name: &str, text: &str, byte: usize, more: &Value) -> Value {
        let before = &text[..byte];
        let line = before.matches('\n').count();
        let character = before.rsplit('\n').next().unwrap_or("").encode_utf16().count();
        let mut params = json!({ "textDocument": { "uri": self.uri(name) },
            "position": { "line": line, "character": character } });
        for (key, value) in more.as_object().into_iter().flatten() {
            params[key] = value.clone();
        }
        params
    }

    /// The texts of the files after an edit from the server, by name.
    pub(super) fn applied(&self, edit: &Value) -> std::collections::BTreeMap<String, String> {
        let one = |uri: &str, edits: &Value| {
            let name = name_of(uri);
            let disk = || std::fs::read_to_string(self.folder.join(&name)).unwrap_or_default();
            let text = self.texts.get(&name).cloned().unwrap_or_else(disk);
            (name, apply(&text, edits))
        };
        let plain = edit["changes"].as_object().into_iter().flatten().map(|(uri, edits)| one(uri, edits));
        let versioned = edit["documentChanges"].as_array().into_iter().flatten();
        let versioned = versioned.map(|it| one(it["textDocument"]["uri"].as_str().unwrap(), &it["edits"]));
        plain.chain(versioned).collect()
    }

    pub(super) fn end(mut self) {
        self.request("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        assert_eq!(self.child.wait().unwrap().code(), Some(0));
    }
}

pub(super) fn name_of(uri: &str) -> String {
    uri.rsplit('/').next().unwrap().to_owned()
}

/// A text after edits with positions in UTF-16.
pub(super) fn apply(text: &str, edits: &Value) -> String {
    let byte = |place: &Value| {
        let line = place["line"].as_u64().unwrap() as usize;
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        let mut left = place["character"].as_u64().unwrap() as usize;
        let inner = text[start..].char_indices().find(|(_, c)| {
            let here = left == 0;
            left = left.saturating_sub(c.len_utf16());
            here
        });
        inner.map_or(text.len(), |(at, _)| start + at)
    };
    let mut all: Vec<_> = edits
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (byte(&it["range"]["start"]), byte(&it["range"]["end"]), it["newText"].as_str().unwrap()))
        .collect();
    all.sort_unstable();
    let mut out = text.to_owned();
    for (start, end, piece) in all.into_iter().rev() {
        out.replace_range(start..end, piece);
    }
    out
}
