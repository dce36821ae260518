//! A dated position of a party that has spoken on the issue since.

use std::collections::HashMap;

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::language::Language;
use crate::model::{Brief, Date, Development, Id};

rule! {
    "overtaken-position" Warning Tables
    "A position's `as_of` is before a development on its issue that the same party announced, by `said_by`, or with whose name the development begins."
    "The party has spoken or acted since, so the position may be out of date, and the reader would take the old one to the table. Update the position, or its `as_of` if it still holds."
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
        let Some(by) = actor(subject.brief, development) else { continue };
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
            let Some((held, (date, id))) = position.as_of.zip(later).filter(|(held, (date, _))| held < date) else { continue };
            let has_spoken = subject.brief.developments.get(*id).is_some_and(|it| it.attribution.said_by.is_some());
            let did = if has_spoken { "spoken" } else { "acted" };
            out.push(
                Diagnostic::new(RULE.code, format!("`{party}` has {did} on `{issue}` on {date}, after this position of {held}"))
                    .at(subject.place(&format!("positions.{issue}.{party}.as_of")))
                    .related(subject.place(&format!("developments.{id}.date")), "later")
                    .help("update the position, or its `as_of` if it still holds"),
            );
        }
    }
}

/// The party that a development is of: the one that announced it, or else the one with whose name it begins, as the
/// subject of its sentence: “Upstream offers six years.”
fn actor<'b>(brief: &'b Brief, development: &'b Development) -> Option<&'b Id> {
    if let Some(by) = &development.attribution.said_by {
        return Some(by);
    }
    let text = development.text.plain();
    let and = Language::of(&brief.language).and_then(|language| language.label("and"));
    let begins = |name: &str| {
        let rest = text.strip_prefix(name).and_then(|rest| rest.strip_prefix(' '));
        // What two do together is nobody’s alone.
        rest.is_some_and(|rest| rest.split(' ').next() != and)
    };
    let all = brief.parties.iter().filter(|(_, party)| begins(&party.name) || begins(party.short()));
    all.max_by_key(|(_, party)| party.name.len()).map(|(id, _)| id)
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_development_is_of_who_announced_it_or_of_whom_it_is_about() {
        let position = "[positions.filling.upstream]\nstance = \"demands\"\ntext = \"T.\"\nas_of = 2024-05-02\nsources = [\"ministry\"]\n";
        let news = |text: &str, more: &str| {
            format!("{position}[developments.a]\ndate = 2024-05-13\ntext = \"{text}\"\naffects = [\"filling\"]\n{more}sources = [\"ministry\"]\n")
        };
        for (text, more, count) in [
            ("Upstream offers six years.", "", 1),
            ("Upstream Republic offers six years.", "", 1),
            ("Upstream offers six years.", "said_by = \"downstream\"\n", 0),
            ("The mediator asks for six years.", "said_by = \"upstream\"\n", 1),
            ("Upstream’s neighbours meet.", "", 0),
            ("Upstream and Downstream meet.", "", 0),
            ("Upstreamers march.", "", 0),
            ("Downstream answers Upstream.", "", 0),
        ] {
            finds(&RULE, count, &news(text, more));
        }
        finds(&RULE, 0, &news("Upstream offers six years.", "").replace("as_of = 2024-05-02", "as_of = 2024-05-13"));
    }
}
