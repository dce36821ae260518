//! What holds of every text, however broken: asked by the fuzz target and, for a while, by the tests.

use std::sync::Arc;

use briefing::diagnostic::render;
use briefing::edit::Draft;
use briefing::layout::{FitSummary, Fonts, PageLabels, PageStyle, Style, lay_out};
use briefing::model::Date;
use briefing::picture::{Picture, PictureFormat};
use briefing::pipeline::{self, Input};
use briefing::project::Project;
use briefing::provenance::Fields;
use briefing::review::{Reviewed, review};
use briefing::source::Sources;
use briefing::{docx, format, html, markdown, pdf, schema};

/// Checks a text without a panic: every place lies within it, every rendering is plain, its fixes and its canonical
/// layout can be checked again, and formatting twice is formatting once.
///
/// # Panics
/// When one of these does not hold.
pub(crate) fn hold(text: &str) {
    let project = Project::default();
    let input = Input::new("brief.toml", text);
    let checked = pipeline::check(&input, &project);
    for diagnostic in &checked.diagnostics {
        for label in diagnostic.primary.iter().chain(&diagnostic.related) {
            let span = label.span;
            assert!(span.start <= span.end && span.end <= text.len(), "{diagnostic:?}");
            assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end), "{diagnostic:?}");
        }
    }
    let (diagnostics, sources) = (&checked.diagnostics, &checked.sources);
    let shown = render::human(diagnostics, sources, false) + &render::short(diagnostics, sources);
    assert!(shown.chars().all(|c| c == '\n' || !c.is_control()), "a control character reaches the terminal");
    assert_eq!(render::json(diagnostics, sources).lines().count(), diagnostics.len());
    let fixed = pipeline::fix(input, &project);
    assert!(fixed.made.is_empty() || fixed.input.text != text, "{:?} change nothing", fixed.made);
    if let Ok(once) = format::format(text) {
        assert_eq!(format::format(&once).as_deref(), Ok(once.as_str()), "formatting again changes it again");
    }
}

/// What no page may have: anything that acts, runs, or carries another file.
const FORBIDDEN: [&[u8]; 8] =
    [b"JavaScript", b"JS", b"Launch", b"EmbeddedFiles", b"OpenAction", b"AA", b"SubmitForm", b"RichMedia"];

/// Makes a page of any Markdown: without a panic, the same twice, and without anything in the PDF that acts.
///
/// # Panics
/// When one of these does not hold.
pub(crate) fn hold_page(text: &str, fonts: &Fonts) {
    let mut sources = Sources::default();
    let file = sources.add("page.md", text);
    let (document, _) = markdown::parse(text, file, &Fields::default());
    // The length chooses among the languages and limits.
    let language = ["en", "ar", "uk", "zh"][text.len() % 4];
    let page = PageStyle { limit: (text.len() / 4 % 3) as u16, ..PageStyle::default() };
    let style = Style { page, ..Style::default() };
    let words =
        PageLabels { language: language.to_owned(), page_of: "{page}/{pages}".to_owned(), ..PageLabels::default() };
    let Some(laid) = lay_out(&document, &style, fonts, &words).pages else { return };
    let title = document.title().unwrap_or_default();
    let info = pdf::PdfInfo { title, authors: Vec::new(), language: language.to_owned(), date: date() };
    let written = || pdf::write(&laid, fonts, &info).unwrap_or_default();
    let bytes = written();
    assert!(bytes == written(), "another PDF from the same page");
    let document = lopdf::Document::load_mem(&bytes).unwrap_or_default();
    assert_eq!(document.get_pages().len(), laid.pages.len(), "the PDF cannot be read");
    for dictionary in document.objects.values().filter_map(|object| object.as_dict().ok()) {
        for key in FORBIDDEN {
            assert!(!dictionary.has(key), "{} in the PDF", String::from_utf8_lossy(key));
        }
        if let Ok(action) = dictionary.get(b"A").and_then(lopdf::Object::as_dict)
            && let Ok(kind) = action.get(b"S").and_then(lopdf::Object::as_name)
        {
            assert!(kind == b"URI", "an action {}", String::from_utf8_lossy(kind));
            let uri = action.get(b"URI").and_then(lopdf::Object::as_str).unwrap_or_default();
            let schemes: [&[u8]; 3] = [b"http://", b"https://", b"mailto:"];
            assert!(schemes.iter().any(|scheme| uri.starts_with(scheme)), "{}", String::from_utf8_lossy(uri));
        }
    }
}

fn date() -> Date {
    Date::MIN.replace_year(2026).unwrap_or(Date::MIN)
}

/// Takes any bytes as a font, and sets a page with what comes of it: without a panic.
///
/// # Panics
/// When something in the page does.
pub(crate) fn hold_font(data: &[u8]) {
    let mut fonts = Fonts::embedded();
    let before = fonts.families().count();
    if fonts.add(data.to_vec()).is_err() {
        return;
    }
    let mut style = Style::default();
    style.font.text = fonts.families().nth(before).map(str::to_owned);
    let text = "# Title\n\nWords, слова, λόγοι, كلمات, 言葉 – 1234.\n\n| a | b |\n| --- | --- |\n| c | d |\n";
    let mut sources = Sources::default();
    let (document, _) = markdown::parse(text, sources.add("page.md", text), &Fields::default());
    let words = PageLabels { language: "en".to_owned(), page_of: "{page}/{pages}".to_owned(), ..PageLabels::default() };
    if let Some(laid) = lay_out(&document, &style, &fonts, &words).pages {
        let info = pdf::PdfInfo { title: String::new(), authors: Vec::new(), language: "en".to_owned(), date: date() };
        // A font that cannot be subset is an error, not a panic.
        let _ = pdf::write(&laid, &fonts, &info);
    }
}

/// Takes any bytes as a picture: it is refused, or a web page, a Word file and a PDF can be made with it, which are the
/// same every time.
///
/// # Panics
/// When one of these does not hold.
pub(crate) fn hold_picture(data: &[u8], fonts: &Fonts) {
    let Ok(picture) = Picture::read(data) else { return };
    // A drawing is not read again: written anew, it may have more than a file may have.
    if picture.format() != PictureFormat::Svg {
        assert_eq!(Picture::read(picture.bytes()).as_ref(), Ok(&picture), "what is printed is another picture");
    }
    let picture = Arc::new(picture);
    let text = "# Title\n\n<!-- brief:figure width=50 -->\n\n![Words](picture)\n\n<!-- /brief:figure -->\n";
    let mut sources = Sources::default();
    let (mut document, _) = markdown::parse(text, sources.add("page.md", text), &Fields::default());
    document.set_pictures(&|_| Some(Arc::clone(&picture)));
    let labels = html::Labels { language: "en", inserted: "", deleted: "", moved: "" };
    assert!(html::write(&document, &labels).contains(&picture.data_address()), "it is not on the web page");
    let style = Style::default();
    let words = PageLabels { language: "en".to_owned(), page_of: "{page}/{pages}".to_owned(), ..PageLabels::default() };
    let laid = lay_out(&document, &style, fonts, &words);
    let (title, authors) = (String::new(), Vec::new());
    let info = docx::WordInfo {
        title: title.clone(),
        authors: authors.clone(),
        language: "en",
        date: date(),
        page_of: &words.page_of,
        reference: None,
    };
    let word = || docx::write(&document, &style, &laid.fit, &info).unwrap_or_default();
    let file = word();
    assert!(file == word(), "another Word file from the same picture");
    assert!(docx::parts(&file).is_some(), "the Word file cannot be read");
    let Some(pages) = laid.pages else { return };
    let info = pdf::PdfInfo { title, authors, language: "en".to_owned(), date: date() };
    let written = || pdf::write(&pages, fonts, &info).unwrap_or_default();
    let bytes = written();
    assert!(bytes == written(), "another PDF from the same picture");
    let document = lopdf::Document::load_mem(&bytes).unwrap_or_default();
    assert_eq!(document.get_pages().len(), pages.pages.len(), "the PDF cannot be read");
}

/// Takes any bytes as a Word file that came back, and compares it with a brief; and as the reference of another one:
/// without a panic.
///
/// # Panics
/// When something in it does.
pub(crate) fn hold_returned(data: &[u8]) {
    hold_reference(data);
    let Ok(returned) = docx::read(data) else { return };
    let text = schema::EXAMPLE;
    let Some(draft) = Draft::new(text) else { return };
    let _ = review(&returned, &pipeline::base(text), &draft, &Reviewed::default());
}

/// A file in the look of another one can be read, and is the same every time.
fn hold_reference(data: &[u8]) {
    let Ok(reference) = docx::Reference::read(data) else { return };
    let text = "# Title\n\n## Words\n\n1. one[^a]\n\n| a | b |\n| --- | --- |\n| c | d |\n\n[^a]: A.\n";
    let mut sources = Sources::default();
    let (document, _) = markdown::parse(text, sources.add("page.md", text), &Fields::default());
    let fit = FitSummary { size: 10.0, small: 8.0, spacing: 1.0, ..FitSummary::default() };
    let info = docx::WordInfo {
        title: String::new(),
        authors: Vec::new(),
        language: "en",
        date: date(),
        page_of: "{page}/{pages}",
        reference: Some(&reference),
    };
    let written = || docx::write(&document, &Style::default(), &fit, &info).unwrap_or_default();
    let file = written();
    assert!(file == written(), "another file from the same reference");
    assert!(docx::parts(&file).is_some(), "the file cannot be read");
}
