//! A brief as it is released to readers who may not see all of it.

use std::collections::HashSet;
use std::sync::Arc;

use super::{Checked, Input, check};
use crate::diagnostic::{Label, Severity, render};
use crate::error::Error;
use crate::language::Language;
use crate::parse::{Document, Kind, Value};
use crate::project::Project;
use crate::record;
use crate::release::{self, Release, Withheld};
use crate::source::Span;

/// A brief without what a release withholds. Nothing in it says that there was more.
#[derive(Debug, Clone)]
pub struct ReleasedBrief {
    /// Its text, under the name of the brief.
    pub input: Input,
    /// Its project, with shared records that are released, too.
    pub project: Arc<Project>,
    /// What was taken out.
    pub withheld: Arc<Withheld>,
}

impl ReleasedBrief {
    /// Checks what is released.
    #[must_use]
    pub fn check(&self) -> Checked {
        let mut checked = check(&self.input, &self.project);
        if let Some(brief) = &mut checked.brief {
            brief.withheld.clone_from(&self.withheld.shown);
        }
        checked
    }
}

/// Takes out of a brief what is above a release. `newer` is what is taken out of a later edition with which this one is
/// compared.
///
/// # Errors
/// [`Error`] when the brief has errors, or as for [`release::release`]. No message has a word of the brief.
pub fn release(
    input: &Input,
    project: &Project,
    release: &Release,
    newer: Option<&Withheld>,
) -> Result<ReleasedBrief, Error> {
    let name = &input.name;
    let checked = check(input, project);
    if checked.brief.is_none() {
        let errors: Vec<_> = checked.diagnostics.iter().filter(|it| it.severity == Severity::Error).cloned().collect();
        let message = format!("{name} cannot be released: it has {}", render::summary(&errors));
        return Err(Error::new(message).help(format!("fix what `brief check {name}` reports")));
    }
    let document = checked.with_shared.as_ref().unwrap_or(&checked.document);
    let released = release::release(document, &checked.sources, &project.schemes, release, newer)
        .map_err(|error| Error { message: format!("{name} cannot be released: {}", error.message), ..error })?;
    let mut withheld = released.withheld;
    if newer.is_none() {
        refuse_repeated(&checked, document, &withheld)
            .map_err(|error| Error { message: format!("{name} cannot be released: {}", error.message), ..error })?;
    }
    if let Some(language) = checked.brief.as_ref().and_then(|brief| Language::of(&brief.language)) {
        language.label_names().filter_map(|name| language.label(name)).for_each(|label| withheld.proof.allow(label));
    }
    let mut project = project.clone();
    if let Some(shared) = &project.shared {
        project.shared = Some(Arc::new(shared.with_texts(released.shared)));
    }
    let input = Input::new(name.as_str(), released.text);
    Ok(ReleasedBrief { input, project: Arc::new(project), withheld: Arc::new(withheld) })
}

/// The rule about texts that repeat what is above them.
const REPEATED: &str = "repeated-above";

/// Refuses a release in which a text repeats what is withheld.
fn refuse_repeated(checked: &Checked, document: &Document, withheld: &Withheld) -> Result<(), Error> {
    let mut found = checked.diagnostics.iter().filter(|it| it.code.name() == REPEATED).peekable();
    if found.peek().is_none() {
        return Ok(());
    }
    let mut spans = HashSet::new();
    for table in record::tables(document) {
        for (field, entry) in table.fields() {
            withheld_spans(&entry.value, &table.field(field.name), withheld, &mut spans);
        }
    }
    let is_withheld = |label: &Label| spans.contains(&label.span);
    let count =
        found.filter(|it| it.primary.as_ref().is_some_and(|it| !is_withheld(it)) && it.related.iter().any(is_withheld));
    let count = count.count();
    if count == 0 {
        return Ok(());
    }
    let texts = if count == 1 {
        "1 text that is released repeats".to_owned()
    } else {
        format!("{count} texts that are released repeat")
    };
    let help = format!("`brief check {}` shows them, as `{REPEATED}`", checked.sources.file(checked.file).name);
    Err(Error::new(format!("{texts} what is withheld")).help(help))
}

/// The places of the texts that are withheld.
fn withheld_spans(value: &Value, path: &str, withheld: &Withheld, spans: &mut HashSet<Span>) {
    match &value.kind {
        Kind::Text(_) if withheld.has(path) => _ = spans.insert(value.span),
        Kind::List(items) => {
            for (at, item) in items.iter().enumerate() {
                withheld_spans(item, &format!("{path}[{at}]"), withheld, spans);
            }
        }
        Kind::Table(table) => {
            for (name, entry) in &table.entries {
                withheld_spans(&entry.value, &format!("{path}.{name}"), withheld, spans);
            }
        }
        _ => {}
    }
}
