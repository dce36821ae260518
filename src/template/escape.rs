//! Literal text → Markdown that reads as that text.
//!
//! Escapes what CommonMark 0.31 and GitHub Flavored Markdown could take for markup, and no more, so that the file
//! stays pleasant to read. The text may end up anywhere: at the start of a line, in a list, in a table cell, in
//! a heading, in an HTML comment.

use std::borrow::Cow;

/// Marks a string in the context that is Markdown already and must not be escaped again. A noncharacter: `check`
/// refuses it in a brief, so no text from outside can carry it.
pub(super) const READY: char = '\u{FDD0}';
/// In such a string, the space between two sentences.
pub(super) const SENTENCE: char = '\u{FDD1}';
/// In such a string, the beginning of an item of a list.
pub(super) const ITEM: char = '\u{FDDD}';
/// In such a string, the end of a paragraph.
pub(super) const PARAGRAPH: char = '\u{FDD2}';

/// Before the old one of two values, of which a redline prints both. Neither can be ready Markdown.
pub(super) const OLD: char = '\u{FDD6}';
/// Before the new one; an empty one means that there is no value.
pub(super) const NEW: char = '\u{FDD7}';
/// Before a value that is elsewhere.
pub(super) const MOVED: char = '\u{FDD8}';

/// Before a value of the context that comes from a field: the field's number in the table of paths, [`VALUE`], the
/// value. Printed, it is the same, with [`END`] after it.
pub(super) const FIELD: char = '\u{FDDA}';
/// Between the number and the value.
pub(super) const VALUE: char = '\u{FDDB}';
/// After a printed value.
pub(super) const END: char = '\u{FDDC}';
/// Before a number, or `true`, that comes from a field, after the mark of the field: it is printed as it is, and
/// compared as what it is.
pub(super) const DATA: char = '\u{FDD9}';

/// The mark of the field that a value comes from, empty when there is none, and the value without it.
pub(super) fn of_field(value: &str) -> (&str, &str) {
    let Some(end) = value.strip_prefix(FIELD).and_then(|rest| rest.find(VALUE)) else { return ("", value) };
    let (mark, value) = value.split_at(FIELD.len_utf8() + end + VALUE.len_utf8());
    // One that has been printed already.
    (mark, value.strip_suffix(END).unwrap_or(value))
}

/// A value without the marks of fields in it.
pub(super) fn bare(value: &str) -> Cow<'_, str> {
    if !value.contains([FIELD, END]) {
        return Cow::Borrowed(value);
    }
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, after)) = rest.split_once([FIELD, END]) {
        out.push_str(before);
        let is_field = rest[before.len()..].starts_with(FIELD);
        rest = if is_field { after.split_once(VALUE).unwrap_or_default().1 } else { after };
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Prints a value by `one`, with the mark of its field around it.
pub(super) fn within<E>(value: &str, one: impl FnOnce(&str) -> Result<String, E>) -> Result<String, E> {
    let (mark, value) = of_field(value);
    let text = one(value)?;
    Ok(if mark.is_empty() || text.is_empty() { text } else { format!("{mark}{text}{END}") })
}

/// Prints a value of the context by `one`, or the old and the new one with the marks of a redline.
pub(super) fn edited<E>(value: &str, one: impl Copy + Fn(&str) -> Result<String, E>) -> Result<String, E> {
    let (mark, value) = of_field(value);
    if !mark.is_empty() {
        return Ok(format!("{mark}{}{END}", edited(value, one)?));
    }
    if let Some(moved) = value.strip_prefix(MOVED) {
        return Ok(format!("<ins class=\"moved\">{}</ins>", one(moved)?));
    }
    let Some((old, new)) = value.strip_prefix(OLD).and_then(|pair| pair.split_once(NEW)) else { return one(value) };
    let mut parts = Vec::new();
    if !old.is_empty() {
        parts.push(format!("<del>{}</del>", one(old)?));
    }
    if !new.is_empty() {
        parts.push(format!("<ins>{}</ins>", one(new)?));
    }
    Ok(parts.join(" "))
}

/// What Handlebars prints for `{{value}}`: ready Markdown on one line, other text escaped.
pub(super) fn print(value: &str) -> String {
    let mut out = String::with_capacity(value.len() + 8);
    print_into(value, &mut out);
    out
}

/// Writes the same.
pub(super) fn print_into(value: &str, out: &mut String) {
    match value.chars().next() {
        Some(FIELD) => {
            let (mark, value) = of_field(value);
            if !mark.is_empty() {
                out.push_str(mark);
                print_into(value, out);
                out.push(END);
            }
        }
        Some(READY) => ready_into(&value[READY.len_utf8()..], " ", " ", out),
        Some(DATA) => out.push_str(&value[DATA.len_utf8()..]),
        Some(OLD | MOVED) => {
            let literal = |value: &str| Ok::<_, std::convert::Infallible>(escape(value, true));
            out.push_str(&edited(value, literal).unwrap_or_default());
        }
        _ => escape_into(value, true, out),
    }
}

/// Writes ready Markdown, without its mark, with what is to be between two sentences and between two paragraphs.
pub(super) fn ready_into(markdown: &str, sentence: &str, paragraph: &str, out: &mut String) {
    let mut rest = markdown;
    // On one line there is no list.
    let is_block = paragraph.contains('\n');
    let item = if is_block { "- " } else { "\\- " };
    let mut in_item = false;
    while let Some(at) = rest.find([SENTENCE, PARAGRAPH, ITEM]) {
        out.push_str(&rest[..at]);
        let (mark, after) = rest[at..].split_at(SENTENCE.len_utf8());
        out.push_str(match mark.chars().next() {
            Some(ITEM) => item,
            // Between two items no line is empty.
            Some(PARAGRAPH) if !(in_item && after.starts_with(ITEM)) => paragraph,
            _ => sentence,
        });
        if in_item && is_block && mark.starts_with(SENTENCE) {
            // A line of the same item.
            out.push_str("  ");
        }
        in_item = mark.starts_with(ITEM) || in_item && mark.starts_with(SENTENCE);
        rest = after;
    }
    out.push_str(rest);
}

/// Escapes literal text. `line_start` says that it may begin a line.
pub(super) fn escape(text: &str, line_start: bool) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    escape_into(text, line_start, &mut out);
    out
}

/// The bytes at which there is something to decide.
const SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let signs = b"\\`*[]|~_<>&#$:.\n\r";
    let mut at = 0;
    while at < signs.len() {
        special[signs[at] as usize] = true;
        at += 1;
    }
    special
};

/// Escapes literal text to the end of another.
pub(super) fn escape_into(text: &str, line_start: bool, out: &mut String) {
    let marker = if line_start { line_start_marker(text) } else { None };
    let mut dollar_open = false;
    // What has been written already.
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        if !SPECIAL[usize::from(byte)] && marker != Some(at) {
            continue;
        }
        let before = || text[..at].chars().next_back();
        let after = || text[at + 1..].chars().next();
        let escaped = match byte {
            b'\\' | b'`' | b'*' | b'[' | b']' | b'|' | b'~' => true,
            b'_' => !(before().is_some_and(char::is_alphanumeric) && after().is_some_and(char::is_alphanumeric)),
            b'<' => after().is_some_and(|c| c.is_ascii_alphabetic() || "/!?".contains(c)),
            // The end of an HTML comment, in which a template may put a value.
            b'>' => before() == Some('-'),
            b'&' => begins_entity(&text[at + 1..]),
            // A closing sequence of a heading. The end of a field has no width.
            b'#' => before() == Some(' ') && text[at..].trim_end_matches(['#', END]).trim_end().is_empty(),
            // GitHub reads a formula between a dollar that opens and one that closes.
            b'$' => dollar_open && before().is_some_and(|c| !c.is_whitespace()),
            b':' => text[at..].starts_with("://"),
            b'.' => text[..at].ends_with("www") || text[..at].ends_with("WWW"),
            _ => false,
        };
        if byte == b'$' {
            dollar_open |= after().is_some_and(|c| !c.is_whitespace());
        }
        if escaped || marker == Some(at) {
            out.push_str(&text[done..at]);
            out.push('\\');
            done = at;
        }
        // A line break would end a table row or a heading.
        if byte == b'\n' || byte == b'\r' {
            out.push_str(&text[done..at]);
            out.push(' ');
            done = at + 1;
        }
    }
    out.push_str(&text[done..]);
}

/// The byte of the character to escape when the text would begin a block at the start of a line.
fn line_start_marker(text: &str) -> Option<usize> {
    let indent = text.len() - text.trim_start_matches([' ', '\t', '\n', '\r']).len();
    let rest = &text[indent..];
    let space_or_end = |text: &str| text.is_empty() || text.starts_with([' ', '\t', '\n', '\r']);
    match rest.chars().next()? {
        '>' | '=' => Some(indent),
        '#' => space_or_end(rest.trim_start_matches('#')).then_some(indent),
        '+' => space_or_end(&rest[1..]).then_some(indent),
        // A list, a rule, the line under a heading, the second line of a table.
        '-' => (space_or_end(&rest[1..]) || rest[1..].starts_with(['-', ':'])).then_some(indent),
        ':' => rest[1..].starts_with('-').then_some(indent),
        c if c.is_ascii_digit() => {
            let number = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            let list = number.starts_with(['.', ')']) && space_or_end(&number[1..]);
            list.then_some(text.len() - number.len())
        }
        _ => None,
    }
}

/// Whether what follows an ampersand makes it an entity or numeric character reference.
fn begins_entity(after: &str) -> bool {
    let name = after.trim_start_matches('#');
    let length = name.len() - name.trim_start_matches(|c: char| c.is_ascii_alphanumeric()).len();
    length > 0 && name[length..].starts_with(';')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::{Block, BlockKind, Inline, parse};
    use crate::provenance::Fields;
    use crate::source::Sources;

    #[test]
    fn ordinary_text_is_left_alone() {
        for text in [
            "Five years, fixed.",
            "<5% and C++",
            "snake_case",
            "40 km³ (a \"record\")",
            "Q&A: R&D",
            "5 > 3",
            "$300bn and $1.3tn",
            "3.5 per cent – x",
            "a #1 b",
            "#1",
            "-5 °C",
        ] {
            assert_eq!(escape(text, true), text);
        }
    }

    #[test]
    fn markup_is_escaped() {
        for (text, expected) in [
            ("# x", "\\# x"),
            ("- x", "\\- x"),
            ("1. x", "1\\. x"),
            ("a|b", "a\\|b"),
            ("_x_", "\\_x\\_"),
            ("&amp;", "\\&amp;"),
            ("<b>", "\\<b>"),
            ("--> x", "\\--\\> x"),
            ("1.", "1\\."),
            ("http://x", "http\\://x"),
            ("C #", "C \\#"),
            ("$a$", "$a\\$"),
        ] {
            assert_eq!(escape(text, true), expected);
        }
    }

    /// The literal words of a Markdown text that should be nothing but one paragraph of text.
    fn plain(blocks: &[Block]) -> Option<String> {
        match blocks {
            [] => Some(String::new()),
            [Block { kind: BlockKind::Paragraph(inlines), .. }] => match inlines.as_slice() {
                [Inline::Text(text)] => Some(text.text.clone()),
                _ => None,
            },
            _ => None,
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_reads_as_itself_wherever_it_stands(text in "[ -~éжґ]{0,24}|([*_#<>&;|~`\\[\\]()!$:./+=-]|a|1|b| ){0,24}") {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let escaped = escape(&text, true);
            let mut sources = Sources::default();
            let file = sources.add("a.md", "");
            let (document, diagnostics) = parse(&escaped, file, &Fields::default());
            proptest::prop_assert!(diagnostics.is_empty(), "{escaped}: {diagnostics:?}");
            proptest::prop_assert_eq!(plain(&document.blocks), Some(text.clone()), "{}", &escaped);
            if text.is_empty() {
                return Ok(());
            }
            let (document, _) = parse(&format!("- {escaped}"), file, &Fields::default());
            let BlockKind::List { items, .. } = &document.blocks[0].kind else { panic!("{escaped}") };
            proptest::prop_assert_eq!(plain(&items[0]), Some(text.clone()), "{}", &escaped);
            let (document, _) = parse(&format!("## {escaped}"), file, &Fields::default());
            let heading = BlockKind::Heading { level: 2, text: vec![Inline::Text(text.as_str().into())] };
            proptest::prop_assert_eq!(&document.blocks[0].kind, &heading, "{}", &escaped);
            let (document, _) = parse(&format!("| a | b |\n| --- | --- |\n| {escaped} | c |"), file, &Fields::default());
            let BlockKind::Table(table) = &document.blocks[0].kind else { panic!("{escaped}") };
            proptest::prop_assert_eq!(&table.rows[0][0], &vec![Inline::Text(text.as_str().into())], "{}", &escaped);
        }
    }
}
