//! A mark on a field with which a release takes out the record.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::handling::Marking;
use crate::schema::TakenWith;

rule! {
    "mark-takes-record" Warning Values
    "A field is marked above its record, which a release removes with it."
    "A release removes the whole record, with everything that refers to it: an issue goes with its status, and so does every position on it. A field without which the rest would say something else also takes the record with it: without `verification`, a claim that is denied would be a plain fact. What is left may not be a brief at all. Mark the record instead, to make the effect visible, or lower the mark of the field."
    { r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
handling = "TLP:RED"
unmarked = "TLP:GREEN"

[next_steps.meet]
text = "The committee meets."
marks = { text = "TLP:RED" }"# => r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
handling = "TLP:RED"
unmarked = "TLP:GREEN"

[next_steps.meet]
text = "The committee meets."
handling = "TLP:RED""# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let Ok(marking) = Marking::of(subject.document, subject.schemes) else { return };
    // `[brief]` is there whatever its marks are; what of it is above a release is an error of the release.
    for table in subject.tables.iter().filter(|table| table.table.path != "brief") {
        for (field, _) in table.fields().filter(|(field, _)| field.required || field.taken_with == TakenWith::Record) {
            let Some(mark) = marking.field(table, field.name) else { continue };
            let record = marking.record(table);
            if record.is_own_side() || mark.is_within(&record) {
                continue;
            }
            let Some(place) = subject.own_place(&table.field(&format!("marks.{}", field.name))) else { continue };
            let written = marking.scheme.write(&mark);
            let why =
                if field.required { "which cannot be without it" } else { "which would say something else without it" };
            let message = format!("the mark of `{}` removes `{}`, {why}", field.name, table.path);
            let help = format!("mark the record, `handling = \"{written}\"`, or lower this mark");
            out.push(Diagnostic::new(RULE.code, message).at(place).help(help));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};
    use crate::check::example;

    #[test]
    fn only_a_mark_above_the_record_takes_it() {
        let head = "[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"B.\"\nhandling = \"TLP:RED\"\nunmarked = \"TLP:GREEN\"\n";
        let step = |fields: &str| format!("{head}[next_steps.a]\ntext = \"T.\"\ndate = 2024-06-03\n{fields}\n");
        finds(&RULE, 1, &step("marks = { text = \"TLP:AMBER\" }"));
        finds(&RULE, 0, &step("marks = { date = \"TLP:RED\", text = \"TLP:CLEAR\" }"));
        finds(&RULE, 0, &step("handling = \"TLP:RED\"\nmarks = { text = \"TLP:AMBER\" }"));
        // Without it the issue would concern all parties.
        let issue = "[issues.a]\ntitle = \"A\"\nstatus = \"contested\"\nbetween = [\"upstream\"]\nmarks = { between = \"TLP:AMBER\" }\n";
        finds(&RULE, 1, &format!("{head}{issue}"));
    }

    #[test]
    fn the_message_says_why_the_record_goes() {
        let head = "[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"B.\"\nhandling = \"TLP:RED\"\nunmarked = \"TLP:GREEN\"\n";
        for (fields, why) in [
            ("marks = { text = \"TLP:AMBER\" }", "`text` removes `claims.a`, which cannot be without it"),
            (
                "verification = \"single-source\"\nmarks = { verification = \"TLP:AMBER\" }",
                "`verification` removes `claims.a`, which would say something else without it",
            ),
        ] {
            let brief =
                example::brief(&format!("{head}[claims.a]\ntext = \"T.\"\nsources = [\"ministry\"]\n{fields}\n"));
            let found = example::diagnostics(&brief).into_iter().find(|it| it.code == RULE.code);
            assert_eq!(found.map(|it| it.message), Some(format!("the mark of {why}")));
        }
    }
}
