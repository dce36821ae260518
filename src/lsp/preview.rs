//! The page of a brief beside its text: the request `briefing/preview`.
//!
//! The page is the HTML file of `brief render`, in which each element has its field in `data-field`. The answer has
//! where each of these fields is written, so that an editor can go from the page to the text and back.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use gen_lsp_types as types;
use serde::{Deserialize, Serialize};

use super::analysis::Analysis;
use super::state::{Refusal, State};
use crate::diagnostic::has_errors;
use crate::library::FontLibrary;
use crate::pipeline::{self, Input, RenderOptions, Renderer, TemplateChoice, first_template};
use crate::project::FileKind;

/// What `briefing/preview` takes.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Params {
    text_document: types::TextDocumentIdentifier,
    /// A built-in template or a folder; without it, the one that `brief render` would take.
    template: Option<String>,
}

/// What it answers.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Page {
    /// The page; `null` when there has been none without errors yet.
    html: Option<String>,
    /// Whether it is the page of the text as it is now. One with errors keeps its last page.
    is_current: bool,
    /// How many errors keep the text from being printed.
    errors: usize,
    /// The fields that the page prints, in reading order, and where each is written.
    fields: Vec<Field>,
}

#[derive(Debug, Clone, Serialize)]
struct Field {
    path: String,
    /// `null` for a field of a shared record, or of a brief that was there before the error.
    range: Option<types::Range>,
}

/// The page of a brief that was made last.
struct LastPage {
    /// The template that was asked for, and whether the brief could choose another. With others, there is another page.
    template: (String, TemplateChoice),
    html: String,
    /// The paths of the fields on it.
    fields: Vec<String>,
}

/// The pages that were made last, by file.
pub(super) struct Pages<'l> {
    renderer: Renderer<'l>,
    last: HashMap<PathBuf, LastPage>,
}

impl<'l> Pages<'l> {
    pub(super) fn new(library: &'l FontLibrary) -> Self {
        Self { renderer: Renderer::new(library), last: HashMap::new() }
    }

    /// Forgets the last page of a file.
    pub(super) fn forget(&mut self, path: &Path) {
        self.last.remove(path);
    }

    /// The page of a brief.
    ///
    /// # Errors
    /// When the file is no brief, or the template or its fonts cannot be read.
    pub(super) fn preview(&mut self, state: &State<'_>, params: &Params) -> Result<Page, Refusal> {
        let analysis = state.analysis(&params.text_document.uri)?.filter(|it| it.kind == FileKind::Brief);
        let analysis = analysis.ok_or_else(|| Refusal::new("only a brief has a page"))?;
        let project = &analysis.project;
        let named: Vec<String> = params.template.iter().cloned().collect();
        let (template, choice) = first_template(&named, project);
        let input = Input::new(analysis.file.path.display().to_string(), analysis.text());
        let mut checked = pipeline::check(&input, project);
        let options = RenderOptions::new(&template).fonts(project.fonts.as_deref()).pdf(false).html(true);
        let options = RenderOptions { choice, ..options };
        let rendered = self.renderer.render(&mut checked, options, &state.world)?;
        let errors = checked.diagnostics.iter().filter(|it| has_errors(std::slice::from_ref(it))).count();
        let is_current = rendered.is_some();
        let template = (template, choice);
        let path = &analysis.file.path;
        if let Some((html, document)) = rendered.and_then(|it| Some((it.html?, it.document))) {
            let fields = document.fields().iter().map(ToString::to_string).collect();
            self.last.insert(path.clone(), LastPage { template, html, fields });
        } else if self.last.get(path).is_some_and(|last| last.template != template) {
            self.last.remove(path);
        }
        let last = self.last.get(path);
        let fields = last.into_iter().flat_map(|last| &last.fields).map(|path| field(&analysis, path)).collect();
        Ok(Page { html: last.map(|last| last.html.clone()), is_current, errors, fields })
    }
}

fn field(analysis: &Analysis, path: &str) -> Field {
    let file = &analysis.file;
    // A part of a field that has no place of its own is where the field is.
    let span = file.document.span(path).or_else(|| file.document.span(path.rsplit_once('.')?.0));
    Field { path: path.to_owned(), range: span.filter(|it| it.file == file.file).map(|it| file.range(&it.range())) }
}
