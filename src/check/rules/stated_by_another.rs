//! A position that a party is said to have stated itself, and that another party said.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::{Basis, Id, PartyKind};

rule! {
    "stated-by-another" Warning Tables
    "A position has `basis = \"stated\"`, but `said_by` names another party."
    "The reader takes it for the party's own word, but it is what another party says about it, perhaps an opponent (ICD 206, on sourcing). What A says about what B wants is `basis = \"reported\"`, or a claim by A."
    { r#"[positions.filling.upstream]
stance = "demands"
text = "Five years, fixed."
basis = "stated"
said_by = "downstream"
sources = ["ministry"]"# => r#"[positions.filling.upstream]
stance = "demands"
text = "Five years, fixed."
basis = "reported"
said_by = "downstream"
sources = ["ministry"]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    for (issue, positions) in &subject.brief.positions {
        for (party, position) in positions.iter().filter(|(_, position)| position.basis == Some(Basis::Stated)) {
            // A member speaks for its coalition.
            let is_one = |id: &Id| subject.brief.parties.get(id).is_none_or(|it| it.kind != Some(PartyKind::Coalition));
            let Some(other) = position.attribution.said_by.as_ref().filter(|by| *by != party && is_one(party)) else {
                continue;
            };
            let path = format!("positions.{issue}.{party}");
            out.push(
                Diagnostic::new(RULE.code, format!("this is marked as stated by `{party}`, but was said by `{other}`"))
                    .at(subject.place(&format!("{path}.said_by")))
                    .related(subject.place(&format!("{path}.basis")), "")
                    .help("write `basis = \"reported\"`, or correct `said_by`"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_party_may_state_its_own_position() {
        let position = "[positions.filling.upstream]\nstance = \"demands\"\ntext = \"T.\"\nsources = [\"ministry\"]\n";
        finds(&RULE, 0, &format!("{position}basis = \"stated\"\nsaid_by = \"upstream\""));
        finds(&RULE, 0, &format!("{position}said_by = \"downstream\""));
    }
}
