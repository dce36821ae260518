//! An issue that nobody mentions.

use super::{Subject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::{Brief, Id};

rule! {
    "unmentioned-issue" Warning File
    "An issue on which nobody has a position and to which nothing else refers."
    "It is a heading without a text. Add a position, tie the developments and points to it, or delete it."
    { r#"[issues.fees]
title = "Transit fees"
status = "contested""# => r#"[issues.fees]
title = "Transit fees"
status = "closed"

[developments.2024-05-01-fees]
date = 2024-05-01
text = "Both sides drop the transit fees."
affects = ["fees"]"# }
    check
}

/// Whether anything but the issue itself refers to it.
pub(super) fn is_mentioned(brief: &Brief, id: &Id) -> bool {
    brief.positions.get(id).is_some_and(|positions| !positions.is_empty())
        || brief.issues.iter().any(|(other, issue)| other != id && issue.linked.contains(id))
        || brief.claims.values().any(|claim| claim.about.contains(id))
        || brief.outcome.points.values().any(|point| point.issue.as_ref() == Some(id))
        || brief.developments.values().any(|development| development.affects.contains(id))
        || brief.talking_points.values().any(|point| point.issue.as_ref() == Some(id))
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    for id in subject.brief.issues.keys().filter(|id| !is_mentioned(subject.brief, id)) {
        out.push(
            Diagnostic::new(RULE.code, format!("nothing in the brief refers to the issue `{id}`"))
                .at(subject.place(&format!("issues.{id}")))
                .help(format!("add a position, [positions.{id}.PARTY], or delete the issue")),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_link_or_a_claim_is_a_mention() {
        let issue = "[issues.fees]\ntitle = \"Fees\"\nstatus = \"deferred\"\nlinked = [\"fees\"]\n";
        finds(&RULE, 1, issue);
        finds(&RULE, 0, &format!("{issue}[claims.a]\ntext = \"T.\"\nabout = [\"fees\"]\nsources = [\"ministry\"]"));
    }
}
