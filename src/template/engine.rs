//! Handlebars: it reads templates, runs those for which [`super::program`] is not enough, and tells what is wrong with
//! one.

use std::collections::BTreeSet;
use std::io::Write;

use handlebars::{Context, Handlebars, JsonValue, RenderError, RenderErrorReason, Template};

use super::{Arranged, EXTENSION, MAIN_FILE, RenderOptions, TemplateFile, cited, escape, guard, helper, include};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::language::Locale;
use crate::model::Brief;
use crate::source::{FileId, Place, Sources, Span};

/// The files of a template as Handlebars has read them, by name without extension.
pub(super) type Parts = Vec<(String, Template)>;

/// Reads all files of a template.
///
/// # Errors
/// What is wrong with them.
pub(super) fn parts(files: &[TemplateFile], sources: &Sources) -> Result<Parts, Vec<Diagnostic>> {
    let mut faults = Vec::new();
    let mut inclusions = guard::Inclusions::default();
    let mut parts = Vec::new();
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
        match Template::compile_with_name(text.trim_end_matches(['\n', '\r']), name.to_owned()) {
            Ok(template) => {
                for fault in inclusions.add(name, *file, &template) {
                    faults.push(fault.diagnostic(Code::TEMPLATE_ERROR, sources));
                }
                parts.push((name.to_owned(), template));
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
    if faults.is_empty() { Ok(parts) } else { Err(faults) }
}

/// Handlebars with all files of a template.
#[derive(Debug)]
pub(super) struct Engine {
    /// Without the helpers that depend on the language, and without the one that counts.
    registry: Handlebars<'static>,
}

impl Engine {
    pub(super) fn new(parts: Parts) -> Self {
        let mut registry = Handlebars::new();
        registry.set_strict_mode(true);
        registry.register_escape_fn(escape::print);
        include::register(&mut registry);
        let in_place = !parts.iter().any(|(_, template)| include::defines_partials(template));
        let names: Vec<String> = parts.iter().map(|(name, _)| name.clone()).collect();
        for (name, mut template) in parts {
            if in_place {
                include::in_place(&mut template, &|name| names.iter().any(|known| known == name));
            }
            guard::count_steps(&mut template);
            registry.register_template(&name, template);
        }
        Self { registry }
    }

    /// Handlebars for one run: in a language, with the steps counted from nothing.
    fn registry(&self, speech: &Locale, brief: &Brief) -> Handlebars<'static> {
        let mut registry = self.registry.clone();
        helper::register(&mut registry, speech);
        guard::register(&mut registry, guard::most_steps(brief));
        registry
    }

    /// Runs the template; twice when the first run shows that it does not cite every source, so that the second lists
    /// those alone that it cites.
    ///
    /// # Errors
    /// What is wrong with the template.
    pub(super) fn run(
        &self,
        job: &RenderOptions<'_>,
        files: &[TemplateFile],
        sources: &Sources,
    ) -> Result<Arranged, Vec<Diagnostic>> {
        let registry = self.registry(job.speech, job.brief);
        let run = |known: Option<&BTreeSet<&str>>| {
            let data = job.data(known);
            let done = Context::wraps(&data).and_then(|context| {
                let mut out = Limited(Vec::new());
                let main = MAIN_FILE.strip_suffix(EXTENSION).unwrap_or(MAIN_FILE);
                registry.render_with_context_to_write(main, &context, &mut out)?;
                Ok(out)
            });
            match done {
                Ok(out) => Ok(job.arranged(&String::from_utf8_lossy(&out.0))),
                Err(error) => {
                    let failure = Failure { error: Box::new(error), fields: fields(&data) };
                    Err(vec![failure.diagnostic(files, sources)])
                }
            }
        };
        let first = match run(None)? {
            Ok(first) => first,
            Err(unknown) => return Ok(Err(unknown)),
        };
        let cited = cited(&first);
        if job.cites_all(&cited) { Ok(Ok(first)) } else { run(Some(&cited)) }
    }
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
