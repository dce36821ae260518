//! An issue called agreed on which a principal has not agreed.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::{Id, IssueStatus, Position, Role, Stance, Vocabulary as _};

rule! {
    "unsettled-agreement" Warning Tables
    "An issue is `agreed`, but the position of a principal on it is undeclared, unknown, conditional or reserved."
    "A principal's agreement is needed. If it has agreed, update its stance; if it has not, the issue is `agreed-in-principle` at most."
    { r#"[issues.drought]
title = "Drought clause"
status = "agreed"

[positions.drought.upstream]
stance = "conditional"
text = "If Downstream pays for the gauges."
sources = ["ministry"]"# => r#"[issues.drought]
title = "Drought clause"
status = "agreed"

[positions.drought.upstream]
stance = "accepts"
text = "Gauges paid for by both."
sources = ["ministry"]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let brief = subject.brief;
    for (issue, positions) in &brief.positions {
        if brief.issues.get(issue).is_none_or(|it| it.status != IssueStatus::Agreed) {
            continue;
        }
        let is_principal = |party: &Id| brief.parties.get(party).is_some_and(|it| it.role == Role::Principal);
        let open = |position: &Position| {
            matches!(position.stance, Stance::Undeclared | Stance::Unknown | Stance::Conditional | Stance::Reserves)
                && position.as_of.is_none_or(|held| held >= brief.as_of)
        };
        let open: Vec<_> = positions.iter().filter(|(party, position)| is_principal(party) && open(position)).collect();
        let Some((first, position)) = open.first() else { continue };
        let message = match open.len() {
            1 => format!("`{issue}` is agreed, but the stance of `{first}` is {}", position.stance.word()),
            many => format!("`{issue}` is agreed, but {many} principals have not agreed"),
        };
        let places = open.iter().map(|(party, _)| subject.place(&format!("positions.{issue}.{party}.stance")));
        out.push(
            Diagnostic::new(RULE.code, message)
                .at_each(places, "has not agreed")
                .related(subject.place(&format!("issues.{issue}.status")), "agreed")
                .help("update the stance or the status, or set `as_of` to the day on which the position was held"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn what_was_held_before_and_a_host_do_not_count() {
        let issue = "[issues.drought]\ntitle = \"T\"\nstatus = \"agreed\"\n[positions.drought.upstream]\nstance = \"undeclared\"\ntext = \"T.\"\nsources = [\"ministry\"]\n";
        finds(&RULE, 1, issue);
        finds(&RULE, 0, &format!("{issue}as_of = 2024-05-01"));
        finds(&RULE, 0, &format!("{issue}[parties.upstream]\nname = \"U\"\nrole = \"host\""));
    }
}
