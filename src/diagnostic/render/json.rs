//! Diagnostics for programs: one JSON object a line.

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Label};
use crate::source::{FileId, Sources, Span};

/// Each diagnostic as one JSON object on a line of its own (<https://jsonlines.org>). `docs/diagnostics.md` describes
/// the fields.
#[must_use]
pub fn json(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        // Strings and numbers alone: they can always be written.
        out.push_str(&serde_json::to_string(&object(diagnostic, sources)).unwrap_or_default());
        out.push('\n');
    }
    out
}

#[derive(Serialize)]
struct Object<'a> {
    severity: &'static str,
    code: &'static str,
    message: &'a str,
    file: Option<&'a str>,
    start: Option<JsonPoint>,
    end: Option<JsonPoint>,
    label: Option<&'a str>,
    related: Vec<Related<'a>>,
    notes: &'a [String],
    help: Option<&'a str>,
    fix: Option<FixObject<'a>>,
    suppression: Option<SuppressionObject<'a>>,
}

#[derive(Serialize)]
struct SuppressionObject<'a> {
    reason: &'a str,
    start: JsonPoint,
    end: JsonPoint,
}

#[derive(Serialize)]
struct JsonPoint {
    line: usize,
    column: usize,
    byte: usize,
}

#[derive(Serialize)]
struct Related<'a> {
    file: &'a str,
    start: JsonPoint,
    end: JsonPoint,
    label: &'a str,
}

#[derive(Serialize)]
struct FixObject<'a> {
    title: &'a str,
    safe: bool,
    edits: Vec<EditObject<'a>>,
}

#[derive(Serialize)]
struct EditObject<'a> {
    start: JsonPoint,
    end: JsonPoint,
    text: &'a str,
}

fn object<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Object<'a> {
    let points = |span: Span| (point(sources, span.file, span.start), point(sources, span.file, span.end));
    let related = |label: &'a Label| {
        let (start, end) = points(label.span);
        Related { file: &sources.file(label.span.file).name, start, end, label: &label.text }
    };
    let fix = diagnostic.fix.as_ref().map(|fix| FixObject {
        title: &fix.title,
        safe: fix.safe,
        edits: fix
            .edits
            .iter()
            .map(|edit| {
                let (start, end) = points(edit.span);
                EditObject { start, end, text: &edit.text }
            })
            .collect(),
    });
    let suppression = diagnostic.suppression.as_ref().map(|it| {
        let (start, end) = points(it.span);
        SuppressionObject { reason: &it.reason, start, end }
    });
    let primary = diagnostic.primary.as_ref();
    let (start, end) = primary.map(|label| points(label.span)).unzip();
    Object {
        severity: diagnostic.severity.word(),
        code: diagnostic.code.name(),
        message: &diagnostic.message,
        file: primary.map(|label| sources.file(label.span.file).name.as_str()),
        start,
        end,
        label: primary.map(|label| label.text.as_str()).filter(|text| !text.is_empty()),
        related: diagnostic.related.iter().map(related).collect(),
        notes: &diagnostic.notes,
        help: diagnostic.help.as_deref(),
        fix,
        suppression,
    }
}

fn point(sources: &Sources, file: FileId, byte: usize) -> JsonPoint {
    let place = sources.file(file).place(byte);
    JsonPoint { line: place.line, column: place.column, byte }
}
