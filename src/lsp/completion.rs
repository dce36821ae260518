//! What can be written at a place: names of tables and fields, ids with their titles, words with their meaning, dates.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use gen_lsp_types as types;

use super::analysis::{Analysis, records};
use super::state::{RequestRefusal, ServerState, place};
use super::subject::{IdRole, role};
use crate::check;
use crate::handling::{Marking, OWN_SIDE, SEPARATOR};
use crate::parse::ValueKind;
use crate::parse::cursor::{At, Cursor, ValueAt};
use crate::project::FileKind;
use crate::schema::{Field, TableSchema, Target, Type, field_at, is_id_part, locate, parts_among};
use crate::world::World;

/// Completes what is written at a place.
pub(super) fn complete(
    state: &ServerState<'_>,
    params: &types::CompletionParams,
) -> Result<types::CompletionList, RequestRefusal> {
    let (uri, position) = place(&params.text_document_position_params);
    let Some(analysis) = state.analysis(uri)? else { return Ok(types::CompletionList::default()) };
    let byte = analysis.file.byte(position);
    let cursor = analysis.file.cursor(byte);
    let writer = CompletionWriter { state, analysis: &analysis, items: Vec::new() };
    Ok(types::CompletionList { is_incomplete: false, items: writer.all(&cursor, byte), ..Default::default() })
}

/// What is written after a part of a name.
struct CompletionEnds<'a> {
    /// Where the name is that of a table.
    of_table: &'a str,
    /// Where another part must follow.
    before_more: &'a str,
}

struct CompletionWriter<'a> {
    state: &'a ServerState<'a>,
    analysis: &'a Analysis,
    items: Vec<types::CompletionItem>,
}

/// What is to be inserted, and what is said of it.
struct CompletionItem<'a> {
    kind: types::CompletionItemKind,
    label: &'a str,
    /// What is next to the label.
    detail: String,
    doc: String,
    text: String,
    range: Range<usize>,
    is_snippet: bool,
}

impl CompletionWriter<'_> {
    fn all(mut self, cursor: &Cursor, byte: usize) -> Vec<types::CompletionItem> {
        match &cursor.at {
            At::Header { index, closed } => self.header(cursor, *index, *closed, byte),
            At::Name { parts, index, has_value } => {
                let names: Vec<&str> = cursor.table.iter().chain(&parts[..*index]).map(|it| it.name.as_str()).collect();
                let range = parts[*index].range.clone();
                self.fields(&names, &range, *has_value);
                let is_line = range.start == 0 || self.analysis.text()[..range.start].ends_with('\n');
                if !names.is_empty() {
                    self.records(&names, &range, *has_value);
                }
                if is_line && !has_value {
                    self.new_tables(&range);
                }
            }
            At::Value(value) => self.value(cursor, value, byte),
            At::Nothing => {}
        }
        self.items
    }

    fn add(&mut self, item: CompletionItem<'_>) {
        let nth = self.items.len();
        let edit = types::TextEdit { range: self.analysis.file.range(&item.range), new_text: item.text };
        let markdown = types::MarkupContent { kind: types::MarkupKind::Markdown, value: item.doc };
        self.items.push(types::CompletionItem {
            label: item.label.to_owned(),
            kind: Some(item.kind),
            // What a person knows is the title, and not the id.
            filter_text: Some(format!("{} {}", item.label, item.detail).trim_end().to_owned()),
            detail: Some(item.detail).filter(|it| !it.is_empty()),
            documentation: (!markdown.value.is_empty()).then_some(types::Documentation::MarkupContent(markdown)),
            sort_text: Some(format!("{nth:04}")),
            insert_text_format: Some(if item.is_snippet {
                types::InsertTextFormat::Snippet
            } else {
                types::InsertTextFormat::PlainText
            }),
            text_edit: Some(types::CompletionItemTextEdit::TextEdit(edit)),
            ..Default::default()
        });
    }

    /// The next part of the name in a header.
    fn header(&mut self, cursor: &Cursor, index: usize, closed: bool, byte: usize) {
        let before: Vec<&str> = cursor.table[..index].iter().map(|part| part.name.as_str()).collect();
        let part = &cursor.table[index];
        let range = part.range.start.min(byte)..if closed { part.range.end } else { byte.max(part.range.start) };
        let end = if closed || self.analysis.text()[byte..].starts_with(']') { "" } else { "]" };
        self.next_parts(&before, &range, &CompletionEnds { of_table: end, before_more: "." });
    }

    /// The next part of a name that leads to a table, before an equals sign: its fields follow in braces.
    fn records(&mut self, before: &[&str], range: &Range<usize>, has_value: bool) {
        let braces = if self.state.client.snippets { " = { $0 }" } else { " = { }" };
        let end = if has_value { "" } else { braces };
        self.next_parts(before, range, &CompletionEnds { of_table: end, before_more: end });
    }

    /// What may follow the first parts of a name, where that is another table.
    fn next_parts(&mut self, before: &[&str], range: &Range<usize>, ends: &CompletionEnds<'_>) {
        let tables = self.analysis.tables();
        let found = locate(tables, before);
        if found.taken < before.len() {
            return;
        }
        for next in parts_among(tables, &found.path) {
            let path = if found.path.is_empty() { next.to_owned() } else { format!("{}.{next}", found.path) };
            let mut among = tables.iter().filter(|it| it.path.starts_with(&path));
            let table = among.find(|it| it.path == path || it.path[path.len()..].starts_with('.'));
            let is_whole = table.is_some_and(|table| table.path == path);
            let end = if is_whole { ends.of_table } else { ends.before_more };
            if !is_id_part(next) {
                let text = format!("{next}{end}");
                let doc = table.map_or("", |table| table.doc).to_owned();
                let detail = table.map_or_else(String::new, TableSchema::header);
                let kind = types::CompletionItemKind::Module;
                let is_snippet = text.contains("$0");
                self.add(CompletionItem { kind, label: next, detail, doc, text, range: range.clone(), is_snippet });
                continue;
            }
            let mut with_next = before.to_vec();
            with_next.push("x");
            match role(&locate(tables, &with_next), before.len()) {
                // A position names records that are there; the name of a record is a new one.
                Some(IdRole::Target(target)) if before.first() == Some(&"positions") => {
                    self.positions(target, before.get(1).copied(), range, end);
                }
                Some(IdRole::Target(target)) => self.unknown(target, range, end),
                _ => {}
            }
        }
    }

    /// The issues, or the parties that have no position on an issue yet before those that have.
    fn positions(&mut self, target: Target, issue: Option<&str>, range: &Range<usize>, end: &str) {
        let analysis = self.analysis;
        let has = |party: &str| {
            let issues = analysis.whole.root().get("positions").and_then(|it| it.as_table());
            let parties = issues.and_then(|it| it.get(issue?)?.as_table());
            parties.is_some_and(|it| it.entries.contains_key(party))
        };
        let mut names = analysis.names(target);
        names.sort_by_key(|(id, _)| has(id));
        for (id, title) in names {
            let note = if has(id) { format!("{title} (has a position)") } else { title };
            self.id(target, id, note, format!("{id}{end}"), range.clone());
        }
    }

    /// Ids that the brief names and that no record has.
    fn unknown(&mut self, target: Target, range: &Range<usize>, end: &str) {
        let analysis = self.analysis;
        let mentions = analysis.file.mentions();
        let named: BTreeSet<&str> = mentions.iter().filter(|it| it.target == target).map(|it| it.id.as_str()).collect();
        for id in named.into_iter().filter(|id| analysis.record(target, id).is_none()) {
            self.id(target, id, "cited, but not defined".to_owned(), format!("{id}{end}"), range.clone());
        }
    }

    fn id(&mut self, target: Target, id: &str, detail: String, text: String, range: Range<usize>) {
        let doc = self.analysis.record(target, id).map(|it| super::hover::card(self.analysis, target, id, it));
        let kind = types::CompletionItemKind::Reference;
        let is_snippet = text.contains("$0");
        self.add(CompletionItem { kind, label: id, detail, doc: doc.unwrap_or_default(), text, range, is_snippet });
    }

    /// The fields that a table does not have yet, those that it must have first.
    fn fields(&mut self, names: &[&str], range: &Range<usize>, has_value: bool) {
        let tables = self.analysis.tables();
        let found = locate(tables, names);
        let table = found.table(tables).filter(|_| found.taken == names.len());
        let here = self.analysis.file.document.value(&names.join(".")).and_then(|value| value.as_table());
        let here = if names.is_empty() { Some(self.analysis.file.document.root()) } else { here };
        // The name that is being written is not one that is there.
        let has = |name: &str| {
            here.and_then(|table| table.entries.get(name)).is_some_and(|entry| entry.key.start != range.start)
        };
        let mut fields: Vec<&Field> = table.into_iter().flat_map(TableSchema::all_fields).collect();
        fields.retain(|field| !has(field.name));
        fields.sort_by_key(|field| !field.required);
        for field in fields {
            if is_id_part(field.name) {
                for code in check::codes().filter(|code| !has(code.name())) {
                    let doc = code.entry().summary().to_owned();
                    let text = format!("{} = ", code.name());
                    let kind = types::CompletionItemKind::Field;
                    let (label, range) = (code.name(), range.clone());
                    self.add(CompletionItem {
                        kind,
                        label,
                        detail: field.doc.to_owned(),
                        doc,
                        text,
                        range,
                        is_snippet: false,
                    });
                }
                continue;
            }
            let detail = field.kind.noun() + &field.need();
            let (value, is_snippet) = self.start_of(field);
            let text = if has_value { field.name.to_owned() } else { format!("{} = {value}", field.name) };
            let doc = format!("{}\n\n```toml\n{} = {}\n```", field.doc, field.name, field.example);
            let kind = types::CompletionItemKind::Field;
            let is_snippet = is_snippet && !has_value;
            self.add(CompletionItem { kind, label: field.name, detail, doc, text, range: range.clone(), is_snippet });
        }
    }

    /// The opening of a field's value, with the place of the cursor where the client takes it.
    fn start_of(&self, field: &Field) -> (String, bool) {
        let cursor = if self.state.client.snippets { "$0" } else { "" };
        let text = match field.kind {
            Type::List(Type::Record(_)) => format!("[{{ {cursor} }}]"),
            Type::List(_) => format!("[\"{cursor}\"]"),
            Type::Date | Type::PartialDate | Type::Integer { .. } | Type::Number { .. } | Type::Boolean => {
                cursor.to_owned()
            }
            Type::Each(..) => format!("[{cursor}]"),
            Type::Record(_) => format!("{{ {cursor} }}"),
            _ => format!("\"{cursor}\""),
        };
        (text, !cursor.is_empty())
    }

    /// Whole tables with the fields that they must have.
    fn new_tables(&mut self, range: &Range<usize>) {
        let shared = ["parties.ID", "sources.ID"];
        // A file with parties and sources only, which no project names, may be the beginning of a brief.
        let by_path = self.analysis.project.kind_by_path(&self.analysis.file.path, &self.state.world);
        let is_of_project = by_path == Some(FileKind::Shared);
        let document = &self.analysis.file.document;
        for table in self.analysis.tables().iter().filter(|table| !table.path.is_empty()) {
            let is_there = !table.path.contains("ID") && !table.path.contains("ISSUE");
            let is_there = is_there && document.value(table.path).is_some_and(|it| it.as_table().is_some());
            if is_there || is_of_project && !shared.contains(&table.path) {
                continue;
            }
            let mut nth = 0;
            let mut stop = |words: &str| {
                nth += 1;
                if self.state.client.snippets { format!("${{{nth}:{words}}}") } else { words.to_owned() }
            };
            let name: Vec<String> = table
                .path
                .split('.')
                .map(|part| if is_id_part(part) { stop(&part.to_lowercase()) } else { part.to_owned() })
                .collect();
            let mut text = format!("[{}]\n", name.join("."));
            for field in table.all_fields().filter(|field| field.required) {
                let example = field.example.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
                let value = match (&field.kind, example) {
                    (Type::Word(_, words), _) => format!("\"{}\"", stop(words.first().map_or("", |word| word.word))),
                    (_, Some(_)) => format!("\"{}\"", stop(field.name)),
                    (_, None) => stop(field.example),
                };
                text.push_str(&format!("{} = {value}\n", field.name));
            }
            let (kind, label) = (types::CompletionItemKind::Snippet, table.header());
            let (detail, doc) = ("a new table".to_owned(), table.doc.to_owned());
            let (range, is_snippet) = (range.clone(), self.state.client.snippets);
            self.add(CompletionItem { kind, label: &label, detail, doc, text, range, is_snippet });
        }
    }

    fn value(&mut self, cursor: &Cursor, at: &ValueAt, byte: usize) {
        let path = cursor.path();
        let names: Vec<&str> = path.iter().map(|part| part.name.as_str()).collect();
        let tables = self.analysis.tables();
        let before = &names[..names.len() - usize::from(at.is_name)];
        let outer = field_at(tables, before);
        if at.is_name {
            match outer.map(|field| field.kind.item()) {
                Some(Type::Record(fields)) => self.names_in_braces(fields, at),
                Some(_) => {}
                None => {
                    self.fields(before, &at.token, at.has_value);
                    self.records(before, &at.token, at.has_value);
                    // In a text that is broken here, these may be all that is known of the table.
                    let text = self.analysis.text();
                    let others: Vec<&str> = at.others.iter().map(|it| &text[it.clone()]).collect();
                    self.items.retain(|it| !others.contains(&it.label.as_str()));
                }
            }
            return;
        }
        // A mark is the value of a name after the field: `marks.text = "TLP:RED"`, `marks = { text = "TLP:RED" }`.
        let marks = || field_at(tables, &names[..names.len().saturating_sub(1)]);
        let by_name = || marks().filter(|it| matches!(it.kind, Type::Marks));
        let Some(field) = outer.or_else(by_name) else { return };
        let kind = field.kind.item();
        if matches!(kind, Type::Record(_)) {
            return;
        }
        let is_shared_name = field.name == "files" && names.first() == Some(&"use");
        let items: Vec<(String, String, String)> = match kind {
            Type::Prose | Type::Passage => return self.citations(at, byte),
            Type::Id(target) => self.ids(*target),
            Type::PartyOrText => self.ids(Target::Party),
            Type::Word(_, words) => {
                words.iter().map(|it| (it.word.to_owned(), String::new(), it.meaning.to_owned())).collect()
            }
            Type::Boolean => ["true", "false"].map(|it| (it.to_owned(), String::new(), field.doc.to_owned())).to_vec(),
            Type::Integer { least, most } if most - least < 20 => {
                (*least..=*most).map(|it| (it.to_string(), String::new(), field.doc.to_owned())).collect()
            }
            Type::Date | Type::PartialDate => self.dates(field),
            Type::Handling => self.marks(&names, at),
            Type::Marks if outer.is_none() => self.marks(&names, at),
            Type::Text if is_shared_name => {
                let shared = self.analysis.project.shared.iter().flat_map(|shared| shared.all());
                shared.map(|(name, _)| (name.to_owned(), "shared records".to_owned(), String::new())).collect()
            }
            _ => return,
        };
        let is_bare = matches!(kind, Type::Boolean | Type::Integer { .. } | Type::Date | Type::PartialDate);
        let text = self.analysis.text();
        let others: Vec<&str> = at.others.iter().map(|it| text[it.clone()].trim_matches(['"', '\''])).collect();
        let range = at.text.clone().unwrap_or(at.token.clone());
        let open = if at.text.is_some() || is_bare { "" } else { "\"" };
        let close = if at.closed || is_bare { "" } else { "\"" };
        let item_kind = match kind {
            Type::Id(_) | Type::PartyOrText => types::CompletionItemKind::Reference,
            Type::Word(..) => types::CompletionItemKind::EnumMember,
            _ => types::CompletionItemKind::Value,
        };
        for (label, detail, doc) in items {
            if at.in_list && others.contains(&label.as_str()) {
                continue;
            }
            let written = format!("{open}{label}{close}");
            self.add(CompletionItem {
                kind: item_kind,
                label: &label,
                detail,
                doc,
                text: written,
                range: range.clone(),
                is_snippet: false,
            });
        }
    }

    fn names_in_braces(&mut self, fields: &[Field], at: &ValueAt) {
        let text = self.analysis.text();
        let others: Vec<&str> = at.others.iter().map(|it| &text[it.clone()]).collect();
        for field in fields.iter().filter(|field| !others.contains(&field.name)) {
            let kind = types::CompletionItemKind::Field;
            let (detail, doc, written) = (field.kind.noun(), field.doc.to_owned(), format!("{} = ", field.name));
            let range = at.token.clone();
            self.add(CompletionItem { kind, label: field.name, detail, doc, text: written, range, is_snippet: false });
        }
    }

    fn ids(&self, target: Target) -> Vec<(String, String, String)> {
        let card = |id: &str| {
            let entry = self.analysis.record(target, id);
            entry.map(|it| super::hover::card(self.analysis, target, id, it)).unwrap_or_default()
        };
        let names = self.analysis.names(target).into_iter();
        names.map(|(id, title)| (id.to_owned(), title, card(id))).collect()
    }

    /// The levels of the brief's scheme and [`OWN_SIDE`], or of all schemes where the brief has none yet; after a level
    /// that is written, also its caveats. The mark of the whole brief chooses the scheme, so it may be of any.
    fn marks(&self, names: &[&str], at: &ValueAt) -> Vec<(String, String, String)> {
        let schemes = &self.analysis.project.schemes;
        let is_whole = names == ["brief", "handling"];
        let own = Marking::of(&self.analysis.whole, schemes).ok().filter(|_| !is_whole);
        let schemes = own.map_or_else(|| schemes.all(), |own| vec![Cow::Owned(own.scheme)]);
        let written = at.text.clone().map_or("", |inner| &self.analysis.text()[inner]);
        let mut all = Vec::new();
        for scheme in &schemes {
            let said = |mark: String| (mark, scheme.name.to_string(), String::new());
            all.extend(scheme.levels.iter().map(|level| said(level.to_string())));
            // What comes before the last `//`, or all of it.
            let before = [written, written.rsplit_once(SEPARATOR).map_or("", |(before, _)| before)];
            let before = before.map(str::trim).into_iter().find(|it| *it != OWN_SIDE && scheme.read(it).is_ok());
            let Some(before) = before else { continue };
            let has = |caveat: &str| before.split(SEPARATOR).any(|part| part.trim() == caveat);
            let more = scheme.caveats.iter().filter(|caveat| !has(caveat));
            all.extend(more.map(|caveat| said(format!("{before}{SEPARATOR}{caveat}"))));
        }
        if !is_whole {
            all.push((OWN_SIDE.to_owned(), "above every level, in no release".to_owned(), String::new()));
        }
        all
    }

    /// The sources, where a citation is being written in prose.
    fn citations(&mut self, at: &ValueAt, byte: usize) {
        let Some(inner) = &at.text else { return };
        let text = self.analysis.text();
        let Some(before) = text.get(inner.start..byte) else { return };
        let Some(start) = before.rfind("[@").map(|start| inner.start + start + 2) else { return };
        let written = &text[start..byte];
        if !written.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)) {
            return;
        }
        let rest = &text[byte..inner.end];
        let length =
            rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || "-_".contains(c)).len();
        let close = if rest[length..].starts_with(']') { "" } else { "]" };
        for (id, title) in self.analysis.names(Target::Source) {
            self.id(Target::Source, id, title, format!("{id}{close}"), start..byte + length);
        }
    }

    /// The cut-off, today, and the dates of what happened.
    fn dates(&self, field: &Field) -> Vec<(String, String, String)> {
        let mut all = Vec::new();
        let doc = || field.doc.to_owned();
        if let Some(ValueKind::Date(date)) = self.analysis.whole.value("brief.as_of").map(|it| &it.kind)
            && field.name != "as_of"
        {
            all.push((date.to_string(), "the cut-off, as_of".to_owned(), doc()));
        }
        all.push((self.state.world.today().to_string(), "today".to_owned(), doc()));
        for table in ["developments", "sources"] {
            for (id, entry) in records(&self.analysis.whole, table) {
                let date = entry.value.as_table().and_then(|it| it.get("date")).map(|it| &it.kind);
                if let Some(ValueKind::Date(date)) = date
                    && !all.iter().any(|(known, ..)| *known == date.to_string())
                {
                    all.push((date.to_string(), format!("{table}.{id}"), doc()));
                }
            }
        }
        all
    }
}
