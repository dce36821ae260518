//! The help texts and the completion scripts.

use crate::program::{brief, root, run};

/// Old words of the project that no reader knows.
const FORBIDDEN: [&str; 11] =
    ["mend", "fault", "told", "tell", "lend", "lent", "house", "wish", "gravest", "whoever", "room"];

fn help(path: &[&str], option: &str) -> String {
    let (exit, out, errors) = run(brief(path.iter().copied().chain([option])).env("COLUMNS", "80"));
    assert_eq!((exit, errors.as_str()), (0, ""), "{path:?}");
    out
}

/// The commands in a help text.
fn commands(help: &str) -> Vec<String> {
    let list = help.split_once("\nCommands:\n").map_or("", |(_, list)| list).lines();
    let names = list.take_while(|line| !line.is_empty()).filter_map(|line| line.strip_prefix("  "));
    let names = names.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help");
    names.map(str::to_owned).collect()
}

#[test]
fn every_help_is_short_and_in_plain_words() {
    let top = help(&[], "--help");
    let names = commands(&top);
    assert!(names.len() >= 17, "{top}");
    let mut paths: Vec<Vec<String>> = vec![Vec::new()];
    for name in names {
        let inner = commands(&help(&[&name], "--help"));
        paths.extend(inner.into_iter().map(|inner| vec![name.clone(), inner]));
        paths.push(vec![name]);
    }
    for path in &paths {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        let (long, short) = (help(&path, "--help"), help(&path, "-h"));
        // The fields of a record are explained with their words.
        if !matches!(path[..], ["add", _]) {
            assert_eq!(long, short, "{path:?}: nothing needs a second text");
            assert!(long.lines().count() <= 40, "{path:?}: {long}");
        }
        for line in short.lines() {
            let words = line.split(|c: char| !c.is_alphabetic());
            let forbidden: Vec<_> = words.filter(|word| FORBIDDEN.contains(&word.to_lowercase().as_str())).collect();
            assert!(forbidden.is_empty(), "{path:?}: {line}");
        }
        let about = short.lines().next().unwrap_or_default();
        assert!(about.len() <= 80 && !about.ends_with('.'), "{path:?}: {about}");
    }
    // `brief help` is the same text.
    assert_eq!(run(&mut brief(["help", "render"])).1, help(&["render"], "--help"));
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
