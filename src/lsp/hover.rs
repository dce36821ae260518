//! What is meant at a place: a field, a table, a word, a record as a card, a diagnostic.

use std::ops::Range;

use gen_lsp_types as types;

use super::analysis::Analysis;
use super::state::{RequestRefusal, ServerState, place};
use super::subject;
use crate::diagnostic::explanation;
use crate::parse::cursor::At;
use crate::parse::{TomlEntry, TomlValue, ValueKind};
use crate::record;
use crate::schema::{Field, Target, Type, field_at, locate};

/// Says what is meant at a place.
pub(super) fn hover(
    state: &ServerState<'_>,
    params: &types::HoverParams,
) -> Result<Option<types::Hover>, RequestRefusal> {
    let (uri, position) = place(&params.text_document_position_params);
    let Some(analysis) = state.analysis(uri)? else { return Ok(None) };
    let byte = analysis.file.byte(position);
    let mut parts = Vec::new();
    let mut range = None;
    if let Some((words, place)) = record(&analysis, byte).or_else(|| meaning(&analysis, byte)) {
        parts.push(words);
        range = Some(place);
    }
    for diagnostic in &analysis.diagnostics {
        let label = diagnostic.primary.as_ref().filter(|it| it.span.file == analysis.file.file);
        let Some(label) = label.filter(|it| it.span.start <= byte && byte <= it.span.end) else { continue };
        range.get_or_insert_with(|| label.span.range());
        parts.push(format!("```text\n{}\n```", explanation(diagnostic.code).trim_end()));
    }
    parts.dedup();
    Ok((!parts.is_empty()).then(|| types::Hover {
        contents: types::Contents::MarkupContent(types::MarkupContent {
            kind: types::MarkupKind::Markdown,
            value: parts.join("\n\n---\n\n"),
        }),
        range: range.map(|range| analysis.file.range(&range)),
    }))
}

fn record(analysis: &Analysis, byte: usize) -> Option<(String, Range<usize>)> {
    let subject = subject::at(analysis, byte)?;
    let target = subject.target()?;
    let entry = analysis.record(target, subject.id())?;
    Some((card(analysis, target, subject.id(), entry), subject.range.clone()))
}

/// The fields of a card, by what the record is.
fn fields(target: Target) -> &'static [&'static str] {
    match target {
        Target::Party => &["role", "kind", "representatives", "interests", "red_lines", "alternatives"],
        Target::Issue => &["status", "priority", "question", "summary"],
        Target::Option => &["text", "cost", "risk", "consequence", "status"],
        Target::Meeting => &["date", "time", "place", "participants", "result", "summary"],
        Target::Proposal => &["issue", "text", "by", "date"],
        Target::Person => &["title", "party", "pronunciation", "biography", "languages", "last_met", "note"],
        Target::Source => &["title", "date", "kind", "reliability", "relays", "url"],
    }
}

/// A record in a few lines.
pub(super) fn card(analysis: &Analysis, target: Target, id: &str, entry: &TomlEntry) -> String {
    let Some(table) = entry.value.as_table() else { return String::new() };
    let name = table.get("name").and_then(TomlValue::as_text).map(plain);
    let title = name.or_else(|| record::title(table)).unwrap_or_default();
    let mut out = format!("**{}** — {} `{id}`\n", escaped(&title), target.noun());
    for field in fields(target) {
        let Some(value) = table.get(field).and_then(shown) else { continue };
        out.push_str(&format!("\n- {field}: {}", escaped(&value)));
    }
    if target == Target::Issue
        && let Some(positions) = analysis.whole.value(&format!("positions.{id}")).and_then(TomlValue::as_table)
    {
        for (party, entry) in &positions.entries {
            let stance = entry.value.as_table().and_then(|it| it.get("stance")?.as_text()).unwrap_or("?");
            let name = analysis.name(Target::Party, party).unwrap_or_else(|| party.clone());
            out.push_str(&format!("\n- {}: {}", escaped(&name), escaped(stance)));
        }
    }
    if entry.key.file != analysis.file.file {
        let file = &analysis.file.sources.file(entry.key.file).name;
        let name = std::path::Path::new(file).file_name().unwrap_or_default().to_string_lossy().into_owned();
        out.push_str(&format!("\n\nshared, in `{name}`"));
    }
    out
}

fn plain(text: &str) -> String {
    record::plain_line(&record::prose::read(text).prose)
}

/// A value in a line.
fn shown(value: &TomlValue) -> Option<String> {
    Some(match &value.kind {
        ValueKind::Text(text) => plain(text),
        ValueKind::Date(date) => date.to_string(),
        ValueKind::Integer(Some(number)) => number.to_string(),
        ValueKind::Boolean(yes) => yes.to_string(),
        ValueKind::List(items) => items.iter().filter_map(shown).collect::<Vec<_>>().join("; "),
        ValueKind::Table(table) => {
            table.entries.values().filter_map(|entry| shown(&entry.value)).collect::<Vec<_>>().join(", ")
        }
        _ => return None,
    })
}

/// Text of a brief in Markdown: nothing in it is a mark.
fn escaped(text: &str) -> String {
    let marks = |c: char| c.is_ascii_punctuation() && !",.:;'\"()/-?% ".contains(c);
    text.chars().flat_map(|c| marks(c).then_some('\\').into_iter().chain([c])).collect()
}

/// What a table, a field or a word means.
fn meaning(analysis: &Analysis, byte: usize) -> Option<(String, Range<usize>)> {
    let cursor = analysis.file.cursor(byte);
    let tables = analysis.tables();
    let path = cursor.path();
    let names: Vec<&str> = path.iter().map(|part| part.name.as_str()).collect();
    if let Some(index) = cursor.index() {
        let place = path.get(index)?.range.clone();
        let found = locate(tables, &names);
        if let Some(table) = found.table(tables).filter(|_| found.taken == names.len()) {
            return Some((format!("**{}** — {}", table.header(), table.doc), place));
        }
        return field_at(tables, &names).map(|field| (of_field(field), place));
    }
    let At::Value(value) = &cursor.at else { return None };
    let field = field_at(tables, &names)?;
    let place = value.text.clone().unwrap_or_else(|| value.token.clone());
    let Type::Word(_, words) = field.kind.item() else { return Some((of_field(field), place)) };
    let written = &analysis.text()[place.clone()];
    let word = words.iter().find(|it| it.word == written)?;
    Some((format!("**{}** — {}\n\n{}: {}", word.word, word.meaning, field.name, field.doc), place))
}

fn of_field(field: &Field) -> String {
    let mut out = format!("**{}** — {}{}\n\n{}", field.name, field.kind.noun(), field.need(), field.doc);
    if let Type::Word(_, words) = field.kind {
        out.push('\n');
        words.iter().for_each(|it| out.push_str(&format!("\n- `{}`: {}", it.word, it.meaning)));
    }
    out + &format!("\n\n```toml\n{} = {}\n```", field.name, field.example)
}
