//! The names by which a file that comes back is known.

/// The namespace of the part that says which control is which.
pub(super) const NAMESPACE: &str = "urn:briefing:review";

/// How the bookmark in a control begins. Word does not list bookmarks that begin so.
pub(super) const BOOKMARK: &str = "_brief_";

/// How the tag of a control begins.
pub(super) const TAG: &str = "brief:";

/// How the bookmark around the first reference to a note begins.
pub(super) const NOTE: &str = "_Ref_note_";
