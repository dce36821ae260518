//! Where a record is, and where it is named.

use std::path::PathBuf;

use gen_lsp_types as types;

use super::analysis::{Analysis, FileText};
use super::state::{RequestRefusal, ServerState, place};
use super::subject::{self, NamedRecord, Occurrence, occurrences};
use crate::project::FileKind;

/// Where the record is written that is named at a place.
pub(super) fn definition(
    state: &ServerState<'_>,
    params: &types::DefinitionParams,
) -> Result<Vec<types::Location>, RequestRefusal> {
    let (uri, position) = place(&params.text_document_position_params);
    let Some(analysis) = state.analysis(uri)? else { return Ok(Vec::new()) };
    let Some(subject) = subject::at(&analysis, analysis.file.byte(position)) else { return Ok(Vec::new()) };
    let own = occurrences(&analysis.file, &subject).into_iter().find(|it| it.is_own);
    if let Some(own) = own {
        let range = analysis.file.range(&own.range);
        return Ok(vec![types::Location { uri: uri.clone(), range }]);
    }
    let shared = subject.target().and_then(|target| analysis.record(target, subject.id()));
    Ok(shared.map(|entry| analysis.location(entry.key)).into_iter().collect())
}

/// Every place that names the record: in its file and, when it is shared, in all files that it is shared with.
pub(super) fn references(
    state: &ServerState<'_>,
    params: &types::ReferenceParams,
) -> Result<Vec<types::Location>, RequestRefusal> {
    let (uri, position) = place(&params.text_document_position_params);
    let Some(analysis) = state.analysis(uri)? else { return Ok(Vec::new()) };
    let Some(subject) = subject::at(&analysis, analysis.file.byte(position)) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    each_file(state, &analysis, &subject, &mut |file| {
        let uri = state.uri(&file.path);
        let own = params.context.include_declaration;
        let all = occurrences(file, &subject).into_iter().filter(|it| own || !it.is_own);
        found.extend(all.map(|it| types::Location { uri: uri.clone(), range: file.range(&it.range) }));
    });
    Ok(found)
}

/// The same in the file alone.
pub(super) fn highlights(
    state: &ServerState<'_>,
    params: &types::DocumentHighlightParams,
) -> Result<Vec<types::DocumentHighlight>, RequestRefusal> {
    let (uri, position) = place(&params.text_document_position_params);
    let Some(analysis) = state.analysis(uri)? else { return Ok(Vec::new()) };
    let Some(subject) = subject::at(&analysis, analysis.file.byte(position)) else { return Ok(Vec::new()) };
    let shown = |it: Occurrence| types::DocumentHighlight {
        range: analysis.file.range(&it.range),
        kind: Some(if it.is_own { types::DocumentHighlightKind::Write } else { types::DocumentHighlightKind::Read }),
    };
    Ok(occurrences(&analysis.file, &subject).into_iter().map(shown).collect())
}

/// The shared file that has a record; `None` for a record of the brief's own, or one that is nowhere.
fn shared_file(analysis: &Analysis, subject: &NamedRecord) -> Option<PathBuf> {
    let entry = analysis.record(subject.target()?, subject.id())?;
    if analysis.kind == FileKind::Brief && entry.key.file == analysis.file.file {
        return None;
    }
    Some(PathBuf::from(&analysis.file.sources.file(entry.key.file).name))
}

/// Goes through the files in which the same record can be named: the file, and the brief or private file that goes with
/// it, when the record is its own; all files of shared records, and the briefs that use the file of the record and have
/// no record of the same id, when it is shared.
pub(super) fn each_file(
    state: &ServerState<'_>,
    analysis: &Analysis,
    subject: &NamedRecord,
    look: &mut dyn FnMut(&FileText),
) {
    let (Some(home), Some(target)) = (shared_file(analysis, subject), subject.target()) else {
        look(&analysis.file);
        state.counterpart(&analysis.file.path).iter().for_each(look);
        return;
    };
    for file in state.related(&analysis.file.path) {
        let project = state.project(&file.path);
        let is_shared = project.kind_by_path(&file.path, &state.world) == Some(FileKind::Shared);
        let uses = is_shared || project.used(&file.document).iter().any(|it| it.path == home);
        let is_other = file.path != home && file.has(target.table(), subject.id());
        if uses && !is_other {
            look(&file);
        }
    }
}
