//! What stays on one page.

use super::columns::height_on_page;
use super::{After, Stack, StackEntry};

impl Stack<'_, '_> {
    /// Keeps the last line on the page and in the column of what follows: small print says something of what is above
    /// it, and alone at the top of a page or a column it would be of nothing.
    pub(super) fn bind(&mut self) {
        if let Some(StackEntry::Slug(last)) = self.entries.last_mut() {
            last.after = After::Never;
        }
    }

    /// Keeps what has been stacked from a place on together, unless with what it has to be below it is higher than a page:
    /// then it ends where it would.
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
