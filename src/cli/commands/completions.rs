//! `brief completions`

use clap_complete::env::Shells;

use crate::cli::shared::candidates::VARIABLE;
use crate::cli::shared::{Exit, Ui};

/// Print a script with which a shell completes ids and options.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The line for each shell, and where it goes:

  bash    echo 'source <(brief completions bash)' >> ~/.bashrc
  zsh     echo 'source <(brief completions zsh)' >> ~/.zshrc
  fish    echo 'brief completions fish | source' >> ~/.config/fish/config.fish
  elvish  echo 'eval (brief completions elvish | slurp)' >> ~/.elvish/rc.elv
  powershell
    'brief completions powershell | Out-String | Invoke-Expression' >> $PROFILE

The script asks `brief` for what can follow, so it knows the parties, issues,
sources and fields of the brief on the line.")]
pub(in crate::cli) struct Args {
    /// The shell: bash, elvish, fish, powershell or zsh.
    #[arg(value_name = "SHELL", value_parser = Shells::builtins().names().collect::<Vec<_>>(), hide_possible_values = true)]
    shell: String,
}

/// `command` is the whole command line.
pub(in crate::cli) fn run(args: &Args, command: &clap::Command, ui: &Ui) -> Exit {
    let shells = Shells::builtins();
    // clap accepts no other names.
    let Some(shell) = shells.completer(&args.shell) else { return Exit::Usage };
    let (name, mut script) = (command.get_name(), Vec::new());
    // Writing to memory cannot fail.
    let _ = shell.write_registration(VARIABLE, name, name, name, &mut script);
    ui.result(&script);
    Exit::Done
}
