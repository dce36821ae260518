//! A statement without a source: a claim, a proposal, what happened, what was promised or settled, or a position that
//! somebody stated or reported.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::{AttributedStatement, Basis, CommitmentStatus, Stance};

rule! {
    "unsourced-statement" Warning Tables
    "A claim, proposal, position, development, commitment or point of the outcome without a source."
    "A reader who asks where it comes from gets no answer, and nobody can check it later (ICD 206, on sourcing). Name the source in `sources` or cite it in the text; a position that the author infers needs `basis = \"inferred\"`. Sources of the outcome are those of its points, and `evidence` of a commitment is a source, too."
    { r#"[claims.capacity]
text = "The dam holds 60 km³.""# => r#"[claims.capacity]
text = "The dam holds 60 km³."
sources = ["ministry"]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let found = unsourced(subject);
    let none = subject.brief.sources.is_empty();
    if none && found.len() > 1 {
        let message = format!("{} statements have no source, and the brief has none", found.len());
        let places = found.iter().map(|statement| subject.place(&statement.path));
        out.push(
            Diagnostic::new(RULE.code, message)
                .at_each(places, "has no source")
                .help("add [sources.your-id] with what was read, and `sources = [\"your-id\"]` to each"),
        );
        return;
    }
    for statement in found {
        let said = Diagnostic::new(RULE.code, format!("this {} has no source", statement.noun))
            .at(subject.place(&statement.path));
        out.push(said.help(if none {
            "add [sources.your-id] with what was read, and `sources = [\"your-id\"]` here"
        } else {
            "add `sources = [\"…\"]` with the ids of what was read"
        }));
    }
}

/// The statements that need a source and have none.
pub(super) fn unsourced<'s, 'a>(subject: &'s CheckSubject<'a>) -> Vec<&'s AttributedStatement<'a>> {
    // Who has not been heard has said nothing that could be cited.
    let needs_none = |path: &str| {
        subject.position(path).is_some_and(|it| {
            it.basis == Some(Basis::Inferred) || matches!(it.stance, Stance::Unknown | Stance::Undeclared)
        })
    };
    // `met-without-source` asks for the evidence of what has been carried out.
    let is_evident = |path: &str| {
        let commitment = path.split_once('.').and_then(|(_, id)| subject.brief.commitments.get(id));
        commitment.is_some_and(|it| !it.evidence.is_empty() || it.status == Some(CommitmentStatus::Met))
    };
    let outcome = subject.statements.iter().find(|statement| statement.noun == "outcome");
    let is_outcome_sourced = outcome.is_some_and(|outcome| !outcome.sources().is_empty());
    let wants = |statement: &AttributedStatement<'_>| match statement.noun {
        "claim" | "proposal" | "development" => true,
        "position" => !needs_none(&statement.path),
        "point" => !is_outcome_sourced,
        "commitment" => !is_evident(&statement.path),
        _ => false,
    };
    subject.statements.iter().filter(|statement| wants(statement) && statement.sources().is_empty()).collect()
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
        finds(&RULE, 0, &position.replace("demands", "unknown"));
        let development = "[developments.a]\ndate = 2024-05-13\ntext = \"It leaks.\"\n";
        finds(&RULE, 1, development);
        let commitment = "[commitments.a]\nby = \"upstream\"\ntext = \"Repairs it.\"\n";
        finds(&RULE, 1, commitment);
        finds(&RULE, 0, &format!("{commitment}status = \"met\"\nevidence = [\"ministry\"]"));
        let point = "[outcome.points.drought]\nresult = \"agreed\"\ntext = \"It is dry.\"\n";
        finds(&RULE, 1, point);
        let outcome =
            "[outcome]\nevent = \"E\"\ndate = 2024-05-12\nresult = \"procedural\"\nsources = [\"ministry\"]\n";
        finds(&RULE, 0, &format!("{outcome}{point}"));
    }
}
