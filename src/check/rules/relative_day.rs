//! A day that depends on when the page is read.

use std::ops::Range;

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::language::Language;

rule! {
    "relative-day" Warning Values
    "“Yesterday”, “recently”, “next week” on a page that is read days later."
    "The page is dated by its cut-off and read on another day, so the reader counts from the wrong one (AP: use the date). Write the date. Beside its date (“today, 31 October”) and in words to say it is let through."
    { r#"[next_steps.meet]
text = "The committee meets tomorrow.""# => r#"[next_steps.meet]
text = "The committee meets on 15 May.""# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    for text in subject.texts.iter().filter(|text| text.prose && !text.is_spoken()) {
        let is_dated = |range: &Range<usize>| has_date(&text.plain[range.end..]);
        for range in subject.wording("relative-day", text).into_iter().filter(|range| !is_dated(range)) {
            let word = &text.plain[range.clone()];
            out.push(
                Diagnostic::new(RULE.code, format!("“{word}” means another day when the page is read"))
                    .at(subject.within(text, range.clone()))
                    .help("write the date"),
            );
        }
    }
}

/// Whether the date is said just behind the word: “today, 31 October”, “tomorrow (1 November)”.
fn has_date(behind: &str) -> bool {
    let rest = behind.trim_start().strip_prefix([',', '(', '–', '—']).map(str::trim_start);
    rest.and_then(|rest| rest.split(' ').next()).is_some_and(|word| {
        word.starts_with(|c: char| c.is_ascii_digit()) || Language::month(word).is_some()
    })
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_day_with_its_date_and_words_to_say_are_let_through() {
        for (tag, text, count) in [
            ("en", "They meet today.", 1),
            ("en", "They meet today, 31 October.", 0),
            ("en", "They meet tomorrow (November 1).", 0),
            ("en", "They meet today, in Geneva.", 1),
            ("de", "Sie treffen sich morgen, und zwar am Morgen.", 1),
            ("fr", "Ils se voient demain.", 1),
            ("es", "El plazo de hoy, 31 de octubre, y mañana por la mañana.", 1),
            ("pt", "Reúnem-se amanhã.", 1),
            ("ru", "Они встретятся завтра.", 1),
            ("uk", "Вони зустрінуться завтра.", 1),
        ] {
            let head = "[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"B.\"\n";
            finds(&RULE, count, &format!("{head}language = \"{tag}\"\n[next_steps.a]\ntext = \"{text}\""));
        }
        let ask = "[asks.a]\nparty = \"downstream\"\ntext = \"Will you sign today?\"\n";
        finds(&RULE, 0, &format!("{ask}response = \"Not today.\"\npush_back = \"Tomorrow, perhaps.\"\n"));
    }
}
