//! An outcome of a meeting that has not been held at the information cut-off.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::{OutcomeResult, Vocabulary as _};

rule! {
    "outcome-after-cut-off" Error Tables
    "The outcome, or a meeting with a result, is dated after `as_of`, the information cut-off, and its result is not `postponed`."
    "Nobody can know what comes of a meeting that has not been held. Move the cut-off forward, or report the last meeting that was held, if there was one, and name the coming one under `[meetings.ID]` or `[next_steps.ID]`. A brief written before the first meeting has no outcome."
    { r#"[outcome]
event = "Fourth round"
date = 2024-06-03
result = "framework""# => r#"[outcome]
event = "Fourth round"
date = 2024-06-03
result = "postponed""# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let brief = subject.brief;
    let outcome = brief.outcome.iter().map(|it| ("outcome".to_owned(), it.date, it.circa, it.result));
    let meetings = brief.meetings.iter();
    let meetings = meetings.filter_map(|(id, it)| Some((format!("meetings.{id}"), it.date, it.circa, it.result?)));
    for (path, date, circa, result) in outcome.chain(meetings) {
        if circa || date.start() <= brief.as_of || result == OutcomeResult::Postponed {
            continue;
        }
        let as_of = brief.as_of;
        let message = format!("the result of a meeting on {date} cannot be known at the information cut-off, {as_of}");
        let what = if path == "outcome" { "the outcome" } else { "`result`" };
        out.push(
            Diagnostic::new(RULE.code, message)
                .at(subject.place(&format!("{path}.date")))
                .related(subject.place(&format!("{path}.result")), format!("the result is {}", result.word()))
                .related(subject.place("brief.as_of"), "the information cut-off")
                .help(format!("move `as_of` forward, or delete {what} until the meeting has been held")),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_meeting_on_the_day_of_the_cut_off_was_held() {
        finds(&RULE, 0, "[meetings.r]\nevent = \"R\"\ndate = 2024-06-03\n");
        finds(&RULE, 1, "[meetings.r]\nevent = \"R\"\ndate = 2024-06-03\nresult = \"framework\"\n");
        finds(&RULE, 0, "[outcome]\nevent = \"R\"\ndate = 2024-05-14\nresult = \"framework\"");
    }
}
