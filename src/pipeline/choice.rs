//! Decides which template prints a brief: the user decides first, then the project, then the brief.

use crate::model::{Brief, BriefKind, Vocabulary};
use crate::project::Project;
use crate::template;

/// Which choice of the brief takes precedence over the template of the options.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TemplateChoice {
    /// The brief has no choice.
    Options,
    /// The template that the brief names: `[brief] template`.
    Named,
    /// The template that the brief names, or else the one for its `kind`.
    Kind,
}

impl TemplateChoice {
    /// The template that the brief chooses; `None` when it has no choice or makes none.
    pub(super) fn of(self, brief: &Brief) -> Option<&'static str> {
        let by_kind = || brief.kind.filter(|_| self == Self::Kind).map(BriefKind::template);
        let named = brief.template.filter(|_| self != Self::Options).or_else(by_kind);
        named.map(Vocabulary::word)
    }
}

/// The templates that the user names, or else those of the project. A folder in a project file is relative to the
/// project.
fn asked_for<'a>(named: &'a [String], project: &'a Project) -> impl Iterator<Item = String> + use<'a> {
    let of_project = named.is_empty().then_some(&project.templates);
    let of_project = of_project.into_iter().flatten().map(|named| {
        let folder = project.folder.as_deref().filter(|_| template::is_folder(named));
        folder.map_or_else(|| named.clone(), |folder| folder.join(named).to_string_lossy().into_owned())
    });
    named.iter().cloned().chain(of_project)
}

/// The first template to print a brief with, and whether the brief may choose another one. `named` are the templates
/// that the user names.
pub(crate) fn first_template(named: &[String], project: &Project) -> (String, TemplateChoice) {
    match asked_for(named, project).next() {
        Some(template) if !named.is_empty() => (template, TemplateChoice::Options),
        Some(template) => (template, TemplateChoice::Named),
        None => (template::BUILT_IN[0].name.to_owned(), TemplateChoice::Kind),
    }
}

/// The other templates to print a brief with. The brief cannot replace these.
pub(crate) fn other_templates<'a>(named: &'a [String], project: &'a Project) -> impl Iterator<Item = String> + use<'a> {
    asked_for(named, project).skip(1)
}
