//! A template's style: read, and with every error at its place.

use std::path::Path;

use super::pictures;
use crate::check::{SettingsErrors, check_settings};
use crate::diagnostic::{self, Code, Diagnostic};
use crate::language::Language;
use crate::layout::{Fonts, STYLE, Style};
use crate::markdown::{PictureBlock, PictureSize};
use crate::parse::{self, Document};
use crate::source::{FileId, Sources};
use crate::template::Template;
use crate::world::{Kind, World};

/// A style, with the defaults in place of what is wrong in its file, and all that is wrong in it.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) style: Style,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// The style of a template; the default one when it has none.
pub(super) fn of(template: &Template, sources: &Sources) -> Read {
    template.style.map(|file| read(file, sources)).unwrap_or_default()
}

/// Reads a style, and looks for errors that need neither fonts nor the template.
pub(super) fn read(file: FileId, sources: &Sources) -> Read {
    let (document, mut diagnostics) = parse::parse(sources, file);
    for diagnostic in &mut diagnostics {
        diagnostic.code = Code::BAD_STYLE;
        diagnostic.severity = Code::BAD_STYLE.entry().severity;
    }
    let errors = check_settings(&document, sources, STYLE, "a style", Code::BAD_STYLE);
    let style = parse::read_without(&sources.file(file).text, &errors.wrong);
    if style.is_none() && diagnostics.is_empty() && errors.diagnostics.is_empty() {
        // So a difference between the table and the type would show. A number that TOML itself cannot hold is reported.
        diagnostics.push(Diagnostic::new(Code::BAD_STYLE, "the style cannot be read"));
    }
    let style: Style = style.unwrap_or_default();
    if diagnostics.is_empty() {
        diagnostics.extend(conflicts(&style, &document, &errors));
    }
    diagnostics.extend(unknown_labels(&style, &document));
    diagnostics.extend(errors.diagnostics);
    diagnostic::sort(&mut diagnostics);
    Read { style, diagnostics }
}

fn conflicts(style: &Style, document: &Document, errors: &SettingsErrors) -> Vec<Diagnostic> {
    let conflicts = style.conflicts().into_iter();
    let conflicts = conflicts.filter(|conflict| conflict.fields.iter().all(|field| !errors.is_wrong(field)));
    let report = |conflict: crate::layout::StyleConflict| {
        // A default has no place; it can only be at odds with another field of the file.
        let mut places = conflict.fields.iter().filter_map(|field| Some((field, document.span(field)?)));
        let mut diagnostic = Diagnostic::new(Code::BAD_STYLE, conflict.message).help(conflict.help);
        if let Some((_, place)) = places.next() {
            diagnostic = diagnostic.at(place);
        }
        for (_, place) in places {
            diagnostic = diagnostic.related(place, "the other is here");
        }
        diagnostic
    };
    conflicts.map(report).collect()
}

fn unknown_labels(style: &Style, document: &Document) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for (tag, labels) in &style.labels {
        for name in labels.keys().filter(|name| Language::english().label(name).is_none()) {
            let known = Language::english().label_names();
            let mut diagnostic = Diagnostic::new(Code::BAD_STYLE, format!("there is no label `{name}`"));
            diagnostic = match diagnostic::nearest(name, known) {
                Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                None => diagnostic.help("src/language/en.toml of the program's source lists the labels"),
            };
            let table = document.root().get("labels").and_then(parse::Value::as_table);
            let labels = table.and_then(|table| table.get(tag)).and_then(parse::Value::as_table);
            if let Some(entry) = labels.and_then(|labels| labels.entries.get(name)) {
                diagnostic = diagnostic.at(entry.key);
            }
            diagnostics.push(diagnostic);
        }
    }
    diagnostics
}

/// The path of a field, what is wrong with it, and the suggested fix.
pub(super) type StyleError = (String, String, Option<String>);

/// The picture that a style wants above the title; `template` is the name of its template.
pub(super) fn logo(style: &Style, template: &str, world: &dyn World) -> Result<Option<PictureBlock>, StyleError> {
    let Some(file) = &style.page.logo else { return Ok(None) };
    match pictures::read(Path::new(template), file, world) {
        Ok(picture) => Ok(Some(PictureBlock {
            file: file.clone(),
            alt: style.page.logo_alt.as_deref().unwrap_or_default().into(),
            size: PictureSize::Height(style.page.logo_height),
            picture: Some(picture),
            edit: None,
        })),
        Err(unread) => {
            let message = format!("the logo `{file}` cannot be printed: {}", unread.reason);
            Err(("page.logo".to_owned(), message, Some(unread.help)))
        }
    }
}

/// Errors of a style at the places of their fields.
pub(super) fn reported(
    errors: impl IntoIterator<Item = StyleError>,
    template: &Template,
    sources: &Sources,
) -> Vec<Diagnostic> {
    let Some(file) = template.style else { return Vec::new() };
    let mut errors = errors.into_iter().peekable();
    if errors.peek().is_none() {
        return Vec::new();
    }
    let (document, _) = parse::parse(sources, file);
    let report = |(field, message, help): StyleError| {
        let mut diagnostic = Diagnostic::new(Code::BAD_STYLE, message);
        diagnostic.help = help;
        match document.span(&field) {
            Some(place) => diagnostic.at(place),
            None => diagnostic,
        }
    };
    errors.map(report).collect()
}

/// The families that a style names and that are not there.
pub(super) fn unknown_families(style: &Style, fonts: &Fonts) -> Vec<StyleError> {
    let font = &style.font;
    let named = [("font.text", &font.text), ("font.sans", &font.sans), ("font.title", &font.title)];
    let named = named.into_iter().filter_map(|(field, name)| Some((field.to_owned(), name.as_ref()?)));
    let fallback = font.fallback.iter().enumerate().map(|(at, name)| (format!("font.fallback[{at}]"), name));
    named
        .chain(fallback)
        .filter(|(_, name)| !fonts.has_family(name))
        .map(|(field, name)| {
            let families: Vec<_> = fonts.families().collect();
            let help = match diagnostic::nearest(name, families.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the families are {}", families.join(", ")),
            };
            (field, format!("there is no family of fonts `{name}`"), Some(help))
        })
        .collect()
}

/// Whether the folder of fonts that a style names is there.
pub(super) fn has_font_folder(style: &Style, template: &Template, world: &dyn World) -> bool {
    style.font.folder.as_ref().is_none_or(|folder| {
        matches!(world.kind(&Path::new(&template.name).join(folder)), Ok(Kind::Folder | Kind::Link))
    })
}

/// The error of a style whose folder of fonts is not there.
pub(super) fn no_font_folder(
    style: &Style,
    template: &Template,
    sources: &Sources,
    world: &dyn World,
) -> Vec<Diagnostic> {
    let Some(named) = &style.font.folder else { return Vec::new() };
    let path = Path::new(&template.name).join(named);
    let beside = path.parent().and_then(|parent| world.list_kinds(parent).ok()).unwrap_or_default();
    let folders = beside.iter().filter(|(_, kind)| *kind == Kind::Folder).map(|(name, _)| name.as_str());
    let near = path.file_name().and_then(|name| diagnostic::nearest(name.to_str()?, folders));
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "name a folder with TTF, OTF or TTC files, from the template's folder".to_owned(),
    };
    let message = format!("there is no folder {} to read fonts from", path.display());
    reported([("font.folder".to_owned(), message, Some(help))], template, sources)
}
