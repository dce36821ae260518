//! A party that refuses what it has proposed itself.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::{Stance, Vocabulary as _};

rule! {
    "own-proposal" Warning Tables
    "A party rejects, opposes or threatens over a proposal that it made itself."
    "Either somebody else made the proposal, or the party rejects another one. If it has withdrawn its own, leave out `on` and say so in the text."
    { r#"[proposals.draft]
issue = "filling"
text = "Seven years, with a review."
by = ["upstream"]
sources = ["ministry"]

[positions.filling.upstream]
stance = "rejects"
text = "Not a year more than five."
on = "draft"
sources = ["ministry"]"# => r#"[proposals.draft]
issue = "filling"
text = "Seven years, with a review."
by = ["downstream"]
sources = ["ministry"]

[positions.filling.upstream]
stance = "rejects"
text = "Not a year more than five."
on = "draft"
sources = ["ministry"]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let brief = subject.brief;
    for (issue, positions) in &brief.positions {
        for (party, position) in positions {
            let Some((id, proposal)) = position.on.as_ref().and_then(|on| brief.proposals.get_key_value(on)) else {
                continue;
            };
            let refuses = matches!(position.stance, Stance::Rejects | Stance::Opposes | Stance::Threatens);
            let Some(at) = proposal.by.iter().position(|by| by == party).filter(|_| refuses) else { continue };
            out.push(
                Diagnostic::new(
                    RULE.code,
                    format!(
                        "the stance of `{party}` on `{id}` is `{}`, but it is a proposal of `{party}`",
                        position.stance.word()
                    ),
                )
                .at(subject.place(&format!("positions.{issue}.{party}.stance")))
                .related(subject.place(&format!("proposals.{id}.by[{at}]")), "who made the proposal")
                .help("correct `by` or `on`, or leave out `on` and say in the text that the proposal was withdrawn"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn who_stands_by_a_proposal_or_made_no_proposal_is_not_reported() {
        let piece = |by: &str, stance: &str| {
            format!(
                "[proposals.draft]\nissue = \"filling\"\ntext = \"Seven years.\"\nby = [\"{by}\"]\nsources = [\"ministry\"]\n\
                 [positions.filling.upstream]\nstance = \"{stance}\"\ntext = \"T.\"\non = \"draft\"\nsources = [\"ministry\"]\n"
            )
        };
        finds(&RULE, 1, &piece("upstream", "threatens"));
        finds(&RULE, 0, &piece("upstream", "supports"));
        finds(&RULE, 0, &piece("upstream", "reserves"));
        finds(&RULE, 0, &piece("downstream", "rejects"));
    }
}
