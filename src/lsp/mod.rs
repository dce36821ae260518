//! The language server: what `check`, `edit`, `format` and `schema` know, carried to an editor (LSP 3.17).
//!
//! One thread answers one message after the other. `state::State` has the files as the editor has them, and
//! what is known of each until it changes; the other files answer one kind of request each.

mod actions;
mod analysis;
mod capabilities;
mod changes;
mod client;
mod completion;
mod diagnostics;
mod dispatch;
mod formatting;
mod hints;
mod hover;
mod lens;
mod navigation;
mod outline;
mod position;
mod preview;
mod project;
mod rename;
mod section;
mod state;
mod subject;
mod sync;
mod tokens;
mod uri;

use lsp_server::{Connection, Message, Response};
use serde_json::Value;

use crate::error::Error;
use crate::library::FontLibrary;
use crate::world::World;
use client::Client;
use dispatch::Server;
use state::ServerState;

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The client asked the server to shut down, and then to exit.
    Asked,
    /// The client closed the connection, or sent `exit` without `shutdown`.
    Abrupt,
}

/// Serves one client over standard input and output, until it ends the session or goes away.
///
/// # Errors
/// [`Error`] when the client says something that is not the protocol.
pub fn serve(world: &dyn World) -> Result<Ending, Error> {
    let (connection, threads) = Connection::stdio();
    let ended = run(&connection, world);
    drop(connection);
    // What the reader has to say is said by `run`, unless the client went away in the middle of a message.
    let joined = threads.join();
    let ending = ended?;
    match joined {
        Err(error) if ending == Ending::Abrupt => Err(Error::new(format!("the client cannot be understood: {error}"))),
        _ => Ok(ending),
    }
}

fn run(connection: &Connection, world: &dyn World) -> Result<Ending, Error> {
    let Ok((id, params)) = connection.initialize_start() else { return Ok(Ending::Abrupt) };
    let client = Client::new(&params);
    let mut state = ServerState::new(client, world);
    state.folders = folders(&params);
    let greeting =
        serde_json::to_value(capabilities::greeting(client)).map_err(|error| Error::new(error.to_string()))?;
    let _ = connection.sender.send(Message::Response(Response::new_ok(id, greeting)));
    let library = FontLibrary::default();
    Ok(Server::new(state, &library, connection).run())
}

/// The folders that the client has open: those that it names, or else its root.
fn folders(params: &Value) -> std::collections::BTreeSet<std::path::PathBuf> {
    let named = params.get("workspaceFolders").and_then(Value::as_array);
    let named: Vec<&Value> = named.into_iter().flatten().filter_map(|folder| folder.get("uri")).collect();
    let all = if named.is_empty() { params.get("rootUri").into_iter().collect() } else { named };
    all.into_iter().filter_map(Value::as_str).map(|it| uri::path(&gen_lsp_types::Uri(it.to_owned()))).collect()
}
