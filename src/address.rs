//! Addresses (RFC 3986): which characters are in them as they are, and which as the numbers of their bytes.

#[cfg(any(feature = "lsp", test))]
use percent_encoding::percent_decode_str;
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but what a path has as it is: its unreserved characters (RFC 3986, 2.3) and the slashes between its parts.
const NOT_IN_PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// The same for the path of a file's address, where the letter of a drive ends with a colon (RFC 8089, appendix E.2).
const NOT_IN_FILE: &AsciiSet = &NOT_IN_PATH.remove(b':');

/// All but the characters that a whole address may have (RFC 3986, 2).
const NOT_IN_ADDRESS: &AsciiSet = &NOT_IN_FILE
    .remove(b'%')
    .remove(b'?')
    .remove(b'#')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// What is not a visible ASCII character.
const NOT_GRAPHIC: &AsciiSet = &CONTROLS.add(b' ');

/// What could end the destination of a link in Markdown, or mean something there (CommonMark, 6.3).
const NOT_IN_DESTINATION: &AsciiSet = &NOT_GRAPHIC
    .add(b'(')
    .add(b')')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'"')
    .add(b'|')
    .add(b'`')
    .add(b'*')
    .add(b'[')
    .add(b']')
    .add(b'^')
    .add(b'{')
    .add(b'}');

/// A path as the path of an address.
pub(crate) fn path(path: &str) -> String {
    utf8_percent_encode(&path.replace('\\', "/"), NOT_IN_PATH).to_string()
}

/// The path of a file as the path of its address.
#[cfg(any(feature = "lsp", test))]
pub(crate) fn file(path: &str) -> String {
    utf8_percent_encode(path, NOT_IN_FILE).to_string()
}

/// An address with nothing in it that an address may not have. What is written as numbers already stays.
pub(crate) fn strict(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for (at, part) in address.split('%').enumerate() {
        let is_number = part.as_bytes().get(..2).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
        match at {
            0 => {}
            _ if is_number => out.push('%'),
            _ => out.push_str("%25"),
        }
        out.extend(utf8_percent_encode(part, NOT_IN_ADDRESS));
    }
    out
}

/// An address in visible ASCII characters (RFC 3987, 3.1).
pub(crate) fn ascii(address: &str) -> String {
    utf8_percent_encode(address, NOT_GRAPHIC).to_string()
}

/// An address as the destination of a link in Markdown. Its letters stay readable.
pub(crate) fn destination(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for c in address.chars().filter(|c| !c.is_control()) {
        match c {
            // An entity would be decoded.
            '&' => out.push_str("&amp;"),
            _ if c.is_ascii() => out.extend(utf8_percent_encode(c.encode_utf8(&mut [0; 4]), NOT_IN_DESTINATION)),
            _ => out.push(c),
        }
    }
    out
}

/// The text of a part of an address; bytes that are not UTF-8 become U+FFFD.
#[cfg(any(feature = "lsp", test))]
pub(crate) fn decoded(part: &str) -> String {
    percent_decode_str(part).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_address_has_what_it_may_have() {
        assert_eq!(path("briefs\\zerno ü#1:2.toml"), "briefs/zerno%20%C3%BC%231%3A2.toml");
        assert_eq!(file("/C:/a b/é.toml"), "/C:/a%20b/%C3%A9.toml");
        assert_eq!(strict("https://x/%20 %é%zz|?a=[1]"), "https://x/%20%20%25%C3%A9%25zz%7C?a=%5B1%5D");
        assert_eq!(ascii("https://x/é (1)\u{7f}"), "https://x/%C3%A9%20(1)%7F");
        assert_eq!(destination("https://x/é (1)&<\n>"), "https://x/é%20%281%29&amp;%3C%3E");
    }

    #[test]
    fn what_is_encoded_is_decoded() {
        assert_eq!(decoded(&file("/a b/é%#1.toml")), "/a b/é%#1.toml");
        assert_eq!(decoded("/%zz%/%FF"), "/%zz%/\u{fffd}");
    }
}
