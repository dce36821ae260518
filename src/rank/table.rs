//! The ranks by priority and by age, and how they differ between pages.

use crate::model::{Position, Stance};

/// From this rank on an item is held.
pub(super) const HELD: i64 = 1_000;

/// What makes a page rank records differently from others.
#[derive(Debug, Clone, Copy)]
pub(super) struct RankedPage {
    /// Whether the page prepares a meeting.
    pub(super) is_meeting: bool,
    /// Whether the words of positions come last: the page has the section `stances`, and no section `positions`.
    pub(super) has_words_last: bool,
}

impl RankedPage {
    /// The ranks of issues, by priority.
    pub(super) fn issues(self) -> [i64; LOWEST as usize] {
        if self.is_meeting { MET_ISSUE } else { ISSUE }
    }

    /// The ranks of the short form of a position and of its text, by priority.
    pub(super) fn words(self, position: &Position) -> [[i64; LOWEST as usize]; 2] {
        if self.has_words_last {
            return [LAST_SHORT, LAST_TEXTS];
        }
        let is_dependent = position.red_line || matches!(position.stance, Stance::Conditional | Stance::Threatens);
        [
            if self.is_meeting { MET_SHORT } else { SHORT },
            if is_dependent { TEXTS.map(|rank| rank + DEPENDENT) } else { TEXTS },
        ]
    }
}

/// The priority of an issue without one; all from the lowest on are as one.
pub(super) const USUAL: u32 = 3;
pub(super) const LOWEST: u32 = 6;
/// By priority from 1 on, the rank of an issue, of the short forms of its positions and their texts, of a proposal on it, of
/// its question, and of a claim about it.
pub(super) const ISSUE: [i64; LOWEST as usize] = [HELD, 900, 870, 700, 640, 580];
const SHORT: [i64; LOWEST as usize] = [880, 855, 820, 650, 580, 510];
const TEXTS: [i64; LOWEST as usize] = [840, 800, 760, 600, 520, 440];
/// How much higher the text of a position ranks whose stance alone misleads: a threat or a condition without what it
/// depends on, a red line without what it is.
const DEPENDENT: i64 = 4;
pub(super) const PROPOSAL: [i64; LOWEST as usize] = [850, 810, 770, 610, 530, 450];
pub(super) const QUESTION: [i64; LOWEST as usize] = [720, 660, 540, 420, 380, 340];
/// The same of short forms and texts where stances count: below the titles of sources.
const LAST_SHORT: [i64; LOWEST as usize] = [246, 244, 242, 240, 238, 236];
const LAST_TEXTS: [i64; LOWEST as usize] = [245, 243, 241, 239, 237, 235];
/// The same of an issue and of short forms where the page prepares a meeting: whom the reader meets, what not to say and
/// what the others raise comes before where they are on all but the first issues.
const MET_ISSUE: [i64; LOWEST as usize] = [HELD, 835, 815, 700, 640, 580];
const MET_SHORT: [i64; LOWEST as usize] = [880, 830, 810, 650, 580, 510];
/// The rank of a picture that is about no issue, or about one of the least weight.
pub(super) const FIGURE: i64 = 500;
/// The rank of the title of a source: below everything else, except the words of positions on a page where stances count.
pub(super) const TITLE: i64 = 250;
pub(super) const CLAIM: [i64; LOWEST as usize] = [560, 520, 480, 440, 400, 360];

/// A rank that falls with the days: by four a day for ninety days, then by one a year.
pub(super) fn aging(first: i64, days: i64) -> i64 {
    let days = days.max(0);
    let near = days.min(90) * 4;
    first - near - (days - 90).clamp(0, 36_500) / 365
}
