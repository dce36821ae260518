//! A mark that shows to others what is for our side alone by what it is.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::handling::{OWN_SIDE, OwnSide, is_not_to_be_said};
use crate::parse::TomlValue;

rule! {
    "lowered-own-side" Warning Values
    "Something that is for our side alone has a lower mark: a talking point of the kind `avoid`, `push_back`, or the `alternatives` of the `own_side`."
    "Its readers learn what we will not say, what we say when they insist, or what we can do without them. The mark takes effect: a release for its level has the text. If that is intended, suppress the warning with the reason; otherwise delete the mark."
    { r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
handling = "TLP:RED"
unmarked = "TLP:GREEN"

[talking_points.gauges]
kind = "avoid"
text = "The broken gauges."
handling = "TLP:AMBER""# => r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
handling = "TLP:RED"
unmarked = "TLP:GREEN"

[talking_points.gauges]
kind = "avoid"
text = "The broken gauges.""# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let own = OwnSide::of(subject.document);
    for table in &subject.tables {
        let record = is_not_to_be_said(table).then(|| "handling".to_owned());
        let fields = table.fields().filter(|(field, _)| own.is_own_side_field(table, field.name));
        // Whose side the brief is on is in no release, and nothing that a page prints.
        let fields = fields.filter(|_| table.table.path != "brief").map(|(field, _)| format!("marks.{}", field.name));
        for name in record.into_iter().chain(fields) {
            let path = table.field(&name);
            let Some(mark) = subject.document.value(&path).and_then(TomlValue::as_text).filter(|it| *it != OWN_SIDE)
            else {
                continue;
            };
            let Some(place) = subject.own_place(&path) else { continue };
            let marked = name.strip_prefix("marks.").map_or_else(|| table.path.clone(), |field| table.field(field));
            let message = format!("`{marked}` is for our side alone, and this mark shows it to readers of {mark}");
            out.push(
                Diagnostic::new(RULE.code, message).at(place).help("delete the mark, or suppress this with the reason"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};
    use crate::check::example;

    #[test]
    fn the_message_names_the_field_and_its_place_is_the_mark() {
        let ask = "[asks.pay]\nparty = \"downstream\"\ntext = \"T?\"\nresponse = \"R.\"\npush_back = \"P.\"\n\
                   marks = { push_back = \"TLP:RED\" }\n[talking_points.gauges]\nkind = \"avoid\"\ntext = \"T.\"\nhandling = \"TLP:CLEAR\"\n";
        let text = example::brief(ask);
        let found = example::diagnostics(&text).into_iter().filter(|it| it.code == RULE.code);
        let found: Vec<_> = found.map(|it| (it.message, text[it.primary.unwrap().span.range()].to_owned())).collect();
        for (name, mark) in [("asks.pay.push_back", "TLP:RED"), ("talking_points.gauges", "TLP:CLEAR")] {
            let is_it = |(message, place): &(String, String)| {
                message.starts_with(&format!("`{name}` is")) && *place == format!("\"{mark}\"")
            };
            assert!(found.iter().any(is_it), "{name}: {found:?}");
        }
    }

    #[test]
    fn only_what_is_own_side_by_itself_is_lowered() {
        let brief = |more: &str| {
            format!(
                "[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"B.\"\nhandling = \"TLP:RED\"\nunmarked = \"TLP:GREEN\"\nown_side = \"upstream\"\n{more}\n"
            )
        };
        let party = |id: &str, mark: &str| {
            brief(&format!(
                "[parties.{id}]\nname = \"P\"\nrole = \"principal\"\nalternatives = \"A dam.\"\nmarks = {{ alternatives = \"{mark}\" }}"
            ))
        };
        finds(&RULE, 1, &party("upstream", "TLP:RED"));
        finds(&RULE, 0, &party("upstream", "own-side"));
        finds(&RULE, 0, &party("downstream", "TLP:RED"));
        let point = |kind: &str| {
            brief(&format!("[talking_points.a]\nkind = \"{kind}\"\ntext = \"T.\"\nhandling = \"TLP:RED\""))
        };
        finds(&RULE, 1, &point("avoid"));
        finds(&RULE, 0, &point("make"));
        let ask = "[asks.a]\nparty = \"downstream\"\ntext = \"T?\"\nresponse = \"R.\"\npush_back = \"P.\"\n";
        finds(&RULE, 1, &brief(&format!("{ask}marks = {{ push_back = \"TLP:RED\" }}")));
        finds(&RULE, 0, &brief(&format!("{ask}marks = {{ response = \"TLP:RED\" }}")));
    }
}
