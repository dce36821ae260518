//! Aims and arguments in a brief that does not say whose they are.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;

rule! {
    "unnamed-own-side" Error Tables
    "A brief has aims or arguments, but does not say whose: it has no `own_side`."
    "Nobody knows then which of the parties wants it, and what else is for that party alone. Name the party with `own_side` under `[brief]`."
    { r#"[aims.filling]
goal = "Five years with a review.""# => r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
own_side = "upstream"

[aims.filling]
goal = "Five years with a review.""# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let brief = subject.brief;
    if subject.document.value("brief.own_side").is_some() {
        return;
    }
    let aims = brief.aims.keys().map(|id| format!("aims.{id}"));
    let mut paths = aims.chain(brief.arguments.keys().map(|id| format!("arguments.{id}"))).peekable();
    if paths.peek().is_some() {
        out.push(
            Diagnostic::new(RULE.code, "the brief does not say which party wants this: it has no `own_side`")
                .at_each(paths.map(|path| subject.place(&path)), "nor this")
                .help("add `own_side` under [brief] with the id of the party for which the brief is written"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn aims_and_arguments_together_are_one_error() {
        let argument = "[arguments.a]\ntext = \"It costs two winters.\"\n";
        finds(&RULE, 1, &format!("[aims.filling]\ngoal = \"Five years.\"\n{argument}"));
        finds(&RULE, 1, argument);
        finds(&RULE, 0, "[next_steps.a]\ntext = \"They meet.\"\n");
    }
}
