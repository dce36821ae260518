//! Several diagnostics as one error.

use std::fmt;

use super::Diagnostic;
use crate::error::write_lines;

/// Every error that was found in a file, as one error that passes through `?`.
///
/// Its own text has no places, since these need the [`Sources`](crate::source::Sources):
/// [`render::human`](super::render::human) takes them and prints each diagnostic with its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostics(pub Vec<Diagnostic>);

/// Each diagnostic on a line of its own.
impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_lines(f, &self.0)
    }
}

impl std::error::Error for Diagnostics {}

impl From<Vec<Diagnostic>> for Diagnostics {
    fn from(diagnostics: Vec<Diagnostic>) -> Self {
        Self(diagnostics)
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
