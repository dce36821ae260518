//! A judgement without room for doubt.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;

rule! {
    "absolute-word" Warning Values
    "The bottom line or the assessment calls something certain, inevitable or impossible."
    "The bands of ICD 203 (D.6.e.2.a) end at “almost certain”, 95 to 99 per cent: a judgement of what may come is never certain, and one that fails discredits all others. Choose a band; state a fact as a fact, without “certainly”."
    { r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
assessment = "An agreement this year is inevitable.""# => r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
assessment = "An agreement this year is almost certain.""# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    for text in
        subject.texts.iter().filter(|text| matches!(text.path.as_str(), "brief.assessment" | "brief.bottom_line"))
    {
        for range in subject.wording("absolute-word", text) {
            let word = &text.plain[range.clone()];
            out.push(
                Diagnostic::new(RULE.code, format!("“{word}” leaves no room for doubt"))
                    .at(subject.within(text, range.clone()))
                    .help("write one of the seven bands, for example “almost certain” (95 to 99 per cent)"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn almost_certainly_is_a_band() {
        finds(
            &RULE,
            0,
            "[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"They will almost certainly meet.\"",
        );
        finds(&RULE, 1, "[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"They will certainly meet.\"");
    }

    #[test]
    fn other_languages_have_their_own_words() {
        for (tag, text, count) in [
            ("de", "Ein Scheitern ist unvermeidlich.", 1),
            ("de", "Ein Scheitern ist so gut wie sicher.", 0),
            ("fr", "L’échec est inévitable.", 1),
            ("fr", "Ils signeront presque certainement, sans doute en juin.", 0),
            ("es", "Sin duda firmarán.", 1),
            ("es", "Casi con certeza firmarán.", 0),
            ("pt", "Vão certamente assinar.", 1),
            ("pt", "Quase certamente vão assinar.", 0),
            ("ru", "Эскалация неизбежна.", 1),
            ("ru", "Эскалация почти наверняка последует.", 0),
            ("uk", "Ескалація неминуча.", 1),
            ("ar", "سيفشل الاتفاق لا محالة.", 1),
            ("ar", "وحتمًا سيوقعون.", 1),
            ("ar", "الاتفاق شبه مستحيل، ومن غير المؤكد أن يوقعوا.", 0),
        ] {
            let head = "[brief]\ntitle = \"T\"\nas_of = 2024-05-14\n";
            finds(&RULE, count, &format!("{head}language = \"{tag}\"\nbottom_line = \"{text}\""));
        }
    }
}
