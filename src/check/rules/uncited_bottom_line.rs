//! A bottom line that cites nothing.

use super::subject::words;
use super::{CheckSubject, rule};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{BriefKind, BriefStatus};

rule! {
    "uncited-bottom-line" Note Tables
    "No sentence of the bottom line has a citation, though the brief has sources. In a brief that is `cleared` it is a warning."
    "It is what the reader repeats, and the first thing that is questioned: “who says so?” ICD 206 requires a citation where a statement is based on a source. Cite what the sentence is based on. A bottom line that asks for a decision or a mandate needs none."
    { r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on in June.""# => r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on in June [@ministry].""# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let brief = subject.brief;
    let asks = matches!(brief.kind, Some(BriefKind::Decision | BriefKind::Mandate));
    let Some(text) = subject.text("brief.bottom_line") else { return };
    // Fewer words are a placeholder, and state nothing.
    let states = words(&text.plain).nth(2).is_some();
    if asks || !states || brief.sources.is_empty() || !brief.bottom_line.citations().is_empty() {
        return;
    }
    let mut said = Diagnostic::new(RULE.code, "the bottom line cites no source")
        .at(subject.place("brief.bottom_line"))
        .help("cite what it is based on: `[@source-id]` after the sentence");
    if brief.status == Some(BriefStatus::Cleared) {
        said.severity = Severity::Warning;
    }
    out.push(said);
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn one_citation_is_enough_and_a_request_needs_none() {
        let head = |line: &str| format!("[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"{line}\"\n");
        finds(&RULE, 1, &head("Upstream closed two gates."));
        finds(&RULE, 0, &head("Upstream closed two gates. That is new [@ministry]."));
        finds(&RULE, 0, &head("To come."));
        finds(&RULE, 0, &format!("{}kind = \"decision\"", head("We recommend a joint body.")));
    }
}
