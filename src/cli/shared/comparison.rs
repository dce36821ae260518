//! Two editions compared, for `brief diff` and for git.

use super::Ui;
use crate::diagnostic::Severity;
use crate::diff::Diff;
use crate::diff::render::{self, EditionName, Editions};
use crate::language::Locale;
use crate::pipeline::{Checked, Input};

/// What git calls the old version of a new file.
pub(in crate::cli) const NOTHING: &str = "/dev/null";

/// The names of two editions, and how many errors each has.
pub(in crate::cli) fn editions(inputs: [&Input; 2], checked: &[Checked]) -> Editions {
    let edition = |at: usize| EditionName {
        name: inputs[at].name.clone(),
        // A missing file has no errors.
        errors: checked[at]
            .diagnostics
            .iter()
            .filter(|it| it.severity == Severity::Error && inputs[at].name != NOTHING)
            .count(),
    };
    Editions { old: edition(0), new: edition(1) }
}

/// A diff for the terminal.
pub(in crate::cli) fn human(diff: &Diff, inputs: [&Input; 2], checked: &[Checked], ui: &Ui) -> String {
    let speech = Locale::of("en", &std::collections::BTreeMap::new());
    let (color, width) = ui.screen();
    render::human(diff, &editions(inputs, checked), &speech, color, width)
}
