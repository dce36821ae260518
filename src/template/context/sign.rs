//! The signs that are next to words.

use crate::model::{IssueStatus, Stance, Trend};

/// The shape that stands for a stance beside its word, so that stances can be distinguished without colour. Filled
/// shapes take a side; open ones are less firm. Each is in the fonts and none is an emoji.
pub(super) fn stance_mark(stance: Stance) -> &'static str {
    match stance {
        Stance::Demands => "▲",
        Stance::Offers => "△",
        Stance::Accepts => "●",
        Stance::Supports => "◉",
        Stance::Concedes => "▽",
        Stance::Conditional => "◆",
        Stance::Opposes => "✗",
        Stance::Rejects => "✘",
        Stance::Threatens => "▼",
        Stance::Reserves => "◊",
        Stance::Undeclared => "○",
        Stance::Unknown => "?",
    }
}

/// The shape that stands for where an issue is next to its word: the more of it is filled, the further the parties are
/// apart.
pub(super) fn status_mark(status: IssueStatus) -> &'static str {
    match status {
        IssueStatus::Deadlocked => "■",
        IssueStatus::Converging => "◧",
        IssueStatus::Contested | IssueStatus::Deferred => "□",
        IssueStatus::AgreedInPrinciple | IssueStatus::Agreed | IssueStatus::Closed => "✓",
    }
}

/// The arrow that stands for a trend.
pub(super) fn trend_mark(trend: Trend) -> &'static str {
    match trend {
        Trend::Improved => "↗",
        Trend::Unchanged => "→",
        Trend::Deteriorated => "↘",
    }
}
