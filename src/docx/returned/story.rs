//! Reads text with all tracked changes accepted, and assigns it to fields.

mod put;

use std::collections::{HashMap, HashSet};

use quick_xml::events::BytesStart;

use super::tags::{XmlNode, attribute, is_on, walk};
use super::values::{LONGEST, capped, note_of, number_of, revision, short_attribute};
use super::{OutsideText, Portion, ReadError, ReturnedField, Revision};
use crate::docx::names::{BOOKMARK, TAG};

/// The most letters of a file.
const MOST_LETTERS: usize = 1 << 20;

/// The most open comments or bookmarks at one place; more are ignored.
const MOST_OPEN: usize = 64;

/// A letter and its place.
#[derive(Clone, Copy)]
pub(super) struct PlacedLetter {
    pub(super) c: char,
    pub(super) field: Option<usize>,
    /// The number of the paragraph.
    pub(super) paragraph: usize,
    pub(super) is_raised: bool,
}

/// What was read from the text of a file.
pub(in crate::docx) struct ReadStory {
    pub(in crate::docx) fields: HashMap<usize, ReturnedField>,
    pub(in crate::docx) outside: Vec<OutsideText>,
    pub(super) anchors: HashMap<String, Anchor>,
    /// All letters, if they were requested.
    pub(super) letters: Vec<PlacedLetter>,
}

/// The place of a comment.
#[derive(Default)]
pub(super) struct Anchor {
    pub(super) field: Option<usize>,
    pub(super) heading: String,
    pub(super) words: String,
}

/// Reads the parts with text. `known` are the numbers of the controls that were sent.
pub(in crate::docx) fn read(parts: &[&str], known: &[usize]) -> Result<ReadStory, ReadError> {
    Story { known: known.iter().copied().collect(), ..Story::default() }.read(parts)
}

/// The same as [`read`], and also collects all letters.
pub(super) fn letters(parts: &[&str], known: &[usize]) -> Result<ReadStory, ReadError> {
    let known: HashSet<usize> = known.iter().copied().collect();
    let placed = Some(Placing::default());
    Story { known, placed, ..Story::default() }.read(parts)
}

/// Reads parts without controls. `fields` has the field of each letter, and `notes` maps the ids of notes in this file
/// to their numbers.
pub(super) fn read_placed(
    parts: &[&str],
    fields: Vec<Option<usize>>,
    notes: HashMap<String, usize>,
    marks: NoteMarks,
) -> Result<ReadStory, ReadError> {
    let by_tag = fields.iter().flatten().map(|number| (*number, ReturnedField::default())).collect();
    let placed = Some(Placing { marks, fields: Some(fields), notes, ..Placing::default() });
    Story { by_tag, placed, ..Story::default() }.read(parts)
}

/// The raised numbers that are note marks and not text.
#[derive(Default)]
pub(super) struct NoteMarks {
    /// Note marks that may be inside the text of a field.
    pub(super) within: HashMap<usize, Vec<usize>>,
    /// Note marks that may follow the text of a field; for `None`, those in no field.
    pub(super) behind: HashMap<Option<usize>, Vec<usize>>,
    /// The index of the last letter of each field.
    pub(super) ends: HashMap<usize, usize>,
}

/// Assigns letters to fields in a file without controls.
#[derive(Default)]
struct Placing {
    marks: NoteMarks,
    /// The field of each letter, once it is known.
    fields: Option<Vec<Option<usize>>>,
    /// The numbers of notes, by their ids in the file.
    notes: HashMap<String, usize>,
    letters: Vec<PlacedLetter>,
    paragraphs: usize,
}

/// An open content control.
struct Control {
    field: Option<usize>,
    /// Whether it is an inline control that has lost its tag. Then the bookmark in it identifies the field.
    lacks_tag: bool,
    /// Whether its text is only a placeholder.
    placeholder: bool,
}

/// An open paragraph. Paragraphs are nested inside text boxes.
#[derive(Default)]
struct OpenParagraph {
    /// The text that is in no field.
    outside: String,
    /// All text.
    all: String,
    is_heading: bool,
    revisions: Vec<Revision>,
}

/// An open Word field, which shows a computed result.
struct Computed {
    code: String,
    /// Whether its code has ended and its result has begun.
    shows: bool,
}

/// The look of the current run.
#[derive(Default, Clone, Copy)]
struct RunLook {
    bold: bool,
    italic: bool,
    raised: bool,
}

#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a state of its own")]
struct Story {
    known: HashSet<usize>,
    by_tag: HashMap<usize, ReturnedField>,
    by_bookmark: HashMap<usize, ReturnedField>,
    controls: Vec<Control>,
    /// The open bookmarks of fields, with their ids.
    bookmarks: Vec<(String, usize)>,
    /// The note whose bookmark began last, if no text has followed, and the fields that the bookmark is in.
    /// `LibreOffice` ends such a bookmark, and that of the field, before the reference itself.
    note: Option<(usize, [Option<usize>; 2])>,
    paragraphs: Vec<OpenParagraph>,
    /// For each open row, whether it is deleted.
    rows: Vec<bool>,
    /// The depth inside elements that are skipped.
    skipped: usize,
    /// The depth inside deleted content.
    deleted: usize,
    /// The authors of the open changes.
    revisions: Vec<Revision>,
    links: usize,
    run: Option<RunLook>,
    in_run_properties: bool,
    in_row_properties: bool,
    in_control_properties: bool,
    in_text: bool,
    in_code: bool,
    computed: Vec<Computed>,
    heading: String,
    outside: Vec<OutsideText>,
    open_comments: Vec<String>,
    anchors: HashMap<String, Anchor>,
    letters: usize,
    placed: Option<Placing>,
}

/// Whether an element is skipped: it describes an earlier state, or repeats content for old programs.
fn is_skipped(name: &str) -> bool {
    name == "Fallback" || name.ends_with("PrChange") || matches!(name, "tblGridChange" | "numberingChange")
}

impl Story {
    fn read(mut self, parts: &[&str]) -> Result<ReadStory, ReadError> {
        for (part, name) in parts.iter().zip(["word/document.xml", "word/footnotes.xml"]) {
            walk(name, part, |node| self.node(node))?;
        }
        Ok(self.end())
    }

    fn node(&mut self, node: XmlNode<'_>) -> Result<(), ReadError> {
        match node {
            XmlNode::Open(tag) => {
                let name = tag.local_name().as_ref().to_owned();
                if self.skipped > 0 || is_skipped(&name) {
                    self.skipped += 1;
                } else {
                    self.open(&name, &tag);
                    self.single(&name, &tag);
                }
            }
            XmlNode::Empty(tag) => {
                let name = tag.local_name().as_ref().to_owned();
                if self.skipped == 0 && !is_skipped(&name) {
                    self.single(&name, &tag);
                    self.empty(&name);
                }
            }
            XmlNode::Close(name) => {
                if self.skipped > 0 {
                    self.skipped -= 1;
                } else {
                    self.close(&name);
                }
            }
            XmlNode::Text(text) => {
                if self.skipped == 0 {
                    self.text(&text);
                }
            }
        }
        if self.letters > MOST_LETTERS {
            return Err(ReadError::TooLarge { what: "more than a million characters", portion: Portion::Text });
        }
        Ok(())
    }

    /// Handles the start of an element with children.
    fn open(&mut self, name: &str, tag: &BytesStart<'_>) {
        match name {
            "p" => self.paragraphs.push(OpenParagraph::default()),
            "tr" => self.rows.push(false),
            "trPr" => self.in_row_properties = true,
            "sdt" => {
                self.controls.push(Control { field: None, lacks_tag: !self.paragraphs.is_empty(), placeholder: false });
            }
            "sdtPr" => self.in_control_properties = true,
            "ins" | "moveTo" if !self.in_properties() => self.revisions.push(revision(tag)),
            "del" | "moveFrom" if !self.in_properties() => {
                self.revisions.push(revision(tag));
                self.deleted += 1;
            }
            "hyperlink" => self.links += 1,
            "r" => self.run = Some(RunLook::default()),
            "rPr" => self.in_run_properties = self.run.is_some(),
            "t" | "delText" => self.in_text = true,
            "instrText" => self.in_code = true,
            "fldSimple" => {
                let code = short_attribute(tag, "instr");
                self.computed.push(Computed { code, shows: false });
                self.shows();
            }
            _ => {}
        }
    }

    fn in_properties(&self) -> bool {
        self.in_row_properties || self.in_run_properties
    }

    /// Handles the start of an element, or an empty element, that has a meaning by itself.
    fn single(&mut self, name: &str, tag: &BytesStart<'_>) {
        match name {
            "tag" if self.in_control_properties => {
                let number = attribute(tag, "val").and_then(|it| it.strip_prefix(TAG)?.parse::<usize>().ok());
                let is_taken =
                    |number: &usize| self.by_tag.get(number).is_some_and(|it| !it.passage.letters.is_empty());
                // A copy of a control has the same tag. Only the first one counts; the text of the copy is new text.
                let field = number.filter(|number| self.known.contains(number) && !is_taken(number));
                if let Some(control) = self.controls.last_mut() {
                    control.lacks_tag = false;
                    control.field = field;
                }
                if let Some(number) = field {
                    self.by_tag.entry(number).or_default();
                }
            }
            "showingPlcHdr" if self.in_control_properties && is_on(tag) => {
                if let Some(control) = self.controls.last_mut() {
                    control.placeholder = true;
                }
            }
            "bookmarkStart" => self.bookmark(tag),
            "bookmarkEnd" => {
                let id = short_attribute(tag, "id");
                self.bookmarks.retain(|(known, _)| *known != id);
            }
            "del" if self.in_row_properties => {
                if let Some(row) = self.rows.last_mut().filter(|row| !**row) {
                    *row = true;
                    self.deleted += 1;
                    self.revisions.push(revision(tag));
                }
            }
            "pStyle" => {
                let style = attribute(tag, "val").unwrap_or_default().to_lowercase();
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.is_heading = style.starts_with("heading") || style == "title";
                }
            }
            "b" | "i" | "rStyle" | "vertAlign" if self.in_run_properties => self.look(name, tag),
            "fldChar" => match attribute(tag, "fldCharType").as_deref() {
                Some("begin") => self.computed.push(Computed { code: String::new(), shows: false }),
                Some("separate") => self.shows(),
                Some("end") => {
                    if self.computed.last().is_some_and(|it| !it.shows) {
                        self.shows();
                    }
                    self.computed.pop();
                }
                _ => {}
            },
            "br" if attribute(tag, "type").is_none_or(|kind| kind == "textWrapping") => self.put(" "),
            "sym" => {
                let code = attribute(tag, "char").and_then(|it| u32::from_str_radix(&it, 16).ok());
                // Characters of symbol fonts have no meaning without their font.
                let c = code.and_then(char::from_u32).filter(|c| !('\u{e000}'..='\u{f8ff}').contains(c));
                self.put(&c.unwrap_or('□').to_string());
            }
            "footnoteReference" => {
                let (note, fields) = self.note.take().unzip();
                let known = self.placed.as_ref().and_then(|it| it.notes.get(&short_attribute(tag, "id")).copied());
                let (note, here) = (note.or(known), self.current_fields());
                self.mark(note, if here == [None; 2] { fields.unwrap_or(here) } else { here });
            }
            "commentRangeStart" => {
                let id = short_attribute(tag, "id");
                self.begin_comment(&id);
                if self.open_comments.len() < MOST_OPEN {
                    self.open_comments.push(id);
                }
            }
            "commentRangeEnd" => {
                let id = short_attribute(tag, "id");
                self.open_comments.retain(|known| *known != id);
            }
            "commentReference" => self.begin_comment(&short_attribute(tag, "id")),
            _ => {}
        }
    }

    /// Handles an empty element that stands for a character.
    fn empty(&mut self, name: &str) {
        match name {
            "tab" | "cr" | "ptab" if self.run.is_some() => self.put(" "),
            "noBreakHyphen" => self.put("-"),
            "p" => {
                self.paragraphs.push(OpenParagraph::default());
                self.end_paragraph();
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" => self.end_paragraph(),
            "tr" => self.end_row(),
            "trPr" => self.in_row_properties = false,
            "sdt" => _ = self.controls.pop(),
            "sdtPr" => self.in_control_properties = false,
            "ins" | "moveTo" if !self.in_properties() => _ = self.revisions.pop(),
            "del" | "moveFrom" if !self.in_properties() => {
                self.revisions.pop();
                self.deleted = self.deleted.saturating_sub(1);
            }
            "hyperlink" => self.links = self.links.saturating_sub(1),
            "r" => self.run = None,
            "rPr" => self.in_run_properties = false,
            "t" | "delText" => self.in_text = false,
            "instrText" => self.in_code = false,
            "fldSimple" => _ = self.computed.pop(),
            _ => {}
        }
    }

    fn end_row(&mut self) {
        if self.rows.pop() == Some(true) {
            self.deleted = self.deleted.saturating_sub(1);
            self.revisions.pop();
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_code {
            if let Some(computed) = self.computed.last_mut().filter(|it| it.code.len() < LONGEST) {
                computed.code.push_str(&text[..text.floor_char_boundary(LONGEST)]);
            }
        } else if self.in_text {
            self.put(text);
        }
    }

    fn look(&mut self, name: &str, tag: &BytesStart<'_>) {
        let Some(run) = &mut self.run else { return };
        match name {
            "b" => run.bold = is_on(tag),
            "i" => run.italic = is_on(tag),
            "vertAlign" => run.raised = attribute(tag, "val").as_deref() == Some("superscript"),
            _ => match attribute(tag, "val").as_deref() {
                Some("Strong" | "StrongEmphasis") => run.bold = true,
                Some("Emphasis") => run.italic = true,
                _ => {}
            },
        }
    }

    fn bookmark(&mut self, tag: &BytesStart<'_>) {
        let (Some(id), Some(name)) = (attribute(tag, "id").map(capped), attribute(tag, "name")) else { return };
        if let Some(number) = name.strip_prefix(BOOKMARK).and_then(number_of) {
            let is_taken = self.by_bookmark.get(&number).is_some_and(|it| !it.passage.letters.is_empty());
            if self.known.contains(&number) && !is_taken && self.deleted == 0 {
                self.by_bookmark.entry(number).or_default();
                // LibreOffice drops the tags of controls, and ends a bookmark one letter too early.
                let is_taken = self.by_tag.get(&number).is_some_and(|it| !it.passage.letters.is_empty());
                if let Some(control) = self.controls.last_mut().filter(|it| it.lacks_tag && !is_taken) {
                    control.field = Some(number);
                    self.by_tag.entry(number).or_default();
                }
                if self.bookmarks.len() < MOST_OPEN {
                    self.bookmarks.push((id, number));
                }
            }
        } else if let Some(number) = note_of(&name) {
            self.note = Some((number, self.current_fields()));
        }
    }

    /// Handles the start of a Word field's result. A cross-reference to a note is a note mark.
    fn shows(&mut self) {
        let Some(computed) = self.computed.last_mut() else { return };
        computed.shows = true;
        let mut words = computed.code.split_whitespace();
        if words.next() == Some("NOTEREF") {
            let note = words.next().and_then(note_of);
            self.mark(note, self.current_fields());
        }
    }

    /// Whether the current text was computed by Word, not written by a person.
    fn is_computed(&self) -> bool {
        let kind = |it: &Computed| it.code.split_whitespace().next().unwrap_or_default().to_owned();
        let is = |it: &Computed| {
            !it.shows || matches!(kind(it).as_str(), "NOTEREF" | "PAGEREF" | "PAGE" | "NUMPAGES" | "SECTIONPAGES")
        };
        self.computed.iter().rev().take(4).any(is)
    }

    /// The field of each letter, in a file without controls.
    fn fields(&self) -> Option<&[Option<usize>]> {
        self.placed.as_ref()?.fields.as_deref()
    }

    /// The field of the next letter, in a file without controls.
    fn field_ahead(&self) -> Option<usize> {
        *self.fields()?.get(self.letters)?
    }

    /// The current fields: by the tag of a control, and by a bookmark.
    fn current_fields(&self) -> [Option<usize>; 2] {
        if let Some(fields) = self.fields() {
            // Content after a letter belongs to the field of that letter.
            return [self.letters.checked_sub(1).and_then(|at| *fields.get(at)?), None];
        }
        let tag = self.controls.iter().rev().take(16).find_map(|control| control.field);
        [tag, self.bookmarks.last().map(|(_, number)| *number)]
    }

    /// Applies a change to the fields that are given by the tag of a control and by a bookmark.
    fn update_fields(&mut self, [tag, bookmark]: [Option<usize>; 2], change: impl FnMut(&mut ReturnedField)) {
        let by_tag = tag.and_then(|number| self.by_tag.get_mut(&number));
        let by_bookmark = bookmark.and_then(|number| self.by_bookmark.get_mut(&number));
        by_tag.into_iter().chain(by_bookmark).for_each(change);
    }
}
