//! The statements of a text that may be broken: its headers and fields, token by token, and where each part is written.
//!
//! [`super::parse`] says what a text means; this says what somebody is writing. A list, a text or a header that is not
//! closed ends before the next line that looks like a field or a header, so that it hides nothing.

use std::ops::Range;

use toml_parser::Source;
use toml_parser::decoder::Encoding;
use toml_parser::lexer::TokenKind;

use super::literal;
use super::parts::looks_like_a_new_part;

/// A part of a name: `donbas` in `[positions.donbas.russia]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamePart {
    /// The part without its quotation marks; empty where one is still to be written.
    pub name: String,
    /// Where it is, in bytes, with its quotation marks.
    pub range: Range<usize>,
}

impl NamePart {
    /// Where the name is without its quotation marks.
    #[must_use]
    pub fn inner(&self) -> Range<usize> {
        let marks = usize::from(self.range.len() == self.name.len() + 2);
        self.range.start + marks..self.range.end - marks
    }
}

/// A header, or a field with its value.
#[derive(Debug, Clone)]
pub struct TomlStatement {
    /// Whether it is a header.
    pub is_header: bool,
    /// The parts of its name, in order.
    pub parts: Vec<NamePart>,
    /// From its first byte to its last one that is not a blank.
    pub range: Range<usize>,
    /// The byte after the equals sign of a field, or the closing bracket of a header; `None` where there is none.
    pub closed: Option<usize>,
    /// The tokens of the value.
    pub(super) value: Vec<(TokenKind, Range<usize>)>,
}

impl TomlStatement {
    /// The names of its parts.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        self.parts.iter().map(|part| part.name.as_str()).collect()
    }
}

/// The statements of a text in their order. Takes linear time, whatever is not closed.
#[must_use]
pub fn outline(text: &str) -> Vec<TomlStatement> {
    let mut all = Vec::new();
    let mut at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    while let Some((statement, next)) = statement(text, at) {
        all.extend(statement);
        at = next;
    }
    all
}

/// The statement that begins at `from` or after it on that line, and the byte at which the next line begins.
fn statement(text: &str, from: usize) -> Option<(Option<TomlStatement>, usize)> {
    let rest = text.get(from..).filter(|rest| !rest.is_empty())?;
    let tokens =
        Source::new(rest).lex().map(|token| (token.kind(), from + token.span().start()..from + token.span().end()));
    let mut found: Option<TomlStatement> = None;
    let mut depth = 0_usize;
    let mut curly = 0_usize;
    for (kind, mut range) in tokens {
        match kind {
            TokenKind::Eof => return Some((found, text.len())),
            TokenKind::Newline => {
                let goes_on = depth > 0 && !is_new_part(line(text, range.end), curly > 0);
                if !goes_on {
                    return Some((found, range.end));
                }
                continue;
            }
            TokenKind::Whitespace | TokenKind::Comment => continue,
            _ => {}
        }
        let cut = cut_at(text, kind, &range);
        range.end = cut.map_or(range.end, |cut| text[..cut].trim_end().len().max(range.start));
        let statement = found.get_or_insert_with(|| TomlStatement {
            is_header: kind == TokenKind::LeftSquareBracket,
            parts: Vec::new(),
            range: range.clone(),
            closed: None,
            value: Vec::new(),
        });
        statement.range.end = range.end;
        let in_value = !statement.is_header && statement.closed.is_some();
        if in_value {
            match kind {
                TokenKind::LeftSquareBracket => depth += 1,
                TokenKind::LeftCurlyBracket => (depth, curly) = (depth + 1, curly + 1),
                TokenKind::RightSquareBracket => depth = depth.saturating_sub(1),
                TokenKind::RightCurlyBracket => {
                    (depth, curly) = (depth.saturating_sub(1), curly.saturating_sub(1));
                }
                _ => {}
            }
            statement.value.push((kind, range));
        } else {
            name(text, statement, kind, &range);
        }
        if let Some(cut) = cut {
            return Some((found, cut));
        }
    }
    Some((found, text.len()))
}

/// Takes a token of a header, or of a name before its equals sign.
fn name(text: &str, statement: &mut TomlStatement, kind: TokenKind, range: &Range<usize>) {
    if statement.is_header && statement.closed.is_some() {
        return;
    }
    match kind {
        TokenKind::Equals if !statement.is_header => {
            statement.closed = Some(range.end);
            if statement.parts.is_empty() {
                statement.parts.push(NamePart { name: String::new(), range: range.start..range.start });
            }
        }
        TokenKind::RightSquareBracket => statement.closed = Some(range.end),
        TokenKind::LeftSquareBracket => {}
        TokenKind::Dot => {
            if statement.parts.is_empty() {
                statement.parts.push(NamePart { name: String::new(), range: range.start..range.start });
            }
            // Somebody may be about to write the next part.
            statement.parts.push(NamePart { name: String::new(), range: range.end..range.end });
        }
        _ => {
            let part = NamePart { name: decoded(text, range), range: range.clone() };
            match statement.parts.last_mut() {
                Some(last) if last.name.is_empty() => *last = part,
                None => statement.parts.push(part),
                // Two names without a dot: the line is not a field yet.
                Some(_) => {}
            }
        }
    }
}

pub(super) fn decoded(text: &str, range: &Range<usize>) -> String {
    let written = &text[range.clone()];
    if written.starts_with(['"', '\'']) { literal::decode(written, &mut |_, _| ()) } else { written.to_owned() }
}

fn line(text: &str, start: usize) -> &str {
    let rest = &text[start..];
    &rest[..rest.find('\n').unwrap_or(rest.len())]
}

/// Whether a line begins another statement. Fields of a table in braces may be on lines of their own.
fn is_new_part(line: &str, in_braces: bool) -> bool {
    looks_like_a_new_part(line) && (!in_braces || line.trim_start().starts_with('['))
}

/// Where the statement ends that a text of several lines belongs to which is not closed: one that the opening marks of
/// a later field close, or one in which the file ends. `None` for any other token.
fn cut_at(text: &str, kind: TokenKind, range: &Range<usize>) -> Option<usize> {
    let marks = match kind {
        TokenKind::MlBasicString => "\"\"\"",
        TokenKind::MlLiteralString => "'''",
        _ => return None,
    };
    let written = &text[range.clone()];
    let is_open = written.len() < 6 || !written.ends_with(marks);
    let last = written.rfind('\n').map_or("", |at| &written[at + 1..]);
    let before = last.trim_end_matches(['"', '\'']).trim_end_matches(' ');
    let closed_by_the_next = before.ends_with(['=', '[']) && looks_like_a_new_part(before);
    if !is_open && !closed_by_the_next {
        return None;
    }
    let mut at = range.start;
    for (nth, line) in written.split_inclusive('\n').enumerate() {
        if nth > 0 && looks_like_a_new_part(line) {
            return Some(at);
        }
        at += line.len();
    }
    None
}

/// Whether a token is a text.
pub(super) fn is_text(kind: TokenKind) -> bool {
    let texts = [Encoding::BasicString, Encoding::LiteralString, Encoding::MlBasicString, Encoding::MlLiteralString];
    kind.encoding().is_some_and(|encoding| texts.contains(&encoding))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::growth::is_linear;

    fn shown(text: &str) -> Vec<String> {
        let of = |it: &TomlStatement| {
            let ends = it.value.first().zip(it.value.last());
            let value = ends.map_or("", |((_, first), (_, last))| &text[first.start..last.end]);
            format!("{}{}={value}", if it.is_header { "#" } else { "" }, it.names().join("."))
        };
        outline(text).iter().map(of).collect()
    }

    #[test]
    fn every_statement_is_found_with_its_parts() {
        let text = "\u{feff}a = 1 # b = 2\n[ t . 'u v' ] # c\nd.\"e f\" = [1, # x\n 2]\ng = { h = 1,\n i = 2 }\n";
        assert_eq!(shown(text), ["a=1", "#t.u v=", "d.e f=[1, # x\n 2]", "g={ h = 1,\n i = 2 }"]);
        let part = &outline(text)[1].parts[1];
        assert_eq!((&text[part.range.clone()], &text[part.inner()]), ("'u v'", "u v"));
    }

    #[test]
    fn what_is_not_closed_hides_nothing() {
        for broken in
            ["[t", "[t.", "a = [", "a = [\"", "a = \"", "a = { b = \"", "a = \"\"\"x", "a = '''", "a =", "a", "."]
        {
            let text = format!("{broken}\n[u]\nc = \"\"\"\nd\"\"\"\n[v]\n");
            let found = shown(&text);
            assert_eq!(found[1..], ["#u=", "c=\"\"\"\nd\"\"\"", "#v="], "{broken}");
            let last = outline(&text)[0].range.clone();
            assert_eq!(&text[last], broken);
        }
        assert_eq!(shown("[positions.\n"), ["#positions.="]);
        assert_eq!(shown("[a..b]\n"), ["#a..b="]);
    }

    #[test]
    fn a_text_in_which_the_file_ends_is_read_in_linear_time() {
        for piece in ["a = \"\"\"\n", "a = '''\nb = \"\"\"\n", "a = [\n", "[a.\n", "a = {\n", "a = [\"\n\n"] {
            assert!(is_linear(4000, |parts| assert!(!outline(&piece.repeat(parts)).is_empty())), "{piece}");
        }
    }
}
