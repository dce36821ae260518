//! `brief explain`

use super::{Exit, Ui};
use crate::diagnostic::{code, nearest};

/// Say what a diagnostic means and how to mend it.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The name in the brackets of a message, such as `unknown-field`; without it, all are listed.
    code: Option<String>,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Exit {
    let Some(name) = &args.code else {
        let width = code::TABLE.iter().map(|entry| entry.name.len()).max().unwrap_or(0);
        for entry in code::TABLE {
            ui.result(format!("{:width$}  {}\n", entry.name, entry.summary()).as_bytes());
        }
        return Exit::Done;
    };
    let Some(entry) = code::TABLE.iter().find(|entry| entry.name == name) else {
        let near = nearest(name, code::TABLE.iter().map(|entry| entry.name));
        let help = near.map(|near| format!("did you mean `{near}`?"));
        ui.fail(&format!("no diagnostic is called `{name}`"), help.as_deref().or(Some("`brief explain` lists them")));
        return Exit::Usage;
    };
    ui.result(entry.explanation().as_bytes());
    Exit::Done
}
