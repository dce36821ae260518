//! A word in place of a number in the bottom line.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;

rule! {
    "vague-quantifier" Warning Values
    "The bottom line says “several”, “many” or “some” where the reader needs the number."
    "The reader will be asked how many. Give the number, or name them; if the source does not give it, say so. (GOV.UK and Economist style: be specific.)"
    { r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "Several questions are open [@ministry].""# => r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "Two questions are open: the schedule and the gates [@ministry].""# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(text) = subject.text("brief.bottom_line") else { return };
    // “Some 300 000” is a number.
    let number = |end: usize| text.plain[end..].trim_start().starts_with(|c: char| c.is_ascii_digit());
    for range in subject.wording("vague-quantifier", text).into_iter().filter(|range| !number(range.end)) {
        let word = &text.plain[range.clone()];
        out.push(
            Diagnostic::new(RULE.code, format!("“{word}” does not say how many"))
                .at(subject.within(text, range.clone()))
                .help("give the number, or name them"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn only_whole_english_words_count() {
        let head = |line: &str| format!("[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"{line}\"");
        finds(&RULE, 2, &head("Many talk in a number of rooms."));
        finds(&RULE, 0, &head("Germany and somebody talk to some 300 000 refugees."));
        finds(&RULE, 0, &format!("{}\nlanguage = \"de\"", head("Some.")));
        finds(&RULE, 1, &format!("{}\nlanguage = \"de\"", head("Es gibt mehrere Fragen.")));
        finds(&RULE, 1, &format!("{}\nlanguage = \"ru\"", head("Ряд экспертов ждёт прорыва.")));
        finds(&RULE, 0, &format!("{}\nlanguage = \"ru\"", head("Первый ряд занят.")));
        finds(&RULE, 1, &format!("{}\nlanguage = \"uk\"", head("Низка країн проти.")));
        finds(&RULE, 2, &format!("{}\nlanguage = \"ar\"", head("لبعض الأطراف عدة مطالب.")));
        finds(
            &RULE,
            0,
            &format!("{}\nlanguage = \"ar\"", head("يعامل بعضهم بعضًا، أي بعضهم البعض؛ وانسحبت المجموعة من المحادثات.")),
        );
    }
}
