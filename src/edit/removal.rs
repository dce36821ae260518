//! A text without one of its records.

use std::ops::Range;

use super::anchor::{closed_up, line_end, line_start, start_of_text};
use super::items::{Spelling, TextItem, items};
use crate::parse::TomlDocument;

/// The text without what is at a path, however it is spelt: its headers with the fields under them, and its fields
/// elsewhere. The comments among them and directly above go with them.
pub(super) fn without(text: &str, document: &TomlDocument, path: &str) -> String {
    let items = items(text, document);
    // Where what comes before each item ends.
    let mut before = Vec::with_capacity(items.len());
    let mut last = None;
    for item in &items {
        before.push(last);
        last = last.max(Some(item.end));
    }
    let mut text = text.to_owned();
    let mut behind = Vec::new();
    // From the last to the first: so the places of what is left stay.
    for at in outermost(&items, path).into_iter().rev() {
        // What comes further on has no part in this; without it, nothing has to be moved up each time.
        let near = match items[at].spelling {
            Spelling::Header | Spelling::Line => next_content(&text, line_end(&text, end(&items, at))),
            Spelling::Braces => next_in_braces(&text, items[at].end),
        };
        behind.push(text.split_off(near));
        let range = match items[at].spelling {
            Spelling::Header | Spelling::Line => lines(&text, &items, at, before[at]),
            Spelling::Braces => in_braces(&text, &items[at]),
        };
        text.replace_range(range, "");
    }
    text.extend(behind.into_iter().rev());
    text
}

/// The end of the first line from a byte on that is neither blank nor a comment.
fn next_content(text: &str, from: usize) -> usize {
    let mut at = from;
    while at < text.len() {
        let next = line_end(text, at);
        if !is_comment(text, at) && !text[at..next].trim().is_empty() {
            return next;
        }
        at = next;
    }
    at
}

/// The end of what comes directly after a field in braces: a comma, and the first character after it.
fn next_in_braces(text: &str, from: usize) -> usize {
    let after = text[from..].trim_start();
    let rest = after.strip_prefix(',').unwrap_or(after).trim_start();
    text.len() - rest.len() + rest.chars().next().map_or(0, char::len_utf8)
}

/// The items at or below a path that are in no other of them.
fn outermost(items: &[TextItem], path: &str) -> Vec<usize> {
    let mut all = Vec::new();
    let mut covered = 0;
    for (at, item) in items.iter().enumerate().filter(|(_, item)| item.is_within(path)) {
        if item.start >= covered {
            covered = end(items, at);
            all.push(at);
        }
    }
    all
}

/// The end of a field, or of the last field under a header.
fn end(items: &[TextItem], at: usize) -> usize {
    let fields = items[at + 1..].iter().take_while(|item| items[at].is_header() && !item.is_header());
    fields.map(|item| item.end).chain([items[at].end]).max().unwrap_or_default()
}

/// The lines of a header with its fields, or of a field. `before` is where what comes before it ends.
fn lines(text: &str, items: &[TextItem], at: usize, before: Option<usize>) -> Range<usize> {
    let item = &items[at];
    let start = start_of_text(text);
    let before = before.map_or(start, |end| line_end(text, end));
    let mut from = line_start(text, item.start).max(start);
    while from > before {
        let previous = line_start(text, from - 1).max(start);
        if !is_comment(text, previous) {
            break;
        }
        from = previous;
    }
    let below_header = at > 0 && items[at - 1].is_header() && from == before;
    let end = end(items, at);
    let mut to = line_end(text, end);
    if item.is_header() {
        // What is said below the last field is part of the table, unless it is above the next one.
        let mut below = to;
        while is_comment(text, below) {
            below = line_end(text, below);
        }
        if text[below..line_end(text, below)].trim().is_empty() {
            to = below;
        }
    }
    let more = items[at + 1..].iter().find(|next| next.start > end).is_some_and(|next| !next.is_header());
    closed_up(text, from..to, below_header && more)
}

fn is_comment(text: &str, line: usize) -> bool {
    text[line..].trim_start_matches([' ', '\t']).starts_with('#')
}

/// A field in braces, with the comma that it no longer needs; its line when it is on one alone.
fn in_braces(text: &str, item: &TextItem) -> Range<usize> {
    let after = text[item.end..].trim_start();
    if let Some(rest) = after.strip_prefix(',') {
        let end = text.len() - rest.trim_start_matches([' ', '\t']).len();
        if text[end..].starts_with(['\n', '\r']) {
            let line = line_start(text, item.start);
            if text[line..item.start].trim().is_empty() {
                return line..line_end(text, end);
            }
        }
        return item.start..end;
    }
    let before = text[..item.start].trim_end();
    match (before.ends_with(','), before.ends_with('{') && after.starts_with('}')) {
        (true, _) => before.len() - 1..item.end,
        // Nothing is left in the braces.
        (_, true) => before.len()..text.len() - after.len(),
        _ => item.start..item.end,
    }
}

#[cfg(test)]
mod tests {
    use crate::edit::{Draft, PathTarget, place};
    use crate::growth::is_linear;

    fn removed(text: &str, path: &str) -> String {
        let mut draft = Draft::new(text).unwrap();
        let Ok(PathTarget::Record(record)) = place(path, draft.document()) else { panic!("{path}") };
        draft.remove(&record).unwrap();
        draft.text().to_owned()
    }

    #[test]
    fn a_record_in_many_places_goes_in_linear_time() {
        let kept = "[claims.y]\ntext = \"Y\"\n";
        let fields = |count: usize| (0..count).map(|at| format!("x.a{at} = 1")).collect::<Vec<_>>();
        for spelling in ["x.a{} = 1\ny.a{} = 1\n", "# x\nx.a{} = 1\n\n", "x.a{} = 1\n# y\ny.a{} = 1\n"] {
            assert!(is_linear(400, |count| {
                let lines: String = (0..count).map(|at| spelling.replace("{}", &at.to_string())).collect();
                assert!(!removed(&format!("[claims]\n{lines}"), "claims.x").contains("x."));
            }));
        }
        assert!(is_linear(400, |count| {
            let tables: String = (0..count).map(|at| format!("[claims.x.a{at}]\nb = 1\n\n")).collect();
            assert_eq!(removed(&format!("{kept}\n{tables}"), "claims.x"), kept);
        }));
        assert!(is_linear(400, |count| {
            let text = format!("claims = {{ {}, y.b = 1 }}\n", fields(count).join(", "));
            assert_eq!(removed(&text, "claims.x"), "claims = { y.b = 1 }\n");
        }));
    }

    #[test]
    fn a_record_goes_with_its_comments_and_every_other_byte_stays() {
        for (text, left) in [
            // Its own comments are those in it and directly above it.
            (
                "# a\n\n# b\n[claims.x] # c\n# d\ntext = \"\"\"\n# no comment\"\"\" # e\n# f\n\n# g\n\n# h\n[claims.y]\n",
                "# a\n\n# g\n\n# h\n[claims.y]\n",
            ),
            ("[claims.x]\ntext = \"X\"\n# y\n[claims.y]\n", "# y\n[claims.y]\n"),
            ("[claims.w]\ntext = '''\n# no comment'''\n[claims.x]\n", "[claims.w]\ntext = '''\n# no comment'''\n"),
            // Line ends.
            ("\u{feff}[claims.x]\r\ntext = \"X\"\r\n\r\n[claims.y]\r\n", "\u{feff}[claims.y]\r\n"),
            ("[claims.w]\r\n\r\n# x\r\n[claims.x]\r\ntext = \"X\"", "[claims.w]"),
            ("schema = 1\n\n[claims.x]\n", "schema = 1\n"),
            // In several places.
            ("[claims.x.a]\nb = 1\n[claims.w]\n[claims.x]\nc = 2\n", "[claims.w]\n"),
            ("claims.x.text = \"X\"\nschema = 1\nclaims.x.about = []\n", "schema = 1\n"),
            ("[claims]\n# x\nx.text = \"X\"\nx.about = []\n\ny.text = \"Y\"\n", "[claims]\ny.text = \"Y\"\n"),
            ("[claims]\nw.text = \"W\"\nx . 'text' = \"X\"\n\n[brief]\n", "[claims]\nw.text = \"W\"\n\n[brief]\n"),
            // In braces.
            ("[claims]\nx = { text = \"X\" } # x\ny = {}\n", "[claims]\ny = {}\n"),
            ("claims = { x = { text = \"X\" }, y = {} }\n", "claims = { y = {} }\n"),
            ("claims = { w = {}, x = { text = \"X\" } }\n", "claims = { w = {} }\n"),
            ("claims = { x.text = \"X\", y = {}, x.about = [] }\n", "claims = { y = {} }\n"),
            ("claims = { x = {} }\n", "claims = {}\n"),
            ("claims = {\n  x = {},\n  y = {},\n}\n", "claims = {\n  y = {},\n}\n"),
        ] {
            assert_eq!(removed(text, "claims.x"), left, "{text}");
        }
        assert_eq!(removed("[outcome.points.a]\n[brief]\n[outcome]\nevent = \"E\"\n", "outcome"), "[brief]\n");
    }
}
