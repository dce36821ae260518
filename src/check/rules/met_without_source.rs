//! A commitment that is called met without a source.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::{BriefKind, CommitmentStatus};

rule! {
    "met-without-source" Warning Tables
    "A commitment has `status = \"met\"`, but no source shows it: neither `evidence` nor `sources`. In a brief of kind `monitor`, or one that names `evidence` anywhere, `sources` is where the promise can be read and does not count."
    "That a promise was kept is a statement about facts, and often disputed; the reader will rely on it. Name the sources in `evidence`."
    { r#"[commitments.data]
by = "upstream"
text = "Publishes the flow data."
status = "met""# => r#"[commitments.data]
by = "upstream"
text = "Publishes the flow data."
status = "met"
evidence = ["ministry"]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let brief = subject.brief;
    let parts = brief.kind == Some(BriefKind::Monitor) || brief.commitments.values().any(|it| !it.evidence.is_empty());
    for (id, commitment) in &brief.commitments {
        let has_sources = || !commitment.attribution.sources.is_empty() || !commitment.text.citations().is_empty();
        let is_shown = !commitment.evidence.is_empty() || !parts && has_sources();
        if commitment.status == Some(CommitmentStatus::Met) && !is_shown {
            out.push(
                Diagnostic::new(RULE.code, "this commitment is marked as met, but no source shows it")
                    .at(subject.place(&format!("commitments.{id}.status")))
                    .help("add `evidence = [\"…\"]` with the ids of the sources that show it"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, CheckSubject, RULE};
    use crate::handling::Schemes;
    use crate::parse;
    use crate::source::Sources;

    #[test]
    fn where_the_promise_can_be_read_shows_that_it_was_kept_only_where_evidence_is_named_nowhere() {
        let met =
            |fields: &str| format!("[commitments.a]\nby = \"upstream\"\ntext = \"T.\"\nstatus = \"met\"\n{fields}\n");
        let other = "[commitments.b]\nby = \"upstream\"\ntext = \"T.\"\nevidence = [\"ministry\"]\n";
        finds(&RULE, 1, &met(""));
        finds(&RULE, 0, &met("sources = [\"ministry\"]"));
        finds(&RULE, 0, &met("evidence = [\"ministry\"]"));
        finds(&RULE, 1, &format!("{}{other}", met("sources = [\"ministry\"]")));
        let head = "[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"B.\"\nkind = \"monitor\"\n";
        finds(&RULE, 1, &format!("{head}{}", met("sources = [\"ministry\"]")));
    }

    #[test]
    fn many_commitments_are_looked_at_in_linear_time() {
        let of_size = |count: usize| {
            let met =
                |at| format!("[commitments.c{at}]\nby = \"upstream\"\ntext = \"Article {at}.\"\nstatus = \"met\"\n");
            let mut sources = Sources::default();
            let text =
                (0..count).map(met).collect::<String>() + crate::schema::EXAMPLE.trim_start_matches("schema = 1\n");
            let file = sources.add("a.toml", format!("schema = 1\n{text}"));
            let document = parse::parse(&sources, file).0;
            let brief = crate::check::read_brief(&document).unwrap();
            (count, sources, document, brief)
        };
        let (sizes, schemes) = ([of_size(2_000), of_size(8_000)], Schemes::default());
        let subjects = sizes
            .each_ref()
            .map(|(count, sources, document, brief)| (*count, CheckSubject::new(brief, document, sources, &schemes)));
        assert!(crate::growth::is_linear(2_000, |count| {
            let (_, subject) = subjects.iter().find(|(size, _)| *size == count).unwrap();
            let mut found = Vec::new();
            (RULE.check)(subject, &mut found);
            assert!(found.len() >= count);
        }));
    }
}
