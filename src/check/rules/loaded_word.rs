//! A word that takes a side, or only sounds like news.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;

rule! {
    "loaded-word" Warning Values
    "“Regime”, “admitted”, “significant progress”: a word that judges, or says nothing that can be checked."
    "“Admitted” implies that it is true and that it was wrong; “regime” that a government is not legitimate; “significant progress” is what a communiqué wants readers to believe (Reuters Handbook of Journalism, on loaded words). Write what was said or done: “said”, “government”, which points were agreed."
    { r#"[next_steps.meet]
text = "The committee builds on significant progress.""# => r#"[next_steps.meet]
text = "The committee builds on the drought clause.""# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    for text in subject.texts.iter().filter(|text| text.prose) {
        for range in subject.wording("loaded-word", text) {
            let word = &text.plain[range.clone()];
            out.push(
                Diagnostic::new(RULE.code, format!("“{word}” judges, or says nothing that can be checked"))
                    .at(subject.within(text, range.clone()))
                    .help("write what was said or done"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_regime_of_rules_is_let_through() {
        for (text, count) in [
            ("The sanctions regime ends.", 0),
            ("The regime ends.", 1),
            ("They were admitted to the talks.", 0),
            ("He admitted that it leaks.", 1),
            ("It admitted the leak.", 1),
            ("They admitted their mistakes.", 1),
            ("It admitted the inspectors.", 0),
            ("He was admitted to hospital.", 0),
        ] {
            finds(&RULE, count, &format!("[next_steps.a]\ntext = \"{text}\""));
        }
    }

    #[test]
    fn other_languages_have_their_own_words() {
        for (tag, text, count) in [
            ("de", "Das Regime lehnt ab; es gab erhebliche Fortschritte.", 2),
            ("de", "Das Regime der Nichtverbreitung und das Sanktionsregime gelten.", 0),
            ("fr", "Le régime refuse ; des progrès significatifs ont été faits.", 2),
            ("fr", "Le régime de sanctions et le régime juridique restent.", 0),
            ("es", "El régimen se niega; hubo avances significativos.", 2),
            ("es", "El régimen de sanciones sigue.", 0),
            ("pt", "O regime recusa; houve avanços significativos.", 2),
            ("pt", "O regime de sanções continua.", 0),
            ("ru", "Правящий режим против; достигнут значительный прогресс.", 2),
            ("ru", "Режим прекращения огня и визовый режим действуют.", 0),
            ("uk", "Правлячий режим проти; досягнуто значного прогресу.", 2),
            ("uk", "Режим припинення вогню діє.", 0),
            ("ar", "النظام الحاكم يرفض؛ وتحقق تقدم كبير.", 2),
            ("ar", "نظام العقوبات والنظام الداخلي ساريان، واعترف بالدولة.", 0),
        ] {
            let head =
                format!("[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nlanguage = \"{tag}\"\nbottom_line = \"B.\"\n");
            finds(&RULE, count, &format!("{head}[next_steps.a]\ntext = \"{text}\""));
        }
    }
}
