//! The whole way of a brief on one screen: the only place that calls the stages in a row.

use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::check::record;
use crate::diagnostic::{self, Code, Diagnostic, Severity, has_errors};
use crate::diff::Diff;
use crate::fix::Made;
use crate::layout::page::Laid;
use crate::layout::{self, Choice, Fonts, Style, Words};
use crate::library::{FontError, Library};
use crate::merge::{Labels, Merged};
use crate::model::Brief;
use crate::parse::Document;
use crate::project::Severities;
use crate::source::{FileId, Sources, Span};
use crate::template::language::{Language, Speech};
use crate::template::{self, Earlier, LoadError, Sections, Setting, Template};
use crate::world::World;
use crate::{check, diff, fix, markdown, merge, parse, pdf};

/// How large a brief may be, in bytes. A dossier with 500 positions has about 200 000.
pub const LARGEST_BRIEF: u64 = 8 * 1024 * 1024;

/// The text of a brief.
#[derive(Debug, Clone)]
pub struct Input {
    /// Its name as the user gave it, for messages.
    pub name: String,
    /// The text.
    pub text: String,
}

/// Why a file could not be read.
#[derive(Debug, Clone)]
pub struct ReadError {
    /// What is wrong, one sentence.
    pub message: String,
    /// The likely mend.
    pub help: Option<String>,
}

/// Reads a brief; `-` is standard input.
///
/// # Errors
/// [`ReadError`] when there is no such file, when it is a folder, has more than [`LARGEST_BRIEF`] bytes, or is not UTF-8.
pub fn read(name: &str, world: &dyn World) -> Result<Input, ReadError> {
    let bytes = match name {
        "-" => world.read_standard_input(LARGEST_BRIEF),
        _ => world.read(Path::new(name), LARGEST_BRIEF),
    };
    let name = if name == "-" { "standard input" } else { name };
    let bytes = bytes.map_err(|error| {
        let (reason, help) = match error.kind() {
            std::io::ErrorKind::NotFound => ("there is no such file".to_owned(), None),
            std::io::ErrorKind::IsADirectory => ("it is a folder".to_owned(), Some("name the briefs in it".to_owned())),
            std::io::ErrorKind::FileTooLarge => {
                (format!("it has more than {} MB; a brief is far smaller", LARGEST_BRIEF >> 20), None)
            }
            _ => (error.to_string(), None),
        };
        ReadError { message: format!("cannot read {name}: {reason}"), help }
    })?;
    decode(name, bytes)
}

/// Takes bytes for the text of a brief.
///
/// # Errors
/// [`ReadError`] when they are not UTF-8.
pub fn decode(name: &str, bytes: Vec<u8>) -> Result<Input, ReadError> {
    String::from_utf8(bytes).map(|text| Input { name: name.to_owned(), text }).map_err(|error| {
        let bytes = error.as_bytes();
        let at = error.utf8_error().valid_up_to();
        let line = bytes[..at].split(|byte| *byte == b'\n').count();
        let encoding = if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
            " (it looks like UTF-16)"
        } else {
            ""
        };
        ReadError {
            message: format!("cannot read {name}: it is not UTF-8 text{encoding}, first on line {line}"),
            help: Some("save it again with the encoding UTF-8".to_owned()),
        }
    })
}

/// A brief that has been checked.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The files, for the places in messages.
    pub sources: Sources,
    /// The brief's file.
    pub file: FileId,
    /// The file as a tree.
    pub document: Document,
    /// The brief; `None` when it has errors.
    pub brief: Option<Brief>,
    /// All that was found, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// What the house makes of it.
    severities: Severities,
}

/// Checks a brief, with the severities of its house.
#[must_use]
pub fn check(input: &Input, severities: &Severities) -> Checked {
    let mut sources = Sources::default();
    let file = sources.add(input.name.as_str(), input.text.as_str());
    let (document, mut diagnostics) = parse::parse(&sources, file);
    if let (Some(first), Some(note)) = (diagnostics.first_mut(), check::not_looked_at(&document)) {
        first.notes.push(note.to_owned());
    }
    let (brief, faults) = check::check(&document, &sources);
    diagnostics.extend(faults);
    diagnostic::sort(&mut diagnostics);
    severities.apply(&mut diagnostics);
    let brief = if has_errors(&diagnostics) { None } else { brief };
    Checked { sources, file, document, brief, diagnostics, severities: severities.clone() }
}

/// Compares two editions, as far as they can be read.
#[must_use]
pub fn compare(old: &Checked, new: &Checked) -> Diff {
    diff::diff(&record::records(&old.document), &record::records(&new.document))
}

/// A merge with what is to be said of it.
#[derive(Debug, Clone)]
pub struct MergeReport {
    /// The merge.
    pub merged: Merged,
    /// The files, for the places in messages: the result, ours and theirs.
    pub sources: Sources,
    /// What is right as text and wrong in meaning, with both places.
    pub faults: Vec<Diagnostic>,
}

/// The rules whose breach is a contradiction between two places, which a merge can bring about.
const CONTRADICTIONS: [&str; 6] = [
    "accepted-red-line",
    "agreement-with-deadlock",
    "circular-reporting",
    "contested-point",
    "opposed-agreement",
    "relay-loop",
];

/// Merges two editions that come from a third, and checks the result: what it has that neither side had is a semantic
/// conflict.
///
/// # Errors
/// [`merge::Refused`] when it cannot be done by record and field.
pub fn merge(base: &Input, ours: &Input, theirs: &Input, labels: &Labels) -> Result<MergeReport, merge::Refused> {
    let merged = merge::merge(&base.text, &ours.text, &theirs.text, labels)?;
    let severities = Severities::default();
    let input = Input { name: ours.name.clone(), text: merged.text.clone() };
    let mut result = check(&input, &severities);
    let (one, other) = (check(ours, &severities), check(theirs, &severities));
    let mut faults = Vec::new();
    // Markers are no TOML: then there is nothing to check yet.
    if merged.conflicts.is_empty() {
        let told = |it: &Checked, fault: &Diagnostic| {
            it.diagnostics.iter().any(|known| known.code == fault.code && known.message == fault.message)
        };
        let new = result.diagnostics.iter().filter(|it| !told(&one, it) && !told(&other, it));
        faults.extend(
            new.filter(|it| it.severity == Severity::Error || CONTRADICTIONS.contains(&it.code.name()))
                .cloned()
                .map(|it| it.note("neither side has this alone: the merge brought it about")),
        );
    }
    let ours_file = result.sources.add(format!("ours ({})", ours.name), ours.text.as_str());
    let theirs_file = result.sources.add(format!("theirs ({})", theirs.name), theirs.text.as_str());
    for doubt in &merged.doubts {
        let place = |document: &Document, file: FileId, path: &str| {
            document.span(path).map(|span| Span::new(file, span.range()))
        };
        let message = format!("our side changed `{}`, and theirs `{}`", doubt.ours, doubt.theirs);
        let mut fault = Diagnostic::new(Code::SEMANTIC_CONFLICT, message);
        if let Some(span) = place(&one.document, ours_file, &doubt.ours) {
            fault = fault.at_with(span, "changed here");
        }
        if let Some(span) = place(&other.document, theirs_file, &doubt.theirs) {
            fault = fault.related(span, "and here");
        }
        faults.push(fault.help("read both together and settle it; the result has both changes"));
    }
    diagnostic::sort(&mut faults);
    Ok(MergeReport { merged, sources: result.sources, faults })
}

/// A brief as plain lines, a field each, for programs that compare lines.
#[must_use]
pub fn outline(input: &Input, speaker: &dyn diff::Speaker) -> String {
    let mut sources = Sources::default();
    let file = sources.add(input.name.as_str(), input.text.as_str());
    let (document, faults) = parse::parse(&sources, file);
    // What cannot be read is compared as it stands.
    if has_errors(&faults) {
        return input.text.clone();
    }
    diff::render::outline(&record::records(&document), speaker)
}

/// How often fixes are made and the text is checked again: one may bring another to light.
const MOST_ROUNDS: usize = 10;

/// A brief after its safe fixes.
#[derive(Debug, Clone)]
pub struct Fixed {
    /// The text.
    pub input: Input,
    /// What was done, in the order in which it was done.
    pub made: Vec<Made>,
    /// What is still to be said of it.
    pub checked: Checked,
}

/// Makes the safe fixes of a brief, and those that come to light by them.
#[must_use]
pub fn fix(input: Input, severities: &Severities) -> Fixed {
    let mut fixed = Fixed { checked: check(&input, severities), input, made: Vec::new() };
    for _ in 0..MOST_ROUNDS {
        let (text, made) = fix::fix(&fixed.checked.diagnostics, &fixed.checked.sources, fixed.checked.file);
        if made.is_empty() {
            break;
        }
        fixed.input.text = text;
        fixed.made.extend(made);
        fixed.checked = check(&fixed.input, severities);
    }
    fixed
}

/// What to make of a brief.
#[derive(Debug, Clone, Copy)]
pub struct Job<'a> {
    /// A built-in template's name, or a template's folder.
    pub template: &'a str,
    /// A folder with fonts, beside those of the template.
    pub fonts: Option<&'a Path>,
    /// Whether the PDF is wanted, too.
    pub pdf: bool,
}

/// The prints of a brief.
#[derive(Debug, Clone)]
pub struct Rendered {
    /// The Markdown text.
    pub markdown: String,
    /// The PDF file, when it was wanted.
    pub pdf: Option<Page>,
}

/// The PDF and what is to be said of it.
#[derive(Debug, Clone)]
pub struct Page {
    /// The file.
    pub bytes: Vec<u8>,
    /// What stands where on each page.
    pub laid: Laid,
    /// What the search for a fit chose.
    pub choice: Choice,
}

/// Renders a checked brief, and adds what is found on the way to its diagnostics.
///
/// Gives `None` when the brief or the template has errors, or when the page does not fit.
///
/// # Errors
/// [`LoadError`] when the template or the fonts cannot be read.
pub fn render(
    checked: &mut Checked,
    job: Job<'_>,
    library: &mut Library,
    world: &dyn World,
) -> Result<Option<Rendered>, LoadError> {
    render_since(None, checked, job, library, world)
}

/// Renders a checked brief for a reader who has seen an earlier edition: what changed is listed and marked.
///
/// # Errors
/// As for [`render`].
pub fn since(
    old: &Checked,
    checked: &mut Checked,
    job: Job<'_>,
    library: &mut Library,
    world: &dyn World,
) -> Result<Option<Rendered>, LoadError> {
    let diff = compare(old, checked);
    render_since(old.brief.as_ref().map(|brief| (brief, &diff, false)), checked, job, library, world)
}

/// Renders the redline of two editions: the page of the new one, as long as it needs, with every change marked in it.
///
/// # Errors
/// As for [`render`].
pub fn redline(
    old: &Checked,
    checked: &mut Checked,
    job: Job<'_>,
    library: &mut Library,
    world: &dyn World,
) -> Result<Option<Rendered>, LoadError> {
    let diff = compare(old, checked);
    render_since(old.brief.as_ref().map(|brief| (brief, &diff, true)), checked, job, library, world)
}

fn render_since(
    earlier: Option<(&Brief, &Diff, bool)>,
    checked: &mut Checked,
    job: Job<'_>,
    library: &mut Library,
    world: &dyn World,
) -> Result<Option<Rendered>, LoadError> {
    let earlier = earlier.map(|(brief, diff, redline)| Earlier { brief, diff, redline });
    let template = template::load(job.template, world, &mut checked.sources)?;
    let Some(mut style) = style(checked, &template) else { return Ok(None) };
    if earlier.is_some_and(|it| it.redline) {
        // As long as it needs, in one column, so that no line is far from its bar.
        style.page.limit = 0;
        let columns = std::mem::take(&mut style.sections.columns);
        style.sections.wide.extend(columns);
    }
    // Where the template has its fonts, then where the user has more.
    let own = style.font.folder.as_deref().map(|folder| Path::new(job.template).join(folder));
    let folders: Vec<PathBuf> = own.into_iter().chain(job.fonts.map(Path::to_path_buf)).collect();
    let mut writer = std::mem::take(&mut library.writer);
    let fonts = library
        .fonts(&folders, world)
        .map_err(|FontError { message, help }| LoadError { message, help: Some(help) })?;
    let Some(brief) = checked.brief.take() else { return Ok(None) };
    let rendered =
        print(checked, &brief, earlier.as_ref(), &template, &style, job, Press { fonts, writer: &mut writer });
    library.writer = writer;
    checked.brief = Some(brief);
    diagnostic::sort(&mut checked.diagnostics);
    checked.severities.apply(&mut checked.diagnostics);
    Ok(if has_errors(&checked.diagnostics) { None } else { rendered })
}

/// What pages are printed with.
struct Press<'a> {
    fonts: &'a Fonts,
    writer: &'a mut pdf::Writer,
}

fn print(
    checked: &mut Checked,
    brief: &Brief,
    earlier: Option<&Earlier<'_>>,
    template: &Template,
    style: &Style,
    job: Job<'_>,
    press: Press<'_>,
) -> Option<Rendered> {
    let Press { fonts, writer } = press;
    let families = unknown_families(style, fonts);
    if !families.is_empty() {
        style_faults(checked, template, families);
        return None;
    }
    let Style { sections, labels, .. } = style;
    let sections = Sections { wide: &sections.wide, columns: &sections.columns, drop: &sections.drop };
    let (text, faults) =
        match template::render(&template.files, brief, earlier, Setting { sections, labels }, &checked.sources) {
            Ok(done) => done,
            Err(unknown) => {
                let faults = unknown.into_iter().map(|it| {
                    let message = format!("the template has no section `{}`", it.name);
                    (it.field.to_owned(), message, it.nearest.map(|near| format!("did you mean `{near}`?")))
                });
                style_faults(checked, template, faults.collect());
                return None;
            }
        };
    checked.diagnostics.extend(faults);
    let text = text?;
    let file = checked.sources.add(format!("{} as Markdown", template.name), text.as_str());
    let (document, faults) = markdown::parse(&text, file);
    checked.diagnostics.extend(faults);
    if !job.pdf {
        return Some(Rendered { markdown: text, pdf: None });
    }
    let words = words(brief, style);
    let outcome = layout::lay_out(&document, style, fonts, &words);
    checked.diagnostics.extend(missing_glyphs(&outcome.missing, file, checked, template));
    if let Some(overflow) = &outcome.overflow {
        checked.diagnostics.push(overflow.diagnostic());
    }
    let laid = outcome.laid?;
    let info = pdf::Info {
        title: document.title().unwrap_or_default(),
        authors: brief.authors.clone(),
        language: brief.language.clone(),
        date: brief.as_of,
    };
    match writer.write(&laid, fonts, &info) {
        Ok(bytes) => {
            let page = Page { bytes, laid, choice: outcome.choice };
            Some(Rendered { markdown: text, pdf: Some(page) })
        }
        Err(error) => {
            checked.diagnostics.push(Diagnostic::new(Code::PDF_ERROR, error.to_string()));
            None
        }
    }
}

/// A field of a style, what is wrong with it, and the likely mend.
type StyleFault = (String, String, Option<String>);

/// The template's style, or the default one; `None` when it has faults.
fn style(checked: &mut Checked, template: &Template) -> Option<Style> {
    let Some(file) = template.style else { return Some(Style::default()) };
    let style: Style = match parse::read_into(&checked.sources, file, Code::BAD_STYLE) {
        Ok(style) => style,
        Err(faults) => {
            checked.diagnostics.extend(faults);
            return None;
        }
    };
    let mut faults: Vec<StyleFault> =
        style.faults().into_iter().map(|(field, message)| (field, message, None)).collect();
    for (tag, labels) in &style.labels {
        for name in labels.keys().filter(|name| Language::english().label(name).is_none()) {
            let near = diagnostic::nearest(name, Language::english().label_names());
            let help = near.map(|near| format!("did you mean `{near}`?"));
            faults.push((format!("labels.{tag}.{name}"), "there is no such label".to_owned(), help));
        }
    }
    let sound = faults.is_empty();
    style_faults(checked, template, faults);
    sound.then_some(style)
}

/// The families that a style names and that are not there.
fn unknown_families(style: &Style, fonts: &Fonts) -> Vec<StyleFault> {
    let font = &style.font;
    let named = [("font.text", &font.text), ("font.sans", &font.sans), ("font.title", &font.title)];
    let named = named.into_iter().filter_map(|(field, name)| Some((field, name.as_ref()?)));
    let named = named.chain(font.fallback.iter().map(|name| ("font.fallback", name)));
    named
        .filter(|(_, name)| !fonts.has_family(name))
        .map(|(field, name)| {
            let families: Vec<_> = fonts.families().collect();
            let help = match diagnostic::nearest(name, families.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the families are {}", families.join(", ")),
            };
            (field.to_owned(), format!("there is no family of fonts `{name}`"), Some(help))
        })
        .collect()
}

fn style_faults(checked: &mut Checked, template: &Template, faults: Vec<StyleFault>) {
    let Some(file) = template.style else { return };
    let (tree, _) = parse::parse(&checked.sources, file);
    for (field, message, help) in faults {
        let mut diagnostic = Diagnostic::new(Code::BAD_STYLE, format!("`{field}`: {message}"));
        diagnostic.help = help;
        // A default can only be at odds with another field of the file.
        checked.diagnostics.push(match tree.span(&field) {
            Some(place) => diagnostic.at(place),
            None => diagnostic,
        });
    }
}

/// The words of the page's furniture in the brief's language.
fn words(brief: &Brief, style: &Style) -> Words {
    let speech = Speech::of(&brief.language, &style.labels);
    let label = |name| speech.label(name).unwrap_or_default().to_owned();
    Words {
        language: brief.language.clone(),
        page_of: label("page-of"),
        inserted: label("inserted"),
        deleted: label("deleted"),
        moved: label("moved"),
    }
}

/// The most characters that one message names.
const MOST_NAMED: usize = 8;

/// The characters that no font has, at the place of the first in the brief or else in the template. A line of another
/// script has dozens: they are one fault.
fn missing_glyphs(
    missing: &[(char, Range<usize>)],
    markdown: FileId,
    checked: &Checked,
    template: &Template,
) -> Option<Diagnostic> {
    let mut all: Vec<char> = Vec::new();
    for (c, _) in missing {
        if !all.contains(c) {
            all.push(*c);
        }
    }
    let text = &checked.sources.file(checked.file).text;
    let in_brief = text.char_indices().find(|(_, c)| all.contains(c));
    let place = in_brief.map(|(at, c)| Span::new(checked.file, at..at + c.len_utf8()));
    let (first, block) = missing.first()?;
    let place = place.or_else(|| template.find(*first, &checked.sources));
    let place = place.unwrap_or_else(|| Span::new(markdown, block.clone()));
    let named: Vec<_> = all.iter().take(MOST_NAMED).map(|c| format!("`{c}` (U+{:04X})", u32::from(*c))).collect();
    let (noun, more) = match all.len() {
        1 => ("the character", String::new()),
        many if many > MOST_NAMED => ("the characters", format!(" and {} more", many - MOST_NAMED)),
        _ => ("the characters", String::new()),
    };
    let message = format!("no font has {noun} {}{more}", named.join(", "));
    let diagnostic = Diagnostic::new(Code::MISSING_GLYPH, message).at(place);
    let diagnostic = diagnostic.note("the program's fonts have Latin, Greek and Cyrillic letters and common signs");
    Some(diagnostic.help("name a folder with a font that has it: --fonts DIR"))
}
