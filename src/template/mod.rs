//! Model → context → Handlebars → Markdown.
//!
//! A template is a folder: `template.md.hbs`, the style of the page in `style.toml`, and further `NAME.md.hbs` that it
//! includes with `{{> NAME}}`. It sees the context that `docs/templates.md` describes and nothing else: no file, no
//! clock, no environment.
//!
//! A template is compiled once and then merged with any number of briefs.

mod built_in;
mod compiled;
mod context;
mod engine;
mod escape;
mod expand;
mod fields;
mod guard;
mod helper;
mod load;
mod mistakes;
mod names;
mod overlay;
mod printed;
mod prose;
mod section;
mod since;
mod stop;
mod stored;
#[cfg(test)]
mod tests;

pub use built_in::{BUILT_IN, BuiltIn, DOSSIER};
pub use load::{LARGEST_FILE, Template, is_folder, load};
pub use section::{Sections, UnknownSection, UnknownSections};
pub use since::EarlierEdition;

use std::collections::HashSet;
use std::sync::{Arc, LazyLock, OnceLock};

use serde_json::Value as Json;

use context::View;
use engine::Engine;
use fields::FieldPaths;
use names::TemplateNames;
use printed::PrintedNames;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::language::{DateStyle, Language, LanguageFiles, Locale};
use crate::model::{Brief, PartialDate};
use crate::provenance::{FieldPath, Fields};
use crate::rank::{Cut, ItemKind};
use crate::source::{FileId, Sources};

/// The name of a template's main file.
pub const MAIN_FILE: &str = "template.md.hbs";
/// The name of a template's style.
pub const STYLE_FILE: &str = "style.toml";
/// How the name of every Handlebars file of a template ends.
pub const EXTENSION: &str = ".md.hbs";

/// One Handlebars file of a template.
#[derive(Debug, Clone)]
pub struct TemplateFile {
    /// Its name in the folder: `template.md.hbs`.
    pub name: String,
    /// Its text.
    pub file: FileId,
}

/// The settings of a style for the words of a page.
#[derive(Debug, Clone, Copy)]
pub struct TemplateOptions<'a> {
    /// Which sections it has.
    pub sections: Sections<'a>,
    /// What the template says in place of the program's words, by language.
    pub languages: &'a LanguageFiles,
    /// What of the brief is left out.
    pub cut: &'a Cut<'a>,
}

/// The language files of a template that has none.
static NO_LANGUAGES: LanguageFiles = LanguageFiles::new();
/// What is left out of a page that has all.
static NOTHING: LazyLock<Cut<'static>> = LazyLock::new(Cut::default);

impl Default for TemplateOptions<'_> {
    fn default() -> Self {
        Self { sections: Sections::default(), languages: &NO_LANGUAGES, cut: &NOTHING }
    }
}

/// A template that is ready to be merged with briefs, in any language and with any style, on any number of threads.
#[derive(Debug, Clone)]
pub struct CompiledTemplate {
    engine: Arc<Engine>,
}

/// Reads all files of a template. A built-in one is compiled once for the whole process.
///
/// # Errors
/// Every error in it that can be found without a brief, with file, line and column.
pub fn compile(files: &[TemplateFile], sources: &Sources) -> Result<CompiledTemplate, Diagnostics> {
    static BUILT_IN_ENGINES: [OnceLock<Arc<Engine>>; BUILT_IN.len()] = [const { OnceLock::new() }; BUILT_IN.len()];
    let texts: Vec<(&str, &str)> =
        files.iter().map(|file| (file.name.as_str(), sources.file(file.file).text.as_str())).collect();
    let kept = built_in::position(&texts).map(|at| &BUILT_IN_ENGINES[at]);
    if let Some(engine) = kept.and_then(OnceLock::get) {
        return Ok(CompiledTemplate { engine: Arc::clone(engine) });
    }
    let mut names = TemplateNames::default();
    texts.iter().for_each(|(_, text)| names.add(text));
    let engine = Arc::new(Engine::new(engine::parts(files, sources, kept.is_none())?, names));
    if let Some(kept) = kept {
        // When two threads have compiled it, either will do.
        let _ = kept.set(Arc::clone(&engine));
    }
    Ok(CompiledTemplate { engine })
}

/// A brief merged into a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergedTemplate {
    /// The Markdown text.
    pub markdown: String,
    /// Which parts of it were printed from which fields of the brief.
    pub fields: Fields,
    /// The fields that name another record whose name the text has in their place: `commitments.withdrawal.by`, where
    /// the words are those of `parties.russia.short`.
    pub naming: HashSet<FieldPath>,
}

/// Compiles a template for one brief and merges the two, as [`compile`] and [`CompiledTemplate::render`] do.
///
/// # Errors
/// [`UnknownSections`], those that the style names and the template lacks.
pub fn render(
    files: &[TemplateFile],
    brief: &Brief,
    earlier: Option<&EarlierEdition<'_>>,
    setting: TemplateOptions<'_>,
    sources: &Sources,
) -> Result<(Option<MergedTemplate>, Vec<Diagnostic>), UnknownSections> {
    match compile(files, sources) {
        Ok(compiled) => compiled.render(files, brief, earlier, setting, sources),
        Err(diagnostics) => Ok((None, unsupported_language(brief, setting).into_iter().chain(diagnostics).collect())),
    }
}

impl CompiledTemplate {
    /// Whether a page in some style can leave out items of a kind one by one: whether it prints a section for them.
    #[must_use]
    pub fn can_cut(&self, kind: ItemKind, sections: Sections<'_>) -> bool {
        let prints = |kind: ItemKind| {
            kind.sections().iter().any(|name| sections.has(name) && self.engine.names.has_section(name))
        };
        match kind {
            // The notes on sources are in no section.
            ItemKind::Title => self.engine.names.has("cited_sources"),
            // An issue of which the question goes must still have its row.
            ItemKind::Question => prints(kind) && self.has_rows(sections),
            _ => prints(kind),
        }
    }

    /// Whether the template names a field, so that it can print it or ask for it.
    #[must_use]
    pub fn names(&self, field: &str) -> bool {
        self.engine.names.has(field)
    }

    /// Whether a page in some style has a row for each issue.
    fn has_rows(&self, sections: Sections<'_>) -> bool {
        ["positions", "stances", "strip"].iter().any(|name| sections.has(name) && self.engine.names.has_section(name))
    }

    /// Merges a brief into the template as [`CompiledTemplate::render`] does, to see how long the text is: its fields
    /// are not known, and sources that nothing cites may be in it. `None` when the template has an error.
    #[must_use]
    pub fn to_measure(
        &self,
        files: &[TemplateFile],
        brief: &Brief,
        earlier: Option<&EarlierEdition<'_>>,
        options: TemplateOptions<'_>,
        sources: &Sources,
    ) -> Option<String> {
        let locale = Locale::of(&brief.language, options.languages);
        let (sections, cut, names) = (options.sections, options.cut, &self.engine.names);
        let merge = Merge { brief, earlier, locale: &locale, sections, cut, names, paths: None, is_measured: true };
        let text = self.engine.run(&merge, merge.data(None, names), files, sources).ok()?;
        let text = merge.arrange(&text).ok()?;
        Some(fields::tidy(&text, &mut Fields::default()))
    }

    /// Merges a brief into the template; with an earlier edition, what changed since is listed and marked. `files` are
    /// those of the template in `sources`, for the places in messages.
    ///
    /// Returns the Markdown text and its fields: lines without trailing space, no two blank lines in a row, one line
    /// break at the end. Returns `None` and diagnostics with the template's file, line and column when the template has
    /// an error. `Err` has the names in the style that the template has no section for.
    ///
    /// # Errors
    /// [`UnknownSections`], those that the style names and the template lacks.
    pub fn render(
        &self,
        files: &[TemplateFile],
        brief: &Brief,
        earlier: Option<&EarlierEdition<'_>>,
        options: TemplateOptions<'_>,
        sources: &Sources,
    ) -> Result<(Option<MergedTemplate>, Vec<Diagnostic>), UnknownSections> {
        let mut diagnostics: Vec<_> = unsupported_language(brief, options).into_iter().collect();
        let locale = Locale::of(&brief.language, options.languages);
        let paths = FieldPaths::default();
        let merge = Merge {
            paths: Some(&paths),
            brief,
            earlier,
            locale: &locale,
            sections: options.sections,
            cut: options.cut,
            names: &self.engine.names,
            is_measured: false,
        };
        let run = |printed: Option<&PrintedNames<'_>>| {
            self.engine.run(&merge, merge.data(printed, merge.names), files, sources).map(|text| merge.arrange(&text))
        };
        let first = match run(None) {
            Ok(first) => first?,
            Err(errors) => {
                diagnostics.extend(errors);
                return Ok((None, diagnostics));
            }
        };
        // Only a whole page shows which sources and parties it names, and what it does not name is not in its lists of
        // them.
        let printed = PrintedNames::of(&first, merge.editions(), &paths);
        let text = if merge.editions().all(|brief| printed.has_all(brief)) {
            first
        } else {
            match run(Some(&printed)) {
                Ok(second) => second?,
                Err(errors) => {
                    diagnostics.extend(errors);
                    return Ok((None, diagnostics));
                }
            }
        };
        let (text, mut fields, naming) = paths.take(&text);
        let markdown = fields::tidy(&text, &mut fields);
        Ok((Some(MergedTemplate { markdown, fields, naming }), diagnostics))
    }
}

/// The start and the end of the name of a language file: `language-pt-BR.toml`.
pub const LANGUAGE_FILE: (&str, &str) = ("language-", ".toml");

/// That a page is in part in English, since neither the program nor the template has all words of the brief's language.
#[must_use]
pub fn unsupported_language(brief: &Brief, setting: TemplateOptions<'_>) -> Option<Diagnostic> {
    let tag = &brief.language;
    if Language::of(tag).is_some() {
        return None;
    }
    let own = Locale::of(tag, setting.languages).own().clone();
    let missing = if own.is_empty() { Vec::new() } else { own.missing() };
    if !own.is_empty() && missing.is_empty() {
        return None;
    }
    let known: Vec<_> = Language::tags().collect();
    let diagnostic = match missing.len() {
        0 => {
            let message = format!("the labels of the page are English: the program has none for the language `{tag}`");
            Diagnostic::new(Code::UNSUPPORTED_LANGUAGE, message)
        }
        count => {
            let message = format!("parts of the page are English: the template's words for `{tag}` are incomplete");
            let shown: Vec<String> = missing.iter().take(MOST_MISSING).map(|name| format!("`{name}`")).collect();
            let more = count.saturating_sub(MOST_MISSING);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let note = format!("missing: {}{more}", shown.join(", "));
            Diagnostic::new(Code::UNSUPPORTED_LANGUAGE, message).note(note)
        }
    };
    Some(
        diagnostic
            .note(format!("the program has labels for {}", known.join(", ")))
            .help(format!("put a file `language-{tag}.toml` into the template's folder (docs/templates.md)")),
    )
}

/// The most missing entries that a message names.
const MOST_MISSING: usize = 8;

/// Text as a Markdown paragraph or a part of one, with nothing in it that Markdown reads otherwise.
#[must_use]
pub(crate) fn escaped(text: &str) -> String {
    escape::escape(text, true)
}

/// What to merge with a template.
struct Merge<'a> {
    brief: &'a Brief,
    earlier: Option<&'a EarlierEdition<'a>>,
    locale: &'a Locale,
    sections: Sections<'a>,
    cut: &'a Cut<'a>,
    names: &'a TemplateNames,
    /// Takes the paths of the fields; `None` when nobody asks for them.
    paths: Option<&'a FieldPaths>,
    /// Whether only the length of the text counts.
    is_measured: bool,
}

/// The label that names the items of a kind in the note of a section whose heading does not: one that prints several
/// kinds, or another one first. "2 of 4 left out" below what they will raise would be read as of that.
fn name_in(section: &str, kind: ItemKind) -> Option<&'static str> {
    match (section, kind) {
        ("points", ItemKind::TalkingPoint) => Some("talking-points"),
        ("points", ItemKind::AgendaItem) => Some("agenda"),
        ("points", ItemKind::Ask) => Some("asks"),
        ("points", ItemKind::PushBack) => Some("push-back"),
        ("meeting", ItemKind::Person) => Some("people"),
        ("aims", ItemKind::Aim) => Some("aims"),
        ("outcome", ItemKind::Point) => Some("points"),
        ("arguments", ItemKind::Argument) => Some("arguments-all"),
        ("positions" | "stances" | "strip", ItemKind::Issue) => Some("issues"),
        _ => None,
    }
}

impl<'a> Merge<'a> {
    /// A number of what is left out. One that is measured is as wide as any: else one record more, which is left out
    /// itself, could take a line, and with it the place of what ranks higher.
    fn count(&self, number: usize) -> String {
        let number = number.to_string();
        if self.is_measured { "0".repeat(number.len().max(2)) } else { number }
    }

    /// That so many of all items of a kind are left out, in words that begin a sentence or follow a colon. "1 of 1"
    /// would have the reader do sums: where all are left out, it says so. For a text that is measured, the longest of
    /// the words.
    fn counted(&self, kind: ItemKind, left_out: usize, all: usize) -> Option<String> {
        let [some, every, only] = match kind {
            ItemKind::Text => ["cut-texts", "cut-texts-all", "cut-texts-one"],
            ItemKind::Question => ["cut-questions", "cut-questions-all", "cut-questions-one"],
            ItemKind::Proposal => ["cut-proposals", "cut-proposals-all", "cut-proposals-one"],
            _ => ["cut", "cut-all", "cut-one"],
        };
        let words = |label: &str| {
            let label = self.locale.label(label)?;
            Some(label.replace("{cut}", &self.count(left_out)).replace("{all}", &self.count(all)))
        };
        match (left_out, all) {
            _ if self.is_measured => {
                [some, every, only].into_iter().filter_map(words).max_by_key(|it| it.chars().count())
            }
            (1, 1) => words(only),
            _ if left_out == all => words(every),
            _ => words(some),
        }
    }

    /// From when to when developments are left out; where it is measured as wide as any.
    fn period(&self, (first, last): (PartialDate, PartialDate)) -> String {
        let date = |date: PartialDate| self.locale.date(date, DateStyle::Short);
        if self.is_measured {
            let days = (1..=12).filter_map(|month| format!("2000-{month:02}-28").parse().ok());
            let longest = days.map(date).max_by_key(|date| date.chars().count()).unwrap_or_default();
            return format!("{longest} – {longest}");
        }
        if first == last { date(first) } else { format!("{} – {}", date(first), date(last)) }
    }

    /// A text with its sections in the order of the style.
    fn arrange(&self, text: &str) -> Result<String, UnknownSections> {
        let left_out = |name: &str, heading: &str| {
            let note = match self.locale.label(&format!("left-out-{name}")) {
                Some(note) => escape::print(note),
                None => format!("{heading}. {}", escape::print(self.locale.label("left-out").unwrap_or_default())),
            };
            note.replace('"', "”")
        };
        let text = section::arrange(text, self.sections, left_out, |name, is_empty| self.cut_of(name, is_empty))?;
        let see = escape::print(self.locale.label("see-full").unwrap_or_default());
        Ok(section::say_once(&text, &see, self.is_measured))
    }

    /// What a section says of the items that it lacks: of how many how many. One that is empty says what they are, too,
    /// if that is because all its items are left out. The question of an issue and the words of a proposal are not
    /// spoken of without their section, since the issue itself is there; nor is a text in whose place its author has
    /// put a shorter one, nor what would change a judgement: the line would take the room of something that ranks
    /// higher.
    fn cut_of(&self, section: &str, is_empty: bool) -> Option<String> {
        let line = |kind: ItemKind| {
            let (left_out, all) = self.cut.count(kind)?;
            if is_empty && (left_out < all || matches!(kind, ItemKind::Question | ItemKind::Proposal))
                || matches!(kind, ItemKind::Short | ItemKind::WouldChange)
            {
                return None;
            }
            if kind == ItemKind::Background {
                return self.locale.label("left-out-background").map(escape::print);
            }
            let mut line = self.counted(kind, left_out, all)?;
            let colon = self.locale.label("colon").unwrap_or(": ");
            if let Some(period) = self.cut.period.filter(|_| kind == ItemKind::Development) {
                line = format!("{}{colon}{line}", self.period(period));
            }
            if let Some(name) = name_in(section, kind).or(is_empty.then_some(section)) {
                return Some(escape::print(&format!("{}{colon}{line}", self.locale.label(name)?)));
            }
            helper::capital(&line).ok()
        };
        // What several sections print is spoken of in one, the first in the table of kinds.
        let is_first = |kind: &&ItemKind| {
            let mut sections = kind.sections().iter();
            sections.find(|name| self.sections.has(name) && self.names.has_section(name)) == Some(&section)
        };
        let lines: Vec<String> = ItemKind::ALL.iter().filter(is_first).filter_map(|kind| line(*kind)).collect();
        (!lines.is_empty()).then(|| lines.join(" "))
    }

    /// The editions of which the page has records: the brief, and for a redline the earlier one.
    fn editions(&self) -> impl Iterator<Item = &'a Brief> {
        let old = self.earlier.filter(|it| it.redline).map(|it| it.brief);
        [self.brief].into_iter().chain(old)
    }

    /// The context as data, with the fields of these names, on a page that names what `printed` has, or everything.
    fn data(&self, printed: Option<&PrintedNames<'_>>, names: &TemplateNames) -> Json {
        let has_questions = self.sections.prints("question") && self.names.has_section("question");
        let view = |brief: &'a Brief, names, paths| {
            let view = View::new(brief, self.locale, printed, self.cut, (names, paths));
            view.with_questions(has_questions).json()
        };
        let Some(earlier) = self.earlier else { return view(self.brief, names, self.paths) };
        // To lay two editions over one another takes ids that a template may not name.
        let all = TemplateNames::all();
        let mut data = view(self.brief, &all, self.paths);
        if earlier.redline {
            data = overlay::overlay(view(earlier.brief, &all, None), data, earlier.diff);
        }
        since::put(&mut data, earlier, self.locale);
        data
    }

    /// The whole context.
    fn all_data(&self) -> Json {
        self.data(None, &TemplateNames::all())
    }
}
