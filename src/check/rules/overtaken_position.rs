//! A dated position of a party that has spoken on the issue since.

use std::collections::HashMap;

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::{Date, Id};

rule! {
    "overtaken-position" Warning Tables
    "A position's `as_of` is before a development on its issue that the same party announced."
    "The party has spoken since, so the position may be out of date, and the reader would take the old one to the table. Update the position, or its `as_of` if it still holds."
    { r#"[positions.filling.upstream]
stance = "demands"
text = "Five years, fixed."
as_of = 2024-05-02
sources = ["ministry"]

[developments.offer-2024-05-13]
date = 2024-05-13
text = "Upstream offers six years."
affects = ["filling"]
said_by = "upstream"
sources = ["ministry"]"# => r#"[positions.filling.upstream]
stance = "offers"
text = "Six years."
as_of = 2024-05-13
sources = ["ministry"]

[developments.offer-2024-05-13]
date = 2024-05-13
text = "Upstream offers six years."
affects = ["filling"]
said_by = "upstream"
sources = ["ministry"]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    // The newest development by the issue that it affects and by who announced it.
    let mut newest: HashMap<(&Id, &Id), (Date, &Id)> = HashMap::new();
    for (id, development) in subject.brief.developments.iter().filter(|(_, it)| !it.circa) {
        let Some(by) = &development.attribution.said_by else { continue };
        for issue in &development.affects {
            let start = development.date.start();
            let known = newest.entry((issue, by)).or_insert((start, id));
            if start > known.0 {
                *known = (start, id);
            }
        }
    }
    for (issue, positions) in &subject.brief.positions {
        for (party, position) in positions {
            let later = newest.get(&(issue, party));
            let Some((held, (date, id))) = position.as_of.zip(later).filter(|(held, (date, _))| held < date) else {
                continue;
            };
            out.push(
                Diagnostic::new(
                    RULE.code,
                    format!("there is a statement of `{party}` on `{issue}` of {date}, after this position of {held}"),
                )
                .at(subject.place(&format!("positions.{issue}.{party}.as_of")))
                .related(subject.place(&format!("developments.{id}.date")), "later")
                .help("update the position, or its `as_of` if it still holds"),
            );
        }
    }
}
