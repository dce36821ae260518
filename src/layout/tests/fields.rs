//! The ranges of glyphs that were printed from fields.

use super::*;
use crate::provenance::FieldSpan;

/// Fields that begin at every `step`th character of a text; every second one contains another field.
fn fields_at_every(step: usize, text: &str) -> Fields {
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).step_by(step).chain([text.len()]).collect();
    let mut spans = Vec::new();
    for (at, ends) in places.windows(2).enumerate() {
        spans.push(FieldSpan { range: ends[0]..ends[1], path: format!("f{}", at % 7).as_str().into() });
        let inner = ends[0] + text[ends[0]..].chars().next().map_or(0, char::len_utf8);
        if at % 2 == 0 && inner < ends[1] {
            spans.push(FieldSpan { range: inner..ends[1], path: "inner".into() });
        }
    }
    Fields { spans }
}

fn lay_with(language: &str, markdown: &str, fields: &Fields) -> Pages {
    let mut sources = Sources::default();
    let file = sources.add("test.md", markdown);
    let (document, _) = crate::markdown::parse(markdown, file, fields);
    let labels = PageLabels { language: language.to_owned(), page_of: "{page}".to_owned(), ..PageLabels::default() };
    lay_out(&document, &Style::default(), &Fonts::embedded(), &labels).pages.unwrap()
}

fn without_fields(mut pages: Pages) -> Pages {
    for item in pages.pages.iter_mut().flat_map(|page| &mut page.items) {
        if let PageItem::Glyphs(run) = item {
            run.fields.clear();
        }
    }
    pages
}

/// The text that each field printed, by path and in the order of the page.
fn printed(pages: &Pages) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    for run in runs(pages) {
        for field in &run.fields {
            let words: String = run.glyphs[field.glyphs.clone()].iter().map(|glyph| glyph.text.as_str()).collect();
            match all.last_mut() {
                Some((path, known)) if *path == *field.path => known.push_str(&words),
                _ => all.push((field.path.to_string(), words)),
            }
        }
    }
    all
}

#[test]
fn fields_never_move_a_glyph() {
    // Ligatures, kerning and divided words across the ends of fields; notes, tables, small capitals, columns.
    let text =
        format!("{BRIEF}\n\nOffices file AVATAR affidavits. {}\n", "Unconditional refinements fluctuate. ".repeat(40));
    for language in ["en", "he"] {
        let plain = lay_with(language, &text, &Fields::default());
        for step in [1, 2, 3, 7, 40] {
            let with = lay_with(language, &text, &fields_at_every(step, &text));
            assert!(runs(&with).any(|run| !run.fields.is_empty()));
            assert!(without_fields(with) == plain, "{language}, {step}");
        }
    }
}

#[test]
fn glyphs_have_the_field_that_they_were_printed_from() {
    let found = |language: &str, text: &str, named: &[&str]| -> Vec<String> {
        let place = |words: &str| text.find(words).unwrap()..text.find(words).unwrap() + words.len();
        let spans = named.iter().map(|words| FieldSpan { range: place(words), path: (*words).into() }).collect();
        printed(&lay_with(language, text, &Fields { spans })).into_iter().map(|(_, words)| words).collect()
    };
    // Characters that print nothing are not in the result; a ligature belongs to the field in which it begins.
    let text = "Sea\u{ad}si\u{200b}des, of\u{ad}fices fi\tle **bold** end";
    let named = ["si\u{200b}des", "ices", "e **bo", "nd"];
    assert_eq!(found("en", text, &named), ["sides", "ces", "e bo", "nd"]);
    // Neutral characters run in the direction of the document, here to the left.
    assert_eq!(found("he", "?! (; ,) .:", &["! (", ",)"]), ["! (", ",)"]);
}
