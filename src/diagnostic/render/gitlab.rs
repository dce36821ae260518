//! Diagnostics as a Code Quality report of GitLab, a subset of Code Climate's format ("Code Quality", docs.gitlab.com).

use std::collections::HashMap;

use serde_json::json;

use super::{PathOf, escaped};
use crate::diagnostic::{Diagnostic, Severity};
use crate::digest::Digest;
use crate::source::{Sources, Span};

/// Each diagnostic as an object of the report's list, on one line; suppressed ones are left out. Takes all diagnostics
/// of a file at once. `path` names a file from the root of the repository. One without a place is reported on line 1 of
/// the file `name`.
#[must_use]
pub fn gitlab(name: &str, diagnostics: &[Diagnostic], sources: &Sources, path: PathOf<'_>) -> Vec<String> {
    let mut seen = HashMap::new();
    let reported = diagnostics.iter().filter(|it| it.suppression.is_none());
    let object = |it: &Diagnostic| {
        let place = |span: Span| (path(&sources.file(span.file).name), sources.place(span).line);
        let (path, line) = it.primary.as_ref().map_or_else(|| (path(name), 1), |label| place(label.span));
        // It stays the same when lines above come and go. Where a file has the same twice, their order tells them
        // apart.
        let key = (path.clone(), it.code.name(), it.message.clone());
        let nth: &mut usize = seen.entry(key).or_default();
        *nth += 1;
        let parts = [path.as_bytes(), it.code.name().as_bytes(), it.message.as_bytes(), &nth.to_le_bytes()];
        let description = match &it.help {
            Some(help) => format!("{} (help: {help})", it.message),
            None => it.message.clone(),
        };
        json!({
            "description": escaped(&description),
            "check_name": it.code.name(),
            "fingerprint": Digest::of(&parts).to_string(),
            "severity": match it.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Note => "info",
            },
            "location": { "path": path, "lines": { "begin": line } },
        })
        .to_string()
    };
    reported.map(object).collect()
}
