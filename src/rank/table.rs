//! The ranks by priority and by age, and how they differ between pages.

use crate::model::{Position, Stance, TalkingPointKind};

/// From this rank on an item is held.
pub(super) const HELD: i64 = 1_000;

/// What makes a page rank records differently from others.
#[derive(Debug, Clone, Copy)]
pub(super) struct RankedPage {
    /// Whether the page prepares a meeting. Whom the reader meets, what to say, what the others raise and our answer,
    /// what not to say and the agenda rank above where the parties stand on issues that are not held, and that above
    /// the background and what happened. What is due within days ranks next to the words on issues of priority 1.
    pub(super) is_meeting: bool,
    /// Whether the brief is on how far an agreement is carried out. What is late, broken or missed comes first, then
    /// where the parties stand on the first issues; the words on it come after what is due.
    pub(super) is_monitor: bool,
    /// Whether the words of positions come last: the page has the section `stances`, and no section `positions`.
    pub(super) has_words_last: bool,
}

impl RankedPage {
    /// The ranks of issues, by priority.
    pub(super) fn issues(self) -> ByPriority {
        match self {
            Self { is_meeting: true, .. } => MET_ISSUE,
            Self { is_monitor: true, .. } => MONITORED_ISSUE,
            _ => ISSUE,
        }
    }

    /// The ranks of their questions.
    pub(super) fn questions(self) -> ByPriority {
        if self.is_monitor { MONITORED_QUESTION } else { QUESTION }
    }

    /// The ranks of the texts of proposals.
    pub(super) fn proposals(self) -> ByPriority {
        if self.is_monitor { MONITORED_TEXTS } else { PROPOSAL }
    }

    /// The ranks of the short form of a position and of its text, by priority.
    pub(super) fn words(self, position: &Position) -> [ByPriority; 2] {
        if self.has_words_last {
            return [LAST_SHORT, LAST_TEXTS];
        }
        let [short, texts] = match self {
            Self { is_meeting: true, .. } => [MET_SHORT, TEXTS],
            Self { is_monitor: true, .. } => [MONITORED_SHORT, MONITORED_TEXTS],
            _ => [SHORT, TEXTS],
        };
        let is_dependent = position.red_line || matches!(position.stance, Stance::Conditional | Stance::Threatens);
        [short, if is_dependent { texts.map(|rank| rank + DEPENDENT) } else { texts }]
    }

    /// The rank of a judgement of what is to come.
    pub(super) fn judgements(self) -> i64 {
        if self.is_meeting { 850 } else { 890 }
    }

    /// The rank of a development of the day.
    pub(super) fn news(self) -> i64 {
        match self {
            Self { is_meeting: true, .. } => MET_BACKGROUND - 2,
            Self { is_monitor: true, .. } => 735,
            _ => 820,
        }
    }

    /// The rank of a next step that is due on the day.
    pub(super) fn steps(self) -> i64 {
        match self {
            // After a meeting the reader asks what comes next.
            Self { is_meeting: true, .. } => 846,
            // The rest of the page already says what was promised and where it stands.
            Self { is_monitor: true, .. } => 890,
            _ => 850,
        }
    }

    /// The rank of a person whom the reader meets.
    pub(super) fn people(self) -> i64 {
        if self.is_meeting { 880 } else { 810 }
    }

    /// The rank of an item of the agenda.
    pub(super) fn agenda(self) -> i64 {
        if self.is_meeting { 860 } else { 850 }
    }

    /// The rank of what the others will raise.
    pub(super) fn asks(self) -> i64 {
        if self.is_meeting { 870 } else { 838 }
    }

    /// The rank of a talking point.
    pub(super) fn talking_points(self, kind: TalkingPointKind) -> i64 {
        match kind {
            TalkingPointKind::Make if self.is_meeting => 875,
            TalkingPointKind::Avoid if self.is_meeting => 868,
            TalkingPointKind::IfRaised if self.is_meeting => 865,
            TalkingPointKind::Make => 860,
            // Saying what must not be said costs more than leaving a text unread.
            TalkingPointKind::Avoid => 830,
            TalkingPointKind::IfRaised => 620,
            TalkingPointKind::PressLine => 580,
        }
    }
}

/// The priority of an issue without one; all from the lowest on are as one.
pub(super) const USUAL: u32 = 3;
pub(super) const LOWEST: u32 = 6;
/// Ranks by priority from 1 on.
type ByPriority = [i64; LOWEST as usize];
/// The rank of an issue, of the short forms of its positions and their texts, of a proposal on it, of its question, and
/// of a claim about it.
pub(super) const ISSUE: ByPriority = [HELD, 900, 870, 700, 640, 580];
const SHORT: ByPriority = [880, 855, 820, 650, 580, 510];
const TEXTS: ByPriority = [840, 800, 760, 600, 520, 440];
/// How much higher the text of a position ranks whose stance alone misleads: a threat or a condition without what it
/// depends on, a red line without what it is.
const DEPENDENT: i64 = 4;
const PROPOSAL: ByPriority = [850, 810, 770, 610, 530, 450];
const QUESTION: ByPriority = [720, 660, 540, 420, 380, 340];
/// The same of short forms and texts where stances count: below the titles of sources. All short forms are above all
/// texts: a few words on every position say more than all the words on one.
const LAST_SHORT: ByPriority = [249, 248, 247, 246, 245, 244];
const LAST_TEXTS: ByPriority = [243, 242, 241, 240, 239, 238];
/// The same of an issue and of short forms where the page prepares a meeting.
const MET_ISSUE: ByPriority = [HELD, 835, 815, 700, 640, 580];
const MET_SHORT: ByPriority = [848, 830, 810, 650, 580, 510];
/// The rank of the background where the page prepares a meeting: below the words on issues of the usual weight.
pub(super) const MET_BACKGROUND: i64 = 740;
/// The same of an issue, of short forms and texts and of questions in a brief of the kind `monitor`. Issues of priority
/// 1 rank below what is late, broken or missed; those of priority 2 and 3 above what is due in more than about two
/// months or has no date; those of a lower priority below all commitments that are neither met nor overtaken. The words
/// on issues of priority 1 to 3 rank about as high as commitments that are met, and questions below all words.
const MONITORED_ISSUE: ByPriority = [895, 690, 645, 590, 550, 530];
const MONITORED_SHORT: ByPriority = [570, 545, 525, 440, 400, 360];
const MONITORED_TEXTS: ByPriority = [565, 540, 520, 430, 390, 350];
const MONITORED_QUESTION: ByPriority = [345, 344, 343, 342, 341, 340];
/// The rank of a picture that is about no issue, or about one of the least weight.
pub(super) const FIGURE: i64 = 500;
/// The rank of the title of a source: below everything else, except the words of positions on a page where stances
/// count.
pub(super) const TITLE: i64 = 250;
/// The rank of what would make the author of a judgement think otherwise: just above the titles of sources.
pub(super) const WOULD_CHANGE: i64 = 255;
pub(super) const CLAIM: ByPriority = [560, 520, 480, 440, 400, 360];

/// A rank that falls with the days: by four a day for ninety days, then by one a year.
pub(super) fn aging(first: i64, days: i64) -> i64 {
    let days = days.max(0);
    let near = days.min(90) * 4;
    first - near - (days - 90).clamp(0, 36_500) / 365
}
