//! A Word file that comes back: what was sent, and what is in it now. The only user of quick-xml.
//!
//! Such a file is not to be trusted. Only the parts that are needed are unpacked, up to a size; there are no document types
//! and no entities but those of XML itself; nothing is written.

pub(super) mod archive;
mod matched;
mod said;
mod sent;
pub(super) mod story;
pub(super) mod tags;

use std::collections::HashMap;

pub use matched::{Matched, read_by_words};

pub use super::passage::{Letter, Passage};

/// Why a file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadError {
    /// It is a file of Word 97, which has no parts.
    OldFormat,
    /// It is protected by a password.
    Password,
    /// It is not a zip file, or not all of it is there.
    NotWhole,
    /// It is a zip file, and no Word file.
    NotWord,
    /// A part is not XML as Word writes it.
    Xml {
        /// The name of the part.
        part: String,
        /// What is wrong.
        message: String,
    },
    /// The part that says what was sent is of a newer version of this program.
    Newer,
    /// There is more in it than a brief can have.
    TooLarge {
        /// What it has.
        what: &'static str,
        /// Where it has that.
        portion: Portion,
    },
}

/// A portion of a file, by what can be done when it is too large.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Portion {
    /// Pictures and other files in it.
    Embedded,
    /// Its text, notes and comments.
    Text,
    /// What no reader sees: the part that says what was sent, and other data.
    Data,
}

impl Portion {
    /// The portion that a part belongs to, of those that are read.
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

/// What was sent: the part of the file that no reader sees.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SentPart {
    /// What the text of the brief was known by.
    pub base: String,
    /// The sources of the notes, by their numbers.
    pub notes: Vec<(usize, String)>,
    /// The fields that had a control.
    pub fields: Vec<SentField>,
    /// What was printed around them, a paragraph each.
    pub outside: Vec<String>,
}

/// A field as it was sent: one paragraph of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentField {
    /// The number of its control.
    pub number: usize,
    /// Its path.
    pub path: String,
    /// Which of its paragraphs, from 0.
    pub paragraph: usize,
    /// Whether the template made it bold.
    pub bold: bool,
    /// Whether the template made it italic.
    pub italic: bool,
    /// The numbers of the notes that it refers to, in their order.
    pub marks: Vec<usize>,
    /// Its text as a brief spells it.
    pub text: String,
}

/// Somebody's change, as Word tracks it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Revision {
    /// Who.
    pub author: String,
    /// When, as Word writes it: `2026-11-26T10:00:00Z`; empty when it does not say.
    pub date: String,
}

/// What is in a control now.
#[derive(Debug, Clone, Default)]
pub struct ReturnedField {
    /// Its words, with all changes accepted.
    pub passage: Passage,
    /// Who changed it, as far as it was tracked.
    pub revisions: Vec<Revision>,
}

/// A paragraph, as far as it is in no field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutsideText {
    /// The heading above it.
    pub heading: String,
    /// Its words; `…` where a field is.
    pub text: String,
    /// Who changed it.
    pub revisions: Vec<Revision>,
}

/// A comment in the margin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarginComment {
    /// Who made it.
    pub author: String,
    /// When, as Word writes it.
    pub date: String,
    /// What it says, in one line.
    pub text: String,
    /// The number of the control that it is next to.
    pub field: Option<usize>,
    /// The heading above it.
    pub heading: String,
    /// The words that it is about.
    pub words: String,
}

/// A file that came back.
#[derive(Debug, Clone, Default)]
pub struct Returned {
    /// What was sent; `None` for a file that was not rendered for review, or lost what it says of that.
    pub sent: Option<SentPart>,
    /// The fields that are still there, by the numbers of their controls.
    pub fields: HashMap<usize, ReturnedField>,
    /// What is around them.
    pub outside: Vec<OutsideText>,
    /// The comments.
    pub comments: Vec<MarginComment>,
    /// Who saved it last, when it says so.
    pub saved: Option<Revision>,
}

/// The largest file that is read, in bytes.
pub const LARGEST: u64 = 32 << 20;

/// More fields than these no brief has: one of three pages has some hundreds. Each is compared with others.
const MOST_FIELDS: usize = 4096;

/// A longer path, in bytes, no field has. It is repeated for each comment beside the field.
const LONGEST_PATH: usize = 1024;

/// Reads a file that came back.
///
/// # Errors
/// [`ReadError`] for what is not a Word file, or more than a brief can be.
pub fn read(file: &[u8]) -> Result<Returned, ReadError> {
    let parts = archive::open(file)?;
    let Some(sent) = parts.sent()? else { return Ok(Returned::default()) };
    let known: Vec<usize> = sent.fields.iter().map(|field| field.number).collect();
    let read = story::read(&parts.texts(), &known)?;
    parts.returned(sent, read)
}

impl archive::ArchiveParts {
    /// What was sent; `None` of a file that does not say it.
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

    /// The parts with words.
    fn texts(&self) -> Vec<&str> {
        std::iter::once(self.document.as_str()).chain(self.footnotes.as_deref()).collect()
    }

    /// What came back, of what was read of the words.
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
