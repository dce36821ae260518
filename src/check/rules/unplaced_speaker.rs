//! A speaker of whom nobody can tell for whom they speak.

use std::collections::HashMap;

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::Id;
use crate::source::shortened;

rule! {
    "unplaced-speaker" Warning Tables
    "A statement has a `speaker` and no `said_by`, and the speaker is neither a party's representative nor one of its people; or they represent another party than the one in `said_by`."
    "Who speaks for whom is half of what a statement means (ICD 206: describe the source). Name the party in `said_by`, or add the person to its `representatives`, or to [people.ID] with its `party`."
    { r#"[claims.capacity]
text = "The dam holds 60 km³."
speaker = "Amina Diallo"
sources = ["ministry"]"# => r#"[claims.capacity]
text = "The dam holds 60 km³."
speaker = "Amina Diallo"
said_by = "upstream"
sources = ["ministry"]"# }
    check
}

/// Whether a name is certainly that of a person of whom nothing says for whom they speak: two of its words begin with
/// capitals, and no other name follows, as in “Jane Doe, World Bank” or “Jane Doe (World Bank)”.
fn is_person(name: &str) -> bool {
    if name.contains([',', '(', '،', '，']) {
        return false;
    }
    name.split_whitespace().filter(|word| word.starts_with(char::is_uppercase)).count() > 1
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let mut represents: HashMap<&str, Vec<&Id>> = HashMap::new();
    for (id, party) in &subject.brief.parties {
        party.representatives.iter().for_each(|it| represents.entry(&it.name).or_default().push(id));
    }
    for person in subject.brief.people.values() {
        let Some(party) = &person.party else { continue };
        person.names().for_each(|name| represents.entry(name).or_default().push(party));
    }
    for statement in &subject.statements {
        let Some(speaker) = &statement.attribution.speaker else { continue };
        let parties = represents.get(speaker.as_str()).map(Vec::as_slice).unwrap_or_default();
        let message = match (&statement.attribution.said_by, parties) {
            // The party itself, of which the position is.
            (None, []) if statement.noun == "position" => continue,
            // The text may say itself who it is, and a body speaks for itself.
            (None, []) if statement.says(speaker) || !is_person(speaker) => continue,
            (None, []) => format!("the brief does not name the party of the speaker, {}", shortened(speaker)),
            (Some(by), [other, ..]) if !parties.contains(&by) => {
                format!("the party of the speaker, {}, is `{other}`, but this was said by `{by}`", shortened(speaker))
            }
            _ => continue,
        };
        out.push(
            Diagnostic::new(RULE.code, message)
                .at(subject.place(&format!("{}.speaker", statement.path)))
                .help("name the party in `said_by`, or add the person to its `representatives`"),
        );
    }
}
