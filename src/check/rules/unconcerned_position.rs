//! A party with a position on an issue that does not concern it.

use std::collections::HashSet;

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::{Id, Party};

rule! {
    "unconcerned-position" Warning Tables
    "`between` of an issue leaves out a party that has a position on it."
    "The issue says whom it concerns, but somebody else has a position on it: the reader cannot know whose agreement is needed. Add the party, or remove its position."
    { r#"[issues.filling]
title = "Filling schedule"
status = "contested"
between = ["upstream"]

[positions.filling.downstream]
stance = "demands"
text = "Seven years."
sources = ["ministry"]"# => r#"[issues.filling]
title = "Filling schedule"
status = "contested"
between = ["upstream", "downstream"]

[positions.filling.downstream]
stance = "demands"
text = "Seven years."
sources = ["ministry"]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let brief = subject.brief;
    for (issue, it) in brief.issues.iter().filter(|(_, it)| !it.between.is_empty()) {
        // A bloc speaks for a member that is concerned, and a member of a bloc that is.
        let between: HashSet<&Id> = it.between.iter().collect();
        let blocs = it.between.iter().filter_map(|party| brief.parties.get(party));
        let members: HashSet<&Id> = blocs.flat_map(Party::represented).collect();
        let concerned = |party: &Id| {
            between.contains(party)
                || members.contains(party)
                || brief.parties.get(party).is_some_and(|bloc| bloc.represented().any(|id| between.contains(id)))
        };
        for party in brief.positions.get(issue).into_iter().flat_map(|all| all.keys()) {
            if concerned(party) {
                continue;
            }
            out.push(
                Diagnostic::new(RULE.code, format!("there is a position of `{party}` on `{issue}`, but `between` says that the issue concerns only others"))
                    .at(subject.place(&format!("positions.{issue}.{party}")))
                    .related(subject.place(&format!("issues.{issue}.between")), "whom the issue concerns")
                    .help(format!("add \"{party}\" to `between` of [issues.{issue}], or remove the position")),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_bloc_may_speak_for_whom_the_issue_concerns() {
        let piece = |members: &str| {
            format!(
                "[parties.basin]\nname = \"Basin\"\nrole = \"supporter\"\n{members}\n\
                 [issues.gates]\ntitle = \"Gates\"\nstatus = \"contested\"\nbetween = [\"upstream\", \"downstream\"]\n\
                 [positions.gates.basin]\nstance = \"supports\"\ntext = \"T.\"\nsources = [\"ministry\"]\n"
            )
        };
        finds(&RULE, 1, &piece(""));
        finds(&RULE, 0, &piece("members = [\"downstream\"]"));
        finds(&RULE, 0, &piece("").replace("between = [\"upstream\", \"downstream\"]\n", ""));
    }
}
