//! The page of a brief beside its text: the request `briefing/preview`.
//!
//! The page is the HTML file of `brief render`, in which each element has its field in `data-field`. The answer has
//! where each of these fields is written, so that an editor can go from the page to the text and back.

use std::collections::HashMap;
use std::path::PathBuf;

use gen_lsp_types as types;
use serde::{Deserialize, Serialize};

use super::analysis::Analysis;
use super::state::{Refusal, State};
use crate::diagnostic::has_errors;
use crate::library::FontLibrary;
use crate::pipeline::{self, Input, RenderOptions, Renderer};
use crate::project::FileKind;

/// What `briefing/preview` takes.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Params {
    text_document: types::TextDocumentIdentifier,
    /// A built-in template or a folder; without it, that of the project.
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

/// The pages that were made last.
pub(super) struct Pages<'l> {
    renderer: Renderer<'l>,
    last: HashMap<(PathBuf, String), (String, Vec<String>)>,
}

impl<'l> Pages<'l> {
    pub(super) fn new(library: &'l FontLibrary) -> Self {
        Self { renderer: Renderer::new(library), last: HashMap::new() }
    }

    /// The page of a brief.
    ///
    /// # Errors
    /// When the file is no brief, or the template or its fonts cannot be read.
    pub(super) fn preview(&mut self, state: &State<'_>, params: &Params) -> Result<Page, Refusal> {
        let analysis = state.analysis(&params.text_document.uri)?.filter(|it| it.kind == FileKind::Brief);
        let analysis = analysis.ok_or_else(|| Refusal::new("only a brief has a page"))?;
        let project = &analysis.project;
        let own = RenderOptions::default().template;
        let template = params.template.as_deref().or(project.templates.first().map(String::as_str)).unwrap_or(own);
        let template = match &project.folder {
            // The project names a folder from its own.
            Some(folder) if crate::template::is_folder(template) && params.template.is_none() => {
                folder.join(template).display().to_string()
            }
            _ => template.to_owned(),
        };
        let input = Input::new(analysis.file.path.display().to_string(), analysis.text());
        let mut checked = pipeline::check(&input, project);
        let options = RenderOptions::new(&template).fonts(project.fonts.as_deref()).pdf(false).html(true);
        let rendered = self.renderer.render(&mut checked, options, &state.world)?;
        let errors = checked.diagnostics.iter().filter(|it| has_errors(std::slice::from_ref(it))).count();
        let key = (analysis.file.path.clone(), template.clone());
        let is_current = rendered.is_some();
        if let Some((html, document)) = rendered.and_then(|it| Some((it.html?, it.document))) {
            let fields = document.fields().iter().map(ToString::to_string).collect();
            self.last.insert(key.clone(), (html, fields));
        }
        let last = self.last.get(&key);
        let fields = last.into_iter().flat_map(|(_, fields)| fields).map(|path| field(&analysis, path)).collect();
        Ok(Page { html: last.map(|(html, _)| html.clone()), is_current, errors, fields })
    }
}

fn field(analysis: &Analysis, path: &str) -> Field {
    let file = &analysis.file;
    // A part of a field that has no place of its own is where the field is.
    let span = file.document.span(path).or_else(|| file.document.span(path.rsplit_once('.')?.0));
    Field { path: path.to_owned(), range: span.filter(|it| it.file == file.file).map(|it| file.range(&it.range())) }
}
