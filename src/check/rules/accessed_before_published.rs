//! A source that was read before it was published.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;

rule! {
    "accessed-before-published" Warning Tables
    "A source's `accessed` is before its `date`."
    "One of the two dates is wrong, and the next reader will not find what was read."
    { r#"[sources.ministry]
publisher = "Ministry of Water"
date = 2024-05-13
accessed = 2024-05-03"# => r#"[sources.ministry]
publisher = "Ministry of Water"
date = 2024-05-13
accessed = 2024-05-14"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    for (id, source) in subject.brief.sources.iter().filter(|(_, source)| !source.circa) {
        let Some(accessed) = source.accessed.filter(|day| *day < source.date.start()) else { continue };
        out.push(
            Diagnostic::new(
                RULE.code,
                format!("this was read on {accessed}, before it was published on {}", source.date),
            )
            .at(subject.place(&format!("sources.{id}.accessed")))
            .related(subject.place(&format!("sources.{id}.date")), "published")
            .help("correct one of the two dates"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_source_may_be_read_on_its_day_or_in_its_month() {
        let source = "[sources.ministry]\npublisher = \"M\"\naccessed = 2024-05-03\n";
        finds(&RULE, 0, &format!("{source}date = 2024-05-03"));
        finds(&RULE, 0, &format!("{source}date = \"2024-05\""));
        finds(&RULE, 1, &format!("{source}date = 2024-05-04"));
    }
}
