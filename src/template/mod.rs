//! Model → context → Handlebars → Markdown.
//!
//! A template is a folder: `template.md.hbs`, the style of the page in `style.toml`, and further `NAME.md.hbs` that it
//! includes with `{{> NAME}}`. It sees the context that `docs/templates.md` describes and nothing else: no file, no
//! clock, no environment.

mod built_in;
mod context;
mod escape;
mod guard;
mod helper;
mod include;
pub mod language;
mod load;
mod overlay;
mod prose;
mod section;
mod since;
#[cfg(test)]
mod tests;

pub use built_in::{BUILT_IN, BuiltIn};
pub use load::{LoadError, Template, is_folder, load};
pub use section::{Sections, UnknownSection};
pub use since::Earlier;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use handlebars::{Handlebars, RenderError, RenderErrorReason};
use language::{Language, Speech};

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::model::Brief;
use crate::source::{FileId, Place, Sources, Span};

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
pub struct Setting<'a> {
    /// Which sections it has.
    pub sections: Sections<'a>,
    /// Labels in place of the program's: by language (BCP 47) and name.
    pub labels: &'a BTreeMap<String, BTreeMap<String, String>>,
}

/// The labels of a style that has none.
static NO_LABELS: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();

impl Default for Setting<'_> {
    fn default() -> Self {
        Self { sections: Sections::default(), labels: &NO_LABELS }
    }
}

/// Merges a brief into a template; with an earlier edition, what changed since is listed and marked.
///
/// Gives the Markdown text: lines without trailing space, no two blank lines in a row, one line end at the end. Gives
/// `None` and diagnostics with the template's file, line and column when the template is at fault. `Err` has the names
/// in the style that the template has no section for.
///
/// # Errors
/// The sections that the style names and the template lacks.
pub fn render(
    files: &[TemplateFile],
    brief: &Brief,
    earlier: Option<&Earlier<'_>>,
    setting: Setting<'_>,
    sources: &Sources,
) -> Result<(Option<String>, Vec<Diagnostic>), Vec<UnknownSection>> {
    let speech = Speech::of(&brief.language, setting.labels);
    let known = Language::of(&brief.language).is_some() || speech.has_own();
    let mut diagnostics = Vec::new();
    if !known {
        diagnostics.push(unsupported_language(&brief.language));
    }
    let registry = match compile(files, &speech, sources) {
        Ok(registry) => registry,
        Err(faults) => {
            diagnostics.extend(faults);
            return Ok((None, diagnostics));
        }
    };
    let arranged = |text: &str| {
        section::arrange(text, setting.sections, |name| {
            let note = speech.label(&format!("left-out-{name}")).or_else(|| speech.label("left-out"));
            escape::print(note.unwrap_or_default()).replace('"', "”")
        })
    };
    match merge(&registry, brief, earlier, &speech, &arranged) {
        Ok(markdown) => Ok((Some(tidy(&markdown)), diagnostics)),
        Err(NotMerged::Sections(unknown)) => Err(unknown),
        Err(NotMerged::Failure(failure)) => {
            diagnostics.push(failure.diagnostic(files, sources));
            Ok((None, diagnostics))
        }
    }
}

fn unsupported_language(tag: &str) -> Diagnostic {
    let known: Vec<_> = Language::ALL.iter().map(|language| language.tag).collect();
    let message = format!("the labels of the page are English: the program has none for the language `{tag}`");
    Diagnostic::new(Code::UNSUPPORTED_LANGUAGE, message).note(format!("it has labels for {}", known.join(", ")))
}

/// Reads all files of a template.
fn compile(
    files: &[TemplateFile],
    language: &Speech,
    sources: &Sources,
) -> Result<Handlebars<'static>, Vec<Diagnostic>> {
    let mut registry = Handlebars::new();
    registry.set_strict_mode(true);
    registry.register_escape_fn(escape::print);
    helper::register(&mut registry, language);
    guard::register(&mut registry);
    include::register(&mut registry);
    let mut faults = Vec::new();
    let mut inclusions = guard::Inclusions::default();
    let mut compiled = Vec::new();
    for TemplateFile { name, file } in files {
        let name = name.strip_suffix(EXTENSION).unwrap_or(name);
        let text = &sources.file(*file).text;
        if text.len() > guard::LARGEST_FILE {
            let message = format!("the file has {} bytes; a template has at most {}", text.len(), guard::LARGEST_FILE);
            faults.push(Diagnostic::new(Code::TEMPLATE_RUNAWAY, message).at(Span::new(*file, 0..0)));
            continue;
        }
        if let Some(fault) = guard::check_nesting(text, *file) {
            faults.push(fault);
            continue;
        }
        // The end of a part's last line is not part of what is included.
        match handlebars::Template::compile_with_name(text.trim_end_matches(['\n', '\r']), name.to_owned()) {
            Ok(template) => {
                for fault in inclusions.add(name, *file, &template) {
                    faults.push(fault.diagnostic(Code::TEMPLATE_ERROR, sources));
                }
                compiled.push((name, template));
            }
            Err(error) => {
                let message = error.reason().to_string();
                let fault = Diagnostic::new(Code::TEMPLATE_ERROR, plain(&message));
                faults.push(match error.pos() {
                    Some(place) => fault.at(span(*file, place, sources)),
                    None => fault.at(Span::new(*file, 0..0)),
                });
            }
        }
    }
    for fault in inclusions.cycles() {
        faults.push(fault.diagnostic(Code::TEMPLATE_RUNAWAY, sources));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let in_place = !compiled.iter().any(|(_, template)| include::defines_partials(template));
    let names: Vec<&str> = compiled.iter().map(|(name, _)| *name).collect();
    for (name, mut template) in compiled {
        if in_place {
            include::in_place(&mut template, &|name| names.contains(&name));
        }
        guard::count_steps(&mut template);
        registry.register_template(name, template);
    }
    Ok(registry)
}

impl guard::Fault {
    fn diagnostic(self, code: Code, sources: &Sources) -> Diagnostic {
        Diagnostic::new(code, self.message).at(span(self.file, self.place, sources))
    }
}

/// The span of a place of Handlebars: line and column in characters, both from 1.
fn span(file: FileId, (line, column): (usize, usize), sources: &Sources) -> Span {
    let text = sources.file(file);
    let start = text.byte(Place { line, column });
    // The expression, where one begins there.
    let rest = text.text[start..].lines().next().unwrap_or("");
    let length = if rest.starts_with("{{") { rest.find("}}").map_or(rest.len(), |end| end + 2) } else { 0 };
    Span::new(file, start..start + length)
}

/// A message of the template engine without what belongs to its grammar alone.
fn plain(message: &str) -> String {
    let message = message.trim_start_matches("invalid handlebars syntax: ");
    let message: Vec<_> = message.split_whitespace().collect();
    message.join(" ")
}

/// Why no Markdown came out.
struct Failure {
    error: Box<RenderError>,
    /// The names of all fields of the context.
    fields: BTreeSet<String>,
}

enum NotMerged {
    Failure(Failure),
    Sections(Vec<UnknownSection>),
}

/// Runs the template; twice when the first run shows that it does not cite every source, so that the second lists those
/// alone that it cites.
fn merge(
    registry: &Handlebars<'_>,
    brief: &Brief,
    earlier: Option<&Earlier<'_>>,
    speech: &Speech,
    arranged: &dyn Fn(&str) -> Result<String, Vec<UnknownSection>>,
) -> Result<String, NotMerged> {
    let run = |cites: &dyn Fn(&str) -> bool| {
        let mut data = handlebars::to_json(context::context(brief, speech, cites));
        if let Some(earlier) = earlier.filter(|it| it.redline) {
            let old = handlebars::to_json(context::context(earlier.brief, speech, cites));
            data = overlay::overlay(old, data, earlier.diff);
        }
        since::put(&mut data, earlier, speech);
        let failure = |error, data: &handlebars::JsonValue| {
            NotMerged::Failure(Failure { error: Box::new(error), fields: fields(data) })
        };
        let context = match handlebars::Context::wraps(&data) {
            Ok(context) => context,
            Err(error) => return Err(failure(error, &data)),
        };
        let mut out = Limited(Vec::new());
        let main = MAIN_FILE.strip_suffix(EXTENSION).unwrap_or(MAIN_FILE);
        match registry.render_with_context_to_write(main, &context, &mut out) {
            Ok(()) => arranged(&String::from_utf8_lossy(&out.0)).map_err(NotMerged::Sections),
            Err(error) => Err(failure(error, &data)),
        }
    };
    let first = run(&|_| true)?;
    let cited = cited(&first);
    let known = earlier.filter(|it| it.redline).into_iter().flat_map(|it| it.brief.sources.keys());
    if brief.sources.keys().chain(known).all(|id| cited.contains(id.as_str())) {
        return Ok(first);
    }
    run(&|id| cited.contains(id))
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

/// The names of all fields in the data.
fn fields(data: &handlebars::JsonValue) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![data];
    while let Some(value) = open.pop() {
        match value {
            handlebars::JsonValue::Array(list) => open.extend(list),
            handlebars::JsonValue::Object(record) => {
                found.extend(record.keys().cloned());
                open.extend(record.values());
            }
            _ => {}
        }
    }
    found
}

/// A writer that refuses more than [`guard::LARGEST_OUTPUT`].
struct Limited(Vec<u8>);

impl Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.0.len() + bytes.len() > guard::LARGEST_OUTPUT {
            return Err(std::io::Error::other(guard::RUNAWAY));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Failure {
    fn diagnostic(&self, files: &[TemplateFile], sources: &Sources) -> Diagnostic {
        let (code, message, help) = self.explain(files);
        let mut diagnostic = Diagnostic::new(code, message);
        diagnostic.help = help;
        let name = self.error.template_name.as_deref();
        let file = files.iter().find(|file| file.name.strip_suffix(EXTENSION) == name);
        match (file, self.error.line_no, self.error.column_no) {
            (Some(file), Some(line), Some(column)) => diagnostic.at(span(file.file, (line, column), sources)),
            (Some(file), ..) => diagnostic.at(Span::new(file.file, 0..0)),
            (None, ..) => diagnostic,
        }
    }

    fn explain(&self, files: &[TemplateFile]) -> (Code, String, Option<String>) {
        let meant = |name: &str, known: &mut dyn Iterator<Item = &str>| {
            let known: Vec<_> = known.collect();
            nearest(name, known).map(|near| format!("did you mean `{near}`?"))
        };
        match self.error.reason() {
            RenderErrorReason::MissingVariable(path) => {
                let path = path.as_deref().unwrap_or("this");
                let last = path.rsplit(['.', '/']).next().unwrap_or(path);
                let help = meant(last, &mut self.fields.iter().map(String::as_str));
                (Code::TEMPLATE_ERROR, format!("there is no field `{path}` here"), help)
            }
            RenderErrorReason::PartialNotFound(name) => {
                let known = files.iter().filter_map(|file| file.name.strip_suffix(EXTENSION));
                let help = meant(name, &mut known.into_iter());
                (Code::TEMPLATE_ERROR, format!("the template has no file `{name}{EXTENSION}` to include"), help)
            }
            RenderErrorReason::HelperNotFound(name) => {
                let known = helper::NAMES.iter().copied().chain(self.fields.iter().map(String::as_str));
                let help = meant(name, &mut known.into_iter());
                (Code::TEMPLATE_ERROR, format!("there is no helper and no field `{name}`"), help)
            }
            RenderErrorReason::TemplateNotFound(_) => {
                (Code::TEMPLATE_ERROR, format!("the template has no file `{MAIN_FILE}`"), None)
            }
            reason => {
                let message = reason.to_string();
                if message.contains(guard::RUNAWAY) {
                    (Code::TEMPLATE_RUNAWAY, guard::RUNAWAY.to_owned(), None)
                } else {
                    (Code::TEMPLATE_ERROR, plain(&message), None)
                }
            }
        }
    }
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
