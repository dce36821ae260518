//! A point of the outcome called agreed on an issue called contested.

use super::{Subject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::{IssueStatus, PointResult, Vocabulary as _};

rule! {
    "contested-point" Warning Tables
    "A point of the outcome is `agreed`, and its issue is still `contested` or `deadlocked`."
    "If the parties have agreed on a part of an issue they are moving: it is `converging` at least. Else the point is not agreed, or belongs to another issue."
    { r#"[issues.filling]
title = "Filling schedule"
status = "contested"

[outcome.points.drought]
result = "agreed"
text = "A drought is declared below 40 km³."
issue = "filling""# => r#"[issues.filling]
title = "Filling schedule"
status = "converging"

[outcome.points.drought]
result = "agreed"
text = "A drought is declared below 40 km³."
issue = "filling""# }
    check
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    for (id, point) in &subject.brief.outcome.points {
        let Some(issue) = point.issue.as_ref().filter(|_| point.result == PointResult::Agreed) else { continue };
        let Some(status) = subject.brief.issues.get(issue).map(|issue| issue.status) else { continue };
        if matches!(status, IssueStatus::Contested | IssueStatus::Deadlocked) {
            let word = status.word();
            out.push(
                Diagnostic::new(RULE.code, format!("this point is agreed, and its issue `{issue}` is {word}"))
                    .at(subject.place(&format!("outcome.points.{id}.result")))
                    .related(subject.place(&format!("issues.{issue}.status")), word)
                    .help("bring the issue's status up to date (\"converging\"), or the point's result"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_point_without_an_issue_contradicts_none() {
        let issue = "[issues.filling]\ntitle = \"F\"\nstatus = \"contested\"\n";
        let point = |fields: &str| format!("{issue}[outcome.points.drought]\ntext = \"T.\"\n{fields}");
        finds(&RULE, 0, &point("result = \"agreed\""));
        finds(&RULE, 0, &point("result = \"deferred\"\nissue = \"filling\""));
        finds(&RULE, 1, &point("result = \"agreed\"\nissue = \"filling\""));
    }
}
