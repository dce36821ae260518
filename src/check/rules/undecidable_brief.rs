//! A brief that asks for a decision and does not say what can be decided.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::BriefKind;

rule! {
    "undecidable-brief" Warning File
    "A brief of the kind `decision` without recommendations or without options."
    "The reader is asked to decide, but the page gives no recommendation, or no alternatives. A submission has both (US Department of State, Correspondence Handbook, 5 FAH-1: action memorandum)."
    { r#"[brief]
title = "Reservoir talks: what to authorise"
as_of = 2024-05-14
kind = "decision"
bottom_line = "Accept seven years [@ministry].""# => r#"[brief]
title = "Reservoir talks: what to authorise"
as_of = 2024-05-14
kind = "decision"
bottom_line = "Accept seven years [@ministry]."

[options.seven-years]
title = "Accept seven years"

[options.hold]
title = "Hold at five"

[recommendations.accept]
text = "That you accept seven years."
option = "seven-years"
by = 2024-05-17"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let brief = subject.brief;
    if brief.kind != Some(BriefKind::Decision) {
        return;
    }
    let (message, help) = match (brief.recommendations.is_empty(), brief.options.is_empty()) {
        (true, true) => (
            "this brief asks for a decision, but has neither options nor a recommendation",
            "add [options.ID] for what can be chosen, and [recommendations.ID] for what is advised",
        ),
        (true, false) => ("this brief asks for a decision, but recommends none", "add [recommendations.ID]"),
        (false, true) => {
            ("this brief recommends a decision, but does not list what else was considered", "add [options.ID]")
        }
        (false, false) => return,
    };
    out.push(Diagnostic::new(RULE.code, message).at(subject.place("brief.kind")).help(help));
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn only_a_decision_needs_both() {
        let head = |kind: &str| {
            format!("[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"B.\"\nkind = \"{kind}\"\n")
        };
        let option = "[options.a]\ntitle = \"A\"\n";
        let recommendation = "[recommendations.a]\ntext = \"T.\"\nwhy = \"W.\"\nby = 2024-06-01\n";
        finds(&RULE, 0, &head("information"));
        finds(&RULE, 1, &head("decision"));
        finds(&RULE, 1, &format!("{}{option}", head("decision")));
        finds(&RULE, 1, &format!("{}{recommendation}", head("decision")));
        finds(&RULE, 0, &format!("{}{option}{recommendation}", head("decision")));
    }
}
