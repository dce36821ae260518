//! A position that is older than the proposal it is on.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;

rule! {
    "position-before-proposal" Warning Tables
    "A position's `as_of` is before the date of the proposal that it is on."
    "Nobody can accept or reject what has not been proposed yet: one of the dates is wrong, or the party has not spoken on this proposal."
    { r#"[proposals.draft]
issue = "filling"
text = "Seven years, with a review."
date = 2024-05-09
sources = ["ministry"]

[positions.filling.upstream]
stance = "rejects"
text = "Not a year more than five."
on = "draft"
as_of = 2024-05-02
sources = ["ministry"]"# => r#"[proposals.draft]
issue = "filling"
text = "Seven years, with a review."
date = 2024-05-09
sources = ["ministry"]

[positions.filling.upstream]
stance = "rejects"
text = "Not a year more than five."
on = "draft"
as_of = 2024-05-11
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
            let Some(made) = proposal.date.filter(|_| !proposal.circa) else { continue };
            let Some(held) = position.as_of.filter(|held| *held < made.start()) else { continue };
            out.push(
                Diagnostic::new(
                    RULE.code,
                    format!("the position of `{party}` on `{issue}` is of {held}, before the proposal `{id}` was made"),
                )
                .at(subject.place(&format!("positions.{issue}.{party}.as_of")))
                .related(subject.place(&format!("proposals.{id}.date")), "when the proposal was made")
                .help("correct one of the dates, or leave out `on`"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_date_that_is_known_in_part_is_taken_at_its_beginning() {
        let piece = |date: &str| {
            format!(
                "[proposals.draft]\nissue = \"filling\"\ntext = \"Seven years.\"\ndate = {date}\nsources = [\"ministry\"]\n\
                 [positions.filling.upstream]\nstance = \"rejects\"\ntext = \"T.\"\non = \"draft\"\nas_of = 2024-05-09\nsources = [\"ministry\"]\n"
            )
        };
        finds(&RULE, 1, &piece("2024-05-10"));
        finds(&RULE, 0, &piece("2024-05-09"));
        finds(&RULE, 0, &piece("\"2024-05\""));
        finds(&RULE, 0, &piece("2024-05-10\ncirca = true"));
    }
}
