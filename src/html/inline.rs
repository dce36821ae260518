//! The parts of a line.

use super::{Writer, direction};
use crate::markdown::{BETWEEN_NOTES, Edit, FieldText, Inline};
use crate::markup;
use crate::provenance::FieldPath;

impl Writer<'_> {
    /// Writes an element that has a line of text in it. It has the field that all of the line was printed from.
    pub(super) fn line(&mut self, tag: &str, attributes: &[(&str, &str)], inlines: &[Inline]) {
        let field = sole_field(inlines);
        let mut attributes = attributes.to_vec();
        attributes.extend(field.map(|path| ("data-field", &**path)));
        self.open(tag, &attributes);
        let outer = std::mem::replace(&mut self.field, field.cloned());
        self.inlines(inlines);
        self.field = outer;
        self.close(tag);
    }

    pub(super) fn inlines(&mut self, inlines: &[Inline]) {
        inlines.iter().for_each(|inline| self.inline(inline));
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(text) if text.text == BETWEEN_NOTES => {
                self.within("sup", &[], |writer| writer.text(BETWEEN_NOTES));
            }
            Inline::Text(text) => self.field_text(text),
            Inline::Code(text) => self.within("code", &[], |writer| writer.field_text(text)),
            Inline::Emphasis(inner) => self.within("em", &[], |writer| writer.inlines(inner)),
            Inline::Strong(inner) => self.within("strong", &[], |writer| writer.inlines(inner)),
            Inline::Link { url, text } => self.link(url, text),
            Inline::NoteReference { number, field, .. } => self.reference(*number, field.as_ref()),
            Inline::Language { tag, text } => {
                let mut attributes = vec![("lang", tag.as_str())];
                let turned = Some(direction(tag)).filter(|it| *it != direction(self.labels.language));
                attributes.extend(turned.map(|direction| ("dir", direction)));
                self.within("span", &attributes, |writer| writer.inlines(text));
            }
            Inline::Edited { edit, text } => self.edited(*edit, text),
            Inline::Break => self.open("br", &[]),
        }
    }

    fn within(&mut self, tag: &str, attributes: &[(&str, &str)], inner: impl FnOnce(&mut Self)) {
        self.open(tag, attributes);
        inner(self);
        self.close(tag);
    }

    /// A link; where the page has nothing that it could lead to, its words.
    fn link(&mut self, url: &str, text: &[Inline]) {
        let leads = markup::is_address(url) || url.strip_prefix('#').is_some_and(|id| self.outline.has(id));
        if leads {
            self.within("a", &[("href", url)], |writer| writer.inlines(text));
        } else {
            self.inlines(text);
        }
    }

    /// The number of a note, raised.
    fn reference(&mut self, number: usize, field: Option<&FieldPath>) {
        let count = self.references.entry(number).or_default();
        *count += 1;
        let id = if *count == 1 { format!("ref.{number}") } else { format!("ref.{number}.{count}") };
        let href = format!("#note.{number}");
        let mut attributes = vec![("id", id.as_str())];
        let tag = if self.outline.notes.contains(&number) {
            attributes.extend([("href", href.as_str()), ("role", "doc-noteref")]);
            "a"
        } else {
            "span"
        };
        let field = field.filter(|path| self.field.as_ref() != Some(path));
        attributes.extend(field.map(|path| ("data-field", &**path)));
        let number = number.to_string();
        self.within("sup", &[], |writer| writer.within(tag, &attributes, |writer| writer.text(&number)));
    }

    /// Words that changed. Screen readers pass over the elements, so words say it.
    fn edited(&mut self, edit: Edit, text: &[Inline]) {
        let (tag, attributes, said) = match edit {
            Edit::Inserted => ("ins", &[][..], self.labels.inserted),
            Edit::Deleted => ("del", &[][..], self.labels.deleted),
            Edit::Moved => ("ins", &[("class", "moved")][..], self.labels.moved),
        };
        self.within(tag, attributes, |writer| {
            writer.within("span", &[("class", "said")], |writer| writer.text(&format!("{said}: ")));
            writer.inlines(text);
        });
    }

    /// Words, with a span around each part that was printed from a field.
    pub(super) fn field_text(&mut self, text: &FieldText) {
        let mut done = 0;
        for span in &text.fields {
            self.text(&text.text[done..span.range.start]);
            done = span.range.end;
            let words = &text.text[span.range.clone()];
            if self.field.as_ref() == Some(&span.path) || words.trim().is_empty() {
                self.text(words);
            } else {
                self.within("span", &[("data-field", &span.path)], |writer| writer.text(words));
            }
        }
        self.text(&text.text[done..]);
    }
}

/// The field that all of a line was printed from.
pub(super) fn sole_field(inlines: &[Inline]) -> Option<&FieldPath> {
    fn has_one<'t>(inlines: &'t [Inline], found: &mut Option<&'t FieldPath>) -> bool {
        inlines.iter().all(|inline| match inline {
            Inline::Text(text) | Inline::Code(text) => match text.fields.as_slice() {
                [only] if only.range == (0..text.text.len()) => *found.get_or_insert(&only.path) == &only.path,
                _ => false,
            },
            Inline::NoteReference { field, .. } => {
                field.as_ref().is_some_and(|path| *found.get_or_insert(path) == path)
            }
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Link { text: inner, .. }
            | Inline::Language { text: inner, .. }
            | Inline::Edited { text: inner, .. } => has_one(inner, found),
            Inline::Break => true,
        })
    }
    let mut found = None;
    has_one(inlines, &mut found).then_some(found).flatten()
}
