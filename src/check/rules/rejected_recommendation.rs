//! A recommendation of an option that the brief advises against.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::OptionStatus;

rule! {
    "rejected-recommendation" Warning Tables
    "A recommendation names an option whose status is `rejected`."
    "The page advises it in one place and advises against it in another. Correct the status, or name another option."
    { r#"[options.seven-years]
title = "Accept seven years"
status = "rejected"

[recommendations.accept]
text = "That you accept seven years."
option = "seven-years"
by = 2024-05-17"# => r#"[options.seven-years]
title = "Accept seven years"
status = "recommended"

[recommendations.accept]
text = "That you accept seven years."
option = "seven-years"
by = 2024-05-17"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let brief = subject.brief;
    for (id, recommendation) in &brief.recommendations {
        let named = recommendation.option.as_ref().and_then(|named| Some((named, brief.options.get(named)?)));
        if let Some((named, _)) = named.filter(|(_, option)| option.status == Some(OptionStatus::Rejected)) {
            out.push(
                Diagnostic::new(RULE.code, format!("the option `{named}` is recommended here and rejected there"))
                    .at(subject.place(&format!("recommendations.{id}.option")))
                    .related(subject.place(&format!("options.{named}.status")), "rejected")
                    .help("correct the status of the option, or recommend another"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn an_open_option_may_be_recommended() {
        let with = |status: &str| {
            format!(
                "[options.o]\ntitle = \"O\"\n{status}\n[recommendations.a]\ntext = \"T.\"\noption = \"o\"\nby = 2024-06-01"
            )
        };
        finds(&RULE, 1, &with("status = \"rejected\""));
        finds(&RULE, 0, &with("status = \"open\""));
        finds(&RULE, 0, &with(""));
    }
}
