//! A day of review that cannot be right.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::CommitmentStatus;

rule! {
    "misdated-review" Warning Tables
    "`reviewed` of a commitment is after `as_of`, before the meeting at which it was promised, or before the day by which a `missed` one was due."
    "The reader assumes that the status was current on the day `reviewed`. That day cannot be after the information cut-off or before the promise was made; and nobody has missed a deadline before it has passed."
    { r#"[commitments.data]
by = "upstream"
text = "Publishes the flow data."
reviewed = 2024-05-20
sources = ["ministry"]"# => r#"[commitments.data]
by = "upstream"
text = "Publishes the flow data."
reviewed = 2024-05-10
sources = ["ministry"]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let brief = subject.brief;
    for (id, commitment) in &brief.commitments {
        let Some(reviewed) = commitment.reviewed else { continue };
        let path = format!("commitments.{id}");
        let meeting = commitment.meeting.as_ref().and_then(|id| Some((id, brief.meetings.get(id)?)));
        let due = commitment.due.filter(|_| commitment.status == Some(CommitmentStatus::Missed) && !commitment.circa);
        let (message, other, what) = if reviewed > brief.as_of {
            let message = format!("the review of {reviewed} is after the information cut-off, {}", brief.as_of);
            (message, "brief.as_of".to_owned(), "the information cut-off")
        } else if let Some((id, meeting)) = meeting.filter(|(_, it)| !it.circa && reviewed < it.date.start()) {
            let message = format!("the review of {reviewed} is before the meeting of {}", meeting.date);
            (message, format!("meetings.{id}.date"), "the meeting at which it was promised")
        } else if let Some(due) = due.filter(|due| reviewed <= due.start()) {
            let message = format!("this is called missed as of {reviewed}, but it was due on {due}");
            (message, format!("{path}.due"), "due")
        } else {
            continue;
        };
        out.push(
            Diagnostic::new(RULE.code, message)
                .at(subject.place(&format!("{path}.reviewed")))
                .related(subject.place(&other), what)
                .help("give the day on which the status was last checked"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_review_is_between_the_promise_and_the_cut_off() {
        let with = |fields: &str| format!("[commitments.a]\nby = \"upstream\"\ntext = \"T.\"\n{fields}\n");
        let meeting = "[meetings.m]\nevent = \"M\"\ndate = 2024-05-02\nresult = \"procedural\"\n";
        finds(&RULE, 0, &with("reviewed = 2024-05-14"));
        finds(&RULE, 1, &with("reviewed = 2024-05-15"));
        finds(&RULE, 1, &format!("{}{meeting}", with("reviewed = 2024-05-01\nmeeting = \"m\"")));
        finds(&RULE, 0, &format!("{}{meeting}", with("reviewed = 2024-05-02\nmeeting = \"m\"")));
        finds(&RULE, 1, &with("reviewed = 2024-05-10\ndue = 2024-05-10\nstatus = \"missed\""));
        finds(&RULE, 0, &with("reviewed = 2024-05-11\ndue = 2024-05-10\nstatus = \"missed\""));
        finds(&RULE, 0, &with("reviewed = 2024-05-10\ndue = 2024-05-12\nstatus = \"begun\""));
    }
}
