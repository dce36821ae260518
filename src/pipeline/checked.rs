//! A brief that has been checked, and convenience methods for it.

use std::sync::Arc;

use super::{Input, Pictures, RenderOptions, Rendered, Renderer, check, compare};
use crate::check::{Suppressions, with_what_is_named};
use crate::diagnostic::{self, Diagnostic, has_errors, render};
use crate::diff::Diff;
use crate::error::Error;
use crate::library::FontLibrary;
use crate::model::Brief;
use crate::parse::TomlDocument;
use crate::project::{Project, Severities};
use crate::record::{self, Records};
use crate::source::{FileId, Sources};
use crate::world::Disk;

/// A brief that has been checked.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Checked {
    /// The files that positions in messages refer to.
    pub sources: Sources,
    /// The brief's file.
    pub file: FileId,
    /// The file as a syntax tree.
    pub document: TomlDocument,
    /// The tree with the records of all shared files that the brief uses; `None` when it uses none.
    pub(super) with_shared: Option<TomlDocument>,
    /// The pictures that it names; `None` when they have not been read.
    pub(super) pictures: Option<Arc<Pictures>>,
    /// The typed brief; `None` when it has errors.
    pub brief: Option<Brief>,
    /// All diagnostics except the suppressed ones, sorted by position.
    pub diagnostics: Vec<Diagnostic>,
    /// The warnings that the brief suppresses, each with its reason, sorted by position.
    pub suppressed: Vec<Diagnostic>,
    /// The suppressions of the brief.
    pub(super) suppressions: Suppressions,
    /// The severities that the project sets.
    pub(super) severities: Severities,
    /// The project in which it was checked.
    pub(super) project: Arc<Project>,
}

impl Checked {
    /// Checks the text of a brief that belongs to no project. `name` is its name in messages.
    ///
    /// Never fails: all errors are in [`Checked::diagnostics`]. Reads no files: to check a brief with pictures or a
    /// private file, use [`pipeline::read`](super::read) and [`pipeline::check`](super::check()).
    #[must_use]
    pub fn from_text(name: &str, text: &str) -> Self {
        Self::in_project(name, text, &Project::default())
    }

    /// Checks the text of a brief in its project, with the severities and shared records of the project.
    #[must_use]
    pub fn in_project(name: &str, text: &str, project: &Project) -> Self {
        check(&Input::new(name, text), project)
    }

    /// The diagnostics as text for people, with the lines of the file; empty when there are none.
    #[must_use]
    pub fn report(&self) -> String {
        render::human(&self.diagnostics, &self.sources, false)
    }

    /// All diagnostics including the suppressed ones, sorted by position.
    #[must_use]
    pub fn all_diagnostics(&self) -> Vec<Diagnostic> {
        let mut all = [self.diagnostics.as_slice(), &self.suppressed].concat();
        diagnostic::sort(&mut all);
        all
    }

    /// The syntax tree with the records of all shared files that the brief uses, whether it names them or not.
    #[must_use]
    pub fn whole(&self) -> &TomlDocument {
        self.with_shared.as_ref().unwrap_or(&self.document)
    }

    /// Whether the brief uses files of shared records.
    pub(super) fn has_shared(&self) -> bool {
        self.with_shared.is_some()
    }

    /// The records of the brief, with those that it takes from shared files, as far as they can be read.
    #[must_use]
    pub fn records(&self) -> Records {
        record::records(&with_what_is_named(self.whole(), &self.sources))
    }

    /// Renders the brief as Markdown, and as PDF, HTML and a Word file if the options ask for them. All outputs are
    /// made in memory: `rendered.pdf` has the bytes of the PDF. Files are read only for templates, styles and fonts
    /// that the options or the project name; the built-in ones are part of the program.
    ///
    /// For many briefs, a [`Renderer`] is faster. It also works with any [`World`](crate::world::World), and adds the
    /// warnings about the page to the diagnostics of the brief, which this method does not change.
    ///
    /// # Errors
    /// When the brief has errors, when the template or the fonts cannot be read, or when the page does not fit; the
    /// help of the error is then the report.
    pub fn render(&self, options: RenderOptions<'_>) -> Result<Rendered, Error> {
        let fonts = FontLibrary::default();
        let mut checked = self.clone();
        match Renderer::new(&fonts).render(&mut checked, options, &Disk) {
            Ok(Some(rendered)) => Ok(rendered),
            Ok(None) => {
                checked.diagnostics.retain(|it| has_errors(std::slice::from_ref(it)));
                let found = render::summary(&checked.diagnostics);
                let name = &checked.sources.file(checked.file).name;
                Err(Error::new(format!("{name} was not rendered: {found}")).help(checked.report()))
            }
            Err(error) => Err(error),
        }
    }

    /// Removes the suppressed warnings, and sets the severities of the project.
    pub(super) fn apply_suppressions(&mut self) {
        let mut suppressed = self.suppressions.apply(&mut self.diagnostics);
        suppressed.retain(|it| !self.severities.allows(it));
        self.suppressed.append(&mut suppressed);
        diagnostic::sort(&mut self.diagnostics);
        self.severities.apply(&mut self.diagnostics);
    }

    /// What changed since an earlier edition, record by record and field by field, as far as both can be read.
    ///
    /// ```
    /// use briefing::Checked;
    ///
    /// let text = "schema = 1\n\n[issues.water]\ntitle = \"Water\"\nstatus = \"open\"\n";
    /// let old = Checked::from_text("old.toml", text);
    /// let new = Checked::from_text("new.toml", &text.replace("open", "agreed"));
    /// for line in new.changes_since(&old).headlines("en") {
    ///     println!("{}: {}", line.path, line.text);
    ///     assert_eq!(line.path, "issues.water.status");
    /// }
    /// ```
    #[must_use]
    pub fn changes_since(&self, earlier: &Self) -> Diff {
        compare(earlier, self)
    }
}
