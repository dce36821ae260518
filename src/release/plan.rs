//! Decides what a release withholds: content above it, and content that refers only to that.

use std::collections::{HashMap, HashSet};

use super::taken::TakenOut;
use crate::check::mention::{self, Mention};
use crate::handling::{Marking, SchemeMark};
use crate::parse::{TomlDocument, TomlValue, ValueKind};
use crate::record::{LocatedTable, around, is_within, tables};
use crate::schema::{Field, TakenWith, Target, Type};
use crate::source::Sources;

/// The paths that are withheld: records, fields, items of lists; and the citations removed from texts that are kept.
#[derive(Default)]
pub(super) struct Plan {
    gone: HashSet<String>,
    /// The sources whose citations are removed from a text, by the path of the text.
    uncited: HashMap<String, HashSet<String>>,
}

/// The readers for whom a brief is rewritten.
#[derive(Clone, Copy)]
pub(super) enum Readers<'a> {
    /// Readers cleared for a mark, and the marks of the brief.
    Of(&'a Marking, &'a SchemeMark),
    /// Readers who may see everything that is not only for our side, and the marks of the brief.
    AllButOwnSide(&'a Marking),
}

impl Readers<'_> {
    /// Whether they may see a record, apart from fields with marks of their own.
    fn see(self, record: &LocatedTable<'_>) -> bool {
        match self {
            Self::Of(marking, reader) => marking.record(record).is_within(reader),
            Self::AllButOwnSide(marking) => !marking.record(record).is_own_side(),
        }
    }

    /// Whether they may see a field with a mark of its own; `None` when it has none.
    fn see_field(self, record: &LocatedTable<'_>, field: &str) -> Option<bool> {
        match self {
            Self::Of(marking, reader) => marking.field(record, field).map(|mark| mark.is_within(reader)),
            Self::AllButOwnSide(marking) => marking.field(record, field).map(|mark| !mark.is_own_side()),
        }
    }
}

impl Plan {
    /// Decides what is withheld from the readers of a brief. `newer` is what is withheld from the edition with which
    /// this one is compared. The same records and fields are withheld here, whatever their marks are.
    pub(super) fn of(
        document: &TomlDocument,
        sources: &Sources,
        readers: Readers<'_>,
        newer: Option<&TakenOut>,
    ) -> Self {
        let tables = tables(document);
        let mentions = mention::mentions(document, sources);
        let mut work = PlanWork::new(document, &tables, &mentions);
        for table in tables.iter().filter(|table| !table.table.marking().is_empty()) {
            let is_gone = |path: &str| newer.is_some_and(|newer| newer.covers(table, path));
            // `[brief]` is never withheld as a whole, only field by field: a brief without it is not valid.
            let is_head = table.table.path == "brief";
            let may_see = readers.see(table);
            if !is_head && (!may_see || is_gone(&table.path)) {
                work.take(&table.path);
                continue;
            }
            for (field, _) in table.fields() {
                let path = table.field(field.name);
                let may_see = readers.see_field(table, field.name).unwrap_or(may_see || !has_words(&field.kind));
                let is_kept = is_head && !has_words(&field.kind);
                if !may_see || !is_kept && is_gone(&path) || newer.is_some_and(|newer| newer.has(&path)) {
                    work.take_field(table, field, false, &path);
                }
            }
        }
        work.finish()
    }

    /// Whether the content at a path is withheld, by itself or as part of something larger.
    pub(super) fn is_gone(&self, path: &str) -> bool {
        is_within(path, |path| self.gone.contains(path))
    }

    /// The sources whose citations are removed from the text at a path.
    pub(super) fn uncited(&self, path: &str) -> Option<&HashSet<String>> {
        self.uncited.get(path)
    }

    /// Whether nothing is withheld except the content at a path.
    pub(super) fn takes_only(&self, path: &str) -> bool {
        self.gone.iter().all(|gone| gone == path)
    }

    /// The paths of everything that is withheld.
    pub(super) fn into_paths(self) -> HashSet<String> {
        self.gone
    }
}

/// Whether a field has words of the author. In `[brief]`, a date, a number or a word from a vocabulary controls how the
/// page is made, and is kept.
fn has_words(kind: &Type) -> bool {
    match kind {
        Type::Text | Type::Literal | Type::Prose | Type::Passage | Type::PartyOrText | Type::Url | Type::Record(_) => {
            true
        }
        Type::List(item) | Type::OneOrMore(item) => has_words(item),
        _ => false,
    }
}

/// The records inside other records, by the path of the outer record.
fn nested<'a>(records: &HashMap<&'a str, &LocatedTable<'_>>) -> HashMap<&'a str, Vec<&'a str>> {
    let mut nested: HashMap<&str, Vec<&str>> = HashMap::new();
    for path in records.keys().copied() {
        for outer in around(path).filter(|outer| *outer != path && records.contains_key(outer)) {
            nested.entry(outer).or_default().push(path);
        }
    }
    nested
}

/// The state of the search for everything that a withheld record affects.
struct PlanWork<'a> {
    document: &'a TomlDocument,
    mentions: &'a [Mention],
    /// Every record, by path.
    records: HashMap<&'a str, &'a LocatedTable<'a>>,
    /// The records inside another one, by the path of the outer record: the points of an outcome.
    nested: HashMap<&'a str, Vec<&'a str>>,
    /// The mentions of a record, by the path of that record.
    of_target: HashMap<String, Vec<usize>>,
    /// The mentions inside a record, by the path of the record that contains them.
    in_record: HashMap<&'a str, Vec<usize>>,
    /// The mentions, by their own path.
    at_path: HashMap<&'a str, Vec<usize>>,
    /// How many of the kept mentions name each source, by its path.
    citations: HashMap<String, usize>,
    /// Whether each mention is withheld.
    dead: Vec<bool>,
    /// How many items of each list are withheld, by the path of the list.
    items: HashMap<String, usize>,
    gone: HashSet<String>,
    uncited: HashMap<String, HashSet<String>>,
    open: Vec<String>,
}

impl<'a> PlanWork<'a> {
    fn new(document: &'a TomlDocument, tables: &'a [LocatedTable<'a>], mentions: &'a [Mention]) -> Self {
        let records: HashMap<&str, &LocatedTable<'_>> = tables.iter().map(|it| (it.path.as_str(), it)).collect();
        let mut work = Self {
            document,
            mentions,
            nested: nested(&records),
            records,
            of_target: HashMap::new(),
            in_record: HashMap::new(),
            at_path: HashMap::new(),
            citations: HashMap::new(),
            dead: vec![false; mentions.len()],
            items: HashMap::new(),
            gone: HashSet::new(),
            uncited: HashMap::new(),
            open: Vec::new(),
        };
        for (at, mention) in mentions.iter().enumerate() {
            let target = format!("{}.{}", mention.target.table(), mention.id);
            if mention.target == Target::Source {
                *work.citations.entry(target.clone()).or_default() += 1;
            }
            work.of_target.entry(target).or_default().push(at);
            work.at_path.entry(mention.path.as_str()).or_default().push(at);
            if let Some(record) = work.record_of(&mention.path) {
                work.in_record.entry(record.path.as_str()).or_default().push(at);
            }
        }
        work
    }

    /// The innermost record that contains a path.
    fn record_of(&self, path: &str) -> Option<&'a LocatedTable<'a>> {
        around(path).rev().find_map(|path| self.records.get(path).copied())
    }

    /// Withholds the content at a path.
    fn take(&mut self, path: &str) {
        if self.gone.insert(path.to_owned()) {
            self.open.push(path.to_owned());
        }
    }

    /// Withholds a field, and with it whatever would be misleading without it: another field, or the whole record, if
    /// it `needs` the field or is meaningless without it.
    fn take_field(&mut self, record: &LocatedTable<'_>, field: &Field, needs: bool, path: &str) {
        let is_head = record.table.path == "brief";
        if !is_head && (needs || field.required || field.taken_with == TakenWith::Record) {
            return self.take(&record.path);
        }
        self.take(path);
        if let TakenWith::Field(other) = field.taken_with
            && record.node.get(other).is_some()
        {
            self.take(&record.field(other));
        }
    }

    /// Withholds a list whose items are all withheld. The record is withheld too if an empty list would change its
    /// meaning to "about nothing in particular" or "of nobody in particular".
    fn take_emptied(&mut self, record: &LocatedTable<'_>, field: &Field, path: &str) {
        let is_about =
            matches!(field.kind, Type::List(Type::Id(Target::Issue))) && record.table.target() != Some(Target::Issue);
        let is_of_nobody = match field.taken_with {
            TakenWith::RecordIfEmptied { unless } => unless.is_none_or(|other| record.node.get(other).is_none()),
            _ => matches!(field.kind, Type::OneOrMore(_)),
        };
        self.take_field(record, field, is_about || is_of_nobody, path);
    }

    fn finish(mut self) -> Plan {
        while let Some(path) = self.open.pop() {
            let inner: Vec<usize> = match self.records.get(path.as_str()).copied() {
                Some(record) => {
                    // Records inside the withheld one are withheld with it.
                    let nested = self.nested.remove(path.as_str()).unwrap_or_default();
                    nested.into_iter().for_each(|it| self.take(it));
                    self.in_record.get(record.path.as_str()).cloned().unwrap_or_default()
                }
                None if path.ends_with(']') => self.at_path.get(path.as_str()).cloned().unwrap_or_default(),
                None => self
                    .record_of(&path)
                    .and_then(|record| self.in_record.get(record.path.as_str()))
                    .into_iter()
                    .flatten()
                    .copied()
                    .filter(|at| is_within(&self.mentions[*at].path, |part| part == path))
                    .collect(),
            };
            inner.into_iter().for_each(|at| self.end(at));
            let to_it = self.of_target.get(&path).cloned().unwrap_or_default();
            to_it.into_iter().for_each(|at| self.unlink(at));
        }
        Plan { gone: self.gone, uncited: self.uncited }
    }

    /// Withholds a mention. A source that no kept mention names any more is withheld too.
    fn end(&mut self, at: usize) {
        if std::mem::replace(&mut self.dead[at], true) {
            return;
        }
        let Mention { target: Target::Source, id, .. } = &self.mentions[at] else { return };
        let path = format!("{}.{id}", Target::Source.table());
        if let Some(count) = self.citations.get_mut(&path) {
            *count -= 1;
            if *count == 0 {
                self.take(&path);
            }
        }
    }

    /// Handles a kept mention of a withheld record.
    fn unlink(&mut self, at: usize) {
        let mention = &self.mentions[at];
        if self.dead[at] {
            return;
        }
        let Some(record) = self.record_of(&mention.path) else { return };
        if mention.path == record.path {
            // This is a position on a withheld issue or of a withheld party.
            self.take(&record.path);
            return;
        }
        let field_path = mention.path.split('[').next().unwrap_or(&mention.path);
        // An inline table is withheld as a whole with the record that it names: its other fields may name a person who
        // is withheld.
        let item = mention.path.rfind(']').map_or(mention.path.as_str(), |end| &mention.path[..=end]);
        let name = field_path.rsplit('.').next().unwrap_or_default();
        let Some(field) = record.table.field(name) else { return };
        let is_head = record.table.path == "brief";
        match &field.kind {
            // A statement by or about a withheld record would reveal too much even without its name.
            Type::Id(_) | Type::PartyOrText => self.take_field(record, field, !is_head, field_path),
            Type::OneOrMore(_) if item == field_path => self.take_field(record, field, !is_head, field_path),
            Type::List(Type::Id(_) | Type::PartyOrText | Type::Record(_)) | Type::OneOrMore(_) => {
                self.take(item);
                let taken = self.items.entry(field_path.to_owned()).or_default();
                *taken += 1;
                let is_empty = matches!(self.document.value(field_path), Some(TomlValue { kind: ValueKind::List(all), .. }) if *taken >= all.len());
                if is_empty {
                    self.take_emptied(record, field, field_path);
                }
            }
            _ if mention.target == Target::Source => {
                self.uncited.entry(mention.path.clone()).or_default().insert(mention.id.clone());
            }
            _ => self.take(&mention.path),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::growth;
    use crate::handling::Schemes;
    use crate::parse;

    #[test]
    fn consequences_of_withholding_are_found_in_linear_time() {
        const HEAD: &str = "[brief]\ntitle = \"T\"\nhandling = \"TLP:RED\"\nunmarked = \"TLP:GREEN\"\n";
        let withheld = |count: usize| {
            let cited: String = (0..count).map(|at| format!(" [@s{at}]")).collect();
            let mut text = format!("{HEAD}background = \"So{cited}.\"\nmarks = {{ background = \"TLP:GREEN\" }}\n");
            for at in 0..count {
                text.push_str(&format!(
                    "[sources.s{at}]\npublisher = \"P\"\nhandling = \"TLP:RED\"\n[texts.t{at}]\ntitle = \"T\"\n\
                     handling = \"TLP:RED\"\n[texts.t{at}.variants.one]\nwords = \"W\"\n"
                ));
            }
            text
        };
        let of_size = |count: usize| {
            let mut sources = Sources::default();
            let file = sources.add("a.toml", withheld(count));
            let (document, _) = parse::parse(&sources, file);
            (count, sources, document)
        };
        let sizes = [of_size(1_000), of_size(4_000)];
        assert!(growth::is_linear(1_000, |count| {
            let (_, sources, document) = sizes.iter().find(|(size, ..)| *size == count).unwrap();
            let marking = Marking::of(document, &Schemes::default()).unwrap();
            let reader = marking.scheme.read("TLP:GREEN").unwrap();
            let plan = Plan::of(document, sources, Readers::Of(&marking, &reader), None);
            assert!(plan.is_gone(&format!("texts.t{}.variants.one", count - 1)));
            assert_eq!(plan.uncited("brief.background").map(HashSet::len), Some(count));
        }));
    }
}
