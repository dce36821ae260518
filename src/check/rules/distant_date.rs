//! A date that is far from the information cut-off.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::{Date, PartialDate};

/// Years between the cut-off and what happens: no negotiation looks further back or ahead.
const EVENT: i32 = 100;
/// Years between the cut-off and a source, which may be an old treaty.
const SOURCE: i32 = 300;

rule! {
    "distant-date" Warning Tables
    "A date is more than a hundred years from `as_of`, or for a source more than three hundred."
    "The year is most likely mistyped: `0024` or `1024` for `2024`."
    { r#"[developments.gates]
date = 0024-05-13
text = "Upstream closed two gates."
sources = ["ministry"]"# => r#"[developments.gates]
date = 2024-05-13
text = "Upstream closed two gates."
sources = ["ministry"]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let brief = subject.brief;
    // Shared records have no cut-off; each brief that uses them has its own.
    if brief.as_of == Date::MAX {
        return;
    }
    let (mut dates, mut distant) = (0, Vec::new());
    let mut look = |path: String, date: PartialDate, most: i32| {
        dates += 1;
        let years = [date.start(), date.end()].map(|day| (day.year() - brief.as_of.year()).abs());
        if years.into_iter().max() > Some(most) {
            distant.push((path, date, most));
        }
    };
    if let Some(outcome) = &brief.outcome {
        look("outcome.date".to_owned(), outcome.date, EVENT);
    }
    for (id, commitment) in &brief.commitments {
        commitment.due.into_iter().for_each(|due| look(format!("commitments.{id}.due"), due, EVENT));
        let reviewed = commitment.reviewed.into_iter();
        reviewed.for_each(|day| look(format!("commitments.{id}.reviewed"), day.into(), EVENT));
    }
    for (id, development) in &brief.developments {
        look(format!("developments.{id}.date"), development.date, EVENT);
    }
    for (id, step) in &brief.next_steps {
        step.date.into_iter().for_each(|date| look(format!("next_steps.{id}.date"), date, EVENT));
    }
    for (id, source) in &brief.sources {
        look(format!("sources.{id}.date"), source.date, SOURCE);
        source.accessed.into_iter().for_each(|day| look(format!("sources.{id}.accessed"), day.into(), EVENT));
    }
    let cut_off = subject.place("brief.as_of");
    if dates > 1 && distant.len() == dates {
        let message = format!("every date is very far from the information cut-off, {}", brief.as_of);
        let places = [cut_off].into_iter().chain(distant.into_iter().map(|(path, ..)| subject.place(&path)));
        out.push(Diagnostic::new(RULE.code, message).at_each(places, "").help("check the year"));
        return;
    }
    for (path, date, most) in distant {
        let message = format!("{date} is more than {most} years from the information cut-off, {}", brief.as_of);
        out.push(
            Diagnostic::new(RULE.code, message)
                .at(subject.place(&path))
                .related(cut_off, "the information cut-off")
                .help("check the year"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_year_that_is_near_is_right() {
        for (year, count) in [("0024", 1), ("1024", 1), ("1923", 1), ("1924", 0), ("2023", 0)] {
            let day = format!("[developments.a]\ndate = {year}-05-13\ntext = \"It rained.\"");
            finds(&RULE, count, &day);
        }
        finds(&RULE, 1, "[next_steps.a]\ndate = \"2204-06\"\ntext = \"They meet.\"");
        finds(&RULE, 0, "[sources.ministry]\npublisher = \"M\"\ndate = 1929-05-07");
        finds(&RULE, 1, "[sources.ministry]\npublisher = \"M\"\ndate = 1024-05-07");
    }
}
