//! A record that cites a source above itself.

use std::collections::HashMap;

use super::{CheckSubject, by_cause, rule};
use crate::diagnostic::Diagnostic;
use crate::handling::{Marking, is_marked};
use crate::record::LocatedTable;
use crate::schema::Target;

rule! {
    "source-above-record" Warning Values
    "A record cites a source that its readers may not see."
    "In a release the record loses the source and appears without one; and its content may come from that source alone. Give the record the mark of the source, cite another source, or lower the mark of the source."
    { r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
handling = "TLP:RED"
unmarked = "TLP:GREEN"

[sources.talk]
publisher = "Conversation with a delegate"
date = 2024-05-13
handling = "TLP:RED"

[claims.capacity]
text = "The dam holds 60 km³."
sources = ["talk"]"# => r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
handling = "TLP:RED"
unmarked = "TLP:GREEN"

[sources.talk]
publisher = "Conversation with a delegate"
date = 2024-05-13
handling = "TLP:RED"

[claims.capacity]
text = "The dam holds 60 km³."
sources = ["talk"]
handling = "TLP:RED""# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let Ok(marking) = Marking::of(subject.document, subject.schemes) else { return };
    let tables = &subject.tables;
    if !tables.iter().any(is_marked) {
        return;
    }
    let records: HashMap<&str, &LocatedTable<'_>> = tables.iter().map(|it| (it.path.as_str(), it)).collect();
    let cited = subject.mentions().iter().filter(|it| it.target == Target::Source);
    let above = cited.filter_map(|mention| {
        let field = mention.path.split('[').next().unwrap_or(&mention.path);
        let (record, name) = field.rsplit_once('.')?;
        let record = records.get(record).filter(|it| it.table.path != "sources.ID")?;
        let mark = marking.field(record, name).unwrap_or_else(|| marking.record(record));
        let source = marking.record(records.get(format!("sources.{}", mention.id).as_str())?);
        // What nobody else sees may rest on what nobody else sees.
        let is_above = !mark.is_own_side() && !source.is_within(&mark);
        is_above.then(|| ((mention.id.clone(), marking.scheme.write(&source)), mention))
    });
    for ((id, mark), mentions) in by_cause(above) {
        let places = mentions.iter().map(|it| it.span).filter(|span| span.file == subject.document.file());
        let message = format!("the source `{id}` is {mark}, but what cites it is not");
        let said = Diagnostic::new(RULE.code, message).at_each(places, "here, too");
        if said.primary.is_some() {
            out.push(said.help(format!("mark the record with `handling = \"{mark}\"`, or cite another source")));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn prose_cites_too_and_a_field_has_its_own_mark() {
        let head = "[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"B.\"\nhandling = \"TLP:RED\"\nunmarked = \"TLP:GREEN\"\n";
        let source = "[sources.talk]\npublisher = \"P\"\ndate = 2024-05-13\nhandling = \"TLP:AMBER\"\n";
        let claim = |fields: &str| {
            format!("{head}{source}[claims.a]\ntext = \"So [@talk].\"\ndisputed = \"Not so [@talk].\"\n{fields}\n")
        };
        finds(&RULE, 1, &claim(""));
        finds(&RULE, 1, &claim("marks = { disputed = \"TLP:RED\" }"));
        finds(&RULE, 0, &claim("marks = { disputed = \"TLP:RED\", text = \"TLP:AMBER\" }"));
        finds(&RULE, 0, &claim("handling = \"own-side\""));
    }
}
