//! The canonical layout, of the whole file or of a part.

use std::ops::Range;

use gen_lsp_types as types;

use super::analysis::Analysis;
use super::changes;
use super::state::{Refusal, State};
use crate::{diff, format};

/// The edits that bring a file into its canonical layout. Of a file with syntax errors there are none: the diagnostics
/// say why.
pub(super) fn whole(
    state: &State<'_>,
    params: &types::DocumentFormattingParams,
) -> Result<Vec<types::TextEdit>, Refusal> {
    let analysis = state.analysis(&params.text_document.uri)?;
    let all = replacements(&analysis);
    Ok(changes::edits(&analysis.file, &all))
}

/// Those of them that touch a range.
pub(super) fn range(
    state: &State<'_>,
    params: &types::DocumentRangeFormattingParams,
) -> Result<Vec<types::TextEdit>, Refusal> {
    let analysis = state.analysis(&params.text_document.uri)?;
    let wanted = analysis.file.lines.bytes(analysis.text(), params.range);
    let mut all = replacements(&analysis);
    all.retain(|(range, _)| range.start < wanted.end && wanted.start <= range.end);
    // Tables that change their places would be doubled or lost if only one of their places were changed.
    let is_whole = with(analysis.text(), &all)
        .is_some_and(|text| format::format(&text).is_ok_and(|it| Some(it) == format::format(analysis.text()).ok()));
    Ok(if is_whole { changes::edits(&analysis.file, &all) } else { Vec::new() })
}

fn replacements(analysis: &Analysis) -> Vec<(Range<usize>, String)> {
    let text = analysis.text();
    format::format(text).map(|after| diff::replacements(text, &after)).unwrap_or_default()
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
