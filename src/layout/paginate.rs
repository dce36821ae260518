//! A vertical list → pages: the position of every slug, and where pages and columns end.

use super::stack::columns::{drop_of, fill, height_on_page, height_side_by_side, leads};
use super::stack::{After, Columns, Slug, StackEntry};

/// A slug with its position: its top left corner in the text area of the page, in points.
pub(super) struct PlacedSlug<'e, 'p> {
    pub(super) slug: &'e Slug<'p>,
    pub(super) x: f32,
    pub(super) y: f32,
    /// Whether it is a repeated table header, which was printed on an earlier page already.
    pub(super) again: bool,
}

/// One page of placed slugs.
#[derive(Default)]
pub(super) struct PlacedPage<'e, 'p> {
    pub(super) slugs: Vec<PlacedSlug<'e, 'p>>,
    /// How much of the height is used, in points.
    pub(super) used: f32,
}

/// A page must have room for this many more lines for columns to begin on it.
const COLUMN_LINES: f32 = 4.0;

/// Fills pages of a height. Lines that belong together stay together unless they are higher than a page.
///
/// With `patient`, columns are somewhat higher than necessary, so that no item or section is divided; otherwise they
/// are as low as possible.
pub(super) fn paginate<'e, 'p>(
    entries: &'e [StackEntry<'p>],
    room: f32,
    measure: f32,
    patient: bool,
) -> Vec<PlacedPage<'e, 'p>> {
    let page = PlacedPage::default();
    fill_pages(entries, Paginator { full: Vec::new(), page, room, measure, patient, keeps: true })
}

/// How much of the height of each page [`paginate`] uses, in points.
pub(super) fn used(entries: &[StackEntry<'_>], room: f32, measure: f32, patient: bool) -> Vec<f32> {
    let page = PlacedPage::default();
    let pages = fill_pages(entries, Paginator { full: Vec::new(), page, room, measure, patient, keeps: false });
    pages.iter().map(|page| page.used).collect()
}

fn fill_pages<'e, 'p>(entries: &'e [StackEntry<'p>], mut pages: Paginator<'e, 'p>) -> Vec<PlacedPage<'e, 'p>> {
    let mut at = 0;
    while at < entries.len() {
        match &entries[at] {
            StackEntry::PageBreak => {
                if pages.page.used > 0.0 {
                    pages.next_page();
                }
                at += 1;
            }
            StackEntry::Columns(columns) if !columns.kept => {
                pages.columns(columns);
                at += 1;
            }
            StackEntry::Columns(_) | StackEntry::Slug(_) => {
                let from = at;
                at += 1;
                while entries.get(at).is_some_and(|next| is_kept(&entries[at - 1], next)) {
                    at += 1;
                }
                let next = match entries.get(at) {
                    Some(StackEntry::Columns(columns)) if after(&entries[at - 1]) == After::Never => {
                        let first = columns.lists.iter().filter_map(|column| column.first()).map(|slug| slug.height);
                        first.fold(0.0, f32::max) * COLUMN_LINES
                    }
                    _ => 0.0,
                };
                pages.group(&entries[from..at], next);
            }
        }
    }
    pages.next_page();
    pages.full
}

fn after(entry: &StackEntry<'_>) -> After {
    match entry {
        StackEntry::Slug(slug) => slug.after,
        StackEntry::Columns(columns) => columns.after,
        StackEntry::PageBreak => After::Block,
    }
}

/// Whether `next` must be on the page of `entry`. Columns that are not `kept` only have to begin on it.
fn is_kept(entry: &StackEntry<'_>, next: &StackEntry<'_>) -> bool {
    let whole = match next {
        StackEntry::Slug(_) => true,
        StackEntry::Columns(columns) => columns.kept,
        StackEntry::PageBreak => false,
    };
    whole && after(entry) == After::Never
}

struct Paginator<'e, 'p> {
    full: Vec<PlacedPage<'e, 'p>>,
    /// The page that is being filled.
    page: PlacedPage<'e, 'p>,
    room: f32,
    measure: f32,
    patient: bool,
    /// Whether to record the positions of the slugs; if not, only heights are computed.
    keeps: bool,
}

impl<'e, 'p> Paginator<'e, 'p> {
    fn next_page(&mut self) {
        self.full.push(std::mem::take(&mut self.page));
    }

    /// Places a group of entries that belong together. `next` is the room that must be left below them for what they
    /// introduce.
    fn group(&mut self, group: &'e [StackEntry<'p>], next: f32) {
        let (before, first) = match group.first() {
            Some(StackEntry::Slug(slug)) => (slug.before, slug.height),
            Some(StackEntry::Columns(columns)) => (columns.before, 0.0),
            _ => return,
        };
        let used = self.page.used;
        let wanted = height_on_page(group, self.patient) + next;
        let fits = used + before + wanted <= self.room;
        if !fits && used > 0.0 && (wanted <= self.room || used + before + first > self.room) {
            self.next_page();
        }
        for entry in group {
            match entry {
                StackEntry::Slug(slug) => {
                    let used = self.page.used;
                    if used > 0.0 && used + slug.before + slug.height > self.room {
                        self.next_page();
                    }
                    self.slug(slug);
                }
                StackEntry::Columns(columns) => self.columns(columns),
                StackEntry::PageBreak => {}
            }
        }
    }

    fn slug(&mut self, slug: &'e Slug<'p>) {
        if self.page.used == 0.0 {
            for header in slug.repeat.iter().flat_map(|header| header.iter()) {
                let y = self.page.used;
                self.place(PlacedSlug { slug: header, x: 0.0, y, again: true });
                self.page.used += header.height;
            }
        }
        let used = self.page.used;
        let y = if used > 0.0 { used + slug.before } else { 0.0 };
        self.place(PlacedSlug { slug, x: 0.0, y, again: false });
        self.page.used = y + slug.height;
    }

    fn place(&mut self, placed: PlacedSlug<'e, 'p>) {
        if self.keeps {
            self.page.slugs.push(placed);
        }
    }

    fn columns(&mut self, columns: &'e Columns<'p>) {
        let Columns { before, count, gap, ref lists, .. } = *columns;
        let width = (self.measure - gap * (count - 1) as f32) / count as f32;
        let mut rest: Vec<&'e [Slug<'p>]> = lists.iter().map(Vec::as_slice).collect();
        while rest.iter().any(|column| !column.is_empty()) {
            let used = self.page.used;
            let top = if used > 0.0 { used + before } else { 0.0 };
            let line = rest.iter().filter_map(|column| column.first()).map(|slug| slug.height).fold(0.0, f32::max);
            let balanced = columns.balanced(&rest, self.patient);
            let tallest = height_side_by_side(&balanced);
            if top + tallest <= self.room {
                self.place_columns(top, width + gap, &balanced);
                return;
            }
            if used > 0.0 && (tallest <= self.room || top + line * COLUMN_LINES > self.room) {
                self.next_page();
                continue;
            }
            let room = self.room - top;
            let mut now = filled(&rest, count, room);
            // Aligning the first lines of all columns on one baseline takes some of the room.
            let mut taken = 0.0_f32;
            for _ in 0..count {
                if height_side_by_side(&now) <= room + 0.01 {
                    break;
                }
                taken = leads(&now).fold(taken, f32::max);
                now = filled(&rest, count, room - taken);
            }
            self.place_columns(top, width + gap, &now);
            match rest.as_mut_slice() {
                [slugs] => *slugs = &slugs[now.iter().map(|column| column.len()).sum()..],
                lists => lists.iter_mut().zip(&now).for_each(|(list, now)| *list = &list[now.len()..]),
            }
            self.next_page();
        }
    }

    fn place_columns(&mut self, top: f32, step: f32, columns: &[&'e [Slug<'p>]]) {
        let leads: Vec<f32> = leads(columns).collect();
        for (at, column) in columns.iter().enumerate() {
            let mut y = top + leads[at];
            if let Some(continued) = column.first().and_then(|slug| slug.continued.as_deref()) {
                self.place(PlacedSlug { slug: continued, x: at as f32 * step, y, again: true });
                y += continued.height + drop_of(at, columns, &leads);
            }
            for (index, slug) in column.iter().enumerate() {
                if index > 0 {
                    y += slug.before;
                }
                self.place(PlacedSlug { slug, x: at as f32 * step, y, again: false });
                y += slug.height;
                self.page.used = self.page.used.max(y);
            }
        }
    }
}

/// What fits into columns of a height: one list spread over `count` columns, or each list in a column of its own.
fn filled<'e, 'p>(lists: &[&'e [Slug<'p>]], count: usize, room: f32) -> Vec<&'e [Slug<'p>]> {
    let [slugs] = lists else {
        return lists.iter().map(|list| &list[..fill(list, room, true)]).collect();
    };
    let (mut filled, mut rest) = (Vec::with_capacity(count), *slugs);
    for _ in 0..count {
        let (now, later) = rest.split_at(fill(rest, room, filled.is_empty()));
        filled.push(now);
        rest = later;
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slug(before: f32, height: f32, after: After) -> Slug<'static> {
        let baseline = Some(height * 0.8);
        Slug { before, height, baseline, after, marks: Vec::new(), ties: Vec::new(), repeat: None, continued: None }
    }

    fn list(groups: &[usize]) -> Vec<StackEntry<'static>> {
        let group = |lines: &usize| {
            let lines = *lines;
            (0..lines).map(move |at| slug(2.0, 10.0, if at + 1 < lines { After::Never } else { After::Block }))
        };
        groups.iter().flat_map(group).map(StackEntry::Slug).collect()
    }

    fn columns_of(lists: Vec<Vec<Slug<'static>>>) -> StackEntry<'static> {
        let (kept, after) = (false, After::Block);
        StackEntry::Columns(Columns { before: 0.0, count: 2, gap: 10.0, patience: 0.8, lists, kept, after })
    }

    fn counts(pages: &[PlacedPage<'_, '_>]) -> Vec<usize> {
        pages.iter().map(|page| page.slugs.len()).collect()
    }

    #[test]
    fn entries_that_belong_together_are_kept_together_unless_higher_than_a_page() {
        assert_eq!(counts(&paginate(&list(&[3, 3, 3]), 60.0, 100.0, true)), [3, 3, 3]);
        assert_eq!(counts(&paginate(&list(&[2, 2, 9, 1]), 60.0, 100.0, true)), [5, 5, 4]);
    }

    #[test]
    fn columns_are_level_and_prefer_to_end_between_blocks() {
        let lines = |after| (0..8).map(|_| slug(0.0, 10.0, after)).collect::<Vec<_>>();
        let columns = vec![lines(After::Line)];
        let entries = [columns_of(columns)];
        let pages = paginate(&entries, 100.0, 100.0, true);
        assert!((pages[0].used - 40.0).abs() < 0.01);
        let mut slugs = lines(After::Line);
        slugs[2].after = After::Block;
        let entries = [columns_of(vec![slugs])];
        let pages = paginate(&entries, 100.0, 100.0, true);
        assert!((pages[0].used - 50.0).abs() < 0.01, "{}", pages[0].used);
    }

    #[test]
    fn a_section_that_continues_in_another_column_has_a_continuation_line() {
        let line = std::rc::Rc::new(slug(0.0, 8.0, After::Never));
        let mut slugs: Vec<_> = (0..6).map(|_| slug(0.0, 10.0, After::Item)).collect();
        slugs[0].after = After::Never;
        slugs[1..].iter_mut().for_each(|slug| slug.continued = Some(line.clone()));
        let entries = [columns_of(vec![slugs])];
        let pages = paginate(&entries, 100.0, 100.0, true);
        let second: Vec<_> = pages[0].slugs.iter().filter(|it| it.x > 0.0).collect();
        // The continuation line is lower than the first line of the first column, and on the same baseline.
        assert!(second[0].again && (second[0].y - 1.6).abs() < 0.01, "{}", second[0].y);
        assert!(!second[1].again && (second[1].y - 9.6).abs() < 0.01, "{}", second[1].y);
        assert!((pages[0].used - 39.6).abs() < 0.01, "{}", pages[0].used);
    }

    /// Columns that are filled to the foot of the page leave room for the shift to a common baseline.
    #[test]
    fn columns_with_one_baseline_never_reach_below_the_page() {
        let line = std::rc::Rc::new(slug(0.0, 5.0, After::Never));
        for (room, count) in (20..60).flat_map(|room| (1..40).map(move |count| (room as f32, count))) {
            let mut slugs: Vec<_> = (0..count).map(|_| slug(0.0, 10.0, After::Line)).collect();
            slugs.iter_mut().skip(1).for_each(|slug| slug.continued = Some(line.clone()));
            let entries = [columns_of(vec![slugs])];
            let pages = paginate(&entries, room, 100.0, true);
            assert!(pages.iter().all(|page| page.used <= room + 0.02), "{room} {count}");
            let placed = pages.iter().flat_map(|page| &page.slugs).filter(|it| !it.again).count();
            assert_eq!(placed, count);
        }
    }

    #[test]
    fn columns_continue_on_the_next_page() {
        let slugs = (0..20).map(|_| slug(0.0, 10.0, After::Line)).collect();
        let entries = [columns_of(vec![slugs])];
        let pages = paginate(&entries, 60.0, 100.0, true);
        assert_eq!(counts(&pages), [12, 8]);
        assert!((pages[1].used - 40.0).abs() < 0.01);
    }
}
