//! Reads a returned Word file: what was sent, and what is in it now. The only user of quick-xml.
//!
//! Such a file is not trusted. Only the necessary parts are unpacked, up to a size; document types, and entities other
//! than those of XML itself, are refused; nothing is written to disk.

pub(super) mod archive;
mod matched;
mod sent;
pub(super) mod story;
pub(super) mod tags;
mod values;

use std::collections::HashMap;

pub use matched::{Matched, read_by_words};

pub use super::passage::{Letter, Passage};

/// Why a file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadError {
    /// It is a Word 97 file, which is not a zip file.
    OldFormat,
    /// It is protected by a password.
    Password,
    /// It is not a zip file, or it is incomplete.
    NotWhole,
    /// It is a zip file, but not a Word file.
    NotWord,
    /// A part is not XML as Word writes it.
    Xml {
        /// The name of the part.
        part: String,
        /// What is wrong.
        message: String,
    },
    /// The part about what was sent comes from a newer version of this program.
    Newer,
    /// It has more content than a brief can have.
    TooLarge {
        /// What there is too much of.
        what: &'static str,
        /// The portion of the file that is too large.
        portion: Portion,
    },
}

/// A portion of a file, named by how its user can make it smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Portion {
    /// Pictures and other embedded files.
    Embedded,
    /// Its text, notes and comments.
    Text,
    /// Data that no reader sees: the part about what was sent, and other data.
    Data,
}

impl Portion {
    /// The portion that a part belongs to.
    fn of(part: &str) -> Self {
        if part.starts_with("word/") { Self::Text } else { Self::Data }
    }
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::OldFormat => f.write_str("it is a .doc file of Word 97 to 2003, not a .docx file"),
            Self::Password => f.write_str("it is protected by a password"),
            Self::NotWhole => f.write_str("it is not a Word file, or not all of it is there"),
            Self::NotWord => f.write_str("it is a zip file, but not a Word file"),
            Self::Xml { part, message } => write!(f, "its part {part} cannot be read: {message}"),
            Self::Newer => f.write_str("it was rendered by a newer version of this program"),
            Self::TooLarge { what, .. } => write!(f, "it has {what}"),
        }
    }
}

impl std::error::Error for ReadError {}

/// What was sent: the custom data part of the file, which no reader sees.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SentPart {
    /// The identifier of the brief's text.
    pub base: String,
    /// The source ids of the notes, by note number.
    pub notes: Vec<(usize, String)>,
    /// The fields that have a control.
    pub fields: Vec<SentField>,
    /// The text outside of fields, one string for each paragraph.
    pub outside: Vec<String>,
}

/// A paragraph of a field as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentField {
    /// The number of its control.
    pub number: usize,
    /// The path of the field.
    pub path: String,
    /// The index of the paragraph in the field, from 0.
    pub paragraph: usize,
    /// Whether the template made it bold.
    pub bold: bool,
    /// Whether the template made it italic.
    pub italic: bool,
    /// The numbers of the notes that it refers to, in order.
    pub marks: Vec<usize>,
    /// Its text in the syntax of the brief.
    pub text: String,
}

/// The author and time of a tracked change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Revision {
    /// The author.
    pub author: String,
    /// The time as Word writes it: `2026-11-26T10:00:00Z`; empty when it is not given.
    pub date: String,
}

/// The current content of a control.
#[derive(Debug, Clone, Default)]
pub struct ReturnedField {
    /// Its text, with all changes accepted.
    pub passage: Passage,
    /// Who changed it, as far as changes were tracked.
    pub revisions: Vec<Revision>,
}

/// The text of a paragraph that is in no field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutsideText {
    /// The heading above it.
    pub heading: String,
    /// The text; `…` in place of a field.
    pub text: String,
    /// Who changed it.
    pub revisions: Vec<Revision>,
}

/// A comment in the margin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarginComment {
    /// The author.
    pub author: String,
    /// The time, as Word writes it.
    pub date: String,
    /// The text of the comment, in one line.
    pub text: String,
    /// The number of the control that it is in.
    pub field: Option<usize>,
    /// The heading above it.
    pub heading: String,
    /// The words that it refers to.
    pub words: String,
}

/// A returned file.
#[derive(Debug, Clone, Default)]
pub struct Returned {
    /// What was sent; `None` for a file that was not rendered for review, or has lost this data.
    pub sent: Option<SentPart>,
    /// The fields that are still in the file, by the numbers of their controls.
    pub fields: HashMap<usize, ReturnedField>,
    /// The text outside of fields.
    pub outside: Vec<OutsideText>,
    /// The comments.
    pub comments: Vec<MarginComment>,
    /// Who saved the file last, if it says so.
    pub saved: Option<Revision>,
}

/// The largest file that is read, in bytes.
pub const LARGEST: u64 = 32 << 20;

/// The most fields of a file: a brief of three pages has some hundreds. The limit exists because fields are compared
/// with each other.
const MOST_FIELDS: usize = 4096;

/// The longest path of a field, in bytes. The limit exists because the path is repeated for each comment on the field.
const LONGEST_PATH: usize = 1024;

/// Reads a returned file.
///
/// # Errors
/// [`ReadError`] when the file is not a Word file, or when it has more content than a brief can have.
pub fn read(file: &[u8]) -> Result<Returned, ReadError> {
    let parts = archive::open(file)?;
    let Some(sent) = parts.sent()? else { return Ok(Returned::default()) };
    let known: Vec<usize> = sent.fields.iter().map(|field| field.number).collect();
    let read = story::read(&parts.texts(), &known)?;
    parts.returned(sent, read)
}

impl archive::ArchiveParts {
    /// What was sent; `None` for a file without this data.
    fn sent(&self) -> Result<Option<SentPart>, ReadError> {
        let sent = self.custom.iter().find_map(|(name, text)| sent::read(name, text).transpose()).transpose()?;
        if let Some(sent) = &sent {
            if sent.fields.len() > MOST_FIELDS {
                return Err(ReadError::TooLarge { what: "more than 4096 fields", portion: Portion::Data });
            }
            if sent.fields.iter().any(|field| field.path.len() > LONGEST_PATH) {
                return Err(ReadError::TooLarge { what: "a path of more than 1024 bytes", portion: Portion::Data });
            }
        }
        Ok(sent)
    }

    /// The parts with text.
    fn texts(&self) -> Vec<&str> {
        std::iter::once(self.document.as_str()).chain(self.footnotes.as_deref()).collect()
    }

    /// The returned file, from the parts that were read.
    fn returned(&self, sent: SentPart, read: story::ReadStory) -> Result<Returned, ReadError> {
        let comments = self.comments.as_deref().map(sent::comments).transpose()?.unwrap_or_default();
        let comments = comments.into_iter().map(|(id, mut comment)| {
            if let Some(anchor) = read.anchors.get(&id) {
                comment.field = anchor.field;
                comment.heading.clone_from(&anchor.heading);
                comment.words.clone_from(&anchor.words);
            }
            comment
        });
        let comments = comments.collect();
        let saved = self.core.as_deref().and_then(sent::saved);
        Ok(Returned { sent: Some(sent), fields: read.fields, outside: read.outside, comments, saved })
    }
}
