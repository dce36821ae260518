//! What to do about a record that is referred to and not there.

use super::noun::{noun, option};
use crate::check::mention::{Mention, mentions};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Id;
use crate::pipeline::Checked;
use crate::schema::{TABLES, Target};

/// Names the command that adds the record, for each unknown reference. `file` is the brief as a command names it.
pub(in crate::cli) fn name_commands(diagnostics: &mut [Diagnostic], checked: &Checked, file: &str) {
    if diagnostics.iter().all(|diagnostic| diagnostic.code != Code::UNKNOWN_REFERENCE) {
        return;
    }
    let mentions = mentions(&checked.document, &checked.sources);
    for diagnostic in diagnostics.iter_mut().filter(|diagnostic| diagnostic.code == Code::UNKNOWN_REFERENCE) {
        let Some(place) = diagnostic.primary.as_ref().map(|label| label.span) else { continue };
        // The header of a position names an issue and a party.
        let written = checked.sources.text(place).trim_matches(['"', '\'']);
        let is_meant = |mention: &&Mention| mention.span == place && mention.id == written;
        let named = mentions.iter().find(is_meant).filter(|mention| Id::new(&mention.id).is_ok());
        let Some(add) = named.and_then(|Mention { target, id, .. }| command(*target, id, file)) else { continue };
        let has_any = named.is_some_and(|mention| checked.document.value(mention.target.table()).is_some());
        match &mut diagnostic.help {
            Some(help) if help.ends_with('?') => help.push_str(&format!(" Otherwise {add} first")),
            // It is in a shared file.
            Some(_) if has_any => {}
            help => *help = Some(format!("{add} first")),
        }
    }
}

/// The command that adds a record, with the options that it needs.
fn command(target: Target, id: &str, file: &str) -> Option<String> {
    let table = TABLES.iter().find(|table| table.target() == Some(target))?;
    let required = table.fields.iter().filter(|field| field.required);
    let options: Vec<String> = required.map(|field| format!("--{} …", option(field))).collect();
    Some(format!("add it with `brief add {} {file} --id {id} {}`", noun(table)?, options.join(" ")))
}
