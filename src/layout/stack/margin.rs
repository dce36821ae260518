//! Margin notes: parts beside the text, in the column that the style leaves free.

use super::columns::{height_of_slugs, slugs};
use super::{After, Number, Slug, Stack, StackEntry, StackHeading, StackMark, Tie, baseline};
use crate::layout::collect::{LineLook, PagePart};

/// The gap between the text and the column beside it, and the least width of that column, in ems.
const GAP: f32 = 1.6;
const NARROWEST: f32 = 8.0;
/// A part of at most this many lines is kept on one page with its margin note.
const LONGEST: usize = 12;
/// The largest height of the margin notes of one part, relative to the text area of the page.
const HIGHEST: f32 = 0.8;

impl PagePart {
    /// Whether the part is set no wider than running text.
    pub(super) fn is_running_text(&self) -> bool {
        matches!(
            self,
            Self::Heading { .. }
                | Self::List(_)
                | Self::Text { look: LineLook::Body | LineLook::LeftOut | LineLook::Caption, .. }
        )
    }

    /// Whether the part leaves the column beside the text free.
    pub(super) fn is_narrow(&self) -> bool {
        match self {
            Self::Keep(parts) => parts.iter().all(Self::is_narrow),
            Self::Margin(_) => true,
            _ => self.is_running_text(),
        }
    }
}

impl<'p> Stack<'p, '_> {
    /// Sets margin notes beside the part before them, level with its first line and one below the other. `begun` is the
    /// entry where that part begins, if the column beside it is free. If it is `None`, the notes are set below the
    /// part.
    pub(super) fn margins(&mut self, margins: &'p [PagePart], begun: Option<usize>) {
        let size = self.figures.size;
        let left = self.figures.text + GAP * size;
        let width = self.measure - left;
        let parts =
            margins.iter().filter_map(|part| if let PagePart::Margin(parts) = part { Some(parts) } else { None });
        // In a list or a quote there is no column beside the text.
        let begun = begun.filter(|begun| {
            let has_column = self.indent <= 0.0 && width >= NARROWEST * size;
            has_column && matches!(self.entries.get(*begun), Some(StackEntry::Slug(_)))
        });
        if let Some(begun) = begun {
            let mut stack = Stack::new(self.figures, self.colors, self.memory, width, self.drawn);
            stack.small = true;
            parts.clone().for_each(|parts| stack.parts(parts));
            let beside = slugs(stack.finish());
            // Notes that are too high together are set below the part, where they can continue on the next page.
            if height_of_slugs(&beside) < self.figures.room * HIGHEST {
                return self.place_beside(beside, left, begun);
            }
        }
        parts.for_each(|parts| self.small(parts));
    }

    /// Sets slugs beside the entries from `begun` on, `left` points from the left edge.
    fn place_beside(&mut self, beside: Vec<Slug<'p>>, left: f32, begun: usize) {
        let Some(StackEntry::Slug(first)) = self.entries.get(begun) else { return };
        // The first lines of both are on one baseline.
        let own = first.marks.iter().find_map(|mark| match mark {
            StackMark::Line { baseline, .. } => Some(*baseline),
            _ => None,
        });
        let first_height = first.height;
        let small = self.figures.small * self.figures.leading();
        let down = own.map_or(0.0, |own| own - baseline(small, self.figures.small));
        // The part is kept on one page, and the margin note is written after the part's last line. So the text of
        // neither is interrupted when it is copied or read aloud. A long part may be divided, but only below the lines
        // beside the note, which is then written after its first line.
        let parts = self.entries.len() - begun;
        let last = if parts <= LONGEST { self.entries.len() - 1 } else { begun };
        let mut to_last = 0.0;
        for (at, entry) in self.entries[begun..=last].iter_mut().enumerate() {
            let StackEntry::Slug(slug) = entry else { continue };
            if at > 0 {
                to_last += slug.before;
            }
            if begun + at < last {
                to_last += slug.height;
                slug.after = After::Never;
            }
        }
        // The note may be higher than the part; then what follows is beside the note, too. How much lower than the part
        // the note may begin is computed from the line height, which is known without drawing.
        let lower = (first_height - small) / 2.0 + baseline(0.0, first_height / 1.2 - self.figures.small);
        let mut owed = height_of_slugs(&beside) + lower.max(0.0);
        for (at, entry) in self.entries[begun..].iter_mut().enumerate() {
            let StackEntry::Slug(slug) = entry else { continue };
            owed -= if at > 0 { slug.before } else { 0.0 } + slug.height;
            if owed > 0.0 {
                slug.after = After::Never;
            }
        }
        if let Some(StackEntry::Slug(slug)) = self.entries.get_mut(last) {
            slug.take(beside, left, down - to_last);
        }
        self.owed = owed.max(0.0);
        self.clear = self.entries.len();
    }

    /// Subtracts a height from the height that the note beside the text still needs, and returns whether a page may end
    /// below it.
    pub(super) fn reduce_owed(&mut self, height: f32, after: After) -> After {
        if self.owed <= 0.0 {
            return after;
        }
        self.owed -= height;
        if self.owed > 0.0 { After::Never } else { after }
    }

    /// Adds blank space until the note beside the text has the height that it needs.
    pub(super) fn clear_margin(&mut self) {
        let owed = std::mem::take(&mut self.owed);
        if owed > 0.0 {
            let space = std::mem::take(&mut self.space);
            self.push(0.0, owed, Vec::new(), After::Block);
            self.space = space;
        }
    }
}

impl<'p> Slug<'p> {
    /// Moves the marks and ties of other slugs, which are one below the other from `top` on, into this one.
    fn take(&mut self, others: Vec<Slug<'p>>, left: f32, top: f32) {
        let mut y = top;
        for (at, other) in others.into_iter().enumerate() {
            y += if at > 0 { other.before } else { 0.0 };
            self.marks.extend(other.marks.into_iter().map(|mark| mark.moved(left, y)));
            self.ties.extend(other.ties.into_iter().map(|tie| tie.moved(left, y)));
            y += other.height;
        }
    }
}

impl StackMark<'_> {
    /// The same mark, moved to the right and down.
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

impl Tie<'_> {
    /// The same tie, moved to the right and down.
    fn moved(mut self, to_right: f32, to_foot: f32) -> Self {
        match &mut self {
            Self::Heading(StackHeading { down, .. }) => *down += to_foot,
            Self::Number(Number { right, baseline, .. }) => {
                (*right, *baseline) = (*right + to_right, *baseline + to_foot);
            }
        }
        self
    }
}
