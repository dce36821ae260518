//! A likelihood in words that have no number.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;

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

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    // Elsewhere the words may be somebody's, and not the author's judgement.
    let judgements = ["brief.assessment", "brief.bottom_line"].into_iter().filter_map(|path| subject.text(path));
    for (text, range) in
        judgements.flat_map(|text| subject.wording(RULE.code.name(), text).into_iter().map(move |range| (text, range)))
    {
        let word = &text.plain[range.clone()];
        // “Perhaps 25 million” is about so many.
        let after = text.plain[range.end..].trim_start();
        if after.starts_with(|c: char| c.is_numeric() || "$€£¥₽₴".contains(c)) {
            continue;
        }
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
        for said in ["could well fail", "may well fail", "might be possible"] {
            finds(&RULE, 1, &format!("{head}assessment = \"The talks {said}.\""));
        }
        finds(
            &RULE,
            0,
            &format!("{head}assessment = \"Demand is down by perhaps 25 million barrels, possibly $30 each.\""),
        );
        finds(&RULE, 1, &format!("{head}assessment = \"It is possible that they fail.\""));
        finds(&RULE, 0, &format!("{head}assessment = \"It is possible to cross on foot.\""));
        let german = format!("{head}language = \"de\"\nassessment = \"Ein Scheitern ist nicht auszuschließen.\"");
        finds(&RULE, 1, &german);
        let arabic = |text: &str| format!("{head}language = \"ar\"\nassessment = \"{text}\"");
        finds(&RULE, 2, &arabic("وربما يفشل الاتفاق، ولا يُستبعد أن يُلغى."));
        finds(&RULE, 0, &arabic("من المستبعد أن يفشل الاتفاق."));
        let russian = |text: &str| format!("{head}language = \"ru\"\nassessment = \"{text}\"");
        finds(&RULE, 1, &russian("Эскалация летом возможна."));
        finds(&RULE, 0, &russian("Эскалация возможна лишь летом, если возможно."));
        finds(
            &RULE,
            0,
            &format!("{head}assessment = \"The army's might is likely to grow in May.\"")
                .replace("might is", "mightiness is"),
        );
    }
}
