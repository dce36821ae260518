//! Markdown text → [`Document`].
//!
//! The text is parsed as by GitHub (CommonMark 0.31 with the tables and footnotes of GitHub Flavored Markdown), so that
//! the page and the Markdown file have the same content. Content that a page cannot print is reported, and never left
//! out silently.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, OffsetIter, Parser, Tag, TagEnd};

use super::block::{
    Block, BlockKind, Document, Edit, FieldText, Inline, Note, PictureBlock, PictureSize, Region, Table,
    plain_field_text, plain_text,
};
use super::comment::{LayoutComment, read_comments};
use super::lines::{OPTIONS, is_break};
use super::notes::separate_notes;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::anchor;
use crate::provenance::{FieldPath, FieldSpan, Fields};
use crate::source::{FileId, Span};

/// How deep lists, quotes, regions and emphasis may be nested. A page has no room for more, and the limit bounds the
/// recursion here and in the layout.
const DEEPEST: usize = 12;

/// Parses a Markdown text.
///
/// Returns the tree of everything that could be parsed, and a diagnostic for everything that a page cannot print: a
/// layout comment that is unknown or not closed, an image outside `brief:figure`, a code block, HTML. A reference to a
/// footnote that is not defined is literal text, as on GitHub.
///
/// `fields` are the byte ranges of the text that were printed from fields of the brief. The tree stores them beside its
/// texts ([`FieldText`]), and is otherwise the same with and without fields.
#[must_use]
pub fn parse(text: &str, file: FileId, fields: &Fields) -> (Document, Vec<Diagnostic>) {
    let events = Parser::new_ext(text, OPTIONS).into_offset_iter();
    let mut reader = MarkdownReader {
        text,
        file,
        fields: fields.innermost(),
        events,
        diagnostics: Vec::new(),
        numbers: HashMap::new(),
        targets: Vec::new(),
        figures: Vec::new(),
        pictures: Vec::new(),
    };
    let mut blocks = reader.blocks(None, 0);
    reader.number(&mut blocks);
    let mut anchors = HashSet::new();
    find_anchors(&blocks, &mut anchors);
    for (target, range) in std::mem::take(&mut reader.targets) {
        if !anchors.contains(&target) {
            reader.report(
                Code::UNSUPPORTED_MARKDOWN,
                range,
                format!("a link to `#{target}`, which is the anchor of no heading"),
            );
        }
    }
    for (_, range) in std::mem::take(&mut reader.pictures) {
        reader.report(Code::UNSUPPORTED_MARKDOWN, range, ALONE);
    }
    (Document { blocks }, reader.diagnostics)
}

struct MarkdownReader<'a> {
    text: &'a str,
    file: FileId,
    /// The byte ranges that were printed from fields, in order and without overlap.
    fields: Vec<FieldSpan>,
    events: OffsetIter<'a>,
    diagnostics: Vec<Diagnostic>,
    /// The number of each footnote, in the order of the first references.
    numbers: HashMap<String, usize>,
    /// The headings that links refer to, with the byte range of each link.
    targets: Vec<(String, Range<usize>)>,
    /// The widths of the enclosing `figure` regions.
    figures: Vec<u8>,
    /// The pictures that are not assigned to a paragraph yet, with their byte ranges.
    pictures: Vec<(PictureBlock, Range<usize>)>,
}

const ALONE: &str = "a picture must be alone in its paragraph";
const OUTSIDE: &str =
    "a picture outside `brief:figure`: write `<!-- brief:figure -->` before it and `<!-- /brief:figure -->` after it";

/// A region that is not closed yet, and the blocks before it.
struct OpenRegion {
    region: Region,
    range: Range<usize>,
    before: Vec<Block>,
}

impl<'a> MarkdownReader<'a> {
    fn report(&mut self, code: Code, range: Range<usize>, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic::new(code, message).at(Span::new(self.file, range)));
    }

    /// Reads blocks up to and including `end`.
    fn blocks(&mut self, end: Option<TagEnd>, depth: usize) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut open: Vec<OpenRegion> = Vec::new();
        // The text of a tight list item is directly inside the item, without a paragraph.
        let mut loose: Vec<Inline> = Vec::new();
        let mut loose_range = 0..0;
        while let Some((event, range)) = self.events.next() {
            if is_inline(&event) {
                let start = if loose.is_empty() { range.start } else { loose_range.start };
                loose_range = start..range.end;
                self.inline(event, range, depth, &mut loose);
                continue;
            }
            flush(&mut loose, &loose_range, &mut blocks);
            match event {
                Event::End(tag) if Some(tag) == end => break,
                Event::Start(Tag::HtmlBlock) => {
                    self.skip(TagEnd::HtmlBlock);
                    self.comments(range, depth, &mut blocks, &mut open);
                }
                Event::Start(tag) => self.block(tag, range, depth + open.len(), &mut blocks),
                Event::Rule => blocks.push(Block { kind: BlockKind::Rule, span: range }),
                _ => {}
            }
        }
        flush(&mut loose, &loose_range, &mut blocks);
        while let Some(region) = open.pop() {
            let range = region.range.clone();
            self.leave(&region.region);
            self.report(Code::UNKNOWN_LAYOUT, range, format!("`brief:{}` is not closed", region.region.name()));
            close(&mut blocks, region, self.text.len());
        }
        blocks
    }

    fn block(&mut self, tag: Tag<'a>, range: Range<usize>, depth: usize, blocks: &mut Vec<Block>) {
        let end = tag.to_end();
        if depth >= DEEPEST && !matches!(tag, Tag::Paragraph | Tag::Heading { .. }) {
            self.report(Code::UNSUPPORTED_MARKDOWN, range, format!("nested more than {DEEPEST} levels deep"));
            return self.skip(end);
        }
        let kind = match tag {
            Tag::Paragraph => self.paragraph(end, depth, &range),
            Tag::Heading { level, .. } => {
                BlockKind::Heading { level: level_number(level), text: self.inlines(end, depth) }
            }
            Tag::BlockQuote(_) => BlockKind::Quote(self.blocks(Some(end), depth + 1)),
            Tag::List(start) => BlockKind::List { start, items: self.items(end, depth + 1) },
            Tag::Table(_) => BlockKind::Table(self.table(end, depth)),
            Tag::FootnoteDefinition(label) => {
                let text = inlines_of(self.blocks(Some(end), depth + 1));
                let note = Note { label: label.into_string(), number: 0, text };
                if let Some(Block { kind: BlockKind::Notes(notes), span }) = blocks.last_mut() {
                    notes.push(note);
                    span.end = range.end;
                    return;
                }
                BlockKind::Notes(vec![note])
            }
            Tag::CodeBlock(_) => {
                self.report(Code::UNSUPPORTED_MARKDOWN, range, "a code block, which the page cannot print");
                return self.skip(end);
            }
            _ => return self.skip(end),
        };
        blocks.push(Block { kind, span: range });
    }

    /// Handles the end of a region.
    fn leave(&mut self, region: &Region) {
        if matches!(region, Region::Figure { .. }) {
            self.figures.pop();
        }
    }

    /// Reads a paragraph; in a `figure` region, a paragraph with just a picture becomes that picture.
    fn paragraph(&mut self, end: TagEnd, depth: usize, range: &Range<usize>) -> BlockKind {
        let text = self.inlines(end, depth);
        // Earlier pictures are in a heading or a table.
        let from = self.pictures.partition_point(|(_, at)| at.start < range.start);
        let mut own = self.pictures.split_off(from);
        match (own.pop(), own.is_empty() && text.is_empty()) {
            (None, _) => BlockKind::Paragraph(text),
            (Some((only, _)), true) => BlockKind::Picture(only),
            _ => {
                self.report(Code::UNSUPPORTED_MARKDOWN, range.clone(), ALONE);
                BlockKind::Paragraph(text)
            }
        }
    }

    fn items(&mut self, end: TagEnd, depth: usize) -> Vec<Vec<Block>> {
        let mut items = Vec::new();
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::End(tag) if tag == end => break,
                Event::Start(Tag::Item) => items.push(self.blocks(Some(TagEnd::Item), depth)),
                _ => {}
            }
        }
        items
    }

    fn table(&mut self, end: TagEnd, depth: usize) -> Table {
        let mut table = Table { header: Vec::new(), rows: Vec::new() };
        let mut row = Vec::new();
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::End(tag) if tag == end => break,
                Event::Start(Tag::TableCell) => row.push(self.inlines(TagEnd::TableCell, depth)),
                Event::End(TagEnd::TableHead) => table.header = std::mem::take(&mut row),
                Event::End(TagEnd::TableRow) => table.rows.push(std::mem::take(&mut row)),
                _ => {}
            }
        }
        table
    }

    /// Reads inlines up to and including `end`.
    fn inlines(&mut self, end: TagEnd, depth: usize) -> Vec<Inline> {
        let mut inlines = Vec::new();
        while let Some((event, range)) = self.events.next() {
            if event == Event::End(end) {
                break;
            }
            self.inline(event, range, depth, &mut inlines);
        }
        separate_notes(inlines)
    }

    fn inline(&mut self, event: Event<'a>, range: Range<usize>, depth: usize, into: &mut Vec<Inline>) {
        match event {
            Event::Text(text) => self.push_text(into, &text, &range),
            Event::Code(code) => {
                // A byte between the backticks.
                let middle = range.start + range.len() / 2;
                into.push(Inline::Code(FieldText::of(&code, self.field_at(middle))));
            }
            Event::SoftBreak => self.push_text(into, " ", &range),
            Event::HardBreak => into.push(Inline::Break),
            Event::FootnoteReference(label) => {
                let label = label.into_string();
                let next = self.numbers.len() + 1;
                let number = *self.numbers.entry(label.clone()).or_insert(next);
                into.push(Inline::NoteReference { label, number, field: self.field_at(range.start) });
            }
            Event::InlineHtml(html) => {
                if is_break(&html) {
                    into.push(Inline::Break);
                } else if html.starts_with("<!--") && !html.contains("brief:") {
                } else if let Some(tag) = language_of(&html) {
                    // The text is added when the end tag is reached.
                    into.push(Inline::Language { tag, text: Vec::new() });
                } else if let Some(edit) = edit_of(&html) {
                    into.push(Inline::Edited { edit, text: Vec::new() });
                } else if let Some(open) = into.iter().rposition(|inline| is_open(inline, &html)) {
                    let words = into.split_off(open + 1);
                    match into.last_mut() {
                        Some(Inline::Language { text, .. }) => *text = separate_notes(words),
                        // It is part of the line around it: references may be on both sides of its ends.
                        Some(Inline::Edited { text, .. }) => *text = words,
                        _ => {}
                    }
                } else if html.starts_with("<!--") {
                    self.report(Code::UNKNOWN_LAYOUT, range, "a layout comment must be on a line of its own");
                } else {
                    self.report(Code::UNSUPPORTED_MARKDOWN, range, "HTML, which the page cannot print");
                }
            }
            Event::Start(tag) => {
                let end = tag.to_end();
                if depth >= DEEPEST {
                    self.report(Code::UNSUPPORTED_MARKDOWN, range, format!("nested more than {DEEPEST} levels deep"));
                    return self.skip(end);
                }
                match tag {
                    Tag::Emphasis => into.push(Inline::Emphasis(self.inlines(end, depth + 1))),
                    Tag::Strong => into.push(Inline::Strong(self.inlines(end, depth + 1))),
                    Tag::Link { dest_url, .. } => {
                        let text = self.inlines(end, depth + 1);
                        let url = dest_url.into_string();
                        if let Some(target) = url.strip_prefix('#') {
                            self.targets.push((target.to_owned(), range));
                            into.push(Inline::Link { url, text });
                        } else if ["http://", "https://", "mailto:"].iter().any(|scheme| {
                            // Schemes are case-insensitive (RFC 3986, 3.1).
                            url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
                        }) {
                            into.push(Inline::Link { url, text });
                        } else {
                            let found = "a link that is neither http, https nor mailto";
                            self.report(Code::UNSUPPORTED_MARKDOWN, range, found);
                            into.extend(text);
                        }
                    }
                    Tag::Image { dest_url, .. } => {
                        if let Some(&width) = self.figures.last() {
                            let alt = plain_field_text(&self.inlines(end, depth + 1));
                            let (file, size) = (dest_url.into_string(), PictureSize::Width(width));
                            self.pictures.push((PictureBlock { file, alt, size, picture: None, edit: None }, range));
                        } else {
                            self.report(Code::UNSUPPORTED_MARKDOWN, range, OUTSIDE);
                            self.skip(end);
                        }
                    }
                    Tag::Strikethrough => {
                        self.report(Code::UNSUPPORTED_MARKDOWN, range, "struck-out text, which the page cannot print");
                        self.skip(end);
                    }
                    _ => self.skip(end),
                }
            }
            _ => {}
        }
    }

    /// The field that a byte of the Markdown text was printed from.
    fn field_at(&self, byte: usize) -> Option<FieldPath> {
        let at = self.fields.partition_point(|span| span.range.end <= byte);
        self.fields.get(at).filter(|span| span.range.start <= byte).map(|span| FieldPath::clone(&span.path))
    }

    /// Adds text from a range of the Markdown text. Adjacent texts are joined.
    fn push_text(&self, into: &mut Vec<Inline>, text: &str, range: &Range<usize>) {
        if !matches!(into.last(), Some(Inline::Text(_))) {
            into.push(Inline::Text(FieldText::default()));
        }
        let Some(Inline::Text(last)) = into.last_mut() else { return };
        let start = last.text.len();
        last.text.push_str(text);
        let from = self.fields.partition_point(|span| span.range.end <= range.start);
        if self.text.get(range.clone()) != Some(text) {
            // An entity or a line break represents other text, so its range is mapped as a whole.
            let span = self.fields.get(from).filter(|span| span.range.start <= range.start);
            span.into_iter().for_each(|span| last.push_field(start..start + text.len(), &span.path));
            return;
        }
        for span in self.fields[from..].iter().take_while(|span| span.range.start < range.end) {
            let (from, to) = (span.range.start.max(range.start), span.range.end.min(range.end));
            last.push_field(start + from - range.start..start + to - range.start, &span.path);
        }
    }

    /// Skips everything up to the matching `end`.
    fn skip(&mut self, end: TagEnd) {
        let mut depth = 0_usize;
        for (event, _) in self.events.by_ref() {
            match event {
                Event::Start(tag) if tag.to_end() == end => depth += 1,
                Event::End(tag) if tag == end && depth == 0 => return,
                Event::End(tag) if tag == end => depth -= 1,
                _ => {}
            }
        }
    }

    /// Handles the layout comments in an HTML block.
    fn comments(&mut self, html: Range<usize>, depth: usize, blocks: &mut Vec<Block>, open: &mut Vec<OpenRegion>) {
        let text = self.text.get(html.clone()).unwrap_or("");
        for (comment, range) in read_comments(text) {
            let range = html.start + range.start..html.start + range.end;
            match comment {
                LayoutComment::Open(_) if depth + open.len() >= DEEPEST => {
                    self.report(Code::UNKNOWN_LAYOUT, range, format!("nested more than {DEEPEST} levels deep"));
                }
                LayoutComment::Open(region) => {
                    if let Region::Figure { width } = region {
                        self.figures.push(width);
                    }
                    open.push(OpenRegion { region, range, before: std::mem::take(blocks) });
                }
                LayoutComment::Close(name) => match open.pop() {
                    Some(region) if region.region.name() == name => {
                        self.leave(&region.region);
                        close(blocks, region, range.end);
                    }
                    Some(region) => {
                        let expected = region.region.name();
                        let message = format!("found the end of `brief:{name}`, expected that of `brief:{expected}`");
                        self.report(Code::UNKNOWN_LAYOUT, range, message);
                        open.push(region);
                    }
                    None => {
                        self.report(Code::UNKNOWN_LAYOUT, range, format!("`brief:{name}` ends without a beginning"));
                    }
                },
                LayoutComment::Contents => blocks.push(Block { kind: BlockKind::Contents, span: range }),
                LayoutComment::PageBreak => blocks.push(Block { kind: BlockKind::PageBreak, span: range }),
                LayoutComment::ColumnBreak
                    if matches!(open.last(), Some(OpenRegion { region: Region::Columns { .. }, .. })) =>
                {
                    blocks.push(Block { kind: BlockKind::ColumnBreak, span: range });
                }
                LayoutComment::ColumnBreak => {
                    self.report(Code::UNKNOWN_LAYOUT, range, "a column break must be directly in `brief:columns`");
                }
                LayoutComment::Invalid { message, help } => {
                    let diagnostic = Diagnostic::new(Code::UNKNOWN_LAYOUT, message).at(Span::new(self.file, range));
                    self.diagnostics.push(match help {
                        Some(help) => diagnostic.help(help),
                        None => diagnostic,
                    });
                }
                LayoutComment::Html => {
                    self.report(Code::UNSUPPORTED_MARKDOWN, range, "HTML, which the page cannot print");
                }
            }
        }
    }

    /// Sets the numbers of notes in the order of their first references; notes without references come last.
    fn number(&mut self, blocks: &mut [Block]) {
        for block in blocks {
            match &mut block.kind {
                BlockKind::Notes(notes) => {
                    for note in &mut *notes {
                        let next = self.numbers.len() + 1;
                        note.number = *self.numbers.entry(note.label.clone()).or_insert(next);
                    }
                    notes.sort_by_key(|note| note.number);
                }
                BlockKind::Quote(inner) | BlockKind::Region(_, inner) => self.number(inner),
                BlockKind::List { items, .. } => items.iter_mut().for_each(|item| self.number(item)),
                _ => {}
            }
        }
    }
}

/// The language in `<span lang="uk">`.
fn language_of(html: &str) -> Option<String> {
    let tag = html.strip_prefix("<span lang=\"")?.strip_suffix("\">")?;
    let is_tag = !tag.is_empty() && tag.len() < 36 && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    is_tag.then(|| tag.to_owned())
}

/// The edit for a start tag.
fn edit_of(html: &str) -> Option<Edit> {
    match html {
        "<ins>" => Some(Edit::Inserted),
        "<del>" => Some(Edit::Deleted),
        "<ins class=\"moved\">" => Some(Edit::Moved),
        _ => None,
    }
}

/// Whether a tag ends this inline, whose text has not been added yet.
fn is_open(inline: &Inline, end: &str) -> bool {
    match inline {
        Inline::Language { text, .. } => text.is_empty() && end == "</span>",
        Inline::Edited { edit, text } => {
            text.is_empty() && end == if *edit == Edit::Deleted { "</del>" } else { "</ins>" }
        }
        _ => false,
    }
}

/// Collects the anchors of all headings.
fn find_anchors(blocks: &[Block], found: &mut HashSet<String>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Heading { text, .. } => _ = found.insert(anchor(&plain_text(text))),
            BlockKind::Region(_, inner) | BlockKind::Quote(inner) => find_anchors(inner, found),
            BlockKind::List { items, .. } => items.iter().for_each(|item| find_anchors(item, found)),
            _ => {}
        }
    }
}

fn level_number(level: HeadingLevel) -> u8 {
    level as u8
}

fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Text(_)
        | Event::Code(_)
        | Event::SoftBreak
        | Event::HardBreak
        | Event::FootnoteReference(_)
        | Event::InlineHtml(_) => true,
        Event::Start(tag) => {
            matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
        }
        _ => false,
    }
}

fn flush(loose: &mut Vec<Inline>, range: &Range<usize>, blocks: &mut Vec<Block>) {
    if !loose.is_empty() {
        blocks.push(Block { kind: BlockKind::Paragraph(separate_notes(std::mem::take(loose))), span: range.clone() });
    }
}

/// Ends a region whose content is in `blocks`.
fn close(blocks: &mut Vec<Block>, open: OpenRegion, end: usize) {
    let content = std::mem::replace(blocks, open.before);
    blocks.push(Block { kind: BlockKind::Region(open.region, content), span: open.range.start..end });
}

/// The inlines of some blocks, in one line.
fn inlines_of(blocks: Vec<Block>) -> Vec<Inline> {
    let mut all = Vec::new();
    for block in blocks {
        let inlines = match block.kind {
            BlockKind::Paragraph(text) | BlockKind::Heading { text, .. } => text,
            BlockKind::Quote(inner) | BlockKind::Region(_, inner) => inlines_of(inner),
            BlockKind::List { items, .. } => items.into_iter().flat_map(inlines_of).collect(),
            _ => continue,
        };
        if !all.is_empty() {
            all.push(Inline::Break);
        }
        all.extend(inlines);
    }
    all
}
