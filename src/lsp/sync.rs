//! What the client says of files: opened, edited, closed, changed by somebody else.

use gen_lsp_types as types;
use serde_json::{Value, json};

use super::client::Client;
use super::position::LineStarts;
use super::state::ServerState;
use super::uri;

pub(super) fn opened(state: &mut ServerState<'_>, params: types::DidOpenTextDocumentParams) {
    let document = params.text_document;
    state.open(document.uri, document.version, document.text);
}

/// Applies the changes of a text in order: the positions of each are those of the text that the one before has left.
pub(super) fn edited(state: &mut ServerState<'_>, params: types::DidChangeTextDocumentParams) {
    let encoding = state.client.encoding;
    let document = params.text_document;
    state.edit(&document.text_document_identifier.uri, document.version, |text| {
        let mut lines = LineStarts::new(text, encoding);
        for change in params.content_changes {
            match change {
                types::TextDocumentContentChangeEvent::TextDocumentContentChangePartial(change) => {
                    let range = lines.bytes(text, change.range);
                    text.replace_range(range.clone(), &change.text);
                    lines.replaced(text, &range, change.text.len());
                }
                types::TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(change) => {
                    *text = change.text;
                    lines = LineStarts::new(text, encoding);
                }
            }
        }
    });
}

pub(super) fn folders(state: &mut ServerState<'_>, params: types::DidChangeWorkspaceFoldersParams) {
    for folder in params.event.removed {
        state.folders.remove(&uri::path(&folder.uri));
    }
    state.folders.extend(params.event.added.iter().map(|folder| uri::path(&folder.uri)));
}

/// Files that came, went or changed on the disk. Of an open one, the text of the editor counts.
pub(super) fn watched(state: &mut ServerState<'_>, params: types::DidChangeWatchedFilesParams) {
    for change in params.changes {
        state.changed_on_disk(&uri::path(&change.uri));
    }
}

/// What the client is to watch: every TOML file and picture, and where git notes each commit. `None` when it cannot.
pub(super) fn watchers(client: Client) -> Option<Value> {
    client.watches.then(|| {
        let watchers = ["**/*.toml", "**/*.{png,jpg,jpeg}", "**/.git/HEAD", "**/.git/logs/HEAD"]
            .map(|glob| json!({ "globPattern": glob }));
        let options = json!({ "watchers": watchers });
        let method = "workspace/didChangeWatchedFiles";
        json!({ "registrations": [{ "id": "files", "method": method, "registerOptions": options }] })
    })
}
