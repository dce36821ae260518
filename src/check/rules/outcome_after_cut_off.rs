//! An outcome of a meeting that has not been held at the information cut-off.

use super::{Subject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::{OutcomeResult, Vocabulary as _};

rule! {
    "outcome-after-cut-off" Error Tables
    "The outcome is dated after `as_of`, the information cut-off, and its result is not `postponed`."
    "Nobody can know what comes of a meeting that has not been held. Move the cut-off on, or report the last meeting that was held, if there was one, and name the coming one under `[next_steps.ID]`. A brief written before the first meeting has no outcome."
    { r#"[outcome]
event = "Fourth round"
date = 2024-06-03
result = "framework""# => r#"[outcome]
event = "Fourth round"
date = 2024-06-03
result = "postponed""# }
    check
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(outcome) = &subject.brief.outcome else { return };
    if !outcome.circa && outcome.date.start() > subject.brief.as_of && outcome.result != OutcomeResult::Postponed {
        let message = format!(
            "the result of a meeting on {} cannot be known at the information cut-off, {}",
            outcome.date, subject.brief.as_of
        );
        out.push(
            Diagnostic::new(RULE.code, message)
                .at(subject.place("outcome.date"))
                .related(subject.place("outcome.result"), format!("the result is {}", outcome.result.word()))
                .related(subject.place("brief.as_of"), "the information cut-off")
                .help("move `as_of` on, or delete the outcome until the meeting has been held"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_meeting_on_the_day_of_the_cut_off_was_held() {
        finds(&RULE, 0, "[outcome]\nevent = \"R\"\ndate = 2024-05-14\nresult = \"framework\"");
    }
}
