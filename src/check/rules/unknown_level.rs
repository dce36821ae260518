//! A mark that is not a level of the brief's scheme.

use super::{CheckSubject, rule};
use crate::check::suggest::listed;
use crate::diagnostic::{Diagnostic, Fix, Replacement};
use crate::handling::{MarkError, Marking, MarkingError, OWN_SIDE, is_marked, mark_paths};
use crate::parse::TomlValue;
use crate::source::shortened;

rule! {
    "unknown-level" Error Values
    "A mark that is not a level of the brief's scheme."
    "What cannot be read as a level is in no release, and somebody who relies on the mark may be wrong about it. Write a level of the same scheme as `handling` under `[brief]`: TLP:CLEAR, TLP:GREEN, TLP:AMBER, TLP:AMBER+STRICT, TLP:RED; OFFICIAL, OFFICIAL-SENSITIVE, SECRET, TOP SECRET; or one that `[handling]` in briefing.toml defines. `own-side` is in every scheme. Caveats follow after two slashes: `SECRET//UK EYES ONLY`."
    { r#"[claims.capacity]
text = "The dam holds 60 km³."
sources = ["ministry"]
handling = "TLP:GRENE"

[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
handling = "TLP:GREEN"
unmarked = "TLP:CLEAR""# => r#"[claims.capacity]
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
    let marking = Marking::of(subject.document, subject.schemes);
    if matches!(marking, Err(MarkingError::Unknown)) && tables.iter().any(is_marked) {
        let written = subject.brief.handling.clone().unwrap_or_default();
        report(subject, "brief.handling", &written, subject.schemes.error(&written), out);
    }
    for path in tables.iter().flat_map(mark_paths) {
        let Some(text) = subject.document.value(&path).and_then(TomlValue::as_text) else { continue };
        let error = match &marking {
            Ok(marking) => marking.scheme.read(text).err(),
            Err(_) if text == OWN_SIDE || subject.schemes.of(text).is_some() => None,
            Err(_) => subject.schemes.error(text),
        };
        if error.is_some() {
            report(subject, &path, text, error, out);
        }
    }
}

fn report(subject: &CheckSubject<'_>, path: &str, text: &str, error: Option<MarkError>, out: &mut Vec<Diagnostic>) {
    let place = subject.place(path);
    let (noun, unknown, meant) = match error {
        Some(error) => (if error.is_caveat { "caveat" } else { "level" }, error.unknown, error.meant),
        None => ("level", text.to_owned(), None),
    };
    let whole = Marking::of(subject.document, subject.schemes).ok();
    let of = whole.as_ref().map_or_else(String::new, |marking| format!(" of {}", marking.scheme.name));
    let mut said = Diagnostic::new(RULE.code, format!("`{}` is not a {noun}{of}", shortened(&unknown))).at(place);
    let mut help = "write a level of the scheme of the brief, or `own-side`".to_owned();
    if let Some(Marking { scheme, whole, .. }) = whole {
        let names = if noun == "caveat" { &scheme.caveats } else { &scheme.levels };
        let names = || names.iter().map(AsRef::as_ref);
        if meant.is_some() && names().next().is_some() {
            said = said.note(format!("the {noun}s are {}", listed(names(), "and")));
        }
        let marked = format!("the brief is marked `{}`", scheme.write(&whole));
        help = match noun {
            "level" => format!("{marked}, so write one of {}", listed(names().chain([OWN_SIDE]), "or")),
            _ if names().next().is_some() => format!("{marked}, so write one of {}", listed(names(), "or")),
            _ => format!("{marked}, and {} has no caveats: delete it", scheme.name),
        };
    }
    out.push(match meant {
        Some(meant) => said.help(format!("write \"{meant}\"")).fix(Fix {
            title: format!("write \"{meant}\""),
            edits: vec![Replacement { span: place, text: format!("\"{meant}\"") }],
            safe: false,
        }),
        None => said.help(help),
    });
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_mark_is_of_the_scheme_of_the_brief() {
        let head = |handling: &str| {
            format!("[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"B.\"\nhandling = \"{handling}\"\n")
        };
        let step = |fields: &str| format!("[next_steps.a]\ntext = \"T.\"\n{fields}\n");
        finds(&RULE, 0, &(head("For the file") + &step("")));
        finds(&RULE, 1, &(head("For the file") + &step("handling = \"TLP:RED\"")));
        finds(&RULE, 1, &(head("TLP:RED") + &step("handling = \"SECRET\"")));
        finds(&RULE, 0, &(head("TLP:RED") + &step("handling = \"own-side\"")));
        finds(&RULE, 2, &(head("TLP:RED") + &step("marks = { text = \"RED\", date = \"\" }")));
        finds(&RULE, 1, &(head("SECRET") + "unmarked = \"OFICIAL\"\n"));
    }
}
