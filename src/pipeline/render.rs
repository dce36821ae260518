//! A checked brief → Markdown, HTML, Word file and PDF: all stages after checking.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::fit::{BriefPage, Laid};
use super::inputs::{font_folders, reference_file};
use super::own_side::{self, OpenBrief};
use super::page_errors::{missing_glyphs, too_long};
use super::pictures::PagePictures;
use super::style::StyleError;
use super::word::{self, printed_authors};
use super::{Checked, Explanation, Pictures, RenderOptions, compare, leak, portions, style};
use crate::diagnostic::{Code, Diagnostic, has_errors};
use crate::error::Error;
use crate::language::{LanguageFiles, Locale};
use crate::layout::page::Pages;
use crate::layout::{self, FitSummary, FontStyle, Fonts, PageLabels, Style, Typesetter};
use crate::library::FontLibrary;
use crate::markdown::PictureBlock;
use crate::model::Brief;
use crate::rank::Cut;
use crate::release::Withheld;
use crate::source::{SourceFile, Sources};
use crate::template::{
    self, CompiledTemplate, EarlierEdition, MergedTemplate, Sections, Template, TemplateFile, TemplateOptions,
};
use crate::world::World;
use crate::{docx, html, markdown, pdf, svg};

/// The outputs of a brief.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Rendered {
    /// The name of the template. It may be the brief's choice.
    pub template: String,
    /// The Markdown file. In tables, it has a space where the page has a line break (`<br>` in the merged text).
    pub markdown: String,
    /// The merged text as blocks, with the fields that they were printed from.
    pub document: markdown::Document,
    /// The HTML file, if the options asked for it. It has the same words as the Markdown text.
    pub html: Option<String>,
    /// The Word file, if the options asked for it. It has the same words as the Markdown text, at the size of the page.
    pub docx: Option<Vec<u8>>,
    /// The PDF file, if the options asked for it.
    pub pdf: Option<RenderedPdf>,
    /// Which field is printed on which page of the PDF, if the options asked for it.
    pub explanation: Option<Explanation>,
}

/// The PDF, and the layout it was made from.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RenderedPdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// The layout: the position of everything on each page.
    pub pages: Pages,
    /// The HTML file with a drawing of each page, if the options asked for it.
    pub svg: Option<String>,
    /// The result of fitting the brief to its pages: the size of the type, and what was left out.
    pub fit: FitSummary,
    /// The user's font families that the pages use, each with the scripts for which it was chosen.
    pub families: BTreeMap<String, BTreeSet<String>>,
}

/// Renders briefs one after another, and caches what they have in common: compiled templates, shaped words, compressed
/// fonts. The output for a brief never depends on what was rendered before.
///
/// The caches are valid as long as the files of templates and fonts do not change.
pub struct Renderer<'l> {
    library: &'l FontLibrary,
    /// The templates, by name and by the style file that they share with others.
    templates: HashMap<(String, Option<PathBuf>), Arc<LoadedTemplate>>,
    font_sets: Vec<(Vec<PathBuf>, FontSet<'l>)>,
    references: HashMap<PathBuf, Arc<docx::Reference>>,
}

/// The name of a template, its merged text for the whole brief, and what was removed from the brief for it.
pub(super) type MergedWhole = (String, MergedTemplate, Option<Arc<Withheld>>);

/// A template that has been read from its files.
struct LoadedTemplate {
    /// The template files with their names in the template's folder.
    files: Vec<(String, Arc<SourceFile>)>,
    style_file: Option<Arc<SourceFile>>,
    shared_style_file: Option<Arc<SourceFile>>,
    /// The compiled template; `None` when it has errors.
    compiled: Option<CompiledTemplate>,
    /// The style, with defaults for a template without one; `None` when it has errors.
    style: Option<Style>,
    language_files: Vec<(String, Arc<SourceFile>)>,
    /// The picture above the title, if the style names one.
    logo: Result<Option<PictureBlock>, StyleError>,
    /// The labels of the template that replace the program's; `None` when a language file has errors.
    languages: Option<LanguageFiles>,
}

/// The fonts of some folders, and the caches that depend on them.
struct FontSet<'l> {
    fonts: &'l Fonts,
    typesetter: Typesetter<'l>,
    writer: pdf::PdfWriter,
}

impl<'l> Renderer<'l> {
    /// A renderer with empty caches.
    #[must_use]
    pub fn new(library: &'l FontLibrary) -> Self {
        Self { library, templates: HashMap::new(), font_sets: Vec::new(), references: HashMap::new() }
    }

    /// Renders a checked brief, and adds warnings and errors about the page to its diagnostics.
    ///
    /// Returns `None` when the brief or the template has errors, or when the page does not fit.
    ///
    /// # Errors
    /// [`Error`] when the template or the fonts cannot be read.
    pub fn render(
        &mut self,
        checked: &mut Checked,
        options: RenderOptions<'_>,
        world: &dyn World,
    ) -> Result<Option<Rendered>, Error> {
        self.render_since(None, checked, options, world)
    }

    /// Renders a checked brief for a reader who has seen an earlier edition: changes are listed and marked.
    ///
    /// # Errors
    /// The same as for [`Renderer::render`].
    pub fn since(
        &mut self,
        old: &Checked,
        checked: &mut Checked,
        options: RenderOptions<'_>,
        world: &dyn World,
    ) -> Result<Option<Rendered>, Error> {
        self.render_since(Some((old, false)), checked, options, world)
    }

    /// Renders the redline of two editions: the page of the new one, as long as necessary, with every change marked in
    /// it.
    ///
    /// # Errors
    /// The same as for [`Renderer::render`].
    pub fn redline(
        &mut self,
        old: &Checked,
        checked: &mut Checked,
        options: RenderOptions<'_>,
        world: &dyn World,
    ) -> Result<Option<Rendered>, Error> {
        self.render_since(Some((old, true)), checked, options, world)
    }

    fn render_since(
        &mut self,
        earlier: Option<(&Checked, bool)>,
        checked: &mut Checked,
        options: RenderOptions<'_>,
        world: &dyn World,
    ) -> Result<Option<Rendered>, Error> {
        let earlier = earlier.filter(|(old, _)| old.brief.is_some());
        let own = checked.brief.as_ref().and_then(|brief| options.choice.of(brief));
        let options = RenderOptions { template: own.unwrap_or(options.template), ..options };
        let loaded = self.template(options.template, options.style, world)?;
        let template = loaded.template(options.template, &mut checked.sources);
        let mut errors = Vec::new();
        let mut style = loaded.style.clone().unwrap_or_else(|| {
            let read = style::of(&template, &checked.sources);
            errors = read.diagnostics;
            read.style
        });
        if !style::has_font_folder(&style, &template, world) {
            errors.extend(style::no_font_folder(&style, &template, &checked.sources, world));
            style.font = FontStyle::default();
        }
        if let Err(error) = &loaded.logo {
            errors.extend(style::reported([error.clone()], &template, &checked.sources));
        }
        let own_words;
        let languages = if let Some(languages) = &loaded.languages {
            languages
        } else {
            errors.extend(super::language::files(&checked.sources, &template, &style).err().unwrap_or_default());
            // Other errors are still found when the program's labels are used.
            own_words = LanguageFiles::new();
            &own_words
        };
        let sound = errors.is_empty();
        checked.diagnostics.extend(errors);
        let own = checked.brief.as_ref().and_then(|brief| u16::try_from(brief.pages?).ok());
        // `pages` in the brief applies only to templates with a limit; others, such as a dossier, take as many pages as
        // they need.
        style.page.limit = options.pages.or(own.filter(|_| style.page.limit > 0)).unwrap_or(style.page.limit);
        if earlier.is_some_and(|(_, redline)| redline) {
            // A redline takes as many pages as it needs, in one column, so that no line is far from its bar.
            style.page.limit = 0;
            let columns = std::mem::take(&mut style.sections.columns);
            style.sections.wide.extend(columns);
        }
        let reference = self.reference(options, world)?;
        let reference = reference.as_deref();
        let font_set = self.font_set(font_folders(options, &style), world)?;
        if checked.brief.is_none() {
            return Ok(None);
        }
        if checked.pictures.is_none() {
            let pictures = Arc::new(Pictures::of(&checked.sources.file(checked.file).name, checked.whole(), world));
            let wrong = pictures.errors(checked.whole());
            checked.pictures = Some(pictures);
            // If an earlier edition is involved, which may be one from git, words replace a picture that cannot be
            // read.
            if earlier.is_none() && !wrong.is_empty() {
                checked.diagnostics.extend(wrong);
                return Ok(None);
            }
        }
        // A page that is not for our side is made from a brief, and an earlier edition, without content that is only
        // for our side.
        let is_for_own_side = style.page.own_side || options.own_side;
        let open = if is_for_own_side { None } else { own_side::open(checked, None)? };
        let has_own_side = is_for_own_side && own_side::has_some(checked);
        if let Some(brief) = &mut checked.brief {
            brief.own_side_only = has_own_side;
        }
        let taken = open.as_ref().map(|it| &*it.withheld);
        let earlier_open = match earlier.filter(|_| !is_for_own_side) {
            Some((old, _)) => own_side::open(old, taken)?,
            None => None,
        };
        let earlier = earlier.map(|(old, redline)| (earlier_open.as_ref().map_or(old, |it| &it.checked), redline));
        let diff = earlier.map(|(old, _)| compare(old, open.as_ref().map_or(&*checked, |it| &it.checked)));
        let has_marks = style.text.portion_marks && !options.review;
        let with_marks =
            |it: &Checked| it.brief.as_ref().filter(|_| has_marks).and_then(|brief| portions::marked(it, brief));
        let marked = with_marks(open.as_ref().map_or(&*checked, |it| &it.checked));
        let pictures = PagePictures::of(open.as_ref().map_or(&*checked, |it| &it.checked), earlier.map(|(old, _)| old));
        let earlier_marked = earlier.and_then(|(old, _)| with_marks(old));
        let earlier = earlier.zip(diff.as_ref()).and_then(|((old, redline), diff)| {
            let brief = earlier_marked.as_ref().or(old.brief.as_ref())?;
            Some(EarlierEdition { brief, diff, redline })
        });
        let Some(brief) = checked.brief.take() else { return Ok(None) };
        let printed = open.as_ref().and_then(|it| it.checked.brief.as_ref()).unwrap_or(&brief);
        let printed = marked.as_ref().unwrap_or(printed);
        let compiled = loaded.compiled.as_ref();
        // With errors in its style no page is made, but errors found by the other stages are still reported.
        let options = RenderOptions { pdf: options.pdf && sound, docx: options.docx && sound, ..options };
        let of_template = (&template, compiled);
        let logo = loaded.logo.as_ref().ok().and_then(Option::as_ref);
        let rendered = print(
            checked,
            (&brief, printed, open.as_ref()),
            earlier.as_ref(),
            of_template,
            (&style, languages),
            (options, reference, (&pictures, logo)),
            font_set,
        );
        checked.brief = Some(brief);
        checked.apply_suppressions();
        if let (Some(rendered), Some(proof)) =
            (&rendered, own_side::proof(checked, open.as_ref(), earlier_open.as_ref()))
            && let Some(leak) = leak(rendered, &proof)
        {
            return Err(own_side::leaked(&checked.sources.file(checked.file).name, &leak));
        }
        Ok(if has_errors(&checked.diagnostics) { None } else { rendered })
    }

    /// The paths of the pictures of a brief that a page prints, whether they exist or not. Those that are only for our
    /// side are included only if the page is for our side.
    ///
    /// # Errors
    /// [`Error`] when the template cannot be read, or when nothing is left of the brief.
    pub(crate) fn picture_paths(
        &mut self,
        checked: Checked,
        options: RenderOptions<'_>,
        world: &dyn World,
    ) -> Result<Vec<PathBuf>, Error> {
        let chosen = checked.brief.as_ref().and_then(|brief| options.choice.of(brief));
        let loaded = self.template(chosen.unwrap_or(options.template), options.style, world)?;
        let is_for_own_side = options.own_side || loaded.style.as_ref().is_some_and(|style| style.page.own_side);
        let printed = if is_for_own_side { checked } else { own_side::without_own_side(checked)? };
        Ok(Pictures::paths(&printed.sources.file(printed.file).name, &printed.document))
    }

    /// The merged text of a template for the whole brief, with the name of the template and what was removed from the
    /// brief for it; `None` when the template or the brief has errors.
    pub(super) fn merged(
        &mut self,
        checked: &Checked,
        options: RenderOptions<'_>,
        world: &dyn World,
    ) -> Result<Option<MergedWhole>, Error> {
        let Some(brief) = &checked.brief else { return Ok(None) };
        let name = options.choice.of(brief).unwrap_or(options.template);
        let loaded = self.template(name, options.style, world)?;
        let mut sources = Sources::default();
        let template = loaded.template(name, &mut sources);
        let (Some(compiled), Some(style), Some(languages)) = (&loaded.compiled, &loaded.style, &loaded.languages)
        else {
            return Ok(None);
        };
        let sections = &style.sections;
        let sections = Sections { wide: &sections.wide, columns: &sections.columns, drop: &[], dropped: 0 };
        let cut = Cut::default();
        let setting = TemplateOptions { sections, languages, cut: &cut };
        let open = if style.page.own_side || options.own_side { None } else { own_side::open(checked, None)? };
        let brief = open.as_ref().and_then(|it| it.checked.brief.as_ref()).unwrap_or(brief);
        let merged = compiled.render(&template.files, brief, None, setting, &sources);
        let merged = merged.ok().and_then(|(merged, _)| merged);
        Ok(merged.map(|merged| (name.to_owned(), merged, open.map(|it| it.withheld))))
    }

    /// The template with a name, from the cache or its files.
    fn template(&mut self, name: &str, shared: Option<&Path>, world: &dyn World) -> Result<Arc<LoadedTemplate>, Error> {
        let key = (name.to_owned(), shared.map(Path::to_path_buf));
        if let Some(known) = self.templates.get(&key) {
            return Ok(Arc::clone(known));
        }
        let mut sources = Sources::default();
        let template = style::load(name, shared, world, &mut sources)?;
        let read = style::of(&template, &sources);
        let logo = style::logo(&read, world);
        let style::ReadStyle { style, diagnostics, .. } = read;
        let loaded = Arc::new(LoadedTemplate {
            languages: super::language::files(&sources, &template, &style).ok(),
            language_files: template.languages.iter().map(|(tag, file)| (tag.clone(), sources.shared(*file))).collect(),
            files: template.files.iter().map(|file| (file.name.clone(), sources.shared(file.file))).collect(),
            style_file: template.style.map(|file| sources.shared(file)),
            shared_style_file: template.shared_style.map(|file| sources.shared(file)),
            compiled: template::compile(&template.files, &sources).ok(),
            logo,
            style: diagnostics.is_empty().then_some(style),
        });
        self.templates.insert(key, Arc::clone(&loaded));
        Ok(loaded)
    }

    /// The reference for Word files, if there is one.
    fn reference(
        &mut self,
        options: RenderOptions<'_>,
        world: &dyn World,
    ) -> Result<Option<Arc<docx::Reference>>, Error> {
        let Some(path) = options.reference.filter(|_| options.docx) else { return Ok(None) };
        if let Some(known) = self.references.get(path) {
            return Ok(Some(Arc::clone(known)));
        }
        let bytes = reference_file(path, world)?;
        let read = docx::Reference::read(&bytes).map_err(|error| {
            let message = format!("cannot use {} as the reference for Word files: {}", path.display(), error.message);
            Error { message, help: error.help }
        });
        let reference = Arc::new(read?);
        self.references.insert(path.to_path_buf(), Arc::clone(&reference));
        Ok(Some(reference))
    }

    /// The fonts of some folders, from the cache or their files.
    fn font_set(&mut self, folders: Vec<PathBuf>, world: &dyn World) -> Result<&mut FontSet<'l>, Error> {
        let known = self.font_sets.iter().position(|(known, _)| *known == folders);
        let at = if let Some(at) = known {
            at
        } else {
            let fonts = self.library.fonts(&folders, world)?;
            let font_set = FontSet { fonts, typesetter: Typesetter::new(fonts), writer: pdf::PdfWriter::default() };
            self.font_sets.push((folders, font_set));
            self.font_sets.len() - 1
        };
        Ok(&mut self.font_sets[at].1)
    }
}

impl LoadedTemplate {
    /// Adds the template's files to the sources of a brief.
    fn template(&self, name: &str, sources: &mut Sources) -> Template {
        let mut share = |file: &Arc<SourceFile>| sources.share(Arc::clone(file));
        let files = self.files.iter().map(|(name, file)| TemplateFile { name: name.clone(), file: share(file) });
        let files = files.collect();
        let style = self.style_file.as_ref().map(&mut share);
        let shared_style = self.shared_style_file.as_ref().map(&mut share);
        let languages = self.language_files.iter().map(|(tag, file)| (tag.clone(), share(file))).collect();
        Template { name: name.to_owned(), files, style, shared_style, languages }
    }
}

/// What a page is made with besides its brief: the options, the reference for Word files, and the pictures with the
/// logo.
type Equipment<'e> = (RenderOptions<'e>, Option<&'e docx::Reference>, (&'e PagePictures, Option<&'e PictureBlock>));

fn print(
    checked: &mut Checked,
    (whole, brief, open): (&Brief, &Brief, Option<&OpenBrief>),
    earlier: Option<&EarlierEdition<'_>>,
    (template, compiled): (&Template, Option<&CompiledTemplate>),
    (style, languages): (&Style, &LanguageFiles),
    (options, reference, (pictures, logo)): Equipment<'_>,
    font_set: &mut FontSet<'_>,
) -> Option<Rendered> {
    let families = style::unknown_families(style, font_set.fonts);
    let sound = families.is_empty();
    checked.diagnostics.extend(style::reported(families, template, &checked.sources));
    let options = RenderOptions { pdf: options.pdf && sound, docx: options.docx && sound, ..options };
    let words = words(brief, languages);
    let (sources, draft) = (&checked.sources, options.draft);
    let explain = options.explain;
    let page = BriefPage {
        brief,
        earlier,
        template,
        compiled,
        style,
        languages,
        sources,
        words: &words,
        pictures: &pictures.both,
        logo,
        draft,
        explain,
    };
    let mut attempt = match page.fit(options.pdf, options.docx, &mut font_set.typesetter) {
        Ok(attempt) => attempt,
        Err(unknown) => {
            checked.diagnostics.extend(style::unknown_sections(unknown, template, &checked.sources));
            return None;
        }
    };
    // The position is added here, since a template does not know the file.
    let language = checked.document.span("brief.language");
    let placed = std::mem::take(&mut attempt.diagnostics).into_iter().map(|it| match language {
        Some(span) if it.code == Code::UNSUPPORTED_LANGUAGE => it.at(span),
        _ => it,
    });
    // In a Word file, changes are tracked instead of being listed.
    let tracked = earlier.filter(|_| options.docx).and_then(|earlier| {
        let old = BriefPage { brief: earlier.brief, earlier: None, pictures: &pictures.before, ..page };
        tracked(
            &old,
            &BriefPage { earlier: None, pictures: &pictures.current, ..page },
            reference,
            &mut font_set.typesetter,
        )
    });
    checked.diagnostics.extend(placed);
    if let Some(overrun) = &attempt.overrun {
        let too_long = too_long(overrun, options.draft, checked);
        checked.diagnostics.push(too_long);
    }
    if options.unprinted && earlier.is_none() && !has_errors(&checked.diagnostics) {
        let withheld = open.map(|it| &*it.withheld);
        let note = checked.unprinted(whole, &template.name, attempt.of_whole.iter(), withheld);
        checked.diagnostics.extend(note);
    }
    let in_text = if options.explain { attempt.fields_in_order() } else { Vec::new() };
    let Laid { markdown: text, document, layout, .. } = attempt.laid?;
    let file = checked.sources.add(format!("{} as Markdown", template.name), text.as_str());
    let html = options.html.then(|| html::write(&document, &labels(&words)));
    let review = options.review.then(|| word::for_review(open.map_or(&*checked, |it| &it.checked)));
    let word_file = |it| match tracked {
        Some(tracked) => tracked,
        None => word::file(&document, style, it, brief, &words, review.as_ref(), reference),
    };
    let docx = match layout.as_ref().filter(|_| options.docx).map(word_file) {
        Some(Err(error)) => {
            checked.diagnostics.push(Diagnostic::new(Code::DOCX_ERROR, error.to_string()));
            return None;
        }
        written => written.and_then(Result::ok),
    };
    let (template_name, text) = (template.name.clone(), markdown::without_break_tags(&text));
    let mut rendered =
        Rendered { template: template_name, markdown: text, document, html, docx, pdf: None, explanation: None };
    if !options.pdf {
        return Some(rendered);
    }
    let outcome = layout?;
    checked.diagnostics.extend(missing_glyphs(&outcome.missing, file, checked, template));
    let pages = outcome.pages?;
    let page_of = open.map_or(&*checked, |it| &it.checked);
    rendered.explanation = attempt.ranks.map(|ranks| {
        let names = |field: &str| compiled.is_some_and(|it| it.names(field));
        Explanation::of((&in_text, &pages), &ranks, &attempt.of_whole, names, &page_of.records())
    });
    let info = pdf::PdfInfo {
        title: rendered.document.title().unwrap_or_default(),
        authors: printed_authors(brief, pages.fields()),
        language: brief.language.clone(),
        date: brief.as_of,
    };
    match font_set.writer.write(&pages, font_set.fonts, &info) {
        Ok(bytes) => {
            let svg = options.svg.then(|| svg::write(&pages, font_set.fonts, &info.title, info.language.as_str()));
            let families = layout::families_taken(&pages, font_set.fonts);
            rendered.pdf = Some(RenderedPdf { bytes, pages, svg, fit: outcome.fit, families });
        }
        Err(error) => {
            checked.diagnostics.push(Diagnostic::new(Code::PDF_ERROR, error.to_string()));
            return None;
        }
    }
    Some(rendered)
}

/// The Word file of two editions in one, each with the content of its page; `None` when the template cannot print one
/// of them, which is reported when the page is made.
fn tracked(
    old: &BriefPage<'_>,
    new: &BriefPage<'_>,
    reference: Option<&docx::Reference>,
    typesetter: &mut Typesetter<'_>,
) -> Option<Result<Vec<u8>, docx::WordError>> {
    let mut laid = |page: &BriefPage<'_>| {
        let laid = page.fit(false, true, typesetter).ok()?.laid?;
        Some((laid.document, laid.layout?))
    };
    let ((before, _), (after, outcome)) = (laid(old)?, laid(new)?);
    Some(word::tracked(&before, &after, new, &outcome, reference))
}

/// The labels of the page in the brief's language.
fn words(brief: &Brief, languages: &LanguageFiles) -> PageLabels {
    let speech = Locale::of(&brief.language, languages);
    let label = |name| speech.label(name).unwrap_or_default().to_owned();
    PageLabels {
        language: brief.language.clone(),
        page_of: label("page-of"),
        overrun: label("overrun"),
        notice: String::new(),
        continued: label("continued"),
        inserted: label("inserted"),
        deleted: label("deleted"),
        moved: label("moved"),
    }
}

/// Those of the labels that an HTML file has.
fn labels(words: &PageLabels) -> html::Labels<'_> {
    let PageLabels { language, inserted, deleted, moved, .. } = words;
    html::Labels { language, inserted, deleted, moved }
}
