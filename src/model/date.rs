//! Dates that may be known only in part: to the day, the month or the year, or as a span of such dates.
//!
//! The text form is that of EDTF (ISO 8601-2:2019, annex A): `2024-05-12`, `2024-05`, `2024`, `2024-06-12/2024-06-14`
//! (level 0), and `2024~` for an approximate date (level 1).

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};
use time::{Duration, Month};

/// A calendar date of the proleptic Gregorian calendar.
pub type Date = time::Date;

/// A date as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DatePrecision {
    /// A day.
    Day(Date),
    /// A month of a year.
    Month(i32, Month),
    /// A year.
    Year(i32),
}

impl DatePrecision {
    /// The first day that it may be.
    #[must_use]
    pub fn start(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Month(year, month) => Date::from_calendar_date(year, month, 1).unwrap_or(Date::MIN),
            Self::Year(year) => Date::from_calendar_date(year, Month::January, 1).unwrap_or(Date::MIN),
        }
    }

    /// The last day that it may be.
    #[must_use]
    pub fn end(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Month(year, month) => Date::from_calendar_date(year, month, month.length(year)).unwrap_or(Date::MAX),
            Self::Year(year) => Date::from_calendar_date(year, Month::December, 31).unwrap_or(Date::MAX),
        }
    }

    /// As TOML has it: a day is a value of its own, anything else is a text in quotation marks.
    #[must_use]
    pub fn as_toml(self) -> String {
        if let Self::Day(_) = self { self.to_string() } else { format!("\"{self}\"") }
    }

    fn read(text: &str) -> Result<Self, InvalidDate> {
        let number = |part: &str, length: usize| {
            let digits = part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| part.parse::<u16>().ok()).flatten().ok_or(InvalidDate::Form)
        };
        let parts: Vec<&str> = text.split('-').collect();
        let (year, month, day) = match parts[..] {
            [year] => return Ok(Self::Year(number(year, 4)?.into())),
            [year, month] => (year, month, None),
            [year, month, day] => (year, month, Some(day)),
            _ => return Err(InvalidDate::Form),
        };
        let year = i32::from(number(year, 4)?);
        let month = u8::try_from(number(month, 2)?).ok().and_then(|month| Month::try_from(month).ok());
        let month = month.ok_or(InvalidDate::NoSuchMonth)?;
        let Some(day) = day else { return Ok(Self::Month(year, month)) };
        let day = u8::try_from(number(day, 2)?).map_err(|_| InvalidDate::NoSuchDay)?;
        Date::from_calendar_date(year, month, day).map(Self::Day).map_err(|_| InvalidDate::NoSuchDay)
    }
}

impl fmt::Display for DatePrecision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{:04}-{:02}-{:02}", day.year(), u8::from(day.month()), day.day()),
            Self::Month(year, month) => write!(f, "{year:04}-{:02}", u8::from(*month)),
            Self::Year(year) => write!(f, "{year:04}"),
        }
    }
}

/// A date that may be known only in part: an interval of days.
///
/// The order is by start, then by end, so that a month comes before the days after its first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PartialDate {
    /// The date, or the first one of a span.
    pub from: DatePrecision,
    /// The last one of a span.
    pub to: Option<DatePrecision>,
    /// Whether it is approximate.
    pub circa: bool,
}

impl PartialDate {
    /// The first day that it may be.
    #[must_use]
    pub fn start(self) -> Date {
        self.from.start()
    }

    /// The last day that it may be.
    #[must_use]
    pub fn end(self) -> Date {
        self.to.unwrap_or(self.from).end()
    }

    /// Whether it is over before a day. An approximate date is over a month after its last day, or a year after it when
    /// no more than the year is known.
    #[must_use]
    pub fn is_past(self, day: Date) -> bool {
        let more = match self.to.unwrap_or(self.from) {
            _ if !self.circa => 0,
            DatePrecision::Day(_) | DatePrecision::Month(..) => 31,
            DatePrecision::Year(_) => 366,
        };
        self.end().saturating_add(Duration::days(more)) < day
    }

    /// The day, when it is known exactly.
    #[must_use]
    pub fn day(self) -> Option<Date> {
        match self {
            Self { from: DatePrecision::Day(day), to: None, circa: false } => Some(day),
            _ => None,
        }
    }

    /// The same date, approximate or not.
    #[must_use]
    pub fn circa(self, circa: bool) -> Self {
        Self { circa, ..self }
    }
}

impl From<Date> for PartialDate {
    fn from(day: Date) -> Self {
        Self { from: DatePrecision::Day(day), to: None, circa: false }
    }
}

impl PartialOrd for PartialDate {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for PartialDate {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let key = |date: &Self| {
            let rank = |known: DatePrecision| match known {
                DatePrecision::Day(_) => 0,
                DatePrecision::Month(..) => 1,
                DatePrecision::Year(_) => 2,
            };
            (date.start(), date.end(), rank(date.from), date.to.map(rank), date.circa)
        };
        key(self).cmp(&key(other))
    }
}

/// Why a text is not a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvalidDate {
    /// It does not have the form of a date.
    Form,
    /// It names a month after the twelfth.
    NoSuchMonth,
    /// It names a day that its month does not have.
    NoSuchDay,
    /// A span does not end after it starts.
    Backwards,
}

impl fmt::Display for InvalidDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Form => "is not a date",
            Self::NoSuchMonth => "names a month that does not exist",
            Self::NoSuchDay => "names a day that does not exist",
            Self::Backwards => "does not end after it starts",
        })
    }
}

impl std::error::Error for InvalidDate {}

impl FromStr for PartialDate {
    type Err = InvalidDate;

    fn from_str(text: &str) -> Result<Self, InvalidDate> {
        let (text, circa) = text.strip_suffix('~').map_or((text, false), |text| (text, true));
        let Some((from, to)) = text.split_once('/') else {
            return Ok(Self { from: DatePrecision::read(text)?, to: None, circa });
        };
        let (from, to) = (DatePrecision::read(from)?, DatePrecision::read(to)?);
        if to.end() <= from.end() || to.start() < from.start() {
            return Err(InvalidDate::Backwards);
        }
        Ok(Self { from, to: Some(to), circa })
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.from)?;
        if let Some(to) = self.to {
            write!(f, "/{to}")?;
        }
        f.write_str(if self.circa { "~" } else { "" })
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.circa(false))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> PartialDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_date_is_read_and_written_the_same() {
        for text in ["2024-05-12", "2024-05", "2024", "2024-06-12/2024-06-14", "2024-05/2024-07", "2024~", "0024"] {
            assert_eq!(read(text).to_string(), text);
        }
        for (text, why) in [
            ("2024-13", InvalidDate::NoSuchMonth),
            ("2024-02-30", InvalidDate::NoSuchDay),
            ("2024-5", InvalidDate::Form),
            ("24", InvalidDate::Form),
            ("+024", InvalidDate::Form),
            ("", InvalidDate::Form),
            ("2024-06-12/", InvalidDate::Form),
            ("2024-06-14/2024-06-12", InvalidDate::Backwards),
            ("2024-06-14/2024-06-14", InvalidDate::Backwards),
            ("2024/2023-06", InvalidDate::Backwards),
            ("2024-01-01/2024-01-02/2024-01-03", InvalidDate::Form),
        ] {
            assert_eq!(text.parse::<PartialDate>(), Err(why), "{text}");
        }
    }

    #[test]
    fn a_partial_date_is_an_interval() {
        let day = |text: &str| read(text).day().unwrap();
        assert_eq!((read("2024-02").start(), read("2024-02").end()), (day("2024-02-01"), day("2024-02-29")));
        assert_eq!((read("2024").start(), read("2024").end()), (day("2024-01-01"), day("2024-12-31")));
        assert_eq!(read("2024-05/2024-07").end(), day("2024-07-31"));
        assert_eq!(read("2024-02").day(), None);
        for (date, last) in [
            ("2024-02-10", "2024-02-10"),
            ("2024-02", "2024-02-29"),
            ("2024-02-10~", "2024-03-12"),
            ("2024-02~", "2024-03-31"),
            ("2024~", "2026-01-01"),
            ("2022/2024-01~", "2024-03-02"),
        ] {
            let last = day(last);
            assert!(!read(date).is_past(last) && read(date).is_past(last.next_day().unwrap()), "{date}");
        }
        let mut dates = ["2024-02-01", "2024", "2024-02", "2023-12-31", "2024-01-05/2024-01-07"].map(read);
        dates.sort();
        let sorted = dates.map(|date| date.to_string());
        assert_eq!(sorted, ["2023-12-31", "2024", "2024-01-05/2024-01-07", "2024-02-01", "2024-02"]);
    }
}
