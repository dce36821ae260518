//! The words that a page adds to its document.

/// The words that a page adds to those of the document, in the brief's language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageLabels {
    /// BCP 47 tag of the brief's language: it decides hyphenation and the forms of letters.
    pub language: String,
    /// The page number: `Page {page} of {pages}`.
    pub page_of: String,
    /// What is above a draft that is `{lines}` lines too long for its pages.
    pub overrun: String,
    /// What is said at the top of every page after the first: that it is a draft. Empty on other pages.
    pub notice: String,
    /// What is at the top of a column into which the list of a heading goes on: `{title}, continued`.
    pub continued: String,
    /// What a screen reader says before new words: `inserted`.
    pub inserted: String,
    /// What a screen reader says before deleted words.
    pub deleted: String,
    /// What a screen reader says before moved words.
    pub moved: String,
}
