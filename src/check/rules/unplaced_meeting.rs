//! A meeting to come of which the reader does not learn where or when it is.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::BriefKind;

rule! {
    "unplaced-meeting" Note File
    "The meeting for which a brief of the kind `meeting` prepares has no `place` or no `time`. A meeting of several days needs no time."
    "The reader has to be there. The page prints both at the top, and you can also say that something is not settled yet: `time = \"to be confirmed\"`."
    { r#"[brief]
title = "Reservoir talks: the fourth round"
as_of = 2024-05-14
kind = "meeting"
bottom_line = "Ask for a date [@ministry]."

[meetings.fourth-round]
event = "Fourth round"
date = 2024-05-20
place = "Geneva""# => r#"[brief]
title = "Reservoir talks: the fourth round"
as_of = 2024-05-14
kind = "meeting"
bottom_line = "Ask for a date [@ministry]."

[meetings.fourth-round]
event = "Fourth round"
date = 2024-05-20
time = "10:00"
place = "Geneva""# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let brief = subject.brief;
    let Some((id, meeting)) = brief.coming_meeting().filter(|_| brief.kind == Some(BriefKind::Meeting)) else { return };
    // A meeting of several days has no hour of its own, nor has one of which only the month is known.
    let is_timed = meeting.time.is_some() || meeting.date.start() != meeting.date.end();
    let (message, help) = match (meeting.place.is_some(), is_timed) {
        (false, false) => ("the coming meeting has neither `place` nor `time`", "add `place` and `time`"),
        (false, true) => ("the coming meeting has no `place`", "add `place`"),
        (true, false) => ("the coming meeting has no `time`", "add `time`"),
        (true, true) => return,
    };
    out.push(Diagnostic::new(RULE.code, message).at(subject.place(&format!("meetings.{id}"))).help(help));
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn only_the_next_meeting_needs_a_place() {
        let head = "[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"B [@ministry].\"\nkind = \"meeting\"\n";
        let next = "[meetings.a]\nevent = \"A\"\ndate = 2024-05-20\n";
        let later = "[meetings.b]\nevent = \"B\"\ndate = 2024-05-27\n";
        finds(&RULE, 1, &format!("{head}{next}"));
        finds(&RULE, 0, next);
        finds(&RULE, 0, &format!("{head}{later}{next}time = \"10:00\"\nplace = \"Geneva\"\n"));
        let days = next.replace("2024-05-20", "\"2024-05-20/2024-05-21\"");
        finds(&RULE, 1, &format!("{head}{next}place = \"Geneva\"\n"));
        finds(&RULE, 0, &format!("{head}{days}place = \"Geneva\"\n"));
        finds(&RULE, 1, &format!("{head}{days}"));
        let placed = format!("{head}{next}time = \"10:00\"\nplace = \"Geneva\"\n");
        for vague in ["\"2019\"\ncirca = true", "\"2024\"", "\"2024-05\"", "2024-05-10\ncirca = true"] {
            finds(&RULE, 0, &format!("{placed}[meetings.old]\nevent = \"O\"\ndate = {vague}\n"));
        }
    }
}
