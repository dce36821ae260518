//! A guard against names of thousands of parts: the tree of such a name is as deep, and walking or dropping it
//! would exhaust the stack. Nested lists and inline tables are bounded by the toml crate itself.

use std::ops::Range;

/// The longest dotted name that is read. With the crate's bound of 80 nested values a tree is at most 1280 deep.
const MOST_PARTS: usize = 16;

/// The first name of too many parts, wherever a name may start: at the start of a line and after `[`, `{` or `,`.
pub(super) fn too_long_a_name(text: &str) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
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
    let length = bytes[at..].iter().take_while(|byte| !b" \t\r\n.=[]{},\"'#".contains(byte)).count();
    (length > 0 || quote == b'.').then_some(at + length)
}

fn blank(bytes: &[u8], at: usize) -> usize {
    at + bytes.get(at..).unwrap_or_default().iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_found_wherever_it_may_stand_and_prose_is_not_one() {
        let long = ["a"; 17].join(".");
        let quoted = ["\"a\""; 17].join(" . ");
        for text in [format!("{long} = 1"), format!("x = 1\n[{quoted}]"), format!("x = {{ y = 1, {long} = 2 }}")] {
            assert!(too_long_a_name(&text).is_some(), "{text}");
        }
        for text in ["positions.a.b.c = 1", "t = \"Chapter ................................ 9\"", "\"", "'", ""] {
            assert_eq!(too_long_a_name(text), None, "{text}");
        }
    }
}
