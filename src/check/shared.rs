//! Files of shared records, and what a brief takes of them.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::doubt::retain_certain;
use super::rules::{self, CheckSubject, Needs};
use super::{Checker, build, character, mention};
use crate::diagnostic::{self, Code, Diagnostic, nearest};
use crate::handling::Schemes;
use crate::parse::{TomlDocument, TomlValue};
use crate::schema;
use crate::source::{Sources, shortened};

/// Checks a file of shared records, to which those of the other files of its folder have been added. Returns the
/// diagnostics of this file alone.
///
/// What depends on the brief that uses a record is left to the check of that brief.
#[must_use]
pub fn check_shared(document: &TomlDocument, sources: &Sources, schemes: &Schemes) -> Vec<Diagnostic> {
    let mut checker = Checker { is_shared: true, ..Checker::new(document, sources) };
    if let Some(too_new) = checker.version() {
        return vec![too_new];
    }
    character::check(document, sources, &mut checker.diagnostics);
    for (name, entry) in &document.root().entries {
        match (name.as_str(), entry.value.as_table()) {
            ("parties" | "sources", _) => checker.table(&entry.value, entry.key, name, name),
            ("schema", _) => {
                if let Some(field) = schema::table("").and_then(|top| top.field(name)) {
                    checker.value(&entry.value, field.into(), &field.kind, true);
                }
            }
            _ => {
                let mut diagnostic =
                    Diagnostic::new(Code::UNKNOWN_TABLE, format!("`{}` cannot be shared", shortened(name)))
                        .at(entry.key)
                        .note("a file of shared records has the tables [parties.ID] and [sources.ID]");
                if let Some(near) = nearest(name, ["parties", "sources"]) {
                    diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
                }
                checker.report(diagnostic);
            }
        }
    }
    let own = document.file();
    let mut diagnostics = checker.diagnostics;
    let here = |diagnostic: &Diagnostic| diagnostic.primary.as_ref().is_none_or(|label| label.span.file == own);
    diagnostics.retain(here);
    retain_certain(document, sources, &mut diagnostics);
    if !diagnostic::has_errors(&diagnostics)
        && let Some(brief) = build::records_alone(document.root())
    {
        let subject = CheckSubject::new(&brief, document, sources, schemes);
        let alone = rules::RULES.iter().filter(|rule| rule.needs != Needs::File);
        let mut found = Vec::new();
        alone.for_each(|rule| (rule.check)(&subject, &mut found));
        diagnostics.extend(found.into_iter().filter(here));
    }
    diagnostic::sort(&mut diagnostics);
    diagnostics
}

/// The document without the shared records that it does not name, itself or through another that it names.
#[must_use]
pub fn with_what_is_named<'d>(document: &'d TomlDocument, sources: &Sources) -> Cow<'d, TomlDocument> {
    if !document.has_shared() {
        return Cow::Borrowed(document);
    }
    let shared = |table: &str, id: &str| {
        let records = document.root().get(table).and_then(TomlValue::as_table);
        records.and_then(|records| records.entries.get(id)).is_some_and(|entry| !document.is_own(entry.key.file))
    };
    let mentions = mention::mentions(document, sources);
    let mut named: HashSet<(&str, &str)> = HashSet::new();
    let mut open: Vec<(&str, &str)> = Vec::new();
    let mut by_shared: HashMap<(&str, &str), Vec<(&str, &str)>> = HashMap::new();
    for mention in &mentions {
        let mut steps = mention.path.split('.');
        let by = (steps.next().unwrap_or_default(), steps.next().unwrap_or_default());
        let record = (mention.target.table(), mention.id.as_str());
        if shared(by.0, by.1) {
            by_shared.entry(by).or_default().push(record);
        } else {
            open.push(record);
        }
    }
    while let Some(record) = open.pop() {
        if named.insert(record) {
            open.extend(by_shared.get(&record).into_iter().flatten());
        }
    }
    let mut kept = document.clone();
    for table in ["parties", "sources"] {
        kept.give_back(table, |id| named.contains(&(table, id)));
    }
    Cow::Owned(kept)
}
