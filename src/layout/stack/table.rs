//! Tables, row by row.

use std::rc::Rc;

use super::{After, Stack, StackEntry, StackMark, baseline};
use crate::layout::collect::{CollectedCell, TablePart};
use crate::layout::color::Color;
use crate::layout::table::{Band, GUTTER, shares, ways};
use crate::layout::text::Align;

/// Below this spacing, the text of a cell is run in after the words beside its sign. Above it, those words have a line
/// of their own, which is easier to find. A page gives that up before it leaves out a record.
const TIGHT: f32 = 0.8;
/// The thickness of the heavy rule beside a cell that must not be overlooked, in points.
const HEAVY: f32 = 2.0;
/// A row of at most this many lines is not left alone before or after a page break, where it would be overlooked.
const ALONE: usize = 4;
/// Such a row is kept with the row beside it if that has at most this many lines; otherwise too much of the page would
/// be blank.
const BESIDE: usize = 12;

/// The sizes at which the cells of a table are set.
#[derive(Clone, Copy)]
struct CellSetting {
    /// The size of the text, in points.
    size: f32,
    /// The height of a line, in points.
    height: f32,
    /// The space above and below the text of a row, in points.
    pad: f32,
}

impl<'p> Stack<'p, '_> {
    pub(super) fn table(&mut self, table: &'p TablePart) {
        let is_tight = self.figures.air < TIGHT;
        let table = table.tight.as_deref().filter(|_| is_tight).unwrap_or(table);
        let size = self.figures.size * 0.94;
        let size = if self.small { self.figures.small } else { size.max(self.figures.size.min(8.5)) };
        let pad = self.space(0.24).max(size * 0.16);
        let setting = CellSetting { size, height: size * (self.figures.leading() - 0.06), pad };
        if table.rows.first().is_none_or(Vec::is_empty) {
            return;
        }
        let mut ways = ways(table, size, self.measure);
        let best = match ways.len() {
            1 => 0,
            // Of two that are equally high, the first one is taken.
            _ => (0..ways.len()).min_by_key(|way| self.height_of(table, &ways[*way], setting)).unwrap_or(0),
        };
        for (at, band) in ways.swap_remove(best).iter().enumerate() {
            self.band(table, band, at > 0, setting);
        }
    }

    /// The widths of the columns of a band, in points.
    fn widths(&mut self, table: &TablePart, band: &[usize], size: f32) -> Vec<f32> {
        let room = (self.measure - size * GUTTER * (band.len() - 1) as f32).max(1.0);
        let key = (
            (table.element, table.runs_in),
            band.get(1).copied().unwrap_or(0),
            band.len(),
            (self.measure / self.figures.size * 10.0) as u32,
        );
        let cells = self.memory.cells.entry((table.element, table.runs_in)).or_default();
        let shares = self.memory.shares.entry(key).or_insert_with(|| shares(table, band, size, room, cells));
        shares.iter().map(|share| share * room).collect()
    }

    /// The height of a table in points, without the space between its bands.
    fn height_of(&mut self, table: &'p TablePart, bands: &[Band], setting: CellSetting) -> u32 {
        let mut height = 0.0;
        for band in bands {
            let widths = self.widths(table, band, setting.size);
            for row in &table.rows {
                height += setting.height * self.row_lines(row, band, &widths, setting.size) as f32 + 2.0 * setting.pad;
            }
        }
        height as u32
    }

    /// The number of lines of a row's highest cell.
    fn row_lines(&mut self, row: &'p [CollectedCell], band: &[usize], widths: &[f32], size: f32) -> usize {
        let cells = band.iter().zip(widths).filter_map(|(column, width)| Some((row.get(*column)?, *width)));
        let mut lines = |cell: &'p CollectedCell, width: f32| {
            self.memory.count(&cell.text, size, width - cell.hang * size, Align::Left, true)
        };
        cells.map(|(cell, width)| lines(cell, width)).max().unwrap_or(0).max(1)
    }

    /// Adds some of the columns of a table. With `again`, the row headings were printed in an earlier band already.
    fn band(&mut self, table: &'p TablePart, band: &[usize], again: bool, setting: CellSetting) {
        let CellSetting { size, height, pad } = setting;
        let gutter = size * GUTTER;
        let widths = self.widths(table, band, size);
        let rule = |y: f32, thickness: f32, color: Color, stack: &Self| StackMark::Rule {
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
        let lines_of: Vec<usize> = table.rows.iter().map(|row| self.row_lines(row, band, &widths, size)).collect();
        let is_lost = |at: usize, beside: usize| lines_of[at] <= ALONE && lines_of[beside] <= BESIDE;
        for (at, row) in table.rows.iter().enumerate() {
            let lines = lines_of[at];
            let (first, last) = (at == 0, at + 1 == table.rows.len());
            // A row is not divided unless it is higher than a page.
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
                let cells =
                    band.iter().zip(&widths).filter_map(|(column, width)| Some((*column, row.get(*column)?, width)));
                for (column, cell, width) in cells.filter(|_| self.drawn) {
                    let hang = cell.hang * size;
                    let breaks = self.memory.breaks(&cell.text, size, *width - hang, Align::Left, true);
                    if let Some(sign) = cell.sign.as_ref().filter(|_| opens) {
                        let breaks = self.memory.breaks(sign, size, hang, Align::Left, false);
                        let baseline = top + baseline(height, size);
                        marks.push(StackMark::Line { text: sign, breaks, index: 0, size, x, baseline, again: false });
                    }
                    if cell.heavy {
                        marks.push(StackMark::Bar {
                            x: x - gutter / 2.0 - HEAVY / 2.0,
                            y: if opens { rules.row + 1.0 } else { 0.0 },
                            width: HEAVY,
                            height: height * slice.len() as f32
                                + if opens { pad - rules.row - 1.0 } else { 0.0 }
                                + if closes { pad - 1.0 } else { 0.0 },
                            color: self.colors.text,
                            element: None,
                        });
                    }
                    for index in slice.start..slice.end.min(breaks.len()) {
                        let baseline = top + height * (index - slice.start) as f32 + baseline(height, size);
                        let breaks = Rc::clone(&breaks);
                        let again = again && column == 0;
                        let x = x + hang;
                        marks.push(StackMark::Line { text: &cell.text, breaks, index, size, x, baseline, again });
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
                    // The header stays with the first row, and a low first or last row with the row beside it.
                    () if first || at == 1 && is_lost(1, 2) => After::Never,
                    () if at + 2 == table.rows.len() && is_lost(at + 1, at) => After::Never,
                    () => After::Item,
                };
                self.push(if first && opens { above } else { 0.0 }, slug_height, marks, after);
                self.on_baseline(top + baseline(height, size));
                if let Some(StackEntry::Slug(slug)) = self.entries.last_mut() {
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
