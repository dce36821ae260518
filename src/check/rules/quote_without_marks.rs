//! A quotation without quotation marks.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::Wording;

rule! {
    "quote-without-marks" Warning Tables
    "A statement has `wording = \"quote\"`, but its text has no quotation marks."
    "The reader cannot see where the speaker's words begin and end, and takes the author's for theirs. Put them in quotation marks, or write `wording = \"paraphrase\"`."
    { r#"[claims.capacity]
text = "Our dam holds 60 km³."
wording = "quote"
sources = ["ministry"]"# => r#"[claims.capacity]
text = "“Our dam holds 60 km³.”"
wording = "quote"
sources = ["ministry"]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let marked = |path: &str| {
        subject.text(path).is_none_or(|text| text.plain.contains(['“', '”', '„', '«', '»', '"', '‘', '‹', '「', '『']))
    };
    for statement in subject.statements.iter().filter(|it| it.attribution.wording == Some(Wording::Quote)) {
        let field = if statement.noun == "outcome" { "summary" } else { "text" };
        if !marked(&format!("{}.{field}", statement.path)) {
            out.push(
                Diagnostic::new(RULE.code, format!("this {} is a quotation without quotation marks", statement.noun))
                    .at(subject.place(&format!("{}.wording", statement.path)))
                    .help("put the words in quotation marks, or write \"paraphrase\""),
            );
        }
    }
}
