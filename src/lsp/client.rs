//! What the client says that it can do, and what the server answers that it can.

use gen_lsp_types as types;
use serde_json::{Value, json};

use super::position::Encoding;
use super::tokens;

/// What the client can do. What it does not say, it cannot.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
pub(super) struct Client {
    pub(super) encoding: Encoding,
    /// Whether it asks for diagnostics; otherwise they are sent to it.
    pub(super) pulls: bool,
    /// Whether it can be told to ask again for: diagnostics, inlay hints, code lenses.
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

    /// The answer to `initialize`.
    pub(super) fn greeting(self) -> types::InitializeResult {
        let server_info = types::ServerInfo {
            name: "brief".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        };
        types::InitializeResult { capabilities: self.capabilities(), server_info: Some(server_info) }
    }

    fn capabilities(self) -> types::ServerCapabilities {
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
            position_encoding: Some(match self.encoding {
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
            diagnostic_provider: self.pulls.then_some(types::DiagnosticProvider::DiagnosticOptions(diagnostics)),
            semantic_tokens_provider: Some(types::SemanticTokensProvider::SemanticTokensOptions(tokens)),
            workspace: Some(types::WorkspaceOptions {
                workspace_folders: Some(folders),
                ..types::WorkspaceOptions::default()
            }),
            experimental: Some(json!({ "preview": true })),
            ..types::ServerCapabilities::default()
        }
    }
}
