//! Finds the place of a returned text in the current brief.

use super::words::ReviewWords;
use crate::edit::{self, Draft, FieldPlace};
use crate::error::Error;
use crate::model::{ITEM, Prose, ProseInline, sentences};
use crate::parse::ValueKind;
use crate::record::{paragraphs, prose, with_items};
use crate::schema::Type;

/// One part of a field.
struct FieldPart {
    /// The text in the syntax of the file, without the marker of a list item.
    text: String,
    /// Whether it is a list item in prose.
    is_item: bool,
}

impl From<String> for FieldPart {
    fn from(text: String) -> Self {
        Self { text, is_item: false }
    }
}

/// A field of the brief, divided into parts: the paragraphs of prose, the items of a list, or a single text.
pub(super) struct FieldParts {
    place: FieldPlace,
    parts: Vec<FieldPart>,
    is_prose: bool,
    is_list: bool,
    /// Whether the text is on several lines, with one sentence on each.
    has_lines: bool,
}

impl FieldParts {
    /// The field at a path such as `parties.russia.interests[1]`, and the index of the part that the path refers to;
    /// `None` when the file has no such field, or when its parts are not texts.
    pub(super) fn of(path: &str, paragraph: usize, draft: &Draft) -> Option<(Self, usize)> {
        let (path, item) = match path.strip_suffix(']').and_then(|path| path.rsplit_once('[')) {
            Some((path, at)) => (path, Some(at.parse::<usize>().ok()?)),
            None => (path, None),
        };
        let place = edit::resolve(path, draft.document()).ok()?;
        let value = draft.document().value(path)?;
        let has_lines = value.as_text().is_some_and(|text| text.trim_end().contains('\n'));
        let (parts, kind) = match (&value.kind, item) {
            (ValueKind::Text(text), None) => (parts_of(text, &place.field.kind), place.field.kind),
            (ValueKind::List(items), Some(_)) => {
                let Type::List(kind) = place.field.kind else { return None };
                let texts = items.iter().map(|item| item.as_text().map(|text| text.to_owned().into()));
                (texts.collect::<Option<_>>()?, *kind)
            }
            _ => return None,
        };
        let is_prose = matches!(kind, Type::Prose | Type::Passage);
        let parts = Self { place, parts, is_prose, is_list: item.is_some(), has_lines };
        Some((parts, item.unwrap_or(paragraph)))
    }

    /// The returned text, reduced to what the field supports: a text without markup has no emphasis.
    pub(super) fn as_it_can_be(&self, mut back: ReviewWords) -> ReviewWords {
        if !self.is_prose {
            back.signs.iter_mut().for_each(|sign| (sign.bold, sign.italic) = (false, false));
        }
        back
    }

    /// Whether the format requires the field, and this is its only part.
    pub(super) fn is_required(&self) -> bool {
        self.place.field.required && self.parts.len() <= 1
    }

    /// The words of a part; `None` when there is no such part.
    pub(super) fn words(&self, at: usize) -> Option<ReviewWords> {
        let text = &self.parts.get(at)?.text;
        Some(if self.is_prose {
            ReviewWords::spelled(text)
        } else {
            ReviewWords::of(&[ProseInline::Text(text.split_whitespace().collect::<Vec<_>>().join(" "))])
        })
    }

    /// The index of the part with the words that were sent: at its position, or where it moved to. If there is none,
    /// the given index.
    pub(super) fn find(&self, at: usize, sent: &ReviewWords) -> usize {
        self.with_words(at, sent).unwrap_or(at)
    }

    /// The index of the part with certain words that is closest to `at`.
    pub(super) fn with_words(&self, at: usize, words: &ReviewWords) -> Option<usize> {
        let keys = words.keys();
        self.nearest(at, |part| self.words(part).is_some_and(|words| words.keys() == keys))
    }

    /// The index of the part with a certain text, apart from line breaks, that is closest to `at`.
    pub(super) fn with_text(&self, at: usize, text: &str) -> Option<usize> {
        self.nearest(at, |part| self.parts[part].text.split_whitespace().eq(text.split_whitespace()))
    }

    fn nearest(&self, at: usize, is: impl Fn(usize) -> bool) -> Option<usize> {
        (0..self.parts.len()).filter(|part| is(*part)).min_by_key(|part| part.abs_diff(at))
    }

    /// The text of a part in the syntax of the file; empty when there is no such part.
    pub(super) fn text(&self, at: usize) -> &str {
        self.parts.get(at).map_or("", |part| &part.text)
    }

    /// A text in the syntax of the field, and whether it keeps the emphasis of its words.
    pub(super) fn spelled(&self, words: &ReviewWords) -> (String, bool) {
        if !self.is_prose {
            return (words.plain(), true);
        }
        let mut paragraphs = words.paragraphs();
        if self.is_list && paragraphs.len() > 1 {
            paragraphs = vec![paragraphs.join(&ProseInline::Text(" ".to_owned()))];
        }
        let prose = Prose { paragraphs: paragraphs.into_iter().map(Into::into).collect() };
        let text = prose.source();
        let read = prose::read(&text);
        if read.diagnostics.is_empty() && read.prose == prose {
            return (text, true);
        }
        // If the markup would not be parsed as such, the emphasis is dropped, since the words are more important.
        let mut plain = words.clone();
        plain.signs.iter_mut().for_each(|sign| (sign.bold, sign.italic) = (false, false));
        (Prose { paragraphs: plain.paragraphs().into_iter().map(Into::into).collect() }.source(), false)
    }

    /// A text divided into lines as in its field. An item is on one line.
    fn laid_out(&self, text: &str, is_item: bool) -> String {
        if is_item || !(self.has_lines && self.is_prose) {
            return text.to_owned();
        }
        let lines = |paragraph: &str| {
            let sentences = sentences(paragraph).into_iter();
            sentences.map(|sentence| paragraph[sentence].to_owned()).collect::<Vec<_>>().join("\n")
        };
        text.split("\n\n").map(lines).collect::<Vec<_>>().join("\n\n")
    }

    /// The parts of prose, joined to one text. If an item was divided, each part of it is an item.
    fn joined(&self) -> String {
        let mut text = String::new();
        for (at, part) in self.parts.iter().enumerate() {
            if at > 0 {
                text.push_str(if part.is_item && self.parts[at - 1].is_item { "\n" } else { "\n\n" });
            }
            if part.is_item {
                text.push_str(ITEM);
                text.push_str(&part.text.replace("\n\n", &format!("\n{ITEM}")));
            } else {
                text.push_str(&part.text);
            }
        }
        text
    }

    /// Writes a part, or removes it.
    pub(super) fn write(mut self, at: usize, text: Option<&str>, draft: &mut Draft) -> Result<(), Error> {
        match text {
            Some(text) if at < self.parts.len() => self.parts[at].text = self.laid_out(text, self.parts[at].is_item),
            None if at < self.parts.len() => _ = self.parts.remove(at),
            _ => return Err(Error::new(format!("`{}` no longer has that part", self.place.path()))),
        }
        if self.parts.is_empty() {
            return draft.unset(&self.place).map(drop);
        }
        let values =
            if self.is_list { self.parts.into_iter().map(|part| part.text).collect() } else { vec![self.joined()] };
        draft.set(&self.place, &values).map(drop)
    }
}

/// The parts of a text, according to the type of its field.
fn parts_of(text: &str, kind: &Type) -> Vec<FieldPart> {
    let ranges = match kind {
        Type::Prose => paragraphs(text).into_iter().map(|range| (range, false)).collect(),
        Type::Passage => with_items(text),
        _ => return vec![text.to_owned().into()],
    };
    let part = |(range, is_item)| {
        let text: &str = &text[range];
        FieldPart { text: text.trim_end().trim_start_matches(['\n', '\r']).to_owned(), is_item }
    };
    ranges.into_iter().map(part).collect()
}
