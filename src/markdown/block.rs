//! The block tree: what a Markdown text says, with the layout that its comments ask for.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use crate::picture::Picture;
use crate::provenance::{FieldPath, FieldSpan};

/// A Markdown text as a tree.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    /// The blocks in reading order.
    pub blocks: Vec<Block>,
}

/// One block and the bytes of the Markdown text that it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it is in the Markdown text, in bytes.
    pub span: Range<usize>,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq)]
pub enum BlockKind {
    /// A heading; the one of level 1 is the title.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Its words.
        text: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A block quote: set apart, as the bottom line is.
    Quote(Vec<Block>),
    /// A list.
    List {
        /// The first number of a numbered list; `None` for bullets.
        start: Option<u64>,
        /// The items.
        items: Vec<Vec<Block>>,
    },
    /// A table.
    Table(Table),
    /// A thematic break.
    Rule,
    /// Adjacent footnote definitions, in the order of their numbers.
    Notes(Vec<Note>),
    /// Blocks between a layout comment and its end.
    Region(Region, Vec<Block>),
    /// `<!-- brief:page-break -->`
    PageBreak,
    /// `<!-- brief:contents -->`: the headings with their pages.
    Contents,
    /// `<!-- brief:column-break -->`, directly in a `columns` region.
    ColumnBreak,
    /// `![what it shows](file)`, alone in a `figure` region.
    Picture(PictureBlock),
}

/// A picture in the text.
#[derive(Debug, Clone, PartialEq)]
pub struct PictureBlock {
    /// The file, as the text names it.
    pub file: String,
    /// The alternative text: what it shows, in words.
    pub alt: FieldText,
    /// How large it is printed.
    pub size: PictureSize,
    /// The picture; `None` until [`Document::set_pictures`] has found it.
    pub picture: Option<Arc<Picture>>,
    /// What was done to it from one edition to the next, where that is tracked.
    pub edit: Option<Edit>,
}

/// How large a picture is printed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PictureSize {
    /// So many per cent of the width of the text.
    Width(u8),
    /// So many points high.
    Height(f32),
}

/// The share of the height of a page's text that a picture takes at most: its caption and heading have room beside it.
const HIGHEST: f32 = 0.7;

impl PictureSize {
    /// How wide a picture is printed, in the unit of the lengths, of which [`PictureSize::Height`] has `points` in a point.
    /// `ratio` is how high it is for its width, `measure` how wide the column is, `text` how wide the text, `room` how high.
    #[must_use]
    pub fn width(self, ratio: f32, [measure, text, room]: [f32; 3], points: f32) -> f32 {
        let width = match self {
            Self::Width(percent) => measure.min(text) * f32::from(percent.min(100)) / 100.0,
            Self::Height(height) => (height.max(0.0) * points / ratio).min(measure),
        };
        width.min(room * HIGHEST / ratio)
    }
}

/// A table: every row has as many cells as the header.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The header cells, each the words of one column's heading.
    pub header: Vec<Vec<Inline>>,
    /// The rows.
    pub rows: Vec<Vec<Vec<Inline>>>,
}

/// A numbered footnote definition: in a brief, a source.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// The label in the Markdown text: in a brief, the source's id.
    pub label: String,
    /// Its number, from 1, in the order of the first references.
    pub number: usize,
    /// Its words.
    pub text: Vec<Inline>,
}

/// What a layout comment asks for. Written `<!-- brief:NAME key=value -->` … `<!-- /brief:NAME -->`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Region {
    /// `marking`: the handling marking. Taken out of the flow and printed at the top and bottom of every page.
    Marking,
    /// `subtitle`: the line under the title.
    Subtitle,
    /// `dateline`: date and edition; printed again at the bottom of every page.
    Dateline,
    /// `columns count=2`: its blocks in columns, balanced, or broken at each [`BlockKind::ColumnBreak`] where it has one.
    Columns {
        /// How many columns, 2 or 3.
        count: u8,
    },
    /// `dates`: a list whose items begin with strong words, most often dates, as two columns: those words, and the rest.
    Dates,
    /// `keep`: kept on one page.
    Keep,
    /// `small`: in small print.
    Small,
    /// `margin`: in small print beside the block before it, where the style leaves a margin column; else below it.
    Margin,
    /// `matrix`: the tables in it have row headings in their first column.
    Matrix,
    /// `figure width=60`: a picture, and its caption.
    Figure {
        /// How wide the picture is, in per cent of the width of the text.
        width: u8,
    },
    /// `strip`: a table whose first column names the rows and whose others are the steps of a scale, as a picture.
    Strip,
    /// `timeline days="0 3 9"`: a table with dates in the first column and signs in the second, with a picture above it.
    Timeline {
        /// For each row the days since the first.
        days: Vec<u32>,
    },
    /// `drop priority=N note="…"`: may be left out when the page is too full, the lowest priority first, and is then
    /// replaced by the note.
    Drop {
        /// From 1; 1 is dropped first.
        priority: u8,
        /// What the page says in its place.
        note: String,
    },
}

/// What was done to words from one edition to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Edit {
    /// They are new.
    Inserted,
    /// They are gone.
    Deleted,
    /// They have moved.
    Moved,
}

/// A text, and the fields of the brief that its parts were printed from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldText {
    /// The text.
    pub text: String,
    /// The parts that were printed from fields, in bytes of the text: in order, none within another. What is in none of
    /// them are words of the template.
    pub fields: Vec<FieldSpan>,
}

impl From<&str> for FieldText {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), fields: Vec::new() }
    }
}

impl FieldText {
    /// A text that was printed from one field, or from none.
    #[must_use]
    pub fn of(text: &str, field: Option<FieldPath>) -> Self {
        let fields =
            field.into_iter().filter(|_| !text.is_empty()).map(|path| FieldSpan { range: 0..text.len(), path });
        Self { text: text.to_owned(), fields: fields.collect() }
    }

    /// Appends a text.
    pub fn push(&mut self, other: &Self) {
        let start = self.text.len();
        self.text.push_str(&other.text);
        for FieldSpan { range, path } in &other.fields {
            self.push_field(start + range.start..start + range.end, path);
        }
    }

    /// The words with one space between them, and none around them: without the gaps that deleted words leave.
    #[must_use]
    pub fn without_gaps(&self) -> Self {
        let (mut words, mut at) = (Self::default(), 0);
        for word in self.text.split(' ') {
            let end = at + word.len();
            if !word.is_empty() {
                // With the space before it.
                let start = if words.text.is_empty() { at } else { at - 1 };
                words.push(&self.slice(start..end));
            }
            at = end + 1;
        }
        words
    }

    /// Says which field the part at the end was printed from. Parts of one field side by side are one.
    pub(super) fn push_field(&mut self, range: Range<usize>, path: &FieldPath) {
        match self.fields.last_mut() {
            Some(last) if last.range.end == range.start && last.path == *path => last.range.end = range.end,
            _ => self.fields.push(FieldSpan { range, path: FieldPath::clone(path) }),
        }
    }

    /// The part between two bytes, which must be the boundaries of characters.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> Self {
        let fields = self.fields.iter().filter_map(|span| {
            let (start, end) = (span.range.start.max(range.start), span.range.end.min(range.end));
            let path = FieldPath::clone(&span.path);
            (start < end).then(|| FieldSpan { range: start - range.start..end - range.start, path })
        });
        Self { text: self.text[range.clone()].to_owned(), fields: fields.collect() }
    }
}

/// What is between two references to notes.
pub const BETWEEN_NOTES: &str = ",\u{a0}";

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Text.
    Text(FieldText),
    /// Emphasis.
    Emphasis(Vec<Inline>),
    /// Strong emphasis.
    Strong(Vec<Inline>),
    /// Code.
    Code(FieldText),
    /// A link.
    Link {
        /// Where it leads: http, https or mailto; or `#` and the anchor of a heading ([`crate::model::anchor`]).
        url: String,
        /// The words.
        text: Vec<Inline>,
    },
    /// A reference to a note.
    NoteReference {
        /// The note's label.
        label: String,
        /// The note's number.
        number: usize,
        /// The field that cites it; `None` when it is a template that does.
        field: Option<FieldPath>,
    },
    /// Words in another language: `<span lang="uk">…</span>`.
    Language {
        /// BCP 47 tag.
        tag: String,
        /// The words.
        text: Vec<Inline>,
    },
    /// Words that an edition has and another has not: `<ins>…</ins>`, `<del>…</del>`, `<ins class="moved">…</ins>`.
    Edited {
        /// What was done to them.
        edit: Edit,
        /// The words.
        text: Vec<Inline>,
    },
    /// A line break that must stay: `<br>` or two spaces.
    Break,
}

impl Document {
    /// The fields that the blocks print, in the order in which each first appears.
    #[must_use]
    pub fn fields(&self) -> Vec<FieldPath> {
        let (mut known, mut found) = (HashSet::new(), Vec::new());
        fields_of_blocks(&self.blocks, &mut |path| {
            if known.insert(FieldPath::clone(path)) {
                found.push(FieldPath::clone(path));
            }
        });
        found
    }

    /// Gives each picture its own from those of the files that `find` knows. One that it does not know becomes a paragraph
    /// with its words. Returns the places of those.
    pub fn set_pictures(&mut self, find: &impl Fn(&str) -> Option<Arc<Picture>>) -> Vec<Range<usize>> {
        let mut unknown = Vec::new();
        set_pictures(&mut self.blocks, find, &mut unknown);
        unknown
    }

    /// Whether it has a picture.
    #[must_use]
    pub fn has_pictures(&self) -> bool {
        has_pictures(&self.blocks)
    }

    /// Takes out the notes to which nothing refers.
    pub fn drop_unused_notes(&mut self) {
        let mut used = HashSet::new();
        notes_of_blocks(&self.blocks, &mut used);
        let used: HashSet<String> = used.into_iter().map(str::to_owned).collect();
        keep_notes(&mut self.blocks, &used);
    }

    /// The words of the first heading of level 1; `None` when there is none.
    #[must_use]
    pub fn title(&self) -> Option<String> {
        self.blocks.iter().find_map(|block| match &block.kind {
            BlockKind::Heading { level: 1, text } => Some(plain_text(text)),
            _ => None,
        })
    }
}

/// The words of a line without markup; a reference to a note has none, a break is a space. Deleted words do not count,
/// unless there are no others.
#[must_use]
pub fn plain_text(inlines: &[Inline]) -> String {
    plain_field_text(inlines).text
}

/// The words of a line as [`plain_text`] gives them, with their fields.
#[must_use]
pub fn plain_field_text(inlines: &[Inline]) -> FieldText {
    let mut text = FieldText::default();
    push_words(inlines, false, &mut text);
    if text.text.trim().is_empty() {
        text = FieldText::default();
        push_words(inlines, true, &mut text);
    }
    text
}

fn push_words(inlines: &[Inline], deleted: bool, out: &mut FieldText) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.push(text),
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Link { text: inner, .. }
            | Inline::Language { text: inner, .. } => push_words(inner, deleted, out),
            Inline::Edited { edit, text } if deleted || *edit != Edit::Deleted => push_words(text, deleted, out),
            Inline::Edited { .. } | Inline::NoteReference { .. } => {}
            Inline::Break => out.text.push(' '),
        }
    }
}

fn set_pictures(blocks: &mut [Block], find: &impl Fn(&str) -> Option<Arc<Picture>>, unknown: &mut Vec<Range<usize>>) {
    for block in blocks {
        match &mut block.kind {
            BlockKind::Picture(it) if it.picture.is_none() => {
                it.picture = find(&it.file);
                if it.picture.is_none() {
                    unknown.push(block.span.clone());
                    let words = Inline::Emphasis(vec![Inline::Text(std::mem::take(&mut it.alt))]);
                    block.kind = BlockKind::Paragraph(vec![words]);
                }
            }
            BlockKind::Quote(inner) | BlockKind::Region(_, inner) => set_pictures(inner, find, unknown),
            BlockKind::List { items, .. } => items.iter_mut().for_each(|item| set_pictures(item, find, unknown)),
            _ => {}
        }
    }
}

fn has_pictures(blocks: &[Block]) -> bool {
    blocks.iter().any(|block| match &block.kind {
        BlockKind::Picture(_) => true,
        BlockKind::Quote(inner) | BlockKind::Region(_, inner) => has_pictures(inner),
        BlockKind::List { items, .. } => items.iter().any(|item| has_pictures(item)),
        _ => false,
    })
}

/// Takes out the notes but those of some labels.
fn keep_notes(blocks: &mut Vec<Block>, used: &HashSet<String>) {
    blocks.retain_mut(|block| match &mut block.kind {
        BlockKind::Notes(notes) => {
            notes.retain(|note| used.contains(&note.label));
            !notes.is_empty()
        }
        BlockKind::Quote(inner) | BlockKind::Region(_, inner) => {
            keep_notes(inner, used);
            true
        }
        _ => true,
    });
}

/// The labels of the notes to which some blocks refer.
fn notes_of_blocks<'b>(blocks: &'b [Block], used: &mut HashSet<&'b str>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) => notes_of(text, used),
            BlockKind::Quote(inner) | BlockKind::Region(_, inner) => notes_of_blocks(inner, used),
            BlockKind::List { items, .. } => items.iter().for_each(|item| notes_of_blocks(item, used)),
            BlockKind::Table(Table { header, rows }) => {
                header.iter().chain(rows.iter().flatten()).for_each(|cell| notes_of(cell, used));
            }
            BlockKind::Notes(notes) => notes.iter().for_each(|note| notes_of(&note.text, used)),
            BlockKind::Rule
            | BlockKind::PageBreak
            | BlockKind::Contents
            | BlockKind::ColumnBreak
            | BlockKind::Picture(_) => {}
        }
    }
}

fn notes_of<'b>(inlines: &'b [Inline], used: &mut HashSet<&'b str>) {
    references(inlines, &mut |label, _| _ = used.insert(label));
}

/// Calls `found` with the label and the number of each note to which a line refers, in the order of the references.
pub fn references<'b>(inlines: &'b [Inline], found: &mut impl FnMut(&'b str, usize)) {
    for inline in inlines {
        match inline {
            Inline::NoteReference { label, number, .. } => found(label, *number),
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Link { text: inner, .. }
            | Inline::Language { text: inner, .. }
            | Inline::Edited { text: inner, .. } => references(inner, found),
            Inline::Text(_) | Inline::Code(_) | Inline::Break => {}
        }
    }
}

fn fields_of_blocks(blocks: &[Block], found: &mut impl FnMut(&FieldPath)) {
    for block in blocks {
        match &block.kind {
            BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) => fields_of(text, found),
            BlockKind::Quote(inner) | BlockKind::Region(_, inner) => fields_of_blocks(inner, found),
            BlockKind::List { items, .. } => items.iter().for_each(|item| fields_of_blocks(item, found)),
            BlockKind::Table(Table { header, rows }) => {
                header.iter().chain(rows.iter().flatten()).for_each(|cell| fields_of(cell, found));
            }
            BlockKind::Notes(notes) => notes.iter().for_each(|note| fields_of(&note.text, found)),
            BlockKind::Picture(picture) => picture.alt.fields.iter().for_each(|span| found(&span.path)),
            BlockKind::Rule | BlockKind::PageBreak | BlockKind::Contents | BlockKind::ColumnBreak => {}
        }
    }
}

fn fields_of(inlines: &[Inline], found: &mut impl FnMut(&FieldPath)) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => text.fields.iter().for_each(|span| found(&span.path)),
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Link { text: inner, .. }
            | Inline::Language { text: inner, .. }
            | Inline::Edited { text: inner, .. } => fields_of(inner, found),
            Inline::NoteReference { field, .. } => field.iter().for_each(&mut *found),
            Inline::Break => {}
        }
    }
}
