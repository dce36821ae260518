//! A position on a proposal that is about another issue.

use super::{CheckSubject, by_cause, rule};
use crate::diagnostic::Diagnostic;

rule! {
    "misplaced-proposal" Warning Tables
    "`on` of a position names a proposal on another issue."
    "A party cannot accept on one issue what was proposed on another: the stance or the proposal is in the wrong place. Name a proposal on this issue, or move the position."
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

/// The most proposals that a help names.
const MOST_NAMED: usize = 4;

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let brief = subject.brief;
    let proposals = by_cause(brief.proposals.iter().map(|(id, proposal)| (&proposal.issue, id)));
    for (issue, positions) in &brief.positions {
        for (party, position) in positions {
            let Some((id, proposal)) = position.on.as_ref().and_then(|on| brief.proposals.get_key_value(on)) else {
                continue;
            };
            if proposal.issue == *issue {
                continue;
            }
            let known = proposals.get(issue).map(Vec::as_slice).unwrap_or_default();
            let named: Vec<_> = known.iter().take(MOST_NAMED).map(|id| format!("`on = \"{id}\"`")).collect();
            let help = match known.len().saturating_sub(MOST_NAMED) {
                _ if known.is_empty() => format!("leave out `on`, or set `issue = \"{issue}\"` in [proposals.{id}]"),
                0 => format!("write {}, or leave it out", named.join(" or ")),
                1 => format!("write {}, or another, or leave it out", named.join(", ")),
                more => format!("write {}, or one of {more} more, or leave it out", named.join(", ")),
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
    use super::{super::tests::finds, CheckSubject, RULE};
    use crate::check::example;
    use crate::handling::Schemes;
    use crate::parse;
    use crate::source::Sources;

    #[test]
    fn a_proposal_on_the_same_issue_is_in_its_place() {
        let proposal = "[proposals.draft]\nissue = \"filling\"\ntext = \"Seven years.\"\nsources = [\"ministry\"]\n";
        let position = "[positions.filling.upstream]\nstance = \"accepts\"\ntext = \"Yes.\"\non = \"draft\"\nsources = [\"ministry\"]\n";
        finds(&RULE, 0, &format!("{proposal}{position}"));
    }

    #[test]
    fn the_help_names_a_few_proposals() {
        let proposal = |id: &str, issue: &str| {
            format!("[proposals.{id}]\nissue = \"{issue}\"\ntext = \"T.\"\nsources = [\"ministry\"]\n")
        };
        let issue = "[issues.gates]\ntitle = \"Gates\"\nstatus = \"contested\"\nbetween = [\"upstream\"]\n";
        let position =
            "[positions.gates.upstream]\nstance = \"accepts\"\ntext = \"Yes.\"\non = \"x\"\nsources = [\"ministry\"]\n";
        let help = |count: usize| {
            let known: String = (0..count).map(|at| proposal(&format!("p{at}"), "gates")).collect();
            let text = format!("{}{known}{issue}{position}", proposal("x", "filling"));
            let found = example::diagnostics(&example::brief(&text));
            found.into_iter().find(|it| it.code == RULE.code).and_then(|it| it.help).unwrap()
        };
        assert!(help(0).contains("set `issue = \"gates\"`"));
        assert_eq!(help(2), "write `on = \"p0\"` or `on = \"p1\"`, or leave it out");
        assert!(help(40).ends_with("`on = \"p3\"`, or one of 36 more, or leave it out"), "{}", help(40));
    }

    #[test]
    fn many_misplaced_proposals_are_looked_at_in_linear_time() {
        let of_size = |count: usize| {
            let each = |at: usize| {
                format!(
                    "[proposals.p{at}]\nissue = \"gates\"\ntext = \"T.\"\n\
                     [positions.gates.p{at}]\nstance = \"accepts\"\ntext = \"Yes.\"\non = \"x\"\n"
                )
            };
            let one = "[proposals.x]\nissue = \"filling\"\ntext = \"T.\"\n";
            let text = crate::schema::EXAMPLE.to_owned() + one + &(0..count).map(each).collect::<String>();
            let mut sources = Sources::default();
            let file = sources.add("a.toml", text);
            let document = parse::parse(&sources, file).0;
            let brief = crate::check::read_brief(&document).unwrap();
            (count, sources, document, brief)
        };
        let (sizes, schemes) = ([of_size(500), of_size(2_000)], Schemes::default());
        let subjects = sizes
            .each_ref()
            .map(|(count, sources, document, brief)| (*count, CheckSubject::new(brief, document, sources, &schemes)));
        assert!(crate::growth::is_linear(500, |count| {
            let (_, subject) = subjects.iter().find(|(size, _)| *size == count).unwrap();
            let mut found = Vec::new();
            (RULE.check)(subject, &mut found);
            assert_eq!(found.len(), count);
        }));
    }
}
