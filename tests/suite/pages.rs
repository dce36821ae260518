//! The layout of the pages of the shipped briefs, and its typographic quality.
//!
//! `UPDATE=1 cargo test --test suite pages` rewrites `tests/cases/pages/`. So a change of a single byte is a conscious
//! decision, and its diff shows what moved.

use std::collections::BTreeMap;
use std::path::Path;

use briefing::layout::Fonts;
use briefing::layout::page::{Color, ElementId, GlyphRun, PageItem, Pages, StructureRole};
use briefing::library::FontLibrary;
use briefing::pipeline::{self, RenderOptions, Rendered, RenderedPdf, Renderer};
use briefing::project::Project;
use briefing::world::Disk;

use super::generated;
use super::program::{TEMPLATES, folder, have, output, root, run, shipped_briefs};

/// A shipped brief in a template.
fn page(path: &Path, template: &str, press: &mut Renderer<'_>) -> RenderedPdf {
    rendered(path, template, press).pdf.unwrap()
}

fn rendered(path: &Path, template: &str, press: &mut Renderer<'_>) -> Rendered {
    let input = pipeline::read(path.to_str().unwrap(), &Disk).unwrap();
    let mut checked = pipeline::check(&input, &Project::default());
    let job = RenderOptions::new(template);
    press.render(&mut checked, job, &Disk).unwrap().unwrap()
}

/// One line of text: its baseline, its left and right edge in points, and the elements it belongs to.
struct Line {
    page: usize,
    y: f32,
    left: f32,
    right: f32,
    size: f32,
    text: String,
    element: Option<ElementId>,
    /// The stretch of each word space, relative to its width.
    stretch: Vec<f32>,
}

fn lines(laid: &Pages, fonts: &Fonts) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for (page, items) in laid.pages.iter().enumerate() {
        for item in &items.items {
            let PageItem::Glyphs(run) = item else { continue };
            let right = run.x + run.glyphs.iter().map(|glyph| glyph.advance).sum::<f32>() * run.size / 1000.0;
            let element = run.element.map(|element| block_of(laid, element));
            let text: String = run.glyphs.iter().map(|glyph| glyph.text.as_str()).collect();
            let raised = |line: &Line| line.size > run.size && line.y - run.y < line.size && line.y >= run.y;
            match lines.last_mut() {
                // A run that continues on the same line, possibly raised.
                Some(line)
                    if line.page == page
                        && line.element == element
                        && ((line.y - run.y).abs() < 0.5 || raised(line))
                        && (run.x - line.right).abs() < 1.0 =>
                {
                    line.right = right;
                    line.text.push_str(&text);
                    line.stretch.extend(stretch(run, fonts));
                }
                _ => {
                    let stretch = stretch(run, fonts);
                    lines.push(Line { page, y: run.y, left: run.x, right, size: run.size, text, element, stretch });
                }
            }
        }
    }
    lines
}

/// The paragraph, cell or other block that an element is, or that contains it.
fn block_of(laid: &Pages, element: ElementId) -> ElementId {
    let mut at = element;
    while let (
        StructureRole::Link { .. } | StructureRole::Reference { .. } | StructureRole::Language { .. },
        Some(parent),
    ) = (&laid.elements[at.0].role, laid.elements[at.0].parent)
    {
        at = parent;
    }
    at
}

fn stretch(run: &GlyphRun, fonts: &Fonts) -> Vec<f32> {
    let font = fonts.get(run.font);
    let unit = 1000.0 / f32::from(font.units_per_em);
    let spaces = run.glyphs.iter().filter(|glyph| glyph.text == " " && glyph.advance > 0.0);
    spaces.map(|glyph| glyph.advance / (font.advance(glyph.id) * unit) - 1.0).collect()
}

/// FNV-1a, 64 bits: enough to notice that bytes have changed.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01B3))
}

#[test]
fn every_page_has_the_recorded_layout() {
    let library = FontLibrary::default();
    let mut press = Renderer::new(&library);
    let fonts = Fonts::embedded();
    let cases = root().join("tests/cases/pages");
    std::fs::create_dir_all(&cases).unwrap();
    let mut changed = Vec::new();
    for path in shipped_briefs() {
        for template in TEMPLATES {
            let page = page(&path, template, &mut press);
            let mut text = format!("{:016x} {} bytes, {}\n", hash(&page.bytes), page.bytes.len(), page.fit);
            let mut last = usize::MAX;
            for line in lines(&page.pages, &fonts) {
                if line.page != last {
                    last = line.page;
                    text.push_str(&format!("\npage {}\n", last + 1));
                }
                let Line { y, left, right, size, text: words, .. } = line;
                text.push_str(&format!("{y:6.1} {left:6.1} {right:6.1} {size:4.1}  {}\n", words.trim_end()));
            }
            let name = format!("{}.{template}.txt", path.file_stem().unwrap().to_str().unwrap());
            let file = cases.join(&name);
            if std::env::var_os("UPDATE").is_some() {
                std::fs::write(&file, &text).unwrap();
            } else if std::fs::read_to_string(&file).unwrap_or_default() != text {
                std::fs::write(folder("pages").join(&name), &text).unwrap();
                changed.push(name);
            }
        }
    }
    assert!(changed.is_empty(), "no longer as in tests/cases/pages (UPDATE=1 writes them again): {changed:?}");
}

/// Measures of the typographic quality of a page.
#[derive(Debug, Default)]
struct Figures {
    stretched: Vec<f32>,
    hyphens: usize,
    widows: usize,
    orphans: usize,
    short_ends: usize,
    smallest: f32,
}

fn figures(laid: &Pages, fonts: &Fonts) -> Figures {
    let mut figures = Figures { smallest: f32::INFINITY, ..Figures::default() };
    let mut blocks: BTreeMap<ElementId, Vec<Line>> = BTreeMap::new();
    let lines = lines(laid, fonts);
    let is_note = |line: &&Line| line.element.is_some_and(|it| laid.elements[it.0].role == StructureRole::Note);
    let notes: Vec<&Line> = lines.iter().filter(is_note).collect();
    let on_one_line = |a: &Line, b: &Line| a.page == b.page && (a.y - b.y).abs() < 0.1 && a.right < b.left;
    // Notes that follow one another on the same line are one block.
    let run_in = notes.windows(2).any(|pair| pair[0].element != pair[1].element && on_one_line(pair[0], pair[1]));
    let block_of_notes = notes.first().and_then(|line| line.element).filter(|_| run_in);
    for line in lines {
        let Some(mut element) = line.element else { continue };
        if let (StructureRole::Note, Some(block)) = (&laid.elements[element.0].role, block_of_notes) {
            element = block;
        }
        // A sign divides a line, and is not part of it.
        let above = blocks.get_mut(&element).and_then(|lines| lines.last_mut());
        if let Some(above) = above.filter(|above| on_one_line(above, &line)) {
            above.right = line.right;
            continue;
        }
        if !line.text.trim().chars().all(char::is_numeric) {
            figures.smallest = figures.smallest.min(line.size);
        }
        blocks.entry(element).or_default().push(line);
    }
    for (element, lines) in blocks {
        let is_text = matches!(
            laid.elements[element.0].role,
            StructureRole::Paragraph | StructureRole::ListBody | StructureRole::Note
        );
        let measure = lines.iter().map(|line| line.right - line.left).fold(0.0, f32::max);
        // Consecutive hyphens, and the stretch of spaces in justified lines.
        let mut row = 0;
        for line in &lines {
            row = if line.text.trim_end().ends_with('\u{ad}') { row + 1 } else { 0 };
            figures.hyphens = figures.hyphens.max(row);
            if let Some(most) = line.stretch.iter().copied().map(f32::abs).reduce(f32::max) {
                figures.stretched.push(most);
            }
        }
        if !is_text || lines.len() < 2 {
            continue;
        }
        // The parts into which a column or page break divides the block.
        let parts: Vec<&[Line]> = lines.chunk_by(|a, b| a.page == b.page && b.y > a.y).collect();
        if let [first, .., last] = parts.as_slice() {
            figures.orphans += usize::from(first.len() == 1);
            figures.widows += usize::from(last.len() == 1);
        }
        let end = lines.last().map_or(0.0, |line| line.right - line.left);
        figures.short_ends += usize::from(end < measure * 0.33);
    }
    figures
}

/// Prints the measures of every page, and checks them against the limits that the project promises.
#[test]
fn the_pages_are_well_set() {
    let library = FontLibrary::default();
    let mut press = Renderer::new(&library);
    let fonts = Fonts::embedded();
    println!(
        "brief and template: mean and worst stretch of spaces, hyphens in a row, widows, orphans, short ends, smallest type"
    );
    for path in shipped_briefs() {
        for template in TEMPLATES {
            let page = page(&path, template, &mut press);
            let figures = figures(&page.pages, &fonts);
            let stretched: Vec<_> = figures.stretched.iter().filter(|it| **it > 0.001).collect();
            let mean = stretched.iter().copied().sum::<f32>() / stretched.len().max(1) as f32;
            let worst = figures.stretched.iter().copied().fold(0.0, f32::max);
            let name = format!("{} {template}", path.file_stem().unwrap().to_str().unwrap());
            println!(
                "{name:<34} {:4.0} % {:4.0} %  {}  {}  {}  {:2}  {:.1} pt",
                mean * 100.0,
                worst * 100.0,
                figures.hyphens,
                figures.widows,
                figures.orphans,
                figures.short_ends,
                figures.smallest,
            );
            assert!(worst <= 0.91, "{name}: a space is stretched by {worst}");
            assert!(figures.hyphens <= 2, "{name}");
            assert_eq!((figures.widows, figures.orphans), (0, 0), "{name}");
            assert!(figures.smallest >= 7.0 - 0.01, "{name}");
        }
    }
}

/// A generated brief fits on one page at or above the minimum size, or there is an error that says how much too long it
/// is.
#[test]
fn a_generated_brief_is_one_page_or_an_error() {
    assert_eq!(generated::pages().len(), generated::COUNT);
}

/// A brief, a folder with fonts for its script, and words that must be the same when read from the PDF.
struct Script {
    name: &'static str,
    fonts: &'static [&'static str],
    text: &'static str,
    words: &'static [&'static str],
}

const SCRIPTS: [Script; 4] = [
    Script {
        name: "ar",
        fonts: &["truetype/noto/NotoNaskhArabic-Regular.ttf", "truetype/noto/NotoNaskhArabic-Bold.ttf"],
        text: include_str!("../cases/scripts/ar.toml"),
        words: &["محادثات مصايد الأسماك", "خمس سنوات ثابتة", "Reuters", "مواقف الأطراف"],
    },
    Script {
        name: "he",
        fonts: &["truetype/noto/NotoSerifHebrew-Regular.ttf", "truetype/noto/NotoSerifHebrew-Bold.ttf"],
        text: include_str!("../cases/scripts/he.toml"),
        words: &["שיחות הדיג", "משרד המים", "(ללא יוצא מן הכלל)"],
    },
    Script {
        name: "zh",
        fonts: &["opentype/noto/NotoSerifCJK-Regular.ttc"],
        text: include_str!("../cases/scripts/zh.toml"),
        words: &["渔业谈判：目前的状况", "固定五年，没有例外。"],
    },
    Script {
        name: "ja",
        fonts: &["opentype/noto/NotoSerifCJK-Regular.ttc"],
        text: include_str!("../cases/scripts/ja.toml"),
        words: &["漁業交渉の現状", "例外なく五年間。"],
    },
];

/// The folder of fonts in Debian.
const FONTS: &str = "/usr/share/fonts";

#[test]
fn other_scripts_are_set_with_the_fonts_of_the_user() {
    if !have("pdftotext") || !have("qpdf") {
        return;
    }
    let into = folder("scripts");
    for Script { name, fonts, text, words } in SCRIPTS {
        let folder = into.join(format!("fonts-{name}"));
        std::fs::create_dir_all(&folder).unwrap();
        for font in fonts {
            let from = Path::new(FONTS).join(font);
            if !from.is_file() {
                assert!(!super::program::required(), "{} is not installed", from.display());
                eprintln!("skipped: {} is not installed", from.display());
                return;
            }
            std::fs::copy(&from, folder.join(from.file_name().unwrap())).unwrap();
        }
        let brief = into.join(format!("{name}.toml"));
        std::fs::write(&brief, text).unwrap();
        let mut command = super::program::brief(["render", "--fonts"]);
        let (exit, _, errors) = run(command.arg(&folder).arg(&brief));
        assert_eq!(exit, 0, "{errors}");
        let pdf = brief.with_extension("pdf");
        let pdf = pdf.to_str().unwrap();
        assert!(output("qpdf", &["--check", pdf]).contains("No syntax or stream encoding errors found"));
        let isolates = |c: char| matches!(c, '\u{202a}'..='\u{202e}');
        let printed = output("pdftotext", &[pdf, "-"]).replace(isolates, "");
        for word in words {
            assert!(printed.contains(word), "{name}: {word} is not in\n{printed}");
        }
    }
}

/// A fax (ITU-T T.4) only has black and white, and prints other colours as dots, which makes letters, and text on such
/// dots, hard to read. So text is black, and its background nearly white.
#[test]
fn no_text_is_lost_on_a_fax_nor_without_html() {
    let library = FontLibrary::default();
    let mut press = Renderer::new(&library);
    let everything = root().join("tests/cases/everything/reservoir.toml");
    let paths: Vec<_> = shipped_briefs().into_iter().chain([everything]).collect();
    for (path, template) in paths.iter().flat_map(|path| TEMPLATES.map(|template| (path, template))) {
        let Rendered { pdf: Some(RenderedPdf { pages, .. }), markdown, .. } = rendered(path, template, &mut press)
        else {
            panic!("{} {template}", path.display());
        };
        // Nor may line breaks be lost in programs that show Markdown without HTML.
        assert!(!markdown.contains("<br"), "{} {template}: {markdown}", path.display());
        for item in pages.pages.iter().flat_map(|page| &page.items) {
            match item {
                PageItem::Glyphs(run) => {
                    let text: String = run.glyphs.iter().map(|glyph| glyph.text.as_str()).collect();
                    assert_eq!(run.color, Color(0, 0, 0), "{} {template}: {text}", path.display());
                }
                // Signs are drawn in black. Areas wider than a bar are a background of text.
                PageItem::Area { points, color, .. } => {
                    let left = points.iter().map(|point| point.0).fold(f32::INFINITY, f32::min);
                    let right = points.iter().map(|point| point.0).fold(0.0, f32::max);
                    let Color(red, green, blue) = *color;
                    let is_light = [red, green, blue].iter().all(|part| *part >= 0xEF);
                    assert!(right - left < 20.0 || is_light, "{} {template}: {color}", path.display());
                }
                PageItem::Rule { .. } | PageItem::Picture { .. } => {}
            }
        }
    }
}
