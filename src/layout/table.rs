//! Column widths: from the words of the cells, so that the table is as short as it can be.

use super::collect::TablePart;

/// No column is narrower than this many ems, unless its words are.
const NARROWEST: f32 = 5.5;
/// The steps by which width is moved between columns, as parts of the whole, coarse first.
const STEPS: [f32; 4] = [0.08, 0.04, 0.02, 0.01];

/// The share of each column of `room` points at a size in points. The shares add up to 1.
///
/// Starts from the widths that the words want (as CSS 2.2, 17.5.2.2, with minimum and maximum content widths), then
/// moves width from column to column as long as that makes the table shorter.
pub(super) fn shares(table: &TablePart, size: f32, room: f32) -> Vec<f32> {
    let count = table.rows.first().map_or(0, Vec::len);
    let room = room / size;
    let wanted = |column: usize| {
        let cells = table.rows.iter().filter_map(move |row| row.get(column));
        let least = cells.clone().map(super::text::Paragraph::min_width).fold(0.0, f32::max);
        let most = cells.clone().map(super::text::Paragraph::max_width).fold(0.0, f32::max);
        let all = cells.map(|cell| f64::from(cell.max_width())).sum::<f64>();
        // Row headings are not divided when there is room.
        let least = if column == 0 && table.heads_rows { least.max(most.min(9.0)) } else { least };
        (least.max(most.min(NARROWEST)), most, all as f32)
    };
    let wanted: Vec<(f32, f32, f32)> = (0..count).map(wanted).collect();
    let least: f32 = wanted.iter().map(|column| column.0).sum();
    let most: f32 = wanted.iter().map(|column| column.1).sum();
    let mut widths: Vec<f32> = if least >= room || least <= 0.0 {
        wanted.iter().map(|column| column.0.max(0.1)).collect()
    } else if most <= room {
        // All on one line: what is left over goes to the wide ones.
        wanted.iter().map(|column| column.1 + (room - most) * (column.1 / most.max(0.1))).collect()
    } else {
        let words: f32 = wanted.iter().map(|column| column.2).sum();
        wanted.iter().map(|column| column.0 + (room - least) * (column.2 / words.max(0.1))).collect()
    };
    if least < room && most > room {
        shorten(table, room, &wanted, &mut widths);
    }
    let sum: f32 = widths.iter().sum();
    widths.iter().map(|width| width / sum).collect()
}

/// Moves width between columns as long as the table gets shorter.
fn shorten(table: &TablePart, room: f32, wanted: &[(f32, f32, f32)], widths: &mut [f32]) {
    let column_lines = |column: usize, width: f32| -> Vec<u32> {
        table.rows.iter().map(|row| row.get(column).map_or(0, |cell| cell.quick_lines(width))).collect()
    };
    let mut lines: Vec<Vec<u32>> = widths.iter().enumerate().map(|(at, width)| column_lines(at, *width)).collect();
    // First the lines of the table, then those of all cells: an even table is easier to read.
    let weigh = |lines: &[Vec<u32>]| -> (u32, u32) {
        let rows = 0..table.rows.len();
        let height = rows.map(|row| lines.iter().map(|column| column[row]).max().unwrap_or(0)).sum();
        (height, lines.iter().flatten().sum())
    };
    let mut best = weigh(&lines);
    for step in STEPS {
        let step = step * room;
        loop {
            let mut found = None;
            for from in 0..widths.len() {
                if widths[from] - step < wanted[from].0 {
                    continue;
                }
                let narrower = column_lines(from, widths[from] - step);
                let old_from = std::mem::replace(&mut lines[from], narrower);
                for to in (0..widths.len()).filter(|to| *to != from) {
                    let wider = column_lines(to, widths[to] + step);
                    let old_to = std::mem::replace(&mut lines[to], wider);
                    let weight = weigh(&lines);
                    if weight < best {
                        best = weight;
                        found = Some((from, to));
                    }
                    lines[to] = old_to;
                }
                lines[from] = old_from;
            }
            let Some((from, to)) = found else { break };
            widths[from] -= step;
            widths[to] += step;
            lines[from] = column_lines(from, widths[from]);
            lines[to] = column_lines(to, widths[to]);
        }
    }
}
