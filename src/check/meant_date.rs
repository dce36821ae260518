//! What somebody meant who wrote a date in another form than that of a brief. What a file and a command line say of it
//! is the same.

use crate::language::Language;
use crate::model::{DatePrecision, MeantDate, PartialDate};

/// What a text means as a date. `takes_part` says that it may be known in part: to the month.
pub(super) fn meant_date(text: &str, takes_part: bool) -> Option<MeantDate> {
    let meant = MeantDate::of(text, Language::month)?;
    let is_day = |date| matches!(date, DatePrecision::Day(_));
    (takes_part || meant.instead().is_none_or(is_day)).then_some(meant)
}

/// What to do about a text that a person typed as a date and that is none in the format; `None` when it is not like a
/// date. `takes_part` says that it may be known in part: to the month.
#[must_use]
pub fn date_help(text: &str, takes_part: bool) -> Option<String> {
    meant_date(text, takes_part).map(|meant| meant.help(|date| date.to_string()))
}

/// Whether a text is a day in the form of the format: `2024-05-12`.
pub(super) fn is_day(text: &str) -> bool {
    text.parse::<PartialDate>().is_ok_and(|date| date.day().is_some())
}
