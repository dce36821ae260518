//! Removes the content that is only for our side from a brief, for pages that others may read.

use std::sync::Arc;

use super::release::allow_labels;
use super::{Checked, Input, Leak, check};
use crate::check::with_what_is_named;
use crate::error::Error;
use crate::release::{self, Proof, Withheld, shown_leak};

/// A brief without the content that is only for our side.
pub(super) struct OpenBrief {
    /// The rest of the brief, checked.
    pub(super) checked: Checked,
    /// The removed content.
    pub(super) withheld: Arc<Withheld>,
}

/// Removes the content that is only for our side from a brief; `None` when it has none. `newer` is what is removed from
/// a later edition with which this one is compared.
///
/// # Errors
/// [`Error`] when what is left is not a brief.
pub(super) fn open(checked: &Checked, newer: Option<&Withheld>) -> Result<Option<OpenBrief>, Error> {
    let Some(brief) = &checked.brief else { return Ok(None) };
    let schemes = &checked.project.schemes;
    let Some(released) = release::without_own_side(checked.whole(), &checked.sources, schemes, newer) else {
        return Ok(None);
    };
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
        let message = format!("{name}: without what is for our side alone, no brief is left for this template");
        return Err(Error::new(message).help(
            "print it with --template mandate, or with --own-side; or mark less as own-side: `marks` under [brief] can \
                 give the title and the bottom line marks of their own",
        ));
    }
    Ok(Some(OpenBrief { checked: left, withheld: Arc::new(withheld) }))
}

/// Whether a brief has content that is only for our side.
pub(super) fn has_some(checked: &Checked) -> bool {
    release::has_own_side(checked.whole(), &checked.sources, &checked.project.schemes)
}

/// The brief without the content that is only for our side; the brief itself when it has none.
///
/// # Errors
/// [`Error`] when the rest is not a valid brief.
pub fn without_own_side(checked: Checked) -> Result<Checked, Error> {
    Ok(open(&checked, None)?.map_or(checked, |open| open.checked))
}

/// The error for a page that contains words of the removed content.
pub(super) fn leaked(name: &str, leak: &Leak) -> Error {
    shown_leak(&format!("{name}: the {}", leak.output), &leak.paths, "which is for our side alone")
        .help("another edition or the template has these words: mark them there, or take them out")
}

/// The words that must not be in a page that is made from two editions without the content for our side; `None` when
/// nothing was removed from either. `checked` is the new edition. If nothing was removed from it, all its words may be
/// printed.
pub(super) fn proof(checked: &Checked, new: Option<&OpenBrief>, old: Option<&OpenBrief>) -> Option<Proof> {
    let own = |open: &OpenBrief| open.withheld.proof.clone();
    match (new, old) {
        (new, None) => new.map(own),
        (Some(new), Some(old)) => Some(own(new).with(&old.withheld.proof)),
        (None, Some(old)) => {
            let whole = with_what_is_named(checked.whole(), &checked.sources);
            Some(Proof::of_whole(&whole).with(&old.withheld.proof))
        }
    }
}
