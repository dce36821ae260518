//! A party of which the brief says nothing.

use super::subject::words;
use super::{Subject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::{Id, Owner, Party, Role};

rule! {
    "silent-party" Warning File
    "A principal without any position, or another party that the brief does not speak of."
    "It stands on the page, and the reader learns nothing about it. Add what it wants, or delete it. A mediator, a facilitator, a host or an observer need not speak."
    { r#"[parties.bank]
name = "Development Bank"
role = "supporter""# => r#"[parties.bank]
name = "Development Bank"
role = "supporter"

[next_steps.credit]
text = "Decide on the credit."
owner = "bank""# }
    check
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let brief = subject.brief;
    for (id, party) in &brief.parties {
        if brief.positions.values().any(|positions| positions.contains_key(id)) {
            continue;
        }
        let place = subject.place(&format!("parties.{id}"));
        if party.role == Role::Principal {
            out.push(
                Diagnostic::new(RULE.code, format!("the principal `{id}` has no position on any issue"))
                    .at(place)
                    .help(format!(
                        "add [positions.ISSUE.{id}], where it is not known with `stance = \"undeclared\"`; or give it another role"
                    )),
            );
        } else if !is_third(party.role) && !is_spoken_of(subject, id, party) {
            out.push(
                Diagnostic::new(RULE.code, format!("the brief does not speak of the party `{id}`"))
                    .at(place)
                    .help("say what it wants or does, or delete it"),
            );
        }
    }
}

/// Whether a party is at the table for the others: it wants nothing there, and its role says what it does.
fn is_third(role: Role) -> bool {
    matches!(role, Role::Mediator | Role::Facilitator | Role::Host | Role::Observer)
}

fn is_spoken_of(subject: &Subject<'_>, id: &Id, party: &Party) -> bool {
    let brief = subject.brief;
    let own = format!("parties.{id}");
    let by_id = subject.statements.iter().any(|statement| statement.attribution.said_by.as_ref() == Some(id))
        || brief.claims.values().any(|claim| claim.denied_by.contains(id))
        || brief.commitments.values().any(|commitment| commitment.by == *id)
        || brief.next_steps.values().any(|step| step.owner == Some(Owner::Party(id.clone())));
    // What it wants is something said of it.
    let wants = !party.interests.is_empty() || !party.red_lines.is_empty() || party.alternatives.is_some();
    by_id || wants || {
        let persons = party.representatives.iter().filter_map(|person| person.name.split(' ').next_back());
        let names: Vec<&str> = [party.name.as_str(), party.short()].into_iter().chain(persons).collect();
        let texts = subject.texts.iter().filter(|text| text.record() != own);
        texts.into_iter().any(|text| names.iter().any(|name| names_it(&text.plain, name)))
    }
}

/// Whether a text has the name. Inflected languages change its end, so the start of each long word is enough.
fn names_it(text: &str, name: &str) -> bool {
    text.contains(name) || {
        let stem = |word: &str| {
            let count = word.chars().count();
            let keep = if count > 5 { count - 2 } else { count };
            word.chars().take(keep).collect::<String>()
        };
        let mut long = words(name).filter(|(_, word)| word.chars().count() > 3).map(|(_, word)| stem(word)).peekable();
        long.peek().is_some() && long.all(|stem| words(text).any(|(_, word)| word.starts_with(&stem)))
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_party_that_is_named_or_acts_is_not_silent() {
        let host = "[parties.host]\nname = \"Kingdom of Somewhere\"\nshort = \"Somewhere\"\nrole = \"supporter\"\n";
        finds(&RULE, 1, host);
        finds(&RULE, 0, &format!("{host}[next_steps.a]\ntext = \"Meet in Somewhere.\""));
        finds(&RULE, 0, &format!("{host}[claims.a]\ntext = \"T.\"\nsaid_by = \"host\"\nsources = [\"ministry\"]"));
        finds(&RULE, 0, "[parties.host]\nname = \"Туреччина\"\nrole = \"supporter\"\n[next_steps.a]\ntext = \"Зустріч у Туреччині.\"");
        finds(&RULE, 1, "[parties.third]\nname = \"Third\"\nrole = \"principal\"\n[next_steps.a]\ntext = \"Ask the Third.\"");
    }

    #[test]
    fn who_is_there_for_the_others_need_not_speak() {
        let party = |role: &str| format!("[parties.third]\nname = \"Bird\"\nrole = \"{role}\"");
        for role in ["mediator", "facilitator", "host", "observer"] {
            finds(&RULE, 0, &party(role));
        }
        for role in ["guarantor", "supporter", "affected", "spoiler", "excluded", "principal"] {
            finds(&RULE, 1, &party(role));
        }
    }
}
