//! A position on a proposal that is about another issue.

use super::{Subject, rule};
use crate::diagnostic::Diagnostic;

rule! {
    "misplaced-proposal" Warning Tables
    "`on` of a position names a proposal on another issue."
    "A party cannot accept on one issue what was proposed on another: the stance or the proposal stands in the wrong place. Name a proposal on this issue, or move the position."
    { r#"[proposals.draft]
issue = "filling"
text = "Seven years, with a review."
sources = ["ministry"]

[issues.gates]
title = "Control of the gates"
status = "contested"
between = ["upstream"]

[positions.gates.upstream]
stance = "accepts"
text = "The draft as it stands."
on = "draft"
sources = ["ministry"]"# => r#"[proposals.draft]
issue = "gates"
text = "A joint office at the gates."
sources = ["ministry"]

[issues.gates]
title = "Control of the gates"
status = "contested"
between = ["upstream"]

[positions.gates.upstream]
stance = "accepts"
text = "The draft as it stands."
on = "draft"
sources = ["ministry"]"# }
    check
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let brief = subject.brief;
    for (issue, positions) in &brief.positions {
        for (party, position) in positions {
            let Some((id, proposal)) = position.on.as_ref().and_then(|on| brief.proposals.get_key_value(on)) else {
                continue;
            };
            if proposal.issue == *issue {
                continue;
            }
            let known: Vec<_> = brief.proposals_on(issue).map(|(id, _)| format!("\"{id}\"")).collect();
            let help = match &known[..] {
                [] => format!("leave out `on`, or set `issue = \"{issue}\"` in [proposals.{id}]"),
                known => format!("write `on = {}`, or leave it out", known.join("` or `on = ")),
            };
            out.push(
                Diagnostic::new(
                    RULE.code,
                    format!("the position of `{party}` on `{issue}` is on a proposal about `{}`", proposal.issue),
                )
                .at(subject.place(&format!("positions.{issue}.{party}.on")))
                .related(subject.place(&format!("proposals.{id}.issue")), "what the proposal is about")
                .help(help),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_proposal_on_the_same_issue_is_in_its_place() {
        let proposal = "[proposals.draft]\nissue = \"filling\"\ntext = \"Seven years.\"\nsources = [\"ministry\"]\n";
        let position = "[positions.filling.upstream]\nstance = \"accepts\"\ntext = \"Yes.\"\non = \"draft\"\nsources = [\"ministry\"]\n";
        finds(&RULE, 0, &format!("{proposal}{position}"));
    }
}
