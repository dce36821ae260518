//! The HTML of the shipped briefs.
//!
//! `UPDATE=1 cargo test --test suite html` writes `tests/cases/html/` again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use briefing::language::Locale;
use briefing::library::FontLibrary;
use briefing::model::{Stance, Vocabulary};
use briefing::pipeline::{self, RenderOptions, Rendered, Renderer};
use briefing::project::Project;
use briefing::template::BUILT_IN;
use briefing::world::Disk;

use super::check::compare;
use super::program::{TEMPLATES, brief, folder, root, run, shipped_briefs};

/// Elements that have no end tag.
const VOID: [&str; 4] = ["meta", "br", "hr", "img"];

/// The content of a page.
#[derive(Default)]
struct Page {
    words: String,
    ids: Vec<String>,
    links: Vec<String>,
    fields: BTreeSet<String>,
    /// Text that comes from no field, in consecutive pieces.
    outside: Vec<String>,
}

/// Parses a page of ours. Checks that tags are balanced and text is escaped.
fn read(html: &str) -> Page {
    let text = |words: &str| {
        assert!(!words.contains('>'), "{words}");
        let words = words.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
        words.replace("&amp;", "&")
    };
    let (mut page, mut open, mut in_field) = (Page::default(), Vec::new(), Vec::new());
    let mut rest = html.strip_prefix("<!DOCTYPE html>").unwrap();
    while let Some((words, after)) = rest.split_once('<') {
        let (tag, next) = after.split_once('>').unwrap();
        // The style sheet, and text for screen readers only, are not part of the page's text.
        let is_said = open.iter().any(|it: &String| ["style", "title"].contains(&it.as_str()) || it == "said");
        if !is_said {
            page.words.push_str(&text(words));
            if !in_field.contains(&true) {
                page.outside.push(text(words));
            }
        }
        rest = next;
        if let Some(name) = tag.strip_prefix('/') {
            let opened = open.pop().unwrap();
            in_field.pop();
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
            in_field.push(tag.contains(" data-field=\""));
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

/// The words of a text, in lower case.
fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// Words that come from no field: the labels of the language, the words for counting statements, and the template's own
/// words.
fn words_of_templates(language: &str) -> BTreeSet<String> {
    let locale = Locale::of(language, &BTreeMap::new());
    let counted = locale.entries().into_iter().filter(|it| it.starts_with("words.Verification."));
    let counted = counted.map(|it| locale.label_of("Verification", it.rsplit('.').next().unwrap()).into_owned());
    let labels = locale.label_names().filter_map(|it| locale.label(it)).map(str::to_owned);
    let mut known: BTreeSet<String> = labels.chain(counted).flat_map(|it| words(&it).collect::<Vec<_>>()).collect();
    for (_, text) in BUILT_IN.iter().flat_map(|template| template.files) {
        let outside = text.split("{{").map(|it| it.split_once("}}").map_or(it, |(_, after)| after));
        let printed = outside.filter(|it| !it.contains("<!--"));
        known.extend(printed.flat_map(|it| words(it).collect::<Vec<_>>()));
    }
    known
}

#[test]
fn every_word_of_a_brief_has_its_field() {
    let library = FontLibrary::default();
    let mut renderer = Renderer::new(&library);
    let everything = root().join("tests/cases/everything/reservoir.toml");
    let mut briefs = shipped_briefs();
    briefs.push(everything.clone());
    for folder in ["mandates", "meetings", "monitor", "texts"] {
        let files = fs::read_dir(root().join("tests/cases").join(folder)).unwrap();
        briefs.extend(files.map(|it| it.unwrap().path()).filter(|it| it.extension().is_some_and(|it| it == "toml")));
    }
    let mut wrong = BTreeSet::new();
    let mut fields = BTreeSet::new();
    for path in briefs {
        for template in TEMPLATES {
            let input = pipeline::read(path.to_str().unwrap(), &Disk).unwrap();
            let mut checked = pipeline::check(&input, &Project::default());
            let language = checked.brief.as_ref().unwrap().language.clone();
            let known = words_of_templates(&language);
            let locale = Locale::of(&language, &BTreeMap::new());
            let stances: BTreeSet<_> = Stance::ALL.iter().map(|it| locale.word(*it).into_owned()).collect();
            let options = RenderOptions::new(template).html(true).pdf(false).pages(Some(0));
            let outputs = renderer.render(&mut checked, options, &Disk).unwrap();
            let Some(html) = outputs.and_then(|it| it.html) else { panic!("{:?}", checked.diagnostics) };
            let page = read(&html);
            // The steps of a strip are each named by two stances.
            let stance = |it: &str| stances.contains(it);
            let is_step = |it: &str| it.split_once(", ").is_some_and(|(one, other)| stance(one) && stance(other));
            // Numbers, such as those of notes, may come from several fields.
            let is_known = |it: &String| known.contains(it) || it.chars().all(|c| c.is_ascii_digit());
            for text in page.outside.iter().filter(|it| !is_step(it)) {
                let unknown = words(text).filter(|it| !is_known(it));
                wrong.extend(unknown.map(|word| format!("{} {template}: {word} in {text:?}", path.display())));
            }
            if path == everything {
                fields.extend(page.fields);
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.into_iter().collect::<Vec<_>>().join("\n"));
    // In a brief with every field, values that are not text have their field in the page, too: numbers, flags and the
    // languages of sources.
    for end in ["brief.edition", ".priority", ".credibility", ".minutes", ".red_line", ".compromise", ".language"] {
        assert!(fields.iter().any(|it| it.ends_with(end)), "{end}");
    }
}

#[test]
fn the_page_of_a_brief_is_the_recorded_one() {
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
