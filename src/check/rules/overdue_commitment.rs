//! A commitment past its day that is still pending.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::CommitmentStatus;

rule! {
    "overdue-commitment" Warning Tables
    "A commitment was due before `as_of`, and its status is not given, or is `pending` and was not reviewed since."
    "Whether a promise was kept is the first thing a reader asks, and a status from before the date does not answer it. Look again: if nothing has been done and it is still owed, `pending` is right, and `reviewed` says that you looked; the page lists it as overdue. Write \"met\" if it was kept, \"begun\" or \"partial\" if it is late and being carried out, \"missed\" if it is no longer expected. If the parties have agreed on a later date, change `due`."
    { r#"[commitments.data]
by = "upstream"
text = "Publishes the flow data."
due = 2024-04-30
status = "pending"
sources = ["ministry"]"# => r#"[commitments.data]
by = "upstream"
text = "Publishes the flow data."
due = 2024-04-30
status = "pending"
reviewed = 2024-05-10
sources = ["ministry"]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let as_of = subject.brief.as_of;
    for (id, commitment) in &subject.brief.commitments {
        let Some(due) = commitment.due.filter(|_| commitment.is_overdue(as_of)) else { continue };
        let is_current = match commitment.status {
            None => false,
            Some(CommitmentStatus::Pending) => commitment.reviewed.is_some_and(|day| day >= due.end()),
            Some(_) => true,
        };
        if is_current {
            continue;
        }
        let path = format!("commitments.{id}");
        let when = if commitment.circa { "around" } else { "on" };
        out.push(
            Diagnostic::new(RULE.code, format!("this was due {when} {due}, before the information cut-off, {as_of}"))
                .at(subject.field(&path, "status"))
                .related(subject.place(&format!("{path}.due")), "due")
                .help("if it is still pending, give the day on which you checked in `reviewed`; otherwise write `met`, `begun`, `partial` or `missed`"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn what_is_due_on_the_day_is_not_overdue() {
        let data = "[commitments.a]\nby = \"upstream\"\ntext = \"T.\"\n";
        finds(&RULE, 0, &format!("{data}due = 2024-05-14"));
        finds(&RULE, 1, &format!("{data}due = 2024-05-13"));
        finds(&RULE, 0, &format!("{data}due = \"2024-05\""));
        finds(&RULE, 1, &format!("{data}due = \"2024-04\""));
        finds(&RULE, 0, data);
        finds(&RULE, 0, &format!("{data}due = 2024-05-13\nstatus = \"partial\""));
    }

    #[test]
    fn an_approximate_date_is_past_after_a_month() {
        let data = "[commitments.a]\nby = \"upstream\"\ntext = \"T.\"\ncirca = true\n";
        finds(&RULE, 0, &format!("{data}due = 2024-04-13"));
        finds(&RULE, 1, &format!("{data}due = 2024-04-12"));
        finds(&RULE, 0, &format!("{data}due = \"2023\""));
        finds(&RULE, 1, &format!("{data}due = \"2022\""));
    }

    #[test]
    fn what_was_reviewed_since_is_pending_on_purpose() {
        let data = "[commitments.a]\nby = \"upstream\"\ntext = \"T.\"\ndue = 2024-05-10\n";
        finds(&RULE, 0, &format!("{data}status = \"pending\"\nreviewed = 2024-05-10"));
        finds(&RULE, 1, &format!("{data}status = \"pending\"\nreviewed = 2024-05-09"));
        finds(&RULE, 1, &format!("{data}reviewed = 2024-05-10"));
        let month = data.replace("2024-05-10", "\"2024-04\"");
        finds(&RULE, 0, &format!("{month}status = \"pending\"\nreviewed = 2024-04-30"));
        finds(&RULE, 1, &format!("{month}status = \"pending\"\nreviewed = 2024-04-29"));
    }
}
