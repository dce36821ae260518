//! Text → text that HTML and CSS show as it is.

/// Appends a text, for content and for a quoted attribute value alike (HTML Standard, 13.1.2).
pub(super) fn push(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if is_forbidden(c) => out.push(char::REPLACEMENT_CHARACTER),
            c => out.push(c),
        }
    }
}

/// A text as a string of CSS that may stand in a `<style>` element: all but letters, digits and spaces is written as a
/// number (CSS Syntax Module Level 3, 4.3.7).
pub(super) fn css_string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            c if c.is_alphanumeric() || c == ' ' => out.push(c),
            c if is_forbidden(c) => out.push(char::REPLACEMENT_CHARACTER),
            c => out.push_str(&format!("\\{:x} ", u32::from(c))),
        }
    }
    out.push('"');
    out
}

/// Control characters and noncharacters, which a file may not have (HTML Standard, 13.2.3.5).
fn is_forbidden(c: char) -> bool {
    let code = u32::from(c);
    (c.is_control() && !matches!(c, '\t' | '\n')) || (0xFDD0..=0xFDEF).contains(&code) || code & 0xFFFE == 0xFFFE
}

/// Whether a link may lead to an address outside of the page.
pub(super) fn is_address(url: &str) -> bool {
    // Schemes have no case (RFC 3986, 3.1).
    ["http://", "https://", "mailto:"]
        .iter()
        .any(|scheme| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}
