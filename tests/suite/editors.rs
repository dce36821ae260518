//! Sessions of other programs' editors with `brief lsp`, with the settings from docs/editors.md.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::lsp::BRIEF;
use crate::program::{folder, have, required, root, run};

fn skip(reason: &str) {
    assert!(!required(), "{reason}");
    eprintln!("skipped: {reason}");
}

/// A folder with a brief, and the file with the settings that docs/editors.md has in a language.
fn prepared(name: &str, language: &str) -> (PathBuf, PathBuf) {
    let here = folder(name);
    let (brief, settings) = (here.join("a.toml"), here.join("settings"));
    std::fs::write(&brief, BRIEF).unwrap();
    let manual = std::fs::read_to_string(root().join("docs/editors.md")).unwrap();
    let (_, rest) = manual.split_once(&format!("```{language}\n")).unwrap();
    std::fs::write(&settings, rest.split_once("```").unwrap().0).unwrap();
    (settings, brief)
}

/// Runs an editor, with `brief` in its path.
fn session(editor: &mut Command) {
    let program = Path::new(env!("CARGO_BIN_EXE_brief")).parent().unwrap().to_owned();
    let path = std::env::var_os("PATH").unwrap();
    let path = std::env::join_paths(std::iter::once(program).chain(std::env::split_paths(&path))).unwrap();
    let (exit, printed, errors) = run(editor.env("PATH", path));
    assert_eq!(exit, 0, "{printed}{errors}");
    assert!(format!("{printed}{errors}").contains("every step was answered"), "{printed}{errors}");
}

#[test]
fn neovim_understands_it() {
    let own = root().join("target/python/bin/nvim");
    let program = if own.is_file() { own } else { PathBuf::from("nvim") };
    let version = Command::new(&program).arg("--version").output().map(|it| it.stdout).unwrap_or_default();
    let version = String::from_utf8_lossy(&version);
    let minor = version.strip_prefix("NVIM v0.").and_then(|it| it.split_once('.')).and_then(|(it, _)| it.parse().ok());
    let is_new = version.starts_with("NVIM v") && minor.is_none_or(|it: u32| it >= 11);
    if !is_new {
        return skip("Neovim 0.11 or later is not installed");
    }
    let (settings, brief) = prepared("editors-neovim", "lua");
    let script = root().join("tests/lsp/neovim.lua");
    let mut editor = Command::new(program);
    session(editor.args(["--headless", "--clean", "-l"]).args([script, settings, brief]));
}

#[test]
fn emacs_understands_it() {
    let has_eglot = Command::new("emacs")
        .args(["-q", "--batch", "--eval", "(progn (package-initialize) (require 'eglot))"])
        .output()
        .is_ok_and(|it| it.status.success());
    if !has_eglot {
        return skip("Emacs with Eglot is not installed");
    }
    let (settings, brief) = prepared("editors-emacs", "elisp");
    let mut editor = Command::new("emacs");
    editor.args(["-q", "--batch", "-l"]).args([root().join("tests/lsp/emacs.el"), settings, brief]);
    session(&mut editor);
}

#[test]
fn the_client_of_visual_studio_code_understands_it() {
    let library = root().join("target/npm/node_modules/vscode-languageserver-protocol");
    if !library.is_dir() {
        return skip("vscode-languageserver-protocol is not installed");
    }
    if !have("node") {
        return;
    }
    let here = folder("lsp-node");
    std::fs::write(here.join("a.toml"), BRIEF).unwrap();
    let mut command = Command::new("node");
    command.arg(root().join("tests/lsp/client.mjs")).arg(env!("CARGO_BIN_EXE_brief")).arg(here.join("a.toml"));
    let (exit, printed, errors) = run(command.env("PROTOCOL", &library));
    assert_eq!(exit, 0, "{printed}{errors}");
}
