//! A source that is newer than the information cut-off.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;

rule! {
    "source-after-cut-off" Warning Tables
    "A source is newer than `as_of`, the information cut-off."
    "The page claims to know nothing after that day, and then cites a later source: usually the cut-off was not updated."
    { r#"[sources.ministry]
publisher = "Ministry of Water"
date = 2024-05-16"# => r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-16
bottom_line = "The talks go on [@ministry]."

[sources.ministry]
publisher = "Ministry of Water"
date = 2024-05-16"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let as_of = subject.brief.as_of;
    let newer = subject.brief.sources.iter().filter(|(_, source)| !source.circa && source.date.start() > as_of);
    let newer: Vec<_> = newer.map(|(id, source)| (source.date, subject.place(&format!("sources.{id}.date")))).collect();
    let Some(last) = newer.iter().map(|(date, _)| date.start()).max() else { return };
    let cut_off = subject.place("brief.as_of");
    let said = if let [(date, place)] = newer[..] {
        let message = format!("this source of {date} is newer than the information cut-off, {as_of}");
        Diagnostic::new(RULE.code, message).at(place).related(cut_off, "the information cut-off")
    } else {
        let message = format!("{} sources are newer than the information cut-off, {as_of}", newer.len());
        let places = [cut_off].into_iter().chain(newer.into_iter().map(|(_, place)| place));
        Diagnostic::new(RULE.code, message).at_each(places, "newer")
    };
    out.push(said.help(format!("move `as_of` to {last} or later")));
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_source_of_the_same_day_is_known() {
        finds(&RULE, 0, "[sources.ministry]\npublisher = \"M\"\ndate = 2024-05-14");
    }
}
