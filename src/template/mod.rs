//! Model → context → Handlebars → Markdown.
//!
//! A template is a folder: `template.md.hbs`, the style of the page in `style.toml`, and further `NAME.md.hbs` that it
//! includes with `{{> NAME}}`. It sees the context that `docs/templates.md` describes and nothing else: no file, no
//! clock, no environment.
//!
//! A template is compiled once and then merged with any number of briefs.

mod built_in;
mod context;
mod engine;
mod escape;
mod guard;
mod helper;
mod include;
mod load;
mod overlay;
mod program;
mod prose;
mod section;
mod since;
#[cfg(test)]
mod tests;

pub use built_in::{BUILT_IN, BuiltIn};
pub use load::{LARGEST_FILE, LoadError, Template, is_folder, load};
pub use section::{Sections, UnknownSection};
pub use since::EarlierEdition;

use std::collections::BTreeSet;
use std::sync::OnceLock;

use serde_json::Value as Json;

use crate::language::{Language, LanguageFiles, Locale};
use context::View;
use engine::Engine;
use program::{Doubt, Program, Run};

use crate::diagnostic::{Code, Diagnostic};
use crate::model::Brief;
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

/// What a style says about the words of a page.
#[derive(Debug, Clone, Copy)]
pub struct TemplateOptions<'a> {
    /// Which sections it has.
    pub sections: Sections<'a>,
    /// What the template says in place of the program's words, by language.
    pub languages: &'a LanguageFiles,
}

/// The language files of a template that has none.
static NO_LANGUAGES: LanguageFiles = LanguageFiles::new();

impl Default for TemplateOptions<'_> {
    fn default() -> Self {
        Self { sections: Sections::default(), languages: &NO_LANGUAGES }
    }
}

/// A template that is ready to be merged with briefs, in any language and with any style, on any number of threads.
#[derive(Debug)]
pub struct CompiledTemplate {
    /// What most templates are: a program that runs over the model itself.
    program: Option<Program>,
    /// Handlebars with all files, for what the program does not have and for faults; of a template with a program it is
    /// made when it is wanted first.
    engine: OnceLock<Engine>,
}

/// Reads all files of a template.
///
/// # Errors
/// Every fault in it that can be told without a brief, with file, line and column.
pub fn compile(files: &[TemplateFile], sources: &Sources) -> Result<CompiledTemplate, Vec<Diagnostic>> {
    let texts: Vec<(&str, &str)> =
        files.iter().map(|file| (file.name.as_str(), sources.file(file.file).text.as_str())).collect();
    if built_in::is_built_in(&texts)
        && let Some(program) = Program::read(&texts)
    {
        return Ok(CompiledTemplate { program: Some(program), engine: OnceLock::new() });
    }
    let parts = engine::parts(files, sources)?;
    let program = Program::convert(&parts);
    Ok(CompiledTemplate { program, engine: OnceLock::from(Engine::new(parts)) })
}

/// Compiles a template for one brief and merges the two, as [`compile`] and [`CompiledTemplate::render`] do.
///
/// # Errors
/// The sections that the style names and the template lacks.
pub fn render(
    files: &[TemplateFile],
    brief: &Brief,
    earlier: Option<&EarlierEdition<'_>>,
    setting: TemplateOptions<'_>,
    sources: &Sources,
) -> Result<(Option<String>, Vec<Diagnostic>), Vec<UnknownSection>> {
    match compile(files, sources) {
        Ok(compiled) => compiled.render(files, brief, earlier, setting, sources),
        Err(faults) => Ok((None, unsupported_language(brief, setting).into_iter().chain(faults).collect())),
    }
}

impl CompiledTemplate {
    /// Merges a brief into the template; with an earlier edition, what changed since is listed and marked. `files` are
    /// those of the template in `sources`, for the places in messages.
    ///
    /// Gives the Markdown text: lines without trailing space, no two blank lines in a row, one line end at the end.
    /// Gives `None` and diagnostics with the template's file, line and column when the template is at fault. `Err` has
    /// the names in the style that the template has no section for.
    ///
    /// # Errors
    /// The sections that the style names and the template lacks.
    pub fn render(
        &self,
        files: &[TemplateFile],
        brief: &Brief,
        earlier: Option<&EarlierEdition<'_>>,
        setting: TemplateOptions<'_>,
        sources: &Sources,
    ) -> Result<(Option<String>, Vec<Diagnostic>), Vec<UnknownSection>> {
        let mut diagnostics: Vec<_> = unsupported_language(brief, setting).into_iter().collect();
        let speech = Locale::of(&brief.language, setting.languages);
        let job = RenderOptions { brief, earlier, speech: &speech, sections: setting.sections };
        if let Some(program) = &self.program
            && let Ok(done) = job.run(program)
        {
            return Ok((Some(tidy(&done?)), diagnostics));
        }
        match self.engine(files, sources).and_then(|engine| engine.run(&job, files, sources)) {
            Ok(done) => return Ok((Some(tidy(&done?)), diagnostics)),
            Err(faults) => diagnostics.extend(faults),
        }
        Ok((None, diagnostics))
    }

    fn engine(&self, files: &[TemplateFile], sources: &Sources) -> Result<&Engine, Vec<Diagnostic>> {
        if let Some(engine) = self.engine.get() {
            return Ok(engine);
        }
        let engine = Engine::new(engine::parts(files, sources)?);
        Ok(self.engine.get_or_init(|| engine))
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

/// What to merge with a template.
struct RenderOptions<'a> {
    brief: &'a Brief,
    earlier: Option<&'a EarlierEdition<'a>>,
    speech: &'a Locale,
    sections: Sections<'a>,
}

/// A text whose sections stand as the style has them, or the sections that the style names and the template lacks.
type Arranged = Result<String, Vec<UnknownSection>>;

impl<'a> RenderOptions<'a> {
    fn arranged(&self, text: &str) -> Arranged {
        section::arrange(text, self.sections, |name| {
            let note = self.speech.label(&format!("left-out-{name}")).or_else(|| self.speech.label("left-out"));
            escape::print(note.unwrap_or_default()).replace('"', "”")
        })
    }

    /// Whether every source is cited.
    fn cites_all(&self, cited: &BTreeSet<&str>) -> bool {
        let old = self.earlier.filter(|it| it.redline).into_iter().flat_map(|it| it.brief.sources.keys());
        self.brief.sources.keys().chain(old).all(|id| cited.contains(id.as_str()))
    }

    /// The whole context as data, on a page that cites these sources, or all of them.
    fn data(&self, cited: Option<&BTreeSet<&str>>) -> Json {
        let view = |brief: &'a Brief| {
            let view = View::new(brief, self.speech);
            if let Some(cited) = cited {
                view.cite(owned(cited));
            }
            view
        };
        let mut data = view(self.brief).json();
        if let Some(earlier) = self.earlier {
            if earlier.redline {
                data = overlay::overlay(view(earlier.brief).json(), data, earlier.diff);
            }
            since::put(&mut data, earlier, self.speech);
        }
        data
    }

    /// Runs a program: once, and what depends on which sources are cited once more when some are not.
    fn run(&self, program: &Program) -> Result<Arranged, Doubt> {
        if self.earlier.is_some() {
            return self.run_data(program);
        }
        let view = View::new(self.brief, self.speech);
        let mut run = Run::new(program, &view, self.speech, None, 0);
        run.all()?;
        let first = match self.arranged(run.text()) {
            Ok(first) => first,
            Err(unknown) => return Ok(Err(unknown)),
        };
        let cited = cited(&first);
        if self.cites_all(&cited) {
            return Ok(Ok(first));
        }
        view.cite(owned(&cited));
        Ok(if run.again()? { self.arranged(run.text()) } else { Ok(first) })
    }

    /// The same over data that has to be laid out in full first.
    fn run_data(&self, program: &Program) -> Result<Arranged, Doubt> {
        let data = self.data(None);
        let view = View::new(self.brief, self.speech);
        let mut run = Run::new(program, &view, self.speech, Some(&data), 0);
        run.all()?;
        let first = match self.arranged(run.text()) {
            Ok(first) => first,
            Err(unknown) => return Ok(Err(unknown)),
        };
        let cited = cited(&first);
        if self.cites_all(&cited) {
            return Ok(Ok(first));
        }
        let data = self.data(Some(&cited));
        let view = View::new(self.brief, self.speech);
        let mut run = Run::new(program, &view, self.speech, Some(&data), run.steps());
        run.all()?;
        Ok(self.arranged(run.text()))
    }
}

fn owned(cited: &BTreeSet<&str>) -> BTreeSet<String> {
    cited.iter().map(|id| (*id).to_owned()).collect()
}

/// The labels of the footnotes to which a Markdown text refers. Text from a brief cannot hold any: its brackets are
/// escaped.
fn cited(markdown: &str) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    for line in markdown.lines() {
        for (at, _) in line.match_indices("[^") {
            let label = &line[at + 2..];
            if let Some(end) = label.find(']')
                && !(at == 0 && label[end..].starts_with("]:"))
            {
                found.insert(&label[..end]);
            }
        }
    }
    found
}

/// Removes trailing spaces and all but one of blank lines in a row, and ends the text with one line end.
fn tidy(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    for line in markdown.lines() {
        let line = line.trim_end();
        if line.is_empty() && (out.is_empty() || out.ends_with("\n\n")) {
            continue;
        }
        out.push_str(line);
        out.push('\n');
    }
    out.truncate(out.trim_end_matches('\n').len());
    out.push('\n');
    out
}
