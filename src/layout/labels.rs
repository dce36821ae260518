//! The words that a page adds to its document.

/// The words that a page adds of its own accord, in the brief's language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageLabels {
    /// BCP 47 tag of the brief's language: it decides hyphenation and the forms of letters.
    pub language: String,
    /// The page number: `Page {page} of {pages}`.
    pub page_of: String,
    /// What a screen reader says before new words: `inserted`.
    pub inserted: String,
    /// What a screen reader says before deleted words.
    pub deleted: String,
    /// What a screen reader says before moved words.
    pub moved: String,
}
