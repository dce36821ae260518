//! Handlebars: reads templates, merges data into them, and explains what is wrong with one.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use handlebars::{
    Context, Handlebars, JsonValue, Output, RenderContext, RenderError, RenderErrorReason, Renderable, Template,
};

use super::expand::{self, Compiled, ExpandError, IncludeForm, Origins};
use super::mistakes::{self, UnknownNames};
use super::names::TemplateNames;
use super::section::SectionHelper;
use super::{EXTENSION, MAIN_FILE, Merge, TemplateFile, compiled, escape, guard, helper, stop};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::{FileId, LineColumn, Sources, Span};

/// The name of a template's main file without extension.
const MAIN: &str = "template";

/// The files of a template that Handlebars runs, by name without extension.
pub(super) struct TemplateParts {
    templates: BTreeMap<String, Template>,
    origins: Origins,
}

/// Reads a template: its main file, those that it includes, and those that nothing includes, for their errors. In one
/// that `is_own`, written by a user, what is too large and names that no record has are errors, too.
///
/// # Errors
/// What is wrong with them.
pub(super) fn parts(files: &[TemplateFile], sources: &Sources, is_own: bool) -> Result<TemplateParts, Vec<Diagnostic>> {
    let files: BTreeMap<&str, FileId> =
        files.iter().map(|file| (file.name.strip_suffix(EXTENSION).unwrap_or(&file.name), file.file)).collect();
    let mut errors = Vec::new();
    for file in files.values().filter(|_| is_own) {
        let text = &sources.file(*file).text;
        match guard::check_file(text, *file) {
            Some(endless) => errors.push(endless),
            None => errors.extend(mistakes::torn_rows(text, *file)),
        }
    }
    if errors.iter().any(|it| it.code == Code::TEMPLATE_RUNAWAY) {
        return Err(errors);
    }
    let mut reader = TemplateReader {
        files: &files,
        sources,
        compiled: BTreeMap::new(),
        seen: HashSet::new(),
        inclusions: guard::Inclusions::default(),
    };
    let main = IncludeForm { name: MAIN, is_lines: true };
    let mut unread = reader.read(main);
    for name in files.keys() {
        if !reader.has(name) {
            unread.extend(reader.read(IncludeForm { name, is_lines: false }));
        }
    }
    let is_read = unread.is_empty();
    errors.extend(unread);
    // What a file that cannot be read hands over by which names is not known.
    if is_own && is_read {
        errors.extend(reader.unknown_names());
    }
    let cycles = reader.inclusions.cycles().into_iter();
    errors.extend(cycles.map(|it| it.diagnostic(Code::TEMPLATE_RUNAWAY, sources)));
    if !errors.is_empty() {
        return Err(errors);
    }
    let origins = Origins::new(files.keys().copied());
    let mut templates = BTreeMap::new();
    let mut compiled = reader.used();
    let mut roots: Vec<IncludeForm<'_>> = compiled.keys().filter(|form| !form.is_lines).copied().collect();
    roots.extend(compiled.contains_key(&main).then_some(main));
    for form in roots {
        match expand::expand(form, &mut compiled, &origins, form == main) {
            Ok(template) => {
                templates.insert(form.name.to_owned(), template);
            }
            Err(error) => errors.push(too_much(error).at(Span::new(files[form.name], 0..0))),
        }
    }
    if errors.is_empty() { Ok(TemplateParts { templates, origins }) } else { Err(errors) }
}

fn too_much(error: ExpandError) -> Diagnostic {
    let message = match error {
        ExpandError::TooLarge => {
            format!("with its includes, the template has more than {} bytes", guard::LARGEST_FILE)
        }
        ExpandError::TooDeep => {
            format!("with its includes, the template is nested more than {} levels deep", guard::DEEPEST)
        }
    };
    Diagnostic::new(Code::TEMPLATE_RUNAWAY, message)
}

/// Compiles the files of a template that are asked for, and those that they include.
struct TemplateReader<'t> {
    files: &'t BTreeMap<&'t str, FileId>,
    sources: &'t Sources,
    compiled: BTreeMap<IncludeForm<'t>, Compiled<'t>>,
    seen: HashSet<IncludeForm<'t>>,
    inclusions: guard::Inclusions,
}

impl<'t> TemplateReader<'t> {
    /// Whether a file has been read in any form.
    fn has(&self, name: &str) -> bool {
        [false, true].into_iter().any(|is_lines| self.seen.contains(&IncludeForm { name, is_lines }))
    }

    /// The names that no record has, each where it is.
    fn unknown_names(&self) -> Vec<Diagnostic> {
        let mut names = UnknownNames::new(self.compiled.values().map(|it| &it.template));
        let mut found = Vec::new();
        let mut seen = HashSet::new();
        for (form, compiled) in &self.compiled {
            names.look(&compiled.template);
            for (place, name) in std::mem::take(&mut names.found) {
                // A file that is included in both forms says the same twice.
                if seen.insert((form.name, place, name.clone())) {
                    let mut error = Diagnostic::new(Code::TEMPLATE_ERROR, format!("no record has a field `{name}`"));
                    error.help = names.nearest(&name).map(|near| format!("did you mean `{near}`?"));
                    found.push(error.at(span(self.files[form.name], place, self.sources)));
                }
            }
        }
        found
    }

    /// The files, each with how often it is used.
    fn used(mut self) -> BTreeMap<IncludeForm<'t>, Compiled<'t>> {
        let included: Vec<&'t str> = self.compiled.values().flat_map(|it| it.lines.values().copied()).collect();
        for name in included {
            if let Some(compiled) = self.compiled.get_mut(&IncludeForm { name, is_lines: true }) {
                compiled.uses += 1;
            }
        }
        self.compiled
    }

    /// Reads a file and all that it includes; returns the errors.
    fn read(&mut self, first: IncludeForm<'t>) -> Vec<Diagnostic> {
        let mut errors = Vec::new();
        let mut open = vec![first];
        while let Some(form) = open.pop() {
            let Some((&name, &file)) = self.files.get_key_value(form.name) else { continue };
            let is_known = self.has(name);
            if !self.seen.insert(form) {
                continue;
            }
            let source = &self.sources.file(file).text;
            let text = form.text(source);
            let known = compiled::template(&text, name).map(Ok);
            match known.unwrap_or_else(|| Template::compile_with_name(&text, name.to_owned())) {
                Ok(template) => {
                    let mut lines = expand::whole_lines(source);
                    if !form.is_lines {
                        // What its last line includes has no line break either.
                        lines.remove(&text.lines().count());
                    }
                    for inclusion in self.inclusions.add(name, &template, file) {
                        match inclusion {
                            Ok((target, line)) => {
                                let is_lines = lines.get(&line) == Some(&target.as_str());
                                let known = self.files.get_key_value(target.as_str());
                                open.extend(known.map(|(name, _)| IncludeForm { name, is_lines }));
                            }
                            // Reported when the file was read in the other form.
                            Err(_) if is_known => {}
                            Err(error) => errors.push(error.diagnostic(Code::TEMPLATE_ERROR, self.sources)),
                        }
                    }
                    self.compiled.insert(form, Compiled { template, size: text.len(), lines, uses: 0 });
                }
                Err(_) if is_known => {}
                Err(error) => {
                    // In plain words where the cause can be seen.
                    let unclosed = mistakes::unclosed(source, file);
                    if !unclosed.is_empty() {
                        errors.extend(unclosed);
                        continue;
                    }
                    let diagnostic = Diagnostic::new(Code::TEMPLATE_ERROR, plain(&error.reason().to_string()));
                    let span = error.pos().map(|place| span(file, place, self.sources));
                    errors.push(diagnostic.at(span.unwrap_or(Span::new(file, 0..0))));
                }
            }
        }
        errors
    }
}

/// Handlebars with all files of a template: compiled once, and run for any brief in any language on any thread.
#[derive(Debug)]
pub(super) struct Engine {
    /// The files. Helpers belong to a run, since they know its language.
    registry: Handlebars<'static>,
    /// Where the lines of the templates come from.
    origins: Origins,
    /// The names in the files, among them every field that the template reaches.
    pub(super) names: TemplateNames,
}

impl Engine {
    pub(super) fn new(parts: TemplateParts, names: TemplateNames) -> Self {
        let mut registry = Handlebars::new();
        registry.set_strict_mode(true);
        registry.register_escape_fn(|value| stop::mark_end(escape::print(value)));
        for (name, mut template) in parts.templates {
            guard::count_steps(&mut template);
            registry.register_template(&name, template);
        }
        Self { registry, origins: parts.origins, names }
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
        let failed = |error: RenderError| {
            let failure = MergeFailure { error: Box::new(error), fields: fields(&merge.all_data()) };
            vec![failure.diagnostic(&self.origins, files, sources)]
        };
        let Some(template) = self.registry.get_template(MAIN) else {
            return Err(failed(RenderErrorReason::TemplateNotFound(MAIN.to_owned()).into()));
        };
        let mut render = RenderContext::new(template.name.as_ref());
        helper::register(&mut render, merge.locale);
        render.register_local_helper("section", Box::new(SectionHelper(merge.sections)));
        render.register_local_helper(guard::STEP, Box::new(&steps));
        let mut page = LimitedText(String::new());
        template.render(&self.registry, &context, &mut render, &mut page).map_err(failed)?;
        Ok(stop::drop_second_stops(&page.0))
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
struct MergeFailure {
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
struct LimitedText(String);

impl Output for LimitedText {
    fn write(&mut self, text: &str) -> std::io::Result<()> {
        if self.0.len() + text.len() > guard::LARGEST_OUTPUT {
            return Err(std::io::Error::other(guard::RUNAWAY));
        }
        self.0.push_str(text);
        Ok(())
    }
}

impl MergeFailure {
    fn diagnostic(&self, origins: &Origins, files: &[TemplateFile], sources: &Sources) -> Diagnostic {
        let (code, message, help) = self.explain(files);
        let mut diagnostic = Diagnostic::new(code, message);
        diagnostic.help = help;
        let origin = self.error.line_no.and_then(|line| origins.decode(line));
        let name = origin.map(|(name, _)| name).or(self.error.template_name.as_deref());
        let file = files.iter().find(|file| file.name.strip_suffix(EXTENSION) == name);
        match (file, origin, self.error.column_no) {
            (Some(file), Some((_, line)), Some(column)) => diagnostic.at(span(file.file, (line, column), sources)),
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
                let help = if self.fields.contains(last) {
                    Some("another record has it; docs/templates.md lists the fields of each".to_owned())
                } else {
                    meant(last, &mut self.fields.iter().map(String::as_str))
                };
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
