//! The command line: `commands/` has a file for each command, `shared/` what several use. The only user of clap.

mod commands;
mod shared;

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue};
use clap::{CommandFactory, Parser, Subcommand, ValueEnum};

#[cfg(feature = "lsp")]
use commands::lsp;
#[cfg(feature = "watch")]
use commands::watch;
use commands::{
    add, affected, check, completions, diff, explain, fmt, git, history, list, merge, new, remove, rename, render,
    schema, set, template,
};
pub use shared::exit::Exit;
use shared::ui::Ui;

use crate::world::World;

/// Turn a structured brief into a page a minister can read.
#[derive(Debug, Parser)]
#[command(
    name = "brief",
    version,
    arg_required_else_help = true,
    after_help = "A brief is a TOML file. `brief new FILE` writes a first one, `brief render FILE` its page as Markdown and PDF."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,

    /// When to use colours: auto, always or never
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN", hide_possible_values = true, display_order = 900)]
    color: Color,

    /// Print errors and warnings only
    #[arg(short, long, global = true, display_order = 901)]
    quiet: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Color {
    // On a terminal, unless the environment variable `NO_COLOR` is set.
    Auto,
    Always,
    Never,
}

// In the order of the help: writing a brief, rendering it, keeping many, comparing versions, setting up.
#[derive(Debug, Subcommand)]
enum Command {
    New(new::Args),
    Check(check::Args),
    Explain(explain::Args),
    Fmt(fmt::Args),
    #[command(subcommand)]
    Add(add::Command),
    Set(set::Args),
    Remove(remove::Args),
    Rename(rename::Args),
    Render(render::Args),
    #[cfg(feature = "watch")]
    Watch(watch::Args),
    List(list::Args),
    Affected(affected::Args),
    Diff(diff::Args),
    History(history::Args),
    Merge(merge::Args),
    #[command(subcommand)]
    Git(git::Command),
    #[command(subcommand)]
    Template(template::Command),
    Schema(schema::Args),
    #[cfg(feature = "lsp")]
    Lsp(lsp::Args),
    Completions(completions::Args),
}

/// What other programs call a command.
const OTHER_NAMES: [(&str, &str); 14] = [
    ("build", "render"),
    ("compare", "diff"),
    ("delete", "remove"),
    ("edit", "set"),
    ("format", "fmt"),
    ("init", "new"),
    ("lint", "check"),
    ("log", "history"),
    ("ls", "list"),
    ("mv", "rename"),
    ("rm", "remove"),
    ("unset", "set"),
    ("update", "set"),
    ("validate", "check"),
];

/// An error with the command that somebody means who knows another name for it.
fn with_meant_command(mut error: clap::Error) -> clap::Error {
    if let Some(ContextValue::String(given)) = error.get(ContextKind::InvalidSubcommand)
        && let Some((_, meant)) = OTHER_NAMES.iter().find(|(name, _)| name == given)
        && Cli::command().find_subcommand(meant).is_some()
    {
        error.insert(ContextKind::SuggestedSubcommand, ContextValue::Strings(vec![(*meant).to_owned()]));
    }
    error
}

/// Runs the command line.
///
/// Takes the arguments, the program's name first. Writes results to standard output and messages to standard error.
pub fn run(arguments: impl IntoIterator<Item = OsString>, world: &dyn World) -> Exit {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are results and go to standard output; clap knows which is which.
            let error = with_meant_command(error);
            let printed = error.print();
            let exit = if error.use_stderr() { Exit::Usage } else { Exit::Done };
            return Ui::new(Color::Auto, false, world).finish_after(printed, exit);
        }
    };
    let ui = Ui::new(cli.color, cli.quiet, world);
    let exit = match cli.command {
        Command::Completions(args) => completions::run::<Cli>(&args, &ui),
        Command::Affected(args) => affected::run(&args, world, &ui),
        Command::Add(command) => add::run(&command, world, &ui),
        Command::Check(args) => check::run(&args, world, &ui),
        Command::Diff(args) => diff::run(&args, world, &ui),
        Command::Explain(args) => explain::run(&args, &ui),
        Command::Fmt(args) => fmt::run(&args, world, &ui),
        Command::Git(command) => git::run(&command, world, &ui),
        Command::History(args) => history::run(&args, world, &ui),
        Command::List(args) => list::run(&args, world, &ui),
        #[cfg(feature = "lsp")]
        Command::Lsp(args) => lsp::run(&args, world, &ui),
        Command::Merge(args) => merge::run(&args, world, &ui),
        Command::New(args) => new::run(&args, world, &ui),
        Command::Remove(args) => remove::run(&args, world, &ui),
        Command::Rename(args) => rename::run(&args, world, &ui),
        Command::Render(args) => render::run(&args, world, &ui),
        Command::Schema(args) => schema::run(&args, &ui),
        Command::Set(args) => set::run(&args, world, &ui),
        Command::Template(command) => template::run(&command, world, &ui),
        #[cfg(feature = "watch")]
        Command::Watch(args) => watch::run(&args, world, &ui),
    };
    ui.finish(exit)
}
