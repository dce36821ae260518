//! An issue that nobody mentions.

use std::collections::HashSet;

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::{Brief, Id};

rule! {
    "unmentioned-issue" Warning File
    "An issue on which nobody has a position and to which nothing else refers."
    "It is a heading without a text. Add a position, refer to it from developments and points, or delete it."
    { r#"[issues.fees]
title = "Transit fees"
status = "contested""# => r#"[issues.fees]
title = "Transit fees"
status = "closed"

[developments.fees-2024-05-01]
date = 2024-05-01
text = "Both sides drop the transit fees."
affects = ["fees"]"# }
    check
}

/// The issues to which anything but they themselves refers.
pub(super) fn mentioned(brief: &Brief) -> HashSet<&Id> {
    let positions = brief.positions.iter().filter(|(_, positions)| !positions.is_empty()).map(|(id, _)| id);
    let linked = brief.issues.iter().flat_map(|(own, issue)| issue.linked.iter().filter(move |id| *id != own));
    let about = brief.claims.values().flat_map(|claim| &claim.about);
    let judged = brief.judgements.values().flat_map(|judgement| &judgement.about);
    let points = brief.outcome.iter().flat_map(|it| it.points.values()).filter_map(|point| point.issue.as_ref());
    let affected = brief.developments.values().flat_map(|development| &development.affects);
    let said = brief.talking_points.values().filter_map(|point| point.issue.as_ref());
    let talked_of = brief.agenda.values().filter_map(|item| item.issue.as_ref());
    let raised = brief.asks.values().filter_map(|ask| ask.issue.as_ref());
    let all = positions.chain(linked).chain(about).chain(points).chain(affected).chain(said);
    let wanted = brief.aims.iter().flat_map(|(issue, aim)| std::iter::once(issue).chain(&aim.trade_for));
    let argued = brief.arguments.values().filter_map(|it| it.issue.as_ref());
    let shown = brief.figures.values().filter_map(|it| it.issue.as_ref());
    all.chain(shown).chain(talked_of).chain(raised).chain(judged).chain(wanted).chain(argued).collect()
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let mentioned = mentioned(subject.brief);
    for id in subject.brief.issues.keys().filter(|id| !mentioned.contains(id)) {
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
