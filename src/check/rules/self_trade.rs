//! An aim that is to be traded for itself.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;

rule! {
    "self-trade" Warning Values
    "`trade_for` of an aim names its own issue."
    "It lists the *other* issues on which our side may give way to get this one. What it may accept on the issue itself belongs in `fallback`."
    { r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
own_side = "upstream"

[aims.filling]
goal = "Six years."
trade_for = ["filling"]"# => r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
own_side = "upstream"

[aims.filling]
goal = "Six years."
fallback = ["Seven years."]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    for (issue, aim) in &subject.brief.aims {
        for (at, _) in aim.trade_for.iter().enumerate().filter(|(_, other)| *other == issue) {
            out.push(
                Diagnostic::new(RULE.code, format!("the aim on `{issue}` is to be traded for `{issue}` itself"))
                    .at(subject.place(&format!("aims.{issue}.trade_for[{at}]")))
                    .help("name the issues on which our side may give way, or write what it accepts in `fallback`"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn another_issue_may_be_named() {
        let brief = |trade: &str| {
            format!(
                "[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"B.\"\nown_side = \"upstream\"\n\
                 [issues.data]\ntitle = \"Flow data\"\nstatus = \"agreed\"\n[aims.filling]\ngoal = \"Six.\"\ntrade_for = [{trade}]\n"
            )
        };
        finds(&RULE, 0, &brief("\"data\""));
        finds(&RULE, 1, &brief("\"data\", \"filling\""));
    }
}
