//! `brief explain`

use crate::check;
use crate::cli::shared::{Exit, Ui};
use crate::diagnostic::{Code, explanation, nearest};

/// Explain a diagnostic and how to fix it.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The name in brackets after `error` or `warning`; without it, all are listed.
    code: Option<String>,
}

pub(in crate::cli) fn run(args: &Args, ui: &Ui) -> Exit {
    let Some(name) = &args.code else {
        let width = check::codes().map(|code| code.name().len()).max().unwrap_or(0);
        for code in check::codes() {
            ui.result(format!("{:width$}  {}\n", code.name(), code.entry().summary()).as_bytes());
        }
        return Exit::Done;
    };
    let Some(code) = check::code(name) else {
        let near = nearest(name, check::codes().map(Code::name));
        let help = near.map(|near| format!("did you mean `{near}`?"));
        ui.fail(&format!("no diagnostic is called `{name}`"), help.as_deref().or(Some("`brief explain` lists them")));
        return Exit::Usage;
    };
    ui.result(explanation(code).as_bytes());
    Exit::Done
}
