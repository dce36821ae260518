//! The fields that the words of a page come from.

use briefing::language::Locale;
use briefing::layout::{Fonts, PageLabels, Style, Typesetter};
use briefing::library::FontLibrary;
use briefing::pipeline::{self, RenderOptions, Renderer};
use briefing::project::Project;
use briefing::provenance::{FieldSpan, Fields};
use briefing::source::Sources;
use briefing::world::Disk;
use briefing::{markdown, pdf};

use super::program::{TEMPLATES, shipped_briefs};

/// A field for every word, and one around every three words.
fn fields_in(text: &str) -> Fields {
    let mut spans = Vec::new();
    let words: Vec<_> =
        text.split(' ').map(|word| word.as_ptr().addr() - text.as_ptr().addr()).chain([text.len()]).collect();
    for (at, ends) in words.windows(2).enumerate() {
        if at % 3 == 0 {
            let end = words[(at + 3).min(words.len() - 1)];
            spans.push(FieldSpan { range: ends[0]..end, path: format!("records.r{at}").as_str().into() });
        }
        // It begins at the second character, so that its ends are inside words.
        let start = ends[0] + text[ends[0]..].chars().next().map_or(0, char::len_utf8);
        if start < ends[1] {
            spans.push(FieldSpan { range: start..ends[1], path: format!("records.r{at}.text").as_str().into() });
        }
    }
    Fields { spans }
}

#[test]
fn the_same_pdf_is_written_with_fields_and_without() {
    let library = FontLibrary::default();
    let fonts = Fonts::embedded();
    let mut renderer = Renderer::new(&library);
    let (mut typesetter, mut writer) = (Typesetter::new(&fonts), pdf::PdfWriter::default());
    for path in shipped_briefs() {
        for template in TEMPLATES {
            let input = pipeline::read(path.to_str().unwrap(), &Disk).unwrap();
            let mut checked = pipeline::check(&input, &Project::default());
            let options = RenderOptions::new(template);
            let text = renderer.render(&mut checked, options, &Disk).unwrap().unwrap().markdown;
            let brief = checked.brief.unwrap();
            let mut sources = Sources::default();
            let file = sources.add("page.md", text.as_str());
            let labels = PageLabels {
                language: brief.language.clone(),
                page_of: Locale::of(&brief.language, &std::collections::BTreeMap::new())
                    .label("page-of")
                    .unwrap()
                    .to_owned(),
                ..PageLabels::default()
            };
            let info = pdf::PdfInfo {
                title: "A page".to_owned(),
                authors: Vec::new(),
                language: brief.language.clone(),
                date: brief.as_of,
            };
            let mut style = Style::default();
            style.page.limit = 0;
            let mut written = |fields: &Fields| {
                let (document, _) = markdown::parse(&text, file, fields);
                let pages = typesetter.lay_out(&document, &style, &labels).pages.unwrap();
                writer.write(&pages, &fonts, &info).unwrap()
            };
            let with = written(&fields_in(&text));
            assert!(with == written(&Fields::default()), "{}, {template}", path.display());
        }
    }
}

#[test]
fn render_explains_what_is_printed_where() {
    let here = crate::program::folder("explain");
    let explain = |brief: &str, template: &str| {
        let brief = crate::program::root().join("briefs").join(brief);
        let mut command = crate::program::brief(["render", "--explain", "--template", template]);
        let (exit, output, errors) = crate::program::run(command.arg(&brief).current_dir(&here));
        assert_eq!(exit, 0, "{errors}");
        output
    };
    let page = explain("donbas.toml", "one-page");
    assert!(
        page.contains("\npage 1\n") && page.contains("\n  brief.title: Donbas: Russia’s demands after Anchorage\n"),
        "{page}"
    );
    assert!(page.contains("  positions.donbas.russia.stance: Demands\n"), "{page}");
    assert!(page.contains("\nnot printed by the template\n"), "{page}");
    // A number is printed, and a flag is represented by a label.
    assert!(page.contains("  brief.edition: 2\n"), "{page}");
    let is_flag =
        |line: &str| line.starts_with("  positions.donbas.russia.red_line (") && line.ends_with("): red line");
    assert!(page.lines().any(is_flag), "{page}");
    // A field that names a party is printed where the name of the party is.
    let commitments = explain("prespa.toml", "readout");
    assert!(commitments.contains("commitments.") && !commitments.contains(".by\n"), "{commitments}");
    assert!(std::fs::read_dir(&here).unwrap().next().is_none(), "no page is written");
    // The dossier prints more than the page.
    let unprinted =
        |text: &str| text.split("not printed by the template\n").nth(1).map_or(0, |rest| rest.lines().count());
    let full = explain("donbas.toml", "full");
    assert!(unprinted(&full) < unprinted(&page), "{full}");
    // The row with the supporters of an option has their names, and is printed from that field.
    let decision = explain("palestine-1948.toml", "decision");
    assert!(decision.contains("\n  options.recognize.supported_by[0]: Counsel\n"), "{decision}");
    assert!(!decision.contains("\n  options.recognize.supported_by\n"), "{decision}");
}
