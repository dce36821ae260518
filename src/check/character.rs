//! Characters that make a text read otherwise than it is.

use icu_properties::props::{
    BidiClass, CanonicalCombiningClass, DefaultIgnorableCodePoint, Emoji, EmojiModifier, ExtendedPictographic,
    GeneralCategory, IndicSyllabicCategory, JoiningType, LineBreak, Math, PrependedConcatenationMark, Script,
    UnifiedIdeograph, VariationSelector,
};
use icu_properties::{CodePointMapData, CodePointSetData};

use crate::diagnostic::{Code, Diagnostic, Fix, Replacement};
use crate::parse::{LiteralOrigin, TomlDocument, TomlTable, TomlValue, ValueKind};
use crate::source::{Sources, Span};

/// More are of no use to anybody.
const MOST_DIAGNOSTICS: usize = 100;

/// Why a character is refused, and whether the text reads the same without it.
#[derive(Debug, Clone, Copy)]
struct Reason {
    text: &'static str,
    invisible: bool,
    /// Whether it says in which direction what is next to it is read.
    directs: bool,
}

/// Why the character at a place of a text is refused in a brief; `None` when it is not. Line ends and tabs are let
/// through, and invisible characters where a script or an emoji needs them, see [`needed`].
fn reason(text: &str, at: usize, c: char) -> Option<Reason> {
    let invisible = |text| Some(Reason { text, invisible: true, directs: false });
    let other = |text| Some(Reason { text, invisible: false, directs: false });
    match c {
        ' '..='~' | '\n' | '\t' | '\r' => None,
        '\u{200e}' | '\u{200f}' | '\u{061c}' if is_beside_right_to_left(text, at, c) => None,
        '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            let text =
                "it changes the direction of the text, so that a reader sees different words from those in the file";
            Some(Reason { text, invisible: true, directs: true })
        }
        '\u{2028}' | '\u{2029}' => other("some programs break the line at it and others do not"),
        '\u{feff}' => invisible("it is an invisible byte order mark, which belongs only at the start of a file"),
        '\u{fff9}'..='\u{fffb}' => invisible("it hides the text that follows in some programs"),
        '\u{e0000}'..='\u{e007f}' => invisible("it is an invisible tag, which can carry a hidden text"),
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. => other("every font shows it differently"),
        '\u{fdd0}'..='\u{fdef}' => other("it is not a character of any script"),
        c if u32::from(c) & 0xfffe == 0xfffe => other("it is not a character of any script"),
        c if c.is_control() => other("it is an invisible control character"),
        c if is_invisible(c) && !needed(text, at, c) => {
            invisible("it is invisible here, and such characters can carry a hidden text")
        }
        _ => None,
    }
}

/// Whether a character shows nothing of its own: `Default_Ignorable_Code_Point`, the variation selectors and the format
/// characters of Unicode (UAX #44), without the number signs of Arabic and the like, which are format characters that
/// show. The blank Braille pattern is a symbol by its properties, and blank by its glyph.
fn is_invisible(c: char) -> bool {
    c == '\u{2800}'
        || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
        || CodePointSetData::new::<VariationSelector>().contains(c)
        || category(c) == GeneralCategory::Format && !CodePointSetData::new::<PrependedConcatenationMark>().contains(c)
}

/// Whether an invisible character does something at its place in a text that a script or an emoji needs:
///
/// - a soft hyphen between two letters;
/// - a joiner or non-joiner between letters or digits of which one joins its neighbours or is of an Indic kind of
///   script (Unicode 23.2), a joiner after a letter that joins, and a joiner between pictures (UTS #51);
/// - a zero-width space between letters of a script that puts no spaces between words (UAX #14, class SA);
/// - a combining grapheme joiner between two marks, the order of which it keeps;
/// - a variation selector after an emoji, a character of mathematics, or a letter of Mongolian, Myanmar or Phags-pa,
///   the only scripts whose letters have standardised variants; after a unified ideograph, one of the first three, which
///   stand for the compatibility ideographs (StandardizedVariants.txt), or one of the supplement, as in the sequences of
///   the Ideographic Variation Database (UTS #37).
fn needed(text: &str, at: usize, c: char) -> bool {
    let Some(before) = text[..at].chars().next_back() else { return false };
    let after = text[at + c.len_utf8()..].chars().next();
    let is_word = |c: char| (c.is_alphanumeric() || is_mark(c)) && !is_invisible(c);
    let between = |test: fn(char) -> bool| test(before) && after.is_some_and(test);
    match c {
        '\u{ad}' => between(|c| (c.is_alphabetic() || is_mark(c)) && !is_invisible(c)),
        '\u{200b}' => between(|c| CodePointMapData::<LineBreak>::new().get(c) == LineBreak::ComplexContext),
        '\u{200c}' | '\u{200d}' => {
            let words = is_word(before) && after.is_some_and(is_word);
            words && (joins(before) || after.is_some_and(joins))
                || c == '\u{200d}' && (is_word(before) && joins(before) && !after.is_some_and(is_invisible))
                || c == '\u{200d}' && is_picture_end(text, at) && after.is_some_and(is_picture)
        }
        '\u{34f}' => between(|c| {
            CodePointMapData::<CanonicalCombiningClass>::new().get(c) != CanonicalCombiningClass::NotReordered
        }),
        '\u{180b}'..='\u{180f}' => script(before) == Script::Mongolian,
        '\u{fe01}' | '\u{fe02}' | '\u{e0100}'..='\u{e01ef}' => is_ideograph(before),
        '\u{fe00}' => {
            is_ideograph(before)
                || CodePointSetData::new::<Math>().contains(before) && !before.is_ascii()
                || [Script::Myanmar, Script::PhagsPa].contains(&script(before))
        }
        '\u{fe0e}' | '\u{fe0f}' => {
            // The digits are emoji as well, but only in a keycap.
            CodePointSetData::new::<Emoji>().contains(before) && (!before.is_ascii() || after == Some('\u{20e3}'))
        }
        _ => false,
    }
}

/// Whether a mark of direction is between a letter that runs to the left, with its marks, and something that is none:
/// there it says how a number or character beside the letter is read, as in an Arabic `\u{200e}-5 %`. Elsewhere it
/// would let a line of other letters be read in another order than the file has, and within a word it does nothing.
fn is_beside_right_to_left(text: &str, at: usize, c: char) -> bool {
    let is_letter = |c: char| {
        c.is_alphabetic()
            && [BidiClass::RightToLeft, BidiClass::ArabicLetter].contains(&CodePointMapData::<BidiClass>::new().get(c))
    };
    let (before, after) = (&text[..at], &text[at + c.len_utf8()..]);
    let hides = |c: Option<char>| c.is_some_and(is_invisible);
    let letter_before = before.chars().rev().find(|c| !is_mark(*c)).is_some_and(is_letter);
    let letter_after = after.starts_with(is_letter);
    letter_before != letter_after && !hides(before.chars().next_back()) && !hides(after.chars().next())
}

fn is_ideograph(c: char) -> bool {
    CodePointSetData::new::<UnifiedIdeograph>().contains(c)
}

/// Whether a letter or mark is of a script in which joining is a matter of spelling.
fn joins(c: char) -> bool {
    let joining = CodePointMapData::<JoiningType>::new().get(c);
    joining == JoiningType::DualJoining
        || joining == JoiningType::RightJoining
        || joining == JoiningType::LeftJoining
        || script(c) == Script::Arabic
        || CodePointMapData::<IndicSyllabicCategory>::new().get(c) != IndicSyllabicCategory::Other
            && script(c) != Script::Common
}

/// Whether a picture, with its selector or colour of skin, ends before a place.
fn is_picture_end(text: &str, at: usize) -> bool {
    let mut before = text[..at].chars().rev();
    match before.next() {
        Some('\u{fe0f}') => before.next().is_some_and(is_picture),
        Some(c) if CodePointSetData::new::<EmojiModifier>().contains(c) => before.next().is_some_and(is_picture),
        Some(c) => is_picture(c),
        None => false,
    }
}

fn is_picture(c: char) -> bool {
    CodePointSetData::new::<ExtendedPictographic>().contains(c)
}

fn is_mark(c: char) -> bool {
    [GeneralCategory::NonspacingMark, GeneralCategory::SpacingMark].contains(&category(c))
}

fn category(c: char) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get(c)
}

fn script(c: char) -> Script {
    CodePointMapData::<Script>::new().get(c)
}

/// A text without the characters that a brief may not have, for what is taken into a brief from elsewhere.
#[must_use]
pub fn without_refused(text: &str) -> String {
    text.char_indices().filter(|(at, c)| reason(text, *at, *c).is_none()).map(|(_, c)| c).collect()
}

/// Finds every unsafe character of the file: as it stands, and written as an escape.
pub fn check(document: &TomlDocument, sources: &Sources, out: &mut Vec<Diagnostic>) {
    let file = document.file();
    let text = &sources.file(file).text;
    let already = out.len();
    let refused = unusual(text).filter(|(at, c)| !(*at == 0 && *c == '\u{feff}'));
    let mut refused = refused.filter_map(|(at, c)| Some((at, c, reason(text, at, c)?))).peekable();
    while let Some((start, first, why)) = refused.next() {
        // Those in a row are one hidden text.
        let (mut end, mut more) = (start + first.len_utf8(), 0);
        while let Some((_, c, _)) = refused.next_if(|(at, _, other)| *at == end && other.text == why.text) {
            end += c.len_utf8();
            more += 1;
        }
        out.push(report(first, more, why, Span::new(file, start..end)));
        if out.len() - already >= MOST_DIAGNOSTICS {
            return;
        }
    }
    // Without an escape in the file, every text is in it as it was written.
    if text.contains('\\') {
        escapes_of_table(document.root(), sources, already, out);
    }
}

/// The characters of a text that are not of the common ones, with their places.
fn unusual(text: &str) -> impl Iterator<Item = (usize, char)> {
    // So many bytes are known to be common at once.
    const RUN: usize = 32;
    let common = |byte: u8| byte.wrapping_sub(b' ') <= b'~' - b' ' || byte == b'\n' || byte == b'\t' || byte == b'\r';
    let runs = text.as_bytes().chunks(RUN).enumerate();
    let runs = runs.filter(move |(_, run)| !run.iter().fold(true, |all, byte| all & common(*byte)));
    let bytes = runs.flat_map(|(nth, run)| run.iter().enumerate().map(move |(at, byte)| (nth * RUN + at, *byte)));
    let starts = bytes.filter(move |(_, byte)| !common(*byte) && byte & 0xC0 != 0x80);
    starts.filter_map(|(at, _)| Some((at, text[at..].chars().next()?)))
}

fn escapes_of_table(table: &TomlTable, sources: &Sources, already: usize, out: &mut Vec<Diagnostic>) {
    for (name, entry) in &table.entries {
        if unusual(name).any(|(at, c)| reason(name, at, c).is_some()) {
            escapes_of_text(name, entry.key, sources, already, out);
        }
        escapes_of_value(&entry.value, sources, already, out);
    }
}

fn escapes_of_value(value: &TomlValue, sources: &Sources, already: usize, out: &mut Vec<Diagnostic>) {
    match &value.kind {
        ValueKind::Text(text) if unusual(text).any(|(at, c)| reason(text, at, c).is_some()) => {
            escapes_of_text(text, value.span, sources, already, out);
        }
        ValueKind::List(list) => list.iter().for_each(|item| escapes_of_value(item, sources, already, out)),
        ValueKind::Table(table) => escapes_of_table(table, sources, already, out),
        _ => {}
    }
}

fn escapes_of_text(text: &str, literal: Span, sources: &Sources, already: usize, out: &mut Vec<Diagnostic>) {
    let origin = LiteralOrigin::of(sources, literal);
    for (at, c) in text.char_indices() {
        let Some(reason) = reason(text, at, c) else { continue };
        let span = origin.span(at..at + c.len_utf8());
        // One that is in the file as itself has been found already.
        if sources.text(span).starts_with('\\') && out.len() - already < MOST_DIAGNOSTICS {
            out.push(report(c, 0, reason, span));
        }
    }
}

/// A character, and how many more follow it that are refused for the same reason.
fn report(c: char, more: usize, reason: Reason, span: Span) -> Diagnostic {
    let code = format!("U+{:04X}", u32::from(c));
    let (message, title) = match more {
        0 => (format!("the character {code} is not allowed in a brief"), "delete it"),
        _ => (format!("the character {code} and the next {more} are not allowed in a brief"), "delete them"),
    };
    // `-5 %` in Arabic reads the other way round without its mark.
    let help = if reason.directs {
        format!("{title}, and check on the page the order of the numbers and punctuation next to it")
    } else {
        title.to_owned()
    };
    Diagnostic::new(Code::UNSAFE_CHARACTER, message).at(span).note(reason.text).help(help).fix(Fix {
        title: title.to_owned(),
        edits: vec![Replacement { span, text: String::new() }],
        safe: reason.invisible && !reason.directs,
    })
}

#[cfg(test)]
mod tests {
    use super::{reason, unusual};

    /// The characters of a text that are refused.
    fn refused(text: &str) -> Vec<char> {
        unusual(text).filter(|(at, c)| reason(text, *at, *c).is_some()).map(|(_, c)| c).collect()
    }

    #[test]
    fn invisible_characters_are_let_through_where_a_script_or_an_emoji_needs_them() {
        for text in [
            "می\u{200c}خواهم",
            "PDF\u{200c}ها",
            "ه\u{200d}.",
            "क्\u{200d}ष",
            "ශ්\u{200d}රී",
            "សួស្តី\u{200b}ពិភពលោក",
            "ไทย\u{200b}ไทย",
            "👩\u{200d}💻",
            "❤\u{fe0f}\u{200d}🔥",
            "👩🏽\u{200d}🚀",
            "1\u{fe0f}\u{20e3}",
            "☎\u{fe0e}",
            "葛\u{e0100}",
            "㓟\u{fe00}吆\u{fe01}",
            "ᠠ\u{180b}",
            "Staats\u{ad}vertrag",
            "≨\u{fe00}",
            "א\u{5b7}\u{34f}\u{5b0}",
            "\u{600}١٢",
            "بنسبة 15% و\u{200e}-5%",
            "שלום\u{200f} 15",
            "15\u{61c}ب",
            "שָ\u{200e}, C",
        ] {
            assert_eq!(refused(text), Vec::<char>::new(), "{text:?}");
        }
    }

    #[test]
    fn every_other_invisible_character_is_refused_between_latin_letters_and_at_the_ends() {
        let ranges = [
            0x34f..=0x34f,
            0x61c..=0x61c,
            0x115f..=0x1160,
            0x17b4..=0x17b5,
            0x180b..=0x180f,
            0x200b..=0x200f,
            0x202a..=0x202e,
            0x2060..=0x206f,
            0x2800..=0x2800,
            0x3164..=0x3164,
            0xfe00..=0xfe0f,
            0xfeff..=0xfeff,
            0xffa0..=0xffa0,
            0xfff9..=0xfffb,
            0x1d173..=0x1d17a,
            0xe0000..=0xe01ef,
        ];
        for c in ranges.into_iter().flatten().filter_map(char::from_u32) {
            for text in [format!("agre{c}ed"), format!("15{c} km"), c.to_string(), format!("{c}a"), format!("a {c}")] {
                assert_eq!(refused(&text), [c], "{text:?}");
            }
            // A second one in a row does nothing that the first does not.
            assert!(!refused(&format!("葛{c}{c}")).is_empty(), "{c:?}");
        }
        // No sequence of an ideograph has one of these; nor has a compatibility ideograph any.
        for c in ('\u{fe03}'..='\u{fe0f}').chain('\u{180b}'..='\u{180f}') {
            assert_eq!(refused(&format!("葛{c}")), [c]);
        }
        assert_eq!(refused("\u{f900}\u{e0100}"), ['\u{e0100}']);
        assert_eq!(refused("a\u{ad} b"), ['\u{ad}']);
        // A mark of direction within a word, apart from one, or twice.
        assert_eq!(refused("של\u{200f}ום"), ['\u{200f}']);
        assert_eq!(refused("שלום \u{200f}15 km"), ['\u{200f}']);
        assert_eq!(refused("שלום\u{200f}\u{200e} 15"), ['\u{200f}', '\u{200e}']);
        // What opens and closes a direction is never let through.
        for c in ('\u{202a}'..='\u{202e}').chain('\u{2066}'..='\u{2069}') {
            assert_eq!(refused(&format!("שלום{c} 15")), [c]);
        }
    }

    proptest::proptest! {
        #[test]
        fn unusual_characters_are_found_wherever_they_stand(text in "([ -~\\n]{0,40}|\\PC|[\u{0}-\u{1f}\u{7f}éж’\u{202e}\u{1f600}]){0,9}") {
            let common = |c: char| matches!(c, ' '..='~' | '\n' | '\t' | '\r');
            let expected: Vec<_> = text.char_indices().filter(|(_, c)| !common(*c)).collect();
            proptest::prop_assert_eq!(unusual(&text).collect::<Vec<_>>(), expected);
        }
    }
}
