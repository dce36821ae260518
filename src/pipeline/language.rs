//! Labels of a template: its language files, overridden by the labels in its style.

use crate::check::check_settings;
use crate::diagnostic::{self, Code, Diagnostic};
use crate::language::{LANGUAGE_FILE, Language, LanguageFile, LanguageFiles};
use crate::layout::Style;
use crate::parse::{self, TomlDocument};
use crate::record::read::is_language;
use crate::source::{FileId, Sources, Span};
use crate::template::Template;

/// The language files of a template, overridden by the labels in its style.
///
/// # Errors
/// Every error in the language files.
pub(super) fn files(sources: &Sources, template: &Template, style: &Style) -> Result<LanguageFiles, Vec<Diagnostic>> {
    let mut languages = LanguageFiles::new();
    let mut errors = Vec::new();
    for (tag, file) in &template.languages {
        if !is_language(tag) {
            let message = format!("`{tag}` in the name of {} is not a language tag", sources.file(*file).name);
            let help = "name the file after a BCP 47 tag, as in `language-pt-BR.toml`";
            errors.push(Diagnostic::new(Code::BAD_STYLE, message).at(Span::new(*file, 0..0)).help(help));
        }
        let (language, mut found) = read(sources, *file);
        languages.insert(tag.to_ascii_lowercase(), language);
        errors.append(&mut found);
    }
    for (tag, labels) in &style.labels {
        languages.entry(tag.to_ascii_lowercase()).or_default().overlay(&LanguageFile::with_labels(labels.clone()));
    }
    if errors.is_empty() { Ok(languages) } else { Err(errors) }
}

/// A language file as far as it can be read, and all errors in it.
fn read(sources: &Sources, file: FileId) -> (LanguageFile, Vec<Diagnostic>) {
    let (document, mut diagnostics) = parse::parse(sources, file);
    for diagnostic in &mut diagnostics {
        diagnostic.code = Code::BAD_STYLE;
        diagnostic.severity = Code::BAD_STYLE.entry().severity;
    }
    let errors = check_settings(&document, sources, LANGUAGE_FILE, "a language file", Code::BAD_STYLE);
    let language = parse::read_without(&sources.file(file).text, &errors.wrong);
    if language.is_none() && diagnostics.is_empty() {
        // This makes a difference between the schema and the type visible.
        diagnostics
            .push(Diagnostic::new(Code::BAD_STYLE, "the language file cannot be read").at(Span::new(file, 0..0)));
    }
    let language: LanguageFile = language.unwrap_or_default();
    diagnostics.extend(unknown(&language, &document));
    diagnostics.extend(misfilled(&language, &document));
    diagnostics.extend(errors.diagnostics);
    diagnostic::sort(&mut diagnostics);
    (language, diagnostics)
}

/// The entries of the file that no page uses.
fn unknown(language: &LanguageFile, document: &TomlDocument) -> Vec<Diagnostic> {
    let known = Language::english().entries();
    let report = |name: String| {
        let error = Diagnostic::new(Code::BAD_STYLE, format!("`{name}`: no page prints such an entry"));
        let near = diagnostic::nearest(&name, known.iter().map(String::as_str));
        let error = match near {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None => error.help("src/language/en.toml of the program's source has every entry"),
        };
        match document.key_span(&name) {
            Some(place) => error.at(place),
            None => error,
        }
    };
    language.unknown().into_iter().map(report).collect()
}

/// The labels that lack a placeholder, or have one that is never filled in.
fn misfilled(language: &LanguageFile, document: &TomlDocument) -> Vec<Diagnostic> {
    let report = |(name, english): (String, &str)| {
        let message = format!("`{name}` has other placeholders than the English label, “{english}”");
        let error = Diagnostic::new(Code::BAD_STYLE, message)
            .help("write each of its words in braces once, as they stand there");
        match document.span(&name) {
            Some(place) => error.at(place),
            None => error,
        }
    };
    language.misfilled().into_iter().map(report).collect()
}
