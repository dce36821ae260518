//! Parts → a vertical list: lines with their heights and the spaces between them, at one size and one measure.

pub(super) mod columns;
mod figure;
mod keep;
mod margin;
mod table;

use std::collections::BTreeMap;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::collect::{LineLook, PagePart, PicturePart};
use super::color::Color;
use super::page::ElementId;
use super::proportions::{DATELINE, HEADINGS, ITEM, PARAGRAPH, Proportions, QUOTE, SUBTITLE, TITLE};
use super::style::{Colors, RuleStyle};
use super::table::CellMeasures;
use super::text::{Align, Breaks, ShapedParagraph};

/// From this measure on, in ems, running text is justified. In narrower columns, justified lines would have wide gaps.
const JUSTIFIED_FROM: f32 = 30.0;

/// The settings of one attempt of the search for a fit.
#[derive(Debug, Clone, Copy)]
pub(super) struct FitFigures {
    /// Size of running text in points.
    pub(super) size: f32,
    /// Size of small print in points.
    pub(super) small: f32,
    /// The spacing between blocks, relative to the ideal one.
    pub(super) air: f32,
    /// Whether notes are set with the addresses of their links.
    pub(super) addresses: bool,
    /// The largest measure of running text, in points.
    pub(super) text: f32,
    /// `brief:drop` parts of this priority and below are left out.
    pub(super) dropped: u8,
    /// Height of the text area in points: a table row that is higher is divided.
    pub(super) room: f32,
    /// The thickness of the rules of tables.
    pub(super) rules: RuleStyle,
}

impl FitFigures {
    /// The distance between baselines, relative to the size: 1.34 at the ideal spacing.
    fn leading(&self) -> f32 {
        (1.34 + 0.14 * (self.air - 1.0)).clamp(1.24, 1.44)
    }
}

/// How good it is to end a page or column after a line; the best is last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum After {
    Never,
    Line,
    Item,
    Block,
}

/// A line, or any other item that is never divided.
#[derive(Clone)]
pub(super) struct Slug<'p> {
    /// The space above it, in points; none at the top of a page.
    pub(super) before: f32,
    pub(super) height: f32,
    /// How far the baseline of its first line is below its top, in points; `None` when it has no line of text.
    pub(super) baseline: Option<f32>,
    pub(super) after: After,
    pub(super) marks: Vec<StackMark<'p>>,
    /// What needs to know the slug's page. Only set when the slug will be drawn. A slug with a margin note beside it
    /// has the ties of the note, too.
    pub(super) ties: Vec<Tie<'p>>,
    /// Printed again above the slug when it is at the top of a page: a table's header.
    pub(super) repeat: Option<Rc<Vec<Slug<'p>>>>,
    /// Printed above the slug when it is at the top of a column: the line that says which section continues.
    pub(super) continued: Option<Rc<Slug<'p>>>,
}

impl Slug<'_> {
    /// Whether a heading begins here. Always false in a slug that will not be drawn.
    fn is_heading(&self) -> bool {
        self.ties.iter().any(|tie| matches!(tie, Tie::Heading(_)))
    }
}

/// Something for which the page of its slug must be known.
#[derive(Clone)]
pub(super) enum Tie<'p> {
    /// The heading that begins here.
    Heading(StackHeading<'p>),
    /// The page number at the end of a line of the contents.
    Number(Number),
}

/// A heading that begins at a slug.
#[derive(Clone, Copy)]
pub(super) struct StackHeading<'p> {
    pub(super) level: u8,
    pub(super) title: &'p str,
    /// Its index among all headings except the title, from 0.
    pub(super) ordinal: usize,
    /// How far it is below the top of the slug, in points.
    pub(super) down: f32,
}

/// The page number of a heading, to be printed in the contents.
#[derive(Clone)]
pub(super) struct Number {
    /// The heading's index among all headings except the title, from 0.
    pub(super) heading: usize,
    pub(super) element: ElementId,
    pub(super) size: f32,
    /// The right edge, from the left edge of the slug, in points.
    pub(super) right: f32,
    pub(super) baseline: f32,
}

/// An item to draw, with its position from the top left corner of its slug.
#[derive(Clone)]
pub(super) enum StackMark<'p> {
    /// A line of text. With `again` it repeats a line printed elsewhere, and is an artifact.
    Line {
        text: &'p ShapedParagraph,
        breaks: Rc<Breaks>,
        index: usize,
        size: f32,
        x: f32,
        baseline: f32,
        again: bool,
    },
    Rule {
        x: f32,
        y: f32,
        width: f32,
        thickness: f32,
        color: Color,
        element: Option<ElementId>,
    },
    Bar {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        color: Color,
        element: Option<ElementId>,
    },
    Dot {
        x: f32,
        y: f32,
        radius: f32,
        color: Color,
        element: Option<ElementId>,
    },
    /// A picture.
    Picture {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        part: &'p PicturePart,
    },
}

/// Lists side by side.
pub(super) struct Columns<'p> {
    pub(super) before: f32,
    pub(super) count: usize,
    pub(super) gap: f32,
    /// How much higher than necessary the columns may be, in lines, so that no list item is divided. Only used where
    /// there is room.
    pub(super) patience: f32,
    /// One list that is balanced over `count` columns, or one list for each column.
    pub(super) lists: Vec<Vec<Slug<'p>>>,
    /// Whether all of it stays on the page of the entry before it.
    pub(super) kept: bool,
    /// How good it is to end a page after it.
    pub(super) after: After,
}

/// An entry of the vertical list.
pub(super) enum StackEntry<'p> {
    Slug(Slug<'p>),
    Columns(Columns<'p>),
    PageBreak,
}

/// The level of a section's heading.
const SECTION: u8 = 2;
/// A label wider than this, in ems, is not a bullet or a number but a date in its own column.
const WIDE_LABEL: f32 = 2.0;
/// A table, and whether the text of its cells is run in.
type TableId = (ElementId, bool);
/// Results of one attempt of the search that later attempts use again: many have the same size of type.
#[derive(Default)]
pub(super) struct StackMemory {
    /// The shares of the measure of the columns of one band of a table. The key is the table, the first column of the
    /// band after the row headings, the number of columns, and the measure in tenths of an em.
    shares: BTreeMap<(TableId, usize, usize, u32), Vec<f32>>,
    /// The lines of the cells of a table.
    cells: BTreeMap<TableId, CellMeasures>,
    /// The line breaks of a paragraph, by its address, size, measure, alignment and hyphenation. Never iterated over,
    /// so the hash order does not matter.
    breaks: FxHashMap<(usize, u32, u32, Align, bool), Rc<Breaks>>,
}

impl StackMemory {
    /// How many lines a paragraph takes.
    fn count(&mut self, text: &ShapedParagraph, size: f32, measure: f32, align: Align, hyphenate: bool) -> usize {
        if text.is_one_line(size, measure) {
            return usize::from(!text.is_empty());
        }
        self.breaks(text, size, measure, align, hyphenate).len()
    }

    /// The line breaks of a paragraph. The paragraph must not move in memory while this cache is in use: its address is
    /// the key.
    fn breaks(&mut self, text: &ShapedParagraph, size: f32, measure: f32, align: Align, hyphenate: bool) -> Rc<Breaks> {
        let key = (std::ptr::from_ref(text).addr(), size.to_bits(), measure.to_bits(), align, hyphenate);
        Rc::clone(self.breaks.entry(key).or_insert_with(|| Rc::new(text.breaks(size, measure, align, hyphenate))))
    }
}

/// Builds the vertical list of some parts.
pub(super) struct Stack<'p, 's> {
    pub(super) figures: FitFigures,
    pub(super) colors: Colors,
    memory: &'s mut StackMemory,
    /// Whether the list will be drawn; if not, only heights are computed and slugs have no marks.
    pub(super) drawn: bool,
    pub(super) measure: f32,
    pub(super) indent: f32,
    small: bool,
    larger: bool,
    /// The space below the last block, in points.
    pub(super) space: f32,
    entries: Vec<StackEntry<'p>>,
    /// How much height the margin note beside the text still needs below the last entry, in points.
    owed: f32,
    /// From this entry on, the column beside the text is free.
    clear: usize,
    /// The line to print above the text of the last heading when it continues in another column.
    continued: Option<Rc<Slug<'p>>>,
    /// The same line for the last heading of a section. It is used when a lower heading is at the top of the column.
    section: Option<Rc<Slug<'p>>>,
}

impl<'p, 's> Stack<'p, 's> {
    pub(super) fn new(
        figures: FitFigures,
        colors: Colors,
        memory: &'s mut StackMemory,
        measure: f32,
        drawn: bool,
    ) -> Self {
        Self {
            figures,
            colors,
            memory,
            drawn,
            measure,
            indent: 0.0,
            small: false,
            larger: false,
            space: 0.0,
            entries: Vec::with_capacity(64),
            owed: 0.0,
            clear: 0,
            continued: None,
            section: None,
        }
    }

    pub(super) fn finish(mut self) -> Vec<StackEntry<'p>> {
        self.clear_margin();
        self.entries
    }

    fn size(&self) -> f32 {
        match (self.small, self.larger) {
            (true, _) => self.figures.small,
            (_, true) => self.figures.size * QUOTE.size,
            _ => self.figures.size,
        }
    }

    /// A space between blocks, in ems of running text.
    pub(super) fn space(&self, ems: f32) -> f32 {
        ems * self.figures.size * self.figures.air
    }

    pub(super) fn parts(&mut self, parts: &'p [PagePart]) {
        let is_margin = |part: Option<&PagePart>| matches!(part, Some(PagePart::Margin(_)));
        let mut at = 0;
        while let Some(part) = parts.get(at) {
            at += 1;
            // A part with a margin note, or one that is kept together, begins below the margin note of the part above.
            if !part.is_narrow() || is_margin(parts.get(at)) || matches!(part, PagePart::Keep(_)) {
                self.clear_margin();
            }
            let begun = self.entries.len();
            let (measure, is_text) = (self.measure, part.is_running_text());
            if is_text && !self.small && self.indent <= 0.0 {
                self.measure = measure.min(self.figures.text);
            }
            self.part(part);
            self.measure = measure;
            if !part.is_narrow() {
                self.clear = self.entries.len();
            }
            // Several margin notes of one part are set one below the other.
            let margins = parts[at..].iter().take_while(|part| is_margin(Some(part))).count();
            if margins > 0 {
                let begun = Some(begun).filter(|begun| *begun >= self.clear && !self.small);
                self.margins(&parts[at..at + margins], begun);
                at += margins;
            }
        }
    }

    fn part(&mut self, part: &'p PagePart) {
        match part {
            PagePart::Heading { level, text, title, ordinal, continued } => {
                self.continued = self.section.take().filter(|_| *level > SECTION);
                self.section.clone_from(&self.continued);
                self.heading(*level, text, title, *ordinal);
                self.continued = continued.as_ref().map(|words| Rc::new(self.continuation(words)));
                if *level <= SECTION {
                    self.section.clone_from(&self.continued);
                }
            }
            PagePart::Text { text, look } => self.text(text, *look),
            PagePart::Quote(parts) => self.quote(parts),
            PagePart::List(items) => self.list(items),
            PagePart::Table(table) => self.table(table),
            PagePart::Strip(table) => self.strip(table),
            PagePart::Timeline(timeline) => self.timeline(timeline),
            PagePart::Picture(picture) => self.picture(picture),
            PagePart::Contents(lines) => self.contents(lines),
            PagePart::Notes(notes) => self.notes(notes),
            PagePart::Rule => {
                let rule = StackMark::Rule {
                    x: self.indent,
                    y: 0.0,
                    width: self.measure,
                    thickness: 0.5,
                    color: self.colors.line,
                    element: None,
                };
                let space = self.space(0.6);
                self.push(space, 0.5, vec![rule], After::Block);
                self.space = space;
            }
            PagePart::Columns { count, columns } => self.columns(*count, columns),
            PagePart::Keep(parts) => {
                let from = self.entries.len();
                self.parts(parts);
                self.clear_margin();
                self.keep(from);
            }
            // No part is before it that it could be beside.
            PagePart::Margin(parts) => {
                self.clear_margin();
                self.small(parts);
            }
            PagePart::Small(parts) => {
                self.bind();
                self.small(parts);
            }
            PagePart::Drop { priority, parts, note, .. } => {
                if *priority <= self.figures.dropped {
                    self.part(note);
                } else {
                    self.parts(parts);
                }
            }
            PagePart::PageBreak => self.entries.push(StackEntry::PageBreak),
        }
    }

    fn small(&mut self, parts: &'p [PagePart]) {
        let small = std::mem::replace(&mut self.small, true);
        self.parts(parts);
        self.small = small;
        self.clear = self.entries.len();
    }

    pub(super) fn push(&mut self, before: f32, height: f32, marks: Vec<StackMark<'p>>, after: After) {
        let before = before.max(self.space);
        self.space = 0.0;
        let after = self.reduce_owed(before + height, after);
        let continued = self.continued.clone();
        self.entries.push(StackEntry::Slug(Slug {
            before,
            height,
            baseline: None,
            after,
            marks,
            ties: Vec::new(),
            repeat: None,
            continued,
        }));
    }

    /// Records the baseline of the first line of the last slug.
    fn on_baseline(&mut self, baseline: f32) {
        if let Some(StackEntry::Slug(slug)) = self.entries.last_mut() {
            slug.baseline = Some(baseline);
        }
    }

    /// Adds the lines of a paragraph, one slug each, and prevents widows and orphans.
    fn lines(&mut self, text: &'p ShapedParagraph, set: Set) {
        let Set { size, leading, before, align, hyphenate, after } = set;
        let count = self.memory.count(text, size, self.measure, align, hyphenate);
        let breaks = self.drawn.then(|| self.memory.breaks(text, size, self.measure, align, hyphenate));
        let height = size * leading;
        for index in 0..count {
            let marks = breaks.iter().map(|breaks| {
                let (breaks, x, baseline) = (Rc::clone(breaks), self.indent, baseline(height, size));
                StackMark::Line { text, breaks, index, size, x, baseline, again: false }
            });
            let marks = marks.collect();
            let after = match index + 1 {
                last if last == count => after,
                next if index == 0 || next + 1 == count => After::Never,
                _ => After::Line,
            };
            self.push(if index == 0 { before } else { 0.0 }, height, marks, after);
            self.on_baseline(baseline(height, size));
        }
    }

    fn heading(&mut self, level: u8, text: &'p ShapedParagraph, title: &'p str, ordinal: usize) {
        let Proportions { size, before, after } = HEADINGS[usize::from(level.clamp(2, 4)) - 2];
        let size = self.figures.size * size;
        let before = self.space(before);
        let from = self.entries.len();
        self.lines(
            text,
            Set { size, leading: 1.2, before, align: Align::Balanced, hyphenate: false, after: After::Never },
        );
        for entry in &mut self.entries[from..] {
            if let StackEntry::Slug(slug) = entry {
                slug.after = After::Never;
            }
        }
        if let (Some(StackEntry::Slug(slug)), true) = (self.entries.get_mut(from), self.drawn) {
            slug.ties.push(Tie::Heading(StackHeading { level, title, ordinal, down: 0.0 }));
        }
        // The best place to end a page or column is before a heading.
        if let Some(StackEntry::Slug(last)) = from.checked_sub(1).and_then(|at| self.entries.get_mut(at))
            && last.after > After::Never
        {
            last.after = After::Block;
        }
        self.space = self.space(after);
    }

    fn text(&mut self, text: &'p ShapedParagraph, look: LineLook) {
        let figures = self.figures;
        let title = |it: Proportions, leading: f32| {
            let set = Set {
                size: figures.size * it.size,
                leading,
                before: figures.air * figures.size * it.before,
                align: Align::Balanced,
                hyphenate: false,
                after: After::Never,
            };
            (set, it.after)
        };
        let (set, below) = match look {
            LineLook::Title => title(TITLE, 1.1),
            LineLook::Subtitle => title(SUBTITLE, 1.25),
            LineLook::Marking => title(Proportions { before: 0.0, after: 0.3, ..DATELINE }, 1.3),
            LineLook::Dateline => {
                let (mut set, below) = title(DATELINE, 1.3);
                set.align = Align::Left;
                (set, below)
            }
            LineLook::LeftOut | LineLook::Body | LineLook::Caption => {
                let size = match look {
                    LineLook::LeftOut => figures.size * 0.92,
                    LineLook::Caption => figures.small,
                    _ => self.size(),
                };
                let is_small = self.small || self.larger || look == LineLook::Caption;
                let justified = self.measure / size >= JUSTIFIED_FROM && !is_small;
                let align = if justified { Align::Justified } else { Align::Left };
                let leading = figures.leading();
                let before = self.space(PARAGRAPH);
                // A line such as "Interests:" stays with the lines that it introduces.
                let after = if text.announces() { After::Never } else { After::Block };
                (Set { size, leading, before, align, hyphenate: !self.larger, after }, 0.0)
            }
        };
        self.lines(text, set);
        self.space = self.space(below);
    }

    /// Adds a quote: larger text on a tint, with a bar on its left.
    fn quote(&mut self, parts: &'p [PagePart]) {
        let (step, pad) = (self.figures.size * 0.95, self.figures.size * 0.45);
        let from = self.entries.len();
        self.space = self.space.max(self.space(QUOTE.before)) + pad;
        let larger = std::mem::replace(&mut self.larger, true);
        let measure = self.measure;
        // The tint extends somewhat beyond the longest line.
        self.measure -= step * 0.7;
        self.indented(step, |stack| stack.parts(parts));
        self.measure = measure;
        self.larger = larger;
        let (x, accent, tint) = (self.indent, self.colors.accent, self.colors.tint);
        let last = self.entries.len().saturating_sub(1);
        for (at, entry) in self.entries.iter_mut().enumerate().skip(from) {
            if let StackEntry::Slug(slug) = entry {
                if self.drawn {
                    let above = if at == from { pad } else { slug.before + 0.3 };
                    let below = if at == last { pad } else { 0.0 };
                    let (y, height) = (-above, slug.height + above + below);
                    let bar = |x, width, color| StackMark::Bar { x, y, width, height, color, element: None };
                    slug.marks.splice(0..0, [bar(x, measure, tint), bar(x, 2.4, accent)]);
                }
                slug.after = slug.after.min(After::Line);
            }
        }
        self.space = self.space(QUOTE.after) + pad;
    }

    fn indented(&mut self, step: f32, then: impl FnOnce(&mut Self)) {
        let measure = self.measure;
        self.indent += step;
        self.measure = (measure - step).max(20.0);
        then(self);
        self.indent -= step;
        self.measure = measure;
    }

    fn list(&mut self, items: &'p [(ShapedParagraph, Vec<PagePart>)]) {
        let size = self.size();
        let widest = items.iter().map(|(label, _)| label.max_width()).fold(0.0, f32::max);
        let step = size * (widest + if widest > WIDE_LABEL { 0.8 } else { 0.5 });
        let first_space = self.space(0.35);
        for (at, (label, parts)) in items.iter().enumerate() {
            let from = self.entries.len();
            let space = if at == 0 { first_space } else { self.space(ITEM) };
            self.space = self.space.max(space);
            let spaces = self.space;
            self.indented(step, |stack| stack.parts(parts));
            let height = size * self.figures.leading();
            if self.entries.len() == from {
                self.push(spaces, height, Vec::new(), After::Item);
            }
            if let Some(StackEntry::Slug(slug)) = self.entries.get_mut(from) {
                slug.before = spaces;
                if self.drawn {
                    slug.marks.insert(0, label_mark(label, size, step, height, self.indent));
                }
            }
            if let Some(StackEntry::Slug(last)) = self.entries.last_mut() {
                last.after = last.after.min(After::Item);
            }
        }
        // The page may not end here while a margin note beside the list still needs height.
        if let (Some(StackEntry::Slug(last)), true) = (self.entries.last_mut(), self.owed <= 0.0) {
            last.after = After::Block;
        }
        self.space = self.space(0.2);
    }
}

/// The settings for the lines of a paragraph.
#[derive(Clone, Copy)]
struct Set {
    size: f32,
    /// The distance between baselines, relative to the size.
    leading: f32,
    before: f32,
    align: Align,
    hyphenate: bool,
    after: After,
}

/// Where the baseline is in a line of a height: the space from the top of `l` to the foot of `p` is centred in the
/// line.
pub(super) fn baseline(height: f32, size: f32) -> f32 {
    height / 2.0 + 0.25 * size
}

/// The label of an item or a note, on the item's first line.
fn label_mark(label: &ShapedParagraph, size: f32, step: f32, height: f32, x: f32) -> StackMark<'_> {
    let breaks = Rc::new(label.breaks(size, step, Align::Left, false));
    StackMark::Line { text: label, breaks, index: 0, size, x, baseline: baseline(height, size), again: false }
}
