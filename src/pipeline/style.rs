//! The style of a page: the style of the template, overridden by a style that the templates of a project share. Both
//! are read, and every error is reported at its place.

use std::path::{Path, PathBuf};

use indexmap::IndexSet;

use super::{first_template, other_templates, pictures};
use crate::check::{SettingsErrors, check_settings};
use crate::diagnostic::{self, Code, Diagnostic};
use crate::error::Error;
use crate::language::Language;
use crate::layout::{Fonts, STYLE, Style};
use crate::markdown::{PictureBlock, PictureSize};
use crate::parse::{self, TomlDocument};
use crate::project::Project;
use crate::source::{FileId, Sources, Span};
use crate::template::{self, Template, UnknownSections};
use crate::world::{PathKind, World, read_file};

/// A style, with defaults for the fields that have errors, and all errors in its files.
#[derive(Debug, Default)]
pub(super) struct ReadStyle {
    pub(super) style: Style,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The path of the logo, if the style names one.
    pub(super) logo: Option<Logo>,
}

/// The path of a logo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Logo {
    /// The folder of the style file that names it.
    folder: PathBuf,
    file: String,
}

impl Logo {
    /// The whole path.
    pub(super) fn path(&self) -> PathBuf {
        self.folder.join(&self.file)
    }
}

/// Reads the template that the options name, and the style that it shares with others.
///
/// # Errors
/// [`Error`] when either cannot be read.
pub(super) fn load(
    name: &str,
    shared: Option<&Path>,
    world: &dyn World,
    sources: &mut Sources,
) -> Result<Template, Error> {
    let mut loaded = template::load(name, world, sources)?;
    if let Some(path) = shared {
        let name = path.display().to_string();
        let bytes =
            read_file(path, template::LARGEST_FILE, world).map_err(|error| super::read_error(&name, &error, world))?;
        let text = super::decode(&name, bytes)?.text;
        loaded.shared_style = Some(sources.add(name, text));
    }
    Ok(loaded)
}

/// Checks the style that the templates of a project share, together with each of these templates. Returns the errors,
/// and the files that they refer to.
///
/// # Errors
/// [`Error`] when the style or a template cannot be read.
pub fn check_style(project: &Project, world: &dyn World) -> Result<(Vec<Diagnostic>, Sources), Error> {
    let (first, _) = first_template(&[], project);
    let (mut found, mut sources): (Vec<Diagnostic>, _) = (Vec::new(), Sources::default());
    for name in std::iter::once(first).chain(other_templates(&[], project)) {
        let template = load(&name, project.style.as_deref(), world, &mut sources)?;
        let read = of(&template, &sources);
        let logo = logo(&read, world).err();
        let diagnostics = read.diagnostics.into_iter().chain(reported(logo, &template, &sources));
        let place = |it: &Diagnostic| it.primary.as_ref().map(|label| label.span);
        for diagnostic in diagnostics.filter(|it| place(it).is_some_and(|it| Some(it.file) == template.shared_style)) {
            let range = |it: &Diagnostic| place(it).map(Span::range);
            if found.iter().all(|it| it.message != diagnostic.message || range(it) != range(&diagnostic)) {
                found.push(diagnostic);
            }
        }
    }
    Ok((found, sources))
}

/// The style of a template; the default one when it has none.
pub(super) fn of(template: &Template, sources: &Sources) -> ReadStyle {
    let mut own = template.style.map(|file| Layer::read(file, false, sources));
    let shared = template.shared_style.map(|file| Layer::read(file, true, sources));
    if let (Some(own), Some(shared)) = (&mut own, &shared) {
        // A field of the template that depends on another one is dropped when the shared style overrides that one.
        for (field, with) in [("paper", "size"), ("logo", "logo-alt")] {
            let has = |name: &str| shared.document.span(&format!("page.{name}")).is_some();
            if has(field) && !has(with) {
                own.wrong.push(vec!["page".to_owned(), with.to_owned()]);
            }
        }
    }
    let layers: Vec<Layer> = own.into_iter().chain(shared).collect();
    if layers.is_empty() {
        return ReadStyle::default();
    }
    // The last style that names a logo takes precedence.
    let naming = layers.iter().rfind(|layer| layer.document.span("page.logo").is_some());
    let folder = naming.and_then(|layer| Path::new(&sources.file(layer.file).name).parent().map(Path::to_path_buf));
    let read = read(layers, sources);
    let logo = folder.zip(read.style.page.logo.clone()).map(|(folder, file)| Logo { folder, file });
    ReadStyle { logo, ..read }
}

/// A style file, and the errors in that file alone.
struct Layer {
    file: FileId,
    document: TomlDocument,
    /// The fields that are not read, because they have errors.
    wrong: Vec<Vec<String>>,
    errors: SettingsErrors,
    diagnostics: Vec<Diagnostic>,
}

/// The fields that only the style of a template may have: its sections, its purpose, and the folder of its fonts.
const NOT_SHARED: [(&str, &str); 6] = [
    ("sections", ""),
    ("page", "limit"),
    ("page", "landscape"),
    ("page", "own-side"),
    ("text", "measure"),
    ("font", "folder"),
];

impl Layer {
    /// Reads a style file, and reports errors that can be found without the fonts and the template.
    fn read(file: FileId, is_shared: bool, sources: &Sources) -> Self {
        let (document, mut diagnostics) = parse::parse(sources, file);
        for diagnostic in &mut diagnostics {
            diagnostic.code = Code::BAD_STYLE;
            diagnostic.severity = Code::BAD_STYLE.entry().severity;
        }
        let errors = check_settings(&document, sources, STYLE, "a style", Code::BAD_STYLE);
        let mut wrong = errors.wrong.clone();
        for (table, field) in NOT_SHARED.into_iter().filter(|_| is_shared) {
            let names: Vec<&str> = [table, field].into_iter().filter(|name| !name.is_empty()).collect();
            let Some(place) = document.span(&names.join(".")) else { continue };
            let help = match field {
                "folder" => "name the folder in briefing.toml: `fonts` in [render]",
                _ => "write it into the style.toml of that template",
            };
            let message = format!("`{}` is for the style of one template", names.join("."));
            diagnostics.push(Diagnostic::new(Code::BAD_STYLE, message).at(place).help(help));
            wrong.push(names.into_iter().map(str::to_owned).collect());
        }
        Self { file, document, wrong, errors, diagnostics }
    }
}

/// Reads the files of a style; each overrides the one before.
fn read(layers: Vec<Layer>, sources: &Sources) -> ReadStyle {
    let texts: Vec<(&str, &[Vec<String>])> =
        layers.iter().map(|layer| (sources.file(layer.file).text.as_str(), layer.wrong.as_slice())).collect();
    let style = parse::read_layers(&texts);
    let is_sound = layers.iter().all(|layer| layer.diagnostics.is_empty());
    let mut diagnostics = Vec::new();
    if style.is_none() && is_sound && layers.iter().all(|layer| layer.errors.diagnostics.is_empty()) {
        // This makes a difference between the schema and the type visible. A number that TOML itself cannot hold has
        // been reported already.
        diagnostics.push(Diagnostic::new(Code::BAD_STYLE, "the style cannot be read"));
    }
    let style: Style = style.unwrap_or_default();
    if is_sound {
        diagnostics.extend(conflicts(&style, &layers));
    }
    for layer in layers {
        diagnostics.extend(unknown_labels(&layer.document));
        diagnostics.extend(layer.diagnostics);
        diagnostics.extend(layer.errors.diagnostics);
    }
    diagnostic::sort(&mut diagnostics);
    ReadStyle { style, diagnostics, logo: None }
}

fn conflicts(style: &Style, layers: &[Layer]) -> Vec<Diagnostic> {
    let conflicts = style.conflicts().into_iter();
    let is_right = |field: &&str| layers.iter().all(|layer| !layer.errors.is_wrong(field));
    let conflicts = conflicts.filter(|conflict| conflict.fields.iter().all(&is_right));
    let report = |conflict: crate::layout::StyleConflict| {
        // A default has no place in a file; a conflict always involves a field of a file. The style that takes
        // precedence is the last one.
        let span = |field: &str| layers.iter().rev().find_map(|layer| layer.document.span(field));
        let mut places = conflict.fields.iter().filter_map(|field| span(field));
        let mut diagnostic = Diagnostic::new(Code::BAD_STYLE, conflict.message).help(conflict.help);
        if let Some(place) = places.next() {
            diagnostic = diagnostic.at(place);
        }
        for place in places {
            diagnostic = diagnostic.related(place, "the other is here");
        }
        diagnostic
    };
    conflicts.map(report).collect()
}

fn unknown_labels(document: &TomlDocument) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let languages = document.root().get("labels").and_then(parse::TomlValue::as_table);
    let labels = languages.into_iter().flat_map(|languages| languages.entries.values());
    let entries = labels.filter_map(|entry| entry.value.as_table()).flat_map(|labels| &labels.entries);
    for (name, entry) in entries.filter(|(name, _)| Language::english().label(name).is_none()) {
        let known = Language::english().label_names();
        let diagnostic = Diagnostic::new(Code::BAD_STYLE, format!("there is no label `{name}`")).at(entry.key);
        diagnostics.push(match diagnostic::nearest(name, known) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None => diagnostic.help("src/language/en.toml of the program's source lists the labels"),
        });
    }
    diagnostics
}

/// The path of a field, the error message, and the suggested fix.
pub(super) type StyleError = (String, String, Option<String>);

/// The picture above the title, if the style names one.
pub(super) fn logo(read: &ReadStyle, world: &dyn World) -> Result<Option<PictureBlock>, StyleError> {
    let Some(Logo { folder, file }) = &read.logo else { return Ok(None) };
    let page = &read.style.page;
    match pictures::read(folder, file, world) {
        Ok(picture) => Ok(Some(PictureBlock {
            file: file.clone(),
            alt: page.logo_alt.as_deref().unwrap_or_default().into(),
            size: PictureSize::Height(page.logo_height),
            picture: Some(picture),
            edit: None,
        })),
        Err(unread) => {
            let message = format!("the logo `{file}` cannot be printed: {}", unread.reason);
            Err(("page.logo".to_owned(), message, Some(unread.help)))
        }
    }
}

/// Errors of a style as diagnostics, at the places of their fields.
pub(super) fn reported(
    errors: impl IntoIterator<Item = StyleError>,
    template: &Template,
    sources: &Sources,
) -> Vec<Diagnostic> {
    let mut errors = errors.into_iter().peekable();
    if errors.peek().is_none() {
        return Vec::new();
    }
    let place = places(template, sources);
    let report = |(field, message, help): StyleError| {
        let mut diagnostic = Diagnostic::new(Code::BAD_STYLE, message);
        diagnostic.help = help;
        diagnostic.at_each(place(&field), "")
    };
    errors.map(report).collect()
}

/// A function that finds the place of a field in the style of a template.
fn places(template: &Template, sources: &Sources) -> impl Fn(&str) -> Option<Span> {
    let files = template.shared_style.into_iter().chain(template.style);
    let documents: Vec<TomlDocument> = files.map(|file| parse::parse(sources, file).0).collect();
    move |field| documents.iter().find_map(|document| document.span(field))
}

/// Errors for the names of sections that the template does not have. Names that are similar to none of its sections are
/// one error with all their places, since they have one cause: most likely the style is that of another template.
pub(super) fn unknown_sections(unknown: UnknownSections, template: &Template, sources: &Sources) -> Vec<Diagnostic> {
    let (near, others): (Vec<_>, Vec<_>) = unknown.0.into_iter().partition(|it| it.nearest.is_some());
    let near = near.into_iter().map(|it| {
        let help = it.nearest.map(|near| format!("did you mean `{near}`?"));
        (it.field, format!("the template has no section `{}`", it.name), help)
    });
    let mut found = reported(near, template, sources);
    if others.is_empty() {
        return found;
    }
    let names: IndexSet<String> = others.iter().map(|it| format!("`{}`", it.name)).collect();
    let listed = names.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    let message = if names.len() > 1 {
        format!("the template has none of these sections: {listed}")
    } else {
        format!("the template has no section {listed}")
    };
    let place = places(template, sources);
    found.push(
        Diagnostic::new(Code::BAD_STYLE, message)
            .at_each(others.iter().filter_map(|it| place(&it.field)), "and here")
            .help(
                "the style may be that of another template; remove the names, or add `{{#section \"NAME\"}}` to the \
                 template",
            ),
    );
    found
}

/// Errors for font families that a style names and that were not found.
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

/// Whether the font folder that a style names exists. True when it names none.
pub(super) fn has_font_folder(style: &Style, template: &Template, world: &dyn World) -> bool {
    style.font.folder.as_ref().is_none_or(|folder| {
        matches!(world.kind(&Path::new(&template.name).join(folder)), Ok(PathKind::Folder | PathKind::Link))
    })
}

/// The error for a style whose font folder does not exist.
pub(super) fn no_font_folder(
    style: &Style,
    template: &Template,
    sources: &Sources,
    world: &dyn World,
) -> Vec<Diagnostic> {
    let Some(named) = &style.font.folder else { return Vec::new() };
    let path = Path::new(&template.name).join(named);
    let beside = path.parent().and_then(|parent| world.list_kinds(parent).ok()).unwrap_or_default();
    let folders = beside.iter().filter(|(_, kind)| *kind == PathKind::Folder).map(|(name, _)| name.as_str());
    let near = path.file_name().and_then(|name| diagnostic::nearest(name.to_str()?, folders));
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "name a folder with TTF, OTF or TTC files, from the template's folder".to_owned(),
    };
    let message = format!("there is no folder {} to read fonts from", path.display());
    reported([("font.folder".to_owned(), message, Some(help))], template, sources)
}
