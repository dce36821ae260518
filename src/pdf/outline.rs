//! The outline: the headings as bookmarks (ISO 32000-1, 12.3.3).

use super::file::PdfFile;
use super::syntax::{ObjectNumber, Put};
use crate::layout::page::Pages;

/// The neighbours of an entry in the outline, as indices.
#[derive(Clone, Copy, Default)]
struct Kin {
    parent: Option<usize>,
    before: Option<usize>,
    after: Option<usize>,
    first: Option<usize>,
    last: Option<usize>,
    children: i64,
}

/// Writes the headings as a nested outline, and returns its root. The parent of a heading is the last heading before it
/// with a smaller level number, so levels may be skipped.
pub(super) fn write(laid: &Pages, pages: &[ObjectNumber], file: &mut PdfFile<'_>) -> Option<ObjectNumber> {
    let entries: Vec<_> = laid.outline.iter().filter(|entry| entry.page < pages.len()).collect();
    if entries.is_empty() {
        return None;
    }
    // The last one is the root.
    let mut kin = vec![Kin::default(); entries.len() + 1];
    let mut open: Vec<usize> = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        while open.last().is_some_and(|last| entries[*last].level >= entry.level) {
            open.pop();
        }
        kin[at].parent = open.last().copied();
        let parent = kin[at].parent.unwrap_or(entries.len());
        kin[at].before = kin[parent].last;
        if let Some(before) = kin[at].before {
            kin[before].after = Some(at);
        }
        kin[parent].first = kin[parent].first.or(Some(at));
        kin[parent].last = Some(at);
        kin[parent].children += 1;
        open.push(at);
    }
    let root = file.new_id();
    let ids: Vec<ObjectNumber> = entries.iter().map(|_| file.new_id()).collect();
    let reference = |out: &mut Vec<u8>, key: &str, at: Option<usize>| {
        if let Some(at) = at {
            out.put(key).reference(ids[at]);
        }
    };
    for (at, (entry, own)) in entries.iter().zip(&kin).enumerate() {
        let height = laid.pages.get(entry.page).map_or(0.0, |page| page.height);
        let top = ((height - entry.y) * 100.0).round() / 100.0;
        file.object(ids[at], |out| {
            out.put("<</Title").text(&entry.title).put("/Dest[").reference(pages[entry.page]).put("/XYZ null ");
            out.thousandths(top).put(" null]/Parent ").reference(own.parent.map_or(root, |parent| ids[parent]));
            reference(out, "/Prev ", own.before);
            reference(out, "/Next ", own.after);
            reference(out, "/First ", own.first);
            reference(out, "/Last ", own.last);
            if own.children > 0 {
                out.put("/Count ").integer(own.children);
            }
            out.put(">>");
        });
    }
    file.object(root, |out| {
        out.put("<</Type/Outlines/Count ").integer(entries.len() as i64);
        reference(out, "/First ", kin[entries.len()].first);
        reference(out, "/Last ", kin[entries.len()].last);
        out.put(">>");
    });
    Some(root)
}
