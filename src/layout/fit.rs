//! The search for a fit: the best size and spacing at which the brief takes the pages that its style allows.

use std::cmp::Ordering;

use super::collect::{Collected, PagePart};
use super::paginate::{PlacedPage, paginate, used};
use super::stack::{FitFigures, Stack, StackEntry, StackMemory};
use super::style::{Colors, Style};

/// The smallest and the largest spacing between blocks, relative to the ideal one.
const TIGHTEST: f32 = 0.62;
const WIDEST: f32 = 1.6;
/// From this spacing on, notes are set with the addresses of their links.
const ADDRESSES: f32 = 1.1;
/// Sizes are whole multiples of this, in points.
const STEP: f32 = 0.1;
/// The number of steps between the two ends of a range of settings.
const SETTINGS: u16 = 64;
/// A page that is too high by this many ems is so full that no more open setting can fit.
const FAR: f32 = 3.0;
/// The space above the tail, in ems.
const ABOVE_TAIL: f32 = 1.2;

/// The body and the tail of the document, stacked at one size.
pub(super) struct Attempt<'p> {
    pub(super) figures: FitFigures,
    pub(super) entries: Vec<StackEntry<'p>>,
    pub(super) tail: Vec<StackEntry<'p>>,
    /// Whether the columns may be higher than necessary, so that no item is divided.
    pub(super) patient: bool,
}

/// How a search ended.
pub(super) struct Fit<'p> {
    pub(super) attempt: Attempt<'p>,
    /// By how many points the document is too high for its pages; 0 when it fits.
    pub(super) over: f32,
}

/// Searches for the setting of a style that suits a document best.
pub(super) struct Search<'p, 'a> {
    pub(super) collected: &'p Collected,
    pub(super) style: &'a Style,
    pub(super) colors: Colors,
    pub(super) memory: StackMemory,
    /// The settings that were tried (size, spacing, and the priority up to which parts were left out), and by how many
    /// points each is too high.
    pub(super) tried: Vec<((u32, u32, u8), f32)>,
}

impl<'p> Search<'p, '_> {
    /// Takes the ideal setting when it fills the page. When there is room left, takes a more open one; when there is
    /// too little, the most open one that fits. As a last resort, leaves out the parts that may be left out.
    ///
    /// All settings form one sequence from the most open to the tightest, in which neither size nor spacing ever grows.
    /// So one more word never makes the type larger.
    ///
    /// Every setting is tried with columns as low as possible. The chosen one gets higher columns that divide fewer
    /// items, if they fit.
    pub(super) fn run(&mut self) -> Fit<'p> {
        let (figures, over) = self.search();
        let mut attempt = self.attempt(figures, true);
        attempt.patient = true;
        attempt.patient = over <= 0.0 && (self.style.page.limit == 0 || self.over(&attempt) <= 0.0);
        Fit { attempt, over }
    }

    /// By how many points the document is too high at the tightest setting, without the parts that may be left out.
    /// Zero or less when it fits.
    pub(super) fn excess(&mut self) -> f32 {
        if self.style.page.limit == 0 {
            return 0.0;
        }
        let dropped = self.collected.droppable.iter().map(|(priority, _)| *priority).max().unwrap_or(0);
        let attempt = self.attempt(self.figures((self.style.text.floor, TIGHTEST), dropped), false);
        self.height_over(&attempt)
    }

    /// The chosen setting, and by how many points the document is too high at it.
    fn search(&mut self) -> (FitFigures, f32) {
        let (size, floor, largest) = (self.style.text.size, self.style.text.floor, self.style.text.largest);
        let open = move |part: f32| (size + (largest - size) * part, 1.0 + (WIDEST - 1.0) * part);
        let tight = move |part: f32| (size - (size - floor) * part, 1.0 - (1.0 - TIGHTEST) * part);
        let ideal = self.figures(tight(0.0), 0);
        if self.style.page.limit == 0 {
            return (ideal, 0.0);
        }
        if self.measured(ideal) <= 0.0 {
            return (self.approach(ideal, |part| open(1.0 - part), 0), 0.0);
        }
        let tightest = self.figures(tight(1.0), 0);
        let mut over = self.measured(tightest);
        if over <= 0.0 {
            return (self.approach(tightest, tight, 0), over);
        }
        let mut last = tightest;
        for dropped in self.collected.droppable.iter().map(|(priority, _)| *priority) {
            if dropped == last.dropped {
                continue;
            }
            last = self.figures(tight(1.0), dropped);
            over = self.measured(last);
            if over <= 0.0 {
                return (self.approach(last, |part| (floor, tight(part).1), dropped), over);
            }
        }
        (last, over)
    }

    /// Searches from a setting that fits towards more open ones, and returns the most open one found that fits.
    /// `settings(0.0)` is the most open setting, `settings(1.0)` the one that fits.
    fn approach(&mut self, fitting: FitFigures, settings: impl Fn(f32) -> (f32, f32), dropped: u8) -> FitFigures {
        let first = self.figures(settings(0.0), dropped);
        if self.measured(first) <= 0.0 {
            return first;
        }
        let setting = |step: u16| settings(f32::from(step) / f32::from(SETTINGS));
        let (mut fitting, mut low, mut high) = (fitting, 0, SETTINGS);
        while high - low > 1 {
            let middle = u16::midpoint(low, high);
            let figures = self.figures(setting(middle), dropped);
            if self.measured(figures) <= 0.0 {
                (high, fitting) = (middle, figures);
            } else {
                low = middle;
            }
        }
        // The height does not shrink evenly from setting to setting, since lines break differently. So the more open
        // settings are tried one by one until one is far too high, and the most open one that fits is taken. This
        // ensures that a page with more words is never set larger.
        for step in (1..low).rev() {
            let figures = self.figures(setting(step), dropped);
            let over = self.measured(figures);
            if over <= 0.0 {
                fitting = figures;
            } else if over > FAR * figures.size {
                break;
            }
        }
        fitting
    }

    fn figures(&self, (size, air): (f32, f32), dropped: u8) -> FitFigures {
        let size = (size / STEP).round() * STEP;
        let small = (size * self.style.small_print.scale).max(self.style.small_print.floor);
        let addresses = self.style.page.limit == 0 || air >= ADDRESSES;
        let text = self.style.text_measure();
        FitFigures {
            size,
            small,
            air,
            addresses,
            text,
            dropped,
            room: self.style.sheet().room(),
            rules: self.style.rule,
        }
    }

    /// Stacks all parts. If `drawn`, the slugs have their marks; otherwise only their heights.
    fn attempt(&mut self, figures: FitFigures, drawn: bool) -> Attempt<'p> {
        let entries = self.stack(figures, &self.collected.parts, drawn);
        let tail = self.stack(figures, &self.collected.tail, drawn);
        Attempt { figures, entries, tail, patient: false }
    }

    fn stack(&mut self, figures: FitFigures, parts: &'p [PagePart], drawn: bool) -> Vec<StackEntry<'p>> {
        let mut stack = Stack::new(figures, self.colors, &mut self.memory, self.style.sheet().measure(), drawn);
        stack.parts(parts);
        stack.finish()
    }

    /// By how many points the pages are too high at a setting; 0 when they fit.
    fn measured(&mut self, figures: FitFigures) -> f32 {
        // The open, the ideal and some settings between them are asked for more than once.
        let key = (figures.size.to_bits(), figures.air.to_bits(), figures.dropped);
        if let Some((_, over)) = self.tried.iter().find(|(tried, _)| *tried == key) {
            return *over;
        }
        let attempt = self.attempt(figures, false);
        let over = self.over(&attempt);
        self.tried.push((key, over));
        over
    }

    /// By how many points an attempt is too high for its pages; 0 when it fits.
    fn over(&self, attempt: &Attempt<'p>) -> f32 {
        self.height_over(attempt).max(0.0)
    }

    /// By how many points an attempt is higher than its pages. Zero or less when it fits.
    fn height_over(&self, attempt: &Attempt<'p>) -> f32 {
        let sheet = self.style.sheet();
        let limit = usize::from(self.style.page.limit);
        let tail = attempt.tail_height(sheet.measure());
        // A single page is measured with unlimited height, which shows by how much the text is too long.
        let room = if limit == 1 { f32::INFINITY } else { sheet.room() };
        let pages = used(&attempt.entries, room, sheet.measure(), attempt.patient);
        let beyond: f32 = pages.iter().skip(limit).sum();
        let last = pages.get(limit - 1).copied().unwrap_or(0.0);
        // If the text ends on an earlier page, all of the last page is free for the tail; if it ends beyond the limit,
        // nothing is.
        let last = match pages.len().cmp(&limit) {
            Ordering::Greater => sheet.room(),
            Ordering::Less => 0.0,
            Ordering::Equal => last,
        };
        let over = beyond + last + tail - sheet.room();
        if over > 0.05 { over } else { over.min(0.0) }
    }

    /// The height of some parts at a setting, in points.
    pub(super) fn height(&mut self, figures: FitFigures, parts: &'p [PagePart]) -> f32 {
        let entries = self.stack(figures, parts, false);
        used(&entries, f32::INFINITY, self.style.sheet().measure(), false).iter().sum()
    }
}

impl Attempt<'_> {
    /// The tail on a page of its own.
    pub(super) fn tail_page(&self, measure: f32) -> PlacedPage<'_, '_> {
        let pages = paginate(&self.tail, f32::INFINITY, measure, false);
        pages.into_iter().next().unwrap_or_default()
    }

    /// The height of the tail with the space above it.
    fn tail_height(&self, measure: f32) -> f32 {
        match used(&self.tail, f32::INFINITY, measure, false).first() {
            Some(used) if *used > 0.0 => used + self.above_tail(),
            _ => 0.0,
        }
    }

    /// The space above the tail.
    pub(super) fn above_tail(&self) -> f32 {
        ABOVE_TAIL * self.figures.size * self.figures.air
    }
}
