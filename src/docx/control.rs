//! Content controls around the fields of a brief, for a file that is sent out for review: finds the parts of a line
//! that are fields, and writes the part of the file that maps controls to fields.
//!
//! The tag of a control has its number. `LibreOffice` drops the tags of controls, so a hidden bookmark inside each
//! control has the number, too.

use std::collections::HashMap;

use super::WordWriter;
use super::names::{BOOKMARK, NAMESPACE, TAG};
use super::passage::{Passage, letters, paragraph_of, signs};
use super::returned::{SentField, SentPart, story};
use super::xml::Xml;
use crate::markdown::{BETWEEN_NOTES, FieldText, Inline, Note, plain_text};
use crate::model::Prose;

/// The data that a file for review needs from its brief.
#[derive(Debug, Clone, Default)]
pub struct ForReview {
    /// The identifier of the brief's text.
    pub base: String,
    /// The texts of the brief that may be printed, by path. A text without markup is prose with one paragraph.
    pub fields: HashMap<String, Prose>,
}

/// The first id of a bookmark in a control, high enough not to collide with other bookmarks.
const FIRST_ID: usize = 1_000_000;

/// The state of writing content controls.
#[derive(Default)]
pub(super) struct Controls<'a> {
    /// The data of the brief; `None` for a file that is not for review.
    review: Option<&'a ForReview>,
    /// Whether a control is being written: controls cannot be nested.
    open: bool,
    /// The path and paragraph of each control.
    written: Vec<(String, usize)>,
    /// For each field, the paragraph that is expected next.
    next: HashMap<String, usize>,
}

/// A segment of a line, and the field that all of it was printed from.
struct Segment {
    path: Option<String>,
    inner: Vec<Inline>,
}

impl WordWriter<'_> {
    /// Whether to write content controls here.
    pub(super) fn marks_fields(&self) -> bool {
        self.controls.review.is_some() && !self.controls.open
    }

    /// Writes a line with a control around each segment that is a field.
    pub(super) fn fields(&mut self, inlines: &[Inline]) {
        for segment in segments(inlines) {
            let Some((path, paragraph)) = self.field_of(&segment) else {
                segment.inner.iter().for_each(|inline| self.inline(inline));
                continue;
            };
            self.controls.next.insert(path.clone(), paragraph + 1);
            self.controls.written.push((path, paragraph));
            self.control(&segment.inner);
        }
    }

    fn control(&mut self, inner: &[Inline]) {
        let number = self.controls.written.len();
        let (tag, name) = (format!("{TAG}{number}"), format!("{BOOKMARK}{number}"));
        let id = (FIRST_ID + number).to_string();
        self.xml.open("w:sdt", &[]);
        self.xml.group("w:sdtPr", &[], |xml| {
            xml.val("w:tag", &tag);
            xml.val("w:id", &id);
        });
        self.xml.open("w:sdtContent", &[]);
        self.xml.empty("w:bookmarkStart", &[("w:id", &id), ("w:name", &name)]);
        self.controls.open = true;
        self.inlines(inner);
        self.controls.open = false;
        self.xml.empty("w:bookmarkEnd", &[("w:id", &id)]);
        self.xml.close("w:sdtContent");
        self.xml.close("w:sdt");
    }

    /// The field and paragraph that a segment prints word for word; `None` when there is none.
    fn field_of(&self, segment: &Segment) -> Option<(String, usize)> {
        let path = segment.path.as_ref()?;
        let prose = self.controls.review?.fields.get(path)?;
        let from = self.controls.next.get(path).copied().unwrap_or(0);
        let words: Vec<Inline> = segment.inner.iter().filter(|inline| !is_between_notes(inline)).cloned().collect();
        let text = plain_text(&words);
        if text.trim().is_empty() {
            return None;
        }
        Some((path.clone(), paragraph_of(prose, &text, from)?))
    }
}

/// Divides a line into segments. Adjacent parts of the same field are one segment, even with a comma between two notes.
fn segments(inlines: &[Inline]) -> Vec<Segment> {
    let mut all: Vec<Segment> = Vec::new();
    let mut put = |path: Option<String>, inline: Inline| match all.last_mut() {
        Some(last) if last.path == path => last.inner.push(inline),
        _ => all.push(Segment { path, inner: vec![inline] }),
    };
    for inline in inlines {
        match inline {
            Inline::Text(text) if text.text != BETWEEN_NOTES => {
                for (path, part) in parts(text) {
                    put(path, Inline::Text(part));
                }
            }
            other => put(only_field(other), other.clone()),
        }
    }
    let mut joined: Vec<Segment> = Vec::new();
    for segment in all {
        let count = joined.len();
        if count >= 2
            && segment.path.is_some()
            && joined[count - 2].path == segment.path
            && matches!(joined[count - 1].inner.as_slice(), [inline] if is_between_notes(inline))
            && let Some(between) = joined.pop()
            && let Some(last) = joined.last_mut()
        {
            last.inner.extend(between.inner.into_iter().chain(segment.inner));
        } else {
            joined.push(segment);
        }
    }
    joined
}

fn is_between_notes(inline: &Inline) -> bool {
    matches!(inline, Inline::Text(text) if text.text == BETWEEN_NOTES)
}

/// Divides a text into parts that were each printed from one field, or from none.
fn parts(text: &FieldText) -> Vec<(Option<String>, FieldText)> {
    let (mut all, mut at) = (Vec::new(), 0);
    for span in &text.fields {
        if span.range.start > at {
            all.push((None, text.slice(at..span.range.start)));
        }
        all.push((Some(span.path.to_string()), text.slice(span.range.clone())));
        at = span.range.end;
    }
    if at < text.text.len() {
        all.push((None, text.slice(at..text.text.len())));
    }
    all
}

/// The field that all of an inline was printed from; `None` when there are several fields, or other text.
fn only_field(inline: &Inline) -> Option<String> {
    let all = |inner: &[Inline]| {
        let mut fields = inner.iter().map(only_field);
        let first = fields.next()??;
        fields.all(|field| field.as_ref() == Some(&first)).then_some(first)
    };
    match inline {
        Inline::Text(text) | Inline::Code(text) => match text.fields.as_slice() {
            [span] if span.range == (0..text.text.len()) => Some(span.path.to_string()),
            _ => None,
        },
        Inline::NoteReference { field, .. } => field.as_ref().map(ToString::to_string),
        Inline::Emphasis(inner)
        | Inline::Strong(inner)
        | Inline::Link { text: inner, .. }
        | Inline::Language { text: inner, .. } => all(inner),
        Inline::Edited { .. } | Inline::Break => None,
    }
}

impl<'a> Controls<'a> {
    /// The state at the start, without controls.
    pub(super) fn of(review: Option<&'a ForReview>) -> Self {
        Self { review, ..Self::default() }
    }

    /// The data about what is sent. It is read from the written parts with the same code as a returned file, so that an
    /// unchanged file has no changes when it comes back.
    pub(super) fn sent<'n>(&self, parts: &[&str], notes: impl Iterator<Item = (usize, &'n Note)>) -> Option<SentPart> {
        let review = self.review?;
        let all: Vec<usize> = (1..=self.written.len()).collect();
        let read = story::read(parts, &all).ok()?;
        let field = |number: &usize| {
            let (path, paragraph) = &self.written[number - 1];
            let found = &read.fields.get(number)?.passage;
            let prose = &review.fields[path];
            sent_field(*number, path, *paragraph, prose, found)
        };
        let fields: Vec<SentField> = all.iter().filter_map(field).collect();
        let known: Vec<usize> = fields.iter().map(|field| field.number).collect();
        let outside = story::read(parts, &known).ok()?.outside.into_iter().map(|it| it.text).collect();
        let notes = notes.map(|(number, note)| (number, note.label.clone())).collect();
        Some(SentPart { base: review.base.clone(), notes, fields, outside })
    }
}

/// A control as it is sent; `None` when the look of its text differs from that of the field in only a part of it.
fn sent_field(number: usize, path: &str, paragraph: usize, prose: &Prose, found: &Passage) -> Option<SentField> {
    let own = Passage { letters: letters(&prose.paragraphs[paragraph].words), marks: Vec::new() };
    // Text that the template makes bold as a whole is not bold in the brief.
    let bold = found.is_all(|letter| letter.bold) && !own.is_all(|letter| letter.bold);
    let italic = found.is_all(|letter| letter.italic) && !own.is_all(|letter| letter.italic);
    let looks = |passage: &Passage, (bold, italic): (bool, bool)| -> Vec<(char, bool, bool)> {
        let words = passage.letters.iter().filter(|letter| !letter.c.is_whitespace());
        words.map(|letter| (letter.c, letter.bold != bold, letter.italic != italic)).collect()
    };
    let is_same = if bold || italic {
        signs(own.text().chars()).eq(signs(found.text().chars()))
    } else {
        looks(&own, (false, false)) == looks(found, (false, false))
    };
    let text = Prose { paragraphs: vec![prose.paragraphs[paragraph].words.clone().into()] }.source();
    let marks = found.marks.iter().copied().flatten().collect();
    is_same.then(|| SentField { number, path: path.to_owned(), paragraph, bold, italic, marks, text })
}

/// The custom XML part with this data.
pub(super) fn part(sent: &SentPart) -> String {
    let mut xml = Xml::part();
    xml.open("review", &[("xmlns", NAMESPACE), ("version", "1"), ("base", &sent.base)]);
    xml.end_line();
    for (number, label) in &sent.notes {
        xml.empty("note", &[("number", &number.to_string()), ("source", label)]);
        xml.end_line();
    }
    for field in &sent.fields {
        let [number, paragraph] = [field.number, field.paragraph].map(|it| it.to_string());
        let marks: Vec<String> = field.marks.iter().map(ToString::to_string).collect();
        let mut attributes = vec![("number", number.as_str()), ("path", &field.path), ("paragraph", &paragraph)];
        let marks = marks.join(" ");
        if !marks.is_empty() {
            attributes.push(("marks", &marks));
        }
        for (name, is) in [("bold", field.bold), ("italic", field.italic)] {
            if is {
                attributes.push((name, "1"));
            }
        }
        xml.leaf("field", &attributes, &field.text);
        xml.end_line();
    }
    for text in &sent.outside {
        xml.leaf("text", &[], text);
        xml.end_line();
    }
    xml.close("review");
    xml.finish()
}

/// The properties of that part. Word drops the part without them.
pub(super) fn properties() -> String {
    let mut xml = Xml::part();
    let space = "http://schemas.openxmlformats.org/officeDocument/2006/customXml";
    let id = "{6C6E4A1B-5D0F-4E0B-9A54-2F7B9C1D3E86}";
    xml.group("ds:datastoreItem", &[("ds:itemID", id), ("xmlns:ds", space)], |xml| {
        xml.group("ds:schemaRefs", &[], |xml| xml.empty("ds:schemaRef", &[("ds:uri", NAMESPACE)]));
    });
    xml.finish()
}
