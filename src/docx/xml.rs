//! Elements of XML, and addresses in them.

use crate::markup;

/// A part of the file that is being written. Attributes and text are escaped here and nowhere else.
#[derive(Default)]
pub(super) struct Xml {
    out: String,
}

/// The namespace of the text (ECMA-376-1, the transitional form of part 4).
pub(super) const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// The first line of every part.
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

impl Xml {
    /// A part with its declaration.
    pub(super) fn part() -> Self {
        Self { out: DECLARATION.to_owned() }
    }

    /// What was written before.
    pub(super) fn of(out: String) -> Self {
        Self { out }
    }

    /// Its text.
    pub(super) fn finish(self) -> String {
        self.out
    }

    /// Writes a start tag.
    pub(super) fn open(&mut self, tag: &str, attributes: &[(&str, &str)]) {
        markup::open_tag_into(&mut self.out, tag, attributes);
        self.out.push('>');
    }

    /// Writes an element with nothing in it.
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

    /// Writes an element that has a text in it.
    pub(super) fn leaf(&mut self, tag: &str, attributes: &[(&str, &str)], text: &str) {
        self.open(tag, attributes);
        self.text(text);
        self.close(tag);
    }

    /// Writes an element that has others in it.
    pub(super) fn group(&mut self, tag: &str, attributes: &[(&str, &str)], inner: impl FnOnce(&mut Self)) {
        self.open(tag, attributes);
        inner(self);
        self.close(tag);
    }

    /// Writes a text.
    pub(super) fn text(&mut self, text: &str) {
        markup::escape_into(&mut self.out, text);
    }

    /// Appends what another has written.
    pub(super) fn append(&mut self, other: &Self) {
        self.out.push_str(&other.out);
    }

    /// Ends the line, which no reader sees, so that the parts can be compared line by line.
    pub(super) fn end_line(&mut self) {
        self.out.push('\n');
    }
}
