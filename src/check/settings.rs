//! Files of settings: a template's style, the project file. They are checked against tables of their own with the
//! messages that a brief has.

use super::suggest::listed;
use super::value::Named;
use super::{Checker, character, replace};
use crate::diagnostic::{self, Code, Diagnostic};
use crate::parse::{TomlDocument, TomlTable, TomlValue, ValueKind};
use crate::record::read;
use crate::schema;
use crate::source::{Sources, Span, shortened};

/// The errors of a file of settings.
#[derive(Debug, Default)]
pub struct SettingsErrors {
    /// Every error, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
    /// The names that lead to each table or field with an error, or that is not known: `["text", "size"]`.
    pub wrong: Vec<Vec<String>>,
}

impl SettingsErrors {
    /// Whether a field, its table or something in it has an error. `path` is that of [`TomlDocument::value`], without
    /// items.
    #[must_use]
    pub fn is_wrong(&self, path: &str) -> bool {
        let names: Vec<&str> = path.split('.').collect();
        self.wrong.iter().any(|wrong| wrong.iter().zip(&names).all(|(wrong, name)| wrong == name))
    }
}

/// Checks a document against tables of settings. A part of a path or the name of a field in capitals stands for any
/// name: of a language where it is `LANGUAGE`. `noun` is what the file is, in a sentence. All diagnostics are of
/// `code`.
#[must_use]
pub fn check_settings(
    document: &TomlDocument,
    sources: &Sources,
    tables: &'static [schema::TableSchema],
    noun: &'static str,
    code: Code,
) -> SettingsErrors {
    let mut settings = Settings { checker: Checker::new(document, sources), tables, noun, wrong: Vec::new() };
    character::check(document, sources, &mut settings.checker.diagnostics);
    if document.is_sound() {
        settings.children(document.root(), "", &mut Vec::new());
    }
    let Settings { checker: Checker { mut diagnostics, .. }, wrong, .. } = settings;
    diagnostics.retain(|diagnostic| diagnostic.primary.as_ref().is_none_or(|label| !document.is_damaged(label.span)));
    for diagnostic in &mut diagnostics {
        diagnostic.code = code;
        diagnostic.severity = code.entry().severity;
    }
    diagnostic::sort(&mut diagnostics);
    SettingsErrors { diagnostics, wrong }
}

struct Settings<'a> {
    checker: Checker<'a>,
    tables: &'static [schema::TableSchema],
    noun: &'static str,
    wrong: Vec<Vec<String>>,
}

impl<'a> Settings<'a> {
    /// Checks what is in a table. `at` is its path in the tables of settings, `path` that in the file.
    fn children(&mut self, table: &'a TomlTable, at: &str, path: &mut Vec<String>) {
        let parts = schema::parts_among(self.tables, at);
        let known = self.tables.iter().find(|table| table.path == at);
        let any_part = parts.iter().copied().find(|part| schema::is_id_part(part));
        for (name, entry) in &table.entries {
            path.push(name.clone());
            let before = self.checker.diagnostics.len();
            let part = if parts.contains(&name.as_str()) { Some(name.as_str()) } else { any_part };
            if let Some(part) = part {
                let at = super::joined(at, part);
                if part == "LANGUAGE" && !read::is_language(name) {
                    let message = format!("\"{}\" is not a language tag", shortened(name));
                    let diagnostic = Diagnostic::new(Code::BAD_VALUE, message).at(entry.key);
                    self.checker.report(diagnostic.help("write a tag of BCP 47, such as `en`, `uk` or `pt-BR`"));
                    self.wrong.push(path.clone());
                }
                match &entry.value.kind {
                    ValueKind::Table(table) => self.children(table, &at, path),
                    _ => self.no_table(&entry.value, entry.key, path),
                }
            } else if let Some(field) = known.and_then(|known| known.field(name).or_else(|| known.any_field())) {
                let field_name = Named { name, example: field.example };
                self.checker.value(&entry.value, field_name, &field.kind, true);
                if self.checker.diagnostics.len() > before || matches!(entry.value.kind, ValueKind::Unread) {
                    self.wrong.push(path.clone());
                }
            } else {
                // A header names a table, also where there are fields besides the tables.
                let known = known.filter(|_| parts.is_empty() || entry.value.as_table().is_none());
                self.unknown(name, entry.key, known, &parts);
                self.wrong.push(path.clone());
            }
            path.pop();
        }
    }

    /// Reports a value in the place of a table.
    fn no_table(&mut self, value: &TomlValue, key: Span, path: &[String]) {
        self.wrong.push(path.to_vec());
        let name = path.join(".");
        let (message, help) = match &value.kind {
            ValueKind::Unread => return,
            ValueKind::List(_) => {
                (format!("`{name}` is not a list of tables"), format!("write [{name}], with single brackets"))
            }
            _ => (
                format!("`{name}` is a table, not a field"),
                format!("write [{name}] on a line of its own and the fields under it"),
            ),
        };
        self.checker.report(Diagnostic::new(Code::WRONG_TYPE, message).at(key).help(help));
    }

    fn unknown(&mut self, name: &str, key: Span, known: Option<&'static schema::TableSchema>, parts: &[&'static str]) {
        let with_field = || self.tables.iter().filter(|table| table.field(name).is_some());
        let elsewhere: Vec<String> = with_field().map(schema::TableSchema::header).collect();
        let mut diagnostic = if let Some(known) = known {
            let names = known.fields.iter().map(|field| field.name);
            self.checker.no_field(name, key, &known.header(), names).1
        } else {
            let message = format!("`{}` is not a table of {}", shortened(name), self.noun);
            let diagnostic = Diagnostic::new(Code::UNKNOWN_TABLE, message).at(key);
            match self.checker.suggest.meant(name, parts.iter().copied()) {
                Some(near) => diagnostic.help(format!("did you mean [{near}]?")).fix(replace(key, near, false)),
                None => diagnostic.note(format!("its tables are {}", listed(parts.iter().copied(), "and"))),
            }
        };
        if !elsewhere.is_empty() {
            diagnostic.help = Some(format!("`{name}` is a field of {}: write it there", elsewhere.join(" and of ")));
            diagnostic.fix = None;
        }
        self.checker.report(diagnostic);
    }
}
