//! What an id or a date means, shown next to it.

use std::ops::Range;

use gen_lsp_types as types;

use super::analysis::Analysis;
use super::state::{RequestRefusal, ServerState};
use super::subject::{IdRole, role};
use crate::model::Date;
use crate::parse::{NamePart, TomlValue, ValueKind};
use crate::project::FileKind;
use crate::record;
use crate::schema::{self, Type, locate};

/// How long a title is shown, in characters.
const LONGEST: usize = 32;

/// The hints in a range.
pub(super) fn hints(
    state: &ServerState<'_>,
    params: &types::InlayHintParams,
) -> Result<Vec<types::InlayHint>, RequestRefusal> {
    let Some(analysis) = state.analysis(&params.text_document.uri)? else { return Ok(Vec::new()) };
    if analysis.kind == FileKind::Project {
        return Ok(Vec::new());
    }
    let wanted = analysis.file.lines.bytes(analysis.text(), params.range);
    let mut all = Hints { analysis: &analysis, wanted, list: Vec::new() };
    all.names();
    all.values();
    let mut list = all.list;
    list.sort_by_key(|hint| hint.position);
    Ok(list)
}

struct Hints<'a> {
    analysis: &'a Analysis,
    wanted: Range<usize>,
    list: Vec<types::InlayHint>,
}

impl Hints<'_> {
    fn add(&mut self, at: usize, text: &str) {
        if text.is_empty() || at < self.wanted.start || at > self.wanted.end {
            return;
        }
        let end = text.char_indices().nth(LONGEST).map(|(end, _)| end);
        let label = end.map_or_else(|| text.to_owned(), |end| format!("{}…", text[..end].trim_end()));
        self.list.push(types::InlayHint {
            position: self.analysis.file.lines.position(self.analysis.text(), at),
            label: types::Label::String(label),
            kind: None,
            text_edits: None,
            tooltip: None,
            padding_left: Some(true),
            padding_right: None,
            data: None,
        });
    }

    /// The titles of the issue and the party of the header of a position, or its name in braces.
    fn names(&mut self) {
        let analysis = self.analysis;
        for name in analysis.file.names() {
            let path = name.path();
            if path.first() != Some(&"positions") {
                continue;
            }
            let found = locate(schema::TABLES, &path);
            let title = |(at, part): (usize, &NamePart)| match role(&found, at)? {
                IdRole::Target(target) => analysis.name(target, &part.name),
                IdRole::Own => None,
            };
            // After each field with a dotted name it would say nothing new.
            if !name.is_header && path.len().checked_sub(1).is_none_or(|last| role(&found, last).is_none()) {
                continue;
            }
            let titles: Vec<String> = name.own().filter_map(title).collect();
            let end = name.parts.last().map_or(name.range.end, |part| part.range.end);
            let end = if name.is_header { name.range.end } else { end };
            self.add(end, &titles.iter().rev().cloned().collect::<Vec<_>>().join(" on "));
        }
    }

    /// The names that ids are for, and how far dates are from the cut-off.
    fn values(&mut self) {
        let analysis = self.analysis;
        let as_of = match analysis.whole.value("brief.as_of").map(|it| &it.kind) {
            Some(ValueKind::Date(date)) => Some(*date),
            _ => None,
        };
        for name in analysis.file.names().filter(|it| !it.is_header) {
            let names = name.path();
            let Some(field) = locate(schema::TABLES, &names).field(schema::TABLES, &names) else { continue };
            let Some(value) = analysis.file.document.value(&names.join(".")) else { continue };
            if value.span.file != analysis.file.file || value.span.start > self.wanted.end {
                continue;
            }
            match (&field.kind, &value.kind) {
                (Type::Date | Type::PartialDate, ValueKind::Date(date)) if names != ["brief", "as_of"] => {
                    let text = as_of.map(|as_of| distance(*date, as_of)).unwrap_or_default();
                    self.add(value.span.end, &text);
                }
                (Type::List(kind) | Type::OneOrMore(kind), ValueKind::List(items)) => {
                    items.iter().for_each(|item| self.id(kind, item));
                }
                (kind, _) => self.id(kind.item(), value),
            }
        }
    }

    fn id(&mut self, kind: &Type, value: &TomlValue) {
        let target = match kind {
            Type::Id(target) => *target,
            Type::PartyOrText => schema::Target::Party,
            _ => return,
        };
        let title = value.as_text().and_then(|id| self.analysis.record(target, id)?.value.as_table());
        if let Some(title) = title.and_then(record::title) {
            self.add(value.span.end, &title);
        }
    }
}

/// How far a date is from the cut-off, in words.
fn distance(date: Date, as_of: Date) -> String {
    let days = (date - as_of).whole_days();
    let noun = if days.abs() == 1 { "day" } else { "days" };
    match days {
        0 => "the day of the cut-off".to_owned(),
        1.. => format!("{days} {noun} after the cut-off"),
        _ => format!("{} {noun} before the cut-off", -days),
    }
}
