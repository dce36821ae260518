//! `brief completions`

use clap::{CommandFactory, Parser};
use clap_complete::Shell;

use crate::cli::shared::{Exit, Ui};

/// Print a completion script for a shell.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
  bash   brief completions bash > ~/.local/share/bash-completion/completions/brief
  zsh    brief completions zsh > ~/.zfunc/_brief
  fish   brief completions fish > ~/.config/fish/completions/brief.fish")]
pub(in crate::cli) struct Args {
    /// The shell: bash, elvish, fish, powershell or zsh.
    #[arg(value_name = "SHELL", hide_possible_values = true)]
    shell: Shell,
}

/// `P` is the parser of the whole command line.
pub(in crate::cli) fn run<P: Parser + CommandFactory>(args: &Args, ui: &Ui) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut P::command(), "brief", &mut script);
    ui.result(&script);
    Exit::Done
}
