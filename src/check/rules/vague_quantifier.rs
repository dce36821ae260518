//! A word in place of a number in the bottom line.

use super::subject::phrases;
use super::{Subject, rule};
use crate::diagnostic::Diagnostic;

/// Words for an unknown number, as English style guides list them.
const WORDS: &[&str] = &[
    "a few", "a handful of", "a lot of", "a number of", "a range of", "a series of", "countless", "lots of", "many",
    "multiple", "numerous", "several", "some", "sizeable", "substantial", "tons of", "various",
];

rule! {
    "vague-quantifier" Warning Values
    "The bottom line says “several”, “many” or “some” where the reader needs the number."
    "The reader will be asked how many. Give the number, or name them; if only the source knows, say that it does not say. (GOV.UK and Economist style: be specific.)"
    { r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "Several questions are open [@ministry].""# => r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "Two questions are open: the schedule and the gates [@ministry].""# }
    check
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(text) = subject.text("brief.bottom_line").filter(|_| subject.is_english()) else { return };
    // “Some 300 000” is a number.
    let number = |end: usize| text.plain[end..].trim_start().starts_with(|c: char| c.is_ascii_digit());
    for (range, _) in phrases(&text.plain, WORDS).into_iter().filter(|(range, _)| !number(range.end)) {
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
    }
}
