//! A position that is known only from what another principal publishes.

use std::collections::HashMap;

use super::subject::phrases;
use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::{Basis, Id, Role};

rule! {
    "adversary-source" Warning Tables
    "All sources of a position are publications of another principal, but the position is not marked as reported."
    "What one side says about the other serves its case (ICD 203: weigh the motives of sources). Add a source from the party itself or a third side, or set `basis = \"reported\"` and name who said it."
    { r#"[positions.filling.downstream]
stance = "rejects"
text = "No schedule at all."
sources = ["paper"]

[sources.paper]
publisher = "Government of the Upstream Republic"
date = 2024-05-13"# => r#"[positions.filling.downstream]
stance = "rejects"
text = "No schedule at all."
basis = "reported"
sources = ["paper"]

[sources.paper]
publisher = "Government of the Upstream Republic"
date = 2024-05-13"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let brief = subject.brief;
    let principals = || brief.parties.iter().filter(|(_, party)| party.role == Role::Principal);
    let names = |id: &Id, text: &str| {
        let party = brief.parties.get(id);
        let names = party.map(|party| [party.name.to_ascii_lowercase(), party.short().to_ascii_lowercase()]);
        // A name of two letters is in other words.
        let names = names.into_iter().flatten().filter(|it| it.len() > 2);
        names.filter(|it| !phrases(text, &[it.as_str()]).is_empty()).collect::<Vec<_>>()
    };
    let owner = |publisher: &str| {
        let mut all = principals().map(|(id, _)| (id, names(id, publisher))).filter(|(_, names)| !names.is_empty());
        let (id, names) = all.next().filter(|_| all.next().is_none())?;
        names.iter().any(|name| is_of(publisher, name)).then_some(id)
    };
    // The principal that a source's publisher is named after; one that is named after two speaks for neither alone.
    let of: HashMap<&Id, &Id> =
        brief.sources.iter().filter_map(|(id, source)| Some((id, owner(&source.publisher)?))).collect();
    let mut statements = subject.statements.iter().filter(|it| it.noun == "position");
    for (issue, positions) in &brief.positions {
        for (party, position) in positions {
            let Some(statement) = statements.next() else { return };
            let attribution = &position.attribution;
            let is_said = matches!(position.basis, Some(Basis::Reported | Basis::Inferred))
                || attribution.verification.is_some()
                || attribution.said_by.as_ref().is_some_and(|by| by != party);
            let sources = statement.sources();
            let other = |id: &&Id| of.get(*id).copied().filter(|of| *of != party);
            let others: Option<Vec<&Id>> = sources.iter().map(other).collect();
            let Some(first) = others.as_ref().and_then(|others| others.first()).filter(|_| !is_said) else { continue };
            let message = format!("what `{party}` wants is known only from `{first}`");
            out.push(
                Diagnostic::new(RULE.code, message)
                    .at(subject.field(&format!("positions.{issue}.{party}"), "sources"))
                    .help("add a source from the party itself or a third side, or write `basis = \"reported\"`"),
            );
        }
    }
}

/// Whether a publisher is named after a party: `Government of Iran`, `Iran radio`. What follows a comma is often the name of
/// a publication, which may be about the party: `Institute of Peace, Iran Primer`. There the name has to come last.
fn is_of(publisher: &str, name: &str) -> bool {
    publisher.split(',').enumerate().any(|(at, part)| {
        phrases(part, &[name]).iter().any(|(range, _)| at == 0 || part[range.end..].trim().is_empty())
    })
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_party_s_own_source_and_a_third_one_are_enough() {
        let position = "[positions.filling.downstream]\nstance = \"rejects\"\ntext = \"T.\"\n";
        let source = "[sources.paper]\npublisher = \"Upstream radio\"\ndate = 2024-05-13\n";
        finds(&RULE, 1, &format!("{position}sources = [\"paper\"]\n{source}"));
        finds(&RULE, 0, &format!("{position}sources = [\"paper\", \"ministry\"]\n{source}"));
        finds(&RULE, 0, &format!("{position}sources = [\"paper\"]\n{}", source.replace("Upstream", "Downstream")));
    }

    #[test]
    fn a_publication_about_a_party_is_not_one_of_it() {
        let position = "[positions.filling.downstream]\nstance = \"rejects\"\ntext = \"T.\"\nsources = [\"paper\"]\n";
        for (publisher, count) in [
            ("Ministry of Water of Upstream", 1),
            ("Ministry of Water, Upstream", 1),
            ("Institute of Rivers, Upstream Primer", 0),
            ("Upstream and Downstream, joint statement", 0),
            ("Radio, in Upstream News", 0),
            ("Upstream Institute of Peace, Downstream Primer", 0),
        ] {
            let source = format!("[sources.paper]\npublisher = \"{publisher}\"\ndate = 2024-05-13\n");
            finds(&RULE, count, &format!("{position}{source}"));
        }
    }
}
