//! The search for a fit: the best size and spacing at which the brief takes the pages that its style allows.

use super::collect::{Collected, Part};
use super::paginate::{PlacedPage, paginate};
use super::stack::{Entry, Figures, Shares, Stack};
use super::style::{Colors, Style};

/// Spacings, as parts of the ideal one, from the ideal to the tightest.
const TIGHTER: [f32; 3] = [1.0, 0.8, 0.62];
/// Spacings for a page that is not full, widest first.
const WIDER: [f32; 5] = [1.6, 1.45, 1.3, 1.2, 1.1];
/// The step between sizes in points.
const STEP: f32 = 0.2;
/// The space above what stands at the foot of the page, in ems.
const ABOVE_TAIL: f32 = 1.2;

/// A vertical list and what stands at the foot of the last page, at one size.
pub(super) struct Attempt<'p> {
    pub(super) figures: Figures,
    pub(super) entries: Vec<Entry<'p>>,
    pub(super) tail: Vec<Entry<'p>>,
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
    pub(super) shares: Shares,
}

impl<'p> Search<'p, '_> {
    /// Walks from the best to the tightest and takes the first that fits; a page that is not full is opened up.
    pub(super) fn run(&mut self) -> Fit<'p> {
        let text = &self.style.text;
        let (size, floor, largest) = (text.size, text.floor, text.largest);
        let limit = self.style.page.limit;
        let ideal = self.attempt(size, 1.0, 0);
        if limit == 0 {
            return Fit { attempt: ideal, over: 0.0 };
        }
        if self.over(&ideal) <= 0.0 {
            return Fit { attempt: self.open_up(ideal, largest), over: 0.0 };
        }
        let steps = ((size - floor) / STEP).ceil() as usize;
        for step in 0..=steps {
            let size = (size - step as f32 * STEP).max(floor);
            for air in TIGHTER {
                if step == 0 && air >= 1.0 {
                    continue;
                }
                let attempt = self.attempt(size, air, 0);
                if self.over(&attempt) <= 0.0 {
                    return Fit { attempt, over: 0.0 };
                }
            }
        }
        let tightest = TIGHTER[TIGHTER.len() - 1];
        let mut priorities: Vec<u8> = self.collected.droppable.iter().map(|(priority, _)| *priority).collect();
        priorities.dedup();
        let mut last = None;
        for dropped in std::iter::once(0).chain(priorities) {
            for air in TIGHTER {
                let attempt = self.attempt(floor, air, dropped);
                let over = self.over(&attempt);
                if over <= 0.0 {
                    return Fit { attempt, over: 0.0 };
                }
                if (air - tightest).abs() < f32::EPSILON {
                    last = Some(Fit { attempt, over });
                }
            }
        }
        last.unwrap_or_else(|| {
            let attempt = self.attempt(floor, tightest, 0);
            let over = self.over(&attempt);
            Fit { attempt, over }
        })
    }

    /// Larger type, then wider spaces, as long as all fits.
    fn open_up(&mut self, fitting: Attempt<'p>, largest: f32) -> Attempt<'p> {
        let mut best = fitting;
        loop {
            let size = best.figures.size + STEP;
            if size > largest + 0.01 {
                break;
            }
            let attempt = self.attempt(size, 1.0, 0);
            if self.over(&attempt) > 0.0 {
                break;
            }
            best = attempt;
        }
        for air in WIDER {
            let attempt = self.attempt(best.figures.size, air, 0);
            if self.over(&attempt) <= 0.0 {
                return attempt;
            }
        }
        best
    }

    fn attempt(&mut self, size: f32, air: f32, dropped: u8) -> Attempt<'p> {
        let small = (size * self.style.small_print.scale).max(self.style.small_print.floor);
        let figures = Figures { size, small, air, dropped };
        let entries = self.stack(figures, &self.collected.parts);
        let tail = self.stack(figures, &self.collected.tail);
        Attempt { figures, entries, tail }
    }

    pub(super) fn stack(&mut self, figures: Figures, parts: &'p [Part]) -> Vec<Entry<'p>> {
        let mut stack = Stack::new(figures, self.colors, &mut self.shares, self.style.sheet().measure());
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
        let pages = paginate(&attempt.entries, room, sheet.measure());
        let beyond: f32 = pages.iter().skip(limit).map(|page| page.used).sum();
        let last = pages.get(limit - 1).map_or(0.0, |page| page.used);
        let last = if pages.len() > limit {
            sheet.room()
        } else if pages.len() < limit {
            0.0
        } else {
            last
        };
        let over = beyond + last + tail - sheet.room();
        if over > 0.05 { over } else { 0.0 }
    }

    /// What a part takes, in points, at some figures.
    pub(super) fn height(&mut self, figures: Figures, parts: &'p [Part]) -> f32 {
        let entries = self.stack(figures, parts);
        let pages = paginate(&entries, f32::INFINITY, self.style.sheet().measure());
        pages.iter().map(|page| page.used).sum()
    }
}

impl Attempt<'_> {
    /// The tail on a page of its own.
    pub(super) fn tail_page(&self, measure: f32) -> PlacedPage<'_, '_> {
        let pages = paginate(&self.tail, f32::INFINITY, measure);
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
