//! Text → text that XML and HTML show as it is; start tags; the addresses to which a link may lead; what a web page may
//! load.

/// The Content Security Policy of a web page: it loads nothing, and has no script. Pictures are those that it has in
/// itself.
pub(crate) fn policy(has_pictures: bool) -> &'static str {
    if has_pictures {
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    } else {
        "default-src 'none'; style-src 'unsafe-inline'"
    }
}

/// Appends a text, for content and for a quoted attribute value alike (XML 1.0, 2.4; HTML Standard, 13.1.2).
pub(crate) fn escape_into(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            // `]]>` may not be in a text of XML.
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if is_forbidden(c) => out.push(char::REPLACEMENT_CHARACTER),
            c => out.push(c),
        }
    }
}

/// Appends the beginning of a tag, without the `>` that ends it. The values of attributes are escaped.
pub(crate) fn open_tag_into(out: &mut String, tag: &str, attributes: &[(&str, &str)]) {
    out.push('<');
    out.push_str(tag);
    for (name, value) in attributes {
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        escape_into(out, value);
        out.push('"');
    }
}

/// A text of XML or HTML in two readings, for those who look for words in it: what is between its tags, as if they
/// were not there; and all of it, with the values of attributes, where each tag parts words.
pub(crate) fn readings(text: &str) -> [String; 2] {
    let (mut between, mut all) = (String::with_capacity(text.len()), String::with_capacity(text.len()));
    let mut in_tag = false;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let (read, length) = if c == '&' { entity(rest) } else { (c, c.len_utf8()) };
        rest = &rest[length..];
        match c {
            '<' => in_tag = true,
            '>' => in_tag = false,
            _ if !in_tag => between.push(read),
            _ => {}
        }
        all.push(if matches!(c, '<' | '>') { ' ' } else { read });
    }
    [between, all]
}

/// The character of an entity at the start of a text, and how long it is; of another `&` that character.
fn entity(text: &str) -> (char, usize) {
    let end = text.bytes().take(12).position(|byte| byte == b';');
    let Some(name) = end.and_then(|end| text.get(1..end)) else { return ('&', 1) };
    let number = name.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => number.parse().ok(),
    });
    let named = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    };
    number.and_then(char::from_u32).or(named).map_or(('&', 1), |read| (read, name.len() + 2))
}

/// Control characters and noncharacters, which a document may not have or should not (XML 1.0, 2.2; HTML Standard,
/// 13.2.3.5).
pub(crate) fn is_forbidden(c: char) -> bool {
    let code = u32::from(c);
    (c.is_control() && !matches!(c, '\t' | '\n')) || (0xFDD0..=0xFDEF).contains(&code) || code & 0xFFFE == 0xFFFE
}

/// Whether a link may lead to an address outside of the document.
pub(crate) fn is_address(url: &str) -> bool {
    // Schemes have no case (RFC 3986, 3.1).
    ["http://", "https://", "mailto:"]
        .iter()
        .any(|scheme| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_breaks_out_of_its_element_or_attribute() {
        let mut out = String::new();
        open_tag_into(&mut out, "a", &[("b", "\"'><c&\u{0}")]);
        escape_into(&mut out, "]]></a>\u{FFFE}\u{7}\u{FDD0}\n");
        let expected = "<a b=\"&quot;&#39;&gt;&lt;c&amp;\u{FFFD}\"]]&gt;&lt;/a&gt;\u{FFFD}\u{FFFD}\u{FFFD}\n";
        assert_eq!(out, expected);
    }

    #[test]
    fn a_link_leads_to_the_web_or_to_mail() {
        assert!(is_address("HTTPS://example.org") && is_address("mailto:a@example.org"));
        assert!(!is_address("javascript:alert(1)") && !is_address("file:///etc/passwd") && !is_address("#a"));
    }
}
