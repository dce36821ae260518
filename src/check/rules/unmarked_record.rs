//! Records without a mark in a brief of which others have one.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::handling::is_marked;

rule! {
    "unmarked-record" Warning File
    "Some records of a brief have a mark, but others, or the brief itself, have none."
    "Nobody knows whether the others may be passed on or were forgotten. A release treats everything without a mark like the whole brief. Set `unmarked` under `[brief]` to say who may read it, or mark each record."
    { r#"[claims.capacity]
text = "The dam holds 60 km³."
sources = ["ministry"]
handling = "TLP:GREEN""# => r#"[claims.capacity]
text = "The dam holds 60 km³."
sources = ["ministry"]
handling = "TLP:GREEN"

[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
handling = "TLP:GREEN"
unmarked = "TLP:CLEAR""# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let tables = &subject.tables;
    let own = subject.document.file();
    let is_own = |it: &&crate::record::LocatedTable<'_>| it.key.is_some_and(|key| key.file == own);
    let records =
        || tables.iter().filter(is_own).filter(|it| it.table.path != "brief" && !it.table.marking().is_empty());
    if !tables.iter().filter(is_own).any(is_marked) {
        return;
    }
    if subject.brief.handling.is_none() {
        out.push(
            Diagnostic::new(RULE.code, "records have marks, but the brief has no `handling`")
                .at(subject.place("brief"))
                .help("add `handling`, the highest mark in it"),
        );
        return;
    }
    if subject.document.value("brief.unmarked").is_some() {
        return;
    }
    let unmarked: Vec<_> = records().filter(|it| it.node.get("handling").is_none()).collect();
    if unmarked.is_empty() {
        return;
    }
    let noun = if unmarked.len() == 1 { "record has" } else { "records have" };
    let places = unmarked.iter().filter_map(|it| it.key);
    out.push(
        Diagnostic::new(RULE.code, format!("{} {noun} no mark, but others do", unmarked.len()))
            .at_each(places, "nor has this one")
            .help("add `unmarked` under [brief] with the level for everything without a mark, or mark each record"),
    );
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_brief_without_marks_and_one_that_says_what_the_others_are_is_whole() {
        let head =
            |fields: &str| format!("[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"B.\"\n{fields}\n");
        let step = "[next_steps.a]\ntext = \"T.\"\nhandling = \"TLP:RED\"\n";
        finds(&RULE, 0, &head("handling = \"TLP:RED\""));
        finds(&RULE, 1, &(head("handling = \"TLP:RED\"") + step));
        finds(&RULE, 1, &(head("unmarked = \"TLP:GREEN\"") + step));
        finds(&RULE, 0, &(head("handling = \"TLP:RED\"\nunmarked = \"TLP:GREEN\"") + step));
    }
}
