//! The two forms of a help text: `-h` fits a screen, `--help` has everything.
//!
//! An option that is seldom needed has `hide_short_help`. Where one line cannot say all, an option has `help` for the
//! one and `long_help` for the other. `after_long_help` comes before `after_help` in the whole form, and is missing in
//! the short one.

use clap::builder::Resettable;
use clap::{Arg, Command};

/// Commands that `brief -h` leaves to `brief --help`, so that those of every day fit a screen.
const RARE: [&str; 13] = [
    "affected",
    "completions",
    "explain",
    "export",
    "import",
    "judgements",
    "lsp",
    "man",
    "merge",
    "remove",
    "rename",
    "schema",
    "template",
];

/// Records that `brief add -h` leaves to `brief add --help`: few briefs have them.
const RARE_RECORDS: [&str; 11] = [
    "agenda-item",
    "aim",
    "argument",
    "ask",
    "clearance",
    "figure",
    "judgement",
    "proposal",
    "recommendation",
    "text",
    "variant",
];

/// Fields that few records have, whose options `brief add RECORD -h` leaves to `--help`.
pub(in crate::cli) const RARE_FIELDS: [&str; 16] = [
    "assumptions",
    "circa",
    "decided",
    "decision",
    "instrument",
    "interpreter",
    "on",
    "on_page",
    "progress",
    "ref",
    "resolved",
    "resolved_on",
    "reviewed",
    "trigger",
    "verifier",
    "would_change",
];

/// Whether the words of a command line ask for the short form: `-h`, by itself or among other letters.
pub(in crate::cli) fn is_short(words: &[String]) -> bool {
    let letters = |word: &str| word.strip_prefix('-').is_some_and(|it| !it.starts_with('-') && it.contains('h'));
    words.iter().find(|word| *word == "--help" || letters(word)).is_some_and(|word| word != "--help")
}

/// The whole command line with everything in its help. An option has a line and not a paragraph, unless its words are
/// explained one by one.
pub(in crate::cli) fn whole(command: Command) -> Command {
    let mut command = command.mut_args(|argument| argument.hide_short_help(false)).mut_subcommands(whole);
    let has_lists =
        command.get_arguments().any(|it| it.get_long_help().is_some_and(|it| it.to_string().contains('\n')));
    if !has_lists {
        command = command.mut_args(in_one_text).long_about(Resettable::Reset);
    }
    let Some(more) = command.get_after_long_help().cloned() else { return command };
    let after = command.get_after_help().map_or(String::new(), |after| format!("\n\n{after}"));
    command.after_help(format!("{more}{after}")).after_long_help(Resettable::Reset)
}

fn in_one_text(argument: Arg) -> Arg {
    let Some(long) = argument.get_long_help().cloned() else { return argument };
    argument.help(long).long_help(Resettable::Reset)
}

/// The whole command line with a help that fits a screen.
pub(in crate::cli) fn short(command: Command) -> Command {
    let path = command.get_name().to_owned();
    let rare = |names: &'static [&'static str]| {
        move |inner: Command| {
            let is_rare = names.contains(&inner.get_name());
            inner.hide(is_rare)
        }
    };
    let command = of_command(command, &path).mut_subcommands(rare(&RARE));
    command.mut_subcommand("add", |add| add.mut_subcommands(rare(&RARE_RECORDS)))
}

fn of_command(command: Command, path: &str) -> Command {
    let is_root = !path.contains(' ');
    let has_fields = command.get_arguments().any(|it| it.get_help_heading() == Some("Required"));
    let more = if is_root {
        "`brief --help` has all commands, `brief COMMAND -h` the options of one.".to_owned()
    } else {
        format!("`{path} --help` has all options.")
    };
    let after = command.get_after_help().filter(|_| !is_root).map_or(String::new(), |after| format!("{after}\n\n"));
    let mut command = command.after_help(format!("{after}{more}")).disable_help_subcommand(true);
    if has_fields {
        // Headings take lines; the usage says what is required.
        command = command.mut_args(|argument| argument.help_heading(None::<&str>));
    }
    command.mut_subcommands(|inner| {
        let path = format!("{path} {}", inner.get_name());
        of_command(inner, &path)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema;

    #[test]
    fn the_first_of_both_options_decides() {
        for (words, expected) in [
            (&["render", "-h"][..], true),
            (&["render", "-qh"], true),
            (&["render", "--help"], false),
            (&["render", "--help", "-h"], false),
            (&["-h", "--help"], true),
            (&["help", "render"], false),
        ] {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            assert_eq!(is_short(&words), expected, "{words:?}");
        }
    }

    #[test]
    fn what_is_rare_is_there() {
        let root = crate::cli::command();
        for name in RARE {
            assert!(root.find_subcommand(name).is_some() || cfg!(not(feature = "lsp")) && name == "lsp", "{name}");
        }
        let add = root.find_subcommand("add").unwrap();
        for name in RARE_RECORDS {
            assert!(add.find_subcommand(name).is_some(), "{name}");
        }
        for name in RARE_FIELDS {
            assert!(schema::TABLES.iter().any(|table| table.fields.iter().any(|it| it.name == name)), "{name}");
        }
    }
}
