//! The Markdown text as a file for people.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::sign::is_sign;

/// The extensions of CommonMark that GitHub supports.
pub(super) const OPTIONS: Options =
    Options::ENABLE_TABLES.union(Options::ENABLE_FOOTNOTES).union(Options::ENABLE_STRIKETHROUGH);

/// Replaces `<br>` tags in a Markdown text, since they are hard to read in plain text and in programs that do not
/// display HTML.
///
/// In a table cell, where Markdown has no line break, the tag is replaced by a space. Elsewhere it is replaced by a
/// Markdown line break (two spaces and a line ending). It is kept in a heading, and where the next line could be read
/// as a heading, a list or the like. The words are the same.
#[must_use]
pub fn without_break_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    let (mut in_cell, mut in_heading) = (false, false);
    for (event, range) in Parser::new_ext(text, OPTIONS).into_offset_iter() {
        match event {
            Event::Start(Tag::TableCell) => in_cell = true,
            Event::End(TagEnd::TableCell) => in_cell = false,
            Event::Start(Tag::Heading { .. }) => in_heading = true,
            Event::End(TagEnd::Heading(_)) => in_heading = false,
            Event::InlineHtml(html) if is_break(&html) => {
                let next = text[range.end..].trim_start_matches(' ');
                let after = if in_cell { next } else { &text[range.end..] };
                let begins_safely = after.starts_with(|c: char| c.is_alphabetic() || is_sign(c));
                if !in_cell && (in_heading || !begins_safely) {
                    continue;
                }
                out.push_str(&text[done..range.start]);
                out.truncate(out.trim_end_matches(' ').len());
                out.push_str(if in_cell { " " } else { "  \n" });
                done = text.len() - after.len();
            }
            _ => {}
        }
    }
    out.push_str(&text[done..]);
    out
}

/// Whether inline HTML is a line break.
pub(super) fn is_break(html: &str) -> bool {
    html.trim_matches(['<', '>', '/', ' ']).eq_ignore_ascii_case("br")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_no_break_tags() {
        for (text, file) in [
            ("| A<br>B |\n| --- |\n| **x**<br>□ y <br/> z |\n", "| A B |\n| --- |\n| **x** □ y z |\n"),
            ("□ open<br>Priority: 1\n", "□ open  \nPriority: 1\n"),
            // Tags in code and escaped tags are kept, and so are tags before text that would begin a block on a line of
            // its own.
            ("| \\<br> `<br>` |\n| --- |\n", "| \\<br> `<br>` |\n| --- |\n"),
            ("a<br>- b, a<br>1. b, a<br># b\n", "a<br>- b, a<br>1. b, a<br># b\n"),
            ("# A<br>B\n", "# A<br>B\n"),
        ] {
            assert_eq!(without_break_tags(text), file);
        }
    }

    #[test]
    fn a_break_beside_spaces_or_at_the_end_of_a_cell_leaves_one_space() {
        let table = |cell: &str| format!("| {cell} |\n| --- |\n");
        assert_eq!(without_break_tags(&table("a <br> b")), table("a b"));
        assert_eq!(without_break_tags(&table("a<br>")), table("a"));
        assert_eq!(without_break_tags(&table("a<br><br>b")), table("a b"));
    }
}
