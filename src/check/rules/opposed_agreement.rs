//! An issue called agreed while a party opposes or rejects something on it.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::{Id, IssueStatus, Position, Stance, Vocabulary as _};

rule! {
    "opposed-agreement" Warning Tables
    "An issue is `agreed`, but a party still opposes or rejects something on it."
    "One of the two is out of date, and the reader would take the wrong one to the table. Update the stance or the status; an agreement with an open detail is `agreed-in-principle`, and a position that was held before it needs an `as_of`. What a party demanded and got may stand as its demand."
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

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    // What was held earlier may have been given up since.
    let held = |position: &Position| position.as_of.is_none_or(|date| date >= subject.brief.as_of);
    let against = |position: &Position| matches!(position.stance, Stance::Rejects | Stance::Opposes);
    let agreed = |id: &Id| subject.brief.issues.get(id).is_some_and(|issue| issue.status == IssueStatus::Agreed);
    for (issue, positions) in subject.brief.positions.iter().filter(|(id, _)| agreed(id)) {
        let place = |party: &Id| subject.place(&format!("positions.{issue}.{party}.stance"));
        let status = subject.place(&format!("issues.{issue}.status"));
        let found: Vec<_> = positions.iter().filter(|(_, position)| held(position) && against(position)).collect();
        let said = match found[..] {
            [] => continue,
            [(party, position)] => {
                let word = position.stance.word();
                Diagnostic::new(RULE.code, format!("`{issue}` is agreed, but a stance of `{party}` on it is `{word}`"))
                    .at(place(party))
                    .related(status, "agreed")
            }
            _ => {
                let message = format!("`{issue}` is agreed, but {} parties are against something on it", found.len());
                let said = Diagnostic::new(RULE.code, message).at(status);
                found.into_iter().fold(said, |said, (party, position)| {
                    said.related(place(party), format!("the stance of `{party}`: `{}`", position.stance.word()))
                })
            }
        };
        out.push(
            said.help("update the stance or the status, or set `as_of` to the day on which the position was held"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn an_agreement_in_principle_leaves_room() {
        let position = "[positions.filling.upstream]\nstance = \"opposes\"\ntext = \"T.\"\nsources = [\"ministry\"]\n";
        let issue = |status: &str| format!("[issues.filling]\ntitle = \"F\"\nstatus = \"{status}\"\n{position}");
        finds(&RULE, 1, &issue("agreed"));
        finds(&RULE, 0, &issue("agreed-in-principle"));
        finds(&RULE, 0, &issue("contested"));
        finds(&RULE, 0, &issue("agreed").replace("opposes", "demands"));
        finds(&RULE, 0, &format!("{}as_of = 2024-05-01\n", issue("agreed")));
    }
}
