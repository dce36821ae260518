//! A development whose sources are all older than it.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::{Date, Source};

rule! {
    "source-before-event" Warning Tables
    "All sources of a development, or of an outcome, were published before it happened: by more than a day, since days begin at different times around the world."
    "Nobody can report what has not happened yet: one of the dates is wrong, the source only announced it, or the source that reports it is not cited. A page that goes on changing, such as a live report, has been read on the day in its `accessed`."
    { r#"[developments.gates-closed]
date = 2024-05-13
text = "The gates are closed."
sources = ["agency"]

[sources.agency]
publisher = "National Agency"
date = 2024-05-10"# => r#"[developments.gates-closed]
date = 2024-05-13
text = "The gates are closed."
sources = ["agency"]

[sources.agency]
publisher = "National Agency"
date = 2024-05-13"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let brief = subject.brief;
    for statement in &subject.statements {
        let Some(happened) = happened(subject, &statement.path) else { continue };
        let sources = statement.sources();
        let read: Option<Vec<(Date, &str)>> =
            sources.iter().map(|id| brief.sources.get(*id).and_then(last_read)).collect();
        let Some(read) = read else { continue };
        let last = read.iter().map(|(day, _)| *day).max();
        let Some(last) = last.filter(|last| (happened - *last).whole_days() > 1) else { continue };
        let (noun, they) = (statement.noun, if sources.len() > 1 { "the newest source of it" } else { "its source" });
        let mut diagnostic =
            Diagnostic::new(RULE.code, format!("this {noun} of {happened} is newer than {they}, of {last}"))
                .at(subject.place(&format!("{}.date", statement.path)));
        for (id, (_, field)) in sources.into_iter().zip(read) {
            let what = if field == "date" { "published" } else { "read" };
            diagnostic = diagnostic.related(subject.place(&format!("sources.{id}.{field}")), what);
        }
        out.push(diagnostic.help("correct one of the dates, or cite the source that reports it"));
    }
}

/// The first day on which a development or the outcome can have happened; `None` if its date is approximate, or if it
/// is still to come.
fn happened(subject: &CheckSubject<'_>, path: &str) -> Option<Date> {
    let brief = subject.brief;
    let date = match path.split_once('.') {
        Some(("developments", id)) => {
            let development = brief.developments.get(id)?;
            (!development.circa).then_some(development.date)?
        }
        None if path == "outcome" => {
            let outcome = brief.outcome.as_ref()?;
            (!outcome.circa).then_some(outcome.date)?
        }
        _ => return None,
    };
    Some(date.start()).filter(|day| *day <= brief.as_of)
}

/// The last day on which a source can have been read, and the field that has it; `None` when its date is approximate.
fn last_read(source: &Source) -> Option<(Date, &'static str)> {
    let published = source.date.end();
    let accessed = source.accessed.filter(|day| *day > published);
    (!source.circa).then(|| accessed.map_or((published, "date"), |day| (day, "accessed")))
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn one_source_of_the_day_is_enough_and_a_date_known_in_part_is_taken_at_its_end() {
        let piece = |sources: &str, agency: &str| {
            format!(
                "[developments.gates]\ndate = 2024-05-13\ntext = \"The gates are closed.\"\nsources = [{sources}]\n\
                 [sources.agency]\npublisher = \"A\"\n{agency}\n"
            )
        };
        finds(&RULE, 1, &piece("\"agency\"", "date = 2024-05-11"));
        // It may have been the day before where the source was published.
        finds(&RULE, 0, &piece("\"agency\"", "date = 2024-05-12"));
        finds(&RULE, 0, &piece("\"agency\", \"ministry\"", "date = 2024-05-11"));
        finds(&RULE, 0, &piece("\"agency\"", "date = \"2024-05\""));
        finds(&RULE, 0, &piece("\"agency\"", "date = 2024-05-11\ncirca = true"));
        finds(&RULE, 0, &piece("\"agency\"", "date = 2024-05-10\naccessed = 2024-05-13"));
        finds(&RULE, 0, &piece("", "date = 2024-05-12"));
    }

    #[test]
    fn what_is_still_to_come_may_have_been_announced() {
        let piece = |day: &str| {
            format!(
                "[outcome]\nevent = \"Round\"\ndate = 2024-05-{day}\nresult = \"procedural\"\nsources = [\"agency\"]\n\
                 [sources.agency]\npublisher = \"A\"\ndate = 2024-05-10\n"
            )
        };
        finds(&RULE, 1, &piece("12"));
        finds(&RULE, 0, &piece("10"));
        finds(&RULE, 0, &piece("20"));
        finds(&RULE, 0, &piece("12\ncirca = true"));
    }
}
