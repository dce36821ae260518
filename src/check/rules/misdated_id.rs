//! A date in an id that is not the date of the record.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::{Date, PartialDate};

rule! {
    "misdated-id" Warning Tables
    "The id of a record contains a date that differs from its `date`."
    "The file is read and sorted by ids, and references name the wrong day. Correct the date, or the id (`brief rename`)."
    { r#"[developments.gates-2024-05-11]
date = 2024-05-13
text = "Upstream closed two gates."
sources = ["ministry"]"# => r#"[developments.gates-2024-05-13]
date = 2024-05-13
text = "Upstream closed two gates."
sources = ["ministry"]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let brief = subject.brief;
    // A source is named after what it reports as often as after its own day.
    let developments = brief.developments.iter().map(|(id, it)| ("developments", id, it.date, it.circa));
    let steps = brief.next_steps.iter().filter_map(|(id, it)| Some(("next_steps", id, it.date?, it.circa)));
    let meetings = brief.meetings.iter().map(|(id, it)| ("meetings", id, it.date, it.circa));
    for (table, id, date, circa) in developments.chain(steps).chain(meetings) {
        let Some(named) = date_in(id.as_str()).filter(|named| !circa && (*named < date.start() || *named > date.end()))
        else {
            continue;
        };
        out.push(
            Diagnostic::new(RULE.code, format!("the id says {named}, but the date is {date}"))
                .at(subject.place(&format!("{table}.{id}.date")))
                .related(subject.place(&format!("{table}.{id}")), "the id")
                .help("correct the date, or the id with `brief rename`"),
        );
    }
}

/// The day at the start or the end of an id.
fn date_in(id: &str) -> Option<Date> {
    let day = |text: Option<&str>| text?.parse::<PartialDate>().ok()?.day();
    day(id.get(..10)).or_else(|| day(id.get(id.len().checked_sub(10)?..)))
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_month_has_its_days_and_another_number_is_no_date() {
        for (id, date, count) in [
            ("2024-05-13-gates", "\"2024-05\"", 0),
            ("2024-04-13-gates", "\"2024-05\"", 1),
            ("gates-2024-05-12", "2024-05-13", 1),
            ("gates-2024-13-45", "2024-05-13", 0),
            ("gates", "2024-05-13", 0),
        ] {
            finds(&RULE, count, &format!("[developments.{id}]\ndate = {date}\ntext = \"It rained.\""));
        }
    }
}
