//! Changes of texts as the client takes them.

use std::collections::HashMap;
use std::ops::Range;
use std::path::PathBuf;

use gen_lsp_types as types;

use super::analysis::FileText;
use super::state::ServerState;
use crate::diff;

/// Replacements in a file as edits.
pub(super) fn edits(file: &FileText, changes: &[(Range<usize>, String)]) -> Vec<types::TextEdit> {
    let edit =
        |(range, text): &(Range<usize>, String)| types::TextEdit { range: file.range(range), new_text: text.clone() };
    changes.iter().map(edit).collect()
}

/// What to change in a file to make another text of it, line by line, so that a cursor elsewhere stays where it is.
pub(super) fn to_become(file: &FileText, after: &str) -> Vec<types::TextEdit> {
    edits(file, &diff::replacements(file.text(), after))
}

/// Edits of several files, with their versions where the client takes these.
pub(super) fn workspace(state: &ServerState<'_>, files: Vec<(PathBuf, Vec<types::TextEdit>)>) -> types::WorkspaceEdit {
    if !state.client.versioned {
        let changes: HashMap<_, _> = files.into_iter().map(|(path, edits)| (state.uri(&path), edits)).collect();
        return types::WorkspaceEdit { changes: Some(changes), ..types::WorkspaceEdit::default() };
    }
    let change = |(path, edits): (PathBuf, Vec<types::TextEdit>)| {
        types::DocumentChange::TextDocumentEdit(types::TextDocumentEdit {
            text_document: types::OptionalVersionedTextDocumentIdentifier {
                version: state.version(&path),
                text_document_identifier: types::TextDocumentIdentifier { uri: state.uri(&path) },
            },
            edits: edits.into_iter().map(types::Edit::TextEdit).collect(),
        })
    };
    let changes = files.into_iter().map(change).collect();
    types::WorkspaceEdit { document_changes: Some(changes), ..types::WorkspaceEdit::default() }
}
