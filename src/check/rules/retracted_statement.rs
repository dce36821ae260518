//! A statement that its source has taken back and that is printed.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::Verification;

rule! {
    "retracted-statement" Warning Tables
    "A statement has `verification = \"retracted\"` and is still printed."
    "A statement that nobody stands by any more takes up space, and readers remember it without the remark. Delete it, or keep it for the record with `on_page = false`; the retraction itself may be news for [developments.ID]."
    { r#"[claims.leak]
text = "The dam leaks."
verification = "retracted"
sources = ["ministry"]"# => r#"[claims.leak]
text = "The dam leaks."
verification = "retracted"
on_page = false
sources = ["ministry"]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    for statement in &subject.statements {
        if statement.attribution.verification == Some(Verification::Retracted)
            && subject.may_be_printed(&statement.path)
        {
            out.push(
                Diagnostic::new(RULE.code, format!("this {} has been retracted, and is still printed", statement.noun))
                    .at(subject.field(&statement.path, "verification"))
                    .help("delete it, or write `on_page = false`"),
            );
        }
    }
}
