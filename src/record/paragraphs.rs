//! The paragraphs of prose, and the items of its lists.

use std::ops::Range;

use crate::model::ITEM;

/// What one space stands for. A no-break space is not one of them.
pub(super) const WHITE: [char; 4] = [' ', '\t', '\n', '\r'];

/// The paragraphs of a text: what blank lines separate.
pub(crate) fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    let mut open: Option<Range<usize>> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let range = at..at + line.len();
        at = range.end;
        if line.trim_matches(WHITE).is_empty() {
            all.extend(open.take());
        } else {
            open = Some(open.map_or(range.start, |open| open.start)..range.end);
        }
    }
    all.extend(open);
    all
}

/// The paragraphs of a text and the items of its lists, each with whether it is an item; the range of an item is
/// without [`ITEM`].
pub(crate) fn with_items(text: &str) -> Vec<(Range<usize>, bool)> {
    let mut all = Vec::new();
    for paragraph in paragraphs(text) {
        let starts = items(&text[paragraph.clone()]);
        let mut open = (paragraph.start, false);
        for start in starts.map(|start| paragraph.start + start) {
            if start > open.0 {
                all.push((open.0..start, open.1));
            }
            open = (start + ITEM.len(), true);
        }
        all.push((open.0..paragraph.end, open.1));
    }
    all.retain(|(range, _)| !text[range.clone()].trim_matches(WHITE).is_empty());
    all
}

/// Where the items of the list of a paragraph begin. A list begins with a line that looks like an item, if another such
/// line follows or a sentence has ended before it: in the middle of a sentence, or before a number, a line may begin
/// with a minus. However the lines of an item end, the answer is the same.
fn items(paragraph: &str) -> impl Iterator<Item = usize> {
    let mut at = 0;
    let mut before = "";
    let lines = paragraph.split_inclusive('\n').map(|line| {
        let start = at + line.len() - line.trim_start_matches(WHITE).len();
        at += line.len();
        let opens = before.is_empty() || before.ends_with(['.', ':', '!', '?', ';']);
        before = line.trim_matches(WHITE);
        let rest = before.strip_prefix(ITEM);
        let begins = opens && rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()));
        (start, rest.is_some(), begins)
    });
    let lines: Vec<_> = lines.filter(|(_, looks_so, _)| *looks_so).collect();
    let first = lines.iter().enumerate().position(|(nth, (.., begins))| *begins || nth + 1 < lines.len());
    lines.into_iter().skip(first.unwrap_or(usize::MAX)).map(|(start, ..)| start)
}
