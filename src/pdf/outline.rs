//! The outline: the headings as bookmarks (ISO 32000-1, 12.3.3).

use lopdf::{Object, ObjectId, dictionary};

use super::{WriteError, text_string};
use crate::layout::page::Laid;

/// Adds the headings as a nested outline. A heading belongs to the last one before it of a lower level, so levels may
/// skip.
pub(super) fn add(document: &mut lopdf::Document, laid: &Laid, pages: &[ObjectId]) -> Result<(), WriteError> {
    let entries: Vec<_> = laid.outline.iter().filter(|entry| entry.page < pages.len()).collect();
    if entries.is_empty() {
        return Ok(());
    }
    let root = document.new_object_id();
    let ids: Vec<ObjectId> = entries.iter().map(|_| document.new_object_id()).collect();
    let mut parents: Vec<Option<usize>> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        while open.last().is_some_and(|last| entries[*last].level >= entry.level) {
            open.pop();
        }
        parents.push(open.last().copied());
        open.push(at);
    }
    let children = |parent: Option<usize>| (0..entries.len()).filter(move |at| parents[*at] == parent);
    let children: Vec<Vec<usize>> = std::iter::once(None)
        .chain((0..entries.len()).map(Some))
        .map(|parent| children.clone()(parent).collect())
        .collect();
    for (at, entry) in entries.iter().enumerate() {
        let height = laid.pages.get(entry.page).map_or(0.0, |page| page.height);
        let top = ((height - entry.y) * 100.0).round() / 100.0;
        let to = vec![pages[entry.page].into(), "XYZ".into(), Object::Null, Object::Real(top), Object::Null];
        let mut item = dictionary! { "Title" => text_string(&entry.title), "Dest" => to };
        let list = children.iter().position(|list| list.contains(&at)).unwrap_or(0);
        item.set("Parent", if list == 0 { root } else { ids[list - 1] });
        let place = children[list].iter().position(|child| *child == at).unwrap_or(0);
        if place > 0 {
            item.set("Prev", ids[children[list][place - 1]]);
        }
        if let Some(next) = children[list].get(place + 1) {
            item.set("Next", ids[*next]);
        }
        if let (Some(first), Some(last)) = (children[at + 1].first(), children[at + 1].last()) {
            item.set("First", ids[*first]);
            item.set("Last", ids[*last]);
            item.set("Count", children[at + 1].len() as i64);
        }
        document.objects.insert(ids[at], Object::Dictionary(item));
    }
    let mut outline = dictionary! { "Type" => "Outlines", "Count" => entries.len() as i64 };
    if let (Some(first), Some(last)) = (children[0].first(), children[0].last()) {
        outline.set("First", ids[*first]);
        outline.set("Last", ids[*last]);
    }
    document.objects.insert(root, Object::Dictionary(outline));
    document.catalog_mut()?.set("Outlines", root);
    Ok(())
}
