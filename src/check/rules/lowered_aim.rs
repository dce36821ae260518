//! A mark that would show an aim or an argument to others.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::handling::{OWN_SIDE, is_of_own_side, mark_paths};
use crate::parse::TomlValue;

rule! {
    "lowered-aim" Error Values
    "An aim, an argument or a record of the private file, or a field of one, has a mark that is lower than `own-side`."
    "What our side wants and how far it goes is for our side alone, whatever a mark says: a page for others that showed it would give the negotiation away. What others may know belongs in a position, in a talking point of the kind `make`, or in another text in other words."
    { r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
handling = "TLP:RED"
unmarked = "TLP:GREEN"
own_side = "upstream"

[aims.filling]
goal = "Six years."
handling = "TLP:AMBER""# => r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
handling = "TLP:RED"
unmarked = "TLP:GREEN"
own_side = "upstream"

[aims.filling]
goal = "Six years.""# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    for table in subject.tables.iter().filter(|it| is_of_own_side(it)) {
        for path in mark_paths(table) {
            let Some(mark) = subject.document.value(&path).and_then(TomlValue::as_text) else { continue };
            if mark != OWN_SIDE {
                let marked = path.replacen(".marks.", ".", 1);
                let marked = marked.strip_suffix(".handling").unwrap_or(&marked);
                out.push(
                    Diagnostic::new(RULE.code, format!("`{marked}` is own-side, and a mark cannot make it {mark}"))
                        .at(subject.place(&path))
                        .help("delete the mark; put what others may know into a position or a talking point"),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};
    use crate::check::example;

    #[test]
    fn the_message_names_the_field_that_has_the_mark() {
        let text = "[aims.filling]\ngoal = \"Six.\"\nhandling = \"TLP:RED\"\nmarks = { goal = \"TLP:RED\" }\n";
        let found = example::diagnostics(&example::brief(text));
        let found: Vec<_> = found.into_iter().filter(|it| it.code == RULE.code).map(|it| it.message).collect();
        assert!(found.iter().any(|it| it.starts_with("`aims.filling` is own-side")), "{found:?}");
        assert!(found.iter().any(|it| it.starts_with("`aims.filling.goal` is own-side")), "{found:?}");
    }

    #[test]
    fn a_mark_that_says_what_holds_anyway_is_right() {
        let brief = |fields: &str| {
            format!(
                "[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"B.\"\nhandling = \"TLP:RED\"\nunmarked = \"TLP:GREEN\"\nown_side = \"upstream\"\n[arguments.a]\ntext = \"It.\"\n{fields}\n"
            )
        };
        finds(&RULE, 0, &brief("handling = \"own-side\""));
        finds(&RULE, 1, &brief("handling = \"TLP:RED\""));
        finds(&RULE, 1, &brief("marks = { text = \"TLP:CLEAR\" }"));
    }
}
