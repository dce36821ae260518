//! Somebody who is to speak at a meeting and is not there.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::Id;

rule! {
    "absent-speaker" Warning Tables
    "The `order` of a meeting, or the agenda of the coming one, names a person who is not among its `participants`."
    "The page lists who is at the meeting, and then names a speaker who is not. Add the person to `participants`, or give the item to another."
    { r#"[people.diallo]
name = "Amina Diallo"

[people.osei]
name = "Kofi Osei"

[meetings.fourth-round]
event = "Fourth round"
date = 2024-05-20
participants = ["diallo"]

[agenda.filling]
title = "Filling schedule"
lead = "osei""# => r#"[people.diallo]
name = "Amina Diallo"

[people.osei]
name = "Kofi Osei"

[meetings.fourth-round]
event = "Fourth round"
date = 2024-05-20
participants = ["diallo", "osei"]

[agenda.filling]
title = "Filling schedule"
lead = "osei""# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let brief = subject.brief;
    let mut report = |person: &Id, place: &str, meeting: &Id| {
        out.push(
            Diagnostic::new(RULE.code, format!("`{person}` is to speak, but is not at the meeting"))
                .at(subject.place(place))
                .related(subject.place(&format!("meetings.{meeting}.participants")), "those who are")
                .help(format!("add \"{person}\" to `participants`, or name another person")),
        );
    };
    for (id, meeting) in brief.meetings.iter().filter(|(_, it)| !it.participants.is_empty()) {
        for (at, person) in meeting.order.iter().enumerate().filter(|(_, it)| !meeting.participants.contains(it)) {
            report(person, &format!("meetings.{id}.order[{at}]"), id);
        }
    }
    let Some((id, meeting)) = brief.coming_meeting().filter(|(_, it)| !it.participants.is_empty()) else { return };
    for (item, it) in &brief.agenda {
        if let Some(lead) = it.lead.as_ref().filter(|lead| !meeting.participants.contains(lead)) {
            report(lead, &format!("agenda.{item}.lead"), id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_meeting_without_participants_says_nothing_of_who_is_absent() {
        let people = "[people.a]\nname = \"A\"\n[people.b]\nname = \"B\"\n";
        let meeting = "[meetings.m]\nevent = \"M\"\ndate = 2024-05-20\norder = [\"b\", \"a\"]\n";
        finds(&RULE, 0, &format!("{people}{meeting}"));
        finds(&RULE, 1, &format!("{people}{meeting}participants = [\"a\"]\n"));
        finds(&RULE, 0, &format!("{people}{meeting}participants = [\"a\", \"b\"]\n"));
    }
}
