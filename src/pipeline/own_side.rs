//! A brief without what is for the own side alone: what a page has that is not for the own side.

use std::sync::Arc;

use super::release::allow_labels;
use super::{Checked, Input, Leak, check};
use crate::error::Error;
use crate::release::{Proof, Withheld, without_own_side};

/// A brief without what is for the own side alone.
pub(super) struct Open {
    /// What is left of it.
    pub(super) checked: Checked,
    /// What was taken out.
    pub(super) withheld: Arc<Withheld>,
}

/// Takes out of a brief what is for the own side alone; `None` when there is no such thing in it. `newer` is what is taken out
/// of a later edition with which this one is compared.
///
/// # Errors
/// [`Error`] when what is left is no brief.
pub(super) fn open(checked: &Checked, newer: Option<&Withheld>) -> Result<Option<Open>, Error> {
    let Some(brief) = &checked.brief else { return Ok(None) };
    let Some(released) = without_own_side(checked.whole(), &checked.sources, newer) else { return Ok(None) };
    let mut withheld = released.withheld;
    allow_labels(&mut withheld, brief);
    let mut project = (*checked.project).clone();
    if let Some(shared) = &project.shared {
        project.shared = Some(Arc::new(shared.with_texts(released.shared)));
    }
    let name = checked.sources.file(checked.file).name.as_str();
    let pictures = checked.pictures.as_ref().map(|pictures| Arc::new(pictures.only(&released.text)));
    let left = check(&Input { pictures, ..Input::new(name, released.text) }, &project);
    if left.brief.is_none() {
        let message = format!("{name}: without what is for the own side alone, no brief is left for this template");
        return Err(
            Error::new(message).help("print it with --template mandate, or with --own-side; or mark less as own-side")
        );
    }
    Ok(Some(Open { checked: left, withheld: Arc::new(withheld) }))
}

/// The error of a page that has words of what was taken out of it.
pub(super) fn leaked(name: &str, leak: &Leak) -> Error {
    let paths: Vec<String> = leak.paths.iter().map(|path| format!("`{path}`")).collect();
    let of = if paths.is_empty() { "what is for the own side alone".to_owned() } else { paths.join(", ") };
    Error::new(format!("{name}: the {} would have words of {of}, which is for the own side alone", leak.output))
        .help("another edition or the template has these words: mark them there, or take them out")
}

/// What must not be in a page that is made of editions without what is for the own side alone.
pub(super) fn proof(new: Option<&Open>, old: Option<&Open>) -> Option<Proof> {
    let mut proofs = new.into_iter().chain(old).map(|it| &it.withheld.proof);
    let first = proofs.next()?.clone();
    Some(proofs.fold(first, Proof::with))
}
