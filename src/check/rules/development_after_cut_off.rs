//! A development that lies after the information cut-off.

use super::{Subject, rule};
use crate::diagnostic::Diagnostic;

rule! {
    "development-after-cut-off" Error Tables
    "A development is dated after `as_of`, the information cut-off."
    "The page says that it knows nothing after that day. Either the cut-off was not moved on, or it has not happened yet and belongs under `[next_steps.ID]`."
    { r#"[developments.2024-05-20-gates]
date = 2024-05-20
text = "Upstream closed two gates.""# => r#"[developments.2024-05-13-gates]
date = 2024-05-13
text = "Upstream closed two gates.""# }
    check
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    for (id, development) in &subject.brief.developments {
        if !development.circa && development.date.start() > subject.brief.as_of {
            let message = format!("{} lies after the information cut-off, {}", development.date, subject.brief.as_of);
            out.push(
                Diagnostic::new(RULE.code, message)
                    .at(subject.place(&format!("developments.{id}.date")))
                    .related(subject.place("brief.as_of"), "the information cut-off")
                    .help("move `as_of` on, or make it one of the [next_steps.ID]"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn the_day_of_the_cut_off_itself_is_known() {
        finds(&RULE, 0, "[developments.a]\ndate = 2024-05-14\ntext = \"It rained.\"");
    }

    #[test]
    fn a_date_known_in_part_is_after_it_only_as_a_whole() {
        for (date, count) in [("\"2024-05\"", 0), ("\"2024\"", 0), ("\"2024-06\"", 1), ("\"2024-05-13/2024-05-20\"", 0)] {
            finds(&RULE, count, &format!("[developments.a]\ndate = {date}\ntext = \"It rained.\""));
        }
        finds(&RULE, 0, "[developments.a]\ndate = \"2024-06\"\ncirca = true\ntext = \"It rained.\"");
    }
}
