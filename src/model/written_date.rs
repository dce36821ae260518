//! Dates as people write them: `14 October 2024`, `12.05.2024`, `2024/5/12`.

use time::Month;

use super::{Date, DatePrecision};

/// What a text means that was written as a date but is not one in the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeantDate {
    /// Certainly this date.
    Certain(DatePrecision),
    /// One of two days: the one with the day first, or the one with the month first.
    Either([Date; 2]),
    /// A day with a time of day.
    WithTime(Date),
    /// A date with a month that does not exist, and the day that it is when month and day are swapped.
    NoMonth(u16, Option<Date>),
    /// A date with a day that its month does not have.
    NoDay(i32, Month),
}

impl MeantDate {
    /// What a text most likely means; `None` when it is not a date in any form that is known. `month` knows the months
    /// by name.
    #[must_use]
    pub fn of(text: &str, month: impl Fn(&str) -> Option<Month>) -> Option<Self> {
        let text = text.trim();
        let certain = || written_date(text, month).map(Self::Certain);
        Self::in_order(text).or_else(certain).or_else(|| either_date(text).map(Self::Either))
    }

    /// What a text means that has the form `2024-05-12`, but is not a day; or one with a time after it.
    fn in_order(text: &str) -> Option<Self> {
        let (date, rest) = text.split_at_checked(10)?;
        if date.match_indices('-').map(|(at, _)| at).ne([4, 7]) {
            return None;
        }
        let mut numbers = date.split('-').map(|part| part.parse::<u16>().ok().filter(|_| is_digits(part)));
        let (year, month, day) = (numbers.next()??, numbers.next()??, numbers.next()??);
        let known = |number: u16| u8::try_from(number).ok().and_then(|number| Month::try_from(number).ok());
        let date = |month: Month, day: u16| match day_of(year, month, day) {
            Some(DatePrecision::Day(day)) => Some(day),
            _ => None,
        };
        let Some(month) = known(month) else {
            return Some(Self::NoMonth(month, known(day).and_then(|swapped| date(swapped, month))));
        };
        match date(month, day) {
            Some(day) if rest.starts_with(['T', 't', ' ']) && rest[1..].starts_with(|c: char| c.is_ascii_digit()) => {
                Some(Self::WithTime(day))
            }
            None if year > 999 => Some(Self::NoDay(year.into(), month)),
            _ => None,
        }
    }

    /// The date to write instead; `None` when that is not known.
    #[must_use]
    pub fn instead(self) -> Option<DatePrecision> {
        match self {
            Self::Certain(date) => Some(date),
            Self::WithTime(day) | Self::NoMonth(_, Some(day)) => Some(DatePrecision::Day(day)),
            Self::Either(_) | Self::NoMonth(_, None) | Self::NoDay(..) => None,
        }
    }

    /// What to do about it. `write` says how the date of [`Self::instead`] is written.
    #[must_use]
    pub fn help(self, write: impl Fn(DatePrecision) -> String) -> String {
        match self {
            Self::Certain(date) => format!("write {}", write(date)),
            Self::Either([first, second]) => format!("write {first} or {second}, whichever is meant"),
            Self::WithTime(day) => format!("write {}, without the time", write(DatePrecision::Day(day))),
            Self::NoMonth(month, None) => format!("there is no month {month}"),
            Self::NoMonth(month, Some(day)) => {
                format!("there is no month {month}: did you mean {}?", write(DatePrecision::Day(day)))
            }
            Self::NoDay(year, Month::February) => {
                format!("February {year} has {} days", Month::February.length(year))
            }
            Self::NoDay(year, month) => format!("{month} has {} days", month.length(year)),
        }
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The date that a text certainly means, though it is not in the form of the format; `None` when day and month can be
/// mistaken for each other, or when it is not a date. `month` knows the months by name.
#[must_use]
fn written_date(text: &str, month: impl Fn(&str) -> Option<Month>) -> Option<DatePrecision> {
    // Longer texts are not dates, and cost nothing.
    if text.len() > 60 {
        return None;
    }
    let (mut numbers, mut named): (Vec<&str>, Option<(usize, Month)>) = (Vec::new(), None);
    for part in parts(text) {
        if part.starts_with(|c: char| c.is_ascii_digit()) {
            numbers.push(part);
        } else if (part.chars().count() > 2 || named.is_none() && month(part).is_some())
            && named.replace((numbers.len(), month(part)?)).is_some()
        {
            return None;
        }
        // Short words are those of ordinals and between the parts: `14th of`, `1er`, `14 de octubre de`, `2024 г.`
    }
    let value = |at: usize| numbers.get(at)?.parse::<u16>().ok();
    let is_year = |at: usize| numbers.get(at).is_some_and(|number| number.len() == 4);
    let known = |year: usize, month: Month, day: usize| day_of(value(year)?, month, value(day)?);
    match (numbers.len(), named) {
        (1, Some((_, month))) if is_year(0) => Some(DatePrecision::Month(value(0)?.into(), month)),
        (2, Some((_, month))) if is_year(1) && !is_year(0) => known(1, month, 0),
        (2, Some((1, month))) if is_year(0) && !is_year(1) => known(0, month, 1),
        (3, None) => in_numbers(text, [value(0)?, value(1)?, value(2)?], [is_year(0), is_year(2)]),
        _ => None,
    }
}

/// The two days that a text may mean in which day and month can be mistaken for each other: `3/4/2024`; with the day
/// first, then with the month first.
#[must_use]
fn either_date(text: &str) -> Option<[Date; 2]> {
    let numbers = ['/', '-', '.', ' '].into_iter().map(|sign| text.trim().split(sign).collect::<Vec<_>>());
    let numbers = numbers.into_iter().find(|numbers| numbers.len() == 3)?;
    let [one, other, year] = numbers[..] else { return None };
    if year.len() != 4 || numbers.iter().any(|it| it.len() > 4 || !it.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let value = |text: &str| text.parse::<u16>().ok();
    let day = |day: &str, month: &str| {
        let month = Month::try_from(u8::try_from(value(month)?).ok()?).ok()?;
        match day_of(value(year)?, month, value(day)?)? {
            DatePrecision::Day(date) => Some(date),
            _ => None,
        }
    };
    let days = [day(one, other)?, day(other, one)?];
    (days[0] != days[1]).then_some(days)
}

/// The month of an English name, or of its first three letters or more.
#[must_use]
pub fn english_month(name: &str) -> Option<Month> {
    let name = name.to_ascii_lowercase();
    let mut months = (1..=12).filter_map(|number| Month::try_from(number).ok());
    let found = months.find(|month| month.to_string().to_ascii_lowercase().starts_with(&name));
    found.filter(|_| name.len() >= 3)
}

/// The numbers and the words of a text.
fn parts(text: &str) -> Vec<&str> {
    let kind = |c: char| if c.is_ascii_digit() { 1 } else { 2 * u8::from(c.is_alphabetic()) };
    let mut all = Vec::new();
    let mut start = 0;
    let mut last = 0;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let kind = if at == text.len() { 0 } else { kind(c) };
        if kind != last {
            all.extend(text.get(start..at).filter(|_| last > 0));
            (start, last) = (at, kind);
        }
    }
    all
}

/// Three numbers, of which the first or the last is the year. Between full stops the day comes first; else only a
/// number over twelve shows which is the day.
fn in_numbers(text: &str, [a, b, c]: [u16; 3], [year_first, year_last]: [bool; 2]) -> Option<DatePrecision> {
    let separated = |sign: char| text.matches(sign).count() == 2;
    if !['.', '/', '-', ' '].into_iter().any(separated) {
        return None;
    }
    let (year, month, day) = match (year_first, year_last) {
        (true, false) => (a, b, c),
        (false, true) if separated('.') || a > 12 || a == b => (c, b, a),
        (false, true) if b > 12 => (c, a, b),
        _ => return None,
    };
    day_of(year, Month::try_from(u8::try_from(month).ok()?).ok()?, day)
}

fn day_of(year: u16, month: Month, day: u16) -> Option<DatePrecision> {
    // A year such as 0024 is a slip of its own.
    let date = Date::from_calendar_date(year.into(), month, u8::try_from(day).ok()?).ok();
    date.filter(|_| year > 999).map(DatePrecision::Day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_nearly_a_date_says_what_to_do() {
        for (text, expected) in [
            ("2026-13-01", "there is no month 13: did you mean 2026-01-13?"),
            ("2026-13-32", "there is no month 13"),
            ("2026-00-12", "there is no month 0"),
            ("2026-11-31", "November has 30 days"),
            ("2026-02-29", "February 2026 has 28 days"),
            ("2024-02-30T10:00", "February 2024 has 29 days"),
            ("2026-11-28T10:00", "write 2026-11-28, without the time"),
            ("2026-11-28 10:00:00", "write 2026-11-28, without the time"),
            ("28/11/2026", "write 2026-11-28"),
            (" 15.01.2027 ", "write 2027-01-15"),
            ("12 December 2026", "write 2026-12-12"),
            ("December 2026", "write 2026-12"),
            ("1/2/2027", "write 2027-02-01 or 2027-01-02, whichever is meant"),
        ] {
            let meant = MeantDate::of(text, english_month).map(|meant| meant.help(|date| date.to_string()));
            assert_eq!(meant.as_deref(), Some(expected), "{text}");
        }
        for text in ["", "soon", "10:00", "2026-11-28 or later", "0026-11-3é", "0026-11-31", "1.2.3"] {
            assert_eq!(MeantDate::of(text, english_month), None, "{text}");
        }
    }

    #[test]
    fn only_what_is_certain_is_read() {
        let read = |text: &str| written_date(text, english_month).map(|known| known.to_string());
        for text in [
            "14 October 2024",
            "October 14, 2024",
            "Oct. 14, 2024",
            "14th of October 2024",
            "14 Oct 2024",
            "2024 October 14",
            "14.10.2024",
            "14. 10. 2024",
            "14/10/2024",
            "10/14/2024",
            "14-10-2024",
            "2024/10/14",
            "2024.10.14",
            "2024-Oct-14",
            "14-OCT-2024",
            "14October2024",
        ] {
            assert_eq!(read(text).as_deref(), Some("2024-10-14"), "{text}");
        }
        assert_eq!(read("October 2024").as_deref(), Some("2024-10"));
        assert_eq!(read("3.4.2024").as_deref(), Some("2024-04-03"));
        assert_eq!(read("3/3/2024").as_deref(), Some("2024-03-03"));
        let either = |text| either_date(text).map(|days| days.map(|day| day.to_string()));
        assert_eq!(either("02/03/2023"), Some(["2023-03-02".to_owned(), "2023-02-03".to_owned()]));
        for text in ["3/3/2023", "13/3/2023", "2023/3/4", "3/4/23", "3/4/x", "a", "0/1/2023"] {
            assert_eq!(either(text), None, "{text}");
        }
        for text in [
            "",
            "3/4/2024",
            "3-4-2024",
            "31 June 2024",
            "14 Octember 2024",
            "14 October",
            "14 October 24",
            "12 14 October 2024",
            "October and November 2024",
            "2024",
            "14 10",
            "1.2.3",
            "the fourteenth",
            "2024-2025-2026",
            "version 1.2.2024",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
