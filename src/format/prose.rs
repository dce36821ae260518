//! One sentence a line, in the text of the file and not in what it decodes to: escapes stay as they were typed.

use crate::model::sentences;

/// What one space stands for in prose.
const WHITE: [char; 4] = [' ', '\t', '\n', '\r'];

/// A literal of several lines with one sentence a line and one blank line between paragraphs. `None` for a literal of
/// one line, or an empty one.
pub(super) fn sentence_a_line(literal: &str) -> Option<String> {
    let quotes = ["\"\"\"", "'''"].into_iter().find(|quotes| literal.starts_with(quotes))?;
    let inner = literal.get(3..literal.len().checked_sub(3)?)?;
    let joined = if quotes == "\"\"\"" { without_line_joints(inner) } else { inner.to_owned() };
    let mut paragraphs: Vec<String> = vec![String::new()];
    for line in joined.split('\n') {
        let words = line.split(WHITE).filter(|word| !word.is_empty());
        let mut blank = true;
        for word in words {
            blank = false;
            let Some(paragraph) = paragraphs.last_mut() else { continue };
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(word);
        }
        if blank && paragraphs.last().is_some_and(|last| !last.is_empty()) {
            paragraphs.push(String::new());
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    if paragraphs.is_empty() {
        return None;
    }
    let laid: Vec<String> = paragraphs
        .iter()
        .map(|paragraph| sentences(paragraph).into_iter().map(|range| &paragraph[range]).collect::<Vec<_>>().join("\n"))
        .collect();
    Some(format!("{quotes}\n{}{quotes}", laid.join("\n\n")))
}

/// Takes out each backslash at a line's end, with the white space up to the next text (TOML 1.1, "String").
fn without_line_joints(inner: &str) -> String {
    let mut out = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let text = after.trim_start_matches(WHITE);
        if after[..after.len() - text.len()].contains('\n') {
            rest = text;
        } else {
            // An escape: the character after the backslash belongs to it.
            let length = after.chars().next().map_or(0, char::len_utf8);
            out.push_str(&rest[at..=at + length]);
            rest = &after[length..];
        }
    }
    out.push_str(rest);
    out
}
