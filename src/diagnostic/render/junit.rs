//! Diagnostics as `JUnit` XML, which most CI systems show as tests: each file is a suite, each error a test that
//! failed.
//!
//! There is no standard; what is written is what the readers of Jenkins, GitLab and Azure have in common
//! (<https://github.com/testmoapp/junitxml>).

use super::{PathOf, escaped, human};
use crate::diagnostic::{Diagnostic, Severity};
use crate::markup::{escape_into, open_tag_into};
use crate::source::Sources;

/// The beginning of the file.
pub const JUNIT_BEGIN: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"brief check\">\n";

/// Its end.
pub const JUNIT_END: &str = "</testsuites>\n";

/// The suite of one file. A warning is a test that passed, with the warning as its output: the exit code is 0, too. So
/// is a file without diagnostics. Suppressed ones are left out. `path` names a file from the root of the repository.
#[must_use]
pub fn junit(name: &str, diagnostics: &[Diagnostic], sources: &Sources, path: PathOf<'_>) -> String {
    let reported: Vec<&Diagnostic> = diagnostics.iter().filter(|it| it.suppression.is_none()).collect();
    let failures = reported.iter().filter(|it| it.severity == Severity::Error).count();
    let file = path(name);
    let mut out = String::from("  ");
    let (tests, failures) = (reported.len().max(1).to_string(), failures.to_string());
    let counts = [("tests", tests.as_str()), ("failures", &failures), ("errors", "0"), ("skipped", "0")];
    open_tag_into(&mut out, "testsuite", &[&[("name", file.as_str())], &counts[..]].concat());
    out.push_str(">\n");
    if reported.is_empty() {
        out.push_str("    ");
        open_tag_into(&mut out, "testcase", &[("name", "no errors"), ("classname", &file), ("file", &file)]);
        out.push_str("/>\n");
    }
    for it in reported {
        case(&mut out, it, &file, sources, path);
    }
    out.push_str("  </testsuite>\n");
    out
}

fn case(out: &mut String, diagnostic: &Diagnostic, name: &str, sources: &Sources, path: PathOf<'_>) {
    let place = diagnostic.primary.as_ref().map(|label| {
        let place = sources.place(label.span);
        (path(&sources.file(label.span.file).name), place.line, place.column)
    });
    let code = diagnostic.code.name();
    let (shown, file, line) = match &place {
        Some((file, line, column)) => (format!("{code} {line}:{column}"), file.as_str(), line.to_string()),
        None => (code.to_owned(), name, "1".to_owned()),
    };
    out.push_str("    ");
    open_tag_into(out, "testcase", &[("name", &shown), ("classname", name), ("file", file), ("line", &line)]);
    out.push_str(">\n");
    // With the line of the brief, as the terminal shows it.
    let text = human(std::slice::from_ref(diagnostic), sources, false);
    let message = escaped(&diagnostic.message);
    match diagnostic.severity {
        Severity::Error => {
            out.push_str("      ");
            open_tag_into(out, "failure", &[("type", diagnostic.severity.word()), ("message", &message)]);
            out.push('>');
            escape_into(out, &text);
            out.push_str("</failure>\n");
        }
        Severity::Warning | Severity::Note => {
            out.push_str("      <system-out>");
            escape_into(out, &text);
            out.push_str("</system-out>\n");
        }
    }
    out.push_str("    </testcase>\n");
}
