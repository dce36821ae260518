//! A claim that is denied by who makes it.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;

rule! {
    "own-denial" Warning Tables
    "A claim's `denied_by` names the party that made it."
    "One of the two ids is wrong, and the page would say that a party contradicts itself. If it has taken the claim back, write `verification = \"retracted\"`."
    { r#"[claims.capacity]
text = "The dam holds 60 km³."
said_by = "upstream"
denied_by = ["upstream"]
sources = ["ministry"]"# => r#"[claims.capacity]
text = "The dam holds 60 km³."
said_by = "upstream"
denied_by = ["downstream"]
sources = ["ministry"]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    for (id, claim) in &subject.brief.claims {
        let Some(by) = claim.attribution.said_by.as_ref().filter(|by| claim.denied_by.contains(by)) else { continue };
        out.push(
            Diagnostic::new(RULE.code, format!("this is claimed and denied by the same party, `{by}`"))
                .at(subject.place(&format!("claims.{id}.denied_by")))
                .related(subject.place(&format!("claims.{id}.said_by")), "")
                .help("correct one of the two, or write `verification = \"retracted\"`"),
        );
    }
}
