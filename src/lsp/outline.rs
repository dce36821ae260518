//! The records of a file: outline, folds, and those of all files by name.

use std::collections::HashSet;
use std::ops::Range;

use gen_lsp_types as types;

use super::analysis::FileText;
use super::section::{TableSection, sections};
use super::state::{RequestRefusal, ServerState};
use crate::parse::TomlValue;
use crate::record;

/// What a person calls the record of a header.
fn title(file: &FileText, names: &[&str]) -> Option<String> {
    let name = |path: &str| file.document.value(path).and_then(TomlValue::as_table).and_then(record::title);
    if let ["positions", issue, party] = names {
        let party = name(&format!("parties.{party}")).unwrap_or_else(|| (*party).to_owned());
        let issue = name(&format!("issues.{issue}")).unwrap_or_else(|| (*issue).to_owned());
        return Some(format!("{party} on {issue}"));
    }
    name(&names.join("."))
}

fn symbol(file: &FileText, section: &TableSection<'_>) -> types::DocumentSymbol {
    let path = section.path.join(".");
    let title = title(file, &section.path).filter(|title| !title.trim().is_empty());
    let text = crate::source::shortened(title.as_deref().unwrap_or(&path)).into_owned();
    types::DocumentSymbol {
        // The protocol wants a name that is not blank.
        name: if text.trim().is_empty() { "[]".to_owned() } else { text },
        detail: title.map(|_| path),
        kind: kind(section.path.first().copied().unwrap_or_default()),
        tags: None,
        #[expect(deprecated, reason = "it must be written")]
        deprecated: None,
        range: file.range(&section.range),
        selection_range: file.range(&section.name),
        children: None,
    }
}

fn kind(table: &str) -> types::SymbolKind {
    match table {
        "brief" | "outcome" => types::SymbolKind::File,
        "parties" => types::SymbolKind::Class,
        "issues" => types::SymbolKind::Interface,
        "positions" => types::SymbolKind::Method,
        "developments" | "next_steps" => types::SymbolKind::Event,
        "sources" => types::SymbolKind::Constant,
        _ => types::SymbolKind::Object,
    }
}

/// The outline: tables, with their records in them.
pub(super) fn symbols(
    state: &ServerState<'_>,
    params: &types::DocumentSymbolParams,
) -> Result<Vec<types::DocumentSymbol>, RequestRefusal> {
    let Some(analysis) = state.analysis(&params.text_document.uri)? else { return Ok(Vec::new()) };
    let file = &analysis.file;
    let mut all: Vec<types::DocumentSymbol> = Vec::new();
    // The table at the top of the file that the last symbol is of.
    let mut group: Option<&str> = None;
    for section in sections(file) {
        let own = symbol(file, &section);
        let first = section.path.first().copied().unwrap_or_default();
        if section.path.len() < 2 {
            group = Some(first);
            all.push(own);
            continue;
        }
        if let Some(last) = all.last_mut().filter(|_| group == Some(first)) {
            last.range.end = last.range.end.max(own.range.end);
            last.children.get_or_insert_with(Vec::new).push(own);
            continue;
        }
        group = Some(first);
        all.push(types::DocumentSymbol {
            name: first.to_owned(),
            detail: None,
            kind: types::SymbolKind::Namespace,
            range: own.range,
            selection_range: own.selection_range,
            children: Some(vec![own.clone()]),
            ..own
        });
    }
    all.retain(|it| !it.name.trim().is_empty());
    Ok(all)
}

/// What can be folded: records, values and comments of several lines.
pub(super) fn folds(
    state: &ServerState<'_>,
    params: &types::FoldingRangeParams,
) -> Result<Vec<types::FoldingRange>, RequestRefusal> {
    let Some(analysis) = state.analysis(&params.text_document.uri)? else { return Ok(Vec::new()) };
    let (file, text) = (&analysis.file, analysis.text());
    let mut all = Vec::new();
    let mut known = HashSet::new();
    let mut fold = |range: &Range<usize>, kind: types::FoldingRangeKind| {
        let (start, end) = (file.lines.line(range.start) as u32, file.lines.line(range.end) as u32);
        // A field in braces may be a record, too.
        if end > start && known.insert((start, end)) {
            all.push(types::FoldingRange {
                start_line: start,
                end_line: end,
                kind: Some(kind),
                ..types::FoldingRange::default()
            });
        }
    };
    sections(file).iter().for_each(|it| fold(&it.range, types::FoldingRangeKind::Region));
    let fields = file.statements.iter().filter(|it| !it.is_header);
    fields.for_each(|it| fold(&it.range, types::FoldingRangeKind::Region));
    let mut comment: Option<Range<usize>> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.trim_end_matches(['\n', '\r']).len();
        // A line of a text may begin with `#`, too.
        let after = file.statements.partition_point(|it| it.range.start <= at);
        let is_inside = after.checked_sub(1).is_some_and(|last| file.statements[last].range.end > at);
        if line.trim_start().starts_with('#') && !is_inside {
            comment.get_or_insert(at..end).end = end;
        } else if let Some(range) = comment.take() {
            fold(&range, types::FoldingRangeKind::Comment);
        }
        at += line.len();
    }
    comment.iter().for_each(|range| fold(range, types::FoldingRangeKind::Comment));
    Ok(all)
}

/// How many records an answer has.
const MOST: usize = 200;

/// The records of all briefs and shared files whose name or path has all words of a query.
pub(super) fn workspace(state: &ServerState<'_>, params: &types::WorkspaceSymbolParams) -> Vec<types::WorkspaceSymbol> {
    let query = params.query.to_lowercase();
    let mut all = Vec::new();
    for file in state.everything() {
        let uri = state.uri(&file.path);
        for section in sections(&file) {
            let own = symbol(&file, &section);
            let words = format!("{} {}", own.name, own.detail.as_deref().unwrap_or_default()).to_lowercase();
            if all.len() < MOST && query.split_whitespace().all(|word| words.contains(word)) {
                let location = types::Location { uri: uri.clone(), range: own.selection_range };
                all.push(types::WorkspaceSymbol {
                    location: types::WorkspaceSymbolLocation::Location(location),
                    data: None,
                    base_symbol_information: types::BaseSymbolInformation {
                        name: own.name,
                        kind: own.kind,
                        tags: None,
                        container_name: own.detail,
                    },
                });
            }
        }
    }
    all
}
