//! The page of a brief beside its text: the request `briefing/preview`.
//!
//! The page is the HTML file of `brief render`, or one with drawings of the pages of the PDF. In both, each element has
//! its field in `data-field`. The answer has where each of these fields is written, so that an editor can go from the
//! page to the text and back.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use gen_lsp_types as types;
use serde::{Deserialize, Serialize};

use super::analysis::Analysis;
use super::state::{RequestRefusal, ServerState};
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
    /// Whether the pages of the PDF are wanted, and not the web page.
    #[serde(default)]
    pages: bool,
}

/// What it answers.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PreviewPage {
    /// The page; `null` when there has been none without errors yet.
    html: Option<String>,
    /// How many pages of paper these are, and what was left out for lack of space; `null` for the web page.
    fit: Option<PreviewFit>,
    /// Whether it is the page of the text as it is now. One with errors keeps its last page.
    is_current: bool,
    /// How many errors keep the text from being printed.
    errors: usize,
    /// The fields that the page prints, in reading order, and where each is written.
    fields: Vec<PreviewField>,
}

/// How the brief fits on paper.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct PreviewFit {
    pages: usize,
    /// In words: `3 developments`.
    left_out: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
struct PreviewField {
    path: String,
    /// `null` for a field of a shared record, or of a brief that was there before the error.
    range: Option<types::Range>,
}

/// What a page was asked for: the template, whether the brief could choose another, and whether it is the web page or
/// those of paper. With others, there is another page.
type Wanted = (String, TemplateChoice, bool);

/// The page of a brief that was made last.
struct LastPage {
    wanted: Wanted,
    html: String,
    fit: Option<PreviewFit>,
    /// The paths of the fields on it.
    fields: Vec<String>,
}

/// The pages that were made last, by file.
pub(super) struct PreviewPages<'l> {
    renderer: Renderer<'l>,
    last: HashMap<PathBuf, LastPage>,
}

impl<'l> PreviewPages<'l> {
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
    /// When the file is not a brief, or the template or its fonts cannot be read.
    pub(super) fn preview(&mut self, state: &ServerState<'_>, params: &Params) -> Result<PreviewPage, RequestRefusal> {
        let analysis = state.analysis(&params.text_document.uri)?.filter(|it| it.kind == FileKind::Brief);
        let analysis = analysis.ok_or_else(|| RequestRefusal::new("only a brief has a page"))?;
        let project = &analysis.project;
        let named: Vec<String> = params.template.iter().cloned().collect();
        let (template, choice) = first_template(&named, project);
        let input = Input::new(analysis.file.path.display().to_string(), analysis.text()).with_files(&state.world)?;
        let mut checked = pipeline::check(&input, project);
        let options = RenderOptions::new(&template)
            .style(project.style.as_deref())
            .fonts(project.fonts.as_slice())
            .pdf(params.pages)
            .svg(params.pages);
        let options = options.html(!params.pages);
        let options = RenderOptions { choice, ..options };
        let rendered = self.renderer.render(&mut checked, options, &state.world)?;
        let errors = checked.diagnostics.iter().filter(|it| has_errors(std::slice::from_ref(it))).count();
        let is_current = rendered.is_some();
        let wanted = (template, choice, params.pages);
        let path = &analysis.file.path;
        if let Some(rendered) = rendered {
            let fields = match &rendered.pdf {
                Some(pdf) => {
                    let mut known = HashSet::new();
                    pdf.pages.fields().filter(|path| known.insert(*path)).map(str::to_owned).collect()
                }
                None => rendered.document.fields().iter().map(ToString::to_string).collect(),
            };
            let fit = rendered.pdf.as_ref().map(|pdf| {
                let left_out = pdf.fit.cut.iter().chain(&pdf.fit.left_out).cloned().collect();
                PreviewFit { pages: pdf.pages.pages.len(), left_out }
            });
            let html = rendered.html.or(rendered.pdf.and_then(|pdf| pdf.svg)).unwrap_or_default();
            self.last.insert(path.clone(), LastPage { wanted, html, fit, fields });
        } else if self.last.get(path).is_some_and(|last| last.wanted != wanted) {
            self.last.remove(path);
        }
        let last = self.last.get(path);
        let fields = last.into_iter().flat_map(|last| &last.fields).map(|path| field(&analysis, path)).collect();
        let (html, fit) = (last.map(|last| last.html.clone()), last.and_then(|last| last.fit.clone()));
        Ok(PreviewPage { html, fit, is_current, errors, fields })
    }
}

fn field(analysis: &Analysis, path: &str) -> PreviewField {
    let file = &analysis.file;
    // A part of a field that has no place of its own is where the field is.
    let span = file.document.span(path).or_else(|| file.document.span(path.rsplit_once('.')?.0));
    PreviewField {
        path: path.to_owned(),
        range: span.filter(|it| it.file == file.file).map(|it| file.range(&it.range())),
    }
}
