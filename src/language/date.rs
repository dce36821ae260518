//! Dates as a language prints them, by patterns of the Unicode CLDR.

use serde::Deserialize;
use time::Month;

use super::Language;
use crate::model::{Date, DatePrecision, PartialDate};

/// How a date is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateStyle {
    /// `26 December 2025`
    Long,
    /// `26 Dec 2025`
    Short,
    /// `26 Dec`
    Day,
}

/// The `[dates]` of a language file. What a file leaves out, the file that it lies over says.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Dates {
    /// The months as a date has them: in Russian, in the genitive.
    pub(super) months: Option<[String; 12]>,
    /// The months without a day; `months` when they are the same.
    pub(super) months_alone: Option<[String; 12]>,
    /// Short months; `months` when there are none.
    pub(super) months_short: Option<[String; 12]>,
    /// The first day of a month, where it is not a plain number: `1er`.
    pub(super) first_day: Option<String>,
    /// What is printed for an approximate `{date}`.
    pub(super) about: Option<String>,
    /// A span `{from}` one date `{to}` another, where no pattern for spans fits.
    pub(super) span: Option<String>,
    /// Patterns of the long style.
    pub(super) long: Patterns,
    /// Patterns of the short style.
    pub(super) short: Patterns,
    /// Patterns of the style without a year.
    pub(super) day: Patterns,
}

/// The patterns of one style, in the syntax of CLDR (UTS 35, part 4): `d`, `dd`, `M`, `MM`, `MMM`, `MMMM`, `LLLL`, `y`;
/// letters between apostrophes are printed as they are. In a pattern of a span, a field that comes a second time is
/// that of the end.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Patterns {
    /// A day.
    pub(super) day: Option<String>,
    /// A month of a year.
    pub(super) month: Option<String>,
    /// A year.
    pub(super) year: Option<String>,
    /// Days of one month.
    pub(super) days: Option<String>,
    /// Days of different months of one year.
    pub(super) months: Option<String>,
}

/// The month of a name in any of some languages, or of its first three letters or more; `None` when they disagree.
pub(super) fn month(name: &str, languages: impl Iterator<Item = &'static Language>) -> Option<Month> {
    let name = name.to_lowercase();
    if name.chars().count() < 3 {
        return None;
    }
    let names = languages.flat_map(|language| {
        let dates = &language.file.dates;
        [&dates.months, &dates.months_alone, &dates.months_short].into_iter().flatten()
    });
    let is_meant = |month: &str| month.to_lowercase().starts_with(&name);
    let mut found = names.flat_map(|names| (1_u8..).zip(names).filter(|(_, month)| is_meant(month)));
    let (first, _) = found.next()?;
    if found.any(|(other, _)| other != first) { None } else { Month::try_from(first).ok() }
}

/// Takes what `over` says in place of what `under` does.
pub(super) fn take<T: Clone>(under: &mut Option<T>, over: Option<&T>) {
    if let Some(over) = over {
        *under = Some(over.clone());
    }
}

impl Dates {
    /// Lays another file's dates over these.
    pub(super) fn overlay(&mut self, over: &Self) {
        take(&mut self.months, over.months.as_ref());
        // Names of its own replace also the forms that only the language below has.
        if over.months.is_some() {
            self.months_alone.clone_from(&over.months_alone);
            self.months_short.clone_from(&over.months_short);
        } else {
            take(&mut self.months_alone, over.months_alone.as_ref());
            take(&mut self.months_short, over.months_short.as_ref());
        }
        take(&mut self.first_day, over.first_day.as_ref());
        take(&mut self.about, over.about.as_ref());
        take(&mut self.span, over.span.as_ref());
        for (under, over) in [(&mut self.long, &over.long), (&mut self.short, &over.short), (&mut self.day, &over.day)]
        {
            take(&mut under.day, over.day.as_ref());
            take(&mut under.month, over.month.as_ref());
            take(&mut under.year, over.year.as_ref());
            take(&mut under.days, over.days.as_ref());
            take(&mut under.months, over.months.as_ref());
        }
    }

    /// A date in a style.
    pub(super) fn print(&self, date: PartialDate, style: DateStyle) -> String {
        let patterns = self.patterns(style);
        let text = match (date.from, date.to) {
            (from, None) => self.known(from, patterns),
            (DatePrecision::Day(from), Some(DatePrecision::Day(to))) if from.year() == to.year() => {
                let pattern = if from.month() == to.month() { &patterns.days } else { &patterns.months };
                self.fill(pattern.as_deref().unwrap_or_default(), from, to)
            }
            (from, Some(to)) => {
                // Without a year the two could be of any.
                let patterns = if style == DateStyle::Day { &self.short } else { patterns };
                let span = self.span.as_deref().unwrap_or_default();
                span.replace("{from}", &self.known(from, patterns)).replace("{to}", &self.known(to, patterns))
            }
        };
        match &self.about {
            Some(about) if date.circa => about.replace("{date}", &text),
            _ => text,
        }
    }

    fn patterns(&self, style: DateStyle) -> &Patterns {
        match style {
            DateStyle::Long => &self.long,
            DateStyle::Short => &self.short,
            DateStyle::Day => &self.day,
        }
    }

    fn known(&self, known: DatePrecision, patterns: &Patterns) -> String {
        let pattern = match known {
            DatePrecision::Day(_) => &patterns.day,
            DatePrecision::Month(..) => &patterns.month,
            DatePrecision::Year(_) => &patterns.year,
        };
        self.fill(pattern.as_deref().unwrap_or_default(), known.start(), known.end())
    }

    /// Fills in a pattern; what comes a second time is of `to`.
    fn fill(&self, pattern: &str, from: Date, to: Date) -> String {
        let mut out = String::with_capacity(pattern.len() + 12);
        let mut seen = [0_u8; 3];
        let mut chars = pattern.chars().peekable();
        while let Some(c) = chars.next() {
            let field = match c {
                'd' => 0,
                'M' | 'L' => 1,
                'y' => 2,
                '\'' => {
                    out.extend(chars.by_ref().take_while(|c| *c != '\''));
                    continue;
                }
                _ => {
                    out.push(c);
                    continue;
                }
            };
            let mut width = 1;
            while chars.next_if_eq(&c).is_some() {
                width += 1;
            }
            let date = if seen[field] == 0 { from } else { to };
            seen[field] += 1;
            match (c, width) {
                ('d', 1) => match &self.first_day {
                    Some(first) if date.day() == 1 => out.push_str(first),
                    _ => out.push_str(&date.day().to_string()),
                },
                ('d', _) => out.push_str(&format!("{:02}", date.day())),
                // Four digits, so that nobody takes the year 24 for 2024.
                ('y', _) => out.push_str(&format!("{:04}", date.year())),
                (_, 1) => out.push_str(&u8::from(date.month()).to_string()),
                (_, 2) => out.push_str(&format!("{:02}", u8::from(date.month()))),
                _ => out.push_str(self.month(date, c == 'L', width == 3)),
            }
        }
        out
    }

    fn month(&self, date: Date, alone: bool, short: bool) -> &str {
        let own = if short {
            &self.months_short
        } else if alone {
            &self.months_alone
        } else {
            &None
        };
        let names = own.as_ref().or(self.months.as_ref());
        names.map_or("", |names| names[usize::from(u8::from(date.month())) - 1].as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn print(tag: &str, date: &str, style: DateStyle) -> String {
        Language::of(tag).unwrap().date(date.parse::<PartialDate>().unwrap(), style).replace('\u{a0}', " ")
    }

    #[test]
    fn days_follow_the_language_and_its_region() {
        for (tag, long, short, day) in [
            ("en", "6 December 2025", "6 Dec 2025", "6 Dec"),
            ("en-GB", "6 December 2025", "6 Dec 2025", "6 Dec"),
            ("en-US", "December 6, 2025", "Dec 6, 2025", "Dec 6"),
            ("en-Latn-us", "December 6, 2025", "Dec 6, 2025", "Dec 6"),
            ("de", "6. Dezember 2025", "06.12.2025", "06.12."),
            ("fr", "6 décembre 2025", "06/12/2025", "06/12"),
            ("fr-CA", "6 décembre 2025", "2025-12-06", "12-06"),
            ("fr-CH", "6 décembre 2025", "06.12.2025", "06.12."),
            ("es-MX", "6 de diciembre de 2025", "6/12/2025", "6/12"),
            ("pt-BR", "6 de dezembro de 2025", "06/12/2025", "06/12"),
            ("ru", "6 декабря 2025 г.", "06.12.2025", "06.12"),
            ("uk-UA", "6 грудня 2025 р.", "06.12.2025", "06.12"),
            ("ar", "6 ديسمبر 2025", "6/12/2025", "6/12"),
            ("ar-SY", "6 كانون الأول 2025", "6/12/2025", "6/12"),
        ] {
            let all = [DateStyle::Long, DateStyle::Short, DateStyle::Day].map(|style| print(tag, "2025-12-06", style));
            assert_eq!(all, [long, short, day], "{tag}");
        }
        assert_eq!(print("fr", "2025-05-01", DateStyle::Long), "1er mai 2025");
        assert_eq!(print("de-IT", "2025-01-31", DateStyle::Long), "31. Jänner 2025");
        assert_eq!(print("de-AT", "2025-01-31", DateStyle::Long), "31. Jänner 2025");
        assert_eq!(print("en-GB", "2025-09-01", DateStyle::Short), "1 Sept 2025");
        assert_eq!(print("en", "0024-05-12", DateStyle::Short), "12 May 0024");
    }

    #[test]
    fn partial_dates_follow_the_language() {
        for (tag, date, long, day) in [
            ("en", "2024-05", "May 2024", "May 2024"),
            ("en", "2024", "2024", "2024"),
            ("en", "2024~", "about 2024", "about 2024"),
            ("en", "2024-06-12/2024-06-14", "12–14 June 2024", "12–14 June"),
            ("en", "2024-06-30/2024-07-02", "30 June – 2 July 2024", "30 June – 2 July"),
            ("en", "2024-12-30/2025-01-02", "30 December 2024 – 2 January 2025", "30 Dec 2024 – 2 Jan 2025"),
            ("en", "2024-05/2024-07", "May 2024 – July 2024", "May 2024 – July 2024"),
            ("en-US", "2024-06-12/2024-06-14", "June 12–14, 2024", "June 12–14"),
            ("de", "2024-06-12/2024-06-14", "12.–14. Juni 2024", "12.–14.06."),
            ("ru", "2024-05", "май 2024 г.", "05.2024"),
            ("uk", "2024-06-12/2024-06-14", "12–14 червня 2024 р.", "12–14.06"),
            ("es", "2024-05", "mayo de 2024", "5/2024"),
        ] {
            assert_eq!(print(tag, date, DateStyle::Long), long, "{tag} {date}");
            assert_eq!(print(tag, date, DateStyle::Day), day, "{tag} {date}");
        }
    }
}
