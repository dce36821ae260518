//! Writes inline content.

use super::{HtmlWriter, direction};
use crate::markdown::{BETWEEN_NOTES, Edit, FieldText, Inline, RULE, signs_in};
use crate::markup;
use crate::provenance::FieldPath;

impl HtmlWriter<'_> {
    /// Writes an element with a line of text. If all of the line was printed from one field, the element has its path.
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
        for (at, inline) in inlines.iter().enumerate() {
            match inline {
                Inline::Text(text) if text.text != BETWEEN_NOTES => {
                    self.text_with_signs(text, inlines.get(at + 1));
                }
                _ => self.inline(inline),
            }
        }
    }

    /// Writes text. A sign is hidden from screen readers if its word follows, in the text or in the `next` inline.
    fn text_with_signs(&mut self, text: &FieldText, next: Option<&Inline>) {
        let whole = text.text.as_str();
        let mut done = 0;
        if self.begins && whole.starts_with(RULE) {
            done = RULE.len_utf8();
            self.sign(&text.slice(0..done));
            self.begins = true;
        }
        let start = done;
        for (at, sign) in signs_in(&whole[start..], self.begins) {
            let (from, to) = (start + at, start + at + sign.len_utf8());
            let after = whole[to..].split_once(" · ").map_or(&whole[to..], |(word, _)| word);
            if has_words(after) || whole[to..].trim().is_empty() && next.is_some_and(begins_with_words) {
                self.field_text(&text.slice(done..from));
                self.sign(&text.slice(from..to));
                done = to;
            }
        }
        self.field_text(&text.slice(done..whole.len()));
    }

    /// Writes a sign that screen readers skip.
    fn sign(&mut self, sign: &FieldText) {
        let mut attributes = vec![("aria-hidden", "true")];
        let field = sign.fields.first().map(|span| &span.path).filter(|path| self.field.as_ref() != Some(path));
        attributes.extend(field.map(|path| ("data-field", &**path)));
        self.within("span", &attributes, |writer| writer.text(&sign.text));
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(_) => self.within("sup", &[], |writer| writer.text(BETWEEN_NOTES)),
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

    /// Writes a link; only its text when its target is not on the page.
    fn link(&mut self, url: &str, text: &[Inline]) {
        let leads = markup::is_address(url) || url.strip_prefix('#').is_some_and(|id| self.outline.has(id));
        if leads {
            self.within("a", &[("href", url)], |writer| writer.inlines(text));
        } else {
            self.inlines(text);
        }
    }

    /// Writes a reference to a note: its number, raised.
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

    /// Writes text that changed. Screen readers do not announce the elements `ins` and `del`, so a hidden label does.
    fn edited(&mut self, edit: Edit, text: &[Inline]) {
        let (tag, attributes, label) = match edit {
            Edit::Inserted => ("ins", &[][..], self.labels.inserted),
            Edit::Deleted => ("del", &[][..], self.labels.deleted),
            Edit::Moved => ("ins", &[("class", "moved")][..], self.labels.moved),
        };
        self.within(tag, attributes, |writer| {
            writer.within("span", &[("class", "said")], |writer| writer.text(&format!("{label}: ")));
            writer.inlines(text);
        });
    }

    /// Writes text, with a `<span>` around each part that was printed from a field.
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

/// Whether a text has a letter or a digit.
fn has_words(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

/// The depth to which nested inlines are searched for text.
const DEEPEST: usize = 4;

/// Whether the first text in an inline has a letter or a digit.
fn begins_with_words(inline: &Inline) -> bool {
    let mut inline = Some(inline);
    for _ in 0..DEEPEST {
        inline = match inline {
            Some(Inline::Text(text) | Inline::Code(text)) => return has_words(&text.text),
            Some(
                Inline::Emphasis(inner)
                | Inline::Strong(inner)
                | Inline::Link { text: inner, .. }
                | Inline::Language { text: inner, .. }
                | Inline::Edited { text: inner, .. },
            ) => inner.first(),
            Some(Inline::NoteReference { .. } | Inline::Break) | None => return false,
        };
    }
    false
}

/// The field that all of a line was printed from; `None` when there are several fields, or other text.
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
