//! Typewriter punctuation, where print has marks of its own.

use std::ops::Range;

use super::number::ungrouped;
use super::subject::Text;
use super::{CheckSubject, by_cause, rule};
use crate::check::suggest::listed;
use crate::diagnostic::{Diagnostic, Fix, Replacement};
use crate::language::{Language, wording};
use crate::model::{Vocabulary as _, Wording, is_right_to_left};
use crate::source::Span;

rule! {
    "typewriter-marks" Note Values
    "A text has typewriter punctuation: straight quotation marks or apostrophes, `--`, `...`, a hyphen in a range of numbers or for a minus sign, an `x` between numbers."
    "They are printed literally, next to the typographic characters that the page itself adds, and look like a draft. The Chicago Manual of Style (17th edition, 6.78, 6.115, 6.117) and Unicode have a character for each: “ ”, ’, –, …, −, ×. The fix uses the quotation marks of the brief's language, in the whole file. Only the author knows what a hyphen or an `x` next to a number, or `--` between spaces, stands for: these are only suggested, and `--fix` leaves them alone. Text that is quoted word for word (`wording = \"quote\"`, texts under negotiation, titles of sources) is left alone."
    { r#"[next_steps.meet]
text = "The ministers' committee meets on 3 June... if Upstream's \"technical\" pause ends.""# => r#"[next_steps.meet]
text = "The ministers’ committee meets on 3 June… if Upstream’s “technical” pause ends.""# }
    check
}

/// How far the word around a character is looked at, in bytes.
const LONGEST: usize = 40;

/// A character of a typewriter.
struct Mark {
    /// Where, in bytes of the text.
    range: Range<usize>,
    /// The character of print.
    instead: String,
    /// Whether that is certain. Only a person knows whether a number with a hyphen is a range, a minus or a name.
    is_certain: bool,
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(language) = Language::of(&subject.brief.language) else { return };
    let found = subject.texts.iter().flat_map(|text| {
        // The items of one field are one place.
        let field = text.path.split('[').next().unwrap_or_default();
        let mut found = marks(text, language);
        // A short text may be a number, a code or a reference, in which a hyphen is a hyphen.
        found.retain(|mark| text.prose || mark.is_certain);
        if !found.is_empty() && !is_own(subject, text) {
            found.clear();
        }
        found.into_iter().map(move |mark| ((field, mark.is_certain), (subject.within(text, mark.range.clone()), mark)))
    });
    for ((_, is_certain), found) in by_cause(found) {
        out.extend(report(found, is_certain));
    }
}

/// One diagnostic for the marks of a field that are certain, or that are not. Those of a file are put together: a
/// keyboard is one cause, and one fix is enough.
fn report(found: Vec<(Span, Mark)>, is_certain: bool) -> Option<Diagnostic> {
    let signs = listed(signs(&found), "and");
    let place = found.first()?.0;
    let edits = found.into_iter().map(|(span, mark)| Replacement { span, text: mark.instead }).collect();
    let (message, help, title) = if is_certain {
        (
            format!("typewriter punctuation instead of {signs}"),
            "`--fix` writes the typographic characters",
            "write the typographic characters",
        )
    } else {
        let message = format!("this may be typewriter punctuation instead of {signs}");
        (
            message,
            "decide on each yourself: `--fix` leaves these alone",
            "write the typographic characters, which may be wrong in places",
        )
    };
    let fix = Fix { title: title.to_owned(), edits, safe: is_certain };
    Some(Diagnostic::new(RULE.code, message).at(place).help(help).fix(fix).caused_by(RULE.code.name()))
}

/// Each character of print once, without the spaces that belong to it.
fn signs(marks: &[(Span, Mark)]) -> Vec<&str> {
    let mut all: Vec<&str> = Vec::new();
    for sign in marks.iter().map(|(_, mark)| mark.instead.trim()) {
        if !all.contains(&sign) {
            all.push(sign);
        }
    }
    all
}

/// Whether a text is the author's, in the language of the brief: not word for word that of somebody else.
fn is_own(subject: &CheckSubject<'_>, text: &Text<'_>) -> bool {
    let record = text.record();
    let field = |name: &str| subject.document.value(&format!("{record}.{name}")).and_then(|value| value.as_text());
    let others = ["texts.", "sources."].iter().any(|table| text.path.starts_with(table));
    !others
        && field("wording") != Some(Wording::Quote.word())
        && field("language").is_none_or(|it| it == subject.brief.language)
}

/// The typewriter punctuation of a text, in its order.
fn marks(text: &Text<'_>, language: &Language) -> Vec<Mark> {
    let plain = &*text.plain;
    let mut found = quotes(text, language);
    for (at, byte) in plain.bytes().enumerate() {
        let sure = match byte {
            b'\'' => apostrophe(plain, at, language),
            b'-' => dash(plain, at, language),
            b'.' => ellipsis(plain, at),
            _ => None,
        };
        let of_number = || match byte {
            b'-' => in_number(plain, at, language),
            b'x' => times(plain, at, language),
            _ => None,
        };
        // `brief check -- file` is a command.
        let is_spaced_dash = byte == b'-' && plain[..at].ends_with(' ');
        let mark = sure.map(|mark| (mark, !is_spaced_dash)).or_else(|| Some((of_number()?, false)));
        found.extend(mark.map(|((range, instead), is_certain)| Mark {
            range,
            instead: instead.to_owned(),
            is_certain,
        }));
    }
    found.sort_by_key(|mark| mark.range.start);
    found
}

/// Straight quotation marks, where it is certain which of them open and which close.
fn quotes(text: &Text<'_>, language: &Language) -> Vec<Mark> {
    let is_other = |c| matches!(c, '“' | '”' | '„' | '«' | '»' | '‟');
    if !text.plain.contains('"') || text.plain.contains(is_other) {
        return Vec::new();
    }
    let (open, close) = language.quotes();
    let mut found: Vec<Mark> = Vec::new();
    for (at, _) in text.plain.match_indices('"') {
        // A marker of emphasis or of a link is not seen.
        let is_marker = |c: &char| matches!(c, '*' | '[' | ']');
        let before = text.written[..at].chars().rev().find(|c| !is_marker(c));
        let after = text.written[at + 1..].chars().find(|c| !is_marker(c));
        let opens = found.len().is_multiple_of(2);
        let fits = if opens {
            let starts = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '—' | '–' | '/' | '‘'));
            starts
                && after.is_some_and(|c| c.is_alphanumeric() || matches!(c, '…' | '.' | '\'' | '$' | '€' | '¿' | '¡'))
        } else {
            let ends = before.is_some_and(|c| !c.is_whitespace() && c != '"');
            ends && after.is_none_or(|c| !c.is_alphanumeric() && c != '"')
        };
        if !fits {
            return Vec::new();
        }
        let instead = if opens { open } else { close }.to_owned();
        found.push(Mark { range: at..at + 1, instead, is_certain: true });
    }
    // Without its other, nobody knows where the quotation ends; it may be a mark for inches.
    if found.len().is_multiple_of(2) { found } else { Vec::new() }
}

/// An apostrophe between letters, and in English that of a plural: “the ministers’ committee”.
fn apostrophe(text: &str, at: usize, language: &Language) -> Option<(Range<usize>, &'static str)> {
    // Of other scripts it is a letter of a transcription, or a character of its own.
    let is_letter = |c: char| c.is_alphabetic() && c < '\u{530}';
    let (before, after) = around(text, at..at + 1);
    let before = before.filter(|c| is_letter(*c))?;
    let within = after.is_some_and(is_letter) && !is_name_of_a_place(text, at);
    let plural = || {
        let ends = after.is_none_or(|c| c == ' ' || matches!(c, ',' | '.' | ';'));
        // One that opens makes this one that closes.
        is_one_of(language, &["en"]) && before == 's' && ends && !opens_single(text, at)
    };
    (within || plural()).then_some((at..at + 1, "’"))
}

/// Whether a single quotation mark opens before a place: it is looked for in the same text, not far off.
fn opens_single(text: &str, at: usize) -> bool {
    let start = text.floor_char_boundary(at.saturating_sub(10 * LONGEST));
    let near = &text[start..at];
    near.match_indices(['\'', '‘']).any(|(it, _)| !near[..it].ends_with(char::is_alphanumeric))
}

/// `--` or `---`: between words a dash with its spaces, or in English one without.
fn dash(text: &str, at: usize, language: &Language) -> Option<(Range<usize>, &'static str)> {
    let length = text[at..].bytes().take(4).take_while(|byte| *byte == b'-').count();
    let range = at..at + length;
    let (before, after) = around(text, range.clone());
    if before == Some('-') || !matches!(length, 2 | 3) || is_name_of_a_place(text, at) {
        return None;
    }
    // Lines of dashes, and options of a command, have a word on no side or on one.
    let (left, right) = (text[..at].trim_end_matches(' '), text[range.end..].trim_start_matches(' '));
    let is_word = |c: char| c.is_alphanumeric() || "“”„«»\"'’‘()%°!?.,;:".contains(c);
    if !left.ends_with(is_word) || !right.starts_with(is_word) {
        return None;
    }
    // Russian, Ukrainian and Spanish set an em dash.
    let long = length == 3 || is_one_of(language, &["ru", "uk", "es"]);
    if before == Some(' ') && after == Some(' ') {
        return Some((range, if long { "—" } else { "–" }));
    }
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let end = text.ceil_char_boundary((range.end + LONGEST).min(text.len()));
    let word_end = text[range.end..end].split(char::is_whitespace).next().unwrap_or_default();
    // A name of a host has a full stop within: `a--b.example`.
    let is_within = |dot: usize| matches!(around(word_end, dot..dot + 1), (Some(a), Some(b)) if a.is_alphanumeric() && b.is_alphanumeric());
    if word_end.match_indices('.').any(|(dot, _)| is_within(dot)) {
        return None;
    }
    // The Chicago Manual (6.85) sets it without spaces.
    (is_one_of(language, &["en"]) && is_letter(before) && is_letter(after)).then_some((range, "—"))
}

/// Whether a language, whatever its region, is one of those with these tags.
fn is_one_of(language: &Language, tags: &[&str]) -> bool {
    language.tag().split('-').next().is_some_and(|primary| tags.contains(&primary))
}

/// Three full stops.
fn ellipsis(text: &str, at: usize) -> Option<(Range<usize>, &'static str)> {
    let range = at..at + 3;
    if !text[at..].starts_with("...") {
        return None;
    }
    let (before, after) = around(text, range.clone());
    let is_more = |c: Option<char>| c.is_some_and(|c| matches!(c, '.' | '/' | '\\'));
    (!is_more(before) && !is_more(after) && !is_name_of_a_place(text, at)).then_some((range, "…"))
}

/// `3 x 4`
fn times(text: &str, at: usize, language: &Language) -> Option<(Range<usize>, &'static str)> {
    let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let bytes = text.as_bytes();
    let near = |distance: usize| at.checked_sub(distance).and_then(|at| bytes.get(at));
    let spaced = near(1) == Some(&b' ') && bytes.get(at + 1) == Some(&b' ');
    let between = digit(near(2)) && digit(bytes.get(at + 2));
    (is_left_to_right(language) && spaced && between).then_some((at..at + 1, "×"))
}

/// A hyphen in a range of numbers, or for a minus.
fn in_number(text: &str, at: usize, language: &Language) -> Option<(Range<usize>, &'static str)> {
    let after = &text[at + 1..];
    if !after.starts_with(|c: char| c.is_ascii_digit()) || !is_left_to_right(language) {
        return None;
    }
    let start = text.floor_char_boundary(at.saturating_sub(LONGEST));
    let before = &text[start..at];
    let instead = if before.ends_with(|c: char| c.is_ascii_digit()) {
        is_range(before, after, language).then_some("–")
    } else {
        is_minus(before, after, language).then_some("−")
    };
    instead.map(|instead| (at..at + 1, instead))
}

/// Whether what comes before and after a hyphen are two numbers of which the second is the greater: `10-12`. Dates,
/// phone numbers, names and numbers of documents are not.
fn is_range(before: &str, after: &str, language: &Language) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let from = &before[before.trim_end_matches(is_part).len()..];
    let to = &after[..after.find(|c| !is_part(c)).unwrap_or(after.len())];
    let rest = &after[to.len()..];
    let to = to.trim_end_matches(['.', ',']);
    let word = before[..before.len() - from.len()].trim_end_matches(['$', '€', '£']);
    let starts = word.is_empty() || word.ends_with([' ', '(', '“', '"', '\u{a0}']);
    let ends = rest.chars().next().is_none_or(|c| c.is_whitespace() || "%°),;:!?”\"’".contains(c));
    let preceding = word.split_whitespace().next_back().unwrap_or_default();
    starts && ends && is_span(from, to) && !names(preceding, from, to, language)
}

/// Whether two numbers can be a range: both of one kind, and the second the greater.
fn is_span(from: &str, to: &str) -> bool {
    let value = |number: &str| ungrouped(number).parse::<f64>().ok();
    let is_padded = |number: &str| number.len() > 1 && number.starts_with('0') && !number.starts_with("0.");
    let is_plain = |number: &str| number.bytes().all(|byte| byte.is_ascii_digit());
    let is_whole = |number: &str| number.starts_with(|c: char| c.is_ascii_digit());
    // The eleventh of September.
    if is_padded(from) || is_padded(to) || !is_whole(from) || !is_whole(to) || (from, to) == ("9", "11") {
        return false;
    }
    let lengths = (from.len(), to.len());
    let is_year = |number: &str| number.len() == 4 && number.starts_with(['1', '2']);
    match lengths {
        // `1991-95`; `2015-11` may be a month.
        (4, 2) if is_plain(from) && is_plain(to) => is_year(from) && to > "12" && to > &from[2..],
        (4, 4) if is_plain(from) && is_plain(to) => is_year(from) && is_year(to) && from < to,
        // So are numbers of phones and parts.
        (3, 4) | (4.., _) | (_, 5..) if is_plain(from) && is_plain(to) => false,
        _ => matches!((value(from), value(to)), (Some(from), Some(to)) if from < to),
    }
}

/// Whether a word names what is known by numbers with a hyphen: acts, cases, rooms, phones.
fn is_numbered(word: &str, language: &Language) -> bool {
    let lower = word.to_lowercase();
    wording(language.tag(), RULE.code.name()).is_some_and(|list| list.words.contains(&lower))
}

/// Whether the word before two numbers makes a name of them: “Resolution 10-12”, “no. 10-12”, “+44 20-30”.
fn names(word: &str, from: &str, to: &str, language: &Language) -> bool {
    if ends_clause(word) {
        return false;
    }
    let is_year = from.len() == 4 && to.len() == 4;
    let begins = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let names = begins.starts_with(char::is_uppercase) && !is_year;
    let is_number = word.contains(|c: char| c.is_ascii_digit() || matches!(c, '+' | '#' | '№'));
    names || is_number || is_numbered(word, language)
}

/// Whether what comes after a word does not belong to it.
fn ends_clause(word: &str) -> bool {
    word.ends_with([',', ';'])
}

/// Whether a hyphen after a text and before a digit is a minus: `to -5`. “B -52” is a name, `15 -30` may be a range.
/// One that closes later in the sentence has opened here.
fn is_minus(before: &str, after: &str, language: &Language) -> bool {
    let near = &after[..after.floor_char_boundary(after.len().min(10 * LONGEST))];
    if near.split(['.', ';']).next().is_some_and(|sentence| sentence.contains("- ") || sentence.contains("-)")) {
        return false;
    }
    let word = before.split_whitespace().next_back().unwrap_or_default();
    let begins = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let may_name = begins.starts_with(char::is_uppercase) || word.contains(|c: char| c.is_ascii_digit());
    let is_name = (may_name || is_numbered(word, language)) && !ends_clause(word);
    let opens = before.ends_with('(') || before.ends_with(' ') && !before.trim_end().is_empty();
    opens && !is_name && !word.ends_with(['–', '-', '—'])
}

/// Whether numbers are written from left to right: in a text from right to left, other characters would turn a range
/// round.
fn is_left_to_right(language: &Language) -> bool {
    !is_right_to_left(language.tag())
}

/// Whether a character is in an address, a path or a name of a program's.
fn is_name_of_a_place(text: &str, at: usize) -> bool {
    let start = text.floor_char_boundary(at.saturating_sub(LONGEST));
    let end = text.ceil_char_boundary((at + LONGEST).min(text.len()));
    let from = text[start..at].rfind(char::is_whitespace).map_or(start, |it| start + it);
    let to = text[at..end].find(char::is_whitespace).map_or(end, |it| at + it);
    let word = text[from..to].trim();
    // The ASCII form of a name of a host (RFC 5890).
    word.contains(['/', '\\', '@', '_', '=', '<', '>', '`']) || word.contains("xn--")
}

/// The characters on both sides of a range.
fn around(text: &str, range: Range<usize>) -> (Option<char>, Option<char>) {
    (text[..range.start].chars().next_back(), text[range.end..].chars().next())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{super::tests::finds, *};
    use crate::check::example;

    /// A text with its fix, in a language.
    fn fixed(tag: &str, text: &str) -> String {
        let language = Language::of(tag).unwrap();
        let whole = Text::of_prose(text);
        let mut out = text.to_owned();
        for mark in marks(&whole, language).into_iter().rev() {
            out.replace_range(mark.range, &mark.instead);
        }
        out
    }

    #[test]
    fn each_sign_of_a_typewriter_has_one_of_print() {
        for (tag, text, expected) in [
            ("en", r#"A "pause", or (so they say) "a *short* one"."#, "A “pause”, or (so they say) “a *short* one”."),
            ("en", r#"["The text"](https://e.org/"a") [@ministry]"#, r#"[“The text”](https://e.org/"a") [@ministry]"#),
            ("en", r#"It says "no"[@ministry]."#, "It says “no”[@ministry]."),
            ("de", r#"Die "Pause" endet."#, "Die „Pause“ endet."),
            ("fr", r#"La "pause" de l'accord."#, "La «\u{a0}pause\u{a0}» de l’accord."),
            ("es", r#"La "pausa"."#, "La «pausa»."),
            ("ru", r#""Пауза" -- это всё."#, "«Пауза» — это всё."),
            ("uk", "Об'єкт", "Об’єкт"),
            ("en", "It's the ministers' view.", "It’s the ministers’ view."),
            ("en", "It ends -- they say -- soon--or never.", "It ends – they say – soon—or never."),
            ("en", "They wait... and [...] go on.", "They wait… and […] go on."),
            (
                "en",
                "10-12 October, 5-10 %, p. 10-12, 1991-95, In 1991-1995, 1,000-2,000 men, (3-4)",
                "10–12 October, 5–10 %, p. 10–12, 1991–95, In 1991–1995, 1,000–2,000 men, (3–4)",
            ),
            ("en", "In October, -5 °C (-2.5 on the coast).", "In October, −5 °C (−2.5 on the coast)."),
            ("en", "A hall of 3 x 4 m.", "A hall of 3 × 4 m."),
        ] {
            assert_eq!(fixed(tag, text), expected);
            assert_eq!(fixed(tag, expected), expected, "twice");
        }
    }

    #[test]
    fn a_dash_between_blanks_and_a_number_are_for_a_person_to_decide() {
        let is_safe =
            |text: &str| marks(&Text::of_prose(text), Language::of("en").unwrap()).iter().all(|mark| mark.is_certain);
        for text in ["brief check -- file", "tail -20 log", "10-12 men", "2-14 infantry", "3 x 4"] {
            assert!(!is_safe(text), "{text}");
        }
        for text in ["soon--or never", "It's so...", "a \"pause\"", "a--b.example"] {
            assert!(is_safe(text), "{text}");
        }
        assert_eq!(fixed("en", "a--b.example"), "a--b.example");
        assert_eq!(fixed("en", "a--b...c"), "a—b…c");
    }

    #[test]
    fn what_only_looks_like_one_is_left_alone() {
        for text in [
            "“Pause”, ‘a’, it’s – 10–12 … −5 × 3",
            "case 12-345, docket 21-476, fax 20-30, ext. -5",
            "The parties -2 of them new- met (-5 in all-).",
            "xn--bcher-kva.example",
            // Numbers of documents, days, phones, parts; scores that fall; names.
            "S/RES/242, 2015-03-14, 2015-03, 14-05-2015, SNIE 11-18-62, NIE 15-90, Resolution 10-12, no. 10-12",
            "+44 20-30, phone 555-1234, tel. 20-30, 12345-67890, 01-12, 9-11, 52-48, 5-5, a 10-12-year-old",
            "F-16, B -52, Su-24, COVID-19, G7-20, 10-year, option A-5, 15 -30, 4x4, 0x4",
            // Inches, feet, quotations of which nobody knows where they end.
            "a 5\" pipe, a 6\" pipe",
            "5'10\" tall",
            "He said \"no",
            "\" no \"",
            "a \"b \"c\" d\" e",
            "“a \"b\" c”",
            "He said \"\"\"no\"\"\".",
            // Single quotation marks, and an apostrophe that may be one.
            "the 'other' title",
            "the 'other ministers' view",
            "rock 'n' roll",
            // Addresses, paths, options, lines.
            "see https://e.org/a--b/it's/10-12... and a/.../b",
            "brief check --deny x",
            "-- ",
            "a\n---\nb",
            "....",
            "a@it's.org",
            "[so](https://e.org/10-12--x) [@a-1-2]",
        ] {
            assert_eq!(fixed("en", text), text);
        }
        for (tag, text) in [
            ("de", "tel. 20-30, nr. 10-12"),
            ("fr", "la loi 12-99, n° 10-12"),
            ("es", "la ley 10-12, núm. 10-12"),
            ("pt", "a lei 10-12, n.º 10-12"),
            ("ru", "постановление 10-12, № 10-12, тел. 20-30"),
            ("uk", "постанова 10-12, №10-12, тел. 20-30"),
        ] {
            assert_eq!(fixed(tag, text), text);
        }
        // A word of another language is none.
        assert_eq!(fixed("de", "act 10-12"), "act 10–12");
        // In a text from right to left another character would turn the range round.
        assert_eq!(fixed("ar", "10-12 \"نص\""), "10-12 ”نص“");
    }

    #[test]
    fn the_words_of_others_are_left_alone_and_a_file_is_one_note() {
        let claim =
            |more: &str| format!("[claims.a]\ntext = \"It's so, they say...\"\nsources = [\"ministry\"]\n{more}");
        finds(&RULE, 1, &claim(""));
        finds(&RULE, 0, &claim("wording = \"quote\""));
        finds(&RULE, 1, "[parties.third]\nname = \"T\"\nrole = \"host\"\ninterests = [\"It's a.\", \"It's b.\"]");
        finds(&RULE, 1, &(claim("") + "[next_steps.a]\ntext = \"It's so.\""));
        // What a person has to decide is another.
        finds(&RULE, 2, &(claim("") + "[next_steps.a]\ntext = \"It's at -5 °C.\""));
        finds(&RULE, 0, "[sources.a]\npublisher = \"It's\"\ntitle = \"It's\"\ndate = 2024-05-13");
        finds(&RULE, 0, "[texts.a]\ntitle = \"It's\"\nbase = \"It's\"");
        // Without a file for its language, nobody knows its characters.
        let head = "[brief]\ntitle = \"It's\"\nas_of = 2024-05-14\nbottom_line = \"B [@ministry].\"\n";
        finds(&RULE, 1, head);
        finds(&RULE, 0, &format!("{head}language = \"pl\"\n"));
    }

    #[test]
    fn one_fix_is_made_in_the_whole_file_but_not_where_it_is_suppressed() {
        let claim =
            |id: &str| format!("[claims.{id}]\ntext = \"It's at -5 °C, they say...\"\nsources = [\"ministry\"]\n");
        let whole = [claim("a"), claim("b"), claim("c")].concat();
        let found = |brief: &str| {
            let all = example::diagnostics(&example::brief(brief)).into_iter();
            all.filter(|it| it.code == RULE.code).map(|it| (it.message, it.same, it.fix.unwrap())).collect::<Vec<_>>()
        };
        let both = found(&whole);
        let [(certain, 2, fix), (perhaps, 2, other)] = &both[..] else { panic!("{both:#?}") };
        assert_eq!(certain, "typewriter punctuation instead of `’` and `…`");
        assert_eq!(perhaps, "this may be typewriter punctuation instead of `−`");
        assert_eq!((fix.safe, fix.edits.len(), other.safe, other.edits.len()), (true, 6, false, 3));
        let left =
            found(&whole.replace("[claims.b]\n", "[claims.b]\n# brief: allow typewriter-marks -- word for word\n"));
        let edits = left.iter().map(|(.., fix)| fix.edits.len()).collect::<Vec<_>>();
        assert_eq!(edits, [4, 2], "{left:#?}");
    }

    #[test]
    fn signs_are_looked_at_in_linear_time() {
        for text in ["it's", "a--b", "10-12 ", " 3 x 4 ", "...", "\"a\" ", "s' ", "'"] {
            assert!(crate::growth::is_linear(2_000, |count| _ = fixed("en", &text.repeat(count))), "{text}");
        }
        // Each mark asks where it is in the file.
        let check = |count: usize| {
            let text = crate::parse::quoted(&"it's \"so\" ".repeat(count));
            _ = example::diagnostics(&example::brief(&format!(
                "[claims.a]\ntext = {text}\nsources = [\"ministry\"]\n"
            )));
        };
        assert!(crate::growth::is_linear(1_000, check));
        // Each text asks whose words it has.
        let check = |count: usize| {
            let claims: String = (0..count)
                .map(|at| format!("[claims.c{at}]\ntext = \"It's {at}.\"\nsources = [\"ministry\"]\n"))
                .collect();
            _ = example::diagnostics(&example::brief(&claims));
        };
        assert!(crate::growth::is_linear(1_000, check));
    }

    proptest! {
        #[test]
        fn a_fix_changes_no_word_and_is_made_once(
            text in "[a-c1-3 \"'.x()\\-\\[\\]*–’“s]{0,40}",
            tag in prop::sample::select(vec!["en", "de", "fr", "es", "ru", "ar"]),
        ) {
            let once = fixed(tag, &text);
            // An `x` may be a multiplication sign between numbers.
            let words = |text: &str| text.chars().filter(|c| c.is_alphanumeric() && *c != 'x').collect::<String>();
            prop_assert_eq!(words(&text), words(&once));
            prop_assert_eq!(fixed(tag, &once), once);
        }

        #[test]
        fn the_fixes_of_a_brief_leave_none_behind(text in "[ab1 \"'.x-]{1,30}") {
            let piece = format!("[claims.a]\ntext = {}\nsources = [\"ministry\"]\n", crate::parse::quoted(&text));
            let mut sources = crate::source::Sources::default();
            let brief = example::brief(&piece);
            let file = sources.add("brief.toml", &brief);
            let found: Vec<_> = example::diagnostics(&brief).into_iter().filter(|it| it.code == RULE.code).collect();
            let (fixed, _) = crate::fix::fix(&found, &sources, file);
            let is_left = |it: &Diagnostic| it.code == RULE.code && it.fix.as_ref().is_some_and(|fix| fix.safe);
            prop_assert!(!example::diagnostics(&fixed).iter().any(is_left), "{}", fixed);
        }
    }
}
