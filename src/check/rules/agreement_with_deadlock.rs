//! An agreement although an issue of the highest priority is deadlocked.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::{IssueStatus, OutcomeResult};

rule! {
    "agreement-with-deadlock" Warning Tables
    "The outcome is an `agreement`, but an issue of priority 1 is `deadlocked`."
    "The most important issue was not agreed, so the word promises too much: `framework`, `joint-statement` or `procedural` describes the result better. If the deadlock is over, update the issue's status."
    { r#"[issues.filling]
title = "Filling schedule"
status = "deadlocked"
priority = 1

[outcome]
event = "Third round"
date = 2024-05-12
result = "agreement"

[outcome.points.drought]
result = "deferred"
text = "The drought clause."
issue = "filling"
sources = ["ministry"]"# => r#"[issues.filling]
title = "Filling schedule"
status = "deadlocked"
priority = 1

[outcome]
event = "Third round"
date = 2024-05-12
result = "framework"

[outcome.points.drought]
result = "deferred"
text = "The drought clause."
issue = "filling"
sources = ["ministry"]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    if subject.brief.outcome.as_ref().is_none_or(|outcome| outcome.result != OutcomeResult::Agreement) {
        return;
    }
    for (id, issue) in &subject.brief.issues {
        if issue.status == IssueStatus::Deadlocked && issue.priority == Some(1) {
            let message = format!("the outcome is an agreement, but `{id}`, an issue of priority 1, is deadlocked");
            out.push(
                Diagnostic::new(RULE.code, message)
                    .at(subject.place("outcome.result"))
                    .related(subject.place(&format!("issues.{id}.status")), "deadlocked")
                    .help("write a weaker word, such as \"framework\", or update the status"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_minor_deadlock_does_not_spoil_an_agreement() {
        let outcome = "[outcome]\nevent = \"E\"\ndate = 2024-05-12\nresult = \"agreement\"\n";
        finds(&RULE, 0, &format!("{outcome}[issues.filling]\ntitle = \"F\"\nstatus = \"deadlocked\"\npriority = 2"));
        finds(&RULE, 0, &format!("{outcome}[issues.filling]\ntitle = \"F\"\nstatus = \"deadlocked\""));
        finds(&RULE, 0, &format!("{outcome}[issues.filling]\ntitle = \"F\"\nstatus = \"contested\"\npriority = 1"));
    }
}
