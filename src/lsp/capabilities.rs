//! What the server says that it can do.

use gen_lsp_types as types;
use serde_json::json;

use super::client::Client;
use super::position::Encoding;
use super::tokens;

/// The answer to `initialize`.
pub(super) fn greeting(client: Client) -> types::InitializeResult {
    let server_info =
        types::ServerInfo { name: "brief".to_owned(), version: Some(env!("CARGO_PKG_VERSION").to_owned()) };
    types::InitializeResult { capabilities: capabilities(client), server_info: Some(server_info) }
}

fn capabilities(client: Client) -> types::ServerCapabilities {
    let sync = types::TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(types::TextDocumentSyncKind::Incremental),
        save: Some(types::Save::Bool(true)),
        ..types::TextDocumentSyncOptions::default()
    };
    let completion = types::CompletionOptions {
        trigger_characters: Some(["[", ".", "\"", "@", "="].map(str::to_owned).to_vec()),
        ..types::CompletionOptions::default()
    };
    let actions = types::CodeActionOptions {
        code_action_kinds: Some(vec![
            types::CodeActionKind::QuickFix,
            types::CodeActionKind::Refactor,
            types::CodeActionKind::SourceFixAll,
        ]),
        ..types::CodeActionOptions::default()
    };
    let rename = types::RenameOptions { prepare_provider: Some(true), ..types::RenameOptions::default() };
    let diagnostics = types::DiagnosticOptions {
        identifier: Some("brief".to_owned()),
        inter_file_dependencies: true,
        workspace_diagnostics: false,
        ..types::DiagnosticOptions::default()
    };
    let tokens = types::SemanticTokensOptions {
        legend: tokens::legend(),
        range: None,
        full: Some(types::Full::Bool(true)),
        work_done_progress_options: types::WorkDoneProgressOptions::default(),
    };
    let folders = types::WorkspaceFoldersServerCapabilities {
        supported: Some(true),
        change_notifications: Some(types::ChangeNotifications::Bool(true)),
    };
    types::ServerCapabilities {
        position_encoding: Some(match client.encoding {
            Encoding::Utf8 => types::PositionEncodingKind::UTF8,
            Encoding::Utf16 => types::PositionEncodingKind::UTF16,
        }),
        text_document_sync: Some(types::TextDocumentSync::Options(sync)),
        completion_provider: Some(completion),
        hover_provider: Some(types::HoverProvider::Bool(true)),
        definition_provider: Some(types::DefinitionProvider::Bool(true)),
        references_provider: Some(types::ReferencesProvider::Bool(true)),
        document_highlight_provider: Some(types::DocumentHighlightProvider::Bool(true)),
        document_symbol_provider: Some(types::DocumentSymbolProvider::Bool(true)),
        workspace_symbol_provider: Some(types::WorkspaceSymbolProvider::Bool(true)),
        code_action_provider: Some(types::CodeActionProvider::CodeActionOptions(actions)),
        code_lens_provider: Some(types::CodeLensOptions::default()),
        document_formatting_provider: Some(types::DocumentFormattingProvider::Bool(true)),
        document_range_formatting_provider: Some(types::DocumentRangeFormattingProvider::Bool(true)),
        rename_provider: Some(types::RenameProvider::RenameOptions(rename)),
        folding_range_provider: Some(types::FoldingRangeProvider::Bool(true)),
        inlay_hint_provider: Some(types::InlayHintProvider::Bool(true)),
        // A client that asks for them would show twice what is sent to it as well.
        diagnostic_provider: client.pulls.then_some(types::DiagnosticProvider::DiagnosticOptions(diagnostics)),
        semantic_tokens_provider: Some(types::SemanticTokensProvider::SemanticTokensOptions(tokens)),
        workspace: Some(types::WorkspaceOptions {
            workspace_folders: Some(folders),
            ..types::WorkspaceOptions::default()
        }),
        experimental: Some(json!({ "preview": true })),
        ..types::ServerCapabilities::default()
    }
}
