//! Finds the texts of a brief that its template never prints, however much space there is.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::{Checked, RenderOptions, Renderer};
use crate::diagnostic::{Code, Diagnostic};
use crate::error::Error;
use crate::model::{Brief, Id};
use crate::parse::ValueKind;
use crate::provenance::FieldPath;
use crate::record::{Record, Records, Value};
use crate::release::Withheld;
use crate::schema::{Class, Field, Target, Type};
use crate::template::DOSSIER;
use crate::world::World;

/// Names the templates that print content that is only for our side.
const IN_MANDATE: &str =
    "`--template mandate` prints what is for our side alone, and `--own-side` does so with any template";

/// Names the template that prints everything else.
fn in_dossier(template: &str) -> String {
    if template == DOSSIER {
        return format!("`{DOSSIER}` prints everything that is not for our side alone");
    }
    format!("`--template {DOSSIER}` prints all of the brief, and `--template {template},{DOSSIER}` both")
}

/// The most fields that a message lists.
const MOST_NAMED: usize = 8;

impl Checked {
    /// Adds the note `unprinted-content` about texts that the template of the options does not print.
    ///
    /// # Errors
    /// [`Error`] when the template cannot be read.
    pub fn add_unprinted(
        &mut self,
        renderer: &mut Renderer<'_>,
        options: RenderOptions<'_>,
        world: &dyn World,
    ) -> Result<(), Error> {
        let Some((template, merged, withheld)) = renderer.merged(self, options, world)? else { return Ok(()) };
        let printed = merged.fields.spans.iter().map(|span| &span.path);
        if let Some(brief) = &self.brief
            && let Some(note) = self.unprinted(brief, &template, printed, withheld.as_deref())
        {
            self.diagnostics.push(note);
            self.apply_suppressions();
        }
        Ok(())
    }

    /// The note `unprinted-content` about the texts of `brief` that `template` does not print; `None` when it prints
    /// all of them. `brief` must be the brief of `self`.
    ///
    /// `printed` are the fields that the template prints, and `withheld` is what was removed before because it is only
    /// for our side.
    pub(super) fn unprinted<'f>(
        &self,
        brief: &Brief,
        template: &str,
        printed: impl Iterator<Item = &'f FieldPath>,
        withheld: Option<&Withheld>,
    ) -> Option<Diagnostic> {
        // The items of a list have paths of their own.
        let printed: HashSet<&str> = printed.map(|path| path.split('[').next().unwrap_or(path)).collect();
        let records = self.records();
        let shown = parties_named_by(&records, &printed);
        let mut missing: IndexMap<String, (usize, String)> = IndexMap::new();
        let mut own = 0;
        for (path, record) in &records.list {
            if !is_printed_table(record) || self.is_left_to_the_dossier(path) {
                continue;
            }
            for field in record.table.all_fields().filter(|field| is_text(field) || is_imprint(record, field)) {
                let is_printed = |name: &str| printed.contains(format!("{path}.{name}").as_str());
                let stand_in = match (record.table.path, field.name) {
                    ("parties.ID", "name") => is_printed("short") || shown.contains(record.id()),
                    // The text contains all of it; the short form is for pages without room for the text.
                    ("positions.ISSUE.PARTY", "short") => is_printed("text"),
                    // The table of people shows who represents a party.
                    ("parties.ID", "representatives") => {
                        let names = |id: &Id| printed.contains(format!("people.{id}.name").as_str());
                        brief.parties.get(record.id()).is_some_and(|party| {
                            let mut all = party.representatives.iter();
                            all.all(|it| brief.lists(it) && it.person.as_ref().is_some_and(names))
                        })
                    }
                    _ => false,
                };
                if record.fields.contains_key(field.name) && !is_printed(field.name) && !stand_in {
                    if withheld.is_some_and(|withheld| withheld.has(&format!("{path}.{}", field.name))) {
                        own += 1;
                        continue;
                    }
                    let of_table = format!("{}.{}", record.table.path, field.name);
                    let (count, _) = missing.entry(of_table).or_insert_with(|| (0, format!("{path}.{}", field.name)));
                    *count += 1;
                }
            }
        }
        if missing.is_empty() && own == 0 {
            return None;
        }
        // If only one record has the field, its full path shows which one.
        let named = missing.iter().map(|(field, (count, only))| match count {
            1 => format!("`{only}`"),
            _ => format!("`{field}` ({count})"),
        });
        let mut named: Vec<String> = named.take(MOST_NAMED).collect();
        if missing.len() > MOST_NAMED {
            named.push(format!("{} more", missing.len() - MOST_NAMED));
        }
        let own_texts =
            format!("{own} {} for our side alone", if own == 1 { "text that is" } else { "texts that are" });
        let (what, help) = match (named.is_empty(), own) {
            (false, 0) => (named.join(", "), in_dossier(template)),
            (true, _) => (own_texts, IN_MANDATE.to_owned()),
            (false, _) => {
                (format!("{}, and {own_texts}", named.join(", ")), format!("{}; {IN_MANDATE}", in_dossier(template)))
            }
        };
        let message = format!("the template `{template}` does not print {what}");
        let place = self.document.span("brief")?;
        Some(Diagnostic::new(Code::UNPRINTED_CONTENT, message).at(place).help(help))
    }

    /// Whether the brief leaves a record to the dossier: no other page prints it.
    fn is_left_to_the_dossier(&self, path: &str) -> bool {
        let value = self.document.value(&format!("{path}.on_page"));
        value.is_some_and(|value| matches!(value.kind, ValueKind::Boolean(false)))
    }
}

/// The parties that printed fields of other records name: as the speaker, the verifier, the one responsible.
fn parties_named_by(records: &Records, printed: &HashSet<&str>) -> HashSet<String> {
    fn add(value: &Value, all: &mut HashSet<String>) {
        match value {
            Value::Text(id) | Value::Id(_, id) => drop(all.insert(id.clone())),
            Value::List(items) => items.iter().for_each(|item| add(item, all)),
            _ => {}
        }
    }
    let is_party = |kind: &Type| matches!(kind, Type::PartyOrText | Type::Id(Target::Party));
    let mut all = HashSet::new();
    for (path, record) in &records.list {
        for field in record.table.all_fields().filter(|field| holds(&field.kind, is_party)) {
            let is_printed = printed.contains(format!("{path}.{}", field.name).as_str());
            if let Some(value) = record.fields.get(field.name).filter(|_| is_printed) {
                add(value, &mut all);
            }
        }
    }
    all
}

/// Whether a page is expected to print the records of a table. Sources are not, since notes print them where they are
/// cited.
fn is_printed_table(record: &Record) -> bool {
    !matches!(record.table.path, "" | "use" | "sources.ID")
}

/// Whether a field names the readers of a brief, its authors or those who cleared it.
fn is_imprint(record: &Record, field: &Field) -> bool {
    record.table.path == "brief" && ["audience", "authors", "cleared_by"].contains(&field.name)
}

/// Whether the type of a field, or of the items of its list, is a wanted one.
fn holds(kind: &Type, wanted: fn(&Type) -> bool) -> bool {
    match kind {
        Type::List(item) | Type::OneOrMore(item) => holds(item, wanted),
        kind => wanted(kind),
    }
}

/// Whether a field has content for a reader: prose, or a text that is not just for filing the brief.
fn is_text(field: &Field) -> bool {
    let prose = holds(&field.kind, |kind| matches!(kind, Type::Prose | Type::Passage));
    let text =
        holds(&field.kind, |kind| matches!(kind, Type::Text | Type::Literal | Type::PartyOrText | Type::Record(_)));
    prose || text && field.class == Class::Substantive
}
