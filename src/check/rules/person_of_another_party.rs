//! A representative of a party who is the person of another.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;

rule! {
    "person-of-another-party" Warning Tables
    "A representative of a party names a person whose `party` is another."
    "The page states twice for whom the person speaks, and one of the two is wrong. Somebody who is put on the wrong side of the table is addressed as an opponent, or trusted as a friend."
    { r#"[people.diallo]
name = "Amina Diallo"
party = "downstream"

[parties.upstream]
name = "Upstream Republic"
short = "Upstream"
role = "principal"
representatives = [{ name = "Amina Diallo", person = "diallo" }]"# => r#"[people.diallo]
name = "Amina Diallo"
party = "upstream"

[parties.upstream]
name = "Upstream Republic"
short = "Upstream"
role = "principal"
representatives = [{ name = "Amina Diallo", person = "diallo" }]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let brief = subject.brief;
    for (party, it) in &brief.parties {
        for (at, representative) in it.representatives.iter().enumerate() {
            let Some(id) = &representative.person else { continue };
            let Some(other) = brief.people.get(id).and_then(|person| person.party.as_ref()) else { continue };
            if other != party {
                let message = format!("`{id}` represents `{party}` here, but belongs to the party `{other}`");
                out.push(
                    Diagnostic::new(RULE.code, message)
                        .at(subject.place(&format!("parties.{party}.representatives[{at}].person")))
                        .related(subject.place(&format!("people.{id}.party")), "of this party")
                        .help("correct the party of the person, or the representative"),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_person_without_a_party_may_represent_any() {
        let brief = |party: &str| {
            format!(
                "[people.a]\nname = \"A\"\n{party}\n[parties.upstream]\nname = \"U\"\nrole = \"principal\"\n\
                 representatives = [{{ name = \"A\", person = \"a\" }}]"
            )
        };
        finds(&RULE, 0, &brief(""));
        finds(&RULE, 0, &brief("party = \"upstream\""));
        finds(&RULE, 1, &brief("party = \"downstream\""));
    }
}
