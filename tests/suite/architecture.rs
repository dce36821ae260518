//! The rules of ARCHITECTURE.md about who may use what, read off the source text.

use std::path::Path;

use crate::program::root;

/// For each room the rooms that it may use.
const ROOMS: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("growth", &[]),
    ("provenance", &[]),
    ("language", &["model", "diff"]),
    ("record", &["source", "model", "parse", "schema", "check"]),
    ("model", &[]),
    ("world", &[]),
    ("watch", &["world"]),
    ("diagnostic", &["source"]),
    ("fix", &["source", "diagnostic"]),
    ("diff", &["record", "diagnostic", "model", "schema", "check"]),
    ("merge", &["record", "source", "schema", "parse", "check", "diff"]),
    ("edit", &["record", "source", "model", "parse", "schema", "check", "format"]),
    ("git", &["world"]),
    ("history", &["record", "source", "model", "parse", "check", "diff", "git"]),
    ("starter", &["model"]),
    ("format", &["source", "model", "parse", "schema"]),
    ("schema", &["model", "diagnostic"]),
    ("parse", &["source", "diagnostic", "model", "growth"]),
    ("check", &["record", "source", "diagnostic", "model", "parse", "schema", "growth"]),
    ("project", &["record", "source", "diagnostic", "model", "check", "parse", "schema", "world"]),
    ("template", &["language", "provenance", "source", "diagnostic", "model", "schema", "diff", "world"]),
    ("markdown", &["provenance", "source", "diagnostic", "model"]),
    ("layout", &["provenance", "source", "diagnostic", "model", "markdown"]),
    ("pdf", &["source", "diagnostic", "model", "layout"]),
    ("library", &["layout", "pdf", "world"]),
    (
        "pipeline",
        &[
            "record",
            "language",
            "provenance",
            "source",
            "diagnostic",
            "model",
            "parse",
            "check",
            "template",
            "schema",
            "markdown",
            "layout",
            "pdf",
            "world",
            "project",
            "fix",
            "library",
            "diff",
            "merge",
        ],
    ),
    (
        "batch",
        &[
            "language",
            "source",
            "diagnostic",
            "parse",
            "check",
            "template",
            "layout",
            "library",
            "project",
            "pipeline",
            "world",
        ],
    ),
    (
        "cli",
        &[
            "record",
            "language",
            "provenance",
            "batch",
            "layout",
            "watch",
            "source",
            "diagnostic",
            "model",
            "schema",
            "check",
            "template",
            "library",
            "world",
            "project",
            "pipeline",
            "fix",
            "format",
            "starter",
            "edit",
            "diff",
            "merge",
            "git",
            "history",
        ],
    ),
];

/// For each dependency the one room that uses it.
const OWNERS: &[(&str, &str)] = &[
    ("blake3", "batch"),
    ("clap", "cli"),
    ("ctrlc", "watch"),
    ("dialoguer", "cli"),
    ("elsa", "library"),
    ("handlebars", "template"),
    ("harfrust", "layout"),
    ("hypher", "layout"),
    ("indicatif", "cli"),
    ("icu_segmenter", "layout"),
    ("lopdf", "pdf"),
    ("notify", "watch"),
    ("printpdf", "pdf"),
    ("rayon", "batch"),
    ("pulldown_cmark", "markdown"),
    ("strsim", "diagnostic"),
    ("rustc_hash", "layout"),
    ("similar", "diff"),
    ("smol_str", "layout"),
    ("subsetter", "pdf"),
    ("std::process::Command", "git"),
    ("terminal_size", "cli"),
    ("toml", "parse"),
    ("toml_edit", "format"),
    ("unicode_bidi", "layout"),
    ("unicode_script", "layout"),
    ("std::env", "world"),
    ("std::fs", "world"),
];

/// The breaches in the text of one file of a room. Tests may use what they like.
fn breaches(room: &str, text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text);
    let allowed = ROOMS.iter().find(|(name, _)| *name == room).map_or(&[][..], |(_, allowed)| allowed);
    let mut found = Vec::new();
    for (at, line) in code.lines().enumerate() {
        let line = line.split("//").next().unwrap_or("");
        for (other, _) in ROOMS {
            let uses = line.match_indices("crate::").any(|(at, _)| {
                let path = &line[at + 7..];
                path.strip_prefix(other)
                    .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
            });
            if uses && *other != room && !allowed.contains(other) {
                found.push(format!("line {}: {room} uses {other}", at + 1));
            }
        }
        for (dependency, owner) in OWNERS {
            let uses = line
                .match_indices(&format!("{dependency}::"))
                .any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':'));
            if uses && *owner != room {
                found.push(format!("line {}: {room} uses {dependency}, which belongs to {owner}", at + 1));
            }
        }
    }
    found
}

fn walk(folder: &Path, room: Option<&str>, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let room = room.unwrap_or(&stem);
        if path.is_dir() {
            walk(&path, Some(room), found);
        } else if !["tests", "main", "lib"].contains(&stem.as_str()) {
            assert!(ROOMS.iter().any(|(name, _)| *name == room), "{room} is not in the table of rooms");
            let text = std::fs::read_to_string(&path).unwrap();
            found.extend(breaches(room, &text).into_iter().map(|breach| format!("{}: {breach}", path.display())));
        }
    }
}

#[test]
fn every_room_uses_only_what_it_may() {
    let mut found = Vec::new();
    walk(&root().join("src"), None, &mut found);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_breach_is_seen() {
    assert_eq!(breaches("markdown", "use crate::layout::Style;\n").len(), 1);
    assert_eq!(breaches("layout", "    let x = printpdf::Mm(1.0);\n").len(), 1);
    assert_eq!(breaches("check", "use std::fs::File;\n").len(), 1);
    assert_eq!(breaches("pdf", "use crate::layout::page::Pages;\n// crate::template::x\n"), Vec::<String>::new());
}

fn is(name: &str, extension: &str) -> bool {
    Path::new(name).extension().is_some_and(|found| found == extension)
}

#[test]
fn every_file_that_the_documents_name_is_there() {
    for document in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"] {
        let text = std::fs::read_to_string(root().join(document)).unwrap();
        for name in text.split('`').skip(1).step_by(2).filter(|name| !name.contains([' ', '…', '*', '<'])) {
            let is_path = name.ends_with('/') || (is(name, "rs") || is(name, "md")) && name != "donbas.md";
            let made = ["briefs/donbas.md", "tests/cases/check/"].contains(&name);
            if is_path && !made {
                let found = [root().join(name), root().join("src").join(name)].iter().any(|path| path.exists());
                assert!(found, "{document} names `{name}`, which is not there");
            }
        }
    }
}
