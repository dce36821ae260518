//! What is refused before the toml crate sees it, because it would exhaust the stack or take quadratic time.
//!
//! A name of thousands of parts makes a tree as deep, and walking or dropping it would exhaust the stack. (Nested lists
//! and inline tables are bounded by the crate itself.) A header that names a known table again makes the crate take
//! that table out of its parent and shift all that follow it.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

/// The longest dotted name that is read. With the crate's bound of 80 nested values a tree is at most 1280 deep.
const MOST_PARTS: usize = 16;

/// In a file of this many headers or fewer, any number of them may be repeated.
const FEW_HEADERS: usize = 2000;
/// In a longer one, this many.
const MOST_REPEATED: usize = 100;

/// The header at which too many have named a table that was named before, by itself or as the start of another.
pub(super) fn too_many_repeated_headers(text: &str) -> Option<Range<usize>> {
    // Nearly every file is done with here, cheaply.
    if text.bytes().filter(|byte| *byte == b'[').count() <= FEW_HEADERS {
        return None;
    }
    let mut known: HashSet<Cow<'_, str>> = HashSet::new();
    let mut headers = 0;
    let mut repeated = 0;
    let mut at = 0;
    let mut latest = None;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let Some(rest) = line.trim_start().strip_prefix('[') else { continue };
        // A list of tables, `[[name]]`, is added to and not taken out.
        let list = rest.starts_with('[');
        let Some(name) = rest.split(']').next() else { continue };
        headers += 1;
        // An escape may spell a known name otherwise, so it counts as one.
        let mut again = name.contains('\\');
        let plain = |c: char| c.is_whitespace() || c == '"' || c == '\'' || c == '[';
        let name = if name.contains(plain) { Cow::Owned(name.replace(plain, "")) } else { Cow::Borrowed(name) };
        again |= known.contains(&name);
        for (dot, _) in name.match_indices('.') {
            if !known.contains(&name[..dot]) {
                known.insert(Cow::Owned(name[..dot].to_owned()));
            }
        }
        known.insert(name);
        if again && !list {
            repeated += 1;
            latest = Some(start..start + line.trim_end().len());
        }
    }
    latest.filter(|_| headers > FEW_HEADERS && repeated > MOST_REPEATED)
}

/// The first name of too many parts, wherever a name may start: at the start of a line and after `[`, `{` or `,`.
pub(super) fn too_long_a_name(text: &str) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    if !has_dots(bytes) {
        return None;
    }
    let mut at = 0;
    let mut may_start = true;
    while at < bytes.len() {
        let byte = bytes[at];
        if may_start && (is_bare(byte) || byte == b'"' || byte == b'\'') {
            let (end, parts) = name(bytes, at);
            if parts > MOST_PARTS {
                return Some(at..end);
            }
            // A lone quote opens a value; what it holds may itself look like the start of a name.
            at = end.max(at + 1);
            may_start = false;
            continue;
        }
        may_start = match byte {
            b'\n' | b'\r' | b'[' | b'{' | b',' => true,
            b' ' | b'\t' => may_start,
            _ => false,
        };
        at += 1;
    }
    None
}

/// Whether a line has the dots that a name of too many parts has. Nearly no file has.
fn has_dots(bytes: &[u8]) -> bool {
    let mut dots = 0;
    let mut before = 0;
    for byte in bytes {
        match byte {
            b'.' => dots += 1,
            // A name goes on after an escaped line ending, for all that is known here.
            b'\n' if before != b'\\' => dots = 0,
            _ => {}
        }
        if dots >= MOST_PARTS {
            return true;
        }
        before = *byte;
    }
    false
}

/// Bytes beyond ASCII count: the toml crate recovers them as parts of a bare key.
fn is_bare(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') || !byte.is_ascii()
}

/// The end of the dotted name at `start`, and how many parts it has.
fn name(bytes: &[u8], start: usize) -> (usize, usize) {
    let mut at = start;
    let mut parts = 0;
    loop {
        let Some(end) = part(bytes, at) else { return (at, parts) };
        parts += 1;
        at = end;
        let dot = blank(bytes, at);
        if bytes.get(dot) != Some(&b'.') {
            return (at, parts);
        }
        let next = blank(bytes, dot + 1);
        // An empty part (`a..b`) is an error for which the crate still makes a level.
        at = if bytes.get(next) == Some(&b'.') { dot + 1 } else { next };
    }
}

fn part(bytes: &[u8], at: usize) -> Option<usize> {
    let quote = *bytes.get(at)?;
    if quote == b'"' || quote == b'\'' {
        let mut at = at + 1;
        loop {
            match bytes.get(at)? {
                b'\n' => return None,
                b'\\' if quote == b'"' => at += 2,
                byte if *byte == quote => return Some(at + 1),
                _ => at += 1,
            }
        }
    }
    let ends = |byte: &u8| {
        matches!(
            byte,
            b' ' | b'\t' | b'\r' | b'\n' | b'.' | b'=' | b'[' | b']' | b'{' | b'}' | b',' | b'"' | b'\'' | b'#'
        )
    };
    let length = bytes[at..].iter().take_while(|byte| !ends(byte)).count();
    (length > 0 || quote == b'.').then_some(at + length)
}

fn blank(bytes: &[u8], at: usize) -> usize {
    at + bytes.get(at..).unwrap_or_default().iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_long_file_of_repeated_headers_is_refused() {
        let headers = |count: usize| (0..count).fold(String::new(), |all, at| all + &format!("[a{at}]\n"));
        assert!(too_many_repeated_headers(&headers(1500).repeat(2)).is_some());
        assert!(too_many_repeated_headers(&(headers(1500).replace(']', ".b]") + &headers(1500))).is_some());
        assert!(
            too_many_repeated_headers(
                &(headers(1500) + &headers(1500).replace("[a", "[\"\\u0061").replace(']', "\"]"))
            )
            .is_some()
        );
        assert_eq!(too_many_repeated_headers(&headers(5000)), None);
        assert_eq!(too_many_repeated_headers(&headers(500).repeat(2)), None);
    }

    #[test]
    fn a_long_name_is_found_wherever_it_may_stand_and_prose_is_not_one() {
        let long = ["a"; 17].join(".");
        let quoted = ["\"a\""; 17].join(" . ");
        for text in [format!("{long} = 1"), format!("x = 1\n[{quoted}]"), format!("x = {{ y = 1, {long} = 2 }}")] {
            assert!(too_long_a_name(&text).is_some(), "{text}");
        }
        let spread = "\"a\\\nb\".".repeat(17) + "c";
        assert!(too_long_a_name(&spread).is_some(), "{spread}");
        for text in ["positions.a.b.c = 1", "t = \"Chapter ................................ 9\"", "\"", "'", ""] {
            assert_eq!(too_long_a_name(text), None, "{text}");
        }
    }
}
