//! A party that accepts what it calls a red line.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::{Stance, Vocabulary as _};

rule! {
    "accepted-red-line" Warning Tables
    "A position accepts, supports or concedes something and is marked as a red line."
    "A red line is what a party will not accept. If it has given way, delete `red_line`, because that is the news; if it has not, the stance is wrong. An offer may be a red line: the last one."
    { r#"[positions.filling.downstream]
stance = "accepts"
text = "Seven years."
red_line = true
sources = ["ministry"]"# => r#"[positions.filling.downstream]
stance = "accepts"
text = "Seven years."
sources = ["ministry"]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    for (issue, positions) in &subject.brief.positions {
        for (party, position) in positions.iter().filter(|(_, position)| position.red_line) {
            if matches!(position.stance, Stance::Accepts | Stance::Supports | Stance::Concedes) {
                let path = format!("positions.{issue}.{party}");
                let word = position.stance.word();
                out.push(
                    Diagnostic::new(
                        RULE.code,
                        format!("the position of `{party}` is marked as a red line, but its stance is `{word}`"),
                    )
                    .at(subject.place(&format!("{path}.red_line")))
                    .related(subject.place(&format!("{path}.stance")), "")
                    .help("delete `red_line`, or correct the stance"),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_condition_may_be_a_red_line() {
        let position = |stance: &str, red: bool| {
            format!(
                "[positions.filling.downstream]\nstance = \"{stance}\"\ntext = \"T.\"\nred_line = {red}\nsources = [\"ministry\"]"
            )
        };
        for stance in ["offers", "conditional", "demands", "rejects", "undeclared"] {
            finds(&RULE, 0, &position(stance, true));
        }
        finds(&RULE, 1, &position("concedes", true));
        finds(&RULE, 0, &position("concedes", false));
    }
}
