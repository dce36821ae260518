//! Two ways of naming likelihoods in one brief.

use super::likelihood::{forms, likelihoods};
use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;

rule! {
    "mixed-likelihood" Warning Values
    "The assessment mixes the two rows of likelihood words: “likely” and “probable”."
    "A reader who meets “unlikely” and then “improbable” looks for a difference that is not intended. ICD 203 (D.6.e.2.a) has two rows of words and asks for one; the field `likelihood` has the first."
    { r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
assessment = "A new round is very likely. An agreement this year is improbable.""# => r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
assessment = "A new round is very likely. An agreement this year is unlikely.""# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(text) = subject.text("brief.assessment") else { return };
    let said = likelihoods(subject, &text.plain);
    let (second, first): (Vec<_>, Vec<_>) = said.into_iter().partition(|it| it.is_second);
    let field = || subject.statements.iter().find(|statement| statement.attribution.likelihood.is_some());
    let other = match first.first() {
        Some(it) => subject.within(text, it.range.clone()),
        None => match field() {
            Some(statement) => subject.place(&format!("{}.likelihood", statement.path)),
            None => return,
        },
    };
    let first_row = forms(subject.listed_words("likelihood"));
    for it in second {
        let said = format!("“{}” is from a different row of likelihood words than the rest", it.phrase);
        let instead = first_row.iter().find(|(band, _)| *band == it.band).map_or("", |(_, word)| *word);
        out.push(
            Diagnostic::new(RULE.code, said)
                .at(subject.within(text, it.range))
                .related(other, "of the first row")
                .help(format!("write “{instead}”")),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn other_languages_have_their_own_rows() {
        let head = |tag: &str, text: &str| {
            format!(
                "[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"B.\"\nlanguage = \"{tag}\"\nassessment = \"{text}\"\n"
            )
        };
        finds(&RULE, 1, &head("de", "Eine Runde ist sehr wahrscheinlich. Vermutlich scheitert sie."));
        finds(&RULE, 1, &head("fr", "Un accord est improbable, un échec vraisemblable."));
        finds(&RULE, 0, &head("fr", "Un accord est peu probable, un échec très probable."));
        finds(&RULE, 1, &head("es", "Un acuerdo es improbable. El fracaso es verosímil."));
        finds(&RULE, 1, &head("ru", "Встреча очень вероятна. Скорее всего, она закончится ничем."));
        finds(&RULE, 1, &head("uk", "Зустріч дуже ймовірна. Навряд чи вона щось дасть."));
        finds(&RULE, 1, &head("ar", "عقد جولة أخرى مرجح جدًا. ومن المحتمل أن تفشل."));
        finds(&RULE, 0, &head("ar", "عقد جولة أخرى مرجح جدًا. ومن غير المرجح التوصل إلى اتفاق محتمل."));
    }

    #[test]
    fn one_row_alone_is_not_mixed() {
        let head = |text: &str| {
            format!("[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"B.\"\nassessment = \"{text}\"\n")
        };
        finds(&RULE, 0, &head("It is probable, and that is improbable."));
        finds(&RULE, 1, &head("It is probable, and that is very unlikely."));
        finds(&RULE, 1, &head("A round is very likely, an agreement is not very probable."));
        let claim = "[claims.a]\ntext = \"T.\"\nlikelihood = \"likely\"\nsources = [\"ministry\"]";
        finds(&RULE, 1, &format!("{}{claim}", head("It is probably so.")));
    }
}
