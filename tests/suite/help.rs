//! The help texts and the completion scripts.

use crate::program::{brief, root, run};

/// Former words of the project that no reader would understand.
const FORBIDDEN: [&str; 15] = [
    "mend", "mends", "mended", "fault", "faults", "told", "tell", "lend", "lent", "house", "wish", "graver", "gravest",
    "whoever", "room",
];

/// Those that have an ordinary meaning in longer texts: "room to negotiate", "what to tell the press".
const PLAIN: [&str; 2] = ["tell", "room"];

/// The former words in a text, also inside identifiers: `a_house_sets` contains one, `default` contains none.
fn old_words(text: &str) -> Vec<&str> {
    let words = text.split(|c: char| !c.is_alphabetic());
    words
        .filter(|word| {
            let word = word.to_lowercase();
            FORBIDDEN.contains(&word.as_str()) && !PLAIN.contains(&word.as_str())
        })
        .collect()
}

fn help(path: &[&str], option: &str) -> String {
    let (exit, out, errors) = run(brief(path.iter().copied().chain([option])).env("COLUMNS", "80"));
    assert_eq!((exit, errors.as_str()), (0, ""), "{path:?}");
    out
}

/// The commands in a help text.
fn commands(help: &str) -> Vec<String> {
    let list = help.split_once("\nCommands:\n").map_or("", |(_, list)| list).lines();
    let names = list.take_while(|line| !line.is_empty()).filter_map(|line| line.strip_prefix("  "));
    let names = names.filter(|line| !line.starts_with(' '));
    let names = names.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help");
    names.map(str::to_owned).collect()
}

/// Every command and subcommand, as the words that call it.
fn all() -> Vec<Vec<String>> {
    let top = help(&[], "--help");
    let names = commands(&top);
    assert!(names.len() >= 17, "{top}");
    let mut paths: Vec<Vec<String>> = vec![Vec::new()];
    for name in names {
        let inner = commands(&help(&[&name], "--help"));
        paths.extend(inner.into_iter().map(|inner| vec![name.clone(), inner]));
        paths.push(vec![name]);
    }
    paths
}

/// The options in a help text.
fn options(help: &str) -> Vec<&str> {
    let words = help.lines().filter(|line| line.starts_with("  ")).flat_map(|line| line.split_whitespace().take(2));
    words.map(|word| word.split(['[', ',']).next().unwrap()).filter(|word| word.starts_with("--")).collect()
}

#[test]
fn every_short_help_fits_a_screen_and_the_other_has_all() {
    for path in all() {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        let (long, short) = (help(&path, "--help"), help(&path, "-h"));
        assert!(short.lines().count() <= 24, "{path:?}: {short}");
        for line in short.lines() {
            assert!(line.chars().count() <= 80, "{path:?}: {line}");
        }
        let called = std::iter::once("brief").chain(path.iter().copied()).collect::<Vec<_>>().join(" ");
        let last = short.lines().last().unwrap();
        assert!(last.starts_with(&format!("`{called} --help` has all ")), "{path:?}: {last}");
        let (all, few) = (options(&long), options(&short));
        assert!(few.iter().all(|option| all.contains(option)) && all.contains(&"--color"), "{path:?}: {few:?} {all:?}");
        assert!(commands(&short).iter().all(|name| commands(&long).contains(name)), "{path:?}: {short}");
        // A record without its source has no attribution.
        if all.contains(&"--source") {
            assert!(few.contains(&"--source"), "{path:?}: {short}");
        }
        // The help on fields is longer, since it explains their words.
        if !matches!(path[..], ["add", _]) {
            assert!(long.lines().count() <= 90, "{path:?}: {long}");
        }
    }
}

#[test]
fn every_help_is_in_plain_words() {
    for path in all() {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        for text in [help(&path, "--help"), help(&path, "-h")] {
            for line in text.lines() {
                let words = line.split(|c: char| !c.is_alphabetic());
                let forbidden: Vec<_> =
                    words.filter(|word| FORBIDDEN.contains(&word.to_lowercase().as_str())).collect();
                assert!(forbidden.is_empty(), "{path:?}: {line}");
            }
        }
        let short = help(&path, "-h");
        let about = short.lines().next().unwrap_or_default();
        assert!(about.chars().count() <= 65 && !about.ends_with('.'), "{path:?}: {about}");
    }
    // `brief help` prints the same text.
    assert_eq!(run(brief(["help", "render"]).env("COLUMNS", "80")).1, help(&["render"], "--help"));
}

#[test]
fn every_explanation_of_a_code_is_in_plain_words() {
    for code in briefing::check::codes() {
        let text = briefing::diagnostic::explanation(code);
        assert_eq!(old_words(&text), [""; 0], "{text}");
    }
}

#[test]
fn no_old_word_is_left_in_the_source_and_the_documents() {
    // Proper names that contain such a word.
    let proper = ["White House", "House of Representatives", "House of Commons", "Chatham House"];
    let mut texts = Vec::new();
    for folder in ["src", "tests", "fuzz", "build", "examples", "benches", "docs"] {
        for (path, text) in crate::batch::files(&root().join(folder)) {
            let is_text =
                path.extension().is_some_and(|ending| ["rs", "md", "py"].map(AsRef::as_ref).contains(&ending));
            // This file contains the list, and the output of a `fuzz/` build is not ours.
            if is_text && !path.ends_with("suite/help.rs") && !path.starts_with("target") {
                texts.push((root().join(folder).join(path), String::from_utf8(text).unwrap()));
            }
        }
    }
    for name in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"] {
        texts.push((root().join(name), std::fs::read_to_string(root().join(name)).unwrap()));
    }
    assert!(texts.len() > 500, "{}", texts.len());
    let mut found = Vec::new();
    for (path, text) in &texts {
        for (line, text) in text.lines().enumerate() {
            let text = proper.iter().fold(text.to_owned(), |text, name| text.replace(name, ""));
            found.extend(old_words(&text).into_iter().map(|word| format!("{}:{}: {word}", path.display(), line + 1)));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn another_name_for_a_command_is_understood() {
    for (name, meant) in [
        ("delete", "remove"),
        ("rm", "remove"),
        ("lint", "check"),
        ("init", "new"),
        ("rendr", "render"),
        ("valdate", "check"),
    ] {
        if commands(&help(&[], "-h")).iter().any(|known| known == meant) {
            let (exit, _, errors) = run(&mut brief([name]));
            assert!(exit == 2 && errors.contains(" similar subcommand"), "{errors}");
            assert!(errors.contains(&format!("'{meant}'")), "{errors}");
        }
    }
}

#[test]
fn the_readme_names_every_command() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    for name in commands(&help(&[], "--help")) {
        assert!(readme.contains(&format!("| `brief {name}")), "{name}");
    }
}
