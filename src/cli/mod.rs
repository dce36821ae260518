//! The command line: `commands/` has a file for each command, `shared/` what several use. The only user of clap.

mod commands;
mod shared;

use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

#[cfg(feature = "lsp")]
use commands::lsp;
#[cfg(feature = "watch")]
use commands::watch;
use commands::{
    add, affected, check, completions, diff, explain, export, fmt, git, history, import, judgements, list, man, merge,
    new, remove, rename, render, review, schema, set, template,
};
use shared::color::ColorChoice;
pub use shared::exit::Exit;
use shared::ui::Ui;
use shared::{candidates, help, other_names};

use crate::world::World;

/// Turn a structured brief into a page a minister can read.
#[derive(Debug, Parser)]
#[command(
    name = "brief",
    version,
    after_help = "\
A brief is a TOML file. `brief new brief.toml` writes a first one,
`brief render` the pages of the briefs in this folder as Markdown and PDF."
)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,

    /// When to use colours: auto, always or never
    #[arg(long, global = true, value_enum, default_value_t = ColorChoice::Auto, value_name = "WHEN", hide_possible_values = true, hide_short_help = true, display_order = 900)]
    color: ColorChoice,

    /// Print errors and warnings only
    #[arg(short, long, global = true, display_order = 901)]
    quiet: bool,
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
    Review(review::Args),
    Export(export::Args),
    Import(import::Args),
    #[cfg(feature = "watch")]
    Watch(watch::Args),
    List(list::Args),
    Judgements(judgements::Args),
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
    Man(man::Args),
}

/// The whole command line, with its whole help.
fn command() -> clap::Command {
    help::whole(with_records())
}

/// All commands, with those of `add`.
fn with_records() -> clap::Command {
    Cli::command().mut_subcommand("add", add::with_records)
}

/// The command line as far as it takes to read these words: the records of `add` have more options than all else
/// together.
fn to_read(words: &[String]) -> clap::Command {
    if words.iter().any(|word| word == "add") { command() } else { help::whole(Cli::command()) }
}

/// Runs the command line.
///
/// Takes the arguments, the program's name first. Writes results to standard output and messages to standard error.
pub fn run(arguments: impl IntoIterator<Item = OsString>, world: &dyn World) -> Exit {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    if let Some(shell) = candidates::asked(world) {
        let ui = Ui::new(ColorChoice::Never, false, world);
        let exit = candidates::complete(&shell, &arguments, command(), world, &ui);
        return ui.finish(exit);
    }
    let words: Vec<String> = arguments.iter().skip(1).map(|it| it.to_string_lossy().into_owned()).collect();
    let matches = to_read(&words).try_get_matches_from(&arguments).or_else(|error| {
        let asks = error.kind() == ErrorKind::DisplayHelp && help::is_short(&words);
        if asks { help::short(with_records()).try_get_matches_from(&arguments) } else { Err(error) }
    });
    let cli = match matches.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are results and go to standard output; clap knows which is which.
            let error = other_names::with_meant_command(error, &words, &command());
            let printed = error.print();
            let exit = if error.use_stderr() { Exit::Usage } else { Exit::Done };
            return Ui::new(ColorChoice::Auto, false, world).finish_after(printed, exit);
        }
    };
    let ui = Ui::new(cli.color, cli.quiet, world);
    let Some(called) = cli.command else {
        let exit = list::overview(world, &ui).unwrap_or_else(|| {
            ui.write(&command().render_help().to_string());
            Exit::Usage
        });
        return ui.finish(exit);
    };
    let exit = match called {
        Command::Completions(args) => completions::run(&args, &command(), &ui),
        Command::Man(args) => man::run(&args, command(), world, &ui),
        Command::Affected(args) => affected::run(&args, world, &ui),
        Command::Add(command) => add::run(&command, world, &ui),
        Command::Check(args) => check::run(&args, world, &ui),
        Command::Diff(args) => diff::run(&args, world, &ui),
        Command::Explain(args) => explain::run(&args, &ui),
        Command::Export(args) => export::run(&args, world, &ui),
        Command::Fmt(args) => fmt::run(&args, world, &ui),
        Command::Git(command) => git::run(&command, world, &ui),
        Command::History(args) => history::run(&args, world, &ui),
        Command::Import(args) => import::run(&args, world, &ui),
        Command::Judgements(args) => judgements::run(&args, world, &ui),
        Command::List(args) => list::run(&args, world, &ui),
        #[cfg(feature = "lsp")]
        Command::Lsp(args) => lsp::run(&args, world, &ui),
        Command::Merge(args) => merge::run(&args, world, &ui),
        Command::New(args) => new::run(&args, world, &ui),
        Command::Remove(args) => remove::run(&args, world, &ui),
        Command::Rename(args) => rename::run(&args, world, &ui),
        Command::Render(args) => render::run(&args, world, &ui),
        Command::Review(args) => review::run(&args, world, &ui),
        Command::Schema(args) => schema::run(&args, &ui),
        Command::Set(args) => set::run(&args, world, &ui),
        Command::Template(command) => template::run(&command, world, &ui),
        #[cfg(feature = "watch")]
        Command::Watch(args) => watch::run(&args, world, &ui),
    };
    ui.finish(exit)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    /// The options by their long names, each with the commands that have it.
    fn defined() -> BTreeMap<String, BTreeSet<String>> {
        fn walk(command: &clap::Command, path: &str, found: &mut BTreeMap<String, BTreeSet<String>>) {
            for argument in command.get_arguments().filter(|it| !it.is_hide_set()) {
                if let Some(long) = argument.get_long() {
                    found.entry(long.to_owned()).or_default().insert(path.to_owned());
                }
            }
            for inner in command.get_subcommands().filter(|it| !it.is_hide_set()) {
                let path = format!("{path} {}", inner.get_name()).trim_start().to_owned();
                walk(inner, &path, found);
            }
        }
        let mut found = BTreeMap::new();
        walk(&super::command(), "", &mut found);
        found
    }

    #[test]
    fn the_documented_options_are_those_that_there_are() {
        let docs = include_str!("../../docs/command-line.md");
        let rows =
            docs.lines().filter(|line| line.starts_with("| `-")).map(|line| line.split(" | ").collect::<Vec<_>>());
        let mut documented: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for row in rows {
            let words = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
            let names = words(row[0]);
            let name =
                names.last().and_then(|name| name.split(' ').next()).and_then(|it| it.strip_prefix("--")).unwrap();
            let before = documented.insert(name.to_owned(), words(row[2]).into_iter().collect());
            assert!(before.is_none() && row[1].len() > 8, "{row:?}");
        }
        let mut defined = defined();
        // Those of `brief` itself are for all commands; clap adds `--help` when it runs.
        for name in ["color", "quiet"] {
            assert_eq!(defined.remove(name), Some([String::new()].into()), "{name}");
            assert_eq!(documented.remove(name), Some(BTreeSet::new()), "{name}");
        }
        documented.remove("help");
        // The fields of the records are options of `brief add`; what all its commands share is in the table.
        let shared = ["allow", "deny", "dry-run", "new-edition"];
        for (name, commands) in &mut defined {
            let of_add = commands.iter().filter(|it| it.starts_with("add ")).count();
            commands.retain(|it| !it.starts_with("add "));
            if of_add > 0 && shared.contains(&name.as_str()) {
                commands.insert("add".to_owned());
            }
        }
        // Positions have a field of that name.
        defined.get_mut("as-of").unwrap().insert("add".to_owned());
        defined.retain(|_, commands| !commands.is_empty());
        assert_eq!(documented, defined);
    }
}
