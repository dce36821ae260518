//! Characters that make a text read otherwise than it is.

use crate::diagnostic::{Code, Diagnostic, Edit, Fix};
use crate::parse::{Document, Kind, Origin, Table, Value};
use crate::source::{Sources, Span};

/// More are of no use to anybody.
const MOST_FAULTS: usize = 100;

/// Why a character may not stand in a brief; `None` when it may. Line ends and tabs may.
fn reason(c: char) -> Option<&'static str> {
    Some(match c {
        ' '..='~' | '\n' | '\t' | '\r' => return None,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            "it changes the direction of the text, so that a reader sees other words than the file holds"
        }
        '\u{2028}' | '\u{2029}' => "some programs break the line at it and others do not",
        '\u{feff}' => "it is an invisible byte order mark, which belongs only at the start of a file",
        '\u{fff9}'..='\u{fffb}' => "it hides the text that follows in some programs",
        '\u{e0000}'..='\u{e007f}' => "it is an invisible tag, which can carry a hidden text",
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. => "every font shows something else for it",
        '\u{fdd0}'..='\u{fdef}' => "it is no character of any script",
        c if u32::from(c) & 0xfffe == 0xfffe => "it is no character of any script",
        c if c.is_control() => "it is an invisible control character",
        _ => return None,
    })
}

/// Finds every unsafe character of the file: as it stands, and written as an escape.
pub(super) fn check(document: &Document, sources: &Sources, out: &mut Vec<Diagnostic>) {
    let file = document.file();
    let text = &sources.file(file).text;
    let already = out.len();
    for (at, c) in unusual(text) {
        if at == 0 && c == '\u{feff}' {
            continue;
        }
        if let Some(reason) = reason(c) {
            let span = Span::new(file, at..at + c.len_utf8());
            out.push(report(c, reason, span));
            if out.len() - already >= MOST_FAULTS {
                return;
            }
        }
    }
    // Without an escape in the file, every text stands in it as it is.
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

fn escapes_of_table(table: &Table, sources: &Sources, already: usize, out: &mut Vec<Diagnostic>) {
    for (name, entry) in &table.entries {
        if unusual(name).any(|(_, c)| reason(c).is_some()) {
            escapes_of_text(name, entry.key, sources, already, out);
        }
        escapes_of_value(&entry.value, sources, already, out);
    }
}

fn escapes_of_value(value: &Value, sources: &Sources, already: usize, out: &mut Vec<Diagnostic>) {
    match &value.kind {
        Kind::Text(text) if unusual(text).any(|(_, c)| reason(c).is_some()) => {
            escapes_of_text(text, value.span, sources, already, out);
        }
        Kind::List(list) => list.iter().for_each(|item| escapes_of_value(item, sources, already, out)),
        Kind::Table(table) => escapes_of_table(table, sources, already, out),
        _ => {}
    }
}

fn escapes_of_text(text: &str, literal: Span, sources: &Sources, already: usize, out: &mut Vec<Diagnostic>) {
    let origin = Origin::of(sources, literal);
    for (at, c) in text.char_indices() {
        let Some(reason) = reason(c) else { continue };
        let span = origin.span(at..at + c.len_utf8());
        // One that stands in the file as itself has been found already.
        if sources.text(span).starts_with('\\') && out.len() - already < MOST_FAULTS {
            out.push(report(c, reason, span));
        }
    }
}

fn report(c: char, reason: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::UNSAFE_CHARACTER, format!("the character U+{:04X} may not stand in a brief", u32::from(c)))
        .at(span)
        .note(reason)
        .help("delete it")
        .fix(Fix { title: "delete it".to_owned(), edits: vec![Edit { span, text: String::new() }], safe: false })
}

#[cfg(test)]
mod tests {
    use super::unusual;

    proptest::proptest! {
        #[test]
        fn unusual_characters_are_found_wherever_they_stand(text in "([ -~\\n]{0,40}|\\PC|[\u{0}-\u{1f}\u{7f}éж’\u{202e}\u{1f600}]){0,9}") {
            let common = |c: char| matches!(c, ' '..='~' | '\n' | '\t' | '\r');
            let expected: Vec<_> = text.char_indices().filter(|(_, c)| !common(*c)).collect();
            proptest::prop_assert_eq!(unusual(&text).collect::<Vec<_>>(), expected);
        }
    }
}
