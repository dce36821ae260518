//! A head that repeats the words of a record above it.

use std::collections::HashMap;

use super::subject::{Text, words};
use super::{Subject, rule};
use crate::diagnostic::Diagnostic;
use crate::handling::{Mark, Marking, is_marked};
use crate::record::{LocatedTable, tables};

/// How many words in a row are no chance.
const RUN: usize = 3;
/// One of them must be longer than this, in characters: "at the end" is in every text.
const SHORT: usize = 4;

rule! {
    "bottom-line-above" Warning Values
    "The bottom line, or another text of `[brief]`, repeats three words or more of a record that is marked above it."
    "A release takes the record out, and the bottom line says it all the same: no program can know that the two are one. Say it in other words, mark the field with `marks = { bottom_line = \"…\" }` under `[brief]`, or lower the mark of the record."
    { r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "Upstream would take seven years [@ministry]."
handling = "TLP:RED"
unmarked = "TLP:GREEN"

[claims.years]
text = "In private, Upstream would take seven years."
sources = ["ministry"]
handling = "TLP:RED""# => r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The schedule is open [@ministry]."
handling = "TLP:RED"
unmarked = "TLP:GREEN"

[claims.years]
text = "In private, Upstream would take seven years."
sources = ["ministry"]
handling = "TLP:RED""# }
    check
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let Ok(marking) = Marking::of(subject.document, subject.schemes) else { return };
    let tables = tables(subject.document);
    if !tables.iter().any(is_marked) {
        return;
    }
    let records: HashMap<&str, &LocatedTable<'_>> = tables.iter().map(|it| (it.path.as_str(), it)).collect();
    let mark = |text: &Text<'_>| {
        let record = records.get(text.record())?;
        let field = text.path.strip_prefix(&record.path)?.trim_start_matches('.').split('[').next().unwrap_or_default();
        Some(marking.field(record, field).unwrap_or_else(|| marking.record(record)))
    };
    // The lowest mark among the texts that have three words, by the words.
    let mut known: HashMap<String, Vec<(Mark, &str)>> = HashMap::new();
    for text in subject.texts.iter().filter(|text| text.record() != "brief") {
        let Some(mark) = mark(text) else { continue };
        for run in runs(text) {
            let marks = known.entry(run).or_default();
            // A few levels are all there are; more of the same add nothing.
            if marks.iter().all(|(known, _)| *known != mark) {
                marks.push((mark.clone(), &text.path));
            }
        }
    }
    for text in subject.texts.iter().filter(|text| text.prose && text.record() == "brief") {
        let Some(own) = mark(text).filter(|own| !own.is_own_side()) else { continue };
        let repeated = runs(text).into_iter().find_map(|run| {
            let marks = known.get(&run)?;
            // What its readers may see elsewhere is no news.
            let is_new = marks.iter().all(|(mark, _)| !mark.is_within(&own));
            is_new.then(|| (run, marks[0].1, marking.scheme.write(&marks[0].0)))
        });
        if let Some((run, path, mark)) = repeated {
            let name = text.path.strip_prefix("brief.").unwrap_or(&text.path);
            let record = path.rsplit_once('.').map_or(path, |(record, _)| record);
            let message = format!("`{name}` repeats \"{run}\" of `{record}`, which is {mark}");
            out.push(
                Diagnostic::new(RULE.code, message)
                    .at(subject.place(&text.path))
                    .related(subject.place(path), "said here")
                    .help(format!("say it in other words, or add `marks = {{ {name} = \"{mark}\" }}` under [brief]")),
            );
        }
    }
}

/// Three words in a row, in small letters.
fn runs(text: &Text<'_>) -> Vec<String> {
    let words: Vec<String> = words(&text.plain).map(|(_, word)| word.to_lowercase()).collect();
    let is_long = |word: &String| word.chars().count() > SHORT;
    words.windows(RUN).filter(|run| run.iter().any(is_long)).map(|run| run.join(" ")).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn words_that_its_readers_may_see_elsewhere_are_no_leak() {
        let head = |line: &str, more: &str| {
            format!("[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"{line}\"\nhandling = \"TLP:RED\"\nunmarked = \"TLP:GREEN\"\n{more}\n")
        };
        let claim = |id: &str, mark: &str| {
            format!("[claims.{id}]\ntext = \"The dam holds *sixty* km³ at the end.\"\n{mark}\n")
        };
        let above = claim("a", "handling = \"TLP:RED\"");
        finds(&RULE, 1, &(head("The dam HOLDS sixty.", "") + &above));
        finds(&RULE, 0, &(head("The dam holds sixty.", "") + &above + &claim("b", "")));
        finds(&RULE, 0, &(head("The dam holds sixty.", "marks = { bottom_line = \"TLP:RED\" }") + &above));
        finds(&RULE, 0, &(head("The dam is at the end.", "") + &above));
        finds(&RULE, 0, &(head("The dam holds sixty.", "") + &claim("a", "")));
    }
}
