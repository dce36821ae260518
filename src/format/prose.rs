//! One sentence a line, in the text of the file and not in what it decodes to: escapes stay as they were typed.

use crate::model::{ITEM, sentences};

/// What one space stands for in prose.
const WHITE: [char; 4] = [' ', '\t', '\n', '\r'];

/// A literal of several lines with one sentence a line and one blank line between paragraphs; a line that begins as an
/// item of a list does keeps its own line. `None` for a literal of one line, or an empty one.
pub(super) fn sentence_a_line(literal: &str) -> Option<String> {
    let quotes = ["\"\"\"", "'''"].into_iter().find(|quotes| literal.starts_with(quotes))?;
    let inner = literal.get(3..literal.len().checked_sub(3)?)?;
    let joined = if quotes == "\"\"\"" { without_line_joints(inner) } else { inner.to_owned() };
    let mut out = String::new();
    for paragraph in paragraphs(&joined) {
        out.push_str(if out.is_empty() { "" } else { "\n\n" });
        out.push_str(&paragraph.iter().map(|part| sentences_on_lines(part)).collect::<Vec<_>>().join("\n"));
    }
    if out.is_empty() { None } else { Some(format!("{quotes}\n{out}{quotes}")) }
}

/// The paragraphs of a text. A paragraph is made of parts: the first begins with it, each further one with a line that
/// [`begins_block`]. A part is a text with single spaces between its words.
pub(super) fn paragraphs(text: &str) -> Vec<Vec<String>> {
    let mut all: Vec<Vec<String>> = vec![Vec::new()];
    for line in text.split('\n') {
        let words: Vec<&str> = line.split(WHITE).filter(|word| !word.is_empty()).collect();
        let words = words.join(" ");
        let Some(paragraph) = all.last_mut() else { continue };
        match paragraph.last_mut() {
            None if words.is_empty() => {}
            Some(_) if words.is_empty() => all.push(Vec::new()),
            Some(part) if !begins_block(&words) => {
                part.push(' ');
                part.push_str(&words);
            }
            _ => paragraph.push(words),
        }
    }
    all.retain(|paragraph| !paragraph.is_empty());
    all
}

/// Whether a line begins as a block of Markdown does (CommonMark 0.31, 4 and 5): an item of a list, a heading, a
/// quotation, a row of a table, a fence. Prose has none of these, and they are reported by where their lines begin.
fn begins_block(line: &str) -> bool {
    let line = line.trim_start();
    // What an escape stands for may begin one.
    let escape = line.strip_prefix('\\').is_some_and(|rest| rest.starts_with(['t', 'u', 'U', 'x']));
    let ends = |rest: &str| rest.is_empty() || rest.starts_with(' ');
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = (1..=9).contains(&(line.len() - digits.len())) && digits.strip_prefix(['.', ')']).is_some_and(ends);
    let bullet = line.strip_prefix(['-', '*', '+', '•', '–', '—', '·']).is_some_and(ends);
    let hashes = line.trim_start_matches('#');
    let heading = (1..=6).contains(&(line.len() - hashes.len())) && ends(hashes);
    let rule = line.len() >= 3 && ["-", "=", "*", "_"].iter().any(|mark| line.replace(mark, "").trim().is_empty());
    escape
        || number
        || bullet
        || heading
        || rule
        || line.starts_with(['>', '|'])
        || line.starts_with("```")
        || line.starts_with("~~~")
        || line.starts_with("[^")
}

/// One sentence a line, unless the line would then begin a block. The lines of an item are below its first word.
fn sentences_on_lines(part: &str) -> String {
    let mut out = String::with_capacity(part.len());
    let line_end = if part.starts_with(ITEM) { "\n  " } else { "\n" };
    for range in sentences(part) {
        let sentence = &part[range];
        if !out.is_empty() {
            out.push_str(if begins_block(sentence) { " " } else { line_end });
        }
        out.push_str(sentence);
    }
    out
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
