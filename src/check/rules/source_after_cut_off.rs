//! A source that is newer than the information cut-off.

use super::{Subject, rule};
use crate::diagnostic::Diagnostic;

rule! {
    "source-after-cut-off" Warning Tables
    "A source is newer than `as_of`, the information cut-off."
    "The page says that it knows nothing after that day, and then cites what came later: most often the cut-off was not moved on."
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

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let as_of = subject.brief.as_of;
    for (id, source) in subject.brief.sources.iter().filter(|(_, source)| !source.circa && source.date.start() > as_of) {
        let message = format!("this source of {} is newer than the information cut-off, {as_of}", source.date);
        out.push(
            Diagnostic::new(RULE.code, message)
                .at(subject.place(&format!("sources.{id}.date")))
                .related(subject.place("brief.as_of"), "the information cut-off")
                .help(format!("move `as_of` on to {} or later", source.date.start())),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_source_of_the_same_day_is_known() {
        finds(&RULE, 0, "[sources.ministry]\npublisher = \"M\"\ndate = 2024-05-14");
    }
}
