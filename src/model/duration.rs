//! A length of time.

use super::Date;

/// A length of time in whole calendar units, as in `"21d"`, `"6w"`, `"3m"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Duration {
    /// Days.
    Days(u32),
    /// Weeks.
    Weeks(u32),
    /// Calendar months.
    Months(u32),
}

impl Duration {
    /// The day that lies this long after another; `None` beyond the year 9999. A month ends on its last day: a month
    /// after 31 January is 28 or 29 February.
    #[must_use]
    pub fn after(self, date: Date) -> Option<Date> {
        match self {
            Self::Days(days) => date.checked_add(time::Duration::days(days.into())),
            Self::Weeks(weeks) => date.checked_add(time::Duration::weeks(weeks.into())),
            Self::Months(months) => {
                let month = date.year().checked_mul(12)? + i32::from(u8::from(date.month())) - 1;
                let month = month.checked_add(i32::try_from(months).ok()?)?;
                let (year, month) = (month.div_euclid(12), month.rem_euclid(12) as u8 + 1);
                let month = time::Month::try_from(month).ok()?;
                Date::from_calendar_date(year, month, date.day().min(month.length(year))).ok()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::Month::{February, January, March};

    #[test]
    fn a_length_of_time_ends_on_a_day_of_the_calendar() {
        let day = |year, month, day| Date::from_calendar_date(year, month, day).unwrap();
        assert_eq!(Duration::Days(29).after(day(2024, February, 1)), Some(day(2024, March, 1)));
        assert_eq!(Duration::Weeks(2).after(day(2024, January, 31)), Some(day(2024, February, 14)));
        assert_eq!(Duration::Months(1).after(day(2023, January, 31)), Some(day(2023, February, 28)));
        assert_eq!(Duration::Months(14).after(day(2023, January, 5)), Some(day(2024, March, 5)));
        assert_eq!(Duration::Months(u32::MAX).after(day(2023, January, 5)), None);
        assert_eq!(Duration::Days(u32::MAX).after(day(2023, January, 5)), None);
    }
}
