//! `brief git`

use std::path::Path;

use crate::cli::shared::{Exit, Ui, comparison, project_cache};
use crate::error::Error;
use crate::git::{self, Scope};
use crate::language::Locale;
use crate::pipeline::{self, Input};
use crate::project;
use crate::world::World;

/// Let git compare and merge briefs by record and field.
#[derive(Debug, clap::Subcommand)]
pub(in crate::cli) enum Command {
    /// Set up the diff and merge drivers in this repository.
    #[command(after_help = "\
Writes settings to git's config and the names of the briefs to .gitattributes.
Where `brief` is not installed, git compares and merges line by line as before.")]
    Install {
        /// Set up all repositories of this user, for files named *.brief.toml.
        #[arg(long)]
        global: bool,
        /// Also let `git diff` show changes in meaning instead of lines.
        #[arg(long)]
        external: bool,
    },
    /// Remove what `install` set up, and nothing else.
    Uninstall {
        /// Remove it for all repositories of this user.
        #[arg(long)]
        global: bool,
    },
    /// Check whether git can compare and merge briefs here.
    Doctor,
    /// For git: a brief as plain lines.
    #[command(hide = true)]
    Textconv {
        /// The file.
        file: String,
    },
    /// For git: the difference of two versions.
    #[command(hide = true, name = "external-diff")]
    ExternalDiff {
        /// What git gives: path, old file, hash, mode, new file, hash, mode.
        #[arg(required = true, num_args = 1..)]
        arguments: Vec<String>,
    },
}

pub(in crate::cli) fn run(command: &Command, world: &dyn World, ui: &Ui) -> Exit {
    let here = Path::new("");
    let is_brief = |name: &str, text: &str| project::is_brief(Path::new(name), text);
    let scope = |global: bool| if global { Scope::User } else { Scope::Repository };
    let report = |result: Result<Vec<String>, Error>, nothing: &str| match result {
        Ok(done) if done.is_empty() => {
            ui.say(nothing);
            Exit::Done
        }
        Ok(done) => {
            done.iter().for_each(|line| ui.say(line));
            Exit::Done
        }
        Err(error) => fail(&error, ui),
    };
    match command {
        Command::Install { global, external } => {
            report(git::install(here, scope(*global), *external, world, &is_brief), "everything is set up already")
        }
        Command::Uninstall { global } => report(git::uninstall(here, scope(*global), world), "nothing was set up"),
        Command::Doctor => match git::doctor(here, world, &is_brief) {
            Ok(findings) => {
                let mut exit = Exit::Done;
                let mut text = String::new();
                for it in findings {
                    text.push_str(&format!("{} {}\n", if it.good { "ok     " } else { "error  " }, it.message));
                    if let Some(help) = &it.help {
                        text.push_str(&format!("        help: {help}\n"));
                    }
                    exit = exit.max(if it.good { Exit::Done } else { Exit::Errors });
                }
                ui.result(ui.safe(&text).as_bytes());
                exit
            }
            Err(error) => fail(&error, ui),
        },
        Command::Textconv { file } => match pipeline::read(file, world) {
            // Another TOML file that the attributes name is compared as it is.
            Ok(input) if !project::is_brief(Path::new("brief.toml"), &input.text) => {
                ui.result(input.text.as_bytes());
                Exit::Done
            }
            Ok(input) => {
                ui.result(ui.safe(&pipeline::outline(&input, &speech())).as_bytes());
                Exit::Done
            }
            Err(error) => {
                ui.fail(&error.message, error.help.as_deref());
                Exit::Usage
            }
        },
        Command::ExternalDiff { arguments } => external(arguments, world, ui),
    }
}

fn fail(error: &Error, ui: &Ui) -> Exit {
    ui.fail(&error.message, error.help.as_deref());
    Exit::Usage
}

fn speech() -> Locale {
    Locale::of("en", &std::collections::BTreeMap::new())
}

/// Git passes seven arguments, two more for a renamed file, and one for a file in a merge.
fn external(arguments: &[String], world: &dyn World, ui: &Ui) -> Exit {
    let [path, old, _, _, new, ..] = arguments else {
        ui.result(format!("* unmerged: {}\n", arguments.join(" ")).as_bytes());
        return Exit::Done;
    };
    let path = arguments.get(7).unwrap_or(path);
    let is_nothing = |name: &str| name == Path::new("/dev/null");
    let read = |name: &str, side: &str| {
        let text = if is_nothing(name) { Ok(String::new()) } else { pipeline::read(name, world).map(|it| it.text) };
        let shown = if is_nothing(name) { comparison::NOTHING.to_owned() } else { format!("{side}/{path}") };
        text.map(|text| Input::new(shown, text))
    };
    match (read(old, "a"), read(new, "b")) {
        (Ok(old), Ok(new)) => {
            let Some(project) = project_cache::project(path, world, ui) else { return Exit::Usage };
            let checked = [&old, &new].map(|it| pipeline::check(it, &project));
            let diff = pipeline::compare(&checked[0], &checked[1]);
            let text = comparison::human(&diff, [&old, &new], &checked, ui);
            ui.result(text.as_bytes());
            Exit::Done
        }
        (old, new) => {
            for error in [old.err(), new.err()].into_iter().flatten() {
                ui.fail(&error.message, error.help.as_deref());
            }
            Exit::Usage
        }
    }
}
