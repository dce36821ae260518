//! Merges table by table and field by field.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::cut::{CutField, CutTable, CutText};
use super::markers::Chunk;
use super::{Version, order};

/// The state of a merge.
pub(super) struct Merger<'a> {
    pub(super) base: &'a Version,
    pub(super) ours: &'a Version,
    pub(super) theirs: &'a Version,
    pub(super) chunks: Vec<Chunk>,
    pub(super) notes: Vec<String>,
    /// The fields whose merged value is that of neither side.
    pub(super) decided: BTreeSet<String>,
    pub(super) newline: &'static str,
}

/// The rule of a three-way merge: if only one side changed something, its version is taken; `None` when both changed
/// it.
pub(super) fn three_way<T: PartialEq + Copy>(base: T, ours: T, theirs: T) -> Option<T> {
    if ours == theirs || base == theirs {
        Some(ours)
    } else if base == ours {
        Some(theirs)
    } else {
        None
    }
}

impl<'a> Merger<'a> {
    pub(super) fn new(base: &'a Version, ours: &'a Version, theirs: &'a Version, newline: &'static str) -> Self {
        Self { base, ours, theirs, chunks: Vec::new(), notes: Vec::new(), decided: BTreeSet::new(), newline }
    }

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

    /// Adds a conflict. A conflict directly after another one shares its markers.
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

    /// Merges the texts table by table.
    pub(super) fn texts(&mut self, base: &CutText<'_>, ours: &CutText<'_>, theirs: &CutText<'_>) {
        let names = |it: &CutText<'_>| it.tables.keys().cloned().collect::<Vec<_>>();
        for path in order::merged_order(&names(base), &names(ours), &names(theirs)) {
            let [b, o, t] = [base, ours, theirs].map(|it| it.tables.get(&path));
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

    /// Merges a table that one side removed.
    fn dropped(&mut self, path: &str, base: &CutTable<'_>, kept: &CutTable<'_>, ours: bool) {
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

    /// Merges a table that both sides have.
    fn both(&mut self, base: Option<&CutTable<'_>>, ours: &CutTable<'_>, theirs: &CutTable<'_>) {
        let lead = self.comments(base.map(|it| it.lead), ours.lead, theirs.lead);
        self.text(&lead);
        // A header has only a name and perhaps a comment, so if both changed it, ours is taken.
        let header = three_way(base.map_or("", |it| it.header), ours.header, theirs.header).unwrap_or(ours.header);
        self.line(header);
        let none = IndexMap::new();
        let entries = base.map_or(&none, |it| &it.fields);
        let names = |it: &IndexMap<String, CutField<'_>>| it.keys().cloned().collect::<Vec<_>>();
        for path in order::merged_order(&names(entries), &names(&ours.fields), &names(&theirs.fields)) {
            self.field(&path, entries.get(&path), ours.fields.get(&path), theirs.fields.get(&path));
        }
    }

    /// Adds text, and a line ending if it has none.
    fn line(&mut self, text: &str) {
        self.text(text);
        if !text.is_empty() && !text.ends_with('\n') {
            let newline = self.newline;
            self.text(newline);
        }
    }

    fn field(
        &mut self,
        path: &str,
        base: Option<&CutField<'_>>,
        ours: Option<&CutField<'_>>,
        theirs: Option<&CutField<'_>>,
    ) {
        let lines = |it: Option<&CutField<'_>>| it.map_or_else(String::new, |it| format!("{}{}", it.body, it.rest));
        let (o, t) = match (base, ours, theirs) {
            (_, Some(ours), Some(theirs)) => (ours, theirs),
            (None, Some(one), None) | (None, None, Some(one)) => {
                self.text(one.lead);
                return self.line(&lines(Some(one)));
            }
            (Some(base), one, other) => {
                // Removed by one side, or by both.
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
        let rest = if let Some(rest) = three_way(base.map_or("", |it| it.rest), o.rest, t.rest) {
            rest.to_owned()
        } else {
            // If both have a comment after the value, theirs is moved to a line before it.
            let remark = t.rest.trim();
            if remark.starts_with('#') && remark != o.rest.trim() {
                self.line(remark);
            }
            o.rest.to_owned()
        };
        let body = match three_way(base.map_or("", |it| it.body), o.body, t.body) {
            Some(body) => Some(body.to_owned()),
            None => self.decided(path, base, o, t),
        };
        match body {
            Some(body) => self.line(&format!("{body}{rest}")),
            None => self.conflict(path, &lines(ours), &lines(base), &lines(theirs)),
        }
    }

    /// Merges comments and empty lines: if only one side changed them, its version is taken. If both did, all of ours
    /// is kept, followed by the lines that are new in theirs.
    fn comments(&self, base: Option<&str>, ours: &str, theirs: &str) -> String {
        if let Some(lead) = three_way(base.unwrap_or(""), ours, theirs) {
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

fn whole(block: &CutTable<'_>) -> String {
    let mut out = format!("{}{}", block.lead, block.header);
    for entry in block.fields.values() {
        out.push_str(entry.lead);
        out.push_str(entry.body);
        out.push_str(entry.rest);
    }
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
    out
}
