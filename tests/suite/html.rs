//! The HTML of the shipped briefs.
//!
//! `UPDATE=1 cargo test --test suite html` writes `tests/cases/html/` again.

use std::collections::BTreeSet;
use std::fs;

use briefing::library::FontLibrary;
use briefing::pipeline::{self, RenderOptions, Rendered, Renderer};
use briefing::project::Project;
use briefing::world::Disk;

use super::check::compare;
use super::program::{TEMPLATES, brief, folder, root, run, shipped_briefs};

/// Elements without an end tag.
const VOID: [&str; 3] = ["meta", "br", "hr"];

/// What a page is made of.
#[derive(Default)]
struct Page {
    words: String,
    ids: Vec<String>,
    links: Vec<String>,
    fields: BTreeSet<String>,
}

/// Reads a page as we write it: every start tag has its end tag, and all text is escaped.
fn read(html: &str) -> Page {
    let text = |words: &str| {
        assert!(!words.contains('>'), "{words}");
        let words = words.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
        words.replace("&amp;", "&")
    };
    let (mut page, mut open) = (Page::default(), Vec::new());
    let mut rest = html.strip_prefix("<!DOCTYPE html>").unwrap();
    while let Some((words, after)) = rest.split_once('<') {
        let (tag, next) = after.split_once('>').unwrap();
        // The style and the words for screen readers alone are no words of the page.
        let is_said = open.iter().any(|it: &String| ["style", "title"].contains(&it.as_str()) || it == "said");
        if !is_said {
            page.words.push_str(&text(words));
        }
        rest = next;
        if let Some(name) = tag.strip_prefix('/') {
            let opened = open.pop().unwrap();
            assert!(opened == name || opened == "said" && name == "span", "</{name}> ends <{opened}>");
            if ["p", "li", "td", "th", "h1", "h2", "h3", "div"].contains(&name) {
                page.words.push(' ');
            }
            continue;
        }
        let name = tag.split(' ').next().unwrap();
        for attribute in tag.split("\" ").flat_map(|it| it.split_once(' ').map_or(vec![it], |(a, b)| vec![a, b])) {
            let Some((key, value)) = attribute.trim().split_once("=\"") else { continue };
            let value = text(value.trim_end_matches('"'));
            match key {
                "id" => page.ids.push(value),
                "href" => page.links.push(value),
                "data-field" => _ = page.fields.insert(value),
                _ => {}
            }
        }
        if name == "br" {
            page.words.push(' ');
        }
        if !VOID.contains(&name) {
            open.push(if tag.contains("class=\"said\"") { "said".to_owned() } else { name.to_owned() });
        }
    }
    assert_eq!(open, Vec::<String>::new());
    page
}

fn print(path: &std::path::Path, template: &str, renderer: &mut Renderer<'_>) -> Rendered {
    let input = pipeline::read(path.to_str().unwrap(), &Disk).unwrap();
    let mut checked = pipeline::check(&input, &Project::default());
    let options = RenderOptions::new(template).html(true);
    renderer.render(&mut checked, options, &Disk).unwrap().unwrap()
}

#[test]
fn every_page_is_whole_and_has_the_fields_of_the_pdf() {
    let library = FontLibrary::default();
    let mut renderer = Renderer::new(&library);
    for path in shipped_briefs() {
        for template in TEMPLATES {
            let outputs = print(&path, template, &mut renderer);
            let html = outputs.html.unwrap();
            let page = read(&html);
            let what = format!("{} {template}", path.display());
            let ids: BTreeSet<_> = page.ids.iter().collect();
            assert_eq!(ids.len(), page.ids.len(), "{what}");
            for link in page.links.iter().filter_map(|link| link.strip_prefix('#')) {
                assert!(ids.contains(&link.to_owned()), "{what}: {link}");
            }
            let printed: BTreeSet<String> = outputs.document.fields().iter().map(ToString::to_string).collect();
            assert_eq!(page.fields, printed, "{what}");
            let title = outputs.document.title().unwrap();
            assert!(page.words.contains(&title), "{what}");
        }
    }
}

#[test]
fn a_small_page_looks_so() {
    let library = FontLibrary::default();
    let mut renderer = Renderer::new(&library);
    let outputs = print(&root().join("briefs/donbas.toml"), "one-page", &mut renderer);
    compare(&root().join("tests/cases/html/donbas.html"), &outputs.html.unwrap());
}

#[test]
fn html_is_written_when_it_is_asked_for() {
    let here = folder("html");
    fs::copy(root().join("briefs/donbas.toml"), here.join("a.toml")).unwrap();
    let render = |arguments: &[&str]| run(brief(["render", "a.toml"]).args(arguments).current_dir(&here));
    assert_eq!(render(&[]).0, 0);
    assert!(!here.join("a.html").exists());
    assert_eq!(render(&["-o", "page.html"]).0, 0);
    let page = fs::read_to_string(here.join("page.html")).unwrap();
    assert_eq!(render(&["--to", "md,html,pdf"]).0, 0);
    assert_eq!(fs::read_to_string(here.join("a.html")).unwrap(), page);
    assert_eq!(render(&["--to", "html", "-o", "-"]).1, page);
    assert_eq!(render(&["--to", "md,html,pdf", "--check"]).0, 0);
    fs::write(here.join("a.html"), "edited").unwrap();
    assert_eq!(render(&["--to", "md,html,pdf", "--check"]).0, 1);
    fs::write(here.join("briefing.toml"), "[render]\nto = [\"html\"]\n").unwrap();
    assert_eq!(render(&["-o", "out"]).0, 0);
    assert!(here.join("out/a.html").exists() && !here.join("out/a.pdf").exists());
}
