//! What other programs call a command: an error suggests the command that is meant, and never runs it.

use clap::error::{ContextKind, ContextValue};

use crate::diagnostic::nearest;

/// Other names of a command's subcommands, each with the one that is meant.
type OtherNames = &'static [(&'static str, &'static str)];

/// By command; the empty name is `brief` itself.
const OTHER_NAMES: &[(&str, OtherNames)] = &[
    (
        "",
        &[
            ("build", "render"),
            ("change", "set"),
            ("changes", "diff"),
            ("compare", "diff"),
            ("compile", "render"),
            ("completion", "completions"),
            ("create", "new"),
            ("delete", "remove"),
            ("dependents", "affected"),
            ("edit", "set"),
            ("find", "affected"),
            ("forecasts", "judgements"),
            ("format", "fmt"),
            ("generate", "render"),
            ("init", "new"),
            ("insert", "add"),
            ("lint", "check"),
            ("log", "history"),
            ("ls", "list"),
            ("make", "render"),
            ("mv", "rename"),
            ("pdf", "render"),
            ("print", "render"),
            ("references", "affected"),
            ("rm", "remove"),
            ("serve", "watch"),
            ("start", "new"),
            ("status", "list"),
            ("templates", "template"),
            ("tidy", "fmt"),
            ("unset", "set"),
            ("update", "set"),
            ("uses", "affected"),
            ("validate", "check"),
            ("verify", "check"),
            ("where", "affected"),
            ("why", "explain"),
        ],
    ),
    (
        "add",
        &[
            ("actor", "party"),
            ("agreement", "point"),
            ("country", "party"),
            ("deadline", "next-step"),
            ("event", "development"),
            ("fact", "claim"),
            ("forecast", "judgement"),
            ("image", "figure"),
            ("news", "development"),
            ("picture", "figure"),
            ("promise", "commitment"),
            ("reference", "source"),
            ("stance", "position"),
            ("statement", "claim"),
            ("topic", "issue"),
        ],
    ),
    (
        "git",
        &[
            ("check", "doctor"),
            ("init", "install"),
            ("remove", "uninstall"),
            ("setup", "install"),
            ("status", "doctor"),
        ],
    ),
    ("template", &[("copy", "export"), ("eject", "export"), ("ls", "list"), ("new", "export"), ("show", "list")]),
];

/// Makes an error about an unknown subcommand suggest the one that is meant. `words` are those of the command line,
/// without the program's name; `root` is the whole command.
pub(in crate::cli) fn with_meant_command(
    mut error: clap::Error,
    words: &[String],
    root: &clap::Command,
) -> clap::Error {
    let Some(ContextValue::String(given)) = error.get(ContextKind::InvalidSubcommand) else { return error };
    // The command to which the word belongs comes somewhere before it.
    let before = words.iter().take_while(|word| *word != given);
    let parent = before.filter(|word| root.find_subcommand(word).is_some()).last().map_or("", String::as_str);
    let names = OTHER_NAMES.iter().find(|(command, _)| *command == parent).map_or(&[][..], |(_, names)| names);
    let Some(command) = (if parent.is_empty() { Some(root) } else { root.find_subcommand(parent) }) else {
        return error;
    };
    let commands = || command.get_subcommands().filter(|it| !it.is_hide_set()).map(clap::Command::get_name);
    // Of what is nearly the same, clap lists all; the nearest is meant, by its own name or by another.
    let known = names.iter().map(|(name, _)| *name);
    let Some(near) = known.clone().find(|name| name == given).or_else(|| nearest(given, commands().chain(known)))
    else {
        return error;
    };
    let meant = names.iter().find(|(name, _)| *name == near).map_or(near, |(_, meant)| meant);
    // Not all are there in every build.
    if commands().any(|name| name == meant) {
        error.insert(ContextKind::SuggestedSubcommand, ContextValue::Strings(vec![meant.to_owned()]));
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_that_is_meant_is_one_and_no_other_is() {
        let root = crate::cli::command();
        for (parent, names) in OTHER_NAMES {
            let command = if parent.is_empty() { &root } else { root.find_subcommand(parent).unwrap() };
            assert!(names.is_sorted(), "{parent}");
            for (other, meant) in *names {
                assert!(command.find_subcommand(other).is_none(), "`{parent} {other}` is a command");
                let is_there = command.find_subcommand(meant).is_some();
                assert!(is_there || cfg!(not(feature = "watch")) && *meant == "watch", "{parent} {meant}");
            }
        }
    }
}
