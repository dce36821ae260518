//! Tables, row by row.

use std::rc::Rc;

use super::{After, Entry, Mark, Stack, baseline};
use crate::layout::collect::TablePart;
use crate::layout::color::Color;
use crate::layout::table::shares;
use crate::layout::text::Align;

impl<'p> Stack<'p, '_> {
    pub(super) fn table(&mut self, table: &'p TablePart) {
        let size = self.figures.size * 0.94;
        let size = if self.small { self.figures.small } else { size.max(self.figures.size.min(8.5)) };
        let height = size * (self.figures.leading() - 0.06);
        let gutter = size * 1.1;
        let count = table.rows.first().map_or(0, Vec::len);
        if count == 0 {
            return;
        }
        let room = (self.measure - gutter * (count - 1) as f32).max(1.0);
        let key = (table.element, (self.measure / self.figures.size * 10.0) as u32);
        let shares = self
            .memory
            .shares
            .entry(key)
            .or_insert_with(|| shares(table, size, room, self.memory.cells.entry(table.element).or_default()));
        let widths: Vec<f32> = shares.iter().map(|share| share * room).collect();
        let pad = self.space(0.24).max(size * 0.16);
        let rule = |y: f32, thickness: f32, color: Color, stack: &Self| Mark::Rule {
            x: stack.indent,
            y,
            width: stack.measure,
            thickness,
            color,
            element: None,
        };
        let rules = self.figures.rules;
        let (mut header, mut repeat) = (Vec::new(), None);
        let above = self.space(0.35);
        for (at, row) in table.rows.iter().enumerate() {
            let cells = row.iter().zip(&widths);
            let lines = cells.clone().map(|(cell, width)| self.memory.count(cell, size, *width, Align::Left, true));
            let lines = lines.max().unwrap_or(0).max(1);
            let (first, last) = (at == 0, at + 1 == table.rows.len());
            // A row is one thing, unless no page has room for it.
            let whole = height * lines as f32 + 2.0 * pad < self.figures.room * 0.9;
            let step = if whole { lines } else { 1 };
            for slice in (0..lines).step_by(step).map(|line| line..line + step) {
                let (opens, closes) = (slice.start == 0, slice.end == lines);
                let top = if opens { pad } else { 0.0 };
                let mut marks = Vec::new();
                if first && opens && self.drawn {
                    marks.push(rule(0.0, rules.frame, self.colors.text, self));
                }
                let mut x = self.indent;
                for (cell, width) in cells.clone().filter(|_| self.drawn) {
                    let breaks = self.memory.breaks(cell, size, *width, Align::Left, true);
                    for index in slice.start..slice.end.min(breaks.len()) {
                        let baseline = top + height * (index - slice.start) as f32 + baseline(height, size);
                        let breaks = Rc::clone(&breaks);
                        marks.push(Mark::Line { text: cell, breaks, index, size, x, baseline });
                    }
                    x += width + gutter;
                }
                let slug_height = top + height * slice.len() as f32 + if closes { pad } else { 0.0 };
                if closes && self.drawn {
                    let (thickness, color) = match (first, last) {
                        (true, _) => (rules.header, self.colors.text),
                        (false, true) => (rules.frame * 2.0 / 3.0, self.colors.text),
                        (false, false) => (rules.row, self.colors.line),
                    };
                    marks.push(rule(slug_height, thickness, color, self));
                }
                let after = match () {
                    () if !closes => After::Line,
                    () if last => After::Block,
                    // The header stays with the first row, and a short table's last two rows with each other.
                    () if first || at + 2 == table.rows.len() && at < 3 => After::Never,
                    () => After::Item,
                };
                self.push(if first && opens { above } else { 0.0 }, slug_height, marks, after);
                if let Some(Entry::Slug(slug)) = self.entries.last_mut() {
                    if first {
                        header.push(slug.clone());
                    } else {
                        slug.repeat =
                            Some(Rc::clone(repeat.get_or_insert_with(|| Rc::new(std::mem::take(&mut header)))));
                    }
                }
            }
        }
        self.space = self.space(0.5);
    }
}
