//! What holds of every shipped brief, with the real programs that look at PDF and Markdown.

use std::path::{Path, PathBuf};

use briefing::markdown::{self, Block, BlockKind, Inline, Region};
use briefing::source::Sources;

use crate::program::{brief, folder, have, output, root, run, shipped_briefs};

/// Renders a shipped brief and gives the paths of its Markdown and its PDF.
fn render(path: &Path, template: &str, into: &Path) -> (PathBuf, PathBuf) {
    let mut command = brief(["render", "--template", template, "--output"]);
    let (exit, out, errors) = run(command.arg(into).arg(path));
    assert_eq!((exit, out.as_str(), errors.as_str()), (0, "", ""), "{}", path.display());
    let name = path.file_stem().unwrap();
    (into.join(name).with_extension("md"), into.join(name).with_extension("pdf"))
}

fn text_of(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn every_brief_makes_one_page_without_a_warning() {
    let into = folder("one-page");
    for path in shipped_briefs() {
        let (_, pdf) = render(&path, "one-page", &into);
        let bytes = std::fs::read(&pdf).unwrap();
        assert!(bytes.len() <= 60 * 1024, "{}: {} bytes", pdf.display(), bytes.len());
        let document = lopdf::Document::load_mem(&bytes).unwrap();
        assert_eq!(document.get_pages().len(), 1, "{}", path.display());
    }
}

#[test]
fn qpdf_finds_nothing_wrong() {
    if !have("qpdf") {
        return;
    }
    let into = folder("qpdf");
    for path in shipped_briefs() {
        for template in ["one-page", "full"] {
            let (_, pdf) = render(&path, template, &into);
            let report = output("qpdf", &["--check", text_of(&pdf)]);
            assert!(report.contains("No syntax or stream encoding errors found"), "{report}");
        }
    }
}

#[test]
fn every_font_is_embedded_and_subset_and_maps_to_text() {
    if !have("pdffonts") {
        return;
    }
    let into = folder("fonts");
    for path in shipped_briefs() {
        let (_, pdf) = render(&path, "one-page", &into);
        let report = output("pdffonts", &[text_of(&pdf)]);
        let fonts: Vec<_> = report.lines().skip(2).collect();
        assert!(fonts.len() >= 3, "{report}");
        for font in fonts {
            let columns: Vec<_> = font.split_whitespace().rev().collect();
            // From the right: object id (two numbers), uni, sub, emb.
            assert_eq!(columns[2..5], ["yes", "yes", "yes"], "{report}");
        }
    }
}

#[test]
fn the_two_prints_have_the_same_words() {
    if !have("pdftotext") {
        return;
    }
    let into = folder("words");
    for path in shipped_briefs() {
        for template in ["one-page", "full"] {
            let (markdown, pdf) = render(&path, template, &into);
            let printed = output("pdftotext", &["-raw", text_of(&pdf), "-"]);
            let mut printed = bag(&printed);
            let mut missing = Vec::new();
            for word in bag(&words_of(&std::fs::read_to_string(markdown).unwrap())) {
                match printed.binary_search(&word) {
                    Ok(at) => drop(printed.remove(at)),
                    Err(_) => missing.push(word),
                }
            }
            // What is left over is the furniture: marking, date line and page number, once a page more than in the text.
            let pages = usize::max(1, output("pdfinfo", &[text_of(&pdf)]).matches("Pages:").count());
            assert!(missing.is_empty(), "{} {template}: not on the page: {missing:?}", path.display());
            let limit = 40 * pages * if template == "full" { 12 } else { 1 };
            assert!(printed.len() <= limit, "{} {template}: only on the page: {printed:?}", path.display());
        }
    }
}

/// The words of a text, sorted. White space, and hyphens that a line end may have put in, do not count; neither does
/// where a word stands, since a page has columns.
fn bag(text: &str) -> Vec<String> {
    let text = text.replace(['\u{ad}', '\u{200b}'], "").replace("-\n", "-").replace("–\n", "–").replace("/\n", "/");
    let mut words: Vec<_> = text.split_whitespace().map(str::to_owned).collect();
    words.sort();
    words
}

/// The words of a Markdown text as a page prints them.
fn words_of(text: &str) -> String {
    let mut sources = Sources::default();
    let file = sources.add("a.md", text);
    let (document, faults) = markdown::parse(text, file);
    assert!(faults.is_empty(), "{faults:?}");
    let mut out = String::new();
    blocks(&document.blocks, &mut out);
    out
}

fn blocks(all: &[Block], out: &mut String) {
    for block in all {
        match &block.kind {
            BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) => inlines(text, out),
            BlockKind::Quote(inner) => blocks(inner, out),
            BlockKind::Region(region, inner) => {
                if !matches!(region, Region::Drop { .. }) || !inner.is_empty() {
                    blocks(inner, out);
                }
            }
            BlockKind::List { items, .. } => items.iter().for_each(|item| blocks(item, out)),
            BlockKind::Table(table) => {
                for cell in table.header.iter().chain(table.rows.iter().flatten()) {
                    inlines(cell, out);
                    out.push('\n');
                }
            }
            BlockKind::Notes(notes) => {
                for note in notes {
                    out.push_str(&format!("{} ", note.number));
                    inlines(&note.text, out);
                    out.push('\n');
                }
            }
            _ => {}
        }
        out.push('\n');
    }
}

fn inlines(all: &[Inline], out: &mut String) {
    for inline in all {
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Link { text: inner, .. } => inlines(inner, out),
            Inline::NoteReference { number, .. } => out.push_str(&number.to_string()),
            Inline::Break => out.push(' '),
        }
    }
}

#[test]
fn the_markdown_passes_markdownlint() {
    if !have("markdownlint-cli2") {
        return;
    }
    let into = folder("markdownlint");
    // Every default rule but the length of lines; the footnote definitions of GitHub are what MD053 takes for unused.
    std::fs::write(into.join(".markdownlint.json"), "{ \"MD013\": false }").unwrap();
    for path in shipped_briefs() {
        for template in ["one-page", "full"] {
            let (markdown, _) = render(&path, template, &into.join(template));
            let report = std::process::Command::new("markdownlint-cli2")
                .current_dir(&into)
                .arg(markdown.strip_prefix(&into).unwrap())
                .output()
                .unwrap();
            assert!(report.status.success(), "{}", String::from_utf8_lossy(&report.stderr));
        }
    }
}

#[test]
fn folder_time_zone_and_language_of_the_machine_do_not_matter() {
    let (one, two) = (folder("here"), folder("elsewhere"));
    for path in shipped_briefs() {
        let name = path.file_name().unwrap();
        let mut prints = Vec::new();
        for (folder, zone, locale) in [(&one, "UTC", "C"), (&two, "Asia/Kathmandu", "uk_UA.UTF-8")] {
            let copy = folder.join(name);
            std::fs::copy(&path, &copy).unwrap();
            let mut command = brief(["render"]);
            command.arg(&copy).env("TZ", zone).env("LANG", locale).env("LC_ALL", locale).current_dir(folder);
            assert_eq!(run(&mut command).0, 0);
            prints.push([copy.with_extension("md"), copy.with_extension("pdf")].map(|path| std::fs::read(path).unwrap()));
        }
        assert!(prints[0] == prints[1], "{}", path.display());
    }
}

#[test]
fn no_text_is_under_the_floor_of_the_style() {
    let into = folder("floor");
    for path in shipped_briefs() {
        let (_, pdf) = render(&path, "one-page", &into);
        let document = lopdf::Document::load(&pdf).unwrap();
        for (_, page) in document.get_pages() {
            let content = document.get_and_decode_page_content(page).unwrap();
            for operation in content.operations.iter().filter(|operation| operation.operator == "Tf") {
                let size = operation.operands[1].as_float().unwrap();
                // Numbers of footnotes are set at a good half of the size of their line.
                assert!(size >= 4.5, "{}: type of {size} points", path.display());
            }
        }
    }
}

#[test]
fn the_readme_shows_the_page_and_its_brief_is_valid() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let start = readme.find("```toml\n").unwrap() + 8;
    let end = start + readme[start..].find("```").unwrap();
    let path = folder("readme").join("example.toml");
    std::fs::write(&path, &readme[start..end]).unwrap();
    let (exit, _, errors) = run(brief(["check"]).arg(&path));
    assert_eq!(exit, 0, "{errors}");
    assert!(readme.contains("docs/donbas.png") && root().join("docs/donbas.png").is_file());
}
