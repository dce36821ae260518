//! A decision that is asked for by a day that has passed.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;

rule! {
    "late-decision" Warning Tables
    "The deadline for a decision or a reply is before `as_of`, the information cut-off."
    "The reader cannot meet it. Usually the brief was updated and its deadline was not. If the decision has been made, record it in `decision`."
    { r#"[recommendations.accept]
text = "That you accept seven years."
why = "It is the last offer before the rains."
by = 2024-05-10"# => r#"[recommendations.accept]
text = "That you accept seven years."
why = "It is the last offer before the rains."
by = 2024-05-17"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let brief = subject.brief;
    let mut say = |path: &str, date| {
        let message = format!("an answer is requested by {date}, before the information cut-off, {}", brief.as_of);
        out.push(
            Diagnostic::new(RULE.code, message)
                .at(subject.place(path))
                .related(subject.place("brief.as_of"), "the information cut-off")
                .help("update the date; if the decision has been made, record it in `decision`"),
        );
    };
    let open = || brief.recommendations.values().any(|it| it.decision.is_none());
    if let Some(date) = brief.routing.respond_by.filter(|date| *date < brief.as_of)
        && (brief.recommendations.is_empty() || open())
    {
        say("brief.respond_by", date);
    }
    for (id, it) in brief.recommendations.iter().filter(|(_, it)| it.decision.is_none()) {
        if let Some(date) = it.by.filter(|date| *date < brief.as_of) {
            say(&format!("recommendations.{id}.by"), date);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn what_is_decided_is_not_late() {
        let with = |fields: &str| format!("[recommendations.a]\ntext = \"T.\"\nwhy = \"W.\"\n{fields}");
        finds(&RULE, 1, &with("by = 2024-05-13"));
        finds(&RULE, 0, &with("by = 2024-05-14"));
        finds(&RULE, 0, &with("by = 2024-05-13\ndecision = \"Approved.\""));
        let head = "[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"B.\"\nrespond_by = 2024-05-13\n";
        finds(&RULE, 1, head);
        finds(&RULE, 0, &format!("{head}{}", with("decision = \"Approved.\"")));
    }
}
