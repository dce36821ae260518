//! Rules that keep lines on one page.

use super::columns::height_on_page;
use super::{After, Stack, StackEntry};

impl Stack<'_, '_> {
    /// Keeps the last line on the same page and in the same column as what follows. Small print is about what is above
    /// it, and at the top of a page or column a reader could not see what that is.
    pub(super) fn bind(&mut self) {
        if let Some(StackEntry::Slug(last)) = self.entries.last_mut() {
            last.after = After::Never;
        }
    }

    /// Keeps the entries from `from` on together with each other and with the entries above that are bound to them. If
    /// they are higher than a page, nothing changes.
    pub(super) fn keep(&mut self, from: usize) {
        let is_bound = |entry: &&StackEntry<'_>| matches!(entry, StackEntry::Slug(slug) if slug.after == After::Never);
        let above = self.entries[..from].iter().rev().take_while(is_bound).count();
        if height_on_page(&self.entries[from - above..], false) > self.figures.room {
            return;
        }
        let entries = &mut self.entries[from..];
        let last = entries.len().saturating_sub(1);
        for (at, entry) in entries.iter_mut().enumerate() {
            let after = match entry {
                StackEntry::Slug(slug) => &mut slug.after,
                StackEntry::Columns(columns) => {
                    columns.kept = true;
                    &mut columns.after
                }
                StackEntry::PageBreak => continue,
            };
            if at < last {
                *after = After::Never;
            }
        }
    }
}
