//! A record or field that is marked above the brief.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::handling::{Marking, mark_paths};
use crate::parse::TomlValue;

rule! {
    "mark-above-brief" Error Values
    "A record or a field is marked above the whole brief."
    "The readers of the brief may read all of it, so its own mark must be the highest in it (UK Government Security Classifications Policy; ICD 710). Raise `handling` under `[brief]`, or lower the mark. `own-side` is allowed in any brief."
    { r#"[claims.capacity]
text = "The dam holds 60 km³."
sources = ["ministry"]
handling = "TLP:RED"

[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
handling = "TLP:GREEN"
unmarked = "TLP:CLEAR""# => r#"[claims.capacity]
text = "The dam holds 60 km³."
sources = ["ministry"]
handling = "TLP:RED"

[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
handling = "TLP:RED"
unmarked = "TLP:CLEAR""# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let Ok(marking) = Marking::of(subject.document, subject.schemes) else { return };
    let whole = marking.scheme.write(&marking.whole);
    for path in subject.tables.iter().flat_map(mark_paths) {
        let Some(text) = subject.document.value(&path).and_then(TomlValue::as_text) else { continue };
        // What is not a level is reported as that.
        let Ok(mark) = marking.scheme.read(text) else { continue };
        if mark.is_own_side() || mark.is_within(&marking.whole) {
            continue;
        }
        let Some(place) = subject.own_place(&path) else { continue };
        out.push(
            Diagnostic::new(RULE.code, format!("`{text}` is above the brief, which is {whole}"))
                .at(place)
                .related(subject.place("brief.handling"), "the mark of the brief")
                .help(format!("raise `handling` under [brief] to {text}, or lower this mark")),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn the_own_side_is_above_every_brief_and_a_caveat_must_be_that_of_the_whole() {
        let head = |handling: &str| {
            format!("[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"B.\"\nhandling = \"{handling}\"\n")
        };
        let step = |fields: &str| format!("[next_steps.a]\ntext = \"T.\"\n{fields}\n");
        finds(&RULE, 0, &(head("SECRET") + &step("handling = \"own-side\"")));
        finds(&RULE, 0, &(head("SECRET//UK EYES ONLY") + &step("handling = \"SECRET//UK EYES ONLY\"")));
        finds(&RULE, 1, &(head("SECRET") + &step("handling = \"OFFICIAL//UK EYES ONLY\"")));
        finds(&RULE, 1, &(head("SECRET") + &step("marks = { text = \"TOP SECRET\", date = \"OFFICIAL\" }")));
        finds(&RULE, 1, &(head("SECRET") + "unmarked = \"TOP SECRET\"\n"));
    }
}
