//! A source that nothing cites.

use std::collections::HashSet;

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::Id;

rule! {
    "uncited-source" Warning File
    "A source that nothing cites."
    "It is on the page as if the brief were based on it. Cite it where it was used, or delete it."
    { r#"[sources.agency]
publisher = "Agency"
date = 2024-05-13"# => r#"[sources.agency]
publisher = "Agency"
date = 2024-05-13

[next_steps.meet]
text = "The committee meets [@agency].""# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let brief = subject.brief;
    let mut used: HashSet<&Id> =
        subject.statements.iter().flat_map(|statement| statement.attribution.sources.iter()).collect();
    used.extend(brief.commitments.values().flat_map(|commitment| &commitment.evidence));
    used.extend(brief.figures.values().flat_map(|figure| &figure.sources));
    used.extend(brief.sources.values().filter_map(|source| source.relays.as_ref()));
    let cited = |id: &Id| subject.texts.iter().any(|text| text.prose && cites(text.written, id.as_str()));
    for id in brief.sources.keys().filter(|id| !used.contains(id) && !cited(id)) {
        let place = subject.place(&format!("sources.{id}"));
        out.push(
            Diagnostic::new(RULE.code, format!("nothing cites the source `{id}`"))
                .at(place)
                .help(format!("cite it with `sources = [\"{id}\"]` or `[@{id}]`, or delete it")),
        );
    }
}

fn cites(text: &str, id: &str) -> bool {
    text.match_indices("[@").any(|(at, _)| text[at + 2..].strip_prefix(id).is_some_and(|rest| rest.starts_with(']')))
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_source_that_another_relays_is_used() {
        let agency = "[sources.agency]\npublisher = \"A\"\ndate = 2024-05-13\n";
        finds(&RULE, 1, agency);
        finds(&RULE, 1, &format!("{agency}[next_steps.a]\ntext = \"As the agency says [@ministry].\""));
        let relaying = "[sources.ministry]\npublisher = \"M\"\ndate = 2024-05-13\nrelays = \"agency\"\n";
        finds(&RULE, 0, &format!("{agency}{relaying}"));
    }
}
