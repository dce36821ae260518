//! Texts of the file as typed values: read once to be checked and once to be kept, by the same functions.

use crate::model::{Duration, PartialDate};
use crate::parse::{TomlValue, ValueKind};

/// The longest handling marking that fits a page header, in characters.
pub(crate) const LONGEST_HANDLING: usize = 48;

/// The longest length of time: a hundred years.
const MOST_DAYS: u32 = 36_525;

/// What parts the words of a text. A no-break space does not.
const WHITE: [char; 4] = [' ', '\t', '\n', '\r'];

/// A text on one line with single spaces, for fields that take no markers.
pub(crate) fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(WHITE).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Whether nothing is left of a text on one line.
pub(crate) fn is_blank(text: &str) -> bool {
    text.trim_start_matches(WHITE).is_empty()
}

/// `21d`, `6w`, `3m`.
pub(crate) fn duration(text: &str) -> Option<Duration> {
    let number = text.strip_suffix(['d', 'w', 'm'])?;
    let count: u32 = number.parse().ok().filter(|_| number.bytes().all(|b| b.is_ascii_digit()))?;
    let (days, duration) = match text.as_bytes().last() {
        Some(b'd') => (1, Duration::Days(count)),
        Some(b'w') => (7, Duration::Weeks(count)),
        _ => (30, Duration::Months(count)),
    };
    (count > 0 && count.checked_mul(days).is_some_and(|days| days <= MOST_DAYS)).then_some(duration)
}

/// A date that may be known only in part: a TOML date, or a text for what TOML has no form.
pub(crate) fn partial_date(value: &TomlValue) -> Option<PartialDate> {
    match &value.kind {
        ValueKind::Date(day) => Some((*day).into()),
        // A whole date is without quotation marks, and `circa` says that a date is approximate.
        ValueKind::Text(text) => text.parse().ok().filter(|date: &PartialDate| date.day().is_none() && !date.circa),
        _ => None,
    }
}

/// Whether a text is a well-formed language tag: the syntax of BCP 47 (RFC 5646, 2.1) without its grandfathered tags.
pub(crate) fn is_language(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let alphabetic = |part: &str| part.bytes().all(|b| b.is_ascii_alphabetic());
    if parts.iter().any(|part| part.is_empty() || part.len() > 8 || !part.bytes().all(|b| b.is_ascii_alphanumeric())) {
        return false;
    }
    if parts[0].eq_ignore_ascii_case("x") {
        return parts.len() > 1;
    }
    if !(2..=8).contains(&parts[0].len()) || !alphabetic(parts[0]) {
        return false;
    }
    let mut rest = &parts[1..];
    let mut take = |fits: &dyn Fn(&str) -> bool| {
        let taken = rest.first().is_some_and(|part| fits(part));
        rest = &rest[usize::from(taken)..];
        taken
    };
    if parts[0].len() <= 3 {
        for _ in 0..3 {
            take(&|part| part.len() == 3 && alphabetic(part));
        }
    }
    take(&|part| part.len() == 4 && alphabetic(part));
    take(&|part| {
        (part.len() == 2 && alphabetic(part)) || (part.len() == 3 && part.bytes().all(|b| b.is_ascii_digit()))
    });
    while take(&|part| part.len() >= 5 || (part.len() == 4 && part.as_bytes()[0].is_ascii_digit())) {}
    // Extensions and private use: a single letter or digit, and at least one part after it.
    let mut private = false;
    while let Some((single, after)) = rest.split_first() {
        if single.len() != 1 {
            return false;
        }
        private |= single.eq_ignore_ascii_case("x");
        let least = if private { 1 } else { 2 };
        let count = after.iter().take_while(|part| part.len() >= least).count();
        if count == 0 {
            return false;
        }
        rest = &after[count..];
    }
    true
}

/// Whether a text is an address of the web: `http://` or `https://`, a host, and only characters that RFC 3986
/// allows, or letters beyond ASCII (RFC 3987).
pub(crate) fn is_url(text: &str) -> bool {
    let scheme = ["https://", "http://"].into_iter().find_map(|scheme| {
        text.get(..scheme.len()).filter(|start| start.eq_ignore_ascii_case(scheme)).map(|_| &text[scheme.len()..])
    });
    let Some(rest) = scheme else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or("");
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    !host.is_empty() && !host.starts_with([':', '.']) && rest.chars().all(is_address_character)
}

/// Ends of names that are those of files rather than hosts.
const FILES: [&str; 6] = ["pdf", "doc", "docx", "htm", "html", "txt"];

/// The whole address of one without `https://`, if it is certainly one: `www.example.org`, `example.org/page`.
pub(crate) fn with_scheme(text: &str) -> Option<String> {
    let host = text.split(['/', '?', '#']).next().unwrap_or(text);
    let is_label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    let labels: Vec<&str> = host.split('.').collect();
    let is_file = labels.len() == 2 && labels.last().is_some_and(|last| FILES.contains(last));
    let ends_in_letters = labels.last().is_some_and(|last| last.len() > 1 && last.chars().all(char::is_alphabetic));
    let whole = format!("https://{text}");
    (labels.len() > 1 && !is_file && labels.iter().all(|label| is_label(label)) && ends_in_letters && is_url(&whole))
        .then_some(whole)
}

/// Whether a text is an address that a link in prose may have: of the web, or `mailto:`.
pub(crate) fn is_link(text: &str) -> bool {
    let mail = text.get(..7).filter(|start| start.eq_ignore_ascii_case("mailto:")).map(|_| &text[7..]);
    is_url(text)
        || mail.is_some_and(|mail| {
            mail.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
                && mail.chars().all(is_address_character)
        })
}

fn is_address_character(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_graphic() && !"\"<>\\^`{|}".contains(c)
    } else {
        !c.is_whitespace() && !c.is_control()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_are_whole_and_sane() {
        assert_eq!(duration("21d"), Some(Duration::Days(21)));
        assert_eq!(duration("6w"), Some(Duration::Weeks(6)));
        assert_eq!(duration("3m"), Some(Duration::Months(3)));
        for bad in ["", "d", "0d", "3", "3y", "-3d", "+3d", "3 d", "3D", "1.5m", "99999999999d", "999999w", "３d"] {
            assert_eq!(duration(bad), None, "{bad}");
        }
    }

    #[test]
    fn language_tags_follow_bcp_47() {
        for good in [
            "en",
            "en-GB",
            "zh-Hant-TW",
            "sr-Latn",
            "de-CH-1996",
            "es-419",
            "en-x-office",
            "x-a",
            "de-u-co-phonebk",
            "zh-cmn-Hans",
        ] {
            assert!(is_language(good), "{good}");
        }
        for bad in
            ["", "e", "english language", "en_GB", "en-", "-en", "en--GB", "123", "en-u", "en-x", "deutsche1", "ükr"]
        {
            assert!(!is_language(bad), "{bad}");
        }
    }

    #[test]
    fn only_addresses_that_a_browser_opens_are_addresses() {
        for good in ["https://example.org", "HTTP://e.org/a?b#c", "https://пример.укр/стаття", "http://localhost:80/"]
        {
            assert!(is_url(good), "{good}");
        }
        for bad in [
            "",
            "example.org",
            "https://",
            "javascript:alert(1)",
            "file:///x",
            "https:///x",
            "https://a b",
            "ftp://e.org",
            "https://e.org/<",
            "hétps",
        ] {
            assert!(!is_url(bad), "{bad}");
            assert!(!is_link(bad), "{bad}");
        }
        assert!(is_link("mailto:a@b.org") && !is_link("mailto:a"));
        for (text, whole) in [
            ("www.example.org", Some("https://www.example.org")),
            ("example.org/page?x=1", Some("https://example.org/page?x=1")),
            ("example", None),
            ("see the annex", None),
            ("a@example.org", None),
            ("v1.2", None),
            ("annex.pdf", None),
            ("ftp://example.org", None),
            ("javascript:alert(1).x", None),
            ("www.example.org/a b", None),
        ] {
            assert_eq!(with_scheme(text).as_deref(), whole, "{text}");
        }
    }
}
