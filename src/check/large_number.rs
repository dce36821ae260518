//! Large numbers in a text, however they are written: in any digits, with any grouping. A release looks for them; the
//! numbers that rules compare are those of `rules/number.rs`, as the author has written them.

use crate::model::sentences;
use crate::parse::{TomlValue, ValueKind};
use crate::record::prose::read_as;
use crate::record::{LocatedTable, compatible};
use crate::schema::Type;

/// How many digits a large number has at least.
const DIGITS: usize = 4;
/// The digits zero of all scripts (`Decimal_Number` in Unicode 16), without those that are another one in another form,
/// as those of East Asian width are. The nine other digits follow each of them.
const ZEROS: &str = "0٠۰߀०০੦૦୦௦౦೦൦෦๐໐༠၀႐០᠐᥆᧐᪀᪐᭐᮰᱀᱐꘠꣐꤀꧐꧰꩐꯰\u{104A0}\u{10D30}\u{11066}\u{110F0}\u{11136}\u{111D0}\u{112F0}\u{11450}\u{114D0}\u{11650}\u{116C0}\u{11730}\u{118E0}\u{11950}\u{11C50}\u{11D50}\u{11DA0}\u{16A60}\u{16AC0}\u{16B50}\u{1E140}\u{1E2F0}\u{1E950}";
/// What groups the digits of a number, or is before its fraction, besides white space.
const GROUPING: [char; 8] = ['.', ',', '\'', '’', '_', '·', '٬', '٫'];

/// The large numbers of a text, their whole part in ASCII digits without what groups them: those of four digits or
/// more. Who knows one knows what it is of. A year of these two centuries that nothing groups is none.
pub(crate) fn large_numbers(text: &str) -> Vec<String> {
    let is_year = |number: &str| number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
    let all = numbers_in(text).into_iter();
    all.filter(|(number, is_grouped)| *is_grouped || !is_year(number)).map(|(number, _)| number).collect()
}

/// The same without those that may be years: four digits that nothing groups, from 1000 to 2999.
pub(crate) fn telling_numbers(text: &str) -> Vec<String> {
    let is_year = |number: &str, is_grouped: bool| number.len() == 4 && !is_grouped && number.starts_with(['1', '2']);
    numbers_in(text)
        .into_iter()
        .filter(|(number, is_grouped)| !is_year(number, *is_grouped))
        .map(|(number, _)| number)
        .collect()
}

/// The large numbers in the sentences of a prose text that cite a source of which `is_public` is true.
pub(crate) fn cited_numbers(written: &str, is_public: &dyn Fn(&str) -> bool) -> Vec<String> {
    let said = sentences(written).into_iter().map(|sentence| read_as(&written[sentence], &Type::Prose).prose);
    let cited = said.filter(|it| it.citations().iter().any(|id| is_public(id.as_str())));
    cited.flat_map(|it| large_numbers(&it.plain())).collect()
}

/// Whether one of the `sources` of a record is public.
pub(crate) fn has_source(record: &LocatedTable<'_>, is_public: &dyn Fn(&str) -> bool) -> bool {
    let sources = record.fields().find(|(field, _)| field.name == "sources");
    sources.is_some_and(|(_, entry)| match &entry.value.kind {
        ValueKind::List(ids) => ids.iter().filter_map(TomlValue::as_text).any(is_public),
        _ => false,
    })
}

/// The large numbers of a text, each with whether its digits are grouped.
fn numbers_in(text: &str) -> Vec<(String, bool)> {
    // A raised digit or a fraction after a number is no digit of it.
    let is_raised_or_fraction = |c: char| matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' | '¼'..='¾' | '⅐'..='⅞');
    let chars: Vec<char> = compatible(&text.replace(is_raised_or_fraction, " ")).chars().collect();
    let (mut found, mut at) = (Vec::new(), 0);
    while at < chars.len() {
        let (groups, first, last) = digit_groups(&chars, &mut at);
        let is_three = |group: &String| group.len() == 3;
        // In India, two digits are a group, too, but for the last one.
        let is_whole = |groups: &[String]| match groups {
            [] => false,
            [_] => true,
            [first, between @ .., last] => {
                first.len() <= 3 && is_three(last) && between.iter().all(|it| (2..=3).contains(&it.len()))
            }
        };
        match &groups[..] {
            // A fraction.
            [zero, _, ..] if zero == "0" => {}
            // What parts the fraction is another sign than what groups the rest.
            [whole @ .., _] if whole.len() > 1 && first != last && is_whole(whole) => {
                found.push((whole.concat(), true));
            }
            all if is_whole(all) => found.push((all.concat(), all.len() > 1)),
            [whole @ .., _] if is_whole(whole) && last.is_some_and(|c| ".,٫".contains(c)) => {
                found.push((whole.concat(), whole.len() > 1));
            }
            // A date, a version or the like.
            all => found.extend(all.iter().map(|group| (group.clone(), false))),
        }
        at += 1;
    }
    found.retain(|(number, _)| number.len() >= DIGITS);
    found
}

/// The groups of digits at a place, which it moves behind them, as ASCII; what is before the second one, and before the
/// last one.
fn digit_groups(chars: &[char], at: &mut usize) -> (Vec<String>, Option<char>, Option<char>) {
    let digits_at =
        |at: usize| -> String { chars[at.min(chars.len())..].iter().map_while(|c| decimal_digit(*c)).collect() };
    let (mut groups, mut first, mut last) = (Vec::new(), None, None);
    let mut group = digits_at(*at);
    while !group.is_empty() {
        *at += group.chars().count();
        groups.push(group);
        // A space after four digits, as after a year, groups nothing.
        let groups_before = |space: char| !space.is_whitespace() || groups[0].len() < DIGITS;
        let joint = chars.get(*at).copied().filter(|c| GROUPING.contains(c) || c.is_whitespace());
        let joint = joint.filter(|c| groups_before(*c));
        group = joint.map(|_| digits_at(*at + 1)).unwrap_or_default();
        // A space groups three digits and nothing else.
        if joint.is_some_and(char::is_whitespace) && group.len() != 3 {
            break;
        }
        if !group.is_empty() {
            *at += 1;
            first = first.or(joint);
            last = joint;
        }
    }
    (groups, first, last)
}

/// A decimal digit of any of the scripts in which briefs are written, as that of ASCII.
fn decimal_digit(c: char) -> Option<char> {
    if c.is_ascii() {
        return Some(c).filter(char::is_ascii_digit);
    }
    let value = |zero: char| u32::from(c).checked_sub(u32::from(zero)).filter(|value| *value < 10);
    ZEROS.chars().find_map(|zero| char::from_digit(value(zero)?, 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_number_is_the_same_however_it_is_written() {
        for same in [
            "85,000",
            "85.000",
            "85 000",
            "85\u{a0}000",
            "85\u{202f}000",
            "85\u{2009}000",
            "85\u{2007}000",
            "85'000",
            "85’000",
            "85_000",
            "85000",
            "85,000.00",
            "85.000,5",
            "٨٥٬٠٠٠",
            "٨٥٠٠٠",
            "８５，０００",
            "८५,०००",
            "၈၅၀၀၀",
            "𝟖𝟓𝟎𝟎𝟎",
            "85\u{2002}000",
            "(85,000)",
            "€85,000.",
        ] {
            assert_eq!(large_numbers(same), ["85000"], "{same}");
        }
        assert_eq!(large_numbers("12,50,000 of 1,250,000"), ["1250000", "1250000"]);
        assert_eq!(large_numbers("370 000, 400 000; 242, 3380"), ["370000", "400000", "3380"]);
        assert_eq!(large_numbers("31.7767, 12.5 and 999, in 14.05.24"), [""; 0]);
        assert_eq!(large_numbers("in 2024 and 2,024, 2500"), ["2024", "2500"]);
        assert_eq!(telling_numbers("in 2024 and 2,024, of 3024"), ["2024", "3024"]);
        assert_eq!(telling_numbers("in 2024 850 000 tons"), ["850000"]);
        for same in ["85,000.125", "85.000,125", "85,000½", "85,000²", "85 000,125"] {
            assert_eq!(large_numbers(same), ["85000"], "{same}");
        }
        assert_eq!(large_numbers("0.250 kg, 1,250,000"), ["1250000"]);
        assert_eq!(telling_numbers("PL61 1090 0000 0712"), ["0000", "0712"]);
    }
}
