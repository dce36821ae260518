//! Figures: the strip of a scale, the timeline, and pictures from files. Strips and timelines are drawn with lines and
//! dots, and their text is real text, so that it can be searched and stays sharp. The figure's alternative text says
//! the same.

use std::rc::Rc;

use super::{After, Stack, StackMark, baseline};
use crate::layout::collect::{PicturePart, StripPart, TimelinePart};
use crate::layout::text::{Align, ShapedParagraph};

/// The share of the measure that the names of a strip's rows take.
const NAMES: f32 = 0.26;
/// The length of the ticks of an axis and the diameter of its dots, in ems.
const TICK: f32 = 0.5;
const DOT: f32 = 0.24;
/// The most lines of dates that a timeline has. A date that does not fit on them is only in the table.
const DATES: usize = 2;

impl<'p> Stack<'p, '_> {
    /// Adds a strip: a row for each issue, an axis with a tick for each step, a dot for each position, and above the
    /// dot the names of those who hold it. A strip is not divided unless it is higher than a page.
    pub(super) fn strip(&mut self, table: &'p StripPart) {
        let Some((header, rows)) = table.rows.split_first() else { return };
        let element = Some(table.element);
        let size = (self.figures.size * 0.9).max(self.figures.small);
        let leading = size * 1.24;
        let (left, measure) = (self.indent, self.measure);
        let names = measure * NAMES;
        let steps = header.len().saturating_sub(1).max(1);
        let step = (measure - names) / steps as f32;
        let middle = |at: usize| left + names + step * (at as f32 - 0.5);
        let small = self.figures.small;
        let above = self.space(0.3);
        // The labels of the steps.
        let (mut marks, mut height) = (Vec::new(), 0.0_f32);
        for (at, cell) in header.iter().enumerate().skip(1) {
            let lines = centred(cell, small, middle(at), step - size * 0.6, 0.0, &mut marks);
            height = height.max(lines as f32 * small * 1.2);
        }
        self.push(above, height, marks, After::Never);
        for (index, row) in rows.iter().enumerate() {
            let mut marks = Vec::new();
            let lines: Vec<usize> = row
                .iter()
                .enumerate()
                .skip(1)
                .map(|(_, cell)| cell.breaks(size, step - size * 0.4, Align::Left, false).len())
                .collect();
            let words = lines.iter().copied().max().unwrap_or(0).max(1) as f32 * leading;
            let axis = words + size * 0.42;
            let height = axis + size * (DOT + 0.2);
            if let Some(name) = row.first() {
                let breaks = Rc::new(name.breaks(size, names - size, Align::Left, true));
                let block = breaks.len() as f32 * leading;
                // The bottom of the name is level with the axis.
                let top = (height - block).max(0.0);
                for line in 0..breaks.len() {
                    let baseline = top + leading * line as f32 + baseline(leading, size);
                    marks.push(StackMark::Line {
                        text: name,
                        breaks: Rc::clone(&breaks),
                        index: line,
                        size,
                        x: left,
                        baseline,
                        again: false,
                    });
                }
            }
            for (at, cell) in row.iter().enumerate().skip(1) {
                let top = words - lines[at - 1] as f32 * leading;
                centred(cell, size, middle(at), step - size * 0.4, top, &mut marks);
            }
            let (color, thickness) = (self.colors.line, 0.6);
            let width = step * (steps - 1) as f32;
            marks.push(StackMark::Rule { x: middle(1), y: axis, width, thickness, color, element });
            for (at, cell) in row.iter().enumerate().skip(1) {
                if cell.is_empty() {
                    let (width, height, y) = (0.6, size * TICK, axis - size * TICK / 2.0);
                    marks.push(StackMark::Bar { x: middle(at) - 0.3, y, width, height, color, element });
                } else {
                    let color = self.colors.accent;
                    marks.push(StackMark::Dot { x: middle(at), y: axis, radius: size * DOT, color, element });
                }
            }
            let last = index + 1 == rows.len();
            let height = height.max(
                row.first()
                    .map_or(0.0, |name| name.breaks(size, names - size, Align::Left, true).len() as f32 * leading),
            );
            let before = if index == 0 { size * 0.3 } else { self.space(0.5) };
            self.push(before, height, marks, if last { After::Block } else { After::Never });
        }
        self.space = self.space(0.5);
    }

    /// Adds a picture from a file, with the width or height that was asked for, and never higher than the page.
    pub(super) fn picture(&mut self, part: &'p PicturePart) {
        let ratio = part.picture.ratio();
        let width = part.size.width(ratio, [self.measure, self.figures.text, self.figures.room], 1.0);
        let height = width * ratio;
        let mark = StackMark::Picture { x: self.indent, y: 0.0, width, height, part };
        let before = self.space(0.5);
        self.push(before, height, vec![mark], After::Block);
        self.space = self.space(0.2);
    }

    /// Adds a timeline: an axis on which every event is placed by its day, with the sign of its trend above and its
    /// date below.
    pub(super) fn timeline(&mut self, timeline: &'p TimelinePart) {
        let last = timeline.events.iter().map(|event| event.day).max().unwrap_or(0).max(1) as f32;
        let element = Some(timeline.element);
        let size = self.figures.small;
        let sign_size = self.figures.size * 1.1;
        let line = size * 1.2;
        let widest = timeline.events.iter().map(|event| event.date.max_width()).fold(0.0, f32::max) * size;
        let (left, width) = (self.indent + widest / 2.0, (self.measure - widest).max(1.0));
        let place = |day: u32| left + width * day as f32 / last;
        let axis = sign_size * 1.1;
        let mut marks = Vec::new();
        let (color, thickness) = (self.colors.line, 0.8);
        marks.push(StackMark::Rule { x: left, y: axis, width, thickness, color, element });
        // Where the last date on each line ends, and the last sign.
        let mut ends = [f32::NEG_INFINITY; DATES];
        let mut lines = 0;
        let mut sign_end = f32::NEG_INFINITY;
        for event in &timeline.events {
            let x = place(event.day);
            let (radius, color) = (size * 0.3, self.colors.accent);
            marks.push(StackMark::Dot { x, y: axis, radius, color, element });
            let half = event.date.max_width() * size / 2.0;
            if let Some(free) = ends.iter().position(|end| *end + size * 0.6 <= x - half) {
                let top = axis + size * 0.6 + line * free as f32;
                centred(&event.date, size, x, f32::INFINITY, top, &mut marks);
                ends[free] = x + half;
                lines = lines.max(free + 1);
            }
            if let Some(sign) = &event.sign {
                let half = sign.max_width() * sign_size / 2.0;
                if sign_end <= x - half {
                    centred(sign, sign_size, x, f32::INFINITY, -sign_size * 0.25, &mut marks);
                    sign_end = x + half;
                }
            }
        }
        let before = self.space(0.35);
        self.push(before, axis + size * 0.6 + line * lines as f32, marks, After::Never);
        self.space = self.space(0.3);
    }
}

/// Appends lines centred on `x`. Returns how many there are.
fn centred<'p>(
    text: &'p ShapedParagraph,
    size: f32,
    middle: f32,
    measure: f32,
    top: f32,
    marks: &mut Vec<StackMark<'p>>,
) -> usize {
    let leading = size * 1.24;
    let breaks = Rc::new(text.breaks(size, measure, Align::Left, false));
    for index in 0..breaks.len() {
        let width = text.line(&breaks, index, size).map_or(0.0, |line| line.width);
        let baseline = top + leading * index as f32 + baseline(leading, size);
        let (breaks, x) = (Rc::clone(&breaks), middle - width / 2.0);
        marks.push(StackMark::Line { text, breaks, index, size, x, baseline, again: false });
    }
    breaks.len()
}
