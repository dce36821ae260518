//! The nearest known name to what somebody wrote, and a well-formed id for it.

use super::confusion;
use crate::diagnostic;

/// Finds nearest names, and stops comparing when a file has asked for very many.
#[derive(Debug)]
pub(super) struct Suggest {
    budget: usize,
}

impl Default for Suggest {
    fn default() -> Self {
        Self { budget: 500_000 }
    }
}

impl Suggest {
    /// The candidate that was most likely meant: another word for the same thing, or the nearest by its letters.
    pub(super) fn meant<'a>(
        &mut self,
        written: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        let candidates: Vec<&str> = candidates.into_iter().collect();
        confusion::meant(written, &candidates).or_else(|| self.nearest(written, candidates))
    }

    /// The candidate that is nearest by its letters, see [`diagnostic::nearest()`].
    pub(super) fn nearest<'a>(
        &mut self,
        written: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        let budget = &mut self.budget;
        diagnostic::nearest(
            written,
            candidates.into_iter().take_while(|_| {
                let left = budget.checked_sub(1);
                *budget = left.unwrap_or(0);
                left.is_some()
            }),
        )
    }
}

/// The word of a vocabulary that was most likely meant: another word for the same thing, or the same with a typo, see
/// [`diagnostic::nearest_word()`].
#[must_use]
pub fn meant_word<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let known: Vec<&str> = known.into_iter().collect();
    confusion::meant(written, &known).or_else(|| diagnostic::nearest_word(written, known))
}

/// The name among `known` that was most likely meant: another word for the same thing, or the nearest by its letters.
#[must_use]
pub fn meant<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    Suggest::default().meant(written, known)
}

/// Names in a sentence: "`a`, `b` and `c`".
pub(super) fn listed<'a>(names: impl IntoIterator<Item = &'a str>, last: &str) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((end, [])) => end.clone(),
        Some((end, start)) => format!("{} {last} {end}", start.join(", ")),
        None => String::new(),
    }
}
