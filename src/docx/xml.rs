//! Writes XML.

use crate::markup;

/// A part that is being written. Attributes and text are escaped here and nowhere else.
#[derive(Default)]
pub(super) struct Xml {
    out: String,
}

/// The namespace of the text (ECMA-376-1, the transitional form of part 4).
pub(super) const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// The first line of every part.
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

impl Xml {
    /// A part that begins with the XML declaration.
    pub(super) fn part() -> Self {
        Self { out: DECLARATION.to_owned() }
    }

    /// A writer that continues after text that was written before.
    pub(super) fn of(out: String) -> Self {
        Self { out }
    }

    /// The written text.
    pub(super) fn finish(self) -> String {
        self.out
    }

    /// Writes a start tag.
    pub(super) fn open(&mut self, tag: &str, attributes: &[(&str, &str)]) {
        markup::open_tag_into(&mut self.out, tag, attributes);
        self.out.push('>');
    }

    /// Writes an empty element.
    pub(super) fn empty(&mut self, tag: &str, attributes: &[(&str, &str)]) {
        markup::open_tag_into(&mut self.out, tag, attributes);
        self.out.push_str("/>");
    }

    /// Writes an element whose only attribute is `w:val`.
    pub(super) fn val(&mut self, tag: &str, value: &str) {
        self.empty(tag, &[("w:val", value)]);
    }

    /// Writes an end tag.
    pub(super) fn close(&mut self, tag: &str) {
        self.out.push_str("</");
        self.out.push_str(tag);
        self.out.push('>');
    }

    /// Writes an element that contains a text.
    pub(super) fn leaf(&mut self, tag: &str, attributes: &[(&str, &str)], text: &str) {
        self.open(tag, attributes);
        self.text(text);
        self.close(tag);
    }

    /// Writes an element that contains others.
    pub(super) fn group(&mut self, tag: &str, attributes: &[(&str, &str)], inner: impl FnOnce(&mut Self)) {
        self.open(tag, attributes);
        inner(self);
        self.close(tag);
    }

    /// Writes a text, escaped.
    pub(super) fn text(&mut self, text: &str) {
        markup::escape_into(&mut self.out, text);
    }

    /// Appends the text of another writer.
    pub(super) fn append(&mut self, other: &Self) {
        self.out.push_str(&other.out);
    }

    /// Ends the line. The line ending has no meaning in the file; it makes it possible to compare parts line by line.
    pub(super) fn end_line(&mut self) {
        self.out.push('\n');
    }
}
