//! The references of the format and of the diagnostics.

use briefing::check;
use briefing::diagnostic::code::ExampleKind;
use briefing::diagnostic::reference;
use briefing::library::FontLibrary;
use briefing::pipeline::{self, Input, RenderOptions};
use briefing::project::Project;
use briefing::schema;
use briefing::source::Sources;
use briefing::world::Memory;

#[test]
fn the_reference_in_docs_is_that_of_the_schema() {
    super::check::compare("docs/format.md".as_ref(), &schema::reference());
}

#[test]
fn the_example_of_the_reference_is_a_brief_without_errors() {
    let mut sources = Sources::default();
    let file = sources.add("example.toml", schema::EXAMPLE);
    let (document, mut errors) = briefing::parse::parse(&sources, file);
    let (brief, more) = briefing::check::check(&document, &sources);
    errors.extend(more);
    assert!(errors.is_empty(), "{errors:?}");
    assert!(brief.is_some_and(|brief| brief.positions.len() == 1));
}

#[test]
fn the_reference_of_the_diagnostics_is_that_of_the_code() {
    super::check::compare("docs/diagnostics.md".as_ref(), &reference(&check::catalogue()));
}

#[test]
fn an_example_of_a_template_or_style_has_its_error_and_its_fix_has_none() {
    let library = FontLibrary::default();
    let codes = |piece: ExampleKind, text: &str| {
        let world = Memory::default();
        let (template, style) = match piece {
            ExampleKind::Template => (text, "[page]\nlimit = 1\n"),
            _ => ("# {{brief.title}}\n", text),
        };
        world.put("/template/template.md.hbs", template);
        world.put("/template/style.toml", style);
        let input = Input::new("brief.toml", schema::EXAMPLE);
        let mut checked = pipeline::check(&input, &Project::default());
        let job = RenderOptions::new("/template");
        let rendered = pipeline::Renderer::new(&library).render(&mut checked, job, &world).unwrap();
        assert_eq!(rendered.is_some(), checked.diagnostics.is_empty());
        checked.diagnostics.iter().map(|diagnostic| diagnostic.code).collect::<Vec<_>>()
    };
    let mut seen = 0;
    for code in check::codes() {
        let Some(example) = code.entry().example else { continue };
        if matches!(example.piece, ExampleKind::Template | ExampleKind::Style) {
            let found = codes(example.piece, example.wrong);
            assert!(!found.is_empty() && found.iter().all(|found| *found == code), "{code:?}: {found:?}");
            assert_eq!(codes(example.piece, example.right), [], "{code:?}");
            seen += 1;
        }
    }
    assert_eq!(seen, 5);
}
