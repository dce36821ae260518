//! Blocks → one HTML file.
//!
//! The file has the text of the Markdown and nothing else, except for the labels that a screen reader says before text
//! that changed. It needs no script, no font and nothing from the network, and its own Content Security Policy forbids
//! them. The same blocks give the same bytes, in linear time.
//!
//! # Elements
//! The title, the handling marking, the subtitle and the dateline are in the `<header>`; the marking is repeated in the
//! `<footer>`. Every other heading opens a `<section>`, which it labels. A table is labelled by the heading above it.
//! References to notes are links, and each note has a link back to the first reference. Text that was printed from a
//! field of the brief has the path of the field in `data-field`: on the element, if that contains nothing else, or else
//! on a `<span>`.
//!
//! # Ids
//! A heading has the anchor that Markdown viewers give it ([`crate::model::anchor`]); the second heading with the same
//! anchor has `.2` at its end. A note has `note.1`, and the references to it `ref.1`, `ref.1.2` and so on. An anchor
//! never contains a full stop, so all ids are distinct.

mod block;
mod css;
mod inline;
mod outline;
mod table;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use crate::markdown::{Block, BlockKind, Document, Region, plain_field_text, plain_text};
use crate::markup;
use crate::model::is_right_to_left;
use crate::provenance::FieldPath;

use outline::HtmlOutline;

/// The style sheet for screens, dark mode and paper.
const STYLE: &str = include_str!("style.css");

/// The language, labels and metadata of a web page, apart from its blocks.
#[derive(Debug, Clone, Copy, Default)]
pub struct Labels<'a> {
    /// BCP 47 tag of the page's language. It also decides the direction of reading.
    pub language: &'a str,
    /// What a screen reader says before inserted text: `inserted`.
    pub inserted: &'a str,
    /// What a screen reader says before deleted text.
    pub deleted: &'a str,
    /// What a screen reader says before moved text.
    pub moved: &'a str,
}

/// Writes a document as an HTML file.
#[must_use]
pub fn write(document: &Document, labels: &Labels<'_>) -> String {
    // The marking is read first, wherever the template prints it.
    let is_marking = |block: &&Block| matches!(block.kind, BlockKind::Region(Region::Marking, _));
    let (mut header, flow): (Vec<&Block>, Vec<&Block>) = document.blocks.iter().partition(is_marking);
    let head = flow.iter().take_while(|block| is_of_header(block)).count();
    let (head, main) = flow.split_at(head);
    header.extend(head);
    let mut writer = HtmlWriter {
        out: String::new(),
        labels: *labels,
        outline: HtmlOutline::of(header.iter().chain(main).copied()),
        written: 0,
        references: HashMap::new(),
        field: None,
        begins: true,
    };
    let marking = document.blocks.iter().find(is_marking);
    writer.head(document, marking);
    writer.open("body", &[]);
    writer.end_line();
    if !header.is_empty() {
        writer.group("header", &[], |writer| writer.blocks(header.iter().copied()));
    }
    writer.group("main", &[], |writer| writer.blocks(main.iter().copied()));
    if let Some(Block { kind: BlockKind::Region(_, blocks), .. }) = marking {
        writer.group("footer", &[], |writer| {
            writer.group("div", &[("class", "marking")], |writer| writer.marking_again(blocks));
        });
    }
    writer.close("body");
    writer.end_line();
    writer.close("html");
    writer.end_line();
    writer.out
}

/// Whether a block at the start of the page belongs in the `<header>`.
fn is_of_header(block: &Block) -> bool {
    matches!(
        block.kind,
        BlockKind::Heading { level: 1, .. }
            | BlockKind::Region(Region::Subtitle | Region::Dateline, _)
            | BlockKind::Picture(_)
    )
}

struct HtmlWriter<'a> {
    out: String,
    labels: Labels<'a>,
    outline: HtmlOutline,
    /// The number of headings written.
    written: usize,
    /// How many references to each note have been written, by note number.
    references: HashMap<usize, usize>,
    /// The field that all of the current element was printed from.
    field: Option<FieldPath>,
    /// Whether a line begins here.
    begins: bool,
}

impl HtmlWriter<'_> {
    fn head(&mut self, document: &Document, marking: Option<&Block>) {
        let language = self.labels.language;
        let direction = direction(language);
        self.out.push_str("<!DOCTYPE html>\n");
        self.open("html", &[("lang", language), ("dir", direction)]);
        self.end_line();
        self.group("head", &[], |writer| {
            for attributes in [
                &[("charset", "utf-8")][..],
                &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")],
                &[("http-equiv", "Content-Security-Policy"), ("content", markup::policy(document.has_pictures()))],
                // A page that is passed on must not reveal its address to the websites that it links to.
                &[("name", "referrer"), ("content", "no-referrer")],
            ] {
                writer.open("meta", attributes);
                writer.end_line();
            }
            let title = document.title().or_else(|| writer.outline.headings.first().map(|it| it.text.text.clone()));
            writer.open("title", &[]);
            writer.text(&title.unwrap_or_default());
            writer.close("title");
            writer.end_line();
            writer.open("style", &[]);
            writer.end_line();
            writer.out.push_str(STYLE);
            if let Some(Block { kind: BlockKind::Region(_, blocks), .. }) = marking {
                let words = blocks.iter().filter_map(|block| match &block.kind {
                    BlockKind::Paragraph(text) => Some(plain_text(text)),
                    _ => None,
                });
                let words = css::string(&words.collect::<Vec<_>>().join(" · "));
                let place = format!("@page{{@top-center{{content:{words}}}@bottom-center{{content:{words}}}}}\n");
                writer.out.push_str(&place);
            }
            writer.close("style");
            writer.end_line();
        });
    }

    /// Writes the text of the marking a second time. References to notes in it were links at the top, and are not
    /// repeated.
    fn marking_again(&mut self, blocks: &[Block]) {
        for block in blocks {
            if let BlockKind::Paragraph(text) = &block.kind {
                self.open("p", &[]);
                self.field_text(&plain_field_text(text));
                self.close("p");
                self.end_line();
            }
        }
    }

    /// Writes the start tag of an element. The values of attributes are escaped here and nowhere else.
    fn open(&mut self, tag: &str, attributes: &[(&str, &str)]) {
        markup::open_tag_into(&mut self.out, tag, attributes);
        self.out.push('>');
        self.begins |= !matches!(tag, "a" | "code" | "del" | "em" | "ins" | "span" | "strong" | "sup");
    }

    /// Writes text. It is escaped here and nowhere else.
    fn text(&mut self, words: &str) {
        markup::escape_into(&mut self.out, words);
        self.begins &= words.is_empty();
    }

    fn close(&mut self, tag: &str) {
        self.out.push_str("</");
        self.out.push_str(tag);
        self.out.push('>');
    }

    fn end_line(&mut self) {
        self.out.push('\n');
    }

    /// Writes an element that contains blocks.
    fn group(&mut self, tag: &str, attributes: &[(&str, &str)], inner: impl FnOnce(&mut Self)) {
        self.open(tag, attributes);
        self.end_line();
        inner(self);
        self.close(tag);
        self.end_line();
    }
}

/// The direction of a language, as the value of `dir`.
fn direction(language: &str) -> &'static str {
    if is_right_to_left(language) { "rtl" } else { "ltr" }
}
