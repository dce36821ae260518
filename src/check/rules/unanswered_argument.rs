//! An argument of another party without an answer, or of our side that another is to raise.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;

rule! {
    "unanswered-argument" Warning Tables
    "An argument has `raised_by` but no `response`, or `raised_by` names the `own_side`."
    "At the table, the reader of a mandate looks for the answer, not for the argument that has just been made. The arguments of our own side have no `raised_by`."
    { r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
own_side = "upstream"

[arguments.harvest]
text = "A fast filling ruins two harvests."
raised_by = "downstream""# => r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
own_side = "upstream"

[arguments.harvest]
text = "A fast filling ruins two harvests."
raised_by = "downstream"
response = "Releases in a dry year cover both.""# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    for (id, argument) in &subject.brief.arguments {
        let Some(party) = &argument.raised_by else { continue };
        let at = |message: String| {
            Diagnostic::new(RULE.code, message).at(subject.place(&format!("arguments.{id}.raised_by")))
        };
        if Some(party) == subject.brief.own_side.as_ref() {
            out.push(
                at(format!("the argument `{id}` is raised against our side, `{party}`, by our side"))
                    .related(subject.place("brief.own_side"), "our side")
                    .help("name the party that raises it, or delete `raised_by`"),
            );
        } else if argument.response.is_none() {
            out.push(at(format!("there is no answer to the argument `{id}` of `{party}`")).help("add `response`"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn an_argument_of_our_own_needs_no_answer() {
        let brief = |fields: &str| {
            format!(
                "[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"B.\"\nown_side = \"upstream\"\n[arguments.a]\ntext = \"It.\"\n{fields}\n"
            )
        };
        finds(&RULE, 0, &brief(""));
        finds(&RULE, 0, &brief("raised_by = \"downstream\"\nresponse = \"No.\""));
        finds(&RULE, 1, &brief("raised_by = \"downstream\""));
        finds(&RULE, 1, &brief("raised_by = \"upstream\"\nresponse = \"No.\""));
    }
}
