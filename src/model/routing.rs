//! To whom a brief goes, and what the top of its page says of that.

use serde::Serialize;

use super::serialize::is_default;
use super::{Brief, Date, Prose};

/// A part of the top of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddresseePlace {
    /// The table of what a submission says above its text: from whom, by when, under which reference. It needs a
    /// deadline or a reference: `to` and `from` alone are a line.
    Table,
    /// The line of from whom, through whose hands, to whom else and for what occasion.
    Line,
    /// The line of dates, where a brief has neither.
    Dateline,
}

impl AddresseePlace {
    /// Its name in a template: `table`, `line` or `dateline`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Line => "line",
            Self::Dateline => "dateline",
        }
    }
}

/// To whom a brief goes, by which way, and what is asked for by when: fields of `[brief]`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Routing {
    /// `to`
    #[serde(skip_serializing_if = "is_default")]
    pub to: Option<String>,
    /// `from`
    #[serde(skip_serializing_if = "is_default")]
    pub from: Option<String>,
    /// `through`
    #[serde(skip_serializing_if = "is_default")]
    pub through: Vec<String>,
    /// `copy`
    #[serde(skip_serializing_if = "is_default")]
    pub copy: Vec<String>,
    /// `reference`
    #[serde(skip_serializing_if = "is_default")]
    pub reference: Option<String>,
    /// `occasion`
    #[serde(skip_serializing_if = "is_default")]
    pub occasion: Option<String>,
    /// `respond_by`
    #[serde(skip_serializing_if = "is_default")]
    pub respond_by: Option<Date>,
    /// `respond_why`
    #[serde(skip_serializing_if = "is_default")]
    pub respond_why: Option<Prose>,
}

impl Brief {
    /// To whom the top of the page says that it goes: `to`; without it `audience`.
    #[must_use]
    pub fn addressee(&self) -> Option<&String> {
        self.routing.to.as_ref().or(self.audience.as_ref())
    }

    /// Where the top of the page says to whom it goes, if it says so: next to what else it says of the way of the
    /// brief.
    #[must_use]
    pub fn addressee_place(&self) -> AddresseePlace {
        let Routing { from, through, copy, reference, occasion, respond_by, .. } = &self.routing;
        if respond_by.is_some() || reference.is_some() {
            AddresseePlace::Table
        } else if from.is_some() || !through.is_empty() || !copy.is_empty() || occasion.is_some() {
            AddresseePlace::Line
        } else {
            AddresseePlace::Dateline
        }
    }
}
