//! The names that identify the review data in a returned file.

/// The namespace of the part that maps controls to fields.
pub(super) const NAMESPACE: &str = "urn:briefing:review";

/// The prefix of the bookmark in a control. Word hides bookmarks that begin with `_`.
pub(super) const BOOKMARK: &str = "_brief_";

/// The prefix of the tag of a control.
pub(super) const TAG: &str = "brief:";

/// The prefix of the bookmark around the first reference to a note.
pub(super) const NOTE: &str = "_Ref_note_";
