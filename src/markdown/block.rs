//! The block tree: what a Markdown text says, with the layout that its comments ask for.

use std::ops::Range;

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
    /// Where it stands in the Markdown text, in bytes.
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
    /// Footnote definitions that stand together, in the order of their numbers.
    Notes(Vec<Note>),
    /// Blocks between a layout comment and its end.
    Region(Region, Vec<Block>),
    /// `<!-- brief:page-break -->`
    PageBreak,
    /// `<!-- brief:contents -->`: the headings with their pages.
    Contents,
    /// `<!-- brief:column-break -->`, directly in a `columns` region.
    ColumnBreak,
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
    /// `marking`: the handling marking. Taken out of the flow and printed at the head and foot of every page.
    Marking,
    /// `subtitle`: the line under the title.
    Subtitle,
    /// `dateline`: date and edition; printed again at the foot of every page.
    Dateline,
    /// `columns count=2`: its blocks in columns, balanced, or broken at each [`BlockKind::ColumnBreak`] where it has one.
    Columns {
        /// How many columns, 2 or 3.
        count: u8,
    },
    /// `keep`: kept on one page.
    Keep,
    /// `small`: in small print.
    Small,
    /// `matrix`: the tables in it have row headings in their first column.
    Matrix,
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
    /// They stand elsewhere.
    Moved,
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Words.
    Text(String),
    /// Emphasis.
    Emphasis(Vec<Inline>),
    /// Strong emphasis.
    Strong(Vec<Inline>),
    /// Code.
    Code(String),
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
    /// A line end that must stay: `<br>` or two spaces.
    Break,
}

impl Document {
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
    let left = words(inlines, false);
    if left.trim().is_empty() { words(inlines, true) } else { left }
}

fn words(inlines: &[Inline], deleted: bool) -> String {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Link { text: inner, .. }
            | Inline::Language { text: inner, .. } => out.push_str(&words(inner, deleted)),
            Inline::Edited { edit, text } if deleted || *edit != Edit::Deleted => out.push_str(&words(text, deleted)),
            Inline::Edited { .. } | Inline::NoteReference { .. } => {}
            Inline::Break => out.push(' '),
        }
    }
    out
}
