//! Block tree → parts: every paragraph shaped once, every part with its place in the structure tree.

mod list;
mod notes;
mod picture;
mod signs;
mod table;

pub(super) use notes::{NotePart, NotesPart};
pub(super) use picture::{Event, PicturePart, TimelinePart};
use std::collections::HashMap;
use std::ops::Range;

use super::color::Color;
use super::font::Face;
use super::labels::PageLabels;
use super::page::{Element, ElementId, StructureRole};
use super::style::{Colors, Style};
use super::text::{ShapedParagraph, Shaper, TextSpan};
use crate::markdown::{
    BETWEEN_NOTES, Block, BlockKind, Document, Edit, FieldText, Inline, Region, is_sign, plain_field_text, plain_text,
};
use crate::model::anchor;

/// The size of a note number relative to that of its text, and how far it is raised, in ems of the text.
const RAISED: (f32, f32) = (0.64, 0.34);
/// The most characters that the description of a citation has, which a screen reader reads out.
const LONGEST_DESCRIPTION: usize = 100;

/// The content of the pages: shaped, but without sizes and positions.
#[derive(Default)]
pub(super) struct Collected {
    /// The handling marking, as the first page prints it.
    pub(super) marking: Option<PagePart>,
    /// The parts of the body, in order.
    pub(super) parts: Vec<PagePart>,
    /// The heading and the notes that end the document; they are set at the bottom of the last page.
    pub(super) tail: Vec<PagePart>,
    /// The structure tree.
    pub(super) elements: Vec<Element>,
    /// The texts of the title, the marking and the dateline, for the headers and footers of the pages.
    pub(super) title: FieldText,
    pub(super) marking_words: FieldText,
    pub(super) dateline_words: FieldText,
    /// The characters that no font has, each with the range of its block in the Markdown text.
    pub(super) missing: Vec<(char, Range<usize>)>,
    /// The priorities of the parts that may be left out, ascending, with their notes.
    pub(super) droppable: Vec<(u8, String)>,
}

/// How a line of text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineLook {
    Body,
    Title,
    Subtitle,
    Dateline,
    Marking,
    /// The line that says what was left out.
    LeftOut,
    /// The caption of a picture.
    Caption,
}

/// A part of the page.
pub(super) enum PagePart {
    Heading {
        level: u8,
        text: ShapedParagraph,
        title: String,
        /// Its index among all headings except the title, from 0.
        ordinal: usize,
        /// The line printed above the rest of this section when the section continues in another column.
        continued: Option<ShapedParagraph>,
    },
    Text {
        text: ShapedParagraph,
        look: LineLook,
    },
    Quote(Vec<PagePart>),
    /// Each item: its label and its parts.
    List(Vec<(ShapedParagraph, Vec<PagePart>)>),
    Table(TablePart),
    Strip(StripPart),
    Picture(PicturePart),
    Timeline(TimelinePart),
    Contents(Vec<ContentsPart>),
    Notes(NotesPart),
    Rule,
    /// Either one list of parts, which is balanced over the columns, or one list for each column.
    Columns {
        count: usize,
        columns: Vec<Vec<PagePart>>,
    },
    Keep(Vec<PagePart>),
    Small(Vec<PagePart>),
    /// Parts set in small print beside the part before them.
    Margin(Vec<PagePart>),
    Drop {
        priority: u8,
        elements: Range<usize>,
        parts: Vec<PagePart>,
        note_elements: Range<usize>,
        note: Box<PagePart>,
    },
    PageBreak,
}

/// One line of the contents.
pub(super) struct ContentsPart {
    pub(super) text: ShapedParagraph,
    /// The heading of this line: an index into all headings except the title.
    pub(super) heading: usize,
    /// The level of the heading: 2 or 3.
    pub(super) level: u8,
    /// The structure element of the page number.
    pub(super) number: ElementId,
}

/// A table; the first row is the header.
#[derive(Default)]
pub(super) struct TablePart {
    pub(super) element: ElementId,
    pub(super) rows: Vec<Vec<CollectedCell>>,
    /// Whether the first column has the row headings.
    pub(super) heads_rows: bool,
    /// Whether a cell's text follows the words beside its sign on the same line (run in), and not on a line of its own.
    pub(super) runs_in: bool,
    /// The same table with its cells run in, for a tight page; `None` when no cell has text below the words beside its
    /// sign.
    pub(super) tight: Option<Box<Self>>,
}

/// A cell of a table.
#[derive(Clone, Default)]
pub(super) struct CollectedCell {
    /// The sign at the start of the cell, set in a narrow column of its own.
    pub(super) sign: Option<ShapedParagraph>,
    /// How wide that column is, in ems.
    pub(super) hang: f32,
    pub(super) text: ShapedParagraph,
    /// Whether a heavy rule is next to it.
    pub(super) heavy: bool,
}

/// The picture of a strip; the first row has the steps of the scale.
pub(super) struct StripPart {
    pub(super) element: ElementId,
    pub(super) rows: Vec<Vec<ShapedParagraph>>,
}

/// The settings that a block inherits from the blocks around it.
#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
struct Context {
    parent: ElementId,
    sans: bool,
    color: Color,
    strong: bool,
    emphasis: bool,
    tabular: bool,
    matrix: bool,
    /// Whether the text is part of a change in a redline, so that marks are drawn on it.
    edited: bool,
    /// Whether the items of a list begin with a date, which is set in a column of its own.
    dates: bool,
    /// Whether the block is in columns, where a list may continue in the next column.
    columns: bool,
    /// The width in ems of running text at its ideal size.
    measure: f32,
}

/// Collects the parts of a document.
pub(super) fn collect<'c>(
    document: &Document,
    shaper: &'c mut Shaper<'_>,
    style: &Style,
    words: &'c PageLabels,
) -> Collected {
    let colors = style.colors();
    let mut notes = HashMap::new();
    find_notes(&document.blocks, &mut notes);
    let mut collector = Collector {
        shaper,
        colors,
        small_capitals: style.text.small_capitals,
        labels: words,
        notes,
        references: Vec::new(),
        note_elements: HashMap::new(),
        heading: 0,
        section: None,
        collected: 0,
        headings: Vec::new(),
        anchors: HashMap::new(),
        targets: Vec::new(),
        out: Collected::default(),
    };
    find_headings(&document.blocks, &mut collector.headings);
    let title = collector.headings.iter().position(|(level, _)| *level == 1);
    title.map(|title| collector.headings.remove(title));
    collector.out.elements.push(Element { role: StructureRole::Document, parent: None });
    let context = Context {
        parent: ElementId(0),
        sans: false,
        // A fax and many printers print everything that is not black as dots, so headings and links have the colour of
        // the text.
        color: colors.text,
        strong: false,
        emphasis: false,
        tabular: false,
        matrix: false,
        edited: false,
        dates: false,
        columns: false,
        measure: style.sheet().measure().min(style.text_measure()) / style.text.size,
    };
    // The marking is read first, wherever the template has it.
    let is_marking = |block: &&Block| matches!(block.kind, BlockKind::Region(Region::Marking, _));
    for block in document.blocks.iter().filter(is_marking) {
        // The first paragraph of the marking goes into the header and footer; any other part of it is printed above the
        // title.
        for part in collector.block(block, context) {
            match (&collector.out.marking, part) {
                (None, part @ PagePart::Text { .. }) => collector.out.marking = Some(part),
                (_, part) => collector.out.parts.push(part),
            }
        }
    }
    let flowing: Vec<&Block> = document.blocks.iter().filter(|block| !is_marking(block)).collect();
    let tail = match flowing.as_slice() {
        [.., a, b] if is_heading(a) && matches!(b.kind, BlockKind::Notes(_)) => 2,
        [.., b] if matches!(b.kind, BlockKind::Notes(_)) => 1,
        _ => 0,
    };
    let (flow, tail) = flowing.split_at(flowing.len() - tail);
    for block in flow {
        let parts = collector.block(block, context);
        collector.out.parts.extend(parts);
    }
    for block in tail {
        let parts = collector.block(block, context);
        collector.out.tail.extend(parts);
    }
    for (element, label) in &collector.references {
        if let (Some(note), StructureRole::Reference { target, .. }) =
            (collector.note_elements.get(label), &mut collector.out.elements[element.0].role)
        {
            *target = *note;
        }
    }
    for (element, target) in &collector.targets {
        if let (Some(heading), StructureRole::Reference { target, .. }) =
            (collector.anchors.get(target), &mut collector.out.elements[element.0].role)
        {
            *target = *heading;
        }
    }
    collector.out.droppable.sort_by_key(|(priority, _)| *priority);
    collector.out
}

fn is_heading(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Heading { .. })
}

/// Collects the text of every note by its label.
fn find_notes(blocks: &[Block], notes: &mut HashMap<String, String>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Notes(found) => {
                notes.extend(found.iter().map(|note| (note.label.clone(), plain_text(&note.text))));
            }
            BlockKind::Region(_, inner) | BlockKind::Quote(inner) => find_notes(inner, notes),
            _ => {}
        }
    }
}

/// Collects the level and text of every heading, in the order in which headings are collected.
fn find_headings(blocks: &[Block], found: &mut Vec<(u8, FieldText)>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Heading { level, text } => found.push((*level, plain_field_text(text))),
            BlockKind::Region(_, inner) | BlockKind::Quote(inner) => find_headings(inner, found),
            BlockKind::List { items, .. } => items.iter().for_each(|item| find_headings(item, found)),
            _ => {}
        }
    }
}

struct Collector<'c, 'f> {
    shaper: &'c mut Shaper<'f>,
    colors: Colors,
    small_capitals: bool,
    /// The labels that a screen reader says before changed text.
    labels: &'c PageLabels,
    notes: HashMap<String, String>,
    /// References whose note has not been collected yet: the element and the note's label.
    references: Vec<(ElementId, String)>,
    note_elements: HashMap<String, ElementId>,
    /// The level of the last heading.
    heading: u8,
    /// The text of the last heading of a section.
    section: Option<String>,
    /// How many headings have been collected, apart from the title.
    collected: usize,
    /// The level and text of all headings except the title.
    headings: Vec<(u8, FieldText)>,
    /// The element of each heading by its anchor.
    anchors: HashMap<String, ElementId>,
    /// Links whose heading has not been collected yet: the element and the anchor.
    targets: Vec<(ElementId, String)>,
    out: Collected,
}

impl Collector<'_, '_> {
    fn element(&mut self, role: StructureRole, parent: ElementId) -> ElementId {
        self.out.elements.push(Element { role, parent: Some(parent) });
        ElementId(self.out.elements.len() - 1)
    }

    fn blocks(&mut self, blocks: &[Block], context: Context) -> Vec<PagePart> {
        blocks.iter().flat_map(|block| self.block(block, context)).collect()
    }

    fn block(&mut self, block: &Block, context: Context) -> Vec<PagePart> {
        let span = &block.span;
        vec![match &block.kind {
            BlockKind::Heading { level, text } => self.heading(*level, text, context, span),
            BlockKind::Paragraph(text) => {
                PagePart::Text { text: self.paragraph(text, context, span), look: LineLook::Body }
            }
            BlockKind::Quote(inner) => {
                let parent = self.element(StructureRole::Quote, context.parent);
                PagePart::Quote(self.blocks(inner, Context { parent, ..context }))
            }
            BlockKind::List { start, items } => self.list(*start, items, context),
            BlockKind::Table(table) => PagePart::Table(self.table(table, context, span)),
            BlockKind::Contents => return self.contents(context),
            BlockKind::Rule => PagePart::Rule,
            BlockKind::Notes(notes) => PagePart::Notes(self.notes(notes, context, span)),
            BlockKind::Region(region, inner) => return self.region(region, inner, context, span),
            BlockKind::PageBreak => PagePart::PageBreak,
            BlockKind::ColumnBreak => return Vec::new(),
            BlockKind::Picture(picture) => return self.picture(picture, context).into_iter().collect(),
        }]
    }

    fn heading(&mut self, level: u8, text: &[Inline], context: Context, span: &Range<usize>) -> PagePart {
        let title = plain_text(text);
        // PDF/UA-1, 7.4.2: levels do not skip.
        let level = level.clamp(1, (self.heading + 1).min(6));
        self.heading = level;
        let element = self.element(StructureRole::Heading(level), context.parent);
        self.anchors.entry(anchor(&title)).or_insert(element);
        if level == 1 && self.out.title.text.is_empty() {
            self.out.title = plain_field_text(text);
            let mut spans = self.spans(text, Context { color: self.colors.text, strong: true, ..context }, element);
            let (strong, title) = (self.shaper.text(Face::Strong), self.shaper.title());
            for span in spans.iter_mut().filter(|span| span.font == strong) {
                span.font = title;
            }
            return PagePart::Text { text: self.shape(&spans, span), look: LineLook::Title };
        }
        let look = Context { color: self.colors.text, sans: true, strong: true, ..context };
        let text = self.words(text, look, element, span);
        if level <= 2 {
            self.section = Some(title.clone());
        }
        let ordinal = self.collected;
        self.collected += 1;
        let continued = context.columns.then(|| {
            let title = match &self.section {
                Some(section) if level > 2 => format!("{section} · {title}"),
                _ => title.clone(),
            };
            let words = self.labels.continued.replace("{title}", &title);
            // The line repeats the heading, so a screen reader skips it.
            let context = Context { sans: true, emphasis: true, color: self.colors.quiet, ..context };
            self.furniture(words.as_str().into(), context)
        });
        PagePart::Heading { level, text, title, ordinal, continued }
    }

    fn region(&mut self, region: &Region, blocks: &[Block], context: Context, span: &Range<usize>) -> Vec<PagePart> {
        vec![match region {
            Region::Marking => {
                if self.out.marking_words.text.is_empty() {
                    self.out.marking_words = words_of(blocks);
                }
                let context = Context { sans: true, strong: true, color: self.colors.text, ..context };
                return self.with_look(blocks, context, LineLook::Marking);
            }
            Region::Subtitle => {
                let context = Context { emphasis: true, color: self.colors.quiet, ..context };
                return self.with_look(blocks, context, LineLook::Subtitle);
            }
            Region::Dateline => {
                self.out.dateline_words = words_of(blocks);
                let context = Context { sans: true, color: self.colors.quiet, ..context };
                return self.with_look(blocks, context, LineLook::Dateline);
            }
            Region::Matrix => return self.blocks(blocks, Context { matrix: true, ..context }),
            Region::Strip => {
                return blocks
                    .iter()
                    .flat_map(|block| match &block.kind {
                        BlockKind::Table(table) => vec![self.strip(table, context, &block.span)],
                        _ => self.block(block, context),
                    })
                    .collect();
            }
            Region::Timeline { days } => return self.timeline(days, blocks, context),
            Region::Dates => return self.blocks(blocks, Context { dates: true, ..context }),
            Region::Keep => PagePart::Keep(self.blocks(blocks, context)),
            Region::Figure { .. } => self.figure(blocks, context),
            Region::Small => {
                PagePart::Small(self.blocks(blocks, Context { sans: true, color: self.colors.quiet, ..context }))
            }
            Region::Margin => PagePart::Margin(self.blocks(blocks, Context { sans: true, ..context })),
            Region::Columns { count } => {
                let parent = self.element(StructureRole::Section, context.parent);
                let measure = context.measure / f32::from(*count) - 1.0;
                let context = Context { parent, measure, columns: true, ..context };
                let columns = blocks.split(|block| block.kind == BlockKind::ColumnBreak);
                let columns: Vec<_> = columns.map(|blocks| self.blocks(blocks, context)).collect();
                PagePart::Columns { count: usize::from(*count), columns }
            }
            Region::Drop { priority, note } => {
                let from = self.out.elements.len();
                let parts = self.blocks(blocks, context);
                let middle = self.out.elements.len();
                let element = self.element(StructureRole::Paragraph, context.parent);
                let look = Context { sans: true, emphasis: true, color: self.colors.quiet, ..context };
                let text = self.words(&[Inline::Text(note.as_str().into())], look, element, span);
                self.out.droppable.push((*priority, note.clone()));
                PagePart::Drop {
                    priority: *priority,
                    elements: from..middle,
                    parts,
                    note_elements: middle..self.out.elements.len(),
                    note: Box::new(PagePart::Text { text, look: LineLook::LeftOut }),
                }
            }
        }]
    }

    /// Collects a region, and gives its paragraphs a look. Every other part keeps the look that it has elsewhere.
    fn with_look(&mut self, blocks: &[Block], context: Context, look: LineLook) -> Vec<PagePart> {
        let mut parts = self.blocks(blocks, context);
        for part in &mut parts {
            if let PagePart::Text { look: found, .. } = part {
                *found = look;
            }
        }
        parts
    }

    fn paragraph(&mut self, text: &[Inline], context: Context, span: &Range<usize>) -> ShapedParagraph {
        let element = self.element(StructureRole::Paragraph, context.parent);
        self.words(text, context, element, span)
    }

    /// Shapes the text of an element.
    fn words(
        &mut self,
        text: &[Inline],
        context: Context,
        element: ElementId,
        place: &Range<usize>,
    ) -> ShapedParagraph {
        let spans = self.spans(text, context, element);
        self.shape(&spans, place)
    }

    /// Shapes text that the page adds, such as a label.
    fn plain(&mut self, words: FieldText, context: Context, element: ElementId) -> ShapedParagraph {
        self.words(&[Inline::Text(words)], context, element, &(0..0))
    }

    /// Shapes text that the page adds and that belongs to no structure element.
    fn furniture(&mut self, words: FieldText, context: Context) -> ShapedParagraph {
        let mut span = self.span(words, context, context.parent);
        span.element = None;
        self.shape(&[span], &(0..0))
    }

    fn shape(&mut self, spans: &[TextSpan], place: &Range<usize>) -> ShapedParagraph {
        let paragraph = self.shaper.shape(spans);
        let missing = self.shaper.take_missing();
        self.out.missing.extend(missing.into_iter().map(|c| (c, place.clone())));
        paragraph
    }

    /// A span of text with the face, colour and features of the context.
    fn span(&self, text: FieldText, context: Context, element: ElementId) -> TextSpan {
        let face = Face::of(context.emphasis, context.strong);
        TextSpan {
            text,
            font: if context.sans { self.shaper.sans(face) } else { self.shaper.text(face) },
            scale: 1.0,
            rise: 0.0,
            color: context.color,
            element: Some(element),
            tabular: context.tabular,
            small_capitals: self.small_capitals && !context.sans,
            sign: None,
            isolated: false,
        }
    }

    fn spans(&mut self, inlines: &[Inline], context: Context, element: ElementId) -> Vec<TextSpan> {
        let mut spans = Vec::new();
        self.take_spans(inlines, context, element, &mut spans);
        spans
    }

    fn take_spans(&mut self, inlines: &[Inline], context: Context, element: ElementId, out: &mut Vec<TextSpan>) {
        for (at, inline) in inlines.iter().enumerate() {
            match inline {
                Inline::Text(text) | Inline::Code(text) => {
                    let sans = context.sans || matches!(inline, Inline::Code(_));
                    let mut span = self.span(text.clone(), Context { sans, ..context }, element);
                    // The separator between two note numbers is raised like them.
                    if text.text == BETWEEN_NOTES
                        && inlines[..at].last().is_some_and(Inline::ends_with_note)
                        && inlines.get(at + 1).is_some_and(Inline::begins_with_note)
                    {
                        (span.scale, span.rise) = RAISED;
                    }
                    if !context.edited && text.text.contains(is_sign) {
                        self.push_with_signs(&span, out);
                        continue;
                    }
                    out.push(span);
                }
                Inline::Emphasis(inner) => {
                    self.take_spans(inner, Context { emphasis: !context.emphasis, ..context }, element, out);
                }
                Inline::Strong(inner) => self.take_spans(inner, Context { strong: true, ..context }, element, out),
                Inline::Link { url, text } if url.starts_with('#') => {
                    let role = StructureRole::Reference { target: ElementId(0), description: plain_text(text) };
                    let link = self.element(role, element);
                    self.targets.push((link, url[1..].to_owned()));
                    self.take_spans(text, context, link, out);
                }
                Inline::Language { tag, text } => {
                    let words = self.element(StructureRole::Language { tag: tag.clone() }, element);
                    self.take_spans(text, context, words, out);
                }
                Inline::Edited { edit, text } => {
                    let label = match edit {
                        Edit::Inserted => &self.labels.inserted,
                        Edit::Deleted => &self.labels.deleted,
                        Edit::Moved => &self.labels.moved,
                    };
                    let description = format!("{label}: {}", plain_text(text));
                    let words = self.element(StructureRole::Edited { edit: *edit, description }, element);
                    self.take_spans(text, Context { edited: true, ..context }, words, out);
                }
                Inline::Link { url, text } => {
                    let role = StructureRole::Link { url: url.clone(), description: plain_text(text) };
                    let link = self.element(role, element);
                    self.take_spans(text, context, link, out);
                }
                Inline::NoteReference { label, number, field } => {
                    let words = self.notes.get(label).map(String::as_str).unwrap_or_default();
                    let description: String = format!("{number}: {words}").chars().take(LONGEST_DESCRIPTION).collect();
                    let reference =
                        self.element(StructureRole::Reference { target: ElementId(0), description }, element);
                    self.references.push((reference, label.clone()));
                    let number = FieldText::of(&number.to_string(), field.clone());
                    let mut span = self.span(number, context, reference);
                    (span.scale, span.rise) = RAISED;
                    span.tabular = false;
                    out.push(span);
                }
                Inline::Break => out.push(self.span("\n".into(), context, element)),
            }
        }
    }
}

/// The text of a region's paragraphs.
fn words_of(blocks: &[Block]) -> FieldText {
    let mut all = FieldText::default();
    for block in blocks {
        let BlockKind::Paragraph(text) = &block.kind else { continue };
        if !all.text.is_empty() {
            all.text.push_str(" · ");
        }
        all.push(&plain_field_text(text).without_gaps());
    }
    all
}
