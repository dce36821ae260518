//! Two ways of naming likelihoods in one brief.

use super::subject::phrases;
use super::{Subject, rule};
use crate::diagnostic::Diagnostic;

/// The first row of the table of ICD 203: the words that the field `likelihood` has, too.
pub(super) const LIKELY: &[&str] = &[
    "almost certain", "almost certainly", "almost no chance", "likely", "roughly even chance", "unlikely",
    "very likely", "very unlikely",
];

/// The second row.
pub(super) const PROBABLE: &[&str] = &[
    "highly improbable", "highly probable", "improbable", "improbably", "nearly certain", "nearly certainly",
    "probable", "probably", "remote chance", "roughly even odds",
];

rule! {
    "mixed-likelihood" Warning Values
    "The assessment mixes the two rows of likelihood words: “likely” and “probable”."
    "A reader who meets “unlikely” and then “improbable” looks for a difference that is not meant. ICD 203 (D.6.e.2.a) has two rows of words and asks for one; the field `likelihood` has the first."
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

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(text) = subject.text("brief.assessment").filter(|_| subject.is_english()) else { return };
    let first = phrases(&text.plain, LIKELY);
    let field = || subject.statements.iter().find(|statement| statement.attribution.likelihood.is_some());
    let other = match first.first() {
        Some((range, _)) => subject.within(text, range.clone()),
        None => match field() {
            Some(statement) => subject.place(&format!("{}.likelihood", statement.path)),
            None => return,
        },
    };
    for (range, phrase) in phrases(&text.plain, PROBABLE) {
        let instead = match phrase {
            "highly improbable" => "very unlikely",
            "highly probable" => "very likely",
            "improbable" | "improbably" => "unlikely",
            "nearly certain" | "nearly certainly" => "almost certain",
            "remote chance" => "almost no chance",
            "roughly even odds" => "roughly even chance",
            _ => "likely",
        };
        out.push(
            Diagnostic::new(RULE.code, format!("“{phrase}” is of another row of likelihood words than the rest"))
                .at(subject.within(text, range))
                .related(other, "of the first row")
                .help(format!("write “{instead}”")),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn one_row_alone_is_not_mixed() {
        let head = |text: &str| {
            format!("[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"B.\"\nassessment = \"{text}\"\n")
        };
        finds(&RULE, 0, &head("It is probable, and that is improbable."));
        finds(&RULE, 1, &head("It is probable, and that is very unlikely."));
        let claim = "[claims.a]\ntext = \"T.\"\nlikelihood = \"likely\"\nsources = [\"ministry\"]";
        finds(&RULE, 1, &format!("{}{claim}", head("It is probably so.")));
    }
}
