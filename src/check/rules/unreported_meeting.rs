//! A meeting that has passed and of which the brief says nothing.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;

rule! {
    "unreported-meeting" Warning Tables
    "A meeting whose day is before `as_of` has no `result`. One with `circa` is reported a month after its date, or a year after it when only its year is known."
    "The reader does not learn whether it was held. Give its result, or say that it was postponed."
    { r#"[meetings.third-round]
event = "Third round"
date = 2024-05-02
place = "Geneva""# => r#"[meetings.third-round]
event = "Third round"
date = 2024-05-02
place = "Geneva"
result = "procedural""# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let as_of = subject.brief.as_of;
    for (id, meeting) in &subject.brief.meetings {
        if meeting.result.is_some() || meeting.is_coming(as_of) {
            continue;
        }
        let when = if meeting.circa { "around" } else { "on" };
        let message =
            format!("the meeting was {when} {}, before the information cut-off, and has no `result`", meeting.date);
        out.push(
            Diagnostic::new(RULE.code, message)
                .at(subject.place(&format!("meetings.{id}.date")))
                .related(subject.place("brief.as_of"), "the information cut-off")
                .help("add `result`; `postponed` for one that was not held"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_meeting_of_the_day_is_still_to_come() {
        for (date, count) in [("2024-05-13", 1), ("2024-05-14", 0), ("\"2024-05\"", 0), ("2024-05-15", 0)] {
            finds(&RULE, count, &format!("[meetings.a]\nevent = \"A\"\ndate = {date}\n"));
        }
    }

    #[test]
    fn an_approximate_date_leaves_a_meeting_open_for_a_time() {
        for (date, count) in [
            ("2024-05-13", 0),
            ("2024-04-13", 0),
            ("2024-04-12", 1),
            ("\"2024-04\"", 0),
            ("\"2024-03\"", 1),
            ("\"2023\"", 0),
            ("\"2022\"", 1),
            ("\"2019\"", 1),
            ("\"9999\"", 0),
        ] {
            finds(&RULE, count, &format!("[meetings.a]\nevent = \"A\"\ndate = {date}\ncirca = true\n"));
        }
    }
}
