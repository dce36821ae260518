//! What is set in columns: the author's own, the sources, the list of contents.

use super::{After, Columns, Entry, Number, Set, Slug, Stack, Tie, baseline, label_mark};
use crate::layout::collect::{ContentsPart, NotePart, NotesPart, Part};
use crate::layout::text::{Align, Paragraph};

/// From this spacing on each note begins on a line of its own.
const OPEN: f32 = 1.0;

impl NotePart {
    fn words(&self, addresses: bool) -> &Paragraph {
        self.addressed.as_ref().filter(|_| addresses).unwrap_or(&self.words)
    }
}

impl<'p> Stack<'p, '_> {
    /// Sources: small, numbered, in as many columns as save height. Where the page is tight they follow one another on the
    /// line.
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
            self.entries.push(Entry::Columns(Columns { before, count, gap, patience: 0.0, lists }));
        }
        self.space = self.space(0.4);
    }

    fn all_notes(&mut self, part: &'p NotesPart, run_in: bool, step: f32) {
        if run_in {
            let (size, leading, after) = (self.figures.small, 1.24, After::Item);
            let from = self.entries.len();
            self.lines(&part.run_in, Set { size, leading, before: 0.0, align: Align::Left, hyphenate: false, after });
            // Little is lost where a column ends within a note.
            for entry in &mut self.entries[from..] {
                if let Entry::Slug(Slug { after: after @ After::Line, .. }) = entry {
                    *after = After::Item;
                }
            }
        } else {
            part.notes.iter().for_each(|note| self.note(note, step));
        }
    }

    fn note(&mut self, note: &'p NotePart, step: f32) {
        let (size, leading, from) = (self.figures.small, 1.24, self.entries.len());
        let before = size * 0.16 * self.figures.air;
        let set = Set { size, leading, before, align: Align::Left, hyphenate: false, after: After::Item };
        let addresses = self.figures.addresses;
        self.indented(step, |stack| stack.lines(note.words(addresses), set));
        if let (Some(Entry::Slug(slug)), true) = (self.entries.get_mut(from), self.drawn) {
            slug.marks.insert(0, label_mark(&note.label, size, step, size * leading, self.indent));
        }
    }

    /// The contents in two columns: each heading with the number of its page.
    pub(super) fn contents(&mut self, lines: &'p [ContentsPart]) {
        let size = self.figures.size * 0.94;
        let leading = self.figures.leading();
        let gap = self.figures.size * 2.0;
        let measure = (self.measure - gap) / 2.0;
        let mut stack = Stack::new(self.figures, self.colors, self.memory, measure, self.drawn);
        for line in lines {
            let step = if line.level > 2 { size * 1.1 } else { 0.0 };
            let before = if line.level > 2 { 0.0 } else { size * 0.2 * self.figures.air };
            let from = stack.entries.len();
            stack.indented(step, |stack| {
                // The number has its own column.
                stack.measure -= size * 2.0;
                let set = Set { size, leading, before, align: Align::Left, hyphenate: false, after: After::Item };
                stack.lines(&line.text, set);
            });
            let last = stack.entries.len();
            let height = size * leading;
            if let (Some(Entry::Slug(slug)), true) = (stack.entries.last_mut(), last > from && self.drawn) {
                let (heading, element, baseline) = (line.heading, line.number, baseline(height, size));
                let number = Number { heading, element, size, right: measure, baseline };
                slug.tie = Some(Box::new(Tie::Number(number)));
            }
        }
        let (lists, before) = (vec![slugs(stack.finish())], self.space(1.0));
        self.entries.push(Entry::Columns(Columns { before, count: 2, gap, patience: 0.0, lists }));
        self.space = self.space(0.8);
    }

    /// The height of parts one below the other, over the whole measure.
    fn height(&mut self, parts: &'p [Part]) -> f32 {
        let mut stack = Stack { drawn: false, ..self.of_measure(self.measure) };
        stack.parts(parts);
        height(&stack.finish())
    }

    /// An empty list of another measure, for parts in a column.
    fn of_measure(&mut self, measure: f32) -> Stack<'p, '_> {
        let (small, larger) = (self.small, self.larger);
        Stack { small, larger, ..Stack::new(self.figures, self.colors, self.memory, measure, self.drawn) }
    }

    pub(super) fn columns(&mut self, count: usize, columns: &'p [Vec<Part>]) {
        // Within a list or a quote there is room for one.
        if self.indent > 0.0 {
            columns.iter().for_each(|parts| self.parts(parts));
            return;
        }
        let gap = self.figures.size * 2.0;
        let count = count.max(columns.len());
        let measure = (self.measure - gap * (count - 1) as f32) / count as f32;
        let mut lists = Vec::with_capacity(columns.len());
        let mut tallest = 0.0_f32;
        for parts in columns {
            let mut stack = self.of_measure(measure);
            stack.parts(parts);
            let entries = stack.finish();
            tallest = tallest.max(height(&entries));
            lists.push(slugs(entries));
        }
        // Columns that the author has divided may take less room one below the other: when one is much longer than the
        // others.
        if columns.len() > 1 && columns.iter().map(|parts| self.height(parts)).sum::<f32>() < tallest {
            columns.iter().for_each(|parts| self.parts(parts));
            return;
        }
        let firsts = lists.iter().filter_map(|slugs| slugs.first());
        let before = firsts.map(|slug| slug.before).fold(self.space, f32::max);
        let patience = 0.8 + 6.0 * (self.figures.air - 1.0).max(0.0);
        self.entries.push(Entry::Columns(Columns { before, count, gap, patience, lists }));
        self.space = self.space(0.5);
    }
}

/// The height of a list in a column, with the space above it.
fn height(entries: &[Entry<'_>]) -> f32 {
    entries.iter().map(height_of).sum()
}

/// The height of an entry in a column, with the space above it.
pub(super) fn height_of(entry: &Entry<'_>) -> f32 {
    match entry {
        Entry::Slug(slug) => slug.before + slug.height,
        Entry::Columns(columns) => columns.lists.iter().flatten().map(|slug| slug.before + slug.height).sum(),
        Entry::PageBreak => 0.0,
    }
}

/// The slugs of a list for a column; columns within columns are set one below the other.
fn slugs(entries: Vec<Entry<'_>>) -> Vec<Slug<'_>> {
    let mut out = Vec::with_capacity(entries.len());
    for entry in entries {
        match entry {
            Entry::Slug(slug) => out.push(slug),
            Entry::Columns(columns) => out.extend(columns.lists.into_iter().flatten()),
            Entry::PageBreak => {}
        }
    }
    out
}
