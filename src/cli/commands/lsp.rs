//! `brief lsp`

use crate::cli::shared::{Exit, Ui};
use crate::lsp::{self, Ending};
use crate::world::World;

/// Serve an editor by the Language Server Protocol.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
An editor starts this command itself; docs/editors.md has the settings.")]
pub(in crate::cli) struct Args {
    /// What most editors pass on; it changes nothing
    #[arg(long, hide = true)]
    stdio: bool,
}

pub(in crate::cli) fn run(_: &Args, world: &dyn World, ui: &Ui) -> Exit {
    match lsp::serve(world) {
        Ok(Ending::Asked) => Exit::Done,
        // "The server should exit with … error code 1" when it was not asked to shut down first (LSP 3.17, "Exit").
        Ok(Ending::Abrupt) => Exit::Errors,
        Err(error) => {
            ui.fail(&error.message, error.help.as_deref());
            Exit::Usage
        }
    }
}
