//! Prose: text in which emphasis, strong emphasis, links and citations mean something and all else is literal.

use super::Id;

/// One or more paragraphs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prose {
    /// The paragraphs; none is empty.
    pub paragraphs: Vec<Vec<Inline>>,
}

/// A part of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Literal text: no line end, no two spaces in a row. No two stand side by side.
    Text(String),
    /// `*…*`
    Emphasis(Vec<Inline>),
    /// `**…**`
    Strong(Vec<Inline>),
    /// `[words](https://…)`
    Link {
        /// The words.
        text: Vec<Inline>,
        /// Where it leads: http, https or mailto.
        url: String,
    },
    /// `[@source-id]`
    Citation(Id),
}
