//! Reads a document as the typed [`Brief`], or reports every error at once.
//!
//! [`check`] walks the document along with the schema; [`Brief`] is then read from a document that is known to be
//! right. An error that only follows from another is not reported.

mod build;
mod character;
mod confusion;
mod doubt;
#[cfg(test)]
mod example;
mod headless;
pub(crate) mod large_number;
mod meant_date;
pub mod mention;
pub(crate) mod repetition;
mod rules;
mod settings;
mod shared;
mod suggest;
mod suppression;
mod unquoted;
mod value;

use std::cell::OnceCell;
use std::collections::HashSet;

use crate::diagnostic::{self, Code, Diagnostic, Fix, Replacement, code};
use crate::handling::Schemes;
use crate::model::{Brief, Id};
use crate::parse::{TomlDocument, TomlTable, TomlValue, ValueKind};
use crate::record::slug;
use crate::schema::{self, Target};
use crate::source::{Sources, Span, line_ending, shortened};

pub use character::{check as check_characters, without_refused};
pub use doubt::not_looked_at;
use doubt::retain_certain;
pub use meant_date::date_help;
pub use rules::date_last;
use rules::{CheckSubject, Needs};
pub use settings::{SettingsErrors, check_settings};
pub use shared::{check_shared, with_what_is_named};
use suggest::{Suggest, listed};
pub use suggest::{meant, meant_word};
pub(crate) use suppression::REPEATED_ABOVE;
pub use suppression::{Suppressions, suppress};
pub use unquoted::explain_unquoted;

/// Every code, in the order of the documentation: those of the format, the template and the page, then those of the
/// rules of a sound brief.
pub fn codes() -> impl Iterator<Item = Code> {
    code::TABLE.iter().copied().chain(rules::RULES.iter().map(|rule| rule.code))
}

/// The code of a name.
#[must_use]
pub fn code(name: &str) -> Option<Code> {
    codes().find(|code| code.name() == name)
}

/// Every code, grouped by its heading in the documentation.
#[must_use]
pub fn catalogue() -> Vec<(&'static str, Vec<Code>)> {
    let mut all = vec![("Format, template and page", code::TABLE.to_vec())];
    let mut rules = rules::RULES.iter().map(|rule| rule.code);
    all.extend(rules::HEADINGS.iter().map(|(heading, count)| (*heading, rules.by_ref().take(*count).collect())));
    all
}

/// Checks a document and reads it as a brief.
///
/// Returns the brief when it is well formed, even if it breaks a rule that is an error, and all diagnostics in the
/// order of the file. `sources` must be those that the document was parsed from. The syntax errors of `parse` are not
/// repeated; when there are some, only what cannot follow from them is reported, and there is no brief.
#[must_use]
pub fn check(document: &TomlDocument, sources: &Sources) -> (Option<Brief>, Vec<Diagnostic>) {
    check_in(document, sources, &Schemes::default())
}

/// As [`check`], with the handling marks that a project defines.
#[must_use]
pub fn check_in(document: &TomlDocument, sources: &Sources, schemes: &Schemes) -> (Option<Brief>, Vec<Diagnostic>) {
    let mut checker = Checker::new(document, sources);
    if let Some(too_new) = checker.version() {
        return (None, vec![too_new]);
    }
    character::check(document, sources, &mut checker.diagnostics);
    if document.is_sound() {
        checker.children(document.root(), "", "");
    }
    let mut diagnostics = checker.diagnostics;
    retain_certain(document, sources, &mut diagnostics);
    let here =
        |diagnostic: &Diagnostic| diagnostic.primary.as_ref().is_none_or(|label| document.is_own(label.span.file));
    // A shared record is checked where it is.
    diagnostics.retain(here);
    let well_formed = document.is_whole() && !diagnostic::has_errors(&diagnostics);
    let document = &*with_what_is_named(document, sources);
    let brief = if document.is_sound() { build::brief(document.root()) } else { None };
    if let Some(brief) = &brief {
        let subject = CheckSubject::new(brief, document, sources, schemes);
        let found = rules_broken(&subject, well_formed, &diagnostics);
        let mut found: Vec<_> =
            found.into_iter().map(|diagnostic| if here(&diagnostic) { diagnostic } else { used(diagnostic) }).collect();
        diagnostics.append(&mut found);
    }
    diagnostic::sort(&mut diagnostics);
    (brief.filter(|_| well_formed), diagnostics)
}

/// Reads a document that has been checked as a brief; `None` when its `[brief]` cannot be read.
#[must_use]
pub fn read_brief(document: &TomlDocument) -> Option<Brief> {
    build::brief(document.root())
}

/// A diagnostic of a shared record that it has only in this brief.
fn used(diagnostic: Diagnostic) -> Diagnostic {
    diagnostic.note("the record is shared: this is about its use in this brief")
}

/// What the rules of a sound brief find. In a brief with errors, nothing is reported about what is missing, nor about a
/// table that has an error: it may only follow from that.
fn rules_broken(subject: &CheckSubject<'_>, well_formed: bool, diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
    let document = subject.document;
    let mut found = Vec::new();
    let headers = if well_formed { Vec::new() } else { document.headers() };
    let table = |span: Span| headers.partition_point(|header| *header <= span.start);
    // A missing table is not an error of the table at which it is reported.
    let about = diagnostics.iter().filter(|diagnostic| diagnostic.code != Code::MISSING_TABLE);
    let places: Vec<Span> = about.filter_map(|diagnostic| Some(diagnostic.primary.as_ref()?.span)).collect();
    // What a table seems to lack may be in the part of it that could not be read.
    let damaged = document.damaged().map(|part| headers.partition_point(|header| *header <= part.start));
    let wrong_tables: HashSet<usize> = places.iter().map(|span| table(*span)).chain(damaged).collect();
    for rule in rules::RULES {
        if well_formed {
            (rule.check)(subject, &mut found);
            continue;
        }
        let is_clear = |span: Span| match rule.needs {
            Needs::File => false,
            Needs::Tables => !wrong_tables.contains(&table(span)),
            Needs::Values => places.iter().all(|place| place.end < span.start || span.end < place.start),
        };
        if rule.needs != Needs::File {
            let before = found.len();
            (rule.check)(subject, &mut found);
            let broken = found.split_off(before).into_iter().filter(|diagnostic: &Diagnostic| {
                let places = diagnostic.primary.iter().chain(&diagnostic.related);
                places.into_iter().all(|label| !document.is_damaged(label.span) && is_clear(label.span))
            });
            found.extend(broken);
        }
    }
    found
}

struct Checker<'a> {
    document: &'a TomlDocument,
    sources: &'a Sources,
    diagnostics: Vec<Diagnostic>,
    suggest: Suggest,
    /// For each target the ids that ill-formed keys were probably meant to be: references to them are right.
    meant_ids: [OnceCell<HashSet<String>>; Target::ALL.len()],
    /// Whether the file has shared records, which can name nothing that only a brief has.
    is_shared: bool,
}

impl<'a> Checker<'a> {
    fn new(document: &'a TomlDocument, sources: &'a Sources) -> Self {
        Self {
            document,
            sources,
            diagnostics: Vec::new(),
            suggest: Suggest::default(),
            meant_ids: Default::default(),
            is_shared: false,
        }
    }

    /// The ids that records of a target were meant to have. Of a sound file nobody asks.
    fn meant_ids(&self, target: Target) -> &HashSet<String> {
        self.meant_ids[target as usize].get_or_init(|| meant_ids(self.document, target))
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// The error that makes all others pointless: a file of a later version.
    fn version(&self) -> Option<Diagnostic> {
        let value = self.document.root().get("schema")?;
        let ValueKind::Integer(Some(version)) = value.kind else { return None };
        (version > schema::VERSION).then(|| {
            Diagnostic::new(
                Code::UNSUPPORTED_SCHEMA,
                format!(
                    "this file is written in version {version} of the format, but this program reads version {}",
                    schema::VERSION
                ),
            )
            .at(value.span)
            .help("use a newer version of the program")
        })
    }

    /// The records that an id may name; `None` when there is none at all.
    fn records(&self, target: Target) -> Option<&'a TomlTable> {
        let table = self.document.root().get(target.table()).and_then(TomlValue::as_table)?;
        table.entries.values().any(|entry| entry.value.as_table().is_some()).then_some(table)
    }

    /// Checks a table's fields and the tables in it. `at` is its path in the schema, with capitals for ids; `path` is
    /// its path in the file.
    fn children(&mut self, table: &'a TomlTable, at: &str, path: &str) {
        let parts = schema::parts_after(at);
        let known = schema::table(at);
        if let Some(id) = parts.first().filter(|part| schema::is_id_part(part)) {
            self.holder(table, at, path, id);
            return;
        }
        let mut meant: Vec<&str> = Vec::new();
        let is_headless = at.is_empty() && self.headless(table);
        if is_headless {
            meant.push("brief");
        }
        for (name, entry) in &table.entries {
            if parts.contains(&name.as_str()) {
                self.table(&entry.value, entry.key, &joined(at, name), &joined(path, name));
            } else if let Some(field) = known.and_then(|known| known.field(name)) {
                self.value(&entry.value, field.into(), &field.kind, field.required);
            } else if !is_headless || !headless::may_be_field(name, entry) {
                meant.extend(self.unknown(name, entry.key, &entry.value, at));
            }
        }
        let Some(known) = known else { return };
        for (name, entry) in table.get("marks").and_then(TomlValue::as_table).into_iter().flat_map(|it| &it.entries) {
            if known.field(name).is_none() {
                let names: Vec<&str> = known.all_fields().map(|field| field.name).collect();
                let (_, diagnostic) = self.no_field(name, entry.key, &known.header(), names.into_iter());
                self.report(diagnostic);
            }
        }
        let has = |name: &str| table.entries.contains_key(name) || meant.contains(&name);
        for field in known.all_fields().filter(|field| field.is_missing(has)) {
            self.missing_field(field, at, path);
        }
        if at.is_empty() {
            for known in schema::TABLES.iter().filter(|known| known.required && !known.path.is_empty()) {
                let name = known.path.split('.').next().unwrap_or(known.path);
                if !table.entries.contains_key(name) && !meant.contains(&name) {
                    self.missing_table(known, None);
                }
            }
        }
    }

    /// A table that holds nothing but records by id: `[parties]`.
    fn holder(&mut self, table: &'a TomlTable, at: &str, path: &str, id: &str) {
        let mut stray = None;
        for (name, entry) in &table.entries {
            if let Some(inner) = entry.value.as_table() {
                if at == "positions" && self.party_first(name, entry.key, inner) {
                    for (issue, entry) in &inner.entries {
                        let path = joined(&joined(path, name), issue);
                        self.table(&entry.value, entry.key, "positions.ISSUE.PARTY", &path);
                    }
                    continue;
                }
                self.id(name, entry.key, path, id);
                self.table(&entry.value, entry.key, &joined(at, id), &joined(path, name));
            } else {
                stray.get_or_insert((name, entry.key));
            }
        }
        let header = schema::TABLES.iter().find(|known| known.path.starts_with(at)).map(schema::TableSchema::header);
        let header = header.unwrap_or_default();
        if let Some((name, key)) = stray {
            self.report(
                Diagnostic::new(
                    Code::WRONG_TYPE,
                    format!("`{}` is in `[{path}]`, which contains tables", shortened(name)),
                )
                .at(key)
                .help(format!("give each table an id of its own, as in {header}, and write the field under it")),
            );
        } else if table.entries.is_empty() {
            let known = schema::TABLES.iter().find(|known| known.path.starts_with(at));
            if let Some(known) = known.filter(|known| known.required) {
                self.missing_table(known, self.document.span(path));
            }
        }
    }

    /// Reports positions that name the party before the issue; returns whether they do.
    fn party_first(&mut self, party: &str, key: Span, positions: &TomlTable) -> bool {
        let has = |target: Target, id: &str| {
            self.records(target).is_some_and(|records| records.entries.contains_key(id))
                || self.meant_ids(target).contains(id)
        };
        let mut issues = positions.entries.keys().peekable();
        let swapped = issues.peek().is_some()
            && !has(Target::Issue, party)
            && has(Target::Party, party)
            && issues.all(|issue| has(Target::Issue, issue));
        if !swapped {
            return false;
        }
        for (issue, entry) in &positions.entries {
            let mut diagnostic = Diagnostic::new(
                Code::UNKNOWN_REFERENCE,
                format!("the position of `{party}` on `{issue}` names the party before the issue"),
            )
            .at(entry.key)
            .help(format!("write [positions.{issue}.{party}]"));
            // The place of the party is known where it is in one header alone.
            if positions.entries.len() == 1 {
                let edits = vec![
                    Replacement { span: key, text: issue.clone() },
                    Replacement { span: entry.key, text: party.to_owned() },
                ];
                diagnostic =
                    diagnostic.fix(Fix { title: format!("write [positions.{issue}.{party}]"), edits, safe: true });
            }
            self.report(diagnostic);
        }
        true
    }

    fn table(&mut self, value: &'a TomlValue, key: Span, at: &str, path: &str) {
        match &value.kind {
            ValueKind::Table(table) => self.children(table, at, path),
            ValueKind::Unread => {}
            ValueKind::List(_) => {
                let header = holder_header(at);
                let help = if header == at {
                    format!("write [{path}], with single brackets; there is only one")
                } else {
                    format!("write [{header}], with single brackets and ids of your own for the parts in capitals")
                };
                let diagnostic = Diagnostic::new(Code::WRONG_TYPE, format!("`{path}` is not a list of tables"));
                self.report(diagnostic.at(key).help(help));
            }
            _ => self.report(
                Diagnostic::new(Code::WRONG_TYPE, format!("`{path}` is a table, not a field"))
                    .at(key)
                    .help(format!("write [{}] on a line of its own and the fields under it", holder_header(at))),
            ),
        }
    }

    /// Checks the key of a record.
    fn id(&mut self, name: &str, key: Span, path: &str, part: &str) {
        if let Some(target) = Target::of_part(part) {
            self.reference(name, key, target);
        } else if Id::new(name).is_err() {
            let mut diagnostic = Diagnostic::new(Code::BAD_ID, format!("`{}` is not an id", shortened(name)))
                .at(key)
                .note("an id is made of a–z, 0–9 and single hyphens, as in `north-coast`");
            if let Some(slug) = slug(name) {
                diagnostic = diagnostic.help(format!("write [{path}.{slug}]"));
            }
            self.report(diagnostic);
        }
    }

    fn missing_field(&mut self, field: &'static schema::Field, at: &str, path: &str) {
        let diagnostic = Diagnostic::new(
            Code::MISSING_FIELD,
            match field.unless {
                Some(other) => format!("`[{path}]` has neither `{}` nor `{other}`", field.name),
                None if at.is_empty() => format!("the file has no `{}`", field.name),
                None => format!("`[{path}]` has no `{}`", field.name),
            },
        );
        let line = |field: &schema::Field| format!("`{} = {}`", field.name, field.example);
        let other = field.unless.and_then(|other| schema::table(at)?.field(other));
        let or = other.map_or_else(String::new, |other| format!(", or {}", line(other)));
        let place = if at.is_empty() { self.start() } else { self.document.span(path).unwrap_or(self.start()) };
        self.report(diagnostic.at(place).note(field.doc).help(format!("add a line such as {}{or}", line(field))));
    }

    /// Reports a table that is missing, at the empty table that should hold it; else at what the brief says of itself.
    fn missing_table(&mut self, known: &'static schema::TableSchema, holder: Option<Span>) {
        let text = &self.sources.file(self.document.file()).text;
        let path = holder_header(known.path)
            .replace("ID", "your-id")
            .replace("ISSUE", "issue-id")
            .replace("PARTY", "party-id");
        let required: Vec<&schema::Field> = known.all_fields().filter(|field| field.required).collect();
        let names = listed(required.iter().map(|field| field.name), "and");
        let place = holder.or_else(|| self.document.span("brief")).unwrap_or(self.start());
        // Without what only a person can know.
        let fields: String = required.iter().map(|field| format!("{} = \"\"\n", field.name)).collect();
        let before = if text.trim().is_empty() || text.ends_with("\n\n") {
            ""
        } else if text.ends_with('\n') {
            "\n"
        } else {
            "\n\n"
        };
        let record = format!("{before}[{path}]\n{fields}").replace('\n', line_ending(text));
        let end = Span::new(self.document.file(), text.len()..text.len());
        let edits = vec![Replacement { span: end, text: record }];
        self.report(
            Diagnostic::new(Code::MISSING_TABLE, format!("the brief has no table {}", known.header()))
                .at(place)
                .note(known.doc)
                .help(format!("add [{path}] with {names}, for example at the end of the file"))
                .fix(Fix { title: format!("add [{path}]"), edits, safe: false }),
        );
    }

    /// The first line of the file that says anything.
    fn start(&self) -> Span {
        let text = &self.sources.file(self.document.file()).text;
        let bom = if text.starts_with('\u{feff}') { 3 } else { 0 };
        Span::new(self.document.file(), bom..bom)
    }

    /// Reports a name that its table does not know; returns the known name that was probably meant.
    fn unknown(&mut self, name: &str, key: Span, value: &TomlValue, at: &str) -> Option<&'static str> {
        let known = schema::table(at);
        let parts = schema::parts_after(at);
        let is_table = value.as_table().is_some()
            || matches!(&value.kind, ValueKind::List(items) if items.first().is_some_and(|item| item.as_table().is_some()));
        let fields = known.into_iter().flat_map(schema::TableSchema::all_fields).map(|field| field.name);
        let candidates: Vec<&'static str> = parts.iter().copied().chain(fields).collect();
        let elsewhere: Vec<&schema::TableSchema> =
            schema::TABLES.iter().filter(|table| table.path != at && table.field(name).is_some()).collect();
        let nearest = confusion::meant(name, &candidates).or_else(|| {
            // The very name of another table's field was more likely meant than one that is somewhat like it.
            let near = self.suggest.nearest(name, candidates.iter().copied())?;
            (elsewhere.is_empty() || near.len().abs_diff(name.len()) <= 1 && diagnostic::is_slip(name, near))
                .then_some(near)
        });
        let place = known.map_or_else(String::new, |known| format!(" of {}", known.header()));
        let top = at.is_empty();
        let mut diagnostic = if is_table && (top || !parts.is_empty()) {
            Diagnostic::new(
                Code::UNKNOWN_TABLE,
                format!("`{}` is not a table{}", shortened(name), if top { " of a brief" } else { &place }),
            )
        } else {
            let place = if top { " that can be above the first table" } else { &place };
            Diagnostic::new(Code::UNKNOWN_FIELD, format!("`{}` is not a field{place}", shortened(name)))
        }
        .at(key);
        if let Some(nearest) = nearest {
            diagnostic = diagnostic.help(format!("did you mean `{nearest}`?"));
            if is_bare(nearest) {
                diagnostic = diagnostic.fix(replace(key, nearest, false));
            }
        } else if let Some(first) = elsewhere.first() {
            let tables: Vec<String> = elsewhere.iter().take(3).map(|table| table.header()).collect();
            diagnostic = diagnostic.note(format!("`{name}` is a field of {}", tables.join(", ")));
            // A field of the same type is likely the same thing under this table's name.
            let kind = first.field(name).map(|field| field.kind);
            let is_date = |kind: schema::Type| matches!(kind, schema::Type::Date | schema::Type::PartialDate);
            let date = kind.is_some_and(is_date);
            let here =
                known.into_iter().flat_map(schema::TableSchema::all_fields).find(|field| date && is_date(field.kind));
            if let Some(here) = here {
                diagnostic = diagnostic.help(format!("here the date is called `{}`", here.name));
            }
        } else if !is_table {
            let names: Vec<&str> = known.into_iter().flat_map(|known| known.fields).map(|field| field.name).collect();
            if !top && !names.is_empty() {
                diagnostic = diagnostic.note(format!("its fields are {}", listed(names, "and")));
            }
        } else if top {
            diagnostic = diagnostic.note(format!("the tables are {}", listed(parts.iter().copied(), "and")));
        } else if let Some(table) = parts_of_top(name) {
            diagnostic = diagnostic.help(format!("write [{}]", holder_header(table)));
        }
        self.report(diagnostic);
        nearest
    }

    /// Checks that an id names a record.
    fn reference(&mut self, written: &str, place: Span, target: Target) {
        if self.is_shared && target == Target::Person {
            let message = "a shared party cannot name a person: people belong to one brief";
            return self.report(Diagnostic::new(Code::UNKNOWN_REFERENCE, message).at(place).help(
                "delete `person` here; in a brief, `party` of [people.ID] names the party for which somebody speaks",
            ));
        }
        let Some(records) = self.records(target) else {
            // That the whole table is missing or wrong has been reported, unless nobody needs it.
            let (table, noun) = (target.table(), target.noun());
            let is_required = schema::TABLES.iter().any(|it| it.required && it.target() == Some(target));
            if !is_required && self.document.root().get(table).is_none() {
                let more = if target == Target::Source { " with what was read" } else { "" };
                self.report(
                    Diagnostic::new(Code::UNKNOWN_REFERENCE, format!("there is no {noun} `{}`", shortened(written)))
                        .at(place)
                        .help(format!("add [{table}.{}]{more}", slug(written).unwrap_or_else(|| "your-id".to_owned()))),
                );
            }
            return;
        };
        if records.entries.contains_key(written) || self.meant_ids(target).contains(written) {
            return;
        }
        let noun = target.noun();
        let mut diagnostic =
            Diagnostic::new(Code::UNKNOWN_REFERENCE, format!("there is no {noun} `{}`", shortened(written))).at(place);
        let titles = ["name", "short", "title", "publisher"];
        let by_name = records.entries.iter().take(200).find(|(_, entry)| {
            let table = entry.value.as_table();
            let text_of = |field: &str| table.and_then(|table| table.get(field)).and_then(TomlValue::as_text);
            let initials = |name: &str| name.split(' ').filter_map(|word| word.chars().next()).collect::<String>();
            titles.into_iter().filter_map(text_of).any(|name| {
                name.eq_ignore_ascii_case(written) || written.len() > 1 && initials(name).eq_ignore_ascii_case(written)
            })
        });
        let nearest = by_name
            .map(|(id, _)| id.as_str())
            .or_else(|| self.suggest.nearest(written, records.entries.keys().map(String::as_str)));
        // A record whose own table or id is misspelt.
        let misspelt = slug(written).filter(|slug| self.meant_ids(target).contains(slug));
        let nearest = nearest.or(misspelt.as_deref());
        if let Some(nearest) = nearest {
            if Id::new(nearest).is_err() {
                return;
            }
            diagnostic = diagnostic.help(format!("did you mean `{nearest}`?"));
            let text = self.sources.text(place);
            let quoted = text.starts_with(['"', '\'']);
            let replacement = if quoted { format!("\"{nearest}\"") } else { nearest.to_owned() };
            diagnostic = diagnostic.fix(replace(place, &replacement, false));
        } else if (1..=8).contains(&records.entries.len()) {
            let ids = listed(records.entries.keys().map(String::as_str), "and");
            diagnostic = diagnostic.note(format!("the ids in [{}.ID] are {ids}", target.table()));
        }
        self.report(diagnostic);
    }
}

fn meant_ids(document: &TomlDocument, target: Target) -> HashSet<String> {
    let known = schema::parts_after("");
    let mut ids = HashSet::new();
    for (name, entry) in &document.root().entries {
        let Some(table) = entry.value.as_table() else { continue };
        let keys = table.entries.keys();
        if name == target.table() {
            ids.extend(keys.filter(|key| Id::new(key).is_err()).filter_map(|key| slug(key)));
        } else if !known.contains(&name.as_str())
            && Suggest::default().meant(name, known.iter().copied()) == Some(target.table())
        {
            ids.extend(keys.cloned());
        }
    }
    ids
}

/// A replacement of one place.
fn replace(span: Span, text: &str, safe: bool) -> Fix {
    Fix { title: format!("write {}", shortened(text)), edits: vec![Replacement { span, text: text.to_owned() }], safe }
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { [path, ".", name].concat() }
}

fn is_bare(name: &str) -> bool {
    name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

/// The header of a table or of the first table in it: `positions` → `positions.ISSUE.PARTY`.
fn holder_header(at: &str) -> String {
    let known = schema::TABLES.iter().map(|known| known.path);
    known
        .into_iter()
        .find(|path| *path == at || path.strip_prefix(at).is_some_and(|rest| rest.starts_with('.')))
        .unwrap_or(at)
        .to_owned()
}

/// The name of a top-level table.
fn parts_of_top(name: &str) -> Option<&'static str> {
    schema::parts_after("").into_iter().find(|part| *part == name)
}

#[cfg(test)]
mod tests;
