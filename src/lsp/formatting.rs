//! The canonical layout, of the whole file or of a part.

use std::ops::Range;

use gen_lsp_types as types;

use super::changes;
use super::state::{RequestRefusal, ServerState};
use crate::{diff, format};

/// The edits that bring a file into its canonical layout. Of a file with syntax errors there are none: the diagnostics
/// say why.
pub(super) fn whole(
    state: &ServerState<'_>,
    params: &types::DocumentFormattingParams,
) -> Result<Vec<types::TextEdit>, RequestRefusal> {
    let Some(analysis) = state.analysis(&params.text_document.uri)? else { return Ok(Vec::new()) };
    let after = format::format(analysis.text());
    Ok(after.map(|after| changes::to_become(&analysis.file, &after)).unwrap_or_default())
}

/// Those of them that touch a range.
pub(super) fn range(
    state: &ServerState<'_>,
    params: &types::DocumentRangeFormattingParams,
) -> Result<Vec<types::TextEdit>, RequestRefusal> {
    let Some(analysis) = state.analysis(&params.text_document.uri)? else { return Ok(Vec::new()) };
    let text = analysis.text();
    let Ok(after) = format::format(text) else { return Ok(Vec::new()) };
    let wanted = analysis.file.lines.bytes(text, params.range);
    let mut all = diff::replacements(text, &after);
    all.retain(|(range, _)| range.start < wanted.end && wanted.start <= range.end);
    // Tables that change their places would be doubled or lost if only one of their places were changed.
    let is_whole = with(text, &all).is_some_and(|part| format::format(&part).is_ok_and(|it| it == after));
    Ok(if is_whole { changes::edits(&analysis.file, &all) } else { Vec::new() })
}

/// A text with some replacements.
fn with(text: &str, changes: &[(Range<usize>, String)]) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (range, piece) in changes {
        out.push_str(text.get(done..range.start)?);
        out.push_str(piece);
        done = range.end;
    }
    out.push_str(text.get(done..)?);
    Some(out)
}
