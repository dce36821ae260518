//! Checks the rules of ARCHITECTURE.md about dependencies between modules, using the source text.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::imports::paths;
use crate::program::root;

/// For each module, the modules that it may use.
const MODULES: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("error", &[]),
    ("growth", &[]),
    ("handling", &["record", "source", "diagnostic", "parse"]),
    ("release", &["diagnostic", "error", "handling", "record", "source", "model", "parse", "schema", "check"]),
    ("provenance", &[]),
    ("picture", &[]),
    ("language", &["model", "schema"]),
    ("rank", &["model"]),
    ("record", &["source", "model", "parse", "schema"]),
    ("model", &[]),
    ("world", &[]),
    ("watch", &["error", "world"]),
    ("digest", &[]),
    ("diagnostic", &["address", "error", "source", "digest", "markup"]),
    ("fix", &["source", "diagnostic"]),
    ("diff", &["record", "language", "diagnostic", "model", "schema", "check"]),
    ("merge", &["record", "source", "diagnostic", "schema", "parse", "check", "diff"]),
    ("edit", &["error", "record", "source", "model", "parse", "schema", "check", "format"]),
    ("exchange", &["check", "diagnostic", "edit", "error", "model", "parse", "record", "schema", "source"]),
    ("review", &["docx", "diff", "edit", "error", "model", "parse", "record", "schema"]),
    ("git", &["error", "world"]),
    (
        "history",
        &[
            "error",
            "handling",
            "record",
            "release",
            "source",
            "diagnostic",
            "model",
            "parse",
            "check",
            "diff",
            "git",
            "project",
            "version",
        ],
    ),
    ("version", &["error", "source", "parse", "project", "git"]),
    ("starter", &["model"]),
    ("format", &["source", "model", "parse", "schema"]),
    ("schema", &["model", "diagnostic"]),
    ("parse", &["source", "diagnostic", "model", "growth"]),
    ("check", &["handling", "record", "source", "language", "diagnostic", "model", "parse", "schema", "growth"]),
    (
        "project",
        &[
            "handling",
            "error",
            "record",
            "source",
            "diagnostic",
            "model",
            "check",
            "parse",
            "template",
            "schema",
            "world",
        ],
    ),
    (
        "template",
        &[
            "layout_comment",
            "address",
            "rank",
            "error",
            "language",
            "provenance",
            "source",
            "diagnostic",
            "model",
            "schema",
            "diff",
            "world",
            "growth",
        ],
    ),
    ("address", &[]),
    ("markup", &[]),
    ("layout_comment", &[]),
    ("markdown", &["picture", "provenance", "source", "diagnostic", "model", "layout_comment"]),
    ("layout", &["picture", "provenance", "source", "diagnostic", "model", "schema", "markdown"]),
    ("html", &["provenance", "model", "markdown", "markup"]),
    ("docx", &["picture", "address", "error", "model", "diff", "markdown", "layout", "markup"]),
    ("pdf", &["picture", "address", "source", "diagnostic", "model", "layout", "markup"]),
    ("svg", &["layout", "markup"]),
    ("library", &["error", "layout", "pdf", "world"]),
    (
        "pipeline",
        &[
            "edit",
            "address",
            "picture",
            "starter",
            "markup",
            "handling",
            "release",
            "rank",
            "error",
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
            "html",
            "digest",
            "docx",
            "pdf",
            "svg",
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
            "digest",
            "error",
            "release",
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
        "lsp",
        &[
            "picture",
            "address",
            "handling",
            "error",
            "record",
            "source",
            "diagnostic",
            "model",
            "parse",
            "schema",
            "check",
            "template",
            "library",
            "world",
            "project",
            "pipeline",
            "fix",
            "format",
            "edit",
            "diff",
            "git",
        ],
    ),
    (
        "cli",
        &[
            "lsp",
            "picture",
            "error",
            "release",
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
            "exchange",
            "diff",
            "merge",
            "review",
            "docx",
            "git",
            "history",
            "version",
        ],
    ),
];

/// The dependencies that no single module owns: serialization, maps, dates, and the allocator.
const SHARED: &[&str] = &["foldhash", "indexmap", "mimalloc", "serde", "serde_json", "time"];

/// For each other dependency, the only module that uses it.
const OWNERS: &[(&str, &str)] = &[
    ("aho_corasick", "language"),
    ("base64", "picture"),
    ("biblatex", "exchange"),
    ("blake3", "digest"),
    ("clap", "cli"),
    ("clap_complete", "cli"),
    ("clap_mangen", "cli"),
    ("csv", "exchange"),
    ("ctrlc", "watch"),
    ("dialoguer", "cli"),
    ("elsa", "library"),
    ("flate2", "pdf"),
    ("gen_lsp_types", "lsp"),
    ("handlebars", "template"),
    ("harfrust", "layout"),
    ("hypher", "layout"),
    ("indicatif", "cli"),
    ("icu_properties", "check"),
    ("icu_segmenter", "layout"),
    ("lopdf", "pdf"),
    ("lsp_server", "lsp"),
    ("notify", "watch"),
    ("open", "cli"),
    ("percent_encoding", "address"),
    ("png", "picture"),
    ("printpdf", "pdf"),
    ("pulldown_cmark", "markdown"),
    ("strsim", "diagnostic"),
    ("rustc_hash", "layout"),
    ("same_file", "world"),
    ("similar", "diff"),
    ("skrifa", "svg"),
    ("smol_str", "layout"),
    ("subsetter", "pdf"),
    ("std::process::Command", "git"),
    ("terminal_size", "cli"),
    ("toml", "parse"),
    ("toml_edit", "format"),
    ("toml_parser", "parse"),
    ("unicode_bidi", "layout"),
    ("unicode_normalization", "record"),
    ("unicode_script", "layout"),
    ("quick_xml", "docx"),
    ("zip", "docx"),
    ("tiny_skia", "picture"),
    ("usvg", "picture"),
    ("zune_jpeg", "picture"),
    ("std::env", "world"),
    ("std::fs", "world"),
];

/// The path of a source file as a module: `["layout", "text"]` for `layout/text/mod.rs`.
fn module_of(file: &Path) -> Vec<String> {
    let mut parts: Vec<String> = file.with_extension("").iter().map(|part| part.to_str().unwrap().to_owned()).collect();
    if parts.last().is_some_and(|last| last == "mod") {
        parts.pop();
    }
    parts
}

/// The forbidden dependencies in the text of one file.
fn breaches(module: &[&str], text: &str) -> Vec<String> {
    let top = module[0];
    let allowed = MODULES.iter().find(|(name, _)| *name == top).map_or(&[][..], |(_, allowed)| allowed);
    let mut found = BTreeSet::new();
    for path in paths(module, text) {
        let shown = path.join("::");
        if path[0] == "crate" {
            match path.get(1).map(String::as_str) {
                Some(other) if other == top || allowed.contains(&other) => {}
                Some(other) if MODULES.iter().any(|(name, _)| *name == other) => {
                    found.insert(format!("{top} uses {other}: {shown}"));
                }
                // Names exported by lib.rs, or a glob, hide the module where an item is defined.
                _ => {
                    found.insert(format!("{top} does not name a module: {shown}"));
                }
            }
        }
        for (dependency, owner) in OWNERS {
            let parts: Vec<&str> = dependency.split("::").collect();
            if path.len() >= parts.len() && path.iter().zip(&parts).all(|(one, other)| one == other) && *owner != top {
                found.insert(format!("{top} uses {dependency}, which belongs to {owner}: {shown}"));
            }
        }
    }
    found.into_iter().collect()
}

/// Every source file except crate roots and test files, with its path relative to `src/`.
fn sources() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.file_stem().is_some_and(|stem| stem == "tests") {
                continue;
            }
            if path.is_dir() {
                walk(&path, found);
            } else if is(path.to_str().unwrap(), "rs") {
                found.push(path);
            }
        }
    }
    let src = root().join("src");
    let mut files = Vec::new();
    walk(&src, &mut files);
    files.sort();
    let roots = [Path::new("main.rs"), Path::new("lib.rs")];
    let below = files.into_iter().map(|path| (path.strip_prefix(&src).unwrap().to_path_buf(), path));
    let below = below.filter(|(place, _)| !roots.contains(&place.as_path()));
    below.map(|(place, path)| (place, std::fs::read_to_string(path).unwrap())).collect()
}

#[test]
fn every_dependency_has_an_owner_or_is_shared() {
    let manifest: toml::Table = std::fs::read_to_string(root().join("Cargo.toml")).unwrap().parse().unwrap();
    let dependencies: Vec<String> =
        manifest["dependencies"].as_table().unwrap().keys().map(|name| name.replace('-', "_")).collect();
    let known = |name: &str| OWNERS.iter().any(|(owned, _)| *owned == name) || SHARED.contains(&name);
    for name in &dependencies {
        assert!(known(name), "{name} is neither in OWNERS nor in SHARED");
    }
    for name in OWNERS.iter().map(|(name, _)| *name).filter(|name| !name.contains("::")).chain(SHARED.iter().copied()) {
        assert!(dependencies.iter().any(|it| it == name), "{name} is not a dependency");
    }
}

#[test]
fn every_module_uses_only_what_it_may() {
    let mut found = Vec::new();
    for (place, text) in sources() {
        let module = module_of(&place);
        let module: Vec<&str> = module.iter().map(String::as_str).collect();
        assert!(MODULES.iter().any(|(name, _)| *name == module[0]), "{} is not in the table of modules", module[0]);
        found.extend(breaches(&module, &text).into_iter().map(|breach| format!("{}: {breach}", place.display())));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_module_in_the_tables_is_there() {
    let modules: BTreeSet<String> = sources().iter().map(|(place, _)| module_of(place)[0].clone()).collect();
    let named = MODULES.iter().flat_map(|(name, uses)| std::iter::once(name).chain(*uses));
    let missing: BTreeSet<_> =
        named.chain(OWNERS.iter().map(|(_, owner)| owner)).filter(|it| !modules.contains(**it)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// The type names that each command defines, following the documentation of clap.
const OF_EACH_COMMAND: [&str; 2] = ["Args", "Command"];

/// The types that a file defines outside of functions and tests.
fn types(text: &str) -> Vec<String> {
    let file = syn::parse_file(text).unwrap();
    let name = |item: &syn::Item| match item {
        syn::Item::Struct(it) => Some(it.ident.to_string()),
        syn::Item::Enum(it) => Some(it.ident.to_string()),
        syn::Item::Trait(it) => Some(it.ident.to_string()),
        syn::Item::Type(it) => Some(it.ident.to_string()),
        _ => None,
    };
    file.items.iter().filter_map(name).collect()
}

#[test]
fn no_name_of_a_type_has_two_meanings() {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (place, text) in sources() {
        for name in types(&text) {
            found.entry(name).or_default().push(place.display().to_string());
        }
    }
    found.retain(|name, places| places.len() > 1 && !OF_EACH_COMMAND.contains(&name.as_str()));
    assert!(found.is_empty(), "{found:#?}");
    assert_eq!(types("pub enum A {} struct B; type C = u8; trait D {} fn f() { struct E; }"), ["A", "B", "C", "D"]);
}

/// The commands that a command, or code shared by commands, uses. `module` is the path of the file.
fn uses_of_commands(module: &[&str], text: &str) -> Vec<String> {
    let commands = ["crate", "cli", "commands"];
    let own = if module.starts_with(&commands[1..]) { module.get(2).copied() } else { None };
    let used = paths(module, text).into_iter().filter(|path| {
        let other = path.get(3).map(String::as_str);
        path.iter().take(3).eq(&commands) && (own.is_none() || other != own)
    });
    used.map(|path| path.join("::")).collect()
}

#[test]
fn no_command_uses_another() {
    for (place, text) in sources() {
        let module = module_of(&place);
        let module: Vec<&str> = module.iter().map(String::as_str).collect();
        if module.starts_with(&["cli", "commands"]) || module.starts_with(&["cli", "shared"]) {
            assert_eq!(uses_of_commands(&module, &text), Vec::<String>::new(), "{}", place.display());
        }
    }
    let used = |text| uses_of_commands(&["cli", "commands", "set"], text).len();
    assert_eq!(used("use super::add::noun;"), 1);
    assert_eq!(used("fn f() { crate::cli::commands::add::run(); super::set::run(); }"), 1);
    assert_eq!(uses_of_commands(&["cli", "shared", "files"], "use crate::cli::commands::add;").len(), 1);
}

#[test]
fn a_breach_is_found_however_it_is_written() {
    for (module, text) in [
        (&["markdown"][..], "use crate::layout::Style;"),
        (&["markdown"], "use crate::{layout, pdf};"),
        (&["markdown"], "use crate::layout as l;"),
        (&["markdown"], "use crate as c; fn f(_: c::layout::Style) {}"),
        (&["markdown"], "use crate::*;"),
        (&["markdown"], "use crate::Style;"),
        (&["markdown"], "fn f() { use crate::layout; }"),
        (&["markdown"], "fn f() { let x = vec![1, crate::layout::one()]; }"),
        (&["markdown"], "pub use crate::layout::Style;"),
        (&["markdown"], "mod m { use super::super::layout; }"),
        (&["markdown", "parse"], "fn f(_: super::super::layout::Style) {}"),
        (&["layout"], "fn f() { let x = printpdf::Mm(1.0); }"),
        (&["layout"], "use lopdf as l;"),
        (&["layout"], "extern crate lopdf as l;"),
        (&["layout"], "use lopdf::{Document as D, Object};"),
        (&["check"], "use std::fs::File;"),
        (&["check"], "use std::{env, io};"),
        (&["check"], "use std as s; fn f() { s::fs::read(\"x\"); }"),
        (&["check"], "use std::process; fn f() { process::Command::new(\"x\"); }"),
    ] {
        assert!(!breaches(module, text).is_empty(), "{text}");
    }
}

#[test]
fn what_is_allowed_is_no_breach() {
    for (module, text) in [
        (&["pdf"][..], "use crate::layout::page::Pages;\n// crate::template::x\n"),
        (&["pdf", "font"], "use super::super::layout as l; fn f(_: l::Style, _: lopdf::Object) {}"),
        (&["check"], "#[cfg(test)] mod tests { use std::fs; use crate::pdf; }"),
        (&["check"], "const TEXT: &str = \"crate::pdf::x\";"),
        (&["check"], "use std::process::ExitCode;"),
    ] {
        assert_eq!(breaches(module, text), Vec::<String>::new(), "{text}");
    }
}

/// For each part of a module, the parts that it uses. A part is a file or a folder directly in the folder of the
/// module.
fn parts(module: &str, sources: &[(PathBuf, String)]) -> BTreeMap<String, BTreeSet<String>> {
    let inside: Vec<_> = sources.iter().map(|(place, text)| (module_of(place), text)).collect();
    let inside: Vec<_> = inside.iter().filter(|(path, _)| path[0] == module && path.len() > 1).collect();
    let mut uses: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, text) in &inside {
        let names: Vec<&str> = path.iter().map(String::as_str).collect();
        let all = uses.entry(path[1].clone()).or_default();
        for used in paths(&names, text).iter().filter(|it| it.len() > 2 && it[0] == "crate" && it[1] == module) {
            if used[2] != path[1] && inside.iter().any(|(other, _)| other[1] == used[2]) {
                all.insert(used[2].clone());
            }
        }
    }
    uses
}

/// A cycle of parts that use one another; `None` when there is none.
fn cycle(uses: &BTreeMap<String, BTreeSet<String>>) -> Option<Vec<String>> {
    // A part that uses none of the remaining parts is in no cycle.
    let mut left = uses.clone();
    loop {
        let names: BTreeSet<String> = left.keys().cloned().collect();
        let before = left.len();
        left.retain(|_, used| used.iter().any(|it| names.contains(it)));
        if left.len() == before {
            break;
        }
    }
    let mut way = vec![left.keys().next()?.clone()];
    loop {
        let next = left[way.last()?].iter().find(|it| left.contains_key(*it))?.clone();
        if let Some(at) = way.iter().position(|it| *it == next) {
            way.push(next);
            return Some(way.split_off(at));
        }
        way.push(next);
    }
}

#[test]
fn no_two_parts_of_a_module_use_one_another() {
    let sources = sources();
    let found: Vec<_> = MODULES
        .iter()
        .filter_map(|(module, _)| cycle(&parts(module, &sources)).map(|it| format!("{module}: {}", it.join(" → "))))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
    let planted = [
        ("m/a.rs", "use super::b::X;"),
        ("m/b.rs", "use crate::m::c;"),
        ("m/c/mod.rs", "use super::a;"),
        ("m/d.rs", "use super::a;"),
    ];
    let planted: Vec<_> = planted.iter().map(|(place, text)| (PathBuf::from(place), (*text).to_owned())).collect();
    assert_eq!(cycle(&parts("m", &planted)), Some(["a", "b", "c", "a"].map(str::to_owned).to_vec()));
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
