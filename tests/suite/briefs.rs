//! Properties of every shipped brief, verified with programs that read PDF and Markdown.

use std::fs;
use std::path::{Path, PathBuf};

use briefing::markdown::{self, Block, BlockKind, Inline, Region};
use briefing::provenance::Fields;
use briefing::source::Sources;

use crate::program::{TEMPLATES, brief, folder, have, output, required, root, run, shipped_briefs};
use crate::{figures, generated, redline};

/// Renders a shipped brief; returns the paths of its Markdown and its PDF.
fn render(path: &Path, template: &str, into: &Path) -> (PathBuf, PathBuf) {
    let mut command = brief(["render", "--template", template, "--output"]);
    let (exit, out, errors) = run(command.arg(into).arg(path));
    assert_eq!((exit, out.as_str()), (0, ""), "{}: {errors}", path.display());
    // Warnings of `check` are counted, and the outputs are listed. Rendering itself reports nothing.
    let is_expected = |line: &str| line.starts_with("wrote ") || line.ends_with("`brief check` shows them");
    assert!(errors.lines().all(is_expected), "{errors}");
    let name = path.file_stem().unwrap();
    (into.join(name).with_extension("md"), into.join(name).with_extension("pdf"))
}

fn text_of(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn every_brief_makes_one_page() {
    let into = folder("one-page");
    for path in shipped_briefs() {
        let (_, pdf) = render(&path, "one-page", &into);
        let bytes = std::fs::read(&pdf).unwrap();
        // The fonts for a Cyrillic page are larger; the first brief has a stricter limit.
        let limit = if path.ends_with("donbas.toml") { 40 } else { 52 };
        assert!(bytes.len() <= limit * 1024, "{}: {} bytes", pdf.display(), bytes.len());
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
        for template in TEMPLATES {
            let (_, pdf) = render(&path, template, &into);
            let report = output("qpdf", &["--check", text_of(&pdf)]);
            assert!(report.contains("No syntax or stream encoding errors found"), "{report}");
        }
    }
}

/// Writes every shipped brief in every template, all generated briefs, and a redline in every template to a folder; and
/// a file that is not a PDF/A, so that a validator that accepts everything is noticed. Returns the expected number of
/// verdicts on our files, two for each.
fn all_pages(into: &Path) -> usize {
    let mut expected = 0;
    for path in shipped_briefs() {
        for template in TEMPLATES {
            let (_, pdf) = render(&path, template, &into.join(template));
            let name = format!("{template}-{}", pdf.file_name().unwrap().to_str().unwrap());
            std::fs::rename(&pdf, into.join(name)).unwrap();
            expected += 2;
        }
    }
    for (number, page) in generated::pages().iter().enumerate() {
        std::fs::write(into.join(format!("generated-{number:03}.pdf")), page).unwrap();
        expected += 2;
    }
    for template in TEMPLATES {
        let (page, _) = redline::redline("briefs/donbas-2025-08-16.toml", "briefs/donbas.toml", template);
        std::fs::write(into.join(format!("redline-{template}.pdf")), page.bytes).unwrap();
        expected += 2;
    }
    let pictures = figures::project("figures-pages");
    for template in TEMPLATES {
        let (_, pdf) = render(&pictures.join("gates.toml"), template, &into.join(template));
        std::fs::rename(&pdf, into.join(format!("pictures-{template}.pdf"))).unwrap();
        expected += 2;
    }
    let drawing = figures::with_drawing("figures-pages-drawing");
    for template in TEMPLATES {
        let (_, pdf) = render(&drawing.join("gates.toml"), template, &into.join(template));
        std::fs::rename(&pdf, into.join(format!("drawing-{template}.pdf"))).unwrap();
        expected += 2;
    }
    std::fs::write(into.join("planted.pdf"), plain_pdf()).unwrap();
    expected
}

/// Checks the report of a validator: it must have one line for each file and profile.
fn assert_all_pass(report: &str, expected: usize) {
    let verdicts: Vec<_> = report.lines().filter(|line| line.contains(".pdf ")).collect();
    let (planted, ours): (Vec<&str>, Vec<&str>) = verdicts.iter().partition(|line| line.starts_with("planted.pdf"));
    assert!(planted.len() == 2 && planted.iter().all(|line| line.contains(" FAIL ")), "{report}");
    assert_eq!(ours.len(), expected, "{report}");
    let failed: Vec<_> = ours.iter().filter(|line| !line.ends_with(" PASS")).collect();
    assert!(failed.is_empty(), "{failed:#?}");
}

/// According to the reference validator, every page is accessible (PDF/UA-1) and archivable (PDF/A-2a).
#[test]
fn verapdf_finds_every_page_accessible_and_archivable() {
    if !have("mvn") {
        return;
    }
    let into = folder("verapdf");
    let expected = all_pages(&into);
    let pom = root().join("tests/verapdf/pom.xml");
    let folder = format!("-Dexec.args={}", into.display());
    let arguments = ["--quiet", "--batch-mode", "--file", text_of(&pom), "compile", "exec:java", &folder];
    if !required() && !std::process::Command::new("mvn").args(arguments).status().is_ok_and(|status| status.success()) {
        eprintln!("skipped: mvn cannot get veraPDF");
        return;
    }
    assert_all_pass(&output("mvn", &arguments), expected);
}

/// A validator that shares no code with the first one agrees.
#[test]
fn a_second_validator_finds_the_same() {
    let own = root().join("target/python/bin/python");
    let python = if own.is_file() { text_of(&own) } else { "python3" };
    let here = std::process::Command::new(python).args(["-c", "import page"]).output();
    if !here.is_ok_and(|here| here.status.success()) {
        assert!(!required(), "page-validation is not installed");
        eprintln!("skipped: page-validation is not installed");
        return;
    }
    let into = folder("second-validator");
    let expected = all_pages(&into);
    let script = root().join("tests/second_validator.py");
    assert_all_pass(&output(python, &[text_of(&script), text_of(&into)]), expected);
}

/// An empty page that meets no standard.
fn plain_pdf() -> Vec<u8> {
    let mut document = lopdf::Document::with_version("1.7");
    let pages = document.new_object_id();
    let size: Vec<lopdf::Object> = vec![0.into(), 0.into(), 100.into(), 100.into()];
    let page = document.add_object(lopdf::dictionary! { "Type" => "Page", "Parent" => pages, "MediaBox" => size });
    let kids: Vec<lopdf::Object> = vec![page.into()];
    let tree = lopdf::dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => 1 };
    document.objects.insert(pages, tree.into());
    let catalog = document.add_object(lopdf::dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
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
            // The columns from the right are: object id (two numbers), uni, sub, emb.
            assert_eq!(columns[2..5], ["yes", "yes", "yes"], "{report}");
        }
    }
}

/// The text in the structure tree of the PDF is that of the Markdown, word for word and in the same order.
#[test]
fn the_pdf_and_the_markdown_have_the_same_words() {
    if !have("pdfinfo") {
        return;
    }
    let into = folder("words");
    for path in shipped_briefs() {
        for template in TEMPLATES {
            let (markdown, pdf) = render(&path, template, &into);
            let tree = without_pictures(&output("pdfinfo", &["-struct-text", text_of(&pdf)]));
            let printed: String =
                tree.lines().filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix('"')).collect();
            let written = words_of(&std::fs::read_to_string(markdown).unwrap(), &squeezed(&printed));
            let (printed, written) = (squeezed(&printed), squeezed(&written));
            assert_eq!(without_divisions(&printed, &written), written, "{} {template}", path.display());
        }
    }
}

/// pdf.js is what browsers use to display PDFs and to make them available to screen readers.
#[test]
fn pdf_js_reads_the_structure_in_the_order_of_the_words() {
    let library = root().join("target/npm/node_modules/pdfjs-dist/legacy/build/pdf.mjs");
    if !have("node") || !library.is_file() {
        assert!(!required(), "pdfjs-dist is not installed");
        eprintln!("skipped: pdfjs-dist is not installed");
        return;
    }
    let into = folder("pdfjs");
    for path in shipped_briefs() {
        for template in TEMPLATES {
            let (markdown, pdf) = render(&path, template, &into);
            let mut command = std::process::Command::new("node");
            command.arg(root().join("tests/pdfjs/read.mjs")).arg(&pdf).env("PDFJS", &library);
            let (exit, printed, errors) = run(&mut command);
            assert_eq!(exit, 0, "{errors}");
            let written = words_of(&std::fs::read_to_string(markdown).unwrap(), &squeezed(&printed));
            let (printed, written) = (squeezed(&printed), squeezed(&written));
            assert_eq!(without_divisions(&printed, &written), written, "{} {template}", path.display());
        }
    }
}

/// The structure tree without what the Markdown expresses differently: pictures, and the list of contents.
fn without_pictures(tree: &str) -> String {
    let depth = |line: &str| line.len() - line.trim_start().len();
    let mut left_out = None;
    let mut out = String::new();
    for line in tree.lines() {
        if left_out.is_some_and(|outer| depth(line) <= outer) {
            left_out = None;
        }
        if left_out.is_none() && ["Figure", "TOC"].contains(&line.split_whitespace().next().unwrap_or("")) {
            left_out = Some(depth(line));
        }
        if left_out.is_none() {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// The printed text without hyphens that are not in the written text: those of divided words. poppler shows them in its
/// view of the structure, although the text in the file has a soft hyphen.
fn without_divisions(printed: &str, written: &str) -> String {
    let mut expected = written.chars().peekable();
    let mut last = ' ';
    let mut out = String::new();
    for c in printed.chars() {
        if c == '-' && expected.peek().is_some_and(|next| next.is_alphabetic()) && last.is_alphabetic() {
            continue;
        }
        expected.next();
        last = c;
        out.push(c);
    }
    out
}

/// Copied text has whole words, including those that are divided at the end of a line.
#[test]
fn every_word_can_be_copied_from_the_page() {
    if !have("pdftotext") {
        return;
    }
    let into = folder("copied");
    for path in shipped_briefs() {
        for template in TEMPLATES {
            let (markdown, pdf) = render(&path, template, &into);
            let printed = squeezed(&output("pdftotext", &["-raw", text_of(&pdf), "-"]));
            let written = words_of(&std::fs::read_to_string(markdown).unwrap(), &printed);
            for word in written.split_whitespace() {
                assert!(printed.contains(&squeezed(word)), "{} {template}: {word}", path.display());
            }
        }
    }
}

/// A text without anything that line breaks add or remove: white space and soft hyphens.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{ad}' | '\u{200b}')).collect()
}

/// The words of a Markdown text as a page prints them: the marking first, and notes in place of parts that were left
/// out. `printed` is the text of the page, which shows which parts these are.
fn words_of(text: &str, printed: &str) -> String {
    let mut sources = Sources::default();
    let file = sources.add("a.md", text);
    let (document, errors) = markdown::parse(text, file, &Fields::default());
    assert!(errors.is_empty(), "{errors:?}");
    let mut out = String::new();
    let is_marking = |block: &&Block| matches!(block.kind, BlockKind::Region(Region::Marking, _));
    let (first, then): (Vec<&Block>, Vec<&Block>) = document.blocks.iter().partition(is_marking);
    blocks(first.into_iter().chain(then), printed, &mut out);
    // Signs are drawn on the page, beside a word with the same meaning.
    out.replace(SIGNS, "")
}

/// The signs of stances and statuses, and the rule of a red line.
const SIGNS: [char; 16] = ['▌', '▲', '△', '▼', '▽', '●', '◉', '○', '◆', '◊', '■', '◧', '□', '✗', '✘', '✓'];

fn blocks<'b>(all: impl IntoIterator<Item = &'b Block>, printed: &str, out: &mut String) {
    for block in all {
        match &block.kind {
            BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) => inlines(text, out),
            BlockKind::Region(Region::Drop { note, .. }, _) if printed.contains(&squeezed(note)) => out.push_str(note),
            // A strip is a picture.
            BlockKind::Region(Region::Strip, _) => {}
            // In this region, dates replace the bullets of the list.
            BlockKind::Region(Region::Dates, inner) => {
                let items = inner.iter().filter_map(|it| match &it.kind {
                    BlockKind::List { items, .. } => Some(items),
                    _ => None,
                });
                items.flatten().for_each(|item| blocks(item, printed, out));
            }
            BlockKind::Region(_, inner) | BlockKind::Quote(inner) => blocks(inner, printed, out),
            BlockKind::List { start, items } => {
                for (at, item) in items.iter().enumerate() {
                    out.push_str(&start.map_or("• ".to_owned(), |start| format!("{}. ", start + at as u64)));
                    blocks(item, printed, out);
                }
            }
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
            Inline::Text(text) | Inline::Code(text) => out.push_str(&text.text),
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Link { text: inner, .. }
            | Inline::Language { text: inner, .. }
            | Inline::Edited { text: inner, .. } => inlines(inner, out),
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
    // All default rules except line length and MD053, which takes GitHub's footnote definitions for unused.
    std::fs::write(
        into.join(".markdownlint.json"),
        "{ \"MD013\": false, \"MD033\": { \"allowed_elements\": [\"span\"] } }",
    )
    .unwrap();
    for path in shipped_briefs() {
        for template in TEMPLATES {
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
            prints
                .push([copy.with_extension("md"), copy.with_extension("pdf")].map(|path| std::fs::read(path).unwrap()));
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
                // Note numbers are raised and smaller; layout/tests.rs checks which text they are.
                assert!(size >= 8.5 * 0.63, "{}: type of {size} points", path.display());
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

#[test]
fn the_metadata_of_a_pdf_name_the_authors_whom_its_pages_name() {
    let here = folder("briefs-authors");
    let text = fs::read_to_string(root().join("tests/cases/check/valid/brief.toml")).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with("authors"));
    let text = lines.collect::<Vec<_>>().join("\n").replacen(
        "[brief]",
        "[brief]\nauthors = [\"Erika Mustermann\", \"Jan Novák\"]",
        1,
    );
    fs::write(here.join("a.toml"), text).unwrap();
    for (template, is_named) in [("one-page", false), ("full", true)] {
        assert_eq!(run(brief(["render", "a.toml", "--template", template]).current_dir(&here)).0, 0);
        let markdown = fs::read_to_string(here.join("a.md")).unwrap();
        assert_eq!(markdown.contains("Erika Mustermann"), is_named, "{template}");
        let pdf = lopdf::Document::load(here.join("a.pdf")).unwrap();
        let info = pdf.get_dictionary(pdf.trailer.get(b"Info").unwrap().as_reference().unwrap()).unwrap();
        assert_eq!(info.has(b"Author"), is_named, "{template}");
        // The XMP packet is not compressed.
        let bytes = fs::read(here.join("a.pdf")).unwrap();
        let xmp = String::from_utf8_lossy(&bytes);
        assert_eq!(xmp.contains("<rdf:li>Erika Mustermann, Jan Novák</rdf:li>"), is_named, "{template}");
        assert_eq!(xmp.contains("Mustermann"), is_named, "{template}");
    }
}
