//! An issue called agreed with a point that was not agreed.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::{IssueStatus, PointResult, Vocabulary as _};

rule! {
    "agreed-with-open-point" Warning Tables
    "An issue is `agreed` or `closed`, but a point of the outcome on it is `not-agreed`."
    "The reader would take the issue for settled. With a point open it is `agreed-in-principle` at most; if the point was settled later, say so in [developments.ID] and correct the point."
    { r#"[issues.fees]
title = "Transit fees"
status = "agreed"

[outcome.points.fees]
result = "not-agreed"
text = "Who collects them."
issue = "fees"
sources = ["ministry"]"# => r#"[issues.fees]
title = "Transit fees"
status = "agreed"

[outcome.points.fees]
result = "agreed"
text = "Upstream collects them."
issue = "fees"
sources = ["ministry"]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let points = subject.brief.outcome.iter().flat_map(|outcome| &outcome.points);
    for (id, point) in points.filter(|(_, it)| it.result == PointResult::NotAgreed) {
        let issue = point.issue.as_ref().and_then(|issue| subject.brief.issues.get_key_value(issue));
        let settled = issue.filter(|(_, it)| matches!(it.status, IssueStatus::Agreed | IssueStatus::Closed));
        let Some((issue, of)) = settled else { continue };
        out.push(
            Diagnostic::new(
                RULE.code,
                format!("this point is not agreed, but its issue `{issue}` is {}", of.status.word()),
            )
            .at(subject.place(&format!("outcome.points.{id}.result")))
            .related(subject.place(&format!("issues.{issue}.status")), "the status of the issue")
            .help("correct the point or the status"),
        );
    }
}
