//! A promise that a party makes to itself.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;

rule! {
    "promise-to-itself" Warning Tables
    "`to` of a commitment names a party that `by` names, too."
    "Nobody promises something to themselves: one of the two is mistaken. If several parties promise something to each other, name them all in `by` and leave out `to`."
    { r#"[commitments.data]
by = "upstream"
to = ["upstream"]
text = "Publishes the flow data."
sources = ["ministry"]"# => r#"[commitments.data]
by = "upstream"
to = ["downstream"]
text = "Publishes the flow data."
sources = ["ministry"]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    for (id, commitment) in &subject.brief.commitments {
        for (at, party) in commitment.to.iter().enumerate().filter(|(_, party)| commitment.by.contains(party)) {
            out.push(
                Diagnostic::new(RULE.code, format!("this is a promise of `{party}` to `{party}`"))
                    .at(subject.place(&format!("commitments.{id}.to[{at}]")))
                    .related(subject.place(&format!("commitments.{id}.by")), "who promises it")
                    .help("name the others in `to`; leave it out if all promise it to each other"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn one_of_several_is_enough() {
        let with = |fields: &str| format!("[commitments.a]\ntext = \"T.\"\n{fields}\n");
        finds(&RULE, 1, &with("by = [\"upstream\", \"downstream\"]\nto = [\"downstream\"]"));
        finds(&RULE, 0, &with("by = [\"upstream\", \"downstream\"]"));
        finds(&RULE, 0, &with("by = [\"upstream\"]\nto = [\"downstream\"]"));
    }
}
