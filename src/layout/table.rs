//! Column widths, computed from the words of the cells, so that the table is as low as possible.

use std::ops::RangeInclusive;

use super::collect::{CollectedCell, TablePart};
use super::text::BreakOutline;

/// No column is narrower than this many ems, unless its longest line is.
const NARROWEST: f32 = 5.5;
/// Widths of a column of running text in a table with row headings, in ems: easy to read at the first, still readable
/// at the second.
const EASY: f32 = 7.0;
const NARROW: f32 = 5.0;
/// The most width that is set aside for row headings when deciding whether to divide a table, in ems.
const HEADINGS: f32 = 9.0;
/// The gap between two columns, in ems.
pub(super) const GUTTER: f32 = 1.1;
/// Text that is wider than this, in ems, and has no place for a line break is not a word but an address or a key. It is
/// divided so that the words of other columns stay whole.
const LONGEST_WORD: f32 = 12.0;
/// Where there are at least two other columns, the row headings take at most one part in this many of the table, since
/// readers look for what is in the other columns.
const WIDEST_HEADINGS: u16 = 3;
/// More lines than any table has, as the height of a width that is not allowed.
const TOO_HIGH: u16 = 4_000;
/// Widths are multiples of this fraction of the measure; and the search moves width at most this many times.
const UNITS: u16 = 60;
const MOST_MOVES: usize = 30;

/// Columns that are side by side, by their indices in the table. The row headings are in every band.
pub(super) type Band = Vec<usize>;

/// The ways in which a table may be set, the preferred one first: as a whole, or divided into bands that are set one
/// below the other, each with the row headings. Only a table with row headings is ever divided. `room` and `size` are
/// in points.
///
/// Where columns are narrow but their words still fit, there are two ways, and the lower one should be taken. If the
/// choice depended on the amount of text alone, one more word could change it, and a page could not be filled item by
/// item.
pub(super) fn ways(table: &TablePart, size: f32, room: f32) -> Vec<Vec<Band>> {
    let count = table.rows.first().map_or(0, Vec::len);
    let whole = vec![(0..count).collect::<Band>()];
    if !table.heads_rows || count < 4 {
        return vec![whole];
    }
    let cells = |column: usize| table.rows.iter().filter_map(move |row| row.get(column));
    let widest = |column: usize, width: fn(&CollectedCell) -> f32| cells(column).map(width).fold(0.0, f32::max);
    // The wanted width in ems, with the gutter before the column.
    let wanted = |column: usize, running: f32| {
        let word = widest(column, CollectedCell::min_width).min(LONGEST_WORD);
        word.max(widest(column, CollectedCell::max_width).min(running)) + GUTTER
    };
    let sum = |running: f32| (1..count).map(|column| wanted(column, running)).sum::<f32>();
    let room = room / size - widest(0, CollectedCell::max_width).min(HEADINGS);
    let all = sum(EASY);
    if all <= room {
        return vec![whole];
    }
    let bands = ((all / room.max(1.0)).ceil() as usize).clamp(2, count - 1);
    let each = (count - 1).div_ceil(bands);
    let divided = (1..count).step_by(each).map(|from| std::iter::once(0).chain(from..count.min(from + each)).collect());
    let divided = divided.collect();
    if sum(NARROW) <= room { vec![whole, divided] } else { vec![divided] }
}

/// The share of each column in a band of `room` points, at a size in points. The shares add up to 1.
///
/// Starts from the widths that the content asks for (as in CSS 2.2, 17.5.2.2, with minimum and maximum content widths),
/// then moves width between columns as long as that makes the table lower.
pub(super) fn shares(table: &TablePart, band: &[usize], size: f32, room: f32, known: &mut CellMeasures) -> Vec<f32> {
    let count = band.len();
    let room = room / size;
    let cells = |at: usize| table.rows.iter().filter_map(move |row| row.get(band[at]));
    let widest = |column: usize, width: fn(&CollectedCell) -> f32| cells(column).map(width).fold(0.0, f32::max);
    let words = |column: usize| widest(column, CollectedCell::word_width).min(LONGEST_WORD);
    // Words are not divided where there is room for whole ones.
    let whole = (0..count).map(words).sum::<f32>() < room;
    let wanted = |column: usize| {
        let cells = cells(column);
        let least = if whole { words(column) } else { widest(column, CollectedCell::min_width).min(LONGEST_WORD) };
        let most = cells.clone().map(CollectedCell::max_width).fold(0.0, f32::max);
        let all = cells.map(|cell| f64::from(cell.max_width())).sum::<f64>();
        // Row headings are not divided where there is room.
        let least = if column == 0 && table.heads_rows { least.max(most.min(9.0)) } else { least };
        (least.max(most.min(NARROWEST)), most, all as f32)
    };
    let wanted: Vec<(f32, f32, f32)> = (0..count).map(wanted).collect();
    let least: f32 = wanted.iter().map(|column| column.0).sum();
    let most: f32 = wanted.iter().map(|column| column.1).sum();
    let mut widths: Vec<f32> = if least >= room || least <= 0.0 {
        level(&wanted.iter().map(|column| column.0.max(0.1)).collect::<Vec<_>>(), room)
    } else if most <= room {
        // Every cell fits on one line, and the wide columns get most of the remaining width.
        wanted.iter().map(|column| column.1 + (room - most) * (column.1 / most.max(0.1))).collect()
    } else {
        let words: f32 = wanted.iter().map(|column| column.2).sum();
        wanted.iter().map(|column| column.0 + (room - least) * (column.2 / words.max(0.1))).collect()
    };
    if least < room && most > room {
        shorten(table, band, room, &wanted, &mut widths, known);
    }
    let sum: f32 = widths.iter().sum();
    widths.iter().map(|width| width / sum).collect()
}

/// Widths for a room that is too narrow: narrow columns get what they ask for, and the wide ones share the rest
/// equally.
fn level(wanted: &[f32], room: f32) -> Vec<f32> {
    let mut sorted = wanted.to_vec();
    sorted.sort_by(f32::total_cmp);
    let (mut left, mut most) = (room, f32::INFINITY);
    for (at, width) in sorted.iter().enumerate() {
        let each = left / (sorted.len() - at) as f32;
        if *width > each {
            most = each;
            break;
        }
        left -= width;
    }
    wanted.iter().map(|width| width.min(most)).collect()
}

/// Finds the widths at which the table is lowest. With three columns or fewer it tries all widths in steps of a
/// [`UNITS`]th; with more it moves width between pairs of columns, any amount at a time, from several starting points.
fn shorten(
    table: &TablePart,
    band: &[usize],
    room: f32,
    wanted: &[(f32, f32, f32)],
    widths: &mut [f32],
    known: &mut CellMeasures,
) {
    let unit = room / f32::from(UNITS);
    let least: Vec<usize> = wanted.iter().map(|column| (column.0 / unit).ceil() as usize).collect();
    let all = usize::from(UNITS);
    if least.iter().sum::<usize>() > all {
        return;
    }
    let spare = all - least.iter().sum::<usize>();
    let heights = least.iter().enumerate();
    let mut heights: Vec<Heights> =
        heights.map(|(at, least)| Heights::new(table, band[at], unit, *least..=least + spare, known)).collect();
    if let (true, [headings, _, _, ..]) = (table.heads_rows, heights.as_mut_slice()) {
        headings.limit(least[0].max(usize::from(UNITS / WIDEST_HEADINGS)));
    }
    let mut begun: Vec<usize> =
        widths.iter().zip(&least).map(|(width, least)| least.max(&((width / unit) as usize)).to_owned()).collect();
    adjust_sum(&mut begun, &least, all);
    let mut scale = Scale { heights, wanted: begun.clone(), best: ((u32::MAX, 0, 0), begun.clone()) };
    scale.take(&begun);
    if let [a, b] = least[..] {
        for first in a..=all - b {
            scale.take(&[first, all - first]);
        }
    } else if let [a, b, c] = least[..] {
        for first in a..=all - b - c {
            for second in b..=all - c - first {
                scale.take(&[first, second, all - first - second]);
            }
        }
    } else {
        let count = least.len();
        let mut even: Vec<usize> = least.iter().map(|least| (all / count).max(*least)).collect();
        adjust_sum(&mut even, &least, all);
        for begun in [begun, even] {
            scale.descend(&least, begun);
        }
    }
    for (width, units) in widths.iter_mut().zip(scale.best.1) {
        *width = units as f32 * unit;
    }
}

/// Adjusts the units so that they add up to `all`: takes from the widest column or adds to it.
fn adjust_sum(units: &mut [usize], least: &[usize], all: usize) {
    loop {
        let sum: usize = units.iter().sum();
        let spare = |at: &usize| units[*at] - least[*at];
        let Some(widest) = (0..units.len()).max_by_key(spare) else { return };
        match sum.cmp(&all) {
            std::cmp::Ordering::Equal => return,
            std::cmp::Ordering::Less => units[widest] += all - sum,
            std::cmp::Ordering::Greater => units[widest] -= 1,
        }
    }
}

/// What is minimized, in this order: the height of the table in lines, the lines of all cells, and how far the widths
/// are from those that the content asks for, since an even table is easier to read.
type Weight = (u32, u32, usize);

/// The state of the search for widths.
struct Scale {
    heights: Vec<Heights>,
    /// The units that the content asks for.
    wanted: Vec<usize>,
    best: (Weight, Vec<usize>),
}

impl Scale {
    fn weigh(&self, units: &[usize]) -> Weight {
        self.weigh_below(units, u32::MAX).unwrap_or((u32::MAX, 0, 0))
    }

    /// The weight of the widths; `None` when the table is higher than `most`.
    fn weigh_below(&self, units: &[usize], most: u32) -> Option<Weight> {
        // A table is at least as high as its highest column.
        if self.heights.iter().zip(units).any(|(column, units)| column.lines[*units] > most) {
            return None;
        }
        let rows = self.heights.first().map_or(0, |column| column.rows);
        let mut height = 0;
        let each = rows.div_ceil(LANES);
        for at in 0..each {
            let mut highest = [0; LANES];
            for (column, units) in self.heights.iter().zip(units) {
                raise(&mut highest, &column.by_width[units * each + at]);
            }
            height += sum(&highest);
        }
        if height > most {
            return None;
        }
        let lines = self.heights.iter().zip(units).map(|(column, units)| column.lines[*units]).sum();
        let far = units.iter().zip(&self.wanted).map(|(units, wanted)| units.abs_diff(*wanted)).sum();
        Some((height, lines, far))
    }

    fn take(&mut self, units: &[usize]) {
        if let Some(weight) = self.weigh_below(units, self.best.0.0)
            && weight < self.best.0
        {
            self.best = (weight, units.to_vec());
        }
    }

    /// Moves width between pairs of columns as long as that makes the table better.
    fn descend(&mut self, least: &[usize], mut units: Vec<usize>) {
        self.take(&units);
        let mut own = self.weigh(&units);
        let rows = self.heights.first().map_or(0, |column| column.rows);
        // The height of each row without the two columns between which width is moved.
        let mut rest = vec![[0; LANES]; rows.div_ceil(LANES)];
        for _ in 0..MOST_MOVES {
            // Of equally good moves, the one from the leftmost column is taken, then the smallest one.
            let mut found: Option<(Weight, (usize, usize, usize))> = None;
            for from in 0..units.len() {
                for to in (0..units.len()).filter(|to| *to != from) {
                    rest.fill([0; LANES]);
                    let others = (0..units.len()).filter(|at| *at != from && *at != to);
                    let (mut lines, mut far) = (0, 0);
                    for at in others {
                        let column = &self.heights[at];
                        rest.iter_mut().zip(column.cells(units[at])).for_each(|(rows, cells)| raise(rows, cells));
                        lines += column.lines[units[at]];
                        far += units[at].abs_diff(self.wanted[at]);
                    }
                    let (less, more) = (&self.heights[from], &self.heights[to]);
                    let mut weighed = ((u16::MAX, u16::MAX), 0, 0);
                    for moved in 1..=units[from] - least[from] {
                        let (narrow, wide) = (units[from] - moved, units[to] + moved);
                        let kinds = (less.kinds[narrow], more.kinds[wide]);
                        if kinds != weighed.0 {
                            let (mut narrowed, mut height) = (0, 0);
                            for (rows, (a, b)) in rest.iter().zip(less.cells(narrow).iter().zip(more.cells(wide))) {
                                let mut heights = *rows;
                                raise(&mut heights, a);
                                narrowed += sum(&heights);
                                raise(&mut heights, b);
                                height += sum(&heights);
                            }
                            // If the narrowed column alone is higher than the whole table was, it is so at any smaller
                            // width, too.
                            if narrowed > own.0 {
                                break;
                            }
                            weighed = (kinds, height, lines + less.lines[narrow] + more.lines[wide]);
                        }
                        let (_, height, lines) = weighed;
                        if height > own.0 {
                            continue;
                        }
                        let far = far + narrow.abs_diff(self.wanted[from]) + wide.abs_diff(self.wanted[to]);
                        let better = ((height, lines, far), (from, moved, to));
                        if better.0 < own && found.is_none_or(|found| better < found) {
                            found = Some(better);
                        }
                    }
                }
            }
            let Some((weight, (from, moved, to))) = found else { break };
            own = weight;
            units[from] -= moved;
            units[to] += moved;
        }
        self.take(&units);
    }
}

/// How many rows are compared at a time (SIMD).
const LANES: usize = 8;

/// Raises the height of rows to that of these cells.
fn raise(rows: &mut [u16; LANES], cells: &[u16; LANES]) {
    rows.iter_mut().zip(cells).for_each(|(row, cell)| *row = (*row).max(*cell));
}

fn sum(rows: &[u16; LANES]) -> u32 {
    rows.iter().map(|row| u32::from(*row)).sum()
}

impl CollectedCell {
    /// The width of the widest part that has no place for a line break, in ems, with the sign before it.
    fn min_width(&self) -> f32 {
        self.hang + self.text.min_width()
    }

    /// The width of the widest word, in ems, with the sign before it.
    fn word_width(&self) -> f32 {
        self.hang + self.text.word_width()
    }

    /// The width of the longest line when there are only forced line breaks, in ems, with the sign before it.
    fn max_width(&self) -> f32 {
        self.hang + self.text.max_width()
    }
}

/// Cached measures of the cells of a table, which are asked for at many sizes.
#[derive(Default)]
pub(super) struct CellMeasures {
    cells: Vec<Option<KnownCell>>,
}

/// Cached measures of a cell: for some numbers of lines, the least and greatest known measure, in ems, at which the
/// cell has so many. A greater measure never needs more lines.
struct KnownCell {
    hang: f32,
    outline: BreakOutline,
    lines: Vec<(u16, f32, f32)>,
}

impl CellMeasures {
    fn cell(&mut self, at: usize, cell: &CollectedCell) -> &mut KnownCell {
        if self.cells.len() <= at {
            self.cells.resize_with(at + 1, || None);
        }
        let hang = cell.hang;
        self.cells[at].get_or_insert_with(|| KnownCell { hang, outline: cell.text.outline(), lines: Vec::new() })
    }
}

impl KnownCell {
    /// The number of lines of the cell at a measure in ems.
    fn lines(&mut self, measure: f32) -> u16 {
        if let Some((lines, ..)) = self.lines.iter().find(|(_, least, most)| *least <= measure && measure <= *most) {
            return *lines;
        }
        let lines = u16::try_from(self.outline.lines(measure - self.hang)).unwrap_or(u16::MAX);
        match self.lines.iter_mut().find(|(known, ..)| *known == lines) {
            Some((_, least, most)) => (*least, *most) = (least.min(measure), most.max(measure)),
            None => self.lines.push((lines, measure, measure)),
        }
        lines
    }
}

/// The numbers of lines of the cells of a column, by its width in units.
struct Heights {
    rows: usize,
    /// For each width the lines of each cell, one width after the other; padded with cells of 0 lines.
    by_width: Vec<[u16; LANES]>,
    /// For each width the sum of the lines of all cells.
    lines: Vec<u32>,
    /// For each width, the smallest width at which every cell has the same number of lines.
    kinds: Vec<u16>,
}

impl Heights {
    /// Computes the lines for the widths in `asked`; no other widths may be asked for.
    fn new(
        table: &TablePart,
        column: usize,
        unit: f32,
        asked: RangeInclusive<usize>,
        known: &mut CellMeasures,
    ) -> Self {
        // A column that may have width 0 is empty, and never makes the table higher.
        let (narrowest, widest) = (*asked.start().max(&1), *asked.end());
        let rows = table.rows.len();
        let columns = table.rows.first().map_or(0, Vec::len);
        let each = rows.div_ceil(LANES);
        let mut by_width = vec![[0; LANES]; each * (widest + 1)];
        let mut kinds = vec![0; widest + 1];
        let mut open = Vec::new();
        for (row, cells) in table.rows.iter().enumerate() {
            let Some(cell) = cells.get(column).filter(|_| narrowest <= widest) else { continue };
            let known = known.cell(row * columns + column, cell);
            let mut lines = |width: usize| known.lines(width as f32 * unit);
            let mut fill = |from: usize, to: usize, lines: u16| {
                // A new kind begins where the number of lines of a cell changes.
                kinds[from] = 1;
                for width in from..to {
                    by_width[width * each + row / LANES][row % LANES] = lines;
                }
            };
            let (most, fewest) = (lines(narrowest), lines(widest));
            open.push(((narrowest, most), (widest, fewest)));
            let mut filled = (narrowest, most);
            // Between two widths with the same number of lines there is nothing to search.
            while let Some(((from, most), (to, fewest))) = open.pop() {
                if most == fewest || to - from < 2 {
                    if fewest != filled.1 {
                        fill(filled.0, to, filled.1);
                        filled = (to, fewest);
                    }
                    continue;
                }
                let middle = usize::midpoint(from, to);
                let lines = lines(middle);
                open.push(((middle, lines), (to, fewest)));
                open.push(((from, most), (middle, lines)));
            }
            fill(filled.0, widest + 1, filled.1);
        }
        let mut lines = vec![0; widest + 1];
        for width in narrowest..=widest {
            if width > narrowest && kinds[width] == 0 {
                (kinds[width], lines[width]) = (kinds[width - 1], lines[width - 1]);
            } else {
                kinds[width] = width as u16;
                lines[width] = by_width[width * each..(width + 1) * each].iter().map(sum).sum();
            }
        }
        Self { rows, by_width, lines, kinds }
    }

    /// Makes the table too high at all widths above `widest`.
    fn limit(&mut self, widest: usize) {
        let each = self.rows.div_ceil(LANES);
        for width in widest + 1..self.lines.len() {
            self.by_width[width * each..(width + 1) * each].fill([TOO_HIGH; LANES]);
            self.kinds[width] = widest as u16 + 1;
            self.lines[width] = u32::from(TOO_HIGH);
        }
    }

    /// The lines of each cell at a width.
    fn cells(&self, width: usize) -> &[[u16; LANES]] {
        let each = self.rows.div_ceil(LANES);
        &self.by_width[width * each..(width + 1) * each]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::color::Color;
    use crate::layout::style::FontStyle;
    use crate::layout::text::{Align, Shaper, TextSpan};
    use crate::layout::{Fonts, font::Face};

    /// The height of a table in lines, with real line breaks.
    fn height(table: &TablePart, size: f32, widths: &[f32]) -> usize {
        let lines = |cell: &CollectedCell, width: f32| cell.text.breaks(size, width, Align::Left, true).len();
        let row = |row: &Vec<CollectedCell>| row.iter().zip(widths).map(|(cell, width)| lines(cell, *width)).max();
        table.rows.iter().filter_map(row).sum()
    }

    /// Compared with the best of all widths in steps of a fiftieth, the table is never more than a line higher, and is
    /// usually as low.
    #[test]
    fn no_table_is_much_higher_than_the_best_one() {
        let fonts = Fonts::embedded();
        let typefaces = fonts.typefaces(&FontStyle::default(), "en");
        let mut shaper = Shaper::new(&fonts, typefaces, "en");
        let font = shaper.sans(Face::Regular);
        let words: Vec<_> =
            "the delegation demands full recognition of its territory before any ceasefire and refuses \
             further talks on guarantees unless both annexes are signed by all ministers this year"
                .split(' ')
                .collect();
        let mut seed = 7_u64;
        let mut next = |limit: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % limit
        };
        let (mut same, mut ours, mut best) = (0, 0, 0);
        for _ in 0..40 {
            let rows = (0..2 + next(6)).map(|_| {
                let cells = (0..3).map(|_| {
                    let from = next(words.len());
                    let text =
                        words.iter().cycle().skip(from).take(1 + next(22)).copied().collect::<Vec<_>>().join(" ");
                    let color = Color(0, 0, 0);
                    let span = TextSpan {
                        text: text.as_str().into(),
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
                    CollectedCell::from(shaper.shape(&[span]))
                });
                cells.collect()
            });
            let table = TablePart { rows: rows.collect(), ..TablePart::default() };
            let (size, room) = (9.0, 430.0);
            let found: Vec<f32> = shares(&table, &[0, 1, 2], size, room, &mut CellMeasures::default())
                .iter()
                .map(|share| share * room)
                .collect();
            let found = height(&table, size, &found);
            let mut least = usize::MAX;
            for a in 4..46 {
                for b in 4..46 - a {
                    let (a, b) = (room * a as f32 / 50.0, room * b as f32 / 50.0);
                    least = least.min(height(&table, size, &[a, b, room - a - b]));
                }
            }
            assert!(found <= least + 1, "{found} lines, the best has {least}");
            (same, ours, best) = (same + usize::from(found <= least), ours + found, best + least);
        }
        println!("{same} of 40 tables are as high as the best one; {ours} lines in all, {best} at best");
        assert!(same >= 32 && ours as f32 <= best as f32 * 1.02, "{same} of 40, {ours} lines, {best} at best");
    }
}
