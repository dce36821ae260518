//! Fields that are set: each change is made against one reading of the text, and all of them are written at once.

use std::ops::Range;

use super::{Draft, FieldPlace, anchor, layout_error, literal, read, same};
use crate::error::Error;
use crate::parse::{TomlDocument, TomlEntry};
use crate::schema::Type;

/// A field, and what it is set to.
#[derive(Debug, Clone)]
pub struct NewValue {
    /// The field of a record that is there.
    pub place: FieldPlace,
    /// The values as a person types them: one, or several for a list.
    pub values: Vec<String>,
}

/// A change of the text that sets a field.
pub(super) struct FieldEdit {
    /// The number of its value.
    number: usize,
    path: String,
    range: Range<usize>,
    piece: String,
    /// The order among those at one place: where the record begins, and the place of the field in the format.
    order: (usize, usize),
}

/// The changes of the text that set fields, in its order; none for a field that has its value already.
pub(super) fn edits(draft: &Draft, values: &[NewValue]) -> Result<Vec<FieldEdit>, Vec<(usize, Error)>> {
    let (mut edits, mut errors) = (Vec::new(), Vec::new());
    for (number, value) in values.iter().enumerate() {
        match edit(draft, number, value) {
            Ok(edit) => edits.extend(edit),
            Err(error) => errors.push((number, error)),
        }
    }
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end, edit.order));
    if errors.is_empty() { Ok(edits) } else { Err(errors) }
}

/// The text with changes, in its order, and the same as a tree: nothing differs but what was set.
pub(super) fn with(draft: &Draft, edits: &[FieldEdit]) -> Result<(String, TomlDocument), Vec<(usize, Error)>> {
    let written = |edits: &[FieldEdit]| {
        let text = applied(&draft.text, edits)?;
        let document = read(&text)?;
        let paths: Vec<&str> = edits.iter().map(|edit| edit.path.as_str()).collect();
        same::but(draft.document.root(), document.root(), &paths).then_some((text, document))
    };
    written(edits).ok_or_else(|| {
        // The first with which it cannot be written, found in few steps.
        let (mut good, mut bad) = (0, edits.len());
        while bad - good > 1 {
            let middle = usize::midpoint(good, bad);
            if written(&edits[..middle]).is_some() { good = middle } else { bad = middle }
        }
        edits[good..bad].iter().map(|edit| (edit.number, layout_error(&edit.path))).collect()
    })
}

fn applied(text: &str, edits: &[FieldEdit]) -> Option<String> {
    let (mut out, mut done) = (String::with_capacity(text.len()), 0);
    for edit in edits {
        out.push_str(text.get(done..edit.range.start)?);
        out.push_str(&edit.piece);
        done = edit.range.end;
    }
    out.push_str(text.get(done..)?);
    Some(out)
}

/// The change that sets a field; `None` when it has the value already.
fn edit(draft: &Draft, number: usize, NewValue { place, values }: &NewValue) -> Result<Option<FieldEdit>, Error> {
    let path = place.path();
    let table = draft.table(place).ok_or_else(|| layout_error(&path))?;
    let begins = draft.document.span(&place.record()).map_or(0, |span| span.start);
    let field = place.table.all_fields().position(|field| field.name == place.field.name).unwrap_or_default();
    let order = (begins, field);
    if let Some(entry) = table.entries.get(place.field.name) {
        let piece = replacement(draft, place, values, entry)?;
        return Ok(piece.map(|piece| FieldEdit { number, path, range: entry.value.span.range(), piece, order }));
    }
    let around = anchor::for_field(&draft.text, table, draft.header(place), place);
    let around = around.ok_or_else(|| layout_error(&path))?;
    let written = literal::literal(place.field, values, !around.braces)?;
    let written = literal::value(place.table, place.field, &written);
    let piece = around.piece(&draft.text, &format!("{} = {written}", place.field.name));
    Ok(Some(FieldEdit { number, path, range: around.at..around.at, piece, order }))
}

/// What stands for the value of a field; `None` when that is the same value in another spelling.
fn replacement(
    draft: &Draft,
    place: &FieldPlace,
    values: &[String],
    entry: &TomlEntry,
) -> Result<Option<String>, Error> {
    let (text, field) = (&draft.text, place.field);
    let braces = anchor::in_braces(text, entry.key.start);
    let mut written = literal::literal(field, values, !braces)?;
    if literal::is_open(text, &entry.value) && matches!(field.kind, Type::Prose | Type::Passage) {
        let opened = literal::value(place.table, field, &literal::opened(written.clone()));
        // Several sentences would come to be on lines of their own, which is not what was given.
        if opened.lines().count() == 2 {
            written = opened;
        }
    }
    let written = literal::value(place.table, field, &written);
    if literal::has_comment(text, &entry.value) {
        let message = format!("the list `{}` has comments in it, which would be lost", place.path());
        return Err(Error::new(message).help("change it by hand"));
    }
    let written = anchor::with_line_ends_of(text, &written);
    let name = "x";
    let new = read(&format!("{name} = {written}\n")).ok_or_else(|| layout_error(&place.path()))?;
    let is_same = new.value(name).is_some_and(|new| same::value(&entry.value, new));
    Ok((!is_same).then_some(written))
}
