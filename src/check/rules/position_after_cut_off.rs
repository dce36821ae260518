//! A position that was held after the information cut-off.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;

rule! {
    "position-after-cut-off" Warning Tables
    "A position's `as_of` is after that of the brief, the information cut-off."
    "The page claims to know nothing after that day. Move the brief's `as_of` forward, or correct the position's."
    { r#"[positions.filling.upstream]
stance = "demands"
text = "Five years, fixed."
as_of = 2024-05-20
sources = ["ministry"]"# => r#"[positions.filling.upstream]
stance = "demands"
text = "Five years, fixed."
as_of = 2024-05-12
sources = ["ministry"]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let cut_off = subject.brief.as_of;
    for (issue, positions) in &subject.brief.positions {
        for (party, position) in positions {
            let Some(held) = position.as_of.filter(|day| *day > cut_off) else { continue };
            out.push(
                Diagnostic::new(
                    RULE.code,
                    format!("this position of {held} is newer than the information cut-off, {cut_off}"),
                )
                .at(subject.place(&format!("positions.{issue}.{party}.as_of")))
                .related(subject.place("brief.as_of"), "the information cut-off")
                .help("move the brief's `as_of` forward, or correct the position's"),
            );
        }
    }
}
