//! Dates as people write them: `14 October 2024`, `12.05.2024`, `2024/5/12`.

use time::Month;

use super::{Date, DatePrecision};

/// The date that a text certainly means, though it is not in the form of the format; `None` when day and month can be
/// mistaken for each other, or when it is not a date. `month` knows the months by name.
#[must_use]
pub fn written_date(text: &str, month: impl Fn(&str) -> Option<Month>) -> Option<DatePrecision> {
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
pub fn either_date(text: &str) -> Option<[Date; 2]> {
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
