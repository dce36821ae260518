//! A commitment past its day that is still pending.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::CommitmentStatus;

rule! {
    "overdue-commitment" Warning Tables
    "A commitment was due before `as_of`, and its status is still `pending` or not given."
    "Whether a promise was kept is the first thing a reader asks. Write \"met\" or \"missed\", or \"begun\" or \"partial\" if it is late and still being carried out; if the parties have agreed on a later date, change `due`."
    { r#"[commitments.data]
by = "upstream"
text = "Publishes the flow data."
due = 2024-04-30
status = "pending"
sources = ["ministry"]"# => r#"[commitments.data]
by = "upstream"
text = "Publishes the flow data."
due = 2024-04-30
status = "missed"
sources = ["ministry"]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let as_of = subject.brief.as_of;
    for (id, commitment) in &subject.brief.commitments {
        let untouched = matches!(commitment.status, None | Some(CommitmentStatus::Pending));
        let Some(due) = commitment.due.filter(|_| untouched && commitment.is_overdue(as_of)) else { continue };
        let path = format!("commitments.{id}");
        out.push(
            Diagnostic::new(RULE.code, format!("this was due on {due}, before the information cut-off, {as_of}"))
                .at(subject.field(&path, "status"))
                .related(subject.place(&format!("{path}.due")), "due")
                .help("write `status = \"met\"` or `status = \"missed\"`; `begun` or `partial` if it is late and still being carried out"),
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
}
