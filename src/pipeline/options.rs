//! Options for rendering a brief.

use std::path::{Path, PathBuf};

use super::TemplateChoice;
use crate::template;

/// How to render a brief. By default, it is rendered with the template that the brief or its kind asks for, or else
/// `one-page`, in the built-in fonts, as Markdown and PDF.
///
/// ```
/// use briefing::RenderOptions;
///
/// let options = RenderOptions::new("one-page").pdf(false).html(true);
/// assert!(options.html && !options.pdf);
/// ```
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
pub struct RenderOptions<'a> {
    /// The name of a built-in template, or the folder of a template.
    pub template: &'a str,
    /// Whether the brief may choose another template.
    pub choice: TemplateChoice,
    /// A style file whose fields override those of the template's own style.
    pub style: Option<&'a Path>,
    /// Folders with fonts, in addition to those of the template.
    pub fonts: &'a [PathBuf],
    /// Whether to make the PDF.
    pub pdf: bool,
    /// Whether to make the HTML file.
    pub html: bool,
    /// Whether to make the Word file.
    pub docx: bool,
    /// Whether to make an HTML file with drawings of the PDF's pages.
    pub svg: bool,
    /// Whether the Word file is for review: it has a content control around each field, for `brief review`.
    pub review: bool,
    /// A Word file from which the output takes its styles, paper, header and footer.
    pub reference: Option<&'a Path>,
    /// How many pages the brief may take, overriding the brief and the style; 0 for as many as it needs.
    pub pages: Option<u16>,
    /// Whether a brief that is too long is printed as a draft, on as many pages as it needs.
    pub draft: bool,
    /// Whether to report the note `unprinted-content` when the brief is rendered without an earlier edition.
    pub unprinted: bool,
    /// Whether to print content that is only for our side, whatever the template is.
    pub own_side: bool,
    /// Whether to return which field is printed on which page of the PDF, and what is left out.
    pub explain: bool,
}

impl<'a> RenderOptions<'a> {
    /// Options for a template, which the brief cannot override, with the built-in fonts, for Markdown and PDF.
    /// `template` is the name of a built-in template or a folder.
    #[must_use]
    pub fn new(template: &'a str) -> Self {
        let choice = TemplateChoice::Options;
        Self {
            template,
            choice,
            style: None,
            fonts: &[],
            pdf: true,
            html: false,
            docx: false,
            svg: false,
            review: false,
            reference: None,
            pages: None,
            draft: false,
            unprinted: false,
            own_side: false,
            explain: false,
        }
    }

    /// Sets a style file whose fields override those of the template's own style: fonts, colours, paper and labels that
    /// all templates of an office have in common. With `None`, the template's style is used alone.
    #[must_use]
    pub fn style(mut self, file: Option<&'a Path>) -> Self {
        self.style = file;
        self
    }

    /// Sets folders with additional fonts.
    #[must_use]
    pub fn fonts(mut self, folders: &'a [PathBuf]) -> Self {
        self.fonts = folders;
        self
    }

    /// Sets how many pages the brief may take, overriding the brief and the style: 0 for as many as it needs. With
    /// `None`, they decide.
    #[must_use]
    pub fn pages(mut self, pages: Option<u16>) -> Self {
        self.pages = pages;
        self
    }

    /// Sets whether a brief that is too long is printed all the same, on as many pages as it needs, with a line at the
    /// top that says so. The error `page-overflow` is then a warning.
    #[must_use]
    pub fn draft(mut self, draft: bool) -> Self {
        self.draft = draft;
        self
    }

    /// Sets whether the note `unprinted-content` names the content that the template does not print. A page for a
    /// reader who has seen an earlier edition never has this note.
    #[must_use]
    pub fn unprinted(mut self, unprinted: bool) -> Self {
        self.unprinted = unprinted;
        self
    }

    /// Sets whether content that is only for our side is printed with every template. Otherwise only a template whose
    /// style has `own-side`, such as `mandate`, prints it.
    #[must_use]
    pub fn own_side(mut self, own_side: bool) -> Self {
        self.own_side = own_side;
        self
    }

    /// Sets whether an [`Explanation`](super::Explanation) of the PDF is returned with the outputs.
    #[must_use]
    pub fn explain(mut self, explain: bool) -> Self {
        self.explain = explain;
        self
    }

    /// Sets whether to make the PDF in addition to the Markdown.
    #[must_use]
    pub fn pdf(mut self, pdf: bool) -> Self {
        self.pdf = pdf;
        self
    }

    /// Sets whether to make the HTML file in addition to the Markdown.
    #[must_use]
    pub fn html(mut self, html: bool) -> Self {
        self.html = html;
        self
    }

    /// Sets whether to make an HTML file with drawings of the PDF's pages, in addition to the PDF: see
    /// [`svg`](crate::svg).
    #[must_use]
    pub fn svg(mut self, svg: bool) -> Self {
        self.svg = svg;
        self
    }

    /// Sets whether to make the Word file in addition to the Markdown.
    #[must_use]
    pub fn docx(mut self, docx: bool) -> Self {
        self.docx = docx;
        self
    }

    /// Sets a Word file from which the output takes its styles, paper, header and footer, such as an office's
    /// letterhead. With `None`, the Word file looks like the page.
    #[must_use]
    pub fn reference(mut self, file: Option<&'a Path>) -> Self {
        self.reference = file;
        self
    }

    /// Sets whether the Word file is for review: it then has a content control around each field, for `brief review`.
    #[must_use]
    pub fn review(mut self, review: bool) -> Self {
        self.review = review;
        self
    }
}

/// The template that the brief names or that its kind has, or else `one-page`; the built-in fonts; Markdown and PDF.
impl Default for RenderOptions<'_> {
    fn default() -> Self {
        Self { choice: TemplateChoice::Kind, ..Self::new(template::BUILT_IN[0].name) }
    }
}
