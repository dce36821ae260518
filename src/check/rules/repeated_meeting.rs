//! One meeting that a brief has twice.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::{Id, Meeting};

rule! {
    "repeated-meeting" Warning Tables
    "Two meetings have the same `event` and `date`, or a meeting with a `result` is also in `[outcome]`."
    "The page reports one meeting as two, and a reader counts both. Two sessions on one day need different names; report the result of a meeting once, in `[meetings.ID]` or in `[outcome]`."
    { r#"[meetings.round]
event = "Third round"
date = 2024-05-12
result = "procedural""# => r#"[meetings.round]
event = "Second round"
date = 2024-04-12
result = "procedural""# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let brief = subject.brief;
    let key = |event: &str| event.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let all: Vec<(&Id, &Meeting, String)> = brief.meetings.iter().map(|(id, it)| (id, it, key(&it.event))).collect();
    for (at, (id, meeting, name)) in all.iter().enumerate() {
        let place = subject.place(&format!("meetings.{id}"));
        let is_same = |(_, other, known): &&(&Id, &Meeting, String)| other.date == meeting.date && known == name;
        if let Some((other, ..)) = all[..at].iter().find(is_same) {
            out.push(
                Diagnostic::new(RULE.code, format!("`{id}` is the same meeting as `{other}`"))
                    .at(place)
                    .related(subject.place(&format!("meetings.{other}")), "this one")
                    .help("delete one of them, or make clear in `event` how they differ"),
            );
            continue;
        }
        let outcome = brief.outcome.as_ref().filter(|it| it.date == meeting.date && key(&it.event) == *name);
        if outcome.is_some() && meeting.result.is_some() {
            out.push(
                Diagnostic::new(RULE.code, format!("the result of `{id}` is in [outcome], too"))
                    .at(place)
                    .related(subject.place("outcome"), "the same meeting")
                    .help("delete one of them: the page would report it twice"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_name_and_a_day_make_a_meeting() {
        let meeting =
            |id: &str, event: &str, date: &str| format!("[meetings.{id}]\nevent = \"{event}\"\ndate = {date}\n");
        let one = meeting("a", "Fourth round", "2024-05-20");
        finds(&RULE, 1, &(one.clone() + &meeting("b", "Fourth  Round", "2024-05-20")));
        finds(&RULE, 0, &(one.clone() + &meeting("b", "Fourth round", "2024-05-21")));
        finds(&RULE, 0, &(one + &meeting("b", "Fourth round, evening", "2024-05-20")));
        // The record of who sat there may be next to what came of it.
        finds(&RULE, 0, &meeting("a", "Third round", "\"2024-05-12\""));
    }
}
