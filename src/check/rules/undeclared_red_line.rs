//! A red line of a party that has not said where it stands.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::{Stance, Vocabulary as _};

rule! {
    "undeclared-red-line" Warning Tables
    "A position is `undeclared` or `unknown` and is marked as a red line."
    "A red line is what a party has said that it will not accept. If it has, the stance is known; if it is the author's guess, write `basis = \"inferred\"` with the stance that is inferred."
    { r#"[positions.filling.downstream]
stance = "undeclared"
text = "It has not answered."
red_line = true
sources = ["ministry"]"# => r#"[positions.filling.downstream]
stance = "undeclared"
text = "It has not answered."
sources = ["ministry"]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    for (issue, positions) in &subject.brief.positions {
        for (party, position) in positions.iter().filter(|(_, position)| position.red_line) {
            if matches!(position.stance, Stance::Undeclared | Stance::Unknown) {
                let path = format!("positions.{issue}.{party}");
                let word = position.stance.word();
                out.push(
                    Diagnostic::new(
                        RULE.code,
                        format!("the stance of `{party}` is {word}, but is marked as a red line"),
                    )
                    .at(subject.place(&format!("{path}.red_line")))
                    .related(subject.place(&format!("{path}.stance")), "")
                    .help("delete `red_line`, or write the stance"),
                );
            }
        }
    }
}
