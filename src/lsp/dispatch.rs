//! The loop of the server: each message goes to the file that answers it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use gen_lsp_types as types;
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::state::{RequestRefusal, ServerState};
use super::{
    Ending, actions, completion, diagnostics, formatting, hints, hover, lens, navigation, outline, preview, rename,
    sync, tokens, uri,
};
use crate::library::FontLibrary;

/// The server of one client.
pub(super) struct Server<'w> {
    state: ServerState<'w>,
    pages: preview::PreviewPages<'w>,
    lens: lens::LensMemory,
    connection: &'w Connection,
    /// Whether something has changed since diagnostics were sent.
    is_stale: bool,
    /// What was sent last, by address, so that what stays the same is not sent again.
    sent: diagnostics::SentDiagnostics,
    /// How many requests were sent to the client.
    requests: i32,
    is_ending: bool,
}

impl<'w> Server<'w> {
    pub(super) fn new(state: ServerState<'w>, library: &'w FontLibrary, connection: &'w Connection) -> Self {
        Self {
            state,
            pages: preview::PreviewPages::new(library),
            lens: lens::LensMemory::default(),
            connection,
            is_stale: false,
            sent: diagnostics::SentDiagnostics::default(),
            requests: 0,
            is_ending: false,
        }
    }

    /// Answers messages until the client ends the session or goes away.
    pub(super) fn run(mut self) -> Ending {
        loop {
            // Diagnostics wait until all that was typed is read: while somebody types fast, the last text counts.
            let receiver = &self.connection.receiver;
            let message = if let Ok(message) = receiver.try_recv() {
                message
            } else {
                self.send_diagnostics();
                let Ok(message) = receiver.recv() else { return Ending::Abrupt };
                message
            };
            match message {
                Message::Request(request) => {
                    let response = self.answer(request);
                    self.send(Message::Response(response));
                }
                Message::Notification(it) if it.method == "exit" => {
                    return if self.is_ending { Ending::Asked } else { Ending::Abrupt };
                }
                Message::Notification(notification) => self.notice(notification),
                // Of what the server asks for, only that it was heard matters.
                Message::Response(_) => {}
            }
        }
    }

    fn send(&self, message: Message) {
        // A client that is gone is noticed where messages are read.
        let _ = self.connection.sender.send(message);
    }

    fn notify(&self, method: &str, params: impl Serialize) {
        self.send(Message::Notification(Notification { method: method.to_owned(), params: json!(params) }));
    }

    fn ask(&mut self, method: &str, params: Value) {
        self.requests += 1;
        let id = lsp_server::RequestId::from(self.requests);
        self.send(Message::Request(Request { id, method: method.to_owned(), params }));
    }

    /// Answers a request. A bug in an answer costs that answer, and not the session.
    fn answer(&mut self, request: Request) -> Response {
        let id = request.id.clone();
        if self.is_ending {
            return Response::new_err(id, ErrorCode::InvalidRequest as i32, "the server is shutting down".to_owned());
        }
        let method = request.method.clone();
        match catch_unwind(AssertUnwindSafe(|| self.result(request))) {
            Ok(Ok(value)) => Response::new_ok(id, value),
            Ok(Err(RequestFailure { code, message })) => Response::new_err(id, code as i32, message),
            Err(_) => {
                let message = format!("{method} failed: this is a bug in brief, please report it with the file");
                Response::new_err(id, ErrorCode::InternalError as i32, message)
            }
        }
    }

    fn result(&mut self, request: Request) -> Result<Value, RequestFailure> {
        let state = &self.state;
        let params = request.params;
        match request.method.as_str() {
            "shutdown" => {
                self.is_ending = true;
                Ok(Value::Null)
            }
            "textDocument/diagnostic" => answer(params, |it| diagnostics::report(state, &it)),
            "textDocument/completion" => answer(params, |it| completion::complete(state, &it)),
            "textDocument/hover" => answer(params, |it| hover::hover(state, &it)),
            "textDocument/definition" => answer(params, |it| navigation::definition(state, &it)),
            "textDocument/references" => answer(params, |it| navigation::references(state, &it)),
            "textDocument/documentHighlight" => answer(params, |it| navigation::highlights(state, &it)),
            "textDocument/prepareRename" => answer(params, |it| rename::prepare(state, &it)),
            "textDocument/rename" => answer(params, |it| rename::rename(state, &it)),
            "textDocument/codeAction" => answer(params, |it| actions::actions(state, &it)),
            "textDocument/documentSymbol" => answer(params, |it| outline::symbols(state, &it)),
            "textDocument/foldingRange" => answer(params, |it| outline::folds(state, &it)),
            "workspace/symbol" => answer(params, |it| Ok(outline::workspace(state, &it))),
            "textDocument/inlayHint" => answer(params, |it| hints::hints(state, &it)),
            "textDocument/codeLens" => answer(params, |it| lens::lenses(state, &mut self.lens, &it)),
            "textDocument/formatting" => answer(params, |it| formatting::whole(state, &it)),
            "textDocument/rangeFormatting" => answer(params, |it| formatting::range(state, &it)),
            "textDocument/semanticTokens/full" => answer(params, |it| tokens::tokens(state, &it)),
            "briefing/preview" => answer(params, |it| self.pages.preview(state, &it)),
            other => Err(RequestFailure {
                code: ErrorCode::MethodNotFound,
                message: format!("no request is called {other}"),
            }),
        }
    }

    fn notice(&mut self, notification: Notification) {
        let params = notification.params;
        match notification.method.as_str() {
            "initialized" => {
                if let Some(registration) = sync::watchers(self.state.client) {
                    self.ask("client/registerCapability", registration);
                }
            }
            "textDocument/didOpen" => self.take(params, sync::opened),
            "textDocument/didChange" => self.take(params, sync::edited),
            "textDocument/didClose" => self.close(params),
            "textDocument/didSave" => self.lens.forget(),
            "workspace/didChangeWorkspaceFolders" => self.take(params, sync::folders),
            "workspace/didChangeWatchedFiles" => {
                self.lens.forget();
                self.take(params, sync::watched);
            }
            // What is not asked for, such as `$/setTrace`, needs no answer.
            _ => {}
        }
    }

    fn close(&mut self, params: Value) {
        if let Ok(types::DidCloseTextDocumentParams { text_document }) = serde_json::from_value(params) {
            let path = uri::path(&text_document.uri);
            self.pages.forget(&path);
            self.state.close(&path);
            self.is_stale = true;
        }
    }

    /// Takes what has changed.
    fn take<P: DeserializeOwned>(&mut self, params: Value, change: fn(&mut ServerState<'w>, P)) {
        if let Ok(params) = serde_json::from_value(params) {
            change(&mut self.state, params);
            self.is_stale = true;
        }
    }

    /// Tells a client that asks to ask again: something has changed that is not in the file that it shows.
    fn refresh(&mut self) {
        let methods = ["workspace/diagnostic/refresh", "workspace/inlayHint/refresh", "workspace/codeLens/refresh"];
        for (method, wanted) in methods.into_iter().zip(self.state.client.refreshes) {
            if wanted {
                self.ask(method, Value::Null);
            }
        }
    }

    fn send_diagnostics(&mut self) {
        if !std::mem::take(&mut self.is_stale) {
            return;
        }
        if self.state.take_others_changed() {
            self.refresh();
        }
        if self.state.client.pulls {
            return;
        }
        let changed = catch_unwind(AssertUnwindSafe(|| self.sent.update(&self.state))).unwrap_or_default();
        for params in changed {
            self.notify("textDocument/publishDiagnostics", params);
        }
    }
}

/// Why a request has no result.
struct RequestFailure {
    code: ErrorCode,
    message: String,
}

/// Reads the parameters of a request, and writes its result.
fn answer<P: DeserializeOwned, R: Serialize>(
    params: Value,
    make: impl FnOnce(P) -> Result<R, RequestRefusal>,
) -> Result<Value, RequestFailure> {
    let failure = |code, message| RequestFailure { code, message };
    let params =
        serde_json::from_value(params).map_err(|error| failure(ErrorCode::InvalidParams, error.to_string()))?;
    let result = make(params).map_err(|refused| failure(ErrorCode::RequestFailed, refused.to_string()))?;
    serde_json::to_value(result).map_err(|error| failure(ErrorCode::InternalError, error.to_string()))
}
