//! What stands beside a part of the text, in the column that the style leaves for it.

use super::columns::height_of;
use super::{After, Entry, Mark, Stack, baseline};
use crate::layout::collect::{Look, Part};

/// Between the text and the column, in ems; and how wide the column must be at least.
const GAP: f32 = 1.6;
const NARROWEST: f32 = 8.0;
/// How many lines a part may have that is kept on one page with what stands beside it.
const LONGEST: usize = 12;

impl Part {
    /// Whether it is set no wider than running text.
    pub(super) fn is_running_text(&self) -> bool {
        matches!(
            self,
            Self::Heading { .. } | Self::List(_) | Self::Text { look: Look::Body | Look::LeftOut | Look::Caption, .. }
        )
    }

    /// Whether it leaves the column beside the text free.
    pub(super) fn is_narrow(&self) -> bool {
        match self {
            Self::Keep(parts) => parts.iter().all(Self::is_narrow),
            Self::Margin(_) => true,
            _ => self.is_running_text(),
        }
    }
}

impl<'p> Stack<'p, '_> {
    /// Sets parts beside the part before them, level with its first line. Without a column for them they stand below it.
    pub(super) fn margin(&mut self, parts: &'p [Part]) {
        let size = self.figures.size;
        let left = self.figures.text + GAP * size;
        let width = self.measure - left;
        // Where the part before them is in a list, a quote or a column there is none either.
        if self.indent > 0.0
            || width < NARROWEST * size
            || !matches!(self.entries.get(self.begun), Some(Entry::Slug(_)))
        {
            let small = std::mem::replace(&mut self.small, true);
            self.parts(parts);
            self.small = small;
            return;
        }
        let mut stack = Stack::new(self.figures, self.colors, self.memory, width, self.drawn);
        stack.small = true;
        stack.parts(parts);
        let entries = stack.finish();
        let beside: f32 = entries.iter().map(height_of).sum();
        let Some(Entry::Slug(first)) = self.entries.get(self.begun) else { return };
        // Both begin on one baseline.
        let own = first.marks.iter().find_map(|mark| match mark {
            Mark::Line { baseline, .. } => Some(*baseline),
            _ => None,
        });
        let small = self.figures.small * self.figures.leading();
        let down = own.map_or(0.0, |own| own - baseline(small, self.figures.small));
        // The part is kept on one page, and what stands beside it is written after its last line: so its words are not parted
        // for whoever copies or hears them. A long one may part, after the lines that have something beside them.
        let parts = self.entries.len() - self.begun;
        let last = if parts <= LONGEST { self.entries.len() - 1 } else { self.begun };
        let mut to_last = 0.0;
        for (at, entry) in self.entries[self.begun..=last].iter_mut().enumerate() {
            let Entry::Slug(slug) = entry else { continue };
            if at > 0 {
                to_last += slug.before;
            }
            if self.begun + at < last {
                to_last += slug.height;
                slug.after = After::Never;
            }
        }
        let mut y = down - to_last;
        let mut marks = Vec::new();
        let mut is_first = true;
        for entry in entries {
            let Entry::Slug(slug) = entry else { continue };
            y += if is_first { 0.0 } else { slug.before };
            is_first = false;
            marks.extend(slug.marks.into_iter().map(|mark| mark.moved(left, y)));
            y += slug.height;
        }
        if let Some(Entry::Slug(slug)) = self.entries.get_mut(last) {
            slug.marks.extend(marks);
        }
        // The part may be less high than what stands beside it: what follows it stands beside that, too.
        let mut owed = beside;
        let until = self.entries.len();
        for entry in &mut self.entries[self.begun..until] {
            owed -= height_of(entry);
            if let (Entry::Slug(slug), true) = (entry, owed > 0.0) {
                slug.after = After::Never;
            }
        }
        self.owed = owed.max(0.0);
    }

    /// Takes a height from what is owed to the text beside, and says whether a page may end below it.
    pub(super) fn beside(&mut self, height: f32, after: After) -> After {
        if self.owed <= 0.0 {
            return after;
        }
        self.owed -= height;
        if self.owed > 0.0 { After::Never } else { after }
    }

    /// Leaves the height that is owed to what stands beside the text.
    pub(super) fn settle(&mut self) {
        let owed = std::mem::take(&mut self.owed);
        if owed > 0.0 {
            let space = std::mem::take(&mut self.space);
            self.push(0.0, owed, Vec::new(), After::Block);
            self.space = space;
        }
    }
}

impl Mark<'_> {
    /// The same mark to the right and down.
    fn moved(mut self, right: f32, down: f32) -> Self {
        match &mut self {
            Self::Line { x, baseline, .. } => (*x, *baseline) = (*x + right, *baseline + down),
            Self::Rule { x, y, .. } | Self::Bar { x, y, .. } | Self::Dot { x, y, .. } | Self::Picture { x, y, .. } => {
                (*x, *y) = (*x + right, *y + down);
            }
        }
        self
    }
}
