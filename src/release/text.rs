//! Writes the text of a brief without the withheld content.
//!
//! The text is not cut but rewritten, from content that the format knows and the plan keeps. So nothing passes through
//! by way of a comment, a field that is not printed, or an unusual layout. Kept content stays on its line, so that
//! messages point to it.

use std::collections::{BTreeSet, HashSet};

use super::plan::{Plan, Readers};
use crate::model::{Id, Prose, ProseInline};
use crate::parse::{TomlDocument, TomlTable, TomlValue, ValueKind, quoted};
use crate::record::{LocatedTable, prose, tables};
use crate::schema::{Field, Type};
use crate::source::{FileId, Sources};

/// Writes the kept content of the files of a brief.
pub(super) struct ReleaseWriter<'a> {
    pub(super) plan: &'a Plan,
    pub(super) readers: Readers<'a>,
    pub(super) sources: &'a Sources,
}

/// The widest gap before an equals sign that is kept, in bytes.
const LONGEST_GAP: usize = 80;

/// A line of the result: a header, or a field.
struct ReleaseLine {
    /// The byte position in the file of the original line.
    at: usize,
    text: String,
}

/// The shared files from which a brief has records.
pub(super) fn shared_files(document: &TomlDocument) -> BTreeSet<FileId> {
    let files = tables(document).into_iter().filter_map(|table| Some(table.key?.file));
    files.filter(|file| !document.is_own(*file)).collect()
}

impl ReleaseWriter<'_> {
    /// The kept content of a file, whose records are in `document`.
    pub(super) fn file(&self, document: &TomlDocument, file: FileId) -> String {
        let source = self.sources.file(file);
        let own = |table: &LocatedTable<'_>| table.key.map_or(document.file(), |key| key.file) == file;
        let mut blocks: Vec<(usize, Vec<ReleaseLine>)> = Vec::new();
        for table in tables(document).into_iter().filter(own).filter(|table| !self.plan.is_gone(&table.path)) {
            let mut lines = self.fields(&table, document);
            lines.sort_by_key(|line| line.at);
            if let Some(key) = table.key {
                let first = lines.first().map_or(key.start, |line| line.at);
                // A table without a header of its own begins with the first of its fields.
                let at = if table.node.explicit { key.start } else { first };
                lines.insert(0, ReleaseLine { at, text: format!("[{}]", table.path) });
            }
            blocks.extend(
                lines.first().map(|line| line.at).map(|at| (if table.key.is_some() { at + 1 } else { 0 }, lines)),
            );
        }
        if file != document.file() {
            // The version is a top-level field of a shared file, and so is not in the document of the brief.
            blocks.push((0, vec![ReleaseLine { at: 0, text: "schema = 1".to_owned() }]));
        }
        blocks.sort_by_key(|(at, _)| *at);
        let mut out = String::new();
        let mut line = 1;
        for ReleaseLine { at, text } in blocks.into_iter().flat_map(|(_, lines)| lines) {
            let place = source.line_of(at);
            while line < place {
                out.push('\n');
                line += 1;
            }
            line += text.matches('\n').count() + 1;
            out.push_str(&text);
            out.push('\n');
        }
        out
    }

    fn fields(&self, table: &LocatedTable<'_>, document: &TomlDocument) -> Vec<ReleaseLine> {
        let mut lines = Vec::new();
        for (field, entry) in table.fields() {
            let path = table.field(field.name);
            let Some(written) = self.field(table, field, &entry.value, &path, document) else { continue };
            let name = field.name;
            let key = entry.key.start;
            let gap = self.gap(key, name, &entry.value);
            lines.push(ReleaseLine { at: key, text: format!("{name}{gap}= {written}") });
        }
        // An edition from before the brief was marked.
        if let Some(handling) = self.handling()
            && table.table.path == "brief"
            && table.node.get("handling").is_none()
        {
            let at = lines.iter().map(|line| line.at).max().unwrap_or_default();
            lines.push(ReleaseLine { at, text: format!("handling = {handling}") });
        }
        lines
    }

    /// The spaces between a name and its equals sign that keep the value in its column.
    fn gap(&self, key: usize, name: &str, value: &TomlValue) -> String {
        let text = &self.sources.file(value.span.file).text;
        let (plain, place) = (format!("{name} = ").len(), value.span.start);
        // A longer line does not keep the column.
        let near = &text.as_bytes()[place.saturating_sub(LONGEST_GAP)..place];
        let column = near.iter().rev().position(|byte| *byte == b'\n').or((place < LONGEST_GAP).then_some(place));
        let same_line = text.get(key..place).is_some_and(|it| !it.contains('\n'));
        let more = column.filter(|_| same_line).map_or(0, |column| column.saturating_sub(plain));
        " ".repeat(1 + more)
    }

    /// The released value of a field; `None` when it is withheld.
    fn field(
        &self,
        table: &LocatedTable<'_>,
        field: &'static Field,
        value: &TomlValue,
        path: &str,
        document: &TomlDocument,
    ) -> Option<String> {
        if self.plan.is_gone(path) {
            return None;
        }
        match (table.table.path, field.name, self.readers) {
            // The page states for whom it is, not the level of the original.
            ("brief", "handling", Readers::Of(..)) => self.handling(),
            // A level above the release is not mentioned; then no unmarked content is left.
            ("brief", "unmarked", Readers::Of(marking, reader)) => {
                let unmarked = &marking.unmarked;
                unmarked.is_within(reader).then(|| quoted(&marking.scheme.write(unmarked)))
            }
            ("brief", "unmarked", Readers::AllButOwnSide(marking)) if marking.unmarked.is_own_side() => None,
            ("use", "files", _) => self.used(value, document),
            (_, "marks", _) => self.marks(table, value),
            _ => self.value(value, &field.kind, path),
        }
    }

    /// The mark of the released brief; `None` when the brief keeps its own, because it is not a release.
    fn handling(&self) -> Option<String> {
        match self.readers {
            Readers::Of(marking, reader) => Some(quoted(&marking.scheme.write(&marking.whole.meet(reader)))),
            Readers::AllButOwnSide(_) => None,
        }
    }

    /// The list of shared files from which content is kept.
    fn used(&self, value: &TomlValue, document: &TomlDocument) -> Option<String> {
        let ValueKind::List(items) = &value.kind else { return None };
        let kept = |table: &LocatedTable<'_>| !self.plan.is_gone(&table.path);
        let files: BTreeSet<FileId> =
            tables(document).iter().filter(|it| kept(it)).filter_map(|it| Some(it.key?.file)).collect();
        let names: Vec<String> = files.iter().map(|file| self.sources.file(*file).name.replace('\\', "/")).collect();
        let is_used = |item: &&TomlValue| {
            let name = item.as_text().unwrap_or_default();
            names
                .iter()
                .any(|file| file.strip_suffix(name).is_some_and(|folder| folder.is_empty() || folder.ends_with('/')))
        };
        let kept: Vec<String> = items.iter().filter(is_used).filter_map(TomlValue::as_text).map(quoted).collect();
        (!kept.is_empty()).then(|| format!("[{}]", kept.join(", ")))
    }

    /// The marks of the kept fields.
    fn marks(&self, table: &LocatedTable<'_>, value: &TomlValue) -> Option<String> {
        let stays = |name: &str| table.node.get(name).is_some() && !self.plan.is_gone(&table.field(name));
        let marks = value.as_table()?.entries.iter().filter(|(name, _)| stays(name));
        let pairs: Vec<_> =
            marks.filter_map(|(name, it)| Some(format!("{name} = {}", quoted(it.value.as_text()?)))).collect();
        (!pairs.is_empty()).then(|| format!("{{ {} }}", pairs.join(", ")))
    }

    fn value(&self, value: &TomlValue, kind: &Type, path: &str) -> Option<String> {
        let as_written = || Some(self.sources.text(value.span).to_owned());
        match (&value.kind, kind) {
            (ValueKind::Text(text), Type::Prose | Type::Passage) => match self.plan.uncited(path) {
                Some(sources) => Some(quoted(&without_citations(text, kind, sources).source())),
                None => as_written(),
            },
            (
                ValueKind::Text(_)
                | ValueKind::Integer(_)
                | ValueKind::Float
                | ValueKind::Boolean(_)
                | ValueKind::Date(_)
                | ValueKind::Time,
                _,
            ) => as_written(),
            (ValueKind::List(items), Type::List(kind) | Type::OneOrMore(kind)) => {
                let item = |(at, item): (usize, &TomlValue)| {
                    let path = format!("{path}[{at}]");
                    if self.plan.is_gone(&path) { None } else { self.value(item, kind, &path) }
                };
                let items: Vec<String> = items.iter().enumerate().filter_map(item).collect();
                Some(format!("[{}]", items.join(", ")))
            }
            (ValueKind::Table(table), Type::Record(fields)) => Some(self.record(table, fields, path)),
            // Values that the format does not know are not released.
            _ => None,
        }
    }

    /// An inline table.
    fn record(&self, table: &TomlTable, fields: &[Field], path: &str) -> String {
        let pair = |field: &Field| {
            let value = table.get(field.name)?;
            Some(format!("{} = {}", field.name, self.value(value, &field.kind, &format!("{path}.{}", field.name))?))
        };
        format!("{{ {} }}", fields.iter().filter_map(pair).collect::<Vec<_>>().join(", "))
    }
}

/// Prose without the citations of some sources, and without the spaces before those citations.
fn without_citations(text: &str, kind: &Type, sources: &HashSet<String>) -> Prose {
    fn walk(inlines: Vec<ProseInline>, sources: &HashSet<String>) -> Vec<ProseInline> {
        let is_gone = |id: &Id| sources.contains(id.as_str());
        let mut kept: Vec<ProseInline> = Vec::new();
        for inline in inlines {
            match inline {
                ProseInline::Citation(id) if is_gone(&id) => close_up(&mut kept),
                ProseInline::Text(text) => match kept.last_mut() {
                    // A citation was between these two texts.
                    Some(ProseInline::Text(before)) => before.push_str(&text),
                    _ => kept.push(ProseInline::Text(text)),
                },
                ProseInline::Citation(_) => kept.push(inline),
                ProseInline::Emphasis(inner) => push(&mut kept, walk(inner, sources), ProseInline::Emphasis),
                ProseInline::Strong(inner) => push(&mut kept, walk(inner, sources), ProseInline::Strong),
                ProseInline::Link { text, url } => {
                    push(&mut kept, walk(text, sources), |text| ProseInline::Link { text, url });
                }
            }
        }
        kept.retain(|inline| !matches!(inline, ProseInline::Text(text) if text.is_empty()));
        kept
    }
    fn push(kept: &mut Vec<ProseInline>, inner: Vec<ProseInline>, with: impl FnOnce(Vec<ProseInline>) -> ProseInline) {
        if inner.is_empty() {
            close_up(kept);
        } else {
            kept.push(with(inner));
        }
    }
    fn close_up(kept: &mut [ProseInline]) {
        if let Some(ProseInline::Text(text)) = kept.last_mut() {
            text.truncate(text.trim_end_matches(' ').len());
        }
    }
    let mut prose = prose::read_as(text, kind).prose;
    for paragraph in &mut prose.paragraphs {
        paragraph.words = walk(std::mem::take(&mut paragraph.words), sources);
    }
    prose.paragraphs.retain(|paragraph| !paragraph.words.is_empty());
    // Parsing again drops a space after a citation at the start of the text.
    prose::read_as(&prose.source(), kind).prose
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citation_is_removed_with_the_space_before_it() {
        for (text, left) in [
            ("So [@a].", "So."),
            ("So [@a] [@b].", "So [@b]."),
            ("So [@b][@a], *and [@a]* so.", "So [@b], *and* so."),
            ("[@a] So.", "So."),
            ("So *[@a]*.", "So."),
            ("So.\n\n[@a]", "So."),
            ("See [the text [@a]](https://example.org) [@b].", "See [the text](https://example.org) [@b]."),
            ("\\[@a] [@c]", "\\[@a\\] [@c]"),
            ("So:\n- one [@a].\n- [@a]\n- two", "So:\n\n- one.\n- two"),
        ] {
            let gone = HashSet::from(["a".to_owned()]);
            assert_eq!(without_citations(text, &Type::Passage, &gone).source(), left, "{text}");
        }
    }
}
