//! A quotation that is too long for a page.

use super::subject::quotations;
use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;

rule! {
    "long-quotation" Warning Values
    "A quotation has more than 25 words."
    "The reader has a minute; what matters in a long quotation is one phrase (GOV.UK style: no sentence of more than 25 words). Quote that phrase and say the rest in fewer words."
    { r#"[claims.capacity]
text = "The minister: “The dam that our fathers planned and our sons have built holds sixty cubic kilometres of water, and not one of them will be let out for anybody before the fifth year.”"
sources = ["ministry"]"# => r#"[claims.capacity]
text = "The minister says that nothing will be let out “before the fifth year”."
sources = ["ministry"]"# }
    check
}

/// The most words of a quotation.
const MOST_WORDS: usize = 25;

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    // A text that is on the table is read word by word.
    for text in subject.texts.iter().filter(|text| text.prose && !text.path.starts_with("proposals.")) {
        for range in quotations(&text.plain) {
            let count = text.plain[range.clone()].split_whitespace().count();
            if count > MOST_WORDS {
                out.push(
                    Diagnostic::new(RULE.code, format!("this quotation has {count} words"))
                        .at(subject.within(text, range))
                        .help(format!("quote the phrase that matters, at most {MOST_WORDS} words")),
                );
            }
        }
    }
}
