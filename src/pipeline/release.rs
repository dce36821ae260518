//! Releases of a brief, for readers who may not see all of it.

use std::sync::Arc;

use super::{Checked, Input, check};
use crate::diagnostic::{Severity, render};
use crate::error::Error;
use crate::language::Language;
use crate::model::Brief;
use crate::project::Project;
use crate::release::{self, Release, Withheld};

/// A brief without what a release withholds. It does not show that there was more.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ReleasedBrief {
    /// Its text, under the name of the original brief.
    pub input: Input,
    /// Its project, in which the shared records are released too.
    pub project: Arc<Project>,
    /// The withheld content.
    pub withheld: Arc<Withheld>,
}

impl ReleasedBrief {
    /// Checks the released brief.
    #[must_use]
    pub fn check(&self) -> Checked {
        let mut checked = check(&self.input, &self.project);
        if let Some(brief) = &mut checked.brief {
            brief.withheld.clone_from(&self.withheld.shown);
        }
        checked
    }
}

/// Allows the labels of pages, which are not withheld content.
pub(super) fn allow_labels(withheld: &mut Withheld, brief: &Brief) {
    if let Some(language) = Language::of(&brief.language) {
        language.label_names().filter_map(|name| language.label(name)).for_each(|label| withheld.proof.allow(label));
    }
}

/// Removes the content above a release from a brief. `newer` is what is removed from a later edition with which this
/// one is compared.
///
/// # Errors
/// [`Error`] when the brief has errors, or for the reasons of [`release::release`].
pub fn release(
    input: &Input,
    project: &Project,
    release: &Release,
    newer: Option<&Withheld>,
) -> Result<ReleasedBrief, Error> {
    // The private file is never released.
    let input = &Input { private: None, ..input.clone() };
    let name = &input.name;
    let checked = check(input, project);
    if checked.brief.is_none() {
        let errors: Vec<_> = checked.diagnostics.iter().filter(|it| it.severity == Severity::Error).cloned().collect();
        let message = format!("{name} cannot be released: it has {}", render::summary(&errors));
        return Err(Error::new(message).help(format!("fix what `brief check {name}` reports")));
    }
    let (sources, schemes) = (&checked.sources, &project.schemes);
    let released = release::release(
        checked.whole(),
        sources,
        schemes,
        release,
        newer,
        (&checked.suppressions, &checked.suppressed),
    )
    .map_err(|error| Error { message: format!("{name} cannot be released: {}", error.message), ..error })?;
    let mut withheld = released.withheld;
    if let Some(brief) = &checked.brief {
        allow_labels(&mut withheld, brief);
    }
    let mut project = project.clone();
    if let Some(shared) = &project.shared {
        project.shared = Some(Arc::new(shared.with_texts(released.shared)));
    }
    let pictures = input.pictures.as_ref().map(|pictures| Arc::new(pictures.only(&released.text)));
    let input = Input { pictures, ..Input::new(name.as_str(), released.text) };
    Ok(ReleasedBrief { input, project: Arc::new(project), withheld: Arc::new(withheld) })
}
