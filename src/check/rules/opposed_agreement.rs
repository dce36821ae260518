//! An issue called agreed while a party still demands, opposes or rejects.

use super::{Subject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::{IssueStatus, Position, Stance, Vocabulary as _};

rule! {
    "opposed-agreement" Warning Tables
    "An issue is `agreed`, and a party still demands, opposes or rejects something on it."
    "One of the two is out of date, and the reader would take the wrong one to the table. Bring the stance or the status up to date; an agreement with an open detail is `agreed-in-principle`, and a position that was held before it says so with its `as_of`."
    { r#"[issues.drought]
title = "Drought clause"
status = "agreed"

[positions.drought.upstream]
stance = "rejects"
text = "No releases in a dry year."
sources = ["ministry"]"# => r#"[issues.drought]
title = "Drought clause"
status = "agreed"

[positions.drought.upstream]
stance = "accepts"
text = "Releases in a dry year."
sources = ["ministry"]"# }
    check
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    for (issue, positions) in &subject.brief.positions {
        let status = subject.brief.issues.get(issue).map(|issue| issue.status);
        if status != Some(IssueStatus::Agreed) {
            continue;
        }
        // What was held earlier may have been given up since.
        let held = |position: &Position| position.as_of.is_none_or(|date| date >= subject.brief.as_of);
        for (party, position) in positions.iter().filter(|(_, position)| held(position)) {
            if matches!(position.stance, Stance::Demands | Stance::Rejects | Stance::Opposes) {
                let word = position.stance.word();
                out.push(
                    Diagnostic::new(RULE.code, format!("`{issue}` is agreed, and `{party}` {word} something on it"))
                        .at(subject.place(&format!("positions.{issue}.{party}.stance")))
                        .related(subject.place(&format!("issues.{issue}.status")), "agreed")
                        .help("bring the stance or the status up to date, or say with `as_of` when the position was held"),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn an_agreement_in_principle_leaves_room() {
        let position = "[positions.filling.upstream]\nstance = \"demands\"\ntext = \"T.\"\nsources = [\"ministry\"]\n";
        let issue = |status: &str| format!("[issues.filling]\ntitle = \"F\"\nstatus = \"{status}\"\n{position}");
        finds(&RULE, 1, &issue("agreed"));
        finds(&RULE, 0, &issue("agreed-in-principle"));
        finds(&RULE, 0, &issue("contested"));
        finds(&RULE, 0, &format!("{}as_of = 2024-05-01\n", issue("agreed")));
    }
}
