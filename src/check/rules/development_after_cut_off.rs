//! A development that lies after the information cut-off.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;

rule! {
    "development-after-cut-off" Error Tables
    "A development is dated after `as_of`, the information cut-off."
    "The page claims to know nothing after that day. Either the cut-off was not updated, or the event has not happened yet and belongs under `[next_steps.ID]`."
    { r#"[developments.gates-2024-05-20]
date = 2024-05-20
text = "Upstream closed two gates."
sources = ["ministry"]"# => r#"[developments.gates-2024-05-13]
date = 2024-05-13
text = "Upstream closed two gates."
sources = ["ministry"]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let as_of = subject.brief.as_of;
    let later = subject.brief.developments.iter().filter(|(_, it)| !it.circa && it.date.start() > as_of);
    let later: Vec<_> = later.map(|(id, it)| (it.date, subject.place(&format!("developments.{id}.date")))).collect();
    let cut_off = subject.place("brief.as_of");
    let said = match later[..] {
        [] => return,
        [(date, place)] => Diagnostic::new(RULE.code, format!("{date} is after the information cut-off, {as_of}"))
            .at(place)
            .related(cut_off, "the information cut-off")
            .help("move `as_of` forward, or make it one of the [next_steps.ID]"),
        _ => {
            let message = format!("{} developments are dated after the information cut-off, {as_of}", later.len());
            let places = [cut_off].into_iter().chain(later.into_iter().map(|(_, place)| place));
            Diagnostic::new(RULE.code, message)
                .at_each(places, "later")
                .help("move `as_of` forward, or make them [next_steps.ID]")
        }
    };
    out.push(said);
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
        for (date, count) in [("\"2024-05\"", 0), ("\"2024\"", 0), ("\"2024-06\"", 1), ("\"2024-05-13/2024-05-20\"", 0)]
        {
            finds(&RULE, count, &format!("[developments.a]\ndate = {date}\ntext = \"It rained.\""));
        }
        finds(&RULE, 0, "[developments.a]\ndate = \"2024-06\"\ncirca = true\ntext = \"It rained.\"");
    }
}
