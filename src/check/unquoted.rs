//! Text without quotation marks, where the field takes something else than any text: what is meant is said at once, and
//! not only when the marks are there.

use super::suggest::listed;
use super::{Checker, replace};
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::{TomlDocument, TomlValue, ValueKind};
use crate::record::{LocatedTable, slug, tables};
use crate::schema::{Field, Type};
use crate::source::{Sources, Span, shortened};

/// Says in the syntax errors of a document what their fields take.
pub fn explain_unquoted(document: &TomlDocument, sources: &Sources, diagnostics: &mut [Diagnostic]) {
    let is_unquoted = |it: &Diagnostic| it.code == Code::SYNTAX_ERROR && unquoted(it, sources).is_some();
    if !diagnostics.iter().any(is_unquoted) {
        return;
    }
    let file = sources.file(document.file());
    let tables = tables(document);
    let own = tables.iter().flat_map(LocatedTable::fields).filter(|(_, entry)| entry.key.file == document.file());
    let mut fields: Vec<(usize, &'static Field)> = own.map(|(field, entry)| (entry.key.end, field)).collect();
    fields.sort_by_key(|(end, _)| *end);
    for diagnostic in diagnostics {
        let Some((place, text)) = unquoted(diagnostic, sources) else { continue };
        let before = fields.partition_point(|(end, _)| *end <= place.start);
        let Some((end, field)) = before.checked_sub(1).map(|last| fields[last]) else { continue };
        // Nothing is between the name and the value but the equals sign.
        if file.text.get(end..place.start).is_some_and(|between| between.trim() == "=") {
            explain(diagnostic, (place, text), field, document, sources);
        }
    }
}

/// A text that lacks its quotation marks, and its place with what comes after it, when that is what the error suggests.
fn unquoted<'s>(diagnostic: &Diagnostic, sources: &'s Sources) -> Option<(Span, &'s str)> {
    let [edit] = &diagnostic.fix.as_ref()?.edits[..] else { return None };
    let quoted = edit.text.strip_prefix('"')?.strip_suffix('"')?;
    let text = sources.text(edit.span).trim_end_matches([',', ' ', '\t']);
    (text == quoted).then_some((edit.span, text))
}

fn explain(
    diagnostic: &mut Diagnostic,
    (place, text): (Span, &str),
    field: &'static Field,
    document: &TomlDocument,
    sources: &Sources,
) {
    let message = match &field.kind {
        Type::Text | Type::Literal | Type::Prose | Type::Passage | Type::PartyOrText | Type::List(Type::Record(_)) => {
            return;
        }
        // Whether there is such a record is certain only when all of them can be read.
        Type::Id(_) | Type::OneOrMore(Type::Id(_)) if !document.has_all_names() => return,
        Type::List(item) => {
            let ids = matches!(item, Type::Id(_));
            let quoted = |part: &str| {
                let plain = part.trim();
                Some(if ids { slug(plain)? } else { plain.to_owned() }).filter(|it| !it.is_empty())
            };
            let items: Vec<String> = text.split(',').filter_map(quoted).map(|item| format!("\"{item}\"")).collect();
            let list = format!("[{}]", items.join(", "));
            diagnostic.message = format!("`{}` takes a list of texts in quotation marks", field.name);
            diagnostic.help = Some(format!("write {}", shortened(&list)));
            diagnostic.fix = Some(replace(place, &list, false));
            return;
        }
        Type::Word(..) | Type::Id(_) | Type::OneOrMore(_) => None,
        kind => Some(format!("`{}` takes {}, but this is not one", field.name, kind.noun())),
    };
    let value = TomlValue { span: place, kind: ValueKind::Text(text.to_owned()) };
    let mut checker = Checker::new(document, sources);
    checker.value(&value, field.into(), &field.kind, field.required);
    let Some(found) = checker.diagnostics.into_iter().next() else { return };
    if let Some(message) = message {
        diagnostic.message = message;
    }
    match &field.kind {
        // The marks alone would not make it right. The help says what the note would.
        Type::Word(_, words) if found.help.is_none() => {
            diagnostic.help = Some(format!("write one of {}", listed(words.iter().map(|it| it.word), "or")));
            diagnostic.fix = None;
        }
        _ => {
            diagnostic.notes.splice(0..0, found.notes);
            if let Some(help) = found.help {
                let is_id = matches!(field.kind, Type::Id(_) | Type::OneOrMore(Type::Id(_)));
                let meant = found.fix.as_ref().and_then(|fix| fix.edits.first()).filter(|_| is_id);
                // The id that was meant is written with the marks that are missing here.
                (diagnostic.help, diagnostic.fix) = match meant {
                    Some(edit) => {
                        let id = format!("\"{}\"", edit.text.trim_matches('"'));
                        (Some(format!("did you mean {id}?")), Some(replace(place, &id, false)))
                    }
                    None => (Some(help), found.fix),
                };
            }
        }
    }
}
