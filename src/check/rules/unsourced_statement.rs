//! A claim, or a position that somebody stated or reported, without a source.

use super::{Subject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::Basis;

rule! {
    "unsourced-statement" Warning Tables
    "A claim or a position without a source."
    "A reader who asks where it comes from gets no answer, and nobody can check it later (ICD 206, on sourcing). Name the source in `sources` or cite it in the text; a position that the author infers says so with `basis = \"inferred\"`."
    { r#"[claims.capacity]
text = "The dam holds 60 km³.""# => r#"[claims.capacity]
text = "The dam holds 60 km³."
sources = ["ministry"]"# }
    check
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    for statement in &subject.statements {
        let inferred = || {
            let mut steps = statement.path.split('.').skip(1);
            let position = steps.next().zip(steps.next());
            position.is_some_and(|(issue, party)| {
                let position = subject.brief.positions.get(issue).and_then(|positions| positions.get(party));
                position.is_some_and(|position| position.basis == Some(Basis::Inferred))
            })
        };
        let wants = match statement.noun {
            "claim" => true,
            "position" => !inferred(),
            _ => false,
        };
        if wants && statement.sources().is_empty() {
            let said = Diagnostic::new(RULE.code, format!("this {} has no source", statement.noun))
                .at(subject.place(&statement.path));
            out.push(said.help(if subject.brief.sources.is_empty() {
                "add [sources.your-id] with what was read, and `sources = [\"your-id\"]` here"
            } else {
                "add `sources = [\"…\"]` with the ids of what was read"
            }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_citation_is_a_source_and_an_inference_needs_none() {
        finds(&RULE, 0, "[claims.a]\ntext = \"It leaks [@ministry].\"");
        let position = "[positions.filling.upstream]\nstance = \"demands\"\ntext = \"Five years.\"\n";
        finds(&RULE, 0, &format!("{position}basis = \"inferred\""));
        finds(&RULE, 1, &format!("{position}basis = \"reported\""));
        finds(&RULE, 1, position);
    }
}
