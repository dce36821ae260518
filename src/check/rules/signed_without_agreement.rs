//! A meeting without agreement whose text is signed.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::{Instrument, OutcomeResult, Vocabulary as _};

rule! {
    "signed-without-agreement" Warning Tables
    "The outcome is `no-agreement`, `collapsed` or `postponed`, but its `instrument` is signed or initialled."
    "A signed text means that something was agreed, if only a protocol. One of the two is wrong, and the reader will be asked about it."
    { r#"[outcome]
event = "Third round"
date = 2024-05-12
result = "no-agreement"
instrument = "signed""# => r#"[outcome]
event = "Third round"
date = 2024-05-12
result = "no-agreement"
instrument = "none""# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(outcome) = &subject.brief.outcome else { return };
    let nothing =
        matches!(outcome.result, OutcomeResult::NoAgreement | OutcomeResult::Collapsed | OutcomeResult::Postponed);
    let signed = outcome.instrument.filter(|it| matches!(it, Instrument::Signed | Instrument::Initialled));
    if let Some(instrument) = signed.filter(|_| nothing) {
        let message = format!("the result is {}, but a text is {}", outcome.result.word(), instrument.word());
        out.push(
            Diagnostic::new(RULE.code, message)
                .at(subject.place("outcome.instrument"))
                .related(subject.place("outcome.result"), "")
                .help("correct one of the two"),
        );
    }
}
