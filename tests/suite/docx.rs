//! The Word files of the shipped briefs.
//!
//! `UPDATE=1 cargo test --test suite docx` writes `tests/cases/docx/` again.
#![expect(clippy::case_sensitive_file_extension_comparisons, reason = "names of parts are ours")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Read};
use std::process::Command;

use briefing::docx::{self, WordInfo};
use briefing::layout::{FitSummary, Style};
use briefing::library::FontLibrary;
use briefing::markdown;
use briefing::pipeline::{self, RenderOptions, Rendered, Renderer};
use briefing::project::Project;
use briefing::provenance::Fields;
use briefing::source::Sources;
use briefing::world::Disk;

use super::check::compare;
use super::program::{TEMPLATES, brief, folder, have, root, run, shipped_briefs};

pub(super) type Parts = BTreeMap<String, String>;

pub(super) fn parts(file: &[u8]) -> Parts {
    let mut zip = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut parts = Parts::new();
    for at in 0..zip.len() {
        let mut part = zip.by_index(at).unwrap();
        let date = part.last_modified().unwrap();
        assert_eq!((date.year(), date.month(), date.day(), date.hour()), (1980, 1, 1, 0));
        let name = part.name().unwrap().into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        assert!(parts.insert(name, text).is_none());
    }
    parts
}

/// The start tags of a part, each with its name and attributes. Checks that tags are balanced and text is escaped.
fn tags(xml: &str) -> Vec<(String, BTreeMap<String, String>)> {
    let plain = |text: &str| {
        assert!(!text.contains(['>', '"']), "{text}");
        for after in text.split('&').skip(1) {
            assert!(["amp;", "lt;", "gt;", "quot;", "#39;"].iter().any(|it| after.starts_with(it)), "{text}");
        }
        assert!(!text.contains(|c: char| c != '\n' && c.is_control() || "\u{fffe}\u{ffff}".contains(c)), "{text:?}");
    };
    let (mut tags, mut open) = (Vec::new(), Vec::new());
    let mut rest = xml.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n").unwrap();
    while let Some((text, after)) = rest.split_once('<') {
        plain(text);
        let (tag, next) = after.split_once('>').unwrap();
        rest = next;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name));
            continue;
        }
        let (tag, is_empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
        let mut attributes = BTreeMap::new();
        while let Some((key, after)) = rest.split_once("=\"") {
            let (value, next) = after.split_once('"').unwrap();
            plain(value);
            assert!(attributes.insert(key.trim().to_owned(), value.to_owned()).is_none(), "{tag}");
            rest = next;
        }
        tags.push((name.to_owned(), attributes));
        if !is_empty {
            open.push(name.to_owned());
        }
    }
    assert_eq!(rest.trim(), "");
    assert_eq!(open, Vec::<String>::new());
    tags
}

/// The values of an attribute on certain elements.
fn values(xml: &str, elements: &[&str], attribute: &str) -> Vec<String> {
    let tags = tags(xml).into_iter().filter(|(name, _)| elements.contains(&name.as_str()));
    tags.filter_map(|(_, mut attributes)| attributes.remove(attribute)).collect()
}

/// Checks properties that every file has.
pub(super) fn is_sound(parts: &Parts) {
    // Pictures are not XML.
    let of_xml = |name: &str| name.ends_with(".xml") || name.ends_with(".rels");
    parts.iter().filter(|(name, _)| of_xml(name)).for_each(|(_, part)| _ = tags(part));
    // Every part has a content type, and every content type has a part.
    let types = &parts["[Content_Types].xml"];
    let named: BTreeSet<String> = values(types, &["Override"], "PartName").into_iter().collect();
    let there: BTreeSet<String> = parts
        .keys()
        .filter(|name| name.ends_with(".xml") && *name != "[Content_Types].xml")
        .map(|name| format!("/{name}"))
        .collect();
    assert_eq!(named, there);
    // Every relation leads to a part or an address, and every relation in use exists.
    for (name, text) in parts.iter().filter(|(name, _)| name.ends_with(".rels")) {
        let folder = name.split_once("_rels/").unwrap().0;
        let mut ids = BTreeSet::new();
        for (_, attributes) in tags(text).into_iter().filter(|(name, _)| name == "Relationship") {
            assert!(ids.insert(attributes["Id"].clone()));
            if attributes.contains_key("TargetMode") {
                assert!(["http", "mailto"].iter().any(|it| attributes["Target"].to_lowercase().starts_with(it)));
            } else {
                assert!(
                    parts.contains_key(&format!("{folder}{}", attributes["Target"]).replace("word/../", "")),
                    "{attributes:?}"
                );
            }
        }
        let part = name.replace("_rels/", "").replace(".rels", "");
        for (name, attributes) in parts.get(&part).map_or_else(Vec::new, |part| tags(part)) {
            let id = attributes.get("r:id");
            assert!(id.is_none_or(|id| ids.contains(id)), "{name} {id:?}");
        }
    }
    // Every style, list, bookmark and footnote in use is defined once.
    let defined = values(&parts["word/styles.xml"], &["w:style"], "w:styleId");
    let unique: BTreeSet<&String> = defined.iter().collect();
    assert_eq!(unique.len(), defined.len());
    let lists = values(&parts["word/numbering.xml"], &["w:num"], "w:numId");
    let document = &parts["word/document.xml"];
    let bookmarks = values(document, &["w:bookmarkStart"], "w:name");
    let unique: BTreeSet<&String> = bookmarks.iter().collect();
    assert_eq!(unique.len(), bookmarks.len());
    for (name, part) in parts.iter().filter(|(name, _)| name.starts_with("word/") && name.ends_with(".xml")) {
        let used = ["w:pStyle", "w:rStyle", "w:tblStyle", "w:basedOn", "w:next"];
        for style in values(part, &used, "w:val") {
            assert!(defined.contains(&style), "{name}: {style}");
        }
        for list in values(part, &["w:numId"], "w:val") {
            assert!(lists.contains(&list), "{name}: {list}");
        }
        for anchor in values(part, &["w:hyperlink"], "w:anchor") {
            assert!(bookmarks.contains(&anchor), "{name}: {anchor}");
        }
        for field in part.split("NOTEREF ").skip(1) {
            assert!(bookmarks.iter().any(|it| it == field.split(' ').next().unwrap()), "{field}");
        }
    }
    let mut cited = values(document, &["w:footnoteReference"], "w:id");
    let mut notes = values(&parts["word/footnotes.xml"], &["w:footnote"], "w:id");
    cited.sort();
    notes.retain(|id| !["-1", "0"].contains(&id.as_str()));
    notes.sort();
    assert_eq!(cited, notes);
}

fn print(path: &std::path::Path, template: &str, renderer: &mut Renderer<'_>) -> Rendered {
    let input = pipeline::read(path.to_str().unwrap(), &Disk).unwrap();
    let mut checked = pipeline::check(&input, &Project::default());
    let options = RenderOptions::new(template).docx(true);
    renderer.render(&mut checked, options, &Disk).unwrap().unwrap()
}

/// The parts of the Word file for a Markdown text.
fn file_of(text: &str, language: &str) -> Parts {
    let mut sources = Sources::default();
    let file = sources.add("page.md", text);
    let (document, _) = markdown::parse(text, file, &Fields::default());
    let fit = FitSummary { size: 10.0, small: 8.0, spacing: 1.0, ..FitSummary::default() };
    let date = briefing::Checked::from_text("a.toml", &fs::read_to_string(root().join("briefs/donbas.toml")).unwrap());
    let info = WordInfo {
        title: document.title().unwrap_or_default(),
        authors: vec!["A & B".to_owned()],
        language,
        date: date.brief.unwrap().as_of,
        page_of: "Page {page} of {pages}",
        reference: None,
    };
    let bytes = docx::write(&document, &Style::default(), &fit, &info).unwrap();
    assert_eq!(bytes, docx::write(&document, &Style::default(), &fit, &info).unwrap());
    let parts = parts(&bytes);
    is_sound(&parts);
    parts
}

#[test]
fn a_small_page_is_written_so() {
    let library = FontLibrary::default();
    let outputs = print(&root().join("briefs/donbas.toml"), "one-page", &mut Renderer::new(&library));
    let parts = parts(&outputs.docx.unwrap());
    compare(&root().join("tests/cases/docx/donbas.xml"), &parts["word/document.xml"]);
    let core = &parts["docProps/core.xml"];
    assert!(core.contains("<dc:title>Donbas: Russia’s demands after Anchorage</dc:title>"), "{core}");
    assert!(core.contains(">2025-12-26T00:00:00Z</dcterms:created>"), "{core}");
}

#[test]
fn a_source_cited_twice_is_one_footnote() {
    let parts = file_of("a[^x] b[^y] c[^x]\n\n## Sources\n\n[^x]: X.\n[^y]: Y.\n[^z]: Z.\n", "en");
    let document = &parts["word/document.xml"];
    assert_eq!(document.matches("<w:footnoteReference ").count(), 2, "{document}");
    assert_eq!(document.matches("NOTEREF _Ref_note_1 \\h").count(), 1, "{document}");
    // Notes without references stay in the text, under their heading.
    assert!(document.contains(">Sources<") && document.contains(">Z.<"), "{document}");
    let parts = file_of("a[^x]\n\n## Sources\n\n[^x]: X.\n", "en");
    assert!(!parts["word/document.xml"].contains("Sources"));
}

#[test]
fn links_lead_out_by_http_and_mail_and_to_headings_alone() {
    let text = "# T\n\n## A\n\n[a](https://b.c/?d=1&e=2) [f](mailto:g@h.i) [j](javascript:k) [l](#a) [m](#n)\n";
    let parts = file_of(text, "en");
    let targets = values(&parts["word/_rels/document.xml.rels"], &["Relationship"], "Target");
    let links: Vec<&String> = targets.iter().filter(|target| !target.ends_with(".xml")).collect();
    assert_eq!(links, ["https://b.c/?d=1&amp;e=2", "mailto:g@h.i"]);
    let document = &parts["word/document.xml"];
    assert_eq!(values(document, &["w:hyperlink"], "w:anchor"), ["heading_2"]);
    assert!(document.contains(">j ") && document.contains(">m<"), "{document}");
}

#[test]
fn a_page_that_is_read_from_right_to_left_is_written_so() {
    let parts = file_of("كلمة[^a] <span lang=\"en\">word</span>\n\n| a |\n| --- |\n| b |\n\n[^a]: A.\n", "ar");
    let document = &parts["word/document.xml"];
    assert_eq!(
        document.matches("<w:p>").count(),
        document.matches("<w:bidi/></w:pPr>").count() + document.matches("\"Gap\"").count()
    );
    assert!(document.contains("<w:rPr><w:rtl/></w:rPr><w:t xml:space=\"preserve\">كلمة"), "{document}");
    assert!(document.contains("<w:rPr><w:lang w:val=\"en\"/></w:rPr><w:t xml:space=\"preserve\">word"), "{document}");
    assert!(document.contains("<w:bidiVisual/>"), "{document}");
    assert!(parts["word/styles.xml"].contains("w:bidi=\"ar\""));
}

#[test]
fn hostile_text_stays_text() {
    let nasty = "&lt;/w:t>&lt;w:p/> ]]> \"x\" 'y' &amp;amp; \u{1}\u{fdd0}\u{ffff}\u{7f}";
    let text = format!(
        "# {nasty}\n\n<!-- brief:marking -->\n{nasty}\n<!-- /brief:marking -->\n\n\
         <!-- brief:dateline -->\n{nasty}\n<!-- /brief:dateline -->\n\n## {nasty}\n\n| {nasty} |\n| --- |\n| {nasty} |\n\n\
         `{nasty}` [a](<https://b.c/\"é %zz x'>)[^n]\n\n- {nasty}\n  1. {nasty}\n\n[^n]: {nasty}\n"
    );
    let parts = file_of(&text, "en\"><script>");
    let targets = values(&parts["word/_rels/document.xml.rels"], &["Relationship"], "Target");
    assert!(targets.contains(&"https://b.c/%22%C3%A9%20%25zz%20x&#39;".to_owned()), "{targets:?}");
    assert!(parts["word/footer1.xml"].contains("&lt;/w:t&gt;&lt;w:p/&gt; ]]&gt;"), "{}", parts["word/footer1.xml"]);
}

/// The words of a text, reduced to their letters, with the number of their occurrences.
fn words(text: &str) -> BTreeMap<String, usize> {
    let mut words = BTreeMap::new();
    // pdftotext drops a hyphen at the end of a line.
    let text = text.replace('-', "");
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        *words.entry(word.to_owned()).or_default() += 1;
    }
    words
}

/// The words of a Markdown text as a reader sees them, without the heading of notes that become footnotes.
fn printed(markdown: &str) -> String {
    let lines: Vec<&str> = markdown.lines().filter(|line| !line.starts_with("<!--") && !line.is_empty()).collect();
    let mut out = String::new();
    for (at, line) in lines.iter().enumerate() {
        if line.starts_with('#') && lines.get(at + 1).is_some_and(|next| next.starts_with("[^")) {
            continue;
        }
        let mut rest = *line;
        while let Some(at) = rest.find(['[', '<', ']']) {
            out.push_str(&rest[..at]);
            out.push(' ');
            let end = match &rest[at..] {
                it if it.starts_with("[^") => it.find(']').unwrap() + 1,
                it if it.starts_with("](") => it.find(')').unwrap() + 1,
                it if it.starts_with('<') => it.find('>').unwrap() + 1,
                _ => 1,
            };
            rest = &rest[at + end..];
        }
        out.push_str(rest);
        out.push('\n');
    }
    out
}

#[test]
fn every_brief_in_every_template_is_sound_and_reads_in_libreoffice() {
    let library = FontLibrary::default();
    let mut renderer = Renderer::new(&library);
    let here = folder("docx-office");
    let mut all = Vec::new();
    for path in shipped_briefs() {
        for template in TEMPLATES {
            let outputs = print(&path, template, &mut renderer);
            let file = outputs.docx.unwrap();
            is_sound(&parts(&file));
            let name = format!("{}-{template}", path.file_stem().unwrap().to_str().unwrap());
            fs::write(here.join(format!("{name}.docx")), file).unwrap();
            let pages = outputs.pdf.map_or(0, |pdf| pdf.pages.pages.len());
            all.push((name, outputs.markdown, pages));
        }
    }
    if !have("soffice") || !have("pdftotext") {
        return;
    }
    let profile = format!("-env:UserInstallation=file://{}", here.join("profile").display());
    let files = all.iter().map(|(name, ..)| format!("{name}.docx"));
    let mut office = Command::new("soffice");
    office.args([&profile, "--headless", "--convert-to", "pdf"]).args(files).current_dir(&here);
    assert_eq!(run(&mut office).0, 0);
    let mut long = Vec::new();
    for (name, markdown, pages) in &all {
        let page = here.join(format!("{name}.pdf"));
        let (_, text, _) = run(Command::new("pdftotext").args([page.as_os_str(), "-".as_ref()]));
        let found = words(&text);
        for (word, count) in words(&printed(markdown)) {
            assert!(found.get(&word).is_some_and(|it| *it >= count), "{name}: {word} × {count}\n{text}");
        }
        if !name.ends_with("-full") && text.matches('\u{c}').count() > *pages {
            long.push(name);
        }
    }
    // LibreOffice does not balance the columns of these files, so nothing fits after them, not even the last paragraph.
    let known = ["palestine-1948-one-page", "palestine-1948-meeting", "palestine-1948-monitor", "prespa-decision"];
    assert_eq!(long, known, "but for these, a page of the PDF takes a page of the Word file");
}

#[test]
fn a_word_file_is_written_when_it_is_asked_for() {
    let here = folder("docx");
    fs::copy(root().join("briefs/donbas.toml"), here.join("a.toml")).unwrap();
    let render = |arguments: &[&str]| run(brief(["render", "a.toml"]).args(arguments).current_dir(&here));
    assert_eq!(render(&[]).0, 0);
    assert!(!here.join("a.docx").exists());
    assert_eq!(render(&["-o", "page.docx"]).0, 0);
    let page = fs::read(here.join("page.docx")).unwrap();
    assert_eq!(render(&["--to", "md,docx,pdf"]).0, 0);
    assert_eq!(fs::read(here.join("a.docx")).unwrap(), page);
    assert_eq!(render(&["--to", "md,docx,pdf", "--check"]).0, 0);
    fs::write(here.join("a.docx"), "edited").unwrap();
    assert_eq!(render(&["--to", "md,docx,pdf", "--check"]).0, 1);
    fs::write(here.join("briefing.toml"), "[render]\nto = [\"docx\"]\n").unwrap();
    assert_eq!(render(&["-o", "out"]).0, 0);
    assert!(here.join("out/a.docx").exists() && !here.join("out/a.pdf").exists());
}
