//! A status that all positions on the issue contradict.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::{IssueStatus, Stance, Vocabulary as _};

rule! {
    "status-against-positions" Warning Tables
    "An issue is `deadlocked` although all who have a position accept, or `converging` although all reject."
    "The status is what the reader sees first, but here no position supports it. One of the two is out of date."
    { r#"[positions.filling.upstream]
stance = "rejects"
text = "No schedule."
sources = ["ministry"]

[positions.filling.downstream]
stance = "rejects"
text = "No schedule, either."
sources = ["ministry"]"# => r#"[issues.filling]
title = "Filling schedule"
status = "deadlocked"

[positions.filling.upstream]
stance = "rejects"
text = "No schedule."
sources = ["ministry"]

[positions.filling.downstream]
stance = "rejects"
text = "No schedule, either."
sources = ["ministry"]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    for (id, positions) in &subject.brief.positions {
        let Some(issue) = subject.brief.issues.get(id).filter(|_| positions.len() > 1) else { continue };
        let all = |is: fn(Stance) -> bool| positions.values().all(|position| is(position.stance));
        let do_all = match issue.status {
            IssueStatus::Deadlocked
                if all(|it| matches!(it, Stance::Accepts | Stance::Supports | Stance::Concedes)) =>
            {
                "accept"
            }
            IssueStatus::Converging
                if all(|it| matches!(it, Stance::Rejects | Stance::Opposes | Stance::Threatens)) =>
            {
                "reject"
            }
            _ => continue,
        };
        let status = issue.status.word();
        let places = positions.keys().map(|party| subject.place(&format!("positions.{id}.{party}.stance")));
        let said =
            Diagnostic::new(RULE.code, format!("`{id}` is {status}, but all who have a position on it {do_all}"))
                .at(subject.place(&format!("issues.{id}.status")));
        let said = places.fold(said, |said, place| said.related(place, ""));
        out.push(said.help("update the status or the stances"));
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn one_who_does_otherwise_is_enough() {
        let both = |status: &str, one: &str, other: &str| {
            let position = |party: &str, stance: &str| {
                format!("[positions.filling.{party}]\nstance = \"{stance}\"\ntext = \"T.\"\nsources = [\"ministry\"]\n")
            };
            let issue = format!("[issues.filling]\ntitle = \"T\"\nstatus = \"{status}\"\n");
            issue + &position("upstream", one) + &position("downstream", other)
        };
        finds(&RULE, 1, &both("deadlocked", "accepts", "supports"));
        finds(&RULE, 0, &both("deadlocked", "accepts", "demands"));
        finds(&RULE, 0, &both("converging", "rejects", "conditional"));
    }
}
