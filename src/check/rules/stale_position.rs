//! A position that rests on old sources.

use super::{CheckSubject, by_cause, rule};
use crate::diagnostic::Diagnostic;
use crate::model::{Basis, Date, Id, IssueStatus, PartialDate};
use crate::source::Span;

rule! {
    "stale-position" Warning Tables
    "A position is older than `stale_after` at the information cut-off: by its `as_of`, or else by its newest source. In a brief without `stale_after`: an inference dated before the brief that is based on no source."
    "Positions move. The brief itself says with `stale_after` how long its statements can be relied on; for this one that time was up before it was printed. Find a newer source, or set the position's `as_of` to a later day on which it was still held."
    { r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
stale_after = "21d"

[sources.ministry]
publisher = "Ministry of Water"
date = 2024-05-13

[sources.paper]
publisher = "Morning paper"
date = 2024-03-01

[positions.filling.upstream]
stance = "demands"
text = "Five years."
sources = ["paper"]"# => r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
stale_after = "21d"

[sources.ministry]
publisher = "Ministry of Water"
date = 2024-05-13

[sources.paper]
publisher = "Morning paper"
date = 2024-03-01

[positions.filling.upstream]
stance = "demands"
text = "Five years."
sources = ["paper", "ministry"]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(length) = subject.brief.stale_after else { return unsourced(subject, out) };
    let brief = subject.brief;
    let mut undated = Vec::new();
    // What led to an agreement stays true.
    let is_settled = |path: &str| {
        let issue = path.split('.').nth(1).and_then(|id| brief.issues.get(id));
        issue.is_some_and(|issue| matches!(issue.status, IssueStatus::Agreed | IssueStatus::Closed))
    };
    let positions = subject.statements.iter().filter(|statement| statement.noun == "position");
    for statement in positions.filter(|statement| !is_settled(&statement.path)) {
        // A position with a date of its own says how old it is, whatever the dates of its sources.
        let Some((held, place)) = held(subject, &statement.path) else {
            undated.push(statement);
            continue;
        };
        if let Some(end) = length.after(held).filter(|end| *end < brief.as_of) {
            out.push(
                Diagnostic::new(RULE.code, format!("this position dates from {held}: it became stale on {end}"))
                    .at(place)
                    .related(subject.place("brief.stale_after"), LIMIT)
                    .help("check whether it still holds, and update its `as_of`"),
            );
        }
    }
    let by_newest = by_cause(undated.into_iter().filter_map(|statement| {
        let sources = statement.sources();
        let newest = sources
            .iter()
            .filter_map(|id| Some((brief.sources.get(*id)?.date, *id)))
            .max_by_key(|(date, id)| (date.end(), *date, *id))?;
        Some((newest, subject.field(&statement.path, "sources")))
    }));
    for ((date, id), places) in by_newest {
        let Some(end) = length.after(date.end()).filter(|end| *end < brief.as_of) else { continue };
        out.push(by_source(subject, &date, id, end, &places));
    }
}

/// What the length says.
const LIMIT: &str = "how long a statement can be relied on";

/// Since when a position is held, if it says so, and where.
fn held(subject: &CheckSubject<'_>, path: &str) -> Option<(Date, Span)> {
    Some((subject.position(path)?.as_of?, subject.place(&format!("{path}.as_of"))))
}

/// Reports inferences of before the brief that rest on nothing, in a brief that does not say how long anything holds.
fn unsourced(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    for statement in subject.statements.iter().filter(|it| it.noun == "position" && it.sources().is_empty()) {
        let Some((held, place)) = held(subject, &statement.path) else { continue };
        let is_inferred = subject.position(&statement.path).is_some_and(|it| it.basis == Some(Basis::Inferred));
        if held < subject.brief.as_of && is_inferred {
            out.push(
                Diagnostic::new(RULE.code, format!("this inference dates from {held} and is based on no source"))
                    .at(place)
                    .related(subject.place("brief.as_of"), "the brief is later")
                    .help(
                        "check whether it still holds and update its `as_of`, or name in `sources` what it is based on",
                    ),
            );
        }
    }
}

/// Positions of which one source is the newest.
fn by_source(subject: &CheckSubject<'_>, date: &PartialDate, id: &Id, end: Date, places: &[Span]) -> Diagnostic {
    let source = format!("sources.{id}.date");
    let stale_after = subject.place("brief.stale_after");
    let said = if let [place] = places {
        let message = format!("the newest source of this position dates from {date}: it became stale on {end}");
        Diagnostic::new(RULE.code, message)
            .at(*place)
            .related(subject.place(&source), "the newest source")
            .related(stale_after, LIMIT)
    } else {
        let count = places.len();
        let message =
            format!("`{id}`, of {date}, is the newest source of {count} positions: they became stale on {end}");
        let own = subject.own_place(&source);
        let mut said = Diagnostic::new(RULE.code, message).related(stale_after, LIMIT);
        said.is_cause = own.is_some();
        said.at_each(own.into_iter().chain(places.iter().copied()), "has no newer source")
    };
    said.help("find a newer source, or set `as_of` to a later day on which the position was still held")
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_brief_that_does_not_say_when_it_is_stale_is_not_asked() {
        let old = "[sources.ministry]\npublisher = \"M\"\ndate = 2020-01-01\n";
        let head = "[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"B.\"\n";
        finds(&RULE, 0, &format!("{head}{old}"));
        finds(&RULE, 1, &format!("{head}stale_after = \"3m\"\n{old}"));
        let dated = "[positions.filling.upstream]\nstance = \"demands\"\ntext = \"T.\"\nas_of = 2020-01-01\nsources = [\"ministry\"]\n";
        finds(&RULE, 2, &format!("{head}stale_after = \"3m\"\n{old}{dated}"));
        let fresh = dated.replace("2020", "2024");
        finds(&RULE, 0, &format!("{head}stale_after = \"5m\"\n{fresh}"));
    }

    #[test]
    fn a_date_of_its_own_does_not_keep_a_position_fresh() {
        let head = "[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"B.\"\n";
        let position = |basis: &str| {
            format!(
                "[positions.filling.upstream]\nstance = \"accepts\"\ntext = \"T.\"\nas_of = 2023-01-02\nbasis = \"{basis}\"\n"
            )
        };
        finds(&RULE, 1, &format!("{head}stale_after = \"7d\"\n{}", position("inferred")));
        // Without a length, what rests on nothing at all.
        finds(&RULE, 1, &format!("{head}{}", position("inferred")));
        finds(&RULE, 0, &format!("{head}{}sources = [\"ministry\"]", position("inferred")));
        finds(&RULE, 0, &format!("{head}{}", position("inferred").replace("2023-01-02", "2024-05-14")));
        finds(&RULE, 0, &format!("{head}{}", position("stated")));
    }
}
