//! The paragraphs of prose, and the items of its lists.

use std::ops::Range;

use crate::model::ITEM;

/// What one space stands for. A no-break space is not one of them.
pub(super) const WHITE: [char; 4] = [' ', '\t', '\n', '\r'];

/// The paragraphs of a text: what blank lines part, and each item of a list.
pub(crate) fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    if !text.contains('\n') {
        let blank = text.trim_matches(WHITE).is_empty();
        all.extend((!blank).then_some(0..text.len()));
        return all;
    }
    let mut open: Option<Range<usize>> = None;
    let begins = begins_lists(text);
    let (mut at, mut in_list) = (0, false);
    for (line, begins) in text.split_inclusive('\n').zip(begins) {
        let range = at..at + line.len();
        at = range.end;
        let words = line.trim_matches(WHITE);
        if words.is_empty() {
            all.extend(open.take());
            in_list = false;
        } else {
            in_list |= begins;
            if in_list && words.starts_with(ITEM) {
                all.extend(open.take());
            }
            open = Some(open.map_or(range.start, |open| open.start)..range.end);
        }
    }
    all.extend(open);
    all
}

/// For each line whether it can be the first item of a list: it begins as one does, and another item follows before the
/// next blank line, or a sentence has ended before it. In the middle of a sentence, or before a number, a line may begin
/// with a minus. However the lines of an item end, the answer is the same.
fn begins_lists(text: &str) -> Vec<bool> {
    let lines: Vec<&str> = text.split_inclusive('\n').map(|line| line.trim_matches(WHITE)).collect();
    let mut begins = vec![false; lines.len()];
    let mut follows = false;
    for (at, line) in lines.iter().enumerate().rev() {
        let item = line.strip_prefix(ITEM);
        begins[at] = item.is_some() && follows;
        follows = !line.is_empty() && (follows || item.is_some());
    }
    let mut had_list = false;
    for (at, line) in lines.iter().enumerate() {
        let before = at.checked_sub(1).map_or("", |at| lines[at]);
        let opens = had_list || before.is_empty() || before.ends_with(['.', ':', '!', '?', ';']);
        let item = line.strip_prefix(ITEM);
        begins[at] |= opens && item.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()));
        had_list |= begins[at];
    }
    begins
}
