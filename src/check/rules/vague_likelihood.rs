//! A likelihood in words that have no number.

use super::subject::phrases;
use super::{Subject, rule};
use crate::diagnostic::Diagnostic;

/// Words that people read as anything between 5 and 95 per cent (S. Kent, “Words of Estimative Probability”, 1964).
const WORDS: &[&str] = &[
    "cannot be excluded", "cannot be ruled out", "cannot exclude", "cannot rule out", "can't be ruled out",
    "can't rule out", "conceivable", "conceivably", "doubtful", "fair chance", "good chance", "little chance", "maybe",
    "might", "perhaps", "possibly", "real possibility", "serious possibility", "slim chance", "small chance",
    "some chance", "we believe", "we doubt",
];

rule! {
    "vague-likelihood" Warning Values
    "The assessment or the bottom line says how probable something is in words outside the seven bands of ICD 203."
    "Readers take “might” or “a good chance” for anything from 5 to 95 per cent. ICD 203 (D.6.e.2.a) allows seven bands: almost no chance, very unlikely, unlikely, roughly even chance, likely, very likely, almost certain. Choose one, or say what it depends on."
    { r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
assessment = "An agreement this year cannot be ruled out.""# => r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
assessment = "An agreement this year is unlikely.""# }
    check
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    // Elsewhere the words may be somebody's, and not the author's judgement.
    let assessment = subject.text("brief.assessment").filter(|_| subject.is_english());
    let in_assessment = assessment.map(|text| (text, phrases(&text.plain, WORDS).into_iter().map(|(range, _)| range).collect()));
    let bottom_line = subject.text("brief.bottom_line");
    let in_bottom_line = bottom_line.map(|text| (text, subject.wording("vague-likelihood", text)));
    let all: [Option<(_, Vec<_>)>; 2] = [in_assessment, in_bottom_line];
    for (text, range) in all.into_iter().flatten().flat_map(|(text, found)| found.into_iter().map(move |range| (text, range))) {
        let word = &text.plain[range.clone()];
        out.push(
            Diagnostic::new(RULE.code, format!("“{word}” does not say how probable it is"))
                .at(subject.within(text, range.clone()))
                .help("write one of the seven bands, for example “unlikely” (20 to 45 per cent)"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn the_words_of_others_are_their_own() {
        let head = "[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"It might rain.\"\n";
        finds(&RULE, 1, head);
        finds(&RULE, 0, &head.replace("It might rain.", "“It might rain,” he said [@ministry]."));
        let head = head.replace("might rain", "rains");
        finds(&RULE, 2, &format!("{head}assessment = \"It might rain, possibly.\""));
        finds(&RULE, 0, &format!("{head}assessment = \"The army's might is likely to grow in May.\"").replace("might is", "mightiness is"));
    }
}
