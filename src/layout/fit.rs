//! The search for a fit: the best size and spacing at which the brief takes the pages that its style allows.

use std::cmp::Ordering;

use super::collect::{Collected, Part};
use super::paginate::{PlacedPage, paginate};
use super::stack::{Entry, Figures, Memory, Stack};
use super::style::{Colors, Style};

/// The spaces between blocks, as parts of the ideal ones: in a full page, and in one that is not.
const TIGHTEST: f32 = 0.62;
const WIDEST: f32 = 1.6;
/// Sizes are whole multiples of this, in points.
const STEP: f32 = 0.1;
/// How many settings there are between what fits and what does not.
const SETTINGS: u16 = 64;
/// By how many ems a page is so much too high that no more open setting can fit.
const FAR: f32 = 3.0;
/// The space above what stands at the foot of the page, in ems.
const ABOVE_TAIL: f32 = 1.2;

/// A vertical list and what stands at the foot of the last page, at one size.
pub(super) struct Attempt<'p> {
    pub(super) figures: Figures,
    pub(super) entries: Vec<Entry<'p>>,
    pub(super) tail: Vec<Entry<'p>>,
    /// Whether there is room for columns that divide no item.
    pub(super) patient: bool,
}

/// How a search ended.
pub(super) struct Fit<'p> {
    pub(super) attempt: Attempt<'p>,
    /// By how many points it is too high for its pages; 0 when it fits.
    pub(super) over: f32,
}

/// Tries one style's sizes on what was collected.
pub(super) struct Search<'p, 'a> {
    pub(super) collected: &'p Collected,
    pub(super) style: &'a Style,
    pub(super) colors: Colors,
    pub(super) memory: Memory,
}

impl<'p> Search<'p, '_> {
    /// Takes the ideal setting when it fills the page, a more open one when there is room, else the least tight one
    /// that fits; at last leaves out what may be left out.
    ///
    /// All settings are on one line from the most open to the tightest, on which neither size nor spacing ever grows:
    /// so a word more never makes the type larger.
    ///
    /// A setting is tried with columns as low as they can be; the chosen one divides fewer items where it has room.
    pub(super) fn run(&mut self) -> Fit<'p> {
        let Fit { attempt, over } = self.search();
        let patient = Attempt { patient: true, ..attempt };
        let fits = over <= 0.0 && (self.style.page.limit == 0 || self.over(&patient) <= 0.0);
        Fit { attempt: Attempt { patient: fits, ..patient }, over }
    }

    fn search(&mut self) -> Fit<'p> {
        let (size, floor, largest) = (self.style.text.size, self.style.text.floor, self.style.text.largest);
        let open = move |part: f32| (size + (largest - size) * part, 1.0 + (WIDEST - 1.0) * part);
        let tight = move |part: f32| (size - (size - floor) * part, 1.0 - (1.0 - TIGHTEST) * part);
        let ideal = self.attempt(tight(0.0), 0);
        if self.style.page.limit == 0 {
            return Fit { attempt: ideal, over: 0.0 };
        }
        if self.over(&ideal) <= 0.0 {
            return Fit { attempt: self.approach(ideal, |part| open(1.0 - part), 0), over: 0.0 };
        }
        let tightest = self.attempt(tight(1.0), 0);
        let mut over = self.over(&tightest);
        if over <= 0.0 {
            return Fit { attempt: self.approach(tightest, tight, 0), over };
        }
        let mut last = tightest;
        for dropped in self.collected.droppable.iter().map(|(priority, _)| *priority) {
            if dropped == last.figures.dropped {
                continue;
            }
            last = self.attempt(tight(1.0), dropped);
            over = self.over(&last);
            if over <= 0.0 {
                return Fit { attempt: self.approach(last, |part| (floor, tight(part).1), dropped), over };
            }
        }
        Fit { attempt: last, over }
    }

    /// From an attempt that fits, towards the more open settings: the last one found that fits. `settings` goes from
    /// the most open at 0 to the one that fits at 1.
    fn approach(&mut self, fitting: Attempt<'p>, settings: impl Fn(f32) -> (f32, f32), dropped: u8) -> Attempt<'p> {
        let first = self.attempt(settings(0.0), dropped);
        if self.over(&first) <= 0.0 {
            return first;
        }
        let setting = |step: u16| settings(f32::from(step) / f32::from(SETTINGS));
        let (mut fitting, mut low, mut high) = (fitting, 0, SETTINGS);
        while high - low > 1 {
            let middle = u16::midpoint(low, high);
            let attempt = self.attempt(setting(middle), dropped);
            if self.over(&attempt) <= 0.0 {
                (high, fitting) = (middle, attempt);
            } else {
                low = middle;
            }
        }
        // Height does not fall evenly from setting to setting: a line more or less breaks differently. So the next more
        // open ones are tried until they are far too high, and the most open of all that fit is taken. That is what
        // makes sure that a page with more words is never set larger.
        for step in (1..low).rev() {
            let attempt = self.attempt(setting(step), dropped);
            let over = self.over(&attempt);
            if over <= 0.0 {
                fitting = attempt;
            } else if over > FAR * attempt.figures.size {
                break;
            }
        }
        fitting
    }

    fn attempt(&mut self, (size, air): (f32, f32), dropped: u8) -> Attempt<'p> {
        let size = (size / STEP).round() * STEP;
        let small = (size * self.style.small_print.scale).max(self.style.small_print.floor);
        let figures = Figures { size, small, air, dropped, room: self.style.sheet().room(), rules: self.style.rule };
        let entries = self.stack(figures, &self.collected.parts);
        let tail = self.stack(figures, &self.collected.tail);
        Attempt { figures, entries, tail, patient: false }
    }

    pub(super) fn stack(&mut self, figures: Figures, parts: &'p [Part]) -> Vec<Entry<'p>> {
        let mut stack = Stack::new(figures, self.colors, &mut self.memory, self.style.sheet().measure());
        stack.parts(parts);
        stack.finish()
    }

    /// By how many points an attempt is too high for its pages; 0 when it fits.
    fn over(&self, attempt: &Attempt<'p>) -> f32 {
        let sheet = self.style.sheet();
        let limit = usize::from(self.style.page.limit);
        let tail = attempt.tail_height(sheet.measure());
        // One page is measured as if it had no end: that tells by how much it is over.
        let room = if limit == 1 { f32::INFINITY } else { sheet.room() };
        let pages = paginate(&attempt.entries, room, sheet.measure(), attempt.patient);
        let beyond: f32 = pages.iter().skip(limit).map(|page| page.used).sum();
        let last = pages.get(limit - 1).map_or(0.0, |page| page.used);
        // On a page further on there is room; on one beyond the limit there is none.
        let last = match pages.len().cmp(&limit) {
            Ordering::Greater => sheet.room(),
            Ordering::Less => 0.0,
            Ordering::Equal => last,
        };
        let over = beyond + last + tail - sheet.room();
        if over > 0.05 { over } else { 0.0 }
    }

    /// What a part takes, in points, at some figures.
    pub(super) fn height(&mut self, figures: Figures, parts: &'p [Part]) -> f32 {
        let entries = self.stack(figures, parts);
        let pages = paginate(&entries, f32::INFINITY, self.style.sheet().measure(), false);
        pages.iter().map(|page| page.used).sum()
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
        match self.tail_page(measure).used {
            used if used > 0.0 => used + self.above_tail(),
            _ => 0.0,
        }
    }

    /// The space above the tail.
    pub(super) fn above_tail(&self) -> f32 {
        ABOVE_TAIL * self.figures.size * self.figures.air
    }
}
