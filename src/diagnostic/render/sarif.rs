//! Diagnostics as SARIF 2.1.0, for code scanning and other programs.
//!
//! "Static Analysis Results Interchange Format", OASIS Standard, 27 March 2020. Numbers in comments are its sections.

use serde_json::{Value, json};

use super::PathOf;
use crate::address;
use crate::diagnostic::{Code, Diagnostic, Suppression};
use crate::source::{FileId, LineColumn, Sources, Span};

/// One log with one run. Takes every code that the program knows, and the diagnostics of each file. `path` names a file
/// from the root of the repository; a relative path becomes a relative address.
#[must_use]
pub fn sarif<'a>(
    codes: impl IntoIterator<Item = Code>,
    files: impl IntoIterator<Item = (&'a [Diagnostic], &'a Sources)>,
    path: PathOf<'_>,
) -> String {
    let codes: Vec<Code> = codes.into_iter().collect();
    let rules: Vec<Value> = codes.iter().map(|code| rule(*code)).collect();
    let mut results = Vec::new();
    for (diagnostics, sources) in files {
        let places = SarifPlaces { sources, path };
        results.extend(diagnostics.iter().map(|diagnostic| places.result(diagnostic, &codes)));
    }
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "brief",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            // 3.14.17: a column counts characters and not UTF-16 units.
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    serde_json::to_string_pretty(&log).unwrap_or_default() + "\n"
}

fn rule(code: Code) -> Value {
    let entry = code.entry();
    json!({
        "id": entry.name,
        "shortDescription": { "text": entry.summary() },
        "fullDescription": { "text": entry.meaning },
        "help": { "text": entry.reason },
        "defaultConfiguration": { "level": entry.severity.word() },
    })
}

/// What places are in, and how the files are named.
struct SarifPlaces<'a> {
    sources: &'a Sources,
    path: PathOf<'a>,
}

impl SarifPlaces<'_> {
    fn result(&self, diagnostic: &Diagnostic, codes: &[Code]) -> Value {
        let mut message = diagnostic.message.clone();
        for more in diagnostic.notes.iter().chain(&diagnostic.help) {
            message.push_str(". ");
            message.push_str(more);
        }
        let mut result = json!({
            "ruleId": diagnostic.code.name(),
            // 3.27.10: the levels have the names that severities have here.
            "level": diagnostic.severity.word(),
            "message": { "text": message },
        });
        if let Some(index) = codes.iter().position(|code| *code == diagnostic.code) {
            result["ruleIndex"] = json!(index);
        }
        if let Some(label) = &diagnostic.primary {
            result["locations"] = json!([{ "physicalLocation": self.location(label.span) }]);
        }
        let related: Vec<Value> = diagnostic
            .related
            .iter()
            .map(|label| {
                let mut related = json!({ "physicalLocation": self.location(label.span) });
                if !label.text.is_empty() {
                    related["message"] = json!({ "text": label.text });
                }
                related
            })
            .collect();
        if !related.is_empty() {
            result["relatedLocations"] = json!(related);
        }
        if let Some(fix) = &diagnostic.fix
            && let Some(first) = fix.edits.first()
        {
            let replacements: Vec<Value> = fix
                .edits
                .iter()
                .map(
                    |edit| json!({ "deletedRegion": self.region(edit.span), "insertedContent": { "text": edit.text } }),
                )
                .collect();
            result["fixes"] = json!([{
                "description": { "text": fix.title },
                "artifactChanges": [{ "artifactLocation": self.artifact(first.span.file), "replacements": replacements }],
            }]);
        }
        // 3.27.23: all results have the property, or none; without an entry the result is not suppressed.
        let suppressions: Vec<Value> = diagnostic.suppression.iter().map(|it| self.suppression(it)).collect();
        result["suppressions"] = json!(suppressions);
        result
    }

    /// 3.35: without a status it is accepted.
    fn suppression(&self, suppression: &Suppression) -> Value {
        json!({
            "kind": "inSource",
            "justification": suppression.reason,
            "location": { "physicalLocation": self.location(suppression.span) },
        })
    }

    fn location(&self, span: Span) -> Value {
        json!({ "artifactLocation": self.artifact(span.file), "region": self.region(span) })
    }

    /// 3.4: an absolute path is an address of its own, another is one relative to the root of the repository.
    fn artifact(&self, file: FileId) -> Value {
        let name = (self.path)(&self.sources.file(file).name);
        let address = address::path(&name);
        if name.starts_with('/') {
            json!({ "uri": format!("file://{address}") })
        } else {
            json!({ "uri": address.trim_start_matches("./"), "uriBaseId": "%SRCROOT%" })
        }
    }

    /// 3.30: the end column is one past the last character.
    fn region(&self, span: Span) -> Value {
        let file = self.sources.file(span.file);
        let (start, end): (LineColumn, LineColumn) = (file.place(span.start), file.place(span.end));
        json!({
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
            "byteOffset": span.start,
            "byteLength": span.end.saturating_sub(span.start),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_an_address_that_cannot_be_broken_out_of() {
        let mut sources = Sources::default();
        let plain = sources.add("./briefs/zerno ü#1.toml", "x = 1\n");
        let rooted = sources.add("/tmp/a.toml", "");
        let places = SarifPlaces { sources: &sources, path: &str::to_owned };
        assert_eq!(places.artifact(plain)["uri"], "briefs/zerno%20%C3%BC%231.toml");
        assert_eq!(places.artifact(rooted)["uri"], "file:///tmp/a.toml");
        assert_eq!(places.region(Span::new(plain, 4..6))["endLine"], 2);
    }
}
