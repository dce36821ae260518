//! A text in which a record has another id.

use std::ops::Range;

use super::RecordPath;
use super::items::items;
use crate::check::mention::Mention;
use crate::parse::{Document, Origin};
use crate::schema::{Target, is_id_part};
use crate::source::Sources;

/// The text with another id wherever that of a record is written: in its headers and fields, in the names of positions,
/// and in `references`, which are the places that refer to it. `sources` has the text as its only file.
pub(super) fn renamed(
    sources: &Sources,
    document: &Document,
    record: &RecordPath,
    references: &[Mention],
    to: &str,
) -> String {
    let text = sources.file(document.file()).text.as_str();
    let mut places = names(text, document, record);
    let values = references.iter().filter_map(|mention| {
        let value = document.value(&mention.path)?;
        match value.as_text() {
            // A citation in prose, or the whole text.
            Some(text) if text != mention.id => Some(mention.span.range()),
            Some(text) => Some(Origin::of(sources, value.span).span(0..text.len()).range()),
            // The header of a position is among the names.
            None => None,
        }
    });
    places.extend(values);
    places.sort_by_key(|place| place.start);
    places.dedup();
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for place in places {
        out.push_str(&text[done..place.start]);
        out.push_str(to);
        done = place.end;
    }
    out.push_str(&text[done..]);
    out
}

/// Where the id is a part of a name, without the quotation marks around it.
fn names(text: &str, document: &Document, record: &RecordPath) -> Vec<Range<usize>> {
    let path = record.path();
    let own = record.table.split('.').position(is_id_part).unwrap_or_default();
    let target = record.target();
    let mut places = Vec::new();
    for item in items(text, document) {
        let steps: Vec<&str> = item.path.split('.').collect();
        let is_at = |at: usize, id: &str| steps[0] == "positions" && steps.get(at) == Some(&id);
        let part = match target {
            _ if item.is_within(&path) => Some(own),
            Some((Target::Issue, id)) if is_at(1, id) => Some(1),
            Some((Target::Party, id)) if is_at(2, id) => Some(2),
            _ => None,
        };
        if let Some(place) = part.and_then(|part| item.part(part)) {
            let quoted = usize::from(text[place.clone()].starts_with(['"', '\'']));
            places.push(place.start + quoted..place.end - quoted);
        }
    }
    places
}
