//! What a page prints of a brief, and what it leaves out.

use std::collections::HashSet;
use std::fmt;

use serde::Serialize;

use crate::layout::page::{GlyphRun, Item, Pages};
use crate::markdown::Document;
use crate::provenance::FieldPath;
use crate::record::{Records, Value};

/// Where the fields of a brief are on its pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// What is printed, in reading order. Words of the template are not listed, nor is what each page repeats at its head and
    /// foot.
    pub printed: Vec<PrintedField>,
    /// The fields of the parts that were left out for space, in the order of the template.
    pub left_out: Vec<String>,
    /// The fields of the brief that the template does not print, in the order of the brief.
    pub unprinted: Vec<String>,
}

/// Words on a page that were printed from one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PrintedField {
    /// The number of the page, from 1.
    pub page: usize,
    /// The field, as `brief set` takes it: `positions.donbas.russia.text`.
    pub field: String,
    /// The words.
    pub words: String,
}

/// Lists which fields are printed where, and which are not.
///
/// `document` is what the template made of the brief, `pages` its layout, and `records` the whole brief.
#[must_use]
pub fn explain(document: &Document, pages: &Pages, records: &Records) -> Explanation {
    let printed = printed(pages);
    let on_pages: HashSet<&str> = printed.iter().map(|it| it.field.as_str()).collect();
    let in_document = document.fields();
    let left_out = in_document.iter().filter(|path| !on_pages.contains(&***path)).map(ToString::to_string).collect();
    // A list is printed when one of its values is: `parties.russia.interests[1]`.
    let is_part = |path: &FieldPath, field: &str| {
        path.strip_prefix(field).is_some_and(|rest| rest.is_empty() || rest.starts_with(['[', '.']))
    };
    // Numbers and flags are printed without their paths, so nothing is known of them.
    let has_path = |value: &Value| !matches!(value, Value::Integer(_) | Value::Boolean(_));
    let fields = records.list.iter().flat_map(|(path, it)| {
        it.fields.iter().filter(|(_, value)| has_path(value)).map(move |(field, _)| format!("{path}.{field}"))
    });
    let unprinted = fields.filter(|field| !in_document.iter().any(|path| is_part(path, field))).collect();
    Explanation { printed, left_out, unprinted }
}

/// The words of each field, in reading order. What follows on the same page, as on the next line, is one entry.
fn printed(pages: &Pages) -> Vec<PrintedField> {
    let mut all: Vec<PrintedField> = Vec::new();
    for (page, items) in (1..).zip(&pages.pages) {
        // Whether the last entry goes on: nothing else has been printed since.
        let mut open = false;
        for item in &items.items {
            let Item::Glyphs(run) = item else { continue };
            if run.element.is_none() {
                continue;
            }
            let mut done = 0;
            for field in &run.fields {
                open &= is_blank(run, done..field.glyphs.start);
                let words = text(run, field.glyphs.clone());
                match all.last_mut().filter(|last| open && *last.field == *field.path) {
                    Some(last) => last.words.push_str(&words),
                    None => all.push(PrintedField { page, field: field.path.to_string(), words }),
                }
                (open, done) = (true, field.glyphs.end);
            }
            open &= is_blank(run, done..run.glyphs.len());
        }
    }
    for field in &mut all {
        field.words = field.words.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    all
}

/// The words of some glyphs, without the hyphens of line ends.
fn text(run: &GlyphRun, glyphs: std::ops::Range<usize>) -> String {
    run.glyphs[glyphs].iter().map(|glyph| glyph.text.as_str()).filter(|text| *text != "\u{ad}").collect()
}

fn is_blank(run: &GlyphRun, glyphs: std::ops::Range<usize>) -> bool {
    text(run, glyphs).trim().is_empty()
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut page = 0;
        for printed in &self.printed {
            if printed.page != page {
                writeln!(f, "{}page {}", if page == 0 { "" } else { "\n" }, printed.page)?;
                page = printed.page;
            }
            writeln!(f, "  {}: {}", printed.field, printed.words)?;
        }
        let lists = [("left out for space", &self.left_out), ("not printed by the template", &self.unprinted)];
        for (title, fields) in lists.into_iter().filter(|(_, fields)| !fields.is_empty()) {
            writeln!(f, "\n{title}")?;
            fields.iter().try_for_each(|field| writeln!(f, "  {field}"))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{Fonts, PageLabels, Style, lay_out};
    use crate::provenance::{FieldSpan, Fields};
    use crate::source::Sources;
    use crate::{markdown, parse, record};

    const BRIEF: &str = "schema = 1\n[brief]\ntitle = \"Talks on water\"\nas_of = 2024-05-14\nbottom_line = \"One.\"\n\
        [parties.a]\nname = \"Upstream\"\nrole = \"principal\"\ninterests = [\"Power\", \"Jobs\"]\n";

    #[test]
    fn fields_are_listed_by_page_and_what_is_left_out_with_them() {
        let text = "# Talks on water\n\n<!-- brief:drop priority=1 note=\"Left out.\" -->\n\nDropped claim.\n\n\
            <!-- /brief:drop -->\n\nUpstream wants Power unconditionally and that is what it says it wants.\n\n\
            <!-- brief:page-break -->\n\nOne.\n";
        let place = |words: &str| text.find(words).unwrap()..text.find(words).unwrap() + words.len();
        let span = |words: &str, path: &str| FieldSpan { range: place(words), path: path.into() };
        let fields = Fields {
            spans: vec![
                span("Talks on water", "brief.title"),
                span("Dropped claim", "claims.c.text"),
                span("Upstream", "parties.a.name"),
                span("Power uncondi", "parties.a.interests[0]"),
                span("tionally and that is what it says it wants", "parties.a.interests[1]"),
                span("One.", "brief.bottom_line"),
            ],
        };
        let mut sources = Sources::default();
        let file = sources.add("page.md", text);
        let brief = sources.add("a.toml", BRIEF);
        let (document, _) = markdown::parse(text, file, &fields);
        let labels = PageLabels { language: "en".to_owned(), ..PageLabels::default() };
        let mut style = Style::default();
        style.page.size = Some([90.0, 120.0]);
        style.page.margins = [15.0; 4];
        style.page.limit = 0;
        let mut pages = lay_out(&document, &style, &Fonts::embedded(), &labels).pages.unwrap();
        // As on a page that is too full for it.
        for item in pages.pages.iter_mut().flat_map(|page| &mut page.items) {
            if let Item::Glyphs(run) = item {
                run.fields.retain(|field| *field.path != *"claims.c.text");
            }
        }
        let (tree, _) = parse::parse(&sources, brief);
        let found = explain(&document, &pages, &record::records(&tree));
        assert_eq!(
            found.to_string(),
            "page 1\n  brief.title: Talks on water\n  parties.a.name: Upstream\n  parties.a.interests[0]: Power uncondi\n  \
             parties.a.interests[1]: tionally and that is what it says it wants\n\npage 2\n  brief.bottom_line: One.\n\n\
             left out for space\n  claims.c.text\n\nnot printed by the template\n  brief.as_of\n  parties.a.role\n"
        );
    }
}
