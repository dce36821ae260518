//! The web pages in other programs: the Nu Html Checker of the W3C, and axe-core in Chromium with windows of 360 and
//! 1280 px.
//!
//! Each shipped brief in each template, in two languages, chosen so that every template is tested with every language;
//! with `BRIEFING_LANGUAGES=8` in all languages. One process of each program examines all pages.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use briefing::library::FontLibrary;
use briefing::pipeline::{self, Input, RenderOptions, Renderer};
use briefing::project::Project;
use briefing::world::Disk;

use super::program::{TEMPLATES, folder, have, required, root, shipped_briefs};

/// The languages with built-in labels, without their regions.
fn languages() -> Vec<String> {
    let files = fs::read_dir(root().join("src/language")).unwrap().map(|entry| entry.unwrap().path());
    let mut tags: Vec<String> = files
        .filter(|path| path.extension().is_some_and(|it| it == "toml"))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .filter(|tag| !tag.contains('-'))
        .collect();
    tags.sort();
    assert!(tags.len() >= 8, "{tags:?}");
    tags
}

/// A brief marked as being in another language: the labels of the page change, but not the text of the brief.
fn in_language(text: &str, language: &str) -> String {
    let (head, rest) = text.split_once("[brief]\n").unwrap();
    let end = rest.find("\n[").unwrap();
    let own = rest[..end].lines().filter(|line| !line.starts_with("language = ")).collect::<Vec<_>>().join("\n");
    format!("{head}[brief]\nlanguage = \"{language}\"\n{own}{}", &rest[end..])
}

/// The pages of all shipped briefs; for each, whether its language is the first one for its brief and template.
fn pages(here: &Path) -> Vec<(PathBuf, bool)> {
    let languages = languages();
    let count: usize = std::env::var("BRIEFING_LANGUAGES").map_or(2, |count| count.parse().unwrap());
    let library = FontLibrary::default();
    let mut renderer = Renderer::new(&library);
    let mut all = Vec::new();
    for (at, brief) in shipped_briefs().into_iter().enumerate() {
        let text = fs::read_to_string(&brief).unwrap();
        let name = brief.file_stem().unwrap().to_str().unwrap();
        for (nth, template) in TEMPLATES.into_iter().enumerate() {
            for turn in 0..count.min(languages.len()) {
                let language = &languages[(at + nth + turn * languages.len() / count) % languages.len()];
                let input = Input::new("a.toml", in_language(&text, language));
                let mut checked = pipeline::check(&input, &Project::default());
                checked.diagnostics.clear();
                let options = RenderOptions::new(template).html(true).pdf(false).pages(Some(0));
                let outputs = renderer.render(&mut checked, options, &Disk).unwrap();
                let Some(html) = outputs.and_then(|it| it.html) else { panic!("{name}: {:?}", checked.diagnostics) };
                let path = here.join(format!("{name}-{template}-{language}.html"));
                fs::write(&path, html).unwrap();
                all.push((path, turn == 0));
            }
        }
    }
    assert_eq!(all.len(), shipped_briefs().len() * TEMPLATES.len() * count.min(languages.len()));
    all
}

/// The path of a file in an npm package, if it is installed.
fn package(path: &str) -> Option<PathBuf> {
    let file = root().join("target/npm/node_modules").join(path);
    if !file.exists() {
        assert!(!required(), "{path} is not installed");
        eprintln!("skipped: {path} is not installed");
        return None;
    }
    Some(file)
}

#[test]
fn every_page_is_valid_html() {
    let Some(checker) = package("vnu-jar/build/dist/vnu.jar").filter(|_| have("java")) else { return };
    let here = folder("web-valid");
    // A page with a known error, to notice if the checker examines nothing.
    let bad = here.join("bad.html");
    fs::write(&bad, "<!DOCTYPE html><html lang=\"en\"><title>x</title><p><table></p>").unwrap();
    let pages = pages(&here).into_iter().map(|(path, _)| path).chain([bad]);
    let mut command = Command::new("java");
    let output = command.arg("-jar").arg(checker).args(["--errors-only", "--format", "gnu"]).args(pages).output();
    let output = output.unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    let (of_bad, of_pages): (Vec<&str>, Vec<&str>) = errors.lines().partition(|line| line.contains("bad.html"));
    assert!(!of_bad.is_empty());
    assert!(of_pages.is_empty(), "{} errors:\n{}", of_pages.len(), of_pages[..of_pages.len().min(20)].join("\n"));
}

#[test]
fn every_page_is_accessible_and_no_wider_than_its_window() {
    let Some(axe) = package("axe-core/axe.min.js").filter(|_| have("node")) else { return };
    let chromium =
        ["google-chrome", "chromium"].into_iter().find(|it| Command::new(it).arg("--version").output().is_ok());
    let Some(chromium) = chromium else {
        assert!(!required(), "Chromium is not installed");
        eprintln!("skipped: Chromium is not installed");
        return;
    };
    let here = folder("web-accessible");
    let mut command = Command::new("node");
    let mut checker = command
        .arg(root().join("tests/web/check.mjs"))
        .envs([
            ("CHROMIUM", chromium.as_ref()),
            ("AXE", axe.as_os_str()),
            ("PROFILE", here.join("profile").as_os_str()),
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = checker.stdin.take().unwrap();
    // A page with a known error, to notice if the checker examines nothing.
    let bad = here.join("bad.html");
    fs::write(&bad, "<!DOCTYPE html><title>x</title><p style=\"width:900px;color:#ddd;background:#fff\">Hello there")
        .unwrap();
    // The colours are the same in all languages.
    for (page, is_first) in pages(&here).into_iter().chain([(bad, false)]) {
        writeln!(input, "light {}", page.display()).unwrap();
        if is_first {
            writeln!(input, "dark {}", page.display()).unwrap();
        }
    }
    drop(input);
    let output = checker.wait_with_output().unwrap();
    assert!(output.status.success());
    let found = String::from_utf8(output.stdout).unwrap();
    let (of_bad, of_pages): (Vec<&str>, Vec<&str>) = found.lines().partition(|line| line.contains("bad.html"));
    for what in ["wider than 360 px", "html-has-lang", "light: color-contrast"] {
        assert!(of_bad.iter().any(|line| line.contains(what)), "{what}: {of_bad:?}");
    }
    assert!(of_pages.is_empty(), "{} pages:\n{}", of_pages.len(), of_pages[..of_pages.len().min(10)].join("\n"));
}
