//! A three-way merge of briefs by record and field.
//!
//! The texts are cut into tables and fields (`merge/piece.rs`) and put together again: what only one side changed is that
//! side's, byte for byte, and what both changed is decided by what the field means. The result is then read again and
//! every field of it compared with the three sides (`sound`): a merge that cannot be vouched for is refused, and left to
//! a merge of lines.

mod order;
mod piece;
mod rename;

use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::diff::merged;
use crate::parse::{self, Document, Kind};
use crate::record::{Records, Value, records};
use crate::schema::{self, Type};
use crate::source::Sources;
use piece::{Block, Entry, Pieces, pieces};

/// What stands at the markers of a conflict.
#[derive(Debug, Clone)]
pub struct Labels {
    /// For our side.
    pub ours: String,
    /// For the base.
    pub base: String,
    /// For their side.
    pub theirs: String,
    /// How many signs a marker has; git's are 7.
    pub size: usize,
}

impl Default for Labels {
    fn default() -> Self {
        let label = |text: &str| text.to_owned();
        Self { ours: label("ours"), base: label("base"), theirs: label("theirs"), size: 7 }
    }
}

/// A merge.
#[derive(Debug, Clone, Default)]
pub struct Merged {
    /// The text, with markers at conflicts.
    pub text: String,
    /// The paths in conflict; those that share markers together.
    pub conflicts: Vec<Vec<String>>,
    /// What a person should look at although it is no conflict, a sentence each.
    pub notes: Vec<String>,
    /// Where one side changed what the other side's change depends on: the two paths.
    pub doubts: Vec<Doubt>,
}

/// Two changes that agree as text and perhaps not in meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// The path that our side changed.
    pub ours: String,
    /// The path that their side changed.
    pub theirs: String,
}

/// Why texts could not be merged by record and field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// One of them is no TOML.
    Syntax(Side),
    /// One of them is laid out so that it cannot be cut into fields: a table in braces on the line of another.
    Layout(Side),
    /// The result did not stand the test.
    Unsound,
}

/// One of the three texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// What both come from.
    Base,
    /// Ours.
    Ours,
    /// Theirs.
    Theirs,
}

/// One of the three editions.
struct Edition {
    text: String,
    document: Document,
    records: Records,
}

impl Edition {
    fn read(text: String, side: Side) -> Result<Self, Refused> {
        let mut sources = Sources::default();
        let file = sources.add("edition", text.as_str());
        let (document, _) = parse::parse(&sources, file);
        if !document.is_whole() {
            return Err(Refused::Syntax(side));
        }
        let records = records(&document);
        Ok(Self { text, document, records })
    }

    /// What a field means; `None` when there is no such field or its absence says the same.
    fn value(&self, path: &str) -> Option<&Value> {
        let (record, field) = path.rsplit_once('.')?;
        self.records.get(record)?.fields.get(field)
    }
}

/// Merges two editions that come from a third.
///
/// # Errors
/// [`Refused`] when it cannot be done by record and field; nothing is lost, for nothing is given.
pub fn merge(base: &str, ours: &str, theirs: &str, labels: &Labels) -> Result<Merged, Refused> {
    let plain = |text: &str| Merged { text: text.to_owned(), ..Merged::default() };
    if ours == theirs || base == theirs {
        return Ok(plain(ours));
    }
    if base == ours {
        return Ok(plain(theirs));
    }
    // Line ends and the byte order mark are those of our side.
    let crlf = ours.contains("\r\n");
    let adapted = |text: &str| {
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        if crlf { text.replace('\n', "\r\n") } else { text }
    };
    let mark = if ours.starts_with('\u{feff}') { "\u{feff}" } else { "" };
    let mut base = Edition::read(adapted(base), Side::Base)?;
    let mut ours = Edition::read(adapted(ours), Side::Ours)?;
    let mut theirs = Edition::read(adapted(theirs), Side::Theirs)?;
    // What one side calls by another id, all do from here on.
    for renamed in rename::found(&base, &theirs, &ours) {
        carry(&renamed, &mut base, &mut ours);
    }
    for renamed in rename::found(&base, &ours, &theirs) {
        carry(&renamed, &mut base, &mut theirs);
    }
    let cut = |it: &'_ Edition, side| pieces(&it.text, &it.document).ok_or(Refused::Layout(side)).map(drop);
    cut(&base, Side::Base)?;
    cut(&ours, Side::Ours)?;
    cut(&theirs, Side::Theirs)?;
    let mut merger = Merger {
        base: &base,
        ours: &ours,
        theirs: &theirs,
        chunks: Vec::new(),
        notes: Vec::new(),
        decided: BTreeSet::new(),
        newline: if crlf { "\r\n" } else { "\n" },
    };
    let empty = Pieces::default;
    merger.files(
        &pieces(&base.text, &base.document).unwrap_or_else(empty),
        &pieces(&ours.text, &ours.document).unwrap_or_else(empty),
        &pieces(&theirs.text, &theirs.document).unwrap_or_else(empty),
    );
    let Merger { chunks, notes, decided, newline, .. } = merger;
    let chosen = written(&chunks, None, newline);
    let result = Edition::read(chosen, Side::Ours).map_err(|_| Refused::Unsound)?;
    let open: BTreeSet<String> = chunks.iter().flat_map(Chunk::paths).cloned().chain(decided).collect();
    if !sound(&base.records, &ours.records, &theirs.records, &result.records, &open) {
        return Err(Refused::Unsound);
    }
    let conflicts: Vec<Vec<String>> =
        chunks.iter().filter(|it| !it.paths().is_empty()).map(|it| it.paths().to_vec()).collect();
    let doubts = doubts(&base.records, &ours.records, &theirs.records);
    Ok(Merged { text: format!("{mark}{}", written(&chunks, Some(labels), newline)), conflicts, notes, doubts })
}

/// Gives a record its new id in the base and in the side that does not know it; in both or in none.
fn carry(renamed: &crate::diff::Renamed, base: &mut Edition, side: &mut Edition) {
    let new = |it: &Edition| rename::renamed(it, renamed).and_then(|text| Edition::read(text, Side::Base).ok());
    if let (Some(one), Some(other)) = (new(base), new(side)) {
        *base = one;
        *side = other;
    }
}

/// A part of the result.
enum Chunk {
    Text(String),
    Conflict { paths: Vec<String>, ours: String, base: String, theirs: String },
}

impl Chunk {
    fn paths(&self) -> &[String] {
        if let Self::Conflict { paths, .. } = self { paths } else { &[] }
    }
}

/// The result with markers, or without labels as our side would have it.
fn written(chunks: &[Chunk], labels: Option<&Labels>, newline: &str) -> String {
    let mut out = String::new();
    for chunk in chunks {
        match (chunk, labels) {
            (Chunk::Text(text), _) => out.push_str(text),
            (Chunk::Conflict { ours, .. }, None) => out.push_str(ours),
            (Chunk::Conflict { ours, base, theirs, .. }, Some(labels)) => {
                let marker = |sign: &str, label: &str| {
                    let label = label.replace(['\n', '\r'], " ");
                    let space = if label.is_empty() { "" } else { " " };
                    format!("{}{space}{label}{newline}", sign.repeat(labels.size))
                };
                let line = |text: &str| {
                    if text.is_empty() || text.ends_with('\n') { text.to_owned() } else { format!("{text}{newline}") }
                };
                out.push_str(&marker("<", &labels.ours));
                out.push_str(&line(ours));
                out.push_str(&marker("|", &labels.base));
                out.push_str(&line(base));
                out.push_str(&marker("=", ""));
                out.push_str(&line(theirs));
                out.push_str(&marker(">", &labels.theirs));
            }
        }
    }
    out
}

struct Merger<'a> {
    base: &'a Edition,
    ours: &'a Edition,
    theirs: &'a Edition,
    chunks: Vec<Chunk>,
    notes: Vec<String>,
    /// The fields for which neither side's value was taken.
    decided: BTreeSet<String>,
    newline: &'static str,
}

/// What two sides make of one thing, by the plain rules: what only one changed is that side's.
fn plainly<T: PartialEq + Copy>(base: T, ours: T, theirs: T) -> Option<T> {
    if ours == theirs || base == theirs {
        Some(ours)
    } else if base == ours {
        Some(theirs)
    } else {
        None
    }
}

impl Merger<'_> {
    fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if let Some(Chunk::Text(last)) = self.chunks.last_mut() {
            last.push_str(text);
        } else {
            self.chunks.push(Chunk::Text(text.to_owned()));
        }
    }

    /// A conflict; one that follows another at once shares its markers.
    fn conflict(&mut self, path: &str, ours: &str, base: &str, theirs: &str) {
        let newline = self.newline;
        let line = |text: &str| match text {
            "" => String::new(),
            _ if text.ends_with('\n') => text.to_owned(),
            _ => format!("{text}{newline}"),
        };
        if let Some(Chunk::Conflict { paths, ours: a, base: b, theirs: c }) = self.chunks.last_mut() {
            paths.push(path.to_owned());
            a.push_str(&line(ours));
            b.push_str(&line(base));
            c.push_str(&line(theirs));
        } else {
            let (ours, base, theirs) = (line(ours), line(base), line(theirs));
            self.chunks.push(Chunk::Conflict { paths: vec![path.to_owned()], ours, base, theirs });
        }
    }

    fn files(&mut self, base: &Pieces<'_>, ours: &Pieces<'_>, theirs: &Pieces<'_>) {
        let names = |it: &Pieces<'_>| it.blocks.keys().cloned().collect::<Vec<_>>();
        for path in order::woven(&names(base), &names(ours), &names(theirs)) {
            let [b, o, t] = [base, ours, theirs].map(|it| it.blocks.get(&path));
            match (b, o, t) {
                (_, Some(o), Some(t)) => self.both(b, o, t),
                (None, Some(one), None) | (None, None, Some(one)) => self.text(&whole(one)),
                (Some(b), Some(kept), None) => self.dropped(&path, b, kept, true),
                (Some(b), None, Some(kept)) => self.dropped(&path, b, kept, false),
                (_, None, None) => {}
            }
        }
        let tail = self.comments(Some(base.tail), ours.tail, theirs.tail);
        self.text(&tail);
    }

    /// A table that one side has dropped.
    fn dropped(&mut self, path: &str, base: &Block<'_>, kept: &Block<'_>, ours: bool) {
        if whole(base) == whole(kept) {
            return;
        }
        let name = if path.is_empty() { "the top of the file" } else { path };
        if ours {
            self.conflict(name, &whole(kept), &whole(base), "");
        } else {
            self.conflict(name, "", &whole(base), &whole(kept));
        }
    }

    /// A table that both sides have.
    fn both(&mut self, base: Option<&Block<'_>>, ours: &Block<'_>, theirs: &Block<'_>) {
        let lead = self.comments(base.map(|it| it.lead), ours.lead, theirs.lead);
        self.text(&lead);
        // The header says nothing but its name; the rest of its line is a comment.
        let header = plainly(base.map_or("", |it| it.header), ours.header, theirs.header).unwrap_or(ours.header);
        self.line(header);
        let none = IndexMap::new();
        let entries = base.map_or(&none, |it| &it.entries);
        let names = |it: &IndexMap<String, Entry<'_>>| it.keys().cloned().collect::<Vec<_>>();
        for path in order::woven(&names(entries), &names(&ours.entries), &names(&theirs.entries)) {
            self.field(&path, entries.get(&path), ours.entries.get(&path), theirs.entries.get(&path));
        }
    }

    /// Text that ends its line.
    fn line(&mut self, text: &str) {
        self.text(text);
        if !text.is_empty() && !text.ends_with('\n') {
            let newline = self.newline;
            self.text(newline);
        }
    }

    fn field(&mut self, path: &str, base: Option<&Entry<'_>>, ours: Option<&Entry<'_>>, theirs: Option<&Entry<'_>>) {
        let lines = |it: Option<&Entry<'_>>| it.map_or_else(String::new, |it| format!("{}{}", it.body, it.rest));
        let (o, t) = match (base, ours, theirs) {
            (_, Some(ours), Some(theirs)) => (ours, theirs),
            (None, Some(one), None) | (None, None, Some(one)) => {
                self.text(one.lead);
                return self.line(&lines(Some(one)));
            }
            (Some(base), one, other) => {
                // Dropped by one side, or by both.
                let Some(kept) = one.or(other) else { return };
                let same = base.body == kept.body || self.same(path, ours.is_some());
                if same && base.lead == kept.lead && base.rest == kept.rest {
                    return;
                }
                self.text(kept.lead);
                return self.conflict(path, &lines(ours), &lines(Some(base)), &lines(theirs));
            }
            (None, None, None) => return,
        };
        let lead = self.comments(base.map(|it| it.lead), o.lead, t.lead);
        self.text(&lead);
        let rest = if let Some(rest) = plainly(base.map_or("", |it| it.rest), o.rest, t.rest) {
            rest.to_owned()
        } else {
            // Both have a remark behind the value: theirs goes before it.
            let remark = t.rest.trim();
            if remark.starts_with('#') && remark != o.rest.trim() {
                self.line(remark);
            }
            o.rest.to_owned()
        };
        let body = match plainly(base.map_or("", |it| it.body), o.body, t.body) {
            Some(body) => Some(body.to_owned()),
            None => self.decided(path, base, o, t),
        };
        match body {
            Some(body) => self.line(&format!("{body}{rest}")),
            None => self.conflict(path, &lines(ours), &lines(base), &lines(theirs)),
        }
    }

    /// Whether a side's field says the same as that of the base.
    fn same(&self, path: &str, ours: bool) -> bool {
        let side = if ours { self.ours } else { self.theirs };
        side.value(path).is_some() && side.value(path) == self.base.value(path)
    }

    /// What a field is that both sides have changed; `None` for a conflict.
    fn decided(
        &mut self,
        path: &str,
        base: Option<&Entry<'_>>,
        ours: &Entry<'_>,
        theirs: &Entry<'_>,
    ) -> Option<String> {
        let (b, o, t) = (self.base.value(path), self.ours.value(path), self.theirs.value(path));
        let known = o.is_some() && t.is_some();
        if known && (o == t || b == t) {
            return Some(ours.body.to_owned());
        }
        if known && b == o {
            return Some(theirs.body.to_owned());
        }
        if !known {
            return None;
        }
        let name = path.rsplit('.').next().unwrap_or_default();
        let body = match (o?, t?) {
            (Value::Date(one), Value::Date(other)) if name == "as_of" => {
                if one >= other {
                    ours.body.to_owned()
                } else {
                    theirs.body.to_owned()
                }
            }
            (Value::List(_), Value::List(_)) => self.list(path, ours)?,
            // Several lines of prose, one sentence a line, like any text.
            (Value::Prose(_), Value::Prose(_)) if ours.body.lines().count() > 2 => {
                let text = merged(base?.body, ours.body, theirs.body)?;
                self.notes.push(format!("both sides changed `{path}`, in different lines: read it as a whole"));
                text
            }
            _ => return None,
        };
        self.decided.insert(path.to_owned());
        Some(body)
    }

    /// The list that both sides have changed; `None` when both changed one item, or when comments stand between items.
    fn list(&self, path: &str, ours: &Entry<'_>) -> Option<String> {
        let items = |it: &Edition| -> Option<Vec<(String, String)>> {
            let Some(value) = it.document.value(path) else { return Some(Vec::new()) };
            let Kind::List(items) = &value.kind else { return None };
            let mut from = value.span.start;
            let mut all = Vec::new();
            for item in items {
                if it.text[from..item.span.start].contains('#') {
                    return None;
                }
                let raw = &it.text[item.span.range()];
                // Items are the same when they say the same.
                let meaning = item.as_text().map_or_else(
                    || raw.split_whitespace().collect::<Vec<_>>().join(" "),
                    |text| text.split_whitespace().collect::<Vec<_>>().join(" "),
                );
                all.push((meaning, raw.to_owned()));
                from = item.span.end;
            }
            (!it.text[from..value.span.end].contains('#')).then_some(all)
        };
        let (b, o, t) = (items(self.base)?, items(self.ours)?, items(self.theirs)?);
        let names = |items: &[(String, String)]| items.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        let (base, one, other) = (names(&b), names(&o), names(&t));
        let repeats = |list: &[String]| list.iter().collect::<BTreeSet<_>>().len() < list.len();
        if [&base, &one, &other].into_iter().any(|list| repeats(list)) {
            return None;
        }
        // An item that neither has any more and that one has perhaps changed.
        let is_ids = matches!(field(path).map(|it| it.kind), Some(Type::List(Type::Id(_))));
        let new = |list: &[String]| list.iter().filter(|it| !base.contains(it)).cloned().collect::<Vec<_>>();
        let both_gone = base.iter().any(|it| !one.contains(it) && !other.contains(it));
        if !is_ids && both_gone && new(&one) != new(&other) {
            return None;
        }
        let kept = |name: &String| match (base.contains(name), one.contains(name), other.contains(name)) {
            (true, ours, theirs) => ours && theirs,
            (false, ..) => true,
        };
        let order = order::woven(&base, &one, &other);
        let raw: Vec<String> = order
            .iter()
            .filter(|name| kept(name))
            .filter_map(|name| o.iter().chain(&t).find(|(it, _)| it == name).map(|(_, raw)| raw.clone()))
            .collect();
        let value = self.ours.document.span(path)?;
        let start = ours.body.len() - (value.end - value.start);
        let key = &ours.body[..start];
        let lines = ours.body[start..].contains('\n') || raw.iter().any(|it| it.contains('\n'));
        let newline = self.newline;
        Some(if lines {
            let items: String = raw.iter().map(|it| format!("  {it},{newline}")).collect();
            format!("{key}[{newline}{items}]")
        } else {
            format!("{key}[{}]", raw.join(", "))
        })
    }

    /// Comments and empty lines: what only one side changed is that side's; of what both changed all of ours stays, and
    /// the lines that are new in theirs follow.
    fn comments(&self, base: Option<&str>, ours: &str, theirs: &str) -> String {
        if let Some(lead) = plainly(base.unwrap_or(""), ours, theirs) {
            return lead.to_owned();
        }
        let known: Vec<&str> = base.unwrap_or("").lines().chain(ours.lines()).map(str::trim).collect();
        let new: String = theirs
            .split_inclusive('\n')
            .filter(|line| !line.trim().is_empty() && !known.contains(&line.trim()))
            .map(|line| if line.ends_with('\n') { line.to_owned() } else { format!("{line}{}", self.newline) })
            .collect();
        let ours =
            if ours.is_empty() || ours.ends_with('\n') { ours.to_owned() } else { format!("{ours}{}", self.newline) };
        format!("{ours}{new}")
    }
}

fn whole(block: &Block<'_>) -> String {
    let mut out = format!("{}{}", block.lead, block.header);
    for entry in block.entries.values() {
        out.push_str(entry.lead);
        out.push_str(entry.body);
        out.push_str(entry.rest);
    }
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
    out
}

/// What the schema says of the field at a path.
fn field(path: &str) -> Option<&'static schema::Field> {
    let parts: Vec<&str> = path.split('.').collect();
    let (name, record) = parts.split_last()?;
    let fits = |table: &&schema::Table| {
        let steps: Vec<&str> = table.path.split('.').collect();
        steps.len() == record.len()
            && steps.iter().zip(record).all(|(step, part)| schema::is_id_part(step) || step == part)
    };
    schema::TABLES.iter().find(fits)?.field(name)
}

/// Whether every field of a result is what the sides make of it: that of the side which changed it, or of both. Fields in
/// `open` were decided otherwise, or are in conflict; so are those of a table in it.
fn sound(base: &Records, ours: &Records, theirs: &Records, result: &Records, open: &BTreeSet<String>) -> bool {
    let is_open = |path: &str| open.contains(path) || path.match_indices('.').any(|(at, _)| open.contains(&path[..at]));
    let paths: BTreeSet<&String> = [base, ours, theirs, result].iter().flat_map(|it| it.list.keys()).collect();
    paths.into_iter().all(|path| {
        let [b, o, t, r] = [base, ours, theirs, result].map(|it| it.get(path));
        let expected = plainly(b.is_some(), o.is_some(), t.is_some());
        // A table that one side dropped and nobody changed is gone; one that somebody has is there.
        let there = expected.unwrap_or(true) == r.is_some();
        let names: BTreeSet<&str> = [b, o, t, r].iter().flatten().flat_map(|it| it.fields.keys().copied()).collect();
        (there || is_open(path))
            && names.into_iter().all(|name| {
                let [b, o, t, r] = [b, o, t, r].map(|it| it.and_then(|it| it.fields.get(name)));
                match plainly(b, o, t) {
                    Some(expected) => expected == r || is_open(&format!("{path}.{name}")),
                    None => is_open(&format!("{path}.{name}")),
                }
            })
    })
}

/// Fields of which one says in a word what the other says in words.
const TOGETHER: [(&str, &str); 5] =
    [("stance", "text"), ("status", "summary"), ("result", "text"), ("result", "summary"), ("status", "text")];

/// Where one side changed the word and the other side the words.
fn doubts(base: &Records, ours: &Records, theirs: &Records) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    for (path, before) in &base.list {
        let (Some(o), Some(t)) = (ours.get(path), theirs.get(path)) else { continue };
        let changed = |it: &crate::record::Record, name: &str| it.fields.get(name) != before.fields.get(name);
        for (word, words) in TOGETHER {
            for (one, other) in [(word, words), (words, word)] {
                // A side that changed both has thought of it.
                let apart = changed(o, one) && !changed(t, one) && changed(t, other) && !changed(o, other);
                if apart {
                    doubts.push(Doubt { ours: format!("{path}.{one}"), theirs: format!("{path}.{other}") });
                }
            }
        }
    }
    doubts
}
