//! What the client says that it can do.

use serde_json::Value;

use super::position::Encoding;

/// What the client can do. What it does not say, it cannot.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
pub(super) struct Client {
    pub(super) encoding: Encoding,
    /// Whether it asks for diagnostics; otherwise they are sent to it.
    pub(super) pulls: bool,
    /// Whether the server may ask it to request again: diagnostics, inlay hints, code lenses.
    pub(super) refreshes: [bool; 3],
    /// Whether completed texts may have places to fill in.
    pub(super) snippets: bool,
    /// Whether it watches files when it is asked to.
    pub(super) watches: bool,
    /// Whether it takes changes of files with their versions.
    pub(super) versioned: bool,
}

impl Client {
    /// Reads the parameters of `initialize`.
    pub(super) fn new(params: &Value) -> Self {
        let says = |path: &str| params.pointer(path).and_then(Value::as_bool).unwrap_or(false);
        let encodings = params.pointer("/capabilities/general/positionEncodings").and_then(Value::as_array);
        let utf8 = encodings.is_some_and(|all| all.iter().any(|it| it == "utf-8"));
        let document = "/capabilities/textDocument";
        let workspace = "/capabilities/workspace";
        Self {
            encoding: if utf8 { Encoding::Utf8 } else { Encoding::Utf16 },
            pulls: params.pointer(&format!("{document}/diagnostic")).is_some_and(Value::is_object),
            refreshes: ["diagnostics", "inlayHint", "codeLens"]
                .map(|name| says(&format!("{workspace}/{name}/refreshSupport"))),
            snippets: says(&format!("{document}/completion/completionItem/snippetSupport")),
            watches: says(&format!("{workspace}/didChangeWatchedFiles/dynamicRegistration")),
            versioned: says(&format!("{workspace}/workspaceEdit/documentChanges")),
        }
    }
}
