//! Escaping for CSS.

use crate::markup::is_forbidden;

/// A text as a CSS string that may be in a `<style>` element. Everything except letters, digits and spaces is escaped
/// as a number (CSS Syntax Module Level 3, 4.3.7).
pub(super) fn string(text: &str) -> String {
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
