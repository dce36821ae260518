//! How a brief is to be rendered.

use std::path::{Path, PathBuf};

use super::TemplateChoice;
use crate::template;

/// How to render a brief. The default is the template that the brief or its kind asks for, else `one-page`, with the
/// program's own fonts, as Markdown and PDF.
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
    /// A built-in template's name, or a template's folder.
    pub template: &'a str,
    /// Whether the brief may choose another.
    pub choice: TemplateChoice,
    /// A style file whose fields come before those of the template's own style.
    pub style: Option<&'a Path>,
    /// Folders with fonts, in addition to those of the template.
    pub fonts: &'a [PathBuf],
    /// Whether the PDF is wanted, too.
    pub pdf: bool,
    /// Whether the HTML is wanted, too.
    pub html: bool,
    /// Whether the Word file is wanted, too.
    pub docx: bool,
    /// Whether the pages of the PDF are wanted as drawings, too.
    pub svg: bool,
    /// Whether the Word file is to come back: with a content control around each field, for `brief review`.
    pub review: bool,
    /// A Word file whose styles, paper, header and footer the Word file has.
    pub reference: Option<&'a Path>,
    /// How many pages the brief may take, whatever it and the style say; 0 for as many as it needs.
    pub pages: Option<u16>,
    /// Whether a brief that is too long is printed on as many pages as it takes, marked as a draft.
    pub draft: bool,
    /// Whether the note `unprinted-content` is wanted when the brief is rendered without an earlier edition.
    pub unprinted: bool,
    /// Whether what is for our side alone is printed, whatever the template is.
    pub own_side: bool,
    /// Whether it is wanted which field is printed on which page of the PDF, and what is left out.
    pub explain: bool,
}

impl<'a> RenderOptions<'a> {
    /// A template whatever the brief asks for, the program's own fonts, Markdown and PDF. `template` is a built-in
    /// template's name or a folder.
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

    /// Sets a style file whose fields come before those of the template's own style: fonts, colours, paper and labels that
    /// all templates of an office have in common. `None` is the template's style alone.
    #[must_use]
    pub fn style(mut self, file: Option<&'a Path>) -> Self {
        self.style = file;
        self
    }

    /// Adds the fonts of some folders.
    #[must_use]
    pub fn fonts(mut self, folders: &'a [PathBuf]) -> Self {
        self.fonts = folders;
        self
    }

    /// Sets how many pages the brief may take, whatever it and the style say: 0 for as many as it needs. `None` leaves it
    /// to them.
    #[must_use]
    pub fn pages(mut self, pages: Option<u16>) -> Self {
        self.pages = pages;
        self
    }

    /// Sets whether a brief that is too long for its pages is printed all the same, on as many as it takes: with a line at
    /// its head that says so. The error `page-overflow` is then a warning.
    #[must_use]
    pub fn draft(mut self, draft: bool) -> Self {
        self.draft = draft;
        self
    }

    /// Sets whether the note `unprinted-content` names what the template does not print of the brief. A page for a reader
    /// who has seen an earlier edition never has it.
    #[must_use]
    pub fn unprinted(mut self, unprinted: bool) -> Self {
        self.unprinted = unprinted;
        self
    }

    /// Sets whether what is for our side alone is printed with every template. Without it, only a template whose style
    /// says so has it, such as `mandate`: others get the brief without it.
    #[must_use]
    pub fn own_side(mut self, own_side: bool) -> Self {
        self.own_side = own_side;
        self
    }

    /// Sets whether the outputs come with an [`Explanation`](super::Explanation) of the PDF.
    #[must_use]
    pub fn explain(mut self, explain: bool) -> Self {
        self.explain = explain;
        self
    }

    /// Sets whether the PDF is made, in addition to the Markdown.
    #[must_use]
    pub fn pdf(mut self, pdf: bool) -> Self {
        self.pdf = pdf;
        self
    }

    /// Sets whether the HTML is made, in addition to the Markdown.
    #[must_use]
    pub fn html(mut self, html: bool) -> Self {
        self.html = html;
        self
    }

    /// Sets whether the pages of the PDF are drawn in an HTML file, in addition to the PDF: see [`svg`](crate::svg).
    #[must_use]
    pub fn svg(mut self, svg: bool) -> Self {
        self.svg = svg;
        self
    }

    /// Sets whether the Word file is made, in addition to the Markdown.
    #[must_use]
    pub fn docx(mut self, docx: bool) -> Self {
        self.docx = docx;
        self
    }

    /// Sets the file whose styles, paper, header and footer the Word file has: that of an office, say. `None` is the look of
    /// the page.
    #[must_use]
    pub fn reference(mut self, file: Option<&'a Path>) -> Self {
        self.reference = file;
        self
    }

    /// Sets whether the Word file is one that is to come back: with a content control around each field, for
    /// `brief review`.
    #[must_use]
    pub fn review(mut self, review: bool) -> Self {
        self.review = review;
        self
    }
}

/// The template that the brief names or its kind has, else `one-page`; the program's own fonts, Markdown and PDF.
impl Default for RenderOptions<'_> {
    fn default() -> Self {
        Self { choice: TemplateChoice::Kind, ..Self::new(template::BUILT_IN[0].name) }
    }
}
