//! A commitment that is called met without a source.

use super::{Subject, rule};
use crate::diagnostic::Diagnostic;

rule! {
    "met-without-source" Warning Tables
    "A commitment has `status = \"met\"`, and no source says so."
    "That a promise was kept is a statement about facts, and often disputed; the reader will rely on it. Name in `sources` where it can be read."
    { r#"[commitments.data]
by = "upstream"
text = "Publishes the flow data."
status = "met""# => r#"[commitments.data]
by = "upstream"
text = "Publishes the flow data."
status = "met"
sources = ["ministry"]"# }
    check
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    for statement in subject.statements.iter().filter(|it| it.noun == "commitment" && it.sources().is_empty()) {
        let path = format!("{}.status", statement.path);
        if subject.document.value(&path).and_then(|value| value.as_text()) == Some("met") {
            out.push(
                Diagnostic::new(RULE.code, "this commitment is called met, and no source says so")
                    .at(subject.place(&path))
                    .help("add `sources = [\"…\"]` with where it can be read"),
            );
        }
    }
}
