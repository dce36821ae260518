//! A position that rests on old sources.

use super::{Subject, by_cause, rule};
use crate::diagnostic::Diagnostic;

rule! {
    "stale-position" Warning Tables
    "The newest source of a position is older than `stale_after` at the information cut-off."
    "Positions move. The brief itself says with `stale_after` how long its statements can be relied on; this one had passed that day before it was printed. Find a newer source, or say since when with the position's `as_of`."
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

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let brief = subject.brief;
    let Some(length) = brief.stale_after else { return };
    let positions = subject.statements.iter().filter(|statement| statement.noun == "position");
    // A position that is dated says itself how old it is.
    let undated = positions.filter(|it| subject.document.value(&format!("{}.as_of", it.path)).is_none());
    let by_newest = by_cause(undated.filter_map(|statement| {
        let sources = statement.sources();
        let newest = sources.iter().filter_map(|id| Some((brief.sources.get(*id)?.date, *id))).max()?;
        Some((newest, subject.field(&statement.path, "sources")))
    }));
    for ((date, id), places) in by_newest {
        let Some(end) = length.after(date.end()).filter(|end| *end < brief.as_of) else { continue };
        let source = format!("sources.{id}.date");
        let stale_after = subject.place("brief.stale_after");
        let limit = "how long a statement can be relied on";
        let said = if let [place] = places[..] {
            let message = format!("the newest source of this position is of {date}: it was stale from {end} on");
            Diagnostic::new(RULE.code, message)
                .at(place)
                .related(subject.place(&source), "the newest source")
                .related(stale_after, limit)
        } else {
            let count = places.len();
            let message =
                format!("`{id}`, of {date}, is the newest source of {count} positions: they were stale from {end} on");
            let own = subject.own_place(&source);
            let mut said = Diagnostic::new(RULE.code, message).related(stale_after, limit);
            said.is_cause = own.is_some();
            said.at_each(own.into_iter().chain(places), "has no newer source")
        };
        out.push(said.help("find a newer source, or say with `as_of` when the position was held"));
    }
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
        finds(&RULE, 1, &format!("{head}stale_after = \"3m\"\n{old}{dated}"));
    }
}
