//! Inline content: runs, links, references to notes.

use super::WordWriter;
use super::names::NOTE;
use super::xml::Xml;
use crate::address;
use crate::markdown::{BETWEEN_NOTES, Edit, Inline};
use crate::markup;
use crate::model::is_right_to_left;

/// The look of text, in addition to the style of its paragraph.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a property of its own in the file")]
pub(super) struct WordFace {
    bold: bool,
    italic: bool,
    /// The character style.
    pub(super) style: Option<&'static str>,
    pub(super) edit: Option<Edit>,
    raised: bool,
    /// The language, if it is not that of the document.
    language: Option<String>,
    pub(super) rtl: bool,
}

impl WordFace {
    /// Plain text in a direction.
    pub(super) fn of(rtl: bool) -> Self {
        Self { rtl, ..Self::default() }
    }

    /// Writes the run properties, in the order of the schema (ECMA-376-1, 17.3.2.28). A tracked change has no style of
    /// its own, since Word shows it as each reader has configured.
    fn write(&self, xml: &mut Xml, is_tracked: bool) {
        let mut inner = Xml::default();
        let style = self.style.or(match self.edit.filter(|_| !is_tracked) {
            Some(Edit::Inserted) => Some("Inserted"),
            Some(Edit::Deleted) => Some("Deleted"),
            Some(Edit::Moved) => Some("Moved"),
            None => None,
        });
        if let Some(style) = style {
            inner.val("w:rStyle", style);
        }
        if self.bold {
            inner.empty("w:b", &[]);
            inner.empty("w:bCs", &[]);
        }
        if self.italic {
            inner.empty("w:i", &[]);
            inner.empty("w:iCs", &[]);
        }
        if self.raised {
            inner.val("w:vertAlign", "superscript");
        }
        if self.rtl {
            inner.empty("w:rtl", &[]);
        }
        if let Some(language) = &self.language {
            let key = if self.rtl { "w:bidi" } else { "w:val" };
            inner.empty("w:lang", &[(key, language)]);
        }
        let inner = inner.finish();
        if !inner.is_empty() {
            xml.open("w:rPr", &[]);
            xml.append(&Xml::of(inner));
            xml.close("w:rPr");
        }
    }
}

impl WordWriter<'_> {
    /// Writes a run of text.
    pub(super) fn run(&mut self, face: &WordFace, text: &str) {
        if text.is_empty() {
            return;
        }
        let tag = if self.is_deleted(face) { "w:delText" } else { "w:t" };
        self.run_of(face, |xml| xml.leaf(tag, &[("xml:space", "preserve")], text));
    }

    pub(super) fn run_of(&mut self, face: &WordFace, inner: impl FnOnce(&mut Xml)) {
        let change = self.begin_change(face.edit);
        self.xml.open("w:r", &[]);
        face.write(&mut self.xml, self.changes.is_tracked());
        inner(&mut self.xml);
        self.xml.close("w:r");
        if let Some(tag) = change {
            self.xml.close(tag);
        }
    }

    pub(super) fn inlines(&mut self, inlines: &[Inline]) {
        if self.marks_fields() {
            return self.fields(inlines);
        }
        inlines.iter().for_each(|inline| self.inline(inline));
    }

    pub(super) fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(text) if text.text == BETWEEN_NOTES => {
                let face = WordFace { raised: true, ..self.face.clone() };
                self.run(&face, BETWEEN_NOTES);
            }
            Inline::Text(text) => self.words(text),
            Inline::Code(text) => self.within(|face| face.style = Some("Code"), |writer| writer.words(text)),
            Inline::Emphasis(inner) => self.within(|face| face.italic = true, |writer| writer.inlines(inner)),
            Inline::Strong(inner) => self.within(|face| face.bold = true, |writer| writer.inlines(inner)),
            Inline::Link { url, text } => self.link(url, text),
            Inline::NoteReference { number, .. } => self.reference(*number),
            Inline::Language { tag, text } => self.within(
                |face| {
                    face.language = Some(tag.clone());
                    face.rtl = is_right_to_left(tag);
                },
                |writer| writer.inlines(text),
            ),
            Inline::Edited { edit, text } => {
                self.within(|face| face.edit = Some(*edit), |writer| writer.inlines(text));
            }
            Inline::Break => {
                let face = self.face.clone();
                self.run_of(&face, |xml| xml.empty("w:br", &[]));
            }
        }
    }

    /// Writes content with a different look.
    pub(super) fn within(&mut self, change: impl FnOnce(&mut WordFace), inner: impl FnOnce(&mut Self)) {
        let outer = self.face.clone();
        change(&mut self.face);
        inner(self);
        self.face = outer;
    }

    /// Writes a link; only its text when its target is not in the file.
    fn link(&mut self, url: &str, text: &[Inline]) {
        let place = if markup::is_address(url) {
            let target = address::strict(url);
            let at = self.links.iter().position(|known| *known == target).unwrap_or_else(|| {
                self.links.push(target);
                self.links.len() - 1
            });
            ("r:id", format!("rIdLink{}", at + 1))
        } else if let Some(bookmark) = url.strip_prefix('#').and_then(|anchor| self.outline.bookmark(anchor)) {
            ("w:anchor", bookmark)
        } else {
            return self.inlines(text);
        };
        self.xml.open("w:hyperlink", &[(place.0, &place.1), ("w:history", "1")]);
        self.within(|face| face.style = Some("Hyperlink"), |writer| writer.inlines(text));
        self.xml.close("w:hyperlink");
    }

    /// Writes a reference to a note. The first one is a footnote; later ones are cross-references to it.
    fn reference(&mut self, number: usize) {
        let is_first = !self.in_note && self.outline.notes.contains_key(&number) && self.noted.insert(number);
        let name = format!("{NOTE}{number}");
        let rtl = self.face.rtl;
        let edit = self.tracked_edit();
        let shown = self.changes.shown(number).to_string();
        if is_first {
            let id = self.bookmarks.to_string();
            self.bookmarks += 1;
            let number = number.to_string();
            self.xml.empty("w:bookmarkStart", &[("w:id", &id), ("w:name", &name)]);
            let face = WordFace { style: Some("FootnoteReference"), rtl, edit, ..WordFace::default() };
            self.run_of(&face, |xml| xml.empty("w:footnoteReference", &[("w:id", &number)]));
            self.xml.empty("w:bookmarkEnd", &[("w:id", &id)]);
        } else if self.noted.contains(&number) {
            self.field(&format!("NOTEREF {name} \\h"), &shown, true);
        } else {
            let face = WordFace { raised: true, rtl, edit, ..WordFace::default() };
            self.run(&face, &shown);
        }
    }

    /// Writes a Word field, with the result that it shows until Word updates it.
    pub(super) fn field(&mut self, code: &str, shown: &str, raised: bool) {
        let face = WordFace { raised, rtl: self.face.rtl, edit: self.tracked_edit(), ..WordFace::default() };
        let code = format!(" {code} ");
        let instruction = if self.is_deleted(&face) { "w:delInstrText" } else { "w:instrText" };
        self.run_of(&face, |xml| xml.empty("w:fldChar", &[("w:fldCharType", "begin")]));
        self.run_of(&face, |xml| xml.leaf(instruction, &[("xml:space", "preserve")], &code));
        self.run_of(&face, |xml| xml.empty("w:fldChar", &[("w:fldCharType", "separate")]));
        self.run(&face, shown);
        self.run_of(&face, |xml| xml.empty("w:fldChar", &[("w:fldCharType", "end")]));
    }
}
