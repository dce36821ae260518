//! A person to whom nothing refers.

use std::collections::HashSet;

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::Id;

rule! {
    "unused-person" Warning File
    "A person in `[people.ID]` to whom nothing refers and who speaks in no statement."
    "The page of a meeting lists everybody in `[people.ID]`: the reader looks for somebody who is not at the meeting. Name the person where they belong, or delete the record."
    { r#"[people.diallo]
name = "Amina Diallo"
title = "Minister of Water""# => r#"[people.diallo]
name = "Amina Diallo"
title = "Minister of Water"

[agenda.filling]
title = "Filling schedule"
lead = "diallo""# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let brief = subject.brief;
    let leads = brief.agenda.values().filter_map(|item| item.lead.as_ref());
    let representatives = brief.parties.values().flat_map(|party| &party.representatives);
    let there = brief.meetings.values().flat_map(|it| it.participants.iter().chain(&it.order));
    let named: HashSet<&Id> = representatives.filter_map(|it| it.person.as_ref()).chain(leads).chain(there).collect();
    let speakers: HashSet<&str> =
        subject.statements.iter().filter_map(|statement| statement.attribution.speaker.as_deref()).collect();
    for (id, person) in brief.people.iter().filter(|(id, _)| !named.contains(id)) {
        if person.names().any(|name| speakers.contains(name)) {
            continue;
        }
        out.push(
            Diagnostic::new(RULE.code, format!("nothing in the brief refers to the person `{id}`"))
                .at(subject.place(&format!("people.{id}")))
                .help(format!("name them in `participants` of a meeting, in `lead` of the agenda, or as {{ name = \"…\", person = \"{id}\" }} in `representatives`; or delete the record")),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn who_is_named_or_speaks_is_used() {
        let person = "[people.a]\nname = \"Bo Li\"\nalso = [\"Li Bo\"]\n";
        finds(&RULE, 1, person);
        finds(&RULE, 0, &format!("{person}[agenda.x]\ntitle = \"T\"\nlead = \"a\""));
        finds(&RULE, 0, &format!("{person}[meetings.x]\nevent = \"E\"\ndate = 2024-05-20\nparticipants = [\"a\"]"));
        let claim = "[claims.x]\ntext = \"T.\"\nsources = [\"ministry\"]\nsaid_by = \"upstream\"\n";
        finds(&RULE, 0, &format!("{person}{claim}speaker = \"Li Bo\""));
        finds(&RULE, 1, &format!("{person}{claim}speaker = \"Bo\""));
        let party = "[parties.upstream]\nname = \"U\"\nrole = \"principal\"\n";
        let named = format!("{party}representatives = [{{ name = \"Bo Li\", person = \"a\" }}]\n");
        finds(&RULE, 0, &format!("{person}{named}"));
    }
}
