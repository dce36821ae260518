//! Commented starter briefs, one for each kind, from one text.
//!
//! In `starter.txt` a line that begins with `@KIND,KIND` is only in the briefs of those kinds.

use crate::model::{BriefKind, Date, Vocabulary as _};

const TEXT: &str = include_str!("starter.txt");

/// The day that the text calls the information cut-off, as a Julian day.
const AS_OF: i32 = 2_461_056;

/// A valid brief of a kind with every field that the kind expects, explained in comments, and an information cut-off.
/// All its dates are counted from that day.
#[must_use]
pub fn starter(kind: BriefKind, as_of: Date) -> String {
    let mut out = String::new();
    for line in TEXT.lines() {
        let line = match line.strip_prefix('@').map(|line| line.split_once(' ').unwrap_or((line, ""))) {
            None => line,
            Some((kinds, line)) if kinds.split(',').any(|word| word == kind.word()) => line,
            Some(_) => continue,
        };
        out.push_str(&moved(line, as_of.to_julian_day() - AS_OF));
        out.push('\n');
    }
    out
}

/// A line with each of its dates moved by a number of days.
fn moved(line: &str, days: i32) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find("2026-") {
        let end = rest.len().min(at + 10);
        out.push_str(&rest[..at]);
        let mut parts = rest[at..end].split('-').map(|part| part.parse::<u8>().ok());
        let (_, month, day) = (parts.next(), parts.next().flatten(), parts.next().flatten());
        let month = month.and_then(|month| time::Month::try_from(month).ok());
        let date = month.zip(day).and_then(|(month, day)| Date::from_calendar_date(2026, month, day).ok());
        let later = date.and_then(|date| Date::from_julian_day(date.to_julian_day().checked_add(days)?).ok());
        out.push_str(&later.map_or_else(|| rest[at..end].to_owned(), |date| date.to_string()));
        rest = &rest[end..];
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_counted_from_the_cut_off() {
        let date = |year, month, day| Date::from_calendar_date(year, month, day).unwrap();
        assert_eq!(date(2026, time::Month::January, 15).to_julian_day(), AS_OF);
        let text = starter(BriefKind::Readout, date(2024, time::Month::February, 28));
        assert!(text.contains("as_of = 2024-02-28\n") && text.contains("due = 2024-03-30\n"), "{text}");
        let last = starter(BriefKind::Update, date(9999, time::Month::December, 31));
        assert!(last.contains("as_of = 9999-12-31\n") && !last.contains('@') || last.contains("[@statement]"));
    }
}
