//! Tables, the strips and timelines made from them, and the table of contents.

use std::borrow::Cow;
use std::ops::Range;

use super::{CollectedCell, Collector, ContentsPart, Context, Event, PagePart, StripPart, TablePart, TimelinePart};
use crate::layout::page::{ElementId, StructureRole};
use crate::layout::text::ShapedParagraph;
use crate::markdown::{Block, BlockKind, Inline, RULE, Table, is_sign, plain_field_text, plain_text};
use crate::model::anchor;

/// Separates the words beside a sign from the text that is run in after them. No more is needed: the words are bold,
/// and the text is not.
const RUN_IN: &str = "  ";
/// The width of the column for a cell's sign, in ems; the text is indented by it.
const HANG: f32 = 1.02;

impl From<ShapedParagraph> for CollectedCell {
    fn from(text: ShapedParagraph) -> Self {
        Self { text, ..Self::default() }
    }
}

impl Collector<'_, '_> {
    /// Collects a table, and its run-in version for a tight page.
    pub(super) fn table(&mut self, table: &Table, context: Context, span: &Range<usize>) -> TablePart {
        let element = self.element(StructureRole::Table, context.parent);
        let context = Context { sans: true, tabular: true, ..context };
        let heads_rows = context.matrix;
        let header = std::iter::once((&table.header, true));
        let mut run_in = Vec::new();
        let rows =
            header.chain(table.rows.iter().map(|row| (row, false))).enumerate().map(|(place, (cells, is_header))| {
                let row = self.element(StructureRole::Row, element);
                let cells = cells.iter().enumerate().map(|(at, cell)| {
                    let heads = heads_rows && at == 0;
                    let role = match (is_header, heads) {
                        (true, _) => StructureRole::HeaderCell { heads_row: false },
                        (false, true) => StructureRole::HeaderCell { heads_row: true },
                        _ => StructureRole::DataCell,
                    };
                    let id = self.element(role, row);
                    let context = Context { strong: is_header || heads, ..context };
                    // Text below the name of a row is less prominent than the name.
                    match cell.iter().position(|inline| *inline == Inline::Break).filter(|_| heads && !is_header) {
                        Some(end) => {
                            let mut spans = self.spans(&cell[..end], context, id);
                            let quiet = Context { color: self.colors.quiet, strong: false, ..context };
                            spans.extend(self.spans(&cell[end..], quiet, id));
                            CollectedCell::from(self.shape(&spans, span))
                        }
                        None if is_header || heads => CollectedCell::from(self.words(cell, context, id, span)),
                        None => {
                            let (cell, tight) = self.cell(cell, context, id, span);
                            run_in.extend(tight.map(|text| (place, at, text)));
                            cell
                        }
                    }
                });
                cells.collect()
            });
        let rows: Vec<Vec<CollectedCell>> = rows.collect();
        let tight = (!run_in.is_empty()).then(|| {
            let mut rows = rows.clone();
            for (row, column, text) in run_in {
                rows[row][column].text = text;
            }
            Box::new(TablePart { element, rows, heads_rows, runs_in: true, tight: None })
        });
        TablePart { element, rows, heads_rows, runs_in: false, tight }
    }

    /// Collects a cell of a table's body. A sign at its start is set in a column of its own, with the words beside it.
    /// If the cell has text on a line below those words, the second value is a paragraph in which that text is run in.
    fn cell(
        &mut self,
        cell: &[Inline],
        context: Context,
        id: ElementId,
        place: &Range<usize>,
    ) -> (CollectedCell, Option<ShapedParagraph>) {
        let (heavy, cell) = without_rule(cell);
        let Some((sign, rest)) = leading_sign(&cell) else {
            return (CollectedCell { heavy, ..CollectedCell::from(self.words(&cell, context, id, place)) }, None);
        };
        let sign = self.words(&[sign], Context { strong: true, ..context }, id, place);
        let mut spans = self.spans(&rest, context, id);
        let text = self.shape(&spans, place);
        let run_in = spans.iter().position(|span| span.text.text == "\n").map(|at| {
            spans[at].text = RUN_IN.into();
            let paragraph = self.shaper.shape(&spans);
            // Missing characters were reported when `text` was shaped.
            _ = self.shaper.take_missing();
            paragraph
        });
        (CollectedCell { sign: Some(sign), hang: HANG, text, heavy }, run_in)
    }

    /// Collects a table as a strip: all its text belongs to one figure.
    pub(super) fn strip(&mut self, table: &Table, context: Context, span: &Range<usize>) -> PagePart {
        let steps: Vec<String> = table.header.iter().map(|cell| plain_text(cell)).collect();
        let mut rows = Vec::new();
        for row in &table.rows {
            let cells: Vec<String> = row.iter().map(|cell| plain_text(cell)).collect();
            let on: Vec<String> = cells
                .iter()
                .zip(&steps)
                .skip(1)
                .filter(|(cell, _)| !cell.trim().is_empty())
                .map(|(cell, step)| format!("{step}: {cell}"))
                .collect();
            rows.push(format!("{}: {}.", cells.first().map_or("", String::as_str), on.join("; ")));
        }
        let element = self.element(StructureRole::Figure { alt: rows.join(" ") }, context.parent);
        let context = Context { sans: true, tabular: true, ..context };
        let quiet = Context { color: self.colors.quiet, ..context };
        let mut all = vec![table.header.iter().map(|cell| self.words(cell, quiet, element, span)).collect()];
        for row in &table.rows {
            let cells = row
                .iter()
                .enumerate()
                .map(|(at, cell)| self.words(cell, Context { strong: at == 0, ..context }, element, span));
            all.push(cells.collect());
        }
        PagePart::Strip(StripPart { element, rows: all })
    }

    /// Collects a table of events: the drawing of the timeline above it, and the table.
    pub(super) fn timeline(&mut self, days: &[u32], blocks: &[Block], context: Context) -> Vec<PagePart> {
        let mut parts = Vec::new();
        for block in blocks {
            if let BlockKind::Table(table) = &block.kind
                && days.iter().max().is_some_and(|last| *last > 0)
            {
                parts.push(self.timeline_of(table, days, context, &block.span));
            }
            parts.extend(self.block(block, Context { matrix: true, ..context }));
        }
        parts
    }

    fn timeline_of(&mut self, table: &Table, days: &[u32], context: Context, span: &Range<usize>) -> PagePart {
        let cell = |row: &[Vec<Inline>], at: usize| row.get(at).map(|cell| plain_field_text(cell)).unwrap_or_default();
        let alt = table.rows.iter().map(|row| format!("{} {}", cell(row, 0).text, cell(row, 1).text));
        let alt: Vec<String> = alt.collect();
        let element = self.element(StructureRole::Figure { alt: alt.join("; ") }, context.parent);
        let context = Context { sans: true, tabular: true, ..context };
        let quiet = Context { color: self.colors.quiet, ..context };
        let mut events = Vec::new();
        for (row, day) in table.rows.iter().zip(days) {
            let sign_cell = cell(row, 1);
            let sign = sign_cell.text.chars().next().filter(|sign| !"–-".contains(*sign) && !sign.is_alphanumeric());
            let sign = sign.map(|first| {
                let sign = Inline::Text(sign_cell.slice(0..first.len_utf8()));
                self.words(&[sign], Context { strong: true, ..context }, element, span)
            });
            let date = self.words(&[Inline::Text(cell(row, 0))], quiet, element, span);
            events.push(Event { day: *day, date, sign });
        }
        PagePart::Timeline(TimelinePart { element, events })
    }

    /// Collects a table of contents: all headings of levels 2 and 3 of the document, with links to them.
    pub(super) fn contents(&mut self, context: Context) -> Vec<PagePart> {
        let list = self.element(StructureRole::Contents, context.parent);
        let context = Context { sans: true, tabular: true, ..context };
        let mut lines = Vec::new();
        for (heading, (level, title)) in
            self.headings.clone().into_iter().enumerate().filter(|(_, (level, _))| (2..=3).contains(level))
        {
            let item = self.element(StructureRole::ContentsItem, list);
            let role = StructureRole::Reference { target: ElementId(0), description: title.text.clone() };
            let link = self.element(role, item);
            self.targets.push((link, anchor(&title.text)));
            let text = self.plain(title, Context { strong: level == 2, ..context }, link);
            lines.push(ContentsPart { text, heading, level, number: link });
        }
        vec![PagePart::Contents(lines)]
    }
}

/// Whether a template asks for a heavy rule beside a cell, and the cell without the request.
fn without_rule(cell: &[Inline]) -> (bool, Cow<'_, [Inline]>) {
    match cell.first() {
        Some(Inline::Text(first)) if first.text.starts_with(RULE) => {
            let rest = first.slice(RULE.len_utf8()..first.text.len());
            let mut cell = cell.to_vec();
            if rest.text.is_empty() {
                cell.remove(0);
            } else {
                cell[0] = Inline::Text(rest);
            }
            (true, Cow::Owned(cell))
        }
        _ => (false, Cow::Borrowed(cell)),
    }
}

/// The sign with which a cell begins, and the text after it. `None` when the cell does not begin with a sign, has
/// nothing but a sign, or has another sign at the start of a later line, as in a list of choices. A question mark, for
/// a stance that is not known, counts as a sign.
fn leading_sign(cell: &[Inline]) -> Option<(Inline, Vec<Inline>)> {
    let Inline::Text(first) = cell.first()? else { return None };
    let sign = first.text.chars().next().filter(|c| *c == '?' || is_sign(*c))?;
    let begins = |inline: &Inline| matches!(inline, Inline::Text(text) if text.text.trim_start().starts_with(is_sign));
    if cell.windows(2).any(|pair| matches!(pair[0], Inline::Break) && begins(&pair[1])) {
        return None;
    }
    let after = first.text[sign.len_utf8()..].trim_start_matches([' ', '\u{a0}']);
    let is_parted = after.len() + sign.len_utf8() < first.text.len();
    if !is_parted || after.is_empty() && cell.len() == 1 {
        return None;
    }
    let all = first.text.len();
    let mut rest = cell[1..].to_vec();
    if !after.is_empty() {
        rest.insert(0, Inline::Text(first.slice(all - after.len()..all)));
    }
    Some((Inline::Text(first.slice(0..sign.len_utf8())), rest))
}
