//! A party of which the brief says nothing.

use std::cell::LazyCell;
use std::collections::HashSet;

use super::text_index::TextIndex;
use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::language;
use crate::model::{Blocs, Id, Party, Role};
use crate::schema::Target;

rule! {
    "silent-party" Warning File
    "A principal without any position, or another party about which the brief says nothing."
    "It is on the page, but the reader learns nothing about it. Add what it wants, or delete it. A mediator, a facilitator, a host or an observer needs no position, nor does a member of a bloc that has one."
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

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let brief = subject.brief;
    let speak: HashSet<&Id> = brief.positions.values().flat_map(|positions| positions.keys()).collect();
    let spoken_of = LazyCell::new(|| SpokenOf::new(subject));
    let blocs = Blocs::of(brief);
    let speaks = |id: &Id| speak.contains(id);
    let silent = brief.parties.iter().filter(|(id, _)| !speaks(id) && blocs.speaking_for(id, speaks).is_empty());
    for (id, party) in silent {
        let place = || subject.place(&format!("parties.{id}"));
        if party.role == Role::Principal {
            out.push(
                Diagnostic::new(RULE.code, format!("the principal `{id}` has no position on any issue"))
                    .at(place())
                    .help(format!(
                        "add [positions.ISSUE.{id}], with `stance = \"unknown\"` if it is not known; or give it another role"
                    )),
            );
        } else if !is_third(party.role) && !spoken_of.has(id, party) {
            out.push(
                Diagnostic::new(RULE.code, format!("the brief says nothing about the party `{id}`"))
                    .at(place())
                    .help("say what it wants or does, or delete it"),
            );
        }
    }
}

/// Whether a party is at the table for the others: it wants nothing there, and its role says what it does.
fn is_third(role: Role) -> bool {
    matches!(role, Role::Mediator | Role::Facilitator | Role::Host | Role::Observer)
}

/// Of whom a brief speaks.
struct SpokenOf<'s> {
    /// Those whom another record than that of a party names by their ids: being a member of a bloc says nothing.
    ids: HashSet<&'s str>,
    texts: TextIndex<'s>,
}

impl<'s> SpokenOf<'s> {
    fn new(subject: &'s CheckSubject<'_>) -> Self {
        let named = subject.mentions().iter().filter(|it| it.target == Target::Party);
        let ids = named.filter(|it| !it.path.starts_with("parties.")).map(|it| it.id.as_str()).collect();
        Self { ids, texts: TextIndex::of(subject, |_| true) }
    }

    fn has(&self, id: &Id, party: &Party) -> bool {
        // What it wants is something said of it.
        let wants = !party.interests.is_empty() || !party.red_lines.is_empty() || party.alternatives.is_some();
        if wants || self.ids.contains(id.as_str()) {
            return true;
        }
        let persons = party.representatives.iter().filter_map(|person| person.name.split(' ').next_back());
        let mut names = [party.name.as_str(), party.short()].into_iter().chain(persons);
        let own = format!("parties.{id}");
        // “The Coalition”, and then “the coalition”: a name of one word may be a common noun.
        let is_said = |name: &str| {
            let is_noun = !name.contains(|c: char| c.is_whitespace() || c == '-');
            self.texts.has_name(name, &own) || is_noun && self.texts.has_name(&language::lower(name), &own)
        };
        names.any(is_said)
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
        finds(
            &RULE,
            0,
            "[parties.host]\nname = \"Туреччина\"\nrole = \"supporter\"\n[next_steps.a]\ntext = \"Зустріч у Туреччині.\"",
        );
        finds(
            &RULE,
            0,
            "[parties.host]\nname = \"Coalition\"\nrole = \"supporter\"\n[next_steps.a]\ntext = \"The coalition draws down.\"",
        );
        let option = "[options.wait]\ntitle = \"Wait\"\nsupported_by = [\"host\"]\n";
        finds(&RULE, 0, &format!("{host}{option}"));
        finds(&RULE, 1, &format!("{host}[parties.bloc]\nname = \"Bloc\"\nrole = \"observer\"\nmembers = [\"host\"]\n"));
        finds(
            &RULE,
            1,
            "[parties.third]\nname = \"Third\"\nrole = \"principal\"\n[next_steps.a]\ntext = \"Ask the Third.\"",
        );
    }

    #[test]
    fn a_hyphen_makes_no_other_name() {
        for (name, text) in [
            ("Front Line", "The Front-Line Presidents press it."),
            ("Front-Line States", "The States of the Front Line."),
        ] {
            let party = format!("[parties.third]\nname = \"{name}\"\nrole = \"supporter\"\n");
            finds(&RULE, 0, &format!("{party}[next_steps.a]\ntext = \"{text}\""));
            finds(&RULE, 1, &format!("{party}[next_steps.a]\ntext = \"The front is in a line.\""));
        }
    }

    #[test]
    fn a_member_of_a_bloc_that_speaks_is_not_silent() {
        let bloc = |more: &str| {
            format!(
                "[parties.basin]\nname = \"Basin\"\nrole = \"supporter\"\nmembers = [\"third\"]\n{more}\
                 [positions.filling.basin]\nstance = \"supports\"\ntext = \"T.\"\nsources = [\"ministry\"]\n\
                 [parties.third]\nname = \"Bird\"\nrole = \"principal\"\n"
            )
        };
        finds(&RULE, 0, &bloc(""));
        finds(&RULE, 1, &bloc("speaks_for = [\"downstream\"]\n"));
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
