//! The labels and notices that a page adds to its document.

/// The labels and notices that a page adds to the text of the document, in the brief's language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageLabels {
    /// BCP 47 tag of the brief's language, which decides hyphenation and local letter forms.
    pub language: String,
    /// The page number: `Page {page} of {pages}`.
    pub page_of: String,
    /// The notice at the top of a draft that is `{lines}` lines too long for its pages.
    pub overrun: String,
    /// The notice at the top of every page after the first that the page is a draft. Empty for a page that is not.
    pub notice: String,
    /// The line at the top of a column in which a section continues: `{title}, continued`.
    pub continued: String,
    /// What a screen reader says before inserted text: `inserted`.
    pub inserted: String,
    /// What a screen reader says before deleted text.
    pub deleted: String,
    /// What a screen reader says before moved text.
    pub moved: String,
}
