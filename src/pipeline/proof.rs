//! Searches the outputs of a released brief for withheld words.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Rendered, RenderedPdf};
use crate::layout::page::{PageItem, Pages};
use crate::release::Proof;
use crate::{docx, markup, pdf};

/// Paths of texts, sorted.
type TextPaths = BTreeSet<Arc<str>>;

/// An output that contains withheld words.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Leak {
    /// The name of the output in a sentence: `PDF`.
    pub output: &'static str,
    /// The paths of the withheld texts whose words it contains; empty when the output cannot be read again.
    pub paths: BTreeSet<Arc<str>>,
}

/// The first output that contains withheld words; `None` when there is none.
///
/// An output that cannot be read again counts as one that does.
#[must_use]
pub fn leak(rendered: &Rendered, proof: &Proof) -> Option<Leak> {
    let Rendered { markdown, html, docx, pdf, .. } = rendered;
    let in_markup =
        |text: &String| -> TextPaths { markup::readings(text).iter().flat_map(|text| proof.found_in(text)).collect() };
    let in_all = |texts: &[String]| -> TextPaths { texts.iter().flat_map(in_markup).collect() };
    let in_pdf = |page: &RenderedPdf| {
        let texts = pdf::texts(&page.bytes)?;
        let mut paths: TextPaths = in_all(&texts);
        paths.extend(proof.found_in(&words(&page.pages)));
        paths.extend(proof.found_in(&texts.join(" ")));
        paths.extend(page.svg.iter().flat_map(in_markup));
        Some(paths)
    };
    found("Markdown", Some(proof.found_in_words(markdown)))
        .or_else(|| found("HTML", Some(in_markup(html.as_ref()?))))
        .or_else(|| found("Word file", docx::parts(docx.as_ref()?).as_deref().map(in_all)))
        .or_else(|| found("PDF", in_pdf(pdf.as_ref()?)))
}

/// `paths` is `None` for an output that cannot be read again.
fn found(output: &'static str, paths: Option<TextPaths>) -> Option<Leak> {
    let is_clean = paths.as_ref().is_some_and(BTreeSet::is_empty);
    (!is_clean).then(|| Leak { output, paths: paths.unwrap_or_default() })
}

/// The words on pages, in reading order.
fn words(pages: &Pages) -> String {
    let mut words = String::new();
    for item in pages.pages.iter().flat_map(|page| &page.items) {
        if let PageItem::Glyphs(run) = item {
            run.glyphs.iter().for_each(|glyph| words.push_str(&glyph.text));
            words.push(' ');
        }
    }
    words
}
