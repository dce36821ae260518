//! The block tree: the content of a Markdown text, with the layout that its comments ask for.

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

/// A block, and the range of the Markdown text that it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// The kind of block.
    pub kind: BlockKind,
    /// Its range in the Markdown text, in bytes.
    pub span: Range<usize>,
}

/// The kinds of blocks.
#[derive(Debug, Clone, PartialEq)]
pub enum BlockKind {
    /// A heading. The one of level 1 is the title.
    Heading {
        /// The level, from 1 to 6.
        level: u8,
        /// The text.
        text: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A block quote, which is set apart, such as the bottom line.
    Quote(Vec<Block>),
    /// A list.
    List {
        /// The number of the first item in a numbered list; `None` for bullets.
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
    /// `![alternative text](file)`, alone in a `figure` region.
    Picture(PictureBlock),
}

/// A picture in the text.
#[derive(Debug, Clone, PartialEq)]
pub struct PictureBlock {
    /// The file name, as the text has it.
    pub file: String,
    /// The alternative text.
    pub alt: FieldText,
    /// The size at which it is printed.
    pub size: PictureSize,
    /// The picture; `None` until [`Document::set_pictures`] has set it.
    pub picture: Option<Arc<Picture>>,
    /// Its change between two editions, if changes are tracked.
    pub edit: Option<Edit>,
}

/// The size at which a picture is printed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PictureSize {
    /// The width, as a percentage of the width of the text.
    Width(u8),
    /// The height, in points.
    Height(f32),
}

/// The largest height of a picture, relative to the height of a page's text area. The rest is for its caption and
/// heading.
const HIGHEST: f32 = 0.7;

impl PictureSize {
    /// The printed width of a picture. `ratio` is its height divided by its width. `measure` is the width of the
    /// column, `text` the width of running text, `room` the height of the page's text area. All lengths and the result
    /// have the same unit; `points` is the number of these units in a point.
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
    /// The header cells, one for each column.
    pub header: Vec<Vec<Inline>>,
    /// The rows.
    pub rows: Vec<Vec<Vec<Inline>>>,
}

/// A numbered footnote definition: in a brief, a source.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// The label in the Markdown text: in a brief, the source's id.
    pub label: String,
    /// The number, from 1, in the order of the first references.
    pub number: usize,
    /// The text.
    pub text: Vec<Inline>,
}

/// The region that a layout comment opens: `<!-- brief:NAME key=value -->` … `<!-- /brief:NAME -->`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Region {
    /// `marking`: the handling marking. It is not part of the flow, but printed at the top and bottom of every page.
    Marking,
    /// `subtitle`: the line under the title.
    Subtitle,
    /// `dateline`: date and edition; repeated at the bottom of every page.
    Dateline,
    /// `columns count=2`: blocks in columns. They are balanced, or divided at each [`BlockKind::ColumnBreak`] if there
    /// are any.
    Columns {
        /// The number of columns, 2 or 3.
        count: u8,
    },
    /// `dates`: a list whose items begin with strong text, usually a date, in two columns: that text, and the rest.
    Dates,
    /// `keep`: kept on one page.
    Keep,
    /// `small`: in small print.
    Small,
    /// `margin`: in small print beside the block before it, if the style leaves a column for it; otherwise below that
    /// block.
    Margin,
    /// `matrix`: the tables inside it have row headings in their first column.
    Matrix,
    /// `figure width=60`: a picture and its caption.
    Figure {
        /// The width of the picture, as a percentage of the width of the text.
        width: u8,
    },
    /// `strip`: a table drawn as a picture. The first column names the rows, and the others are the steps of a scale.
    Strip,
    /// `timeline days="0 3 9"`: a table with dates in the first column and signs in the second, with a drawing above
    /// it.
    Timeline {
        /// For each row, the days since the first one.
        days: Vec<u32>,
    },
    /// `drop priority=N note="…"`: may be left out when the page is too full, and is then replaced by the note. The
    /// lowest priority is left out first.
    Drop {
        /// The priority, from 1; 1 is left out first.
        priority: u8,
        /// The text that is printed instead.
        note: String,
    },
}

/// The change of a text between two editions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Edit {
    /// Only in the new edition.
    Inserted,
    /// Only in the old edition.
    Deleted,
    /// In both editions, in different places.
    Moved,
}

/// A text, and the fields of the brief that parts of it were printed from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldText {
    /// The text.
    pub text: String,
    /// The byte ranges that were printed from fields, in order and without overlap. The rest are words of the template.
    pub fields: Vec<FieldSpan>,
}

/// Whether blocks are worth setting in balanced columns: they have two entries at least, which are items of lists,
/// tables and paragraphs. Headings and small print are none.
#[must_use]
pub fn fill_columns(blocks: &[Block]) -> bool {
    fn entries(blocks: &[Block]) -> usize {
        blocks
            .iter()
            .map(|block| match &block.kind {
                BlockKind::Heading { .. } | BlockKind::Region(Region::Small, _) => 0,
                BlockKind::List { items, .. } => items.len(),
                BlockKind::Region(_, inner) | BlockKind::Quote(inner) => entries(inner),
                _ => 1,
            })
            .sum()
    }
    entries(blocks) > 1
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

    /// The words with a single space between them, and none at the ends. This removes the gaps that deleted words
    /// leave.
    #[must_use]
    pub fn without_gaps(&self) -> Self {
        let (mut words, mut at) = (Self::default(), 0);
        for word in self.text.split(' ') {
            let end = at + word.len();
            if !word.is_empty() {
                // Includes the space before the word.
                let start = if words.text.is_empty() { at } else { at - 1 };
                words.push(&self.slice(start..end));
            }
            at = end + 1;
        }
        words
    }

    /// Records which field the range at the end was printed from. Adjacent ranges of the same field are joined.
    pub(super) fn push_field(&mut self, range: Range<usize>, path: &FieldPath) {
        match self.fields.last_mut() {
            Some(last) if last.range.end == range.start && last.path == *path => last.range.end = range.end,
            _ => self.fields.push(FieldSpan { range, path: FieldPath::clone(path) }),
        }
    }

    /// The part in a byte range, whose ends must be character boundaries.
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

/// The separator between two references to notes.
pub const BETWEEN_NOTES: &str = ",\u{a0}";

/// Inline content.
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
        /// The target: http, https or mailto; or `#` and the anchor of a heading ([`crate::model::anchor`]).
        url: String,
        /// The text of the link.
        text: Vec<Inline>,
    },
    /// A reference to a note.
    NoteReference {
        /// The note's label.
        label: String,
        /// The note's number.
        number: usize,
        /// The field that cites it; `None` when the template does.
        field: Option<FieldPath>,
    },
    /// Text in another language: `<span lang="uk">…</span>`.
    Language {
        /// BCP 47 tag.
        tag: String,
        /// The text.
        text: Vec<Inline>,
    },
    /// Text that changed between two editions: `<ins>…</ins>`, `<del>…</del>`, `<ins class="moved">…</ins>`.
    Edited {
        /// The kind of change.
        edit: Edit,
        /// The text.
        text: Vec<Inline>,
    },
    /// A forced line break: `<br>` or two spaces.
    Break,
}

impl Document {
    /// The paths of the fields that the blocks print, in the order of their first appearance.
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

    /// Sets each picture to the one that `find` returns for its file name. A picture that is not found becomes a
    /// paragraph with its alternative text. Returns the byte ranges of these.
    pub fn set_pictures(&mut self, find: &impl Fn(&str) -> Option<Arc<Picture>>) -> Vec<Range<usize>> {
        let mut unknown = Vec::new();
        set_pictures(&mut self.blocks, find, &mut unknown);
        unknown
    }

    /// Whether there is a picture in the document.
    #[must_use]
    pub fn has_pictures(&self) -> bool {
        has_pictures(&self.blocks)
    }

    /// Removes the notes that are not referred to.
    pub fn drop_unused_notes(&mut self) {
        let mut used = HashSet::new();
        notes_of_blocks(&self.blocks, &mut used);
        let used: HashSet<String> = used.into_iter().map(str::to_owned).collect();
        keep_notes(&mut self.blocks, &used);
    }

    /// The text of the first heading of level 1; `None` when there is none.
    #[must_use]
    pub fn title(&self) -> Option<String> {
        self.blocks.iter().find_map(|block| match &block.kind {
            BlockKind::Heading { level: 1, text } => Some(plain_text(text)),
            _ => None,
        })
    }
}

impl Inline {
    /// Whether it begins with a reference to a note, which may be edited.
    #[must_use]
    pub fn begins_with_note(&self) -> bool {
        match self {
            Self::NoteReference { .. } => true,
            Self::Edited { text, .. } => text.first().is_some_and(Self::begins_with_note),
            _ => false,
        }
    }

    /// Whether it ends with a reference to a note, which may be edited.
    #[must_use]
    pub fn ends_with_note(&self) -> bool {
        match self {
            Self::NoteReference { .. } => true,
            Self::Edited { text, .. } => text.last().is_some_and(Self::ends_with_note),
            _ => false,
        }
    }
}

/// The text of a line without markup. References to notes are left out, and a line break is a space. Deleted text is
/// left out, unless there is no other.
#[must_use]
pub fn plain_text(inlines: &[Inline]) -> String {
    plain_field_text(inlines).text
}

/// The same text as from [`plain_text`], with its fields.
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

/// Removes all notes except those with certain labels.
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

/// The labels of the notes that some blocks refer to.
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

/// Calls `found` with the label and the number of each note that a line refers to, in order.
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
