//! From a place in a decoded text back to the byte of the TOML file.

use std::ops::Range;

use crate::source::{Sources, Span};

/// Where the bytes of one decoded text came from.
///
/// Made in one pass over the literal; each question is then a binary search.
#[derive(Debug, Clone)]
pub struct LiteralOrigin {
    literal: Span,
    /// Decoded and file offsets that belong together; between two pairs both run evenly.
    pairs: Vec<(usize, usize)>,
}

impl LiteralOrigin {
    /// Reads the text literal, quotes and all, that is at `literal`.
    #[must_use]
    pub fn of(sources: &Sources, literal: Span) -> Self {
        let mut pairs = Vec::new();
        decode(sources.text(literal), &mut |decoded, raw| pairs.push((decoded, literal.start + raw)));
        Self { literal, pairs }
    }

    /// The byte of the file from which the decoded text's byte `offset` came. The end of the text gives the closing
    /// quotes.
    #[must_use]
    pub fn byte(&self, offset: usize) -> usize {
        let after = self.pairs.partition_point(|(decoded, _)| *decoded <= offset);
        let Some((decoded, raw)) = after.checked_sub(1).and_then(|at| self.pairs.get(at)) else {
            return self.literal.start;
        };
        // An escape may make several bytes of one character: they all came from the escape's first byte.
        let most = self.pairs.get(after).map_or(self.literal.end, |(_, raw)| *raw);
        (raw + (offset - decoded)).min(most)
    }

    /// The place of a range of the decoded text. An empty range is an empty place.
    #[must_use]
    pub fn span(&self, range: Range<usize>) -> Span {
        let start = self.byte(range.start);
        let end = if range.is_empty() { start } else { self.byte(range.end).max(start) };
        Span::new(self.literal.file, start..end)
    }
}

/// A text between quotation marks on one line (TOML 1.0, "String").
#[must_use]
pub fn quoted(text: &str) -> String {
    let escaped: String = text.chars().map(|c| if c == '"' { "\\\"".to_owned() } else { escaped(c) }).collect();
    format!("\"{escaped}\"")
}

/// A character of a text, escaped where TOML asks for it.
#[must_use]
pub fn escaped(c: char) -> String {
    match c {
        '\\' => "\\\\".to_owned(),
        '\n' => "\\n".to_owned(),
        '\t' => "\\t".to_owned(),
        '\r' => "\\r".to_owned(),
        c if c.is_control() => format!("\\u{:04X}", u32::from(c)),
        c => c.to_string(),
    }
}

/// The decoded text, with `\n` for each line ending of the file.
pub(super) fn text(literal: &str, decoded: &str) -> String {
    if decoded.contains('\r') && literal.contains("\r\n") {
        decode(literal, &mut |_, _| ())
    } else {
        decoded.to_owned()
    }
}

/// Decodes a TOML text literal (TOML 1.1, "String") and reports each pair of decoded and literal offsets at which the
/// two cease to run evenly. What is not a literal is taken as it stands: so the toml crate recovers bare words.
pub(super) fn decode(literal: &str, pair: &mut dyn FnMut(usize, usize)) -> String {
    let (quote, escapes) = if literal.starts_with("\"\"\"") {
        ("\"\"\"", true)
    } else if literal.starts_with("'''") {
        ("'''", false)
    } else if literal.starts_with('"') {
        ("\"", true)
    } else if literal.starts_with('\'') {
        ("'", false)
    } else {
        ("", false)
    };
    let mut at = quote.len();
    if quote.len() == 3 {
        // "A newline immediately following the opening delimiter will be trimmed."
        let rest = &literal[at..];
        at += if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) };
    }
    let closed = literal.len() >= at + quote.len() && literal.ends_with(quote);
    let end = if closed { literal.len() - quote.len() } else { literal.len() };
    let mut text = String::with_capacity(end.saturating_sub(at));
    pair(0, at);
    while at < end {
        let rest = &literal[at..end];
        let even = rest.find(|c| (c == '\\' && escapes) || c == '\r').unwrap_or(rest.len());
        text.push_str(&rest[..even]);
        at += even;
        let rest = &rest[even..];
        if rest.is_empty() {
            break;
        }
        pair(text.len(), at);
        at += if rest.starts_with('\r') {
            text.push_str(if rest.starts_with("\r\n") { "\n" } else { "\r" });
            if rest.starts_with("\r\n") { 2 } else { 1 }
        } else {
            escape(rest, &mut text)
        };
        pair(text.len(), at);
    }
    pair(text.len(), end);
    text
}

/// Decodes the escape at the start of `rest` and returns its length.
fn escape(rest: &str, text: &mut String) -> usize {
    let digits = |count: usize| {
        let code = rest.get(2..2 + count).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        code.and_then(char::from_u32)
    };
    let Some(letter) = rest.chars().nth(1) else {
        text.push('\\');
        return 1;
    };
    let simple = match letter {
        'b' => '\u{8}',
        't' => '\t',
        'n' => '\n',
        'f' => '\u{c}',
        'r' => '\r',
        'e' => '\u{1b}',
        '"' | '\\' => letter,
        'x' | 'u' | 'U' => {
            let count = match letter {
                'x' => 2,
                'u' => 4,
                _ => 8,
            };
            let Some(character) = digits(count) else {
                text.push('\\');
                return 1;
            };
            text.push(character);
            return 2 + count;
        }
        // A backslash at a line's end takes all white space up to the next text with it.
        _ => {
            let white = rest[1..].len() - rest[1..].trim_start_matches([' ', '\t', '\r', '\n']).len();
            if !rest[1..=white].contains('\n') {
                text.push('\\');
                return 1;
            }
            return 1 + white;
        }
    };
    text.push(simple);
    2
}
