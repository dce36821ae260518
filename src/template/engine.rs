//! Handlebars: reads templates, merges data into them, and explains what is wrong with one.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use handlebars::{
    Context, Handlebars, JsonValue, Output, RenderContext, RenderError, RenderErrorReason, Renderable, Template,
};

use super::expand::{self, Expanded};
use super::section::Section;
use super::{EXTENSION, MAIN_FILE, Merge, TemplateFile, escape, guard, helper};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::{FileId, LineColumn, Sources, Span};

/// One file of a template as Handlebars has read it, and where its lines come from.
pub(super) struct Part {
    template: Template,
    expanded: Expanded,
}

/// The files of a template that Handlebars runs, by name without extension.
pub(super) type Parts = BTreeMap<String, Part>;

/// Reads a template: its main file, those that Handlebars includes in what has been read, and those that nothing
/// includes, for their errors.
///
/// # Errors
/// What is wrong with them.
pub(super) fn parts(files: &[TemplateFile], sources: &Sources) -> Result<Parts, Vec<Diagnostic>> {
    let by_name: BTreeMap<&str, FileId> =
        files.iter().map(|file| (file.name.strip_suffix(EXTENSION).unwrap_or(&file.name), file.file)).collect();
    let texts: BTreeMap<&str, &str> =
        by_name.iter().map(|(name, file)| (*name, sources.file(*file).text.as_str())).collect();
    let mut errors = Vec::new();
    let mut inclusions = guard::Inclusions::default();
    for (name, file) in &by_name {
        let text = texts[name];
        if text.len() > guard::LARGEST_FILE {
            let message = format!("the file has {} bytes; a template has at most {}", text.len(), guard::LARGEST_FILE);
            errors.push(Diagnostic::new(Code::TEMPLATE_RUNAWAY, message).at(Span::new(*file, 0..0)));
        }
        errors.extend(guard::check_nesting(text, *file));
        inclusions.add_lines(name, *file, expand::inclusions(text));
    }
    let cycles = |inclusions: &guard::Inclusions| -> Vec<Diagnostic> {
        inclusions.cycles().into_iter().map(|it| it.diagnostic(Code::TEMPLATE_RUNAWAY, sources)).collect()
    };
    errors.extend(cycles(&inclusions));
    if !errors.is_empty() {
        return Err(errors);
    }
    let included: BTreeSet<&str> =
        texts.values().flat_map(|text| expand::inclusions(text)).map(|(_, target)| target).collect();
    let main = MAIN_FILE.strip_suffix(EXTENSION).unwrap_or(MAIN_FILE);
    let first = by_name.keys().copied().filter(|name| *name == main || !included.contains(name));
    let mut open: Vec<String> = first.map(str::to_owned).collect();
    let mut parts = Parts::new();
    while let Some(name) = open.pop() {
        let Some(file) = by_name.get(name.as_str()).filter(|_| !parts.contains_key(&name)) else { continue };
        let Ok(expanded) = expand::expand(&name, &texts) else {
            let message = format!("with what it includes, the template has more than {} bytes", guard::LARGEST_FILE);
            errors.push(Diagnostic::new(Code::TEMPLATE_RUNAWAY, message).at(Span::new(*file, 0..0)));
            continue;
        };
        if let Some(mut error) = guard::check_nesting(&expanded.text, *file) {
            error.primary = None;
            errors.push(error.at(Span::new(*file, 0..0)));
            continue;
        }
        let origin = |(line, column)| {
            let (name, line) = expanded.origin(line);
            (by_name.get(name).copied().unwrap_or(*file), (line, column))
        };
        match Template::compile_with_name(&expanded.text, name.clone()) {
            Ok(template) => {
                for inclusion in inclusions.add(&name, &template, &origin) {
                    match inclusion {
                        Ok(target) => open.push(target),
                        Err(error) => errors.push(error.diagnostic(Code::TEMPLATE_ERROR, sources)),
                    }
                }
                parts.insert(name, Part { template, expanded });
            }
            Err(error) => {
                let diagnostic = Diagnostic::new(Code::TEMPLATE_ERROR, plain(&error.reason().to_string()));
                let span = error.pos().map(origin).map(|(file, place)| span(file, place, sources));
                errors.push(diagnostic.at(span.unwrap_or(Span::new(*file, 0..0))));
            }
        }
    }
    errors.extend(cycles(&inclusions));
    if errors.is_empty() { Ok(parts) } else { Err(errors) }
}

/// Handlebars with all files of a template: compiled once, and run for any brief in any language on any thread.
#[derive(Debug)]
pub(super) struct Engine {
    /// The files. Helpers belong to a run, since they know its language.
    registry: Handlebars<'static>,
    /// Where the lines of each file come from.
    origins: BTreeMap<String, Expanded>,
    /// The names in the files, among them every field that the template reaches.
    pub(super) names: Names,
}

impl Engine {
    pub(super) fn new(parts: Parts, names: Names) -> Self {
        let mut registry = Handlebars::new();
        registry.set_strict_mode(true);
        registry.register_escape_fn(escape::print);
        let mut origins = BTreeMap::new();
        for (name, Part { mut template, expanded }) in parts {
            guard::count_steps(&mut template);
            registry.register_template(&name, template);
            origins.insert(name, expanded);
        }
        Self { registry, origins, names }
    }

    /// Merges data into the template.
    ///
    /// # Errors
    /// What is wrong with the template.
    pub(super) fn run(
        &self,
        merge: &Merge<'_>,
        data: JsonValue,
        files: &[TemplateFile],
        sources: &Sources,
    ) -> Result<String, Vec<Diagnostic>> {
        let context = Context::from(data);
        let steps = guard::Steps::new(merge.brief);
        let main = MAIN_FILE.strip_suffix(EXTENSION).unwrap_or(MAIN_FILE);
        let failed = |error: RenderError| {
            let failure = Failure { error: Box::new(error), fields: fields(&merge.all_data()) };
            vec![failure.diagnostic(&self.origins, files, sources)]
        };
        let Some(template) = self.registry.get_template(main) else {
            return Err(failed(RenderErrorReason::TemplateNotFound(main.to_owned()).into()));
        };
        let mut render = RenderContext::new(template.name.as_ref());
        helper::register(&mut render, merge.locale);
        render.register_local_helper("section", Box::new(Section(merge.sections)));
        render.register_local_helper(guard::STEP, Box::new(&steps));
        let mut page = Page(String::new());
        template.render(&self.registry, &context, &mut render, &mut page).map_err(failed)?;
        Ok(page.0)
    }
}

/// The names in the expressions of a template.
#[derive(Debug, Default)]
pub(super) struct Names {
    found: HashSet<String>,
    /// Whether a field may be reached without its name being there.
    any: bool,
}

impl Names {
    /// Takes in the names of one file.
    pub(super) fn add(&mut self, text: &str) {
        let mut rest = text;
        while let Some((_, after)) = rest.split_once("{{") {
            let (inside, next) = after.split_once("}}").unwrap_or((after, ""));
            let words = inside.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
            for word in words.filter(|word| !word.is_empty()) {
                self.any |= word == "lookup" || word == "key";
                if !self.found.contains(word) {
                    self.found.insert(word.to_owned());
                }
            }
            rest = next;
        }
    }

    /// Whether a template may reach a field of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.any || self.found.contains(name)
    }

    /// The names of a template that reaches everything.
    pub(super) fn all() -> Self {
        Self { found: HashSet::new(), any: true }
    }
}

impl guard::BadInclusion {
    fn diagnostic(self, code: Code, sources: &Sources) -> Diagnostic {
        Diagnostic::new(code, self.message).at(span(self.file, self.place, sources))
    }
}

/// The span of a place of Handlebars: line and column in characters, both from 1.
fn span(file: FileId, (line, column): (usize, usize), sources: &Sources) -> Span {
    let text = sources.file(file);
    let start = text.byte(LineColumn { line, column });
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

/// The names of all fields in the data.
pub(super) fn fields(data: &JsonValue) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![data];
    while let Some(value) = open.pop() {
        match value {
            JsonValue::Array(list) => open.extend(list),
            JsonValue::Object(record) => {
                found.extend(record.keys().cloned());
                open.extend(record.values());
            }
            _ => {}
        }
    }
    found
}

/// The text of a page, which refuses more than [`guard::LARGEST_OUTPUT`].
struct Page(String);

impl Output for Page {
    fn write(&mut self, text: &str) -> std::io::Result<()> {
        if self.0.len() + text.len() > guard::LARGEST_OUTPUT {
            return Err(std::io::Error::other(guard::RUNAWAY));
        }
        self.0.push_str(text);
        Ok(())
    }
}

impl Failure {
    fn diagnostic(
        &self,
        origins: &BTreeMap<String, Expanded>,
        files: &[TemplateFile],
        sources: &Sources,
    ) -> Diagnostic {
        let (code, message, help) = self.explain(files);
        let mut diagnostic = Diagnostic::new(code, message);
        diagnostic.help = help;
        let name = self.error.template_name.as_deref();
        let (name, line) = match (name.and_then(|name| origins.get(name)), self.error.line_no) {
            (Some(expanded), Some(line)) => {
                let (name, line) = expanded.origin(line);
                (Some(name), Some(line))
            }
            (_, line) => (name, line),
        };
        let file = files.iter().find(|file| file.name.strip_suffix(EXTENSION) == name);
        match (file, line, self.error.column_no) {
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
