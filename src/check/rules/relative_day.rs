//! A day that depends on when the page is read.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;

rule! {
    "relative-day" Warning Values
    "“Yesterday”, “recently”, “next week” on a page that is read days later."
    "The page is dated by its cut-off and read on another day, so the reader counts from the wrong one (AP: use the date). Write the date."
    { r#"[next_steps.meet]
text = "The committee meets tomorrow.""# => r#"[next_steps.meet]
text = "The committee meets on 15 May.""# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    for text in subject.texts.iter().filter(|text| text.prose && !text.path.starts_with("talking_points.")) {
        for range in subject.wording("relative-day", text) {
            let word = &text.plain[range.clone()];
            out.push(
                Diagnostic::new(RULE.code, format!("“{word}” means another day when the page is read"))
                    .at(subject.within(text, range.clone()))
                    .help("write the date"),
            );
        }
    }
}
