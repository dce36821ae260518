//! Parts set in columns: the author's columns, the notes, the list of contents.

use super::{After, Columns, Number, SECTION, Set, Slug, Stack, StackEntry, StackMark, Tie, baseline, label_mark};
use crate::layout::collect::{ContentsPart, NotePart, NotesPart, PagePart};
use crate::layout::text::{Align, ShapedParagraph};

/// From this spacing on each note begins on a line of its own.
const OPEN: f32 = 1.0;
/// How many lines higher columns may become so that no item is divided between them.
const DIVIDED: f32 = 2.4;

impl NotePart {
    fn words(&self, addresses: bool) -> &ShapedParagraph {
        self.addressed.as_ref().filter(|_| addresses).unwrap_or(&self.words)
    }
}

impl<'p> Stack<'p, '_> {
    /// Adds notes: small, numbered, in the number of columns that saves most height. On a tight page they follow one
    /// another on the same line.
    pub(super) fn notes(&mut self, part: &'p NotesPart) {
        let size = self.figures.small;
        let notes = &part.notes;
        let widest = notes.iter().map(|note| note.label.max_width()).fold(0.0, f32::max);
        let step = size * (widest + 0.45);
        let gap = self.figures.size * 2.0;
        let run_in = self.figures.air < OPEN && notes.len() > 1;
        let whole = self.measure;
        let measure = |count: usize| (whole - gap * (count - 1) as f32) / count as f32;
        let wide = whole / size > 52.0 && notes.len() > 1 && self.indent <= 0.0;
        let mut best = (1, usize::MAX);
        for count in if wide { 2..=3 } else { 1..=1 } {
            let lines: usize = if run_in {
                self.memory.count(&part.run_in, size, measure(count), Align::Left, false)
            } else {
                let addresses = self.figures.addresses;
                let words = notes.iter().map(|note| note.words(addresses));
                words.map(|it| self.memory.count(it, size, measure(count) - step, Align::Left, false)).sum()
            };
            let rows = lines.div_ceil(count);
            if rows < best.1 {
                best = (count, rows);
            }
        }
        let count = best.0;
        if count == 1 {
            self.all_notes(part, run_in, step);
        } else {
            let mut stack = Stack::new(self.figures, self.colors, self.memory, measure(count), self.drawn);
            stack.all_notes(part, run_in, step);
            let (lists, before) = (vec![slugs(stack.finish())], self.space);
            self.entries.push(columns_of(before, count, gap, 0.0, lists));
        }
        self.space = self.space(0.4);
    }

    fn all_notes(&mut self, part: &'p NotesPart, run_in: bool, step: f32) {
        if run_in {
            let (size, leading, after) = (self.figures.small, 1.24, After::Item);
            let from = self.entries.len();
            self.lines(&part.run_in, Set { size, leading, before: 0.0, align: Align::Left, hyphenate: false, after });
            // A column that ends within a note does little harm.
            for entry in &mut self.entries[from..] {
                if let StackEntry::Slug(Slug { after: after @ After::Line, .. }) = entry {
                    *after = After::Item;
                }
            }
        } else {
            part.notes.iter().for_each(|note| self.note(note, step));
        }
    }

    fn note(&mut self, note: &'p NotePart, step: f32) {
        // The space between notes is part of the height of their lines, so that the lines of adjacent columns are
        // level.
        let (size, leading, from) = (self.figures.small, 1.24 + 0.08 * self.figures.air, self.entries.len());
        let set = Set { size, leading, before: 0.0, align: Align::Left, hyphenate: false, after: After::Item };
        let addresses = self.figures.addresses;
        self.indented(step, |stack| stack.lines(note.words(addresses), set));
        if let (Some(StackEntry::Slug(slug)), true) = (self.entries.get_mut(from), self.drawn) {
            slug.marks.insert(0, label_mark(&note.label, size, step, size * leading, self.indent));
        }
    }

    /// Adds the list of contents in two columns: each heading with its page number.
    pub(super) fn contents(&mut self, lines: &'p [ContentsPart]) {
        let size = self.figures.size * 0.94;
        // All lines have the same height, so that those of both columns are level.
        let leading = self.figures.leading() + 0.1 * self.figures.air;
        let gap = self.figures.size * 2.0;
        let measure = (self.measure - gap) / 2.0;
        let mut stack = Stack::new(self.figures, self.colors, self.memory, measure, self.drawn);
        for line in lines {
            let step = if line.level > 2 { size * 1.1 } else { 0.0 };
            let from = stack.entries.len();
            stack.indented(step, |stack| {
                // The page number has a column of its own.
                stack.measure -= size * 2.0;
                let set = Set { size, leading, before: 0.0, align: Align::Left, hyphenate: false, after: After::Item };
                stack.lines(&line.text, set);
            });
            let last = stack.entries.len();
            let height = size * leading;
            if let (Some(StackEntry::Slug(slug)), true) = (stack.entries.last_mut(), last > from && self.drawn) {
                let (heading, element, baseline) = (line.heading, line.number, baseline(height, size));
                let number = Number { heading, element, size, right: measure, baseline };
                slug.ties.push(Tie::Number(number));
            }
        }
        let (lists, before) = (vec![slugs(stack.finish())], self.space(1.0));
        self.entries.push(columns_of(before, 2, gap, 0.0, lists));
        self.space = self.space(0.8);
    }

    /// The height of parts one below the other, over the whole measure, in points.
    fn height(&mut self, parts: &'p [PagePart]) -> f32 {
        let mut stack = Stack { drawn: false, ..self.of_measure(self.measure) };
        stack.parts(parts);
        height(&stack.finish())
    }

    /// An empty list with another measure, for parts in a column.
    fn of_measure(&mut self, measure: f32) -> Stack<'p, '_> {
        let (small, larger) = (self.small, self.larger);
        Stack { small, larger, ..Stack::new(self.figures, self.colors, self.memory, measure, self.drawn) }
    }

    /// The line above the rest of a section that continues in another column.
    pub(super) fn continuation(&mut self, words: &'p ShapedParagraph) -> Slug<'p> {
        let size = self.figures.size * 0.9;
        let height = size * self.figures.leading();
        let (mut marks, baseline) = (Vec::new(), baseline(height, size));
        if self.drawn {
            let breaks = self.memory.breaks(words, size, self.measure, Align::Left, false);
            let x = self.indent;
            marks.push(StackMark::Line { text: words, breaks, index: 0, size, x, baseline, again: false });
        }
        let (baseline, after) = (Some(baseline), After::Never);
        Slug { before: 0.0, height, baseline, after, marks, ties: Vec::new(), repeat: None, continued: None }
    }

    pub(super) fn columns(&mut self, count: usize, columns: &'p [Vec<PagePart>]) {
        // In a list or a quote there is room for one column only.
        if self.indent > 0.0 {
            columns.iter().for_each(|parts| self.parts(parts));
            return;
        }
        let mut columns: Vec<&'p [PagePart]> = columns.iter().map(Vec::as_slice).collect();
        // A heading above both columns is the heading of both; in the first, the second would need a line that says
        // what continues there.
        if let [parts] = &mut columns[..]
            && let Some((heading, rest)) = only_section(parts)
        {
            self.parts(std::slice::from_ref(heading));
            *parts = rest;
        }
        let gap = self.figures.size * 2.0;
        let count = count.max(columns.len());
        let measure = (self.measure - gap * (count - 1) as f32) / count as f32;
        let mut lists = Vec::with_capacity(columns.len());
        let mut tallest = 0.0_f32;
        for parts in &columns {
            let mut stack = self.of_measure(measure);
            stack.parts(parts);
            let entries = stack.finish();
            tallest = tallest.max(height(&entries));
            lists.push(slugs(entries));
        }
        // The author's columns may take less room one below the other than side by side, when one is much longer than
        // the others.
        if columns.len() > 1 && columns.iter().map(|parts| self.height(parts)).sum::<f32>() < tallest {
            columns.iter().for_each(|parts| self.parts(parts));
            return;
        }
        // One entry would leave half of the width empty, or be divided for no gain.
        if let ([parts], [slugs]) = (&columns[..], lists.as_slice())
            && let Some((_, others)) = slugs.split_last()
            && others.iter().all(|slug| slug.after < After::Item)
        {
            let above = slugs.first().map_or(0.0, |slug| slug.before);
            if self.height(parts) <= above + height_side_by_side(&balance(slugs, count, None)) + 0.01 {
                self.parts(parts);
                return;
            }
        }
        let firsts = lists.iter().filter_map(|slugs| slugs.first());
        let before = firsts.map(|slug| slug.before).fold(self.space, f32::max);
        let patience = 0.8 + 6.0 * (self.figures.air - 1.0).max(0.0);
        self.entries.push(columns_of(before, count, gap, patience, lists));
        self.space = self.space(0.5);
    }
}

/// The heading of a section and the rest of it, if the parts are this section and no other.
fn only_section(parts: &[PagePart]) -> Option<(&PagePart, &[PagePart])> {
    let is_section = |part: &PagePart| matches!(part, PagePart::Heading { level, .. } if *level <= SECTION);
    let (heading, rest) = parts.split_first()?;
    (is_section(heading) && !rest.is_empty() && !rest.iter().any(is_section)).then_some((heading, rest))
}

/// Columns that are not kept together.
fn columns_of(before: f32, count: usize, gap: f32, patience: f32, lists: Vec<Vec<Slug<'_>>>) -> StackEntry<'_> {
    StackEntry::Columns(Columns { before, count, gap, patience, lists, kept: false, after: After::Block })
}

/// The height of a list in a column, with the space above it.
fn height(entries: &[StackEntry<'_>]) -> f32 {
    entries.iter().map(height_of).sum()
}

/// The height of an entry in a column, with the space above it.
fn height_of(entry: &StackEntry<'_>) -> f32 {
    match entry {
        StackEntry::Slug(slug) => slug.before + slug.height,
        StackEntry::Columns(columns) => columns.lists.iter().flatten().map(|slug| slug.before + slug.height).sum(),
        StackEntry::PageBreak => 0.0,
    }
}

/// The slugs of a list, for a column. Columns within columns are set one below the other.
pub(super) fn slugs(entries: Vec<StackEntry<'_>>) -> Vec<Slug<'_>> {
    let mut out = Vec::with_capacity(entries.len());
    for entry in entries {
        match entry {
            StackEntry::Slug(slug) => out.push(slug),
            StackEntry::Columns(columns) => out.extend(columns.lists.into_iter().flatten()),
            StackEntry::PageBreak => {}
        }
    }
    out
}

/// The height of slugs from the top of the first to the foot of the last, in points.
pub(super) fn height_of_slugs(slugs: &[Slug<'_>]) -> f32 {
    let Some((first, rest)) = slugs.split_first() else { return 0.0 };
    first.height + rest.iter().map(|slug| slug.before + slug.height).sum::<f32>()
}

/// The height of the continuation line above a column that begins with a slug; 0 when there is none.
fn continuation(first: &Slug<'_>) -> f32 {
    first.continued.as_ref().map_or(0.0, |line| line.height)
}

/// The height of slugs in a column of their own, with the continuation line.
pub(in crate::layout) fn column_height(slugs: &[Slug<'_>]) -> f32 {
    slugs.first().map_or(0.0, continuation) + height_of_slugs(slugs)
}

/// How far each column begins below the top, so that the first lines of all are on one baseline.
pub(in crate::layout) fn leads(columns: &[&[Slug<'_>]]) -> impl Iterator<Item = f32> {
    let lowest = columns.iter().filter_map(|column| first_baseline(column)).fold(0.0, f32::max);
    columns.iter().map(move |column| first_baseline(column).map_or(0.0, |it| lowest - it))
}

/// How far the first baseline of a column is below its top; `None` when the column begins with something else than
/// text.
fn first_baseline(column: &[Slug<'_>]) -> Option<f32> {
    let first = column.first()?;
    first.continued.as_deref().unwrap_or(first).baseline
}

/// The height of columns side by side.
pub(in crate::layout) fn height_side_by_side(columns: &[&[Slug<'_>]]) -> f32 {
    let heights = columns.iter().zip(leads(columns)).map(|(column, lead)| lead + column_height(column));
    heights.fold(0.0, f32::max)
}

/// The height of entries on one page, from the top of the first, in points.
pub(in crate::layout) fn height_on_page(entries: &[StackEntry<'_>], patient: bool) -> f32 {
    let mut all = 0.0;
    for (at, entry) in entries.iter().enumerate() {
        let (before, height) = match entry {
            StackEntry::Slug(slug) => (slug.before, slug.height),
            StackEntry::Columns(columns) => {
                let lists: Vec<&[Slug<'_>]> = columns.lists.iter().map(Vec::as_slice).collect();
                (columns.before, height_side_by_side(&columns.balanced(&lists, patient)))
            }
            StackEntry::PageBreak => (0.0, 0.0),
        };
        all += if at > 0 { before + height } else { height };
    }
    all
}

impl<'p> Columns<'p> {
    /// Divides lists into columns, when nothing else of these lists follows: a single list is balanced. With `patient`,
    /// columns are somewhat higher than necessary, so that no item is divided.
    pub(in crate::layout) fn balanced<'e>(&self, lists: &[&'e [Slug<'p>]], patient: bool) -> Vec<&'e [Slug<'p>]> {
        match lists {
            [slugs] => balance(slugs, self.count, patient.then_some(self.patience)),
            lists => lists.to_vec(),
        }
    }
}

/// How far to move down a column below its continuation line, so that its first line of text is level with a line of the
/// column beside it. Only the space that a higher column leaves free is used. `at` is the index of the column, and
/// `leads` are the results of [`leads`] for all columns.
pub(in crate::layout) fn drop_of(at: usize, columns: &[&[Slug<'_>]], leads: &[f32]) -> f32 {
    let (column, lead) = (columns[at], leads[at]);
    let Some(line) = column.first().and_then(|first| first.continued.as_ref()) else { return 0.0 };
    let is_whole = |other: &usize| columns[*other].first().is_some_and(|first| first.continued.is_none());
    let Some(beside) = (0..columns.len()).find(is_whole).or((at > 0).then_some(0)) else { return 0.0 };
    let Some(first) = baselines(column, lead + line.height).find(|(slug, _)| !slug.is_heading()) else { return 0.0 };
    let free = height_side_by_side(columns) - lead - column_height(column);
    let top = leads[beside] + columns[beside].first().map_or(0.0, continuation);
    let downs = baselines(columns[beside], top).map(|(_, baseline)| baseline - first.1);
    let down = downs.filter(|down| *down > -0.01).fold(f32::INFINITY, f32::min).max(0.0);
    // A greater distance would look like the end of the section.
    if down <= first.0.height && down <= free + 0.01 { down } else { 0.0 }
}

/// The slugs of a column that are or begin with a line of text, with the position of its baseline. `top` is that of the
/// first slug.
fn baselines<'e, 'p>(slugs: &'e [Slug<'p>], top: f32) -> impl Iterator<Item = (&'e Slug<'p>, f32)> {
    let mut foot = top;
    let place = move |(at, slug): (usize, &'e Slug<'p>)| {
        let top = foot + if at > 0 { slug.before } else { 0.0 };
        foot = top + slug.height;
        slug.baseline.map(|baseline| (slug, top + baseline))
    };
    slugs.iter().enumerate().filter_map(place)
}

/// How many of the slugs go into a column of a height: as many as fit and end at a permitted break. With `force` at
/// least one.
pub(in crate::layout) fn fill(slugs: &[Slug<'_>], room: f32, force: bool) -> usize {
    let mut y = slugs.first().map_or(0.0, continuation);
    let mut fitting = 0;
    for (at, slug) in slugs.iter().enumerate() {
        y += if at > 0 { slug.before } else { 0.0 } + slug.height;
        if y > room + 0.01 {
            break;
        }
        fitting = at + 1;
    }
    if fitting == slugs.len() {
        return fitting;
    }
    let good = (1..=fitting).rev().find(|at| slugs[at - 1].after > After::Never);
    good.unwrap_or(if force { fitting.max(1).min(slugs.len()) } else { 0 })
}

/// Divides slugs into columns of about the same height.
///
/// Chooses the lowest of all divisions for two columns; for more, the lowest of those that fill one column after the
/// other. A break within an item counts as additional height, so that sections stay whole when that costs little.
fn balance<'e, 'p>(slugs: &'e [Slug<'p>], count: usize, patience: Option<f32>) -> Vec<&'e [Slug<'p>]> {
    let mut tops = Vec::with_capacity(slugs.len() + 1);
    tops.push(0.0);
    for slug in slugs {
        tops.push(tops.last().copied().unwrap_or(0.0) + slug.before + slug.height);
    }
    let height = |from: usize, to: usize| {
        if from < to { tops[to] - tops[from] - slugs[from].before + continuation(&slugs[from]) } else { 0.0 }
    };
    let line = slugs.iter().map(|slug| slug.height).fold(f32::INFINITY, f32::min).min(20.0);
    let cost = |at: usize| match slugs.get(at.wrapping_sub(1)).map(|slug| slug.after) {
        _ if at == slugs.len() => 0.0,
        Some(After::Block) | None => 0.0,
        // Among divisions of the same height, the one that divides fewest items is chosen.
        Some(After::Item) => patience.unwrap_or(0.01) * line,
        Some(After::Line) => (patience.unwrap_or(0.01) + DIVIDED) * line,
        Some(After::Never) => f32::INFINITY,
    };
    if count == 2 {
        let first = first_baseline(slugs);
        let weight = |at: &usize| {
            // The first lines of both columns are on one baseline.
            let lower = match (first, first_baseline(&slugs[*at..])) {
                (Some(first), Some(second)) => second - first,
                _ => 0.0,
            };
            let (one, other) = (height(0, *at) + lower.max(0.0), height(*at, slugs.len()) + (-lower).max(0.0));
            one.max(other) + cost(*at)
        };
        // A column can end only after some of the slugs.
        let ends = (1..=slugs.len()).filter(|at| *at == slugs.len() || slugs[at - 1].after > After::Never);
        let weighed = ends.map(|at| (at, weight(&at)));
        let best = weighed.min_by(|a, b| a.1.total_cmp(&b.1)).map_or(slugs.len(), |(at, _)| at);
        let (first, second) = slugs.split_at(best);
        return vec![first, second];
    }
    // Searches for the lowest height at which all slugs fit when the columns are filled one after the other.
    let (mut low, mut high) = (0.0, height(0, slugs.len()));
    let divide = |room: f32| {
        let mut rest = slugs;
        let mut columns = Vec::new();
        for _ in 0..count {
            let (now, later) = rest.split_at(fill(rest, room, true));
            columns.push(now);
            rest = later;
        }
        (columns, rest.is_empty())
    };
    for _ in 0..12 {
        let middle = f32::midpoint(low, high);
        if divide(middle).1 { high = middle } else { low = middle }
    }
    divide(high).0
}
