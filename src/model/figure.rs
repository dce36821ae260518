//! Pictures from files.

use serde::Serialize;

use super::serialize::is_default;
use super::{HandlingMarks, Id, Prose};

/// How wide a picture is that does not say so, in per cent of the width of the text.
pub const USUAL_WIDTH: u8 = 60;

/// `[figures.ID]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Figure {
    /// `file`: a path from the folder of the brief, with `/` between folders.
    pub file: String,
    /// `alt`
    pub alt: String,
    /// `caption`
    #[serde(skip_serializing_if = "is_default")]
    pub caption: Option<Prose>,
    /// `sources`, ids of sources.
    #[serde(skip_serializing_if = "is_default")]
    pub sources: Vec<Id>,
    /// `width`, in per cent of the width of the text; [`Figure::width`] falls back to [`USUAL_WIDTH`].
    #[serde(skip_serializing_if = "is_default")]
    pub width: Option<u8>,
    /// `issue`, id of an issue.
    #[serde(skip_serializing_if = "is_default")]
    pub issue: Option<Id>,
    /// `on_page`: whether a page that is too full always has it, or never; `None` leaves it to its rank.
    #[serde(skip_serializing_if = "is_default")]
    pub on_page: Option<bool>,
    /// Who may read it.
    #[serde(flatten)]
    pub marks: HandlingMarks,
}

impl Figure {
    /// How wide it is printed, in per cent of the width of the text.
    #[must_use]
    pub fn width(&self) -> u8 {
        self.width.unwrap_or(USUAL_WIDTH)
    }
}
