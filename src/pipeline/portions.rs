//! Portion marks: each paragraph of a page begins with its own mark, in brackets and short.
//!
//! As in the CAPCO manual (ODNI, Authorized Classification and Control Markings Register), the mark comes before the
//! portion, and is as short as the scheme permits. The marks are added to the texts of the brief before a template sees
//! them, so every template and every output has them.

use super::Checked;
use crate::check::{read_brief, with_what_is_named};
use crate::handling::Marking;
use crate::model::Brief;
use crate::parse::{TomlDocument, TomlValue};
use crate::record::{prose, tables};
use crate::schema::Type;

/// A brief with a mark before each paragraph of its prose. `None` when it has no valid `handling`, which says what the
/// marks mean.
///
/// Titles have no mark, since they are used in headings and links. A picture without a caption, or with a blank one,
/// has only the mark as its caption.
pub(super) fn marked(checked: &Checked, brief: &Brief) -> Option<Brief> {
    let mut document: TomlDocument = with_what_is_named(checked.whole(), &checked.sources).into_owned();
    let marking = Marking::of(&document, &checked.project.schemes).ok()?;
    let mut portions: Vec<(String, String)> = Vec::new();
    let mut wordless: Vec<(String, String)> = Vec::new();
    for table in tables(&document) {
        let has_words =
            |field| table.node.get(field).and_then(TomlValue::as_text).is_some_and(|it| !it.trim().is_empty());
        if table.table.path == "figures.ID" && !has_words("caption") {
            let mark = marking.field(&table, "file").unwrap_or_else(|| marking.record(&table));
            wordless.extend(table.ids().pop().map(|id| (id, marking.scheme.short(&mark))));
        }
        for (field, _) in table.fields().filter(|(field, _)| is_prose(&field.kind) && field.name != "title") {
            let record = marking.record(&table);
            let mark = match marking.field(&table, field.name) {
                // A caption has the mark of its picture, unless its own mark is higher.
                Some(own) if field.name == "caption" && (record.is_own_side() || own.is_within(&record)) => record,
                own => own.unwrap_or(record),
            };
            portions.push((table.field(field.name), marking.scheme.short(&mark)));
        }
    }
    for (path, mark) in portions {
        document.change_texts(&path, &|text| with_mark(text, &mark));
    }
    let mut marked = read_brief(&document)?;
    marked.withheld.clone_from(&brief.withheld);
    marked.own_side_only = brief.own_side_only;
    for (id, mark) in wordless {
        let figure = marked.figures.iter_mut().find(|(known, _)| known.as_str() == id);
        figure.into_iter().for_each(|(_, figure)| figure.caption = Some(prose::read(&in_brackets(&mark)).prose));
    }
    Some(marked)
}

fn is_prose(kind: &Type) -> bool {
    match kind {
        Type::Prose | Type::Passage => true,
        Type::List(item) => is_prose(item),
        _ => false,
    }
}

/// A mark in brackets, with the characters escaped that have a meaning in prose.
fn in_brackets(mark: &str) -> String {
    let escaped: String =
        mark.chars().flat_map(|c| ['\\', c].into_iter().skip(usize::from(!"*[]\\".contains(c)))).collect();
    format!("({escaped})")
}

/// A text with a mark before each of its paragraphs.
fn with_mark(text: &str, mark: &str) -> String {
    let mark = in_brackets(mark);
    let mut out = String::with_capacity(text.len() + mark.len() + 3);
    let mut begins = true;
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            begins = true;
        } else if std::mem::take(&mut begins) {
            out.push_str(&format!("{mark} "));
            out.push_str(line.trim_start());
            continue;
        }
        out.push_str(line);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_paragraph_begins_with_the_mark() {
        assert_eq!(with_mark("A.\nB.\n\n  C.", "O-S"), "(O-S) A.\nB.\n\n(O-S) C.");
        assert_eq!(with_mark("\nA.", "a*[b]"), "\n(a\\*\\[b\\]) A.");
        assert_eq!(with_mark("", "S"), "");
    }
}
