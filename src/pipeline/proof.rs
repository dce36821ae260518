//! Looks in the outputs of a released brief for what was withheld from it.

use super::Rendered;
use crate::layout::page::{Item, Pages};
use crate::release::Proof;
use crate::{docx, markup, pdf};

/// The first output that has words that were withheld, by its name in a sentence; `None` when there is none.
///
/// An output that cannot be read again counts as one that has them.
#[must_use]
pub fn leak(rendered: &Rendered, proof: &Proof) -> Option<&'static str> {
    let Rendered { markdown, html, docx, pdf, .. } = rendered;
    let in_markup = |text: &String| markup::readings(text).iter().any(|text| proof.is_in(text));
    if proof.is_in(markdown) {
        return Some("Markdown");
    }
    if html.as_ref().is_some_and(in_markup) {
        return Some("HTML");
    }
    if let Some(file) = docx
        && docx::parts(file).is_none_or(|parts| parts.iter().any(in_markup))
    {
        return Some("Word file");
    }
    if let Some(page) = pdf
        && (proof.is_in(&words(&page.pages))
            || pdf::texts(&page.bytes).is_none_or(|texts| texts.iter().any(in_markup) || proof.is_in(&texts.join(" "))))
    {
        return Some("PDF");
    }
    None
}

/// The words on pages, in the order in which they are read.
fn words(pages: &Pages) -> String {
    let mut words = String::new();
    for item in pages.pages.iter().flat_map(|page| &page.items) {
        if let Item::Glyphs(run) = item {
            run.glyphs.iter().for_each(|glyph| words.push_str(&glyph.text));
            words.push(' ');
        }
    }
    words
}
