//! Where a text that came back belongs in the brief as it is now.

use super::words::ReviewWords;
use crate::edit::{self, Draft, FieldPlace};
use crate::error::Error;
use crate::model::{ITEM, Prose, ProseInline, sentences};
use crate::parse::ValueKind;
use crate::record::{paragraphs, prose, with_items};
use crate::schema::Type;

/// A part of a field.
struct FieldPart {
    /// The text as the file spells it, without the mark of an item.
    text: String,
    /// Whether it is an item of a list in a prose.
    is_item: bool,
}

impl From<String> for FieldPart {
    fn from(text: String) -> Self {
        Self { text, is_item: false }
    }
}

/// A field of the brief, in its parts: the paragraphs of a prose, the items of a list, or a text alone.
pub(super) struct FieldParts {
    place: FieldPlace,
    parts: Vec<FieldPart>,
    is_prose: bool,
    is_list: bool,
    /// Whether the text is on several lines, a sentence each.
    has_lines: bool,
}

impl FieldParts {
    /// The field at a path such as `parties.russia.interests[1]`, and which of its parts was meant; `None` when the file has
    /// no such field, or one whose parts are not texts.
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

    /// What came back, as far as the field can have it: a text without markers has no emphasis.
    pub(super) fn as_it_can_be(&self, mut back: ReviewWords) -> ReviewWords {
        if !self.is_prose {
            back.signs.iter_mut().for_each(|sign| (sign.bold, sign.italic) = (false, false));
        }
        back
    }

    /// Whether the format asks for the field.
    pub(super) fn is_required(&self) -> bool {
        self.place.field.required && self.parts.len() <= 1
    }

    /// The words of a part.
    pub(super) fn words(&self, at: usize) -> Option<ReviewWords> {
        let text = &self.parts.get(at)?.text;
        Some(if self.is_prose {
            ReviewWords::spelled(text)
        } else {
            ReviewWords::of(&[ProseInline::Text(text.split_whitespace().collect::<Vec<_>>().join(" "))])
        })
    }

    /// The part that has the words that were sent: at its place, or where it has moved to; else the one at its place.
    pub(super) fn find(&self, at: usize, sent: &ReviewWords) -> usize {
        self.with_words(at, sent).unwrap_or(at)
    }

    /// The part nearest to a place that has some words.
    pub(super) fn with_words(&self, at: usize, words: &ReviewWords) -> Option<usize> {
        let keys = words.keys();
        self.nearest(at, |part| self.words(part).is_some_and(|words| words.keys() == keys))
    }

    /// The part nearest to a place that is spelled like a text, wherever its lines end.
    pub(super) fn with_text(&self, at: usize, text: &str) -> Option<usize> {
        self.nearest(at, |part| self.parts[part].text.split_whitespace().eq(text.split_whitespace()))
    }

    fn nearest(&self, at: usize, is: impl Fn(usize) -> bool) -> Option<usize> {
        (0..self.parts.len()).filter(|part| is(*part)).min_by_key(|part| part.abs_diff(at))
    }

    /// A part as the file spells it; empty where there is none.
    pub(super) fn text(&self, at: usize) -> &str {
        self.parts.get(at).map_or("", |part| &part.text)
    }

    /// A text as the field spells it, and whether it keeps how its words look.
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
        // A mark that would not be read as one: the words count more than how they look.
        let mut plain = words.clone();
        plain.signs.iter_mut().for_each(|sign| (sign.bold, sign.italic) = (false, false));
        (Prose { paragraphs: plain.paragraphs().into_iter().map(Into::into).collect() }.source(), false)
    }

    /// A text in the lines of its field. That of an item is one line.
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

    /// The parts of a prose as one text. An item that was divided is several.
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

    /// Writes a part, or takes it away.
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

/// The parts of a text as a field of some type has them.
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
