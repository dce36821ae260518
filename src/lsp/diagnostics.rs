//! What is wrong with a file, sent or asked for.

use std::collections::BTreeMap;

use gen_lsp_types as types;

use super::analysis::Analysis;
use super::state::{RequestRefusal, ServerState};
use crate::diagnostic::{Diagnostic, Label, Severity};

/// The diagnostics of a file that is asked for.
pub(super) fn report(
    state: &ServerState<'_>,
    params: &types::DocumentDiagnosticParams,
) -> Result<types::DocumentDiagnosticReport, RequestRefusal> {
    let items = state.analysis(&params.text_document.uri)?.map(|analysis| all(&analysis)).unwrap_or_default();
    let full = types::FullDocumentDiagnosticReport { result_id: None, items };
    let report =
        types::RelatedFullDocumentDiagnosticReport { related_documents: None, full_document_diagnostic_report: full };
    Ok(types::DocumentDiagnosticReport::RelatedFullDocumentDiagnosticReport(report))
}

/// The diagnostics that the client was sent last.
#[derive(Default)]
pub(super) struct SentDiagnostics(BTreeMap<String, Vec<types::Diagnostic>>);

impl SentDiagnostics {
    /// What is to be sent: the diagnostics of open files in which they are others than before, and none for those that
    /// were closed.
    pub(super) fn update(&mut self, state: &ServerState<'_>) -> Vec<types::PublishDiagnosticsParams> {
        let mut out = Vec::new();
        let mut now = BTreeMap::new();
        for (uri, version) in state.open_files() {
            let Ok(Some(analysis)) = state.analysis(&uri) else { continue };
            let diagnostics = all(&analysis);
            let before = self.0.remove(&uri.0);
            if before.as_ref() != Some(&diagnostics) {
                let diagnostics = diagnostics.clone();
                out.push(types::PublishDiagnosticsParams { uri: uri.clone(), version: Some(version), diagnostics });
            }
            now.insert(uri.0, diagnostics);
        }
        for (uri, _) in std::mem::replace(&mut self.0, now).into_iter().filter(|(_, before)| !before.is_empty()) {
            out.push(types::PublishDiagnosticsParams { uri: types::Uri(uri), version: None, diagnostics: Vec::new() });
        }
        out
    }
}

fn all(analysis: &Analysis) -> Vec<types::Diagnostic> {
    analysis.diagnostics.iter().flat_map(|it| shown_at_each(it, analysis)).collect()
}

/// A diagnostic at each of its own places, if several were put together: who edits a file sees a mark in each.
fn shown_at_each(diagnostic: &Diagnostic, analysis: &Analysis) -> Vec<types::Diagnostic> {
    let first = shown(diagnostic, analysis);
    let others = diagnostic.joined_places().iter().filter(|label| label.span.file == analysis.file.file);
    let at_other = |label: &Label| types::Diagnostic {
        range: analysis.file.range(&label.span.range()),
        message: types::Message::String(label.text.clone()),
        related_information: None,
        ..first.clone()
    };
    let others: Vec<_> = others.map(at_other).collect();
    std::iter::once(first).chain(others).collect()
}

/// A diagnostic as the protocol has it: the help is part of the message, because no editor has another place for it.
pub(super) fn shown(diagnostic: &Diagnostic, analysis: &Analysis) -> types::Diagnostic {
    let own = diagnostic.primary.as_ref().filter(|label| label.span.file == analysis.file.file);
    // What is about the file as a whole is at its top.
    let range = own.map_or(0..0, |label| label.span.range());
    let mut message = diagnostic.message.clone();
    let label = own.map(|label| label.text.as_str()).filter(|text| !text.is_empty());
    let help = diagnostic.help.as_ref().map(|help| format!("help: {help}"));
    let notes = diagnostic.notes.iter().map(|note| format!("note: {note}"));
    for line in label.map(str::to_owned).into_iter().chain(help).chain(notes) {
        message.push('\n');
        message.push_str(&line);
    }
    let related = diagnostic.related.iter().map(|label| types::DiagnosticRelatedInformation {
        location: analysis.location(label.span),
        message: if label.text.is_empty() { "the same here".to_owned() } else { label.text.clone() },
    });
    let related: Vec<_> = related.collect();
    let name = diagnostic.code.name();
    types::Diagnostic {
        range: analysis.file.range(&range),
        severity: Some(match diagnostic.severity {
            Severity::Error => types::DiagnosticSeverity::Error,
            Severity::Warning => types::DiagnosticSeverity::Warning,
            Severity::Note => types::DiagnosticSeverity::Information,
        }),
        code: Some(types::Code::String(name.to_owned())),
        source: Some("brief".to_owned()),
        message: types::Message::String(message),
        related_information: (!related.is_empty()).then_some(related),
        ..types::Diagnostic::default()
    }
}
