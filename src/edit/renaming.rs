//! A text in which a record has another id.

use std::ops::Range;

use super::RecordPath;
use super::items::{TextItem, items};
use crate::check::mention::Mention;
use crate::parse::{LiteralOrigin, TomlDocument};
use crate::schema::{Target, is_id_part};
use crate::source::Sources;

/// Where the ids of records are written, without the quotation marks around them, sorted: in their headers and fields,
/// in the names of positions, and in `references`, which are the places that refer to any of them. `sources` has the
/// text as its only file.
pub(super) fn places(
    sources: &Sources,
    document: &TomlDocument,
    records: &[RecordPath],
    references: &[Mention],
) -> Vec<Vec<Range<usize>>> {
    let text = sources.file(document.file()).text.as_str();
    let items = items(text, document);
    let of = |record: &RecordPath| {
        let mut places = names(text, &items, record);
        let own = references.iter().filter(|it| record.target() == Some((it.target, it.id.as_str())));
        places.extend(own.filter_map(|mention| place(sources, document, mention)));
        places.sort_by_key(|place| place.start);
        places.dedup();
        places
    };
    records.iter().map(of).collect()
}

/// Where a reference has the id; `None` where that is one of the names.
fn place(sources: &Sources, document: &TomlDocument, mention: &Mention) -> Option<Range<usize>> {
    let value = document.value(&mention.path)?;
    match value.as_text() {
        // A citation in prose, or the whole text.
        Some(text) if text != mention.id => Some(mention.span.range()),
        Some(text) => Some(LiteralOrigin::of(sources, value.span).span(0..text.len()).range()),
        // The header of a position is among the names.
        None => None,
    }
}

/// A text with another id at some places.
pub(super) fn renamed(text: &str, places: &[Range<usize>], to: &str) -> String {
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
fn names(text: &str, items: &[TextItem], record: &RecordPath) -> Vec<Range<usize>> {
    let path = record.path();
    let own = record.table.split('.').position(is_id_part).unwrap_or_default();
    let target = record.target();
    let mut places = Vec::new();
    for item in items {
        let steps: Vec<&str> = item.path.split('.').collect();
        let is_at = |at: usize, id: &str| steps[0] == "positions" && steps.get(at) == Some(&id);
        let part = match target {
            _ if item.is_within(&path) => Some(own),
            Some((Target::Issue, id)) if is_at(1, id) || steps[0] == "aims" && steps.get(1) == Some(&id) => Some(1),
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

#[cfg(test)]
mod tests {
    use crate::edit::{Draft, PathTarget, place};
    use crate::growth::is_linear;

    #[test]
    fn a_record_that_is_named_often_gets_another_id_in_linear_time() {
        let citations = |count: usize| format!("[brief]\nbottom_line = \"{}\"\n", "So [@x]. ".repeat(count));
        let lists = |count: usize| format!("[claims.c]\nsources = [{}]\n", "\"x\", ".repeat(count));
        let fields = |count: usize| (0..count).map(|at| format!("x.a{at} = 1\n")).collect::<String>();
        let in_braces = |count: usize| (0..count).map(|at| format!("x.a{at} = 1")).collect::<Vec<_>>().join(", ");
        let texts: [&dyn Fn(usize) -> String; 4] = [
            &|count| format!("{}[sources.x]\n", citations(count)),
            &|count| format!("{}[sources.x]\n", lists(count)),
            &|count| format!("[sources]\n{}", fields(count)),
            &|count| format!("sources = {{ {} }}\n", in_braces(count)),
        ];
        for text in texts {
            assert!(is_linear(300, |count| {
                let mut draft = Draft::new(text(count)).unwrap();
                let Ok(PathTarget::Record(record)) = place("sources.x", draft.document()) else { panic!() };
                draft.rename(&record, "y").unwrap();
                assert!(!draft.text().contains('x'));
            }));
        }
    }
}
