//! Another id for a record, in every file that names it.

use std::ops::Range;

use gen_lsp_types as types;

use super::changes;
use super::navigation::each_file;
use super::state::{RequestRefusal, ServerState, place};
use super::subject::{self, NamedRecord};
use crate::edit::{Draft, RecordPath};
use crate::model::Id;

/// The id at a place, if it is one of a record that is there.
pub(super) fn prepare(
    state: &ServerState<'_>,
    params: &types::PrepareRenameParams,
) -> Result<Option<types::PrepareRenamePlaceholder>, RequestRefusal> {
    let (uri, position) = place(&params.text_document_position_params);
    let Some(analysis) = state.analysis(uri)? else { return Ok(None) };
    let subject = subject::at(&analysis, analysis.file.byte(position));
    let subject = subject.filter(|it| it.target().is_none_or(|target| analysis.record(target, it.id()).is_some()));
    Ok(subject.map(|subject| types::PrepareRenamePlaceholder {
        range: analysis.file.range(&subject.range),
        placeholder: subject.id().to_owned(),
    }))
}

/// Gives a record another id.
///
/// # Errors
/// When there is no record, the id is not valid or taken, or a file that names the record has syntax errors.
pub(super) fn rename(
    state: &ServerState<'_>,
    params: &types::RenameParams,
) -> Result<types::WorkspaceEdit, RequestRefusal> {
    let (uri, position) = place(&params.text_document_position_params);
    let none = || RequestRefusal::new("there is no id here");
    let analysis = state.analysis(uri)?.ok_or_else(none)?;
    let subject = subject::at(&analysis, analysis.file.byte(position)).ok_or_else(none)?;
    let to = params.new_name.as_str();
    if Id::new(to).is_err() {
        return Err(
            RequestRefusal::new(format!("`{to}` is not an id")).help("use lower-case letters, digits and hyphens")
        );
    }
    if subject.target().is_some_and(|target| analysis.record(target, subject.id()).is_none()) {
        return Err(RequestRefusal::new(format!("there is no record `{}`", subject.id())));
    }
    let mut new = subject.record.clone();
    new.ids.last_mut().into_iter().for_each(|id| to.clone_into(id));
    let other = state.counterpart(&analysis.file.path).and_then(|file| Draft::new(file.text()));
    if other.is_some_and(|other| other.has(&new.path())) {
        return Err(taken(&new));
    }
    let mut files = Vec::new();
    let mut refused = None;
    each_file(state, &analysis, &subject, &mut |file| match places(file.text(), &subject, &new, to) {
        Ok(places) if places.is_empty() => {}
        Ok(places) => {
            let edits: Vec<_> = places.into_iter().map(|place| (place, to.to_owned())).collect();
            files.push((file.path.clone(), changes::edits(file, &edits)));
        }
        Err(error) => {
            let name = file.path.display();
            refused.get_or_insert_with(|| RequestRefusal::new(format!("{name}: {error}")));
        }
    });
    match refused {
        Some(error) => Err(error),
        None => Ok(changes::workspace(state, files)),
    }
}

fn taken(new: &RecordPath) -> RequestRefusal {
    RequestRefusal::new(format!("`{}` is taken", new.path())).help("choose another id")
}

/// Where the id is to be changed in a text.
fn places(text: &str, subject: &NamedRecord, new: &RecordPath, to: &str) -> Result<Vec<Range<usize>>, RequestRefusal> {
    let mut draft = Draft::new(text).ok_or_else(|| RequestRefusal::new("it has syntax errors: fix them first"))?;
    let places = draft.places(&subject.record);
    let is_taken = draft.has(&new.path()) || !draft.references(std::slice::from_ref(new), &[]).is_empty();
    if is_taken && !places.is_empty() && new != &subject.record {
        return Err(taken(new));
    }
    // The change is made once here, so that one which means something else is refused.
    draft.rename(&subject.record, to)?;
    Ok(places)
}
