//! A statement that is disputed, without what is in dispute.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::Verification;

rule! {
    "unexplained-dispute" Warning Tables
    "A statement has `verification = \"disputed\"`, but neither `disputed` nor `denied_by` says what is in dispute."
    "The reader sees a warning but cannot use it: is it the number, the date or all of it? Explain it in `disputed`, or name in `denied_by` who denies it."
    { r#"[claims.capacity]
text = "The dam holds 60 km³."
verification = "disputed"
sources = ["ministry"]"# => r#"[claims.capacity]
text = "The dam holds 60 km³."
verification = "disputed"
disputed = "The number: Downstream says 45 km³."
sources = ["ministry"]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    // Of a commitment it is in dispute whether it is kept.
    for statement in subject.statements.iter().filter(|it| it.noun != "commitment") {
        let attribution = statement.attribution;
        let is_denied = subject.document.value(&format!("{}.denied_by", statement.path)).is_some();
        if attribution.verification == Some(Verification::Disputed) && attribution.disputed.is_none() && !is_denied {
            out.push(
                Diagnostic::new(
                    RULE.code,
                    format!("this {} is disputed, but the brief does not say what is in dispute", statement.noun),
                )
                .at(subject.field(&statement.path, "verification"))
                .help("explain it in `disputed`"),
            );
        }
    }
}
