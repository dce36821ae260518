//! Values in the names and attributes of tags.

use quick_xml::events::BytesStart;

use super::Revision;
use super::tags::attribute;
use crate::docx::names::NOTE;

/// The most changes that are listed for one field.
const MOST_REVISIONS: usize = 64;

/// The longest name, date, heading or id that is kept, in bytes, since each is repeated for everything that it applies
/// to.
pub(super) const LONGEST: usize = 200;

/// Cuts a text to [`LONGEST`] bytes.
pub(super) fn capped(mut text: String) -> String {
    if text.len() > LONGEST {
        // A copy is made because a part may have 4 MB, and `truncate` would keep all of that allocated.
        text = text[..text.floor_char_boundary(LONGEST)].to_owned();
    }
    text
}

/// The value of an attribute, cut to [`LONGEST`] bytes; empty when there is none.
pub(super) fn short_attribute(tag: &BytesStart<'_>, name: &str) -> String {
    capped(attribute(tag, name).unwrap_or_default())
}

pub(super) fn note_revision(known: &mut Vec<Revision>, revision: Option<&Revision>) {
    if let Some(revision) = revision
        && known.len() < MOST_REVISIONS
        && !known.contains(revision)
    {
        known.push(revision.clone());
    }
}

pub(super) fn revision(tag: &BytesStart<'_>) -> Revision {
    Revision { author: short_attribute(tag, "author"), date: short_attribute(tag, "date") }
}

/// The number of a field in the name of its bookmark. `LibreOffice` renames bookmarks in footnotes to
/// `_brief_7_Copy_1`.
pub(super) fn number_of(name: &str) -> Option<usize> {
    let digits = name.split_once("_Copy_").map_or(name, |(digits, _)| digits);
    digits.parse().ok()
}

/// The number of the note in the name of the bookmark around its first reference.
pub(super) fn note_of(name: &str) -> Option<usize> {
    number_of(name.strip_prefix(NOTE)?)
}

pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
