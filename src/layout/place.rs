//! The chosen attempt → pages of glyphs, rules and areas, with headers and footers.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::collect::{Collected, PagePart};
use super::color::Color;
use super::fit::Attempt;
use super::font::Face;
use super::labels::PageLabels;
use super::page::{Element, ElementId, GlyphRun, OutlineEntry, Page, PageItem, Pages, StructureRole};
use super::paginate::{PlacedPage, PlacedSlug, paginate};
use super::sign;
use super::stack::{Slug, StackHeading, StackMark, Tie};
use super::style::{Sheet, Style};
use super::text::{Align, ShapedParagraph, Shaper, TextLine, TextSpan};
use crate::markdown::FieldText;
use crate::model::is_right_to_left;

/// The distance of the header's baseline above the text area, and of the footer's baseline below it, in points.
const HEAD: f32 = 10.0;
const FOOT: f32 = 20.0;

/// The tail is set at the bottom of the page, unless more than this part of the page would be blank above it.
const VOID: f32 = 0.08;

/// Positions everything. Also returns how full the last page is, from 0 to 1.
///
/// Everything is stacked as for a left-to-right language. For a right-to-left language the page is mirrored here: each
/// item keeps its distance, but from the opposite edge.
pub(super) fn place(
    attempt: &Attempt<'_>,
    collected: &Collected,
    style: &Style,
    shaper: &mut Shaper<'_>,
    words: &PageLabels,
) -> (Pages, f32) {
    let sheet = style.sheet();
    let mut pages = paginate(&attempt.entries, sheet.room(), sheet.measure(), attempt.patient);
    let mut tail = attempt.tail_page(sheet.measure());
    let mut offset = 0.0;
    let below = |page: &PlacedPage<'_, '_>| page.used + attempt.above_tail() + tail.used <= sheet.room() + 0.06;
    if !tail.slugs.is_empty() {
        let pinned = style.page.limit > 0;
        if !pages.last().is_some_and(below) {
            // This happens only in a style without a page limit.
            pages.push(PlacedPage::default());
        }
        let used = pages.last().map_or(0.0, |page| page.used);
        // If too much of the page would be blank, the tail follows the text: a gap in the middle of a page looks like
        // missing content.
        let spare = sheet.room() - used - attempt.above_tail() - tail.used;
        offset = if pinned && (used <= 0.0 || spare <= VOID * sheet.room()) {
            sheet.room() - tail.used
        } else if used > 0.0 {
            used + attempt.above_tail()
        } else {
            0.0
        };
    }
    let under_text = if tail.slugs.is_empty() { 0.0 } else { attempt.above_tail() + tail.used };
    let full = (pages.last().map_or(0.0, |page| page.used) + under_text) / sheet.room();
    let mut laid = Pages { pages: Vec::new(), elements: collected.elements.clone(), outline: Vec::new() };
    let count = pages.len();
    let mut page_of: BTreeMap<usize, usize> = BTreeMap::new();
    // The page numbers in the contents, which are known only when all pages are: page index, index among its items, top
    // left corner.
    let mut numbers = Vec::new();
    let mirror = is_right_to_left(&words.language).then_some(sheet.width);
    let mut furniture = PageFurniture::new(attempt, collected, style, shaper, words);
    for (index, placed) in pages.iter_mut().enumerate() {
        if index + 1 == count {
            let slugs = std::mem::take(&mut tail.slugs);
            placed.slugs.extend(slugs.into_iter().map(|slug| PlacedSlug { y: slug.y + offset, ..slug }));
        }
        let mut page = Page { width: sheet.width, height: sheet.height, items: Vec::new() };
        furniture.head(index, &mut page.items);
        for placed in &placed.slugs {
            let (x, y) = (sheet.left + placed.x, sheet.top + placed.y);
            draw(placed.slug, x, y, placed.again, mirror, &mut page.items);
            for tie in &placed.slug.ties {
                match tie {
                    Tie::Heading(StackHeading { level, title, ordinal, down }) if !placed.again => {
                        let (title, level, y) = ((*title).to_owned(), *level, y + down);
                        laid.outline.push(OutlineEntry { title, level, page: index, y });
                        page_of.insert(*ordinal, index);
                    }
                    Tie::Number(number) => numbers.push((index, page.items.len(), x, y, number)),
                    Tie::Heading(_) => {}
                }
            }
        }
        furniture.foot(index, count, &mut page.items);
        laid.pages.push(page);
    }
    // Inserts from the end, so that the earlier indices stay valid.
    for (index, at, x, y, number) in numbers.into_iter().rev() {
        let Some(heading) = page_of.get(&number.heading) else { continue };
        let words = (heading + 1).to_string();
        let line = furniture.number(&words, number.element, number.size);
        let left = mirror.map_or(x + number.right - line.width, |page| page - x - number.right);
        let glyphs = line
            .runs
            .into_iter()
            .map(|run| PageItem::Glyphs(GlyphRun { x: run.x + left, y: run.y + y + number.baseline, ..run }));
        laid.pages[index].items.splice(at..at, glyphs);
    }
    remove_unprinted(&mut laid, &collected.parts, attempt.figures.dropped);
    (laid, full)
}

/// Draws a slug: appends its items. A slug printed `again` becomes an artifact.
fn draw(slug: &Slug<'_>, left: f32, top: f32, again: bool, mirror: Option<f32>, items: &mut Vec<PageItem>) {
    // The left edge of an item of this width, mirrored if necessary.
    let edge = |x: f32, width: f32| mirror.map_or(left + x, |page| page - left - x - width);
    for mark in &slug.marks {
        match mark {
            StackMark::Line { text, breaks, index, size, x, baseline, again: furniture } => {
                let Some(line) = text.line(breaks, *index, *size) else { continue };
                let x = edge(*x, line.width);
                let mut signs = line.signs.into_iter().peekable();
                for (at, mut run) in line.runs.into_iter().enumerate() {
                    run.x += x;
                    run.y += top + baseline;
                    if let Some((_, sign)) = signs.next_if(|(place, _)| *place == at) {
                        let width = run.glyphs.iter().map(|glyph| glyph.advance).sum::<f32>() * run.size / 1000.0;
                        items.extend(sign::draw(sign, *size, (run.x + width / 2.0, run.y), run.color));
                        continue;
                    }
                    if again || *furniture {
                        run.element = None;
                    }
                    items.push(PageItem::Glyphs(run));
                }
            }
            StackMark::Rule { x, y, width, thickness, color, element } => items.push(PageItem::Rule {
                element: *element,
                from: (edge(*x, *width), top + y),
                to: (edge(*x, *width) + width, top + y),
                thickness: *thickness,
                color: *color,
            }),
            StackMark::Dot { x, y, radius, color, element } => {
                let (x, y) = (edge(x - radius, radius * 2.0) + radius, top + y);
                let corner = |at: u8| {
                    let (sin, cos) = (f32::from(at) * std::f32::consts::PI / 8.0).sin_cos();
                    (x + radius * cos, y + radius * sin)
                };
                items.push(PageItem::Area { element: *element, points: (0..16).map(corner).collect(), color: *color });
            }
            StackMark::Picture { x, y, width, height, part } => items.push(PageItem::Picture {
                element: Some(part.element),
                corner: (edge(*x, *width), top + y),
                size: (*width, *height),
                picture: Arc::clone(&part.picture),
                fields: part.fields.clone(),
            }),
            StackMark::Bar { x, y, width, height, color, element } => {
                let (x, y) = (edge(*x, *width), top + y);
                items.push(PageItem::Area {
                    element: *element,
                    points: vec![(x, y), (x + width, y), (x + width, y + height), (x, y + height)],
                    color: *color,
                });
            }
        }
    }
}

/// The largest part of the measure that the marking may take.
const MARKING: f32 = 0.42;

/// The header and footer of every page: marking, title, dateline, page number.
struct PageFurniture<'f, 'a> {
    shaper: &'a mut Shaper<'f>,
    collected: &'a Collected,
    words: &'a PageLabels,
    sheet: Sheet,
    size: f32,
    text: Color,
    quiet: Color,
    mirrored: bool,
}

impl<'f, 'a> PageFurniture<'f, 'a> {
    fn new(
        attempt: &Attempt<'_>,
        collected: &'a Collected,
        style: &Style,
        shaper: &'a mut Shaper<'f>,
        words: &'a PageLabels,
    ) -> Self {
        let colors = style.colors();
        Self {
            mirrored: is_right_to_left(&words.language),
            shaper,
            collected,
            words,
            sheet: style.sheet(),
            size: attempt.figures.small.max(7.4),
            text: colors.text,
            quiet: colors.quiet,
        }
    }

    fn head(&mut self, page: usize, items: &mut Vec<PageItem>) {
        let baseline = self.sheet.top - HEAD;
        let collected = self.collected;
        match &collected.marking {
            // The marking of the first page is part of the structure tree; on later pages it is an artifact.
            Some(PagePart::Text { text, .. }) if page == 0 => self.marking(text, baseline, items),
            Some(_) => {
                let text = self.shape(collected.marking_words.clone(), Face::Strong);
                self.marking(&text, baseline, items);
            }
            None => {}
        }
        if page > 0 {
            let beside = self.beside_marking();
            let notice = FieldText::from(self.words.notice.as_str());
            // Without a marking, the title and the notice share the line.
            let room = if collected.marking_words.text.is_empty() { beside / 2.0 - self.size } else { beside };
            let title = if notice.text.is_empty() { beside } else { room };
            self.words(&collected.title, PageSide::Left, Face::Regular, title, baseline, items);
            self.words(&notice, PageSide::Right, Face::Strong, room, baseline, items);
        }
    }

    fn foot(&mut self, page: usize, pages: usize, items: &mut Vec<PageItem>) {
        let baseline = self.sheet.height - self.sheet.bottom + FOOT;
        let collected = self.collected;
        let number = self.words.page_of.replace("{page}", &(page + 1).to_string());
        let number = number.replace("{pages}", &pages.to_string());
        let number = FieldText::from(number.as_str());
        let width = self.shape(number.clone(), Face::Regular).max_width() * self.size;
        let beside = self.beside_marking().min(self.sheet.measure() - width - self.size);
        self.words(&collected.dateline_words, PageSide::Left, Face::Regular, beside, baseline, items);
        let marking = self.shape(collected.marking_words.clone(), Face::Strong);
        self.marking(&marking, baseline, items);
        self.words(&number, PageSide::Right, Face::Regular, self.sheet.measure(), baseline, items);
    }

    /// How much room there is on each side of the marking, in points; without a marking, on both sides together.
    fn beside_marking(&mut self) -> f32 {
        let (measure, collected) = (self.sheet.measure(), self.collected);
        if collected.marking_words.text.is_empty() {
            return measure;
        }
        let width = self.shape(collected.marking_words.clone(), Face::Strong).max_width() * self.size;
        (measure - width.min(measure * MARKING)) / 2.0 - self.size
    }

    fn shape(&mut self, text: FieldText, face: Face) -> ShapedParagraph {
        let color = if face == Face::Regular { self.quiet } else { self.text };
        let font = self.shaper.sans(face);
        let span = TextSpan {
            text,
            font,
            scale: 1.0,
            rise: 0.0,
            color,
            element: None,
            tabular: true,
            small_capitals: false,
            sign: None,
            isolated: false,
        };
        self.shaper.shape(&[span])
    }

    /// Shapes a page number as part of an element.
    fn number(&mut self, words: &str, element: ElementId, size: f32) -> TextLine {
        let font = self.shaper.sans(Face::Regular);
        let (text, color, element) = (words.into(), self.quiet, Some(element));
        let span = TextSpan {
            text,
            font,
            scale: 1.0,
            rise: 0.0,
            color,
            element,
            tabular: true,
            small_capitals: false,
            sign: None,
            isolated: false,
        };
        let text = self.shaper.shape(&[span]);
        let breaks = text.breaks(size, f32::INFINITY, Align::Left, false);
        text.line(&breaks, 0, size).unwrap_or(TextLine { runs: Vec::new(), signs: Vec::new(), width: 0.0 })
    }

    /// Sets the marking in the middle, where readers of classified papers look for it. It is never cut: it grows
    /// upwards over as many lines as necessary, in smaller type when there would be more than three.
    fn marking(&self, text: &ShapedParagraph, baseline: f32, items: &mut Vec<PageItem>) {
        let measure = self.sheet.measure() * MARKING;
        let mut size = self.size;
        let mut breaks = text.breaks(size, measure, Align::Left, false);
        while breaks.len() > 3 && size > 3.0 {
            size *= 0.9;
            breaks = text.breaks(size, measure, Align::Left, false);
        }
        for index in 0..breaks.len() {
            let up = (breaks.len() - 1 - index) as f32 * size * 1.15;
            if let Some(line) = text.line(&breaks, index, size) {
                self.put(line, PageSide::Middle, baseline - up, items);
            }
        }
    }

    /// Sets one line of text that is also printed elsewhere. If the line is longer than the measure, its last parts,
    /// which middle dots separate, are left out; if only the first part is left, its last words are, and an ellipsis is
    /// added.
    fn words(
        &mut self,
        words: &FieldText,
        side: PageSide,
        face: Face,
        measure: f32,
        baseline: f32,
        items: &mut Vec<PageItem>,
    ) {
        let mut text = self.shape(words.clone(), face);
        let mut left = words.text.as_str();
        while !left.is_empty() && text.max_width() * self.size > measure {
            let part = left.rfind('·');
            left = left[..part.or_else(|| left.rfind(char::is_whitespace)).unwrap_or_default()].trim_end();
            let mut start = words.slice(0..left.len());
            if part.is_none() && !left.is_empty() {
                start.text.push('…');
            }
            text = self.shape(start, face);
        }
        let breaks = text.breaks(self.size, f32::INFINITY, Align::Left, false);
        if let Some(line) = text.line(&breaks, 0, self.size) {
            self.put(line, side, baseline, items);
        }
    }

    fn put(&self, line: TextLine, side: PageSide, baseline: f32, items: &mut Vec<PageItem>) {
        let left = self.sheet.left
            + match side {
                PageSide::Left if self.mirrored => self.sheet.measure() - line.width,
                PageSide::Right if self.mirrored => 0.0,
                PageSide::Left => 0.0,
                PageSide::Middle => (self.sheet.measure() - line.width) / 2.0,
                PageSide::Right => self.sheet.measure() - line.width,
            };
        for mut run in line.runs {
            run.x += left;
            run.y += baseline;
            items.push(PageItem::Glyphs(run));
        }
    }
}

#[derive(Clone, Copy)]
enum PageSide {
    Left,
    Middle,
    Right,
}

/// Removes the elements of parts that were left out from the structure tree, and those of the notes of parts that were
/// not.
fn remove_unprinted(laid: &mut Pages, parts: &[PagePart], dropped: u8) {
    let mut gone = vec![false; laid.elements.len()];
    mark_unprinted(parts, dropped, &mut gone);
    if !gone.contains(&true) {
        return;
    }
    let mut next = 0;
    let new: Vec<Option<ElementId>> = gone
        .iter()
        .map(|gone| {
            (!gone).then(|| {
                next += 1;
                ElementId(next - 1)
            })
        })
        .collect();
    let renamed = |id: ElementId| new.get(id.0).copied().flatten().unwrap_or_default();
    let elements = std::mem::take(&mut laid.elements).into_iter().enumerate();
    laid.elements = elements
        .filter(|(at, _)| !gone[*at])
        .map(|(_, element)| Element {
            role: match element.role {
                StructureRole::Reference { target, description } => {
                    StructureRole::Reference { target: renamed(target), description }
                }
                role => role,
            },
            parent: element.parent.map(renamed),
        })
        .collect();
    for item in laid.pages.iter_mut().flat_map(|page| &mut page.items) {
        match item {
            PageItem::Glyphs(GlyphRun { element, .. })
            | PageItem::Area { element, .. }
            | PageItem::Rule { element, .. }
            | PageItem::Picture { element, .. } => {
                *element = element.map(renamed);
            }
        }
    }
}

fn mark_unprinted(parts: &[PagePart], dropped: u8, gone: &mut [bool]) {
    for part in parts {
        match part {
            PagePart::Drop { priority, elements, parts, note_elements, .. } => {
                let range = if *priority <= dropped { elements } else { note_elements };
                gone[range.clone()].fill(true);
                mark_unprinted(parts, dropped, gone);
            }
            PagePart::Quote(parts) | PagePart::Keep(parts) | PagePart::Small(parts) | PagePart::Margin(parts) => {
                mark_unprinted(parts, dropped, gone);
            }
            PagePart::List(items) => items.iter().for_each(|(_, parts)| mark_unprinted(parts, dropped, gone)),
            PagePart::Columns { columns, .. } => columns.iter().for_each(|parts| mark_unprinted(parts, dropped, gone)),
            PagePart::Heading { .. }
            | PagePart::Text { .. }
            | PagePart::Table(_)
            | PagePart::Strip(_)
            | PagePart::Timeline(_)
            | PagePart::Picture(_)
            | PagePart::Contents(_)
            | PagePart::Notes(_)
            | PagePart::Rule
            | PagePart::PageBreak => {}
        }
    }
}
